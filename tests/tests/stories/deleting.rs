//! Taking away channels, categories and hubs.

use crate::scene::{Pair, general_of, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{
    DeleteCategory, DeleteChannel, DeleteHub, GetChannel, GetHub, GetInvite, GetMessage, SendMessage,
    Subscribe,
};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn a_deleted_channel_is_gone_for_everyone_with_its_messages(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let doomed = ada.makes_channel(hub, "doomed", None).await.id;
        bo.agrees("the channel", |state| state.visible_channels().contains(&doomed)).await;
        bo.subscribes(doomed).await;
        let message = ada.says(doomed, "last words").await;
        bo.sees("last words").await;
        ada.calls(DeleteChannel { channel: doomed }).await.unwrap();

        bo.agrees("that it is gone", |state| !state.visible_channels().contains(&doomed)).await;
        for door in [Door::Rest, Door::Socket] {
            for phone in [&ada, &bo] {
                let phone = phone.via(door);
                assert_eq!(phone.calls(GetChannel { channel: doomed }).await.unwrap_err().code, ErrorCode::NotFound);
                let ask = GetMessage { channel: doomed, message: message.id };
                assert_eq!(phone.calls(ask).await.unwrap_err().code, ErrorCode::NotFound);
                // Not through another channel either.
                let ask = GetMessage { channel: general, message: message.id };
                assert_eq!(phone.calls(ask).await.unwrap_err().code, ErrorCode::NotFound);
                let send = SendMessage::of(doomed, "more".to_owned(), None);
                assert_eq!(phone.calls(send).await.unwrap_err().code, ErrorCode::NotFound);
            }
        }
        let resume = bo.calls(Subscribe { channel: doomed, since_rev: Some(message.rev) }).await;
        assert_eq!(resume.unwrap_err().code, ErrorCode::NotFound);
        ada.says(general, "elsewhere life goes on").await;
        bo.sees("elsewhere life goes on").await;
    }

    async fn channels_of_a_deleted_category_move_up_and_stay_as_open_as_they_were(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let category = ada.views(hub).await.categories[0].id;
        ada.says(general, "still here").await;
        ada.calls(DeleteCategory { hub, category }).await.unwrap();
        bo.agrees("the change", |state| state.hubs[&hub].categories.is_empty()).await;
        let view = bo.views(hub).await;
        assert_eq!((view.channels.len(), view.channels[0].id, view.channels[0].category), (1, general, None));
        assert_eq!(bo.reads_page(general).await.messages[0].content, "still here");
        bo.says(general, "indeed").await;
    }

    async fn a_deleted_hub_is_gone_for_everyone_with_its_invites(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let code = ada.invites(hub).await;
        let message = ada.says(general, "farewell").await;
        bo.sees("farewell").await;
        let refused = bo.calls(DeleteHub { hub }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Forbidden, "only its owner");
        assert_eq!(bo.person().calls(DeleteHub { hub }).await.unwrap_err().code, ErrorCode::Forbidden);
        ada.calls(DeleteHub { hub }).await.unwrap();

        for phone in [&ada, &bo] {
            phone.agrees("that it is gone", |state| state.hubs.is_empty() && state.caches.is_empty()).await;
            for door in [Door::Rest, Door::Socket] {
                let phone = phone.via(door);
                assert_eq!(phone.calls(GetHub { hub }).await.unwrap_err().code, ErrorCode::NotFound);
                assert_eq!(phone.calls(DeleteHub { hub }).await.unwrap_err().code, ErrorCode::NotFound);
                let ask = GetMessage { channel: general, message: message.id };
                assert_eq!(phone.calls(ask).await.unwrap_err().code, ErrorCode::NotFound);
                let look = phone.calls(GetInvite { code: code.clone() }).await;
                assert!(matches!(look.unwrap_err().code, ErrorCode::NotFound | ErrorCode::InviteExpired));
            }
        }
        assert_eq!(bo.person().gets("/api/hubs").await.unwrap(), serde_json::json!([]));
        let next = ada.creates_hub("Next").await;
        ada.says(general_of(&next), "a new start").await;
    }

    async fn what_is_deleted_stays_deleted_after_a_restart(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let kept = ada.makes_channel(hub, "kept", None).await.id;
        ada.says(kept, "kept").await;
        ada.says(general, "lost").await;
        ada.calls(DeleteChannel { channel: general }).await.unwrap();
        server.kill9();
        server.restart().await;
        bo.reconnects().await;
        assert_eq!(bo.views(hub).await.channels.iter().map(|channel| channel.id).collect::<Vec<_>>(), [kept]);
        assert_eq!(bo.reads_page(kept).await.messages.len(), 1);
        assert_eq!(bo.calls(GetChannel { channel: general }).await.unwrap_err().code, ErrorCode::NotFound);
    }
}

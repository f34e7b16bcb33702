//! Going away for good, and coming back.

use crate::scene::{Pair, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{GetHub, GetMessages, LeaveHub, SendMessage, Subscribe};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn who_leaves_loses_the_hub_on_all_devices_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let tablet = bo.another_device().await;
        tablet.subscribes(general).await;
        ada.opens_member_list(hub).await;
        bo.calls(LeaveHub { hub }).await.unwrap();

        for device in [&bo, &tablet] {
            device.agrees("that the hub is gone", |state| state.hubs.is_empty()).await;
        }
        ada.agrees("that Bo left", |state| !state.members[&hub].contains_key(&bo.id())).await;
        ada.says(general, "finally alone").await;
        for door in [Door::Rest, Door::Socket] {
            assert_eq!(bo.via(door).calls(GetHub { hub }).await.unwrap_err().code, ErrorCode::NotFound);
            let ask = GetMessages::of(general);
            assert_eq!(bo.via(door).calls(ask).await.unwrap_err().code, ErrorCode::NotFound);
            let send = SendMessage::of(general, "still here".to_owned(), None);
            assert_eq!(bo.via(door).calls(send).await.unwrap_err().code, ErrorCode::NotFound);
            assert_eq!(bo.via(door).calls(LeaveHub { hub }).await.unwrap_err().code, ErrorCode::NotFound);
        }
        let resume = tablet.calls(Subscribe { channel: general, since_rev: Some(0) }).await;
        assert_eq!(resume.unwrap_err().code, ErrorCode::NotFound);
        let own = tablet.creates_hub("Own").await;
        tablet.agrees("the new hub", |state| state.hubs.contains_key(&own.id)).await;
        assert!(!tablet.arrived().join("\n").contains("finally alone"));
    }

    async fn messages_of_who_left_stay_with_their_name(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        bo.says(general, "remember me").await;
        bo.calls(LeaveHub { hub }).await.unwrap();
        let page = ada.reads_page(general).await;
        assert_eq!((&*page.messages[0].content, &*page.messages[0].author.display_name), ("remember me", "Bo"));
    }

    async fn who_comes_back_is_a_member_like_the_others(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        bo.person().calls(LeaveHub { hub }).await.unwrap();
        bo.agrees("that the hub is gone", |state| state.hubs.is_empty()).await;
        ada.says(general, "while you were away").await;
        bo.joins(&ada.invites(hub).await).await;
        bo.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
        bo.subscribes(general).await;
        bo.sees("while you were away").await;
        bo.says(general, "back again").await;
        ada.sees("back again").await;
    }

    async fn the_owner_cannot_leave(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        for door in [Door::Rest, Door::Socket] {
            let refused = ada.via(door).calls(LeaveHub { hub }).await.unwrap_err();
            assert!(matches!(refused.code, ErrorCode::Forbidden | ErrorCode::Conflict), "{refused:?}");
        }
        bo.calls(LeaveHub { hub }).await.unwrap();
        assert_eq!(ada.lists_members(hub).await.len(), 1);
    }
}

//! What was written before, who may read it, change it, and be told of it.

use super::{assert_forbidden, assert_works, is_invisible};
use crate::scene::Cast;
use hubbub_shared::model::{ChannelChanges, Message};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteMessage, EditMessage, GetMessage, GetMessages, Subscribe};
use hubbub_shared::{ErrorCode, Permissions};
use hubbub_tests::{Acts, Changes, Door, Server, each_door, overwrite};

const HISTORY: Permissions = Permissions::HISTORY;

fn edit(message: &Message, content: &str) -> EditMessage {
    EditMessage::of(message.channel, message.id, content.to_owned())
}

fn delete(message: &Message) -> DeleteMessage {
    DeleteMessage { channel: message.channel, message: message.id }
}

each_door! {
    async fn case_29_the_past_is_for_those_who_may_read_it(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let closed = vec![overwrite(bo.id()).denying(HISTORY)];
        let channel = ada.makes_channel_with(hub, "no-past", closed).await.id;
        let past = ada.sends(channel, "the past").await;
        let one = GetMessage { channel, message: past.id };
        let page = |around| GetMessages { around, ..GetMessages::of(channel) };
        for answer in [
            bo.via(door).calls(one.clone()).await,
            bo.via(door).calls(page(None)).await,
            bo.via(door).calls(page(Some(past.id))).await,
        ] {
            match answer {
                Ok(told) => assert!(!format!("{told:?}").contains("the past"), "{told:?}"),
                Err(problem) => assert!(matches!(problem.code, ErrorCode::Forbidden | ErrorCode::NotFound), "{problem:?}"),
            }
        }
        for since_rev in [None, Some(0)] {
            if let Ok(told) = bo.calls(Subscribe { channel, since_rev }).await {
                assert!(!format!("{told:?}").contains("the past"), "catching up is reading the past: {told:?}");
            }
        }
        assert!(!bo.arrived().join("\n").contains("the past"));

        ada.overwrites(channel, overwrite(bo.id())).await;
        assert_works(bo.via(door).calls(one).await);
        for around in [None, Some(past.id)] {
            let told = assert_works(bo.via(door).calls(page(around)).await);
            assert!(matches!(&told, Reply::Page(page) if page.messages[0].id == past.id), "{told:?}");
        }
        let told = assert_works(bo.calls(Subscribe { channel, since_rev: None }).await);
        assert!(matches!(&told, Reply::Changes(ChannelChanges::StartOver(page)) if page.messages.len() == 1)
            || matches!(&told, Reply::Changes(ChannelChanges::Since { messages, .. }) if messages.len() == 1), "{told:?}");
    }

    async fn case_29_a_message_is_found_only_in_its_own_channel(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let closed = vec![overwrite(hub.everyone()).denying(Permissions::VIEW)];
        let secret = ada.makes_channel_with(hub, "secret", closed).await.id;
        let message = ada.sends(secret, "secret").await;
        is_invisible(&bo, door, hub, secret, message.id).await;
        // Through a channel that he sees.
        for command in [
            hubbub_shared::protocol::Command::from(GetMessage { channel: general, message: message.id }),
            EditMessage::of(general, message.id, "x".to_owned()).into(),
            DeleteMessage { channel: general, message: message.id }.into(),
        ] {
            let refused = bo.via(door).calls(command.clone()).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::NotFound, "{command:?}");
            let refused = ada.via(door).calls(command.clone()).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::NotFound, "even hers: it is not there: {command:?}");
        }
        assert_works(ada.via(door).calls(GetMessage { channel: secret, message: message.id }).await);
    }

    async fn case_31_a_mention_of_who_cannot_see_the_channel_rings_nowhere(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, general, .. } = Cast::gathers(server).await;
        let closed = vec![overwrite(hub.everyone()).denying(Permissions::VIEW)];
        let secret = ada.makes_channel_with(hub, "secret", closed).await.id;
        let both = format!("<@{}> <@{}>", bo.id(), olga.id());
        let hidden = ada.via(door).sends(secret, &both).await;
        assert_eq!(hidden.mentions, []);
        let shown = ada.via(door).sends(general, &both).await;
        assert_eq!(shown.mentions, [bo.id()], "members who see it are mentioned, outsiders never");
        let state = bo.another_device().await.state();
        assert_eq!(state.channels[&general].mentions, 1);
        assert!(!state.channels.contains_key(&secret));
        assert!(olga.another_device().await.state().channels.is_empty());
    }

    async fn case_34_an_edit_may_not_do_what_a_send_may_not(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let message = bo.via(door).sends(general, "fine").await;
        for content in ["", "  \n ", &"x".repeat(4001)] {
            let refused = bo.via(door).calls(edit(&message, content)).await.unwrap_err();
            assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "content"));
        }
        assert_works(bo.via(door).calls(edit(&message, &"x".repeat(4000))).await);
        let channel = ada.makes_channel(hub, "closing", None).await.id;
        let old = bo.via(door).sends(channel, "old").await;
        ada.overwrites(channel, overwrite(hub.everyone()).denying(Permissions::SEND)).await;
        assert_forbidden(bo.via(door).calls(edit(&old, "new words")).await);
        assert_works(bo.via(door).calls(delete(&old)).await);
    }

    async fn messages_are_edited_by_their_author_and_deleted_by_moderators_too(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, general, .. } = cast;
        let message = ada.sends(general, "Ada's words").await;
        assert_forbidden(bo.via(door).calls(edit(&message, "Bo's words")).await);
        assert_forbidden(bo.via(door).calls(delete(&message)).await);
        let role = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, bo.id(), role).await;
        assert_forbidden(bo.via(door).calls(edit(&message, "Bo's words")).await);
        let cys = cy.via(door).sends(general, "Cy's words").await;
        assert_eq!(olga.via(door).calls(delete(&cys)).await.unwrap_err().code, ErrorCode::NotFound);
        assert_works(bo.via(door).calls(delete(&cys)).await);
        assert_works(ada.via(door).calls(edit(&message, "Ada's better words")).await);
        assert_works(ada.via(door).calls(delete(&message)).await);
        let refused = ada.via(door).calls(edit(&message, "back again")).await.unwrap_err();
        assert!(matches!(refused.code, ErrorCode::NotFound | ErrorCode::Conflict | ErrorCode::Forbidden), "{refused:?}");
    }

    async fn an_edit_of_what_has_changed_meanwhile_is_a_conflict(server: &Server, door: Door) {
        let Cast { bo, general, .. } = Cast::gathers(server).await;
        let first = bo.via(door).sends(general, "one").await;
        let based_on = |rev| EditMessage { base_rev: Some(rev), ..edit(&first, "edited") };
        let Reply::Message(second) = assert_works(bo.via(door).calls(based_on(first.rev)).await) else { panic!() };
        assert_eq!(bo.via(door).calls(based_on(first.rev)).await.unwrap_err().code, ErrorCode::Conflict);
        assert_works(bo.via(door).calls(based_on(second.rev)).await);
    }
}

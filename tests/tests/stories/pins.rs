//! Messages that are kept in view.

use crate::answers::refused;
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::Message;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetAuditLog, GetPins, PinMessage, UnpinMessage};
use hubbub_shared::{ChannelId, ErrorCode, Permissions};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite, verify_action,
};

fn pin(message: &Message) -> PinMessage {
    PinMessage { channel: message.channel, message: message.id }
}

fn unpin(message: &Message) -> UnpinMessage {
    UnpinMessage { channel: message.channel, message: message.id }
}

async fn pinned(by: &impl Acts, channel: ChannelId) -> Vec<String> {
    match by.calls(GetPins { channel }).await {
        Ok(Reply::Pins(pins)) => pins.messages.into_iter().map(|message| message.content).collect(),
        other => panic!("expected pins, got {other:?}"),
    }
}

each_door! {
    async fn who_moderates_pins_and_everybody_finds_it(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        assert!(pinned(&bo, it.general).await.is_empty());
        let (one, two) = (bo.sends(it.general, "one").await, ada.sends(it.general, "two").await);
        for _ in 0..2 {
            assert_eq!(ada.calls(pin(&one)).await, Ok(Reply::Done), "twice is once");
        }
        ada.calls(pin(&two)).await.unwrap();
        assert_eq!(pinned(&bo, it.general).await, ["two", "one"], "the last one first");
        bo.edits(&one, "one, edited").await;
        assert_eq!(pinned(&bo, it.general).await, ["two", "one, edited"]);
        for _ in 0..2 {
            assert_eq!(ada.calls(unpin(&two)).await, Ok(Reply::Done));
        }
        bo.deletes(&one).await;
        assert!(pinned(&bo, it.general).await.is_empty(), "what is deleted is not kept in view");
        assert_eq!(refused(ada.calls(pin(&one)).await), ErrorCode::NotFound);
        for (action, lines) in [(AuditAction::MessagePinned, 2), (AuditAction::MessageUnpinned, 1)] {
            let log = GetAuditLog { action: Some(action), ..GetAuditLog::of(it.hub) };
            eventually("the lines of the log", async || match ada.calls(log.clone()).await {
                Ok(Reply::AuditLog(page)) => (page.entries.len() == lines).then_some(()),
                other => panic!("expected a log, got {other:?}"),
            })
            .await;
        }
    }

    async fn pinning_takes_the_right_and_looking_takes_history(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let own = it.bo.sends(it.general, "mine").await;
        let bo = it.bo.via(door);
        assert_eq!(refused(bo.calls(pin(&own)).await), ErrorCode::Forbidden, "one's own too");
        assert_eq!(refused(bo.calls(unpin(&own)).await), ErrorCode::Forbidden);
        assert_eq!(refused(it.olga.via(door).calls(pin(&own)).await), ErrorCode::NotFound);
        assert_eq!(refused(it.olga.via(door).calls(GetPins { channel: it.general }).await), ErrorCode::NotFound);
        it.ada.overwrites(it.general, overwrite(it.bo.id()).denying(Permissions::HISTORY)).await;
        assert_eq!(refused(bo.calls(GetPins { channel: it.general }).await), ErrorCode::Forbidden);
    }
}

each_engine! {
    async fn everybody_sees_what_is_pinned_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = bo.sends(general, "keep this").await;
        verify_action("pinning", &[&ada, &bo], async { ada.calls(pin(&message)).await.unwrap() }).await;
        assert!(bo.state().caches[&general].messages[&message.seq].pinned_at.is_some());
        verify_action("unpinning", &[&ada, &bo], async { ada.calls(unpin(&message)).await.unwrap() }).await;
    }
}

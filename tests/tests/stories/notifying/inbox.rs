//! What concerned somebody, read or not.

use crate::scene::Cast;
use hubbub_shared::model::{BlockKind, InboxPage, InboxReason};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BlockUser, GetInbox, MarkRead, UnblockUser};
use hubbub_shared::{MessageId, Permissions};
use hubbub_tests::{Acts, Changes, Door, Server, each_door, overwrite};

async fn inbox(of: &impl Acts, before: Option<MessageId>, limit: Option<u64>) -> InboxPage {
    match of.calls(GetInbox { before, limit }).await {
        Ok(Reply::Inbox(page)) => page,
        other => panic!("expected an inbox, got {other:?}"),
    }
}

async fn words(of: &impl Acts) -> Vec<String> {
    inbox(of, None, None).await.entries.into_iter().map(|entry| entry.message.content).collect()
}

each_door! {
    async fn a_mention_is_found_there_read_or_not(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (bo, name) = (it.bo.via(door), it.bo.id());
        assert_eq!(inbox(&bo, None, None).await, InboxPage { entries: Vec::new(), next: None });
        let first = it.ada.sends(it.general, &format!("<@{name}> one")).await;
        it.ada.sends(it.general, "nobody in particular").await;
        let second = it.ada.sends(it.general, &format!("<@{name}> two")).await;

        let page = inbox(&bo, None, None).await;
        let found: Vec<_> = page.entries.iter().map(|entry| entry.message.id).collect();
        assert_eq!(found, [second.id, first.id], "newest first");
        let entry = &page.entries[0];
        assert_eq!((entry.hub, entry.channel, entry.reason), (it.hub, it.general, InboxReason::Mention));
        assert!(page.entries.iter().all(|entry| entry.unread) && page.next.is_none());
        assert!(inbox(&it.ada.via(door), None, None).await.entries.is_empty(), "it is not Ada's");

        bo.calls(MarkRead { channel: it.general, seq: Some(first.seq) }).await.unwrap();
        let page = inbox(&bo, None, None).await;
        let unread: Vec<_> = page.entries.iter().map(|entry| entry.unread).collect();
        assert_eq!(unread, [true, false], "what is read stays");

        let part = inbox(&bo, None, Some(1)).await;
        assert_eq!((part.entries.len(), part.next), (1, Some(second.id)));
        let rest = inbox(&bo, part.next, Some(1)).await;
        assert_eq!(rest.entries[0].message.id, first.id);
    }

    async fn what_may_not_be_seen_any_more_is_not_there(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (bo, name) = (it.bo.via(door), it.bo.id());
        let edited = it.ada.sends(it.general, &format!("<@{name}> edited")).await;
        let deleted = it.ada.sends(it.general, &format!("<@{name}> deleted")).await;
        it.ada.sends(it.general, &format!("<@{name}> left")).await;
        it.ada.edits(&edited, "you there").await;
        it.ada.deletes(&deleted).await;
        assert_eq!(words(&bo).await, [format!("<@{name}> left")], "who is named no longer is not concerned");

        it.bo.calls(BlockUser { user: it.ada.id(), kind: BlockKind::Ignored }).await.unwrap();
        assert!(words(&bo).await.is_empty(), "of Ada Bo wants to hear nothing");
        it.bo.calls(UnblockUser { user: it.ada.id() }).await.unwrap();
        assert_eq!(words(&bo).await.len(), 1);

        let everyone = it.hub.everyone();
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::VIEW)).await;
        assert!(words(&bo).await.is_empty(), "the channel is hidden from Bo");
    }
}

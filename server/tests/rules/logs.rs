//! The log of a place, on a store of its own: pages, positions, catching up.

use crate::hub::{ADA, GENERAL, NOW};
use hubbub_server::domain::COLLECTIONS;
use hubbub_server::domain::messages::{Head, MOST_CHANGES, MessageDoc, catch_up, ordinal_at, page};
use hubbub_server::store::{self, Settings, Store};
use hubbub_shared::{MessageId, PlaceId};

const PLACE: PlaceId = GENERAL.place();

async fn empty() -> (Store, tempfile::TempDir) {
    let data = tempfile::tempdir().unwrap();
    let settings = Settings { data: data.path().to_owned(), mongodb_uri: None };
    (store::open(&settings, COLLECTIONS).await.unwrap(), data)
}

/// Messages whose positions are these, with edits in between.
async fn with(positions: &[u64]) -> (Store, tempfile::TempDir) {
    let (store, data) = empty().await;
    let message = |(place, seq): (usize, &u64)| MessageDoc {
        id: MessageId(1000 + seq),
        version: 1,
        place: PLACE,
        seq: *seq,
        rev: *seq,
        ordinal: place as u64 + 1,
        author: ADA,
        webhook: None,
        content: format!("at {seq}"),
        mentions: Vec::new(),
        sealed: None,
        sealed_id: None,
        mention_roles: Vec::new(),
        mention_everyone: None,
        reply_to: None,
        attachments: Vec::new(),
        poll: None,
        forward: None,
        reactions: Vec::new(),
        pinned_at: None,
        worded: None,
        nonce: None,
        created_at: NOW,
        edited_at: None,
        deleted: None,
        slow_mode: None,
        before: Vec::new(),
    };
    let messages: Vec<_> = positions.iter().enumerate().map(message).collect();
    store.insert_all(&messages).await.unwrap();
    (store, data)
}

#[actix_web::test]
async fn a_page_is_an_exact_range_however_many_edits_lie_between() {
    let (store, _data) = with(&[1, 2, 900, 901, 5000]).await;
    let ordinals = |range| {
        let store = store.clone();
        async move {
            page(&store, PLACE, range)
                .await
                .unwrap()
                .iter()
                .map(|message| message.ordinal)
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(ordinals(2..5).await, [2, 3, 4]);
    assert_eq!(ordinals(1..2).await, [1]);
    assert_eq!(ordinals(5..9).await, [5]);
    assert!(ordinals(3..3).await.is_empty());
}

#[actix_web::test]
async fn a_position_leads_to_the_message_at_or_before_it() {
    let positions = [1, 2, 3, 10, 11, 50, 51, 52, 200];
    let (store, _data) = with(&positions).await;
    for seq in 0..=210 {
        let expected = positions.iter().filter(|position| **position <= seq).count() as u64;
        let found = ordinal_at(&store, PLACE, seq, positions.len() as u64).await.unwrap();
        assert_eq!(found, expected, "at {seq}");
    }
}

#[actix_web::test]
async fn catching_up_is_complete_or_starts_over() {
    let many: Vec<u64> = (1..=MOST_CHANGES as u64 + 2).collect();
    let (store, _data) = with(&many).await;
    let head = Head { rev: many.len() as u64, last_seq: many.len() as u64, last_ordinal: many.len() as u64 };
    let since = |rev| {
        let store = store.clone();
        async move { catch_up(&store, PLACE, rev, head).await.unwrap() }
    };
    assert!(since(None).await.is_none(), "nothing is known");
    assert!(since(Some(1)).await.is_none(), "more than is worth telling");
    assert!(since(Some(head.rev + 1)).await.is_none(), "of another life of the store");
    let (changed, rev) = since(Some(2)).await.unwrap();
    assert_eq!((changed.len(), rev), (MOST_CHANGES, head.rev));
    let (changed, rev) = since(Some(head.rev)).await.unwrap();
    assert_eq!((changed.len(), rev), (0, head.rev));
}

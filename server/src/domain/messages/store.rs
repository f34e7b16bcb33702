//! Documents of messages, and their queries.

use crate::store::{Collection, Entity, Index, Query, Store, StoreError};
use hubbub_shared::{ChannelId, MessageId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::RangeBounds;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDoc {
    /// Which.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// Of this document.
    pub version: u64,
    /// Where.
    pub channel: ChannelId,
    /// Its position: the channel's rev at which it was sent.
    pub seq: u64,
    /// The channel's rev at which it last changed.
    pub rev: u64,
    /// Which message of the channel it is, counted from 1.
    pub ordinal: u64,
    /// Who wrote it.
    pub author: UserId,
    /// Markdown; empty when deleted.
    pub content: String,
    /// Who is mentioned and could see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    /// What its author's client called the send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// `true` when it was deleted, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// Messages. Both unique indexes of a channel make a second writer fail instead of interleaving.
pub static MESSAGES: Collection = Collection {
    name: "messages",
    indexes: &[
        Index { name: "channel_seq", keys: &["channel", "seq"], unique: true, partial: None, ttl: false },
        Index { name: "channel_rev", keys: &["channel", "rev"], unique: true, partial: None, ttl: false },
        Index {
            name: "author_nonce",
            keys: &["author", "nonce"],
            unique: true,
            partial: Some("nonce"),
            ttl: false,
        },
    ],
};

impl Entity for MessageDoc {
    const COLLECTION: &'static Collection = &MESSAGES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl MessageDoc {
    /// Whether it has lost its words.
    pub fn is_deleted(&self) -> bool {
        self.deleted == Some(true)
    }
}

type Found<T> = Result<T, StoreError>;

/// A message of a channel.
pub async fn find(store: &Store, channel: ChannelId, id: MessageId) -> Found<Option<MessageDoc>> {
    Ok(store.get::<MessageDoc>(id).await?.filter(|message| message.channel == channel))
}

/// What this author's client called so.
pub async fn by_nonce(store: &Store, author: UserId, nonce: &str) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "author_nonce").equals(author).equals(nonce)).await
}

/// The channel's newest message.
pub async fn newest(store: &Store, channel: ChannelId) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "channel_seq").equals(channel).descending()).await
}

/// The message changed last.
pub async fn last_changed(store: &Store, channel: ChannelId) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "channel_rev").equals(channel).descending()).await
}

/// Messages that changed after a rev, in order of rev.
pub async fn changed_after(
    store: &Store,
    channel: ChannelId,
    rev: u64,
    limit: usize,
) -> Found<Vec<MessageDoc>> {
    store.find(Query::on(&MESSAGES, "channel_rev").equals(channel).range(rev + 1..).limit(limit)).await
}

/// The last message at or before a position.
pub async fn at_or_before(store: &Store, channel: ChannelId, seq: u64) -> Found<Option<MessageDoc>> {
    Ok(before(store, channel, seq.saturating_add(1), 1).await?.pop())
}

async fn in_range(
    store: &Store,
    channel: ChannelId,
    range: impl RangeBounds<u64>,
    newest: bool,
    limit: usize,
) -> Found<Vec<MessageDoc>> {
    let query = Query::on(&MESSAGES, "channel_seq").equals(channel).range(range).limit(limit);
    store.find(if newest { query.descending() } else { query }).await
}

/// The last messages before a position, newest first. Positions are nearly dense (an edit takes one), so the
/// range is bounded on both ends and widened only where many edits were.
pub async fn before(store: &Store, channel: ChannelId, seq: u64, limit: usize) -> Found<Vec<MessageDoc>> {
    let mut reach = limit as u64 * 2 + 16;
    loop {
        let from = seq.saturating_sub(reach);
        let found = in_range(store, channel, from..seq, true, limit).await?;
        if found.len() == limit || from == 0 {
            return Ok(found);
        }
        reach = reach.saturating_mul(16);
    }
}

/// The first messages after a position, oldest first; `end` is the channel's rev, the greatest position there
/// can be.
pub async fn after(
    store: &Store,
    channel: ChannelId,
    seq: u64,
    end: u64,
    limit: usize,
) -> Found<Vec<MessageDoc>> {
    let mut reach = limit as u64 * 2 + 16;
    loop {
        let to = seq.saturating_add(reach).min(end);
        let found = in_range(store, channel, seq + 1..=to.max(seq + 1), false, limit).await?;
        if found.len() == limit || to == end {
            return Ok(found);
        }
        reach = reach.saturating_mul(16);
    }
}

/// Everything that was said in a channel.
pub fn of_channel(channel: ChannelId) -> Query {
    Query::on(&MESSAGES, "channel_seq").equals(channel)
}

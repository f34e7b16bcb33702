//! Documents of messages, and their queries.

use super::former::FormerDoc;
use super::forward::ForwardDoc;
use super::poll::PollDoc;
use super::reaction_counts::ReactionCountDoc;
use crate::domain::dms::SealedDoc;
use crate::domain::replies::ReplyDoc;
use crate::store::{Collection, Entity, Index, Query, Store, StoreError};
use hubbub_shared::model::{Attachment, Forward, Poll, User};
use hubbub_shared::{
    AttachmentId, ChannelId, Crowd, HubId, MessageId, PlaceId, RoleId, Timestamp, UserId, WebhookId,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::{Bound, Range};

/// A message as it is stored; a deleted one stays, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDoc {
    /// The message's id, which is never used again.
    #[serde(rename = "_id")]
    pub id: MessageId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Where it was said. Stored under the name of the first kind of place there was.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// Its position: the place's rev at which it was sent.
    pub seq: u64,
    /// The place's rev at which it last changed.
    pub rev: u64,
    /// Which message of the place it is, counted from 1 without gaps: deleted ones keep theirs.
    pub ordinal: u64,
    /// Who wrote it.
    pub author: UserId,
    /// What the webhook called itself that posted it, whose id `author` is then. Absent: a person wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// Markdown; empty when deleted.
    pub content: String,
    /// What it says that only devices can read: of a direct message, and of nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedDoc>,
    /// What its author's device called that, which stays when the words go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed_id: Option<String>,
    /// Who is mentioned and could see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    /// Roles that are mentioned, as far as its author might.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mention_roles: Vec<RoleId>,
    /// That everybody is mentioned, as far as its author might.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention_everyone: Option<Crowd>,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<ReplyDoc>,
    /// Files that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What it asks; `content` is the question then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<PollDoc>,
    /// What it passes on of another message; `content` is what its author adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<ForwardDoc>,
    /// What people react with, in the order in which it came first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionCountDoc>,
    /// When it was pinned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Timestamp>,
    /// The place's rev at which it got the words that it has. Absent: `rev`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worded: Option<u64>,
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
    /// `true` when it was sent in slow mode by somebody whom that concerns, else absent: its author's next one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_mode: Option<bool>,
    /// What it said before its edits, as far as that is kept; nothing of a deleted one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<FormerDoc>,
}

/// Messages. The unique indexes of a place make a second writer fail instead of interleaving.
pub static MESSAGES: Collection = Collection {
    name: "messages",
    append_only: false,
    indexes: &[
        Index {
            name: "channel_ordinal",
            keys: &["channel", "ordinal"],
            unique: true,
            partial: None,
            ttl: false,
        },
        Index { name: "channel_rev", keys: &["channel", "rev"], unique: true, partial: None, ttl: false },
        Index {
            name: "author_nonce",
            keys: &["author", "nonce"],
            unique: true,
            partial: Some("nonce"),
            ttl: false,
        },
        // Whoever is in a conversation takes no id of another's message.
        Index {
            name: SEALED,
            keys: &["channel", "sealed_id"],
            unique: true,
            partial: Some("sealed_id"),
            ttl: false,
        },
        // Written with each message, so that what somebody said can be found, given to them, and deleted.
        Index {
            name: AUTHOR,
            keys: &["author", "channel", "ordinal"],
            unique: false,
            partial: None,
            ttl: false,
        },
        Index {
            name: "channel_author",
            keys: &["channel", "author", "seq"],
            unique: false,
            partial: Some("slow_mode"),
            ttl: false,
        },
        Index {
            name: PINNED,
            keys: &["channel", "pinned_at"],
            unique: false,
            partial: Some("pinned_at"),
            ttl: false,
        },
    ],
};

const AUTHOR: &str = "author";
const SEALED: &str = "channel_sealed";
const PINNED: &str = "channel_pinned";

impl Entity for MessageDoc {
    const COLLECTION: &'static Collection = &MESSAGES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl MessageDoc {
    /// Whether a file goes with it.
    pub fn has_file(&self, file: AttachmentId) -> bool {
        self.attachments.iter().any(|attachment| attachment.id == file)
    }

    /// Who wrote it, if that is no person and so not found among them.
    pub fn program(&self) -> Option<User> {
        self.webhook.as_ref().map(|name| User::webhook(WebhookId(self.author.0), name))
    }

    /// Whether it has lost its words.
    pub fn is_deleted(&self) -> bool {
        self.deleted == Some(true)
    }

    /// The place's rev at which it got the words that it has: reactions and pins do not change them.
    pub fn words_rev(&self) -> u64 {
        self.worded.unwrap_or(self.rev)
    }

    /// What is passed on of it, which was said in this hub; of one that passes on another, that other. `None`: it says nothing
    /// that the server can read.
    pub fn passed_on(&self, hub: HubId) -> Option<ForwardDoc> {
        if self.is_deleted() || self.sealed.is_some() {
            return None;
        }
        Some(self.forward.clone().unwrap_or_else(|| ForwardDoc {
            hub,
            channel: ChannelId(self.place.0),
            message: self.id,
            content: self.content.clone(),
            poll: self.poll.is_some(),
            created_at: self.created_at,
        }))
    }

    /// Whether anybody reacts to it, or votes in it.
    pub fn is_marked(&self) -> bool {
        !self.reactions.is_empty() || self.poll.as_ref().is_some_and(|poll| poll.voters > 0)
    }

    /// All that can be read in it: the words, what it asks with the answers, or what it passes on.
    pub fn in_words(&self) -> Cow<'_, str> {
        match (&self.poll, &self.forward) {
            (Some(poll), _) => Cow::Owned(poll.in_words(&self.content)),
            (None, Some(forward)) => Cow::Owned(forward.in_words(&self.content)),
            (None, None) => Cow::Borrowed(&self.content),
        }
    }

    /// What stands for it where there is room for a line.
    pub fn in_short(&self) -> Cow<'_, str> {
        match (&self.poll, &self.forward) {
            (Some(_), _) => Cow::Owned(Poll::in_short(&self.content)),
            (None, Some(forward)) => Cow::Owned(Forward::in_short(&self.content, &forward.words())),
            (None, None) => Cow::Borrowed(&self.content),
        }
    }

    /// Whether it names more than those whom it names one by one.
    pub const fn names_many(&self) -> bool {
        !self.mention_roles.is_empty() || self.mention_everyone.is_some()
    }
}

type Found<T> = Result<T, StoreError>;

/// A message of a place.
pub async fn find(store: &Store, place: PlaceId, id: MessageId) -> Found<Option<MessageDoc>> {
    Ok(store.get::<MessageDoc>(id).await?.filter(|message| message.place == place))
}

/// What this author's client called so.
pub async fn by_nonce(store: &Store, author: UserId, nonce: &str) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "author_nonce").equals(author).equals(nonce)).await
}

/// What a device called so in a conversation.
pub async fn by_sealed_id(store: &Store, place: PlaceId, id: &str) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, SEALED).equals(place).equals(id)).await
}

/// The newest message that the author sent to a place in slow mode.
pub async fn last_in_slow_mode(store: &Store, place: PlaceId, author: UserId) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "channel_author").equals(place).equals(author).descending()).await
}

/// The place's newest message.
pub(super) async fn newest(store: &Store, place: PlaceId) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "channel_ordinal").equals(place).descending()).await
}

/// The message changed last.
pub(super) async fn last_changed(store: &Store, place: PlaceId) -> Found<Option<MessageDoc>> {
    store.find_one(Query::on(&MESSAGES, "channel_rev").equals(place).descending()).await
}

/// Messages that changed after a rev, in order of rev.
pub async fn changed_after(store: &Store, place: PlaceId, rev: u64, limit: usize) -> Found<Vec<MessageDoc>> {
    store.find(Query::on(&MESSAGES, "channel_rev").equals(place).range(rev + 1..).limit(limit)).await
}

/// Messages whose last change lies after a rev and not after another, in order of rev: of a batch, those that did not change since.
pub async fn changed_between(
    store: &Store,
    place: PlaceId,
    after: u64,
    up_to: u64,
) -> Found<Vec<MessageDoc>> {
    store.find(Query::on(&MESSAGES, "channel_rev").equals(place).range(after + 1..=up_to)).await
}

/// Messages of all places after an id, in the order of their ids: whoever goes through all of them goes on from the last.
pub async fn after_id(store: &Store, id: MessageId, limit: usize) -> Found<Vec<MessageDoc>> {
    let range = (Bound::Excluded(id.to_string()), Bound::Unbounded);
    store.find(Query::on(&MESSAGES, "_id").range(range).limit(limit)).await
}

/// The messages with these ordinals, oldest first. Ordinals are dense, so a page is an exact range, however many edits
/// or reactions lie between.
pub async fn page(store: &Store, place: PlaceId, ordinals: Range<u64>) -> Found<Vec<MessageDoc>> {
    if ordinals.is_empty() {
        return Ok(Vec::new());
    }
    store.find(Query::on(&MESSAGES, "channel_ordinal").equals(place).range(ordinals)).await
}

/// The ordinal of the last message at or before a position; 0: there is none.
///
/// Positions grow by at least one from message to message. So if a message lies `d` positions too far, the one looked
/// for is among the `d` messages before it.
pub async fn ordinal_at(store: &Store, place: PlaceId, seq: u64, last_ordinal: u64) -> Found<u64> {
    let mut most = last_ordinal.min(seq);
    let mut least = 0;
    while least < most {
        let middle = most - (most - least) / 2;
        let Some(found) = page(store, place, middle..middle + 1).await?.pop() else { return Ok(least) };
        if found.seq <= seq {
            least = middle;
        } else {
            most = middle - 1;
            least = least.max((middle + seq).saturating_sub(found.seq).min(most));
        }
    }
    Ok(least)
}

/// The ordinal of the first message that was sent at a moment or later. `None`: there is none. Found by halving: messages
/// of a place follow each other in time, but for a clock that was set back.
pub async fn ordinal_since(
    store: &Store,
    place: PlaceId,
    at: Timestamp,
    last_ordinal: u64,
) -> Found<Option<u64>> {
    let (mut least, mut most) = (1, last_ordinal + 1);
    while least < most {
        let middle = least + (most - least) / 2;
        let found = page(store, place, middle..middle + 1).await?.pop();
        match found.is_some_and(|message| message.created_at < at) {
            true => least = middle + 1,
            false => most = middle,
        }
    }
    Ok((least <= last_ordinal).then_some(least))
}

/// What is pinned in a place, the last one first.
pub async fn pinned(store: &Store, place: PlaceId, limit: usize) -> Found<Vec<MessageDoc>> {
    store.find(Query::on(&MESSAGES, PINNED).equals(place).descending().limit(limit)).await
}

/// What somebody said in a place before an ordinal, newest first.
pub async fn of_author_before(
    store: &Store,
    author: UserId,
    place: PlaceId,
    ordinal: u64,
    limit: usize,
) -> Found<Vec<MessageDoc>> {
    let query = Query::on(&MESSAGES, AUTHOR).equals(author).equals(place).range(..ordinal);
    store.find(query.descending().limit(limit)).await
}

/// What somebody said in a place after an ordinal, oldest first.
pub async fn of_author_after(
    store: &Store,
    author: UserId,
    place: PlaceId,
    ordinal: u64,
    limit: usize,
) -> Found<Vec<MessageDoc>> {
    let query = Query::on(&MESSAGES, AUTHOR).equals(author).equals(place).range(ordinal + 1..);
    store.find(query.limit(limit)).await
}

/// The first place after this one in which somebody said something.
pub async fn next_place_of(store: &Store, author: UserId, after: Option<PlaceId>) -> Found<Option<PlaceId>> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    let query = Query::on(&MESSAGES, AUTHOR).equals(author).range((lower, Bound::Unbounded));
    Ok(store.find_one::<MessageDoc>(query).await?.map(|message| message.place))
}

/// How many messages there are of somebody, deleted ones too.
pub async fn count_of_author(store: &Store, author: UserId) -> Found<u64> {
    store.count(Query::on(&MESSAGES, AUTHOR).equals(author)).await
}

/// Everything that was said in a place.
pub fn of_place(place: PlaceId) -> Query {
    Query::on(&MESSAGES, "channel_ordinal").equals(place)
}

//! Documents of drafts: what somebody has begun to write in a place, for all their devices.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{ChannelState, Draft, DraftMark};
use hubbub_shared::{ChannelId, DraftRev, HubId, MessageId, PlaceId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What somebody has begun to write in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDoc {
    /// `<user>-<place>`, so that a person has one draft in a place.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose it is.
    pub user: UserId,
    /// The hub of the place, which takes the draft along when they leave it.
    pub hub: HubId,
    /// Where it is to be said.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// Of its last change; goes on growing when the draft goes and comes again.
    pub rev: DraftRev,
    /// The words as they were typed, never none.
    pub content: String,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

/// What people have begun to write.
pub static DRAFTS: Collection = Collection {
    name: "drafts",
    append_only: false,
    indexes: &[
        Index { name: USER_HUB, keys: &["user", "hub"], unique: false, partial: None, ttl: false },
        Index { name: "channel", keys: &["channel"], unique: false, partial: None, ttl: false },
    ],
};

const USER_HUB: &str = "user_hub";

impl Entity for DraftDoc {
    const COLLECTION: &'static Collection = &DRAFTS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl DraftDoc {
    /// Words that somebody types now.
    pub fn new(
        rev: DraftRev,
        user: UserId,
        (hub, place): (HubId, PlaceId),
        content: String,
        reply_to: Option<MessageId>,
    ) -> Self {
        let (id, version) = (Self::document_id(user, place), FIRST_VERSION);
        Self { id, version, user, hub, place, rev, content, reply_to }
    }

    /// The id of the only draft of a person in a place.
    pub fn document_id(user: UserId, place: PlaceId) -> String {
        format!("{user}-{place}")
    }

    /// Where it is to be said.
    pub const fn channel(&self) -> ChannelId {
        ChannelId(self.place.0)
    }

    /// Whether nothing would change if it were in the place of this one.
    pub fn says_what(&self, other: &Self) -> bool {
        (&self.content, self.reply_to) == (&other.content, other.reply_to)
    }

    /// That it is there.
    pub const fn mark(&self) -> DraftMark {
        DraftMark { channel: self.channel(), rev: self.rev, gone: false }
    }

    /// As its author is told.
    pub fn view(self) -> Draft {
        let (hub, channel, rev) = (self.hub, self.channel(), self.rev);
        Draft { hub, channel, rev, content: self.content, reply_to: self.reply_to }
    }
}

/// All of somebody.
pub async fn of_user(store: &Store, user: UserId) -> Result<Vec<DraftDoc>, StoreError> {
    store.find(all_of_user(user)).await
}

/// The one of somebody in a place.
pub async fn find(store: &Store, user: UserId, place: PlaceId) -> Result<Option<DraftDoc>, StoreError> {
    store.get(DraftDoc::document_id(user, place)).await
}

/// How many somebody has.
pub async fn count(store: &Store, user: UserId) -> Result<u64, StoreError> {
    store.count(all_of_user(user)).await
}

/// Somebody has left a hub: what they had begun to write there until then goes.
pub async fn forget_before(
    store: &Store,
    user: UserId,
    hub: HubId,
    left: DraftRev,
) -> Result<(), StoreError> {
    let of_hub = Query::on(&DRAFTS, USER_HUB).equals(user).equals(hub);
    for draft in store.find::<DraftDoc>(of_hub).await? {
        // They may be back, and have begun something else.
        if draft.rev < left {
            store.delete::<DraftDoc>(draft.id).await?;
        }
    }
    Ok(())
}

/// In which of the channels that somebody sees they have drafts.
pub fn marks_in(drafts: &[DraftDoc], seen: &[ChannelState]) -> Vec<DraftMark> {
    let seen: HashSet<ChannelId> = seen.iter().map(|state| state.channel).collect();
    drafts.iter().map(DraftDoc::mark).filter(|mark| seen.contains(&mark.channel)).collect()
}

/// All that somebody has begun to write.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&DRAFTS, USER_HUB).equals(user)
}

/// All that was begun in a place.
pub fn all_in(place: PlaceId) -> Query {
    Query::on(&DRAFTS, "channel").equals(place)
}

//! Documents of notes: what moderators write down about somebody, for each other.

use crate::domain::facts::Fact;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Note, User};
use hubbub_shared::text::NoteText;
use hubbub_shared::{HubId, NoteId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A note as it is stored. It does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDoc {
    /// The note's id, which has its time in it.
    #[serde(rename = "_id")]
    pub id: NoteId,
    /// Of this document.
    pub version: u64,
    /// The hub whose moderators read it.
    pub hub: HubId,
    /// Whom it is about.
    pub about: UserId,
    /// Who wrote it.
    pub author: UserId,
    /// As it was written.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// The notes of all hubs.
pub static NOTES: Collection = Collection {
    name: "notes",
    append_only: false,
    indexes: &[Index {
        name: "hub_about",
        keys: &["hub", "about", "_id"],
        unique: false,
        partial: None,
        ttl: false,
    }],
};

impl Entity for NoteDoc {
    const COLLECTION: &'static Collection = &NOTES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl NoteDoc {
    /// A note that is written now.
    pub fn new(
        id: NoteId,
        (hub, about): (HubId, UserId),
        author: UserId,
        text: NoteText,
        at: Timestamp,
    ) -> Self {
        Self { id, version: FIRST_VERSION, hub, about, author, text: text.into(), at }
    }

    /// As moderators see it.
    pub fn view(self, author: User) -> Note {
        Note { id: self.id, author, text: self.text, at: self.at }
    }

    /// What the log tells of it. Not about whom, nor its words: whoever it is about may read the log.
    pub fn fact(&self, action: AuditAction) -> Fact {
        Fact::about(action, self.id.to_string())
    }
}

/// All notes about somebody, newest first.
pub async fn about(store: &Store, hub: HubId, user: UserId) -> Result<Vec<NoteDoc>, StoreError> {
    store.find(of(hub, user).descending()).await
}

/// How many there are.
pub async fn count(store: &Store, hub: HubId, user: UserId) -> Result<u64, StoreError> {
    store.count(of(hub, user)).await
}

/// A note about somebody in a hub.
pub async fn find(
    store: &Store,
    hub: HubId,
    about: UserId,
    id: NoteId,
) -> Result<Option<NoteDoc>, StoreError> {
    let found: Option<NoteDoc> = store.get(id).await?;
    Ok(found.filter(|note| note.hub == hub && note.about == about))
}

fn of(hub: HubId, about: UserId) -> Query {
    of_hub(hub).equals(about)
}

/// All notes of a hub.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&NOTES, "hub_about").equals(hub)
}

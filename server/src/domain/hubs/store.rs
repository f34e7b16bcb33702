//! Documents of hubs.

use crate::domain::pictures;
use crate::domain::raid_shield::{PauseDoc, ShieldDoc};
use crate::domain::suspensions::SuspensionDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{HubId, Timestamp, UserId, model::Hub};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// A hub. Its version is the version of its whole structure: every change of a channel, a role, an overwrite
/// or a member's roles replaces this document too, so that two writers conflict instead of interleaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubDoc {
    /// The hub's id, which never changes.
    #[serde(rename = "_id")]
    pub id: HubId,
    /// The version of the structure, one more with each change of it.
    pub version: u64,
    /// What people call it.
    pub name: String,
    /// What it is about; empty until somebody says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The SHA-256 of its picture, in hex. Absent: one is drawn of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Whether only those who moderate a channel may write in it; absent while all may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// Who owns it.
    pub owner: UserId,
    /// What whoever comes has to accept before they can do more than read; empty until somebody says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rules: String,
    /// What it does when many come at once.
    #[serde(default)]
    pub raid_shield: ShieldDoc,
    /// The last pause of invites, also when its time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invites_paused: Option<PauseDoc>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The owner of the server lets nobody in. Absent: it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<SuspensionDoc>,
    /// When something is to be done about that: always its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
}

/// The collection of hubs.
pub static HUBS: Collection = Collection {
    name: "hubs",
    append_only: false,
    indexes: &[Index { name: DUE, keys: &["due_at"], unique: false, partial: Some("due_at"), ttl: false }],
};

const DUE: &str = "due_at";

impl Entity for HubDoc {
    const COLLECTION: &'static Collection = &HUBS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl HubDoc {
    /// A hub that does not exist yet.
    pub fn new(id: HubId, name: String, owner: UserId, created_at: Timestamp) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            name,
            description: String::new(),
            icon: None,
            locked: false,
            owner,
            rules: String::new(),
            raid_shield: ShieldDoc::default(),
            invites_paused: None,
            created_at,
            suspended: None,
            due_at: None,
        }
    }

    /// Closes it, or opens it again.
    pub fn suspend(&mut self, suspension: Option<SuspensionDoc>) {
        self.due_at = suspension.as_ref().and_then(|suspension| suspension.until);
        self.suspended = suspension;
    }

    /// The suspension that keeps everybody out at this moment.
    pub fn suspended_at(&self, now: Timestamp) -> Option<&SuspensionDoc> {
        self.suspended.as_ref().filter(|suspension| suspension.holds(now))
    }

    /// Whether its name, or its id, is as somebody says who looks for it; in lower case.
    pub fn is_meant_by(&self, query: &str) -> bool {
        self.name.to_lowercase().contains(query) || self.id.to_string() == query
    }

    /// The pause of invites that is in force at this moment.
    pub fn pause_at(&self, now: Timestamp) -> Option<PauseDoc> {
        self.invites_paused.filter(|pause| pause.holds(now))
    }

    /// Address of its picture.
    pub fn picture(&self) -> Option<String> {
        self.icon.as_deref().map(pictures::address)
    }

    /// As clients see it in a list.
    pub fn view(&self) -> Hub {
        Hub {
            id: self.id,
            name: self.name.clone(),
            description: self.description.clone(),
            icon: self.picture(),
            owner: self.owner,
            version: self.version,
            created_at: self.created_at,
        }
    }
}

/// The hub with this id.
pub async fn find(store: &Store, id: HubId) -> Result<Option<HubDoc>, StoreError> {
    store.get(id).await
}

/// Everything of a collection that belongs to a hub, by its index `hub`.
pub(super) fn of_hub(collection: &'static Collection, hub: HubId) -> Query {
    Query::on(collection, "hub").equals(hub)
}

/// Hubs in the order of their ids, after this one.
pub async fn after(store: &Store, after: Option<HubId>, limit: usize) -> Result<Vec<HubDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    store.find(Query::on(&HUBS, "_id").range((lower, Bound::Unbounded)).limit(limit)).await
}

/// Hubs whose suspension is over at this moment.
pub async fn due(store: &Store, now: Timestamp) -> Result<Vec<HubDoc>, StoreError> {
    store.find(Query::on(&HUBS, DUE).range(..=now)).await
}

//! What is left to delete of somebody's messages after they were banned, or after their account ended.
//!
//! Written in the same batch as what it goes with, so that a crash in between forgets nothing: the next start goes on. Deleting the
//! same message twice does no harm.

use crate::domain::caller::{Caller, PersonCaller};
use crate::store::{Collection, Entity, FIRST_VERSION};
use hubbub_shared::{HubId, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose messages are to be deleted, by whose order. Its fields are its own: an order stands for a right that was held, so
/// only `access` gives one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PurgeDoc {
    /// `<hub>-<the version that the ban made it>`, or `everywhere-<author>`.
    #[serde(rename = "_id")]
    id: String,
    /// The document's version: orders do not change.
    version: u64,
    /// Absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hub: Option<HubId>,
    author: UserId,
    /// What was said at this moment or later.
    since: Timestamp,
    /// When it was ordered.
    at: Timestamp,
    who: UserId,
    session: SessionId,
    request: String,
}

/// The messages that somebody wrote in a span of time, as far as they are to be deleted.
#[derive(Debug, Clone, Copy)]
pub struct Purged {
    /// The hub in whose channels they are. `None`: wherever they are.
    pub hub: Option<HubId>,
    /// Who wrote them.
    pub author: UserId,
    /// They were written at this moment or later.
    pub since: Timestamp,
}

/// What is left to delete.
pub static PURGES: Collection = Collection { name: "purges", append_only: false, indexes: &[] };

impl Entity for PurgeDoc {
    const COLLECTION: &'static Collection = &PURGES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl PurgeDoc {
    /// What somebody who is banned said in a hub.
    pub(super) fn in_hub(
        (hub, version): (HubId, u64),
        what: Purged,
        by: PersonCaller,
        request: &str,
        at: Timestamp,
    ) -> Self {
        Self::new(format!("{hub}-{version}"), Purged { hub: Some(hub), ..what }, by, request, at)
    }

    /// What somebody said whose account has ended.
    pub(super) fn everywhere(what: Purged, by: PersonCaller, request: &str, at: Timestamp) -> Self {
        Self::new(format!("everywhere-{}", what.author), Purged { hub: None, ..what }, by, request, at)
    }

    fn new(id: String, what: Purged, by: PersonCaller, request: &str, at: Timestamp) -> Self {
        let Purged { hub, author, since } = what;
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            author,
            since,
            at,
            who: by.user,
            session: by.session,
            request: request.to_owned(),
        }
    }

    /// Which messages it is about.
    pub const fn what(&self) -> Purged {
        Purged { hub: self.hub, author: self.author, since: self.since }
    }

    /// When it was ordered.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Who ordered it.
    pub const fn caller(&self) -> Caller {
        Caller::person(self.who, self.session)
    }

    /// The request by which it was ordered.
    pub fn request(&self) -> Arc<str> {
        self.request.as_str().into()
    }
}

impl Purged {
    /// Whether a message of this author and moment is among them.
    pub fn holds(&self, author: UserId, created_at: Timestamp) -> bool {
        author == self.author && created_at >= self.since
    }
}

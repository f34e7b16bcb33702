//! Accounts that end: what is left to do of it, after the account itself is gone.
//!
//! Written in the same batch that ends the account, so that a crash in between forgets nothing: the next start goes on.
//! Doing any of it twice does no harm.

use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::purges::{PurgeDoc, Purged};
use crate::store::{Collection, Entity, FIRST_VERSION};
use hubbub_shared::model::LeftMessages;
use hubbub_shared::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whose account has ended, and what becomes of what they said. Its fields are its own: it stands for a right that was
/// held, so only `access` gives one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DepartureDoc {
    #[serde(rename = "_id")]
    user: UserId,
    /// The document's version: orders do not change.
    version: u64,
    messages: LeftMessages,
    /// When the account ended.
    at: Timestamp,
    /// The session by which it was asked for: of the person, or of the server's owner.
    session: SessionId,
    request: String,
}

/// What is left of accounts that have ended.
pub static DEPARTURES: Collection = Collection { name: "departures", append_only: false, indexes: &[] };

impl Entity for DepartureDoc {
    const COLLECTION: &'static Collection = &DEPARTURES;

    fn id(&self) -> String {
        self.user.to_string()
    }
}

impl DepartureDoc {
    /// The account of a person ends now, by somebody's wish.
    pub(super) fn new(
        user: UserId,
        messages: LeftMessages,
        by: PersonCaller,
        request: &str,
        at: Timestamp,
    ) -> Self {
        let (version, session, request) = (FIRST_VERSION, by.session, request.to_owned());
        Self { user, version, messages, at, session, request }
    }

    /// Whose account it was.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The account's end, as the last thing that its person does.
    pub const fn caller(&self) -> Caller {
        Caller::person(self.user, self.session)
    }

    /// The session by which it was asked for.
    pub const fn session(&self) -> SessionId {
        self.session
    }

    /// The request by which it ended.
    pub fn request(&self) -> Arc<str> {
        self.request.as_str().into()
    }

    /// When it ended.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The order to delete what they said, if it shall go.
    pub fn purge(&self) -> Option<PurgeDoc> {
        let by = PersonCaller { user: self.user, session: self.session };
        let what = Purged { hub: None, author: self.user, since: Timestamp(0) };
        match self.messages {
            LeftMessages::Kept => None,
            LeftMessages::Deleted => Some(PurgeDoc::everywhere(what, by, &self.request, self.at)),
        }
    }
}

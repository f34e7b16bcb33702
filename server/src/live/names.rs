//! By which names people are known in a place.

use super::common::Common;
use super::hub::HubHandle;
use crate::domain::messages::{self, MessageDoc, quote};
use crate::domain::replies::ReplyDoc;
use crate::error::Result;
use crate::store::Store;
use hubbub_shared::model::{Quote, User};
use hubbub_shared::{PlaceId, UserId};
use std::sync::Arc;

/// See the module.
#[derive(Clone, Copy)]
pub enum Names<'a> {
    /// The names that they have in a hub.
    OfHub(&'a HubHandle),
    /// The names that are their own.
    Own(&'a Common),
}

impl Names<'_> {
    /// Somebody by their name there.
    pub async fn person(&self, user: UserId) -> Result<Arc<User>> {
        match self {
            Self::OfHub(hub) => hub.person(user).await,
            Self::Own(common) => common.people.find(user).await,
        }
    }

    /// Who wrote a message: somebody by their name there, or a program by the name that the message has.
    pub async fn author(&self, message: &MessageDoc) -> Result<Arc<User>> {
        match message.program() {
            Some(program) => Ok(Arc::new(program)),
            None => self.person(message.author).await,
        }
    }

    /// What is shown of the message that is answered. `known`: it was read already.
    pub async fn quote(
        &self,
        store: &Store,
        place: PlaceId,
        reply: &ReplyDoc,
        known: Option<&MessageDoc>,
    ) -> Result<Quote> {
        let found = match known {
            Some(_) => None,
            None => messages::find(store, place, reply.message).await?,
        };
        match known.or(found.as_ref()) {
            Some(answered) => {
                let author = User::clone(&*self.author(answered).await?);
                Ok(quote(reply, Some((answered, author))))
            }
            None => Ok(quote(reply, None)),
        }
    }
}

impl<'a> From<&'a HubHandle> for Names<'a> {
    fn from(hub: &'a HubHandle) -> Self {
        Self::OfHub(hub)
    }
}

impl<'a> From<&'a Arc<HubHandle>> for Names<'a> {
    fn from(hub: &'a Arc<HubHandle>) -> Self {
        Self::OfHub(hub)
    }
}

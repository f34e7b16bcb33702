//! By which names people are known in a place.

use super::common::Common;
use super::hub::HubHandle;
use crate::domain::messages::MessageDoc;
use crate::error::Result;
use hubbub_shared::UserId;
use hubbub_shared::model::User;
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

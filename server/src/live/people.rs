//! People in memory: messages are shown with their authors, whoever is mentioned may not want to hear from them, and a read
//! per message would be a waste.
//!
//! Bounded. A change made here replaces the entry; one made on another node shows when the entry falls out.

use crate::domain::users::Person;
use crate::domain::webhooks::WebhookDoc;
use crate::error::{Error, Result};
use crate::store::Store;
use hubbub_shared::model::User;
use hubbub_shared::{UserId, WebhookId};
use std::sync::Arc;

/// Most people kept, about 300 bytes each if they block few.
const CAPACITY: usize = 20_000;

/// What a webhook is called that is gone.
const GONE: &str = "Webhook";

/// People who were looked up lately.
pub struct People {
    store: Store,
    known: quick_cache::sync::Cache<UserId, Known>,
}

#[derive(Clone)]
struct Known {
    user: Arc<User>,
    /// Whom they block or ignore.
    blocks: Arc<[UserId]>,
    /// Whether they have an account.
    is_there: bool,
}

impl Known {
    fn of(person: &Person) -> Self {
        let blocks = person.blocks.iter().map(|block| block.user).collect();
        Self { user: Arc::new(person.user()), blocks, is_there: person.left_at.is_none() }
    }
}

impl People {
    pub(super) fn new(store: Store) -> Self {
        Self { store, known: quick_cache::sync::Cache::new(CAPACITY) }
    }

    /// What everyone may know of a person.
    pub async fn find(&self, id: UserId) -> Result<Arc<User>> {
        let known = self.look_up(id).await?.ok_or_else(Error::not_found)?;
        Ok(known.user)
    }

    /// Who did something once, or whom it concerned: a person, or a webhook, also one that is gone.
    pub async fn find_or_webhook(&self, id: UserId) -> Result<Arc<User>> {
        if let Some(known) = self.look_up(id).await? {
            return Ok(known.user);
        }
        let id = WebhookId(id.0);
        let webhook: Option<WebhookDoc> = self.store.get(id).await?;
        Ok(Arc::new(User::webhook(id, webhook.map_or_else(|| GONE.to_owned(), |webhook| webhook.name))))
    }

    /// Whether there is such a person, whose account has not ended.
    pub async fn is_there(&self, id: UserId) -> Result<bool> {
        Ok(self.look_up(id).await?.is_some_and(|known| known.is_there))
    }

    /// Whether somebody wants to hear from somebody else. Nobody reads what would wait for a bot.
    pub async fn hears(&self, id: UserId, from: UserId) -> Result<bool> {
        let hears = |known: Known| !known.user.bot && !known.blocks.contains(&from);
        Ok(self.look_up(id).await?.is_none_or(hears))
    }

    /// Many who ask at once cause one read, and a change that is [`put`](Self::put) while it runs is not overwritten by
    /// what was read before.
    async fn look_up(&self, id: UserId) -> Result<Option<Known>> {
        // Inside of the cache, `None` stands for nobody: only people are kept.
        let read = async {
            match self.store.get::<Person>(id).await {
                Ok(person) => person.as_ref().map(Known::of).ok_or(None),
                Err(error) => Err(Some(error)),
            }
        };
        match self.known.get_or_insert_async(&id, read).await {
            Ok(known) => Ok(Some(known)),
            Err(None) => Ok(None),
            Err(Some(error)) => Err(error.into()),
        }
    }

    /// A person as they are stored now.
    pub fn put(&self, person: &Person) {
        self.known.insert(person.id, Known::of(person));
    }
}

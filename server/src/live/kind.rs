//! What kind of place it is: who may do what there, who hears of it, and what they are told. A conversation knows nothing
//! else of where it takes place, so another kind brings its own access and no second log.

use super::bus::Audience;
use crate::domain::messages::{Asked, MessageDoc, Right};
use crate::error::Result;
use async_trait::async_trait;
use hubbub_shared::model::User;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event};
use hubbub_shared::{MessageId, PlaceId, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::OwnedRwLockReadGuard;

/// Keeps the rights of a place from being taken; taking one waits for its end.
pub type Hold = Option<OwnedRwLockReadGuard<()>>;

/// Messages that are answered, as far as there are such.
pub type Answered = HashMap<MessageId, MessageDoc>;

/// A kind of place.
#[async_trait]
pub trait Kind: Send + Sync + 'static {
    /// The place that is of this kind.
    fn place(&self) -> PlaceId;

    /// Who hears that something happened without looking.
    fn audience(&self) -> Audience;

    /// Begins to act by the rights of this moment; until the hold is dropped, what takes a right is not answered.
    async fn hold(&self) -> Hold;

    /// By the state of this moment, one for each: whether it may be, and who of those named can read it, and of those who
    /// wrote what is answered. An error as a whole: nobody knows.
    async fn rights(&self, asked: &[Asked], answered: &Answered) -> Result<Vec<Right>>;

    /// Whether somebody wants to be told of all that is said around there.
    async fn is_watched(&self) -> Result<bool>;

    /// Somebody by the name that they have there.
    async fn person(&self, user: UserId) -> Result<Arc<User>>;

    /// How a change is told to those who look.
    fn event(&self, rev: u64, change: ChannelEvent) -> Event;

    /// How it is told who writes.
    fn typing(&self, users: Vec<UserId>) -> Ephemeral;
}

//! Those who wait at the door of a hub, each with an invite.

use crate::domain::hubs::By;
use crate::error::Result;
use hubbub_shared::Timestamp;
use tokio::sync::oneshot;

/// So many are let in with one batch.
pub const MOST: usize = 64;

/// Somebody at the door.
pub struct Guest {
    /// The caller who wants to be let in.
    pub by: By,
    /// The code of the invite they have.
    pub code: String,
    /// Since when their account exists.
    pub account_since: Timestamp,
}

/// A guest, and where the answer goes.
pub struct Waiting {
    guest: Guest,
    answer: oneshot::Sender<Result<()>>,
}

impl Waiting {
    /// A guest, and what to wait for.
    pub fn new(guest: Guest) -> (Self, oneshot::Receiver<Result<()>>) {
        let (answer, answered) = oneshot::channel();
        (Self { guest, answer }, answered)
    }

    /// The guest, and where the answer goes.
    pub fn into_parts(self) -> (Guest, oneshot::Sender<Result<()>>) {
        (self.guest, self.answer)
    }
}

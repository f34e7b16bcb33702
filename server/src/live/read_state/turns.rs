//! One at a time for each person: reading where they stand and telling it, so that what is told last is newest.

use hubbub_shared::UserId;
use tokio::sync::{Mutex, MutexGuard};

/// People who share a turn only wait a little for each other.
const TURNS: usize = 64;

/// The turns of everybody.
#[derive(Debug)]
pub struct Turns(Vec<Mutex<()>>);

impl Turns {
    /// Waits for the turn of a person.
    pub async fn of(&self, user: UserId) -> MutexGuard<'_, ()> {
        // Times are in the upper bits of an id, and the lower ones differ.
        let place = user.0 as usize % self.0.len();
        self.0[place].lock().await
    }
}

impl Default for Turns {
    fn default() -> Self {
        Self((0..TURNS).map(|_| Mutex::default()).collect())
    }
}

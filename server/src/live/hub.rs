//! One hub in use: its published state, which operations read without asking, and the actor that runs its changes one
//! after another.

mod actor;
mod announce;
mod change;
mod guests;
mod joining;
mod state;

pub use announce::{know_heads, profile, welcome_founder};
pub use change::Make;
pub use guests::Guest;
pub use state::HubState;

use crate::domain::hubs::{By, Draft, Needs, Structure};
use crate::error::{Error, Result};
use crate::live::common::Common;
use actor::{ChangeHub, Connected, Disconnected, Hub, LetIn};
use guests::Waiting;
use hubbub_shared::UserId;
use std::ops::Deref;
use std::sync::Arc;

/// What the rest of the process holds of a hub in use.
pub struct HubHandle {
    state: Arc<HubState>,
    actor: actix::Addr<Hub>,
}

impl HubHandle {
    /// Starts the actor on this thread.
    pub fn start(common: Common, structure: Structure) -> Self {
        let state = Arc::new(HubState::new(common.clone(), structure));
        let actor = Hub::start_with(common, &state);
        Self { state, actor }
    }

    /// What is published, for who must not keep the hub in use.
    pub fn state(&self) -> &Arc<HubState> {
        &self.state
    }

    /// Runs a change after those before it; returns when it is stored and every live session knows. `about` are the
    /// members that it reads or writes, beside the caller.
    pub async fn change(
        &self,
        by: By,
        needs: Needs,
        about: &[UserId],
        make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let mut members = about.to_vec();
        members.push(by.caller.user);
        self.actor.send(ChangeHub { by, needs, about: members, make: Box::new(make) }).await?
    }

    /// Lets somebody in by an invite, together with whoever else waits; returns when it is stored and their sessions know.
    pub async fn come(&self, guest: Guest) -> Result<()> {
        let (waiting, answered) = Waiting::new(guest);
        self.state.wait_at_door(waiting);
        self.actor.do_send(LetIn);
        answered.await.unwrap_or_else(|_| Err(Error::unavailable()))
    }

    /// A device of the user connected.
    pub fn connected(&self, user: UserId) {
        self.actor.do_send(Connected(user));
    }

    /// A device of the user went away.
    pub fn disconnected(&self, user: UserId) {
        self.actor.do_send(Disconnected(user));
    }
}

impl Deref for HubHandle {
    type Target = HubState;

    fn deref(&self) -> &HubState {
        &self.state
    }
}

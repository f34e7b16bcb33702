//! A person who goes through one door: the same words, by REST or by the socket.

use crate::acts::Acts;
use crate::phone::Phone;
use hubbub_shared::Problem;
use hubbub_shared::protocol::{Command, Reply};

/// A way into the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// REST, at `/api`.
    Rest,
    /// The socket, at `/ws`.
    Socket,
}

/// A person who goes through one door.
pub struct Via<'a>(pub(crate) &'a Phone, pub(crate) Door);

impl Phone {
    /// Through one door or the other.
    pub fn via(&self, door: Door) -> Via<'_> {
        Via(self, door)
    }
}

impl Acts for Phone {
    async fn calls(&self, command: impl Into<Command>) -> Result<Reply, Problem> {
        self.calls_socket(command.into()).await
    }
}

impl Acts for Via<'_> {
    async fn calls(&self, command: impl Into<Command>) -> Result<Reply, Problem> {
        match self.1 {
            Door::Rest => self.0.person().calls(command).await,
            Door::Socket => self.0.calls(command).await,
        }
    }
}

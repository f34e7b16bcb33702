use crate::ids::SessionId;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A device or program that is signed in as the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// Its id; says nothing about the token.
    pub id: SessionId,
    /// What the browser called itself, or the name given to a program.
    pub name: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last used, to a few minutes.
    pub last_used_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A session made for a program. The token is shown this once; the server keeps its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionToken {
    /// The session that was made.
    pub session: Session,
    /// `Authorization: Bearer …` in REST, `identify` on the socket.
    pub token: String,
}

use crate::ids::NoteId;
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What a moderator wrote down about a member, for other moderators. The member is never shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Its id: unique on the whole server.
    pub id: NoteId,
    /// Who wrote it, and alone can delete it.
    pub author: User,
    /// Several lines, as they were written.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
}

/// All notes about somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notes {
    /// The newest one is first.
    pub notes: Vec<Note>,
}

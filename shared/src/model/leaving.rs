//! What becomes of what is there of somebody when their account ends.

use serde::{Deserialize, Serialize};

/// What becomes of what somebody said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeftMessages {
    /// It stays where it is, under "Former member".
    Kept,
    /// It is deleted in the background, as if they had deleted each message.
    Deleted,
}

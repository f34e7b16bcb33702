//! What is closed by the owner of the server: an account, or a hub.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Why and until when nobody gets in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suspension {
    /// Why, in the words of the owner of the server.
    pub reason: String,
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself. Absent: when the owner of the server lifts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Of a hub: it does not open again at its end, but is deleted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deletes: bool,
}

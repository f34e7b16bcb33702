//! What a server tells of itself to everybody.

use serde::{Deserialize, Serialize};

/// How people sign in here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// Anybody picks a name: for trying things out.
    Local,
    /// With a Discord account.
    Discord,
    /// In a way that this app does not know; the server's own page does.
    #[serde(other)]
    Other,
}

/// What the server tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The release.
    pub version: String,
    /// How people sign in.
    pub sign_in: SignIn,
}

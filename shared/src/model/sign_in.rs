use serde::{Deserialize, Serialize};

/// How people sign in at a server, as `/api/health` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// Anybody picks a name: for trying things out.
    Local,
    /// With a Discord account.
    Discord,
    /// In a way of a newer server; its own page knows it. Never sent.
    #[serde(other)]
    Other,
}

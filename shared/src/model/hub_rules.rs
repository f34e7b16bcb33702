use serde::{Deserialize, Serialize};

/// What a hub wants of its people, in their own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HubRules {
    /// Markdown, in at most 2000 characters. Empty: there are none, and nobody has to accept anything.
    pub text: String,
    /// Whether the caller has to accept them before they can do more than read.
    pub pending: bool,
}

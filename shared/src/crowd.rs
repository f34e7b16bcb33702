//! Everybody, as somebody who may be mentioned.

use serde::{Deserialize, Serialize};

/// Everybody, in one of two senses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Crowd {
    /// All who are connected when it is said.
    Here,
    /// All who can read it.
    Everyone,
}

impl Crowd {
    /// Both, the larger one last.
    pub const ALL: [Self; 2] = [Self::Here, Self::Everyone];

    /// What people call it, without the sign.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Everyone => "everyone",
        }
    }

    /// How it stands in a message, after the `<`.
    pub const fn marked(self) -> &'static str {
        match self {
            Self::Here => "@here>",
            Self::Everyone => "@everyone>",
        }
    }
}

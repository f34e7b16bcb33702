use crate::ids::ApplicationId;
use crate::model::{Intent, User};
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A program with an account of its own, which is called a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Application {
    /// Its id, which is its bot's id, too.
    pub id: ApplicationId,
    /// The account with which it comes into hubs. Its name is the application's.
    pub bot: User,
    /// The person who made it.
    pub owner: User,
    /// What it does, in its maker's words. Empty: they have not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether others than its owner may add it to hubs. Absent: no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
    /// What it asks to be given in a hub; who adds it may give less.
    pub permissions: Permissions,
    /// Of what it may hear.
    pub intents: Vec<Intent>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The token that it comes with. Only for its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<BotToken>,
}

/// What is told of a bot's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BotToken {
    /// How it begins, so that a leaked one is recognised.
    pub prefix: String,
    /// When the bot was last there, to a few minutes. Absent: it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// Until when the token before this one is good, too. Absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_until: Option<Timestamp>,
}

/// An application whose token was just made. It is shown this once; the server keeps its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApplicationToken {
    /// The application that it belongs to.
    pub application: Application,
    /// `Authorization: Bearer …`, or what `identify` takes.
    pub token: String,
}

/// The caller's applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Applications {
    /// In the order in which they were made.
    pub applications: Vec<Application>,
}

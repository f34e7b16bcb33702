use crate::ids::{UserId, WebhookId};
use serde::{Deserialize, Serialize};

/// What everyone may know of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct User {
    /// Their id: unique on the whole server, and the same for ever, whatever they are called.
    pub id: UserId,
    /// The name at the sign-in provider; does not change with the display name.
    pub username: String,
    /// The name others see.
    pub display_name: String,
    /// Address of a picture: of this server if it begins with `/`. Absent: clients draw one from the id and the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// `true`: it is no person but a webhook, whose id this is. Its names are what it calls itself. Absent: a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub webhook: bool,
    /// `true`: it is no person but a bot, an account that a program has. Absent: it is none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bot: bool,
}

impl User {
    /// A webhook, by the name under which it says something.
    pub fn webhook(id: WebhookId, name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: id.author(),
            username: name.clone(),
            display_name: name,
            avatar: None,
            webhook: true,
            bot: false,
        }
    }
}

/// What a person may know of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Their id: unique on the whole server, and the same for ever, whatever they are called.
    pub id: UserId,
    /// The name at the sign-in provider.
    pub username: String,
    /// The name others see.
    pub display_name: String,
    /// Address of a picture, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Whether this person owns the whole server.
    pub global_owner: bool,
    /// Whom they do not want to hear from, in the order in which they said so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// `true`: it is a bot. Absent: a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bot: bool,
}

/// Somebody does not want to hear from somebody else. Only they know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// Who is not heard.
    pub user: UserId,
    /// How far that goes.
    pub kind: BlockKind,
}

/// How far somebody shuts somebody else out. Either way no mention reaches them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Their messages are folded, and they cannot write to one directly.
    Blocked,
    /// Their messages are shown, and nothing else of them.
    Ignored,
}

/// Whom somebody has blocked or ignores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockList {
    /// In the order in which they were.
    pub blocks: Vec<BlockedUser>,
}

/// One of a [`BlockList`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockedUser {
    /// Who is not heard.
    pub user: User,
    /// How far that goes.
    pub kind: BlockKind,
}

impl Me {
    /// What others may know of this person.
    pub fn user(&self) -> User {
        User {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            avatar: self.avatar.clone(),
            webhook: false,
            bot: self.bot,
        }
    }
}

use crate::ids::UserId;
use serde::{Deserialize, Serialize};

/// What everyone may know of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Their id: unique on the whole server, and the same for ever, whatever they are called.
    pub id: UserId,
    /// The name at the sign-in provider; does not change with the display name.
    pub username: String,
    /// The name others see.
    pub display_name: String,
    /// Address of a picture. Absent: clients draw one from the id and the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
}

/// What a person may know of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}

impl Me {
    /// What others may know of this person.
    pub fn user(&self) -> User {
        User {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            avatar: self.avatar.clone(),
        }
    }
}

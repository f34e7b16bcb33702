//! Applications: programs with accounts of their own, their bots. An application has the id of its bot's account, which has its
//! name. The store keeps hashes of their tokens.

use crate::domain::caller::Caller;
use crate::domain::sessions::{self, Rotating};
use crate::error::{Error, Result as Outcome};
use crate::store::{Collection, Entity, Index, Query, Store, StoreError};
use hubbub_shared::model::{Application, BotToken, Intent, User};
use hubbub_shared::{ApplicationId, Permissions, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Not;

/// A stored application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationDoc {
    /// That of its bot's account, too.
    #[serde(rename = "_id")]
    pub id: ApplicationId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Who made it.
    pub owner: UserId,
    /// What it does, in its maker's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether others may add it.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub public: bool,
    /// What it asks to be given in a hub.
    pub permissions: Permissions,
    /// Of what it may hear.
    pub intents: Vec<Intent>,
    /// What it comes with.
    #[serde(flatten)]
    pub token: Rotating,
    /// When it was made.
    pub created_at: Timestamp,
    /// Written at most every few minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// Applications of all people.
pub static APPLICATIONS: Collection = Collection {
    name: "applications",
    append_only: false,
    indexes: &[
        Rotating::BY_TOKEN,
        Rotating::BY_FORMER,
        Index { name: OWNER, keys: &["owner", "_id"], unique: false, partial: None, ttl: false },
    ],
};

const OWNER: &str = "owner_id";

impl Entity for ApplicationDoc {
    const COLLECTION: &'static Collection = &APPLICATIONS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl ApplicationDoc {
    /// As somebody sees it; its owner is told of the token, too.
    pub fn view(&self, bot: User, owner: User, to: UserId, now: Timestamp) -> Application {
        let token = BotToken {
            prefix: self.token.prefix.clone(),
            last_used_at: self.last_used_at,
            former_until: self.token.former_at(now),
        };
        Application {
            id: self.id,
            bot,
            owner,
            description: self.description.clone(),
            public: self.public,
            permissions: self.permissions & Permissions::KNOWN,
            intents: self.intents.clone(),
            created_at: self.created_at,
            token: Some(token).filter(|_| self.owner == to),
        }
    }

    /// Whether somebody may look at it, and add it to a hub.
    pub fn is_for(&self, user: UserId) -> bool {
        self.public || self.owner == user
    }

    /// Refused unless a person asks who made it.
    pub fn must_be_of(&self, caller: &Caller) -> Outcome<()> {
        let is_theirs = caller.as_person()?.user == self.owner;
        if is_theirs { Ok(()) } else { Err(Error::not_found()) }
    }
}

/// What is kept of a token, and looked up. `None` for text that cannot be a bot's token.
pub fn hash(token: &str) -> Option<String> {
    sessions::hash_of_kind(sessions::Kind::Bot, token)
}

/// All applications of a person, in the order in which they were made.
pub async fn all_of_owner(store: &Store, owner: UserId) -> Result<Vec<ApplicationDoc>, StoreError> {
    store.find(Query::on(&APPLICATIONS, OWNER).equals(owner)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sessions::Token;
    use serde_json::json;

    #[test]
    fn what_is_kept_of_the_token_stands_among_the_other_fields_and_reads_back() {
        let token = Token::random(sessions::Kind::Bot).unwrap();
        let later = Token::random(sessions::Kind::Bot).unwrap();
        let application = ApplicationDoc {
            id: ApplicationId(7),
            version: 1,
            owner: UserId(2),
            description: String::new(),
            public: false,
            permissions: Permissions::SEND,
            intents: vec![Intent::Messages],
            token: Rotating::first(&token).rotated(&later, Timestamp(9)),
            created_at: Timestamp(0),
            last_used_at: None,
        };
        let stored = serde_json::to_value(&application).unwrap();
        assert_eq!(stored["token_hash"], json!(later.hash()), "where the index looks for it");
        assert_eq!(stored["former_hash"], json!(token.hash()));
        assert_eq!(serde_json::from_value::<ApplicationDoc>(stored).unwrap(), application);
        assert_eq!(hash(token.reveal()), Some(token.hash()));
        assert!(application.is_for(UserId(2)) && !application.is_for(UserId(3)));
    }
}

//! Sign-in identities: what a provider says somebody is, and which person that is here. They are documents of their own,
//! so that several providers can lead to one person.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Who says that they are who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Discord, at the address of the settings.
    Discord,
    /// This server, which takes any name.
    Local,
}

impl Provider {
    /// The word in ids of documents; the same as in their fields.
    const fn name(self) -> &'static str {
        match self {
            Self::Discord => "discord",
            Self::Local => "local",
        }
    }
}

/// What a provider says about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who says so.
    pub provider: Provider,
    /// Their id there; never changes. With local sign-in, the name in lower case.
    pub subject: String,
    /// Their name there.
    pub username: String,
    /// The name others see at first; theirs to change later.
    pub display_name: String,
    /// Address of a picture.
    pub avatar: Option<String>,
}

/// Discord counts the milliseconds in its ids from here: the beginning of 2015.
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

impl Identity {
    /// Since when the account exists, where it can be told. Ids of Discord have the time in their upper bits.
    pub fn account_since(&self) -> Option<Timestamp> {
        match self.provider {
            Provider::Discord => {
                let id: u64 = self.subject.parse().ok()?;
                Some(Timestamp(DISCORD_EPOCH_MS).plus_ms((id >> 22).cast_signed()))
            }
            Provider::Local => None,
        }
    }
}

/// A stored identity: to whom it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDoc {
    /// `<provider>-<subject>`, so that an identity leads to one person.
    #[serde(rename = "_id")]
    pub id: String,
    /// Of this document.
    pub version: u64,
    /// Who says that they are who they are.
    pub provider: Provider,
    /// Their id there.
    pub subject: String,
    /// The person they are here. A person may have several identities.
    pub user: UserId,
    /// Since when it leads to them.
    pub created_at: Timestamp,
}

/// Where identities are.
pub static IDENTITIES: Collection = Collection {
    name: "identities",
    append_only: false,
    indexes: &[Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false }],
};

const USER: &str = "user";

impl Entity for IdentityDoc {
    const COLLECTION: &'static Collection = &IDENTITIES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl IdentityDoc {
    /// An identity that leads to a person from now on.
    pub fn new(identity: &Identity, user: UserId, now: Timestamp) -> Self {
        Self {
            id: document_id(identity),
            version: FIRST_VERSION,
            provider: identity.provider,
            subject: identity.subject.clone(),
            user,
            created_at: now,
        }
    }
}

fn document_id(identity: &Identity) -> String {
    format!("{}-{}", identity.provider.name(), identity.subject)
}

/// Where an identity leads.
pub async fn find(store: &Store, identity: &Identity) -> Result<Option<IdentityDoc>, StoreError> {
    store.get(document_id(identity)).await
}

/// The identities that lead to a person.
pub async fn of_user(store: &Store, user: UserId) -> Result<Vec<IdentityDoc>, StoreError> {
    store.find(Query::on(&IDENTITIES, USER).equals(user)).await
}

/// Whether the identity leads to somebody already.
pub fn is_taken(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { collection, .. } if collection == IDENTITIES.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_discord_says_since_when_there_is_the_account() {
        let identity = |provider, subject: &str| Identity {
            provider,
            subject: subject.to_owned(),
            username: String::new(),
            display_name: String::new(),
            avatar: None,
        };
        // The example of Discord's own documentation: 2016-04-30 11:18:25.796 UTC.
        let since = identity(Provider::Discord, "175928847299117063").account_since();
        assert_eq!(since, Some(Timestamp(1_462_015_105_796)));
        assert_eq!(identity(Provider::Local, "175928847299117063").account_since(), None);
    }
}

//! How people are stored.

use crate::domain::users::Provider;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, StoreError};
use crate::{App, domain::users::Identity};
use hubbub_shared::model::{Me, User};
use hubbub_shared::{Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Where people are.
pub static COLLECTION: Collection = Collection {
    name: "users",
    indexes: &[
        Index {
            name: PROVIDER_ID,
            keys: &["provider", "provider_id"],
            unique: true,
            partial: None,
            ttl: false,
        },
        // Of "there is only one" a unique index is the only proof.
        Index {
            name: OWNER,
            keys: &["global_owner"],
            unique: true,
            partial: Some("global_owner"),
            ttl: false,
        },
    ],
};

const PROVIDER_ID: &str = "provider_id";
const OWNER: &str = "global_owner";

/// A stored person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Person {
    #[serde(rename = "_id")]
    pub id: UserId,
    pub version: u64,
    pub provider: Provider,
    /// Their id there. With local sign-in, the name in lower case.
    pub provider_id: String,
    pub username: String,
    pub display_name: String,
    pub avatar: Option<String>,
    /// `Some(true)` or absent, so that the unique index holds one at most.
    pub global_owner: Option<bool>,
    pub created_at: Timestamp,
}

impl Entity for Person {
    const COLLECTION: &'static Collection = &COLLECTION;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Person {
    /// Somebody who signs in for the first time.
    pub fn new(app: &App, identity: &Identity) -> Self {
        Self {
            id: UserId(app.clock.next_id()),
            version: FIRST_VERSION,
            provider: identity.provider,
            provider_id: identity.provider_id.clone(),
            username: identity.username.clone(),
            display_name: identity.display_name.clone(),
            avatar: identity.avatar.clone(),
            global_owner: None,
            created_at: app.clock.now(),
        }
    }

    pub fn is_owner(&self) -> bool {
        self.global_owner == Some(true)
    }

    pub fn user(&self) -> User {
        self.me().user()
    }

    pub fn me(&self) -> Me {
        Me {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            avatar: self.avatar.clone(),
            global_owner: self.is_owner(),
        }
    }
}

pub(super) async fn by_provider(app: &App, identity: &Identity) -> Result<Option<Person>, StoreError> {
    let query = Query::on(&COLLECTION, PROVIDER_ID).equals(identity.provider).equals(&identity.provider_id);
    app.store.find_one(query).await
}

pub(super) async fn owner(app: &App) -> Result<Option<Person>, StoreError> {
    app.store.find_one(Query::on(&COLLECTION, OWNER).equals(true)).await
}

pub(super) fn is_owner_conflict(error: &StoreError) -> bool {
    error.is_conflict_on(OWNER)
}

pub(super) fn is_identity_conflict(error: &StoreError) -> bool {
    error.is_conflict_on(PROVIDER_ID)
}

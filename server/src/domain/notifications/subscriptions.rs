//! Devices that are told by web push, and the key by which push services know this server.

use crate::push::{Hosts, Recipient};
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Where the browser of a session is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionDoc {
    /// The session that is told; with its end this ends.
    #[serde(rename = "_id")]
    pub session: SessionId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose session it is.
    pub user: UserId,
    /// Address of its push service: a secret, never told nor logged as a whole.
    pub endpoint: String,
    /// The browser's public key, in base64url.
    pub p256dh: String,
    /// What it shares with the server, in base64url.
    pub auth: String,
    /// Public half of the key that it expects to be told with.
    pub key: String,
    /// Since when.
    pub since: Timestamp,
    /// When the push service took something last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_taken_at: Option<Timestamp>,
}

/// Where browsers are reached.
pub static PUSH_SUBSCRIPTIONS: Collection = Collection {
    name: "push_subscriptions",
    append_only: false,
    indexes: &[Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false }],
};

const USER: &str = "user";

impl Entity for SubscriptionDoc {
    const COLLECTION: &'static Collection = &PUSH_SUBSCRIPTIONS;

    fn id(&self) -> String {
        self.session.to_string()
    }
}

impl SubscriptionDoc {
    /// Whom to send to. `None`: the settings do not let that service be called any more.
    pub fn recipient(&self, hosts: &Hosts) -> Option<Recipient> {
        Recipient::parse(hosts.parse(&self.endpoint)?, &self.p256dh, &self.auth)
    }
}

/// The devices of somebody.
pub async fn subscriptions_of(store: &Store, user: UserId) -> Result<Vec<SubscriptionDoc>, StoreError> {
    store.find(all_subscriptions_of(user)).await
}

/// The same, as a range.
pub fn all_subscriptions_of(user: UserId) -> Query {
    Query::on(&PUSH_SUBSCRIPTIONS, USER).equals(user)
}

/// The key that was made at the first start. Kept beside the subscriptions, which are worth nothing without it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PushKeyDoc {
    /// There is one.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The private half.
    pub private: String,
}

/// The key for web push.
pub static PUSH_KEYS: Collection = Collection { name: "push_keys", append_only: false, indexes: &[] };

impl Entity for PushKeyDoc {
    const COLLECTION: &'static Collection = &PUSH_KEYS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl PushKeyDoc {
    /// The id of the only one.
    pub const ID: &'static str = "vapid";

    /// A key that was just made.
    pub fn new(private: String) -> Self {
        Self { id: Self::ID.to_owned(), version: FIRST_VERSION, private }
    }
}

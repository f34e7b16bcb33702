//! Documents of invites.

use crate::error::Error;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{Invite, User};
use hubbub_shared::{ErrorCode, HubId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// An invite as it is stored: a code that leads into a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteDoc {
    /// The secret part of its address.
    #[serde(rename = "_id")]
    pub code: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub it leads into.
    pub hub: HubId,
    /// The person who made it.
    pub inviter: UserId,
    /// How often it was used.
    pub uses: u32,
    /// How often it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<u32>,
    /// When it stops working. `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Invites. Expired ones are deleted by the store some time after.
pub static INVITES: Collection = Collection {
    name: "invites",
    append_only: false,
    indexes: &[
        Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false },
        Index { name: INVITER, keys: &["inviter"], unique: false, partial: None, ttl: false },
        Index { name: "expires_at", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const INVITER: &str = "inviter";

impl Entity for InviteDoc {
    const COLLECTION: &'static Collection = &INVITES;

    fn id(&self) -> String {
        self.code.clone()
    }
}

impl InviteDoc {
    /// An invite nobody has used, without a limit.
    pub const fn new(hub: HubId, inviter: UserId, code: String, created_at: Timestamp) -> Self {
        Self {
            code,
            version: FIRST_VERSION,
            hub,
            inviter,
            uses: 0,
            max_uses: None,
            expires_at: None,
            created_at,
        }
    }

    /// Whether somebody may still use it.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.max_uses.is_none_or(|most| self.uses < most) && self.expires_at.is_none_or(|end| end > now)
    }

    /// As its maker sees it.
    pub fn view(&self, inviter: User) -> Invite {
        Invite {
            code: self.code.clone(),
            hub: self.hub,
            inviter,
            uses: self.uses,
            max_uses: self.max_uses,
            expires_at: self.expires_at,
            created_at: self.created_at,
        }
    }
}

/// The answer for an invite that was good once.
pub fn expired() -> Error {
    Error::rejected(ErrorCode::InviteExpired, "This invite has expired or is used up. Ask for a new one.")
}

/// The newest invites of a hub, also those that are over and not swept away yet.
pub async fn of_hub(store: &Store, hub: HubId) -> Result<Vec<InviteDoc>, StoreError> {
    let mut invites: Vec<InviteDoc> = store.find(Query::on(&INVITES, "hub").equals(hub)).await?;
    invites
        .sort_by(|one, other| other.created_at.cmp(&one.created_at).then_with(|| one.code.cmp(&other.code)));
    Ok(invites)
}

/// The invite with this code.
pub async fn find(store: &Store, code: &str) -> Result<Option<InviteDoc>, StoreError> {
    if code.is_empty() || code.len() > 64 { Ok(None) } else { store.get(code).await }
}

/// The invites that somebody made.
pub fn of_inviter(inviter: UserId) -> Query {
    Query::on(&INVITES, INVITER).equals(inviter)
}

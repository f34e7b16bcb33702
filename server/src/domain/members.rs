//! Documents of members.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{Member, User};
use hubbub_shared::{HubId, RoleId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// How a person stands to a hub. Whether they belong to it, and whether they may come, is asked here and nowhere else.
/// Leaving is the only way to go that has a verb so far; for the others, the rules hold already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// They belong to it.
    Active,
    /// They went by themselves.
    Left,
    /// They were removed, and may come back.
    Kicked,
    /// They were removed, and may not come back.
    Banned,
}

impl MemberStatus {
    /// Whether they belong to the hub.
    pub const fn belongs(self) -> bool {
        match self {
            Self::Active => true,
            Self::Left | Self::Kicked | Self::Banned => false,
        }
    }

    /// Whether an invite lets them in.
    pub const fn may_come(self) -> bool {
        match self {
            Self::Active | Self::Left | Self::Kicked => true,
            Self::Banned => false,
        }
    }
}

/// A person's relation to a hub. Stays when they are gone, so that coming back ends neither a timeout nor a ban.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDoc {
    /// `<hub>-<user>`, so that a person is a member of a hub once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub they belong or belonged to.
    pub hub: HubId,
    /// The person it is about.
    pub user: UserId,
    /// Whether they belong to the hub; if not, why.
    pub status: MemberStatus,
    /// Their roles without *everyone*.
    pub roles: Vec<RoleId>,
    /// When they came, last.
    pub joined_at: Timestamp,
    /// They may only read until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timed_out_until: Option<Timestamp>,
}

/// The collection of all hubs' members, former ones too.
pub static MEMBERS: Collection = Collection {
    name: "members",
    indexes: &[
        Index { name: HUB, keys: &["hub", "status", "user"], unique: false, partial: None, ttl: false },
        Index { name: USER, keys: &["user", "status", "hub"], unique: false, partial: None, ttl: false },
    ],
};

const HUB: &str = "hub_status_user";
const USER: &str = "user_status_hub";

impl Entity for MemberDoc {
    const COLLECTION: &'static Collection = &MEMBERS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl MemberDoc {
    /// Somebody who has just come.
    pub fn new(hub: HubId, user: UserId, joined_at: Timestamp) -> Self {
        let id = document_id(hub, user);
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            user,
            status: MemberStatus::Active,
            roles: Vec::new(),
            joined_at,
            timed_out_until: None,
        }
    }

    /// Whether they belong to the hub now.
    pub const fn is_active(&self) -> bool {
        self.status.belongs()
    }

    /// Whether they may only read at this moment. Ends without any write.
    pub fn is_timed_out(&self, now: Timestamp) -> bool {
        self.timed_out_until.is_some_and(|until| until > now)
    }

    /// As clients see it.
    pub fn view(&self, user: User, online: bool) -> Member {
        Member {
            user,
            hub: self.hub,
            roles: self.roles.clone(),
            joined_at: self.joined_at,
            timed_out_until: self.timed_out_until,
            online,
        }
    }
}

fn document_id(hub: HubId, user: UserId) -> String {
    format!("{hub}-{user}")
}

/// What is known of a person in a hub, whether they belong to it now or did once.
pub async fn find(store: &Store, hub: HubId, user: UserId) -> Result<Option<MemberDoc>, StoreError> {
    store.get(document_id(hub, user)).await
}

/// Members of a hub in order of their ids, after this one.
pub async fn page(
    store: &Store,
    hub: HubId,
    after: Option<UserId>,
    limit: usize,
) -> Result<Vec<MemberDoc>, StoreError> {
    let lower = after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded);
    let query = of_hub(hub).equals(MemberStatus::Active).range((lower, std::ops::Bound::Unbounded));
    store.find(query.limit(limit)).await
}

/// How many members a hub has.
pub async fn count(store: &Store, hub: HubId) -> Result<u64, StoreError> {
    store.count(of_hub(hub).equals(MemberStatus::Active)).await
}

/// Everybody who belongs to a hub or did once.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&MEMBERS, HUB).equals(hub)
}

/// Where a person belongs to, in the order they came there.
pub async fn of_user(store: &Store, user: UserId) -> Result<Vec<MemberDoc>, StoreError> {
    let query = Query::on(&MEMBERS, USER).equals(user).equals(MemberStatus::Active);
    let mut members: Vec<MemberDoc> = store.find(query).await?;
    members.sort_by_key(|member| (member.joined_at, member.hub));
    Ok(members)
}

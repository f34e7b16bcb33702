//! Documents of members.

use crate::names::found_by;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{JoinedBy, Member, User};
use hubbub_shared::{HubId, RoleId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// How a person stands to a hub. Whether they belong to it, and whether they may come, is asked here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    /// They belong to it.
    Active,
    /// They went by themselves.
    Left,
    /// They were removed, and may come back.
    Kicked,
    /// They were removed, or kept out before they ever came, and may not come as long as the ban holds.
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

    /// Whether an invite lets them in, whenever they bring it.
    const fn may_come(self) -> bool {
        match self {
            Self::Active | Self::Left | Self::Kicked => true,
            Self::Banned => false,
        }
    }
}

/// What a ban is: by whom, since when, until when, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BanDoc {
    /// Who banned them.
    pub by: UserId,
    /// Since when it holds.
    pub at: Timestamp,
    /// When it ends by itself. `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why, if who did it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl BanDoc {
    /// Whether it holds at this moment. Ends without any write.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

/// The invite by which somebody came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedByDoc {
    /// Its code, which may let nobody in any more.
    pub code: String,
    /// Who had made it.
    pub inviter: UserId,
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
    /// `true` until they accept the rules that the hub had when they came, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules_pending: Option<bool>,
    /// What the hub calls them. `None`: as everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// By what they are found, as `names::found_by` told it last. Absent only while they never were in the hub.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found_by: Vec<String>,
    /// The invite by which they came, last. `None`: they founded the hub, never came, or came before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_by: Option<JoinedByDoc>,
    /// The ban, as long as that is the status, also when its time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ban: Option<BanDoc>,
    /// `true` of a bot, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<bool>,
}

/// The collection of all hubs' members, former ones too.
pub static MEMBERS: Collection = Collection {
    name: "members",
    append_only: false,
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
            rules_pending: None,
            nickname: None,
            found_by: Vec::new(),
            joined_by: None,
            ban: None,
            bot: None,
        }
    }

    /// The same, come again: without roles, and with a timeout that is in force.
    pub fn back(self, joined_at: Timestamp) -> Self {
        Self { status: MemberStatus::Active, joined_at, roles: Vec::new(), ban: None, ..self }
    }

    /// The same, gone in this way: who goes loses their roles and their nickname, and keeps a timeout.
    pub fn gone(self, status: MemberStatus) -> Self {
        Self { status, roles: Vec::new(), nickname: None, ban: None, ..self }
    }

    /// The same, found by what this person is called now.
    pub fn called(self, user: &User) -> Self {
        let here = self.nickname.as_deref();
        let all = here.into_iter().chain([&*user.display_name, &*user.username]);
        let found_by = found_by(&all.collect::<Vec<_>>());
        Self { found_by, ..self }
    }

    /// The person as the hub calls them.
    pub fn named(&self, user: User) -> User {
        match &self.nickname {
            Some(nickname) if self.is_active() => User { display_name: nickname.clone(), ..user },
            _ => user,
        }
    }

    /// The same, banned.
    pub fn banned(self, ban: BanDoc) -> Self {
        Self { ban: Some(ban), ..self.gone(MemberStatus::Banned) }
    }

    /// Whether an invite lets them in at this moment.
    pub fn may_come(&self, now: Timestamp) -> bool {
        self.status.may_come() || self.ban.as_ref().is_some_and(|ban| !ban.holds(now))
    }

    /// The ban that keeps them out at this moment.
    pub fn ban_at(&self, now: Timestamp) -> Option<&BanDoc> {
        self.ban.as_ref().filter(|ban| ban.holds(now))
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
        let elsewhere = user.display_name.clone();
        Member {
            user: self.named(user),
            hub: self.hub,
            roles: self.roles.clone(),
            joined_at: self.joined_at,
            timed_out_until: self.timed_out_until,
            online,
            name_elsewhere: self.nickname.is_some().then_some(elsewhere),
            joined_by: None,
        }
    }

    /// How they came, as who manages the hub sees it.
    pub fn joined_by(&self) -> Option<JoinedBy> {
        self.joined_by.clone().map(|JoinedByDoc { code, inviter }| JoinedBy { code, inviter })
    }

    /// Whether it was by the invite with this code that they came.
    pub fn came_by(&self, code: &str) -> bool {
        self.joined_by.as_ref().is_some_and(|by| by.code == code)
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
    store.find(standing(hub, MemberStatus::Active, after).limit(limit)).await
}

/// Those who are banned from a hub in order of their ids, after this one; also those whose ban is over and who have not
/// come since.
pub async fn page_of_banned(
    store: &Store,
    hub: HubId,
    after: Option<UserId>,
    limit: usize,
) -> Result<Vec<MemberDoc>, StoreError> {
    store.find(standing(hub, MemberStatus::Banned, after).limit(limit)).await
}

fn standing(hub: HubId, status: MemberStatus, after: Option<UserId>) -> Query {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    of_hub(hub).equals(status).range((lower, Bound::Unbounded))
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

/// Everything that is known of a person in hubs, those that they left too.
pub fn all_of_user(user: UserId) -> Query {
    Query::on(&MEMBERS, USER).equals(user)
}

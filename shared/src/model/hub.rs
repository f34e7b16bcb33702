use crate::ids::{AnyId, ChannelId, HubId, RoleId, UserId};
use crate::model::{Category, Channel, InvitesPaused, Role};
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::mem;

/// A community, in a list of the caller's hubs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hub {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: HubId,
    /// What people call it.
    pub name: String,
    /// What it is about, in at most 300 characters. Empty: nobody has said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Address of its picture, on this server. Absent: clients draw one from the id and the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The person who owns the hub.
    pub owner: UserId,
    /// Goes up with every change of roles, channels, overwrites and members' roles.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A hub as one member sees it: its structure without what they may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HubView {
    /// Its id: unique on the whole server, and the same for ever.
    pub id: HubId,
    /// What people call it.
    pub name: String,
    /// What it is about, in at most 300 characters. Empty: nobody has said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Address of its picture, on this server. Absent: clients draw one from the id and the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The person who owns the hub.
    pub owner: UserId,
    /// Goes up with every change of roles, channels, overwrites and members' roles.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// In order of position.
    pub categories: Vec<Category>,
    /// Those the member can see, in order of position.
    pub channels: Vec<Channel>,
    /// In order of position, *everyone* first.
    pub roles: Vec<Role>,
    /// The member's roles without *everyone*.
    pub my_roles: Vec<RoleId>,
    /// What the member may do in the hub as a whole.
    pub permissions: Permissions,
    /// Whether it is locked: only those who moderate a channel may write in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// The member may only read until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timed_out_until: Option<Timestamp>,
    /// The member may only read until they accept the hub's rules.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rules_pending: bool,
    /// No invite lets anybody in for now. Its end may have passed: then it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invites_paused: Option<InvitesPaused>,
    /// The owner of the server has closed it: a sentence that says why and until when. Nothing else is told of it, and nobody
    /// gets in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<String>,
}

/// What is other than before in a hub as one member sees it. Applied to the view before, it gives the view now; applying it
/// twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HubChange {
    /// The view now, but of categories, channels and roles only those that are new or other than before, and without
    /// `my_roles`.
    pub view: HubView,
    /// The member's roles without *everyone*. Absent: as before, without those that are gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_roles: Option<Vec<RoleId>>,
    /// What the member may do now in channels that are as before otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may: Vec<MayIn>,
    /// Categories, channels and roles that are gone, or hidden from the member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<AnyId>,
}

/// Channels in which a member may do the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MayIn {
    /// What the member may do there.
    pub permissions: Permissions,
    /// The channels that it is about.
    pub channels: Vec<ChannelId>,
}

impl HubView {
    /// The view becomes what it is after a change.
    pub fn apply(&mut self, change: HubChange) {
        let HubChange { view: mut now, my_roles, may, gone } = change;
        now.categories =
            merged(mem::take(&mut self.categories), now.categories, &gone, |it| (it.position, it.id.0));
        now.channels =
            merged(mem::take(&mut self.channels), now.channels, &gone, |it| (it.position, it.id.0));
        now.roles = merged(mem::take(&mut self.roles), now.roles, &gone, |it| (it.position, it.id.0));
        now.my_roles = my_roles.unwrap_or_else(|| mem::take(&mut self.my_roles));
        now.my_roles.retain(|role| !gone.contains(&AnyId(role.0)));
        for channel in &mut now.channels {
            if let Some(here) = may.iter().find(|here| here.channels.contains(&channel.id)) {
                channel.permissions = here.permissions;
            }
        }
        *self = now;
    }
}

/// What was known, without what is gone, and with what is new or other in its place.
fn merged<T>(mut known: Vec<T>, new: Vec<T>, gone: &[AnyId], place: fn(&T) -> (u32, u64)) -> Vec<T> {
    known.retain(|it| {
        let id = place(it).1;
        !gone.contains(&AnyId(id)) && !new.iter().any(|new| place(new).1 == id)
    });
    for new in new {
        let at = known.iter().position(|it| place(it) > place(&new)).unwrap_or(known.len());
        known.insert(at, new);
    }
    known
}

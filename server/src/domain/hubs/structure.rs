//! The structure of a hub: one immutable snapshot that operations read without asking anybody.

use super::shared::Shared;
use super::store::{self, HubDoc};
use crate::domain::automod::{AUTOMOD_RULES, Automod, RuleDoc};
use crate::domain::capacity::fits;
use crate::domain::categories::{CATEGORIES, CategoryDoc};
use crate::domain::channels::{CHANNELS, ChannelDoc};
use crate::domain::members::MemberDoc;
use crate::domain::role_groups::{ROLE_GROUPS, RoleGroupDoc};
use crate::domain::roles::{ROLES, RoleDoc};
use crate::error::Result;
use crate::store::Store;
use hubbub_shared::model::{Overwrite, OverwriteTarget, Role};
use hubbub_shared::permissions::manage::{self, Standing, top_position};
use hubbub_shared::permissions::resolve::{
    Explanation, Place, Subject, explain, given, resolve, resolve_given,
};
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions, RoleGroupId, RoleId, Timestamp};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A hub with its roles, categories and channels, all of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// The hub; its version is that of the structure.
    pub hub: HubDoc,
    /// In order of position, *everyone* first.
    pub roles: Shared<RoleDoc>,
    /// In order of position: what members choose from.
    pub role_groups: Shared<RoleGroupDoc>,
    /// In order of position.
    pub categories: Shared<CategoryDoc>,
    /// In order of position.
    pub channels: Shared<ChannelDoc>,
    /// What is looked for in messages. Made ready once, shared by all structures until a rule changes.
    pub automod: Arc<Automod>,
    /// The roles as clients see them; what the permission arithmetic reads.
    role_views: Shared<Role>,
}

impl Structure {
    /// Puts the parts in order.
    pub fn new(
        hub: HubDoc,
        roles: Vec<RoleDoc>,
        categories: Vec<CategoryDoc>,
        channels: Vec<ChannelDoc>,
    ) -> Self {
        let mut structure = Self {
            hub,
            roles: roles.into(),
            role_groups: Vec::new().into(),
            categories: categories.into(),
            channels: channels.into(),
            automod: Arc::default(),
            role_views: Vec::new().into(),
        };
        structure.sort();
        structure
    }

    /// Restores the order after a change.
    pub fn sort(&mut self) {
        in_order(&mut self.roles, |role| (role.position, role.id));
        in_order(&mut self.categories, |category| (category.position, category.id));
        in_order(&mut self.channels, |channel| (channel.position, channel.id));
        in_order(&mut self.role_groups, |group| (group.position, group.id));
        let choosable = |role: &RoleDoc| self.role_groups.iter().any(|group| group.roles.contains(&role.id));
        let views: Vec<Role> = self.roles.iter().map(|role| role.view(choosable(role))).collect();
        if *self.role_views != views {
            self.role_views = views.into();
        }
    }

    /// Reads a structure. Tried again when it changes while it is being read.
    pub async fn load(store: &Store, id: HubId) -> Result<Option<Self>> {
        loop {
            let Some(hub) = store::find(store, id).await? else { return Ok(None) };
            let roles = store.find(store::of_hub(&ROLES, id)).await?;
            let categories = store.find(store::of_hub(&CATEGORIES, id)).await?;
            let channels = store.find(store::of_hub(&CHANNELS, id)).await?;
            let groups = store.find(store::of_hub(&ROLE_GROUPS, id)).await?;
            let rules = store.find(store::of_hub(&AUTOMOD_RULES, id)).await?;
            let still = store::find(store, id).await?;
            if still.is_some_and(|again| again.version == hub.version) {
                let automod = ready(rules).await?;
                let mut structure = Self::new(hub, roles, categories, channels);
                (structure.automod, structure.role_groups) = (automod, groups.into());
                structure.sort();
                return Ok(Some(structure));
            }
        }
    }

    /// Whether members see the same in both, if they are of the same version: rules of automod are no part of a view.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.hub == other.hub
            && self.roles == other.roles
            && self.role_groups == other.role_groups
            && self.categories == other.categories
            && self.channels == other.channels
    }

    /// Refused while nobody gets in.
    pub fn must_be_open(&self, now: Timestamp) -> Result<()> {
        self.hub.suspended_at(now).map_or(Ok(()), |suspension| Err(suspension.refusal("hub")))
    }

    /// The roles, for the permission arithmetic.
    pub fn role_views(&self) -> &[Role] {
        &self.role_views
    }

    /// A role by its id.
    pub fn role(&self, id: RoleId) -> Option<&RoleDoc> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// Adds a role just above *everyone*, below all others; `most` are as many as there may be.
    pub fn add_role(&mut self, role: RoleDoc, most: usize) -> Result<()> {
        fits(self.roles.len() + 1, most, |most| format!("A hub may have {most} roles."))?;
        let everyone = self.hub.id.everyone();
        self.roles.iter_mut().filter(|role| role.id != everyone).for_each(|role| role.position += 1);
        self.roles.push(RoleDoc { position: 1, ..role });
        Ok(())
    }

    /// Takes a role away; the others close up.
    pub fn remove_role(&mut self, id: RoleId) {
        self.roles.retain(|role| role.id != id);
        self.role_groups.iter_mut().for_each(|group| group.roles.retain(|role| *role != id));
        let mut order: Vec<&mut RoleDoc> = self.roles.iter_mut().collect();
        order.sort_by_key(|role| role.position);
        order.into_iter().enumerate().for_each(|(index, role)| role.position = index as u32);
    }

    /// A role as clients see it.
    pub fn role_view(&self, id: RoleId) -> Option<&Role> {
        self.role_views.iter().find(|role| role.id == id)
    }

    /// A group of roles by its id.
    pub fn role_group(&self, id: RoleGroupId) -> Option<&RoleGroupDoc> {
        self.role_groups.iter().find(|group| group.id == id)
    }

    /// Refuses that what members choose for themselves gives power over others, by itself or in a channel. Asked for every
    /// change of the hub, so that no way leads around it.
    pub fn check_choosable(&self) -> Result<()> {
        let overwrites = self.categories.iter().flat_map(|category| &category.overwrites);
        let overwrites = overwrites.chain(self.channels.iter().flat_map(|channel| &channel.overwrites));
        let overwrites: Vec<&Overwrite> = overwrites.collect();
        for role in self.role_views.iter().filter(|role| role.choosable) {
            let target = OverwriteTarget::Role(role.id);
            let allowed = overwrites.iter().filter(|overwrite| overwrite.target == target);
            let given = allowed.fold(role.permissions, |all, overwrite| all | overwrite.allow);
            manage::may_be_choosable(given & Permissions::KNOWN)?;
        }
        Ok(())
    }

    /// A category by its id.
    pub fn category(&self, id: CategoryId) -> Option<&CategoryDoc> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// A channel by its id.
    pub fn channel(&self, id: ChannelId) -> Option<&ChannelDoc> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Channels that a later structure has no more.
    pub fn channels_not_in(&self, later: &Self) -> Vec<ChannelId> {
        if self.channels.is_same(&later.channels) {
            return Vec::new();
        }
        let there: HashSet<ChannelId> = later.channels.iter().map(|channel| channel.id).collect();
        self.channels.iter().map(|channel| channel.id).filter(|id| !there.contains(id)).collect()
    }

    /// The overwrites in force in a channel: its category's while it is synced.
    pub fn overwrites_of<'a>(&'a self, channel: &'a ChannelDoc) -> &'a [Overwrite] {
        self.followed_by(channel).map_or(&channel.overwrites, |category| &category.overwrites)
    }

    /// The category whose overwrites a channel has: its own, while it is synced.
    fn followed_by(&self, channel: &ChannelDoc) -> Option<&CategoryDoc> {
        channel.category.filter(|_| channel.synced).and_then(|id| self.category(id))
    }

    /// All overwrites of the hub, by the place they belong to: each category, and each channel that follows none.
    pub fn overwrites_by_place(&self) -> impl Iterator<Item = &[Overwrite]> {
        let categories = self.categories.iter().map(|category| &*category.overwrites);
        let channels = self.channels.iter().filter(|channel| self.followed_by(channel).is_none());
        categories.chain(channels.map(|channel| &*channel.overwrites))
    }

    /// Whether a member has yet to accept the rules: if the hub has some. Its owner never has to.
    pub fn has_to_accept(&self, member: &MemberDoc) -> bool {
        member.rules_pending == Some(true) && !self.hub.rules.is_empty() && self.hub.owner != member.user
    }

    /// Whether that keeps a member who may do this in the hub from more than reading: administrators are exempt.
    pub fn is_held_by_rules(&self, member: &MemberDoc, permissions: Permissions) -> bool {
        self.has_to_accept(member) && !permissions.contains(Permissions::ADMINISTRATOR)
    }

    fn subject<'a>(&self, member: &'a MemberDoc, scope: Permissions, now: Timestamp) -> Subject<'a> {
        Subject {
            user: member.user,
            // Nobody may do anything in a hub that is closed, its owner neither.
            is_member: member.is_active() && self.hub.suspended_at(now).is_none(),
            is_owner: self.hub.owner == member.user,
            roles: &member.roles,
            timed_out: member.is_timed_out(now),
            rules_pending: self.has_to_accept(member),
            scope,
        }
    }

    fn place<'a>(&'a self, overwrites: &'a [Overwrite]) -> Place<'a> {
        Place { everyone: self.hub.id.everyone(), roles: &self.role_views, overwrites, locked: false }
    }

    fn place_of<'a>(&'a self, channel: &'a ChannelDoc) -> Place<'a> {
        Place { locked: self.is_locked(channel), ..self.place(self.overwrites_of(channel)) }
    }

    /// Whether only those who moderate the channel may write in it: it is locked, or the whole hub is.
    pub const fn is_locked(&self, channel: &ChannelDoc) -> bool {
        self.hub.locked || channel.locked
    }

    /// What a member may do in the hub as a whole.
    pub fn permissions(&self, member: &MemberDoc, scope: Permissions, now: Timestamp) -> Permissions {
        self.permissions_under(&[], member, scope, now)
    }

    /// What a member may do in a channel.
    pub fn permissions_in(
        &self,
        channel: &ChannelDoc,
        member: &MemberDoc,
        scope: Permissions,
        now: Timestamp,
    ) -> Permissions {
        resolve(&self.subject(member, scope, now), &self.place_of(channel))
    }

    /// What a member may do in each channel, in their order. What roles give is worked out once, and what a category says
    /// once for all channels that follow it.
    pub fn permissions_everywhere(
        &self,
        member: &MemberDoc,
        scope: Permissions,
        now: Timestamp,
    ) -> Vec<Permissions> {
        let subject = self.subject(member, scope, now);
        let given = given(&subject, &self.place(&[]));
        let categories: HashSet<CategoryId> = self.categories.iter().map(|category| category.id).collect();
        let mut known: HashMap<(CategoryId, bool), Permissions> = HashMap::new();
        let may = |channel: &ChannelDoc| {
            let ask = || resolve_given(given, &subject, &self.place_of(channel));
            match channel.category.filter(|id| channel.synced && categories.contains(id)) {
                Some(followed) => *known.entry((followed, self.is_locked(channel))).or_insert_with(ask),
                None => ask(),
            }
        };
        self.channels.iter().map(may).collect()
    }

    /// What a member may do where these overwrites are in force.
    pub fn permissions_under(
        &self,
        overwrites: &[Overwrite],
        member: &MemberDoc,
        scope: Permissions,
        now: Timestamp,
    ) -> Permissions {
        resolve(&self.subject(member, scope, now), &self.place(overwrites))
    }

    /// What a member may do, and why: in a channel, or in the hub as a whole.
    pub fn explain(
        &self,
        channel: Option<&ChannelDoc>,
        member: &MemberDoc,
        scope: Permissions,
        now: Timestamp,
    ) -> Explanation {
        let place = channel.map_or_else(|| self.place(&[]), |channel| self.place_of(channel));
        explain(&self.subject(member, scope, now), &place)
    }

    /// How high a member stands, for acting on roles and other members.
    pub fn standing(&self, member: &MemberDoc, scope: Permissions, now: Timestamp) -> Standing {
        Standing {
            is_owner: self.hub.owner == member.user,
            permissions: self.permissions(member, scope, now),
            top_position: top_position(&member.roles, &self.role_views),
        }
    }
}

/// A list that is in order already is not copied to sort it.
fn in_order<T: Clone, K: Ord>(all: &mut Shared<T>, key: impl Fn(&T) -> K) {
    if !all.is_sorted_by_key(&key) {
        all.sort_by_key(key);
    }
}

/// Rules with very many words take a while, for which nobody else waits.
async fn ready(rules: Vec<RuleDoc>) -> Result<Arc<Automod>> {
    if rules.is_empty() {
        return Ok(Arc::default());
    }
    let work = tokio::task::spawn_blocking(move || Arc::new(Automod::of(rules)));
    Ok(work.await.map_err(|error| anyhow::anyhow!("rules are not made ready: {error}"))?)
}

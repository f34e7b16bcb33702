//! Roles and permissions: making and changing roles, giving and taking them, what channels change, and why.

use super::Client;
use crate::state::{OverwriteChange, Overwritten, Route, seen_as};
use hubbub_shared::model::{Member, Role};
use hubbub_shared::permissions::resolve::Explanation;
use hubbub_shared::protocol::command::{
    AssignRole, CreateRole, DeleteRole, ExplainPermissions, RemoveCategoryOverwrite, RemoveChannelOverwrite,
    RemoveRole, SetCategoryOverwrite, SetChannelOverwrite, UpdateChannel, UpdateRole, UpdateRoleMembers,
};
use hubbub_shared::{ChannelId, HubId, Problem, RoleId, UserId};
use std::collections::VecDeque;

impl Client {
    /// Makes a role.
    pub fn create_role(self, command: CreateRole, done: impl FnOnce(Result<Role, Problem>) + 'static) {
        self.call(command, done);
    }

    /// Changes or moves a role.
    pub fn update_role(self, command: UpdateRole, done: impl FnOnce(Result<(), Problem>) + 'static) {
        self.tell(command, done);
    }

    /// Deletes a role.
    pub fn delete_role(self, hub: HubId, role: RoleId, done: impl FnOnce(Result<(), Problem>) + 'static) {
        self.tell(DeleteRole { hub, role }, done);
    }

    /// Gives a member a role, or takes it.
    pub fn assign_role(
        self,
        (hub, user, role): (HubId, UserId, RoleId),
        gives: bool,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        // Who looks at no channel of the hub is not told that a member has other roles.
        let known = move |answer: Result<Member, Problem>| {
            done(answer.map(|member| self.model.update(|model| model.members.put(hub, member))));
        };
        match gives {
            true => self.call(AssignRole { hub, user, role }, known),
            false => self.call(RemoveRole { hub, user, role }, known),
        }
    }

    /// Gives a role to many members and takes it from many, all at once.
    pub fn update_role_members(
        self,
        command: UpdateRoleMembers,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        let hub = command.hub;
        self.call(command, move |answer| {
            done(answer.map(|page| {
                self.model.update(|model| {
                    page.members.into_iter().for_each(|member| model.members.put(hub, member));
                });
            }));
        });
    }

    /// Makes these changes one after another, and stops at the first that is refused.
    pub fn change_overwrites(
        self,
        (hub, of): (HubId, Overwritten),
        mut changes: VecDeque<OverwriteChange>,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        let Some(next) = changes.pop_front() else { return done(Ok(())) };
        let then = move |answer: Result<(), Problem>| match answer {
            Ok(()) => self.change_overwrites((hub, of), changes, done),
            Err(problem) => done(Err(problem)),
        };
        self.change_overwrite((hub, of), next, Box::new(then));
    }

    fn change_overwrite(
        self,
        (hub, of): (HubId, Overwritten),
        change: OverwriteChange,
        done: Box<dyn FnOnce(Result<(), Problem>)>,
    ) {
        match (of, change) {
            (Overwritten::Channel(channel), OverwriteChange::Set(new)) => {
                let (target, allow, deny) = (new.target, new.allow, new.deny);
                self.tell(SetChannelOverwrite { channel, target, allow, deny }, done);
            }
            (Overwritten::Channel(channel), OverwriteChange::Remove(target)) => {
                self.tell(RemoveChannelOverwrite { channel, target }, done);
            }
            (Overwritten::Category(category), OverwriteChange::Set(new)) => {
                let (target, allow, deny) = (new.target, new.allow, new.deny);
                self.tell(SetCategoryOverwrite { hub, category, target, allow, deny }, done);
            }
            (Overwritten::Category(category), OverwriteChange::Remove(target)) => {
                self.tell(RemoveCategoryOverwrite { hub, category, target }, done);
            }
        }
    }

    /// Lets a channel follow its category again.
    pub fn sync_channel(self, channel: ChannelId, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let command = UpdateChannel { synced: Some(true), ..UpdateChannel::of(channel) };
        self.tell(command, done);
    }

    /// Shows a hub as somebody with a role would see it.
    pub fn see_as(self, hub: HubId, role: RoleId) {
        let Some(me) = self.model.with_untracked(|model| model.my_id()) else { return };
        self.model.update(|model| model.hubs.show_as(hub, me, role, seen_as));
        self.go(Route::Hub(hub));
    }

    /// What somebody may do in a channel, and why; in the hub as a whole without `channel`, oneself without `member`.
    pub fn explain(
        self,
        hub: HubId,
        channel: Option<ChannelId>,
        member: Option<UserId>,
        done: impl FnOnce(Result<Explanation, Problem>) + 'static,
    ) {
        self.call(ExplainPermissions { hub, member, channel }, done);
    }
}

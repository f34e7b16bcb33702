//! The stage of a case: a hub of Ada's with Bo and Cy as plain members and Olga outside, three roles that give nothing, a
//! category with a channel that follows it, and one that stands alone.

use super::act::What;
use crate::scene::general_of;
use hubbub_shared::model::{Message, OverwriteTarget};
use hubbub_shared::permissions::resolve::Step;
use hubbub_shared::protocol::command::ExplainPermissions;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{
    CategoryId, ChannelId, HubId, Permissions, Problem, ReportId, RoleGroupId, RoleId, UserId,
};
use hubbub_tests::{Acts, Door, Phone, Server};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Who acts, or is acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// Who founded the hub and owns it.
    Ada,
    /// A plain member, who tries things.
    Bo,
    /// A member as Bo is, for whatever is done to somebody else.
    Cy,
    /// Signed in, and in no hub.
    Olga,
}

/// A role of the hub, which gives nothing unless a case says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    High,
    Mid,
    Low,
}

/// A place of the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// The category, with what is set for it.
    Beds,
    /// A channel in it, which follows it.
    Garden,
    /// A channel that stands alone.
    Shed,
    /// The hub as a whole.
    Hub,
}

/// For whom an overwrite is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Everyone,
    Those(Role),
    One(Who),
}

/// See the module.
pub struct Stage {
    door: Door,
    pub people: HashMap<Who, Phone>,
    pub owner: Who,
    pub hub: HubId,
    pub beds: CategoryId,
    channels: HashMap<On, ChannelId>,
    roles: HashMap<Role, RoleId>,
    /// What somebody said last.
    pub said: RefCell<HashMap<Who, Message>>,
    /// Invites by who made them.
    pub codes: RefCell<HashMap<Who, String>>,
    /// What members choose from.
    pub group: Cell<Option<RoleGroupId>>,
    /// What was reported.
    pub report: Cell<Option<ReportId>>,
}

impl Stage {
    /// Sets it, with people of its own: nobody is in two cases.
    pub async fn set(server: &Server, door: Door, number: usize) -> Self {
        let mut people = HashMap::new();
        for who in [Who::Ada, Who::Bo, Who::Cy, Who::Olga] {
            people.insert(who, server.phone(&format!("{who:?}{number}")).await);
        }
        let ada = &people[&Who::Ada];
        let view = ada.creates_hub("Garden").await;
        let hub = view.id;
        general_of(&view);
        let code = ada.invites(hub).await;
        for who in [Who::Bo, Who::Cy] {
            people[&who].joins(&code).await;
        }
        let beds = ada.makes_category(hub, "beds").await.id;
        let garden = ada.makes_channel(hub, "garden", Some(beds)).await.id;
        let shed = ada.makes_channel_with(hub, "shed", Vec::new()).await.id;
        let mut roles = HashMap::new();
        for role in [Role::High, Role::Mid, Role::Low] {
            roles.insert(role, ada.makes_role(hub, &format!("{role:?}"), Permissions::NONE).await.id);
        }
        Self {
            door,
            owner: Who::Ada,
            hub,
            beds,
            channels: HashMap::from([(On::Garden, garden), (On::Shed, shed)]),
            roles,
            said: RefCell::default(),
            codes: RefCell::new(HashMap::from([(Who::Ada, code)])),
            group: Cell::default(),
            report: Cell::default(),
            people,
        }
    }

    pub fn id(&self, who: Who) -> UserId {
        self.people[&who].id()
    }

    pub fn role(&self, role: Role) -> RoleId {
        self.roles[&role]
    }

    /// The channel, where one is meant.
    pub fn channel(&self, on: On) -> ChannelId {
        *self.channels.get(&on).unwrap_or_else(|| panic!("{on:?} is no channel"))
    }

    pub fn target(&self, whom: For) -> OverwriteTarget {
        match whom {
            For::Everyone => OverwriteTarget::Role(self.hub.everyone()),
            For::Those(role) => OverwriteTarget::Role(self.role(role)),
            For::One(who) => OverwriteTarget::Member(self.id(who)),
        }
    }

    /// What somebody said last.
    pub fn last_of(&self, who: Who) -> Message {
        self.said.borrow().get(&who).cloned().unwrap_or_else(|| panic!("{who:?} has said nothing"))
    }

    /// A command through the door of this case.
    pub async fn calls(&self, who: Who, command: impl Into<Command>) -> Result<Reply, Problem> {
        self.people[&who].via(self.door).calls(command).await
    }

    /// As whoever owns the hub, who can do all that a setting takes.
    pub async fn owner_calls(&self, command: impl Into<Command>) -> Reply {
        let command = command.into();
        let answer = self.calls(self.owner, command.clone()).await;
        answer.unwrap_or_else(|problem| panic!("the setting cannot be made: {command:?}: {problem:?}"))
    }

    /// The step of the explanation that is the last one about a permission, as the owner is told.
    pub async fn last_step(&self, who: Who, what: What, permission: Permissions) -> Option<Step> {
        let channel = what.place().filter(|on| *on != On::Hub).map(|on| self.channel(on));
        let ask = ExplainPermissions { hub: self.hub, member: Some(self.id(who)), channel };
        let Reply::Explanation(told) = self.owner_calls(ask).await else { panic!("an explanation") };
        let about = told.steps.iter().rev().find(|it| (it.granted | it.taken).contains(permission));
        about.map(|it| it.step)
    }
}

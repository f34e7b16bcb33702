//! What a setting says, and how it is made.

use super::stage::{For, On, Role, Stage, Who};
use crate::answers::{in_ms, past, soon};
use hubbub_shared::model::{
    AutomodAction, AutomodTrigger, BlockKind, HeldMessage, OverwriteTarget, ReportCategory, RoleGroupKind,
};
use hubbub_shared::protocol::command::{
    AcceptRules, AssignRole, BanUser, BlockUser, CreateAutomodRule, CreateInvite, CreateRoleGroup,
    DeleteRole, GetAutomodRules, GetHeldMessages, JoinHub, KickMember, LeaveHub, LiftBan, LockChannel,
    LockHub, PauseInvites, RemoveCategoryOverwrite, RemoveChannelOverwrite, RemoveRole, ReportMessage,
    ResumeInvites, RevokeInvite, SendMessage, SetCategoryOverwrite, SetChannelOverwrite, SetHubRules,
    SetRaidShield, TimeOutMember, TransferHub, UnblockUser, UnlockChannel, UnlockHub, UpdateAutomodRule,
    UpdateChannel, UpdateRole,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{HubId, Permissions, RoleId, Timestamp};

const HOUR_MS: i64 = 3_600_000;

/// One thing that is so, or becomes so.
#[derive(Debug, Clone, Copy)]
pub enum Given {
    /// A role gives this and nothing else.
    Gives(Role, Permissions),
    /// Everyone has this and nothing else.
    EveryoneHas(Permissions),
    Has(Who, Role),
    HasNot(Who, Role),
    RoleIsDeleted(Role),
    /// The one overwrite of a place for somebody: what it allows, what it denies.
    Says(On, For, Permissions, Permissions),
    /// There is no overwrite for them there.
    SaysNothing(On, For),
    /// A channel follows its category, or not.
    Follows(On, bool),
    /// A channel stands in the category, or above all.
    StandsInBeds(On, bool),
    TimedOut(Who),
    /// Until a moment that is soon.
    TimedOutBriefly(Who),
    TimeoutIsEnded(Who),
    /// What is brief is over.
    BrieflyPasses,
    Kicked(Who),
    Banned(Who),
    BannedBriefly(Who),
    BanIsLifted(Who),
    /// They have left the hub.
    Left(Who),
    /// By the invite of Ada.
    Comes(Who),
    Locked(On),
    Unlocked(On),
    /// Seconds from one message to the next.
    Slow(On, u64),
    /// Somebody said something there.
    Said(Who, On),
    /// Automod looks for "darn", and does this about it.
    Automod(AutomodAction),
    AutomodIsOff,
    /// Automod does not look at members with this role.
    AutomodSpares(Role),
    /// Automod keeps something that somebody said there.
    Held(Who, On),
    /// There are rules to accept.
    Rules,
    Accepted(Who),
    /// More than so many a minute are too many.
    Shield(u32),
    /// Accounts have to be an hour old.
    WantsOldAccounts,
    WantsNoOldAccounts,
    Paused,
    Resumed,
    Invited(Who),
    InviteRevoked(Who),
    Blocks(Who, Who, BlockKind),
    BlocksNot(Who, Who),
    Owns(Who),
    /// Members may choose this role for themselves.
    Offered(Role),
    /// Somebody has reported what somebody else said last in a channel.
    Reported(Who, Who, On),
}

use Given::*;

impl Stage {
    /// Makes it so.
    pub async fn make(&mut self, given: &Given) {
        match *given {
            BrieflyPasses => past(soon()).await,
            Said(who, on) => self.says(who, on).await,
            Held(who, on) => {
                let channel = self.channel(on);
                let send = SendMessage::of(channel, "darn".to_owned(), None);
                self.calls(who, send).await.expect_err("automod keeps it");
            }
            Invited(who) => {
                let invite = CreateInvite { hub: self.hub, max_uses: None, expires_in_secs: None };
                let Ok(Reply::Invite(invite)) = self.calls(who, invite).await else {
                    panic!("{who:?} cannot invite")
                };
                self.codes.borrow_mut().insert(who, invite.code);
            }
            Offered(role) => {
                let Reply::RoleGroup(group) = self.owner_calls(self.offer(role)).await else {
                    panic!("a group")
                };
                self.group.set(Some(group.id));
            }
            Reported(who, whom, on) => {
                let Ok(Reply::Report(report)) = self.calls(who, self.report(whom, on)).await else {
                    panic!("{who:?} cannot report")
                };
                self.report.set(Some(report.id));
            }
            Owns(who) => {
                self.owner_calls(TransferHub { hub: self.hub, owner: self.id(who) }).await;
                self.owner = who;
            }
            _ => self.commands(given).await,
        }
    }

    async fn says(&self, who: Who, on: On) {
        let send = SendMessage::of(self.channel(on), format!("{who:?} was here"), None);
        let answer = self.calls(who, send).await;
        let Ok(Reply::Message(message)) = answer else { panic!("{who:?} cannot speak: {answer:?}") };
        self.said.borrow_mut().insert(who, message);
    }

    async fn commands(&self, given: &Given) {
        let (who, command) = self.command(given).await;
        let answer = self.calls(who, command.clone()).await;
        assert!(answer.is_ok(), "the setting cannot be made: {command:?}: {answer:?}");
    }

    /// Who makes it so, and how.
    async fn command(&self, given: &Given) -> (Who, Command) {
        let hub = self.hub;
        let by_owner = |command: Command| (self.owner, command);
        match *given {
            Gives(role, permissions) => by_owner(gives(hub, self.role(role), permissions).into()),
            EveryoneHas(permissions) => by_owner(gives(hub, hub.everyone(), permissions).into()),
            Has(who, role) => by_owner(AssignRole { hub, user: self.id(who), role: self.role(role) }.into()),
            HasNot(who, role) => {
                by_owner(RemoveRole { hub, user: self.id(who), role: self.role(role) }.into())
            }
            RoleIsDeleted(role) => by_owner(DeleteRole { hub, role: self.role(role) }.into()),
            Says(on, whom, allow, deny) => by_owner(self.overwrite(on, self.target(whom), allow, deny)),
            SaysNothing(on, whom) => by_owner(self.no_overwrite(on, self.target(whom))),
            Follows(on, synced) => {
                by_owner(UpdateChannel { synced: Some(synced), ..UpdateChannel::of(self.channel(on)) }.into())
            }
            StandsInBeds(on, inside) => {
                let category = Some(inside.then_some(self.beds));
                by_owner(UpdateChannel { category, ..UpdateChannel::of(self.channel(on)) }.into())
            }
            TimedOut(who) => by_owner(self.time_out(who, Some(in_ms(HOUR_MS)))),
            TimedOutBriefly(who) => by_owner(self.time_out(who, Some(soon()))),
            TimeoutIsEnded(who) => by_owner(self.time_out(who, None)),
            Kicked(who) => by_owner(KickMember { hub, user: self.id(who), reason: None }.into()),
            Banned(who) => by_owner(self.ban(who, None)),
            BannedBriefly(who) => by_owner(self.ban(who, Some(soon()))),
            BanIsLifted(who) => by_owner(LiftBan { hub, user: self.id(who), reason: None }.into()),
            Left(who) => (who, LeaveHub { hub }.into()),
            Comes(who) => (who, JoinHub { code: self.codes.borrow()[&Who::Ada].clone() }.into()),
            Locked(On::Hub) => by_owner(LockHub { hub, reason: None }.into()),
            Locked(on) => by_owner(LockChannel { channel: self.channel(on), reason: None }.into()),
            Unlocked(On::Hub) => by_owner(UnlockHub { hub, reason: None }.into()),
            Unlocked(on) => by_owner(UnlockChannel { channel: self.channel(on), reason: None }.into()),
            Slow(on, secs) => by_owner(
                UpdateChannel { slow_mode_secs: Some(secs), ..UpdateChannel::of(self.channel(on)) }.into(),
            ),
            Automod(action) => by_owner(rule(hub, action).into()),
            AutomodIsOff => {
                by_owner(UpdateAutomodRule { enabled: Some(false), ..self.the_rule().await }.into())
            }
            AutomodSpares(role) => {
                let exempt_roles = Some(vec![self.role(role)]);
                by_owner(UpdateAutomodRule { exempt_roles, ..self.the_rule().await }.into())
            }
            Rules => by_owner(SetHubRules { hub, text: "Be kind.".to_owned() }.into()),
            Accepted(who) => (who, AcceptRules { hub }.into()),
            Shield(most) => by_owner(SetRaidShield { joins_per_minute: Some(most), ..no_shield(hub) }.into()),
            WantsOldAccounts => {
                by_owner(SetRaidShield { min_account_age_secs: Some(3600), ..no_shield(hub) }.into())
            }
            WantsNoOldAccounts => by_owner(no_shield(hub).into()),
            Paused => by_owner(PauseInvites { hub, until: None }.into()),
            Resumed => by_owner(ResumeInvites { hub }.into()),
            InviteRevoked(who) => {
                by_owner(RevokeInvite { hub, code: self.codes.borrow()[&who].clone() }.into())
            }
            Blocks(who, whom, kind) => (who, BlockUser { user: self.id(whom), kind }.into()),
            BlocksNot(who, whom) => (who, UnblockUser { user: self.id(whom) }.into()),
            BrieflyPasses | Said(..) | Held(..) | Invited(_) | Owns(_) | Offered(_) | Reported(..) => {
                unreachable!("made by hand")
            }
        }
    }

    pub fn overwrite(
        &self,
        on: On,
        target: OverwriteTarget,
        allow: Permissions,
        deny: Permissions,
    ) -> Command {
        let (hub, category) = (self.hub, self.beds);
        match on {
            On::Beds => SetCategoryOverwrite { hub, category, target, allow, deny }.into(),
            _ => SetChannelOverwrite { channel: self.channel(on), target, allow, deny }.into(),
        }
    }

    pub fn no_overwrite(&self, on: On, target: OverwriteTarget) -> Command {
        let (hub, category) = (self.hub, self.beds);
        match on {
            On::Beds => RemoveCategoryOverwrite { hub, category, target }.into(),
            _ => RemoveChannelOverwrite { channel: self.channel(on), target }.into(),
        }
    }

    fn time_out(&self, who: Who, until: Option<Timestamp>) -> Command {
        TimeOutMember { hub: self.hub, user: self.id(who), until, reason: None }.into()
    }

    fn ban(&self, who: Who, until: Option<Timestamp>) -> Command {
        BanUser { hub: self.hub, user: self.id(who), until, reason: None, delete_last_secs: None }.into()
    }

    /// A group with this role.
    pub fn offer(&self, role: Role) -> CreateRoleGroup {
        let (kind, roles) = (RoleGroupKind::AnyOf, vec![self.role(role)]);
        CreateRoleGroup { hub: self.hub, name: "Interests".to_owned(), kind, roles }
    }

    /// A report of what somebody said last.
    pub fn report(&self, whom: Who, on: On) -> ReportMessage {
        let (channel, message) = (self.channel(on), self.last_of(whom).id);
        let words = "That was not kind.".to_owned();
        ReportMessage { channel, message, category: ReportCategory::Harassment, words }
    }

    async fn the_rule(&self) -> UpdateAutomodRule {
        let Reply::AutomodRules(rules) = self.owner_calls(GetAutomodRules { hub: self.hub }).await else {
            panic!("rules")
        };
        UpdateAutomodRule::of(self.hub, rules.rules[0].id)
    }

    /// What automod keeps.
    pub async fn held(&self) -> HeldMessage {
        let ask = GetHeldMessages { hub: self.hub, after: None, limit: None };
        let Reply::HeldMessages(page) = self.owner_calls(ask).await else { panic!("what is held") };
        page.messages.into_iter().next().expect("something is held")
    }
}

/// A role that gives this and nothing else.
pub fn gives(hub: HubId, role: RoleId, permissions: Permissions) -> UpdateRole {
    UpdateRole { permissions: Some(permissions), ..UpdateRole::of(hub, role) }
}

/// A rule against "darn".
pub fn rule(hub: HubId, action: AutomodAction) -> CreateAutomodRule {
    CreateAutomodRule {
        hub,
        name: "Manners".to_owned(),
        trigger: AutomodTrigger::Words(vec!["darn".to_owned()]),
        action,
        notice: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        enabled: None,
    }
}

/// A shield with everything off.
pub fn no_shield(hub: HubId) -> SetRaidShield {
    SetRaidShield { hub, joins_per_minute: None, min_account_age_secs: None, pause_secs: None }
}

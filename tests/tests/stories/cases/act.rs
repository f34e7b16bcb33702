//! What somebody tries in a case.

use super::setting::{gives, no_shield, rule};
use super::stage::{For, On, Role, Stage, Who};
use crate::answers::in_ms;
use hubbub_shared::model::{AutomodAction, Overwrite, ReportOutcome, SentForward};
use hubbub_shared::protocol::command::{
    AcceptRules, AddNote, AssignRole, BanUser, ChooseRoles, CreateCategory, CreateChannel, CreateInvite,
    CreateRole, CreateUpload, CreateWebhook, DeleteCategory, DeleteChannel, DeleteHub, DeleteMessage,
    DeleteMessages, DeleteRole, DiscardHeldMessage, EditMessage, ExplainPermissions, FindMembers,
    GetAuditLog, GetAutomodRules, GetBans, GetChannel, GetHeldMessages, GetHub, GetMeasures, GetMembers,
    GetMessage, GetMessages, GetNotes, GetRaidShield, GetReport, GetReports, GetWebhooks, JoinHub,
    KickMember, LeaveHub, LiftBan, LockChannel, LockHub, PauseInvites, ReleaseHeldMessage, RemoveRole,
    ResolveReport, ResumeInvites, RevokeInvite, SendMessage, SetHubRules, SetNickname, StartTyping,
    TimeOutMember, TransferHub, TryAutomod, UnlockChannel, UnlockHub, UpdateChannel, UpdateHub, UpdateRole,
    UpdateRoleMembers,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, Permissions, Problem};

/// See the module.
#[derive(Debug, Clone, Copy)]
pub enum What {
    SeesHub,
    ListsMembers,
    Sees(On),
    Reads(On),
    /// One message, by its id.
    ReadsOne(On, Who),
    /// Passes the last message of somebody on from there, into the garden.
    Forwards(On, Who),
    Sends(On),
    /// Begins to send a file.
    Attaches(On),
    /// Words that automod looks for.
    Swears(On),
    Types(On),
    /// Their own last message, to other words.
    Edits(On),
    /// To words that automod looks for.
    EditsIn(On),
    /// The last message of somebody.
    Deletes(On, Who),
    DeletesTogether(On, Who),
    /// Whether a mention of them by somebody rings.
    IsRung(On, Who),
    Assigns(Who, Role),
    Unassigns(Who, Role),
    AssignsToMany(Role),
    MakesRole(Permissions),
    RenamesRole(Role),
    /// To what it gives and nothing else.
    ChangesRole(Role, Permissions),
    ChangesEveryone(Permissions),
    MovesRole(Role, u32),
    DeletesRole(Role),
    Overwrites(On, For, Permissions, Permissions),
    RemovesOverwrite(On, For),
    MakesChannel,
    /// With one overwrite of its own.
    MakesChannelFor(For, Permissions, Permissions),
    RenamesChannel(On),
    PutsIntoBeds(On),
    LetsFollow(On, bool),
    Slows(On),
    DeletesChannel(On),
    MakesCategory,
    DeletesCategory,
    Locks(On),
    Unlocks(On),
    TimesOut(Who),
    Kicks(Who),
    Bans(Who),
    Lifts(Who),
    ListsBans,
    Invites,
    Revokes(Who),
    /// By the invite of somebody.
    Joins(Who),
    SetsRules,
    AcceptsRules,
    LooksAtShield,
    SetsShield,
    PausesInvites,
    ResumesInvites,
    MakesRule(AutomodAction),
    ListsRules,
    TriesRule,
    ListsHeld,
    Releases(On),
    Discards(On),
    /// Why somebody may what they may.
    Explains(Who),
    ReadsLog,
    MakesWebhook(On),
    ListsWebhooks,
    /// Calls somebody otherwise in the hub.
    Names(Who),
    /// Writes a note about somebody.
    Notes(Who),
    ReadsNotes(Who),
    ReadsMeasures(Who),
    Finds,
    Offers(Role),
    Chooses(Role),
    /// What somebody said last.
    Reports(On, Who),
    ListsReports,
    ReadsReport,
    Decides,
    RenamesHub,
    HandsOver(Who),
    DeletesHub,
    Leaves,
}

use What::*;

impl What {
    /// The place it is done in. `None`: in the hub as a whole.
    pub fn place(self) -> Option<On> {
        match self {
            Sees(on)
            | Reads(on)
            | ReadsOne(on, _)
            | Forwards(on, _)
            | Sends(on)
            | Attaches(on)
            | Swears(on)
            | Types(on)
            | Edits(on)
            | EditsIn(on)
            | Deletes(on, _)
            | DeletesTogether(on, _)
            | IsRung(on, _)
            | Overwrites(on, ..)
            | RemovesOverwrite(on, _)
            | RenamesChannel(on)
            | PutsIntoBeds(on)
            | LetsFollow(on, _)
            | Slows(on)
            | DeletesChannel(on)
            | Locks(on)
            | Unlocks(on)
            | MakesWebhook(on)
            | Reports(on, _)
            | Releases(on)
            | Discards(on) => Some(on),
            _ => None,
        }
    }
}

impl Stage {
    /// Somebody tries it, through the door of the case.
    pub async fn tries(&self, who: Who, what: What) -> Result<(), Problem> {
        if let IsRung(on, by) = what {
            return self.is_rung(who, on, by).await;
        }
        let command = match what {
            Releases(_) => ReleaseHeldMessage { hub: self.hub, held: self.held().await.id }.into(),
            Discards(_) => DiscardHeldMessage { hub: self.hub, held: self.held().await.id }.into(),
            _ => self.attempt(what, who),
        };
        self.calls(who, command).await.map(drop)
    }

    /// A mention comes through if their own devices count it.
    async fn is_rung(&self, who: Who, on: On, by: Who) -> Result<(), Problem> {
        let channel = self.channel(on);
        let mentions = async || {
            let state = self.people[&who].another_device().await.state();
            state.channels.get(&channel).map_or(0, |state| state.mentions)
        };
        let before = mentions().await;
        let content = format!("look, <@{}>", self.id(who));
        let sent = self.calls(by, SendMessage::of(channel, content, None)).await;
        assert!(matches!(sent, Ok(Reply::Message(_))), "{by:?} cannot tell: {sent:?}");
        if mentions().await > before {
            Ok(())
        } else {
            Err(Problem::new(ErrorCode::NotFound, "Nothing rings."))
        }
    }

    fn attempt(&self, what: What, who: Who) -> Command {
        match what {
            SeesHub | ListsMembers | Sees(_) | Reads(_) | ReadsOne(..) | Forwards(..) | Sends(_)
            | Attaches(_) | Swears(_) | Types(_) | Edits(_) | EditsIn(_) | Deletes(..)
            | DeletesTogether(..) => self.speaking(what, who),
            Assigns(..) | Unassigns(..) | AssignsToMany(_) | MakesRole(_) | RenamesRole(_)
            | ChangesRole(..) | ChangesEveryone(_) | MovesRole(..) | DeletesRole(_) => self.with_roles(what),
            Overwrites(..) | RemovesOverwrite(..) | MakesChannel | MakesChannelFor(..)
            | RenamesChannel(_) | PutsIntoBeds(_) | LetsFollow(..) | Slows(_) | DeletesChannel(_)
            | MakesCategory | DeletesCategory | Locks(_) | Unlocks(_) => self.with_places(what),
            Names(_) | Notes(_) | ReadsNotes(_) | ReadsMeasures(_) | Finds | Offers(_) | Chooses(_) => {
                self.with_people(what)
            }
            Reports(..) | ListsReports | ReadsReport | Decides => self.with_reports(what),
            _ => self.governing(what),
        }
    }

    fn with_people(&self, what: What) -> Command {
        let hub = self.hub;
        match what {
            Names(whom) => {
                SetNickname { hub, user: self.id(whom), nickname: Some("Sunny".to_owned()) }.into()
            }
            Notes(whom) => AddNote { hub, user: self.id(whom), text: "Talked to them.".to_owned() }.into(),
            ReadsNotes(whom) => GetNotes { hub, user: self.id(whom) }.into(),
            ReadsMeasures(whom) => GetMeasures { hub, user: self.id(whom), before: None, limit: None }.into(),
            Offers(role) => self.offer(role).into(),
            Chooses(role) => {
                let group = self.group.get().expect("roles are offered");
                ChooseRoles { hub, group, roles: vec![self.role(role)] }.into()
            }
            _ => FindMembers::of(hub).into(),
        }
    }

    fn with_reports(&self, what: What) -> Command {
        let hub = self.hub;
        let report = || self.report.get().expect("something is reported");
        match what {
            Reports(on, whom) => self.report(whom, on).into(),
            ReadsReport => GetReport { hub, report: report() }.into(),
            Decides => {
                let (outcome, answer) = (ReportOutcome::Warned, String::new());
                ResolveReport { hub, report: report(), outcome, answer }.into()
            }
            _ => GetReports { hub, state: None, after: None, limit: None }.into(),
        }
    }

    fn speaking(&self, what: What, who: Who) -> Command {
        let hub = self.hub;
        let send = |on, content: &str| SendMessage::of(self.channel(on), content.to_owned(), None);
        let edit =
            |on, content: &str| EditMessage::of(self.channel(on), self.last_of(who).id, content.to_owned());
        match what {
            SeesHub => GetHub { hub }.into(),
            Sees(on) => GetChannel { channel: self.channel(on) }.into(),
            Reads(on) => {
                let channel = self.channel(on);
                GetMessages::of(channel).into()
            }
            ReadsOne(on, whose) => {
                GetMessage { channel: self.channel(on), message: self.last_of(whose).id }.into()
            }
            Forwards(on, whose) => {
                let of = SentForward { channel: self.channel(on), message: self.last_of(whose).id };
                SendMessage { forward: Some(of), ..send(On::Garden, "Look") }.into()
            }
            Sends(on) => send(on, "may I?").into(),
            Attaches(on) => {
                CreateUpload { channel: self.channel(on), name: "bee.png".to_owned(), size: 9 }.into()
            }
            Swears(on) => send(on, "darn it").into(),
            Types(on) => StartTyping { channel: self.channel(on) }.into(),
            Edits(on) => edit(on, "other words").into(),
            EditsIn(on) => edit(on, "darn it").into(),
            Deletes(on, whose) => {
                DeleteMessage { channel: self.channel(on), message: self.last_of(whose).id }.into()
            }
            DeletesTogether(on, whose) => {
                DeleteMessages { channel: self.channel(on), messages: vec![self.last_of(whose).id] }.into()
            }
            _ => GetMembers { hub, after: None, limit: None, online: None, users: None }.into(),
        }
    }

    fn with_roles(&self, what: What) -> Command {
        let hub = self.hub;
        match what {
            Assigns(whom, role) => AssignRole { hub, user: self.id(whom), role: self.role(role) }.into(),
            Unassigns(whom, role) => RemoveRole { hub, user: self.id(whom), role: self.role(role) }.into(),
            AssignsToMany(role) => {
                let add = vec![self.id(Who::Bo), self.id(Who::Cy)];
                UpdateRoleMembers { hub, role: self.role(role), add, remove: Vec::new() }.into()
            }
            RenamesRole(role) => {
                UpdateRole { name: Some("other".to_owned()), ..UpdateRole::of(hub, self.role(role)) }.into()
            }
            ChangesRole(role, permissions) => gives(hub, self.role(role), permissions).into(),
            ChangesEveryone(permissions) => gives(hub, hub.everyone(), permissions).into(),
            MovesRole(role, position) => {
                UpdateRole { position: Some(position), ..UpdateRole::of(hub, self.role(role)) }.into()
            }
            DeletesRole(role) => DeleteRole { hub, role: self.role(role) }.into(),
            MakesRole(permissions) => new_role(hub, permissions).into(),
            _ => unreachable!("it has nothing to do with roles"),
        }
    }

    fn with_places(&self, what: What) -> Command {
        let (hub, category) = (self.hub, self.beds);
        match what {
            Overwrites(on, whom, allow, deny) => self.overwrite(on, self.target(whom), allow, deny),
            RemovesOverwrite(on, whom) => self.no_overwrite(on, self.target(whom)),
            MakesChannel => self.new_channel(None),
            MakesChannelFor(whom, allow, deny) => {
                self.new_channel(Some(vec![Overwrite { target: self.target(whom), allow, deny }]))
            }
            PutsIntoBeds(on) => {
                UpdateChannel { category: Some(Some(category)), ..UpdateChannel::of(self.channel(on)) }.into()
            }
            LetsFollow(on, synced) => {
                UpdateChannel { synced: Some(synced), ..UpdateChannel::of(self.channel(on)) }.into()
            }
            Slows(on) => {
                UpdateChannel { slow_mode_secs: Some(60), ..UpdateChannel::of(self.channel(on)) }.into()
            }
            RenamesChannel(on) => {
                UpdateChannel { name: Some("other".to_owned()), ..UpdateChannel::of(self.channel(on)) }.into()
            }
            DeletesChannel(on) => DeleteChannel { channel: self.channel(on) }.into(),
            MakesCategory => CreateCategory { hub, name: "other".to_owned(), position: None }.into(),
            DeletesCategory => DeleteCategory { hub, category }.into(),
            Locks(On::Hub) => LockHub { hub, reason: None }.into(),
            Locks(on) => LockChannel { channel: self.channel(on), reason: None }.into(),
            Unlocks(On::Hub) => UnlockHub { hub, reason: None }.into(),
            Unlocks(on) => UnlockChannel { channel: self.channel(on), reason: None }.into(),
            _ => unreachable!("it has nothing to do with places"),
        }
    }

    fn new_channel(&self, overwrites: Option<Vec<Overwrite>>) -> Command {
        let (hub, name) = (self.hub, "new".to_owned());
        CreateChannel { hub, name, topic: None, category: None, position: None, overwrites }.into()
    }

    fn governing(&self, what: What) -> Command {
        let hub = self.hub;
        let code = |whose: Who| self.codes.borrow()[&whose].clone();
        match what {
            TimesOut(whom) => {
                TimeOutMember { hub, user: self.id(whom), until: Some(in_ms(60_000)), reason: None }.into()
            }
            Kicks(whom) => KickMember { hub, user: self.id(whom), reason: None }.into(),
            Bans(whom) => {
                let user = self.id(whom);
                BanUser { hub, user, until: None, reason: None, delete_last_secs: None }.into()
            }
            Lifts(whom) => LiftBan { hub, user: self.id(whom), reason: None }.into(),
            ListsBans => GetBans { hub, after: None, limit: None }.into(),
            Invites => CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
            Revokes(whose) => RevokeInvite { hub, code: code(whose) }.into(),
            Joins(whose) => JoinHub { code: code(whose) }.into(),
            SetsRules => SetHubRules { hub, text: "Mine".to_owned() }.into(),
            AcceptsRules => AcceptRules { hub }.into(),
            LooksAtShield => GetRaidShield { hub }.into(),
            SetsShield => no_shield(hub).into(),
            PausesInvites => PauseInvites { hub, until: None }.into(),
            ResumesInvites => ResumeInvites { hub }.into(),
            MakesRule(action) => rule(hub, action).into(),
            ListsRules => GetAutomodRules { hub }.into(),
            TriesRule => TryAutomod { hub, content: "darn".to_owned(), channel: None, trigger: None }.into(),
            ListsHeld => GetHeldMessages { hub, after: None, limit: None }.into(),
            Explains(whom) => ExplainPermissions { hub, member: Some(self.id(whom)), channel: None }.into(),
            ReadsLog => GetAuditLog::of(hub).into(),
            MakesWebhook(on) => CreateWebhook { channel: self.channel(on), name: "CI".to_owned() }.into(),
            ListsWebhooks => GetWebhooks { hub }.into(),
            RenamesHub => UpdateHub { hub, name: Some("Other".to_owned()), description: None }.into(),
            HandsOver(whom) => TransferHub { hub, owner: self.id(whom) }.into(),
            DeletesHub => DeleteHub { hub }.into(),
            Leaves => LeaveHub { hub }.into(),
            _ => unreachable!("it has nothing to do with governing"),
        }
    }
}

fn new_role(hub: hubbub_shared::HubId, permissions: Permissions) -> CreateRole {
    CreateRole::of(hub, "new".to_owned(), permissions)
}

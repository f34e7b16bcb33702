//! A change of a hub in the making: the structure and the members as they shall be.
//!
//! A draft opens only to who may, and what it writes and what is known of it afterwards follow from comparing it with
//! what it was made from. So an operation can neither forget a check, nor a write, nor a fact.

use super::shared::Shared;
use super::store::HubDoc;
use super::structure::Structure;
use crate::domain::access::{ChannelAccess, HubAccess, ServerAccess};
use crate::domain::automod::{Automod, RuleDoc};
use crate::domain::caller::Caller;
use crate::domain::capacity::Capacity;
use crate::domain::categories::CategoryDoc;
use crate::domain::channels::ChannelDoc;
use crate::domain::departures::DepartureDoc;
use crate::domain::facts::{Cause, Fact, FactsDoc};
use crate::domain::found_by;
use crate::domain::invites::InviteDoc;
use crate::domain::members::{JoinedByDoc, MemberDoc, MemberStatus};
use crate::domain::outgoing::OutgoingDoc;
use crate::domain::pictures::{self, PictureDoc, Whose};
use crate::domain::purges::PurgeDoc;
use crate::domain::raid_shield;
use crate::domain::role_groups::RoleGroupDoc;
use crate::domain::roles::RoleDoc;
use crate::domain::suspensions::SuspensionDoc;
use crate::domain::sweeps;
use crate::domain::users::Person;
use crate::domain::webhooks::WebhookDoc;
use crate::error::{Error, Result};
use crate::store::{Entity, Write};
use hubbub_shared::model::audit::Actor;
use hubbub_shared::model::{AutomodAction, User};
use hubbub_shared::permissions::manage;
use hubbub_shared::text::Reason;
use hubbub_shared::{AutomodRuleId, ChannelId, ErrorCode, Permissions, Problem, RoleId, Timestamp, UserId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Whose change it is.
#[derive(Debug, Clone)]
pub struct By {
    /// The one whose right counts.
    pub caller: Caller,
    /// Names the request in logs and in facts.
    pub request: Arc<str>,
}

/// What a change takes.
#[derive(Debug, Clone)]
pub enum Needs {
    /// To belong to the hub, and to hold this in it as a whole.
    InHub(Permissions),
    /// To see a channel of it, and to hold this there.
    InChannel(ChannelId, Permissions),
    /// To own the hub; the words are for who does not.
    Ownership(&'static str),
    /// An invite: whoever comes by it is no member yet.
    Invite {
        /// The invite, as it was read.
        invite: InviteDoc,
        /// Since when the account exists of who comes.
        account_since: Timestamp,
    },
    /// To belong to the hub: whoever is in may go, whatever else they may do.
    Leaving,
    /// To be somebody whose account has ended: nothing may be left of them but their id.
    Departed(DepartureDoc),
    /// To own the server.
    Server(ServerAccess),
    /// The end of a suspension, set when it began: the hub opens again, or is deleted.
    End,
    /// Too many who came at once: invites pause, and whoever was one too many is the cause.
    Raid,
    /// To belong to the hub: what one is called elsewhere is other now, and one is found by it here.
    Profile,
    /// A rule of the hub that times the caller out for what they wrote.
    Rule(AutomodRuleId),
}

/// What a change starts from, all of one moment.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The structure now.
    pub structure: Arc<Structure>,
    /// The members the change is about, as they are now, former ones too.
    pub members: HashMap<UserId, Arc<MemberDoc>>,
    /// Who these members are.
    pub people: HashMap<UserId, Arc<User>>,
    /// The moment for which timeouts count.
    pub now: Timestamp,
    /// How much there may be.
    pub capacity: Capacity,
}

/// The basis and what shall become of it.
#[derive(Debug)]
pub struct Draft {
    basis: Basis,
    by: By,
    needs: Needs,
    /// `None` for who comes by an invite.
    proof: Option<HubAccess>,
    structure: Option<Structure>,
    members: HashMap<UserId, MemberDoc>,
    /// `None`: they stay as they are.
    automod_rules: Option<Vec<RuleDoc>>,
    /// Invites that are new (`None`) or used: before and after.
    invites: Vec<(Option<InviteDoc>, InviteDoc)>,
    /// Invites that are taken back.
    revoked: Vec<InviteDoc>,
    /// Webhooks that are new, others, or gone: before and after.
    webhooks: Vec<(Option<WebhookDoc>, Option<WebhookDoc>)>,
    /// The same of webhooks that send.
    outgoing: Vec<(Option<OutgoingDoc>, Option<OutgoingDoc>)>,
    purges: Vec<PurgeDoc>,
    /// What is written with the change, of which the hub knows nothing.
    along: Vec<Write>,
    reason: Option<String>,
    deletes_hub: bool,
}

/// A draft that was worked out: what to write, and what is true once it is written.
#[derive(Debug)]
pub struct Outcome {
    /// All or nothing, the facts among them.
    pub writes: Vec<Write>,
    /// The structure with its new version.
    pub structure: Structure,
    /// Whether anything but the version differs, so that rights and rules are others.
    pub is_restructured: bool,
    /// Whether members see the difference, so that views are to be made anew.
    pub looks_different: bool,
    /// Members that changed: before (`None`: they did not belong to the hub) and after.
    pub members: Vec<(Option<Arc<MemberDoc>>, MemberDoc)>,
    /// The hub is gone.
    pub is_deleted: bool,
}

impl Draft {
    /// Opens a draft to who holds what the change takes, by the state that it is made from.
    pub fn open(basis: Basis, by: By, needs: Needs) -> Result<Self> {
        let proof = check(&basis, &by.caller, &needs)?;
        Ok(Self {
            basis,
            by,
            needs,
            proof,
            structure: None,
            members: HashMap::new(),
            automod_rules: None,
            invites: Vec::new(),
            revoked: Vec::new(),
            webhooks: Vec::new(),
            outgoing: Vec::new(),
            purges: Vec::new(),
            along: Vec::new(),
            reason: None,
            deletes_hub: false,
        })
    }

    /// The right by which the draft was opened. Who comes by an invite has none in the hub.
    pub fn proof(&self) -> Result<HubAccess> {
        self.proof.clone().ok_or_else(Error::not_found)
    }

    /// The right in the channel that the change is about.
    pub fn channel(&self) -> Result<ChannelAccess> {
        match self.needs {
            Needs::InChannel(channel, permissions) => self.proof()?.channel(channel, permissions),
            _ => Err(Error::not_found()),
        }
    }

    /// The moment of the change.
    pub const fn now(&self) -> Timestamp {
        self.basis.now
    }

    /// How much there may be of everything.
    pub const fn capacity(&self) -> Capacity {
        self.basis.capacity
    }

    /// A member the change is about, who belongs to the hub.
    pub fn member(&self, user: UserId) -> Option<Arc<MemberDoc>> {
        self.known(user).filter(|member| member.is_active())
    }

    /// Somebody the change is about, who belongs to the hub, did once, or was banned before they came.
    pub fn known(&self, user: UserId) -> Option<Arc<MemberDoc>> {
        self.basis.members.get(&user).cloned()
    }

    /// The structure, to be changed.
    pub fn structure(&mut self) -> &mut Structure {
        let before = &self.basis.structure;
        self.structure.get_or_insert_with(|| Structure::clone(before))
    }

    /// The rules of automod, to be changed.
    pub fn automod_rules(&mut self) -> &mut Vec<RuleDoc> {
        let before = &self.basis.structure.automod;
        self.automod_rules.get_or_insert_with(|| before.rules().to_vec())
    }

    /// Whether rules are to be made ready, which may take a while.
    pub const fn changes_rules(&self) -> bool {
        self.automod_rules.is_some()
    }

    /// Lets the caller only read for as long as the rule says that opened the draft. A longer timeout stays.
    pub fn time_out_by_rule(&mut self) -> Result<()> {
        let Needs::Rule(id) = self.needs else { return Err(Error::not_found()) };
        let rules = self.basis.structure.automod.rules();
        let rule = rules.iter().find(|rule| rule.id == id && rule.enabled).ok_or_else(Error::not_found)?;
        let AutomodAction::TimeOut { secs } = rule.action else { return Err(Error::not_found()) };
        let member = self.member(self.by.caller.user).ok_or_else(Error::not_found)?;
        let until = Some(self.basis.now.plus_ms(1000 * secs.cast_signed()));
        self.reason = Some(rule.name.clone());
        if member.timed_out_until < until {
            self.put_member(MemberDoc { timed_out_until: until, ..MemberDoc::clone(&member) });
        }
        Ok(())
    }

    /// Replaces a member.
    pub fn put_member(&mut self, member: MemberDoc) {
        self.members.insert(member.user, member);
    }

    /// Has the caller found by what they are called now: whoever changes is.
    pub fn rename(&mut self) -> Result<()> {
        let Needs::Profile = self.needs else { return Err(Error::not_found()) };
        let member = self.member(self.by.caller.user).ok_or_else(Error::not_found)?;
        self.put_member(MemberDoc::clone(&member));
        Ok(())
    }

    /// Lets the caller in by the invite that opened the draft, and counts its use. Keeps a timeout that was in force
    /// when they left.
    pub fn admit(&mut self) -> Result<()> {
        let Needs::Invite { invite, account_since } = &self.needs else { return Err(Error::not_found()) };
        let user = self.by.caller.as_person()?.user;
        let hub = &self.basis.structure.hub;
        let fresh = MemberDoc::new(invite.hub, user, self.basis.now);
        let known = self.known(user);
        if known.as_ref().is_some_and(|known| !known.may_come(self.basis.now)) {
            return Err(Error::forbidden("You are banned from this hub."));
        }
        if hub.pause_at(self.basis.now).is_some() {
            return Err(raid_shield::paused());
        }
        hub.raid_shield.check_age(*account_since, self.basis.now)?;
        let rules_pending = Some(true).filter(|_| !hub.rules.is_empty());
        let joined_by = Some(JoinedByDoc { code: invite.code.clone(), inviter: invite.inviter });
        let known = known.map(|known| MemberDoc::clone(&known).back(fresh.joined_at));
        self.invites.push((Some(invite.clone()), InviteDoc { uses: invite.uses + 1, ..invite.clone() }));
        let member = known.unwrap_or(fresh);
        self.members.insert(user, MemberDoc { rules_pending, joined_by, ..member });
        Ok(())
    }

    /// Lets a bot in, with a role of its own that gives this. One that is here already stays as it is. That it is there when
    /// this is stored is stored with it.
    pub fn add_bot(&mut self, bot: &Person, role: RoleId, permissions: Permissions) -> Result<()> {
        let (proof, now) = (self.proof()?, self.basis.now);
        manage::may_add_bot(&proof.standing(), permissions)?;
        bot.must_be_there()?;
        if self.member(bot.id).is_some() {
            return Ok(());
        }
        let known = self.known(bot.id).map(|known| MemberDoc::clone(&known));
        if known.as_ref().is_some_and(|known| !known.may_come(now)) {
            return Err(Error::forbidden("This bot is banned from the hub. Lift the ban first."));
        }
        let (hub, most) = (self.basis.structure.hub.id, self.basis.capacity.roles);
        let own =
            RoleDoc { bot: Some(bot.id), ..RoleDoc::new(role, hub, bot.display_name.clone(), permissions) };
        self.structure().add_role(own, most)?;
        let member = known.unwrap_or_else(|| MemberDoc::new(hub, bot.id, now)).back(now);
        let roles = vec![role];
        self.put_member(MemberDoc { roles, rules_pending: None, joined_by: None, bot: Some(true), ..member });
        self.along.push(Write::replace(bot)?);
        Ok(())
    }

    /// The roles of bots that go, go with them.
    fn drop_roles_of_bots(&mut self) {
        let gone = self.members.values().filter(|member| !member.is_active());
        let gone: Vec<UserId> = gone.map(|member| member.user).collect();
        let is_theirs = |role: &RoleDoc| role.bot.is_some_and(|bot| gone.contains(&bot));
        let roles = self.structure.as_ref().unwrap_or(&self.basis.structure).roles.iter();
        let theirs: Vec<RoleId> = roles.filter(|role| is_theirs(role)).map(|role| role.id).collect();
        for role in theirs {
            self.structure().remove_role(role);
        }
    }

    /// Lets the caller go. The hub's owner stays: it would be nobody's. A timeout stays with the hub, so coming back does
    /// not end it.
    pub fn leave(&mut self) -> Result<()> {
        let Needs::Leaving = self.needs else { return Err(Error::not_found()) };
        let user = self.by.caller.user;
        if self.basis.structure.hub.owner == user {
            return Err(Error::rejected(
                ErrorCode::Conflict,
                "The owner cannot leave. Hand the hub over or delete it.",
            ));
        }
        let member = self.member(user).ok_or_else(Error::not_found)?;
        self.put_member(MemberDoc::clone(&member).gone(MemberStatus::Left));
        Ok(())
    }

    /// Lets somebody go whose account has ended, and takes away by what they were found, if they had left before too.
    pub fn depart(&mut self) -> Result<()> {
        let Needs::Departed(order) = &self.needs else { return Err(Error::not_found()) };
        let user = order.user();
        if self.basis.structure.hub.owner == user {
            return Err(Error::rejected(
                ErrorCode::Conflict,
                "Somebody owns this hub whose account has ended.",
            ));
        }
        let known = self.known(user).ok_or_else(Error::not_found)?;
        let member = MemberDoc::clone(&known);
        let is_here = member.is_active();
        self.put_member(if is_here { member.gone(MemberStatus::Left) } else { member });
        Ok(())
    }

    /// Closes the hub or opens it: the right of the server's owner.
    pub fn suspend(&mut self, suspension: Option<SuspensionDoc>) -> Result<()> {
        let Needs::Server(_) = self.needs else { return Err(Error::not_found()) };
        self.reason = suspension.as_ref().map(|suspension| suspension.reason.clone());
        self.structure().hub.suspend(suspension);
        Ok(())
    }

    /// The time of a suspension is over. Whether the hub is deleted by that.
    pub fn end_suspension(&mut self) -> Result<bool> {
        let Needs::End = self.needs else { return Err(Error::not_found()) };
        let deletes = self.basis.structure.hub.suspended.as_ref().is_some_and(|one| one.deletes);
        if deletes {
            self.deletes_hub = true;
        } else {
            self.structure().hub.suspend(None);
        }
        Ok(deletes)
    }

    /// Has facts written down elsewhere with the change: in the log of the server.
    pub fn tell_server(&mut self, facts: &FactsDoc) -> Result<()> {
        self.along.push(Write::insert(facts)?);
        Ok(())
    }

    /// Makes another member the owner. That they are there when it is stored is stored with it: nobody whose account ends
    /// at the same moment owns a hub.
    pub fn hand_over(&mut self, heir: &Person) -> Result<()> {
        if self.member(heir.id).is_none() {
            return Err(Problem::field("owner", "The new owner must be a member of the hub.").into());
        }
        heir.must_be_there()?;
        if heir.is_bot() {
            return Err(Problem::field("owner", "A bot cannot own a hub.").into());
        }
        self.structure().hub.owner = heir.id;
        self.along.push(Write::replace(heir)?);
        Ok(())
    }

    /// Pauses invites because too many came at once; what is paused already stays so.
    pub fn pause_by_shield(&mut self) -> Result<()> {
        let Needs::Raid = self.needs else { return Err(Error::not_found()) };
        let now = self.basis.now;
        let hub = &self.basis.structure.hub;
        if hub.pause_at(now).is_none() {
            let pause = hub.raid_shield.pause(now);
            self.structure().hub.invites_paused = Some(pause);
        }
        Ok(())
    }

    /// Takes an invite back, as it was read.
    pub fn revoke(&mut self, invite: InviteDoc) {
        self.revoked.push(invite);
    }

    /// Adds an invite.
    pub fn invite(&mut self, invite: InviteDoc) {
        self.invites.push((None, invite));
    }

    /// Adds a webhook (no `before`), changes one as it was read, or ends it (no `after`).
    pub fn webhook(&mut self, before: Option<WebhookDoc>, after: Option<WebhookDoc>) {
        self.webhooks.push((before, after));
    }

    /// The same of a webhook that sends.
    pub fn outgoing(&mut self, before: Option<OutgoingDoc>, after: Option<OutgoingDoc>) {
        self.outgoing.push((before, after));
    }

    /// Has what somebody said since a moment deleted in the background, as a part of banning them.
    pub fn purge(&mut self, author: UserId, since: Timestamp) -> Result<()> {
        self.purges.push(self.proof()?.order_purge(author, since, &self.by.request)?);
        Ok(())
    }

    /// Why it is done, for those who look later, if it can be said.
    pub fn because(&mut self, reason: Option<&str>) -> Result<Option<String>> {
        self.reason = reason.map(Reason::parse).transpose()?.map(Into::into);
        Ok(self.reason.clone())
    }

    /// Gives the hub a picture, or takes its picture away.
    pub fn show(&mut self, picture: Option<PictureDoc>) -> Result<()> {
        let hub = &self.basis.structure.hub;
        let icon = picture.as_ref().map(|picture| picture.hash.clone());
        if hub.icon == icon {
            return Ok(());
        }
        if let Some(former) = &hub.icon {
            self.along.extend(pictures::let_go(Whose::Hub(hub.id), hub.version, former)?);
        }
        self.along.extend(picture.as_ref().map(Write::insert).transpose()?);
        self.structure().hub.icon = icon;
        Ok(())
    }

    /// Deletes the hub with its structure: its owner's right alone.
    pub fn delete_hub(&mut self) -> Result<()> {
        let is_owner = self.proof()?.is_owner();
        self.deletes_hub = is_owner;
        if is_owner { Ok(()) } else { Err(Error::not_found()) }
    }

    /// Works out the writes and the facts.
    pub fn finish(mut self, facts_id: u64) -> Result<Outcome> {
        self.drop_roles_of_bots();
        let mut changes = Changes::default();
        let before = Arc::clone(&self.basis.structure);
        let is_changed = self.structure.is_some();
        let mut structure = self.structure.take().unwrap_or_else(|| Structure::clone(&before));
        let mut members = Vec::new();
        if self.deletes_hub {
            changes.delete_all(&before)?;
        } else {
            if is_changed {
                structure.sort();
                structure.check_choosable()?;
                changes.compare_shared(&before.role_groups, &mut structure.role_groups)?;
                changes.compare_shared(&before.roles, &mut structure.roles)?;
                changes.compare_shared(&before.categories, &mut structure.categories)?;
                changes.compare_shared(&before.channels, &mut structure.channels)?;
            }
            for gone in before.channels_not_in(&structure) {
                changes.writes.push(sweeps::channel(gone)?);
            }
            if let Some(mut rules) = self.automod_rules.take() {
                changes.compare(before.automod.rules(), &mut rules)?;
                structure.automod = Arc::new(Automod::of(rules));
            }
            changes.told.extend(Fact::changed(Some(&before.hub), Some(&structure.hub)));
            for (before, after) in &mut self.invites {
                changes.put(before.as_ref(), after)?;
            }
            for invite in &self.revoked {
                changes.writes.push(Write::delete::<InviteDoc>(invite.id(), Some(invite.version)));
                changes.told.extend(Fact::changed(Some(invite), None));
            }
            changes.put_or_end(&mut self.webhooks)?;
            changes.put_or_end(&mut self.outgoing)?;
            for purge in &self.purges {
                changes.writes.push(Write::insert(purge)?);
            }
            for (user, mut after) in std::mem::take(&mut self.members) {
                let known = self.basis.members.get(&user).cloned();
                if let Some(person) = self.basis.people.get(&user) {
                    after = after.called(person);
                }
                changes.member(known.as_deref(), &mut after)?;
                members.push((known.filter(|known| known.is_active()), after));
            }
        }
        // What a webhook may is taken with it, as a right is.
        let is_restructured = structure != *before || !self.webhooks.is_empty();
        let looks_different = !structure.looks_like(&before);
        if !self.deletes_hub {
            if changes.writes.is_empty() && structure == *before {
                return Ok(Outcome::unchanged(structure));
            }
            // First, so that another writer shows as a change of the hub, whatever else conflicts.
            changes.writes.insert(0, Write::replace(&structure.hub)?);
        }
        changes.writes.append(&mut self.along);
        structure.hub.version += 1;
        let actor = match self.needs {
            Needs::Rule(_) | Needs::Raid => Actor::Automod,
            Needs::InHub(_)
            | Needs::InChannel(..)
            | Needs::Ownership(_)
            | Needs::Invite { .. }
            | Needs::Leaving
            | Needs::Departed(_)
            | Needs::Profile
            | Needs::Server(_)
            | Needs::End => self.by.caller.actor(),
        };
        let (by, reason) = (&self.by, self.reason.as_deref());
        let cause = Cause { who: by.caller.user, actor, request: &by.request, reason };
        let hub = &structure.hub;
        if let Some(facts) =
            FactsDoc::of_hub(facts_id, hub.id, hub.version, self.basis.now, cause, changes.told)
        {
            changes.writes.push(Write::insert(&facts)?);
        }
        Ok(Outcome {
            writes: changes.writes,
            structure,
            is_restructured,
            looks_different,
            members,
            is_deleted: self.deletes_hub,
        })
    }
}

impl Outcome {
    /// Everything is as asked already.
    const fn unchanged(structure: Structure) -> Self {
        Self::joined(structure, Vec::new())
    }

    /// These came, and nothing else is other than before; it is written already.
    pub const fn joined(structure: Structure, members: Vec<(Option<Arc<MemberDoc>>, MemberDoc)>) -> Self {
        Self {
            writes: Vec::new(),
            structure,
            is_restructured: false,
            looks_different: false,
            members,
            is_deleted: false,
        }
    }
}

/// Whether the caller holds what a change takes. The proof; none for who comes by an invite.
pub fn check(basis: &Basis, caller: &Caller, needs: &Needs) -> Result<Option<HubAccess>> {
    let member = basis.members.get(&caller.user).filter(|member| member.is_active());
    let proof = |needs| {
        let member = member.ok_or_else(Error::not_found)?;
        HubAccess::prove(caller, &basis.structure, member, basis.now, needs)
    };
    match needs {
        Needs::InHub(permissions) => proof(*permissions).map(Some),
        Needs::InChannel(channel, permissions) => {
            let proof = proof(Permissions::NONE)?;
            proof.channel(*channel, *permissions)?;
            Ok(Some(proof))
        }
        Needs::Ownership(refusal) => {
            caller.as_person()?;
            let proof = proof(Permissions::NONE)?;
            if proof.is_owner() { Ok(Some(proof)) } else { Err(Error::forbidden(*refusal)) }
        }
        Needs::Invite { invite, .. } if invite.hub == basis.structure.hub.id => {
            basis.structure.must_be_open(basis.now)?;
            Ok(None)
        }
        Needs::Server(_) | Needs::Departed(_) => Ok(None),
        Needs::End => match basis.structure.hub.due_at.is_some_and(|due| due <= basis.now) {
            true => Ok(None),
            false => Err(Error::not_found()),
        },
        Needs::Invite { .. } => Err(Error::not_found()),
        Needs::Raid => Ok(None),
        Needs::Leaving | Needs::Profile | Needs::Rule(_) => member.map(|_| None).ok_or_else(Error::not_found),
    }
}

/// An entity whose version a draft keeps in step with the store.
pub(super) trait Versioned: Entity + PartialEq + crate::domain::facts::Subject {
    fn version(&mut self) -> &mut u64;
}

macro_rules! versioned {
    ($($name:ty),*) => {$(
        impl Versioned for $name {
            fn version(&mut self) -> &mut u64 {
                &mut self.version
            }
        }
    )*};
}

versioned!(
    RoleDoc,
    RoleGroupDoc,
    CategoryDoc,
    ChannelDoc,
    MemberDoc,
    InviteDoc,
    RuleDoc,
    WebhookDoc,
    OutgoingDoc
);

/// What comparing yields.
#[derive(Default)]
pub(super) struct Changes {
    pub writes: Vec<Write>,
    pub told: Vec<Fact>,
}

impl Changes {
    /// Inserts what is new, replaces what changed.
    pub fn put<T: Versioned>(&mut self, before: Option<&T>, after: &mut T) -> Result<()> {
        match before {
            None => self.writes.push(Write::insert(after)?),
            Some(before) if before == after => return Ok(()),
            Some(_) => self.writes.push(Write::replace(after)?),
        }
        self.told.extend(Fact::changed(before, Some(after)));
        if before.is_some() {
            *after.version() += 1;
        }
        Ok(())
    }

    /// The same of what may end: before and after.
    fn put_or_end<T: Versioned>(&mut self, all: &mut [(Option<T>, Option<T>)]) -> Result<()> {
        for (before, after) in all {
            match (before, after) {
                (before, Some(after)) => self.put(before.as_ref(), after)?,
                (Some(gone), None) => {
                    let version = *gone.version();
                    self.writes.push(Write::delete::<T>(gone.id(), Some(version)));
                    self.told.extend(Fact::changed(Some(&*gone), None));
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// A member, with what they are found by.
    pub fn member(&mut self, before: Option<&MemberDoc>, after: &mut MemberDoc) -> Result<()> {
        self.put(before, after)?;
        self.writes.extend(found_by::changes(before, after)?);
        Ok(())
    }

    /// The same for all of a kind, and deletes what is gone.
    pub fn compare<T: Versioned>(&mut self, before: &[T], after: &mut [T]) -> Result<()> {
        let kept: HashSet<String> = after.iter().map(Entity::id).collect();
        for old in before.iter().filter(|old| !kept.contains(&old.id())) {
            self.writes.push(Write::delete::<T>(old.id(), None));
            self.told.extend(Fact::changed(Some(old), None));
        }
        let known: HashMap<String, &T> = before.iter().map(|old| (old.id(), old)).collect();
        for new in after {
            self.put(known.get(&new.id()).copied(), new)?;
        }
        Ok(())
    }

    /// The same. A list that nobody changed is the same list, and stays it.
    fn compare_shared<T: Versioned + Clone>(
        &mut self,
        before: &Shared<T>,
        after: &mut Shared<T>,
    ) -> Result<()> {
        if before == after {
            after.clone_from(before);
            return Ok(());
        }
        self.compare(before, after)
    }

    fn delete_all(&mut self, structure: &Structure) -> Result<()> {
        fn of<T: Entity>(all: &[T], writes: &mut Vec<Write>) {
            writes.extend(all.iter().map(|one| Write::delete::<T>(one.id(), None)));
        }
        let writes = &mut self.writes;
        of(&structure.roles, writes);
        of(&structure.role_groups, writes);
        of(&structure.categories, writes);
        of(&structure.channels, writes);
        of(structure.automod.rules(), writes);
        writes.push(Write::delete::<HubDoc>(structure.hub.id, Some(structure.hub.version)));
        writes.push(sweeps::hub(structure.hub.id)?);
        if let Some(icon) = &structure.hub.icon {
            writes.extend(pictures::let_go(Whose::Hub(structure.hub.id), structure.hub.version, icon)?);
        }
        for channel in &structure.channels {
            writes.push(sweeps::channel(channel.id)?);
        }
        self.told.extend(Fact::changed(Some(&structure.hub), None));
        Ok(())
    }
}

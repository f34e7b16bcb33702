//! The permission arithmetic, once. Plain data in, bits out; with a recorder it explains itself.
//!
//! Order of the steps: owner, roles, administrator, overwrites (everyone, roles, member), timeout, lock, what needs
//! sight or the right to send, the scope of a key. The order of overwrites is the one Discord publishes; all
//! role overwrites are one step in which allow wins, so their order does not matter.

use super::Permissions;
use crate::ids::{RoleId, UserId};
use crate::model::{Overwrite, OverwriteTarget, Role};
use serde::{Deserialize, Serialize};

/// Whose permissions are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The person who is asked about.
    pub user: UserId,
    /// Whether they belong to the hub; a former owner does not.
    pub is_member: bool,
    /// Whether they own the hub.
    pub is_owner: bool,
    /// Their roles without *everyone*; ids of deleted roles are ignored.
    pub roles: &'a [RoleId],
    /// Whether a timeout is in force now.
    pub timed_out: bool,
    /// Whether they have yet to accept the hub's rules.
    pub rules_pending: bool,
    /// What the key they came with allows; [`Permissions::ALL`] for a person.
    pub scope: Permissions,
}

/// Where the permissions are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The role that every member has.
    pub everyone: RoleId,
    /// All roles of the hub, in any order.
    pub roles: &'a [Role],
    /// Overwrites of the channel, or of its category if the channel is synced. Empty for the hub itself.
    pub overwrites: &'a [Overwrite],
    /// Whether the channel or its hub is locked.
    pub locked: bool,
}

/// What decided a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Not a member: nothing.
    NotMember,
    /// The owner may do everything.
    Owner,
    /// Given by *everyone*.
    Everyone,
    /// Given by a role.
    Role(RoleId),
    /// A role with ADMINISTRATOR.
    Administrator,
    /// The overwrite for everyone.
    EveryoneOverwrite,
    /// The overwrites for the member's roles, taken together.
    RoleOverwrites,
    /// The overwrite for this member.
    MemberOverwrite,
    /// The member is timed out.
    TimedOut,
    /// The member has yet to accept the hub's rules.
    RulesPending,
    /// The channel or its hub is locked, and the member does not moderate it.
    Locked,
    /// Who cannot see the channel can do nothing in it.
    NoView,
    /// Who cannot send cannot attach, embed, mention everyone or ask polls.
    NoSend,
    /// Outside the scope of the key.
    Scope,
}

/// One step and the bits it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepTaken {
    /// The step of the calculation.
    pub step: Step,
    /// Bits that it gave.
    pub granted: Permissions,
    /// Bits that it took.
    pub taken: Permissions,
}

/// The answer to "what may they do here, and why".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// What they may do, after all steps.
    pub permissions: Permissions,
    /// The steps that changed something, in order. The last one that names a bit decided it.
    pub steps: Vec<StepTaken>,
}

trait Recorder {
    fn record(&mut self, step: Step, before: Permissions, after: Permissions);
}

impl Recorder for () {
    fn record(&mut self, _: Step, _: Permissions, _: Permissions) {}
}

impl Recorder for Vec<StepTaken> {
    fn record(&mut self, step: Step, before: Permissions, after: Permissions) {
        if before != after {
            self.push(StepTaken { step, granted: after.without(before), taken: before.without(after) });
        }
    }
}

/// What the subject may do in the place.
pub fn resolve(subject: &Subject<'_>, place: &Place<'_>) -> Permissions {
    compute(subject, place, &mut ())
}

/// What a member's roles give them, before anything that is said in a place. The first half of [`resolve`], for who asks
/// about many places of one hub.
#[derive(Debug, Clone, Copy)]
pub struct Given(Permissions);

/// The first half: the same for all places of a hub. `place` may be any of them.
pub fn given(subject: &Subject<'_>, place: &Place<'_>) -> Given {
    let mut ledger = Ledger { set: Permissions::NONE, recorder: &mut () };
    add_roles(&mut ledger, subject, place);
    Given(ledger.set)
}

/// The second half: what the subject may do in the place, as [`resolve`] says.
pub fn resolve_given(given: Given, subject: &Subject<'_>, place: &Place<'_>) -> Permissions {
    if !subject.is_member {
        return Permissions::NONE;
    }
    let mut ledger = Ledger { set: Permissions::NONE, recorder: &mut () };
    if subject.is_owner {
        ledger.grant(Step::Owner, Permissions::ALL);
    } else {
        ledger.set = given.0;
        settle(&mut ledger, subject, place);
    }
    ledger.keep(Step::Scope, Permissions::KNOWN & subject.scope);
    ledger.set
}

/// [`resolve`], with the steps that led there.
pub fn explain(subject: &Subject<'_>, place: &Place<'_>) -> Explanation {
    let mut steps = Vec::new();
    let permissions = compute(subject, place, &mut steps);
    if !subject.is_member {
        steps.push(StepTaken { step: Step::NotMember, granted: Permissions::NONE, taken: Permissions::ALL });
    }
    Explanation { permissions, steps }
}

/// The set under construction, and who wants to know how it came about.
struct Ledger<'r, R: Recorder> {
    set: Permissions,
    recorder: &'r mut R,
}

impl<R: Recorder> Ledger<'_, R> {
    fn become_set(&mut self, step: Step, after: Permissions) {
        self.recorder.record(step, self.set, after);
        self.set = after;
    }

    fn grant(&mut self, step: Step, bits: Permissions) {
        self.become_set(step, self.set | bits);
    }

    fn keep(&mut self, step: Step, bits: Permissions) {
        self.become_set(step, self.set & bits);
    }
}

fn compute<R: Recorder>(subject: &Subject<'_>, place: &Place<'_>, recorder: &mut R) -> Permissions {
    if !subject.is_member {
        return Permissions::NONE;
    }
    let mut ledger = Ledger { set: Permissions::NONE, recorder };
    if subject.is_owner {
        ledger.grant(Step::Owner, Permissions::ALL);
    } else {
        add_roles(&mut ledger, subject, place);
        settle(&mut ledger, subject, place);
    }
    ledger.keep(Step::Scope, Permissions::KNOWN & subject.scope);
    ledger.set
}

/// What follows from what roles give, in a place.
fn settle<R: Recorder>(ledger: &mut Ledger<'_, R>, subject: &Subject<'_>, place: &Place<'_>) {
    if ledger.set.contains(Permissions::ADMINISTRATOR) {
        ledger.grant(Step::Administrator, Permissions::ALL);
    } else {
        apply_overwrites(ledger, subject, place);
        apply_limits(ledger, subject, place);
    }
}

fn has_role(subject: &Subject<'_>, role: &Role) -> bool {
    subject.roles.contains(&role.id)
}

fn add_roles<R: Recorder>(ledger: &mut Ledger<'_, R>, subject: &Subject<'_>, place: &Place<'_>) {
    for role in place.roles.iter().filter(|role| role.id == place.everyone) {
        ledger.grant(Step::Everyone, role.permissions & Permissions::KNOWN);
    }
    for role in place.roles.iter().filter(|role| role.id != place.everyone && has_role(subject, role)) {
        ledger.grant(Step::Role(role.id), role.permissions & Permissions::KNOWN);
    }
}

fn apply_overwrites<R: Recorder>(ledger: &mut Ledger<'_, R>, subject: &Subject<'_>, place: &Place<'_>) {
    let is_everyone = |target| target == OverwriteTarget::Role(place.everyone);
    let is_held = |target| match target {
        // Few hold a role at all, so that is asked first; then whether the role still exists.
        OverwriteTarget::Role(id) => {
            !is_everyone(target)
                && subject.roles.contains(&id)
                && place.roles.iter().any(|role| role.id == id)
        }
        OverwriteTarget::Member(_) => false,
    };
    let is_member = |target| target == OverwriteTarget::Member(subject.user);
    overwrite(ledger, Step::EveryoneOverwrite, place, is_everyone);
    overwrite(ledger, Step::RoleOverwrites, place, is_held);
    overwrite(ledger, Step::MemberOverwrite, place, is_member);
}

/// What overwrites may change. Not ADMINISTRATOR: given by one it would bypass the very channel it was written for.
const OVERWRITABLE: Permissions = Permissions::KNOWN.without(Permissions::ADMINISTRATOR);

/// All overwrites for the wanted targets as one step: first what they deny, then what they allow.
fn overwrite<R: Recorder>(
    ledger: &mut Ledger<'_, R>,
    step: Step,
    place: &Place<'_>,
    wanted: impl Fn(OverwriteTarget) -> bool,
) {
    let (mut allow, mut deny) = (Permissions::NONE, Permissions::NONE);
    for overwrite in place.overwrites.iter().filter(|overwrite| wanted(overwrite.target)) {
        allow |= overwrite.allow & OVERWRITABLE;
        deny |= overwrite.deny & OVERWRITABLE;
    }
    ledger.become_set(step, ledger.set.without(deny) | allow);
}

fn apply_limits<R: Recorder>(ledger: &mut Ledger<'_, R>, subject: &Subject<'_>, place: &Place<'_>) {
    if subject.timed_out {
        ledger.keep(Step::TimedOut, Permissions::READ_ONLY);
    }
    if subject.rules_pending {
        ledger.keep(Step::RulesPending, Permissions::READ_ONLY);
    }
    if place.locked && !ledger.set.contains(Permissions::MANAGE_MESSAGES) {
        ledger.keep(Step::Locked, !Permissions::LOCKED_OUT);
    }
    if !ledger.set.contains(Permissions::VIEW) {
        ledger.keep(Step::NoView, Permissions::NONE);
    }
    if !ledger.set.contains(Permissions::SEND) {
        ledger.keep(Step::NoSend, !Permissions::NEED_SEND);
    }
}

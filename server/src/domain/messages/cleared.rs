//! Words that the rules of a hub let through. Nothing else can be sent or edited in: forgetting to ask does not compile.

use super::body::Body;
use crate::domain::access::ChannelAccess;
use crate::domain::automod::{Automod, Hit, Recent, RuleDoc, Said, Whereabouts};
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use hubbub_shared::model::AutomodAction;
use hubbub_shared::{AutomodRuleId, Permissions, RoleId, Timestamp};
use std::cmp::Reverse;
use std::sync::Arc;

/// Words that may be said, by the rules of one moment.
#[derive(Debug, Clone)]
pub struct Cleared {
    body: Body,
    /// By these rules.
    structure: Arc<Structure>,
    /// Of this member, in whose favour a rule may make an exception.
    member: Arc<MemberDoc>,
    /// Rules that point at the message.
    flagged: Vec<Flag>,
}

/// A rule that has something to say, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The rule's id.
    pub rule: AutomodRuleId,
    /// What moderators called it.
    pub name: String,
}

/// What the rules say to words.
#[derive(Debug)]
pub enum Verdict {
    /// They may be said.
    Cleared(Cleared),
    /// They may not, and this is the rule that says so.
    Stopped(Stop),
}

/// Words that a rule stops.
#[derive(Debug)]
pub struct Stop {
    /// The words as they were written.
    pub body: Body,
    /// The one of the rules that does most.
    pub rule: RuleDoc,
}

/// In which way it is said.
#[derive(Debug, Clone, Copy)]
pub enum Saying<'a> {
    /// A new message.
    Send {
        /// What was said in the hub before.
        recent: &'a Recent,
        /// Names what is said now, so that trying again is no repetition.
        key: &'a str,
    },
    /// Other words for a message.
    Edit,
}

impl Cleared {
    /// Asks the rules. Who may turn them off (`manage_hub`) or decides about what they keep (`manage_messages`, there) is
    /// not asked.
    pub fn judge(access: &ChannelAccess, body: Body, saying: Saying<'_>) -> Verdict {
        let hub = access.hub();
        let (structure, member) = (Arc::clone(hub.structure()), Arc::clone(hub.member()));
        let let_through =
            |body, flagged, structure| Verdict::Cleared(Self { body, structure, member, flagged });
        if structure.automod.rules().is_empty() || is_exempt(access) {
            return let_through(body, Vec::new(), structure);
        }
        let words = body.in_words();
        let said = Said::new(&words, body.mentioned().users.len());
        let roles = held_roles(hub.member(), &structure);
        let at = Whereabouts { roles: &roles, channel: Some(access.id()) };
        let mut found: Vec<&RuleDoc> =
            structure.automod.find(&said, at).into_iter().map(|Hit { rule, .. }| rule).collect();
        // Files without words are not the same as each other.
        if let Saying::Send { recent, key } = saying
            && !words.is_empty()
        {
            found.extend(repeated(&structure.automod, at, |secs| {
                let since = hub.now().plus_ms(-1000 * i64::from(secs));
                let before = recent.before(hub.caller().user, said.normal(), key);
                before.into_iter().filter(|at| *at > since).count()
            }));
        }
        // Of those that do the same, the oldest.
        let stops = found.iter().filter(|rule| stops(rule.action));
        if let Some(rule) =
            stops.min_by_key(|rule| (Reverse(weight(rule.action)), rule.id)).map(|rule| (*rule).clone())
        {
            return Verdict::Stopped(Stop { body, rule });
        }
        let flagged = found.iter().map(|rule| Flag { rule: rule.id, name: rule.name.clone() }).collect();
        note(access, &structure.automod, at, &said, saying, hub.now());
        let_through(body, flagged, structure)
    }

    /// Whether the rules of this moment say the same.
    pub fn still_holds(&self, access: &ChannelAccess, saying: Saying<'_>) -> bool {
        let hub = access.hub();
        if Arc::ptr_eq(&self.structure, hub.structure()) && Arc::ptr_eq(&self.member, hub.member()) {
            return true;
        }
        match Self::judge(access, self.body.clone(), saying) {
            Verdict::Cleared(now) => now.flagged == self.flagged,
            Verdict::Stopped(_) => false,
        }
    }

    /// What is said.
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// Rules that point at it.
    pub fn flagged(&self) -> &[Flag] {
        &self.flagged
    }
}

/// Whether the rules do not look at somebody there.
pub fn is_exempt(access: &ChannelAccess) -> bool {
    access.hub().permissions().contains(Permissions::MANAGE_HUB)
        || access.permissions().contains(Permissions::MANAGE_MESSAGES)
}

/// The roles of a member, without ids of deleted ones: those exempt from nothing.
fn held_roles(member: &MemberDoc, structure: &Structure) -> Vec<RoleId> {
    member.roles.iter().copied().filter(|role| structure.role(*role).is_some()).collect()
}

/// How much a rule does, to tell which of several decides.
pub const fn weight(action: AutomodAction) -> u64 {
    match action {
        AutomodAction::Alert => 0,
        AutomodAction::Hold => 1,
        AutomodAction::Block => 2,
        AutomodAction::TimeOut { secs } => 3 + secs,
    }
}

const fn stops(action: AutomodAction) -> bool {
    weight(action) > 0
}

fn repeated<'a>(
    automod: &'a Automod,
    at: Whereabouts<'a>,
    said_within: impl Fn(u32) -> usize + 'a,
) -> impl Iterator<Item = &'a RuleDoc> {
    let too_often = automod.too_often(at);
    too_often.filter(move |(_, times, secs)| said_within(*secs) >= *times as usize).map(|(rule, ..)| rule)
}

/// Only where a rule will ask for it.
fn note(
    access: &ChannelAccess,
    automod: &Automod,
    at: Whereabouts<'_>,
    said: &Said<'_>,
    saying: Saying<'_>,
    now: Timestamp,
) {
    let Saying::Send { recent, key } = saying else { return };
    if automod.too_often(at).next().is_some() {
        recent.note(access.hub().caller().user, said.normal(), key, now);
    }
}

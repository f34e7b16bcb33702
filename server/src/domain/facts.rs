//! Facts: what was changed, by whom, where, from what to what. Derived where a change is worked out, so that no verb can
//! forget one, and stored in the same batch, so that there is none of what did not happen and one of all that did.
//!
//! Who wants to know reads them later with a cursor of its own (`live/readers.rs`): at least once, so everything that is
//! made from a fact has an id made from the fact's. What all have read is deleted.

mod subject;

pub use subject::Subject;

use crate::domain::caller::Caller;
use crate::domain::held::HeldDoc;
use crate::domain::messages::MessageDoc;
use crate::domain::reports::ReportDoc;
use crate::domain::server::SERVER_LOG;
use crate::store::{Collection, Entity, FIRST_VERSION, Query, Store, StoreError};
use hubbub_shared::model::audit::{Actor, AuditAction, FieldChange};
use hubbub_shared::{ChannelId, HubId, PlaceId, Timestamp, UserId, ids};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::Bound;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What was done, by the words of the audit log.
    pub action: AuditAction,
    /// The id of what was changed: of a role, a channel, a person, a message.
    pub subject: String,
    /// What people called it then. Absent for what has no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The person it concerns: the member, or who wrote the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<UserId>,
    /// The place it happened in, or that was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// The fields that differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Who did it.
    pub who: UserId,
    /// What kind of caller that was. Absent in facts from before this was written down: all were persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// The request by which it was done; the server's log tells more under this name.
    pub request: String,
    /// Why, if who did it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Who caused the facts of a change, by which request, and why.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// Who did it, or whose act a rule answered.
    pub who: UserId,
    /// What kind of caller that was.
    pub actor: Actor,
    /// The request by which it was done.
    pub request: &'a str,
    /// Why, if who did it said so.
    pub reason: Option<&'a str>,
}

impl<'a> Cause<'a> {
    /// Somebody did it, for no reason given.
    pub const fn of(caller: &Caller, request: &'a str) -> Self {
        Self { who: caller.user, actor: caller.actor(), request, reason: None }
    }
}

/// The facts of one batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsDoc {
    /// Grows with time. Within one hub or place, in the order of its changes.
    #[serde(rename = "_id")]
    pub id: String,
    /// Of this document; facts do not change.
    pub version: u64,
    /// The hub it happened in; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubId>,
    /// The hub's version, or the place's rev, after it.
    pub number: u64,
    /// When the batch was worked out.
    pub at: Timestamp,
    /// In the order in which they were found.
    pub facts: Vec<Fact>,
    /// Messages that came, changed or went with it. Absent: none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// Where messages got new revs, for who reads them: not which, since they may change again before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The place in which they are.
    pub place: PlaceId,
    /// The rev of the place before them.
    pub after: u64,
}

/// What nobody has to be told any more is deleted from here.
pub static FACTS: Collection = Collection { name: "facts", append_only: false, indexes: &[] };

impl Entity for FactsDoc {
    const COLLECTION: &'static Collection = &FACTS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl Fact {
    /// What happened to something between before and after; nothing if they are the same. `who` is filled in later.
    pub fn changed<T: Subject>(before: Option<&T>, after: Option<&T>) -> Option<Self> {
        let one = after.or(before)?;
        let (old, new) = (fields(before), fields(after));
        if old == new {
            return None;
        }
        Some(Self {
            action: T::action(before, after)?,
            subject: one.subject(),
            name: one.name(),
            whom: one.whom(),
            place: one.place(),
            changes: T::told(compare(&old, &new, T::HIDDEN)),
            who: UserId(0),
            actor: None,
            request: String::new(),
            reason: None,
        })
    }

    /// Something was done to what has this id. `who` is filled in later.
    pub const fn about(action: AuditAction, subject: String) -> Self {
        Self {
            action,
            subject,
            name: None,
            whom: None,
            place: None,
            changes: Vec::new(),
            who: UserId(0),
            actor: None,
            request: String::new(),
            reason: None,
        }
    }

    /// What the owner of the server did to something of this id and name. `who` is filled in later.
    pub fn of_server(
        action: AuditAction,
        (subject, name): (String, Option<String>),
        whom: Option<UserId>,
        changes: Vec<FieldChange>,
    ) -> Self {
        Self { name, whom, changes, ..Self::about(action, subject) }
    }

    /// Messages of a place were deleted together: so many of them. `who` is filled in later.
    pub fn deleted_together(place: PlaceId, count: usize) -> Self {
        let count = FieldChange { field: "count".to_owned(), before: None, after: Some(count.into()) };
        let subject = place.to_string();
        Self {
            place: Some(place),
            changes: vec![count],
            ..Self::about(AuditAction::MessagesDeleted, subject)
        }
    }

    /// Somebody's reaction to a message was taken away. `who` is filled in later.
    pub fn reaction_removed(message: &MessageDoc, user: UserId, emoji: &str) -> Self {
        let emoji = FieldChange { field: "emoji".to_owned(), before: Some(emoji.into()), after: None };
        Self {
            whom: Some(user),
            place: Some(message.place),
            changes: vec![emoji],
            ..Self::about(AuditAction::ReactionRemoved, message.id.to_string())
        }
    }

    fn told(self, cause: Cause<'_>) -> Self {
        Self {
            who: cause.who,
            actor: Some(cause.actor),
            request: cause.request.to_owned(),
            reason: cause.reason.map(str::to_owned),
            ..self
        }
    }

    /// The same, done by somebody.
    #[must_use]
    pub fn by(self, caller: &Caller, request: &str) -> Self {
        self.told(Cause::of(caller, request))
    }

    /// What a rule of this name did about what somebody wrote.
    pub fn of_rule(
        action: AuditAction,
        (subject, name): (String, &str),
        author: UserId,
        place: PlaceId,
        request: &str,
    ) -> Self {
        Self {
            action,
            subject,
            name: Some(name.to_owned()),
            whom: Some(author),
            place: Some(place),
            changes: Vec::new(),
            who: author,
            actor: Some(Actor::Automod),
            request: request.to_owned(),
            reason: None,
        }
    }

    /// What a moderator did with a report. Who made it is nobody's business.
    pub fn of_report(action: AuditAction, report: &ReportDoc) -> Self {
        let outcome =
            report.resolution.as_ref().and_then(|resolution| serde_json::to_value(resolution.outcome).ok());
        let told = outcome.filter(|_| action == AuditAction::ReportResolved);
        let change =
            |outcome| FieldChange { field: "outcome".to_owned(), before: None, after: Some(outcome) };
        Self {
            action,
            subject: report.id.to_string(),
            name: None,
            whom: Some(report.whom),
            place: report.channel.map(ChannelId::place),
            changes: told.map(change).into_iter().collect(),
            who: UserId(0),
            actor: None,
            request: String::new(),
            reason: None,
        }
    }

    /// What a moderator did with what a rule of this name had kept.
    pub fn of_held(action: AuditAction, held: &HeldDoc, by: &Caller, request: &str) -> Self {
        let about = (held.id.to_string(), held.rule_name.as_str());
        Self::of_rule(action, about, held.author, held.channel.place(), "").by(by, request)
    }
}

impl FactsDoc {
    /// The facts of a change of a hub; `None` if there are none.
    pub fn of_hub(
        id: u64,
        hub: HubId,
        number: u64,
        at: Timestamp,
        cause: Cause<'_>,
        facts: Vec<Fact>,
    ) -> Option<Self> {
        let facts = facts.into_iter().map(|fact| fact.told(cause)).collect();
        Self::of(id, Some(hub), number, at, facts)
    }

    /// What the owner of the server did.
    pub fn of_server(id: u64, at: Timestamp, cause: Cause<'_>, fact: Fact) -> Self {
        let facts = vec![fact.told(cause)];
        let (id, hub) = (id.to_string(), Some(SERVER_LOG));
        Self { id, version: FIRST_VERSION, hub, number: 0, at, facts, moved: None }
    }

    /// The facts of a batch; `None` if there are none.
    pub fn of(id: u64, hub: Option<HubId>, number: u64, at: Timestamp, facts: Vec<Fact>) -> Option<Self> {
        Self::of_messages(id, hub, number, at, facts, None)
    }

    /// The same, of a batch that may have changed messages.
    pub fn of_messages(
        id: u64,
        hub: Option<HubId>,
        number: u64,
        at: Timestamp,
        facts: Vec<Fact>,
        moved: Option<Moved>,
    ) -> Option<Self> {
        let doc = Self { id: id.to_string(), version: FIRST_VERSION, hub, number, at, facts, moved };
        (!doc.facts.is_empty() || moved.is_some()).then_some(doc)
    }

    /// The id as a number, which has the time in it.
    pub fn number_of_id(&self) -> u64 {
        self.id.parse().unwrap_or_default()
    }
}

/// The stored facts after an id, oldest first.
pub async fn after(store: &Store, id: u64, limit: usize) -> Result<Vec<FactsDoc>, StoreError> {
    store.find(from(id).limit(limit)).await
}

/// How many batches of facts are stored after an id.
pub async fn count_after(store: &Store, id: u64) -> Result<u64, StoreError> {
    store.count(from(id)).await
}

fn from(id: u64) -> Query {
    Query::on(&FACTS, "_id").range((Bound::Excluded(id.to_string()), Bound::Unbounded))
}

/// Deletes the facts up to an id, this one too.
pub async fn forget(store: &Store, up_to: u64) -> Result<u64, StoreError> {
    let range = (Bound::<String>::Unbounded, Bound::Included(up_to.to_string()));
    store.delete_range(Query::on(&FACTS, "_id").range(range)).await
}

/// The least id that something could have that happens at a moment or later.
pub fn first_id_at(moment: Timestamp) -> u64 {
    ids::compose(moment.0.unsigned_abs(), 0)
}

/// How far a reader has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CursorDoc {
    /// The reader's name.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Everything up to this id has been read, and nothing can come before it any more.
    pub read_to: String,
}

impl CursorDoc {
    /// See the field.
    pub fn read_to(&self) -> u64 {
        self.read_to.parse().unwrap_or_default()
    }
}

/// Cursors of those who read facts.
pub static CURSORS: Collection = Collection { name: "fact_cursors", append_only: false, indexes: &[] };

impl Entity for CursorDoc {
    const COLLECTION: &'static Collection = &CURSORS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// The fields in which two versions of something differ, in the order of their names.
fn compare(before: &Map<String, Value>, after: &Map<String, Value>, hidden: &[&str]) -> Vec<FieldChange> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    names.retain(|name| !hidden.contains(&name.as_str()) && before.get(*name) != after.get(*name));
    let change = |name: &String| FieldChange {
        field: name.clone(),
        before: before.get(name).cloned(),
        after: after.get(name).cloned(),
    };
    names.into_iter().map(change).collect()
}

/// The fields in which two versions of something differ, without these.
pub fn differences<T: Serialize>(before: Option<&T>, after: Option<&T>, hidden: &[&str]) -> Vec<FieldChange> {
    compare(&fields(before), &fields(after), hidden)
}

fn fields<T: Serialize>(one: Option<&T>) -> Map<String, Value> {
    match one.map(serde_json::to_value) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => Map::new(),
    }
}

//! What members report, and how far each report has come. What was reported is [`evidence`](super::evidence).

use crate::domain::access::HubAccess;
use crate::error::Error;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{ReportCategory, ReportOutcome, ReportState};
use hubbub_shared::{ChannelId, ErrorCode, HubId, MessageId, Permissions, ReportId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// What somebody reported, and how far that has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDoc {
    /// Its id, and that of its evidence.
    #[serde(rename = "_id")]
    pub id: ReportId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub it was made in.
    pub hub: HubId,
    /// The same, as long as the report is the hub's own affair and goes with it. Absent once it was escalated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<HubId>,
    /// Who made the report.
    pub reporter: UserId,
    /// Who reported, as long as it is not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<UserId>,
    /// Who is reported, or wrote what is.
    pub whom: UserId,
    /// Where the message is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The message that is reported. `None`: the person is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// What may be reported once: a message by a person, and a person by a person until that is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<String>,
    /// What is found wrong.
    pub category: ReportCategory,
    /// The same in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// When it was made.
    pub at: Timestamp,
    /// How far it has come.
    pub state: ReportState,
    /// Who looks after it, or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// What was decided, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<ResolutionDoc>,
    /// `true` once it was put before the owner of the server, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<bool>,
    /// When that was, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<EscalationDoc>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolutionDoc {
    /// What was done.
    pub outcome: ReportOutcome,
    /// What who reported is told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// When it was decided.
    pub at: Timestamp,
}

/// That a report was put before the owner of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationDoc {
    /// Who did so. `None`: the owner of the hub is reported, about whom nobody in it decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// Why the hub does not decide alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When that was.
    pub at: Timestamp,
}

const STATE: &str = "hub_state";
const REPORTER: &str = "reporter";
const WAITING: &str = "waiting";
const LOCAL: &str = "local";
const ESCALATED: &str = "escalated";
const ONCE: &str = "once";

/// The reports of all hubs.
pub static REPORTS: Collection = Collection {
    name: "reports",
    append_only: false,
    indexes: &[
        Index { name: STATE, keys: &["hub", "state", "_id"], unique: false, partial: None, ttl: false },
        Index { name: REPORTER, keys: &["reporter", "_id"], unique: false, partial: None, ttl: false },
        Index { name: WAITING, keys: &["waiting"], unique: false, partial: Some("waiting"), ttl: false },
        Index { name: LOCAL, keys: &["local"], unique: false, partial: Some("local"), ttl: false },
        Index {
            name: ESCALATED,
            keys: &["escalated", "_id"],
            unique: false,
            partial: Some("escalated"),
            ttl: false,
        },
        Index { name: ONCE, keys: &["once"], unique: true, partial: Some("once"), ttl: false },
    ],
};

impl Entity for ReportDoc {
    const COLLECTION: &'static Collection = &REPORTS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

/// What a report is about, as far as that says who decides about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matter {
    /// The hub it was made in.
    pub hub: HubId,
    /// Who is reported, or wrote what is.
    pub whom: UserId,
    /// Where the message is. `None`: the person is reported.
    pub channel: Option<ChannelId>,
}

impl Matter {
    /// Whether somebody decides about it: nobody about what is said of them, or learns of it; nor about a channel that
    /// they cannot see.
    pub fn is_for(self, access: &HubAccess) -> bool {
        let sees = |channel| {
            let is_gone = access.structure().channel(channel).is_none();
            is_gone || access.channel(channel, Permissions::VIEW).is_ok()
        };
        access.permissions().contains(Permissions::REVIEW_REPORTS)
            && self.whom != access.caller().user
            && self.channel.is_none_or(sees)
    }
}

/// What somebody reports, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// The hub it is made in.
    pub hub: HubId,
    /// Who makes the report.
    pub reporter: UserId,
    /// Who is reported, or wrote what is.
    pub whom: UserId,
    /// The message that is reported. `None`: the person is.
    pub message: Option<(ChannelId, MessageId)>,
    /// What is wrong.
    pub category: ReportCategory,
    /// The same in words.
    pub words: String,
}

impl ReportDoc {
    /// A report that nobody has looked at.
    pub fn new(id: ReportId, complaint: Complaint, at: Timestamp) -> Self {
        let Complaint { hub, reporter, whom, message, category, words } = complaint;
        let once = match message {
            Some((_, message)) => format!("{reporter}-{message}"),
            None => format!("{reporter}-{hub}-{whom}"),
        };
        let (channel, message) = message.unzip();
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            local: Some(hub),
            reporter,
            waiting: Some(reporter),
            whom,
            channel,
            message,
            once: Some(once),
            category,
            words,
            at,
            state: ReportState::Open,
            by: None,
            resolution: None,
            escalated: None,
            escalation: None,
        }
    }

    /// What it is about.
    pub const fn matter(&self) -> Matter {
        Matter { hub: self.hub, whom: self.whom, channel: self.channel }
    }

    /// Somebody looks after it.
    pub fn take(&mut self, by: UserId) -> Result<(), Error> {
        self.is_free_for(by)?;
        (self.state, self.by) = (ReportState::Taken, Some(by));
        Ok(())
    }

    /// Nobody looks after it any more.
    pub fn give_back(&mut self) -> Result<(), Error> {
        self.is_undecided()?;
        (self.state, self.by) = (ReportState::Open, None);
        Ok(())
    }

    /// It is decided by those of the hub.
    pub fn resolve(&mut self, by: UserId, resolution: ResolutionDoc) -> Result<(), Error> {
        self.is_free_for(by)?;
        self.resolve_above(by, resolution)
    }

    /// It is decided, whoever looks after it. A person may be reported again after that, a message not.
    pub fn resolve_above(&mut self, by: UserId, resolution: ResolutionDoc) -> Result<(), Error> {
        self.is_undecided()?;
        (self.state, self.by, self.waiting) = (ReportState::Resolved, Some(by), None);
        self.resolution = Some(resolution);
        if self.message.is_none() {
            self.once = None;
        }
        Ok(())
    }

    /// It is no longer the hub's own affair. The first time counts.
    pub fn escalate(&mut self, escalation: EscalationDoc) {
        self.escalation.get_or_insert(escalation);
        (self.escalated, self.local) = (Some(true), None);
    }

    fn is_undecided(&self) -> Result<(), Error> {
        match self.state {
            ReportState::Resolved => Err(conflict("This report is decided already.")),
            ReportState::Open | ReportState::Taken => Ok(()),
        }
    }

    fn is_free_for(&self, by: UserId) -> Result<(), Error> {
        self.is_undecided()?;
        match (self.state, self.by) {
            (ReportState::Taken, Some(other)) if other != by => {
                Err(conflict("Somebody else looks after this report. They or you have to return it first."))
            }
            _ => Ok(()),
        }
    }
}

fn conflict(message: &str) -> Error {
    Error::rejected(ErrorCode::Conflict, message)
}

/// Whether a report was refused because it is there already.
pub fn is_repeat(error: &StoreError) -> bool {
    error.is_conflict_on(ONCE)
}

/// A report of a hub.
pub async fn find(store: &Store, hub: HubId, id: ReportId) -> Result<Option<ReportDoc>, StoreError> {
    Ok(store.get::<ReportDoc>(id).await?.filter(|report| report.hub == hub))
}

/// A hub's reports in one state after this one, oldest first.
pub async fn page(
    store: &Store,
    (hub, state): (HubId, ReportState),
    after: Option<ReportId>,
    limit: usize,
) -> Result<Vec<ReportDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_string()));
    let in_state = Query::on(&REPORTS, STATE).equals(hub).equals(state);
    store.find(in_state.range((lower, Bound::Unbounded)).limit(limit)).await
}

/// What somebody reported before this one, newest first.
pub async fn of_reporter(
    store: &Store,
    reporter: UserId,
    before: Option<ReportId>,
    limit: usize,
) -> Result<Vec<ReportDoc>, StoreError> {
    let upper = before.map_or(Bound::Unbounded, |before| Bound::Excluded(before.to_string()));
    let theirs = Query::on(&REPORTS, REPORTER).equals(reporter).descending();
    store.find(theirs.range((Bound::Unbounded, upper)).limit(limit)).await
}

/// All that somebody reported.
pub fn all_of_reporter(reporter: UserId) -> Query {
    Query::on(&REPORTS, REPORTER).equals(reporter)
}

/// How many reports of somebody are not decided, counted no further than this.
pub async fn count_waiting(store: &Store, reporter: UserId, limit: usize) -> Result<u64, StoreError> {
    store.count(Query::on(&REPORTS, WAITING).equals(reporter).limit(limit)).await
}

/// A report that was put before the owner of the server.
pub async fn find_escalated(store: &Store, id: ReportId) -> Result<Option<ReportDoc>, StoreError> {
    Ok(store.get::<ReportDoc>(id).await?.filter(|report| report.escalated.is_some()))
}

/// What was put before the owner of the server, after this one, oldest first; decided or not.
pub async fn escalated(
    store: &Store,
    after: Option<ReportId>,
    limit: usize,
) -> Result<Vec<ReportDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_string()));
    let all = Query::on(&REPORTS, ESCALATED).equals(true);
    store.find(all.range((lower, Bound::Unbounded)).limit(limit)).await
}

/// What goes with a hub: all but what was put before the owner of the server.
pub fn of_hub_alone(hub: HubId) -> Query {
    Query::on(&REPORTS, LOCAL).equals(hub)
}

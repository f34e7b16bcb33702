//! The audit log of a hub: who did what, in an order that cannot be changed unnoticed ([`chain`]). Made from facts.

use crate::domain::chain::{self, Chained, End};
use crate::domain::facts::{Fact, FactsDoc};
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::audit::{Actor, AuditAction, FieldChange};
use hubbub_shared::{HubId, PlaceId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDoc {
    /// `<facts>-<which of them>`: reading a fact twice makes no second line.
    #[serde(rename = "_id")]
    pub id: String,
    /// Of this document. Lines do not change.
    pub version: u64,
    /// The hub whose log it is in.
    pub hub: HubId,
    /// Which line of the log, counted from 1 without gaps.
    pub number: u64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub who: UserId,
    /// What kind of caller that was. Absent in lines from before this was written down, whose hashes stay good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What was done.
    pub action: AuditAction,
    /// The id of what it was done to.
    pub subject: String,
    /// What people called it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The person it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<UserId>,
    /// The place it was done in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// The fields that differ, each before and after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Why it was done, if who did it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The request by which it was done.
    pub request: String,
    /// Over this line and the hash of the line before; empty only while it is computed.
    pub hash: String,
}

/// Audit logs. Two who write the same log get in each other's way, instead of making two chains.
pub static AUDIT_LOG: Collection = Collection {
    name: "audit_log",
    append_only: false,
    indexes: &[
        Index { name: chain::BY_NUMBER, keys: &["hub", "number"], unique: true, partial: None, ttl: false },
        Index { name: "hub_who", keys: &["hub", "who", "number"], unique: false, partial: None, ttl: false },
        Index {
            name: "hub_whom",
            keys: &["hub", "whom", "number"],
            unique: false,
            partial: Some("whom"),
            ttl: false,
        },
        Index {
            name: "hub_action",
            keys: &["hub", "action", "number"],
            unique: false,
            partial: None,
            ttl: false,
        },
        Index {
            name: "hub_place",
            keys: &["hub", "place", "number"],
            unique: false,
            partial: Some("place"),
            ttl: false,
        },
    ],
};

impl Entity for AuditDoc {
    const COLLECTION: &'static Collection = &AUDIT_LOG;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl Chained for AuditDoc {
    fn end(&self) -> End {
        End { number: self.number, hash: self.hash.clone() }
    }
}

impl AuditDoc {
    /// The line that a fact becomes, after the line before it.
    pub fn after(before: Option<&End>, hub: HubId, facts: &FactsDoc, which: usize, fact: &Fact) -> Self {
        let mut line = Self {
            id: line_id(facts, which),
            version: FIRST_VERSION,
            hub,
            number: before.map_or(1, |before| before.number + 1),
            at: facts.at,
            who: fact.who,
            actor: fact.actor,
            action: fact.action,
            subject: fact.subject.clone(),
            name: fact.name.clone(),
            whom: fact.whom,
            place: fact.place,
            changes: fact.changes.clone(),
            reason: fact.reason.clone(),
            request: fact.request.clone(),
            hash: String::new(),
        };
        line.hash = chain::hash_after(&line, before.map_or("", |before| &before.hash));
        line
    }

    /// Whether it tells of something that was done about somebody, to keep the peace: not what they did themselves.
    pub fn is_measure(&self) -> bool {
        match self.action {
            AuditAction::MemberKicked
            | AuditAction::MemberBanned
            | AuditAction::BanLifted
            | AuditAction::MessageBlocked
            | AuditAction::MessageHeld
            | AuditAction::MessageFlagged
            | AuditAction::MessageReleased
            | AuditAction::MessageDiscarded
            | AuditAction::MessageDeleted
            | AuditAction::PollEnded
            | AuditAction::ReactionRemoved => true,
            AuditAction::MemberUpdated => self.changes.iter().any(|change| change.field == "timed_out_until"),
            _ => false,
        }
    }
}

/// The id of the line that a fact becomes.
pub fn line_id(facts: &FactsDoc, which: usize) -> String {
    format!("{}-{which}", facts.id)
}

/// Whether a fact belongs into a log. What people say is no business of it, unless somebody takes another's words away.
pub fn is_logged(fact: &Fact) -> bool {
    match fact.action {
        AuditAction::MessageSent | AuditAction::MessageEdited => false,
        AuditAction::MessageDeleted | AuditAction::PollEnded => fact.whom != Some(fact.who),
        // The joining is told by itself; and nobody reads the log of a hub that is gone.
        AuditAction::InviteUsed | AuditAction::HubDeleted => false,
        _ => true,
    }
}

/// What to look for in a log.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what this person did.
    pub who: Option<UserId>,
    /// Only what concerns this person.
    pub whom: Option<UserId>,
    /// Only what was done in this way.
    pub action: Option<AuditAction>,
    /// Only what was done in this place.
    pub place: Option<PlaceId>,
    /// Only measures against somebody.
    pub measures: bool,
    /// Only what was done at this moment or later.
    pub since: Option<Timestamp>,
    /// Only what was done before this moment.
    pub until: Option<Timestamp>,
}

impl Filter {
    /// The most telling index goes first; what it does not say is compared.
    fn query(&self, hub: HubId) -> Query {
        let on = |index| Query::on(&AUDIT_LOG, index).equals(hub);
        match (self.whom, self.who, self.place, self.action) {
            (Some(whom), ..) => on("hub_whom").equals(whom),
            (None, Some(who), ..) => on("hub_who").equals(who),
            (None, None, Some(place), _) => on("hub_place").equals(place),
            (None, None, None, Some(action)) => on("hub_action").equals(action),
            (None, None, None, None) => on(chain::BY_NUMBER),
        }
    }

    fn fits(&self, line: &AuditDoc) -> bool {
        self.who.is_none_or(|who| line.who == who)
            && self.whom.is_none_or(|whom| line.whom == Some(whom))
            && (!self.measures || line.is_measure())
            && self.action.is_none_or(|action| line.action == action)
            && self.place.is_none_or(|place| line.place == Some(place))
            && self.since.is_none_or(|since| line.at >= since)
            && self.until.is_none_or(|until| line.at < until)
    }
}

/// Lines that are read at once.
const PIECE: usize = 200;
/// Lines that are looked at for one page; with a filter that fits little, the rest is for the next page.
const MOST_LOOKED_AT: usize = 2_000;

/// The lines before a number that fit, newest first, and the number before which there may be more.
pub async fn page(
    store: &Store,
    hub: HubId,
    filter: &Filter,
    before: u64,
    limit: usize,
) -> Result<(Vec<AuditDoc>, Option<u64>), StoreError> {
    let (mut found, mut before, mut looked_at) = (Vec::new(), before, 0);
    loop {
        let query = filter.query(hub).range(..before).descending().limit(PIECE);
        let piece: Vec<AuditDoc> = store.find(query).await?;
        let is_last = piece.len() < PIECE;
        for line in piece {
            if found.len() == limit {
                return Ok((found, Some(before)));
            }
            // Lines are in the order of time: whatever comes now is older still.
            if filter.since.is_some_and(|since| line.at < since) {
                return Ok((found, None));
            }
            before = line.number;
            looked_at += 1;
            if filter.fits(&line) {
                found.push(line);
            }
        }
        if is_last {
            return Ok((found, None));
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok((found, Some(before)));
        }
    }
}

/// Everything in a hub's log.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&AUDIT_LOG, "hub_number").equals(hub)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> AuditDoc {
        let fact = Fact {
            action: AuditAction::RoleUpdated,
            subject: "0".to_owned(),
            name: Some("role".to_owned()),
            whom: None,
            place: None,
            changes: vec![FieldChange {
                field: "name".to_owned(),
                before: Some("a".into()),
                after: Some("b".into()),
            }],
            who: UserId(7),
            actor: None,
            request: "r".to_owned(),
            reason: None,
        };
        let facts = FactsDoc::of(9, Some(HubId(1)), 2, Timestamp(5), vec![fact.clone()]).unwrap();
        AuditDoc::after(None, HubId(1), &facts, 0, &fact)
    }

    #[test]
    fn a_stored_line_reads_back_with_the_same_hash() {
        let line = line();
        let again: AuditDoc = serde_json::from_str(&serde_json::to_string(&line).unwrap()).unwrap();
        assert_eq!(chain::hash_after(&again, ""), line.hash);
        assert_ne!(chain::hash_after(&again, "another"), line.hash);
    }

    #[test]
    fn a_line_from_before_kinds_of_callers_were_written_down_has_the_hash_it_had() {
        let line = line();
        assert_eq!(line.hash, "NqdgASCFDttGEtq/p9q6BFXOLm82pOdOCa3T8D8P95g");
        let newer = AuditDoc { actor: Some(Actor::Person), ..line.clone() };
        assert_ne!(chain::hash_after(&newer, ""), line.hash, "nobody can say later that it was another kind");
    }

    #[test]
    fn what_people_say_is_not_logged_but_who_takes_anothers_words_away_is() {
        let fact = |action, whom| Fact {
            action,
            subject: String::new(),
            name: None,
            whom: Some(UserId(whom)),
            place: None,
            changes: Vec::new(),
            who: UserId(1),
            actor: None,
            request: String::new(),
            reason: None,
        };
        assert!(!is_logged(&fact(AuditAction::MessageSent, 1)));
        assert!(!is_logged(&fact(AuditAction::MessageDeleted, 1)));
        assert!(is_logged(&fact(AuditAction::MessageDeleted, 2)));
    }
}

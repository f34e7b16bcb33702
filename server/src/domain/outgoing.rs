//! Webhooks that send: addresses to which a hub's events go. Their secrets are kept as they are, since something is signed with them.
//!
//! What is to be sent to one waits in `deliveries`, in the order of each place; when a place has its turn is in `lanes`.

mod deliveries;
mod lanes;
mod occurrence;

pub use deliveries::{
    AttemptDoc, DELIVERIES, DeliveryDoc, KEPT_MS, after, delivery_of, first_in, of_webhook, page_before,
};
pub use lanes::{LANES, LaneDoc, due_lanes, lanes_of, next_lane};
pub use occurrence::{Occurrence, OfMessage, of_fact, of_message};

use crate::domain::facts::{Fact, FactsDoc, Subject};
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::audit::{Actor, AuditAction, FieldChange};
use hubbub_shared::model::{OutgoingEvent, OutgoingState, OutgoingWebhook, User};
use hubbub_shared::{ChannelId, HubId, OutgoingWebhookId, Permissions, PlaceId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Signatures by the secret of before are sent for so long.
const OVERLAP_MS: i64 = 24 * 3_600_000;
/// Whatever takes nothing for so long is sent nothing any more.
const FAILING_MS: i64 = 3 * 24 * 3_600_000;
/// That something was taken is written down at most this often.
const TAKEN_MS: i64 = 3_600_000;

/// A webhook that sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingDoc {
    /// Public: it proves nothing.
    #[serde(rename = "_id")]
    pub id: OutgoingWebhookId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub whose events it is sent.
    pub hub: HubId,
    /// What those call it who manage it.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// Of what it is told.
    pub events: Vec<OutgoingEvent>,
    /// The only channels of which it is told. Absent: all that its maker may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<ChannelId>>,
    /// By whose rights it is told.
    pub maker: UserId,
    /// What the key allowed that its maker came with; everything for a person. A narrow key makes nothing that sees more than it.
    pub scope: Permissions,
    /// With what is signed.
    pub secret: String,
    /// With what was signed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret: Option<String>,
    /// Until when that is done too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_until: Option<Timestamp>,
    /// Whether it is sent anything.
    pub state: OutgoingState,
    /// Since when its address takes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Written at most every hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_taken_at: Option<Timestamp>,
}

/// Webhooks that send, of all hubs.
pub static OUTGOING_WEBHOOKS: Collection = Collection {
    name: "outgoing_webhooks",
    append_only: false,
    indexes: &[
        Index { name: HUB, keys: &["hub", "_id"], unique: false, partial: None, ttl: false },
        Index { name: MAKER, keys: &["maker"], unique: false, partial: None, ttl: false },
    ],
};

const HUB: &str = "hub_id";
const MAKER: &str = "maker";

impl Entity for OutgoingDoc {
    const COLLECTION: &'static Collection = &OUTGOING_WEBHOOKS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Subject for OutgoingDoc {
    const HIDDEN: &'static [&'static str] = &[
        "_id",
        "version",
        "hub",
        "maker",
        "scope",
        "secret",
        "former_secret",
        "former_until",
        "failing_since",
        "created_at",
        "last_taken_at",
    ];

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> Option<String> {
        Some(self.name.clone())
    }

    /// Of the address, the host alone: what follows may be a secret of who receives.
    fn told(mut changes: Vec<FieldChange>) -> Vec<FieldChange> {
        for change in changes.iter_mut().filter(|change| change.field == "url") {
            for side in [&mut change.before, &mut change.after].into_iter().flatten() {
                *side = origin(side.as_str().unwrap_or_default()).into();
            }
        }
        changes
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        match (before, after) {
            (None, Some(_)) => Some(AuditAction::OutgoingWebhookCreated),
            (Some(_), Some(_)) => Some(AuditAction::OutgoingWebhookUpdated),
            (Some(_), None) => Some(AuditAction::OutgoingWebhookDeleted),
            (None, None) => None,
        }
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> String {
    url::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

impl OutgoingDoc {
    /// As those see it who manage it.
    pub fn view(&self, maker: User, allowed: bool, now: Timestamp) -> OutgoingWebhook {
        OutgoingWebhook {
            id: self.id,
            hub: self.hub,
            name: self.name.clone(),
            url: self.url.clone(),
            events: self.events.clone(),
            channels: self.channels.clone(),
            maker,
            allowed,
            state: self.state,
            failing_since: self.failing_since,
            created_at: self.created_at,
            last_taken_at: self.last_taken_at,
            former_secret_until: self.former_until.filter(|until| *until > now),
        }
    }

    /// The same with another secret; the one there is is good for a while.
    #[must_use]
    pub fn rotated(&self, secret: String, now: Timestamp) -> Self {
        let former_until = Some(now.plus_ms(OVERLAP_MS));
        Self { secret, former_secret: Some(self.secret.clone()), former_until, ..self.clone() }
    }

    /// With what is signed at a moment, the newest first.
    pub fn secrets(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let is_good = self.former_until.is_some_and(|until| until > now);
        let former = self.former_secret.as_deref().filter(|_| is_good);
        std::iter::once(&*self.secret).chain(former)
    }

    /// Whether its maker, as they are now, may still have the hub's events sent to somebody.
    pub fn is_allowed(&self, structure: &Structure, maker: Option<&MemberDoc>, now: Timestamp) -> bool {
        let is_maker = |member: &&MemberDoc| {
            member.is_active() && member.user == self.maker && member.hub == structure.hub.id
        };
        let may = |member| structure.permissions(member, self.scope, now);
        self.hub == structure.hub.id
            && maker.filter(is_maker).is_some_and(|maker| may(maker).contains(Permissions::MANAGE_WEBHOOKS))
    }

    /// Whether its maker may read what is said in a channel.
    pub fn reads(
        &self,
        structure: &Structure,
        maker: &MemberDoc,
        channel: ChannelId,
        now: Timestamp,
    ) -> bool {
        structure.channel(channel).is_some_and(|channel| {
            let may = structure.permissions_in(channel, maker, self.scope, now);
            may.contains(Permissions::VIEW | Permissions::HISTORY)
        })
    }

    /// Whether it was chosen that it is told of this.
    pub fn wants(&self, event: OutgoingEvent, place: Option<PlaceId>) -> bool {
        let is_here = |place: PlaceId| {
            let named = |channels: &Vec<ChannelId>| channels.iter().any(|channel| channel.place() == place);
            self.channels.as_ref().is_none_or(named)
        };
        self.state != OutgoingState::Gone && self.events.contains(&event) && place.is_none_or(is_here)
    }

    /// Whether it waits for better times: what happens is kept for it.
    pub const fn is_sent_to(&self) -> bool {
        matches!(self.state, OutgoingState::Active)
    }

    /// Whether there is something to be written down after it took something.
    pub fn is_news_that_it_took(&self, now: Timestamp) -> bool {
        self.failing_since.is_some() || self.last_taken_at.is_none_or(|at| now.0 - at.0 > TAKEN_MS)
    }

    /// Whether it has failed for so long that it is sent nothing more.
    pub fn has_failed_too_long(&self, now: Timestamp) -> bool {
        self.failing_since.is_some_and(|since| now.0 - since.0 >= FAILING_MS)
    }

    /// The fact that it is sent nothing any more, for those who look into the log of the hub.
    pub fn stopped(&self, id: u64, now: Timestamp) -> Option<FactsDoc> {
        let state = serde_json::to_value(self.state).ok();
        let change = FieldChange { field: "state".to_owned(), before: None, after: state };
        let fact = Fact {
            name: Some(self.name.clone()),
            changes: vec![change],
            who: UserId(self.id.0),
            actor: Some(Actor::Webhook),
            ..Fact::about(AuditAction::OutgoingWebhookStopped, self.id.to_string())
        };
        FactsDoc::of(id, Some(self.hub), 0, now, vec![fact])
    }
}

/// Those of a hub, in the order in which they were made.
pub async fn all_of_hub(store: &Store, hub: HubId) -> Result<Vec<OutgoingDoc>, StoreError> {
    store.find(of_hub(hub)).await
}

/// The same, as a query.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&OUTGOING_WEBHOOKS, HUB).equals(hub)
}

/// Those that send by the rights of somebody.
pub fn of_maker(maker: UserId) -> Query {
    Query::on(&OUTGOING_WEBHOOKS, MAKER).equals(maker)
}

/// All there are: hubs have few, and most have none.
pub async fn all(store: &Store) -> Result<Vec<OutgoingDoc>, StoreError> {
    store.find(Query::on(&OUTGOING_WEBHOOKS, "_id")).await
}

/// A webhook that begins.
pub fn new(
    (id, hub): (OutgoingWebhookId, HubId),
    (maker, scope): (UserId, Permissions),
    secret: String,
    now: Timestamp,
) -> OutgoingDoc {
    OutgoingDoc {
        id,
        version: FIRST_VERSION,
        hub,
        name: String::new(),
        url: String::new(),
        events: Vec::new(),
        channels: None,
        maker,
        scope,
        secret,
        former_secret: None,
        former_until: None,
        state: OutgoingState::Active,
        failing_since: None,
        created_at: now,
        last_taken_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook() -> OutgoingDoc {
        let whose = (UserId(3), Permissions::ALL);
        OutgoingDoc {
            events: vec![OutgoingEvent::MessageCreated],
            channels: Some(vec![ChannelId(5)]),
            url: "https://example.org/secret-path".to_owned(),
            ..new((OutgoingWebhookId(1), HubId(2)), whose, "whsec_a".to_owned(), Timestamp(0))
        }
    }

    #[test]
    fn it_is_told_what_was_chosen_and_nothing_when_it_is_gone() {
        let it = webhook();
        assert!(it.wants(OutgoingEvent::MessageCreated, Some(PlaceId(5))));
        assert!(!it.wants(OutgoingEvent::MessageCreated, Some(PlaceId(6))));
        assert!(!it.wants(OutgoingEvent::MessageEdited, Some(PlaceId(5))));
        let gone = OutgoingDoc { state: OutgoingState::Gone, ..it.clone() };
        assert!(!gone.wants(OutgoingEvent::MessageCreated, Some(PlaceId(5))));
        let paused = OutgoingDoc { state: OutgoingState::Paused, channels: None, ..it };
        assert!(paused.wants(OutgoingEvent::MessageCreated, Some(PlaceId(6))), "it waits");
    }

    #[test]
    fn the_secret_of_before_signs_for_a_day() {
        let it = webhook().rotated("whsec_b".to_owned(), Timestamp(1000));
        let at = |ms| it.secrets(Timestamp(ms)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(at(1000), ["whsec_b", "whsec_a"]);
        assert_eq!(at(1000 + OVERLAP_MS), ["whsec_b"]);
        let again = it.rotated("whsec_c".to_owned(), Timestamp(2000));
        assert_eq!(again.secrets(Timestamp(2001)).collect::<Vec<_>>(), ["whsec_c", "whsec_b"]);
    }

    #[test]
    fn neither_secrets_nor_paths_are_in_a_fact() {
        let made = Fact::changed(None, Some(&webhook())).unwrap();
        let told = serde_json::to_string(&made).unwrap();
        assert!(told.contains("\"https://example.org\""), "{told}");
        assert!(!told.contains("whsec_") && !told.contains("secret-path"), "{told}");
        let rotated = webhook().rotated("whsec_b".to_owned(), Timestamp(1));
        let fact = Fact::changed(Some(&webhook()), Some(&rotated)).unwrap();
        assert_eq!(fact.action, AuditAction::OutgoingWebhookUpdated);
        assert!(fact.changes.is_empty(), "{fact:?}");
    }
}

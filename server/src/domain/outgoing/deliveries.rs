//! Events for webhooks: what is to be sent, what was, and what was answered. Only ids are kept, no words: what is sent is looked up when
//! it is, so that what was deleted meanwhile is told nobody.

use super::lanes::LaneDoc;
use super::occurrence::Occurrence;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::model::{Delivery, DeliveryAttempt, DeliveryState, OutgoingEvent};
use hubbub_shared::{HubId, MessageId, OutgoingWebhookId, PlaceId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// So long is an event kept, to be sent, looked at, or sent once more.
pub const KEPT_MS: i64 = 7 * 24 * 3_600_000;
/// The last times that something was sent are kept, so many of them.
const SHOWN_ATTEMPTS: usize = 20;
/// What was not taken for so long since it was first sent is given up, so that others of its place have their turn.
const TRIED_MS: i64 = 2 * 24 * 3_600_000;
/// How long is waited after the first time, the second and so on; the last one again and again.
const PAUSES_MS: [i64; 6] = [5_000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000];

/// An event for a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryDoc {
    /// `<webhook>-<event>`: what is found twice is sent once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The webhook that it is for.
    pub webhook: OutgoingWebhookId,
    /// The hub it happened in.
    pub hub: HubId,
    /// The event's own id, by which whoever receives it twice knows it.
    pub event: String,
    /// Grows in the order in which things happened.
    pub order: String,
    /// What it tells.
    pub kind: OutgoingEvent,
    /// The place it happened in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// When it happened.
    pub at: Timestamp,
    /// The message it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The person it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<UserId>,
    /// The line of the audit log that tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The lane in which it waits. Absent: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<String>,
    /// When it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// When it was first sent, since it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried_since: Option<Timestamp>,
    /// How often it was sent since it waits.
    pub tries: u64,
    /// How often it was sent, ever.
    pub sent: u64,
    /// The last of these times, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<AttemptDoc>,
    /// From when on it is forgotten.
    pub expires_at: Timestamp,
}

/// That something was sent once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptDoc {
    /// When it was sent.
    pub at: Timestamp,
    /// What was answered, if anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long that took.
    pub took_ms: u64,
    /// How the answer began, or why there was none.
    pub answer: String,
}

/// Events of 7 days for webhooks.
pub static DELIVERIES: Collection = Collection {
    name: "outgoing_deliveries",
    append_only: false,
    indexes: &[
        Index { name: WEBHOOK, keys: &["webhook", "order"], unique: false, partial: None, ttl: false },
        Index { name: LANE, keys: &["lane", "order"], unique: false, partial: Some("lane"), ttl: false },
        Index { name: "expiry", keys: &["expires_at"], unique: false, partial: None, ttl: true },
    ],
};

const WEBHOOK: &str = "webhook_order";
const LANE: &str = "lane_order";

impl Entity for DeliveryDoc {
    const COLLECTION: &'static Collection = &DELIVERIES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl DeliveryDoc {
    /// Something that is to be sent to a webhook for the first time.
    pub fn new(webhook: OutgoingWebhookId, hub: HubId, what: Occurrence, now: Timestamp) -> Self {
        let Occurrence { event, order, kind, place, at, message, whom, line } = what;
        Self {
            id: Self::document_id(webhook, &event),
            version: FIRST_VERSION,
            webhook,
            hub,
            event,
            order,
            kind,
            place,
            at,
            message,
            whom,
            line,
            lane: Some(LaneDoc::document_id(webhook, place)),
            taken_at: None,
            tried_since: None,
            tries: 0,
            sent: 0,
            attempts: Vec::new(),
            expires_at: now.plus_ms(KEPT_MS),
        }
    }

    /// A test that somebody asked for. It is in the lane of what happens in no channel.
    pub fn ping(webhook: OutgoingWebhookId, hub: HubId, id: u64, now: Timestamp) -> Self {
        let what = Occurrence {
            event: format!("{id}-p"),
            order: format!("{id}-00000"),
            kind: OutgoingEvent::Ping,
            place: None,
            at: now,
            message: None,
            whom: None,
            line: None,
        };
        Self::new(webhook, hub, what, now)
    }

    /// The id of an event for a webhook.
    pub fn document_id(webhook: OutgoingWebhookId, event: &str) -> String {
        format!("{webhook}-{event}")
    }

    /// The same, to be sent once more.
    #[must_use]
    pub fn again(self) -> Self {
        let lane = Some(LaneDoc::document_id(self.webhook, self.place));
        Self { lane, taken_at: None, tried_since: None, tries: 0, ..self }
    }

    /// The same after it was sent, and waits for another time.
    #[must_use]
    pub fn tried(mut self, attempt: AttemptDoc) -> Self {
        self.tries += 1;
        self.sent += 1;
        self.tried_since.get_or_insert(attempt.at);
        self.attempts.push(attempt);
        let more = self.attempts.len().saturating_sub(SHOWN_ATTEMPTS);
        self.attempts.drain(..more);
        self
    }

    /// The same after it was taken.
    #[must_use]
    pub fn taken(self, now: Timestamp) -> Self {
        Self { lane: None, taken_at: Some(now), ..self }
    }

    /// The same, sent no more.
    #[must_use]
    pub fn given_up(self) -> Self {
        Self { lane: None, ..self }
    }

    /// Whether it was tried for so long that others have their turn.
    pub fn is_hopeless(&self, now: Timestamp) -> bool {
        self.tried_since.is_some_and(|since| now.0 - since.0 >= TRIED_MS)
    }

    /// How long is waited before it is sent again. A little longer for each, so that not all come at once.
    pub fn pause_ms(&self, asked_ms: Option<i64>) -> i64 {
        let which = usize::try_from(self.tries.saturating_sub(1)).unwrap_or(usize::MAX);
        let usual = PAUSES_MS[which.min(PAUSES_MS.len() - 1)];
        let spread = i64::try_from(self.webhook.0 % 1000).unwrap_or_default() * (usual / 10) / 1000;
        asked_ms.unwrap_or_default().max(usual) + spread
    }

    /// What became of it.
    pub const fn state(&self) -> DeliveryState {
        match (&self.lane, self.taken_at) {
            (Some(_), _) => DeliveryState::Waiting,
            (None, Some(_)) => DeliveryState::Taken,
            (None, None) => DeliveryState::GivenUp,
        }
    }

    /// As those see it who manage its webhook. `next_at`: when its lane has its turn, if it is the first there.
    pub fn view(self, next_at: Option<Timestamp>) -> Delivery {
        let state = self.state();
        let attempt =
            |AttemptDoc { at, status, took_ms, answer }| DeliveryAttempt { at, status, took_ms, answer };
        Delivery {
            event: self.event,
            webhook: self.webhook,
            kind: self.kind,
            place: self.place,
            at: self.at,
            state,
            next_at,
            tries: self.sent,
            attempts: self.attempts.into_iter().map(attempt).collect(),
        }
    }
}

/// An event for a webhook, if it is kept.
pub async fn delivery_of(
    store: &Store,
    webhook: OutgoingWebhookId,
    event: &str,
) -> Result<Option<DeliveryDoc>, StoreError> {
    store.get(DeliveryDoc::document_id(webhook, event)).await
}

/// What is to be sent next in a lane.
pub async fn first_in(store: &Store, lane: &str) -> Result<Option<DeliveryDoc>, StoreError> {
    store.find_one(Query::on(&DELIVERIES, LANE).equals(lane)).await
}

/// Events for a webhook before a point in their order, newest first.
pub async fn page_before(
    store: &Store,
    webhook: OutgoingWebhookId,
    order: Option<&str>,
    limit: usize,
) -> Result<Vec<DeliveryDoc>, StoreError> {
    let upper = order.map_or(Bound::Unbounded, |order| Bound::Excluded(order.to_owned()));
    let query = Query::on(&DELIVERIES, WEBHOOK).equals(webhook).range((Bound::<String>::Unbounded, upper));
    store.find(query.descending().limit(limit)).await
}

/// Events for a webhook after a point in their order, oldest first.
pub async fn after(
    store: &Store,
    webhook: OutgoingWebhookId,
    order: Option<&str>,
    limit: usize,
) -> Result<Vec<DeliveryDoc>, StoreError> {
    let lower = order.map_or(Bound::Unbounded, |order| Bound::Excluded(order.to_owned()));
    let query = Query::on(&DELIVERIES, WEBHOOK).equals(webhook).range((lower, Bound::<String>::Unbounded));
    store.find(query.limit(limit)).await
}

/// All events for a webhook.
pub fn of_webhook(webhook: OutgoingWebhookId) -> Query {
    Query::on(&DELIVERIES, WEBHOOK).equals(webhook)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery() -> DeliveryDoc {
        DeliveryDoc::ping(OutgoingWebhookId(1000), HubId(2), 7, Timestamp(0))
    }

    fn attempt(at: i64) -> AttemptDoc {
        AttemptDoc { at: Timestamp(at), status: Some(500), took_ms: 1, answer: String::new() }
    }

    #[test]
    fn pauses_grow_and_what_was_asked_for_is_kept_to() {
        let mut it = delivery();
        let mut pauses = Vec::new();
        for at in 0..8 {
            it = it.tried(attempt(at));
            pauses.push(it.pause_ms(None));
        }
        assert_eq!(pauses[..6], PAUSES_MS);
        assert_eq!(pauses[6..], [PAUSES_MS[5]; 2]);
        let first = delivery().tried(attempt(0));
        assert_eq!((first.pause_ms(Some(60_000)), first.pause_ms(Some(1))), (60_000, 5_000));
        let other = DeliveryDoc { webhook: OutgoingWebhookId(999), ..first };
        assert!((5_000..5_500).contains(&other.pause_ms(None)));
    }

    #[test]
    fn it_waits_is_taken_or_given_up_and_waits_again() {
        let it = delivery();
        assert_eq!((it.state(), it.lane.as_deref()), (DeliveryState::Waiting, Some("1000-hub")));
        let tried = it.tried(attempt(5));
        assert!(
            !tried.is_hopeless(Timestamp(5 + TRIED_MS - 1)) && tried.is_hopeless(Timestamp(5 + TRIED_MS))
        );
        assert_eq!(tried.clone().given_up().state(), DeliveryState::GivenUp);
        let taken = tried.taken(Timestamp(9));
        assert_eq!(taken.state(), DeliveryState::Taken);
        let again = taken.again();
        assert_eq!((again.state(), again.tries, again.sent), (DeliveryState::Waiting, 0, 1));
        let many = (0..30).fold(again, |it, at| it.tried(attempt(at)));
        assert_eq!(
            (many.attempts.len(), many.attempts[0].at, many.sent),
            (SHOWN_ATTEMPTS, Timestamp(10), 31)
        );
    }
}

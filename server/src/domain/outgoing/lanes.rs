//! Lanes: of each webhook and place, what happened there waits in one line, and only the first of it is sent. A lane says when that is.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError};
use hubbub_shared::{OutgoingWebhookId, PlaceId, Timestamp};
use serde::{Deserialize, Serialize};

/// A line in which something waits. Whoever puts something into it writes it anew, so that nobody ends it at the same moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneDoc {
    /// `<webhook>-<place>`; `<webhook>-hub` for what happens in no channel.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The webhook to which it leads.
    pub webhook: OutgoingWebhookId,
    /// When its first is to be sent.
    pub due: Timestamp,
}

/// Lanes in which something waits.
pub static LANES: Collection = Collection {
    name: "outgoing_lanes",
    append_only: false,
    indexes: &[
        Index { name: DUE, keys: &["due"], unique: false, partial: None, ttl: false },
        Index { name: WEBHOOK, keys: &["webhook"], unique: false, partial: None, ttl: false },
    ],
};

const DUE: &str = "due";
const WEBHOOK: &str = "webhook";

impl Entity for LaneDoc {
    const COLLECTION: &'static Collection = &LANES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl LaneDoc {
    /// A lane in which something begins to wait.
    pub fn new(webhook: OutgoingWebhookId, place: Option<PlaceId>, due: Timestamp) -> Self {
        Self { id: Self::document_id(webhook, place), version: FIRST_VERSION, webhook, due }
    }

    /// The id of the lane of a webhook for a place.
    pub fn document_id(webhook: OutgoingWebhookId, place: Option<PlaceId>) -> String {
        place.map_or_else(|| format!("{webhook}-hub"), |place| format!("{webhook}-{place}"))
    }
}

/// Those that have their turn by now, longest first.
pub async fn due_lanes(store: &Store, now: Timestamp, limit: usize) -> Result<Vec<LaneDoc>, StoreError> {
    store.find(Query::on(&LANES, DUE).range(..=now).limit(limit)).await
}

/// When the next one has its turn.
pub async fn next_lane(store: &Store) -> Result<Option<Timestamp>, StoreError> {
    Ok(store.find_one::<LaneDoc>(Query::on(&LANES, DUE)).await?.map(|lane| lane.due))
}

/// Those that lead to a webhook.
pub async fn lanes_of(store: &Store, webhook: OutgoingWebhookId) -> Result<Vec<LaneDoc>, StoreError> {
    store.find(Query::on(&LANES, WEBHOOK).equals(webhook)).await
}

//! From facts to what is to be sent: reads where messages changed and what else happened in hubs that have webhooks, and lines it up.

use crate::domain::facts::FactsDoc;
use crate::domain::messages;
use crate::domain::outgoing::{
    self, DeliveryDoc, LaneDoc, Occurrence, OfMessage, OutgoingDoc, of_fact, of_message,
};
use crate::error::{Error, Result};
use crate::live::common::Common;
use crate::live::reader::Reader;
use crate::store::{Entity, Store, Write};
use async_trait::async_trait;
use hubbub_shared::model::OutgoingState;
use hubbub_shared::{ErrorCode, HubId, OutgoingWebhookId, Timestamp};
use std::collections::{BTreeSet, HashMap, hash_map};

/// How often it is tried anew because a lane ended or began at the same moment.
const ATTEMPTS: usize = 10;
/// A message that changed again before anybody read that it came is younger than this.
const LATE_MS: i64 = 3_600_000;

/// Reads facts for webhooks that send.
pub struct Queue(Common);

impl Queue {
    pub(in crate::live) fn of(common: &Common) -> Self {
        Self(common.clone())
    }
}

#[async_trait]
impl Reader for Queue {
    fn name(&self) -> &'static str {
        "outgoing"
    }

    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()> {
        let Self(common) = self;
        common.outgoing.know_hubs(store).await?;
        let mut known: HashMap<HubId, Vec<OutgoingDoc>> = HashMap::new();
        for doc in facts {
            let Some(hub) = doc.hub.filter(|hub| common.outgoing.may_have(*hub)) else { continue };
            let all = match known.entry(hub) {
                hash_map::Entry::Occupied(known) => known.into_mut(),
                hash_map::Entry::Vacant(unknown) => unknown.insert(outgoing::all_of_hub(store, hub).await?),
            };
            let is_told =
                |webhook: &&OutgoingDoc| webhook.state != OutgoingState::Gone && webhook.created_at <= doc.at;
            let webhooks: Vec<&OutgoingDoc> = all.iter().filter(is_told).collect();
            if webhooks.is_empty() {
                continue;
            }
            let found = Found::of(store, doc).await?;
            for webhook in webhooks {
                let now = common.clock.now();
                let new = found.for_one(store, webhook, now).await?;
                line_up(common, new).await?;
            }
        }
        Ok(())
    }
}

/// What a batch comes to.
struct Found {
    messages: Vec<(OfMessage, Timestamp)>,
    others: Vec<Occurrence>,
}

impl Found {
    async fn of(store: &Store, doc: &FactsDoc) -> Result<Self> {
        let mut found = Vec::new();
        if let Some(moved) = doc.moved {
            // What has changed again meanwhile lies beyond, and comes with the facts of that.
            let changed = messages::changed_between(store, moved.place, moved.after, doc.number).await?;
            let of = |message| of_message(doc, moved.after, message);
            found = changed.iter().map(|message| (of(message), message.created_at)).collect();
        }
        let others = doc.facts.iter().enumerate().flat_map(|(which, fact)| of_fact(doc, which, fact));
        Ok(Self { messages: found, others: others.collect() })
    }

    /// What of it a webhook is to be told.
    async fn for_one(
        &self,
        store: &Store,
        webhook: &OutgoingDoc,
        now: Timestamp,
    ) -> Result<Vec<DeliveryDoc>> {
        let wants = |one: &Occurrence| webhook.wants(one.kind, one.place);
        let mut new = Vec::new();
        for (message, created_at) in &self.messages {
            let coming = message.coming.as_ref().filter(|coming| wants(coming));
            match coming {
                Some(coming) if message.is_new => new.push(coming.clone()),
                Some(coming) if is_missing(store, webhook, coming, *created_at, now).await? => {
                    new.push(coming.clone());
                }
                _ => new.extend(message.change.clone().filter(|change| wants(change))),
            }
        }
        new.extend(self.others.iter().filter(|one| wants(one)).cloned());
        Ok(new.into_iter().map(|one| DeliveryDoc::new(webhook.id, webhook.hub, one, now)).collect())
    }
}

/// Whether nobody has read that a message came, which has changed since.
async fn is_missing(
    store: &Store,
    webhook: &OutgoingDoc,
    coming: &Occurrence,
    created_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    if created_at < webhook.created_at || now.0 - created_at.0 > LATE_MS {
        return Ok(false);
    }
    Ok(outgoing::delivery_of(store, webhook.id, &coming.event).await?.is_none())
}

/// Lines up what is new, each once, and wakes who sends.
pub async fn line_up(common: &Common, mut new: Vec<DeliveryDoc>) -> Result<()> {
    for _ in 0..ATTEMPTS {
        if new.is_empty() {
            return Ok(());
        }
        let mut writes = new.iter().map(Write::insert).collect::<std::result::Result<Vec<_>, _>>()?;
        writes.extend(lanes(common, &new, false).await?);
        match common.store.batch(writes).await {
            Err(error) if !error.is_failure() => new = without_known(&common.store, new).await?,
            outcome => {
                outcome?;
                common.outgoing.to_send.came();
                return Ok(());
            }
        }
    }
    Err(Error::unavailable())
}

/// Those that are not lined up, or were, already.
async fn without_known(store: &Store, new: Vec<DeliveryDoc>) -> Result<Vec<DeliveryDoc>> {
    let mut left = Vec::with_capacity(new.len());
    for one in new {
        if store.get::<DeliveryDoc>(one.id()).await?.is_none() {
            left.push(one);
        }
    }
    Ok(left)
}

/// Lines up what was sent before, as it was read, and has its lanes begin at once.
pub async fn line_up_again(common: &Common, all: &[DeliveryDoc]) -> Result<()> {
    let mut writes = all.iter().map(Write::replace).collect::<std::result::Result<Vec<_>, _>>()?;
    writes.extend(lanes(common, all, true).await?);
    match common.store.batch(writes).await {
        Err(error) if !error.is_failure() => {
            Err(Error::rejected(ErrorCode::Conflict, "It was sent at the same moment. Look again and retry."))
        }
        outcome => {
            outcome?;
            common.outgoing.to_send.came();
            Ok(())
        }
    }
}

/// The lanes of these, written anew: whoever would end one at the same moment finds it changed.
async fn lanes(common: &Common, waiting: &[DeliveryDoc], at_once: bool) -> Result<Vec<Write>> {
    let now = common.clock.now();
    let mut writes = Vec::new();
    let ways: BTreeSet<_> = waiting.iter().map(|one| (one.webhook, one.place)).collect();
    for (webhook, place) in ways {
        let known: Option<LaneDoc> = common.store.get(LaneDoc::document_id(webhook, place)).await?;
        writes.push(match known {
            Some(lane) => {
                let due = if at_once { lane.due.min(now) } else { lane.due };
                Write::replace(&LaneDoc { due, ..lane })?
            }
            None => Write::insert(&LaneDoc::new(webhook, place, now))?,
        });
    }
    Ok(writes)
}

/// Has everything that waits for a webhook sent now.
pub async fn wake(common: &Common, webhook: OutgoingWebhookId) -> Result<()> {
    let now = common.clock.now();
    for lane in outgoing::lanes_of(&common.store, webhook).await? {
        let soon = |lane: &mut LaneDoc| {
            lane.due = lane.due.min(now);
            Ok::<_, Error>(())
        };
        common.store.update(lane.id(), soon).await?;
    }
    common.outgoing.to_send.came();
    Ok(())
}

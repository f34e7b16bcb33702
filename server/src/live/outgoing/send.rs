//! Sending what waits, many lanes at a time and of each but the first, and acting on what is answered.

use super::payload::{Said, said};
use crate::domain::outgoing::{
    AttemptDoc, DeliveryDoc, LaneDoc, OutgoingDoc, due_lanes, first_in, next_lane,
};
use crate::error::{Error, Result};
use crate::hooks::{Answer, Parcel, Service, signed};
use crate::live::Live;
use crate::live::waiting::for_ever;
use crate::store::{Entity, Write, unless_changed};
use futures_util::stream::{FuturesUnordered, StreamExt};
use hubbub_shared::model::OutgoingState;
use hubbub_shared::{OutgoingWebhookId, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// Lanes that are read at once.
const PIECE: usize = 512;
/// Lanes that are worked off at the same time.
const AT_ONCE: usize = 32;
/// Of these, lanes of one webhook: one that hangs keeps nobody else waiting.
const OF_ONE: usize = 4;
/// What is sent of a lane before others have their turn.
const TURN: usize = 50;
/// While something is under way, it is looked this often whether something else is due.
const LOOK: Duration = Duration::from_millis(500);
/// What waits for a webhook that is sent nothing is looked at again after this.
const PARKED_MS: i64 = 10 * 60_000;
/// What tells of a line that is not written yet is looked at again after this.
const NOT_YET_MS: i64 = 500;

pub(super) fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move { for_ever(&live, &live.outgoing.to_send, all_due).await });
}

/// Sends all that is due, and says when the next thing is.
async fn all_due(live: Live) -> Result<Option<Timestamp>> {
    let Some(service) = live.outgoing.service.get() else { return Ok(None) };
    let sender = Sender { live: &live, service };
    let (mut waiting, mut under_way) = (VecDeque::new(), FuturesUnordered::new());
    let mut busy: HashMap<String, OutgoingWebhookId> = HashMap::new();
    loop {
        if waiting.is_empty() && under_way.len() < AT_ONCE {
            let due = due_lanes(&live.store, live.clock.now(), PIECE).await?;
            waiting.extend(due.into_iter().filter(|lane| !busy.contains_key(&lane.id)));
        }
        if waiting.is_empty() && under_way.is_empty() {
            return Ok(next_lane(&live.store).await?);
        }
        while under_way.len() < AT_ONCE {
            let Some(lane) = take_next(&mut waiting, &busy) else { break };
            busy.insert(lane.id.clone(), lane.webhook);
            under_way.push(async { (lane.id.clone(), sender.work_off(lane).await) });
        }
        tokio::select! {
            Some((id, outcome)) = under_way.next() => {
                busy.remove(&id);
                outcome?;
            }
            // Something new, or something that is due again, while others are waited for.
            () = live.outgoing.to_send.wait(), if waiting.is_empty() => {}
            () = tokio::time::sleep(LOOK), if waiting.is_empty() => {}
        }
    }
}

/// The first lane whose webhook is not busy enough already.
fn take_next(waiting: &mut VecDeque<LaneDoc>, busy: &HashMap<String, OutgoingWebhookId>) -> Option<LaneDoc> {
    let of = |webhook| busy.values().filter(|one| **one == webhook).count();
    let at = waiting.iter().position(|lane| of(lane.webhook) < OF_ONE)?;
    waiting.remove(at)
}

struct Sender<'a> {
    live: &'a Live,
    service: &'a Service,
}

/// Whether a lane has another turn at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    GoesOn,
    Waits,
}

impl Sender<'_> {
    /// Sends of a lane what is due, one after the other.
    async fn work_off(&self, lane: LaneDoc) -> Result<()> {
        for _ in 0..TURN {
            if self.step(&lane).await? == Then::Waits {
                break;
            }
        }
        Ok(())
    }

    async fn step(&self, lane: &LaneDoc) -> Result<Then> {
        let store = &self.live.store;
        let Some(webhook) = store.get::<OutgoingDoc>(lane.webhook).await? else {
            // What is left of it is forgotten by itself.
            store.delete::<LaneDoc>(lane.id()).await?;
            return Ok(Then::Waits);
        };
        if !webhook.is_sent_to() {
            return self.park(lane, &webhook).await;
        }
        // Read before its first: what is lined up in between changes it.
        let Some(known) = store.get::<LaneDoc>(lane.id()).await? else { return Ok(Then::Waits) };
        let Some(first) = first_in(store, &lane.id).await? else {
            let end = Write::delete::<LaneDoc>(known.id(), Some(known.version));
            return match store.batch(vec![end]).await {
                Err(error) if !error.is_failure() => Ok(Then::GoesOn),
                outcome => outcome.map(|()| Then::Waits).map_err(Error::from),
            };
        };
        if first.expires_at <= self.live.clock.now() {
            return self.forget(&first).await;
        }
        match self.send(lane, &webhook, first.clone()).await {
            // One that cannot be sent at all must not keep others from being sent.
            Err(error) if !error.is_passing() => {
                tracing::error!("an event for a webhook is given up: {error}");
                self.forget(&first).await
            }
            outcome => outcome,
        }
    }

    async fn send(&self, lane: &LaneDoc, webhook: &OutgoingDoc, first: DeliveryDoc) -> Result<Then> {
        let body = match said(self.live, webhook, &first).await? {
            Said::Body(body) => body,
            Said::Nothing => return self.forget(&first).await,
            Said::NotYet => return self.put_off(lane, NOT_YET_MS).await,
            Said::Waits => return self.park(lane, webhook).await,
        };
        let at = self.live.clock.now();
        let answer = self.hand_over(webhook, &first, body, at).await;
        let attempt = AttemptDoc {
            at,
            status: answer.status,
            took_ms: u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
            answer: answer.text.clone(),
        };
        let (tried, now) = (first.tried(attempt), self.live.clock.now());
        if answer.is_taken() {
            self.keep(&tried.taken(now)).await?;
            self.note_taken(webhook, now).await?;
            return Ok(Then::GoesOn);
        }
        if answer.is_gone() {
            self.keep(&tried.given_up()).await?;
            self.stop(webhook, OutgoingState::Gone).await?;
            return self.put_off(lane, PARKED_MS).await;
        }
        if tried.is_hopeless(now) {
            self.keep(&tried.given_up()).await?;
        } else {
            let asked = answer.retry_after.and_then(|pause| i64::try_from(pause.as_millis()).ok());
            let pause = tried.pause_ms(asked);
            self.keep(&tried).await?;
            self.put_off(lane, pause).await?;
        }
        if self.note_failed(webhook, now).await?.has_failed_too_long(now) {
            self.stop(webhook, OutgoingState::Failing).await?;
        }
        Ok(Then::Waits)
    }

    /// Signs it and sends it; an address that the settings do not allow any more is not called.
    async fn hand_over(
        &self,
        webhook: &OutgoingDoc,
        first: &DeliveryDoc,
        body: Vec<u8>,
        at: Timestamp,
    ) -> Answer {
        let to = match self.service.hosts.parse(&webhook.url) {
            Ok(to) => to,
            Err(why) => {
                let text = why.to_owned();
                return Answer { status: None, took: Duration::ZERO, text, retry_after: None };
            }
        };
        let seconds = at.0.div_euclid(1000);
        let signatures = signed(webhook.secrets(at), &first.event, seconds, &body);
        let parcel = Parcel { id: &first.event, seconds, signatures: &signatures, body };
        self.service.send(&to, parcel).await
    }

    /// Unless somebody wants it sent once more by now: then it is.
    async fn keep(&self, delivery: &DeliveryDoc) -> Result<()> {
        Ok(unless_changed(self.live.store.replace(delivery).await.map(drop))?)
    }

    async fn forget(&self, delivery: &DeliveryDoc) -> Result<Then> {
        self.live.store.delete::<DeliveryDoc>(delivery.id()).await?;
        Ok(Then::GoesOn)
    }

    async fn put_off(&self, lane: &LaneDoc, pause_ms: i64) -> Result<Then> {
        let due = self.live.clock.now().plus_ms(pause_ms);
        let put_off = |lane: &mut LaneDoc| {
            lane.due = due;
            Ok::<_, Error>(())
        };
        self.live.store.update(lane.id(), put_off).await?;
        Ok(Then::Waits)
    }

    /// Waits for better times, unless somebody changed the webhook at the same moment: then these may have come.
    async fn park(&self, lane: &LaneDoc, webhook: &OutgoingDoc) -> Result<Then> {
        self.put_off(lane, PARKED_MS).await?;
        let now: Option<OutgoingDoc> = self.live.store.get(webhook.id()).await?;
        match now.is_some_and(|now| now.version == webhook.version) {
            true => Ok(Then::Waits),
            false => self.put_off(lane, 0).await,
        }
    }

    async fn note_taken(&self, webhook: &OutgoingDoc, now: Timestamp) -> Result<()> {
        if webhook.is_news_that_it_took(now) {
            let note = |webhook: &mut OutgoingDoc| {
                (webhook.failing_since, webhook.last_taken_at) = (None, Some(now));
                Ok::<_, Error>(())
            };
            self.live.store.update(webhook.id(), note).await?;
        }
        Ok(())
    }

    /// The webhook, with since when it fails.
    async fn note_failed(&self, webhook: &OutgoingDoc, now: Timestamp) -> Result<OutgoingDoc> {
        if webhook.failing_since.is_some() {
            return Ok(webhook.clone());
        }
        let note = |webhook: &mut OutgoingDoc| {
            webhook.failing_since.get_or_insert(now);
            Ok::<_, Error>(())
        };
        Ok(self.live.store.update(webhook.id(), note).await?.unwrap_or_else(|| webhook.clone()))
    }

    /// Sends it nothing any more, which is told in the log of its hub.
    async fn stop(&self, webhook: &OutgoingDoc, state: OutgoingState) -> Result<()> {
        let (store, id) = (&self.live.store, self.live.clock.next_id());
        let Some(known) = store.get::<OutgoingDoc>(webhook.id()).await?.filter(OutgoingDoc::is_sent_to)
        else {
            return Ok(());
        };
        let stopped = OutgoingDoc { state, ..known };
        let mut writes = vec![Write::replace(&stopped)?];
        if let Some(facts) = stopped.stopped(id, self.live.clock.now()) {
            writes.push(Write::insert(&facts)?);
        }
        // Whoever changed it at the same moment has their way; the next answer is the same.
        unless_changed(store.batch(writes).await)?;
        self.live.new_facts.came(id);
        tracing::info!(webhook = %webhook.id, "a webhook is sent nothing any more: {state:?}");
        Ok(())
    }
}

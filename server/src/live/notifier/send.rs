//! Handing what is due to push services, many at a time, and acting on what they answer.

use super::said::said;
use super::verdict::decided;
use crate::domain::notifications::{
    News, PushJobDoc, SettingsDoc, SubscriptionDoc, Verdict, due_jobs, next_job,
};
use crate::domain::sessions::SessionDoc;
use crate::error::Result;
use crate::live::Live;
use crate::live::waiting::for_ever;
use crate::push::{Answer, Message, Service, Urgency};
use crate::store::{Entity, Write, unless_changed};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use dashmap::DashMap;
use futures_util::stream::{FuturesUnordered, StreamExt};
use hubbub_shared::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// Jobs that are read at once.
const PIECE: usize = 512;
/// Jobs that are under way at the same time.
const AT_ONCE: usize = 64;
/// From the beginning of one to that of the next: 500 a second, and those who talk do not notice.
const PACE: Duration = Duration::from_millis(2);
/// The first pause after a service was not ready; each is twice the one before.
const FIRST_PAUSE_MS: i64 = 5_000;
/// No pause is longer.
const LONGEST_PAUSE_MS: i64 = 3_600_000;
/// That a service took something is written down at most this often.
const TAKEN_MS: i64 = 3_600_000;

pub(super) fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move {
        let pauses: Arc<Pauses> = Arc::default();
        for_ever(&live, &live.to_send, |live| all_due(live, Arc::clone(&pauses))).await;
    });
}

/// Until when services asked not to be asked, by their origin.
type Pauses = DashMap<String, Timestamp>;

/// Sends all that is due, and says when the next thing is. One that hangs keeps nobody waiting but itself.
async fn all_due(live: Live, pauses: Arc<Pauses>) -> Result<Option<Timestamp>> {
    let Some(service) = live.push.get() else { return Ok(None) };
    pauses.retain(|_, until| *until > live.clock.now());
    let sender = Sender { live: &live, service, pauses: &pauses };
    let mut pace = tokio::time::interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut waiting, mut under_way) = (VecDeque::new(), FuturesUnordered::new());
    let mut ids = HashSet::new();
    loop {
        if waiting.is_empty() && under_way.len() < AT_ONCE {
            let due = due_jobs(&live.store, live.clock.now(), PIECE).await?;
            waiting.extend(due.into_iter().filter(|job: &PushJobDoc| !ids.contains(&job.id)));
        }
        if waiting.is_empty() && under_way.is_empty() {
            return Ok(next_job(&live.store).await?);
        }
        tokio::select! {
            Some((id, outcome)) = under_way.next() => {
                ids.remove(&id);
                outcome?;
            }
            _ = pace.tick(), if !waiting.is_empty() && under_way.len() < AT_ONCE => {
                if let Some(job) = waiting.pop_front() {
                    let id = job.id.clone();
                    ids.insert(id.clone());
                    under_way.push(async { (id, sender.send(job).await) });
                }
            }
            // Something new, while others are waited for.
            () = live.to_send.wait(), if waiting.is_empty() => {}
        }
    }
}

struct Sender<'a> {
    live: &'a Live,
    service: &'a Service,
    pauses: &'a Pauses,
}

impl Sender<'_> {
    /// One that cannot be told at all must not keep others from being told.
    async fn send(&self, job: PushJobDoc) -> Result<()> {
        match self.try_to_send(job.clone()).await {
            Err(error) if !error.is_passing() => {
                tracing::error!("a notification is given up: {error}");
                self.finish(&job).await
            }
            outcome => outcome,
        }
    }

    async fn try_to_send(&self, job: PushJobDoc) -> Result<()> {
        let now = self.live.clock.now();
        let subscription: Option<SubscriptionDoc> = self.live.store.get(job.session).await?;
        let Some(subscription) = subscription.filter(|_| job.expires_at > now) else {
            return self.finish(&job).await;
        };
        if !self.is_signed_in(&subscription, now).await? || subscription.key != self.service.key.public() {
            return self.forget(&subscription, &job).await;
        }
        let Some(to) = subscription.recipient(&self.service.hosts) else {
            return self.forget(&subscription, &job).await;
        };
        let origin = to.origin();
        if let Some(until) = self.pauses.get(&origin).map(|until| *until).filter(|until| *until > now) {
            return self.put_off(job, until).await;
        }
        let settings = SettingsDoc::of(&self.live.store, job.user).await?;
        let decided = decided(self.live, &news(&job), settings, true).await?;
        match decided.verdict {
            Verdict::Quiet => return self.finish(&job).await,
            Verdict::Wait(until) => return self.put_off(job, until).await,
            Verdict::Push => {}
        }
        let Some(payload) = said(self.live, &job, &decided).await? else { return self.finish(&job).await };
        let answer = self.service.send(&to, message(&job, payload.bytes(), now), now).await;
        self.live.metrics.pushed(answer.name());
        match answer {
            Answer::Taken => self.taken(subscription, &job, now).await,
            Answer::Gone => self.forget(&subscription, &job).await,
            Answer::Later(pause) => {
                if let Some(pause) = pause {
                    self.pauses.insert(origin, now.plus_ms(pause.as_millis() as i64));
                }
                self.try_again(job, now, pause.map(|pause| pause.as_millis() as i64)).await
            }
            Answer::TooLarge | Answer::Refused | Answer::KeyRefused => {
                let host = to.host().to_owned();
                tracing::warn!(service = %host, "a notification was not taken: {}", answer.name());
                self.finish(&job).await
            }
        }
    }

    /// Whoever was signed out of a device is told nothing there.
    async fn is_signed_in(&self, subscription: &SubscriptionDoc, now: Timestamp) -> Result<bool> {
        let session: Option<SessionDoc> = self.live.store.get(subscription.session).await?;
        Ok(session.is_some_and(|session| session.expires_at > now && session.suspended != Some(true)))
    }

    async fn taken(&self, subscription: SubscriptionDoc, job: &PushJobDoc, now: Timestamp) -> Result<()> {
        self.live.sent_lately.note(job.session, job.place, now);
        let is_old = subscription.last_taken_at.is_none_or(|at| now.0 - at.0 > TAKEN_MS);
        if !is_old {
            return self.finish(job).await;
        }
        let taken = Write::replace(&SubscriptionDoc { last_taken_at: Some(now), ..subscription })?;
        let done = Write::delete::<PushJobDoc>(job.id(), Some(job.version));
        match self.live.store.batch(vec![taken, done]).await {
            // One of them is another by now, and the other is not told by it which.
            Err(error) if !error.is_failure() => self.finish(job).await,
            outcome => Ok(outcome?),
        }
    }

    /// There is nothing left to send, unless something newer came meanwhile.
    async fn finish(&self, job: &PushJobDoc) -> Result<()> {
        let done = Write::delete::<PushJobDoc>(job.id(), Some(job.version));
        Ok(unless_changed(self.live.store.batch(vec![done]).await)?)
    }

    /// The device is not reached any more.
    async fn forget(&self, subscription: &SubscriptionDoc, job: &PushJobDoc) -> Result<()> {
        let gone = Write::delete::<SubscriptionDoc>(subscription.id(), Some(subscription.version));
        unless_changed(self.live.store.batch(vec![gone]).await)?;
        self.finish(job).await
    }

    async fn put_off(&self, job: PushJobDoc, due: Timestamp) -> Result<()> {
        Ok(unless_changed(self.live.store.replace(&PushJobDoc { due, ..job }).await.map(drop))?)
    }

    /// After a pause that the service asked for, or one that grows. A little later for each, so that not all come at once.
    async fn try_again(&self, job: PushJobDoc, now: Timestamp, asked_ms: Option<i64>) -> Result<()> {
        let grown = FIRST_PAUSE_MS.saturating_mul(1 << job.attempts.min(20)).min(LONGEST_PAUSE_MS);
        let pause = asked_ms.unwrap_or(grown);
        let spread = i64::try_from(job.session.0 % 1000).unwrap_or_default() * (pause / 4) / 1000;
        let attempts = job.attempts + 1;
        self.put_off(PushJobDoc { attempts, ..job }, now.plus_ms(pause + spread)).await
    }
}

const fn news(job: &PushJobDoc) -> News {
    let PushJobDoc { user, place, message, seq, author, .. } = *job;
    News { user, place, message, seq, author, occasion: job.occasion() }
}

fn message(job: &PushJobDoc, body: Vec<u8>, now: Timestamp) -> Message {
    let left = (job.expires_at.0 - now.0) / 1000;
    let urgency = if job.is_urgent() { Urgency::High } else { Urgency::Normal };
    let topic = Sha256::digest(format!("{}-{}", job.user, job.tag()));
    let topic = BASE64_URL_SAFE_NO_PAD.encode(topic).get(..32).map(str::to_owned);
    Message { body, ttl_secs: u32::try_from(left).unwrap_or_default(), urgency, topic }
}

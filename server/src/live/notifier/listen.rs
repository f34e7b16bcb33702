//! From a new message to what is to be sent: who is to be told, on which devices, and when.

use super::many::{take_back, to_members};
use super::verdict::{decided, whereabouts};
use crate::domain::notifications::{
    FanOutDoc, InboxDoc, News, Occasion, PushJobDoc, SettingsDoc, Verdict, WatcherDoc, Whereabouts,
    due_in_inbox, next_fan_out, next_in_inbox, subscriptions_of, watchers_after,
};
use crate::domain::recalls;
use crate::error::Result;
use crate::live::Live;
use crate::live::waiting::for_ever;
use crate::store::{Entity, Write};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::{ChannelId, Timestamp};
use std::time::Instant;

/// What is decided together.
const PIECE: usize = 100;
/// Of that, at the same time.
const AT_ONCE: usize = 4;

pub(super) fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move { for_ever(&live, &live.to_tell, all_due).await });
}

/// Decides all that is due, and says when the next thing is.
async fn all_due(live: Live) -> Result<Option<Timestamp>> {
    loop {
        let due = due_in_inbox(&live.store, live.clock.now(), PIECE).await?;
        for one in &due {
            of_inbox(&live, one).await?;
        }
        // A page of people at a time: who was named waits for nobody, and half of the time is that of those who talk.
        let (fan_out, start) = (next_fan_out(&live.store).await?, Instant::now());
        let recall = recalls::next(&live.store).await?;
        match &fan_out {
            Some(fan_out) if fan_out.names_many == Some(true) => to_members(&live, fan_out).await?,
            Some(fan_out) if fan_out.direct == Some(true) => to_people(&live, fan_out).await?,
            Some(fan_out) => to_listeners(&live, fan_out).await?,
            None => {}
        }
        if let Some(recall) = &recall {
            take_back(&live, recall).await?;
        }
        if fan_out.is_some() || recall.is_some() {
            tokio::time::sleep(start.elapsed()).await;
        }
        if due.is_empty() && fan_out.is_none() && recall.is_none() {
            return Ok(next_in_inbox(&live.store).await?);
        }
    }
}

/// Decides about one, in one batch with what comes of it.
async fn of_inbox(live: &Live, one: &InboxDoc) -> Result<()> {
    let InboxDoc { user, place, message, seq, author, .. } = *one;
    let news = News { user, place, message, seq, author, occasion: Occasion::Mention };
    let settings = SettingsDoc::of(&live.store, user).await?;
    let mut writes = unless_impossible(jobs(live, &news, settings).await)?;
    let is_something = !writes.is_empty();
    writes.push(Write::replace(&InboxDoc { due: None, ..one.clone() })?);
    write(live, writes, is_something).await
}

/// Those to whom alone it was written.
async fn to_people(live: &Live, fan_out: &FanOutDoc) -> Result<()> {
    let FanOutDoc { place, message, seq, author, .. } = *fan_out;
    let mut writes = Vec::new();
    if let Some(dm) = live.dms.find(place).await? {
        for user in dm.others(author) {
            let settings = SettingsDoc::of(&live.store, user).await?;
            let news = News { user, place, message, seq, author, occasion: Occasion::Direct };
            writes.extend(unless_impossible(jobs(live, &news, settings).await)?);
        }
    }
    let is_something = !writes.is_empty();
    writes.push(Write::delete::<FanOutDoc>(fan_out.id(), Some(fan_out.version)));
    write(live, writes, is_something).await
}

/// Goes through one page of those who listen: to the channel, then to its category, then to its hub.
async fn to_listeners(live: &Live, fan_out: &FanOutDoc) -> Result<()> {
    let done = || Write::delete::<FanOutDoc>(fan_out.id(), Some(fan_out.version));
    let at = match whereabouts(live, ChannelId(fan_out.place.0)).await? {
        Some(at) => at,
        None => return write(live, vec![done()], false).await,
    };
    let Some(scope) = at.scopes().nth(fan_out.done) else { return write(live, vec![done()], false).await };
    let page = watchers_after(&live.store, scope, fan_out.after, PIECE).await?;
    let found = stream::iter(&page).map(|one| to_listener(live, fan_out, at, one)).buffered(AT_ONCE);
    let found: Vec<Vec<Write>> = found.try_collect().await?;
    let mut writes: Vec<Write> = found.into_iter().flatten().collect();
    let is_something = !writes.is_empty();
    let next = match page.last().filter(|_| page.len() == PIECE) {
        Some(last) => FanOutDoc { after: Some(last.user), ..fan_out.clone() },
        None => FanOutDoc { done: fan_out.done + 1, after: None, ..fan_out.clone() },
    };
    writes.push(Write::replace(&next)?);
    write(live, writes, is_something).await
}

async fn to_listener(
    live: &Live,
    fan_out: &FanOutDoc,
    at: Whereabouts,
    one: &WatcherDoc,
) -> Result<Vec<Write>> {
    let FanOutDoc { place, message, seq, author, .. } = *fan_out;
    // Whoever is named is told of that.
    if live.store.get::<InboxDoc>(InboxDoc::document_id(one.user, message)).await?.is_some() {
        return Ok(Vec::new());
    }
    // Whoever listens to more than one of them is told by the nearest.
    let settings = SettingsDoc::of(&live.store, one.user).await?;
    if settings.listens_by(at) != Some(one.scope) {
        return Ok(Vec::new());
    }
    let news = News { user: one.user, place, message, seq, author, occasion: Occasion::Message };
    unless_impossible(jobs(live, &news, settings).await)
}

/// One who cannot be told at all must not keep others from being told.
pub(super) fn unless_impossible(found: Result<Vec<Write>>) -> Result<Vec<Write>> {
    match found {
        Err(error) if !error.is_passing() => {
            tracing::error!("somebody is not told: {error}");
            Ok(Vec::new())
        }
        found => found,
    }
}

/// What is to be sent to the devices of somebody, joined with what waits for them.
pub(super) async fn jobs(live: &Live, news: &News, settings: SettingsDoc) -> Result<Vec<Write>> {
    let subscriptions = subscriptions_of(&live.store, news.user).await?;
    if subscriptions.is_empty() {
        return Ok(Vec::new());
    }
    let now = live.clock.now();
    let due = match decided(live, news, settings, false).await?.verdict {
        Verdict::Quiet => return Ok(Vec::new()),
        Verdict::Push => now,
        Verdict::Wait(until) => until,
    };
    let mut writes = Vec::with_capacity(subscriptions.len());
    for subscription in subscriptions {
        let due = live.sent_lately.not_before(subscription.session, news.place, due);
        let new = PushJobDoc::new(subscription.session, *news, now, due);
        let waiting: Option<PushJobDoc> = live.store.get(new.id()).await?;
        match waiting {
            Some(waiting) if waiting.seq >= new.seq => {}
            Some(waiting) => writes.push(Write::replace(&waiting.and(new))?),
            None => writes.push(Write::insert(&new)?),
        }
    }
    Ok(writes)
}

/// What was changed meanwhile (read, sent, deleted) is decided anew in the next round.
async fn write(live: &Live, writes: Vec<Write>, is_something: bool) -> Result<()> {
    match live.store.batch(writes).await {
        Err(error) if !error.is_failure() => Ok(()),
        outcome => {
            if is_something {
                live.to_send.came();
            }
            Ok(outcome?)
        }
    }
}

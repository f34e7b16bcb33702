//! From a new message to what is to be sent: who is to be told, on which devices, and when.

use super::verdict::decided;
use super::waiting::for_ever;
use crate::domain::notifications::{
    FanOutDoc, InboxDoc, News, Occasion, PushJobDoc, Verdict, due_in_inbox, next_fan_out, next_in_inbox,
    subscriptions_of, watchers_after,
};
use crate::error::Result;
use crate::live::Live;
use crate::store::{Entity, Write};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::{ChannelId, Timestamp};

/// What is decided together.
const PIECE: usize = 200;
/// Of that, at the same time.
const AT_ONCE: usize = 16;

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
        // A page of listeners at a time: who was named waits for nobody.
        let fan_out = next_fan_out(&live.store).await?;
        if let Some(fan_out) = &fan_out {
            to_listeners(&live, fan_out).await?;
        }
        if due.is_empty() && fan_out.is_none() {
            return Ok(next_in_inbox(&live.store).await?);
        }
    }
}

/// Decides about one, in one batch with what comes of it.
async fn of_inbox(live: &Live, one: &InboxDoc) -> Result<()> {
    let InboxDoc { user, place, message, seq, author, .. } = *one;
    let news = News { user, place, message, seq, author, occasion: Occasion::Mention };
    let mut writes = jobs(live, &news).await?;
    let is_something = !writes.is_empty();
    writes.push(Write::replace(&InboxDoc { due: None, ..one.clone() })?);
    write(live, writes, is_something).await
}

/// Goes through one page of those who listen in a hub.
async fn to_listeners(live: &Live, fan_out: &FanOutDoc) -> Result<()> {
    let FanOutDoc { place, message, seq, author, after, .. } = *fan_out;
    let done = Write::delete::<FanOutDoc>(fan_out.id(), Some(fan_out.version));
    let Some(hub) = live.hubs.of_channel(ChannelId(place.0)).await? else {
        return write(live, vec![done], false).await;
    };
    let page = watchers_after(&live.store, hub, after, PIECE).await?;
    let news = page.iter().map(|one| News {
        user: one.user,
        place,
        message,
        seq,
        author,
        occasion: Occasion::Message,
    });
    let jobs: Vec<Vec<Write>> = stream::iter(news)
        .map(|news| async move { jobs(live, &news).await })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    let mut writes: Vec<Write> = jobs.into_iter().flatten().collect();
    let is_something = !writes.is_empty();
    writes.push(match page.last() {
        Some(last) if page.len() == PIECE => {
            Write::replace(&FanOutDoc { after: Some(last.user), ..fan_out.clone() })?
        }
        _ => done,
    });
    write(live, writes, is_something).await
}

/// What is to be sent to the devices of somebody, joined with what waits for them.
async fn jobs(live: &Live, news: &News) -> Result<Vec<Write>> {
    let subscriptions = subscriptions_of(&live.store, news.user).await?;
    if subscriptions.is_empty() {
        return Ok(Vec::new());
    }
    let now = live.clock.now();
    let due = match decided(live, news, false).await?.verdict {
        Verdict::Quiet => return Ok(Vec::new()),
        Verdict::Push => now,
        Verdict::Wait(until) => until,
    };
    let mut writes = Vec::with_capacity(subscriptions.len());
    for subscription in subscriptions {
        let due = live.sent_lately.not_before(subscription.session, news.place, due);
        let new = PushJobDoc::new(subscription.session, *news, now, due);
        let waiting: Option<PushJobDoc> = live.store.get(new.id()).await?;
        writes.push(match waiting {
            Some(waiting) => Write::replace(&waiting.and(new))?,
            None => Write::insert(&new)?,
        });
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

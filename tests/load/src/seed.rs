//! Fills a store before the server starts, through the server's own library: a million messages through the socket
//! would take minutes that tell nothing.

mod away;
mod large_hub;

pub use away::Away;
pub use large_hub::Size;

use crate::clock;
use anyhow::{Context, Result};
use hubbub_server::domain::COLLECTIONS;
use hubbub_server::domain::channels::ChannelDoc;
use hubbub_server::domain::hubs::HubDoc;
use hubbub_server::domain::messages::MessageDoc;
use hubbub_server::store::{self, Settings, Store};
use hubbub_shared::{ChannelId, HubId, MessageId, PlaceId, Timestamp, UserId, ids};
use std::future::Future;
use std::path::Path;

/// Documents of one write.
const BATCH: usize = 500;
/// Channels that a hub may have.
const CHANNELS_OF_A_HUB: u64 = 500;
/// When the first message was sent: 2021-01-01.
const BEGINNING_MS: u64 = 1_609_459_200_000;
/// From one message to the next.
const PAUSE_MS: u64 = 180_000;
/// Messages of a day.
pub const A_DAY: u64 = 24 * 60 * 60 * 1000 / PAUSE_MS;
/// Messages of other channels than the first have ids of their own.
const APART: u64 = 1000;

/// An open store and a thread to work with it.
pub struct Shelf {
    runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Shelf {
    /// Opens the store of a server that does not run.
    pub fn open(data: &Path, mongodb_uri: Option<String>) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let settings = Settings { mongodb_uri, data: data.to_owned() };
        let store = runtime.block_on(store::open(&settings, COLLECTIONS)).context("opening the store")?;
        Ok(Self { runtime, store })
    }

    /// A channel's history: one message every three minutes, numbered from 1 on.
    pub fn messages(&self, channel: u64, author: u64, count: u64) -> Result<()> {
        for first in (1..=count).step_by(BATCH) {
            let last = (first + BATCH as u64 - 1).min(count);
            let messages: Vec<_> = (first..=last).map(|seq| message(channel, author, seq)).collect();
            self.runtime.block_on(self.store.insert_all(&messages)).context("seeding messages")?;
        }
        Ok(())
    }

    /// A channel in which something is said: so many messages, each with the words for its number. Channels with another `place`
    /// have other ids.
    pub fn talk(
        &self,
        (place, channel): (u64, u64),
        author: u64,
        count: u64,
        words: impl Fn(u64) -> String,
    ) -> Result<()> {
        let id = |seq| MessageId(ids::compose(BEGINNING_MS + seq * PAUSE_MS, place));
        let said = |seq| MessageDoc { id: id(seq), content: words(seq), ..message(channel, author, seq) };
        for first in (1..=count).step_by(BATCH) {
            let last = (first + BATCH as u64 - 1).min(count);
            let messages: Vec<_> = (first..=last).map(said).collect();
            self.runtime.block_on(self.store.insert_all(&messages)).context("seeding messages")?;
        }
        Ok(())
    }

    /// So many channels of other hubs.
    pub fn channels(&self, owner: u64, count: u64) -> Result<()> {
        for first in (0..count).step_by(CHANNELS_OF_A_HUB as usize) {
            let hub = HubId(ids::compose(BEGINNING_MS, first));
            let doc = HubDoc::new(hub, format!("Hub {first}"), UserId(owner), Timestamp(BEGINNING_MS as i64));
            let ids = first..(first + CHANNELS_OF_A_HUB).min(count);
            let channel =
                |id| ChannelDoc::new(ChannelId(ids::compose(BEGINNING_MS, id)), hub, format!("c{id}"));
            let channels: Vec<_> = ids.map(channel).collect();
            self.runtime.block_on(async {
                self.store.insert(&doc).await?;
                self.store.insert_all(&channels).await
            })?;
        }
        Ok(())
    }

    /// Messages per second that the engine takes from so many writers, each in batches of this size, one after the
    /// other: what there is to reach.
    pub fn raw_speed(&self, writers: u64, batch: usize, secs: f64) -> Result<f64> {
        let start = clock::now();
        let end = start + (secs * 1e9) as u64;
        let write = |writer: u64| self.write_until(end, ids::compose(BEGINNING_MS, writer), batch as u64);
        let written = self.runtime.block_on(all((1..=writers).map(write)))?;
        Ok(written as f64 / ((clock::now() - start) as f64 / 1e9))
    }

    async fn write_until(&self, end: u64, channel: u64, batch: u64) -> Result<u64> {
        let mut written = 0;
        while clock::now() < end {
            let messages: Vec<_> =
                (written + 1..=written + batch).map(|seq| message(channel, channel, seq)).collect();
            self.store.insert_all(&messages).await?;
            written += batch;
        }
        Ok(written)
    }
}

/// The sum of what all of them return, running side by side.
async fn all(futures: impl Iterator<Item = impl Future<Output = Result<u64>>>) -> Result<u64> {
    let all = futures_util::future::try_join_all(futures).await?;
    Ok(all.into_iter().sum())
}

/// The id of the message at this position of a seeded channel.
pub fn message_id(channel: u64, seq: u64) -> u64 {
    ids::compose(BEGINNING_MS + seq * PAUSE_MS, channel % APART)
}

fn message(channel: u64, author: u64, seq: u64) -> MessageDoc {
    let id = message_id(channel, seq);
    MessageDoc {
        id: MessageId(id),
        version: 1,
        place: PlaceId(channel),
        seq,
        rev: seq,
        ordinal: seq,
        author: UserId(author),
        webhook: None,
        content: format!(
            "Message {seq}: lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor."
        ),
        sealed: None,
        sealed_id: None,
        mentions: Vec::new(),
        mention_roles: Vec::new(),
        mention_everyone: None,
        reply_to: None,
        attachments: Vec::new(),
        poll: None,
        forward: None,
        reactions: Vec::new(),
        pinned_at: None,
        worded: None,

        before: Vec::new(),
        nonce: Some(format!("{id:x}{channel:x}")),
        created_at: Timestamp((BEGINNING_MS + seq * PAUSE_MS) as i64),
        edited_at: None,
        deleted: None,
        slow_mode: None,
    }
}

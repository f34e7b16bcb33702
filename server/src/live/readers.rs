//! Those who read facts: each with a cursor of its own, at least once, in order. When all have read a fact, it goes.
//!
//! Batches get their ids before they are stored, so one may come to light after another with a greater id. So a cursor
//! stays [`LATEST`] behind, and what lies between is read again: whoever reads makes nothing twice, by the ids of facts.

use super::audit::Audit;
use super::common::Common;
use super::reader::Reader;
use crate::domain::facts::{self, CursorDoc, Fact, FactsDoc};
use crate::error::Result;
use crate::store::{FIRST_VERSION, Store};
use std::collections::BTreeSet;
use std::time::Duration;

/// Facts that come together are read together.
const PAUSE: Duration = Duration::from_millis(100);
/// A batch is stored, or given up, at most this long after its id was made.
const LATEST: Duration = Duration::from_secs(60);
/// Batches of facts that are read at once.
const PIECE: usize = 500;

/// Everybody who reads.
static READERS: [&dyn Reader; 1] = [&Audit];

/// Whether anybody wants a fact.
pub fn is_wanted(fact: &Fact) -> bool {
    READERS.iter().any(|reader| reader.wants(fact))
}

/// Reads for ever, in the background: at the start what an earlier run left, then whatever comes.
pub fn start(common: &Common) {
    let common = common.clone();
    actix_rt::spawn(async move {
        let mut rounds: Vec<Round> = READERS.iter().map(|reader| Round::new(*reader)).collect();
        loop {
            let mut waits = false;
            for round in &mut rounds {
                match round.read(&common).await {
                    Ok(has_more) => waits |= has_more,
                    Err(error) => {
                        waits = true;
                        tracing::warn!(reader = round.reader.name(), "facts are read later: {error}");
                    }
                }
            }
            if let Err(error) = forget_read(&common, &rounds).await {
                tracing::debug!("facts that all have read stay a little longer: {error}");
            }
            // With nothing under way nobody wakes up: an idle server does nothing.
            match waits {
                true => drop(tokio::time::timeout(Duration::from_secs(5), common.news.wait()).await),
                false => common.news.wait().await,
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

/// One reader and how far it has come.
struct Round {
    reader: &'static dyn Reader,
    cursor: Option<CursorDoc>,
    /// What was read after the cursor.
    read: BTreeSet<u64>,
}

impl Round {
    fn new(reader: &'static dyn Reader) -> Self {
        Self { reader, cursor: None, read: BTreeSet::new() }
    }

    fn read_to(&self) -> u64 {
        self.cursor.as_ref().and_then(|cursor| cursor.read_to.parse().ok()).unwrap_or_default()
    }

    /// Reads what is new. `true`: some of it may have to be read again, so somebody must come back.
    async fn read(&mut self, common: &Common) -> Result<bool> {
        if self.cursor.is_none() {
            self.cursor = Some(self.load(&common.store).await?);
        }
        let mut after = self.read_to();
        loop {
            let found = facts::after(&common.store, after, PIECE).await?;
            let Some(last) = found.last() else { break };
            after = last.number_of_id();
            let is_last = found.len() < PIECE;
            let new: Vec<FactsDoc> =
                found.into_iter().filter(|doc| !self.read.contains(&doc.number_of_id())).collect();
            if !new.is_empty() {
                self.reader.take(&common.store, &new).await?;
                self.read.extend(new.iter().map(FactsDoc::number_of_id));
            }
            if is_last {
                break;
            }
        }
        self.move_on(common).await?;
        Ok(!self.read.is_empty())
    }

    async fn load(&self, store: &Store) -> Result<CursorDoc> {
        let name = self.reader.name();
        if let Some(cursor) = store.get(name).await? {
            return Ok(cursor);
        }
        let new = CursorDoc { id: name.to_owned(), version: FIRST_VERSION, read_to: "0".to_owned() };
        match store.insert(&new).await {
            // Another process was faster.
            Err(error) if error.is_failure() => Err(error.into()),
            _ => Ok(store.get(name).await?.unwrap_or(new)),
        }
    }

    /// Nothing can come any more before what is old enough.
    async fn move_on(&mut self, common: &Common) -> Result<()> {
        let past = common.clock.now().plus_ms(-(LATEST.as_millis() as i64));
        let later = self.read.split_off(&facts::first_id_at(past));
        let old = std::mem::replace(&mut self.read, later);
        let (Some(last), Some(cursor)) = (old.last(), &self.cursor) else { return Ok(()) };
        let moved = CursorDoc { read_to: last.to_string(), ..cursor.clone() };
        // Another process that reads the same has moved it: look again next time.
        self.cursor = common.store.replace(&moved).await.ok();
        Ok(())
    }
}

async fn forget_read(common: &Common, rounds: &[Round]) -> Result<()> {
    let least = rounds.iter().map(Round::read_to).min().unwrap_or_default();
    if least > 0 {
        facts::forget(&common.store, least).await?;
    }
    Ok(())
}

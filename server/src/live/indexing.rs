//! Keeps the index of words up with what is said: by facts, a moment later. An index that is missing, damaged or of another
//! database is made anew while the server runs, from the store, a page at a time and standing back; what is found meanwhile is what
//! is in it already.

use super::common::Common;
use super::reader::Reader;
use super::search::{Standing, Stored, Turn};
use crate::domain::facts::{CursorDoc, Fact, FactsDoc};
use crate::domain::users;
use crate::error::Result;
use crate::search::{Index, Mark, Opened};
use crate::store::{Store, StoreError};
use anyhow::bail;
use async_trait::async_trait;
use futures_util::future::try_join;
use hubbub_shared::MessageId;
use hubbub_shared::model::AuditAction;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Names the cursor of who reads facts for the index.
const NAME: &str = "search";
/// What was written is found after this, if something was written just before.
const PACE: Duration = Duration::from_millis(400);
/// Another process that has the index is asked again after this.
const BUSY: Duration = Duration::from_millis(500);
/// What cannot be opened or written is tried again after this.
const RETRY: Duration = Duration::from_secs(60);
/// A store that does not answer is asked again after this.
const PATIENCE: Duration = Duration::from_secs(1);
/// A pause between two pages, while the index is made anew.
const STAND_BACK: Duration = Duration::from_millis(2);

/// Opens the index and keeps it for ever, in the background.
pub fn start(common: &Common) {
    let common = common.clone();
    actix_rt::spawn(async move {
        // What broke is not trusted again.
        let mut anew = false;
        loop {
            if let Err(error) = keep(&common, anew).await {
                common.search.breaks(&error);
            }
            tokio::time::sleep(if anew { RETRY } else { BUSY }).await;
            anew = true;
        }
    });
}

/// Ends when the index cannot be used any more.
async fn keep(common: &Common, anew: bool) -> anyhow::Result<()> {
    let search = &common.search;
    search.standing.send_replace(Standing::Opening);
    let whose = patiently(async || whose(&common.store).await).await;
    let read_to = patiently(async || read_to(&common.store).await).await;
    let (index, mark) = loop {
        let whose = whose.clone();
        let fit = move |mark: &Mark| {
            let is_ours = whose.as_deref().is_none_or(|whose| mark.of == whose);
            // Facts that everybody has read are gone.
            !anew && is_ours && mark.read_to >= read_to
        };
        match Index::open(search.directory.clone(), fit).await? {
            Opened::Ready(index, mark) => break (index, mark),
            Opened::Busy => tokio::time::sleep(BUSY).await,
        }
    };
    begin(common, &index, mark).await;
    try_join(commit(common, &index), go_through(common, &index)).await.map(drop)
}

/// From now on it can be used.
async fn begin(common: &Common, index: &Arc<Index>, mut mark: Mark) {
    let search = &common.search;
    let is_new = mark == Mark::new();
    if is_new {
        // What was told before is in what is stored, which is gone through.
        mark.read_to = common.clock.next_id();
    }
    let mut turn = search.turn.lock().await;
    *turn = Turn::begin(is_new);
    search.complete.send_replace(mark.complete);
    *search.mark.lock() = mark;
    search.standing.send_replace(Standing::Open(Arc::clone(index)));
}

/// What tells this database from others: who came first. `None`: nobody did.
async fn whose(store: &Store) -> std::result::Result<Option<String>, StoreError> {
    Ok(users::after(store, None, 1).await?.first().map(|first| first.id.to_string()))
}

/// Up to where facts may be gone.
async fn read_to(store: &Store) -> std::result::Result<u64, StoreError> {
    Ok(store.get::<CursorDoc>(NAME).await?.map_or(0, |cursor| cursor.read_to()))
}

/// Commits what is written, not too often, as long as the index can be used.
async fn commit(common: &Common, index: &Index) -> anyhow::Result<()> {
    let search = &common.search;
    let mut last = Instant::now() - PACE;
    loop {
        search.written.wait().await;
        tokio::time::sleep_until(last + PACE).await;
        if matches!(*search.standing.borrow(), Standing::Broken) {
            bail!("it broke when somebody looked for something");
        }
        let mut mark = search.mark.lock().clone();
        if mark.of.is_empty() {
            mark.of = patiently(async || whose(&common.store).await).await.unwrap_or_default();
        }
        let complete = mark.complete;
        index.commit(mark).await?;
        search.complete.send_replace(complete);
        last = Instant::now();
    }
}

/// Puts everything that is stored into a new index, from where an earlier run came to.
async fn go_through(common: &Common, index: &Index) -> anyhow::Result<()> {
    let search = &common.search;
    loop {
        let mut turn = search.turn.lock().await;
        let Mark { gone_through, complete, .. } = *search.mark.lock();
        if complete {
            turn.put = None;
            return Ok(());
        }
        let after = MessageId(gone_through);
        match turn.stored_after(&common.store, after).await {
            Ok(Stored { changes, last }) => {
                index.write(changes).await?;
                let mut mark = search.mark.lock();
                (mark.gone_through, mark.complete) = (last.unwrap_or(after).0, last.is_none());
                search.written.came();
            }
            Err(error) => {
                tracing::warn!("messages are gone through later: {error}");
                tokio::time::sleep(PATIENCE).await;
            }
        }
        drop(turn);
        tokio::time::sleep(STAND_BACK).await;
    }
}

/// Reads until the store answers.
async fn patiently<T>(read: impl AsyncFn() -> std::result::Result<T, StoreError>) -> T {
    loop {
        match read().await {
            Ok(found) => return found,
            Err(error) => tracing::warn!("the index of messages waits for the store: {error}"),
        }
        tokio::time::sleep(PATIENCE).await;
    }
}

/// Reads facts for the index.
pub struct Words(Common);

impl Words {
    pub(super) fn of(common: &Common) -> Self {
        Self(common.clone())
    }

    /// Whether it would do anything with a fact. Words of messages are in none; where they changed is told beside facts.
    pub fn wants(fact: &Fact) -> bool {
        matches!(fact.action, AuditAction::ChannelDeleted | AuditAction::HubDeleted)
    }
}

#[async_trait]
impl Reader for Words {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()> {
        let search = &self.0.search;
        // While it is broken nothing has to be taken: it is made anew from what is stored.
        let Some(index) = search.opened().await else { return Ok(()) };
        let mut turn = search.turn.lock().await;
        if let Err(error) = turn.take(store, &index, facts).await? {
            search.breaks(&error);
            return Ok(());
        }
        if let Some(last) = facts.last() {
            let mut mark = search.mark.lock();
            mark.read_to = mark.read_to.max(last.number_of_id());
        }
        search.written.came();
        Ok(())
    }
}

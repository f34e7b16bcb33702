//! Those who read facts: each with a cursor of its own, at least once, in order. When all have read a fact, it goes.
//!
//! This process tells from where on its own facts are new, and just that is read. But batches get their ids before they
//! are stored, so one of another process may come to light after another with a greater id. So a cursor stays
//! [`LATEST`] behind, and before it moves, what it passes is counted, and read again if there is more than was read:
//! whoever reads makes nothing twice, by the ids of facts.

use super::audit::Audit;
use super::common::Common;
use super::drafts::Leavers;
use super::indexing::Words;
use super::outgoing::Queue;
use super::reader::Reader;
use crate::domain::facts::{self, CursorDoc, Fact, FactsDoc};
use crate::error::Result;
use crate::store::{FIRST_VERSION, Store};
use hubbub_shared::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Facts that come together are read together.
const PAUSE: Duration = Duration::from_millis(100);
/// A batch is stored, or given up, at most this long after its id was made.
const LATEST: Duration = Duration::from_secs(60);
/// What could not be read is tried again after this.
const RETRY: Duration = Duration::from_secs(5);
/// Batches of facts that are read at once.
const PIECE: usize = 500;

/// Everybody who reads, in this order: who sends lines of the audit log comes after who writes them.
fn all(common: &Common) -> [Arc<dyn Reader>; 4] {
    [Arc::new(Audit), Arc::new(Words::of(common)), Arc::new(Queue::of(common)), Arc::new(Leavers)]
}

/// Whether anybody wants a fact. What webhooks are sent is all in the audit log, or said beside facts.
pub fn is_wanted(fact: &Fact) -> bool {
    Audit::wants(fact) || Words::wants(fact) || Leavers::wants(fact)
}

/// Reads for ever, in the background: at the start what an earlier run left, then whatever comes.
pub fn start(common: &Common) {
    let common = common.clone();
    actix_rt::spawn(async move {
        let mut rounds: Vec<Round> = all(&common).map(Round::new).into();
        // From which id on facts are new; `None`: looks at all that may have been passed over.
        let mut from = None;
        let mut look_at = None;
        loop {
            if let Err(error) = read(&common, &mut rounds, from).await {
                tracing::warn!("facts are read later: {error}");
                tokio::time::sleep(RETRY).await;
                from = None;
                continue;
            }
            let waits = rounds.iter().any(|round| !round.read.is_empty());
            let last = look_at.filter(|_| from.is_some());
            look_at = waits.then(|| last.unwrap_or_else(|| Instant::now() + LATEST));
            from = wait(&common, look_at).await;
        }
    });
}

async fn read(common: &Common, rounds: &mut [Round], from: Option<u64>) -> Result<()> {
    for round in &mut *rounds {
        match from {
            Some(from) => round.read(&common.store, from).await?,
            None => round.look(&common.store, common.clock.now()).await?,
        }
    }
    match from {
        Some(_) => Ok(()),
        None => forget_read(&common.store, rounds).await,
    }
}

/// Waits until new facts come, and says from which id on; `None`: it is time to look. With nothing under way nobody wakes
/// up: an idle server does nothing.
async fn wait(common: &Common, look_at: Option<Instant>) -> Option<u64> {
    loop {
        match look_at {
            Some(at) => tokio::time::timeout_at(at, common.new_facts.wait()).await.ok()?,
            None => common.new_facts.wait().await,
        }
        tokio::time::sleep(PAUSE).await;
        if let Some(from) = common.new_facts.take() {
            return Some(from);
        }
    }
}

/// One reader and how far it has come.
struct Round {
    reader: Arc<dyn Reader>,
    cursor: Option<CursorDoc>,
    /// What was read after the cursor.
    read: BTreeSet<u64>,
}

impl Round {
    fn new(reader: Arc<dyn Reader>) -> Self {
        Self { reader, cursor: None, read: BTreeSet::new() }
    }

    /// Reads what is new from an id on.
    async fn read(&mut self, store: &Store, from: u64) -> Result<()> {
        let cursor = self.cursor(store).await?;
        self.read_after(store, cursor.max(from.saturating_sub(1))).await
    }

    /// Reads what came to light late, and moves the cursor past what is old enough that nothing can come before it.
    async fn look(&mut self, store: &Store, now: Timestamp) -> Result<()> {
        let cursor = self.cursor(store).await?;
        if facts::count_after(store, cursor).await? != self.read.len() as u64 {
            self.read_after(store, cursor).await?;
        }
        self.move_on(store, now.plus_ms(-(LATEST.as_millis() as i64))).await
    }

    async fn read_after(&mut self, store: &Store, mut after: u64) -> Result<()> {
        loop {
            let found = facts::after(store, after, PIECE).await?;
            let is_last = found.len() < PIECE;
            after = found.last().map_or(after, FactsDoc::number_of_id);
            let new: Vec<FactsDoc> =
                found.into_iter().filter(|doc| !self.read.contains(&doc.number_of_id())).collect();
            if !new.is_empty() {
                self.reader.take(store, &new).await?;
                self.read.extend(new.iter().map(FactsDoc::number_of_id));
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Where the cursor stands; read again after another process has moved it.
    async fn cursor(&mut self, store: &Store) -> Result<u64> {
        let known = match self.cursor.take() {
            Some(known) => known,
            None => self.load(store).await?,
        };
        let read_to = known.read_to();
        self.cursor = Some(known);
        self.read = self.read.split_off(&(read_to + 1));
        Ok(read_to)
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

    async fn move_on(&mut self, store: &Store, past: Timestamp) -> Result<()> {
        let Some(last) = self.read.range(..facts::first_id_at(past)).next_back() else { return Ok(()) };
        let Some(cursor) = self.cursor.take() else { return Ok(()) };
        // Refused if another process that reads the same has moved it: then it is looked up next time.
        self.cursor = store.replace(&CursorDoc { read_to: last.to_string(), ..cursor }).await.ok();
        self.cursor(store).await.map(drop)
    }
}

async fn forget_read(store: &Store, rounds: &[Round]) -> Result<()> {
    let read_to = |round: &Round| round.cursor.as_ref().map_or(0, CursorDoc::read_to);
    let least = rounds.iter().map(read_to).min().unwrap_or_default();
    if least > 0 {
        facts::forget(store, least).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::{CURSORS, FACTS};
    use crate::store::{Settings, open};
    use async_trait::async_trait;
    use hubbub_shared::{HubId, ids};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Writes down what it is given.
    #[derive(Default)]
    struct Recorder(Mutex<Vec<u64>>);

    #[async_trait]
    impl Reader for Recorder {
        fn name(&self) -> &'static str {
            "recorder"
        }

        async fn take(&self, _: &Store, facts: &[FactsDoc]) -> Result<()> {
            self.0.lock().unwrap().extend(facts.iter().map(FactsDoc::number_of_id));
            Ok(())
        }
    }

    /// A moment some time after the first one, and the id of what happens then.
    fn moment(after: Duration) -> (Timestamp, u64) {
        let now = Timestamp(1_000_000).plus_ms(after.as_millis() as i64);
        (now, ids::compose(now.0.unsigned_abs(), 0))
    }

    async fn happens(store: &Store, id: u64) {
        let doc = FactsDoc {
            id: id.to_string(),
            version: FIRST_VERSION,
            hub: Some(HubId(1)),
            number: 1,
            at: Timestamp(1),
            facts: Vec::new(),
            moved: None,
        };
        store.insert(&doc).await.unwrap();
    }

    #[tokio::test]
    async fn each_fact_is_taken_once_also_one_that_came_to_light_late() {
        let data = tempfile::tempdir().unwrap();
        let settings = Settings { mongodb_uri: None, data: data.path().to_owned() };
        let store = open(&settings, &[&FACTS, &CURSORS]).await.unwrap();
        let finds = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&finds);
        store.observe(move |operation, _, _| {
            counted.fetch_add(usize::from(operation == "find"), Ordering::Relaxed);
        });
        let recorder = Arc::new(Recorder::default());
        let taken = || recorder.0.lock().unwrap().clone();
        let mut round = Round::new(Arc::clone(&recorder) as _);

        let (now, first) = moment(Duration::ZERO);
        for id in first..first + 2 * PIECE as u64 {
            happens(&store, id).await;
        }
        round.look(&store, now).await.unwrap();
        assert_eq!(taken(), (first..first + 2 * PIECE as u64).collect::<Vec<_>>());

        // What is new is read, and nothing that is known already.
        let before = finds.load(Ordering::Relaxed);
        let (now, newer) = moment(Duration::from_secs(1));
        happens(&store, newer).await;
        round.read(&store, newer).await.unwrap();
        assert_eq!(taken().last(), Some(&newer));
        round.look(&store, now).await.unwrap();
        assert_eq!(finds.load(Ordering::Relaxed) - before, 1, "looking is no reading");

        // Another process stored this earlier, or later than it says.
        happens(&store, newer - 1).await;
        round.look(&store, now).await.unwrap();
        assert_eq!(taken().last(), Some(&(newer - 1)));
        assert_eq!(taken().len(), 2 * PIECE + 2, "and nothing twice");

        // When nothing can come before them any more, they go.
        let (late, _) = moment(2 * LATEST);
        round.look(&store, late).await.unwrap();
        forget_read(&store, &[round]).await.unwrap();
        assert_eq!(facts::count_after(&store, 0).await.unwrap(), 0);
        let stored: CursorDoc = store.get("recorder").await.unwrap().unwrap();
        assert_eq!(stored.read_to(), newer);
    }
}

//! Keeps the index of words up with what is said: by facts, a moment later. An index that is missing, damaged or of another
//! database is made anew while the server runs, from the store, a page at a time and standing back; what is found meanwhile is what
//! is in it already.

use super::common::Common;
use super::news::News;
use super::reader::Reader;
use crate::domain::channels;
use crate::domain::facts::{CursorDoc, Fact, FactsDoc};
use crate::domain::messages::{self, MessageDoc};
use crate::domain::users;
use crate::error::Result;
use crate::search::{Change, Entry, Index, Mark, Opened, Wanted};
use crate::store::{Store, StoreError};
use anyhow::bail;
use async_trait::async_trait;
use futures_util::future::try_join;
use hubbub_shared::model::AuditAction;
use hubbub_shared::{ChannelId, HubId, MessageId, PlaceId};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
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
/// Messages that are read at once.
const PIECE: usize = 500;
/// A pause between two pages, while the index is made anew.
const STAND_BACK: Duration = Duration::from_millis(2);
/// Places of which it is remembered how far they were read.
const REMEMBERED: usize = 10_000;

/// The index, as far as it can be used.
#[derive(Clone)]
enum Standing {
    /// It is being opened.
    Opening,
    /// It is open.
    Open(Arc<Index>),
    /// It cannot be used, and is made anew later.
    Broken,
}

/// See the module.
pub struct Search {
    directory: PathBuf,
    standing: watch::Sender<Standing>,
    /// What the index says of itself when it is committed next.
    mark: Mutex<Mark>,
    /// Whether everything that is stored was looked through.
    complete: watch::Sender<bool>,
    /// Something was written that is not committed.
    written: News,
    /// Who has the turn reads the store and writes what it read: so nothing older is written over something newer.
    turn: tokio::sync::Mutex<Turn>,
}

#[derive(Default)]
struct Turn {
    /// As far as places were read, by their revs.
    read: HashMap<PlaceId, u64>,
    /// What was put by facts while stored messages are gone through; `None`: nobody knows, or needs to.
    put: Option<HashSet<MessageId>>,
    /// Hubs of places that were asked for.
    hubs: HashMap<PlaceId, Option<HubId>>,
}

impl Search {
    pub(super) fn new(directory: PathBuf) -> Self {
        Self {
            directory,
            standing: watch::Sender::new(Standing::Opening),
            mark: Mutex::default(),
            complete: watch::Sender::new(false),
            written: News::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Whether everything that is stored was looked through.
    pub fn is_complete(&self) -> bool {
        *self.complete.borrow()
    }

    /// The newest messages that fit, the newest first; none while the index cannot be used.
    pub async fn find(&self, wanted: Wanted, limit: usize) -> Vec<MessageId> {
        let Standing::Open(index) = self.standing.borrow().clone() else { return Vec::new() };
        index.find(wanted, limit).await.unwrap_or_else(|error| {
            self.breaks(&error);
            Vec::new()
        })
    }

    /// The index is not used any more, and made anew.
    fn breaks(&self, error: &anyhow::Error) {
        if matches!(*self.standing.borrow(), Standing::Broken) {
            return;
        }
        tracing::warn!("the index of messages is not used any more: {error:#}");
        self.complete.send_replace(false);
        self.standing.send_replace(Standing::Broken);
        self.written.came();
    }

    /// The index, once it was tried to open it.
    async fn opened(&self) -> Option<Arc<Index>> {
        let mut standing = self.standing.subscribe();
        let opened = standing.wait_for(|standing| !matches!(standing, Standing::Opening)).await;
        match opened.ok().as_deref() {
            Some(Standing::Open(index)) => Some(Arc::clone(index)),
            _ => None,
        }
    }
}

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
    let is_new = mark == Mark::new();
    {
        let mut turn = search.turn.lock().await;
        *turn = Turn { put: is_new.then(HashSet::new), ..Turn::default() };
        search.complete.send_replace(mark.complete);
        // What was told before is in what is stored, which is gone through.
        let read_to = if is_new { common.clock.next_id() } else { mark.read_to };
        *search.mark.lock() = Mark { read_to, ..mark };
        search.standing.send_replace(Standing::Open(Arc::clone(&index)));
    }
    try_join(commit(common, &index), go_through(common, &index)).await.map(drop)
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

/// Stored messages as changes of the index, and the last of them; `None`: there were none.
struct Stored {
    changes: Vec<Change>,
    last: Option<MessageId>,
}

impl Turn {
    async fn stored_after(&mut self, store: &Store, after: MessageId) -> Result<Stored> {
        let piece = messages::after_id(store, after, PIECE).await?;
        let last = piece.last().map(|last| last.id);
        let mut changes = Vec::with_capacity(piece.len());
        for message in piece {
            if message.sealed.is_some() || message.is_deleted() || self.is_put(message.id) {
                continue;
            }
            if let Some(hub) = self.hub_of(store, message.place).await? {
                let entry = entry(hub, message);
                changes.push(if self.put.is_some() { Change::Add(entry) } else { Change::Put(entry) });
            }
        }
        Ok(Stored { changes, last })
    }

    /// Whether it is there as it is now.
    fn is_put(&self, message: MessageId) -> bool {
        self.put.as_ref().is_some_and(|put| put.contains(&message))
    }

    /// The hub of a place. `None`: it is in none, or gone.
    async fn hub_of(&mut self, store: &Store, place: PlaceId) -> Result<Option<HubId>> {
        if let Some(known) = self.hubs.get(&place) {
            return Ok(*known);
        }
        let hub = channels::find(store, ChannelId(place.0)).await?.map(|channel| channel.hub);
        self.hubs.insert(place, hub);
        Ok(hub)
    }
}

fn entry(hub: HubId, message: MessageDoc) -> Entry {
    let MessageDoc { id, place, author, mentions, content, attachments, .. } = message;
    Entry { id, hub, place, author, mentions, content, attachments }
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
        let changes = turn.changes(store, facts).await?;
        if let Err(error) = index.write(changes).await {
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

impl Turn {
    async fn changes(&mut self, store: &Store, facts: &[FactsDoc]) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        // Of batches that come together, a place is read once, from the first of them on.
        let mut places: HashMap<PlaceId, (HubId, u64, u64)> = HashMap::new();
        for doc in facts {
            if let (Some(hub), Some(worded)) = (doc.hub, doc.worded) {
                let (_, after, number) = places.entry(worded.place).or_insert((hub, worded.after, doc.number));
                (*after, *number) = ((*after).min(worded.after), (*number).max(doc.number));
            }
        }
        if self.read.len() > REMEMBERED {
            self.read.clear();
        }
        for (place, (hub, after, number)) in places {
            if self.read.get(&place).is_none_or(|read| *read < number) {
                self.read_place(store, hub, place, after, &mut changes).await?;
                self.read.entry(place).and_modify(|read| *read = (*read).max(number)).or_insert(number);
            }
        }
        changes.extend(facts.iter().flat_map(|doc| doc.facts.iter().filter_map(|fact| gone(doc.hub, fact))));
        Ok(changes)
    }

    /// Everything that changed in a place after a rev, as it is now.
    async fn read_place(
        &mut self,
        store: &Store,
        hub: HubId,
        place: PlaceId,
        mut after: u64,
        changes: &mut Vec<Change>,
    ) -> Result<()> {
        loop {
            let piece = messages::changed_after(store, place, after, PIECE).await?;
            let is_last = piece.len() < PIECE;
            for message in piece {
                after = message.rev;
                if let Some(put) = &mut self.put {
                    put.insert(message.id);
                }
                changes.push(match message.is_deleted() {
                    true => Change::Remove(message.id),
                    false => Change::Put(entry(hub, message)),
                });
            }
            self.read.insert(place, after);
            if is_last {
                return Ok(());
            }
        }
    }
}

/// What goes with a channel or a hub that is deleted.
fn gone(hub: Option<HubId>, fact: &Fact) -> Option<Change> {
    match fact.action {
        AuditAction::ChannelDeleted => fact.place.map(Change::RemovePlace),
        AuditAction::HubDeleted => hub.map(Change::RemoveHub),
        _ => None,
    }
}

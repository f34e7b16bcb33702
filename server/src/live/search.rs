//! The index of words as it stands in this process: whether it can be used, what it says of itself, and what of the store is read
//! for it next. Who keeps it up with what is said is in `live/indexing.rs`.

use super::news::News;
use crate::domain::channels;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::messages::{self, MessageDoc};
use crate::error::Result;
use crate::search::{Change, Entry, Index, Mark, Wanted};
use crate::store::Store;
use hubbub_shared::model::AuditAction;
use hubbub_shared::{ChannelId, HubId, MessageId, PlaceId};
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::watch;

/// Messages that are read at once.
const PIECE: usize = 500;
/// Places of which it is remembered how far they were read.
const REMEMBERED: usize = 10_000;

/// The index, as far as it can be used.
#[derive(Clone)]
pub(super) enum Standing {
    /// It is being opened.
    Opening,
    /// It is open.
    Open(Arc<Index>),
    /// It cannot be used, and is made anew later.
    Broken,
}

/// See the module.
pub struct Search {
    pub(super) directory: PathBuf,
    pub(super) standing: watch::Sender<Standing>,
    /// What the index says of itself when it is committed next.
    pub(super) mark: Mutex<Mark>,
    /// Whether everything that is stored was looked through.
    pub(super) complete: watch::Sender<bool>,
    /// Something was written that is not committed.
    pub(super) written: News,
    /// Who has the turn reads the store and writes what it read: so nothing older is written over something newer.
    pub(super) turn: tokio::sync::Mutex<Turn>,
}

/// What is known while the store is read for the index.
#[derive(Default)]
pub(super) struct Turn {
    /// As far as places were read, by their revs.
    read: HashMap<PlaceId, u64>,
    /// What was put by facts while stored messages are gone through; `None`: nobody knows, or needs to.
    pub(super) put: Option<HashSet<MessageId>>,
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
    pub(super) fn breaks(&self, error: &anyhow::Error) {
        if matches!(*self.standing.borrow(), Standing::Broken) {
            return;
        }
        tracing::warn!("the index of messages is not used any more: {error:#}");
        self.complete.send_replace(false);
        self.standing.send_replace(Standing::Broken);
        self.written.came();
    }

    /// The index, once it was tried to open it.
    pub(super) async fn opened(&self) -> Option<Arc<Index>> {
        let mut standing = self.standing.subscribe();
        let opened = standing.wait_for(|standing| !matches!(standing, Standing::Opening)).await;
        match opened.ok().as_deref() {
            Some(Standing::Open(index)) => Some(Arc::clone(index)),
            _ => None,
        }
    }
}

/// Stored messages as changes of the index, and the last of them; `None`: there were none.
pub(super) struct Stored {
    pub(super) changes: Vec<Change>,
    pub(super) last: Option<MessageId>,
}

impl Turn {
    /// Nothing was read for this index yet. `is_new`: nothing is in it.
    pub(super) fn begin(is_new: bool) -> Self {
        Self { put: is_new.then(HashSet::new), ..Self::default() }
    }

    /// The next messages after an id, as changes of a new index.
    pub(super) async fn stored_after(&mut self, store: &Store, after: MessageId) -> Result<Stored> {
        let piece = messages::after_id(store, after, PIECE).await?;
        let last = piece.last().map(|last| last.id);
        let mut changes = Vec::with_capacity(piece.len());
        for message in piece {
            if message.sealed.is_some() || message.is_deleted() || self.is_put(message.id) {
                continue;
            }
            if let Some(hub) = self.hub_of(store, message.place).await? {
                let entry = indexed(hub, message);
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

    /// Writes what these facts come to.
    pub(super) async fn take(&mut self, store: &Store, index: &Index, facts: &[FactsDoc]) -> Result<Written> {
        let taken = self.read_places(store, index, facts).await;
        if !matches!(taken, Ok(Ok(()))) {
            // What was read is not written, and has to be read again.
            self.read.clear();
            return taken;
        }
        let gone = facts.iter().flat_map(|doc| doc.facts.iter().filter_map(|fact| gone(doc.hub, fact)));
        Ok(index.write(gone.collect()).await)
    }

    async fn read_places(&mut self, store: &Store, index: &Index, facts: &[FactsDoc]) -> Result<Written> {
        if self.read.len() > REMEMBERED {
            self.read.clear();
        }
        // Of batches that come together, a place is read once, from the first of them on.
        let mut stretches: HashMap<PlaceId, Stretch> = HashMap::new();
        for doc in facts {
            if let (Some(hub), Some(moved)) = (doc.hub, doc.moved) {
                let one = Stretch { hub, place: moved.place, after: moved.after, to: doc.number };
                stretches.entry(moved.place).and_modify(|known| known.join(&one)).or_insert(one);
            }
        }
        for stretch in stretches.into_values() {
            if self.read.get(&stretch.place).is_none_or(|read| *read < stretch.to)
                && let Err(error) = self.read_stretch(store, index, stretch).await?
            {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    /// What changed in a place, as it is now. What has changed again meanwhile, beyond its end, comes with that.
    async fn read_stretch(&mut self, store: &Store, index: &Index, stretch: Stretch) -> Result<Written> {
        let Stretch { hub, place, mut after, to } = stretch;
        while after < to {
            let piece = messages::changed_after(store, place, after, PIECE).await?;
            after = piece.last().map_or(to, |last| last.rev);
            if let Some(put) = &mut self.put {
                put.extend(piece.iter().map(|message| message.id));
            }
            let change = |message: MessageDoc| match message.is_deleted() {
                true => Change::Remove(message.id),
                false => Change::Put(indexed(hub, message)),
            };
            if let Err(error) = index.write(piece.into_iter().map(change).collect()).await {
                return Ok(Err(error));
            }
        }
        self.read.insert(place, after);
        Ok(Ok(()))
    }
}

/// Whether the index has taken it. If not, it cannot be used any more.
type Written = anyhow::Result<()>;

/// Revs of a place to be read.
struct Stretch {
    hub: HubId,
    place: PlaceId,
    after: u64,
    to: u64,
}

impl Stretch {
    fn join(&mut self, other: &Self) {
        (self.after, self.to) = (self.after.min(other.after), self.to.max(other.to));
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

/// What the index has of a message.
pub fn indexed(hub: HubId, message: MessageDoc) -> Entry {
    let content = message.in_words().into_owned();
    let MessageDoc { id, place, author, mentions, attachments, .. } = message;
    Entry { id, hub, place, author, mentions, content, attachments }
}

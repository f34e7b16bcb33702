//! The index on the disk: opened or made anew, written by one thread that stands back, read by whoever looks for something.

use super::document::{self, Change, Fields};
use super::find::Wanted;
use crate::background::{Background, StandsBack};
use anyhow::{Context, Result, anyhow, bail};
use hubbub_shared::MessageId;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy};
use tokio::sync::Semaphore;

/// Bytes that are gathered in memory before they are written; the least there can be.
const GATHERED_BYTES: usize = 15_000_000;
/// Searches that are done at the same time; others wait for their turn.
const AT_ONCE: usize = 4;
/// A part of the index is written anew without what was deleted when that is so much of it.
const DELETED: f32 = 0.3;

/// What the index says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    /// The form that it has.
    form: u32,
    /// The database whose messages they are; empty: not known yet.
    pub of: String,
    /// The last fact that is in it.
    pub read_to: u64,
    /// As far as stored messages were gone through.
    pub gone_through: u64,
    /// Whether all of them were gone through.
    pub complete: bool,
}

impl Mark {
    /// Nothing is in it yet.
    pub fn new() -> Self {
        Self { form: document::FORM, ..Self::default() }
    }
}

/// What became of opening an index.
pub enum Opened {
    /// It is there, with what it said of itself when it was written last.
    Ready(Arc<Index>, Mark),
    /// Another process has it, which is perhaps about to stop.
    Busy,
}

/// See the module.
pub struct Index {
    fields: Fields,
    reader: IndexReader,
    /// Only ever locked by the thread.
    writer: Arc<Mutex<IndexWriter>>,
    thread: Background,
    turns: Arc<Semaphore>,
    /// Held as long as the index is open.
    _lock: File,
}

impl Index {
    /// Opens what is in a directory. What is damaged, has another form, or is not `fit` by its mark, is thrown away, and an empty
    /// index is made in its place.
    pub async fn open(
        directory: PathBuf,
        fit: impl FnOnce(&Mark) -> bool + Send + 'static,
    ) -> Result<Opened> {
        // tantivy's own threads are started from it.
        let thread = Background::start("hubbub-search", StandsBack::Last).context("starting a thread")?;
        let opened = thread.run(move || -> Result<_> {
            fs::create_dir_all(&directory)?;
            let lock = File::create(directory.join("lock"))?;
            match lock.try_lock() {
                Ok(()) => open(&directory.join("index"), fit).map(|open| Some((open, lock))),
                Err(TryLockError::WouldBlock) => Ok(None),
                Err(TryLockError::Error(error)) => Err(error.into()),
            }
        });
        let Some(((fields, reader, writer, mark), lock)) = opened.await.ok_or_else(broken_off)?? else {
            return Ok(Opened::Busy);
        };
        let (writer, turns) = (Arc::new(Mutex::new(writer)), Arc::new(Semaphore::new(AT_ONCE)));
        Ok(Opened::Ready(Arc::new(Self { fields, reader, writer, thread, turns, _lock: lock }), mark))
    }

    /// Takes changes, in their order. They are found, and kept, once they are committed.
    pub async fn write(&self, changes: Vec<Change>) -> Result<()> {
        let (writer, fields) = (Arc::clone(&self.writer), self.fields);
        self.run(move || {
            let writer = writer.lock();
            changes.into_iter().try_for_each(|change| take(&writer, &fields, change))
        })
        .await
    }

    /// All changes so far are kept and found from now on, together with this mark.
    pub async fn commit(&self, mark: Mark) -> Result<()> {
        let (writer, reader) = (Arc::clone(&self.writer), self.reader.clone());
        self.run(move || {
            let mut writer = writer.lock();
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&serde_json::to_string(&mark)?);
            commit.commit()?;
            Ok(reader.reload()?)
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        self.thread.run(work).await.ok_or_else(broken_off)?
    }

    /// The newest messages that fit, the newest first.
    pub async fn find(&self, wanted: Wanted, limit: usize) -> Result<Vec<MessageId>> {
        let turn = Arc::clone(&self.turns).acquire_owned().await?;
        let (fields, searcher) = (self.fields, self.reader.searcher());
        let work = move || {
            let found = wanted.find(&fields, &searcher, limit);
            drop(turn);
            found
        };
        Ok(tokio::task::spawn_blocking(work).await??)
    }
}

fn broken_off() -> anyhow::Error {
    anyhow!("the thread of the index broke off")
}

fn take(writer: &IndexWriter, fields: &Fields, change: Change) -> Result<()> {
    match change {
        Change::Add(entry) => {
            writer.add_document(fields.document(&entry))?;
        }
        Change::Put(entry) => {
            writer.delete_term(fields.message(entry.id));
            writer.add_document(fields.document(&entry))?;
        }
        Change::Remove(id) => {
            writer.delete_term(fields.message(id));
        }
        Change::RemovePlace(place) => {
            writer.delete_term(tantivy::Term::from_field_u64(fields.place, place.0));
        }
        Change::RemoveHub(hub) => {
            writer.delete_term(tantivy::Term::from_field_u64(fields.hub, hub.0));
        }
    }
    Ok(())
}

type Open = (Fields, IndexReader, IndexWriter, Mark);

fn open(directory: &Path, fit: impl FnOnce(&Mark) -> bool) -> Result<Open> {
    if directory.exists() {
        match open_what_is_there(directory, fit) {
            Ok(open) => return Ok(open),
            Err(error) => tracing::info!("the index of messages is made anew: {error:#}"),
        }
        fs::remove_dir_all(directory)?;
    }
    fs::create_dir_all(directory)?;
    let (_, schema) = Fields::new();
    let newest_first = IndexSortByField { field: document::ID.to_owned(), order: Order::Desc };
    let settings = IndexSettings { sort_by_field: Some(newest_first), ..IndexSettings::default() };
    let index = tantivy::Index::builder().schema(schema).settings(settings).create_in_dir(directory)?;
    ready(index, Mark::new())
}

fn open_what_is_there(directory: &Path, fit: impl FnOnce(&Mark) -> bool) -> Result<Open> {
    let index = tantivy::Index::open_in_dir(directory)?;
    let payload = index.load_metas()?.payload.context("nothing was ever committed")?;
    let mark: Mark = serde_json::from_str(&payload)?;
    if mark.form != document::FORM || index.schema() != Fields::new().1 {
        bail!("it has the form of another version");
    }
    if !fit(&mark) {
        bail!("it is not of this database, or lacks what is not told any more");
    }
    let damaged = index.validate_checksum()?;
    match damaged.is_empty() {
        true => ready(index, mark),
        false => bail!("damaged: {damaged:?}"),
    }
}

fn ready(mut index: tantivy::Index, mark: Mark) -> Result<Open> {
    index.set_tokenizers(document::tokenizers());
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(GATHERED_BYTES)
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options(options)?;
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(DELETED);
    writer.set_merge_policy(Box::new(merging));
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    Ok((Fields::new().0, reader, writer, mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Entry, Sought};
    use hubbub_shared::search::Has;
    use hubbub_shared::{HubId, PlaceId, UserId};

    const HUB: HubId = HubId(1);

    fn entry(id: u64, place: u64, content: &str) -> Entry {
        Entry {
            id: MessageId(id),
            hub: HUB,
            place: PlaceId(place),
            author: UserId(id % 2),
            mentions: Vec::new(),
            content: content.to_owned(),
            attachments: Vec::new(),
        }
    }

    fn put(id: u64, content: &str) -> Change {
        Change::Put(entry(id, 7, content))
    }

    fn wanted(q: &str) -> Wanted {
        Wanted {
            hub: HUB,
            places: None,
            authors: None,
            mentions: None,
            has: Vec::new(),
            words: Sought::new(q, false).into_iter().collect(),
            similar: false,
            ids: 0..u64::MAX,
        }
    }

    async fn ready(directory: &Path) -> (Arc<Index>, Mark) {
        match Index::open(directory.to_owned(), |mark| mark.of == "us").await.unwrap() {
            Opened::Ready(index, mark) => (index, mark),
            Opened::Busy => panic!("somebody has it"),
        }
    }

    fn mark(read_to: u64) -> Mark {
        Mark { of: "us".to_owned(), read_to, ..Mark::new() }
    }

    async fn ids(index: &Index, wanted: Wanted, limit: usize) -> Vec<u64> {
        index.find(wanted, limit).await.unwrap().into_iter().map(|id| id.0).collect()
    }

    #[tokio::test]
    async fn what_is_written_is_found_newest_first_once_it_is_committed() {
        let data = tempfile::tempdir().unwrap();
        let (index, _) = ready(data.path()).await;
        index.write((1..=300).map(|id| put(id, "tea")).collect()).await.unwrap();
        assert_eq!(ids(&index, wanted("tea"), 3).await, [0; 0]);
        index.commit(mark(1)).await.unwrap();
        assert_eq!(ids(&index, wanted("tea"), 3).await, [300, 299, 298]);
        // More parts, one of which has an older message, written anew.
        index
            .write(vec![put(1000, "tea"), put(299, "coffee"), Change::Remove(MessageId(300))])
            .await
            .unwrap();
        index.commit(mark(2)).await.unwrap();
        index.write(vec![put(5, "tea and coffee")]).await.unwrap();
        index.commit(mark(3)).await.unwrap();
        assert_eq!(ids(&index, wanted("tea"), 3).await, [1000, 298, 297]);
        assert_eq!(ids(&index, wanted("coffee"), 3).await, [299, 5]);
        let older = Wanted { ids: 3..298, ..wanted("tea") };
        assert_eq!(ids(&index, older, 500).await, (3..298).rev().collect::<Vec<_>>());
        let nowhere = Wanted { places: Some(Vec::new()), ..wanted("tea") };
        assert_eq!(ids(&index, nowhere, 3).await, [0; 0]);
        let both = Wanted {
            places: Some(vec![PlaceId(7), PlaceId(8)]),
            authors: Some(vec![UserId(1)]),
            ..wanted("tea")
        };
        assert_eq!(ids(&index, both, 2).await, [297, 295]);
        let linked = Wanted { has: vec![Has::Link], ..wanted("tea") };
        assert_eq!(ids(&index, linked, 2).await, [0; 0]);
        let similar = Wanted { similar: true, ..wanted("coffe") };
        assert_eq!(ids(&index, similar, 3).await, [299, 5]);
        let same = Wanted { similar: true, ..wanted("coffee") };
        assert_eq!(ids(&index, same, 3).await, [0; 0], "what has the word itself is no news");
    }

    #[tokio::test]
    async fn the_order_stays_when_parts_are_merged() {
        let data = tempfile::tempdir().unwrap();
        let (index, _) = ready(data.path()).await;
        for round in 0..40_u64 {
            // Older and newer ones in turn, so that parts overlap.
            let change = |number: u64| put(1 + (round * 7 + number * 41) % 400, "tea");
            index.write((0..10_u64).map(change).collect()).await.unwrap();
            index.commit(mark(round)).await.unwrap();
        }
        let found = ids(&index, wanted("tea"), 1000).await;
        assert!(found.is_sorted_by(|one, next| one > next) && found.len() > 200, "{} found", found.len());
    }

    #[tokio::test]
    async fn places_and_hubs_go_as_a_whole() {
        let data = tempfile::tempdir().unwrap();
        let (index, _) = ready(data.path()).await;
        let all = [entry(1, 7, "tea"), entry(2, 8, "tea"), Entry { hub: HubId(2), ..entry(3, 9, "tea") }];
        index.write(all.into_iter().map(Change::Add).collect()).await.unwrap();
        index.write(vec![Change::RemovePlace(PlaceId(7)), Change::RemoveHub(HubId(2))]).await.unwrap();
        index.commit(mark(1)).await.unwrap();
        assert_eq!(ids(&index, wanted("tea"), 9).await, [2]);
        assert_eq!(ids(&index, Wanted { hub: HubId(2), ..wanted("tea") }, 9).await, [0; 0]);
    }

    #[tokio::test]
    async fn an_index_is_opened_as_it_was_left_or_made_anew_if_it_is_not_fit_or_damaged() {
        let data = tempfile::tempdir().unwrap();
        let (index, new) = ready(data.path()).await;
        assert_eq!(new, Mark::new());
        index.write(vec![put(1, "tea")]).await.unwrap();
        index.commit(mark(5)).await.unwrap();
        assert!(matches!(Index::open(data.path().to_owned(), |_| true).await.unwrap(), Opened::Busy));
        drop(index);
        let (index, again) = ready(data.path()).await;
        assert_eq!((again, ids(&index, wanted("tea"), 9).await), (mark(5), vec![1]));
        index.commit(Mark { of: "others".to_owned(), ..mark(6) }).await.unwrap();
        drop(index);
        let (index, new) = ready(data.path()).await;
        assert_eq!((new, ids(&index, wanted("tea"), 9).await), (Mark::new(), vec![]));
        index.write(vec![put(1, "tea")]).await.unwrap();
        index.commit(mark(7)).await.unwrap();
        drop(index);
        let parts = fs::read_dir(data.path().join("index")).unwrap().map(|file| file.unwrap().path());
        let words =
            parts.filter(|path| path.extension().is_some_and(|end| end == "term")).collect::<Vec<_>>();
        let mut bytes = fs::read(&words[0]).unwrap();
        bytes[0] ^= 0xFF;
        fs::write(&words[0], bytes).unwrap();
        assert_eq!(ready(data.path()).await.1, Mark::new());
    }
}

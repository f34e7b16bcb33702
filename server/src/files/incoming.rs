//! Files on their way: what has come of each lies in a file named by its id, and as much as the file holds has come. One
//! request at a time adds to it.

use super::disk::{blocking, missing_is_none};
use crate::private_files;
use bytes::Bytes;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::mem::take;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::task::{JoinHandle, spawn_blocking};

/// So much is written at once.
const PIECE: usize = 512 * 1024;
/// Of so many files it is known what the hash of their beginning is; the others are read again in the end.
const HASHES: usize = 1000;

/// See the module.
pub(super) struct Incoming {
    directory: PathBuf,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    busy: Mutex<HashSet<u64>>,
    /// How far a file was hashed as it came.
    hashes: Mutex<HashMap<u64, (u64, Sha256)>>,
}

/// What becomes of a request to add to a file.
pub enum Begun {
    /// It may add to it.
    Here(Receiving),
    /// Another request does so.
    Busy,
    /// The file stands elsewhere: there.
    At(u64),
}

/// Kept as long as anything may still be written, also by a thread that nobody waits for any more.
struct Turn {
    id: u64,
    shared: Arc<Shared>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.shared.busy.lock().remove(&self.id);
    }
}

impl Incoming {
    pub(super) fn open(directory: PathBuf) -> io::Result<Self> {
        private_files::create_directory(&directory)?;
        Ok(Self { directory, shared: Arc::default() })
    }

    pub(super) fn path(&self, id: u64) -> PathBuf {
        self.directory.join(id.to_string())
    }

    pub(super) async fn receive(&self, id: u64, offset: u64) -> io::Result<Begun> {
        if !self.shared.busy.lock().insert(id) {
            return Ok(Begun::Busy);
        }
        let turn = Arc::new(Turn { id, shared: Arc::clone(&self.shared) });
        let path = self.path(id);
        let (file, here) = blocking(move || {
            let file = private_files::options().create(true).truncate(false).open(path)?;
            let here = file.metadata()?.len();
            Ok((file, here))
        })
        .await?;
        if here != offset {
            blocking(move || file.sync_data()).await?;
            return Ok(Begun::At(here));
        }
        let known = self.shared.hashes.lock().remove(&id).filter(|(until, _)| *until == offset);
        let hash = if offset == 0 { Some(Sha256::new()) } else { known.map(|(_, hash)| hash) };
        let state = State { file, at: offset, hash, turn };
        Ok(Begun::Here(Receiving {
            at: offset,
            waiting: Vec::new(),
            bytes: 0,
            state: Some(state),
            writing: None,
        }))
    }

    /// What is told is on the disk.
    pub(super) async fn received(&self, id: u64) -> io::Result<u64> {
        let path = self.path(id);
        blocking(move || {
            let Some(file) = missing_is_none(File::open(path))? else { return Ok(0) };
            let here = file.metadata()?.len();
            file.sync_data()?;
            Ok(here)
        })
        .await
    }

    /// The hash of a file, if all of it was seen as it came.
    pub(super) fn hash(&self, id: u64) -> Option<(u64, Sha256)> {
        self.shared.hashes.lock().get(&id).cloned()
    }

    pub(super) async fn forget(&self, id: u64) -> io::Result<()> {
        self.shared.hashes.lock().remove(&id);
        let path = self.path(id);
        blocking(move || missing_is_none(fs::remove_file(path)).map(drop)).await
    }

    pub(super) async fn list(&self) -> io::Result<Vec<u64>> {
        let directory = self.directory.clone();
        blocking(move || {
            let mut ids = Vec::new();
            for file in fs::read_dir(directory)? {
                ids.extend(file?.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
            }
            Ok(ids)
        })
        .await
    }
}

/// A file that grows. What has come stays if this is dropped, as far as it was written.
pub struct Receiving {
    at: u64,
    waiting: Vec<Bytes>,
    bytes: usize,
    /// `None`: it is being written.
    state: Option<State>,
    writing: Option<JoinHandle<io::Result<State>>>,
}

struct State {
    file: File,
    at: u64,
    hash: Option<Sha256>,
    turn: Arc<Turn>,
}

impl State {
    fn write(mut self, pieces: &[Bytes]) -> io::Result<Self> {
        self.file.seek(SeekFrom::Start(self.at))?;
        for piece in pieces {
            self.file.write_all(piece)?;
            self.at += piece.len() as u64;
            if let Some(hash) = &mut self.hash {
                hash.update(piece);
            }
        }
        Ok(self)
    }
}

impl Receiving {
    /// How much has come, what is not written yet included.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Takes more. One piece is written while the next one comes, and no more than that is in memory.
    pub async fn take(&mut self, bytes: Bytes) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.bytes += bytes.len();
        self.waiting.push(bytes);
        if self.bytes >= PIECE { self.write().await } else { Ok(()) }
    }

    async fn write(&mut self) -> io::Result<()> {
        let state = self.written().await?;
        self.bytes = 0;
        let pieces = take(&mut self.waiting);
        self.writing = Some(spawn_blocking(move || state.write(&pieces)));
        Ok(())
    }

    async fn written(&mut self) -> io::Result<State> {
        match (self.writing.take(), self.state.take()) {
            (Some(writing), _) => writing.await.map_err(io::Error::other)?,
            (None, Some(state)) => Ok(state),
            (None, None) => Err(io::Error::other("what came before was not written")),
        }
    }

    /// All that has come is on the disk; so much is there.
    pub async fn rest(mut self) -> io::Result<u64> {
        self.write().await?;
        let state = self.written().await?;
        let state = blocking(move || state.file.sync_data().map(|()| state)).await?;
        let State { at, hash, turn, .. } = state;
        if let Some(hash) = hash {
            let mut hashes = turn.shared.hashes.lock();
            if hashes.len() >= HASHES {
                hashes.clear();
            }
            hashes.insert(turn.id, (at, hash));
        }
        Ok(at)
    }
}

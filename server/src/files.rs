//! The bytes of files that people send: on their way here, looked at, and kept by what is in them. A directory beside the
//! database, or a bucket that speaks S3. Knows no rule and no person: what may be kept, and who may fetch it, is decided
//! above.

mod blobs;
mod bucket;
mod clean;
mod directory;
mod disk;
mod examine;
mod incoming;
mod kind;
mod picture;

pub use blobs::{Blobs, Form};
pub use bucket::{Secret as BucketSecret, Settings as BucketSettings};
pub use disk::Pieces;
pub use examine::{Examined, Sized, hash_of_pieces};
pub use incoming::{Begun, Receiving};
pub use kind::is_shown;
pub use picture::{Small, Square};

use incoming::Incoming;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard, Semaphore};

/// Contents that are decided about at the same time.
const TURNS: usize = 64;

/// Where files are.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is on its way is here, and all the rest too if there is no bucket.
    pub directory: PathBuf,
    /// A bucket for what is whole. `None`: the directory.
    pub bucket: Option<BucketSettings>,
}

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Files(Arc<Parts>);

struct Parts {
    blobs: Blobs,
    incoming: Incoming,
    /// Pictures that are looked at, so that they take no more memory than there is.
    looks: Semaphore,
    turns: [Mutex<()>; TURNS],
}

impl Files {
    /// Makes the directory if there is none.
    pub fn open(settings: &Settings) -> anyhow::Result<Self> {
        let blobs = match &settings.bucket {
            Some(bucket) => Blobs::Bucket(bucket.open()?),
            None => Blobs::Directory(directory::Directory::new(settings.directory.clone())),
        };
        let incoming = Incoming::open(settings.directory.join("incoming"))?;
        let looks = std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).clamp(1, 4));
        let turns = std::array::from_fn(|_| Mutex::new(()));
        Ok(Self(Arc::new(Parts { blobs, incoming, looks: Semaphore::new(looks), turns })))
    }

    /// What is kept, by what is in it.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// Held while it is decided whether something of this content stays or goes, so that what somebody just sent is not
    /// taken away because somebody else deleted the same.
    pub async fn turn(&self, hash: &str) -> MutexGuard<'_, ()> {
        let at = hash.bytes().take(4).fold(0, |sum: usize, byte| sum * 31 + usize::from(byte)) % TURNS;
        self.0.turns[at].lock().await
    }

    /// Begins to take what comes of a file, if it comes from where it stands.
    pub async fn receive(&self, id: u64, offset: u64) -> io::Result<Begun> {
        self.0.incoming.receive(id, offset).await
    }

    /// How much of a file has come, and will be there after a crash.
    pub async fn received(&self, id: u64) -> io::Result<u64> {
        self.0.incoming.received(id).await
    }

    /// Forgets what has come of a file. If there is nothing, nothing happens.
    pub async fn forget(&self, id: u64) -> io::Result<()> {
        self.0.incoming.forget(id).await
    }

    /// Every file of which something has come.
    pub async fn under_way(&self) -> io::Result<Vec<u64>> {
        self.0.incoming.list().await
    }

    /// Finds out what a file is that has come as a whole.
    pub async fn examine(&self, id: u64) -> io::Result<Examined> {
        let (path, known) = (self.0.incoming.path(id), self.0.incoming.hash(id));
        examine::examine(path, known, &self.0.looks).await
    }

    /// Makes of a picture what somebody can show of themselves. `None`: it is none, or cannot be read.
    pub async fn square(&self, bytes: Vec<u8>) -> io::Result<Option<Square>> {
        examine::square(bytes, &self.0.looks).await
    }

    /// Keeps a file that was examined, under what is in it.
    pub async fn keep(&self, id: u64, examined: &Examined) -> io::Result<()> {
        match &examined.instead {
            Some(bytes) => self.0.blobs.put(&examined.hash, Form::Original, bytes.clone()).await?,
            None => self.0.blobs.put_file(&examined.hash, self.0.incoming.path(id)).await?,
        }
        if let Some(picture) = &examined.picture {
            for (form, sized) in [(Form::Preview, &picture.preview), (Form::Screen, &picture.screen)] {
                self.0.blobs.put(&examined.hash, form, sized.bytes.clone()).await?;
            }
        }
        Ok(())
    }
}

//! Finds out what a file is, and what of it is kept.

use super::disk::{Pieces, blocking};
use super::kind::{BEGINNING, BYTES, content_type};
use super::picture::{self, Seen, Small, Square};
use bytes::Bytes;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// A picture whose file is larger is not looked at: it would have to be in memory.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// A picture that takes longer is not waited for. Its thread still comes to an end, by the bounds of what it reads.
const PATIENCE: Duration = Duration::from_secs(30);
/// As much is hashed at once.
const PIECE: usize = 256 * 1024;

/// What a file turned out to be.
#[derive(Debug)]
pub struct Examined {
    /// The SHA-256 of what is kept, in hex.
    pub hash: String,
    /// Bytes of what is kept.
    pub size: u64,
    /// A media type.
    pub content_type: &'static str,
    /// What is kept in place of what came. `None`: what came.
    pub instead: Option<Bytes>,
    /// What was seen of it, if it is a picture.
    pub picture: Option<Seen>,
}

/// A smaller form of a picture, as its file is checked later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sized {
    /// The SHA-256 of it, in hex.
    pub hash: String,
    /// A media type.
    pub content_type: String,
    /// How many bytes it has.
    pub size: u64,
}

impl Small {
    /// What there is to know of its file.
    pub fn sized(&self) -> Sized {
        Sized {
            hash: hex(Sha256::digest(&self.bytes).as_slice()),
            content_type: self.content_type.to_owned(),
            size: self.bytes.len() as u64,
        }
    }
}

pub(super) async fn examine(
    path: PathBuf,
    known: Option<(u64, Sha256)>,
    looks: &Semaphore,
) -> io::Result<Examined> {
    let (size, kind) = blocking({
        let path = path.clone();
        move || begins(&path)
    })
    .await?;
    let Some(format) = picture::format(kind) else { return as_it_is(path, size, kind, known).await };
    if size <= MOST_BYTES {
        let _one_of_few = looks.acquire().await.map_err(io::Error::other)?;
        let bytes = blocking({
            let path = path.clone();
            move || fs::read(path)
        })
        .await?;
        let look = spawn_blocking(move || picture::look(&bytes, format));
        // A decoder that fails altogether has seen no picture.
        let looked = tokio::time::timeout(PATIENCE, look).await.ok().and_then(Result::ok).unwrap_or_default();
        if let Some(kept) = looked.kept {
            return Ok(Examined {
                hash: hex(Sha256::digest(&kept).as_slice()),
                size: kept.len() as u64,
                content_type: if looked.seen.is_some() { kind } else { BYTES },
                instead: Some(kept.into()),
                picture: looked.seen,
            });
        }
    }
    // Whatever it says it is, nobody is shown it.
    as_it_is(path, size, BYTES, known).await
}

/// What somebody can show of themselves, of what they sent.
pub(super) async fn square(bytes: Vec<u8>, looks: &Semaphore) -> io::Result<Option<Square>> {
    let Some(format) = picture::format(content_type(&bytes[..bytes.len().min(BEGINNING)])) else {
        return Ok(None);
    };
    let _one_of_few = looks.acquire().await.map_err(io::Error::other)?;
    let look = spawn_blocking(move || picture::square(&bytes, format));
    Ok(tokio::time::timeout(PATIENCE, look).await.ok().and_then(Result::ok).flatten())
}

fn begins(path: &Path) -> io::Result<(u64, &'static str)> {
    let file = File::open(path)?;
    let mut beginning = Vec::with_capacity(BEGINNING);
    let size = file.metadata()?.len();
    file.take(BEGINNING as u64).read_to_end(&mut beginning)?;
    Ok((size, content_type(&beginning)))
}

async fn as_it_is(
    path: PathBuf,
    size: u64,
    content_type: &'static str,
    known: Option<(u64, Sha256)>,
) -> io::Result<Examined> {
    let hash = match known.filter(|(until, _)| *until == size) {
        Some((_, hash)) => hex(hash.finalize().as_slice()),
        None => blocking(move || hash_of(File::open(path)?)).await?,
    };
    Ok(Examined { hash, size, content_type, instead: None, picture: None })
}

fn hash_of(mut file: File) -> io::Result<String> {
    let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hex(hash.finalize().as_slice())),
            read => hash.update(&piece[..read]),
        }
    }
}

/// In lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into memory does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The SHA-256 of what is read, in hex.
pub async fn hash_of_pieces(mut pieces: Pieces) -> io::Result<String> {
    let mut hash = Sha256::new();
    while let Some(piece) = pieces.try_next().await? {
        hash.update(&piece);
    }
    Ok(hex(hash.finalize().as_slice()))
}

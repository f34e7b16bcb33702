//! Files in a directory of this machine. Each is written under another name first and is on the disk before it has its own,
//! so there is never half a file.

use super::disk::{Pieces, blocking, missing_is_none};
use crate::private_files;
use bytes::Bytes;
use futures_util::stream;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// As much is read at once.
const PIECE: u64 = 256 * 1024;
/// What is written and not finished ends so; a start takes it away.
const UNFINISHED: &str = ".part";

/// See the module.
pub struct Directory(PathBuf);

impl Directory {
    /// Files below this path, which is made when the first one comes.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) async fn size(&self, name: String) -> io::Result<Option<u64>> {
        let path = self.0.join(name);
        blocking(move || missing_is_none(fs::metadata(path).map(|about| about.len()))).await
    }

    pub(super) async fn put(&self, name: String, bytes: Bytes) -> io::Result<()> {
        let path = self.0.join(name);
        blocking(move || write(&path, |file| file.write_all(&bytes))).await
    }

    /// The same bytes under another name, or a copy where the file system cannot do that.
    pub(super) async fn put_file(&self, name: String, file: PathBuf) -> io::Result<()> {
        let path = self.0.join(name);
        blocking(move || {
            make_directory_of(&path)?;
            File::open(&file)?.sync_all()?;
            match fs::hard_link(&file, &path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                Ok(()) => sync_directory_of(&path),
                Err(_) => write(&path, |copy| io::copy(&mut File::open(&file)?, copy).map(drop)),
            }
        })
        .await
    }

    pub(super) async fn read(&self, name: String, range: Range<u64>) -> io::Result<Pieces> {
        let (path, start) = (self.0.join(name), range.start);
        let file = blocking(move || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(start))?;
            Ok(file)
        })
        .await?;
        let pieces = stream::try_unfold((file, range.end - range.start), |(mut file, left)| async move {
            if left == 0 {
                return Ok(None);
            }
            let (file, piece) = blocking(move || {
                let mut piece = vec![0; left.min(PIECE) as usize];
                file.read_exact(&mut piece)?;
                Ok((file, Bytes::from(piece)))
            })
            .await?;
            let left = left - piece.len() as u64;
            Ok(Some((piece, (file, left))))
        });
        Ok(Box::pin(pieces))
    }

    pub(super) async fn delete(&self, name: String) -> io::Result<()> {
        let path = self.0.join(name);
        blocking(move || missing_is_none(fs::remove_file(path)).map(drop)).await
    }

    pub(super) async fn list(&self) -> io::Result<Vec<String>> {
        let root = self.0.clone();
        blocking(move || {
            let mut names = Vec::new();
            let Some(shelves) = missing_is_none(fs::read_dir(&root))? else { return Ok(names) };
            for shelf in shelves {
                let shelf = shelf?;
                if shelf.file_name().len() != 2 || !shelf.file_type()?.is_dir() {
                    continue;
                }
                for file in fs::read_dir(shelf.path())? {
                    let name = file?.file_name().to_string_lossy().into_owned();
                    if !name.ends_with(UNFINISHED) {
                        names.push(format!("{}/{name}", shelf.file_name().to_string_lossy()));
                    }
                }
            }
            Ok(names)
        })
        .await
    }
}

fn write(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    make_directory_of(path)?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(UNFINISHED);
    let unfinished = PathBuf::from(unfinished);
    let mut file = private_files::options().create(true).truncate(true).open(&unfinished)?;
    fill(&mut file)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    sync_directory_of(path)
}

fn make_directory_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), private_files::create_directory)
}

/// The name is on the disk, too.
fn sync_directory_of(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(directory) = path.parent() {
        File::open(directory)?.sync_all()?;
    }
    Ok(())
}

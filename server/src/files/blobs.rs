//! What is kept, named by the SHA-256 of what is in it. What is there is never written again.

use super::bucket::Bucket;
use super::directory::Directory;
use super::disk::Pieces;
use bytes::Bytes;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// In which form a file is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As a whole.
    Original,
    /// A picture that fits a list.
    Preview,
    /// A picture that fits a screen.
    Screen,
}

impl Form {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Original, Self::Preview, Self::Screen];

    fn ending(self) -> &'static str {
        match self {
            Self::Original => "",
            Self::Preview => ".preview",
            Self::Screen => ".screen",
        }
    }
}

/// Where whole files are.
pub enum Blobs {
    /// On a disk of this machine.
    Directory(Directory),
    /// With a service that speaks S3.
    Bucket(Bucket),
}

impl Blobs {
    /// How it is called in what is told of it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Directory(_) => "directory",
            Self::Bucket(_) => "bucket",
        }
    }

    /// How large it is. `None`: it is not there.
    pub async fn size(&self, hash: &str, form: Form) -> io::Result<Option<u64>> {
        let name = name(hash, form);
        match self {
            Self::Directory(directory) => directory.size(name).await,
            Self::Bucket(bucket) => bucket.size(name).await,
        }
    }

    /// Keeps bytes, unless they are kept already.
    pub async fn put(&self, hash: &str, form: Form, bytes: Bytes) -> io::Result<()> {
        if self.size(hash, form).await?.is_some() {
            return Ok(());
        }
        let name = name(hash, form);
        match self {
            Self::Directory(directory) => directory.put(name, bytes).await,
            Self::Bucket(bucket) => bucket.put(name, bytes).await,
        }
    }

    /// Keeps what a file holds, unless it is kept already. The file stays.
    pub async fn put_file(&self, hash: &str, file: PathBuf) -> io::Result<()> {
        if self.size(hash, Form::Original).await?.is_some() {
            return Ok(());
        }
        let name = name(hash, Form::Original);
        match self {
            Self::Directory(directory) => directory.put_file(name, file).await,
            Self::Bucket(bucket) => bucket.put_file(name, file).await,
        }
    }

    /// A part of it, piece by piece, no faster than it is taken.
    pub async fn read(&self, hash: &str, form: Form, range: Range<u64>) -> io::Result<Pieces> {
        let name = name(hash, form);
        match self {
            Self::Directory(directory) => directory.read(name, range).await,
            Self::Bucket(bucket) => bucket.read(name, range).await,
        }
    }

    /// Deletes all forms of a content. If there are none, nothing happens.
    pub async fn delete(&self, hash: &str) -> io::Result<()> {
        for form in Form::ALL {
            let name = name(hash, form);
            match self {
                Self::Directory(directory) => directory.delete(name).await?,
                Self::Bucket(bucket) => bucket.delete(name).await?,
            }
        }
        Ok(())
    }

    /// The hash of everything that is kept, in whatever forms.
    pub async fn list(&self) -> io::Result<Vec<String>> {
        let names = match self {
            Self::Directory(directory) => directory.list().await?,
            Self::Bucket(bucket) => bucket.list().await?,
        };
        let hashes = names.iter().filter_map(|name| hash_of(name));
        let mut hashes: Vec<String> = hashes.map(str::to_owned).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Ok(hashes)
    }
}

/// Not all in one directory: some file systems become slow with many names in it.
fn name(hash: &str, form: Form) -> String {
    format!("{}/{hash}{}", &hash[..2.min(hash.len())], form.ending())
}

fn hash_of(name: &str) -> Option<&str> {
    let hash = name.rsplit('/').next()?.split('.').next()?;
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_it_is_the_name_of() {
        let hash = "ab".repeat(32);
        for form in Form::ALL {
            assert_eq!(hash_of(&name(&hash, form)), Some(&*hash));
        }
        for name in ["ab/notes.txt", "incoming/7", &format!("ab/{hash}x"), ""] {
            assert_eq!(hash_of(name), None, "{name}");
        }
    }
}

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
    /// What somebody shows of themselves.
    Square,
    /// The same beside a name.
    SmallSquare,
}

impl Form {
    /// Those of a file that goes with messages.
    const OF_FILES: [Self; 3] = [Self::Original, Self::Preview, Self::Screen];
    /// Those of a picture that somebody shows of themselves. The same content may be there as a file, too.
    const OF_SQUARES: [Self; 2] = [Self::Square, Self::SmallSquare];

    fn ending(self) -> &'static str {
        match self {
            Self::Original => "",
            Self::Preview => ".preview",
            Self::Screen => ".screen",
            Self::Square => ".square",
            Self::SmallSquare => ".small",
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

    /// Deletes a file in all its forms. If there are none, nothing happens.
    pub async fn delete(&self, hash: &str) -> io::Result<()> {
        self.delete_forms(hash, &Form::OF_FILES).await
    }

    /// Deletes what somebody showed of themselves. If it is not there, nothing happens.
    pub async fn delete_squares(&self, hash: &str) -> io::Result<()> {
        self.delete_forms(hash, &Form::OF_SQUARES).await
    }

    async fn delete_forms(&self, hash: &str, forms: &[Form]) -> io::Result<()> {
        for form in forms.iter().copied() {
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
        for form in Form::OF_FILES.into_iter().chain(Form::OF_SQUARES) {
            assert_eq!(hash_of(&name(&hash, form)), Some(&*hash));
        }
        for name in ["ab/notes.txt", "incoming/7", &format!("ab/{hash}x"), ""] {
            assert_eq!(hash_of(name), None, "{name}");
        }
    }
}

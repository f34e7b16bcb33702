//! The files of the web app. They are few and small, so they are read at the start and served from memory.
//!
//! A path that is not the name of a file that was read leads nowhere, so there is no way out of the directory.

mod asset;
mod serve;

pub use serve::serve;

use asset::Asset;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

/// Everything below `HUBBUB_SITE`, by path.
#[derive(Default)]
pub struct Site(HashMap<String, Asset>);

impl Site {
    /// Reads the directory; an empty site when there is none or it cannot be read.
    pub fn load(directory: Option<&Path>) -> Self {
        let read = directory.map_or_else(|| Ok(Self::default()), Self::read);
        read.unwrap_or_else(|error| {
            tracing::error!("HUBBUB_SITE cannot be read: {error}");
            Self::default()
        })
    }

    /// Files `x.br` and `x.gz` are `x`, compressed.
    fn read(directory: &Path) -> io::Result<Self> {
        let mut files = HashMap::new();
        read(directory, "", &mut files)?;
        let names =
            files.keys().filter(|name| original_of(name).is_none_or(|name| !files.contains_key(name)));
        let assets = names.filter_map(|name| Some((name.clone(), Asset::new(name, &files)?)));
        Ok(Self(assets.collect()))
    }

    fn page(&self) -> Option<&Asset> {
        self.0.get("index.html")
    }
}

/// The file of which this one is a compressed form.
fn original_of(name: &str) -> Option<&str> {
    name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"))
}

fn read(directory: &Path, prefix: &str, files: &mut HashMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let (path, name) = (entry.path(), format!("{prefix}{name}"));
        if path.is_dir() {
            read(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

//! The files of the web door. They are few and small, so they are read at the start and served from memory.
//!
//! A path that is not the name of a file that was read leads nowhere, so there is no way out of the directory.

mod asset;
mod inline;

pub use asset::Asset;
pub use inline::Inline;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

/// Everything below `HUBBUB_SITE`, by path.
#[derive(Default)]
pub struct Site(HashMap<String, Asset>);

/// The service worker of the door, and the one that takes its place when the owner takes the offline app back.
const WORKER: &str = "sw.js";
const LAST_WORKER: &str = include_str!("site/last_sw.js");

impl Site {
    /// Reads the directory; an empty site when there is none or it cannot be read. Without `offline`, the app is taken
    /// back from all devices that keep it.
    pub fn load(directory: Option<&Path>, offline: bool) -> Self {
        let read = directory.map_or_else(|| Ok(Self::default()), |directory| Self::read(directory, offline));
        read.unwrap_or_else(|error| {
            tracing::error!("HUBBUB_SITE cannot be read: {error}");
            Self::default()
        })
    }

    /// Files `x.br` and `x.gz` are `x`, compressed.
    fn read(directory: &Path, offline: bool) -> io::Result<Self> {
        let mut files = HashMap::new();
        read(directory, "", &mut files)?;
        if !offline {
            files.retain(|name, _| original_of(name) != Some(WORKER));
            files.insert(WORKER.to_owned(), LAST_WORKER.into());
        }
        let names =
            files.keys().filter(|name| original_of(name).is_none_or(|name| !files.contains_key(name)));
        let assets = names.filter_map(|name| Some((name.clone(), Asset::new(name, &files)?)));
        Ok(Self(assets.collect()))
    }

    /// A file by its path.
    pub fn file(&self, path: &str) -> Option<&Asset> {
        self.0.get(path)
    }

    /// The page of the app.
    pub fn page(&self) -> Option<&Asset> {
        self.0.get("index.html")
    }

    /// What stands in the page itself.
    pub fn inline(&self) -> Inline {
        let plain = self.page().and_then(|page| page.forms.last());
        let text = plain.and_then(|form| std::str::from_utf8(&form.bytes).ok());
        text.map(Inline::of).unwrap_or_default()
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

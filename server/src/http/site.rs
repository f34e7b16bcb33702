//! The files of the web door. They are few and small, so they are read at the start and served from memory.
//!
//! A path that is not the name of a file that was read leads nowhere, so there is no way out of the directory.

mod asset;
mod drawn;
mod inline;

pub use asset::{Asset, accepts};
pub use drawn::{Drawn, Parts};
pub use inline::Inline;

use hubbub_pwa::first_view;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

/// Everything below `HUBBUB_SITE`.
#[derive(Default)]
pub struct Site {
    /// The files by their path below the directory.
    files: HashMap<String, Asset>,
    drawn: Option<Drawn>,
}

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
        let mut site = Self { files: assets.collect(), drawn: None };
        site.drawn = site.page_to_draw_into();
        Ok(site)
    }

    /// A file by its path.
    pub fn file(&self, path: &str) -> Option<&Asset> {
        self.files.get(path)
    }

    /// The page of the app.
    pub fn page(&self) -> Option<&Asset> {
        self.file("index.html")
    }

    fn page_to_draw_into(&self) -> Option<Drawn> {
        let page = self.text("index.html")?;
        let (_, link) = page.split_once("<link rel=\"preload\" as=\"style\" href=\"/")?;
        let (styles, _) = link.split_once('"')?;
        Drawn::new(page, self.text(styles)?, first_view::SCRIPT)
    }

    /// The page to draw into, if there is one.
    pub fn drawn(&self) -> Option<&Drawn> {
        self.drawn.as_ref()
    }

    /// What stands in the page itself, with a skeleton or drawn.
    pub fn inline(&self) -> Inline {
        let drawn = self.drawn().map(|drawn| drawn.with(&Parts::default()));
        Inline::of(&[self.text("index.html"), drawn.as_deref()].map(Option::unwrap_or_default).concat())
    }

    /// A file as it is, if it is text.
    fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(&self.files.get(path)?.forms.last()?.bytes).ok()
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

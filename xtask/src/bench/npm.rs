//! What comes from npm: the peers (Bun, and the stack that Hubbub replaces) and Lighthouse. Installed in the cache,
//! exactly as their lock files say.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::assets::read_tree;
use crate::install::missing;
use crate::{command, places};

const LOCK: &str = "package-lock.json";

/// What Hubbub is measured against; where it is, with its modules.
pub fn peers() -> Result<PathBuf> {
    ensure("peers", "is what Hubbub is measured against")
}

/// What looks at the PWA as a phone does.
pub fn first_load() -> Result<PathBuf> {
    ensure("first-load", "measures the first load of the PWA")
}

/// A folder of the load generator, copied to the cache and installed there.
fn ensure(folder: &str, why: &str) -> Result<PathBuf> {
    let source = places::root().join("tests/load").join(folder);
    let place = places::cache().join("npm").join(format!("load-{folder}"));
    std::fs::create_dir_all(&place)?;
    let lock = |folder: &Path| std::fs::read(folder.join(LOCK)).ok();
    let is_installed = place.join("node_modules").is_dir() && lock(&source) == lock(&place);
    for (file, bytes) in read_tree(&source)? {
        std::fs::write(place.join(&file), bytes).with_context(|| format!("copying {file}"))?;
    }
    if !is_installed {
        install(&place)
            .map_err(|error| missing(&format!("{folder} from npm"), why, &fix(&place)).context(error))?;
    }
    Ok(place)
}

fn install(place: &Path) -> Result<()> {
    let npm = command::find(&["npm"]).context("npm is not installed")?;
    eprintln!("    installing {} (once)", place.display());
    let arguments = ["ci", "--no-fund", "--no-audit", "--loglevel=error", "--prefix"];
    let installed = command::run(command::tool(&npm).args(arguments).arg(place));
    if installed.is_err() {
        // A lock file that is there stands for modules that are there.
        std::fs::remove_file(place.join(LOCK))?;
    }
    installed
}

fn fix(place: &Path) -> String {
    format!("npm ci --prefix {}   (npm comes with Node.js)", place.display())
}

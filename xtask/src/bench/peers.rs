//! The peers from npm: Bun, and the stack that Hubbub replaces. Installed in the cache, exactly as their lock file
//! says.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::install::missing;
use crate::{command, places};

const FILES: [&str; 4] = ["package.json", "package-lock.json", "bun.js", "old-stack.js"];
const WHY: &str = "is what Hubbub is measured against";

/// Where the peers are, with their modules.
pub fn ensure() -> Result<PathBuf> {
    let (source, place) = (places::root().join("tests/load/peers"), places::cache().join("npm/load-peers"));
    std::fs::create_dir_all(&place)?;
    let is_installed =
        same(&source, &place, "package-lock.json") && place.join("node_modules/.bin/bun").exists();
    for file in FILES {
        std::fs::copy(source.join(file), place.join(file)).with_context(|| format!("copying {file}"))?;
    }
    if !is_installed {
        install(&place)
            .map_err(|error| missing("npm's part of the peers", WHY, &fix(&place)).context(error))?;
    }
    Ok(place)
}

fn same(source: &Path, place: &Path, file: &str) -> bool {
    let read = |folder: &Path| std::fs::read(folder.join(file)).ok();
    read(place).is_some_and(|installed| read(source) == Some(installed))
}

fn install(place: &Path) -> Result<()> {
    let npm = command::find(&["npm"]).context("npm is not installed")?;
    eprintln!("    installing Bun, Express, Socket.IO and Mongoose (once)");
    let arguments = ["ci", "--no-fund", "--no-audit", "--loglevel=error", "--prefix"];
    command::run(command::tool(&npm).args(arguments).arg(place))
}

fn fix(place: &Path) -> String {
    format!("npm ci --prefix {}   (npm comes with Node.js)", place.display())
}

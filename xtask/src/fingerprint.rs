//! Says whether the PWA has to be built again: one hash over the contents of everything that goes into it.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::assets::{self, hex};
use crate::{command, lockfile, places, tools};

/// Everything in these folders, and these files, decides what the site looks like. The pipeline itself too.
const FOLDERS: [&str; 4] = ["pwa", "shared/src", "manifest", "xtask/src"];
const FILES: [&str; 4] = [".cargo/config.toml", "Cargo.toml", "Cargo.lock", "shared/Cargo.toml"];

/// The hash of today's inputs and tools.
pub fn of_pwa() -> Result<String> {
    let root = places::root();
    let mut hash = Sha256::new();
    for folder in FOLDERS {
        for (path, bytes) in assets::read_tree(&root.join(folder))? {
            absorb(&mut hash, &path, &bytes);
        }
    }
    for file in FILES {
        let bytes = std::fs::read(root.join(file)).with_context(|| format!("reading {file}"))?;
        absorb(&mut hash, file, &bytes);
    }
    absorb(&mut hash, "name", env!("PRODUCT_NAME").as_bytes());
    absorb(&mut hash, "tools", tool_versions()?.as_bytes());
    Ok(hex(&hash.finalize()))
}

/// Asking each tool would cost more than all the rest; what we would install stands for what is installed.
fn tool_versions() -> Result<String> {
    let rust = command::output("rustc", &["--version"]).unwrap_or_default();
    let wasm_bindgen = lockfile::version_of("wasm-bindgen")?;
    let (wasm_pack, wasm_split) = (tools::wasm_pack().version, tools::wasm_split().version);
    Ok(format!("{rust} {wasm_bindgen} {wasm_pack} {wasm_split} {} {}", tools::BINARYEN, tools::SWAGGER_UI))
}

/// Lengths keep "ab" + "c" apart from "a" + "bc".
fn absorb(hash: &mut Sha256, name: &str, bytes: &[u8]) {
    for part in [name.as_bytes(), bytes] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
}

/// Whether the site was built from these inputs.
pub fn matches(site: &Path, fingerprint: &str) -> bool {
    site.join("index.html").is_file()
        && std::fs::read_to_string(record(site)).is_ok_and(|recorded| recorded == fingerprint)
}

/// Remembers what the site was built from. Beside the site, so that it is never served.
pub fn remember(site: &Path, fingerprint: &str) -> Result<()> {
    std::fs::write(record(site), fingerprint).context("writing the fingerprint of the site")
}

fn record(site: &Path) -> std::path::PathBuf {
    site.with_extension("fingerprint")
}

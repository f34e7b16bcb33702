//! Cuts the compiled PWA into what the first view needs and the parts that are loaded when they are first opened.
//!
//! The app marks functions with `wasm_split`. What only they reach, code and data, goes into the file of their part;
//! all else stays. For that the linker has to leave in the module what refers to what. wasm-bindgen understands whole
//! modules only, so it runs once more, on the first part: the others call through that one's table of functions.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::PwaTools;
use crate::{command, imports, places};

/// How Cargo is told [`compiler_flags`].
pub const FLAGS_VARIABLE: &str = "CARGO_ENCODED_RUSTFLAGS";

/// Relocations stay in the module, and paths of this machine do not get into it.
pub fn compiler_flags() -> String {
    let cargo = std::env::var_os("CARGO_HOME").map_or_else(|| places::home().join(".cargo"), PathBuf::from);
    let crates = cargo.join("registry/src");
    format!("-Clink-arg=--emit-relocs\u{1f}--remap-path-prefix={}=crates", crates.display())
}

/// The JavaScript of wasm-bindgen, and the module it starts.
pub const GLUE: &str = "hubbub.js";
pub const FIRST_PART: &str = "hubbub_bg.wasm";
/// What the first part calls the glue.
const GLUE_TO_FIRST_PART: &str = "./hubbub_bg.js";
/// The script that loads parts; the glue imports it, and it imports the glue.
pub const LOADER: &str = "__wasm_split.js";
/// What the parts are called by the program that cuts.
const PREFIXES: [&str; 2] = ["split_", "chunk_"];

/// Replaces the module in the package by its parts, and the glue by one that can load them.
pub fn cut(tools: &PwaTools, package: &Path) -> Result<()> {
    let linked = places::target().join("wasm32-unknown-unknown/release/hubbub_pwa.wasm");
    let first = package.join("hubbub.wasm");
    command::run(command::tool(&tools.wasm_split).arg(linked).arg(package).args(["--out-name", "hubbub"]))?;
    let mut wasm_bindgen = command::tool(&tools.wasm_bindgen);
    // The other parts import the table and memory that the linker exported.
    wasm_bindgen.arg(&first).args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    command::run(wasm_bindgen.args(["--out-name", "hubbub", "--out-dir"]).arg(package))?;
    std::fs::remove_file(first).context("removing the part without glue")?;
    shorten_names(package)?;
    if !modules(package)?.iter().any(|module| is_later(&module.to_string_lossy())) {
        bail!("the PWA was not cut: does it still mark functions with `wasm_split`?");
    }
    Ok(())
}

fn shorten_names(package: &Path) -> Result<()> {
    let (glue, first) = (package.join(GLUE), package.join(FIRST_PART));
    let script = std::fs::read_to_string(&glue).context("reading the glue")?;
    let module = std::fs::read(&first).context("reading the first part")?;
    let (module, script) = imports::shorten(&module, &script, GLUE_TO_FIRST_PART)?;
    std::fs::write(glue, script).context("writing the glue")?;
    std::fs::write(first, module).context("writing the first part")
}

/// All modules of the package.
pub fn modules(package: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(package).with_context(|| format!("reading {}", package.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|it| it == "wasm")).collect())
}

/// Whether a file is loaded after the first view.
pub fn is_later(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether only some need a file: no device keeps it ahead of time.
pub fn is_for_few(path: &str) -> bool {
    ["/split_console.wasm", "/split_dms.wasm"].iter().any(|few| path.ends_with(few))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_is_not_loaded_later() {
        assert!(is_later("assets/app.0123456789abcdef/split_later.wasm") && is_later("chunk_2.wasm"));
        assert!(!is_later("assets/app.0123456789abcdef/hubbub_bg.wasm"));
    }
}

//! Cuts the compiled PWA into what the first view needs and the parts that are loaded when they are first opened.
//!
//! The app marks functions with `wasm_split`. What only they reach, code and data, goes into the file of their part;
//! all else stays. For that the linker has to leave in the module what refers to what. wasm-bindgen understands whole
//! modules only, so it runs once more, on the first part: the others call through that one's table of functions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::PwaTools;
use crate::{command, places};

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
/// So many digits have the hashes in names.
const HASH: usize = 16;
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

/// wasm-bindgen puts a hash into each name that the first part imports from the glue: 8 random bytes, 300 times, in both
/// files. Within one build a number will do.
fn shorten_names(package: &Path) -> Result<()> {
    let script = std::fs::read_to_string(package.join(GLUE)).context("reading the glue")?;
    let numbers = numbers_for(&script);
    for name in [GLUE, FIRST_PART] {
        let file = package.join(name);
        let bytes = std::fs::read(&file).with_context(|| format!("reading {name}"))?;
        std::fs::write(&file, renamed(bytes, &numbers)).with_context(|| format!("writing {name}"))?;
    }
    Ok(())
}

/// A number for each hash, of the same length: lengths stand before names in a module. The glue has them as in
/// `__wbg_focus_0123456789abcdef: function(`.
fn numbers_for(script: &str) -> BTreeMap<Vec<u8>, String> {
    let names = script.split("__wbg_").skip(1).filter_map(|rest| Some(rest.split_once(": function(")?.0));
    let hashes = names.filter_map(|name| Some(name.rsplit_once('_')?.1));
    let hashes = hashes.filter(|hash| hash.len() == HASH && hash.chars().all(|c| c.is_ascii_hexdigit()));
    hashes.enumerate().map(|(number, hash)| (hash.into(), format!("{number:0HASH$x}"))).collect()
}

fn renamed(mut bytes: Vec<u8>, numbers: &BTreeMap<Vec<u8>, String>) -> Vec<u8> {
    for at in 1..bytes.len().saturating_sub(HASH - 1) {
        let may_be_one = bytes[at - 1] == b'_' && bytes[at].is_ascii_hexdigit();
        if let Some(number) = may_be_one.then(|| numbers.get(&bytes[at..at + HASH])).flatten() {
            bytes[at..at + HASH].copy_from_slice(number.as_bytes());
        }
    }
    bytes
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
    fn hashes_in_names_become_numbers_in_both_files() {
        let script =
            "__wbg_focus_0123456789abcdef: function(a) {}, __wbg_a_b_fedcba9876543210: function() {}";
        let numbers = numbers_for(script);
        assert_eq!(numbers.len(), 2);
        let module = b"\x1c__wbg_focus_0123456789abcdef\x00_0123456789abcdex_fedcba9876543210".to_vec();
        let (script, module) = (renamed(script.into(), &numbers), renamed(module, &numbers));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            text(&script).contains("__wbg_focus_0000000000000000: ")
                && text(&script).contains("b_0000000000000001: ")
        );
        assert_eq!(text(&module), "\u{1c}__wbg_focus_0000000000000000\0_0123456789abcdex_0000000000000001");
    }

    #[test]
    fn the_first_part_is_not_loaded_later() {
        assert!(is_later("assets/app.0123456789abcdef/split_later.wasm") && is_later("chunk_2.wasm"));
        assert!(!is_later("assets/app.0123456789abcdef/hubbub_bg.wasm"));
    }
}

//! How large the site is, and whether that is too much. Phones on bad networks are why there is a limit.

use std::path::Path;

use anyhow::{Result, bail};

use crate::assets::{Files, read_tree};
use crate::site::{self, BEST_BROTLI};

const KIB: u64 = 1024;
/// The WebAssembly, compressed.
const WASM_LIMIT: u64 = 300 * KIB;
/// Everything else that has to arrive before the first view is complete, compressed.
const FIRST_VIEW_LIMIT: u64 = 60 * KIB;

struct Sized {
    path: String,
    plain: u64,
    compressed: u64,
}

/// Prints what the first view of a release weighs, as it is served, and fails if that is over the limits.
pub fn check_release(site: &Path) -> Result<()> {
    let files = read_tree(site)?;
    judge(measure(&files, |path, bytes| Ok(files.get(&format!("{path}.br")).unwrap_or(bytes).len()))?)
}

/// The same for a site that was compressed in a hurry: what counts is what a release of it would weigh.
pub fn check(site: &Path) -> Result<()> {
    let files = read_tree(site)?;
    judge(measure(&files, |_, bytes| Ok(site::brotli(bytes, BEST_BROTLI)?.len()))?)
}

fn measure(files: &Files, compressed: impl Fn(&str, &Vec<u8>) -> Result<usize>) -> Result<Vec<Sized>> {
    let seen = files.iter().filter(|(path, _)| is_first_view(path));
    seen.map(|(path, bytes)| {
        let compressed = compressed(path, bytes)? as u64;
        Ok(Sized { path: path.clone(), plain: bytes.len() as u64, compressed })
    })
    .collect()
}

fn judge(files: Vec<Sized>) -> Result<()> {
    for file in &files {
        eprintln!("    {:>10} plain {:>10} brotli  {}", kib(file.plain), kib(file.compressed), file.path);
    }
    let (wasm, rest): (Vec<&Sized>, Vec<&Sized>) =
        files.iter().partition(|file| file.path.ends_with(".wasm"));
    within("WebAssembly", &wasm, WASM_LIMIT)?;
    within("rest of the first view", &rest, FIRST_VIEW_LIMIT)
}

/// The worker and the icons are loaded after the page is usable.
fn is_first_view(path: &str) -> bool {
    let is_sibling = path.ends_with(".br") || path.ends_with(".gz");
    !is_sibling && (path.starts_with("assets/") || path == "index.html" || path == "manifest.webmanifest")
}

fn within(what: &str, files: &[&Sized], limit: u64) -> Result<()> {
    let total: u64 = files.iter().map(|file| file.compressed).sum();
    eprintln!("    {what}: {} of {}", kib(total), kib(limit));
    if total > limit {
        bail!("the {what} is {} over its limit of {} (brotli)", kib(total - limit), kib(limit));
    }
    Ok(())
}

fn kib(bytes: u64) -> String {
    format!("{:.1} KiB", bytes as f64 / KIB as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(compressed: u64) -> Sized {
        Sized { path: "assets/a.wasm".into(), plain: 0, compressed }
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert!(within("WebAssembly", &[&sized(WASM_LIMIT)], WASM_LIMIT).is_ok());
    }

    #[test]
    fn what_is_over_the_limit_is_told_by_how_much() {
        let error = within("WebAssembly", &[&sized(WASM_LIMIT), &sized(KIB)], WASM_LIMIT).unwrap_err();
        assert!(error.to_string().contains("1.0 KiB over"), "{error}");
    }

    #[test]
    fn compressed_siblings_and_icons_are_not_counted() {
        assert!(is_first_view("assets/a.js"));
        assert!(
            !is_first_view("assets/a.js.br") && !is_first_view("icons/192.png") && !is_first_view("sw.js")
        );
    }
}

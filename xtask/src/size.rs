//! How large the site is, and whether that is too much. Phones on bad networks are why there is a limit.

use std::path::Path;

use anyhow::{Result, bail};

use crate::assets::{Files, read_tree};
use crate::site::{self, BEST_BROTLI};
use crate::steps::Steps;
use crate::{performance, pwa};

const KIB: u64 = 1024;
/// The WebAssembly, compressed.
const WASM_LIMIT: u64 = 300 * KIB;
/// Everything else that has to arrive before the first view is complete, compressed.
const FIRST_VIEW_LIMIT: u64 = 60 * KIB;

struct Sized {
    path: String,
    plain: u64,
    gzip: u64,
    /// With brotli, as it is served.
    compressed: u64,
}

/// `cargo xtask size`: what the first view weighs, written into docs/performance.md.
pub fn size() -> Result<()> {
    let mut steps = Steps::start();
    let site = pwa::current_site(&mut steps)?;
    steps.step("Measuring the size of the first view", || {
        let files = measure_quickly(&site)?;
        performance::write_section("sizes", &table(&files))?;
        judge(&files)
    })
}

/// Prints what the first view of a release weighs, as it is served, writes it down, and fails if it is over the limits.
pub fn check_release(site: &Path) -> Result<()> {
    let files = read_tree(site)?;
    let measured =
        measure(&files, |path, bytes| Ok(files.get(&format!("{path}.br")).unwrap_or(bytes).len()))?;
    performance::write_section("sizes", &table(&measured))?;
    judge(&measured)
}

/// The same for a site that was compressed in a hurry, and only said, not written.
pub fn check(site: &Path) -> Result<()> {
    judge(&measure_quickly(site)?)
}

/// What counts is what a release of it would weigh.
fn measure_quickly(site: &Path) -> Result<Vec<Sized>> {
    measure(&read_tree(site)?, |_, bytes| Ok(site::brotli(bytes, BEST_BROTLI)?.len()))
}

fn measure(files: &Files, compressed: impl Fn(&str, &Vec<u8>) -> Result<usize>) -> Result<Vec<Sized>> {
    let seen = files.iter().filter(|(path, _)| is_first_view(path));
    seen.map(|(path, bytes)| {
        let (gzip, compressed) = (site::gzip(bytes)?.len() as u64, compressed(path, bytes)? as u64);
        Ok(Sized { path: path.clone(), plain: bytes.len() as u64, gzip, compressed })
    })
    .collect()
}

/// In Markdown, with names without hashes, so that it changes only when a size does.
fn table(files: &[Sized]) -> String {
    let row = |name: &str, files: &[&Sized]| {
        let sum = |size: fn(&Sized) -> u64| kib(files.iter().map(|file| size(file)).sum());
        let sizes = [sum(|file| file.plain), sum(|file| file.gzip), sum(|file| file.compressed)];
        format!("| {name} | {} |", sizes.join(" | "))
    };
    let head = ["| first view | plain | gzip | brotli |".to_owned(), "|---|---:|---:|---:|".to_owned()];
    let rows = files.iter().map(|file| row(&name_of(&file.path), &[file]));
    let (wasm, rest) = split(files);
    let sums =
        [row("**WebAssembly**, at most 300 KiB", &wasm), row("**all the rest**, at most 60 KiB", &rest)];
    head.into_iter().chain(rows).chain(sums).collect::<Vec<_>>().join("\n")
}

/// `assets/boot.0123456789abcdef.js` is `boot.js`.
fn name_of(path: &str) -> String {
    let name = path.trim_start_matches("assets/");
    let is_hash = |part: &&str| !(part.len() == 16 && part.chars().all(|c| c.is_ascii_hexdigit()));
    name.split('.').filter(is_hash).collect::<Vec<_>>().join(".")
}

fn split(files: &[Sized]) -> (Vec<&Sized>, Vec<&Sized>) {
    files.iter().partition(|file| file.path.ends_with(".wasm"))
}

fn judge(files: &[Sized]) -> Result<()> {
    for file in files {
        eprintln!("    {:>10} plain {:>10} brotli  {}", kib(file.plain), kib(file.compressed), file.path);
    }
    let (wasm, rest) = split(files);
    within("WebAssembly", &wasm, WASM_LIMIT)?;
    within("rest of the first view", &rest, FIRST_VIEW_LIMIT)
}

/// The worker and the icons are loaded after the page is usable.
fn is_first_view(path: &str) -> bool {
    let is_sibling = path.ends_with(".br") || path.ends_with(".gz");
    let on_demand = path.starts_with("assets/emoji.");
    !is_sibling
        && !on_demand
        && (path.starts_with("assets/") || path == "index.html" || path == "manifest.webmanifest")
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
        Sized { path: "assets/a.0123456789abcdef.wasm".into(), plain: 0, gzip: 0, compressed }
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
    fn the_table_does_not_change_with_names() {
        let table = table(&[sized(KIB)]);
        assert!(table.contains("| a.wasm | 0.0 KiB | 0.0 KiB | 1.0 KiB |"), "{table}");
    }

    #[test]
    fn compressed_siblings_and_icons_are_not_counted() {
        assert!(is_first_view("assets/a.js"));
        assert!(
            !is_first_view("assets/a.js.br") && !is_first_view("icons/192.png") && !is_first_view("sw.js")
        );
    }
}

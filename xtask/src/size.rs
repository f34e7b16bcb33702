//! How large the site is, and whether that is too much. Phones on bad networks are why there is a limit.

use std::path::Path;

use anyhow::{Result, bail};

use crate::assets::{Files, read_tree};
use crate::site::{self, BEST_BROTLI};
use crate::steps::Steps;
use crate::{performance, pwa};

const KIB: u64 = 1024;
/// A group of files and what they may weigh together, compressed.
struct Budget {
    what: &'static str,
    limit: u64,
    holds: fn(&str) -> bool,
}

/// Every file that people wait for is in exactly one of these. A part of the app that none of them knows is an error.
const BUDGETS: [Budget; 11] = [
    Budget {
        what: "WebAssembly of the first view",
        // The goal is 240, missed by 10: see docs/adr/0010-parts-of-the-app.md.
        limit: 256 * KIB,
        holds: |path| path.ends_with("/hubbub_bg.wasm"),
    },
    Budget {
        what: "all the rest of the first view",
        limit: 60 * KIB,
        holds: |path| !path.ends_with(".wasm"),
    },
    Budget {
        what: "part `later`: lists, dialogs, settings, leaving, diagnosis, announcements, raids",
        limit: 68 * KIB,
        holds: |path| path.ends_with("/split_later.wasm"),
    },
    Budget {
        what: "part `talking`: what can be done with a message, emoji, suggestions, reactions, polls, forwarding, pins, pictures",
        limit: 54 * KIB,
        holds: |path| path.ends_with("/split_talking.wasm"),
    },
    Budget {
        what: "part `files`: choosing and sending files",
        limit: 40 * KIB,
        holds: |path| path.ends_with("/split_files.wasm"),
    },
    Budget {
        what: "part `notifications`: being told, the inbox, what is kept for later",
        limit: 48 * KIB,
        holds: |path| path.ends_with("/split_notifications.wasm"),
    },
    Budget {
        what: "part `governing`: what a hub is run with",
        limit: 152 * KIB,
        holds: |path| path.ends_with("/split_governing.wasm"),
    },
    Budget {
        what: "part `people`: finding members and messages, choosing roles, names and notes, bots",
        limit: 56 * KIB,
        holds: |path| path.ends_with("/split_people.wasm"),
    },
    Budget {
        what: "part `console`: what the server is run with",
        limit: 40 * KIB,
        holds: |path| path.ends_with("/split_console.wasm"),
    },
    Budget {
        // The goal was 80: see docs/adr/0046-private-messages-in-the-app.md.
        what: "part `dms`: encrypted conversations, with their cryptography",
        limit: 248 * KIB,
        holds: |path| path.ends_with("/split_dms.wasm"),
    },
    Budget {
        // With reports and lines of logs in words, which moderators and the owner of the server read alike.
        what: "what only these parts share",
        limit: 112 * KIB,
        holds: |path| path.contains("/chunk_"),
    },
];

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
    let seen = files.iter().filter(|(path, _)| is_waited_for(path));
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
    let head = ["| what | plain | gzip | brotli |".to_owned(), "|---|---:|---:|---:|".to_owned()];
    let rows = files.iter().map(|file| row(&name_of(&file.path), &[file]));
    let sums = BUDGETS.iter().map(|budget| {
        row(&format!("**{}**, at most {}", budget.what, whole_kib(budget.limit)), &budget.of(files))
    });
    head.into_iter().chain(rows).chain(sums).collect::<Vec<_>>().join("\n")
}

/// `assets/boot.0123456789abcdef.js` is `boot.js`, and `assets/app.0123456789abcdef/hubbub.js` is `hubbub.js`.
fn name_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_hash = |part: &&str| !(part.len() == 16 && part.chars().all(|c| c.is_ascii_hexdigit()));
    name.split('.').filter(is_hash).collect::<Vec<_>>().join(".")
}

impl Budget {
    fn of<'a>(&self, files: &'a [Sized]) -> Vec<&'a Sized> {
        files.iter().filter(|file| (self.holds)(&file.path)).collect()
    }

    fn check(&self, files: &[Sized]) -> Result<()> {
        let total: u64 = self.of(files).iter().map(|file| file.compressed).sum();
        eprintln!("    {}: {} of {}", self.what, kib(total), kib(self.limit));
        match total {
            0 => bail!("nothing is there of the {}", self.what),
            over if over > self.limit => {
                let (over, limit) = (kib(over - self.limit), kib(self.limit));
                bail!("the {} is {over} over its limit of {limit} (brotli)", self.what)
            }
            _ => Ok(()),
        }
    }
}

fn judge(files: &[Sized]) -> Result<()> {
    for file in files {
        eprintln!("    {:>10} plain {:>10} brotli  {}", kib(file.plain), kib(file.compressed), file.path);
    }
    if let Some(file) = files.iter().find(|file| !BUDGETS.iter().any(|budget| (budget.holds)(&file.path))) {
        bail!("{} has no limit: give it one in xtask/src/size.rs", name_of(&file.path));
    }
    BUDGETS.iter().try_for_each(|budget| budget.check(files))
}

/// The worker and the icons are loaded after the page is usable, and are small; the list of emoji is data.
fn is_waited_for(path: &str) -> bool {
    let is_sibling = path.ends_with(".br") || path.ends_with(".gz");
    let is_data = path.starts_with("assets/emoji.");
    !is_sibling
        && !is_data
        && (path.starts_with("assets/") || path == "index.html" || path == "manifest.webmanifest")
}

fn whole_kib(bytes: u64) -> String {
    format!("{} KiB", bytes / KIB)
}

fn kib(bytes: u64) -> String {
    format!("{:.1} KiB", bytes as f64 / KIB as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "assets/app.0123456789abcdef/hubbub_bg.wasm";
    const LATER: &str = "assets/app.0123456789abcdef/split_later.wasm";

    fn sized(path: &str, compressed: u64) -> Sized {
        Sized { path: path.into(), plain: 0, gzip: 0, compressed }
    }

    fn site(first: u64, later: u64) -> Vec<Sized> {
        let governing = "assets/app.0123456789abcdef/split_governing.wasm";
        let people = "assets/app.0123456789abcdef/split_people.wasm";
        let shared = "assets/app.0123456789abcdef/chunk_3.wasm";
        let boot = "assets/boot.0123456789abcdef.js";
        let console = "assets/app.0123456789abcdef/split_console.wasm";
        let told = "assets/app.0123456789abcdef/split_notifications.wasm";
        let talking = "assets/app.0123456789abcdef/split_talking.wasm";
        let files = "assets/app.0123456789abcdef/split_files.wasm";
        let dms = "assets/app.0123456789abcdef/split_dms.wasm";
        let rest = [governing, people, shared, boot, console, told, talking, files, dms]
            .map(|path| sized(path, KIB));
        [sized(FIRST, first), sized(LATER, later)].into_iter().chain(rest).collect()
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert!(judge(&site(BUDGETS[0].limit, BUDGETS[2].limit)).is_ok());
    }

    #[test]
    fn each_part_has_a_limit_and_what_is_over_it_is_told_by_how_much() {
        for (site, what) in [
            (site(BUDGETS[0].limit + KIB, KIB), BUDGETS[0].what),
            (site(KIB, BUDGETS[2].limit + KIB), BUDGETS[2].what),
        ] {
            let error = judge(&site).unwrap_err().to_string();
            assert!(error.contains(what) && error.contains("1.0 KiB over"), "{error}");
        }
    }

    #[test]
    fn a_part_that_has_no_limit_and_one_that_is_missing_are_refused() {
        let mut more = site(KIB, KIB);
        more.push(sized("assets/app.0123456789abcdef/split_another.wasm", KIB));
        assert!(judge(&more).is_err_and(|error| error.to_string().contains("split_another.wasm")));
        assert!(judge(&site(KIB, 0)).is_err_and(|error| error.to_string().contains("later")));
    }

    #[test]
    fn the_table_does_not_change_with_names() {
        let table = table(&site(KIB, KIB));
        assert!(table.contains("| hubbub_bg.wasm | 0.0 KiB | 0.0 KiB | 1.0 KiB |"), "{table}");
        assert!(table.contains("| boot.js |"), "{table}");
    }

    #[test]
    fn compressed_siblings_and_icons_are_not_counted() {
        assert!(is_waited_for("assets/a.js") && is_waited_for(LATER));
        assert!(
            !is_waited_for("assets/a.js.br") && !is_waited_for("icons/192.png") && !is_waited_for("sw.js")
        );
    }
}

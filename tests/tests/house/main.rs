//! The house as its imports draw it: floors that import only downwards, and no circle between files. And what is written
//! on its doors: comments that say something.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a check fails by panicking"
)]

mod circles;
mod comments;
mod permissions;
mod source;
mod styles;

use source::{Crate, Import};
use std::path::PathBuf;

/// The floors of the server from the ground up, with their rooms. A room imports from its own floor and from those below.
/// Whoever adds a room says here on which floor it is.
const FLOORS: [(&str, &[&str]); 8] = [
    (
        "ground",
        &[
            "clock",
            "request_id",
            "private_files",
            "normal",
            "names",
            "outgoing",
            "background",
            "push",
            "hooks",
            "files",
            "search",
        ],
    ),
    ("store", &["store"]),
    ("settings", &["config", "error", "limits", "logging", "metrics"]),
    ("domain", &["domain"]),
    ("live", &["live"]),
    ("operations", &["operations"]),
    ("doors", &["gateway", "http"]),
    ("start", &["app", "serve", "check", "verify"]),
];

/// Where the crates of the workspace have their source.
const PLACES: [&str; 8] = [
    "server/src",
    "shared/src",
    "dm-wire/src",
    "dm-core/src",
    "pwa/src",
    "xtask/src",
    "tests/src",
    "tests/load/src",
];

fn root() -> PathBuf {
    // Tests run where their crate is; what is known when they are compiled may be another checkout.
    PathBuf::from("..")
}

fn server() -> Crate {
    Crate::read(&root().join("server/src"))
}

/// The floor of a file, counted from the ground.
fn floor(file: &str) -> usize {
    let room = file.split('/').next().unwrap().trim_end_matches(".rs");
    let floor = FLOORS.iter().position(|(_, rooms)| rooms.contains(&room));
    floor
        .unwrap_or_else(|| panic!("{file}: on which floor is this room? Say it in tests/tests/house/main.rs"))
}

fn runs_up(import: &Import) -> bool {
    floor(&import.from) < floor(&import.to)
}

#[test]
fn the_server_imports_only_downwards() {
    let imports = server().imports();
    assert!(imports.len() > 500, "the imports of a large program: {}", imports.len());
    let wrong: Vec<_> = imports.iter().filter(|import| runs_up(import)).map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "these run up:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles = PLACES.map(|place| circles::of(&Crate::read(&root().join(place)).imports())).concat();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn no_doc_comment_is_but_a_name() {
    let tests = ["server/tests", "shared/tests", "dm-wire/tests", "dm-core/tests", "tests/tests"];
    let short = PLACES.iter().chain(&tests).flat_map(|place| comments::too_short(&root().join(place)));
    let short: Vec<_> = short.collect();
    assert!(short.is_empty(), "say what it is, means or counts:\n{}", short.join("\n"));
}

#[test]
fn an_import_that_runs_up_is_found() {
    let up = Import { from: "domain/access.rs".into(), to: "live/hub.rs".into(), path: String::new() };
    assert!(runs_up(&up));
    assert!(!runs_up(&Import { from: up.to.clone(), to: up.from.clone(), path: String::new() }));
}

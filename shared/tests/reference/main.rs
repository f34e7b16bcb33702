//! `docs/openapi.json` and `docs/asyncapi.json`, made of the table of commands and of the types on the wire. A changed API
//! is a diff there; `UPDATE_GOLDEN=1 cargo test -p hubbub-shared --test reference` writes them anew.

// Clippy's leave for tests ends at `#[test]`; helpers here are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asyncapi;
mod complete;
mod elsewhere;
mod examples;
mod openapi;
mod operations;
#[allow(dead_code, reason = "the other test has them all")]
#[path = "../samples/mod.rs"]
mod samples;
mod schemas;
mod told;

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Keys in the order of the alphabet: whether `serde_json` keeps another depends on a feature that other crates turn on.
fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(map) => {
            let map: BTreeMap<String, Value> = map.into_iter().map(|(key, it)| (key, sorted(it))).collect();
            Value::Object(map.into_iter().collect::<Map<_, _>>())
        }
        other => other,
    }
}

fn check_document(name: &str, now: Value) {
    let now = serde_json::to_string_pretty(&sorted(now)).unwrap() + "\n";
    let path = Path::new("../docs").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = now.lines().zip(before.lines().chain(std::iter::repeat(""))).position(|(a, b)| a != b);
    let line = differs.map_or(0, |line| line + 1);
    assert!(now == before, "the API changed: docs/{name} line {line}. UPDATE_GOLDEN=1 accepts it.");
}

#[test]
fn the_document_of_the_routes_is_of_this_moment() {
    check_document("openapi.json", openapi::document());
}

#[test]
fn the_document_of_the_socket_is_of_this_moment() {
    check_document("asyncapi.json", asyncapi::document());
}

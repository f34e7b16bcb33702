//! What the app says of a permission that governs nothing yet is true: the server asks for all others, and for none of those.

use super::root;
use hubbub_shared::Permissions;
use std::fs;
use std::path::Path;

/// Where a permission is named without being asked for: what a webhook may do, what older hubs are given.
const NOT_ASKED: [&str; 2] = ["access.rs", "migrations.rs"];

/// The source of everything in the server that asks what somebody may do.
fn what_asks(at: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => text += &what_asks(&path),
            false if NOT_ASKED.iter().any(|name| path.ends_with(name)) => {}
            false => text += &fs::read_to_string(&path).unwrap(),
        }
    }
    text
}

#[test]
fn what_has_no_effect_is_what_nothing_asks_for() {
    let source = what_asks(&root().join("server/src"));
    // A shorter name must not be found in a longer one.
    let is_asked = |name: &str| {
        let written = format!("Permissions::{}", name.to_uppercase());
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        source.split(&written).skip(1).any(ends)
    };
    for permission in Permissions::TABLE {
        let has_effect = !Permissions::WITHOUT_EFFECT.contains(permission.bit);
        assert_eq!(is_asked(permission.name), has_effect, "whether the server asks for {}", permission.name);
    }
}

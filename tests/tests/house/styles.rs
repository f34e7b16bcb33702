//! What the styles of the app must not say.

use super::root;

/// A sheet without what is said about it.
fn rules(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.filter_map(|part| part.split_once("*/")).fold(first, |rules, (_, rest)| rules + rest)
}

/// After `* + *`, whatever comes into a list has Chrome style all of it anew: 25 ms for 300 messages, four times that on a
/// phone. `:not(:first-child)` says the same.
#[test]
fn no_row_that_comes_has_all_others_styled_anew() {
    let mut read = 0;
    for entry in std::fs::read_dir(root().join("pwa/styles")).unwrap() {
        let path = entry.unwrap().path();
        let rules = rules(&std::fs::read_to_string(&path).unwrap());
        for siblings in ["* +", "* ~", "*+", "*~"] {
            assert!(!rules.contains(siblings), "{}: `{siblings}`", path.display());
        }
        read += rules.len();
    }
    assert!(read > 50_000, "only {read} bytes of styles were found");
}

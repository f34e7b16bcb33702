//! Doc comments that say too little: one or two words, as "Which." or "The hub.", repeat a name instead of telling what
//! it means.

use std::fs;
use std::path::Path;

/// A doc comment with fewer words is a name.
const FEWEST_WORDS: usize = 3;

/// Each doc comment that says too little, with its file and line.
pub fn too_short(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(too_short(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(short_in(&text).map(|(line, words)| format!("{}:{line}: {words}", path.display())));
        }
    }
    found
}

/// Where a short doc comment begins, counted from 1, and what it says.
fn short_in(text: &str) -> impl Iterator<Item = (usize, String)> {
    let lines: Vec<Option<&str>> = text.lines().map(said).collect();
    let begins = (0..lines.len()).filter(|&at| lines[at].is_some() && (at == 0 || lines[at - 1].is_none()));
    let comments = begins.map(|at| {
        let said: Vec<_> = lines[at..].iter().map_while(|line| *line).collect();
        (at + 1, said.join(" "))
    });
    let short = |(_, words): &(usize, String)| words.split_whitespace().count() < FEWEST_WORDS;
    comments.filter(short).collect::<Vec<_>>().into_iter()
}

/// What a line of a doc comment says. `None`: it is none.
fn said(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("///").or_else(|| line.strip_prefix("//!"))
}

#[test]
fn a_name_is_no_comment_and_a_sentence_is_one() {
    let text = "//! A module of words.\n\n/// Which.\npub id: u64,\n/// Who it is, or\n/// was.\npub user: u64,\n// Why.\n";
    assert_eq!(short_in(text).collect::<Vec<_>>(), [(3, " Which.".to_owned())]);
}

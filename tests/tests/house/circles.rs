//! Circles of imports: files of which each reaches the others.

use crate::source::Import;
use std::collections::{BTreeMap, BTreeSet};

type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Each circle in a line, with the imports that tie it.
pub fn of(imports: &[Import]) -> Vec<String> {
    let mut graph = Graph::new();
    for import in imports {
        graph.entry(&import.from).or_default().insert(&import.to);
    }
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for file in graph.keys() {
        let circle: BTreeSet<&str> = reached_from(&graph, file)
            .into_iter()
            .filter(|other| reached_from(&graph, other).contains(file))
            .collect();
        if circle.len() > 1 && seen.insert(circle.clone()) {
            circles.push(tell(&circle, imports));
        }
    }
    circles
}

fn reached_from<'a>(graph: &Graph<'a>, file: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = graph.get(file).into_iter().flatten().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(graph.get(file).into_iter().flatten());
        }
    }
    reached
}

fn tell(circle: &BTreeSet<&str>, imports: &[Import]) -> String {
    let within =
        imports.iter().filter(|import| circle.contains(&*import.from) && circle.contains(&*import.to));
    let ties: Vec<_> = within.map(|import| format!("  {import}")).collect();
    format!("a circle of {} files:\n{}", circle.len(), ties.join("\n"))
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let import = |from: &str, to: &str| Import { from: from.into(), to: to.into(), path: String::new() };
    assert!(of(&[import("a", "b"), import("b", "c"), import("a", "c")]).is_empty());
    let circles = of(&[import("a", "b"), import("b", "c"), import("c", "a"), import("c", "d")]);
    assert_eq!(circles.len(), 1);
    assert!(circles[0].starts_with("a circle of 3 files") && !circles[0].contains('d'), "{circles:?}");
}

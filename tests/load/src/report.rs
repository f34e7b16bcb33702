//! What a scenario has to say: a text with tables for the document, and ratios that later runs are held against.

use crate::figures::{Figures, median};
use crate::hosts::Peer;
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The outcome of a scenario.
#[derive(Default, Serialize)]
pub struct Report {
    /// What people read, in Markdown.
    #[serde(skip)]
    pub text: String,
    /// Ratios by name; more is better.
    pub ratios: BTreeMap<String, f64>,
    /// Deliveries that never came, over all runs.
    pub lost: u64,
    /// Deliveries that came twice, over all runs.
    pub duplicated: u64,
    /// Drawings, by file name.
    #[serde(skip)]
    pub drawings: BTreeMap<String, String>,
}

/// The rounds of one server.
pub struct Runs {
    /// The server that ran.
    pub peer: Peer,
    /// One of each round.
    pub rounds: Vec<Figures>,
}

/// Whether a goal is reached by more or by less.
#[derive(Clone, Copy)]
pub enum Goal {
    /// At least so much.
    AtLeast(f64),
    /// At most so much.
    AtMost(f64),
}

impl Report {
    /// Adds a paragraph.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n");
    }

    /// Adds a table.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let _ = writeln!(self.text, "| {} |", head.join(" | "));
        let _ = writeln!(self.text, "|---{}|", "|---:".repeat(head.len() - 1));
        for row in rows {
            let _ = writeln!(self.text, "| {} |", row.join(" | "));
        }
        self.text.push('\n');
    }

    /// Adds the usual table of servers, and counts what was lost.
    pub fn runs(&mut self, runs: &[Runs]) {
        let head = [
            "server",
            "sent/s",
            "delivered/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "µs CPU/delivery",
            "memory MiB",
            "lost",
            "twice",
        ];
        let rows: Vec<_> = runs.iter().map(row).collect();
        self.table(&head, &rows);
        for figures in runs.iter().flat_map(|runs| &runs.rounds) {
            self.lost += figures.lost;
            self.duplicated += figures.duplicated;
        }
    }

    /// Adds a line: what was wanted, what was measured, and whether that is enough.
    pub fn goal(&mut self, what: &str, measured: f64, goal: Goal, unit: &str) {
        let (sign, wanted, is_met) = match goal {
            Goal::AtLeast(wanted) => ("≥", wanted, measured >= wanted),
            Goal::AtMost(wanted) => ("≤", wanted, measured <= wanted),
        };
        let verdict = match is_met {
            true => "met".to_owned(),
            false if measured.is_finite() => missed(measured, wanted),
            false => "could not be measured".to_owned(),
        };
        let (measured, wanted) = (number(measured), number(wanted));
        let _ =
            writeln!(self.text, "- {what}: **{measured}{unit}**, target {sign} {wanted}{unit}: {verdict}");
        eprintln!("    {what}: {measured}{unit} (target {sign} {wanted}{unit}): {verdict}");
    }

    /// A ratio that later runs are held against, whether there is a goal for it or not.
    pub fn compare(&mut self, name: &str, what: &str, measured: f64, wanted: Option<f64>) {
        match wanted {
            Some(wanted) => self.goal(what, measured, Goal::AtLeast(wanted), " ×"),
            None => {
                let _ = writeln!(self.text, "- {what}: **{} ×**", number(measured));
            }
        }
        self.ratios.insert(name.to_owned(), measured);
    }

    /// Writes the files of a scenario.
    pub fn write(&self, out: &Path, scenario: &str) -> Result<()> {
        std::fs::create_dir_all(out).with_context(|| format!("creating {}", out.display()))?;
        std::fs::write(out.join(format!("{scenario}.md")), &self.text)?;
        std::fs::write(out.join(format!("{scenario}.json")), serde_json::to_vec_pretty(self)?)?;
        for (name, drawing) in &self.drawings {
            std::fs::write(out.join(name), drawing)?;
        }
        Ok(())
    }
}

/// The rounds of this server, if it was measured.
pub fn rounds_of(runs: &[Runs], peer: Peer) -> Option<&[Figures]> {
    runs.iter().find(|runs| runs.peer == peer).map(|runs| runs.rounds.as_slice())
}

fn missed(measured: f64, wanted: f64) -> String {
    format!("missed by {:.0} %", ((measured - wanted) / wanted * 100.0).abs())
}

fn row(runs: &Runs) -> Vec<String> {
    let of = |figure: fn(&Figures) -> f64| median(runs.rounds.iter().map(figure).collect());
    vec![
        runs.peer.name().to_owned(),
        number(of(|figures| figures.sent)),
        number(of(|figures| figures.delivered)),
        number(of(|figures| figures.p50)),
        number(of(|figures| figures.p99)),
        number(of(|figures| figures.p999)),
        number(of(Figures::cpu_us)),
        number(of(|figures| figures.memory)),
        runs.rounds.iter().map(|figures| figures.lost).sum::<u64>().to_string(),
        runs.rounds.iter().map(|figures| figures.duplicated).sum::<u64>().to_string(),
    ]
}

/// Three digits, or all of a large number with its thousands apart.
pub fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size >= 1000.0 => thousands(value.round() as i64),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A whole number with its thousands apart.
pub fn whole(value: f64) -> String {
    thousands(value.round() as i64)
}

fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let first = (digits.len() - 1) % 3 + 1;
    let mut text = if value < 0 { "-".to_owned() } else { String::new() };
    text += &digits[..first];
    digits.as_bytes()[first..]
        .chunks(3)
        .for_each(|group| text += &format!(",{}", String::from_utf8_lossy(group)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_mean_something() {
        let shown: Vec<_> = [0.0, 0.1234, 1.234, 12.34, 123.4, 1234.4, 1_234_567.0].map(number).into();
        assert_eq!(shown, ["0", "0.123", "1.23", "12.3", "123", "1,234", "1,234,567"]);
    }

    #[test]
    fn a_goal_that_is_missed_says_by_how_much() {
        let mut report = Report::default();
        report.goal("speed", 0.9, Goal::AtLeast(1.0), " ×");
        report.goal("size", 7.0, Goal::AtMost(8.0), " KiB");
        assert_eq!(
            report.text,
            "- speed: **0.900 ×**, target ≥ 1.00 ×: missed by 10 %\n- size: **7.00 KiB**, target ≤ 8.00 KiB: met\n"
        );
    }
}

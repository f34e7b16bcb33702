//! Whether a rule makes sense, and how it is stored.

use super::links;
use super::recent::LONGEST_SECS;
use super::rule::RuleDoc;
use super::search::compile;
use super::words::is_word;
use crate::domain::capacity::{Capacity, fits};
use crate::error::Result;
use hubbub_shared::Problem;
use hubbub_shared::model::{AutomodAction, AutomodLinks, AutomodTrigger};
use hubbub_shared::text::AutomodNotice;

/// Characters of a word or phrase.
const WORD_CHARS: usize = 60;
/// Characters of a host; more than this no name has.
const HOST_CHARS: usize = 253;
/// Characters of a pattern.
const PATTERN_CHARS: usize = 500;
/// Mentions beyond twenty are none.
const MOST_MENTIONED: u32 = 19;
/// More often than this nobody says the same.
const MOST_TIMES: u32 = 20;
/// Shortest timeout by a rule.
const LEAST_TIMEOUT_SECS: u64 = 60;

/// How much text rules hold.
pub trait TextSize {
    /// In bytes, words and patterns together.
    fn text_size(&self) -> usize;
}

impl TextSize for RuleDoc {
    fn text_size(&self) -> usize {
        let of_all = |texts: &[String]| texts.iter().map(String::len).sum();
        match &self.trigger {
            AutomodTrigger::Words(words) => of_all(words),
            AutomodTrigger::Links(AutomodLinks::Except(hosts) | AutomodLinks::Only(hosts)) => of_all(hosts),
            AutomodTrigger::Pattern(pattern) => pattern.len(),
            AutomodTrigger::Links(AutomodLinks::All)
            | AutomodTrigger::Mentions { .. }
            | AutomodTrigger::Repetition { .. } => 0,
        }
    }
}

/// What a rule looks for, as it is stored.
pub fn trigger(written: &AutomodTrigger, capacity: &Capacity) -> Result<AutomodTrigger> {
    match written {
        AutomodTrigger::Words(written) => words(written, capacity).map(AutomodTrigger::Words),
        AutomodTrigger::Links(AutomodLinks::All) => Ok(AutomodTrigger::Links(AutomodLinks::All)),
        AutomodTrigger::Links(AutomodLinks::Except(list)) => {
            Ok(AutomodTrigger::Links(AutomodLinks::Except(hosts(list, capacity)?)))
        }
        AutomodTrigger::Links(AutomodLinks::Only(list)) => {
            Ok(AutomodTrigger::Links(AutomodLinks::Only(hosts(list, capacity)?)))
        }
        AutomodTrigger::Mentions { more_than } => {
            within("more_than", *more_than, 0, MOST_MENTIONED)?;
            Ok(written.clone())
        }
        AutomodTrigger::Repetition { times, secs } => {
            within("times", *times, 1, MOST_TIMES)?;
            within("secs", *secs, 1, LONGEST_SECS)?;
            Ok(written.clone())
        }
        AutomodTrigger::Pattern(pattern) => check_pattern(pattern).map(|()| written.clone()),
    }
}

/// Whether what a rule does makes sense.
pub fn actions_may(action: AutomodAction, capacity: &Capacity) -> Result<()> {
    let most = capacity.timeout_ms.unsigned_abs() / 1000;
    match action {
        AutomodAction::TimeOut { secs } if !(LEAST_TIMEOUT_SECS..=most).contains(&secs) => {
            let message = format!("A timeout by a rule lasts from {LEAST_TIMEOUT_SECS} to {most} seconds.");
            Err(Problem::field("action", message).into())
        }
        _ => Ok(()),
    }
}

/// What people are told, as it is stored.
pub fn notice(written: Option<&str>) -> Result<Option<String>> {
    Ok(written.map(AutomodNotice::parse).transpose()?.map(Into::into))
}

fn wrong(message: impl Into<String>) -> crate::error::Error {
    Problem::field("trigger", message).into()
}

fn within(what: &str, number: u32, least: u32, most: u32) -> Result<()> {
    match (least..=most).contains(&number) {
        true => Ok(()),
        false => Err(wrong(format!("{what} is a number from {least} to {most}."))),
    }
}

fn many(count: usize, capacity: &Capacity) -> Result<()> {
    if count == 0 {
        return Err(wrong("Name at least one."));
    }
    fits(count, capacity.automod_words, |most| format!("A rule may have {most} words."))
}

/// Blanks folded, none empty, none twice.
fn words(written: &[String], capacity: &Capacity) -> Result<Vec<String>> {
    many(written.len(), capacity)?;
    let mut words = Vec::with_capacity(written.len());
    for word in written {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        if word.chars().count() > WORD_CHARS {
            return Err(wrong(format!("A word or phrase may have {WORD_CHARS} characters: {word}")));
        }
        if word.chars().any(char::is_control) || !is_word(&word) {
            return Err(wrong("A word or phrase needs a letter or a digit."));
        }
        words.push(word);
    }
    let mut known = std::collections::HashSet::new();
    words.retain(|word| known.insert(word.clone()));
    Ok(words)
}

fn hosts(written: &[String], capacity: &Capacity) -> Result<Vec<String>> {
    many(written.len(), capacity)?;
    let host = |written: &String| {
        let host = Some(written).filter(|written| written.len() <= HOST_CHARS);
        let host = host.and_then(|written| links::host(written));
        host.ok_or_else(|| {
            wrong(format!("A host is written like example.org, which this is not: {written:.60}"))
        })
    };
    let mut hosts = written.iter().map(host).collect::<Result<Vec<_>>>()?;
    hosts.sort();
    hosts.dedup();
    Ok(hosts)
}

fn check_pattern(pattern: &str) -> Result<()> {
    if pattern.is_empty() || pattern.chars().count() > PATTERN_CHARS {
        return Err(wrong(format!("A pattern has from 1 to {PATTERN_CHARS} characters.")));
    }
    if pattern.chars().any(char::is_control) {
        return Err(wrong("A pattern is one line without control characters."));
    }
    let compiled = compile(pattern).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => wrong("This pattern is too large. Repeat less in it."),
        regex::Error::Syntax(why) => wrong(format!("This is not a pattern: {}", last_line(&why))),
        other => wrong(format!("This is not a pattern: {other}")),
    })?;
    match compiled.is_match("") {
        true => Err(wrong("This pattern fits everything, also no words at all.")),
        false => Ok(()),
    }
}

/// What is wrong stands in the last line; those before it draw where.
fn last_line(why: &str) -> &str {
    let line = why.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn refused(written: AutomodTrigger) -> String {
        match trigger(&written, &Capacity::default()) {
            Err(Error::Rejected(problem)) => problem.message,
            other => panic!("{other:?}"),
        }
    }

    fn pattern(written: &str) -> AutomodTrigger {
        AutomodTrigger::Pattern(written.to_owned())
    }

    fn list(written: &[&str]) -> Vec<String> {
        written.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_pattern_that_could_take_long_is_refused_and_says_why() {
        assert!(refused(pattern("(a{1,1000}){1,1000}")).contains("too large"));
        assert!(refused(pattern("(")).contains("unclosed group"));
        assert!(refused(pattern(&"(".repeat(40))).starts_with("This is not a pattern"));
        assert!(refused(pattern("a*")).contains("fits everything"));
        assert!(refused(pattern(&"a".repeat(501))).contains("500"));
        assert!(refused(pattern("(?=a)")).contains("look-around"));
        assert!(trigger(&pattern(r"(?i)\bfree\s+nitro\b"), &Capacity::default()).is_ok());
    }

    #[test]
    fn words_and_hosts_are_stored_clean_and_once() {
        let stored =
            trigger(&AutomodTrigger::Words(list(&[" Buy  now ", "Buy now", "x*"])), &Capacity::default());
        assert_eq!(stored.unwrap(), AutomodTrigger::Words(list(&["Buy now", "x*"])));
        let links =
            AutomodTrigger::Links(AutomodLinks::Only(list(&["Example.ORG.", "exämple.org", "example.org"])));
        let stored = trigger(&links, &Capacity::default()).unwrap();
        assert_eq!(
            stored,
            AutomodTrigger::Links(AutomodLinks::Only(list(&["example.org", "xn--exmple-cua.org"])))
        );
        for wrong in ["", "https://example.org", "a b", "example.org/x", "..", ".org"] {
            let links = AutomodTrigger::Links(AutomodLinks::Except(list(&[wrong])));
            assert!(refused(links).contains("host"), "{wrong}");
        }
        assert!(refused(AutomodTrigger::Words(list(&["*"]))).contains("letter"));
        assert!(refused(AutomodTrigger::Words(Vec::new())).contains("at least one"));
        assert!(refused(AutomodTrigger::Words(vec!["x".repeat(61)])).contains("60"));
        assert!(refused(AutomodTrigger::Words(vec!["x".to_owned(); 1001])).contains("1000"));
    }

    #[test]
    fn numbers_have_their_range() {
        assert!(refused(AutomodTrigger::Mentions { more_than: 20 }).contains("0 to 19"));
        assert!(refused(AutomodTrigger::Repetition { times: 0, secs: 60 }).contains("1 to 20"));
        assert!(refused(AutomodTrigger::Repetition { times: 3, secs: 3601 }).contains("1 to 3600"));
        for secs in [59, 2_419_201] {
            assert!(actions_may(AutomodAction::TimeOut { secs }, &Capacity::default()).is_err());
        }
        assert!(actions_may(AutomodAction::TimeOut { secs: 60 }, &Capacity::default()).is_ok());
    }
}

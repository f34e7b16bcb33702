//! What a search can go on with while it is typed, and how what was found is told in groups.

use super::completion::rank;
use crate::letters::lower;
use crate::state::sorting::sorted_by;
use hubbub_shared::ChannelId;
use hubbub_shared::model::FoundMessage;
use hubbub_shared::search::{Filter, Has};

/// Names that are offered at once.
const MOST_NAMES: usize = 6;
/// Searches that are remembered.
const MOST_REMEMBERED: usize = 8;

/// Something that goes on with the search when it is tapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is put there.
    pub label: String,
    /// All that is typed afterwards.
    pub whole: String,
}

/// What can be named in a search.
pub struct Nameable {
    /// Names of people.
    pub people: Vec<String>,
    /// Names of channels.
    pub channels: Vec<String>,
    /// Days to begin with, as `2026-01-31`.
    pub days: Vec<String>,
}

/// What can follow: after a filter what it takes, else the filters.
pub fn suggestions(typed: &str, known: &Nameable) -> Vec<Suggestion> {
    let start = typed.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let (before, last) = typed.split_at(start);
    let filter = last.split_once(':').and_then(|(name, value)| {
        let filter = Filter::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        filter.map(|(name, filter)| (*name, *filter, value))
    });
    match filter {
        Some((name, filter, value)) => values(filter, &lower(value), known)
            .into_iter()
            .map(|value| Suggestion { whole: format!("{before}{name}:{} ", quoted(&value)), label: value })
            .collect(),
        None => {
            let gap = if typed.is_empty() || typed.ends_with(char::is_whitespace) { "" } else { " " };
            let one = |(name, _): &(&str, Filter)| Suggestion {
                label: format!("{name}:"),
                whole: format!("{typed}{gap}{name}:"),
            };
            Filter::ALL.iter().map(one).collect()
        }
    }
}

fn values(filter: Filter, typed: &str, known: &Nameable) -> Vec<String> {
    match filter {
        Filter::From | Filter::Mentions => {
            let me = "me".starts_with(typed).then(|| "me".to_owned());
            me.into_iter().chain(fitting(&known.people, typed)).collect()
        }
        Filter::In => fitting(&known.channels, typed),
        Filter::Has => {
            let names = Has::ALL.iter().map(|(name, _)| *name);
            names.filter(|name| name.starts_with(typed)).map(str::to_owned).collect()
        }
        Filter::Before | Filter::After => {
            known.days.iter().filter(|day| day.starts_with(typed)).cloned().collect()
        }
    }
}

/// Names of which that was typed, the best first.
fn fitting(names: &[String], typed: &str) -> Vec<String> {
    let ranked: Vec<(u8, &String)> =
        names.iter().filter_map(|name| rank(name, typed).map(|rank| (rank, name))).collect();
    let mut best: Vec<String> = sorted_by(ranked, |one, other| one.0.cmp(&other.0))
        .into_iter()
        .map(|(_, name)| name.clone())
        .collect();
    best.dedup();
    best.truncate(MOST_NAMES);
    best
}

/// A name of several words stands in quotes.
fn quoted(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}

/// Messages that follow each other in a channel, of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The channel in which they were said.
    pub channel: ChannelId,
    /// When the first of them was sent.
    pub at: i64,
    /// Whether they have only words like those that were looked for.
    pub similar: bool,
    /// In the order in which they were found.
    pub found: Vec<FoundMessage>,
}

/// What was found, in groups; `day` tells to which day a moment belongs.
pub fn groups(found: &[FoundMessage], day: impl Fn(i64) -> i64) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in found {
        let (channel, at) = (one.message.channel, one.message.created_at.0);
        let goes_on = groups.last_mut().filter(|group| {
            group.channel == channel && group.similar == one.similar && day(group.at) == day(at)
        });
        match goes_on {
            Some(group) => group.found.push(one.clone()),
            None => groups.push(Group { channel, at, similar: one.similar, found: vec![one.clone()] }),
        }
    }
    groups
}

/// Searches that are remembered, a line each, after one more.
pub fn remembered(before: &str, search: &str) -> String {
    let search = search.trim();
    let others = before.lines().filter(|line| !line.is_empty() && *line != search);
    [search].into_iter().chain(others).take(MOST_REMEMBERED).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures;

    fn known() -> Nameable {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Nameable {
            people: names(&["Ada Lovelace", "Bo", "Mr Adams"]),
            channels: names(&["general", "plans"]),
            days: names(&["2026-11-30", "2026-11-23"]),
        }
    }

    fn offered(typed: &str) -> Vec<String> {
        suggestions(typed, &known()).into_iter().map(|one| one.whole).collect()
    }

    #[test]
    fn filters_are_offered_and_then_what_they_take() {
        assert_eq!(offered("")[..2], ["from:", "in:"]);
        assert_eq!(offered("tea")[0], "tea from:");
        assert_eq!(offered("tea ")[0], "tea from:");
        assert_eq!(offered("tea from:ad"), ["tea from:\"Ada Lovelace\" ", "tea from:\"Mr Adams\" "]);
        assert_eq!(offered("from:m")[0], "from:me ");
        assert_eq!(offered("In:p"), ["in:plans "]);
        assert_eq!(offered("has:i"), ["has:image "]);
        assert_eq!(offered("before:"), ["before:2026-11-30 ", "before:2026-11-23 "]);
        assert_eq!(offered("from:nobody"), Vec::<String>::new());
    }

    #[test]
    fn what_was_said_together_is_told_together() {
        let found = |id, channel, at, similar| FoundMessage {
            message: hubbub_shared::model::Message {
                channel: ChannelId(channel),
                created_at: hubbub_shared::Timestamp(at),
                ..fixtures::message(id, "x")
            },
            words: Vec::new(),
            similar,
        };
        let all = [
            found(5, 1, 20, false),
            found(4, 1, 19, false),
            found(3, 2, 18, false),
            found(2, 1, 9, false),
            found(1, 1, 8, true),
        ];
        let sizes: Vec<_> = groups(&all, |at| at / 10).iter().map(|group| group.found.len()).collect();
        assert_eq!(sizes, [1; 5], "the day of 20 is another than that of 19");
        let sizes: Vec<_> = groups(&all, |at| at / 100).iter().map(|group| group.found.len()).collect();
        assert_eq!(sizes, [2, 1, 1, 1]);
    }

    #[test]
    fn the_last_search_is_the_first_that_is_remembered() {
        let two = remembered(&remembered("", "tea"), " cake ");
        assert_eq!(two, "cake\ntea");
        assert_eq!(remembered(&two, "tea"), "tea\ncake");
        let many = (0..20).fold(String::new(), |all, number| remembered(&all, &number.to_string()));
        assert_eq!(many.lines().count(), MOST_REMEMBERED);
    }
}

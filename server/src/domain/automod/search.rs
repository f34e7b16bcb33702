//! The rules of a hub, made ready for looking: built once when they change, read by every message.

use super::links;
use super::rule::RuleDoc;
use super::words::Words;
use crate::normal::normal;
use hubbub_shared::model::{AutomodLinks, AutomodTrigger};
use hubbub_shared::{ChannelId, RoleId};
use regex::{Regex, RegexBuilder};
use std::fmt;

/// A pattern may take so many bytes when it is compiled. Together with the length of a message it bounds the time that
/// looking for it takes, which is linear in both.
const PATTERN_BYTES: usize = 256 * 1024;
/// Parentheses within each other.
const PATTERN_DEPTH: u32 = 20;

/// The rules of a hub, ready to look.
#[derive(Default)]
pub struct Automod {
    /// In the order in which they were made.
    rules: Vec<RuleDoc>,
    words: Words,
    /// What looks for something else than words, by the places of the rules.
    others: Vec<(usize, Other)>,
}

enum Other {
    Links(AutomodLinks),
    Mentions(usize),
    Pattern(Regex),
}

/// The same rules look for the same.
impl PartialEq for Automod {
    fn eq(&self, other: &Self) -> bool {
        self.rules == other.rules
    }
}

impl Eq for Automod {}

impl fmt::Debug for Automod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rules.fmt(f)
    }
}

/// What somebody says, in all forms in which it is looked at.
#[derive(Debug)]
pub struct Said<'a> {
    raw: &'a str,
    normal: String,
    /// The same without what is markup, if there is any: `b**a**d` reads as one word.
    plain: Option<String>,
    mentioned: usize,
}

impl<'a> Said<'a> {
    /// Words, and how many people are mentioned in them.
    pub fn new(raw: &'a str, mentioned: usize) -> Self {
        let is_markup = |c: char| matches!(c, '*' | '_' | '~' | '`' | '|' | '\\');
        let plain = raw.contains(is_markup).then(|| normal(&raw.replace(is_markup, "")));
        Self { raw, normal: normal(raw), plain, mentioned }
    }

    /// The form in which two sayings are the same.
    pub fn normal(&self) -> &str {
        &self.normal
    }
}

/// Who says something, and where, as far as rules make exceptions for it.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts<'a> {
    /// The roles of who says it.
    pub roles: &'a [RoleId],
    /// Where it is said. `None`: anywhere.
    pub channel: Option<ChannelId>,
}

/// What a rule finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The rule that finds it.
    pub rule: &'a RuleDoc,
    /// The first thing it finds.
    pub found: String,
}

/// A pattern ready to be looked for, or what is wrong with it.
pub fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .size_limit(PATTERN_BYTES)
        .dfa_size_limit(PATTERN_BYTES)
        .nest_limit(PATTERN_DEPTH)
        .build()
}

impl Automod {
    /// Makes rules ready. One that this version cannot make ready is not in force; it was refused when it was made.
    pub fn of(mut rules: Vec<RuleDoc>) -> Self {
        rules.sort_by_key(|rule| rule.id);
        let in_force = || rules.iter().enumerate().filter(|(_, rule)| rule.enabled);
        let words = Words::of(in_force().flat_map(|(place, rule)| match &rule.trigger {
            AutomodTrigger::Words(words) => words.iter().map(|word| (place, word)).collect(),
            _ => Vec::new(),
        }));
        let others = in_force().filter_map(|(place, rule)| Some((place, Other::of(rule)?))).collect();
        Self { words, others, rules }
    }

    /// All rules, also those that are not in force.
    pub fn rules(&self) -> &[RuleDoc] {
        &self.rules
    }

    /// Each rule that finds something. What people said before is not asked: see [`Self::too_often`].
    pub fn find(&self, said: &Said<'_>, at: Whereabouts<'_>) -> Vec<Hit<'_>> {
        let mut found: Vec<Option<String>> = vec![None; self.rules.len()];
        for text in [Some(&said.normal), said.plain.as_ref()].into_iter().flatten() {
            self.words.find(text, |place, word| {
                found[place].get_or_insert_with(|| word.to_owned());
            });
        }
        let mut hosts = None;
        for (place, other) in &self.others {
            found[*place] = match other {
                Other::Links(links) => {
                    links::first(links, hosts.get_or_insert_with(|| links::hosts(said.raw))).cloned()
                }
                Other::Mentions(most) => (said.mentioned > *most).then(|| said.mentioned.to_string()),
                Other::Pattern(pattern) => {
                    let found = pattern.find(said.raw).or_else(|| pattern.find(&said.normal));
                    found.map(|found| found.as_str().to_owned())
                }
            };
        }
        let hits = self.rules.iter().zip(found).filter_map(|(rule, found)| Some(Hit { rule, found: found? }));
        hits.filter(|hit| hit.rule.looks_at(at)).collect()
    }

    /// Rules against saying the same too often: how often is fine, within how many seconds.
    pub fn too_often(&self, at: Whereabouts<'_>) -> impl Iterator<Item = (&RuleDoc, u32, u32)> {
        self.rules.iter().filter(move |rule| rule.enabled && rule.looks_at(at)).filter_map(|rule| match rule
            .trigger
        {
            AutomodTrigger::Repetition { times, secs } => Some((rule, times, secs)),
            _ => None,
        })
    }
}

impl RuleDoc {
    fn looks_at(&self, at: Whereabouts<'_>) -> bool {
        !at.channel.is_some_and(|channel| self.exempt_channels.contains(&channel))
            && !at.roles.iter().any(|role| self.exempt_roles.contains(role))
    }
}

impl Other {
    fn of(rule: &RuleDoc) -> Option<Self> {
        match &rule.trigger {
            AutomodTrigger::Links(links) => Some(Self::Links(links.clone())),
            AutomodTrigger::Mentions { more_than } => Some(Self::Mentions(*more_than as usize)),
            AutomodTrigger::Pattern(pattern) => {
                let compiled = compile(pattern);
                let unfit = |error: &regex::Error| tracing::error!(rule = %rule.id, "not in force: {error}");
                compiled.inspect_err(unfit).ok().map(Self::Pattern)
            }
            AutomodTrigger::Words(_) | AutomodTrigger::Repetition { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::model::AutomodAction;
    use hubbub_shared::{AutomodRuleId, HubId};
    use std::time::Instant;

    fn rule(id: u64, trigger: AutomodTrigger) -> RuleDoc {
        RuleDoc::new(AutomodRuleId(id), HubId(1), format!("rule {id}"), trigger, AutomodAction::Block)
    }

    const EVERYBODY: Whereabouts<'static> = Whereabouts { roles: &[], channel: None };

    fn found(automod: &Automod, text: &str) -> Vec<String> {
        automod.find(&Said::new(text, 0), EVERYBODY).into_iter().map(|hit| hit.found).collect()
    }

    #[test]
    fn each_rule_tells_the_first_thing_it_finds_and_those_that_are_off_nothing() {
        let words = |list: &[&str]| AutomodTrigger::Words(list.iter().map(ToString::to_string).collect());
        let off = RuleDoc { enabled: false, ..rule(1, words(&["one"])) };
        let rules = vec![
            rule(4, AutomodTrigger::Pattern("t[a-z]o".to_owned())),
            rule(3, words(&["three", "two", "one"])),
            rule(2, words(&["two"])),
            off,
        ];
        assert_eq!(found(&Automod::of(rules), "one, two, THREE"), ["two", "one", "two"]);
    }

    #[test]
    fn markup_within_a_word_hides_nothing() {
        let automod = Automod::of(vec![rule(1, AutomodTrigger::Words(vec!["bad".to_owned()]))]);
        for text in ["b**a**d", "b||a||d", "b`a`d", r"b\ad", "~~bad~~"] {
            assert_eq!(found(&automod, text), ["bad"], "{text}");
        }
    }

    /// The worst that somebody can write is refused when it is made, or takes a time that has an end: in a release build far
    /// less than this one; see ADR 27.
    #[test]
    fn the_worst_pattern_takes_a_bounded_time() {
        for pattern in [r"(\w+\s?){1,30}$x", r"(\pL{1,300}){1,80}\d"] {
            assert!(compile(pattern).is_err(), "{pattern} is too large");
        }
        for pattern in [r"(\w+\s?){1,5}$x", r"(a|b|ab){1,200}c", r"[a-z]{1,500}!", r"(\pL+\s?)+\d"] {
            let compiled = compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            let text = "ab".repeat(2000);
            let start = Instant::now();
            compiled.find(&text);
            assert!(start.elapsed().as_secs() < 5, "{pattern}: {:?}", start.elapsed());
        }
    }

    #[test]
    #[ignore = "measures"]
    fn speed_of_many_rules() {
        let word = |number: u64| {
            let mut number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let letters = (0..8).map(|_| {
                let letter = char::from(b'a' + (number % 26) as u8);
                number /= 26;
                letter
            });
            letters.collect::<String>()
        };
        for (count, words) in [(1, 10), (10, 100), (100, 1000)] {
            let list = |rule: u64| (0..words).map(|number| word(rule * words + number)).collect();
            let rules: Vec<_> = (0..count).map(|id| rule(id, AutomodTrigger::Words(list(id)))).collect();
            let start = Instant::now();
            let automod = Automod::of(rules);
            println!("{count} rules of {words} words made ready in {:?}", start.elapsed());
            let short = "Shall we meet at eight? The usual place, and bring the map this time.".to_owned();
            let cyrillic = "Встретимся в восемь? На обычном месте, и возьми с собой карту.".to_owned();
            let long = [short.repeat(57), cyrillic.repeat(57)];
            for (what, text) in [
                ("69 letters", &short),
                ("62 Cyrillic", &cyrillic),
                ("3933 letters", &long[0]),
                ("3534 Cyrillic", &long[1]),
            ] {
                let (start, times) = (Instant::now(), 1000);
                for _ in 0..times {
                    assert!(found(&automod, text).is_empty());
                }
                println!("  {what}: {:?}", start.elapsed() / times);
            }
        }
        let patterns =
            ["(a|b|ab){1,200}c", r"(\w+\s?){1,5}!", r"\b(free|gratis)\s+(nitro|money|coins)\b", "[A-Z]{10}"];
        for pattern in patterns {
            let start = Instant::now();
            let Ok(compiled) = compile(pattern) else {
                println!("{pattern}: too large");
                continue;
            };
            let made = start.elapsed();
            let (start, text) = (Instant::now(), "ab".repeat(2000));
            compiled.find(&text);
            println!("{pattern}: made in {made:?}, 4000 letters in {:?}", start.elapsed());
        }
    }
}

//! A word or a phrase that is looked for: what of it the index is asked for, and where it stands in a text.

use super::words::{Kind, Word, words};
use std::ops::Range;

/// Shorter words are found as they are, and in no other form.
const SHORTEST_START: usize = 3;
/// Shorter words are found without a wrong letter.
const SHORTEST_MISSPELLED: usize = 5;

/// A word, or several that stand next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// What stands where, counted from the first. Never empty.
    pub(super) parts: Vec<(usize, Part)>,
    /// Whether something like it will do.
    loosely: Option<Loosely>,
}

/// What stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Just this word stands there.
    Word(String),
    /// Something that begins so: a single letter of a script without blanks.
    Start(String),
}

/// How like a word another one has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loosely {
    /// It begins with the word.
    Begins,
    /// It begins with the word, with one letter too many, too few, or otherwise.
    Misspelled,
}

impl Sought {
    /// What somebody typed. `None`: there is no word in it. What was quoted is found as it is.
    pub fn new(text: &str, quoted: bool) -> Option<Self> {
        let found = words(text);
        let is_word = found.len() == 1 && found[0].kind == Kind::Whole && !quoted;
        let loosely = found.first().filter(|_| is_word).and_then(|word| loosely(&word.normal));
        let first = found.first()?.position;
        let part = |word: Word| match word.kind {
            Kind::Whole | Kind::Pair => Some((word.position - first, Part::Word(word.normal))),
            Kind::Alone => Some((word.position - first, Part::Start(word.normal))),
            // It is in the pair before.
            Kind::Last => None,
        };
        Some(Self { parts: found.into_iter().filter_map(part).collect(), loosely })
    }

    /// How like it another word has to be. `None`: only it itself will do.
    pub(super) const fn loosely(&self) -> Option<Loosely> {
        self.loosely
    }

    /// Whether something like it will do.
    pub const fn is_loose(&self) -> bool {
        self.loosely.is_some()
    }

    /// Where it stands among these words of a text; what is like it too, if that is looked for.
    pub(super) fn ranges(&self, text: &[Word], similar: bool) -> Vec<Range<usize>> {
        (0..text.len()).filter_map(|at| self.range_at(text, at, similar)).collect()
    }

    fn range_at(&self, text: &[Word], at: usize, similar: bool) -> Option<Range<usize>> {
        let first = text[at].position;
        let mut range = text[at].range.start..text[at].range.start;
        for (offset, part) in &self.parts {
            // Each word has a position of its own, and hardly one is left out.
            let there = text[at..].iter().take(offset + 1).find(|word| word.position == first + offset)?;
            range.end = match part {
                Part::Word(word) if there.normal == *word => there.range.end,
                Part::Word(word) if similar && self.is_like(word, &there.normal) => there.range.end,
                Part::Start(start) if there.normal.starts_with(start.as_str()) => there.first_end,
                _ => return None,
            };
        }
        Some(range)
    }

    fn is_like(&self, word: &str, other: &str) -> bool {
        match self.loosely {
            None => false,
            Some(Loosely::Begins) => other.starts_with(word),
            Some(Loosely::Misspelled) => begins_nearly(other, word),
        }
    }
}

fn loosely(word: &str) -> Option<Loosely> {
    let letters = word.chars().count();
    // Of two numbers, one is not the other misspelled.
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    match letters {
        SHORTEST_MISSPELLED.. if !is_number => Some(Loosely::Misspelled),
        SHORTEST_START.. => Some(Loosely::Begins),
        _ => None,
    }
}

/// Whether a text begins with a word but for one letter: too many, too few, another one, or two that changed places.
fn begins_nearly(text: &str, word: &str) -> bool {
    let (text, word): (Vec<char>, Vec<char>) = (text.chars().collect(), word.chars().collect());
    let same = text.iter().zip(&word).take_while(|(one, other)| one == other).count();
    let (text, word) = (&text[same..], &word[same..]);
    let goes_on = |text: Option<&[char]>, word: Option<&[char]>| match (text, word) {
        (Some(text), Some(word)) => text.starts_with(word),
        _ => false,
    };
    let changed_places = text.len() > 1
        && word.len() > 1
        && text[0] == word[1]
        && text[1] == word[0]
        && goes_on(text.get(2..), word.get(2..));
    word.is_empty()
        || goes_on(text.get(1..), word.get(1..))
        || goes_on(text.get(1..), Some(word))
        || goes_on(Some(text), word.get(1..))
        || changed_places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(text: &str, sought: &str, similar: bool) -> Vec<String> {
        let sought = Sought::new(sought, false).unwrap();
        sought.ranges(&words(text), similar).into_iter().map(|range| text[range].to_owned()).collect()
    }

    #[test]
    fn words_and_phrases_are_found_where_they_stand() {
        assert_eq!(stands("Lunch? LUNCH! Lunches.", "lunch", false), ["Lunch", "LUNCH"]);
        assert_eq!(stands("on the roof, on a roof", "on the", false), ["on the"]);
        assert_eq!(stands("don't, don 't, dont", "don't", false), ["don't", "don 't"]);
        assert_eq!(stands("我爱北京天安门", "北京天", false), ["北京天"]);
        assert_eq!(stands("小猫和猫", "猫", false), ["猫", "猫"]);
        assert_eq!(stands("the 猫 and", "the 猫 and", false), ["the 猫 and"]);
        assert_eq!(stands("東京都", "京東", false), Vec::<String>::new());
        assert_eq!(Sought::new("?!", false), None);
    }

    #[test]
    fn a_typo_is_forgiven_in_a_long_word_and_a_short_one_may_go_on() {
        for typed in ["luncheon", "lnucheon", "lunceon", "lunncheon", "lumcheon", "lunch"] {
            assert_eq!(stands("luncheon", typed, true), ["luncheon"], "{typed}");
        }
        assert_eq!(stands("cats", "cat", true), ["cats"]);
        for (text, typed) in
            [("cut", "cat"), ("luncheon", "lumpheon"), ("12346", "12345"), ("art", "ar"), ("lunch", "pumch")]
        {
            assert_eq!(stands(text, typed, true), Vec::<String>::new(), "{text} {typed}");
        }
        let quoted = Sought::new("lunch", true).unwrap();
        assert!(quoted.ranges(&words("lunches"), true).is_empty(), "what is quoted is meant");
    }
}

//! Words and phrases of all rules of a hub, found in one walk over a text, however many there are.

use crate::normal::normal;
use aho_corasick::{AhoCorasick, MatchKind};

/// A word that a rule looks for.
struct Word {
    /// The rule's place among those of the hub.
    rule: usize,
    /// As it stands in the rule.
    written: String,
    /// In its normal form, without the star.
    normal: String,
    /// Whether what begins so counts too.
    is_start: bool,
}

/// All words of a hub, ready to be looked for.
#[derive(Default)]
pub struct Words {
    words: Vec<Word>,
    /// Finds places where a word may stand. `None`: there are no words.
    automaton: Option<AhoCorasick>,
}

/// What is looked for, without the star at its end, and whether there was one.
fn parts(written: &str) -> (String, bool) {
    let start = written.trim_end().strip_suffix('*');
    (normal(start.unwrap_or(written)), start.is_some())
}

/// Whether anything is left to look for.
pub fn is_word(written: &str) -> bool {
    parts(written).0.contains(char::is_alphanumeric)
}

impl Words {
    /// Makes the words of rules findable; each with the place of its rule.
    pub fn of<'a>(words: impl Iterator<Item = (usize, &'a String)>) -> Self {
        let words: Vec<Word> = words.map(|(rule, written)| Word::new(rule, written)).collect();
        if words.is_empty() {
            return Self::default();
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(words.iter().map(|word| word.normal.as_bytes()))
            .inspect_err(|error| tracing::error!("words of automod cannot be looked for: {error}"));
        Self { words, automaton: automaton.ok() }
    }

    /// Each rule with the first of its words that stands in a text, which is in its normal form.
    pub fn find<'a>(&'a self, text: &'a str, mut found: impl FnMut(usize, &'a str)) {
        let Some(automaton) = &self.automaton else { return };
        for place in automaton.find_overlapping_iter(text) {
            let word = &self.words[place.pattern().as_usize()];
            if word.stands_at(text, place.start(), place.end()) {
                found(word.rule, &word.written);
            }
        }
    }
}

impl Word {
    fn new(rule: usize, written: &str) -> Self {
        let (normal, is_start) = parts(written);
        Self { rule, written: written.to_owned(), normal, is_start }
    }

    /// Whether it is a word there, and not a part of one.
    fn stands_at(&self, text: &str, start: usize, end: usize) -> bool {
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (first, last) = (self.normal.chars().next(), self.normal.chars().next_back());
        !is_joined(before, first) && (self.is_start || !is_joined(last, after))
    }
}

/// Whether two characters next to each other belong to the same word.
fn is_joined(one: Option<char>, next: Option<char>) -> bool {
    let is_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
    is_of_word(one) && is_of_word(next)
}

/// Scripts whose words stand next to each other without a blank: there every place is a beginning and an end.
const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3134F}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let (words, mut found) = (Words::of(words.iter().map(|word| (0, word))), Vec::new());
        words.find(&normal(text), |_, word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn a_word_is_found_whole_and_with_a_star_at_the_beginning_of_others() {
        assert_eq!(found(&["ass"], "an ass, a class, an assembly"), ["ass"]);
        assert_eq!(found(&["ass*"], "classes assemble"), ["ass*"]);
        assert_eq!(found(&["buy now"], "BUY   NÓW!"), ["buy now"]);
        assert_eq!(found(&["buy now"], "buy nowhere, rebuy now"), [""; 0]);
        assert_eq!(found(&["c++"], "c++, c+++ and abc++"), ["c++", "c++"]);
        assert_eq!(found(&["he", "she", "hers*"], "he hers"), ["he", "hers*"]);
    }

    #[test]
    fn words_without_blanks_between_them_are_found() {
        assert_eq!(found(&["ばか"], "おまえはばかだ"), ["ばか"]);
        assert_eq!(found(&["笨蛋"], "你是笨蛋吗"), ["笨蛋"]);
        assert_eq!(found(&["вор"], "это ВОР, не ворота"), ["вор"]);
    }

    #[test]
    fn what_has_no_letter_is_no_word() {
        for empty in ["", "*", " ", "\u{200B}*", "?!", "\u{0301}"] {
            assert!(!is_word(empty), "{empty:?}");
        }
        assert!(is_word("a*") && is_word("1") && is_word("笨"));
    }
}

//! A text as the words by which it is found, whatever its language: of scripts with blanks between words each word, of others
//! every two letters that stand next to each other, and the last one of a row.

use crate::normal::normal;
use hubbub_shared::search::is_unspaced;
use hubbub_shared::text::is_invisible;
use std::ops::Range;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::char::is_combining_mark;

/// Longer words are found by as many letters.
const LONGEST: usize = 40;

/// Something by which a text is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// In the form in which texts are compared.
    pub normal: String,
    /// The bytes of the text in which it stands.
    pub range: Range<usize>,
    /// Where its first letter ends.
    pub first_end: usize,
    /// Which one of the text it is. Of a script without blanks each letter counts.
    pub position: usize,
    /// What of the text it is.
    pub kind: Kind,
}

/// What of a text something is by which it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word between blanks.
    Whole,
    /// Two letters next to each other.
    Pair,
    /// The last letter of a row of several.
    Last,
    /// A letter between others of which it is no neighbour.
    Alone,
}

/// The words of a text, in their order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Words { text, found: Vec::new(), position: 0 };
    let mut row: Vec<Range<usize>> = Vec::new();
    let mut spaced: Option<Range<usize>> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_unspaced(c) && (c.is_alphanumeric() || is_combining_mark(c)) {
            words.whole(spaced.take());
            row.push(at..end);
        } else if c.is_alphanumeric() {
            words.row(&mut row);
            spaced = Some(spaced.map_or(at, |word| word.start)..end);
        } else if is_combining_mark(c) || is_invisible(c) {
            // It belongs to the letter before it.
            if let Some(letter) = row.last_mut().or(spaced.as_mut()) {
                letter.end = end;
            }
        } else {
            words.whole(spaced.take());
            words.row(&mut row);
        }
    }
    words.whole(spaced);
    words.row(&mut row);
    words.found
}

struct Words<'t> {
    text: &'t str,
    found: Vec<Word>,
    position: usize,
}

impl Words<'_> {
    fn whole(&mut self, range: Option<Range<usize>>) {
        if let Some(range) = range {
            self.push(range.clone(), range.end, Kind::Whole);
        }
    }

    fn row(&mut self, letters: &mut Vec<Range<usize>>) {
        for pair in letters.windows(2) {
            self.push(pair[0].start..pair[1].end, pair[0].end, Kind::Pair);
        }
        let kind = if letters.len() > 1 { Kind::Last } else { Kind::Alone };
        if let Some(last) = letters.last() {
            self.push(last.clone(), last.end, kind);
        }
        letters.clear();
    }

    fn push(&mut self, range: Range<usize>, first_end: usize, kind: Kind) {
        let normal: String =
            normal(&self.text[range.clone()]).chars().filter(|c| *c != ' ').take(LONGEST).collect();
        if !normal.is_empty() {
            self.found.push(Word { normal, range, first_end, position: self.position, kind });
        }
        self.position += 1;
    }
}

/// What the index reads texts with.
#[derive(Clone)]
pub struct Reading;

impl Tokenizer for Reading {
    type TokenStream<'a> = Read;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Read {
        Read { words: words(text).into_iter(), token: Token::default() }
    }
}

/// The words of a text, one after the other.
pub struct Read {
    words: std::vec::IntoIter<Word>,
    token: Token,
}

impl TokenStream for Read {
    fn advance(&mut self) -> bool {
        let Some(Word { normal, range, position, .. }) = self.words.next() else { return false };
        self.token = Token {
            offset_from: range.start,
            offset_to: range.end,
            position,
            text: normal,
            position_length: 1,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found_by(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.normal).collect()
    }

    #[test]
    fn words_of_every_language_are_told_apart() {
        assert_eq!(found_by("Where's the CAFÉ? At 12:30!"), ["where", "s", "the", "cafe", "at", "12", "30"]);
        assert_eq!(found_by("Straße, naïve"), ["strasse", "naive"]);
        assert_eq!(found_by("我爱北京"), ["我爱", "爱北", "北京", "京"]);
        assert_eq!(found_by("猫 and 犬"), ["猫", "and", "犬"]);
        assert_eq!(found_by("สวัสดี").len(), 6, "each two letters, and the last");
        assert_eq!(found_by("❤️ …"), Vec::<String>::new());
        assert_eq!(found_by(&"x".repeat(100)), ["x".repeat(LONGEST)]);
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let all = words("an e\u{301}t\u{AD}e\u{301} 北京!");
        let places: Vec<_> = all.iter().map(|word| (word.position, word.kind)).collect();
        assert_eq!(places, [(0, Kind::Whole), (1, Kind::Whole), (2, Kind::Pair), (3, Kind::Last)]);
        assert_eq!(all[1].normal, "ete");
        assert_eq!((all[2].range.len(), all[2].first_end - all[2].range.start), (6, 3));
    }

    proptest! {
        #[test]
        fn words_lie_in_the_text_in_their_order(text in "\\PC{0,40}|[a猫กé\u{301}\u{200d} ]{0,20}") {
            let all = words(&text);
            prop_assert!(all.iter().all(|word| text.get(word.range.clone()).is_some()));
            prop_assert!(all.windows(2).all(|two| two[0].position < two[1].position));
        }
    }
}

//! What is typed into a search: words, phrases in quotes, and filters such as `from:ada has:image after:2026-01-31`. And what is
//! marked of what was found. Whom a name means and what may be seen is the server's question, not this one.

mod marks;

pub use marks::{Piece, excerpt, is_unspaced, pieces};

use crate::timestamp::Timestamp;
use std::fmt;

/// Characters of a search, at most.
pub const LENGTH: usize = 300;
/// Words, phrases and filters of a search together, at most.
pub const MOST_PARTS: usize = 20;

/// What is searched for. A message has to fit all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words and phrases: all of them are in it.
    pub words: Vec<Words>,
    /// Names or ids: one of these wrote it. Empty: anybody.
    pub from: Vec<String>,
    /// Names or ids of channels: it was said in one of these. Empty: anywhere.
    pub within: Vec<String>,
    /// Names or ids: it mentions one of these. Empty: whoever it mentions.
    pub mentions: Vec<String>,
    /// It has all of these.
    pub has: Vec<Has>,
    /// It was sent before this day began.
    pub before: Option<Day>,
    /// It was sent after this day ended.
    pub after: Option<Day>,
}

/// A word, or several that stand next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// As it was typed, without quotes.
    pub text: String,
    /// Whether it stood in quotes: then it is as it was typed, and no word that is alike will do.
    pub quoted: bool,
}

/// What a message can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Has {
    /// An address on the web.
    Link,
    /// A file of whatever kind.
    File,
    /// A picture, by the type of its file.
    Image,
    /// A moving picture.
    Video,
    /// Something to hear.
    Sound,
}

impl Has {
    /// All of them, with the words they are asked for by.
    pub const ALL: [(&'static str, Self); 5] = [
        ("link", Self::Link),
        ("file", Self::File),
        ("image", Self::Image),
        ("video", Self::Video),
        ("sound", Self::Sound),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, has)| *has)
    }

    /// What a file of this media type is, beside a file.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        match media_type.split('/').next() {
            Some("image") => Some(Self::Image),
            Some("video") => Some(Self::Video),
            Some("audio") => Some(Self::Sound),
            _ => None,
        }
    }
}

/// A day of the calendar, wherever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Of the common era.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl Day {
    /// Reads `2026-01-31`; nothing that is not in the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 10 {
            return None;
        }
        Timestamp::parse(&format!("{text}T00:00:00Z"))?;
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A filter, by the word before its colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Who wrote it.
    From,
    /// Where it was said.
    In,
    /// What it has.
    Has,
    /// Sent before a day.
    Before,
    /// Sent after a day.
    After,
    /// Whom it mentions.
    Mentions,
}

impl Filter {
    /// All of them, with the words before their colons.
    pub const ALL: [(&'static str, Self); 6] = [
        ("from", Self::From),
        ("in", Self::In),
        ("has", Self::Has),
        ("before", Self::Before),
        ("after", Self::After),
        ("mentions", Self::Mentions),
    ];

    /// What to type after it, as an example.
    pub const fn example(self) -> &'static str {
        match self {
            Self::From => "from:ada, or from:me",
            Self::In => "in:general",
            Self::Has => "has:link, has:file, has:image, has:video or has:sound",
            Self::Before => "before:2026-01-31",
            Self::After => "after:2026-01-31",
            Self::Mentions => "mentions:ada, or mentions:me",
        }
    }
}

/// Why something cannot be searched for, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear(pub String);

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Search {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Result<Self, Unclear> {
        if text.chars().count() > LENGTH {
            return Err(Unclear(format!("Search for less: {LENGTH} characters at most.")));
        }
        let mut search = Self::default();
        let (mut rest, mut parts) = (text.trim_start(), 0);
        while !rest.is_empty() {
            parts += 1;
            if parts > MOST_PARTS {
                return Err(Unclear(format!("Search for {MOST_PARTS} words and filters at most.")));
            }
            rest = search.part(rest)?.trim_start();
        }
        match search == Self::default() {
            true => Err(Unclear("Type a word to search for, or a filter such as from:ada.".to_owned())),
            false => Ok(search),
        }
    }

    /// Takes the first part of the text, and returns what is left.
    fn part<'t>(&mut self, text: &'t str) -> Result<&'t str, Unclear> {
        let Some((filter, rest)) = filter_at(text) else {
            let (word, quoted, rest) = value_at(text);
            if word.chars().any(char::is_alphanumeric) {
                self.words.push(Words { text: word.to_owned(), quoted });
            }
            return Ok(rest);
        };
        let (value, _, rest) = value_at(rest.trim_start());
        let value = value.trim();
        if value.is_empty() {
            return Err(Unclear(format!("Say what, like this: {}.", filter.example())));
        }
        self.narrow(filter, value)?;
        Ok(rest)
    }

    fn narrow(&mut self, filter: Filter, value: &str) -> Result<(), Unclear> {
        let wrong =
            || Unclear(format!("\u{201C}{value}\u{201D} does not fit here. Try {}.", filter.example()));
        match filter {
            Filter::From => self.from.push(value.trim_start_matches('@').to_owned()),
            Filter::In => self.within.push(value.trim_start_matches('#').to_owned()),
            Filter::Mentions => self.mentions.push(value.trim_start_matches('@').to_owned()),
            Filter::Has => self.has.push(Has::parse(value).ok_or_else(wrong)?),
            Filter::Before => {
                let day = Day::parse(value).ok_or_else(wrong)?;
                self.before = Some(self.before.map_or(day, |earlier| earlier.min(day)));
            }
            Filter::After => {
                let day = Day::parse(value).ok_or_else(wrong)?;
                self.after = Some(self.after.map_or(day, |later| later.max(day)));
            }
        }
        Ok(())
    }
}

/// The filter at the start of the text, and what stands after its colon.
fn filter_at(text: &str) -> Option<(Filter, &str)> {
    let (name, rest) = text.split_once(':')?;
    let found = Filter::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, filter)| (*filter, rest))
}

/// Quotes as they are typed in several languages, and by phones. Which one ends a phrase makes no difference.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»' | '「' | '」' | '＂')
}

/// What stands at the start of the text, up to a blank or in quotes; whether it is quoted; and what is left. A quote without an end
/// goes to the end of the text: somebody is still typing.
fn value_at(text: &str) -> (&str, bool, &str) {
    if let Some(inner) = text.strip_prefix(is_quote) {
        return match inner.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((end, quote)) => (&inner[..end], true, &inner[end + quote.len_utf8()..]),
            None => (inner, true, ""),
        };
    }
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(text.len());
    (&text[..end], false, &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(text: &str) -> Words {
        Words { text: text.to_owned(), quoted: false }
    }

    fn phrase(text: &str) -> Words {
        Words { text: text.to_owned(), quoted: true }
    }

    fn unclear(text: &str) -> String {
        Search::parse(text).unwrap_err().0
    }

    #[test]
    fn words_phrases_and_filters_are_told_apart() {
        let search = Search::parse(
            " lunch \"on the roof\" From:@ada in:#general has:image has: link before:2026-02-01 after:2026-01-01 mentions:me",
        );
        let day = |text| Day::parse(text);
        let names = |name: &str| vec![name.to_owned()];
        let expected = Search {
            words: vec![word("lunch"), phrase("on the roof")],
            from: names("ada"),
            within: names("general"),
            mentions: names("me"),
            has: vec![Has::Image, Has::Link],
            before: day("2026-02-01"),
            after: day("2026-01-01"),
        };
        assert_eq!(search, Ok(expected));
    }

    #[test]
    fn names_of_several_words_stand_in_quotes_of_any_kind() {
        for typed in
            ["from:\"Ada Lovelace\"", "from:“Ada Lovelace”", "from:„Ada Lovelace“", "from: «Ada Lovelace»"]
        {
            assert_eq!(Search::parse(typed).unwrap().from, ["Ada Lovelace"], "{typed}");
        }
        assert_eq!(Search::parse("say \"still typ").unwrap().words, [word("say"), phrase("still typ")]);
        assert_eq!(Search::parse("猫「犬」").unwrap().words, [word("猫"), phrase("犬")]);
    }

    #[test]
    fn what_only_looks_like_a_filter_is_a_word() {
        for typed in ["https://hubbub.chat", "note:this", "12:30", "re:from", "c++"] {
            assert_eq!(Search::parse(typed).unwrap().words, [word(typed)]);
        }
    }

    #[test]
    fn what_is_not_clear_is_refused_and_says_what_to_do() {
        for nothing in ["", "  ", "?!", "\"\"", "…"] {
            assert!(unclear(nothing).starts_with("Type a word"), "{nothing}");
        }
        assert_eq!(unclear("from:"), "Say what, like this: from:ada, or from:me.");
        assert_eq!(
            unclear("has:cat"),
            "“cat” does not fit here. Try has:link, has:file, has:image, has:video or has:sound."
        );
        for day in [
            "before:2026-13-01",
            "after:2026-02-30",
            "before:tomorrow",
            "before:2026-1-1",
            "after:+026-01-01",
        ] {
            assert!(unclear(day).contains("does not fit here"), "{day}");
        }
        assert!(unclear(&"x".repeat(LENGTH + 1)).contains("300"));
        assert!(unclear(&"x ".repeat(MOST_PARTS + 1)).contains("20"));
    }

    #[test]
    fn of_two_days_the_narrower_one_counts() {
        let search =
            Search::parse("before:2026-03-01 before:2026-02-01 after:2026-01-01 after:2026-01-05").unwrap();
        assert_eq!(search.before.unwrap().to_string(), "2026-02-01");
        assert_eq!(search.after.unwrap().to_string(), "2026-01-05");
    }

    #[test]
    fn files_are_what_their_media_type_says() {
        assert_eq!(Has::of_media_type("image/png"), Some(Has::Image));
        assert_eq!(Has::of_media_type("audio/ogg"), Some(Has::Sound));
        assert_eq!(Has::of_media_type("application/pdf"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "[a-z:\"“” #@0-9-]{0,60}|\\PC{0,40}|(from|in|has|before|after|mentions):\\PC{0,12}") {
            if let Ok(search) = Search::parse(&text) {
                prop_assert!(search.words.iter().all(|words| text.contains(&words.text)));
                prop_assert!(search.from.iter().chain(&search.within).all(|name| text.contains(name.as_str())));
            }
        }
    }
}

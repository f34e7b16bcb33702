//! What is suggested while somebody types a name: after `@` people, after `#` channels, after `:` emoji.

use crate::letters::lower;
use crate::state::sorting::sorted_by;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A person, after `@`.
    Person,
    /// A channel, after `#`.
    Channel,
    /// An emoji, after `:`.
    Emoji,
}

/// The beginning of a name before the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What kind of name.
    pub sign: Sign,
    /// Where its sign stands, in bytes.
    pub start: usize,
    /// What was typed of it, in lower case.
    pub text: String,
}

/// Longer names are not looked for.
const MOST_CHARS: usize = 32;
/// `:)` and `3:p` are no emoji.
const LEAST_OF_EMOJI: usize = 2;

/// What is being typed before the caret (in bytes), if it can be a name.
pub fn query(text: &str, caret: usize) -> Option<Query> {
    let before = text.get(..caret)?;
    let (start, sign) = before.char_indices().rev().take(MOST_CHARS + 1).find_map(|(at, c)| match c {
        '@' => Some((at, Sign::Person)),
        '#' => Some((at, Sign::Channel)),
        ':' => Some((at, Sign::Emoji)),
        _ => None,
    })?;
    let typed = &before[start + 1..];
    let stands_free = !before[..start].ends_with(|c: char| c.is_alphanumeric() || c == '<' || c == '/');
    let fits = match sign {
        // Names of people have blanks; after the second one it is a sentence.
        Sign::Person => !typed.starts_with(' ') && !typed.contains('\n') && typed.matches(' ').count() < 2,
        Sign::Channel => !typed.contains(char::is_whitespace),
        Sign::Emoji => {
            typed.len() >= LEAST_OF_EMOJI
                && typed.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        }
    };
    (stands_free && fits).then(|| Query { sign, start, text: lower(typed) })
}

/// How well a name fits to what was typed of it (in lower case): 0 is best, `None` not at all.
pub fn rank(name: &str, typed: &str) -> Option<u8> {
    let name = lower(name);
    if name.starts_with(typed) {
        return Some(u8::from(name.len() > typed.len()));
    }
    let word = |(at, _): (usize, &str)| !name[..at].ends_with(char::is_alphanumeric);
    if name.match_indices(typed).any(word) {
        return Some(2);
    }
    name.contains(typed).then_some(3)
}

/// One that may be meant: how well it fits, and how recently it was used, 0 being now.
pub type Found = (u8, usize);

/// The places of the best, in order; `None` does not fit.
pub fn best(all: impl Iterator<Item = Option<Found>>, most: usize) -> Vec<usize> {
    let places = all.enumerate().filter_map(|(place, found)| found.map(|found| (found, place)));
    let mut places: Vec<(Found, usize)> = sorted_by(places.collect(), Ord::cmp);
    places.truncate(most);
    places.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(text: &str) -> Option<(Sign, usize, String)> {
        query(text, text.len()).map(|query| (query.sign, query.start, query.text))
    }

    #[test]
    fn a_sign_that_stands_free_asks_for_a_name() {
        assert_eq!(asks("hi @Bo"), Some((Sign::Person, 3, "bo".into())));
        assert_eq!(asks("@"), Some((Sign::Person, 0, String::new())));
        assert_eq!(asks("@Bo Pe"), Some((Sign::Person, 0, "bo pe".into())));
        assert_eq!(asks("(#see"), Some((Sign::Channel, 1, "see".into())));
        assert_eq!(asks("🎉 :tad"), Some((Sign::Emoji, 5, "tad".into())));
        assert_eq!(query("@Bo said", 2).map(|query| query.text), Some("b".into()), "only before the caret");
    }

    #[test]
    fn other_signs_ask_for_nothing() {
        for text in
            ["a@b", "@ Bo", "@Bo said this", "# title", "12:30", ":)", ":p", "a\n:", "<@1", "http://x"]
        {
            assert_eq!(asks(text), None, "{text}");
        }
    }

    #[test]
    fn prefixes_come_before_words_before_the_rest_and_recent_ones_first() {
        let people = [("Robo", 0), ("Mr Bob", 0), ("Bonnie", 9), ("Bob", 5), ("Zoe", 0), ("Bo", 9)];
        let all = people.iter().map(|(name, recency)| Some((rank(name, "bo")?, *recency)));
        let names: Vec<&str> = best(all, 9).into_iter().map(|place| people[place].0).collect();
        assert_eq!(names, ["Bo", "Bob", "Bonnie", "Mr Bob", "Robo"]);
    }
}

//! What is marked of a message that was found: the words as they stand in it, wherever they stand as words.

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'t> {
    /// What it says.
    pub text: &'t str,
    /// Whether it is what was looked for.
    pub found: bool,
}

/// Whether a letter is of a script that is written without blanks between words: there every two letters next to each other are
/// looked for, and a word may begin anywhere.
pub const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        // Thai, Lao, Burmese, Khmer
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            // Korean has blanks, but what stands between them is a word with its endings.
            | '\u{1100}'..='\u{11FF}'
            | '\u{3130}'..='\u{318F}'
            | '\u{AC00}'..='\u{D7FF}'
            // Japanese and Chinese
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{312F}'
            | '\u{31A0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FF9F}'
            | '\u{20000}'..='\u{323AF}'
    )
}

/// The text in pieces, in turn: what stands there as one of the words, and what does not. No piece is empty.
pub fn pieces<'t>(text: &'t str, words: &[String]) -> Vec<Piece<'t>> {
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    let mut push = |range: std::ops::Range<usize>, found| {
        if !range.is_empty() {
            pieces.push(Piece { text: &text[range], found });
        }
    };
    while at < text.len() {
        let longest =
            words.iter().map(String::len).filter(|length| stands_at(text, at, *length, words)).max();
        match longest {
            Some(length) => {
                push(from..at, false);
                push(at..at + length, true);
                at += length;
                from = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    push(from..text.len(), false);
    pieces
}

/// Whether one of the words that are so long stands there, and does not go on before or behind it.
fn stands_at(text: &str, at: usize, length: usize, words: &[String]) -> bool {
    let Some(there) = text.get(at..at + length).filter(|there| !there.is_empty()) else { return false };
    let is_apart = |one: Option<char>, other: Option<char>| match (one, other) {
        (Some(one), Some(other)) => {
            let goes_on = one.is_alphanumeric() && other.is_alphanumeric();
            !goes_on || is_unspaced(one) || is_unspaced(other)
        }
        _ => true,
    };
    words.iter().any(|word| word == there)
        && is_apart(text[..at].chars().next_back(), there.chars().next())
        && is_apart(there.chars().next_back(), text[at + length..].chars().next())
}

/// A part of a text around the first of the words, in pieces: at most so many characters, with `…` where something is left out.
pub fn excerpt<'t>(text: &'t str, words: &[String], length: usize) -> Vec<Piece<'t>> {
    const MORE: Piece<'static> = Piece { text: "…", found: false };
    let all = pieces(text, words);
    let before_first = all.iter().take_while(|piece| !piece.found).map(|piece| piece.text.len()).sum();
    let has_found = before_first < text.len();
    let start = if has_found { start_before(text, before_first, length / 4) } else { 0 };
    let end = text[start..].char_indices().nth(length).map_or(text.len(), |(end, _)| start + end);
    let mut shown = if start > 0 { vec![MORE] } else { Vec::new() };
    let mut at = 0;
    for piece in all {
        let (from, to) = (at.max(start), (at + piece.text.len()).min(end));
        at += piece.text.len();
        if from < to {
            shown.push(Piece { text: &text[from..to], ..piece });
        }
    }
    if end < text.len() {
        shown.push(MORE);
    }
    shown
}

/// Where to begin so that at most so many characters stand before a position: behind a blank, if there is one.
fn start_before(text: &str, at: usize, characters: usize) -> usize {
    let Some((start, _)) = text[..at].char_indices().rev().nth(characters) else { return 0 };
    match text[start..at].find(char::is_whitespace) {
        Some(blank) => start + blank + text[start + blank..].chars().next().map_or(0, char::len_utf8),
        None => start + text[start..].chars().next().map_or(0, char::len_utf8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        shown(&pieces(text, &words))
    }

    fn shown(pieces: &[Piece<'_>]) -> String {
        let show =
            |piece: &Piece<'_>| if piece.found { format!("[{}]", piece.text) } else { piece.text.to_owned() };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn words_are_marked_where_they_stand_as_words() {
        assert_eq!(
            marked("Lunch is lunch, not lunchtime.", &["Lunch", "lunch"]),
            "[Lunch] is [lunch], not lunchtime."
        );
        assert_eq!(marked("an art of Bart", &["art"]), "an [art] of Bart");
        assert_eq!(marked("on the roof", &["the", "on the roof"]), "[on the roof]");
        assert_eq!(marked("我爱北京天安门", &["北京"]), "我爱[北京]天安门");
        assert_eq!(marked("nothing", &[]), "nothing");
        assert_eq!(marked("", &["x", ""]), "");
    }

    #[test]
    fn a_long_text_is_shown_around_what_was_found() {
        let long = format!("{} the needle {}", "hay ".repeat(100).trim_end(), "hay ".repeat(100).trim_end());
        let words = ["needle".to_owned()];
        assert_eq!(shown(&excerpt(&long, &words, 40)), "…hay the [needle] hay hay hay hay hay hay h…");
        assert_eq!(shown(&excerpt("the needle", &words, 40)), "the [needle]");
        assert_eq!(shown(&excerpt(&"é".repeat(50), &words, 40)), format!("{}…", "é".repeat(40)));
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "[ab é猫]{0,30}", words in prop::collection::vec("[ab猫]{0,3}", 0..4), length in 1usize..20) {
            let all: String = pieces(&text, &words).iter().map(|piece| piece.text).collect();
            prop_assert_eq!(&all, &text);
            let part: String = excerpt(&text, &words, length).iter().map(|piece| piece.text).collect();
            prop_assert!(text.contains(part.trim_matches('…')));
        }
    }
}

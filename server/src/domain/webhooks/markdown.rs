//! What programs say, as Markdown that says the same.

use std::fmt::Write;

/// Letters that would be read as Markdown.
const SPECIAL: &[char] = &['\\', '*', '_', '~', '`', '|', '[', ']', '<', '>', '#'];

/// Words that are no Markdown, in one line, at most so many characters of them.
pub fn plain(words: &str, most: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plain = String::with_capacity(line.len());
    for letter in line.chars().take(most) {
        if SPECIAL.contains(&letter) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    if line.chars().nth(most).is_some() {
        plain.push('…');
    }
    plain
}

/// A link that reads as these words, which are Markdown already. Only the words, if the address is none to follow.
pub fn link(words: &str, address: &str) -> String {
    match is_address(address) {
        true if words.is_empty() => address.to_owned(),
        true => format!("[{words}]({address})"),
        false => words.to_owned(),
    }
}

/// Whether an address can stand in a link as it is.
fn is_address(address: &str) -> bool {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let ends_it = |c: char| c.is_whitespace() || c.is_control() || "()<>[]`\\|\"".contains(c);
    is_web && address.len() <= 2000 && !address.contains(ends_it)
}

/// How a longer text begins, as a quote.
pub fn quoted(text: &str, most: usize) -> String {
    let text = text.replace('\r', "");
    let mut lines = text.trim().lines().map(str::trim_end).filter(|line| !line.is_empty());
    let (mut quote, mut room) = (String::new(), most);
    for line in lines.by_ref().take(QUOTED_LINES) {
        let count = line.chars().count();
        let kept = plain(line, room);
        // Writing to a string does not fail.
        let _ = writeln!(quote, "> {kept}");
        if count >= room {
            return quote;
        }
        room -= count;
    }
    if lines.next().is_some() {
        quote.push_str("> …\n");
    }
    quote
}

/// Lines that a quote has.
const QUOTED_LINES: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::markdown::plain_text;

    #[test]
    fn words_that_look_like_markdown_are_shown_as_they_are() {
        let words = "fix_the_*thing* [x](https://evil.example) <@7> `rm` # ||no||";
        assert_eq!(plain_text(&plain(words, 200)), words);
        assert_eq!(plain("a\nb  c", 3), "a b…");
    }

    #[test]
    fn an_address_that_is_none_is_no_link() {
        assert_eq!(link("a", "https://example.org/x?y=1"), "[a](https://example.org/x?y=1)");
        for odd in
            ["javascript:alert(1)", "https://example.org/) [x](https://evil.example", "", "https://a b"]
        {
            assert_eq!(link("a", odd), "a");
        }
    }

    #[test]
    fn a_quote_is_short() {
        assert_eq!(quoted("a\n\n b\r\n", 100), "> a\n> b\n");
        assert_eq!(quoted(&"x\n".repeat(9), 100).lines().count(), 7);
        assert_eq!(quoted("abcdef", 3), "> abc…\n");
    }
}

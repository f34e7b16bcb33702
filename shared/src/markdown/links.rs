//! Where links begin and end, and which are links at all.

use crate::text::is_invisible;

/// Everything else (`javascript:`, `data:`, relative addresses) stays text.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

fn scheme_of(text: &str) -> Option<&'static str> {
    SCHEMES
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Characters that no address has. Brackets are among them so that no character is looked at twice.
fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || matches!(c, '<' | '>' | '[' | ']' | '`' | '\\' | '|' | '"')
}

/// The scheme decides before the rest is read: a scan that comes to nothing must be short.
fn address_at(text: &str) -> Option<&str> {
    let scheme = scheme_of(text)?;
    let names_something = text[scheme.len()..].starts_with(char::is_alphanumeric);
    names_something.then(|| &text[..text.find(ends_address).unwrap_or(text.len())])
}

/// A bare address at the start of `text`, without the punctuation of the sentence around it.
pub(super) fn bare(text: &str) -> Option<&str> {
    address_at(text).filter(|address| !address.starts_with(['m', 'M'])).map(without_punctuation)
}

fn without_punctuation(address: &str) -> &str {
    let count = |wanted: char| address.chars().filter(|c| *c == wanted).count();
    let mut unopened = count(')').saturating_sub(count('('));
    address.trim_end_matches(|c: char| match c {
        ')' if unopened > 0 => {
            unopened -= 1;
            true
        }
        ')' => false,
        _ => is_sentence_punctuation(c),
    })
}

fn is_sentence_punctuation(c: char) -> bool {
    "?!.,:;*_~'’”»…。，、！？；：）」』】".contains(c)
}

/// `https://…>` at the start of `text`, after `<`: the address.
pub(super) fn in_angles(text: &str) -> Option<&str> {
    address_at(text).filter(|address| text[address.len()..].starts_with('>'))
}

/// `https://…)` at the start of `text`, after `](`: the address, and how long it is with the parenthesis.
pub(super) fn in_parentheses(text: &str) -> Option<(&str, usize)> {
    if let Some(address) = text.strip_prefix('<').and_then(in_angles) {
        let closed = text[address.len() + 2..].starts_with(')');
        return closed.then_some((address, address.len() + 3));
    }
    let address = address_at(text)?;
    let end = closing_parenthesis(address)?;
    Some((&address[..end], end + 1))
}

/// Parentheses within an address are part of it as long as they are balanced.
fn closing_parenthesis(address: &str) -> Option<usize> {
    let mut open = 0_usize;
    address.bytes().position(|byte| {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return true,
            b')' => open -= 1,
            _ => {}
        }
        false
    })
}

//! How addresses are shown.

/// Longer ones are cut in the middle: where they lead and how they end says most.
const MOST_CHARS: usize = 60;
const END_CHARS: usize = 16;

/// An address as it is shown: without what all have, and not too long.
pub fn short_link(address: &str) -> String {
    let plain =
        address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let plain = plain.strip_suffix('/').unwrap_or(plain);
    let count = plain.chars().count();
    if count <= MOST_CHARS {
        return plain.to_owned();
    }
    let beginning: String = plain.chars().take(MOST_CHARS - END_CHARS - 1).collect();
    let end: String = plain.chars().skip(count - END_CHARS).collect();
    format!("{beginning}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_address_still_says_where_it_leads() {
        assert_eq!(short_link("https://example.org/"), "example.org");
        assert_eq!(short_link("mailto:a@b.c"), "mailto:a@b.c");
        let long = format!("https://example.org/{}/the-end", "x".repeat(100));
        let short = short_link(&long);
        assert_eq!(short.chars().count(), MOST_CHARS);
        assert!(short.starts_with("example.org/xxx") && short.ends_with("…xxxxxxxx/the-end"), "{short}");
    }
}

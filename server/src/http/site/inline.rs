//! The styles and scripts that stand in the page itself, so that the first paint waits for nothing. The content security
//! policy allows exactly these, by their hashes, and no others.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// As a policy names them, each with a space before it: ` 'sha256-…'`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inline {
    /// The hashes of the page's own styles.
    pub styles: String,
    /// The hashes of the page's own scripts.
    pub scripts: String,
}

impl Inline {
    /// Those of a page.
    pub fn of(page: &str) -> Self {
        Self { styles: sources(page, "style"), scripts: sources(page, "script") }
    }
}

fn sources(page: &str, tag: &str) -> String {
    let (start, end) = (format!("<{tag}"), format!("</{tag}>"));
    let elements = page.split(&start).skip(1).filter_map(|rest| rest.split_once(&end));
    let contents = elements.filter_map(|(element, _)| {
        let (attributes, content) = element.split_once('>')?;
        let is_data = attributes.contains("application/json");
        (!is_data && !attributes.contains("src=")).then_some(content)
    });
    let contents: BTreeSet<&str> = contents.collect();
    contents
        .into_iter()
        .map(|content| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_page_is_allowed_and_what_is_loaded_is_not_named() {
        let page = r#"<style>a{}</style><script type="module" src="/a.js"></script><script>b()</script>"#;
        let inline = Inline::of(page);
        assert_eq!(inline.styles, " 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='");
        assert_eq!(inline.scripts.matches("sha256-").count(), 1);
        assert_eq!(Inline::of("<p>"), Inline::default());
    }
}

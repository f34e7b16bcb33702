//! The page of the app with places for what the server draws: instead of the skeleton a view, with all styles, since
//! words without them would jump; and beside it the data it was drawn from.

use std::fmt::Write;

/// What is put into the page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// The title of the page, as plain text.
    pub title: &'a str,
    /// The view as HTML, escaped already.
    pub view: &'a str,
    /// What the view was drawn from, as JSON.
    pub told: &'a str,
}

/// The page, cut where something is put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    before_title: String,
    before_view: String,
    before_told: String,
    rest: String,
}

const TOLD: &str = r#"<script type="application/json" id="told">"#;

impl Drawn {
    /// From the page with the skeleton, its style sheet, and what is run right after the view. `None`: the page has no
    /// place for a view.
    pub fn new(page: &str, styles: &str, script: &str) -> Option<Self> {
        let (before_title, rest) = page.split_once("<title>")?;
        let (_, rest) = rest.split_once("</title>")?;
        let (before_styles, after_styles) = cut_element(rest, "<link rel=\"preload\" as=\"style\"")?;
        let (before_view, skeleton) = after_styles.split_once("><!--skeleton-->")?;
        let (_, rest) = skeleton.split_once("<!--/skeleton-->")?;
        let (end_of_view, rest) = rest.split_once('>')?;
        let script: Vec<&str> = script.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        Some(Self {
            before_title: format!("{before_title}<title>"),
            before_view: format!(
                "</title>{before_styles}<style id=\"styles\">{styles}</style>{before_view} data-drawn>"
            ),
            before_told: format!("{end_of_view}><script>{}</script>\n{TOLD}", script.join("\n")),
            rest: format!("</script>{rest}"),
        })
    }

    /// With a view in it.
    pub fn with(&self, parts: &Parts) -> String {
        let Self { before_title, before_view, before_told, rest } = self;
        let lengths = [before_title, before_view, before_told, rest].map(String::len).iter().sum::<usize>();
        let mut page = String::with_capacity(lengths + parts.view.len() + parts.told.len() + 256);
        page.push_str(before_title);
        push_text(&mut page, parts.title);
        for part in [before_view, parts.view, before_told] {
            page.push_str(part);
        }
        push_json(&mut page, parts.told);
        page.push_str(rest);
        page
    }
}

/// What stands before and after an element without content that begins like this.
fn cut_element<'a>(page: &'a str, beginning: &str) -> Option<(&'a str, &'a str)> {
    let (before, element) = page.split_once(beginning)?;
    let (_, after) = element.split_once('>')?;
    Some((before, after))
}

fn push_text(page: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => page.push_str("&lt;"),
            '&' => page.push_str("&amp;"),
            c => page.push(c),
        }
    }
}

/// In a script element only `<` could end something: `</script>`, `<!--`. In JSON it stands in strings alone.
fn push_json(page: &mut String, json: &str) {
    for part in json.split_inclusive('<') {
        match part.strip_suffix('<') {
            Some(before) => drop(write!(page, "{before}\\u003c")),
            None => page.push_str(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::Inline;
    use super::*;

    const PAGE: &str = "<title>Hubbub</title><style>a{}</style>\n<link rel=\"preload\" as=\"style\" href=\"/assets/s.css\">\n\
        <script src=\"/b.js\"></script><div id=\"app\"><!--skeleton--><p>…</p><!--/skeleton--></div></body>";

    fn drawn(title: &str, told: &str) -> String {
        let page = Drawn::new(PAGE, "b{}", "// why\nrun()").unwrap();
        page.with(&Parts { title, view: "<p>words</p>", told })
    }

    #[test]
    fn the_view_takes_the_place_of_the_skeleton_and_brings_the_styles() {
        assert_eq!(
            drawn("#a · Hubbub", "{}"),
            "<title>#a · Hubbub</title><style>a{}</style>\n<style id=\"styles\">b{}</style>\n\
             <script src=\"/b.js\"></script><div id=\"app\" data-drawn><p>words</p></div><script>run()</script>\n\
             <script type=\"application/json\" id=\"told\">{}</script></body>"
        );
        assert_eq!(Drawn::new("<!doctype html>page", "", ""), None);
    }

    #[test]
    fn nothing_that_is_told_ends_its_element() {
        let page = drawn("</title><script>", r#"{"a":"</script><!--<script>&"}"#);
        assert!(page.starts_with("<title>&lt;/title>&lt;script></title>"), "{page}");
        assert!(page.contains(r#">{"a":"\u003c/script>\u003c!--\u003cscript>&"}</script></body>"#), "{page}");
    }

    #[test]
    fn the_policy_allows_what_every_drawn_page_has_and_no_more() {
        let (one, other) = (Inline::of(&drawn("a", "{}")), Inline::of(&drawn("b", "{\"x\":1}")));
        assert_eq!(one, other);
        assert_eq!((one.scripts.matches("sha256-").count(), one.styles.matches("sha256-").count()), (1, 2));
    }
}

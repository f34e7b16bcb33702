//! Puts measured figures into docs/performance.md: each lies between `<!-- section: NAME -->` and
//! `<!-- end: NAME -->`, so that one can be measured anew without the others, and what people wrote around them
//! stays.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::places;

/// Replaces a section of the document; one that is not there yet is added at the end.
pub fn write_section(name: &str, text: &str) -> Result<()> {
    let path = document();
    let before = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let after = with_section(&before, name, text)?;
    std::fs::write(&path, after).with_context(|| format!("writing {}", path.display()))
}

fn document() -> PathBuf {
    places::root().join("docs/performance.md")
}

fn with_section(document: &str, name: &str, text: &str) -> Result<String> {
    let (first, last) = (format!("<!-- section: {name} -->"), format!("<!-- end: {name} -->"));
    let section = format!("{first}\n{}\n{last}", text.trim());
    let Some((before, rest)) = document.split_once(&first) else {
        return Ok(format!("{}\n\n{section}\n", document.trim_end()));
    };
    let (_, after) = rest.split_once(&last).with_context(|| format!("{last} is missing"))?;
    Ok(format!("{before}{section}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_its_surroundings_stay() -> Result<()> {
        let document = "# A\n<!-- section: x -->\nold\n<!-- end: x -->\nNote.\n";
        let expected = "# A\n<!-- section: x -->\nnew\n<!-- end: x -->\nNote.\n";
        assert_eq!(with_section(document, "x", "\nnew\n")?, expected);
        assert_eq!(with_section(expected, "x", "new")?, expected, "a second time changes nothing");
        Ok(())
    }

    #[test]
    fn a_section_that_is_not_there_is_added() -> Result<()> {
        assert_eq!(with_section("# A\n", "x", "new")?, "# A\n\n<!-- section: x -->\nnew\n<!-- end: x -->\n");
        Ok(())
    }

    #[test]
    fn a_section_without_an_end_is_refused_instead_of_eating_the_rest() {
        assert!(with_section("<!-- section: x -->\nold\n", "x", "new").is_err());
    }
}

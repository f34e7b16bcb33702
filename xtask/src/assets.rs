//! The arithmetic of the site: names that contain the hash of what they name, integrity values, templates,
//! style sheets. No processes here, and no decisions about what the site consists of: that is `site.rs`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// Files by their path below some folder, with `/` between parts; sorted, so that hashes over them are stable.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Every file below a folder; none if the folder does not exist.
pub fn read_tree(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if folder.is_dir() {
        read_into(folder, "", &mut files)?;
    }
    Ok(files)
}

fn read_into(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => read_into(&entry.path(), &format!("{path}/"), files)?,
            false => {
                let bytes = std::fs::read(entry.path()).with_context(|| format!("reading {path}"))?;
                files.insert(path, bytes);
            }
        }
    }
    Ok(())
}

/// The files below `folder/`, named from there.
pub fn below(files: &Files, folder: &str) -> Files {
    let prefix = format!("{folder}/");
    let inside = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?, bytes)));
    inside.map(|(path, bytes)| (path.to_owned(), bytes.clone())).collect()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `boot.js` becomes `assets/boot.0123456789abcdef.js`: a name that may be cached for ever.
pub fn hashed_path(name: &str, bytes: &[u8]) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("assets/{stem}.{}.{extension}", short_hash(bytes))
}

/// 64 bits: enough to tell versions of one file apart.
pub fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

/// What a browser compares a script or style sheet with before using it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// Names one build: the first 12 hex digits of the hash over all its files.
pub fn build_id<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> String {
    hash_of_all(files)[..12].to_owned()
}

/// The same, as long as [`short_hash`].
pub fn hash_of_all<'a>(files: impl IntoIterator<Item = (&'a String, &'a Vec<u8>)>) -> String {
    let mut hash = Sha256::new();
    for (path, bytes) in files {
        hash.update(path.as_bytes());
        hash.update(Sha256::digest(bytes));
    }
    hex(&hash.finalize()[..8])
}

/// Replaces each `{{name}}`. A name that the template lacks and one that nobody fills are both mistakes.
pub fn fill(file: &str, template: &[u8], values: &[(&str, &str)]) -> Result<String> {
    let mut text = String::from_utf8(template.to_vec()).with_context(|| format!("{file} is not UTF-8"))?;
    for (name, value) in values {
        let placeholder = format!("{{{{{name}}}}}");
        if !text.contains(&placeholder) {
            bail!("{file} has no {placeholder}");
        }
        text = text.replace(&placeholder, value);
    }
    match unfilled(&text) {
        Some(name) => bail!("{file} asks for {{{{{name}}}}}, which nothing fills"),
        None => Ok(text),
    }
}

fn unfilled(text: &str) -> Option<&str> {
    let candidates = text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0));
    candidates
        .into_iter()
        .find(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

/// Joins style sheets in the order of their names, without comments and indentation.
pub fn join_styles(sheets: &Files) -> Result<String> {
    let mut joined = String::new();
    for (path, bytes) in sheets.iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = std::str::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
        for line in without_comments(text).lines().map(str::trim).filter(|line| !line.is_empty()) {
            joined.push_str(line);
            joined.push('\n');
        }
    }
    Ok(joined)
}

/// A script as it is, but for lines that are comments.
pub fn without_comment_lines(script: &[u8]) -> Result<String> {
    let text = std::str::from_utf8(script).context("a script is not UTF-8")?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    Ok(lines.map(|line| format!("{line}\n")).collect())
}

/// `/*` inside a quoted string starts no comment.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let end = match &rest[at..] {
            comment if comment.starts_with("/*") => {
                kept.push_str(&rest[..at]);
                rest = comment.split_once("*/").map_or("", |(_, after)| after);
                continue;
            }
            slash if slash.starts_with('/') => at + 1,
            quoted => at + length_of_string(quoted),
        };
        kept.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

/// The length of the quoted string that `text` starts with, quotes included.
fn length_of_string(text: &str) -> usize {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, c)| c);
    let mut escaped = false;
    for (at, character) in characters {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            other if Some(other) == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_eq!(hashed_path("boot.js", b"abc"), "assets/boot.ba7816bf8f01cfea.js");
        assert_ne!(hashed_path("boot.js", b"abc"), hashed_path("boot.js", b"abd"));
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        let known = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(integrity(b"abc"), known);
    }

    #[test]
    fn templates_are_filled_completely() -> Result<()> {
        assert_eq!(fill("t", b"a {{x}} b {{x}} {{y}}", &[("x", "1"), ("y", "2")])?, "a 1 b 1 2");
        Ok(())
    }

    #[test]
    fn a_placeholder_nobody_fills_is_refused() {
        assert!(
            fill("t", b"{{x}} {{other}}", &[("x", "1")]).is_err_and(|e| e.to_string().contains("{{other}}"))
        );
    }

    #[test]
    fn a_template_without_its_placeholder_is_refused() {
        assert!(fill("t", b"nothing", &[("x", "1")]).is_err());
    }

    #[test]
    fn braces_of_scripts_are_no_placeholders() -> Result<()> {
        assert_eq!(fill("t", b"f({a:{{b: 1}}}) {{x}}", &[("x", "1")])?, "f({a:{{b: 1}}}) 1");
        Ok(())
    }

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "/* a */ p::after { content: \"/* \\\" stays */\"; /* b */ margin: calc(1px / 2) }";
        assert_eq!(
            without_comments(css),
            " p::after { content: \"/* \\\" stays */\";  margin: calc(1px / 2) }"
        );
    }

    #[test]
    fn style_sheets_are_joined_in_the_order_of_their_names() -> Result<()> {
        let sheets =
            Files::from([("b.css".into(), b"b {}".to_vec()), ("a.css".into(), b"\n  a {}\n".to_vec())]);
        assert_eq!(join_styles(&sheets)?, "a {}\nb {}\n");
        Ok(())
    }

    #[test]
    fn any_changed_file_changes_the_build_id() {
        let one = Files::from([("a".into(), vec![1])]);
        let two = Files::from([("a".into(), vec![2])]);
        assert_eq!(build_id(&one).len(), 12);
        assert_ne!(build_id(&one), build_id(&two));
    }
}

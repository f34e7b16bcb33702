//! Short names for what the first part of the PWA imports from the glue. wasm-bindgen gives each the whole name of what
//! it is, and a hash of 8 random bytes: 350 times, in both files. Within one build a letter or two will do.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

/// What a module begins with: that it is one, and of which version.
const PREAMBLE: usize = 8;
/// The section of what a module imports.
const IMPORTS: u8 = 2;
/// An import that is a function.
const FUNCTION: u8 = 0;
/// How the glue writes what it offers, after the name.
const OFFER: &str = ": function(";

/// A module and its glue, which agree on short names. `from` is what the module calls the glue.
pub fn shorten(module: &[u8], glue: &str, from: &str) -> Result<(Vec<u8>, String)> {
    let mut names = BTreeMap::new();
    let module = with_imports(module, |imports| renamed(imports, from, &mut names))?;
    let lines = glue.split_inclusive('\n').map(|line| offered(line, &mut names));
    let glue = lines.collect();
    match names.first_key_value() {
        Some((name, _)) => bail!("the glue does not offer {name}, which the module imports"),
        None => Ok((module, glue)),
    }
}

fn with_imports(module: &[u8], change: impl FnOnce(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let mut rest = Bytes(module);
    let mut out = rest.take(PREAMBLE)?.to_vec();
    let mut change = Some(change);
    while !rest.0.is_empty() {
        let kind = rest.take(1)?[0];
        let section = rest.piece()?;
        out.push(kind);
        match change.take_if(|_| kind == IMPORTS) {
            Some(change) => add_piece(&mut out, &change(section)?),
            None => add_piece(&mut out, section),
        }
    }
    Ok(out)
}

/// The section with other names, which are noted.
fn renamed(imports: &[u8], from: &str, names: &mut BTreeMap<String, String>) -> Result<Vec<u8>> {
    let (mut rest, mut out) = (Bytes(imports), Vec::new());
    let count = rest.number()?;
    add_number(&mut out, count);
    for _ in 0..count {
        let (module, name) = (rest.piece()?, rest.piece()?);
        add_piece(&mut out, module);
        if module == from.as_bytes() {
            let short = short_name(names.len());
            add_piece(&mut out, short.as_bytes());
            let name = std::str::from_utf8(name).context("a name that is no text")?;
            if names.insert(name.to_owned(), short).is_some() {
                bail!("the first part imports {name} twice");
            }
        } else {
            add_piece(&mut out, name);
        }
        if rest.take(1)?[0] != FUNCTION {
            bail!("the first part imports something that is no function");
        }
        out.push(FUNCTION);
        let kind = rest.number()?;
        add_number(&mut out, kind);
    }
    Ok(out)
}

/// A line of the glue; if it offers something, under its short name.
fn offered(line: &str, names: &mut BTreeMap<String, String>) -> String {
    let short =
        line.split_once(OFFER).and_then(|(name, rest)| Some((names.remove(name.trim_start())?, rest)));
    short.map_or_else(|| line.to_owned(), |(short, rest)| format!("{short}{OFFER}{rest}"))
}

/// `a` to `z`, then `ba`, `bb` and so on.
fn short_name(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    if number < 26 { letter.into() } else { format!("{}{letter}", short_name(number / 26)) }
}

/// What is still to be read of a module.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).context("a module that ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// In seven bits a byte, the lowest first.
    fn number(&mut self) -> Result<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.take(1)?[0];
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                return Ok(number);
            }
            if shift > 28 {
                bail!("a number that does not end");
            }
        }
    }

    /// What stands behind its length.
    fn piece(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}

fn add_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn add_piece(out: &mut Vec<u8>, piece: &[u8]) {
    add_number(out, piece.len());
    out.extend_from_slice(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "./hubbub_bg.js";

    /// A module that imports functions of type 3, between two other sections.
    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut section = Vec::new();
        add_number(&mut section, imports.len());
        for (module, name) in imports {
            add_piece(&mut section, module.as_bytes());
            add_piece(&mut section, name.as_bytes());
            section.extend([FUNCTION, 3]);
        }
        let mut module = b"\0asm\x01\0\0\0\x01\x02ab".to_vec();
        module.push(IMPORTS);
        add_piece(&mut module, &section);
        module.extend(b"\x0a\x01c");
        module
    }

    #[test]
    fn what_the_module_asks_for_is_what_the_glue_offers() {
        let long = "__wbg_focus_0123456789abcdef";
        let before = module(&[(GLUE, long), ("./other.js", "__wbg_kept"), (GLUE, "__wbindgen_b")]);
        let glue =
            format!("const a = {{\n    {long}: function(a) {{\n}},\n    __wbindgen_b: function() {{}}\n}}");
        let (after, glue) = shorten(&before, &glue, GLUE).unwrap();
        assert_eq!(after, module(&[(GLUE, "a"), ("./other.js", "__wbg_kept"), (GLUE, "b")]));
        assert_eq!(glue, "const a = {\na: function(a) {\n},\nb: function() {}\n}");
    }

    #[test]
    fn an_import_that_nobody_offers_is_refused() {
        let error = shorten(&module(&[(GLUE, "__wbg_a")]), "const a = {};", GLUE).unwrap_err();
        assert!(error.to_string().contains("__wbg_a"), "{error}");
        assert!(shorten(b"\0asm\x01\0\0\0\x02\x7f", "", GLUE).is_err(), "it ends too early");
    }

    #[test]
    fn there_are_enough_names_and_no_two_are_the_same() {
        let names: std::collections::BTreeSet<_> = (0..2_000).map(short_name).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([short_name(0), short_name(25), short_name(26)], ["a", "z", "ba"]);
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for number in [0, 1, 127, 128, 300, 1 << 20] {
            let mut out = Vec::new();
            add_number(&mut out, number);
            assert_eq!(Bytes(&out).number().unwrap(), number);
        }
    }
}

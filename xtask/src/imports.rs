//! Short names for what the first part of the PWA imports from the glue. wasm-bindgen gives each the whole name of what
//! it is, and a hash of 8 random bytes: 350 times, in both files. Within one build a letter or two will do.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use wasm_encoder::{EntityType, ImportSection, Module, RawSection};
use wasmparser::{ImportSectionReader, Parser, Payload, TypeRef};

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

/// The module with other imports; everything else stays as it is, byte by byte.
fn with_imports(
    module: &[u8],
    mut change: impl FnMut(ImportSectionReader) -> Result<ImportSection>,
) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        if let Some((id, range)) = payload.as_section() {
            let data = &module[usize::try_from(range.start)?..usize::try_from(range.end)?];
            match payload {
                Payload::ImportSection(imports) => out.section(&change(imports)?),
                _ => out.section(&RawSection { id, data }),
            };
        }
    }
    Ok(out.finish())
}

/// The section with other names, which are noted.
fn renamed(
    imports: ImportSectionReader,
    from: &str,
    names: &mut BTreeMap<String, String>,
) -> Result<ImportSection> {
    let mut out = ImportSection::new();
    for import in imports.into_imports() {
        let import = import?;
        let TypeRef::Func(kind) = import.ty else {
            bail!("the first part imports {}, which is no function", import.name);
        };
        let kind = EntityType::Function(kind);
        if import.module == from {
            let short = short_name(names.len());
            out.import(from, &short, kind);
            if names.insert(import.name.to_owned(), short).is_some() {
                bail!("the first part imports {} twice", import.name);
            }
        } else {
            out.import(import.module, import.name, kind);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CustomSection, TypeSection};

    const GLUE: &str = "./hubbub_bg.js";

    /// A module that imports functions, between two other sections.
    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let after = CustomSection { name: "after".into(), data: b"words"[..].into() };
        let mut module = Module::new();
        module.section(&types).section(&section).section(&after);
        module.finish()
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
}

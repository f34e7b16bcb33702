//! The files of a crate and what each imports from the others. Read from the source as it is parsed; a name that a
//! module only hands on (`pub use`) is followed to where it is defined. Code for tests does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, UseTree, Visibility};

/// A file takes something from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file that imports, below `src`.
    pub from: String,
    /// The file that has what is imported.
    pub to: String,
    /// How it is written.
    pub path: String,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} ({})", self.from, self.to, self.path)
    }
}

type Module = Vec<String>;

/// What was found in one file.
#[derive(Default)]
struct Found {
    file: String,
    /// Paths from the crate's root, as they are used.
    used: BTreeSet<Module>,
    /// Names that are handed on, and where they come from.
    handed_on: BTreeMap<String, Module>,
}

/// A crate's modules.
pub struct Crate(BTreeMap<Module, Found>);

impl Crate {
    /// Reads everything below a `src`.
    pub fn read(src: &Path) -> Self {
        let mut files = Vec::new();
        walk(src, src, &mut files);
        let names: BTreeSet<Module> = files.iter().map(|file| module_of(file)).collect();
        let mut modules = BTreeMap::new();
        for file in files {
            let text = fs::read_to_string(src.join(&file)).unwrap();
            let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            let mut reader = Reader {
                module: module_of(&file),
                names: &names,
                found: Found { file: file.clone(), ..Found::default() },
            };
            reader.visit_file(&parsed);
            modules.insert(module_of(&file), reader.found);
        }
        Self(modules)
    }

    /// Every import, once.
    pub fn imports(&self) -> Vec<Import> {
        let mut imports = BTreeSet::new();
        for found in self.0.values().filter(|found| !is_root(&found.file)) {
            for path in &found.used {
                let Some(to) = self.file_of(path, 0).filter(|to| *to != found.file && !is_root(to)) else {
                    continue;
                };
                imports.insert(Import { from: found.file.clone(), to, path: path.join("::") });
            }
        }
        imports.into_iter().collect()
    }

    /// Where what a path names is defined.
    fn file_of(&self, path: &[String], depth: usize) -> Option<String> {
        assert!(depth < 20, "names are handed on in a circle: {path:?}");
        let length = (0..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
        let (module, rest) = (&self.0[&path[..length]], &path[length..]);
        match rest.first().and_then(|name| module.handed_on.get(name)) {
            Some(origin) => {
                let further: Module = origin.iter().chain(&rest[1..]).cloned().collect();
                self.file_of(&further, depth + 1)
            }
            None => Some(module.file.clone()),
        }
    }
}

/// `lib.rs` and `main.rs` only say which modules there are.
fn is_root(file: &str) -> bool {
    matches!(file, "lib.rs" | "main.rs") || file.starts_with("bin/")
}

fn walk(root: &Path, at: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(at).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
        }
    }
}

/// `a/b.rs` is the module `a::b`; the root of the crate is the empty path.
fn module_of(file: &str) -> Module {
    if is_root(file) && !file.starts_with("bin/") {
        return Vec::new();
    }
    file.trim_end_matches(".rs").trim_end_matches("/mod").split('/').map(str::to_owned).collect()
}

struct Reader<'a> {
    module: Module,
    names: &'a BTreeSet<Module>,
    found: Found,
}

impl Reader<'_> {
    /// A path as it is written here, from the crate's root. `None`: it leads out of the crate, or is local.
    fn absolute(&self, written: &[String]) -> Option<Module> {
        let mut base = self.module.clone();
        let mut rest = written;
        match written.first()?.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => drop(base.pop()),
            name => {
                let child: Module = base.iter().cloned().chain([name.to_owned()]).collect();
                return self
                    .names
                    .contains(&child)
                    .then(|| base.into_iter().chain(written.iter().cloned()).collect());
            }
        }
        rest = &rest[1..];
        while rest.first().is_some_and(|name| name == "super") {
            base.pop();
            rest = &rest[1..];
        }
        Some(base.into_iter().chain(rest.iter().cloned()).collect())
    }

    fn import(&mut self, tree: &UseTree, prefix: &[String], hands_on: bool) {
        let with = |name: &dyn ToString| [prefix, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &with(&path.ident), hands_on),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, prefix, hands_on)),
            UseTree::Name(name) if name.ident == "self" => self.take(prefix, hands_on, None),
            UseTree::Name(name) => self.take(&with(&name.ident), hands_on, Some(name.ident.to_string())),
            UseTree::Rename(name) => self.take(&with(&name.ident), hands_on, Some(name.rename.to_string())),
            UseTree::Glob(_) => self.take(prefix, false, None),
        }
    }

    fn take(&mut self, written: &[String], hands_on: bool, name: Option<String>) {
        let Some(path) = self.absolute(written) else { return };
        match name.filter(|_| hands_on) {
            Some(name) => drop(self.found.handed_on.insert(name, path)),
            None => drop(self.found.used.insert(path)),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_some() {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let written: Module = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if written.len() > 1 {
            self.take(&written, false, None);
        }
        visit::visit_path(self, path);
    }

    /// Macros are not parsed; what is written from the root of the crate is found all the same.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let text = mac.tokens.to_string().replace(' ', "");
        for written in text.split("crate::").skip(1) {
            let end = written
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                .unwrap_or(written.len());
            let path: Module =
                written[..end].split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            self.found.used.insert(path);
        }
        visit::visit_macro(self, mac);
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test"))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

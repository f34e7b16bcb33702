//! Reads versions from Cargo.lock: a wasm-bindgen command line that differs from the library refuses to work.

use anyhow::{Context, Result};

use crate::places;

/// The locked version of a dependency.
pub fn version_of(package: &str) -> Result<String> {
    let path = places::root().join("Cargo.lock");
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    version_in(&text, package).with_context(|| format!("Cargo.lock does not list {package}"))
}

fn version_in(lockfile: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lockfile.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.99\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn the_exact_package_is_found() {
        assert_eq!(version_in(LOCKFILE, "wasm-bindgen").as_deref(), Some("0.2.130"));
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(version_in(LOCKFILE, "wasm"), None);
    }
}

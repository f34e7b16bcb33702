//! Packages of Python, each in an environment of its own in the cache: nothing of the system is touched.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::install::missing;
use crate::{command, places};

/// An environment for one package.
pub struct Environment {
    /// Its directory in the cache.
    pub name: &'static str,
    /// What is installed into it.
    pub package: &'static str,
}

/// Checks the vectors of encrypted messages with primitives that are not ours.
pub const CRYPTOGRAPHY: Environment = Environment { name: "python", package: "cryptography" };
const WHY: &str = "checks the vectors of encrypted messages in `cargo xtask test`";

impl Environment {
    fn directory(&self) -> PathBuf {
        places::cache().join(self.name)
    }

    /// A program of the environment, be it there or not.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory().join("bin").join(name)
    }

    pub fn install(&self) -> Result<()> {
        eprintln!("    installing {} into {} (once)", self.package, self.directory().display());
        let python = command::find(&["python3"]).context("python3 is not installed")?;
        command::run(command::tool(&python).args(["-m", "venv"]).arg(self.directory()))?;
        command::run(command::tool(&self.program("pip")).args(["install", "--quiet", self.package]))
    }

    /// The command a person would type.
    pub fn fix(&self) -> String {
        let directory = self.directory();
        format!("python3 -m venv {0} && {0}/bin/pip install {1}", directory.display(), self.package)
    }
}

/// A Python that has the package, if there is one. An installation that was interrupted does not count.
pub fn find_cryptography() -> Option<PathBuf> {
    let python = CRYPTOGRAPHY.program("python");
    let import = format!("import {}", CRYPTOGRAPHY.package);
    command::output(&python, &["-c", &import]).map(|_| python)
}

pub fn ensure_cryptography() -> Result<PathBuf> {
    if find_cryptography().is_none()
        && let Err(error) = CRYPTOGRAPHY.install()
    {
        return Err(missing("the Python package cryptography", WHY, &CRYPTOGRAPHY.fix()).context(error));
    }
    find_cryptography().ok_or_else(|| missing("the Python package cryptography", WHY, &CRYPTOGRAPHY.fix()))
}

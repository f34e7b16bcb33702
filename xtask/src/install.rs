//! Installs programs that come as crates, unoptimised: they run for less than a second, and compiling them that
//! way takes half as long (190 instead of 400 seconds of one core for the two that a first run needs).

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Error, Result, anyhow};

use crate::{command, places};

/// A program that comes as a crate of the same or another name.
pub struct CargoTool {
    pub program: &'static str,
    pub package: &'static str,
    pub version: String,
    /// Whether another version than this refuses to work.
    pub exact: bool,
    pub why: &'static str,
    /// Without these there is no program.
    pub features: &'static str,
}

impl CargoTool {
    pub fn find(&self) -> Option<PathBuf> {
        command::candidates(self.program).find(|program| !self.exact || self.is_right_version(program))
    }

    fn is_right_version(&self, program: &PathBuf) -> bool {
        let printed = command::output(program, &["--version"]).unwrap_or_default();
        printed.split_whitespace().any(|word| word == self.version)
    }

    /// The program, installed now if it is not there yet.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(program) = self.find() {
            return Ok(program);
        }
        let started = Instant::now();
        eprintln!("    installing {} {} (once)", self.package, self.version);
        self.install().map_err(|error| missing(self.program, self.why, &self.fix()).context(error))?;
        eprintln!("    installed {} in {} s", self.package, started.elapsed().as_secs());
        self.find().ok_or_else(|| missing(self.program, self.why, &self.fix()))
    }

    /// A crate's own lock file sometimes names a version that a registry mirror does not serve; newer
    /// compatible dependencies are as good for a build tool.
    fn install(&self) -> Result<()> {
        let locked = command::run(self.cargo_install().arg("--locked"));
        locked.or_else(|_| {
            eprintln!("    again, with newer dependencies than its authors locked");
            command::run(&mut self.cargo_install())
        })
    }

    fn cargo_install(&self) -> Command {
        let mut cargo = command::cargo(&["install", self.package, "--version", &self.version]);
        cargo
            .args(["--features", self.features])
            .arg("--root")
            .arg(places::cache().join("tools"))
            .env("CARGO_TARGET_DIR", places::cache().join("tools-target"))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        cargo
    }

    /// The command a person would type.
    pub fn fix(&self) -> String {
        let features = if self.features.is_empty() { "" } else { " --features " };
        format!("cargo install {} --version {}{features}{}", self.package, self.version, self.features)
    }
}

/// One plain message: what is missing, why it is needed, what to type.
pub fn missing(what: &str, why: &str, fix: &str) -> Error {
    anyhow!("{what} is missing and could not be installed. It {why}. To install it:\n    {fix}")
}

//! What is measured with what, as `cargo xtask bench` says it. By hand: `hubbub-load singly --server target/release/hubbub`.

use clap::Parser;
use std::path::PathBuf;

/// Loads Hubbub and its peers, and says what each of them can do.
#[derive(Parser, Debug, Clone)]
pub struct Setup {
    /// What to measure; without one, all there is is listed.
    pub scenario: Option<String>,
    /// The server's binary, a release.
    #[arg(long, default_value = "target/release/hubbub")]
    pub server: PathBuf,
    /// Where the peers are with their node_modules. Not given: only Hubbub and the floor are measured.
    #[arg(long)]
    pub peers: Option<PathBuf>,
    /// Where Lighthouse is with its node_modules, for the first load.
    #[arg(long)]
    pub first_load: Option<PathBuf>,
    /// The PWA as it is released, for the first load.
    #[arg(long)]
    pub site: Option<PathBuf>,
    /// The browser, for the first load.
    #[arg(long, default_value = "/usr/bin/chromium")]
    pub chromium: PathBuf,
    /// A MongoDB server for those who need one: `mongod`, or `secantusd-rs`.
    #[arg(long)]
    pub mongodb: Option<PathBuf>,
    /// Where servers keep their data; prepared communities in it are used again.
    #[arg(long, default_value = "target/load")]
    pub work: PathBuf,
    /// Where `<scenario>.md` and `<scenario>.json` are written.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Less of everything, for a first look.
    #[arg(long)]
    pub quick: bool,
    /// How often each server is measured, in turn.
    #[arg(long)]
    pub rounds: Option<usize>,
    /// Seconds of each measurement.
    #[arg(long)]
    pub secs: Option<f64>,
    /// Only says what machine this is.
    #[arg(long)]
    pub machine: bool,
    /// Only servers whose name contains this.
    #[arg(long)]
    pub only: Option<String>,
}

impl Setup {
    /// How often each server is measured.
    pub fn rounds(&self) -> usize {
        self.rounds.unwrap_or(if self.quick { 1 } else { 3 }).max(1)
    }

    /// How long each is measured.
    pub fn secs(&self) -> f64 {
        self.secs.unwrap_or(if self.quick { 2.0 } else { 6.0 })
    }

    /// Whether this server was asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| name.to_lowercase().contains(&only.to_lowercase()))
    }
}

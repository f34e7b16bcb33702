//! The secret that encrypts cookies. Given, or made at the first start and kept in the data directory.

use super::Config;
use crate::private_files;
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Least length of a secret.
pub(super) const SECRET_BYTES: usize = 32;

const FILE: &str = "session-secret";

/// Text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Without `SESSION_SECRET`, uses the one in the data directory, so that people stay signed in over a restart.
pub fn keep_session_secret(config: &mut Config) -> Result<()> {
    if config.session_secret.is_none() {
        let kept = read_or_make(&config.store.data).context("keeping a session secret")?;
        config.session_secret = Some(Secret(kept));
    }
    Ok(())
}

fn read_or_make(data: &Path) -> Result<String> {
    private_files::create_directory(data).with_context(|| format!("creating {}", data.display()))?;
    let path = data.join(FILE);
    match create_private(&path) {
        Ok(file) => make(file).with_context(|| format!("writing {}", path.display())),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(&path),
        Err(error) => Err(error).with_context(|| format!("creating {}", path.display())),
    }
}

fn make(mut file: File) -> Result<String> {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    let text = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(text)
}

fn read(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let text = text.trim().to_owned();
    if text.len() < SECRET_BYTES {
        bail!(
            "{} is too short; delete it to have another one made (everybody signs in again)",
            path.display()
        );
    }
    Ok(text)
}

/// Fails if it exists, so that two starts agree on one.
fn create_private(path: &Path) -> std::io::Result<File> {
    private_files::options().create_new(true).open(path)
}

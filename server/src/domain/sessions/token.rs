//! What a session is proved with: 256 random bits, written so that a leaked one is recognised.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Scanners for leaked secrets find it by this.
const PREFIX: &str = "hubbub_";
const RANDOM_BYTES: usize = 32;

/// A token that was just made. It is handed out once and not kept.
pub struct Token(String);

impl Token {
    /// A fresh token from the system's source of randomness.
    pub fn random() -> Result<Self> {
        let mut bytes = [0_u8; RANDOM_BYTES];
        getrandom::fill(&mut bytes).context("making a session token")?;
        Ok(Self(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The text to hand out.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What the store keeps and looks up. `None` for text that cannot be a token, so that nothing empty or odd
/// reaches a query. A plain hash is enough: the token has 256 random bits.
pub fn hash(token: &str) -> Option<String> {
    let random = token.strip_prefix(PREFIX)?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(random).ok()?;
    (bytes.len() == RANDOM_BYTES).then(|| BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_token_is_looked_up() {
        let token = Token::random().unwrap();
        assert!(hash(token.reveal()).is_some());
        for text in ["", "hubbub_", "hubbub_AAAA", &token.reveal()[1..], &format!("{} ", token.reveal())] {
            assert_eq!(hash(text), None, "{text:?}");
        }
    }
}

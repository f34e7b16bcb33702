//! What a session or a key is proved with: 256 random bits, written so that a leaked one is recognised.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

const RANDOM_BYTES: usize = 32;
/// So much of what is random may be shown, to tell tokens apart.
const SHOWN: usize = 4;

/// What a token proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A device or program that is signed in.
    Session,
    /// A key with a scope.
    ApiKey,
    /// What an application's bot says who it is with.
    Bot,
    /// The address of a webhook.
    Webhook,
}

impl Kind {
    /// Scanners for leaked secrets find it by this.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "hubbub_",
            Self::ApiKey => "hubbub_key_",
            Self::Bot => "hubbub_bot_",
            Self::Webhook => "hubbub_hook_",
        }
    }
}

/// A token that was just made. It is handed out once and not kept.
pub struct Token {
    kind: Kind,
    text: String,
}

impl Token {
    /// A fresh token from the system's source of randomness.
    pub fn random(kind: Kind) -> Result<Self> {
        let mut bytes = [0_u8; RANDOM_BYTES];
        getrandom::fill(&mut bytes).context("making a token")?;
        Ok(Self { kind, text: format!("{}{}", kind.prefix(), BASE64_URL_SAFE_NO_PAD.encode(bytes)) })
    }

    /// The text to hand out.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// How it begins: enough to tell it from others, and no help in guessing it.
    pub fn prefix(&self) -> &str {
        &self.text[..self.kind.prefix().len() + SHOWN]
    }

    /// What the store keeps.
    pub fn hash(&self) -> String {
        digest(&self.text)
    }
}

/// What the store keeps and looks up of a session's token.
pub fn hash(token: &str) -> Option<String> {
    hash_of_kind(Kind::Session, token)
}

/// What the store keeps and looks up. `None` for text that cannot be such a token, so that nothing empty or odd
/// reaches a query. A plain hash is enough: the token has 256 random bits.
pub fn hash_of_kind(kind: Kind, token: &str) -> Option<String> {
    let random = token.strip_prefix(kind.prefix())?;
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(random).ok()?;
    (bytes.len() == RANDOM_BYTES).then(|| digest(token))
}

fn digest(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_a_token_of_its_kind_is_looked_up() {
        let token = Token::random(Kind::Session).unwrap();
        assert_eq!(hash(token.reveal()), Some(token.hash()));
        for text in ["", "hubbub_", "hubbub_AAAA", &token.reveal()[1..], &format!("{} ", token.reveal())] {
            assert_eq!(hash(text), None, "{text:?}");
        }
        let key = Token::random(Kind::ApiKey).unwrap();
        assert_eq!(hash_of_kind(Kind::ApiKey, key.reveal()), Some(key.hash()));
        assert_eq!((hash(key.reveal()), hash_of_kind(Kind::ApiKey, token.reveal())), (None, None));
        assert_eq!(key.prefix().len(), "hubbub_key_".len() + SHOWN);
    }
}

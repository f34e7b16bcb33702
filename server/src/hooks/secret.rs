//! The secret of a webhook, and signatures by it, as Standard Webhooks says (<https://www.standardwebhooks.com>): HMAC-SHA256 over id,
//! time and body.

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

const PREFIX: &str = "whsec_";
/// The specification wants 24 to 64 of them.
const RANDOM_BYTES: usize = 32;

/// A secret that a webhook and whoever receives from it have in common.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A fresh one from the system's source of randomness.
    pub fn random() -> Result<Self> {
        let mut bytes = [0_u8; RANDOM_BYTES];
        getrandom::fill(&mut bytes).context("making a secret")?;
        Ok(Self(format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes))))
    }

    /// The text to hand out, and to keep: nothing can be signed with a hash of it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// The signature of something under a secret; `None`: that is no secret.
fn signature(secret: &str, id: &str, seconds: i64, body: &[u8]) -> Option<String> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    Some(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}

/// The header with the signatures under these secrets: whoever knows one of them believes it.
pub fn signed<'a>(secrets: impl IntoIterator<Item = &'a str>, id: &str, seconds: i64, body: &[u8]) -> String {
    let signatures = secrets.into_iter().filter_map(|secret| signature(secret, id, seconds, body));
    signatures.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn the_example_of_the_specification_has_its_signature() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = br#"{"test": 2432232314}"#;
        let header = signed([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(header, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_make_two_signatures_and_no_secret_none() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_ne!(one, other);
        let both = signed([one.reveal(), other.reveal()], "e", 1, b"{}");
        let each = [&one, &other].map(|secret| signed([secret.reveal()], "e", 1, b"{}"));
        assert_eq!(both, each.join(" "));
        assert_eq!(signed(["whsec_!", "abc"], "e", 1, b"{}"), "");
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }
}

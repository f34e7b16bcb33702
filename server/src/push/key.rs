//! The key by which push services know this server (VAPID, RFC 8292, <https://www.rfc-editor.org/rfc/rfc8292>).

use super::Address;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hubbub_shared::Timestamp;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use parking_lot::Mutex;
use serde_json::json;
use std::collections::HashMap;

/// A signature is good for this long; services refuse more than a day.
const GOOD_FOR_MS: i64 = 12 * 3_600_000;
/// One that is older is not used any more, so that none ends on its way.
const USED_FOR_MS: i64 = 6 * 3_600_000;

/// A P-256 key pair, and who to write to about what is sent with it.
pub struct Key {
    signing: SigningKey,
    public: String,
    subject: String,
    /// What was signed lately, by the origin of the service.
    signed: Mutex<HashMap<String, (Timestamp, String)>>,
}

impl Key {
    /// A new private key: 32 bytes in base64url.
    pub fn make() -> Result<String, getrandom::Error> {
        loop {
            let mut bytes = [0_u8; 32];
            getrandom::fill(&mut bytes)?;
            // All but a few of the numbers are keys.
            if SigningKey::from_slice(&bytes).is_ok() {
                return Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes));
            }
        }
    }

    /// Reads a private key; `None` if it is none.
    pub fn parse(private: &str, subject: String) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(private.trim().trim_end_matches('=')).ok()?;
        let signing = SigningKey::from_slice(&bytes).ok()?;
        let public = BASE64_URL_SAFE_NO_PAD.encode(signing.verifying_key().to_encoded_point(false));
        Some(Self { signing, public, subject, signed: Mutex::default() })
    }

    /// The public half: a point, uncompressed, in base64url.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The value of `Authorization` for a push service.
    pub fn authorization(&self, address: &Address, now: Timestamp) -> String {
        let origin = address.origin();
        let mut signed = self.signed.lock();
        if let Some((at, known)) = signed.get(&origin)
            && now.0 - at.0 < USED_FOR_MS
        {
            return known.clone();
        }
        let token = self.token(&origin, now);
        let value = format!("vapid t={token}, k={}", self.public);
        signed.insert(origin, (now, value.clone()));
        value
    }

    fn token(&self, audience: &str, now: Timestamp) -> String {
        let claims =
            json!({ "aud": audience, "exp": now.plus_ms(GOOD_FOR_MS).0 / 1000, "sub": self.subject });
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let part = |json: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
        let text = format!("{}.{}", part(head), part(claims));
        let signature: Signature = self.signing.sign(text.as_bytes());
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({})", self.public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::push::Hosts;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    const NOW: Timestamp = Timestamp(1_795_348_800_123);

    fn address() -> Address {
        Hosts::default().parse("https://web.push.apple.com/x").unwrap()
    }

    fn key() -> Key {
        Key::parse(&Key::make().unwrap(), "mailto:ada@example.org".to_owned()).unwrap()
    }

    fn decoded(part: &str) -> serde_json::Value {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    }

    #[test]
    fn what_it_signs_is_verified_with_its_public_half() {
        let key = key();
        let value = key.authorization(&address(), NOW);
        let (token, public) = value.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(public, key.public());
        let (text, signature) = token.rsplit_once('.').unwrap();
        let point = BASE64_URL_SAFE_NO_PAD.decode(public).unwrap();
        let signature = Signature::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        VerifyingKey::from_sec1_bytes(&point).unwrap().verify(text.as_bytes(), &signature).unwrap();
        let (head, claims) = text.split_once('.').unwrap();
        assert_eq!(decoded(head)["alg"], "ES256");
        let claims = decoded(claims);
        assert_eq!(claims["aud"], "https://web.push.apple.com");
        assert_eq!(claims["sub"], "mailto:ada@example.org");
        assert_eq!(claims["exp"], NOW.plus_ms(GOOD_FOR_MS).0 / 1000);
    }

    #[test]
    fn a_signature_is_used_for_some_hours() {
        let key = key();
        let first = key.authorization(&address(), NOW);
        assert_eq!(key.authorization(&address(), NOW.plus_ms(USED_FOR_MS - 1)), first);
        assert_ne!(key.authorization(&address(), NOW.plus_ms(USED_FOR_MS)), first);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "abc", &"A".repeat(43), &"_".repeat(43)] {
            assert!(Key::parse(text, String::new()).is_none(), "{text}");
        }
    }
}

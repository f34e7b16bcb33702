//! What is sent to one browser, and to whom (RFC 8030 and 8291).

use super::Address;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use web_push_native::p256::PublicKey;
use web_push_native::{Auth, encrypt};

/// Most bytes of what is said: services take 4096 encrypted ones (RFC 8291, section 4), and some a few less.
pub const MOST_BYTES: usize = 3000;

/// A subscription of a browser, as it can be sent to.
#[derive(Debug, Clone)]
pub struct Recipient {
    pub(super) address: Address,
    key: PublicKey,
    auth: Auth,
}

impl Recipient {
    /// From the address and the two keys of a `PushSubscription`, in base64url. `None` if they are no keys.
    pub fn parse(address: Address, p256dh: &str, auth: &str) -> Option<Self> {
        let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let (point, auth) = (bytes(p256dh)?, bytes(auth)?);
        // Uncompressed, as browsers give it: 65 bytes that begin with 4.
        let is_uncompressed = point.len() == 65 && point.first() == Some(&4);
        let key = PublicKey::from_sec1_bytes(&point).ok().filter(|_| is_uncompressed)?;
        Some(Self { address, key, auth: Auth::from_exact_iter(auth)? })
    }

    /// Scheme, host and port of its push service.
    pub fn origin(&self) -> String {
        self.address.origin()
    }

    /// The host of its push service, for people.
    pub fn host(&self) -> &str {
        self.address.host()
    }

    /// Encrypts for this browser alone; about 0.4 ms of a core.
    pub(super) fn encrypt(&self, body: &[u8]) -> Option<Vec<u8>> {
        encrypt(body.to_vec(), &self.key, &self.auth).ok()
    }
}

/// How soon a phone that saves its battery shall be woken (RFC 8030, section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody was meant.
    High,
    /// It can wait until the phone is looked at.
    Normal,
}

impl Urgency {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
        }
    }
}

/// Something for one browser.
#[derive(Debug, Clone)]
pub struct Message {
    /// What it gets, not encrypted: at most [`MOST_BYTES`].
    pub body: Vec<u8>,
    /// The service forgets it after so many seconds; never 0, which some refuse.
    pub ttl_secs: u32,
    /// How soon.
    pub urgency: Urgency,
    /// The service keeps only the newest of a topic: up to 32 characters of base64url (RFC 8030, section 5.4).
    pub topic: Option<String>,
}

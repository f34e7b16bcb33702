//! Public keys, signatures, and secrets that are only carried. Web Crypto is more generous than this: it takes compressed
//! points and signs with either `s`, so what is exact about them is exact here.

use crate::bytes::{Reader, Wire};
use crate::malformed::Malformed;
use p256::PublicKey;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature as Ecdsa, VerifyingKey};
use std::fmt;
use subtle::ConstantTimeEq;

/// A public key: a point of P-256, uncompressed. That it is on the curve was checked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point([u8; Self::BYTES]);

impl Point {
    /// The byte 4 and two coordinates.
    pub const BYTES: usize = 65;
    const UNCOMPRESSED: u8 = 4;

    /// The point as it is written.
    pub const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Whether this key signed that.
    pub fn has_signed(&self, message: &[u8], signature: &Signature) -> bool {
        let key = VerifyingKey::from_sec1_bytes(&self.0);
        let signature = Ecdsa::from_slice(&signature.0);
        key.and_then(|key| key.verify(message, &signature?)).is_ok()
    }
}

impl Wire for Point {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bytes = from.array::<{ Self::BYTES }>()?;
        let is_point = bytes[0] == Self::UNCOMPRESSED && PublicKey::from_sec1_bytes(&bytes).is_ok();
        if is_point { Ok(Self(bytes)) } else { Err(Malformed::Point) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.0);
    }
}

impl fmt::Debug for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Point({:02x}{:02x}{:02x}{:02x}…)", self.0[1], self.0[2], self.0[3], self.0[4])
    }
}

/// ECDSA of P-256 and SHA-256: `r` and `s`, 32 bytes each, with the smaller `s`. From any signature somebody can make a
/// second one of the same, with the other `s`; if both counted, a link of a chain would have two hashes and its honest
/// owner would look like a cheat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; Self::BYTES]);

impl Signature {
    /// Two numbers of 32 bytes.
    pub const BYTES: usize = 64;

    /// What a signer made, with whichever `s`, as it is written here.
    pub fn normalized(bytes: &[u8; Self::BYTES]) -> Result<Self, Malformed> {
        let signature = Ecdsa::from_slice(bytes).map_err(|_| Malformed::SignatureForm)?;
        Ok(Self(signature.normalize_s().unwrap_or(signature).to_bytes().into()))
    }

    /// `r` and `s` as they are written.
    pub const fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl Wire for Signature {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let bytes = from.array()?;
        let normalized = Self::normalized(&bytes)?;
        if normalized.0 == bytes { Ok(normalized) } else { Err(Malformed::SignatureForm) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.0);
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({:02x}{:02x}{:02x}{:02x}…)", self.0[0], self.0[1], self.0[2], self.0[3])
    }
}

/// 32 secret bytes on their way from one place to another. Not shown when something is logged, and compared in constant
/// time. They are not wiped from memory: the browser they end up in would have copies anyway.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl Wire for Secret {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array().map(Self)
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.0);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

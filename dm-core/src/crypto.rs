//! Keys, and what is done with them. Private keys are handles: this crate can use them and cannot see them. In a browser they
//! are keys of Web Crypto that cannot be extracted.

use dm_wire::keys::{Point, Secret};
use thiserror::Error;

/// Why a primitive did not work. What was forged is no failure: it is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("cryptography: {0}")]
pub struct CryptoFailed(pub String);

/// A pair that was made to be sealed and taken elsewhere: the recovery device's, and no other.
pub struct ExtractablePair {
    /// In PKCS #8, to be sealed at once.
    pub private: Vec<u8>,
    /// Its public half.
    pub public: Point,
}

/// The primitives of suite 1 that need randomness or a private key. Hashes, MACs and the checking of signatures are in
/// `dm-wire`: they are the same everywhere and need no key that is kept.
#[expect(async_fn_in_trait, reason = "Web Crypto is of one thread, and so is everybody who calls this")]
pub trait Crypto {
    /// A private key, or the key that seals what is kept. Copies are handles of the same key.
    type Key: Clone;

    /// Fills these bytes by chance.
    async fn random(&self, bytes: &mut [u8]) -> Result<(), CryptoFailed>;

    /// ECDSA of P-256, not extractable.
    async fn generate_signing(&self) -> Result<(Self::Key, Point), CryptoFailed>;

    /// ECDH of P-256, not extractable.
    async fn generate_agreement(&self) -> Result<(Self::Key, Point), CryptoFailed>;

    /// AES-256-GCM, not extractable: seals what is kept.
    async fn generate_storage(&self) -> Result<Self::Key, CryptoFailed>;

    /// ECDSA with SHA-256: `r` and `s`, with whichever `s`.
    async fn sign(&self, key: &Self::Key, message: &[u8]) -> Result<[u8; 64], CryptoFailed>;

    /// ECDH: the x coordinate.
    async fn agree(&self, key: &Self::Key, with: &Point) -> Result<Secret, CryptoFailed>;

    /// HKDF with SHA-256, 32 bytes.
    async fn hkdf(&self, secret: &[u8], salt: &[u8], info: &[u8]) -> Result<Secret, CryptoFailed>;

    /// AES-256-GCM with a key that is used once, so the nonce is zero.
    async fn seal(&self, key: &Secret, aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CryptoFailed>;

    /// The reverse; `None` if it was changed, or sealed with another key.
    async fn open(&self, key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, CryptoFailed>;

    /// AES-256-GCM with the key of what is kept, and a nonce by chance.
    async fn seal_kept(
        &self,
        key: &Self::Key,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoFailed>;

    /// The reverse; `None` if it was changed.
    async fn open_kept(
        &self,
        key: &Self::Key,
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, CryptoFailed>;

    /// ECDSA for the recovery device, once.
    async fn generate_extractable_signing(&self) -> Result<ExtractablePair, CryptoFailed>;

    /// ECDH for the recovery device, once.
    async fn generate_extractable_agreement(&self) -> Result<ExtractablePair, CryptoFailed>;

    /// A signing key from PKCS #8, not extractable from then on; `None` if it is none.
    async fn import_signing(&self, pkcs8: &[u8]) -> Result<Option<Self::Key>, CryptoFailed>;

    /// A key to agree with from PKCS #8, not extractable from then on; `None` if it is none.
    async fn import_agreement(&self, pkcs8: &[u8]) -> Result<Option<Self::Key>, CryptoFailed>;
}

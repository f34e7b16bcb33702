//! The primitives by RustCrypto, for tests: keys come from dice, so everything is the same each time. Each use is a step at
//! which a device can die, and every secret that comes to be is noted, to look for it where none may be.

use crate::dice::Dice;
use crate::executor::pause;
use crate::memory::Tripwire;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use dm_core::{Crypto, CryptoFailed, ExtractablePair};
use dm_wire::Wire;
use dm_wire::keys::{Point, Secret};
use hkdf::Hkdf;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Clone)]
pub enum Key {
    Signing(SecretKey),
    Agreement(SecretKey),
    Storage([u8; 32]),
}

impl Key {
    /// What no browser gives away. Only who plays an attacker asks for it.
    pub fn bytes(&self) -> [u8; 32] {
        match self {
            Self::Signing(key) | Self::Agreement(key) => key.to_bytes().into(),
            Self::Storage(key) => *key,
        }
    }
}

/// Secrets that came to be.
pub type Secrets = Rc<RefCell<Vec<[u8; 32]>>>;

#[derive(Clone)]
pub struct Native {
    pub dice: Rc<RefCell<Dice>>,
    pub tripwire: Tripwire,
    pub secrets: Secrets,
}

pub fn point(key: &SecretKey) -> Point {
    Point::parse(key.public_key().to_encoded_point(false).as_bytes()).unwrap()
}

pub fn sign(key: &SecretKey, message: &[u8]) -> [u8; 64] {
    let signature: p256::ecdsa::Signature = SigningKey::from(key).sign(message);
    signature.to_bytes().into()
}

pub fn agree(key: &SecretKey, with: &Point) -> Secret {
    let other = PublicKey::from_sec1_bytes(with.bytes()).unwrap();
    let shared = p256::ecdh::diffie_hellman(key.to_nonzero_scalar(), other.as_affine());
    Secret((*shared.raw_secret_bytes()).into())
}

pub fn hkdf(secret: &[u8], salt: &[u8], info: &[u8]) -> Secret {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut key).unwrap();
    Secret(key)
}

pub fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    Aes256Gcm::new(key.into()).encrypt(&Nonce::from(*nonce), Payload { msg, aad }).unwrap()
}

pub fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
    Aes256Gcm::new(key.into()).decrypt(&Nonce::from(*nonce), Payload { msg, aad }).ok()
}

impl Native {
    pub fn secret_key(&self) -> SecretKey {
        let bytes = self.dice.borrow_mut().bytes(32);
        SecretKey::from_slice(&bytes).unwrap()
    }

    async fn step(&self) -> Result<(), CryptoFailed> {
        if self.tripwire.has_turns() {
            pause().await;
        }
        if self.tripwire.step() { Ok(()) } else { Err(CryptoFailed("died".to_owned())) }
    }

    fn note(&self, secret: [u8; 32]) {
        self.secrets.borrow_mut().push(secret);
    }

    fn made(&self, secret: Secret) -> Secret {
        self.note(secret.0);
        secret
    }

    fn extractable(&self) -> ExtractablePair {
        let key = self.secret_key();
        self.note(key.to_bytes().into());
        ExtractablePair { private: key.to_pkcs8_der().unwrap().as_bytes().to_vec(), public: point(&key) }
    }
}

impl Crypto for Native {
    type Key = Key;

    async fn random(&self, bytes: &mut [u8]) -> Result<(), CryptoFailed> {
        self.step().await?;
        let chance = self.dice.borrow_mut().bytes(bytes.len());
        bytes.copy_from_slice(&chance);
        if let Ok(secret) = chance.try_into() {
            self.note(secret);
        }
        Ok(())
    }

    async fn generate_signing(&self) -> Result<(Key, Point), CryptoFailed> {
        self.step().await?;
        let key = self.secret_key();
        self.note(key.to_bytes().into());
        Ok((Key::Signing(key.clone()), point(&key)))
    }

    async fn generate_agreement(&self) -> Result<(Key, Point), CryptoFailed> {
        self.step().await?;
        let key = self.secret_key();
        self.note(key.to_bytes().into());
        Ok((Key::Agreement(key.clone()), point(&key)))
    }

    async fn generate_storage(&self) -> Result<Key, CryptoFailed> {
        self.step().await?;
        let key = self.dice.borrow_mut().bytes(32).try_into().unwrap();
        self.note(key);
        Ok(Key::Storage(key))
    }

    async fn sign(&self, key: &Key, message: &[u8]) -> Result<[u8; 64], CryptoFailed> {
        self.step().await?;
        let Key::Signing(key) = key else { return Err(CryptoFailed("not a key that signs".to_owned())) };
        Ok(sign(key, message))
    }

    async fn agree(&self, key: &Key, with: &Point) -> Result<Secret, CryptoFailed> {
        self.step().await?;
        let Key::Agreement(key) = key else { return Err(CryptoFailed("not a key that agrees".to_owned())) };
        Ok(self.made(agree(key, with)))
    }

    async fn hkdf(&self, secret: &[u8], salt: &[u8], info: &[u8]) -> Result<Secret, CryptoFailed> {
        self.step().await?;
        Ok(self.made(hkdf(secret, salt, info)))
    }

    async fn seal(&self, key: &Secret, aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, CryptoFailed> {
        self.step().await?;
        Ok(seal(&key.0, &[0; 12], aad, plaintext))
    }

    async fn open(&self, key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Option<Vec<u8>>, CryptoFailed> {
        self.step().await?;
        Ok(open(&key.0, &[0; 12], aad, sealed))
    }

    async fn seal_kept(
        &self,
        key: &Key,
        nonce: &[u8; 12],
        aad: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, CryptoFailed> {
        self.step().await?;
        Ok(seal(&key.bytes(), nonce, aad, plaintext))
    }

    async fn open_kept(
        &self,
        key: &Key,
        nonce: &[u8; 12],
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, CryptoFailed> {
        self.step().await?;
        Ok(open(&key.bytes(), nonce, aad, sealed))
    }

    async fn generate_extractable_signing(&self) -> Result<ExtractablePair, CryptoFailed> {
        self.step().await?;
        Ok(self.extractable())
    }

    async fn generate_extractable_agreement(&self) -> Result<ExtractablePair, CryptoFailed> {
        self.step().await?;
        Ok(self.extractable())
    }

    async fn import_signing(&self, pkcs8: &[u8]) -> Result<Option<Key>, CryptoFailed> {
        self.step().await?;
        Ok(SecretKey::from_pkcs8_der(pkcs8).ok().map(Key::Signing))
    }

    async fn import_agreement(&self, pkcs8: &[u8]) -> Result<Option<Key>, CryptoFailed> {
        self.step().await?;
        Ok(SecretKey::from_pkcs8_der(pkcs8).ok().map(Key::Agreement))
    }
}

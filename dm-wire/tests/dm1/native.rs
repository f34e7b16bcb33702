//! What takes private keys: signing, agreeing, sealing. The vectors are made with it. Not for use outside of tests: keys
//! come from names, and nothing is random.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use dm_wire::Wire;
use dm_wire::grant::{Grant, GrantContent, GrantHead, GrantKeys};
use dm_wire::header::{Header, Opening};
use dm_wire::keys::{Point, Secret, Signature};
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::{franking, ids::Hash};
use hkdf::Hkdf;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

/// A key pair that is always the same for the same name.
#[derive(Clone)]
pub struct KeyPair {
    secret: SecretKey,
    pub public: Point,
}

impl KeyPair {
    pub fn of(name: &str) -> Self {
        let seed = Hash::of(format!("DM1 test key: {name}").as_bytes());
        let secret = SecretKey::from_slice(&seed.0).unwrap();
        let public = Point::parse(secret.public_key().to_encoded_point(false).as_bytes()).unwrap();
        Self { secret, public }
    }

    pub fn private(&self) -> [u8; 32] {
        self.secret.to_bytes().into()
    }

    pub fn sign(&self, message: &[u8]) -> Signature {
        let signature: p256::ecdsa::Signature = SigningKey::from(&self.secret).sign(message);
        Signature::normalized(&signature.to_bytes().into()).unwrap()
    }

    pub fn agree(&self, other: &Point) -> [u8; 32] {
        let other = PublicKey::from_sec1_bytes(other.bytes()).unwrap();
        let shared = p256::ecdh::diffie_hellman(self.secret.to_nonzero_scalar(), other.as_affine());
        (*shared.raw_secret_bytes()).into()
    }
}

/// 32 bytes that are always the same for the same name.
pub fn secret(name: &str) -> Secret {
    Secret(Hash::of(format!("DM1 test secret: {name}").as_bytes()).0)
}

pub fn derive(secret: &[u8], salt: &[u8], info: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut key).unwrap();
    key
}

/// Every key is used once, so the nonce can be zero.
pub fn seal(key: [u8; 32], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&key.into());
    cipher.encrypt(&Nonce::from([0; 12]), Payload { msg, aad }).unwrap()
}

/// Chunks of a file have one key and nonces of their own.
pub fn seal_with(key: [u8; 32], nonce: [u8; 12], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&key.into());
    cipher.encrypt(&Nonce::from(nonce), Payload { msg, aad }).unwrap()
}

pub fn unseal(key: [u8; 32], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new(&key.into());
    cipher.decrypt(&Nonce::from([0; 12]), Payload { msg, aad }).ok()
}

/// The private keys of whoever seals a grant.
pub struct Sealer<'a> {
    pub agreement: &'a KeyPair,
    pub ephemeral: &'a KeyPair,
}

/// The private keys of whoever opens a grant.
pub struct Opener<'a> {
    pub agreement: &'a KeyPair,
    pub spk: &'a KeyPair,
    pub one_time: Option<&'a KeyPair>,
}

fn grant_key(shared: &[[u8; 32]], head: &GrantHead, keys: &GrantKeys) -> [u8; 32] {
    let material = [&[[0xff; 32]], shared].concat().concat();
    derive(&material, &[0; 32], &head.key_info(keys).0)
}

pub fn seal_grant(by: &Sealer<'_>, head: GrantHead, keys: &GrantKeys, content: &GrantContent) -> Grant {
    let mut shared = vec![
        by.agreement.agree(&keys.spk),
        by.ephemeral.agree(&keys.to_agreement),
        by.ephemeral.agree(&keys.spk),
    ];
    shared.extend(keys.one_time.map(|point| by.ephemeral.agree(&point)));
    let key = grant_key(&shared, &head, keys);
    let ciphertext = seal(key, &head.associated_data(keys), &content.encode());
    Grant { head, ciphertext: ciphertext.try_into().unwrap() }
}

pub fn open_grant(by: &Opener<'_>, grant: &Grant, keys: &GrantKeys) -> Option<GrantContent> {
    let ephemeral = &grant.head.ephemeral;
    let mut shared =
        vec![by.spk.agree(&keys.from_agreement), by.agreement.agree(ephemeral), by.spk.agree(ephemeral)];
    shared.extend(by.one_time.map(|pair| pair.agree(ephemeral)));
    let key = grant_key(&shared, &grant.head, keys);
    let bytes = unseal(key, &grant.head.associated_data(keys), &grant.ciphertext)?;
    GrantContent::parse(&bytes).ok()
}

/// What a sending device has of an epoch.
pub struct Epoch {
    pub secret: Secret,
    pub signer: KeyPair,
}

impl Epoch {
    pub fn of(name: &str) -> Self {
        Self { secret: secret(name), signer: KeyPair::of(name) }
    }

    fn key(&self, opening: &Opening) -> [u8; 32] {
        derive(&self.secret.0, &opening.salt, &opening.key_info())
    }

    /// A message with whatever inside and whatever commitment, honest or not.
    pub fn seal_as_is(&self, header: Header, padded: &[u8]) -> Message {
        let ciphertext = seal(self.key(&header.opening), &header.associated_data(), padded);
        let signature = self.signer.sign(&Message::signed_input(&header, &ciphertext));
        Message { header, ciphertext, signature }
    }

    pub fn seal(&self, opening: Opening, plaintext: &Plaintext) -> Message {
        let content = plaintext.content.encode().unwrap();
        let commitment = franking::commit(&plaintext.commitment_key, &opening, &content);
        self.seal_as_is(Header { opening, commitment }, &plaintext.encode().unwrap())
    }

    /// What is inside, if neither head nor ciphertext were changed.
    pub fn unseal(&self, message: &Message) -> Option<Vec<u8>> {
        let header = &message.header;
        unseal(self.key(&header.opening), &header.associated_data(), &message.ciphertext)
    }
}

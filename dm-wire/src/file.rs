//! How a file is encrypted: `c2sp.org/chunked-encryption` with AES-256-GCM and SHA-512, 16 KiB at a time, so that a large one
//! is never in memory as a whole, a part of it can be read alone, and a short one is noticed. Here is all of it but AES.
//! The commitment in front makes that one ciphertext is one file; the hash in the message makes it once more.

use crate::bytes::{Reader, Wire};
use crate::keys::Secret;
use crate::malformed::Malformed;
use crate::refused::Refused;
use crate::signed::Label;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use subtle::ConstantTimeEq;

/// So much is encrypted at a time. The last chunk is always shorter, and may be empty.
pub const CHUNK_BYTES: usize = 16 << 10;
/// A chunk's tag.
pub const TAG_BYTES: usize = 16;
const INFO: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

/// What an encrypted file begins with: 56 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileHead {
    /// Random, and another one for each file.
    pub salt: [u8; 24],
    /// To key and salt.
    pub commitment: [u8; 32],
}

impl FileHead {
    /// Salt and commitment.
    pub const BYTES: usize = 56;
}

impl Wire for FileHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { salt: from.array()?, commitment: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.salt.write(to);
        self.commitment.write(to);
    }
}

/// What a file is encrypted with.
#[derive(Debug, Clone)]
pub struct FileKeys {
    /// Of AES-256-GCM, for this file alone. Nothing is authenticated beside the chunks.
    pub key: Secret,
    base_nonce: [u8; 12],
    commitment: [u8; 32],
}

impl FileKeys {
    /// For a new file, with the head to write in front of it.
    pub fn seal(key: &Secret, salt: [u8; 24]) -> (FileHead, Self) {
        let keys = Self::derive(key, &salt, &Label::FILE.begin());
        (FileHead { salt, commitment: keys.commitment }, keys)
    }

    /// For a file with this head; refused if it was made with another key.
    pub fn open(key: &Secret, head: &FileHead) -> Result<Self, Refused> {
        let keys = Self::derive(key, &head.salt, &Label::FILE.begin());
        let is_same = bool::from(keys.commitment.ct_eq(&head.commitment));
        if is_same { Ok(keys) } else { Err(Refused::Commitment) }
    }

    /// HKDF-Expand with SHA-512, as it is written there; the context is of whoever uses it.
    pub fn derive(key: &Secret, salt: &[u8; 24], context: &[u8]) -> Self {
        let info = [INFO, salt, context].concat();
        let first = expand(key, &[], &info, 1);
        let second = expand(key, &first, &info, 2);
        let mut all = Reader::new(&first);
        let key = all.array().unwrap_or_default();
        let base_nonce = all.array().unwrap_or_default();
        let mut commitment = [0; 32];
        let (begin, end) = commitment.split_at_mut(20);
        begin.copy_from_slice(all.remainder());
        end.copy_from_slice(second.split_at(12).0);
        Self { key: Secret(key), base_nonce, commitment }
    }

    /// The nonce of a chunk, counted from 0.
    pub fn nonce(&self, chunk: u32) -> [u8; 12] {
        let mut nonce = self.base_nonce;
        for (byte, number) in nonce.iter_mut().rev().zip(chunk.to_be_bytes().into_iter().rev()) {
            *byte ^= number;
        }
        nonce
    }

    /// The commitment that the head has to have.
    pub const fn commitment(&self) -> [u8; 32] {
        self.commitment
    }
}

fn expand(key: &Secret, before: &[u8], info: &[u8], number: u8) -> [u8; 64] {
    // HMAC takes keys of any length, so there is no other outcome.
    let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(&key.0) else { return [0; 64] };
    mac.update(before);
    mac.update(info);
    mac.update(&[number]);
    mac.finalize().into_bytes().into()
}

/// How long a file of so many bytes is when it is encrypted.
pub const fn encrypted_size(size: u64) -> u64 {
    let chunks = size / CHUNK_BYTES as u64 + 1;
    FileHead::BYTES as u64 + size + chunks * TAG_BYTES as u64
}

/// The chunks of an encrypted file after its head, the last one shorter than the others; refused if there is none such: then
/// the end is missing.
pub fn chunks(encrypted: &[u8]) -> Result<impl Iterator<Item = &[u8]>, Malformed> {
    let full = CHUNK_BYTES + TAG_BYTES;
    let last = encrypted.len() % full;
    if last < TAG_BYTES { Err(Malformed::Size) } else { Ok(encrypted.chunks(full)) }
}

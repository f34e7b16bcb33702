//! A message as it travels and is kept: head, ciphertext, signature by the key of its epoch.

use crate::bytes::{Reader, Wire};
use crate::header::Header;
use crate::ids::Hash;
use crate::keys::{Point, Signature};
use crate::malformed::Malformed;
use crate::signed::Label;

/// The lengths that a plaintext is padded to: what is said is not told by how long it is.
pub const PADDED_SIZES: [usize; 9] = [128, 256, 512, 1024, 1536, 2048, 4096, 8192, 16_384];
const TAG_BYTES: usize = 16;

/// A message. Whether its signature is right is asked with [`Message::is_by`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What the server sees.
    pub header: Header,
    /// One of the padded sizes, and a tag.
    pub ciphertext: Vec<u8>,
    /// By the epoch's key (ESK).
    pub signature: Signature,
}

impl Message {
    /// What the epoch's key signs.
    pub fn signed_input(header: &Header, ciphertext: &[u8]) -> Vec<u8> {
        let mut bytes = Label::SIGNATURE.before(header);
        bytes.extend_from_slice(ciphertext);
        bytes
    }

    /// Whether this key of an epoch signed it. The server cannot know the key: it is inside of the grant.
    pub fn is_by(&self, epoch_key: &Point) -> bool {
        epoch_key.has_signed(&Self::signed_input(&self.header, &self.ciphertext), &self.signature)
    }

    /// SHA-256 of all its bytes; the next message of its device names it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.encode())
    }
}

impl Wire for Message {
    /// Takes all that is left: the ciphertext tells its length by where the signature is.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let header = Header::read(from)?;
        let length = from.left().checked_sub(Signature::BYTES).ok_or(Malformed::TooShort)?;
        if !PADDED_SIZES.iter().any(|size| size + TAG_BYTES == length) {
            return Err(Malformed::Size);
        }
        let ciphertext = from.take(length)?.to_vec();
        Ok(Self { header, ciphertext, signature: Signature::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.header.write(to);
        to.extend_from_slice(&self.ciphertext);
        self.signature.write(to);
    }
}

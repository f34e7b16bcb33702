//! Ids and hashes. Each has a type of its own, so that none is taken for another.

use crate::bytes::{Reader, Wire};
use crate::malformed::Malformed;
use sha2::{Digest, Sha256};
use std::fmt;

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

macro_rules! byte_ids {
    ($($(#[$doc:meta])* $name:ident: $length:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl Wire for $name {
            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                from.array().map(Self)
            }

            fn write(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.0);
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    )*};
}

byte_ids! {
    /// SHA-256 of something's bytes.
    Hash: 32;
    /// Who somebody is, whatever devices they have: SHA-256 of the link that begins their chain.
    Identity: 32;
    /// The first half of SHA-256 of a device's two public keys: nobody else can have it.
    DeviceId: 16;
    /// A conversation. Of two people, or of a group, it is a hash of who began it.
    ConversationId: 16;
    /// The time of a sending device and its conversation that has one key; random.
    EpochId: 16;
    /// Encrypted bytes of an attachment, as the server keeps them.
    BlobId: 16;
}

impl Hash {
    /// What stands where there is nothing before.
    pub const ZERO: Self = Self([0; 32]);

    /// SHA-256 of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The first half, for ids.
    pub(crate) fn half(self) -> [u8; 16] {
        let (half, _) = self.0.split_at(16);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(half);
        bytes
    }
}

/// A message, from before it is sent: a UUID of version 7, made by the device. Sending twice is noticed by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId([u8; 16]);

impl MessageId {
    /// Refused if it is no UUID of version 7.
    pub const fn new(bytes: [u8; 16]) -> Result<Self, Malformed> {
        let is_version_7 = bytes[6] >> 4 == 7 && bytes[8] >> 6 == 0b10;
        if is_version_7 { Ok(Self(bytes)) } else { Err(Malformed::MessageId) }
    }

    /// The 16 bytes of the UUID.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl Wire for MessageId {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array().and_then(Self::new)
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.0);
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageId(")?;
        hex(&self.0, f)?;
        f.write_str(")")
    }
}

//! Where a chain stands. Heads go along inside every message and grant, so that a server that shows different chains to
//! different people is found out by the first honest exchange.

use crate::bytes::{Reader, Wire};
use crate::ids::{DeviceId, Hash};
use crate::malformed::Malformed;
use crate::signed::{Label, Signed, Statement};
use hubbub_shared::UserId;

/// The last link of a chain, as far as somebody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Its place in the chain.
    pub seq: u32,
    /// Its hash, which stands for all that is before.
    pub hash: Hash,
}

impl Wire for Head {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { seq: from.u32()?, hash: Hash::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.seq.write(to);
        self.hash.write(to);
    }
}

/// A device says where its person's chain stands, and signs that anew each week: a server that withholds links cannot
/// show a fresh one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadBody {
    /// Whose chain it is.
    pub user: UserId,
    /// Where it stands.
    pub head: Head,
    /// Milliseconds since 1970, when it was signed.
    pub time_ms: u64,
    /// The device that signs.
    pub device: DeviceId,
}

impl HeadBody {
    /// Older than this (30 days), it is worth a warning.
    pub const FRESH_FOR_MS: u64 = 30 * 86_400_000;

    /// Whether nobody has vouched for the chain for too long.
    pub const fn is_stale(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.time_ms) > Self::FRESH_FOR_MS
    }
}

impl Wire for HeadBody {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            user: UserId::read(from)?,
            head: Head::read(from)?,
            time_ms: from.u64()?,
            device: DeviceId::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.user.write(to);
        self.head.write(to);
        self.time_ms.write(to);
        self.device.write(to);
    }
}

impl Statement for HeadBody {
    const LABEL: Label = Label::HEAD;
}

/// A head with the signature of one of its person's devices: 132 bytes.
pub type HeadAttest = Signed<HeadBody>;

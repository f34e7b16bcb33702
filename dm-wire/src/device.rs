//! A device as it enters its person's chain: two public keys, and the proof that it has the private one that signs.

use crate::bytes::{Reader, Wire};
use crate::ids::{DeviceId, Hash};
use crate::keys::{Point, Signature};
use crate::malformed::Malformed;
use crate::signed::Label;
use hubbub_shared::UserId;

/// What somebody uses the device for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// It sends and receives.
    Browser,
    /// Its keys are sealed by the recovery code. It lets browsers in when all others are lost, and nothing else: no
    /// message is ever encrypted to it.
    Recovery,
}

/// A device's public keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceKeys {
    /// What it is for.
    pub kind: DeviceKind,
    /// The key that it signs with (DSK).
    pub signing: Point,
    /// The key that others agree on secrets with (DIK).
    pub agreement: Point,
}

impl DeviceKeys {
    /// A hash of both keys: whoever has the id has exactly these.
    pub fn id(&self) -> DeviceId {
        let both = [self.signing.bytes().as_slice(), self.agreement.bytes()].concat();
        DeviceId(Hash::of(&both).half())
    }

    /// What the device signs with the new key to prove that it has it: in this place of this chain and no other.
    pub fn possession_input(&self, user: UserId, seq: u32, prev: Hash) -> Vec<u8> {
        let mut bytes = Label::POSSESSION.before(&user);
        seq.write(&mut bytes);
        prev.write(&mut bytes);
        self.write(&mut bytes);
        bytes
    }
}

impl Wire for DeviceKeys {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let id = DeviceId::read(from)?;
        let kind = match from.u8()? {
            1 => DeviceKind::Browser,
            2 => DeviceKind::Recovery,
            _ => return Err(Malformed::DeviceKind),
        };
        let keys = Self { kind, signing: Point::read(from)?, agreement: Point::read(from)? };
        if keys.id() == id { Ok(keys) } else { Err(Malformed::DeviceId) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.id().write(to);
        to.push(match self.kind {
            DeviceKind::Browser => 1,
            DeviceKind::Recovery => 2,
        });
        self.signing.write(to);
        self.agreement.write(to);
    }
}

/// A device with its proof, as a link carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceEntry {
    /// Kind and public keys, with the id that follows from them.
    pub keys: DeviceKeys,
    /// By the new device's own signing key.
    pub possession: Signature,
}

impl DeviceEntry {
    /// How long an entry is.
    pub const BYTES: usize = 16 + 1 + 2 * Point::BYTES + Signature::BYTES;

    /// Whether the device has the private key, and wanted to be in this place.
    pub fn proves_possession(&self, user: UserId, seq: u32, prev: Hash) -> bool {
        self.keys.signing.has_signed(&self.keys.possession_input(user, seq, prev), &self.possession)
    }
}

impl Wire for DeviceEntry {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { keys: DeviceKeys::read(from)?, possession: Signature::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.keys.write(to);
        self.possession.write(to);
    }
}

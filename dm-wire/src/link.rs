//! A link of somebody's device chain: a device comes or goes, signed by one that was there.

use crate::bytes::{Reader, Wire, write_part};
use crate::device::{DeviceEntry, DeviceKind};
use crate::ids::{DeviceId, Hash};
use crate::malformed::Malformed;
use crate::signed::{Format, Label, Signed, Statement};
use hubbub_shared::UserId;

/// What a link changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The first browser begins the chain, and signs for itself.
    Genesis(DeviceEntry),
    /// A device comes.
    Add(DeviceEntry),
    /// A device goes, for ever.
    Revoke {
        /// Who goes; it may be the signer.
        device: DeviceId,
        /// 1 signed out, 2 lost, 3 replaced, others are for later. Only shown.
        reason: u8,
    },
}

impl Change {
    const fn number(&self) -> u8 {
        match self {
            Self::Genesis(_) => 1,
            Self::Add(_) => 2,
            Self::Revoke { .. } => 3,
        }
    }

    /// The device that comes with it.
    pub const fn entry(&self) -> Option<&DeviceEntry> {
        match self {
            Self::Genesis(entry) | Self::Add(entry) => Some(entry),
            Self::Revoke { .. } => None,
        }
    }

    fn read(number: u8, mut body: Reader<'_>) -> Result<Self, Malformed> {
        let length = match number {
            1 | 2 => DeviceEntry::BYTES,
            3 => 17,
            _ => return Err(Malformed::Operation),
        };
        if body.left() != length {
            return Err(Malformed::Length);
        }
        if number == 3 {
            return Ok(Self::Revoke { device: DeviceId::read(&mut body)?, reason: body.u8()? });
        }
        let entry = DeviceEntry::read(&mut body)?;
        match (number, entry.keys.kind) {
            (1, DeviceKind::Recovery) => Err(Malformed::DeviceKind),
            (1, DeviceKind::Browser) => Ok(Self::Genesis(entry)),
            _ => Ok(Self::Add(entry)),
        }
    }

    fn body(&self) -> Vec<u8> {
        match self {
            Self::Genesis(entry) | Self::Add(entry) => entry.encode(),
            Self::Revoke { device, reason } => [device.0.as_slice(), &[*reason]].concat(),
        }
    }
}

/// A link before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkBody {
    /// Whose chain it belongs to.
    pub user: UserId,
    /// Its place in the chain; 0 is the genesis.
    pub seq: u32,
    /// The hash of the link before, zero before the genesis.
    pub prev: Hash,
    /// Milliseconds since 1970, as the device says. Only shown, never used for an order.
    pub time_ms: u64,
    /// What it does.
    pub change: Change,
    /// Who signs it: a device that was active before this link; the genesis signs for itself.
    pub signer: DeviceId,
}

impl Wire for LinkBody {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        let number = from.u8()?;
        Ok(Self {
            user: UserId::read(from)?,
            seq: from.u32()?,
            prev: Hash::read(from)?,
            time_ms: from.u64()?,
            change: Change::read(number, from.part()?)?,
            signer: DeviceId::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.change.number().write(to);
        self.user.write(to);
        self.seq.write(to);
        self.prev.write(to);
        self.time_ms.write(to);
        write_part(&self.change.body(), to);
        self.signer.write(to);
    }
}

impl Statement for LinkBody {
    const LABEL: Label = Label::LINK;
}

/// A link as it is kept and handed on: 348 bytes with a device in it, 154 without.
pub type Link = Signed<LinkBody>;

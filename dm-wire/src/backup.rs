//! The backup of epoch keys, which lets a new device read what was written before it. It is encrypted with a key that the
//! server does not have, so the server cannot put keys into it, and what an entry is bound to keeps it from moving them. The
//! backup key itself is sealed to each of the person's devices, the recovery device among them.

use crate::bytes::{Reader, Wire};
use crate::grant::Party;
use crate::head::Head;
use crate::ids::{ConversationId, DeviceId, EpochId, Hash, Identity};
use crate::keys::{Point, Secret};
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use hubbub_shared::UserId;

/// The clear fields of an entry: 86 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupHead {
    /// Whose backup it is.
    pub user: UserId,
    /// Which of their backup keys; a new one after each revocation.
    pub generation: u32,
    /// Where the epoch's messages are.
    pub conversation: ConversationId,
    /// The epoch whose key it is.
    pub epoch: EpochId,
    /// Who wrote with it.
    pub sender: Party,
    /// Random, so that the same entry written twice has two keys.
    pub salt: [u8; 16],
}

impl BackupHead {
    /// The info of HKDF, with the backup key and the salt.
    pub fn key_info(&self) -> Vec<u8> {
        Label::BACKUP_KEY.before(self)
    }

    /// What is authenticated with the ciphertext.
    pub fn associated_data(&self) -> Vec<u8> {
        Label::BACKUP.before(self)
    }
}

impl Wire for BackupHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            user: UserId::read(from)?,
            generation: from.u32()?,
            conversation: ConversationId::read(from)?,
            epoch: EpochId::read(from)?,
            sender: Party::read(from)?,
            salt: from.array()?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.generation.write(to);
        self.conversation.write(to);
        self.epoch.write(to);
        self.sender.write(to);
        self.salt.write(to);
    }
}

/// An entry as the server keeps it: 243 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupEntry {
    /// The clear fields.
    pub head: BackupHead,
    /// AES-256-GCM, with its tag.
    pub ciphertext: [u8; BackupContent::BYTES + 16],
}

impl Wire for BackupEntry {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { head: BackupHead::read(from)?, ciphertext: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.head.write(to);
        self.ciphertext.write(to);
    }
}

/// What is inside of an entry: what it takes to read an epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupContent {
    /// The secret of the epoch (ES).
    pub secret: Secret,
    /// The key that signs its messages (ESK).
    pub signer: Point,
    /// Which of the device's epochs it is.
    pub number: u32,
    /// The group's last change that the sender knew; zero in a conversation of two.
    pub group_head: Hash,
    /// Milliseconds since 1970, when it was made.
    pub created_ms: u64,
}

impl BackupContent {
    /// How long it is, encrypted or not, without the tag.
    pub const BYTES: usize = 141;
}

impl Wire for BackupContent {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            secret: Secret::read(from)?,
            signer: Point::read(from)?,
            number: from.u32()?,
            group_head: Hash::read(from)?,
            created_ms: from.u64()?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.secret.write(to);
        self.signer.write(to);
        self.number.write(to);
        self.group_head.write(to);
        self.created_ms.write(to);
    }
}

/// The clear fields of a backup key that is sealed to a device: 111 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupGrantHead {
    /// Whose backup it is of.
    pub user: UserId,
    /// Which of their backup keys.
    pub generation: u32,
    /// The device that made it.
    pub from: DeviceId,
    /// The device that is to have it: a browser, or the recovery device.
    pub to: DeviceId,
    /// Made for this alone.
    pub ephemeral: Point,
}

/// What both devices know and does not travel.
#[derive(Debug, Clone, Copy)]
pub struct BackupGrantKeys {
    /// Who the person is.
    pub identity: Identity,
    /// DIK of the device that made it.
    pub from_agreement: Point,
    /// DIK of the device that is to have it.
    pub to_agreement: Point,
}

impl BackupGrantHead {
    /// What is authenticated with the ciphertext; its hash is the info of the key's derivation.
    pub fn associated_data(&self, keys: &BackupGrantKeys) -> Vec<u8> {
        let mut bytes = Label::BACKUP_GRANT.before(self);
        keys.identity.write(&mut bytes);
        keys.from_agreement.write(&mut bytes);
        keys.to_agreement.write(&mut bytes);
        bytes
    }

    /// The info of HKDF.
    pub fn key_info(&self, keys: &BackupGrantKeys) -> Hash {
        Hash::of(&self.associated_data(keys))
    }
}

impl Wire for BackupGrantHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            user: UserId::read(from)?,
            generation: from.u32()?,
            from: DeviceId::read(from)?,
            to: DeviceId::read(from)?,
            ephemeral: Point::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.generation.write(to);
        self.from.write(to);
        self.to.write(to);
        self.ephemeral.write(to);
    }
}

/// A backup key as it is sealed to a device: 195 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupGrant {
    /// The clear fields.
    pub head: BackupGrantHead,
    /// AES-256-GCM, with its tag.
    pub ciphertext: [u8; BackupGrantContent::BYTES + 16],
}

impl Wire for BackupGrant {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { head: BackupGrantHead::read(from)?, ciphertext: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.head.write(to);
        self.ciphertext.write(to);
    }
}

/// What is inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupGrantContent {
    /// The backup key (BK).
    pub secret: Secret,
    /// Where the chain stood when the key was made. A key from before the last revocation is known to who was revoked, so it
    /// opens what there is and encrypts nothing more; by this a server cannot bring an old one back.
    pub made_at: Head,
}

impl BackupGrantContent {
    /// How long it is, encrypted or not, without the tag.
    pub const BYTES: usize = 68;
}

impl Wire for BackupGrantContent {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { secret: Secret::read(from)?, made_at: Head::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.secret.write(to);
        self.made_at.write(to);
    }
}

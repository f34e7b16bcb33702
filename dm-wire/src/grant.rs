//! A grant: the key of an epoch, sealed to one device. Its clear fields, what binds it to both ends, and what is inside.

use crate::bytes::{Reader, Wire};
use crate::head::Head;
use crate::ids::{ConversationId, DeviceId, EpochId, Hash, Identity};
use crate::keys::{Point, Secret};
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use hubbub_shared::UserId;
use std::num::NonZeroU32;

/// A device of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// Whose device it is.
    pub user: UserId,
    /// Which of their devices.
    pub device: DeviceId,
}

impl Wire for Party {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { user: UserId::read(from)?, device: DeviceId::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.user.write(to);
        self.device.write(to);
    }
}

/// What everybody on the way can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantHead {
    /// Where the epoch's messages are.
    pub conversation: ConversationId,
    /// The epoch whose key is inside.
    pub epoch: EpochId,
    /// Who will write with it.
    pub from: Party,
    /// Who is to read.
    pub to: Party,
    /// The recipient's signed prekey.
    pub spk: u32,
    /// The recipient's one-time prekey; `None` if there was none left.
    pub one_time: Option<NonZeroU32>,
    /// Made for this grant alone (EK).
    pub ephemeral: Point,
}

impl Wire for GrantHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            conversation: ConversationId::read(from)?,
            epoch: EpochId::read(from)?,
            from: Party::read(from)?,
            to: Party::read(from)?,
            spk: from.u32()?,
            one_time: NonZeroU32::new(from.u32()?),
            ephemeral: Point::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.conversation.write(to);
        self.epoch.write(to);
        self.from.write(to);
        self.to.write(to);
        self.spk.write(to);
        self.one_time.map_or(0, NonZeroU32::get).write(to);
        self.ephemeral.write(to);
    }
}

/// What both ends know and does not travel. A grant that was made for other keys does not open.
#[derive(Debug, Clone, Copy)]
pub struct GrantKeys {
    /// Who the sender is.
    pub from_identity: Identity,
    /// Who the recipient is.
    pub to_identity: Identity,
    /// The sender's DIK.
    pub from_agreement: Point,
    /// The recipient's DIK.
    pub to_agreement: Point,
    /// The recipient's signed prekey.
    pub spk: Point,
    /// The recipient's one-time prekey, if the grant names one.
    pub one_time: Option<Point>,
}

impl GrantHead {
    /// What is authenticated with the ciphertext; its hash is the info of the key's derivation.
    pub fn associated_data(&self, keys: &GrantKeys) -> Vec<u8> {
        let mut bytes = Label::GRANT.before(self);
        keys.from_identity.write(&mut bytes);
        keys.to_identity.write(&mut bytes);
        let points = [keys.from_agreement, keys.to_agreement, keys.spk];
        points.iter().chain(&keys.one_time).for_each(|point| point.write(&mut bytes));
        bytes
    }

    /// The info of HKDF.
    pub fn key_info(&self, keys: &GrantKeys) -> Hash {
        Hash::of(&self.associated_data(keys))
    }
}

/// A grant as it travels: 406 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The clear fields.
    pub head: GrantHead,
    /// AES-256-GCM, with its tag.
    pub ciphertext: [u8; GrantContent::BYTES + 16],
}

impl Wire for Grant {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { head: GrantHead::read(from)?, ciphertext: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.head.write(to);
        self.ciphertext.write(to);
    }
}

/// What is inside of a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantContent {
    /// The secret that the epoch's message keys come from (ES).
    pub secret: Secret,
    /// The key that signs the epoch's messages (ESK). No identity ever signs it, so a message proves nothing to outsiders.
    pub signer: Point,
    /// Goes up with each epoch of the sending device.
    pub number: u32,
    /// The last change of the group that the sender knows; zero in a conversation of two.
    pub group_head: Hash,
    /// Where the sender's own chain stands.
    pub own: Head,
    /// Whom the sender gave the epoch to, see [`crate::audience::Recipients::digest`].
    pub recipients: Hash,
    /// Milliseconds since 1970, when it was made.
    pub created_ms: u64,
}

impl GrantContent {
    /// How long it is, encrypted or not, without the tag.
    pub const BYTES: usize = 235;
    const RESERVED: usize = 26;
}

impl Wire for GrantContent {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let content = Self {
            secret: Secret::read(from)?,
            signer: Point::read(from)?,
            number: from.u32()?,
            group_head: Hash::read(from)?,
            own: Head::read(from)?,
            recipients: Hash::read(from)?,
            created_ms: from.u64()?,
        };
        let reserved: [u8; Self::RESERVED] = from.array()?;
        if reserved == [0; Self::RESERVED] { Ok(content) } else { Err(Malformed::Reserved) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.secret.write(to);
        self.signer.write(to);
        self.number.write(to);
        self.group_head.write(to);
        self.own.write(to);
        self.recipients.write(to);
        self.created_ms.write(to);
        [0; Self::RESERVED].write(to);
    }
}

//! How a new device comes into a chain by being looked at: it shows a picture, the old device reads it. With the secret in
//! the picture each knows that the other is who it was shown to, whatever the server between them says.

use crate::bytes::{Reader, Wire};
use crate::device::DeviceEntry;
use crate::franking::mac;
use crate::head::Head;
use crate::ids::{DeviceId, Hash, Identity};
use crate::keys::Secret;
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use hubbub_shared::UserId;
use subtle::ConstantTimeEq;

/// What the picture on the new device says: 67 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOffer {
    /// Whose device it wants to be.
    pub user: UserId,
    /// The new device: a hash of its keys.
    pub device: DeviceId,
    /// Random, and seen by nobody but those who look at the screen.
    pub secret: Secret,
}

impl Wire for LinkOffer {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let label = Label::LINK_OFFER.begin();
        if from.take(label.len())? != label {
            return Err(Malformed::Reserved);
        }
        Ok(Self { user: UserId::read(from)?, device: DeviceId::read(from)?, secret: Secret::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&Label::LINK_OFFER.begin());
        self.user.write(to);
        self.device.write(to);
        self.secret.write(to);
    }
}

/// What the new device asks for, by way of the server: 289 bytes. The place is in it, since the proof of possession is of
/// one place; if the chain has grown meanwhile, the device asks again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRequest {
    /// Whose device it wants to be.
    pub user: UserId,
    /// The place that it proves to have its keys for.
    pub seq: u32,
    /// The link before.
    pub prev: Hash,
    /// Its keys, with the proof.
    pub entry: DeviceEntry,
    /// By the secret of the picture, over all before.
    pub mac: [u8; 32],
}

impl LinkRequest {
    /// With the MAC that this secret makes.
    pub fn new(secret: &Secret, user: UserId, after: &Head, entry: DeviceEntry) -> Self {
        let seq = after.seq.saturating_add(1);
        let request = Self { user, seq, prev: after.hash, entry, mac: [0; 32] };
        Self { mac: request.made_with(secret), ..request }
    }

    /// Whether it is of the device that showed this secret.
    pub fn is_by(&self, secret: &Secret) -> bool {
        self.made_with(secret).ct_eq(&self.mac).into()
    }

    fn made_with(&self, secret: &Secret) -> [u8; 32] {
        let mut bytes = Label::LINK_REQUEST.begin();
        self.write_body(&mut bytes);
        mac(secret, &bytes)
    }

    fn write_body(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.seq.write(to);
        self.prev.write(to);
        self.entry.write(to);
    }
}

impl Wire for LinkRequest {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            user: UserId::read(from)?,
            seq: from.u32()?,
            prev: Hash::read(from)?,
            entry: DeviceEntry::read(from)?,
            mac: from.array()?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.write_body(to);
        self.mac.write(to);
    }
}

/// What the old device answers: who the person is, and where their chain stands with the new device in it. 126 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWelcome {
    /// Whose device it is now.
    pub user: UserId,
    /// The new device.
    pub device: DeviceId,
    /// Who the person is.
    pub identity: Identity,
    /// The link that brought the device in, or a later one.
    pub head: Head,
    /// By the secret of the picture, over all before.
    pub mac: [u8; 32],
}

impl LinkWelcome {
    /// With the MAC that this secret makes.
    pub fn new(secret: &Secret, user: UserId, device: DeviceId, identity: Identity, head: Head) -> Self {
        let welcome = Self { user, device, identity, head, mac: [0; 32] };
        Self { mac: welcome.made_with(secret), ..welcome }
    }

    /// Whether it is of a device that has seen this secret.
    pub fn is_by(&self, secret: &Secret) -> bool {
        self.made_with(secret).ct_eq(&self.mac).into()
    }

    fn made_with(&self, secret: &Secret) -> [u8; 32] {
        let mut bytes = Label::LINK_WELCOME.begin();
        self.write_body(&mut bytes);
        mac(secret, &bytes)
    }

    fn write_body(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.device.write(to);
        self.identity.write(to);
        self.head.write(to);
    }
}

impl Wire for LinkWelcome {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            user: UserId::read(from)?,
            device: DeviceId::read(from)?,
            identity: Identity::read(from)?,
            head: Head::read(from)?,
            mac: from.array()?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.write_body(to);
        self.mac.write(to);
    }
}

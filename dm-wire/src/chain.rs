//! Somebody's devices, as their chain of links tells it. There is no way to a [`Chain`] but through its links, each of
//! which was checked; so whoever holds one need not check anything.

use crate::bytes::Wire;
use crate::device::{DeviceEntry, DeviceKind};
use crate::head::{Head, HeadAttest};
use crate::ids::{DeviceId, Hash, Identity};
use crate::link::{Change, Link};
use crate::refused::{Fork, Refused};
use hubbub_shared::UserId;

/// So many browsers can be active at a time.
pub const MAX_BROWSERS: usize = 8;
/// So many recovery devices can be active at a time.
pub const MAX_RECOVERY: usize = 1;

/// A device with its time in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its keys and proof.
    pub entry: DeviceEntry,
    /// The link that it came with.
    pub added_seq: u32,
    /// The link that it went with; `None`: it is active.
    pub revoked_seq: Option<u32>,
}

impl Device {
    /// Follows from its keys.
    pub fn id(&self) -> DeviceId {
        self.entry.keys.id()
    }

    /// Whether it was there when this link was the last one.
    pub fn is_active_at(&self, seq: u32) -> bool {
        self.added_seq <= seq && self.revoked_seq.is_none_or(|gone| gone > seq)
    }

    /// Whether it is there now.
    pub const fn is_active(&self) -> bool {
        self.revoked_seq.is_none()
    }

    fn is(&self, kind: DeviceKind) -> bool {
        self.entry.keys.kind == kind
    }

    fn shares_a_key_with(&self, entry: &DeviceEntry) -> bool {
        let mine = [self.entry.keys.signing, self.entry.keys.agreement];
        mine.contains(&entry.keys.signing) || mine.contains(&entry.keys.agreement)
    }
}

/// How what somebody says about a chain goes with what we know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They know what we know.
    Same,
    /// They know less than we do.
    Behind,
    /// They know more: links are missing here, perhaps withheld. Fetch them.
    Ahead,
    /// They know something else: two chains are being shown.
    Forked,
}

/// A person's devices, as far as the links go that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    user: UserId,
    /// Of all links, the genesis first.
    hashes: Vec<Hash>,
    /// All that ever were, since none may come back.
    devices: Vec<Device>,
}

impl Chain {
    /// Begins with a genesis.
    pub fn begin(link: &Link) -> Result<Self, Refused> {
        let body = &link.body;
        let Change::Genesis(entry) = &body.change else { return Err(Refused::WrongSeq) };
        if body.seq != 0 {
            return Err(Refused::WrongSeq);
        }
        if body.prev != Hash::ZERO {
            return Err(Refused::WrongPrev);
        }
        if body.signer != entry.keys.id() {
            return Err(Refused::SignerNotActive);
        }
        if !link.is_by(&entry.keys.signing) {
            return Err(Refused::BadSignature);
        }
        let empty = Self { user: body.user, hashes: Vec::new(), devices: Vec::new() };
        let device = empty.newcomer(entry, 0, body.prev)?;
        Ok(Self { hashes: vec![link.hash()], devices: vec![device], ..empty })
    }

    /// Reads a whole chain. Of the first link that is refused, its place is told.
    pub fn read(links: &[Link]) -> Result<Self, (usize, Refused)> {
        let (genesis, others) = links.split_first().ok_or((0, Refused::WrongSeq))?;
        let mut chain = Self::begin(genesis).map_err(|why| (0, why))?;
        for (at, link) in others.iter().enumerate() {
            chain = chain.apply(link).map_err(|why| (at + 1, why))?;
        }
        Ok(chain)
    }

    /// The chain with one more link.
    pub fn apply(&self, link: &Link) -> Result<Self, Refused> {
        let body = &link.body;
        if body.user != self.user {
            return Err(Refused::OtherChain);
        }
        if body.seq <= self.head().seq {
            return Err(self.again(link));
        }
        if Some(body.seq) != self.head().seq.checked_add(1) || matches!(body.change, Change::Genesis(_)) {
            return Err(Refused::WrongSeq);
        }
        if body.prev != self.head().hash {
            return Err(Refused::WrongPrev);
        }
        self.is_signed(link)?;
        let mut next = self.clone();
        match &body.change {
            Change::Genesis(entry) | Change::Add(entry) => {
                next.devices.push(self.newcomer(entry, body.seq, body.prev)?);
            }
            Change::Revoke { device, .. } => next.revoke(*device, body.seq)?,
        }
        next.hashes.push(link.hash());
        Ok(next)
    }

    /// A link of a place that is taken: ours, a chain of somebody who started over, a forgery, or evidence.
    fn again(&self, link: &Link) -> Refused {
        let held = self.hash_at(link.body.seq).unwrap_or(Hash::ZERO);
        if held == link.hash() {
            return Refused::Known;
        }
        let signed = match link.body.seq {
            0 => Self::begin(link).and(Err(Refused::OtherIdentity)),
            _ => self.is_signed(link),
        };
        let fork = || Refused::Fork(Box::new(Fork { held, other: link.encode() }));
        signed.err().unwrap_or_else(fork)
    }

    /// By a device that was active before the link.
    fn is_signed(&self, link: &Link) -> Result<(), Refused> {
        let before = link.body.seq.checked_sub(1).ok_or(Refused::WrongSeq)?;
        let signer = self.device(link.body.signer).filter(|device| device.is_active_at(before));
        let signer = signer.ok_or(Refused::SignerNotActive)?;
        if link.is_by(&signer.entry.keys.signing) { Ok(()) } else { Err(Refused::BadSignature) }
    }

    fn newcomer(&self, entry: &DeviceEntry, seq: u32, prev: Hash) -> Result<Device, Refused> {
        let is_double = entry.keys.signing == entry.keys.agreement;
        if is_double || self.devices.iter().any(|device| device.shares_a_key_with(entry)) {
            return Err(Refused::DuplicateDevice);
        }
        let active = self.active().filter(|device| device.is(entry.keys.kind)).count();
        match entry.keys.kind {
            DeviceKind::Browser if active >= MAX_BROWSERS => return Err(Refused::TooManyBrowsers),
            DeviceKind::Recovery if active >= MAX_RECOVERY => return Err(Refused::SecondRecovery),
            _ => {}
        }
        if !entry.proves_possession(self.user, seq, prev) {
            return Err(Refused::NoPossession);
        }
        Ok(Device { entry: entry.clone(), added_seq: seq, revoked_seq: None })
    }

    fn revoke(&mut self, id: DeviceId, seq: u32) -> Result<(), Refused> {
        let active = self.devices.iter_mut().filter(|device| device.is_active());
        let device = active.into_iter().find(|device| device.id() == id).ok_or(Refused::UnknownDevice)?;
        device.revoked_seq = Some(seq);
        Ok(())
    }

    /// Whose chain it is.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// Who they are, however their devices change.
    pub fn identity(&self) -> Identity {
        Identity(self.hashes.first().copied().unwrap_or(Hash::ZERO).0)
    }

    /// The last link.
    pub fn head(&self) -> Head {
        let seq = u32::try_from(self.hashes.len().saturating_sub(1)).unwrap_or(u32::MAX);
        Head { seq, hash: self.hashes.last().copied().unwrap_or(Hash::ZERO) }
    }

    fn hash_at(&self, seq: u32) -> Option<Hash> {
        self.hashes.get(usize::try_from(seq).ok()?).copied()
    }

    /// A device that is or was in the chain.
    pub fn device(&self, id: DeviceId) -> Option<&Device> {
        self.devices.iter().find(|device| device.id() == id)
    }

    /// All that ever were in the chain.
    pub fn devices(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter()
    }

    /// Those that are in the chain now.
    pub fn active(&self) -> impl Iterator<Item = &Device> {
        self.devices.iter().filter(|device| device.is_active())
    }

    /// Those that send and receive now.
    pub fn browsers(&self) -> impl Iterator<Item = &Device> {
        self.active().filter(|device| device.is(DeviceKind::Browser))
    }

    /// The active browser of this id, which is who may speak for the person.
    pub fn browser(&self, id: DeviceId) -> Result<&Device, Refused> {
        let device = self.once_browser(id)?;
        if device.is_active() { Ok(device) } else { Err(Refused::SignerNotActive) }
    }

    /// A browser of this id that is or was in the chain, for what is read of the past.
    pub fn once_browser(&self, id: DeviceId) -> Result<&Device, Refused> {
        let device = self.device(id).ok_or(Refused::SignerNotActive)?;
        if device.is(DeviceKind::Browser) { Ok(device) } else { Err(Refused::NotABrowser) }
    }

    /// How a head that somebody told goes with this chain.
    pub fn standing(&self, told: &Head) -> Standing {
        match self.hash_at(told.seq) {
            None => Standing::Ahead,
            Some(ours) if ours != told.hash => Standing::Forked,
            Some(_) if *told == self.head() => Standing::Same,
            Some(_) => Standing::Behind,
        }
    }

    /// Whether this chain, as it is served now, goes on from the head that was kept.
    pub fn continues(&self, kept: &Head) -> Result<(), Refused> {
        match self.standing(kept) {
            Standing::Same | Standing::Behind => Ok(()),
            Standing::Ahead => Err(Refused::Rollback),
            Standing::Forked => Err(Refused::ForkedHead),
        }
    }

    /// Checks a signed head. One that is ahead may be signed by a device that is not known yet: then it says no more
    /// than that links are missing.
    pub fn check_attest(&self, attest: &HeadAttest) -> Result<Standing, Refused> {
        let body = &attest.body;
        if body.user != self.user {
            return Err(Refused::OtherChain);
        }
        let standing = self.standing(&body.head);
        let signer = self.device(body.device);
        match signer {
            None if standing == Standing::Ahead => return Ok(standing),
            None => return Err(Refused::SignerNotActive),
            Some(device) if !device.is_active_at(body.head.seq) => return Err(Refused::SignerNotActive),
            Some(device) if !attest.is_by(&device.entry.keys.signing) => return Err(Refused::BadSignature),
            Some(_) => {}
        }
        if standing == Standing::Forked { Err(Refused::ForkedHead) } else { Ok(standing) }
    }
}

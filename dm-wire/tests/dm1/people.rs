//! People with devices, whose keys are always the same.

use crate::native::KeyPair;
use dm_wire::UserId;
use dm_wire::chain::Chain;
use dm_wire::device::{DeviceEntry, DeviceKeys, DeviceKind};
use dm_wire::grant::Party;
use dm_wire::ids::{ConversationId, DeviceId, Hash};
use dm_wire::link::{Change, Link, LinkBody};
use dm_wire::membership::{Membership, MembershipBody, MembershipChange};
use dm_wire::signed::{Signed, Statement};
use std::sync::LazyLock;

pub const ADA: UserId = UserId(1_882_575_465_801_087_808);
pub const BEN: UserId = UserId(1_882_575_518_919_884_732);
pub const CLEO: UserId = UserId(1_882_575_600_000_000_001);
pub const NOW_MS: u64 = 1_795_348_800_000;

/// A device, with its private keys.
#[derive(Clone)]
pub struct Device {
    pub kind: DeviceKind,
    pub signing: KeyPair,
    pub agreement: KeyPair,
}

impl Device {
    pub fn browser(name: &str) -> Self {
        Self {
            kind: DeviceKind::Browser,
            signing: KeyPair::of(&format!("{name}, signing")),
            agreement: KeyPair::of(&format!("{name}, agreement")),
        }
    }

    pub fn recovery(name: &str) -> Self {
        Self { kind: DeviceKind::Recovery, ..Self::browser(name) }
    }

    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys { kind: self.kind, signing: self.signing.public, agreement: self.agreement.public }
    }

    pub fn id(&self) -> DeviceId {
        self.keys().id()
    }

    pub fn of(&self, user: UserId) -> Party {
        Party { user, device: self.id() }
    }

    pub fn states<T: Statement>(&self, body: T) -> Signed<T> {
        let signature = self.signing.sign(&body.signed_input());
        Signed { body, signature }
    }

    pub fn entry(&self, user: UserId, seq: u32, prev: Hash) -> DeviceEntry {
        let keys = self.keys();
        DeviceEntry { keys, possession: self.signing.sign(&keys.possession_input(user, seq, prev)) }
    }
}

/// Somebody's chain, with the links that it was made of.
#[derive(Clone)]
pub struct Person {
    pub links: Vec<Link>,
    pub chain: Chain,
}

impl Person {
    /// With a first browser.
    pub fn begins(user: UserId, device: &Device) -> Self {
        let link = genesis(user, device);
        Self { chain: Chain::begin(&link).unwrap(), links: vec![link] }
    }

    pub fn user(&self) -> UserId {
        self.chain.user()
    }

    /// The next link of the chain, unsigned.
    pub fn next(&self, change: Change, signer: &Device) -> LinkBody {
        let head = self.chain.head();
        let time_ms = NOW_MS + u64::from(head.seq) * 60_000;
        let (user, seq, prev) = (self.user(), head.seq + 1, head.hash);
        LinkBody { user, seq, prev, time_ms, change, signer: signer.id() }
    }

    /// A link that adds a device.
    pub fn adds(&self, device: &Device, signer: &Device) -> Link {
        let head = self.chain.head();
        let entry = device.entry(self.user(), head.seq + 1, head.hash);
        signer.states(self.next(Change::Add(entry), signer))
    }

    /// A link that revokes a device.
    pub fn revokes(&self, device: &Device, signer: &Device) -> Link {
        signer.states(self.next(Change::Revoke { device: device.id(), reason: 2 }, signer))
    }

    /// The chain with this link.
    pub fn and(&self, link: Link) -> Self {
        let chain = self.chain.apply(&link).unwrap();
        Self { chain, links: [self.links.as_slice(), &[link]].concat() }
    }
}

pub fn genesis(user: UserId, device: &Device) -> Link {
    let change = Change::Genesis(device.entry(user, 0, Hash::ZERO));
    let signer = device.id();
    device.states(LinkBody { user, seq: 0, prev: Hash::ZERO, time_ms: NOW_MS, change, signer })
}

/// Ada has a laptop, a phone and a recovery device.
#[derive(Clone)]
pub struct Ada {
    pub laptop: Device,
    pub phone: Device,
    pub recovery: Device,
    pub person: Person,
}

static ADA_HERSELF: LazyLock<Ada> = LazyLock::new(|| {
    let (laptop, phone) = (Device::browser("Ada's laptop"), Device::browser("Ada's phone"));
    let recovery = Device::recovery("Ada's recovery");
    let person = Person::begins(ADA, &laptop);
    let person = person.and(person.adds(&phone, &laptop));
    let person = person.and(person.adds(&recovery, &phone));
    Ada { laptop, phone, recovery, person }
});

pub fn ada() -> Ada {
    ADA_HERSELF.clone()
}

/// Ben has a tablet.
#[derive(Clone)]
pub struct Ben {
    pub tablet: Device,
    pub person: Person,
}

static BEN_HIMSELF: LazyLock<Ben> = LazyLock::new(|| {
    let tablet = Device::browser("Ben's tablet");
    Ben { person: Person::begins(BEN, &tablet), tablet }
});

pub fn ben() -> Ben {
    BEN_HIMSELF.clone()
}

/// Cleo has a desktop.
#[derive(Clone)]
pub struct Cleo {
    pub desktop: Device,
    pub person: Person,
}

pub fn cleo() -> Cleo {
    let desktop = Device::browser("Cleo's desktop");
    Cleo { person: Person::begins(CLEO, &desktop), desktop }
}

/// The change that creates a group of these people.
pub fn creates(members: &[&Person], by: &Person, device: &Device) -> Membership {
    let members = members.iter().map(|person| (person.user(), person.chain.identity())).collect();
    let members = dm_wire::membership::Members::new(members).unwrap();
    let change = MembershipChange::Create { nonce: [7; 16], members };
    let conversation = change.group_id(by.user(), device.id());
    let (user, device_id) = (by.user(), device.id());
    device.states(MembershipBody { conversation, seq: 0, prev: Hash::ZERO, change, user, device: device_id })
}

/// The change after another.
pub fn changes(after: &Membership, change: MembershipChange, user: UserId, device: &Device) -> Membership {
    let conversation: ConversationId = after.body.conversation;
    let (seq, prev) = (after.body.seq + 1, after.hash());
    device.states(MembershipBody { conversation, seq, prev, change, user, device: device.id() })
}

//! The records that a client keeps.

use crate::keep::{Keep, Raw, fields, kept};
use crate::outcome::Misbehaviour;
use crate::vault::Table;
use dm_wire::UserId;
use dm_wire::bytes::Reader;
use dm_wire::franking::Receipt;
use dm_wire::grant::{Grant, Party};
use dm_wire::head::Head;
use dm_wire::header::Header;
use dm_wire::ids::{ConversationId, DeviceId, EpochId, Hash, Identity, MessageId};
use dm_wire::keys::{Point, Secret};
use dm_wire::link::Link;
use dm_wire::malformed::Malformed;
use dm_wire::membership::Membership;

/// What is kept under an id in a table. What holds secrets is sealed with the storage key.
pub trait Record: Keep {
    const TABLE: Table;
    const SEALED: bool;
}

/// How far this device has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has keys, and is in no chain: it has to be linked or recovered, or begins a chain.
    Apart,
    /// The link that brings it into a chain waits for the server.
    Entering,
    /// It takes part.
    Active,
    /// It was removed, for ever.
    Removed,
}

/// How well it is known who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// On first use: who the server said, and the same since.
    Tofu,
    /// Two people compared.
    Verified,
}

macro_rules! as_number {
    ($($name:ident { $($variant:ident = $number:literal,)* })*) => {$(
        impl Keep for $name {
            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                match from.u8()? {
                    $($number => Ok(Self::$variant),)*
                    _ => Err(Malformed::Value),
                }
            }

            fn write(&self, to: &mut Vec<u8>) {
                to.push(match self {
                    $(Self::$variant => $number,)*
                });
            }
        }
    )*};
}

as_number! {
    Stage { Apart = 0, Entering = 1, Active = 2, Removed = 3, }
    Trust { Tofu = 1, Verified = 2, }
    Misbehaviour {
        Fork = 1, Rollback = 2, ForkedHead = 3, BadLink = 4, OtherIdentity = 5, EpochTwice = 6, GroupFork = 7,
        BackupKeyTwice = 8,
    }
}

kept! {
    /// What this device is, and how far it has come.
    Own in Own false {
        user: UserId,
        stage: Stage,
        signing: Point,
        agreement: Point,
        /// The number of the last epoch that was begun; goes up and never back.
        epochs: u32,
        /// When a head was last signed, in milliseconds since 1970.
        attested_ms: u64,
    }

    /// The public sides of the prekeys, one record for each signed prekey.
    Generation in Prekeys false {
        spk: u32,
        public: Point,
        created_ms: u64,
        expires_ms: u64,
        /// Numbers and public halves of those that were not used.
        one_time: Vec<OneTime>,
        /// The number that the next one gets.
        next: u32,
    }

    /// The links of somebody, as one identity.
    Links in Chains false {
        links: Vec<Link>,
    }

    /// What is held of somebody.
    Contact in Contacts false {
        identity: Identity,
        head: Head,
        trust: Trust,
        /// Who they seem to be now, until somebody acknowledges it.
        next: Option<Identity>,
        /// Who they were. None of these comes back.
        former: Vec<Identity>,
        /// The furthest head that their own devices told of and the server has not shown.
        told: Option<ToldHead>,
        /// When one of their devices last vouched for the chain.
        attested_ms: u64,
        misbehaved: Option<Misbehaviour>,
    }

    /// Who is in a conversation.
    Conversation in Conversations false {
        /// Of two: the other one, as who they were then.
        pair: Option<Peer>,
        /// Of a group: its changes.
        changes: Vec<Membership>,
        /// Whether somebody who is there has confirmed the past of the group.
        confirmed: bool,
        forked: bool,
    }

    /// What is on its way out.
    Sending in Sending true {
        epoch: Option<OwnEpoch>,
        /// The hash of the message that was posted last.
        previous: Hash,
        queue: Vec<MessageId>,
    }

    /// A message that is not posted yet.
    Outgoing in Outbox true {
        target: Option<MessageId>,
        notify: bool,
        content: Raw,
        /// The message in its bytes, once it was encrypted. From then on the same bytes are sent, unless devices change.
        message: Option<Raw>,
        grants: Vec<Grant>,
        /// Whom it was encrypted to.
        audience: Hash,
        group_head: Hash,
        /// Hashes of what it was encrypted as before; the server may have taken one of these.
        earlier: Vec<Hash>,
        /// How often the server said that devices have changed.
        tries: u32,
    }

    /// An epoch of another device.
    Epoch in Epochs true {
        conversation: ConversationId,
        secret: Secret,
        signer: Point,
        number: u32,
        group_head: Hash,
        created_ms: u64,
        /// From the backup, and not from a grant.
        restored: bool,
        /// Whether the sender gave it to whom we would have.
        same_audience: bool,
        /// Of the grant, so that the same one is known again.
        grant: Hash,
    }

    /// The epoch that a number of a device is.
    Number in Numbers false {
        epoch: EpochId,
    }

    /// A bit for each counter of an epoch.
    Counters in Counters false {
        used: Raw,
    }

    /// A message that was taken or made.
    Seen in Seen false {
        hash: Hash,
        conversation: ConversationId,
    }

    /// The id of the message with this hash.
    Heard in Heard false {
        id: MessageId,
    }

    /// Where a device's messages stand.
    Tail in Tails false {
        last: Hash,
        number: u32,
        counter: u32,
        /// Hashes of messages that were said to be before others and have not come.
        missing: Vec<Hash>,
    }

    /// What a message says, with all that a report of it takes.
    Said in Messages true {
        header: Header,
        content: Raw,
        commitment_key: Secret,
        receipt: Option<Receipt>,
    }

    /// A message that cannot be opened yet.
    Waiting in Waiting false {
        message: Raw,
        receipt: Receipt,
    }

    /// A grant that was refused.
    Refusal in Refusals false {
        at_ms: u64,
    }

    /// A backup key.
    BackupKey in BackupKeys true {
        secret: Secret,
        made_at: Head,
        /// Whether the server took it; nothing is sealed with it before.
        confirmed: bool,
        /// Grants that it was opened from, so that they are not opened again.
        grants: Vec<Hash>,
    }

    /// That a backup key was sealed to a device.
    Granted in BackupGranted false {
        yes: bool,
    }

    /// An epoch that is to be backed up.
    BackupDue in BackupDue true {
        conversation: ConversationId,
        sender: Party,
        epoch: EpochId,
        secret: Secret,
        signer: Point,
        number: u32,
        group_head: Hash,
        created_ms: u64,
    }

    /// The secret of a link that is being made, on the new device.
    Linking in Linking true {
        secret: Secret,
    }

    /// Two things that contradict each other.
    Contradiction in Evidence false {
        about: UserId,
        what: Misbehaviour,
        held: Raw,
        other: Raw,
    }
}

fields! {
    /// A one-time prekey that was not used.
    OneTime {
        id: u32,
        public: Point,
    }

    /// A head that one of somebody's own devices told of.
    ToldHead {
        head: Head,
        by: DeviceId,
    }

    /// The other one of a conversation of two.
    Peer {
        user: UserId,
        identity: Identity,
    }

    /// The epoch that this device writes with.
    OwnEpoch {
        id: EpochId,
        secret: Secret,
        number: u32,
        created_ms: u64,
        /// The counter of the next message.
        next: u32,
        /// Of all devices that there were, reachable or not.
        audience: Hash,
        group_head: Hash,
        /// To be posted with its first message; empty once that was.
        grants: Vec<Grant>,
    }
}

impl Sending {
    pub const fn new() -> Self {
        Self { epoch: None, previous: Hash::ZERO, queue: Vec::new() }
    }
}

impl Tail {
    /// No more are remembered for each device; a server that holds back more has been found out long before.
    pub const MOST_MISSING: usize = 256;

    pub const fn new() -> Self {
        Self { last: Hash::ZERO, number: 0, counter: 0, missing: Vec::new() }
    }
}

/// A device's id and something else, as the id of a record.
pub fn under(device: DeviceId, what: &[u8]) -> Vec<u8> {
    [device.0.as_slice(), what].concat()
}

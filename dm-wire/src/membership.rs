//! A change of who is in a group, signed by a member. The server keeps the changes in order and can make none.

use crate::bytes::{Reader, Wire, write_part};
use crate::ids::{ConversationId, DeviceId, Hash, Identity};
use crate::malformed::Malformed;
use crate::signed::{Format, Label, Signed, Statement};
use hubbub_shared::UserId;
use std::collections::BTreeMap;

/// So many people can be in a group.
pub const MAX_MEMBERS: usize = 16;

/// Who is in a group, and as whom: with the identity that they had when they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members(BTreeMap<UserId, Identity>);

impl Members {
    /// From 2 to 16 people.
    pub fn new(members: BTreeMap<UserId, Identity>) -> Result<Self, Malformed> {
        let is_group = (2..=MAX_MEMBERS).contains(&members.len());
        if is_group { Ok(Self(members)) } else { Err(Malformed::List) }
    }

    /// Sorted by their ids.
    pub const fn all(&self) -> &BTreeMap<UserId, Identity> {
        &self.0
    }

    fn read(body: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut members = BTreeMap::new();
        while body.left() > 0 {
            let (user, identity) = (UserId::read(body)?, Identity::read(body)?);
            let is_next = members.last_key_value().is_none_or(|(last, _)| *last < user);
            if !is_next || members.len() == MAX_MEMBERS {
                return Err(Malformed::List);
            }
            members.insert(user, identity);
        }
        Self::new(members)
    }
}

/// What changes in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembershipChange {
    /// The group begins.
    Create {
        /// Random, so that the same people can have several groups.
        nonce: [u8; 16],
        /// Everybody, with who creates it.
        members: Members,
    },
    /// Somebody comes, as this identity.
    Add(UserId, Identity),
    /// Somebody else goes.
    Remove(UserId),
    /// The signer goes. It names nobody, so nobody can be made to leave by it.
    Leave,
}

impl MembershipChange {
    const fn number(&self) -> u8 {
        match self {
            Self::Create { .. } => 1,
            Self::Add(..) => 2,
            Self::Remove(_) => 3,
            Self::Leave => 4,
        }
    }

    fn read(number: u8, mut body: Reader<'_>) -> Result<Self, Malformed> {
        let fits = match number {
            1 => body.left() >= 16 && (body.left() - 16).is_multiple_of(40),
            2 => body.left() == 40,
            3 => body.left() == 8,
            4 => body.left() == 0,
            _ => return Err(Malformed::Operation),
        };
        if !fits {
            return Err(Malformed::Length);
        }
        match number {
            1 => Ok(Self::Create { nonce: body.array()?, members: Members::read(&mut body)? }),
            2 => Ok(Self::Add(UserId::read(&mut body)?, Identity::read(&mut body)?)),
            3 => Ok(Self::Remove(UserId::read(&mut body)?)),
            _ => Ok(Self::Leave),
        }
    }

    fn body(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self {
            Self::Create { nonce, members } => {
                nonce.write(&mut bytes);
                for (user, identity) in members.all() {
                    user.write(&mut bytes);
                    identity.write(&mut bytes);
                }
            }
            Self::Add(user, identity) => {
                user.write(&mut bytes);
                identity.write(&mut bytes);
            }
            Self::Remove(user) => user.write(&mut bytes),
            Self::Leave => {}
        }
        bytes
    }

    /// The id of a group that begins with this, created on that device.
    pub fn group_id(&self, creator: UserId, device: DeviceId) -> ConversationId {
        let mut bytes = Label::GROUP.before(&creator);
        device.write(&mut bytes);
        bytes.extend_from_slice(&self.body());
        ConversationId(Hash::of(&bytes).half())
    }
}

/// A change before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipBody {
    /// The group, see [`MembershipChange::group_id`].
    pub conversation: ConversationId,
    /// Its place among the changes; 0 is the creation.
    pub seq: u32,
    /// The hash of the change before, zero before the creation.
    pub prev: Hash,
    /// What it does.
    pub change: MembershipChange,
    /// The member who signs.
    pub user: UserId,
    /// With this device.
    pub device: DeviceId,
}

impl Wire for MembershipBody {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        let number = from.u8()?;
        Ok(Self {
            conversation: ConversationId::read(from)?,
            seq: from.u32()?,
            prev: Hash::read(from)?,
            change: MembershipChange::read(number, from.part()?)?,
            user: UserId::read(from)?,
            device: DeviceId::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.change.number().write(to);
        self.conversation.write(to);
        self.seq.write(to);
        self.prev.write(to);
        write_part(&self.change.body(), to);
        self.user.write(to);
        self.device.write(to);
    }
}

impl Statement for MembershipBody {
    const LABEL: Label = Label::MEMBERSHIP;
}

/// A change as it is kept and handed on.
pub type Membership = Signed<MembershipBody>;

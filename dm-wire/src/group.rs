//! Who is in a group, as its signed changes tell it. There is no way to a [`Group`] but through them.

use crate::chain::Chain;
use crate::head::Head;
use crate::ids::{ConversationId, Hash, Identity};
use crate::membership::{MAX_MEMBERS, Membership, MembershipChange};
use crate::refused::Refused;
use hubbub_shared::UserId;
use std::collections::BTreeMap;

/// A group, as far as the changes go that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    conversation: ConversationId,
    head: Head,
    members: BTreeMap<UserId, Identity>,
}

/// Which devices may have signed a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The change is new: only a device that is active now counts. Else a revoked one could, with the help of the server,
    /// go on deciding.
    News,
    /// The past is read by somebody who was not there: devices have gone since. Such a group counts only once a grant of
    /// an active member names its head.
    History,
}

impl Group {
    /// Begins with a creation.
    pub fn begin(change: &Membership, signer: &Chain, reading: Reading) -> Result<Self, Refused> {
        let body = &change.body;
        let MembershipChange::Create { members, .. } = &body.change else { return Err(Refused::WrongSeq) };
        if body.seq != 0 {
            return Err(Refused::WrongSeq);
        }
        if body.prev != Hash::ZERO {
            return Err(Refused::WrongPrev);
        }
        if body.conversation != body.change.group_id(body.user, body.device) {
            return Err(Refused::WrongConversationId);
        }
        let head = Head { seq: 0, hash: change.hash() };
        let group = Self { conversation: body.conversation, head, members: members.all().clone() };
        group.is_signed(change, signer, reading)?;
        Ok(group)
    }

    /// The group after one more change, with the chain of whoever signed it.
    pub fn apply(&self, change: &Membership, signer: &Chain, reading: Reading) -> Result<Self, Refused> {
        let body = &change.body;
        if body.conversation != self.conversation {
            return Err(Refused::OtherChain);
        }
        let is_next = Some(body.seq) == self.head.seq.checked_add(1);
        if !is_next || matches!(body.change, MembershipChange::Create { .. }) {
            return Err(if change.hash() == self.head.hash { Refused::Known } else { Refused::WrongSeq });
        }
        if body.prev != self.head.hash {
            return Err(Refused::WrongPrev);
        }
        self.is_signed(change, signer, reading)?;
        let mut next = self.clone();
        next.head = Head { seq: body.seq, hash: change.hash() };
        next.change(&body.change, body.user)?;
        Ok(next)
    }

    fn is_signed(&self, change: &Membership, signer: &Chain, reading: Reading) -> Result<(), Refused> {
        let body = &change.body;
        if signer.user() != body.user {
            return Err(Refused::OtherChain);
        }
        self.is_member(signer)?;
        let device = match reading {
            Reading::News => signer.browser(body.device)?,
            Reading::History => signer.once_browser(body.device)?,
        };
        if change.is_by(&device.entry.keys.signing) { Ok(()) } else { Err(Refused::BadSignature) }
    }

    fn change(&mut self, change: &MembershipChange, by: UserId) -> Result<(), Refused> {
        match change {
            MembershipChange::Create { .. } => return Err(Refused::WrongSeq),
            MembershipChange::Add(user, _) if self.members.contains_key(user) => {
                return Err(Refused::AlreadyMember);
            }
            MembershipChange::Add(..) if self.members.len() >= MAX_MEMBERS => {
                return Err(Refused::TooManyMembers);
            }
            MembershipChange::Add(user, identity) => drop(self.members.insert(*user, *identity)),
            MembershipChange::Remove(user) if *user == by => return Err(Refused::RemovesOneself),
            MembershipChange::Remove(user) => drop(self.members.remove(user).ok_or(Refused::NotAMember)?),
            MembershipChange::Leave => drop(self.members.remove(&by)),
        }
        Ok(())
    }

    /// Which conversation it is.
    pub const fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// The last change; grants name its hash.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Everybody, with the identity that they came with.
    pub const fn members(&self) -> &BTreeMap<UserId, Identity> {
        &self.members
    }

    /// Whether this person, as this identity, is a member. Who started over is somebody else until added again.
    pub fn is_member(&self, chain: &Chain) -> Result<(), Refused> {
        match self.members.get(&chain.user()) {
            None => Err(Refused::NotAMember),
            Some(identity) if *identity != chain.identity() => Err(Refused::OtherIdentity),
            Some(_) => Ok(()),
        }
    }
}

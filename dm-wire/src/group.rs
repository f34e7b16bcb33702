//! Who is in a group, as its signed changes tell it. There is no way to a [`Group`] but through them.

use crate::bytes::Wire;
use crate::chain::Chain;
use crate::head::Head;
use crate::ids::{ConversationId, Hash, Identity};
use crate::membership::{MAX_MEMBERS, Membership, MembershipChange};
use crate::refused::{Fork, Refused};
use hubbub_shared::UserId;
use std::collections::BTreeMap;

type Members = BTreeMap<UserId, Identity>;

/// A group, as far as the changes go that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    conversation: ConversationId,
    /// After each change: its hash, and who was in the group then.
    past: Vec<(Hash, Members)>,
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
        is_signed(change, members.all(), signer, reading)?;
        Ok(Self { conversation: body.conversation, past: vec![(change.hash(), members.all().clone())] })
    }

    /// The group after one more change, with the chain of whoever signed it.
    pub fn apply(&self, change: &Membership, signer: &Chain, reading: Reading) -> Result<Self, Refused> {
        let body = &change.body;
        if body.conversation != self.conversation {
            return Err(Refused::OtherChain);
        }
        if body.seq <= self.head().seq {
            return Err(self.again(change, signer));
        }
        let is_next = Some(body.seq) == self.head().seq.checked_add(1);
        if !is_next || matches!(body.change, MembershipChange::Create { .. }) {
            return Err(Refused::WrongSeq);
        }
        if body.prev != self.head().hash {
            return Err(Refused::WrongPrev);
        }
        is_signed(change, self.members(), signer, reading)?;
        let members = changed(self.members(), &body.change, body.user)?;
        let past = [self.past.as_slice(), &[(change.hash(), members)]].concat();
        Ok(Self { past, ..*self })
    }

    /// A change of a place that is taken: ours, a forgery, or evidence. Two members who change something at the same moment
    /// make two as well; then the server took one, and has no reason to show the other.
    fn again(&self, change: &Membership, signer: &Chain) -> Refused {
        let at = |seq: u32| self.past.get(usize::try_from(seq).ok()?);
        let Some((held, created)) = at(change.body.seq) else { return Refused::WrongSeq };
        if *held == change.hash() {
            return Refused::Known;
        }
        let before = change.body.seq.checked_sub(1).and_then(at);
        let members = before.map_or(created, |(_, members)| members);
        match is_signed(change, members, signer, Reading::History) {
            Err(why) => why,
            Ok(()) => Refused::Fork(Box::new(Fork { held: *held, other: change.encode() })),
        }
    }

    /// Which conversation it is.
    pub const fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// The last change; grants name its hash.
    pub fn head(&self) -> Head {
        let seq = u32::try_from(self.past.len().saturating_sub(1)).unwrap_or(u32::MAX);
        Head { seq, hash: self.past.last().map_or(Hash::ZERO, |(hash, _)| *hash) }
    }

    /// Whether the change of this hash is among ours. A grant that names another one is of a group that we do not know, or
    /// that is shown to others otherwise.
    pub fn has_been_at(&self, hash: Hash) -> bool {
        self.past.iter().any(|(known, _)| *known == hash)
    }

    /// Who was in the group after the change of this hash, which grants name.
    pub fn members_at(&self, hash: Hash) -> Option<&BTreeMap<UserId, Identity>> {
        self.past.iter().find(|(known, _)| *known == hash).map(|(_, members)| members)
    }

    /// Everybody, with the identity that they came with.
    pub fn members(&self) -> &BTreeMap<UserId, Identity> {
        static NOBODY: BTreeMap<UserId, Identity> = BTreeMap::new();
        self.past.last().map_or(&NOBODY, |(_, members)| members)
    }

    /// Whether this person, as this identity, is a member. Who started over is somebody else until added again.
    pub fn is_member(&self, chain: &Chain) -> Result<(), Refused> {
        is_member(self.members(), chain)
    }
}

fn is_member(members: &Members, chain: &Chain) -> Result<(), Refused> {
    match members.get(&chain.user()) {
        None => Err(Refused::NotAMember),
        Some(identity) if *identity != chain.identity() => Err(Refused::OtherIdentity),
        Some(_) => Ok(()),
    }
}

fn is_signed(
    change: &Membership,
    members: &Members,
    signer: &Chain,
    reading: Reading,
) -> Result<(), Refused> {
    let body = &change.body;
    if signer.user() != body.user {
        return Err(Refused::OtherChain);
    }
    is_member(members, signer)?;
    let device = match reading {
        Reading::News => signer.browser(body.device)?,
        Reading::History => signer.once_browser(body.device)?,
    };
    if change.is_by(&device.entry.keys.signing) { Ok(()) } else { Err(Refused::BadSignature) }
}

fn changed(members: &Members, change: &MembershipChange, by: UserId) -> Result<Members, Refused> {
    let mut next = members.clone();
    match change {
        MembershipChange::Create { .. } => return Err(Refused::WrongSeq),
        MembershipChange::Add(user, _) if next.contains_key(user) => return Err(Refused::AlreadyMember),
        MembershipChange::Add(..) if next.len() >= MAX_MEMBERS => return Err(Refused::TooManyMembers),
        MembershipChange::Add(user, identity) => drop(next.insert(*user, *identity)),
        MembershipChange::Remove(user) if *user == by => return Err(Refused::RemovesOneself),
        MembershipChange::Remove(user) => drop(next.remove(user).ok_or(Refused::NotAMember)?),
        MembershipChange::Leave => drop(next.remove(&by)),
    }
    Ok(next)
}

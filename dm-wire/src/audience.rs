//! Whom something is encrypted to: the active browsers of everybody in the conversation, by their checked chains. A device
//! that the server made up is in no chain, so it is in no audience.

use crate::bytes::Wire;
use crate::chain::Chain;
use crate::grant::{Grant, Party};
use crate::group::Group;
use crate::ids::{ConversationId, EpochId, Hash};
use crate::refused::{Mismatch, Refused};
use crate::signed::Label;
use std::collections::{BTreeMap, BTreeSet};

/// A conversation with the chains of exactly its people.
#[derive(Debug, Clone)]
pub struct Audience<'a> {
    conversation: ConversationId,
    chains: Vec<&'a Chain>,
}

impl<'a> Audience<'a> {
    /// Two people. Their ids and identities must differ, else it would be one of them.
    pub fn pair(one: &'a Chain, other: &'a Chain) -> Result<Self, Refused> {
        if one.user() == other.user() {
            return Err(Refused::NotTheMembers);
        }
        let conversation = ConversationId::of_pair(one.identity(), other.identity());
        Ok(Self { conversation, chains: vec![one, other] })
    }

    /// A group: one chain for each member, of the identity that they came with, and none for anybody else.
    pub fn group(group: &Group, chains: &[&'a Chain]) -> Result<Self, Refused> {
        chains.iter().try_for_each(|chain| group.is_member(chain))?;
        let users: BTreeSet<_> = chains.iter().map(|chain| chain.user()).collect();
        let is_complete = users.len() == chains.len() && users.len() == group.members().len();
        if is_complete {
            Ok(Self { conversation: group.conversation(), chains: chains.to_vec() })
        } else {
            Err(Refused::NotTheMembers)
        }
    }

    /// Which conversation it is.
    pub const fn conversation(&self) -> ConversationId {
        self.conversation
    }

    /// Refused unless this is an active browser of somebody in the conversation.
    pub fn includes(&self, party: Party) -> Result<(), Refused> {
        let chain = self.chains.iter().find(|chain| chain.user() == party.user);
        chain.ok_or(Refused::NotAMember)?.browser(party.device).map(drop)
    }

    /// Who gets an epoch key of this device: all active browsers but itself, its person's others included.
    pub fn recipients(&self, from: Party) -> Recipients {
        let of = |chain: &&Chain| {
            let (user, seq) = (chain.user(), chain.head().seq);
            let parties: Vec<_> =
                chain.browsers().map(|device| (Party { user, device: device.id() }, seq)).collect();
            parties
        };
        let all = self.chains.iter().flat_map(of);
        Recipients { from, seqs: all.filter(|(party, _)| *party != from).collect() }
    }
}

/// Who gets an epoch key, each with how far their chain was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipients {
    from: Party,
    seqs: BTreeMap<Party, u32>,
}

impl Recipients {
    /// Sorted by person and device.
    pub fn parties(&self) -> impl Iterator<Item = Party> {
        self.seqs.keys().copied()
    }

    /// Without those for whom there is no prekey that counts: who was away for a month gets no grant, and makes new prekeys.
    pub fn without(mut self, unreachable: &BTreeSet<Party>) -> Self {
        self.seqs.retain(|party, _| !unreachable.contains(party));
        self
    }

    /// What a grant says about who else has the key: a hash of all of them.
    pub fn digest(&self) -> Hash {
        let mut bytes = Label::RECIPIENTS.begin();
        for (party, seq) in &self.seqs {
            party.write(&mut bytes);
            seq.write(&mut bytes);
        }
        Hash::of(&bytes)
    }

    /// Refused unless these grants are of this conversation, epoch and sender, and for exactly these devices, once each.
    pub fn check_grants(
        &self,
        conversation: ConversationId,
        epoch: EpochId,
        grants: &[Grant],
    ) -> Result<(), Refused> {
        let belongs = |grant: &Grant| {
            let head = &grant.head;
            head.conversation == conversation && head.epoch == epoch && head.from == self.from
        };
        if !grants.iter().all(belongs) {
            return Err(Refused::OtherGrant);
        }
        let mut mismatch = Mismatch { missing: self.parties().collect(), ..Mismatch::default() };
        for grant in grants.iter().filter(|grant| !mismatch.missing.remove(&grant.head.to)) {
            mismatch.surplus.insert(grant.head.to);
        }
        if mismatch == Mismatch::default() { Ok(()) } else { Err(Refused::DevicesChanged(mismatch)) }
    }
}

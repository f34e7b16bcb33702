//! What a served chain is to one that is held: longer, another one, or a contradiction. Without memory and without keys.

use crate::outcome::{Misbehaviour, Rejection};
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::ids::DeviceId;
use dm_wire::link::Link;
use dm_wire::refused::Refused;

/// Links of somebody, as the server answered.
#[derive(Debug, Clone)]
pub struct Served {
    /// What was asked for: all from this place on, see [`crate::Client::links_from`]. The first answered is the one that is held,
    /// so that an answer without it is noticed.
    pub from: u32,
    /// What came. Of somebody who started over, the new chain from its beginning.
    pub links: Vec<Link>,
}

/// What came of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinksOutcome {
    /// This person has no chain.
    NotEnrolled,
    /// Seen for the first time, and held from now on.
    Pinned,
    /// There was nothing new in it.
    Unchanged,
    /// Devices came or went. Worth a line in the conversation.
    Changed {
        /// Those who came.
        added: Vec<DeviceId>,
        /// Those who went.
        removed: Vec<DeviceId>,
    },
    /// A chain that begins otherwise. Nothing is sent until somebody looks.
    StartedOver,
    /// The chain contradicts itself, or what was held. Nothing is sent any more; there is evidence.
    Misbehaved(Misbehaviour),
    /// The chain that was served first does not count.
    Refused(Rejection),
    /// Our own person has a chain, and this device is not in it: it has to be linked or recovered.
    Elsewhere,
    /// This device was removed.
    Removed,
}

/// What became of a chain that was held.
pub enum Followed {
    Longer(Chain, Vec<Link>),
    StartedOver,
    Bad(Misbehaviour, Vec<u8>),
}

pub fn follow(held: &Chain, served: &Served) -> Followed {
    let Some(first) = served.links.first() else { return Followed::Bad(Misbehaviour::Rollback, Vec::new()) };
    let is_other = first.body.seq == 0 && first.hash().0 != held.identity().0;
    if is_other {
        return Followed::StartedOver;
    }
    if first.body.seq != served.from && first.body.seq != 0 {
        return Followed::Bad(Misbehaviour::Rollback, first.encode());
    }
    let mut chain = held.clone();
    let mut new = Vec::new();
    for link in &served.links {
        match chain.apply(link) {
            Ok(longer) => {
                chain = longer;
                new.push(link.clone());
            }
            Err(Refused::Known) => {}
            Err(Refused::OtherIdentity) => return Followed::StartedOver,
            Err(Refused::Fork(fork)) => return Followed::Bad(Misbehaviour::Fork, fork.other),
            Err(_) => return Followed::Bad(Misbehaviour::BadLink, link.encode()),
        }
    }
    let reached = served.links.last().is_none_or(|last| last.body.seq >= served.from);
    if reached { Followed::Longer(chain, new) } else { Followed::Bad(Misbehaviour::Rollback, Vec::new()) }
}

pub fn changed(before: &Chain, after: &Chain) -> LinksOutcome {
    let ids = |chain: &Chain| chain.active().map(|device| device.id()).collect::<Vec<_>>();
    let (old, new) = (ids(before), ids(after));
    if before.head() == after.head() {
        return LinksOutcome::Unchanged;
    }
    LinksOutcome::Changed {
        added: new.iter().filter(|id| !old.contains(id)).copied().collect(),
        removed: old.iter().filter(|id| !new.contains(id)).copied().collect(),
    }
}

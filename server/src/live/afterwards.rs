//! What is seen to when a batch is stored and its frames are on their way: nobody who reads along waits for it. What others
//! must find as it is when they are answered is not among it.

use super::common::Common;
use super::read_state;
use crate::domain::automod::Caught;
use hubbub_shared::{PlaceId, UserId};
use std::collections::BTreeSet;

/// See the module. If the process ends before, whoever reads facts finds them by itself.
pub struct Afterwards {
    /// The place that the batch belongs to.
    pub place: PlaceId,
    /// The least id of the facts that were stored with it.
    pub facts: Option<u64>,
    /// Whether files are to be let go.
    pub lets_go: bool,
    /// Whether somebody is to be told of it who does not look.
    pub concerns_somebody: bool,
    /// What rules of automod point at.
    pub caught: Vec<Caught>,
    /// Whose mentions there are to be counted anew.
    pub recounted: BTreeSet<UserId>,
}

impl Afterwards {
    /// Whether there is nothing to be done.
    pub fn is_nothing(&self) -> bool {
        let Self { place: _, facts, lets_go, concerns_somebody, caught, recounted } = self;
        facts.is_none() && !lets_go && !concerns_somebody && caught.is_empty() && recounted.is_empty()
    }

    /// Wakes whoever has something to do now, and tells those who are not among the readers.
    pub fn see_to(self, common: &Common) {
        if let Some(facts) = self.facts {
            common.new_facts.came(facts);
        }
        if self.lets_go {
            common.let_go.came();
        }
        if self.concerns_somebody {
            common.to_tell.came();
        }
        for caught in self.caught {
            common.bus.automod_caught(caught);
        }
        read_state::announce_mentions(common, self.place, self.recounted);
    }
}

/// Does all of it when whoever has something to write has written.
pub fn see_to_all(common: &Common, all: Vec<Afterwards>) {
    if all.iter().all(Afterwards::is_nothing) {
        return;
    }
    let common = common.clone();
    actix_rt::spawn(async move {
        tokio::task::yield_now().await;
        all.into_iter().for_each(|one| one.see_to(&common));
    });
}

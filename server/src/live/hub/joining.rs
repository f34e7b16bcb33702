//! Coming by an invite. Whoever waits at the same moment is let in together: each works on what the one before leaves, and all
//! of it is stored in one batch, as messages are.

use super::change::{apply, basis_of, catch_up, publish};
use super::guests::{Guest, Waiting};
use super::state::HubState;
use crate::domain::capacity::is_room_for_members;
use crate::domain::hubs::{Basis, By, Draft, Needs, Outcome, Structure};
use crate::domain::invites::{self, InviteDoc, expired};
use crate::domain::members::{self, MemberDoc};
use crate::domain::raid_shield::paused;
use crate::error::{Error, Result};
use crate::live::common::Common;
use crate::store::Write;
use hubbub_shared::UserId;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// So many are worked out without a pause.
const AT_A_STRETCH: usize = 16;

/// How often letting in starts over because of another writer.
const ATTEMPTS: usize = 50;

/// Lets in who may come, and answers all. Runs by itself, called by the hub's actor.
pub async fn let_in(common: &Common, hub: &Arc<HubState>, waiting: Vec<Waiting>) {
    let (guests, answers): (Vec<_>, Vec<_>) = waiting.into_iter().map(Waiting::into_parts).unzip();
    for _ in 0..ATTEMPTS {
        match try_all(common, hub, &guests).await {
            Ok(Some(outcomes)) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    let _ = answer.send(outcome);
                }
                return;
            }
            Ok(None) => {}
            // What went wrong is said to one; the others are to try again.
            Err(error) => {
                let mut error = Some(error);
                for answer in answers {
                    let _ = answer.send(Err(error.take().unwrap_or_else(Error::unavailable)));
                }
                return;
            }
        }
    }
    for answer in answers {
        let _ = answer.send(Err(Error::unavailable()));
    }
}

/// The answers; `None`: another writer was faster.
async fn try_all(common: &Common, hub: &Arc<HubState>, guests: &[Guest]) -> Result<Option<Vec<Result<()>>>> {
    if hub.is_in_doubt() {
        catch_up(common, hub).await?;
    }
    if hub.is_closed() {
        return Ok(Some(guests.iter().map(|_| Err(Error::not_found())).collect()));
    }
    let about: Vec<UserId> = guests.iter().map(|guest| guest.by.caller.user).collect();
    let mut crowd = Crowd::gather(common, hub, guests, &about).await?;
    let mut answers = Vec::with_capacity(guests.len());
    for some in guests.chunks(AT_A_STRETCH) {
        answers.extend(some.iter().map(|guest| crowd.admit(common, guest)));
        // Who talks meanwhile is not to wait for all of them.
        tokio::task::yield_now().await;
    }
    let Crowd { structure, writes, members, first_fact, too_many, .. } = crowd;
    if !members.is_empty() {
        match common.store.batch(writes).await {
            Ok(()) => {}
            Err(error) if !error.is_failure() => {
                hub.doubt(&about);
                return Ok(None);
            }
            Err(error) => {
                hub.doubt(&about);
                return Err(error.into());
            }
        }
        common.new_facts.came(first_fact);
        members.iter().for_each(|_| hub.note_join(common.clock.now()));
        publish(common, hub, Outcome::joined(Arc::unwrap_or_clone(structure), members)).await;
    }
    if let Some(by) = too_many {
        tracing::info!(hub = %hub.id(), "too many come at once: invites pause");
        let pause = Box::new(|draft: &mut Draft| draft.pause_by_shield());
        // Whoever was let in is in, also if this fails; the next one who is too many pauses them then.
        if let Err(error) = apply(common, hub, &by, &Needs::Raid, &[by.caller.user], pause).await {
            tracing::warn!(hub = %hub.id(), "invites do not pause: {error}");
        }
    }
    Ok(Some(answers))
}

/// All who wait, and what there is so far.
struct Crowd {
    basis: Basis,
    structure: Arc<Structure>,
    /// By their codes, as they are after those who came so far.
    invites: HashMap<String, InviteDoc>,
    admitted: HashSet<UserId>,
    /// What is to be written, in this order.
    writes: Vec<Write>,
    /// Who came, as they were before and are then.
    members: Vec<(Option<Arc<MemberDoc>>, MemberDoc)>,
    first_fact: u64,
    /// Who came within the last minute, before these.
    came_lately: usize,
    /// How many belong to the hub, if there is a limit.
    count: Option<u64>,
    /// Who was one too many, if that is why invites are to pause.
    too_many: Option<By>,
}

impl Crowd {
    async fn gather(common: &Common, hub: &HubState, guests: &[Guest], about: &[UserId]) -> Result<Self> {
        let basis = basis_of(common, hub, about).await?;
        let mut known = HashMap::new();
        for code in guests.iter().map(|guest| guest.code.as_str()).collect::<HashSet<_>>() {
            if let Some(invite) = invites::find(&common.store, code).await?.filter(|one| one.hub == hub.id())
            {
                known.insert(code.to_owned(), invite);
            }
        }
        let count = match common.server.limits().members_of_a_hub {
            0 => None,
            _ => Some(members::count(&common.store, hub.id()).await?),
        };
        Ok(Self {
            structure: Arc::clone(&basis.structure),
            came_lately: hub.came_lately(basis.now),
            basis,
            invites: known,
            admitted: HashSet::new(),
            writes: Vec::new(),
            members: Vec::new(),
            first_fact: common.clock.next_id(),
            count,
            too_many: None,
        })
    }

    fn admit(&mut self, common: &Common, guest: &Guest) -> Result<()> {
        let user = guest.by.caller.user;
        let is_here = self.basis.members.get(&user).is_some_and(|member| member.is_active());
        if is_here || self.admitted.contains(&user) {
            return Ok(());
        }
        let invite = self.invites.get(&guest.code).cloned().ok_or_else(Error::not_found)?;
        if !invite.is_good(self.basis.now) {
            return Err(expired());
        }
        self.has_room(common.server.limits().members_of_a_hub)?;
        self.hold_off(guest)?;
        let outcome = self.outcome(guest, invite, common.clock.next_id())?;
        if let Some(invite) = self.invites.get_mut(&guest.code) {
            (invite.uses, invite.version) = (invite.uses + 1, invite.version + 1);
        }
        self.structure = Arc::new(outcome.structure);
        self.writes.extend(outcome.writes);
        self.members.extend(outcome.members);
        self.admitted.insert(user);
        Ok(())
    }

    fn outcome(&self, guest: &Guest, invite: InviteDoc, facts_id: u64) -> Result<Outcome> {
        let user = guest.by.caller.user;
        let basis = Basis {
            structure: Arc::clone(&self.structure),
            members: only(&self.basis.members, user),
            people: only(&self.basis.people, user),
            now: self.basis.now,
            capacity: self.basis.capacity,
        };
        let needs = Needs::Invite { invite, account_since: guest.account_since };
        let mut draft = Draft::open(basis, guest.by.clone(), needs)?;
        draft.admit()?;
        draft.finish(facts_id)
    }

    /// Refused while as many belong to the hub as the owner of the server allows.
    fn has_room(&self, most: u32) -> Result<()> {
        let Some(count) = self.count else { return Ok(()) };
        let would_be = usize::try_from(count).unwrap_or(usize::MAX) + self.admitted.len() + 1;
        is_room_for_members(would_be, most as usize)
    }

    /// When too many came within a minute, invites pause, from whoever is one too many on.
    fn hold_off(&mut self, guest: &Guest) -> Result<()> {
        let hub = &self.structure.hub;
        if !hub.raid_shield.is_too_many(self.came_lately + self.admitted.len()) {
            return Ok(());
        }
        if hub.pause_at(self.basis.now).is_none() {
            self.too_many.get_or_insert_with(|| guest.by.clone());
        }
        Err(paused())
    }
}

fn only<T>(all: &HashMap<UserId, Arc<T>>, user: UserId) -> HashMap<UserId, Arc<T>> {
    all.get(&user).map(|one| (user, Arc::clone(one))).into_iter().collect()
}

//! How a hub changes: one mechanism for structure and members.
//!
//! The hub's actor runs one change after another. Each works on the latest state, is written in one batch that
//! also replaces the hub's document, and is only then published. A second writer elsewhere makes the batch
//! fail; the change then starts over from what that writer stored.

use super::announce;
use super::state::HubState;
use crate::domain::hubs::{Basis, By, Draft, HUBS, Needs, Outcome, Structure};
use crate::domain::members::{self, MEMBERS};
use crate::domain::sweeps::SWEEPS;
use crate::error::{Error, Result};
use crate::live::common::Common;
use crate::store::StoreError;
use futures_util::future::try_join_all;
use hubbub_shared::model::User;
use hubbub_shared::{ErrorCode, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a change starts over because of another writer.
const ATTEMPTS: usize = 5;

/// Works on a draft; may run several times.
pub type Make = Box<dyn FnMut(&mut Draft) -> Result<()> + Send>;

/// Runs by itself, called by the hub's actor. `about` are the members the change reads or writes.
pub async fn apply(
    common: &Common,
    hub: &Arc<HubState>,
    by: &By,
    needs: &Needs,
    about: &[UserId],
    mut make: Make,
) -> Result<()> {
    for _ in 0..ATTEMPTS {
        if hub.is_in_doubt() {
            catch_up(common, hub).await?;
        }
        if hub.is_closed() {
            return Err(Error::not_found());
        }
        let mut draft = Draft::open(basis_of(common, hub, about).await?, by.clone(), needs.clone())?;
        make(&mut draft)?;
        let facts_id = common.clock.next_id();
        let mut outcome = finish(draft, facts_id).await?;
        if outcome.writes.is_empty() {
            return Ok(());
        }
        match common.store.batch(std::mem::take(&mut outcome.writes)).await {
            Ok(()) => {
                common.new_facts.came(facts_id);
                publish(common, hub, outcome).await;
                return Ok(());
            }
            Err(error) if is_of_this_hub(&error) => hub.doubt(about),
            Err(error) => {
                if error.is_failure() {
                    hub.doubt(about);
                }
                return Err(error.into());
            }
        }
    }
    Err(Error::rejected(
        ErrorCode::Conflict,
        "Somebody else is changing this hub at the same time. Try again.",
    ))
}

/// Making rules of automod ready takes up to a second if they have very many words; nobody else waits for that.
async fn finish(draft: Draft, facts_id: u64) -> Result<Outcome> {
    if !draft.changes_rules() {
        return draft.finish(facts_id);
    }
    let work = tokio::task::spawn_blocking(move || draft.finish(facts_id));
    work.await.map_err(|error| anyhow::anyhow!("rules are not made ready: {error}"))?
}

/// Compares what is published with what is stored, and tells live sessions what they missed.
pub async fn catch_up(common: &Common, hub: &Arc<HubState>) -> Result<()> {
    let Some(stored) = Structure::load(&common.store, hub.id()).await? else {
        announce::deleted(common, hub).await;
        return Err(Error::not_found());
    };
    let mut members = Vec::new();
    for user in hub.doubted() {
        let known = hub.member_now(user);
        let stored = members::find(&common.store, hub.id(), user).await?;
        if let Some(stored) = stored.filter(|stored| known.as_deref() != Some(stored)) {
            members.push((known, stored));
        }
    }
    hub.be_certain();
    let (is_restructured, looks_different) =
        (stored != *hub.structure(), !stored.looks_like(&hub.structure()));
    let outcome = Outcome {
        writes: Vec::new(),
        structure: stored,
        is_restructured,
        looks_different,
        members,
        is_deleted: false,
    };
    publish(common, hub, outcome).await;
    Ok(())
}

/// What a change of these members starts from.
pub(super) async fn basis_of(common: &Common, hub: &HubState, about: &[UserId]) -> Result<Basis> {
    // Side by side: of a crowd, the store reads together what waits together.
    let known = try_join_all(about.iter().map(|user| hub.known(*user))).await?;
    let members: HashMap<_, _> = known.into_iter().flatten().map(|member| (member.user, member)).collect();
    let capacity = common.settings.capacity;
    // After the members: whoever is renamed meanwhile has this hub changed afterwards.
    let asked = members.keys().copied().chain(about.iter().copied());
    let people = try_join_all(asked.map(|user| person(common, user))).await?.into_iter().flatten().collect();
    Ok(Basis { structure: hub.structure(), members, people, now: common.clock.now(), capacity })
}

/// Nobody, if there is nobody with this id.
async fn person(common: &Common, user: UserId) -> Result<Option<(UserId, Arc<User>)>> {
    match common.people.find(user).await {
        Ok(person) => Ok(Some((user, person))),
        Err(Error::Rejected(problem)) if problem.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether another writer changed this hub or one of its members. Other documents are the operation's own.
fn is_of_this_hub(error: &StoreError) -> bool {
    let own = |collection: &str| collection == HUBS.name || collection == MEMBERS.name;
    match error {
        StoreError::Changed { collection, .. } => own(collection),
        // What is to be swept is noted already: the structure changed, and we were not told.
        StoreError::Conflict { collection, .. } => [MEMBERS.name, SWEEPS.name].contains(&collection.as_str()),
        _ => false,
    }
}

/// Cannot fail: what is stored is in force, whatever happens to those who are told.
pub(super) async fn publish(common: &Common, hub: &Arc<HubState>, outcome: Outcome) {
    let Outcome { structure, is_restructured, looks_different, members, is_deleted, .. } = outcome;
    if is_deleted {
        announce::deleted(common, hub).await;
        return;
    }
    let gone = hub.structure().channels_not_in(&structure);
    hub.publish(structure);
    for (_, after) in &members {
        hub.remember(Arc::new(after.clone()));
    }
    // Who comes takes no right from anybody.
    if is_restructured || members.iter().any(|(before, _)| before.is_some()) {
        hub.end_of_old_rights().await;
    }
    if looks_different {
        common.bus.restructured(hub.id(), None).await;
    }
    if !gone.is_empty() {
        announce::channels_deleted(common, &gone);
    }
    announce::members(common, hub, &members).await;
}

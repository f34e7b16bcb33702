//! How a hub changes: one mechanism for structure and members.
//!
//! The hub's actor runs one change after another. Each works on the latest state, is written in one batch that
//! also replaces the hub's document, and is only then published. A second writer elsewhere makes the batch
//! fail; the change then starts over from what that writer stored.

use super::announce;
use super::draft::{Basis, Draft, Outcome};
use super::store::HUBS;
use super::structure::Structure;
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::members::{self, MEMBERS};
use crate::domain::sweeps::SWEEPS;
use crate::error::{Error, Result};
use crate::store::StoreError;
use hubbub_shared::{ErrorCode, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a change starts over because of another writer.
const ATTEMPTS: usize = 5;

/// Works on a draft; may run several times.
pub type Make = Box<dyn FnMut(&mut Draft) -> Result<()> + Send>;

/// Runs by itself, called by the hub's actor. `about` are the members the change reads or writes.
pub async fn apply(app: &App, hub: &Arc<HubHandle>, about: &[UserId], mut make: Make) -> Result<()> {
    for _ in 0..ATTEMPTS {
        if hub.is_in_doubt() {
            catch_up(app, hub).await?;
        }
        if hub.is_closed() {
            return Err(Error::not_found());
        }
        let mut draft = Draft::new(basis(app, hub, about).await?);
        make(&mut draft)?;
        let mut outcome = draft.finish()?;
        match app.store.batch(std::mem::take(&mut outcome.writes)).await {
            Ok(()) => {
                publish(app, hub, outcome).await;
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

/// Compares what is published with what is stored, and tells live sessions what they missed.
pub async fn catch_up(app: &App, hub: &Arc<HubHandle>) -> Result<()> {
    let Some(stored) = Structure::load(&app.store, hub.id()).await? else {
        announce::deleted(app, hub).await;
        return Err(Error::not_found());
    };
    let mut members = Vec::new();
    for user in hub.doubted() {
        let known = hub.member_now(user);
        let stored = members::store::find(&app.store, hub.id(), user).await?;
        if let Some(stored) = stored.filter(|stored| known.as_deref() != Some(stored)) {
            members.push((known, stored));
        }
    }
    hub.be_certain();
    let structure = Some(stored).filter(|stored| *stored != *hub.structure());
    publish(app, hub, Outcome { writes: Vec::new(), structure, members, deleted: false }).await;
    Ok(())
}

async fn basis(app: &App, hub: &Arc<HubHandle>, about: &[UserId]) -> Result<Basis> {
    let mut members = HashMap::new();
    for user in about {
        if let Some(member) = hub.known(app, *user).await? {
            members.insert(*user, member);
        }
    }
    Ok(Basis { structure: hub.structure(), members, now: app.clock.now() })
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
async fn publish(app: &App, hub: &Arc<HubHandle>, outcome: Outcome) {
    let Outcome { structure, members, deleted, .. } = outcome;
    if deleted {
        announce::deleted(app, hub).await;
        return;
    }
    let restructured = structure.is_some();
    let gone = structure.as_ref().map(|after| hub.structure().channels_not_in(after)).unwrap_or_default();
    if let Some(structure) = structure {
        hub.publish(app, structure);
    }
    for (_, after) in &members {
        hub.remember(Arc::new(after.clone()));
    }
    if restructured {
        announce::restructured(app, hub).await;
    }
    if !gone.is_empty() {
        announce::channels_deleted(app, &gone);
    }
    for (before, after) in members {
        announce::member(app, hub, before.as_deref(), &after).await;
    }
}

//! How a hub changes: one mechanism for structure and members.
//!
//! The hub's actor runs one change after another. Each works on the latest state, is written in one batch that
//! also replaces the hub's document, and is only then published. A second writer elsewhere makes the batch
//! fail; the change then starts over from what that writer stored.

use super::announce;
use super::draft::{Basis, Draft, Outcome};
use super::store::HUBS;
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::members::MEMBERS;
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
        let mut draft = Draft::new(basis(app, hub, about).await?);
        make(&mut draft)?;
        let outcome = draft.finish()?;
        match app.store.batch(outcome.writes.clone()).await {
            Ok(()) => return publish(app, hub, outcome).await,
            Err(error) if is_of_this_hub(&error) => hub.reload(app, about).await?,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::rejected(
        ErrorCode::Conflict,
        "Somebody else is changing this hub at the same time. Try again.",
    ))
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
        StoreError::Conflict { collection, .. } => collection == MEMBERS.name,
        _ => false,
    }
}

async fn publish(app: &App, hub: &Arc<HubHandle>, outcome: Outcome) -> Result<()> {
    let Outcome { structure, members, deleted, .. } = outcome;
    if deleted {
        announce::deleted(app, hub).await;
        return Ok(());
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
        announce::member(app, hub, before.as_deref(), &after).await?;
    }
    Ok(())
}

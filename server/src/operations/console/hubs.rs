//! Hubs, as the owner of the server sees them: how large they are, closing, deleting, handing over. Nothing of what is said.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, FactsDoc, differences};
use crate::domain::hubs::{self, Draft, HubDoc, Needs};
use crate::domain::members;
use crate::domain::server::GRACE_MS;
use crate::domain::suspensions::SuspensionDoc;
use crate::domain::users::Person;
use crate::error::{Error, Result};

use crate::live::{HubHandle, Live, Sizes};
use crate::operations::prove::by;
use hubbub_shared::model::{AdminHub, AdminHubs, AuditAction, FieldChange, User};
use hubbub_shared::protocol::command::{
    AdminDeleteHub, AdminGetHub, AdminGetHubs, AdminReleaseHub, AdminSuspendHub, AdminTransferHub,
};
use hubbub_shared::{HubId, Problem, UserId};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// Hubs that are read at once.
const PIECE: usize = 500;

/// Some hubs, the largest first. All are counted, at most every ten seconds.
pub async fn list(live: &Live, caller: &Caller, command: AdminGetHubs) -> Result<AdminHubs> {
    prove::owner(live, caller).await?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let from = usize::try_from(command.from.unwrap_or_default()).unwrap_or(usize::MAX);
    let fitting = fitting(live, &command).await?;
    let mut hubs = Vec::new();
    for (hub, size) in fitting.iter().skip(from).take(limit) {
        // What is gone since it was counted.
        let Some(found) = hubs::find(&live.store, *hub).await? else { continue };
        hubs.push(view_of(live, &found, *size).await?);
    }
    let end = from.saturating_add(limit);
    let next = (end < fitting.len()).then_some(end as u64);
    Ok(AdminHubs { hubs, total: fitting.len() as u64, next })
}

/// Those that are asked for, the largest first.
async fn fitting(live: &Live, command: &AdminGetHubs) -> Result<Sizes> {
    let sizes = sizes(live).await?;
    let query = command.query.as_deref().map(|query| query.trim().to_lowercase()).unwrap_or_default();
    let only_suspended = command.suspended == Some(true);
    if query.is_empty() && !only_suspended {
        return Ok(sizes);
    }
    let now = live.clock.now();
    let fits = |hub: &HubDoc| {
        (!only_suspended || hub.suspended_at(now).is_some()) && (query.is_empty() || hub.is_meant_by(&query))
    };
    let (mut found, mut after) = (HashSet::new(), None);
    loop {
        let piece = hubs::after(&live.store, after, PIECE).await?;
        found.extend(piece.iter().filter(|hub| fits(hub)).map(|hub| hub.id));
        match piece.last() {
            Some(last) if piece.len() == PIECE => after = Some(last.id),
            _ => return Ok(Arc::new(sizes.iter().filter(|(hub, _)| found.contains(hub)).copied().collect())),
        }
    }
}

async fn sizes(live: &Live) -> Result<Sizes> {
    if let Some(sizes) = live.server.sizes() {
        return Ok(sizes);
    }
    let (mut sizes, mut after) = (Vec::new(), None);
    loop {
        let piece = hubs::after(&live.store, after, PIECE).await?;
        for hub in &piece {
            sizes.push((hub.id, members::count(&live.store, hub.id).await?));
        }
        match piece.last() {
            Some(last) if piece.len() == PIECE => after = Some(last.id),
            _ => break,
        }
    }
    sizes.sort_by_key(|(hub, size)| (std::cmp::Reverse(*size), *hub));
    let sizes = Arc::new(sizes);
    live.server.counted(&sizes);
    Ok(sizes)
}

async fn view_of(live: &Live, hub: &HubDoc, members: u64) -> Result<AdminHub> {
    Ok(AdminHub {
        hub: hub.view(),
        owner: User::clone(&*live.people.find(hub.owner).await?),
        members,
        suspended: hub.suspended_at(live.clock.now()).map(SuspensionDoc::view),
    })
}

/// One hub by its id, counted now.
pub async fn look(live: &Live, caller: &Caller, command: AdminGetHub) -> Result<AdminHub> {
    prove::owner(live, caller).await?;
    view(live, command.hub).await
}

async fn view(live: &Live, hub: HubId) -> Result<AdminHub> {
    let found = hubs::find(&live.store, hub).await?.ok_or_else(Error::not_found)?;
    view_of(live, &found, members::count(&live.store, hub).await?).await
}

/// Closes a hub. Its members' sessions have lost what is in it when this is answered.
pub async fn suspend(live: &Live, caller: &Caller, command: AdminSuspendHub) -> Result<AdminHub> {
    let access = prove::owner(live, caller).await?;
    let AdminSuspendHub { hub, reason, until } = command;
    let suspension = SuspensionDoc::parse(&reason, until, access.owner(), live.clock.now())?;
    close(live, caller, hub, suspension).await
}

/// Closes a hub, and has it deleted after its days of grace.
pub async fn delete(live: &Live, caller: &Caller, command: AdminDeleteHub) -> Result<AdminHub> {
    let access = prove::owner(live, caller).await?;
    let found = hubs::find(&live.store, command.hub).await?.ok_or_else(Error::not_found)?;
    if found.name != command.name.trim() {
        let message = format!("This is not the name of the hub. Type {} to go on.", found.name);
        return Err(Problem::field("name", message).into());
    }
    let now = live.clock.now();
    let until = Some(now.plus_ms(GRACE_MS));
    let suspension = SuspensionDoc::parse(&command.reason, until, access.owner(), now)?;
    close(live, caller, command.hub, SuspensionDoc { deletes: true, ..suspension }).await
}

async fn close(live: &Live, caller: &Caller, hub: HubId, suspension: SuspensionDoc) -> Result<AdminHub> {
    let (handle, reason) = (find(live, hub).await?, suspension.reason.clone());
    let before = handle.structure().hub.suspended.as_ref().map(SuspensionDoc::view);
    let changes = differences(before.as_ref(), Some(&suspension.view()), &[]);
    let fact = told(live, caller, &handle, AuditAction::HubSuspended, changes, Some(&reason));
    change(live, caller, &handle, &[], fact, move |draft| draft.suspend(Some(suspension.clone()))).await
}

/// Opens a hub again.
pub async fn release(live: &Live, caller: &Caller, command: AdminReleaseHub) -> Result<AdminHub> {
    prove::owner(live, caller).await?;
    let (handle, reason) = (find(live, command.hub).await?, prove::reason(command.reason.as_deref())?);
    let before = handle.structure().hub.suspended.as_ref().map(SuspensionDoc::view);
    if before.is_none() {
        return view(live, command.hub).await;
    }
    let changes = differences(before.as_ref(), None, &[]);
    let fact = told(live, caller, &handle, AuditAction::HubReleased, changes, reason.as_deref());
    change(live, caller, &handle, &[], fact, |draft| draft.suspend(None)).await
}

/// Gives a hub to another of its members.
pub async fn transfer(live: &Live, caller: &Caller, command: AdminTransferHub) -> Result<AdminHub> {
    prove::owner(live, caller).await?;
    let (handle, reason) = (find(live, command.hub).await?, prove::reason(command.reason.as_deref())?);
    let heir: Option<Person> = live.store.get(command.owner).await?;
    let heir = heir.ok_or_else(|| Problem::field("owner", "The new owner must be a member of the hub."))?;
    let owner = |owner: UserId| Some(Value::from(owner.to_string()));
    let (before, after) = (owner(handle.structure().hub.owner), owner(heir.id));
    if before == after {
        return view(live, command.hub).await;
    }
    let changes = vec![FieldChange { field: "owner".to_owned(), before, after }];
    let fact = told(live, caller, &handle, AuditAction::HubHandedOver, changes, reason.as_deref());
    change(live, caller, &handle, &[heir.id], fact, move |draft| draft.hand_over(&heir)).await
}

async fn find(live: &Live, hub: HubId) -> Result<Arc<HubHandle>> {
    live.hubs.find(hub).await?.ok_or_else(Error::not_found)
}

fn told(
    live: &Live,
    caller: &Caller,
    hub: &HubHandle,
    action: AuditAction,
    changes: Vec<FieldChange>,
    reason: Option<&str>,
) -> FactsDoc {
    let about = (hub.id().to_string(), Some(hub.structure().hub.name.clone()));
    prove::fact(live, caller, Fact::of_server(action, about, None, changes), reason)
}

/// The change and its line in the log of the server, all or nothing.
async fn change(
    live: &Live,
    caller: &Caller,
    hub: &Arc<HubHandle>,
    about: &[UserId],
    fact: FactsDoc,
    mut make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
) -> Result<AdminHub> {
    let (needs, facts_id) = (Needs::Server(prove::owner(live, caller).await?), fact.number_of_id());
    hub.change(by(caller), needs, about, move |draft| {
        make(draft)?;
        draft.tell_server(&fact)
    })
    .await?;
    live.new_facts.came(facts_id);
    view(live, hub.id()).await
}

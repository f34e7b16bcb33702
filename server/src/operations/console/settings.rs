//! Who may come, who may found hubs, and limits, changed while the server runs.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, differences};
use crate::domain::server::{self, ServerDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::{StoreError, Write};
use hubbub_shared::Problem;
use hubbub_shared::model::{AuditAction, ServerSettings};
use hubbub_shared::protocol::command::{AdminGetSettings, AdminUpdateSettings};

/// How often a change starts over because somebody else made one at the same moment.
const ATTEMPTS: usize = 10;
/// The greatest limit there is, and the least number of changes: with none left, nobody could set it back.
const MOST: u32 = 1_000_000;
const LEAST_WRITES: u32 = 10;

/// What is set.
pub async fn look(live: &Live, caller: &Caller, _: AdminGetSettings) -> Result<ServerSettings> {
    prove::owner(live, caller).await?;
    Ok(live.server.now().view(live.server.usual()))
}

/// Sets what is given.
pub async fn update(live: &Live, caller: &Caller, command: AdminUpdateSettings) -> Result<ServerSettings> {
    prove::owner(live, caller).await?;
    check(&command)?;
    let reason = prove::reason(command.reason.as_deref())?;
    let stored = change(live, caller, (AuditAction::ServerUpdated, reason.as_deref()), |doc| {
        set(doc, &command);
        Ok(())
    })
    .await?;
    Ok(stored.view(live.server.usual()))
}

fn check(command: &AdminUpdateSettings) -> Result<()> {
    let limits = [
        ("sends_per_minute", command.sends_per_minute),
        ("writes_per_minute", command.writes_per_minute),
        ("sign_ins_per_minute", command.sign_ins_per_minute),
        ("exports_per_hour", command.exports_per_hour),
        ("hubs_of_a_person", command.hubs_of_a_person),
        ("members_of_a_hub", command.members_of_a_hub),
    ];
    for (name, limit) in limits {
        let Some(Some(limit)) = limit else { continue };
        if limit > MOST {
            return Err(
                Problem::field(name, format!("{name} is a number up to {MOST}, or 0 for no limit.")).into()
            );
        }
        if name == "writes_per_minute" && (1..LEAST_WRITES).contains(&limit) {
            let message = format!("{name} is at least {LEAST_WRITES}, or 0 for no limit.");
            return Err(Problem::field(name, message).into());
        }
    }
    Ok(())
}

fn set(doc: &mut ServerDoc, command: &AdminUpdateSettings) {
    doc.sign_ups = command.sign_ups.unwrap_or(doc.sign_ups);
    doc.hub_makers = command.hub_makers.unwrap_or(doc.hub_makers);
    let limits = &mut doc.limits;
    for (limit, wished) in [
        (&mut limits.sends_per_minute, command.sends_per_minute),
        (&mut limits.writes_per_minute, command.writes_per_minute),
        (&mut limits.sign_ins_per_minute, command.sign_ins_per_minute),
        (&mut limits.exports_per_hour, command.exports_per_hour),
        (&mut limits.hubs_of_a_person, command.hubs_of_a_person),
        (&mut limits.members_of_a_hub, command.members_of_a_hub),
    ] {
        *limit = wished.unwrap_or(*limit);
    }
}

/// The change and its line of the log, all or nothing. One that changes nothing is not written.
pub async fn change(
    live: &Live,
    caller: &Caller,
    (action, reason): (AuditAction, Option<&str>),
    change: impl Fn(&mut ServerDoc) -> Result<()>,
) -> Result<ServerDoc> {
    for _ in 0..ATTEMPTS {
        let stored = server::load(&live.store).await?;
        let before = stored.clone().unwrap_or_default();
        let mut after = before.clone();
        change(&mut after)?;
        if after == before {
            return Ok(after);
        }
        let changes = differences(Some(&before), Some(&after), &["_id", "version", "announcements"]);
        let fact = Fact::of_server(action, ("server".to_owned(), None), None, changes);
        let facts = prove::fact(live, caller, fact, reason);
        let write = if stored.is_some() { Write::replace(&after)? } else { Write::insert(&after)? };
        match live.store.batch(vec![write, Write::insert(&facts)?]).await {
            Ok(()) => {
                if stored.is_some() {
                    after.version += 1;
                }
                live.new_facts.came(facts.number_of_id());
                live.server.put(after.clone());
                return Ok(after);
            }
            Err(StoreError::Changed { .. } | StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::unavailable())
}

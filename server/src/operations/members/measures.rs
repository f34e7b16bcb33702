//! What was done about somebody: the lines of the audit log that tell of it.

use super::notes::looks_after;
use crate::domain::audit::{self, Filter};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::audit::entry;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::AuditPage;
use hubbub_shared::protocol::command::GetMeasures;

/// Who may do one of these may know what was done before.
const DECIDES: [Permissions; 3] =
    [Permissions::TIME_OUT_MEMBERS, Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS];

/// Measures against somebody who is or was in the hub, newest first.
pub async fn measures(live: &Live, caller: &Caller, command: GetMeasures) -> Result<AuditPage> {
    let (hub, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    looks_after(&access, &DECIDES)?;
    hub.known(command.user).await?.ok_or_else(Error::not_found)?;
    let filter = Filter { whom: Some(command.user), measures: true, ..Filter::default() };
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    // Greater numbers than this no store can hold.
    let before = command.before.unwrap_or(u64::MAX).min(i64::MAX as u64);
    let (lines, next) = audit::page(&live.store, command.hub, &filter, before, limit).await?;
    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        entries.push(entry(live, line).await?);
    }
    Ok(AuditPage { entries, next })
}

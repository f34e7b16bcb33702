//! Looking at who did what in a hub.

use super::prove;
use crate::domain::audit::{self, Filter};
use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use crate::live::audit::entry;
use hubbub_shared::model::audit::AuditPage;
use hubbub_shared::protocol::command::GetAuditLog;
use hubbub_shared::{HubId, Permissions};

/// Lines of a hub's audit log, newest first.
pub async fn page(live: &Live, caller: &Caller, command: GetAuditLog) -> Result<AuditPage> {
    prove::hub(live, caller, command.hub, Permissions::VIEW_AUDIT_LOG).await?;
    lines(live, command.hub, &filter(&command), command.before, command.limit).await
}

/// The lines of a log that fit, of whoever's log it is.
pub async fn lines(
    live: &Live,
    log: HubId,
    filter: &Filter,
    before: Option<u64>,
    limit: Option<u64>,
) -> Result<AuditPage> {
    let limit = live.settings.capacity.page.limit(limit)? as usize;
    // Greater numbers than this no store can hold.
    let before = before.unwrap_or(u64::MAX).min(i64::MAX as u64);
    let (lines, next) = audit::page(&live.store, log, filter, before, limit).await?;
    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        entries.push(entry(live, line).await?);
    }
    Ok(AuditPage { entries, next })
}

fn filter(command: &GetAuditLog) -> Filter {
    let GetAuditLog { who, whom, action, place, since, until, .. } = *command;
    Filter { who, whom, action, place, measures: false, since, until }
}

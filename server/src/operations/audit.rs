//! Looking at who did what in a hub.

use super::prove;
use crate::domain::audit::{self, AuditDoc, Filter};
use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use hubbub_shared::model::User;
use hubbub_shared::model::audit::{AuditEntry, AuditPage};
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
        entries.push(view(live, line).await?);
    }
    Ok(AuditPage { entries, next })
}

fn filter(command: &GetAuditLog) -> Filter {
    let GetAuditLog { who, whom, action, place, since, until, .. } = *command;
    Filter { who, whom, action, place, measures: false, since, until }
}

/// A line as those see it who may read it.
pub async fn view(live: &Live, line: AuditDoc) -> Result<AuditEntry> {
    let who = User::clone(&*live.people.find_or_webhook(line.who).await?);
    let whom = match line.whom {
        Some(whom) => Some(User::clone(&*live.people.find_or_webhook(whom).await?)),
        None => None,
    };
    Ok(AuditEntry {
        hub: line.hub,
        number: line.number,
        at: line.at,
        who,
        actor: line.actor,
        action: line.action,
        subject: line.subject,
        name: line.name,
        whom,
        place: line.place,
        changes: line.changes,
        reason: line.reason,
        request_id: line.request,
        hash: line.hash,
    })
}

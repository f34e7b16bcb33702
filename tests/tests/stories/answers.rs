//! What stories of all kinds are told: refusals, moments, and lines of the audit log.

use hubbub_shared::model::audit::{AuditAction, AuditEntry};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetAuditLog;
use hubbub_shared::{ErrorCode, HubId, Problem, Timestamp};
use hubbub_tests::{Acts, eventually};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Why something was refused.
#[track_caller]
pub fn refused(answer: Result<Reply, Problem>) -> ErrorCode {
    problem_of(answer).code
}

/// All that is said to what is refused.
#[track_caller]
pub fn problem_of(answer: Result<Reply, Problem>) -> Problem {
    answer.expect_err("this is to be refused")
}

/// Some milliseconds from now.
pub fn in_ms(ms: i64) -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    Timestamp(i64::try_from(now).unwrap()).plus_ms(ms)
}

/// A moment after what is checked before it, also on a busy machine.
pub fn soon() -> Timestamp {
    in_ms(6_000)
}

/// Waits until a moment is past.
pub async fn past(moment: Timestamp) {
    let left = u64::try_from(moment.0 - in_ms(0).0).unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(left + 100)).await;
}

/// Lines of the audit log, as asked for.
pub async fn log_of(reader: &impl Acts, ask: GetAuditLog) -> Vec<AuditEntry> {
    match reader.calls(ask).await {
        Ok(Reply::AuditLog(page)) => page.entries,
        other => panic!("expected a part of the audit log, got {other:?}"),
    }
}

/// Lines of the audit log that tell of this, newest first.
pub async fn logged(reader: &impl Acts, hub: HubId, action: AuditAction) -> Vec<AuditEntry> {
    log_of(reader, GetAuditLog { action: Some(action), ..GetAuditLog::of(hub) }).await
}

/// The same, as soon as there is one.
pub async fn log_with(reader: &impl Acts, hub: HubId, action: AuditAction) -> Vec<AuditEntry> {
    eventually(action.name(), async || {
        Some(logged(reader, hub, action).await).filter(|entries| !entries.is_empty())
    })
    .await
}

//! Reports that were put before the owner of the server: looking at them, and deciding about them.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::reports::{self as store, ReportDoc};
use crate::error::Result;
use crate::live::Live;
use crate::operations::reports::{self, Desk};
use hubbub_shared::model::{ReportCase, ReportCases, ReportInFull, ReportState};
use hubbub_shared::protocol::command::{AdminGetReport, AdminGetReports, AdminResolveReport};

/// Some of them, oldest first. What is said of the caller is not theirs to decide.
pub async fn list(live: &Live, caller: &Caller, command: AdminGetReports) -> Result<ReportCases> {
    prove::owner(live, caller).await?;
    let read = async |after, limit| store::escalated(&live.store, after, limit).await;
    let is_shown = |report: &ReportDoc| {
        let is_decided = report.state == ReportState::Resolved;
        report.whom != caller.user && is_decided == command.decided.unwrap_or(false)
    };
    reports::paged(live, command.after, command.limit, read, is_shown).await
}

/// One of them with its evidence.
pub async fn look(live: &Live, caller: &Caller, command: AdminGetReport) -> Result<ReportInFull> {
    prove::owner(live, caller).await?;
    let report = Desk::Server.find(live, caller, command.report).await?;
    reports::in_full(live, &report).await
}

/// Decides about one of them, whoever of the hub looks after it.
pub async fn resolve(live: &Live, caller: &Caller, command: AdminResolveReport) -> Result<ReportCase> {
    prove::owner(live, caller).await?;
    let AdminResolveReport { report, outcome, answer } = command;
    reports::decide(live, caller, (Desk::Server, report), (outcome, &answer)).await
}

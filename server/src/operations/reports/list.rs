//! Looking at reports: one's own, and those of a hub.

use crate::domain::caller::Caller;
use crate::domain::evidence::EvidenceDoc;
use crate::domain::reports::{self, ReportDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::store::StoreError;
use hubbub_shared::model::{
    Report, ReportCase, ReportCases, ReportCount, ReportInFull, ReportState, Reports, User,
};
use hubbub_shared::protocol::command::{CountReports, GetOwnReports, GetReport, GetReports};
use hubbub_shared::{HubId, Permissions, ReportId, UserId};

/// Reports that are looked at for one page; if the caller decides about few of them, the rest is for the next page.
const MOST_LOOKED_AT: usize = 1_000;

/// Reports that are counted for one who decides about them.
const MOST_COUNTED: usize = 100;

/// What the caller has reported.
pub async fn own(live: &Live, caller: &Caller, command: GetOwnReports) -> Result<Reports> {
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let mut found = reports::of_reporter(&live.store, caller.user, command.before, limit + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|last| last.id).filter(|_| has_more);
    let mut reports = Vec::with_capacity(found.len());
    for report in &found {
        reports.push(report_of(live, report).await?);
    }
    Ok(Reports { reports, next })
}

/// Some of the reports about which the caller decides.
pub async fn list(live: &Live, caller: &Caller, command: GetReports) -> Result<ReportCases> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::REVIEW_REPORTS).await?;
    let of = (command.hub, command.state.unwrap_or(ReportState::Open));
    let read = async |after, limit| reports::page(&live.store, of, after, limit).await;
    let is_theirs = |report: &ReportDoc| report.matter().is_for(&access);
    paged(live, command.after, command.limit, read, is_theirs).await
}

/// A page of those that are shown, out of what is read after one.
pub async fn paged(
    live: &Live,
    mut after: Option<ReportId>,
    limit: Option<u64>,
    read: impl AsyncFn(Option<ReportId>, usize) -> std::result::Result<Vec<ReportDoc>, StoreError>,
    is_shown: impl Fn(&ReportDoc) -> bool,
) -> Result<ReportCases> {
    let limit = live.settings.capacity.page.limit(limit)? as usize;
    let (mut cases, mut looked_at) = (Vec::new(), 0);
    loop {
        let piece = read(after, limit + 1).await?;
        let is_last = piece.len() <= limit;
        looked_at += piece.len();
        for report in piece {
            let is_shown = is_shown(&report);
            if is_shown && cases.len() == limit {
                return Ok(ReportCases { cases, next: after });
            }
            after = Some(report.id);
            if is_shown {
                cases.push(case_of(live, &report).await?);
            }
        }
        if is_last {
            return Ok(ReportCases { cases, next: None });
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok(ReportCases { cases, next: after });
        }
    }
}

/// How many reports about which the caller decides nobody looks after yet.
pub async fn count(live: &Live, caller: &Caller, command: CountReports) -> Result<ReportCount> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::REVIEW_REPORTS).await?;
    let of = (command.hub, ReportState::Open);
    let found = reports::page(&live.store, of, None, MOST_COUNTED).await?;
    let open = found.iter().filter(|report| report.matter().is_for(&access)).count() as u64;
    Ok(ReportCount { open })
}

/// A report with its evidence.
pub async fn full(live: &Live, caller: &Caller, command: GetReport) -> Result<ReportInFull> {
    let report = find(live, caller, command.hub, command.report).await?;
    in_full(live, &report).await
}

/// A report with its evidence, for who was proved to decide about it.
pub async fn in_full(live: &Live, report: &ReportDoc) -> Result<ReportInFull> {
    let evidence = live.store.get::<EvidenceDoc>(report.id).await?.ok_or_else(Error::not_found)?;
    Ok(ReportInFull { case: case_of(live, report).await?, evidence: Box::new(evidence.view()) })
}

/// A report about which the caller decides.
pub async fn find(live: &Live, caller: &Caller, hub: HubId, id: ReportId) -> Result<ReportDoc> {
    let (_, access) = prove::hub(live, caller, hub, Permissions::REVIEW_REPORTS).await?;
    let report = reports::find(&live.store, hub, id).await?;
    report.filter(|report| report.matter().is_for(&access)).ok_or_else(Error::not_found)
}

/// As its maker sees it.
pub async fn report_of(live: &Live, report: &ReportDoc) -> Result<Report> {
    let answer = report.resolution.as_ref().map(|resolution| resolution.answer.clone());
    Ok(Report {
        id: report.id,
        hub: report.hub,
        whom: person(live, report.whom).await?,
        channel: report.channel,
        message: report.message,
        category: report.category,
        words: report.words.clone(),
        at: report.at,
        state: report.state,
        outcome: report.resolution.as_ref().map(|resolution| resolution.outcome),
        answer: answer.filter(|answer| !answer.is_empty()),
    })
}

/// As those see it who decide.
pub async fn case_of(live: &Live, report: &ReportDoc) -> Result<ReportCase> {
    let by = match report.by {
        Some(by) => Some(person(live, by).await?),
        None => None,
    };
    let escalation = report.escalation.as_ref();
    Ok(ReportCase {
        report: report_of(live, report).await?,
        reporter: person(live, report.reporter).await?,
        by,
        resolved_at: report.resolution.as_ref().map(|resolution| resolution.at),
        escalated_at: escalation.map(|escalation| escalation.at),
        escalated_why: escalation.and_then(|escalation| escalation.reason.clone()),
    })
}

async fn person(live: &Live, id: UserId) -> Result<User> {
    Ok(User::clone(&*live.people.find_or_webhook(id).await?))
}

//! Looking after reports and deciding about them. Each of it is a fact; who reported is in none.

use super::list::{case_of, find};
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::reports::{EscalationDoc, ReportDoc, ResolutionDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::request_id;
use crate::store::{StoreError, Write};
use hubbub_shared::model::{AuditAction, ReportCase, ReportState};
use hubbub_shared::protocol::command::{EscalateReport, ResolveReport, ReturnReport, TakeReport};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::text::{Reason, ReportAnswer};
use hubbub_shared::{HubId, ReportId};

/// How often a report is read again because somebody else changed it meanwhile.
const ATTEMPTS: usize = 10;

/// Looks after a report.
pub async fn take(live: &Live, caller: &Caller, command: TakeReport) -> Result<ReportCase> {
    let by = caller.user;
    let told = (AuditAction::ReportTaken, None);
    change(live, caller, (command.hub, command.report), told, |report| report.take(by)).await
}

/// Leaves a report to others.
pub async fn give_back(live: &Live, caller: &Caller, command: ReturnReport) -> Result<ReportCase> {
    let told = (AuditAction::ReportReturned, None);
    change(live, caller, (command.hub, command.report), told, ReportDoc::give_back).await
}

/// Decides about a report.
pub async fn resolve(live: &Live, caller: &Caller, command: ResolveReport) -> Result<ReportCase> {
    let ResolveReport { hub, report, outcome, answer } = command;
    let answer: String = ReportAnswer::parse(&answer)?.into();
    let (by, at) = (caller.user, live.clock.now());
    let told = (AuditAction::ReportResolved, None);
    change(live, caller, (hub, report), told, |report| {
        report.resolve(by, ResolutionDoc { outcome, answer: answer.clone(), at })
    })
    .await
}

/// Puts a report before the owner of the server.
pub async fn escalate(live: &Live, caller: &Caller, command: EscalateReport) -> Result<ReportCase> {
    let EscalateReport { hub, report, reason } = command;
    let reason: Option<String> = reason.map(|reason| Reason::parse(&reason)).transpose()?.map(Into::into);
    let escalation = EscalationDoc { by: Some(caller.user), reason: reason.clone(), at: live.clock.now() };
    let told = (AuditAction::ReportEscalated, reason);
    change(live, caller, (hub, report), told, |report| {
        report.escalate(escalation.clone());
        Ok(())
    })
    .await
}

/// Changes a report together with the fact of it; nothing if it is as wanted already.
async fn change(
    live: &Live,
    caller: &Caller,
    (hub, id): (HubId, ReportId),
    (action, reason): (AuditAction, Option<String>),
    change: impl Fn(&mut ReportDoc) -> Result<()>,
) -> Result<ReportCase> {
    for _ in 0..ATTEMPTS {
        let before = find(live, caller, hub, id).await?;
        let mut after = before.clone();
        change(&mut after)?;
        if after == before {
            return case_of(live, &before).await;
        }
        let fact = Fact::of_report(action, &after).by(caller, &request_id::current());
        let fact = Fact { reason: reason.clone(), ..fact };
        let mut writes = vec![Write::replace(&after)?];
        let (number, facts) = (live.clock.next_id(), vec![fact]);
        if let Some(facts) = FactsDoc::of(number, Some(hub), after.version, live.clock.now(), facts) {
            writes.push(Write::insert(&facts)?);
        }
        match live.store.batch(writes).await {
            Err(StoreError::Changed { .. }) => {}
            outcome => {
                outcome?;
                live.new_facts.came(number);
                tell(live, &before, &after);
                return case_of(live, &after).await;
            }
        }
    }
    Err(Error::unavailable())
}

/// To those who decide, and once it is decided to who made it.
fn tell(live: &Live, before: &ReportDoc, after: &ReportDoc) {
    live.bus.reports_changed(after.matter(), false);
    if before.state != ReportState::Resolved && after.state == ReportState::Resolved {
        let event = Event::User(UserEvent::ReportResolved { report: after.id });
        live.bus.to_user(after.reporter, ServerFrame::Event(event));
    }
}

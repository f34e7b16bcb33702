//! Looking after reports and deciding about them. Each of it is a fact; who reported is in none.

use super::list::{case_of, find};
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::reports::{self, EscalationDoc, ReportDoc, ResolutionDoc};
use crate::domain::users;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use crate::store::{StoreError, Write};
use hubbub_shared::model::{AuditAction, ReportCase, ReportOutcome, ReportState};
use hubbub_shared::protocol::command::{EscalateReport, ResolveReport, ReturnReport, TakeReport};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::text::{Reason, ReportAnswer};
use hubbub_shared::{HubId, ReportId};

/// How often a report is read again because somebody else changed it meanwhile.
const ATTEMPTS: usize = 10;

/// Before whom a report is decided.
#[derive(Debug, Clone, Copy)]
pub enum Desk {
    /// The moderators of the hub it was made in.
    Hub(HubId),
    /// The owner of the server, to whom it was put. Whoever calls this is proved to be that.
    Server,
}

impl Desk {
    /// A report that lies there. Nobody decides about what is said of them.
    pub async fn find(self, live: &Live, caller: &Caller, report: ReportId) -> Result<ReportDoc> {
        match self {
            Self::Hub(hub) => find(live, caller, hub, report).await,
            Self::Server => {
                let found = reports::find_escalated(&live.store, report).await?;
                found.filter(|report| report.whom != caller.user).ok_or_else(Error::not_found)
            }
        }
    }

    /// For the log of the hub, if it is there still, and for that of the server if it was decided there.
    async fn facts(
        self,
        live: &Live,
        caller: &Caller,
        report: &ReportDoc,
        fact: Fact,
    ) -> Result<Vec<FactsDoc>> {
        let (now, mut facts) = (live.clock.now(), Vec::new());
        if let Self::Server = self {
            facts.push(prove::server_fact(live, caller, fact.clone(), fact.reason.as_deref()));
        }
        if live.hubs.find(report.hub).await?.is_some() {
            facts.extend(FactsDoc::of(
                live.clock.next_id(),
                Some(report.hub),
                report.version,
                now,
                vec![fact],
            ));
        }
        Ok(facts)
    }
}

/// Looks after a report.
pub async fn take(live: &Live, caller: &Caller, command: TakeReport) -> Result<ReportCase> {
    let by = caller.user;
    let told = (AuditAction::ReportTaken, None);
    change(live, caller, (Desk::Hub(command.hub), command.report), told, |report| report.take(by)).await
}

/// Leaves a report to others.
pub async fn give_back(live: &Live, caller: &Caller, command: ReturnReport) -> Result<ReportCase> {
    let told = (AuditAction::ReportReturned, None);
    change(live, caller, (Desk::Hub(command.hub), command.report), told, ReportDoc::give_back).await
}

/// Decides about a report.
pub async fn resolve(live: &Live, caller: &Caller, command: ResolveReport) -> Result<ReportCase> {
    let ResolveReport { hub, report, outcome, answer } = command;
    decide(live, caller, (Desk::Hub(hub), report), (outcome, &answer)).await
}

/// Decides about a report at a desk.
pub async fn decide(
    live: &Live,
    caller: &Caller,
    (desk, report): (Desk, ReportId),
    (outcome, answer): (ReportOutcome, &str),
) -> Result<ReportCase> {
    let answer: String = ReportAnswer::parse(answer)?.into();
    let (by, at) = (caller.user, live.clock.now());
    let told = (AuditAction::ReportResolved, None);
    change(live, caller, (desk, report), told, |report| {
        let resolution = ResolutionDoc { outcome, answer: answer.clone(), at };
        match desk {
            Desk::Hub(_) => report.resolve(by, resolution),
            Desk::Server => report.resolve_above(by, resolution),
        }
    })
    .await
}

/// Puts a report before the owner of the server.
pub async fn escalate(live: &Live, caller: &Caller, command: EscalateReport) -> Result<ReportCase> {
    let EscalateReport { hub, report, reason } = command;
    let reason: Option<String> = reason.map(|reason| Reason::parse(&reason)).transpose()?.map(Into::into);
    let escalation = EscalationDoc { by: Some(caller.user), reason: reason.clone(), at: live.clock.now() };
    let told = (AuditAction::ReportEscalated, reason);
    change(live, caller, (Desk::Hub(hub), report), told, |report| {
        report.escalate(escalation.clone());
        Ok(())
    })
    .await
}

/// Changes a report together with the fact of it; nothing if it is as wanted already.
async fn change(
    live: &Live,
    caller: &Caller,
    (desk, id): (Desk, ReportId),
    (action, reason): (AuditAction, Option<String>),
    change: impl Fn(&mut ReportDoc) -> Result<()>,
) -> Result<ReportCase> {
    for _ in 0..ATTEMPTS {
        let before = desk.find(live, caller, id).await?;
        let mut after = before.clone();
        change(&mut after)?;
        if after == before {
            return case_of(live, &before).await;
        }
        let fact = Fact::of_report(action, &after).by(caller, &request_id::current());
        let fact = Fact { reason: reason.clone(), ..fact };
        let facts = desk.facts(live, caller, &after, fact).await?;
        let mut writes = vec![Write::replace(&after)?];
        for facts in &facts {
            writes.push(Write::insert(facts)?);
        }
        match live.store.batch(writes).await {
            Err(StoreError::Changed { .. }) => {}
            outcome => {
                outcome?;
                if let Some(first) = facts.first() {
                    live.new_facts.came(first.number_of_id());
                }
                tell(live, &before, &after).await?;
                return case_of(live, &after).await;
            }
        }
    }
    Err(Error::unavailable())
}

/// To those who decide, and once it is decided to who made it.
async fn tell(live: &Live, before: &ReportDoc, after: &ReportDoc) -> Result<()> {
    live.bus.reports_changed(after.matter(), false);
    if before.state != ReportState::Resolved && after.state == ReportState::Resolved {
        let event = Event::User(UserEvent::ReportResolved { report: after.id });
        live.bus.to_user(after.reporter, ServerFrame::Event(event));
    }
    if after.escalation.is_some() {
        tell_owner(live, after, before.escalation.is_none()).await?;
    }
    Ok(())
}

/// What was put before the owner of the server, unless it is about them.
async fn tell_owner(live: &Live, report: &ReportDoc, is_new: bool) -> Result<()> {
    let owner = users::owner(&live.store).await?;
    if let Some(owner) = owner.filter(|owner| owner.id != report.whom) {
        let event = Event::User(UserEvent::ReportsChanged { hub: report.hub, is_new });
        live.bus.to_user(owner.id, ServerFrame::Event(event));
    }
    Ok(())
}

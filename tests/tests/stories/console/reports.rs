//! What moderators put before the owner of the server.

use super::line;
use crate::answers::{logged, refused};
use crate::scene::Cast;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{ReportCase, ReportCategory, ReportInFull, ReportOutcome, ReportState};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::*;
use hubbub_shared::{ErrorCode, HubId, ReportId};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_door, each_engine, eventually};

/// Bo's hub on Ada's server; Cy moderates it, Di is rude in it, and Eva has reported that.
struct Scene {
    ada: Phone,
    bo: Phone,
    cy: Phone,
    eva: Phone,
    hub: HubId,
    report: ReportId,
}

async fn scene(server: &Server) -> Scene {
    let Cast { ada, bo, .. } = Cast::gathers(server).await;
    let hub = bo.creates_hub("Chess").await;
    let code = bo.invites(hub.id).await;
    let (cy, di, eva) = (server.phone("Cy").await, server.phone("Di").await, server.phone("Eva").await);
    for one in [&cy, &di, &eva] {
        one.joins(&code).await;
    }
    let (channel, hub) = (hub.channels[0].id, hub.id);
    let judge = bo.makes_role(hub, "judge", hubbub_shared::Permissions::REVIEW_REPORTS).await.id;
    bo.assigns(hub, cy.id(), judge).await;
    let rude = di.sends(channel, "you fool").await.id;
    let category = ReportCategory::Harassment;
    let ask = ReportMessage { channel, message: rude, category, words: "Again.".to_owned() };
    let Ok(Reply::Report(report)) = eva.calls(ask).await else { panic!("a report") };
    Scene { ada, bo, cy, eva, hub, report: report.id }
}

async fn before_owner(owner: &impl Acts, decided: Option<bool>) -> Vec<ReportCase> {
    match owner.calls(AdminGetReports { decided, after: None, limit: None }).await {
        Ok(Reply::ReportCases(page)) => page.cases,
        other => panic!("expected reports, got {other:?}"),
    }
}

async fn full(owner: &impl Acts, report: ReportId) -> ReportInFull {
    match owner.calls(AdminGetReport { report }).await {
        Ok(Reply::ReportInFull(full)) => full,
        other => panic!("expected a report with its evidence, got {other:?}"),
    }
}

fn decides(report: ReportId) -> AdminResolveReport {
    AdminResolveReport {
        report,
        outcome: ReportOutcome::Other,
        answer: "Their account is closed.".to_owned(),
    }
}

each_door! {
    async fn what_is_put_before_the_owner_is_decided_whoever_looked_after_it(server: &Server, door: Door) {
        let Scene { ada, bo, cy, eva, hub, report } = scene(server).await;
        let owner = ada.via(door);
        assert!(before_owner(&owner, None).await.iter().all(|case| case.report.id != report), "it is the hub's affair");
        assert_eq!(refused(owner.calls(AdminGetReport { report }).await), ErrorCode::NotFound);
        assert_eq!(refused(owner.calls(decides(report)).await), ErrorCode::NotFound);

        cy.calls(TakeReport { hub, report }).await.unwrap();
        cy.calls(EscalateReport { hub, report, reason: Some("They threaten people.".to_owned()) }).await.unwrap();
        let is_of_it = |frame: &String| frame.contains("ReportsChanged") && frame.contains("is_new: true");
        eventually("the owner to be told", async || ada.arrived().iter().any(is_of_it).then_some(())).await;
        let seen = before_owner(&owner, None).await.into_iter().find(|case| case.report.id == report).expect("it is there");
        assert_eq!((seen.reporter.id, seen.escalated_why.as_deref()), (eva.id(), Some("They threaten people.")));
        assert_eq!(full(&owner, report).await.evidence.message.expect("a copy").content, "you fool");
        assert_eq!(refused(cy.via(door).calls(AdminGetReport { report }).await), ErrorCode::NotFound, "there is no console for others");

        let Ok(Reply::ReportCase(decided)) = owner.calls(decides(report)).await else { panic!("decided") };
        assert_eq!((decided.report.state, decided.by.map(|by| by.id)), (ReportState::Resolved, Some(ada.id())));
        assert!(before_owner(&owner, None).await.iter().all(|case| case.report.id != report));
        assert!(before_owner(&owner, Some(true)).await.iter().any(|case| case.report.id == report));
        assert_eq!(refused(owner.calls(decides(report)).await), ErrorCode::Conflict, "once");
        // Who reported reads the answer, the hub's moderators who decided, and both logs have it.
        let Ok(Reply::Reports(own)) = eva.calls(GetOwnReports { before: None, limit: None }).await else { panic!("own") };
        assert_eq!(own.reports[0].answer.as_deref(), Some("Their account is closed."));
        let told = line(&owner, AuditAction::ReportResolved, &report.to_string()).await;
        assert_eq!(told.who.id, ada.id());
        let in_hub = eventually("the hub's log", async || {
            logged(&bo, hub, AuditAction::ReportResolved).await.into_iter().find(|line| line.subject == report.to_string())
        }).await;
        assert_eq!(in_hub.who.id, ada.id());
    }
}

each_engine! {
    async fn it_stays_when_its_hub_is_gone_and_after_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let Scene { ada, bo, cy, hub, report, .. } = scene(&server).await;
        cy.calls(EscalateReport { hub, report, reason: None }).await.unwrap();
        bo.calls(DeleteHub { hub }).await.unwrap();
        server.kill9();
        server.restart().await;
        ada.reconnects().await;
        assert_eq!(full(&ada, report).await.evidence.message.expect("a copy").content, "you fool");
        ada.calls(decides(report)).await.unwrap();
        line(&ada, AuditAction::ReportResolved, &report.to_string()).await;
    }

    async fn nobody_decides_about_themselves_not_even_the_owner(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, .. } = Cast::gathers(&server).await;
        let ask = ReportMember { hub, user: ada.id(), category: ReportCategory::Other, words: "Unfair.".to_owned() };
        let Ok(Reply::Report(report)) = bo.calls(ask).await else { panic!("a report") };
        // Who owns the hub is reported: it is put before the owner of the server by itself, who is the same here.
        assert!(before_owner(&ada, None).await.is_empty());
        assert_eq!(refused(ada.calls(AdminGetReport { report: report.id }).await), ErrorCode::NotFound);
        assert_eq!(refused(ada.calls(decides(report.id)).await), ErrorCode::NotFound);
    }
}

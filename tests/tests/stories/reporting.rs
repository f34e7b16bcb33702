//! Reporting: who may, what is kept, who decides, and who never learns of it.

mod app;

use crate::answers::refused;
use crate::scene::Cast;
use crate::tampering;
use hubbub_shared::model::{
    AuditAction, AuditPage, Report, ReportCase, ReportCases, ReportCategory, ReportInFull, ReportOutcome,
    ReportState, Reports,
};
use hubbub_shared::protocol::command::{
    CountReports, DeleteHub, EditMessage, EscalateReport, GetAuditLog, GetOwnReports, GetReport, GetReports,
    ReportMember, ReportMessage, ResolveReport, ReturnReport, TakeReport,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ChannelId, ErrorCode, HubId, MessageId, Permissions, ReportId};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Phone, Server, each_door, each_engine, eventually, overwrite,
};

fn about(channel: ChannelId, message: MessageId) -> ReportMessage {
    ReportMessage {
        channel,
        message,
        category: ReportCategory::Harassment,
        words: "He goes on and on.".to_owned(),
    }
}

fn open(hub: HubId) -> GetReports {
    GetReports { hub, state: None, after: None, limit: None }
}

async fn reports(who: &impl Acts, ask: impl Into<Command>) -> Report {
    match who.calls(ask).await {
        Ok(Reply::Report(report)) => report,
        other => panic!("expected a report, got {other:?}"),
    }
}

async fn cases(who: &impl Acts, ask: GetReports) -> Vec<ReportCase> {
    match who.calls(ask).await {
        Ok(Reply::ReportCases(ReportCases { cases, .. })) => cases,
        other => panic!("expected cases, got {other:?}"),
    }
}

async fn own(who: &impl Acts) -> Vec<Report> {
    match who.calls(GetOwnReports { before: None, limit: None }).await {
        Ok(Reply::Reports(Reports { reports, .. })) => reports,
        other => panic!("expected one's own reports, got {other:?}"),
    }
}

async fn open_reports(who: &impl Acts, hub: HubId) -> u64 {
    match who.calls(CountReports { hub }).await {
        Ok(Reply::ReportCount(count)) => count.open,
        other => panic!("expected a count, got {other:?}"),
    }
}

async fn case(who: &impl Acts, ask: impl Into<Command>) -> ReportCase {
    match who.calls(ask).await {
        Ok(Reply::ReportCase(case)) => case,
        other => panic!("expected a case, got {other:?}"),
    }
}

async fn full(who: &impl Acts, hub: HubId, report: ReportId) -> ReportInFull {
    match who.calls(GetReport { hub, report }).await {
        Ok(Reply::ReportInFull(full)) => full,
        other => panic!("expected a report with its evidence, got {other:?}"),
    }
}

/// Ada's hub with Bo, who is rude, Cy, who decides, and Di, who reports.
struct Court {
    ada: Phone,
    bo: Phone,
    cy: Phone,
    di: Phone,
    olga: Phone,
    hub: HubId,
    general: ChannelId,
}

async fn court(server: &Server) -> Court {
    let cast = Cast::gathers(server).await;
    let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
    let Cast { ada, bo, olga, hub, general } = cast;
    let judge = ada.makes_role(hub, "judge", Permissions::REVIEW_REPORTS).await.id;
    ada.assigns(hub, cy.id(), judge).await;
    Court { ada, bo, cy, di, olga, hub, general }
}

/// Everything that takes the permission.
fn deciding(hub: HubId, report: ReportId) -> [Command; 7] {
    [
        open(hub).into(),
        CountReports { hub }.into(),
        GetReport { hub, report }.into(),
        TakeReport { hub, report }.into(),
        ReturnReport { hub, report }.into(),
        ResolveReport { hub, report, outcome: ReportOutcome::Nothing, answer: String::new() }.into(),
        EscalateReport { hub, report, reason: None }.into(),
    ]
}

each_door! {
    async fn what_is_reported_is_kept_with_its_edits_and_what_stands_around_it(server: &Server, door: Door) {
        let Court { bo, cy, di, hub, general, .. } = court(server).await;
        for number in 0..7 {
            di.sends(general, &format!("before {number}")).await;
        }
        let rude = bo.sends(general, "you fool").await;
        for number in 0..7 {
            di.sends(general, &format!("after {number}")).await;
        }
        let edit = EditMessage::of(general, rude.id, "you dear".to_owned());
        bo.calls(edit).await.unwrap();
        let report = reports(&di.via(door), about(general, rude.id)).await;
        assert_eq!((report.state, report.whom.id, report.message), (ReportState::Open, bo.id(), Some(rude.id)));
        // Whatever happens to it now.
        bo.deletes(&rude).await;

        let [seen] = &*cases(&cy.via(door), open(hub)).await else { panic!("one case") };
        assert_eq!((seen.report.id, seen.reporter.id, &*seen.report.words), (report.id, di.id(), "He goes on and on."));
        let ReportInFull { evidence, .. } = full(&cy.via(door), hub, report.id).await;
        let copy = evidence.message.expect("a copy");
        assert_eq!((&*copy.content, copy.author.id, copy.id), ("you dear", bo.id(), rude.id));
        assert_eq!(copy.before.iter().map(|one| &*one.content).collect::<Vec<_>>(), ["you fool"]);
        let around: Vec<_> = evidence.around.iter().map(|one| &*one.content).collect();
        let expected: Vec<_> = (2..7).map(|number| format!("before {number}")).chain((0..5).map(|number| format!("after {number}"))).collect();
        assert_eq!(around, expected);
        assert_eq!(full(&cy.via(door), hub, report.id).await.evidence.hash, evidence.hash);
    }

    async fn only_who_reviews_reports_decides_and_never_about_themselves(server: &Server, door: Door) {
        let Court { ada, bo, cy, di, olga, hub, general } = court(server).await;
        let rude = bo.sends(general, "you fool").await;
        let report = reports(&di.via(door), about(general, rude.id)).await.id;
        for command in deciding(hub, report) {
            assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(di.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "not who reported: {command:?}");
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        // Bo may decide from now on, but not about this, and does not learn that it is there.
        let judge = ada.makes_role(hub, "another judge", Permissions::REVIEW_REPORTS | Permissions::VIEW_AUDIT_LOG).await.id;
        ada.assigns(hub, bo.id(), judge).await;
        assert!(cases(&bo.via(door), open(hub)).await.is_empty());
        for command in &deciding(hub, report)[2..] {
            assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        assert_eq!(cases(&cy.via(door), open(hub)).await.len(), 1);
        case(&cy.via(door), ResolveReport { hub, report, outcome: ReportOutcome::Warned, answer: String::new() }).await;
        let log = eventually("the decision in the log", async || {
            let ask = GetAuditLog { limit: Some(100), ..GetAuditLog::of(hub) };
            let Ok(Reply::AuditLog(AuditPage { entries, .. })) = bo.via(door).calls(ask).await else { panic!("Bo may read it") };
            entries.iter().any(|entry| entry.action == AuditAction::ReportResolved).then_some(entries)
        })
        .await;
        let decided = log.iter().find(|entry| entry.action == AuditAction::ReportResolved).unwrap();
        assert_eq!((decided.who.id, decided.whom.as_ref().map(|whom| whom.id)), (cy.id(), Some(bo.id())));
        assert!(!log.iter().any(|entry| entry.who.id == di.id() && entry.action != AuditAction::MemberJoined), "nothing leads to Di");
        assert!(!format!("{decided:?}").contains(&di.id().to_string()));
    }

    async fn who_decides_is_told_of_reports_and_who_reported_of_the_decision_and_nobody_else(server: &Server, door: Door) {
        let Court { ada, bo, cy, di, hub, general, .. } = court(server).await;
        // Bo may decide about all but this.
        let judge = ada.makes_role(hub, "another judge", Permissions::REVIEW_REPORTS).await.id;
        ada.assigns(hub, bo.id(), judge).await;
        let rude = bo.sends(general, "you fool").await;
        let report = reports(&di.via(door), about(general, rude.id)).await.id;
        for (who, news) in [(&ada, 1), (&cy, 1)] {
            who.shows("news of a report", |state| (state.reports_changed == [hub]).then_some(())).await;
            assert_eq!(open_reports(&who.via(door), hub).await, news);
        }
        assert_eq!(open_reports(&bo.via(door), hub).await, 0);
        assert_eq!(refused(di.via(door).calls(CountReports { hub }).await), ErrorCode::Forbidden);
        case(&cy.via(door), TakeReport { hub, report }).await;
        ada.shows("that somebody took it", |state| (state.reports_changed.len() == 2).then_some(())).await;
        assert_eq!(open_reports(&ada.via(door), hub).await, 0);
        case(&cy.via(door), ResolveReport { hub, report, outcome: ReportOutcome::Warned, answer: String::new() }).await;
        di.shows("that it is decided", |state| (state.reports_resolved == [report]).then_some(())).await;
        // Of what came before, everybody has heard by now.
        ada.sends(general, "the end").await;
        bo.subscribes(general).await;
        bo.sees("the end").await;
        assert!(bo.state().reports_changed.is_empty() && bo.state().reports_resolved.is_empty(), "Bo is who it is about");
        assert!(di.state().reports_changed.is_empty());
    }

    async fn a_report_is_taken_returned_decided_and_answered(server: &Server, door: Door) {
        let Court { ada, bo, cy, di, hub, general, .. } = court(server).await;
        let rude = bo.sends(general, "you fool").await;
        let report = reports(&di.via(door), about(general, rude.id)).await.id;
        let taken = case(&cy.via(door), TakeReport { hub, report }).await;
        assert_eq!((taken.report.state, taken.by.map(|by| by.id)), (ReportState::Taken, Some(cy.id())));
        case(&cy.via(door), TakeReport { hub, report }).await;
        let resolve = |answer: &str| ResolveReport { hub, report, outcome: ReportOutcome::TimedOut, answer: answer.to_owned() };
        assert_eq!(refused(ada.via(door).calls(TakeReport { hub, report }).await), ErrorCode::Conflict);
        assert_eq!(refused(ada.via(door).calls(resolve("")).await), ErrorCode::Conflict);
        assert_eq!(own(&di.via(door)).await[0].state, ReportState::Taken, "the newest first");
        assert!(cases(&cy.via(door), open(hub)).await.is_empty());
        case(&ada.via(door), ReturnReport { hub, report }).await;
        let decided = case(&ada.via(door), resolve("Thank you. He has time to think.")).await;
        assert_eq!((decided.report.state, decided.by.map(|by| by.id), decided.resolved_at.is_some()), (ReportState::Resolved, Some(ada.id()), true));
        for command in [Command::from(TakeReport { hub, report }), ReturnReport { hub, report }.into(), resolve("").into()] {
            assert_eq!(refused(cy.via(door).calls(command).await), ErrorCode::Conflict);
        }
        let told = own(&di.via(door)).await.into_iter().find(|own| own.id == report).expect("Di's own one");
        assert_eq!((told.outcome, told.answer.as_deref()), (Some(ReportOutcome::TimedOut), Some("Thank you. He has time to think.")));
        assert!(own(&bo.via(door)).await.is_empty() && own(&cy.via(door)).await.is_empty(), "others have made none");
        let done = GetReports { state: Some(ReportState::Resolved), ..open(hub) };
        assert_eq!(cases(&cy.via(door), done).await.len(), 1);
    }

    async fn what_cannot_be_reported_is_refused_with_the_reason(server: &Server, door: Door) {
        let Court { ada, bo, cy, di, olga, hub, general } = court(server).await;
        let (own_words, rude) = (di.sends(general, "mine").await, bo.sends(general, "rude").await);
        assert_eq!(refused(di.via(door).calls(about(general, own_words.id)).await), ErrorCode::Conflict);
        let person = |user, category, words: &str| ReportMember { hub, user, category, words: words.to_owned() };
        assert_eq!(refused(di.via(door).calls(person(di.id(), ReportCategory::Spam, "")).await), ErrorCode::Conflict);
        assert_eq!(refused(di.via(door).calls(person(olga.id(), ReportCategory::Spam, "")).await), ErrorCode::NotFound);
        let silent = di.via(door).calls(person(bo.id(), ReportCategory::Other, " ")).await.unwrap_err();
        assert_eq!(silent.fields[0].path, "words");
        let long = di.via(door).calls(person(bo.id(), ReportCategory::Spam, &"x".repeat(1001))).await.unwrap_err();
        assert_eq!(long.fields[0].path, "words");
        assert_eq!(refused(olga.via(door).calls(about(general, rude.id)).await), ErrorCode::NotFound);
        let secret = ada.makes_channel_with(hub, "secret", vec![overwrite(hub.everyone()).denying(Permissions::VIEW)]).await.id;
        let hidden = ada.sends(secret, "psst").await;
        assert_eq!(refused(di.via(door).calls(about(secret, hidden.id)).await), ErrorCode::NotFound);
        assert_eq!(refused(di.via(door).calls(about(general, hidden.id)).await), ErrorCode::NotFound, "nor by another address");

        reports(&di.via(door), about(general, rude.id)).await;
        let again = di.via(door).calls(about(general, rude.id)).await.unwrap_err();
        assert!(again.code == ErrorCode::Conflict && again.message.contains("already"), "{again}");
        let first = reports(&di.via(door), person(bo.id(), ReportCategory::Spam, "")).await.id;
        assert_eq!(refused(di.via(door).calls(person(bo.id(), ReportCategory::Hate, "")).await), ErrorCode::Conflict);
        case(&cy.via(door), ResolveReport { hub, report: first, outcome: ReportOutcome::Nothing, answer: String::new() }).await;
        reports(&di.via(door), person(bo.id(), ReportCategory::Hate, "")).await;
        bo.deletes(&rude).await;
        assert_eq!(refused(cy.via(door).calls(about(general, rude.id)).await), ErrorCode::Conflict);
        for number in own(&di).await.iter().filter(|one| one.state != ReportState::Resolved).count()..20 {
            let message = bo.sends(general, &format!("rude {number}")).await;
            reports(&di.via(door), about(general, message.id)).await;
        }
        let message = bo.sends(general, "one too many").await;
        assert_eq!(refused(di.via(door).calls(about(general, message.id)).await), ErrorCode::LimitReached);
        // One that is decided makes room for another.
        for one in cases(&cy, open(hub)).await {
            let decision = ResolveReport { hub, report: one.report.id, outcome: ReportOutcome::Nothing, answer: String::new() };
            case(&cy, decision).await;
        }
        reports(&di.via(door), about(general, message.id)).await;
    }

    async fn who_sees_not_the_channel_sees_none_of_its_reports_and_the_owner_none_about_themselves(server: &Server, door: Door) {
        let Court { ada, bo, cy, di, hub, .. } = court(server).await;
        let hidden_from_cy = ada.makes_channel_with(hub, "garden", vec![overwrite(cy.id()).denying(Permissions::VIEW)]).await.id;
        let rude = bo.sends(hidden_from_cy, "you fool").await;
        let report = reports(&di.via(door), about(hidden_from_cy, rude.id)).await.id;
        assert!(cases(&cy.via(door), open(hub)).await.is_empty());
        assert_eq!(refused(cy.via(door).calls(TakeReport { hub, report }).await), ErrorCode::NotFound);
        assert_eq!(cases(&ada.via(door), open(hub)).await.len(), 1);

        let of_ada = ada.sends(hidden_from_cy, "mine").await;
        let about_owner = reports(&di.via(door), about(hidden_from_cy, of_ada.id)).await.id;
        assert!(cases(&ada.via(door), open(hub)).await.iter().all(|case| case.report.id == report));
        assert_eq!(refused(ada.via(door).calls(GetReport { hub, report: about_owner }).await), ErrorCode::NotFound);
        let person = ReportMember { hub, user: ada.id(), category: ReportCategory::Hate, words: String::new() };
        let escalated = reports(&di.via(door), person).await.id;
        let seen = cases(&cy.via(door), open(hub)).await;
        assert_eq!(seen.iter().map(|case| (case.report.id, case.escalated_at.is_some())).collect::<Vec<_>>(), [(escalated, true)]);

        let why = EscalateReport { hub, report, reason: Some("A threat".to_owned()) };
        let first = case(&ada.via(door), why.clone()).await;
        assert_eq!(first.escalated_why.as_deref(), Some("A threat"));
        let second = case(&ada.via(door), EscalateReport { reason: None, ..why }).await;
        assert_eq!((second.escalated_at, second.escalated_why), (first.escalated_at, first.escalated_why), "the first time counts");
    }
}

each_engine! {
    async fn whatever_is_done_to_evidence_past_the_server_is_found(engine: Engine) {
        let server = Server::on(engine).await;
        let Court { ada, bo, di, hub, general, .. } = court(&server).await;
        let mut kept = Vec::new();
        for number in 0..4 {
            let rude = bo.sends(general, &format!("rude {number}")).await;
            kept.push(reports(&di, about(general, rude.id)).await.id);
        }
        let hand = server.hand();
        let mut records = hand.all("evidence").await;
        records.sort_by_key(|record| record["number"].as_u64());
        assert_eq!(records.len(), 4);
        tampering::is_sound(&server);
        let mut changed = records[1].clone();
        changed["message"]["content"] = "a kind word".into();
        hand.puts("evidence", &changed).await;
        tampering::tells(&server, &["record 2 does not follow from record 1"]);
        hand.puts("evidence", &records[1]).await;
        hand.takes_out("evidence", &records[3]).await;
        tampering::tells(&server, &["the end is cut off"]);
        hand.puts("evidence", &records[3]).await;
        tampering::is_sound(&server);

        // A deleted hub takes its reports along, and not what proves them, nor what was escalated.
        case(&ada, EscalateReport { hub, report: kept[0], reason: None }).await;
        ada.calls(DeleteHub { hub }).await.unwrap();
        let left = eventually("the reports are swept", async || {
            let left = hand.all("reports").await;
            (left.len() == 1).then_some(left)
        })
        .await;
        assert_eq!(left[0]["_id"], kept[0].to_string());
        assert_eq!(hand.all("evidence").await.len(), 4);
        eventually("the log is gone", async || hand.all("audit_log").await.is_empty().then_some(())).await;
        assert!(tampering::is_sound(&server).contains(&format!("evidence {hub} 4 ")));
    }

    async fn many_reports_at_once_make_one_chain(engine: Engine) {
        let server = Server::on(engine).await;
        let Court { bo, cy, di, hub, general, .. } = court(&server).await;
        let rude = [bo.sends(general, "a").await.id, bo.sends(general, "b").await.id, bo.sends(general, "c").await.id];
        let by_di = rude.map(|message| di.calls(about(general, message)));
        let by_cy = rude.map(|message| cy.calls(about(general, message)));
        let answers = futures_util::future::join_all(by_di.into_iter().map(futures_util::FutureExt::boxed_local).chain(by_cy.into_iter().map(futures_util::FutureExt::boxed_local))).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        let printed = tampering::is_sound(&server);
        assert!(printed.contains(&format!("evidence {hub} 6 ")), "{printed}");
    }
}

//! Messages that no person wrote, where messages of people are dealt with.

use super::*;
use hubbub_shared::model::{BlockKind, ReportCategory};
use hubbub_shared::protocol::command::{
    BanUser, BlockUser, DeleteMessage, EditMessage, GetInbox, GetReport, GetReports, ReportMessage,
    SendMessage,
};
use hubbub_tests::verify_action;

each_engine! {
    async fn what_a_webhook_posts_is_followed_answered_reported_and_deleted(engine: Engine) {
        let server = Server::on(engine).await;
        let scene = crate::scene::pair(&server).await;
        let (ada, bo, general) = (&scene.ada, &scene.bo, scene.general);
        let made = makes(ada, general, "Ada").await;
        verify_action("posting", &[ada, bo], says(&server, &made, "I am not Ada")).await;
        let message = newest(bo, general).await;
        assert!(message.author.webhook && message.author.id != ada.id(), "a name proves nothing");

        let reply = SendMessage { reply_to: Some(message.id), ..SendMessage::of(general, "Who are you?".to_owned(), None) };
        let Ok(Reply::Message(answer)) = bo.calls(reply).await else { panic!("it is answered") };
        let quoted = answer.reply_to.unwrap().author.unwrap();
        assert!(quoted.webhook && quoted.display_name == "Ada");
        assert!(answer.mentions.is_empty(), "a program is not told");
        let page = bo.reads_page(general).await.messages;
        assert!(page[1].reply_to.as_ref().unwrap().author.as_ref().unwrap().webhook, "also when it is read");

        let edit = EditMessage::of(general, message.id, "Mine now".to_owned());
        assert_eq!(refused(ada.calls(edit).await), ErrorCode::Forbidden, "whoever made it did not write it");
        let id = message.author.id;
        assert_eq!(refused(bo.calls(BlockUser { user: id, kind: BlockKind::Blocked }).await), ErrorCode::NotFound);
        let ban = BanUser { hub: scene.hub, user: id, until: None, reason: None, delete_last_secs: None };
        assert_eq!(refused(ada.calls(ban).await), ErrorCode::NotFound);

        let about = ReportMessage { channel: general, message: message.id, category: ReportCategory::Spam, words: String::new() };
        let Ok(Reply::Report(report)) = bo.calls(about).await else { panic!("it is reported") };
        let open = GetReports { hub: scene.hub, state: None, after: None, limit: None };
        let Ok(Reply::ReportCases(cases)) = ada.calls(open).await else { panic!("reports") };
        assert!(cases.cases[0].report.whom.webhook, "{:?}", cases.cases[0]);
        let Ok(Reply::ReportInFull(full)) = ada.calls(GetReport { hub: scene.hub, report: report.id }).await else {
            panic!("the report")
        };
        assert!(full.evidence.message.unwrap().author.webhook);

        assert_eq!(refused(bo.calls(DeleteMessage { channel: general, message: message.id }).await), ErrorCode::Forbidden);
        ada.deletes(&message).await;
        let deleted = log_of(ada, scene.hub, AuditAction::MessageDeleted).await;
        assert!(deleted[0].whom.as_ref().unwrap().webhook);
        ada.calls(DeleteWebhook { hub: scene.hub, webhook: made.webhook.id }).await.unwrap();
        assert_eq!(log_of(ada, scene.hub, AuditAction::MessageDeleted).await[0].whom.as_ref().unwrap().display_name, "Webhook");

        server.kill9();
        let (code, told) = server.runs(&["audit", "verify"]);
        assert_eq!(code, Some(0), "{told}");
        let (code, told) = server.runs(&["check"]);
        assert_eq!(code, Some(0), "{told}");
    }

    async fn what_is_posted_counts_as_unread_and_reaches_whom_it_names(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, it.general, "CI").await;
        says(&server, &made, &format!("<@{}> it is red", it.bo.id())).await;
        let inbox = eventually("the inbox", async || match it.bo.calls(GetInbox { before: None, limit: None }).await {
            Ok(Reply::Inbox(inbox)) if !inbox.entries.is_empty() => Some(inbox.entries),
            _ => None,
        })
        .await;
        assert!(inbox[0].message.author.webhook);
        server.kill9();
        server.restart().await;
        let message = newest(it.bo.person(), it.general).await;
        assert!(message.author.webhook && message.author.display_name == "CI");
        assert_eq!(says(&server, &made, "after a restart").await.status(), StatusCode::NO_CONTENT);
    }
}

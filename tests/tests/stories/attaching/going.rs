//! When the bytes of files go, and when they do not.

use super::*;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, LeftMessages, ReportCategory};
use hubbub_shared::protocol::command::{
    CreateAutomodRule, DeleteAccount, DeleteChannel, DeleteHub, DiscardHeldMessage, GetHeldMessages,
    GetReport, ReleaseHeldMessage, ReportMessage,
};
use std::fs;

/// What a check says, which with SQLite needs the server to be stopped.
async fn check(server: &Server) -> (Option<i32>, String) {
    server.terminate().await;
    let checked = server.runs(&["check"]);
    server.restart().await;
    checked
}

each_engine! {
    async fn the_same_bytes_are_kept_once_until_nobody_has_them(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let one = sends_file(ada.person(), general, "a.txt", b"the same").await;
        let other = sends_file(bo.person(), general, "b.txt", b"the same").await;
        keeps(&server, 1).await;
        ada.deletes(&one).await;
        eventually("hers to be gone", async || {
            (status(ada.person(), &one.attachments[0]).await == StatusCode::NOT_FOUND).then_some(())
        })
        .await;
        assert_eq!(fetches(ada.person(), &path(&other.attachments[0])).await.text().await.unwrap(), "the same");
        bo.deletes(&other).await;
        keeps(&server, 0).await;
    }

    async fn files_go_with_their_channel_their_hub_and_their_account(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        sends_file(ada.person(), other, "a", b"in a channel").await;
        uploads(ada.person(), other, "a", b"not sent in it").await;
        let stays = sends_file(ada.person(), general, "a", b"in the hub").await;
        sends_file(bo.person(), general, "a", b"of an account").await;
        uploads(bo.person(), general, "a", b"not sent of an account").await;
        keeps(&server, 5).await;
        ada.calls(DeleteChannel { channel: other }).await.unwrap();
        keeps(&server, 3).await;
        let leave = DeleteAccount { name: "Bo".to_owned(), messages: LeftMessages::Deleted };
        bo.person().calls(leave).await.unwrap();
        keeps(&server, 1).await;
        assert_eq!(status(ada.person(), &stays.attachments[0]).await, StatusCode::OK);
        let (code, said) = check(&server).await;
        assert!(code == Some(0) && said.contains("1 file"), "{said}");
        ada.person().calls(DeleteHub { hub }).await.unwrap();
        keeps(&server, 0).await;
    }

    async fn what_was_being_deleted_when_the_server_died_is_deleted(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        for round in 0..3_u8 {
            let message = sends_file(ada.person(), general, "a", &[round; 100]).await;
            ada.person().deletes(&message).await;
            server.kill9();
            server.restart().await;
        }
        keeps(&server, 0).await;
    }

    async fn what_automod_keeps_has_its_files_until_it_is_decided(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let rule = CreateAutomodRule {
            hub,
            name: "Manners".to_owned(),
            trigger: AutomodTrigger::Words(vec!["darn".to_owned()]),
            action: AutomodAction::Hold,
            notice: None,
            exempt_roles: Vec::new(),
            exempt_channels: Vec::new(),
            enabled: None,
        };
        ada.calls(rule).await.unwrap();
        let (one, two) = (uploads(bo.person(), general, "1", b"one").await, uploads(bo.person(), general, "2", b"two").await);
        let ask = SendMessage { nonce: Some("held".to_owned()), ..with(general, "darn", &[one.id]) };
        for _ in 0..2 {
            assert_eq!(refused(bo.calls(ask.clone()).await), ErrorCode::HeldForReview);
        }
        assert_eq!(refused(bo.calls(with(general, "other words", &[one.id])).await), ErrorCode::InvalidInput, "it waits with the others");
        assert_eq!(refused(bo.calls(with(general, "darn", &[two.id])).await), ErrorCode::HeldForReview);
        let held = async || match ada.calls(GetHeldMessages { hub, after: None, limit: None }).await {
            Ok(Reply::HeldMessages(held)) => held.messages,
            other => panic!("{other:?}"),
        };
        let waiting = held().await;
        assert_eq!((waiting.len(), &*waiting[0].attachments), (2, std::slice::from_ref(&one)));
        assert_eq!((status(ada.person(), &one).await, status(bo.person(), &one).await), (StatusCode::OK, StatusCode::NOT_FOUND));
        let message = sent(ada.calls(ReleaseHeldMessage { hub, held: waiting[0].id }).await);
        assert_eq!((message.author.id, &*message.attachments), (bo.id(), std::slice::from_ref(&one)));
        assert_eq!(status(bo.person(), &one).await, StatusCode::OK);
        assert_eq!(sent(bo.calls(ask).await).id, message.id, "the nonce is answered with what became of it");
        ada.calls(DiscardHeldMessage { hub, held: waiting[1].id }).await.unwrap();
        keeps(&server, 1).await;
    }

    async fn what_is_reported_is_kept_for_those_who_decide(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let cy = cast.also(&server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let message = sends_file(bo.person(), general, "rude.txt", b"rude").await;
        let file = message.attachments[0].clone();
        let words = "Look at this.".to_owned();
        let report = ReportMessage { channel: general, message: message.id, category: ReportCategory::Harassment, words };
        let Ok(Reply::Report(report)) = cy.calls(report).await else { panic!("it is reported") };
        bo.deletes(&message).await;
        let leave = DeleteAccount { name: "Bo".to_owned(), messages: LeftMessages::Deleted };
        bo.person().calls(leave).await.unwrap();
        // What is let go of later is looked at later.
        let later = sends_file(ada.person(), general, "later.txt", b"later").await;
        ada.deletes(&later).await;
        keeps(&server, 1).await;
        assert_eq!(fetches(ada.person(), &path(&file)).await.text().await.unwrap(), "rude");
        assert_eq!(status(cy.person(), &file).await, StatusCode::NOT_FOUND, "who reported is not who decides");
        let Ok(Reply::ReportInFull(full)) = ada.calls(GetReport { hub, report: report.id }).await else { panic!("a report") };
        assert_eq!(full.evidence.message.unwrap().attachments, [file]);
        assert_eq!(kept(&server).len(), 1);
    }

    async fn damage_is_found_and_said_what_to_do_about(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        sends_file(ada.person(), general, "whole.txt", b"whole").await;
        let (code, said) = check(&server).await;
        assert!(code == Some(0) && said.contains("all is well") && said.contains("1 file"), "{said}");
        let path = kept(&server).remove(0);
        fs::write(&path, "other").unwrap();
        let (code, said) = check(&server).await;
        assert!(code == Some(1) && said.contains("damaged") && said.contains("whole.txt") && said.contains("backup"), "{said}");
        fs::remove_file(&path).unwrap();
        let (code, said) = check(&server).await;
        assert!(code == Some(1) && said.contains("missing"), "{said}");
        fs::write(&path, "whole").unwrap();
        let stray = path.with_file_name("ab".repeat(32));
        fs::write(&stray, "nobody's").unwrap();
        let (code, said) = check(&server).await;
        assert!(code == Some(0) && said.contains("nothing refers to") && said.contains(&"ab".repeat(32)), "{said}");
    }

    async fn ones_files_are_in_what_one_is_given(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let message = sends_file(ada.person(), general, "sent.txt", b"sent").await;
        uploads(ada.person(), general, "unsent.txt", b"not sent").await;
        let export = ada.person().gets("/api/users/@me/export").await.unwrap();
        let of_message = &export["messages"][0]["attachments"][0];
        assert_eq!((of_message["name"].as_str(), of_message["id"].as_str()), (Some("sent.txt"), Some(&*message.attachments[0].id.to_string())));
        assert_eq!(export["uploads"][0]["name"], "unsent.txt");
    }
}

//! What is not told by passing something on: where it was, and who wrote it, to those who cannot read it there.

use super::*;
use hubbub_shared::protocol::command::{GetChannel, SearchMessages};
use hubbub_shared::{HubId, RoleId};
use reqwest::Method;
use serde_json::json;

/// Says so if something has one of these words in it.
#[track_caller]
fn tells_nothing(what: &str, text: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(!text.contains(secret), "{what} tells {secret}: {text}");
    }
}

async fn found(by: &impl Acts, hub: HubId, words: &str) -> Vec<Message> {
    match by.calls(SearchMessages::of(hub, words)).await {
        Ok(Reply::FoundMessages(page)) => page.found.into_iter().map(|one| one.message).collect(),
        other => panic!("expected what was found, got {other:?}"),
    }
}

each_door! {
    async fn who_cannot_see_the_source_learns_nothing_of_it(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let writer = cast.also(server, "Quillon").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let closed = vec![
            overwrite(RoleId(hub.0)).denying(Permissions::VIEW),
            overwrite(writer.id()).allowing(Permissions::VIEW),
        ];
        let vault = ada.makes_channel_with(hub, "vaultroom", closed).await;
        let original = writer.via(door).sends(vault.id, "The key is under the oak").await;
        bo.subscribes(general).await;
        let message = passes(&ada.via(door), &original, general, "Found it").await;
        let writer_id = writer.id().to_string();
        let secrets = ["vaultroom", "Quillon", "quillon", &*writer_id];

        let told = json!(seen(&bo.via(door), &message).await).to_string();
        assert!(told.contains("under the oak"), "{told}");
        tells_nothing("REST or the socket", &told, &secrets);
        bo.agrees("it", |state| state.caches[&general].messages.contains_key(&message.seq)).await;
        let heard = json!(bo.state().caches[&general].messages[&message.seq]).to_string();
        assert!(heard.contains("under the oak"), "{heard}");
        tells_nothing("the event", &heard, &secrets);
        let page = json!(bo.via(door).reads_page(general).await).to_string();
        tells_nothing("the page", &page, &secrets);

        // Whoever may read it there finds out who wrote it, by the ids; others find nothing there.
        assert_eq!(seen(&ada.via(door), &original).await.author.id, writer.id());
        let there = GetMessage { channel: vault.id, message: original.id };
        assert_eq!(refused(bo.via(door).calls(there).await), ErrorCode::NotFound);
        assert_eq!(refused(bo.via(door).calls(GetChannel { channel: vault.id }).await), ErrorCode::NotFound);

        let hits = eventually("the copy to be found", async || {
            Some(found(&bo.via(door), hub, "oak").await).filter(|hits| !hits.is_empty())
        })
        .await;
        assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [message.id], "and not the original");
        tells_nothing("the search", &json!(hits).to_string(), &secrets);
        assert!(found(&bo.via(door), hub, "vaultroom").await.is_empty());

        // What Bo passes on is his, and so in his export.
        let on = passes(&bo.via(door), &message, general, "").await;
        assert_eq!(on.forward, message.forward);
        let export = bo.person().fetches(Method::GET, "/api/users/@me/export", None).await.text().await.unwrap();
        assert!(export.contains("under the oak"), "it is what he said");
        tells_nothing("the export", &export, &["vaultroom", "Quillon", "quillon"]);
    }

    async fn an_answer_and_a_report_show_the_copy_alone(server: &Server, door: Door) {
        use hubbub_shared::model::ReportCategory;
        use hubbub_shared::protocol::command::{GetReport, ReportMessage};
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let closed = vec![overwrite(RoleId(hub.0)).denying(Permissions::VIEW), overwrite(cy.id()).allowing(Permissions::VIEW)];
        let vault = ada.makes_channel_with(hub, "vaultroom", closed).await.id;
        let original = ada.sends(vault, "Rude words").await;
        let message = passes(&cy.via(door), &original, general, "Read this").await;
        let answer = SendMessage { reply_to: Some(message.id), ..SendMessage::of(general, "No!".to_owned(), None) };
        let answer = sent(bo.via(door).calls(answer).await);
        assert_eq!(answer.reply_to.unwrap().content, "Read this\nForwarded: Rude words");
        let about = ReportMessage {
            channel: general,
            message: message.id,
            category: ReportCategory::Harassment,
            words: String::new(),
        };
        let Ok(Reply::Report(report)) = bo.via(door).calls(about).await else { panic!("a report") };
        assert_eq!(report.whom.id, cy.id(), "who passes it on answers for it");
        let Ok(Reply::ReportInFull(full)) = ada.via(door).calls(GetReport { hub, report: report.id }).await else {
            panic!("the report")
        };
        assert_eq!(full.evidence.message.unwrap().content, "Read this\nRude words");
    }
}

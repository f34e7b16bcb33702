//! Saving messages for oneself, and being reminded of them.

use crate::answers::{in_ms, past, refused};
use crate::scene::Cast;
use hubbub_shared::model::{LeftMessages, Message, SavedMessages};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    DeleteAccount, GetSavedMessages, MarkRead, SaveMessage, UnsaveMessage,
};
use hubbub_shared::{ErrorCode, Permissions, SavedMessageId, Timestamp};
use hubbub_tests::{
    Acts, Changes, Door, Engine, PushService, Server, each_door, each_engine, eventually, overwrite,
};

const DAY_MS: i64 = 86_400_000;

fn save(message: &Message, remind_at: Option<Option<Timestamp>>) -> SaveMessage {
    SaveMessage { channel: message.channel, message: message.id, remind_at }
}

fn unsave(message: &Message) -> UnsaveMessage {
    UnsaveMessage { channel: message.channel, message: message.id }
}

async fn page(of: &impl Acts, before: Option<SavedMessageId>, limit: Option<u64>) -> SavedMessages {
    match of.calls(GetSavedMessages { before, limit }).await {
        Ok(Reply::SavedMessages(page)) => page,
        other => panic!("expected what is saved, got {other:?}"),
    }
}

async fn words(of: &impl Acts) -> Vec<String> {
    page(of, None, None).await.saved.into_iter().map(|one| one.message.content).collect()
}

each_door! {
    async fn what_is_saved_is_found_again_by_oneself_alone(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        assert_eq!(page(&cy, None, None).await, SavedMessages { saved: Vec::new(), next: None });
        let first = it.ada.sends(it.general, "one").await;
        let second = it.ada.sends(it.general, "two").await;
        assert_eq!(cy.calls(save(&second, None)).await, Ok(Reply::Done));
        assert_eq!(cy.calls(save(&first, None)).await, Ok(Reply::Done));
        assert_eq!(cy.calls(save(&second, None)).await, Ok(Reply::Done), "twice is no error");
        let all = page(&cy, None, None).await;
        assert_eq!(words(&cy).await, ["one", "two"], "what was saved last comes first");
        assert_eq!((all.saved[0].hub, all.saved[0].channel, all.saved[0].remind_at), (it.hub, it.general, None));
        assert!(words(&it.ada.via(door)).await.is_empty(), "it is not Ada's");

        let part = page(&cy, None, Some(1)).await;
        assert_eq!((part.saved.len(), part.next), (1, Some(all.saved[0].id)));
        assert_eq!(page(&cy, part.next, Some(1)).await.saved[0].message.id, second.id);

        assert_eq!(cy.calls(unsave(&first)).await, Ok(Reply::Done));
        assert_eq!(cy.calls(unsave(&first)).await, Ok(Reply::Done), "twice is no error");
        assert_eq!(words(&cy).await, ["two"]);
    }

    async fn what_may_not_be_read_is_neither_saved_nor_shown(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        let kept = it.ada.sends(it.general, "kept").await;
        let deleted = it.ada.sends(it.general, "deleted").await;
        let later = it.ada.sends(it.general, "later").await;
        for message in [&kept, &deleted] {
            cy.calls(save(message, None)).await.unwrap();
        }
        it.ada.deletes(&deleted).await;
        assert_eq!(words(&cy).await, ["kept"]);
        assert_eq!(refused(cy.calls(save(&deleted, None)).await), ErrorCode::NotFound);

        let everyone = it.hub.everyone();
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::HISTORY)).await;
        assert!(words(&cy).await.is_empty(), "what was said before is hidden");
        assert_eq!(refused(cy.calls(save(&later, None)).await), ErrorCode::Forbidden);
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::VIEW)).await;
        assert_eq!(refused(cy.calls(save(&later, None)).await), ErrorCode::NotFound);
        it.ada.overwrites(it.general, overwrite(everyone)).await;
        assert_eq!(words(&cy).await, ["kept"], "it was only hidden");
        assert_eq!(cy.calls(save(&later, None)).await, Ok(Reply::Done));
        assert_eq!(refused(it.olga.via(door).calls(save(&later, None)).await), ErrorCode::NotFound);
    }

    async fn a_reminder_is_chosen_changed_and_given_up(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        let message = it.ada.sends(it.general, "remember").await;
        for never in [in_ms(-1), in_ms(367 * DAY_MS)] {
            let problem = cy.calls(save(&message, Some(Some(never)))).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "remind_at"));
        }
        assert!(words(&cy).await.is_empty(), "nothing was saved by that");
        let at = in_ms(DAY_MS);
        let time = async |chosen| {
            cy.calls(save(&message, chosen)).await.unwrap();
            page(&cy, None, None).await.saved[0].remind_at
        };
        assert_eq!(time(Some(Some(at))).await, Some(at));
        assert_eq!(time(None).await, Some(at), "saving it once more leaves the time");
        assert_eq!(time(Some(None)).await, None);
    }
}

each_engine! {
    async fn a_reminder_comes_on_all_devices_also_after_a_crash_and_whatever_is_muted(engine: Engine) {
        let service = PushService::start().await;
        let server = Server::with(engine, &[("HUBBUB_PUSH_HOSTS", &service.host())]).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let view = ada.creates_hub("Rust").await;
        bo.joins(&ada.invites(view.id).await).await;
        let device = service.joins(&bo).await;
        let general = view.channels[0].id;
        let message = ada.sends(general, "Water the beds").await;
        bo.calls(MarkRead { channel: general, seq: None }).await.unwrap();
        let end = in_ms(4_000);
        bo.calls(save(&message, Some(Some(end)))).await.unwrap();
        server.kill9();
        past(end).await;
        server.restart().await;

        let told = eventually("a reminder", async || service.received(&device).await.into_iter().next()).await;
        assert_eq!(told.body(), "Water the beds");
        let saved = eventually("it to be written down", async || {
            page(&bo, None, None).await.saved.into_iter().next().filter(|one| one.reminded_at.is_some())
        }).await;
        assert_eq!(saved.remind_at, None);

        // Whoever looks is told there; once, on each of their devices.
        let (phone, tablet) = (server.phone("Bo").await, server.phone("Bo").await);
        phone.calls(save(&message, Some(Some(in_ms(1_000))))).await.unwrap();
        for one in [&phone, &tablet] {
            one.agrees("the reminder", |state| state.reminded == [message.id]).await;
        }
        assert_eq!(service.refused().await, Vec::<String>::new());
    }

    async fn nothing_is_said_of_what_is_gone_or_given_up(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let gone = it.ada.sends(it.general, "gone").await;
        let given_up = it.ada.sends(it.general, "given up").await;
        let last = it.ada.sends(it.general, "last").await;
        let end = in_ms(4_000);
        for message in [&gone, &given_up] {
            it.bo.calls(save(message, Some(Some(end)))).await.unwrap();
        }
        it.ada.deletes(&gone).await;
        it.bo.calls(save(&given_up, Some(None))).await.unwrap();
        past(end).await;
        it.bo.calls(save(&last, Some(Some(in_ms(500))))).await.unwrap();
        it.bo.agrees("the last one alone", |state| state.reminded == [last.id]).await;
    }

    async fn there_is_an_end_to_it_and_leaving_takes_it_along(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let message = it.ada.sends(it.general, "mine alone").await;
        it.bo.calls(save(&message, Some(Some(in_ms(DAY_MS))))).await.unwrap();
        let export = it.bo.person().fetches(reqwest::Method::GET, "/api/users/@me/export", None).await;
        let export: serde_json::Value = export.json().await.unwrap();
        assert_eq!(export["saved_messages"][0]["message"], serde_json::json!(message.id));
        let name = it.bo.person().me().await.display_name;
        it.bo.calls(DeleteAccount { name, messages: LeftMessages::Kept }).await.unwrap();
        server.kill9();
        server.restart().await;
        let again = server.phone("Bo").await;
        assert!(words(&again).await.is_empty());
    }
}

//! What somebody has begun to write, on all their devices and on nobody else's.

mod app;

use crate::answers::{problem_of, refused};
use crate::scene::Cast;
use hubbub_shared::model::{Draft, DraftMark, LeftMessages};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    BanUser, DeleteAccount, DeleteChannel, GetDrafts, KickMember, LeaveHub, SaveDraft,
};
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Permissions};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Phone, Server, each_door, each_engine, eventually, overwrite,
};

fn draft(channel: ChannelId, content: &str) -> SaveDraft {
    SaveDraft { channel, content: content.to_owned(), reply_to: None }
}

async fn saves(of: &impl Acts, command: SaveDraft) -> DraftMark {
    match of.calls(command).await {
        Ok(Reply::DraftMark(mark)) => mark,
        other => panic!("expected that it is kept, got {other:?}"),
    }
}

async fn drafts(of: &impl Acts, channel: Option<ChannelId>) -> Vec<Draft> {
    match of.calls(GetDrafts { channel }).await {
        Ok(Reply::Drafts(found)) => found.drafts,
        other => panic!("expected drafts, got {other:?}"),
    }
}

async fn words(of: &impl Acts) -> Vec<String> {
    let mut words: Vec<String> = drafts(of, None).await.into_iter().map(|draft| draft.content).collect();
    words.sort();
    words
}

/// All drafts that are stored for somebody, whether they are told or not.
async fn exported(of: &Phone) -> Vec<serde_json::Value> {
    let export = of.person().fetches(reqwest::Method::GET, "/api/users/@me/export", None).await;
    let export: serde_json::Value = export.json().await.unwrap();
    export["drafts"].as_array().unwrap().clone()
}

each_door! {
    async fn a_draft_is_kept_changed_and_emptied(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        assert_eq!(drafts(&cy, None).await, []);

        let first = saves(&cy, draft(it.general, " Well,\r\nthe beans ")).await;
        assert_eq!((first.channel, first.gone), (it.general, false));
        let answered = it.ada.sends(it.general, "the beans?").await.id;
        let answers = SaveDraft { reply_to: Some(answered), ..draft(it.general, "They are sown ") };
        let second = saves(&cy, answers.clone()).await;
        assert!(first.rev < second.rev);
        let expected = Draft {
            hub: it.hub,
            channel: it.general,
            rev: second.rev,
            content: "They are sown ".to_owned(),
            reply_to: Some(answered),
        };
        for asked in [None, Some(it.general)] {
            let found = drafts(&cy, asked).await;
            assert_eq!(found, std::slice::from_ref(&expected), "its ends are as they were typed");
        }
        assert_eq!(saves(&cy, answers).await, second, "nothing changed");
        assert_eq!(drafts(&cy, Some(ChannelId(7))).await, []);

        let end = saves(&cy, draft(it.general, " \n")).await;
        assert!(end.gone && second.rev < end.rev);
        assert_eq!(drafts(&cy, None).await, []);
        assert!(saves(&cy, draft(it.general, "")).await.gone, "twice is no error");
        let again = saves(&cy, draft(it.general, "anew")).await;
        assert!(end.rev < again.rev, "it goes on counting");
    }

    async fn a_draft_is_as_long_as_a_message_and_where_one_is(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        let problem = problem_of(cy.calls(draft(it.general, &"é".repeat(4001))).await);
        assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "content"));
        assert_eq!(words(&cy).await, Vec::<String>::new());
        saves(&cy, draft(it.general, &"é".repeat(4000))).await;
        assert_eq!(refused(cy.calls(draft(ChannelId(7), "nowhere")).await), ErrorCode::NotFound);
        assert_eq!(refused(it.olga.via(door).calls(draft(it.general, "outside")).await), ErrorCode::NotFound);
        let gone = SaveDraft { reply_to: Some(MessageId(7)), ..draft(it.general, "answers nothing") };
        saves(&cy, gone).await;
        assert_eq!(words(&cy).await, ["answers nothing"], "what it answers is looked for when it is sent");
    }

    async fn it_is_ones_own_alone_and_all_ones_devices_are_told(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let phone = it.also(server, &format!("Cy{door:?}")).await;
        let desktop = phone.another_device().await;
        let mark = saves(&phone.via(door), draft(it.general, "for my own eyes")).await;
        for device in [&phone, &desktop] {
            device.agrees("the draft", |state| state.drafts.get(&it.general) == Some(&mark)).await;
        }
        assert!(!desktop.arrived().join("\n").contains("for my own eyes"), "that it is there, not what it says");
        assert_eq!(words(&desktop.via(door)).await, ["for my own eyes"]);
        assert_eq!(words(&it.ada.via(door)).await, Vec::<String>::new(), "not even of who owns the hub");

        let late = phone.another_device().await;
        late.agrees("it when it comes", |state| state.drafts.get(&it.general) == Some(&mark)).await;
        let end = saves(&desktop.via(door), draft(it.general, "")).await;
        for device in [&phone, &late] {
            device.agrees("that it is gone", |state| state.drafts.get(&it.general) == Some(&end)).await;
        }
        phone.says(it.general, "the next thing").await;
        it.ada.subscribes(it.general).await;
        it.ada.sees("the next thing").await;
        assert!(it.ada.state().drafts.is_empty(), "who says something is told to all, who begins to is not");
        let fresh = phone.another_device().await;
        assert!(fresh.state().drafts.is_empty());
    }

    async fn what_is_hidden_is_kept_and_not_told(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        saves(&cy, draft(it.general, "hold on")).await;
        let everyone = it.hub.everyone();
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::SEND)).await;
        saves(&cy, draft(it.general, "hold on, then")).await;
        it.ada.overwrites(it.general, overwrite(everyone).denying(Permissions::VIEW)).await;
        assert_eq!(words(&cy).await, Vec::<String>::new());
        assert_eq!(drafts(&cy, Some(it.general)).await, []);
        assert_eq!(refused(cy.calls(draft(it.general, "more")).await), ErrorCode::NotFound);
        assert!(newcomer.another_device().await.state().drafts.is_empty());
        it.ada.overwrites(it.general, overwrite(everyone)).await;
        assert_eq!(words(&cy).await, ["hold on, then"], "it was only hidden");
        assert!(newcomer.another_device().await.state().drafts.contains_key(&it.general));
    }
}

each_engine! {
    async fn whoever_leaves_or_is_put_out_leaves_no_draft(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let elsewhere = it.ada.creates_hub("Elsewhere").await;
        let (hub, other) = (it.hub, elsewhere.channels[0].id);
        for way in ["leave", "kick", "ban"] {
            let cy = it.also(&server, &format!("Cy-{way}")).await;
            cy.joins(&it.ada.invites(elsewhere.id).await).await;
            saves(&cy, draft(it.general, "here")).await;
            saves(&cy, draft(other, "there")).await;
            let user = cy.id();
            match way {
                "leave" => cy.calls(LeaveHub { hub }).await,
                "kick" => it.ada.calls(KickMember { hub, user, reason: None }).await,
                _ => {
                    let ban = BanUser { hub, user, until: None, reason: None, delete_last_secs: None };
                    it.ada.calls(ban).await
                }
            }
            .unwrap();
            eventually("the draft to be gone", async || (exported(&cy).await.len() == 1).then_some(())).await;
            assert_eq!(words(&cy).await, ["there"], "{way}");
            if way != "ban" {
                cy.joins(&it.ada.invites(hub).await).await;
                assert_eq!(words(&cy).await, ["there"], "{way}: nothing comes back");
                saves(&cy, draft(it.general, "again")).await;
                assert_eq!(words(&cy).await, ["again", "there"]);
            }
        }
    }

    async fn a_channel_that_is_deleted_takes_its_drafts_along(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let channel = it.ada.makes_channel(it.hub, "short-lived", None).await.id;
        for (place, said) in [(channel, "gone"), (it.general, "stays")] {
            saves(&it.bo, draft(place, said)).await;
        }
        it.ada.calls(DeleteChannel { channel }).await.unwrap();
        assert_eq!(words(&it.bo).await, ["stays"]);
        eventually("it to be swept", async || (exported(&it.bo).await.len() == 1).then_some(())).await;
    }

    async fn there_is_an_end_to_them(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        for number in 0..100 {
            let channel = it.ada.makes_channel(it.hub, &format!("bed-{number}"), None).await.id;
            saves(&it.bo, draft(channel, "begun")).await;
        }
        let problem = problem_of(it.bo.calls(draft(it.general, "one more")).await);
        assert_eq!(problem.code, ErrorCode::LimitReached);
        assert!(problem.message.contains("100"), "{problem}");
        let all = drafts(&it.bo, None).await;
        assert_eq!(all.len(), 100, "nothing was dropped for it");
        saves(&it.bo, draft(all[0].channel, "another beginning")).await;
        saves(&it.bo, draft(all[0].channel, "")).await;
        saves(&it.bo, draft(it.general, "one more")).await;
    }

    async fn they_are_in_the_export_and_go_with_the_account(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        saves(&it.bo, draft(it.general, "half a thought")).await;
        let export = exported(&it.bo).await;
        assert_eq!(export[0]["content"], "half a thought");
        assert_eq!(export[0]["channel"], serde_json::json!(it.general));
        let name = it.bo.person().me().await.display_name;
        it.bo.calls(DeleteAccount { name, messages: LeftMessages::Kept }).await.unwrap();
        server.kill9();
        server.restart().await;
        let again = server.phone("Bo").await;
        assert_eq!(words(&again).await, Vec::<String>::new());
    }

    async fn they_outlive_a_crash_and_of_two_the_last_is_right(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let tablet = it.bo.another_device().await;
        let (here, there) =
            tokio::join!(saves(&it.bo, draft(it.general, "mine")), saves(&tablet, draft(it.general, "other")));
        assert_ne!(here.rev, there.rev);
        let last = if here.rev > there.rev { ("mine", here) } else { ("other", there) };
        for device in [&it.bo, &tablet] {
            device.agrees("the last one", |state| state.drafts.get(&it.general) == Some(&last.1)).await;
        }
        server.kill9();
        server.restart().await;
        it.bo.reconnects().await;
        assert_eq!(words(&it.bo).await, [last.0]);
        it.bo.agrees("the same", |state| state.drafts.get(&it.general) == Some(&last.1)).await;
    }
}

//! Deleting several messages of a channel together.

mod app;

use crate::answers::refused;
use crate::scene::{Cast, Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::Message;
use hubbub_shared::model::audit::{AuditAction, AuditEntry};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteMessages, GetAuditLog};
use hubbub_shared::{ChannelId, ErrorCode, HubId, MessageId, Permissions};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually, verify_action};

fn delete(channel: ChannelId, messages: &[Message]) -> DeleteMessages {
    DeleteMessages { channel, messages: messages.iter().map(|message| message.id).collect() }
}

async fn says_all(who: &impl Acts, channel: ChannelId, count: usize) -> Vec<Message> {
    let mut said = Vec::new();
    for number in 0..count {
        said.push(who.sends(channel, &format!("word {number}")).await);
    }
    said
}

async fn left(reader: &impl Acts, channel: ChannelId) -> Vec<String> {
    let page = reader.reads_page(channel).await;
    page.messages.into_iter().filter(|message| !message.deleted).map(|message| message.content).collect()
}

/// What the log says of messages, when it has so many lines of them.
async fn logged(reader: &impl Acts, hub: HubId, lines: usize) -> Vec<AuditEntry> {
    let log = |action| GetAuditLog { action: Some(action), ..GetAuditLog::of(hub) };
    eventually("the lines of the audit log", async || {
        let mut entries = Vec::new();
        for action in [AuditAction::MessagesDeleted, AuditAction::MessageDeleted] {
            match reader.calls(log(action)).await {
                Ok(Reply::AuditLog(page)) => entries.extend(page.entries),
                other => panic!("expected a part of the audit log, got {other:?}"),
            }
        }
        (entries.len() >= lines).then_some(entries)
    })
    .await
}

each_door! {
    async fn who_moderates_deletes_what_several_people_said(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let (ada, bo, cy) = (ada.via(door), bo.via(door), cy.via(door));
        let mut words = says_all(&bo, general, 3).await;
        words.extend(says_all(&ada, general, 2).await);
        words.push(cy.sends(general, "this stays").await);
        assert_eq!(ada.calls(delete(general, &words[..5])).await, Ok(Reply::Done));
        assert_eq!(left(&bo, general).await, ["this stays"]);
        let log = logged(&ada, hub, 1).await;
        assert_eq!(log.len(), 1, "one line for all of them: {log:?}");
        let told: Vec<_> = log[0].changes.iter().map(|change| (&*change.field, change.after.clone())).collect();
        assert_eq!(told, [("count", Some(5.into()))]);
        assert_eq!((log[0].place, &*log[0].who.username), (Some(general.place()), "Ada"));
    }

    async fn once_more_changes_nothing_and_what_is_not_there_is_passed_over(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let ada = ada.via(door);
        let other = ada.makes_channel(hub, "other", None).await.id;
        let elsewhere = bo.via(door).sends(other, "elsewhere").await;
        let words = says_all(&bo.via(door), general, 3).await;
        bo.via(door).deletes(&words[0]).await;
        let mut all = delete(general, &words);
        all.messages.extend([elsewhere.id, MessageId(1), words[1].id]);
        assert_eq!(ada.calls(all.clone()).await, Ok(Reply::Done));
        let rev = ada.reads_page(general).await.rev;
        assert_eq!(ada.calls(all).await, Ok(Reply::Done));
        assert_eq!(ada.reads_page(general).await.rev, rev, "nothing was there to be changed");
        assert_eq!(left(&ada, other).await, ["elsewhere"], "it is of another channel");
        let log = logged(&ada, hub, 1).await;
        assert_eq!((log.len(), log[0].changes[0].after.clone()), (1, Some(2.into())), "{log:?}");
    }

    async fn it_takes_the_right_and_a_list_that_is_not_too_long(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, general } = Cast::gathers(server).await;
        let own = says_all(&bo.via(door), general, 2).await;
        assert_eq!(refused(bo.via(door).calls(delete(general, &own)).await), ErrorCode::Forbidden, "one's own too");
        assert_eq!(refused(olga.via(door).calls(delete(general, &own)).await), ErrorCode::NotFound);
        for messages in [Vec::new(), (1..=101).map(MessageId).collect()] {
            let problem = ada.via(door).calls(DeleteMessages { channel: general, messages }).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "messages"));
        }
        assert_eq!(left(&ada.via(door), general).await.len(), 2, "nothing was lost");
        let role = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, bo.id(), role).await;
        assert_eq!(bo.via(door).calls(delete(general, &own)).await, Ok(Reply::Done));
        assert!(left(&ada.via(door), general).await.is_empty());
    }
}

each_engine! {
    async fn everybody_sees_them_go_while_others_talk(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let words = says_all(&bo, general, 100).await;
        let device = bo.another_device().await;
        verify_action("deleting together", &[&ada, &bo], async {
            let talk = join_all((0..20).map(|number| {
                let device = &device;
                async move { device.sends(general, &format!("meanwhile {number}")).await }
            }));
            let (deleted, _) = futures_util::join!(ada.calls(delete(general, &words)), talk);
            assert_eq!(deleted, Ok(Reply::Done));
        }).await;
        assert_eq!(bo.reads(general).len(), 20);
        let revs: Vec<_> = ada.state().caches[&general].messages.values().filter(|message| message.deleted).map(|message| message.rev).collect();
        let (first, last) = (revs.iter().min().unwrap(), revs.iter().max().unwrap());
        assert_eq!((revs.len(), last - first), (100, 99), "nothing came between: they were one batch");
        assert_eq!(logged(&ada, hub, 1).await.len(), 1);
    }

    async fn two_who_delete_the_same_at_once_take_each_word_away_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let words = says_all(&bo, general, 20).await;
        let device = ada.another_device().await;
        let before = ada.reads_page(general).await.rev;
        let (one, other) = futures_util::join!(ada.calls(delete(general, &words)), device.calls(delete(general, &words)));
        assert_eq!((one, other), (Ok(Reply::Done), Ok(Reply::Done)));
        assert_eq!(ada.reads_page(general).await.rev, before + 20);
        let counts: u64 = logged(&ada, hub, 1).await.iter().filter_map(|entry| entry.changes[0].after.as_ref()?.as_u64()).sum();
        assert_eq!(counts, 20);
    }
}

//! Slow mode: how long people wait from one message to the next, whom that does not concern, and what cannot get around it.

mod app;

use crate::scene::Cast;
use futures_util::future::join_all;
use hubbub_shared::model::Message;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetAuditLog, SendMessage, UpdateChannel};
use hubbub_shared::{ChannelId, ErrorCode, Permissions, Problem};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually, fresh_nonce, problem_of};
use reqwest::Method;
use std::time::Duration;

const HOUR: u64 = 3_600;

fn pace(channel: ChannelId, secs: u64) -> UpdateChannel {
    UpdateChannel { slow_mode_secs: Some(secs), ..UpdateChannel::of(channel) }
}

fn send(channel: ChannelId, content: &str, nonce: Option<&str>) -> SendMessage {
    SendMessage::of(channel, content.to_owned(), nonce.map(str::to_owned))
}

async fn slows(who: &impl Acts, channel: ChannelId, secs: u64) {
    match who.calls(pace(channel, secs)).await {
        Ok(Reply::Channel(view)) => assert_eq!(view.slow_mode_secs, secs),
        other => panic!("slow mode is not set: {other:?}"),
    }
}

/// Refused because of slow mode, with as much left to wait.
#[track_caller]
fn too_soon(answer: Result<Reply, Problem>) -> u64 {
    let problem = answer.expect_err("this is too soon");
    assert_eq!(problem.code, ErrorCode::SlowMode, "{problem:?}");
    problem.retry_after_ms.expect("it is told when one may write again")
}

#[track_caller]
fn sent(answer: Result<Reply, Problem>) -> Message {
    match answer {
        Ok(Reply::Message(message)) => message,
        other => panic!("not sent: {other:?}"),
    }
}

each_door! {
    async fn a_person_waits_from_one_message_to_the_next(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, general, .. } = &cast;
        let general = *general;
        bo.via(door).sends(general, "before").await;
        slows(&ada.via(door), general, HOUR).await;
        assert_eq!(bo.via(door).views_channel(general).await.slow_mode_secs, HOUR, "all are told");
        let first = bo.via(door).sends(general, "one").await;
        for other in [Door::Rest, Door::Socket] {
            let left = too_soon(bo.via(other).calls(send(general, "two", None)).await);
            assert!((HOUR - 60) * 1000 < left && left <= HOUR * 1000, "{left}");
        }
        bo.via(door).edits(&first, "one, with a comma").await;
        bo.via(door).deletes(&first).await;
        too_soon(bo.via(door).calls(send(general, "two", None)).await);
        cy.via(door).sends(general, "each waits for themselves").await;
        slows(&ada.via(door), general, 0).await;
        bo.via(door).sends(general, "two").await;
        bo.via(door).sends(general, "three").await;
        slows(&ada.via(door), general, HOUR).await;
        too_soon(cy.via(door).calls(send(general, "what was sent in slow mode counts", None)).await);
    }

    async fn when_the_time_is_over_one_may_write_again(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        slows(&ada.via(door), general, 5).await;
        sent(bo.via(door).calls(send(general, "one", None)).await);
        let left = too_soon(bo.via(door).calls(send(general, "two", None)).await);
        tokio::time::sleep(Duration::from_millis(left)).await;
        sent(bo.via(door).calls(send(general, "two", None)).await);
    }

    async fn it_does_not_concern_those_who_moderate_the_channel(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        slows(&ada.via(door), general, HOUR).await;
        ada.via(door).sends(general, "the owner").await;
        ada.via(door).sends(general, "as often as they like").await;
        // Who changes channels is bound by what they set.
        let builder = ada.makes_role(hub, "builder", Permissions::MANAGE_CHANNELS).await.id;
        ada.assigns(hub, bo.id(), builder).await;
        slows(&bo.via(door), general, 2 * HOUR).await;
        bo.via(door).sends(general, "one").await;
        too_soon(bo.via(door).calls(send(general, "two", None)).await);
        let moderator = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, bo.id(), moderator).await;
        bo.via(door).sends(general, "two").await;
        bo.via(door).sends(general, "three").await;
    }

    async fn who_may_change_a_channel_slows_it_down_within_limits(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, general } = Cast::gathers(server).await;
        assert_eq!(bo.via(door).calls(pace(general, 5)).await.unwrap_err().code, ErrorCode::Forbidden);
        assert_eq!(olga.via(door).calls(pace(general, 5)).await.unwrap_err().code, ErrorCode::NotFound);
        let refused = ada.via(door).calls(pace(general, 6 * HOUR + 1)).await.unwrap_err();
        assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "slow_mode_secs"));
        slows(&ada.via(door), general, 6 * HOUR).await;
        let log = GetAuditLog { action: Some(AuditAction::ChannelUpdated), ..GetAuditLog::of(hub) };
        let changes = eventually("the line of the audit log", async || match ada.via(door).calls(log.clone()).await {
            Ok(Reply::AuditLog(page)) => page.entries.into_iter().next().map(|entry| entry.changes),
            other => panic!("{other:?}"),
        }).await;
        assert_eq!((&*changes[0].field, changes[0].after.clone()), ("slow_mode_secs", Some((6 * HOUR).into())));
    }

    async fn a_repeat_of_what_was_stored_is_answered_and_counts_once(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        slows(&ada, general, HOUR).await;
        let (nonce, other) = (fresh_nonce(), fresh_nonce());
        let stored = sent(bo.via(door).calls(send(general, "one", Some(&nonce))).await);
        let again = sent(bo.via(door).calls(send(general, "one", Some(&nonce))).await);
        assert_eq!(again.id, stored.id);
        too_soon(bo.via(door).calls(send(general, "two", Some(&other))).await);
        too_soon(bo.via(door).calls(send(general, "two", Some(&other))).await);
        slows(&ada, general, 0).await;
        assert_ne!(sent(bo.via(door).calls(send(general, "two", Some(&other))).await).id, stored.id, "a refusal uses no nonce up");
    }
}

each_engine! {
    async fn of_many_sent_at_once_from_all_devices_one_is_taken(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, general, .. } = Cast::gathers(&server).await;
        slows(&ada, general, HOUR).await;
        let devices = [bo.another_device().await, bo.another_device().await, bo.another_device().await];
        let all = devices.iter().enumerate().flat_map(|(device, phone)| (0..30).map(move |number| {
            let door = if number % 3 == 0 { Door::Rest } else { Door::Socket };
            async move { phone.via(door).calls(send(general, &format!("{device}-{number}"), None)).await }
        }));
        let answers = join_all(all).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert!(answers.iter().flat_map(|answer| answer.as_ref().err()).all(|problem| problem.code == ErrorCode::SlowMode), "{answers:?}");
        assert_eq!(ada.reads_page(general).await.messages.len(), 1);
    }

    async fn a_restart_forgets_nobody(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, general, .. } = Cast::gathers(&server).await;
        slows(&ada, general, HOUR).await;
        let nonce = fresh_nonce();
        let stored = bo.sends_as(general, "one", &nonce).await;
        server.kill9();
        server.restart().await;
        for phone in [&ada, &bo] {
            phone.reconnects().await;
        }
        too_soon(bo.calls(send(general, "two", None)).await);
        assert_eq!(sent(bo.calls(send(general, "one", Some(&nonce))).await).id, stored.id);
        ada.sends(general, "and again").await;
    }

    async fn rest_says_in_a_header_when_to_come_back(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, general, .. } = Cast::gathers(&server).await;
        slows(&ada, general, 90).await;
        bo.sends(general, "one").await;
        let (path, body) = (format!("/api/channels/{general}/messages"), serde_json::json!({ "content": "two" }));
        let answer = bo.person().fetches(Method::POST, &path, Some(&body)).await;
        assert_eq!(answer.status(), 429);
        let secs: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((30..=90).contains(&secs), "{secs}");
        assert_eq!(problem_of(answer).await.code, ErrorCode::SlowMode);
    }
}

//! Cheap ways to spoil it for others, none of which may work. Each of these once did.

use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::protocol::command::{
    CreateChannel, EditMessage, SendMessage, SetChannelOverwrite, TimeOutMember,
};
use hubbub_shared::{ErrorCode, HubId, Permissions, Timestamp, UserId};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_engine, eventually};
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message as Raw;

fn channel(hub: HubId, name: &str) -> CreateChannel {
    CreateChannel {
        hub,
        name: name.to_owned(),
        topic: None,
        category: None,
        position: None,
        overwrites: None,
    }
}

async fn is_online(viewer: &Phone, hub: HubId, whom: UserId) -> bool {
    viewer.lists_members(hub).await.iter().any(|member| member.user.id == whom && member.online)
}

each_engine! {
    async fn a_nonce_that_no_store_takes_is_refused_and_harms_nobody(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let bad = SendMessage::of(general, "x".into(), Some("a\0b".into()));
        for door in [Door::Socket, Door::Rest] {
            let (refused, _) = futures_util::join!(
                async { bo.via(door).calls(bad.clone()).await },
                ada.says(general, "at the same moment")
            );
            assert_eq!(refused.expect_err("control characters").code, ErrorCode::InvalidInput);
        }
        assert_eq!(ada.reads(general), ["at the same moment"; 2]);
    }

    async fn a_socket_that_dies_while_it_is_made_ready_leaves_nobody_online(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_OFFLINE_AFTER_SECS", "1")]).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        assert!(is_online(&ada, hub, bo.id()).await);
        bo.loses_connection();
        for _ in 0..5 {
            let mut socket = bo.entrance().connects().await.unwrap();
            // Without waiting for anything: the hubs are being read when this arrives.
            socket.sends_bytes(vec![0xc1; 16]).await;
            socket.is_closed().await;
        }
        eventually("Bo is shown as gone", || async { (!is_online(&ada, hub, bo.id()).await).then_some(()) }).await;
    }

    async fn a_channel_takes_only_so_many_overwrites_and_only_such_as_make_sense(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        let someone = |number: u64| Overwrite {
            target: OverwriteTarget::Member(UserId(number)),
            allow: Permissions::VIEW,
            deny: Permissions::NONE,
        };
        let with = |overwrites| CreateChannel { overwrites: Some(overwrites), ..channel(hub, "crowded") };
        let many = ada.calls(with((1..=101).map(someone).collect())).await;
        assert_eq!(many.expect_err("101 are too many").code, ErrorCode::LimitReached);
        let both = Overwrite { deny: Permissions::VIEW, ..someone(1) };
        assert_eq!(ada.calls(with(vec![both])).await.expect_err("both").code, ErrorCode::InvalidInput);
        ada.calls(with((1..=100).map(someone).collect())).await.expect("100 are fine");
    }

    async fn the_greatest_position_there_is_breaks_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        ada.calls(CreateChannel { position: Some(u32::MAX), ..channel(hub, "last") }).await.expect("far down");
        ada.calls(channel(hub, "after-all")).await.expect("further down is no place, but no harm either");
        assert_eq!(ada.views(hub).await.channels.len(), 3);
    }

    async fn an_edit_names_whom_it_mentions_now_and_notifies_nobody_anew(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(&server).await;
        let cy = server.phone("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        let sent = ada.sends(general, &format!("<@{}>", bo.id())).await;
        assert_eq!(sent.mentions, [bo.id()]);
        let content = format!("<@{}>", cy.id());
        let edit = EditMessage::of(general, sent.id, content);
        ada.calls(edit).await.expect("it is hers");
        let now = ada.reads_page(general).await.messages.pop().unwrap();
        assert_eq!(now.mentions, [cy.id()]);
        for person in [&bo, &cy] {
            let fresh = person.another_device().await;
            assert_eq!(fresh.state().channels[&general].mentions, 0);
        }
    }

    async fn a_timeout_has_an_end_that_lies_ahead(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, .. } = Cast::gathers(&server).await;
        let past = TimeOutMember { hub, user: bo.id(), until: Some(Timestamp(1_000_000_000_000)), reason: None };
        assert_eq!(ada.calls(past).await.expect_err("it is over").code, ErrorCode::InvalidInput);
        let path = format!("/api/hubs/{hub}/members/{}/timeout", bo.id());
        let unsaid = ada.person().fetches(reqwest::Method::PUT, &path, Some(&serde_json::json!({}))).await;
        assert_eq!(unsaid.status(), 400, "a typo must not lift a timeout");
    }

    async fn a_goodbye_is_answered_and_the_connection_ends_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, .. } = pair(&server).await;
        let mut socket = ada.entrance().connects().await.unwrap();
        socket.is_ready().await;
        let began = std::time::Instant::now();
        socket.sends_message(Raw::Close(None)).await;
        assert_eq!(socket.is_closed().await, 1000, "a close frame back, not a broken connection");
        assert!(began.elapsed() < Duration::from_secs(5));
    }

    async fn a_channel_that_becomes_visible_comes_with_what_was_missed(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(&server).await;
        let hide = |deny| SetChannelOverwrite {
            channel: general,
            target: OverwriteTarget::Role(hub.everyone()),
            allow: Permissions::NONE,
            deny,
        };
        ada.calls(hide(Permissions::VIEW)).await.expect("she owns it");
        bo.agrees("the channel is gone", |state| !state.visible_channels().contains(&general)).await;
        ada.sends(general, "while hidden").await;
        ada.calls(hide(Permissions::NONE)).await.expect("she owns it");
        bo.agrees("one unread", |state| state.channels.get(&general).is_some_and(|channel| channel.unread == 1)).await;
    }
}

/// On SQLite only: three hundred writes are much for the test database.
async fn many_active_channels_close_nobody_who_sees_them(engine: Engine) {
    let server = Server::on(engine).await;
    let Pair { ada, bo, hub, general } = pair(&server).await;
    bo.unsubscribes(general).await;
    let mut channels = Vec::new();
    for number in 0..300 {
        channels.push(ada.makes_channel(hub, &format!("c{number}"), None).await.id);
    }
    futures_util::future::join_all(channels.iter().map(|channel| ada.person().sends(*channel, "hi"))).await;
    bo.agrees("all are unread", |state| {
        channels.iter().all(|channel| state.channels.get(channel).is_some_and(|state| state.unread == 1))
    })
    .await;
    assert_eq!(bo.close_code(), None, "and the socket is open");
}

#[test]
fn many_active_channels() {
    hubbub_tests::play(Engine::Sqlite, many_active_channels_close_nobody_who_sees_them);
}

//! Sending again what may have arrived.

use crate::scene::{Pair, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_tests::{Acts, Engine, Server, each_engine, fresh_nonce};
use reqwest::Method;
use serde_json::json;

each_engine! {
    async fn the_same_send_is_stored_once_whichever_door_it_takes(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let path = format!("/api/channels/{general}/messages");
        let body = json!({ "content": "once", "nonce": "nonce-1" });

        let first = ada.person().fetches(Method::POST, &path, Some(&body)).await;
        assert_eq!(first.status(), 201);
        let first: serde_json::Value = first.json().await.unwrap();
        let again = ada.person().fetches(Method::POST, &path, Some(&body)).await;
        assert_eq!(again.status(), 200);
        assert_eq!(again.json::<serde_json::Value>().await.unwrap(), first);

        let by_socket = ada.sends_as(general, "once", "nonce-1").await;
        assert_eq!(serde_json::to_value(&by_socket).unwrap(), first);
        let by_socket_first = ada.sends_as(general, "twice", "nonce-2").await;
        assert_eq!(ada.person().sends_as(general, "twice", "nonce-2").await.id, by_socket_first.id);

        bo.sees("twice").await;
        assert_eq!(bo.reads(general), ["once", "twice"]);
        assert_eq!(by_socket.nonce.as_deref(), Some("nonce-1"));
    }

    async fn a_repeat_is_stored_once_even_when_all_come_at_the_same_moment(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = ada.another_device().await;
        let nonce = fresh_nonce();
        let sends = (0..12).map(|number| {
            let (phone, nonce) = (if number % 2 == 0 { &ada } else { &tablet }, &nonce);
            async move {
                if number % 3 == 0 { phone.person().sends_as(general, "race", nonce).await.id }
                else { phone.sends_as(general, "race", nonce).await.id }
            }
        });
        let ids = futures_util::future::join_all(sends).await;
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
        ada.says(general, "after").await;
        bo.sees("after").await;
        assert_eq!(bo.reads(general), ["race", "after"]);
    }

    async fn two_people_may_use_the_same_nonce(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let one = ada.sends_as(general, "Ada's", "1").await;
        let other = bo.sends_as(general, "Bo's", "1").await;
        assert_ne!(one.id, other.id);
        assert_eq!(other.content, "Bo's");
    }

    async fn a_nonce_used_for_something_else_does_not_leak_or_lose_a_message(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        let first = ada.sends_as(general, "in general", "n").await;
        let second = ada.calls(SendMessage::of(other, "in other".to_owned(), Some("n".to_owned()))).await;
        // Either the stored message or a conflict; not a second message in silence.
        match second {
            Ok(hubbub_shared::protocol::Reply::Message(message)) => assert_eq!(message.id, first.id),
            Err(problem) => assert_eq!(problem.code, ErrorCode::Conflict),
            other => panic!("{other:?}"),
        }
        assert_eq!(ada.reads_page(other).await.messages, []);
    }

    async fn a_nonce_of_wrong_length_is_refused(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        for nonce in [String::new(), "n".repeat(65)] {
            let send = SendMessage::of(general, "hi".to_owned(), Some(nonce));
            for answer in [ada.calls(send.clone()).await, ada.person().calls(send).await] {
                let refused = answer.unwrap_err();
                assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "nonce"));
            }
        }
        ada.sends_as(general, "hi", &"n".repeat(64)).await;
    }
}

//! Under one `Idempotency-Key` the same is done once, and answered the same each time.

use crate::scene::Cast;
use hubbub_shared::ErrorCode;
use hubbub_tests::{Acts, Engine, Person, Server, each_engine, problem_of};
use reqwest::header::ORIGIN;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

async fn asks(who: &Person, server: &Server, path: &str, key: &str, body: &Value) -> Response {
    let request = who.request(Method::POST, path).header(ORIGIN, server.address());
    request.header("idempotency-key", key).json(body).send().await.unwrap()
}

fn is_replayed(answer: &Response) -> bool {
    answer.headers().get("idempotency-replayed").is_some_and(|value| value == "true")
}

each_engine! {
    async fn asking_again_under_the_same_key_does_nothing_twice(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let body = json!({ "name": "Garden" });
        let first = asks(&ada, &server, "/api/hubs", "\"founding\"", &body).await;
        assert!(first.status() == StatusCode::CREATED && !is_replayed(&first));
        let first: Value = first.json().await.unwrap();
        for key in ["founding", "\"founding\""] {
            let again = asks(&ada, &server, "/api/hubs", key, &body).await;
            assert!(again.status() == StatusCode::CREATED && is_replayed(&again));
            assert_eq!(again.json::<Value>().await.unwrap(), first);
        }
        assert_eq!(ada.gets("/api/hubs").await.unwrap().as_array().unwrap().len(), 1);
        let other = asks(&ada, &server, "/api/hubs", "founding", &json!({ "name": "Other" })).await;
        assert_eq!(problem_of(other).await.code, ErrorCode::IdempotencyKeyReused);
        let elsewhere = asks(&ada, &server, "/api/users/@me/sessions", "founding", &body).await;
        assert_eq!(problem_of(elsewhere).await.code, ErrorCode::IdempotencyKeyReused, "of another operation");
        let theirs = asks(&bo, &server, "/api/hubs", "founding", &body).await;
        assert!(theirs.status() == StatusCode::CREATED && !is_replayed(&theirs), "a key is of who gave it");

        // After a restart, too, and a token that is kept nowhere else is the same.
        let made = asks(&ada, &server, "/api/users/@me/api-keys", "k", &json!({ "name": "CI", "scope": "1" })).await;
        let made: Value = made.json().await.unwrap();
        server.kill9();
        server.restart().await;
        let again = asks(&ada, &server, "/api/users/@me/api-keys", "k", &json!({ "name": "CI", "scope": "1" })).await;
        assert!(is_replayed(&again));
        assert_eq!(again.json::<Value>().await.unwrap(), made);
        assert!(made["token"].as_str().unwrap().starts_with("hubbub_key_"));
    }

    async fn what_was_refused_for_good_is_refused_again_and_what_passes_is_not_kept(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let bo = it.bo.person();
        let channels = format!("/api/hubs/{}/channels", it.hub);
        let body = json!({ "name": "shed" });
        let refused = asks(bo, &server, &channels, "one", &body).await;
        assert!(refused.status() == StatusCode::FORBIDDEN && !is_replayed(&refused));
        let role = it.ada.makes_role(it.hub, "builder", hubbub_shared::Permissions::MANAGE_CHANNELS).await.id;
        it.ada.assigns(it.hub, it.bo.id(), role).await;
        let again = asks(bo, &server, &channels, "one", &body).await;
        assert!(again.status() == StatusCode::FORBIDDEN && is_replayed(&again), "the answer of before");
        assert_eq!(problem_of(again).await.code, ErrorCode::Forbidden);
        assert_eq!(asks(bo, &server, &channels, "two", &body).await.status(), StatusCode::CREATED);

        let slow = json!({ "content": "hi" });
        let messages = format!("/api/channels/{}/messages", it.general);
        it.ada.calls(hubbub_shared::protocol::command::UpdateChannel {
            slow_mode_secs: Some(5), ..hubbub_shared::protocol::command::UpdateChannel::of(it.general)
        }).await.unwrap();
        assert_eq!(asks(bo, &server, &messages, "m1", &slow).await.status(), StatusCode::CREATED);
        assert_eq!(asks(bo, &server, &messages, "m2", &slow).await.status(), StatusCode::TOO_MANY_REQUESTS);
        it.ada.calls(hubbub_shared::protocol::command::UpdateChannel {
            slow_mode_secs: Some(0), ..hubbub_shared::protocol::command::UpdateChannel::of(it.general)
        }).await.unwrap();
        let now = asks(bo, &server, &messages, "m2", &slow).await;
        assert!(now.status() == StatusCode::CREATED && !is_replayed(&now), "it is done now");
        assert_eq!(it.ada.reads_page(it.general).await.messages.len(), 2);
    }

    async fn a_key_is_short_and_there_are_only_so_many(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        for key in ["", "\"\"", "a b", &"x".repeat(256)] {
            let answer = asks(&ada, &server, "/api/hubs", key, &json!({ "name": "Garden" })).await;
            assert_eq!(problem_of(answer).await.code, ErrorCode::InvalidInput, "{key:?}");
        }
        // Where nothing is created there are no keys: it is passed over.
        let read = ada.request(Method::GET, "/api/hubs").header("idempotency-key", "a b").send().await.unwrap();
        assert_eq!(read.status(), StatusCode::OK);
    }

    async fn who_asks_twice_at_once_has_one_of_it(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let body = json!({ "name": "Garden" });
        let calls = (0..8).map(|_| asks(&ada, &server, "/api/hubs", "at-once", &body));
        let mut made = 0;
        for answer in futures_util::future::join_all(calls).await {
            match answer.status() {
                StatusCode::CREATED => made += usize::from(!is_replayed(&answer)),
                StatusCode::CONFLICT => {
                    assert!(answer.headers().contains_key("retry-after"));
                    assert_eq!(problem_of(answer).await.code, ErrorCode::IdempotencyInProgress);
                }
                other => panic!("{other}"),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(ada.gets("/api/hubs").await.unwrap().as_array().unwrap().len(), 1);
    }

    async fn a_message_that_was_sent_before_the_server_died_is_sent_once(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let messages = format!("/api/channels/{}/messages", it.general);
        let mut asked = Vec::new();
        for number in 0..30 {
            let (bo, body) = (it.bo.person(), json!({ "content": format!("number {number}") }));
            let request = bo.request(Method::POST, &messages).header(ORIGIN, server.address());
            asked.push(tokio::spawn(request.header("idempotency-key", format!("k{number}")).json(&body).send()));
            if number == 15 {
                tokio::time::sleep(std::time::Duration::from_millis(15)).await;
                server.kill9();
                server.restart().await;
            }
        }
        for one in asked {
            let _ = one.await;
        }
        for number in 0..30 {
            let body = json!({ "content": format!("number {number}") });
            let answer = asks(it.bo.person(), &server, &messages, &format!("k{number}"), &body).await;
            assert!(answer.status().is_success(), "{number}: {}", answer.status());
        }
        let mut all: Vec<String> =
            it.ada.person().reads_page(it.general).await.messages.into_iter().map(|one| one.content).collect();
        all.sort();
        let count = all.len();
        all.dedup();
        assert_eq!((count, all.len()), (30, 30), "each once");
    }
}

//! Too much at once is told, with when to come back.

use crate::scene::{Pair, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{CreateHub, GetHub, SendMessage};
use hubbub_shared::protocol::{CloseCode, Outcome};
use hubbub_tests::{Acts, Door, Engine, Person, Server, each_engine, problem_of};
use reqwest::Method;

each_engine! {
    async fn who_sends_too_fast_is_told_when_to_come_back(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_SENDS_PER_MINUTE", "5")]).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let send = |number: usize| SendMessage::of(general, format!("number {number}"), None);
        let mut sent = 0;
        let refused = loop {
            let door = if sent % 2 == 0 { Door::Rest } else { Door::Socket };
            match ada.via(door).calls(send(sent)).await {
                Ok(_) => sent += 1,
                Err(problem) => break problem,
            }
            assert!(sent < 40, "no limit in sight");
        };
        assert_eq!(refused.code, ErrorCode::RateLimited);
        assert!(refused.retry_after_ms.is_some_and(|pause| pause > 0), "{refused:?}");
        assert!(sent >= 5, "a burst of a minute's worth is fine; {sent} were sent");
        for door in [Door::Rest, Door::Socket] {
            // Doors share one limit.
            assert_eq!(ada.via(door).calls(send(sent)).await.unwrap_err().code, ErrorCode::RateLimited);
        }
        bo.says(general, "not my limit").await;
        ada.reads_page(general).await;
    }

    async fn rest_names_the_pause_in_a_header(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_WRITES_PER_MINUTE", "4")]).await;
        let ada = server.person("Ada").await;
        let body = serde_json::json!({ "name": "Hub" });
        for _ in 0..40 {
            let answer = ada.fetches(Method::POST, "/api/hubs", Some(&body)).await;
            if answer.status() == 429 {
                let pause = answer.headers().get("retry-after").expect("a pause").to_str().unwrap().to_owned();
                assert!(pause.parse::<u64>().is_ok_and(|secs| secs >= 1), "{pause}");
                assert_eq!(problem_of(answer).await.code, ErrorCode::RateLimited);
                return;
            }
            assert_eq!(answer.status(), 201);
        }
        panic!("no limit in sight");
    }

    async fn each_change_says_what_is_left_in_the_names_that_libraries_know(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_WRITES_PER_MINUTE", "4")]).await;
        let ada = server.person("Ada").await;
        let body = serde_json::json!({ "name": "Hub" });
        let answer = ada.fetches(Method::POST, "/api/hubs", Some(&body)).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let number = |name: &str| header(name).parse::<f64>().unwrap();
        assert_eq!((header("x-ratelimit-bucket"), header("x-ratelimit-limit")), ("write".into(), "4".into()));
        assert!(number("x-ratelimit-remaining") <= 3.0);
        let after = number("x-ratelimit-reset-after");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
        assert!(after > 0.0 && after <= 60.0);
        assert!(number("x-ratelimit-reset") <= now + after && number("x-ratelimit-reset") > now - 60.0);
        let read = ada.fetches(Method::GET, "/api/hubs", None).await;
        assert!(!read.headers().contains_key("x-ratelimit-limit"), "reading is not counted");
    }

    async fn what_has_not_changed_is_not_sent_again(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let path = format!("/api/hubs/{hub}");
        let first = ada.fetches(Method::GET, &path, None).await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(first.headers()["cache-control"], "private, no-cache");
        let again = async |by: &Person, tag: &str| {
            by.request(Method::GET, &path).header("If-None-Match", tag).send().await.unwrap()
        };
        let same = again(&ada, &tag).await;
        assert_eq!((same.status().as_u16(), same.headers()["etag"].to_str().unwrap()), (304, &*tag));
        assert!(same.text().await.unwrap().is_empty());
        ada.makes_channel(hub, "news", None).await;
        let other = again(&ada, &tag).await;
        assert_eq!(other.status(), 200);
        assert_ne!(other.headers()["etag"].to_str().unwrap(), tag);
        // Who may not see it is told nothing by it.
        let eve = server.person("Eve").await;
        assert_eq!(again(&eve, &tag).await.status(), 404);
    }

    async fn a_flood_of_frames_is_told_and_then_cut(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_FRAMES_PER_MINUTE", "30")]).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        let mut flood = ada.entrance().connects().await.unwrap();
        flood.is_ready().await;
        let mut told = false;
        for number in 1..=400 {
            flood.calls(number, GetHub { hub }).await;
        }
        let code = loop {
            match flood.arrives().await {
                hubbub_tests::Arrival::Closed(code) => break code,
                hubbub_tests::Arrival::Frame(hubbub_shared::protocol::ServerFrame::Reply(_, Outcome::Error(problem))) => {
                    assert_eq!(problem.code, ErrorCode::RateLimited);
                    told = true;
                }
                hubbub_tests::Arrival::Frame(_) => {}
            }
        };
        assert!(told, "told before it is cut");
        assert!(code == CloseCode::RateLimited as u16 || code == 1006, "{code}");
        assert_eq!(ada.views(hub).await.id, hub, "the other device is not punished");
    }

    async fn signing_in_has_a_limit_of_its_own(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_SIGN_INS_PER_MINUTE", "3")]).await;
        let ada = server.person("Ada").await;
        let mut refused = false;
        for number in 0..40 {
            let stranger = server.stranger();
            let answer = stranger.visit(&format!("{}/auth/login?as=Guest{number}", server.address())).await;
            if answer.status() == 429 {
                assert!(answer.headers().contains_key("retry-after"));
                refused = true;
                break;
            }
        }
        assert!(refused, "no limit in sight");
        ada.calls(CreateHub { name: "Who is in, is in".to_owned() }).await.unwrap();
    }
}

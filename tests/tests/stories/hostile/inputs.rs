//! Requests that are broken, huge, or meant for a database.

use super::all_is_well;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::CreateHub;
use hubbub_tests::{Acts, Door, Engine, Server, each_engine, problem_of};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, COOKIE, ORIGIN};
use serde_json::json;

each_engine! {
    async fn broken_bodies_are_told_what_is_wrong(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let bodies = [
            "", "{", "[]", "null", "7", "\"x\"", "{\"name\":7}", "{\"name\":{\"$gt\":\"\"}}", "{\"name\":null}", "{}",
            "{\"name\":\"x\"}}", "\u{feff}{\"name\":\"x\"}", "{\"name\":\"\\ud800\"}",
        ];
        for body in bodies {
            let request = ada.request(Method::POST, "/api/hubs").header(ORIGIN, server.address());
            let answer = request.header(CONTENT_TYPE, "application/json").body(body).send().await.unwrap();
            let problem = problem_of(answer).await;
            assert!(matches!(problem.code, ErrorCode::InvalidInput | ErrorCode::MalformedFrame), "{body}: {problem:?}");
        }
        let bytes = ada.request(Method::POST, "/api/hubs").header(ORIGIN, server.address());
        let answer = bytes.header(CONTENT_TYPE, "application/json").body(vec![0xff, 0xfe, 0x00]).send().await.unwrap();
        assert_eq!(problem_of(answer).await.code.status(), 400);
        let deep = format!("{{\"name\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
        let request = ada.request(Method::POST, "/api/hubs").header(ORIGIN, server.address());
        let answer = request.header(CONTENT_TYPE, "application/json").body(deep).send().await.unwrap();
        assert_eq!(problem_of(answer).await.code.status() / 100, 4);
        assert_eq!(ada.gets("/api/hubs").await.unwrap(), json!([]));
        ada.creates_hub("Fine").await;
        all_is_well(&server).await;
    }

    async fn a_huge_body_is_refused_without_reading_it_all(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let request = ada.request(Method::POST, "/api/hubs").header(ORIGIN, server.address());
        let body = format!("{{\"name\":\"{}\"}}", "x".repeat(8 << 20));
        let answer = request.header(CONTENT_TYPE, "application/json").body(body).send().await;
        // The server may stop reading and close before the client is done.
        if let Ok(answer) = answer {
            assert_eq!(problem_of(answer).await.code, ErrorCode::TooLarge);
        }
        all_is_well(&server).await;
    }

    async fn ids_that_are_no_ids_find_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let ids = [
            "0", "-1", "1e3", "18446744073709551615", "18446744073709551616", "9999999999999999999999", "abc", "null",
            "%00", "..", "..%2f..%2fetc%2fpasswd", "%27%20OR%20%271%27=%271", "1;DROP%20TABLE%20messages", "%7B%22$ne%22:1%7D",
            "[$ne]=1", "@me", "%F0%9F%A6%80", "1%0d%0aX-Evil:1",
        ];
        for id in ids {
            for path in [
                format!("/api/hubs/{id}"), format!("/api/channels/{id}"), format!("/api/channels/{id}/messages"),
                format!("/api/channels/1/messages/{id}"), format!("/api/hubs/{id}/members"), format!("/api/invites/{id}"),
            ] {
                let answer = ada.fetches(Method::GET, &path, None).await;
                let status = answer.status().as_u16();
                // `..` may be resolved by the client to another path.
                if !path.contains("..") {
                    assert!(matches!(status, 400 | 404), "GET {path} answers {status}");
                    problem_of(answer).await;
                } else {
                    assert!(status < 500, "GET {path} answers {status}");
                }
            }
        }
        all_is_well(&server).await;
    }

    async fn what_looks_like_a_query_is_only_text(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        for door in [Door::Rest, Door::Socket] {
            for name in ["'; DROP TABLE hubs; --", "{\"$ne\": null}", "$where: 1", "hub.name", "\\u0000", "${7*7}", "<script>"] {
                let Ok(hubbub_shared::protocol::Reply::Hub(made)) = ada.via(door).calls(CreateHub { name: name.to_owned() }).await else { panic!("{name}") };
                assert_eq!(made.name, name);
                assert_eq!(ada.via(door).views(made.id).await.name, name);
            }
        }
        let queries = ["limit[$gt]=1", "after=%27", "limit=1;DROP", "limit=-1", "limit=1e9", "limit="];
        for query in queries {
            let path = format!("/api/hubs/{hub}/members?{query}");
            let status = ada.person().fetches(Method::GET, &path, None).await.status().as_u16();
            assert!(matches!(status, 200 | 400), "{path}: {status}");
        }
        assert_eq!(ada.lists_members(hub).await.len(), 1);
        all_is_well(&server).await;
    }

    async fn names_have_their_limits_on_both_doors(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        for door in [Door::Rest, Door::Socket] {
            for name in ["", "   ", "\u{202e}\u{200f}", &"é".repeat(81)] {
                let refused = ada.via(door).calls(CreateHub { name: name.to_owned() }).await.unwrap_err();
                assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "name"), "{name:?}");
            }
            ada.via(door).creates_hub(&"é".repeat(80)).await;
        }
    }

    async fn addresses_and_methods_that_do_not_exist_are_told_as_problems(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let nowhere = ada.fetches(Method::GET, "/api/nowhere", None).await;
        assert_eq!(problem_of(nowhere).await.code, ErrorCode::NotFound);
        let wrong = ada.fetches(Method::PUT, "/api/hubs", Some(&json!({}))).await;
        assert_eq!(problem_of(wrong).await.code, ErrorCode::MethodNotAllowed);
        assert_eq!(server.stranger().fetches(Method::GET, "/api/hubs", None).await.status(), 401);
        assert_eq!(server.stranger().fetches(Method::GET, "/api/health", None).await.status(), 200);
    }

    async fn forged_identities_are_nobody(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let own = ada.jar.cookies();
        let (name, value) = own.iter().next_back().unwrap();
        let mut flipped = value.clone().into_bytes();
        let middle = flipped.len() / 2;
        flipped[middle] = if flipped[middle] == b'A' { b'B' } else { b'A' };
        let flipped = String::from_utf8(flipped).unwrap();
        for cookie in [format!("{name}={flipped}"), format!("{name}="), format!("{name}=1"), format!("{name}={}", "A".repeat(4000))] {
            let request = server.stranger().request(Method::GET, "/api/users/@me").header(COOKIE, &cookie);
            assert_eq!(request.send().await.unwrap().status(), 401, "{cookie}");
        }
        for token in ["", "x", &"A".repeat(4000), "null", "undefined", "' OR 1=1", "{\"$ne\":1}"] {
            let status = server.stranger().program(token).fetches(Method::GET, "/api/users/@me", None).await.status();
            assert!(matches!(status.as_u16(), 400 | 401), "{token}: {status}");
        }
        assert_eq!(ada.me().await.display_name, "Ada");
    }
}

//! What every answer has in common.

use crate::server::Server;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashSet;

#[actix_web::test]
async fn health_tells_what_runs() {
    let health = Server::start().await.browser().json("/api/health").await;
    assert_eq!(health["status"], "ok");
    assert_eq!((&health["store"], &health["sign_in"]), (&"sqlite".into(), &"local".into()));
}

#[actix_web::test]
async fn every_answer_tells_browsers_what_not_to_do() {
    let server = Server::start().await;
    for path in ["/", "/api/health", "/api/nothing", "/auth/login", "/auth/local/style.css"] {
        let answer = server.browser().get(path).await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        let host = server.url.trim_start_matches("http://");
        for part in
            ["default-src 'none'", "frame-ancestors 'none'", "trusted-types hubbub", &format!("ws://{host}")]
        {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers()["cross-origin-opener-policy"], "same-origin", "{path}");
        assert!(
            answer.headers().contains_key("permissions-policy")
                && answer.headers().contains_key("referrer-policy")
        );
        assert!(!answer.headers().contains_key("strict-transport-security"), "not on this machine");
    }
}

#[actix_web::test]
async fn https_stays_https() {
    let flags =
        ["--client-url", "https://chat.example.org", "--local-sign-in", "anywhere", "--bind", "127.0.0.1"];
    let server = Server::with(&flags).await;
    let answer = server.browser().get_as_host("/api/health", "chat.example.org").await;
    assert!(answer.headers().contains_key("strict-transport-security"));
}

#[actix_web::test]
async fn each_request_has_an_id_of_ours() {
    let server = Server::start().await;
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let answer = server
            .browser()
            .bare(Method::GET, "/api/users/@me")
            .header("x-request-id", "mine")
            .send()
            .await
            .unwrap();
        let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["request_id"], id);
        assert!(id != "mine" && seen.insert(id));
    }
}

#[actix_web::test]
async fn every_answer_has_its_id() {
    let server = Server::with(&["--client-url", "https://chat.example.org"]).await;
    let browser = server.browser();
    let asked = [
        (Method::GET, "/"),
        (Method::GET, "/favicon.svg"),
        (Method::GET, "/nothing.js"),
        (Method::POST, "/"),
        (Method::GET, "/api/health"),
        (Method::HEAD, "/api/health"),
        (Method::GET, "/api/openapi.json"),
        (Method::GET, "/api/nothing"),
        (Method::PUT, "/api/health"),
        (Method::OPTIONS, "/api/hubs"),
        (Method::GET, "/auth/login"),
        (Method::GET, "/auth/callback"),
        (Method::GET, "/auth/local/authorize"),
        (Method::POST, "/auth/local/token"),
        (Method::GET, "/ws"),
    ];
    for (method, path) in asked {
        for origin in [None, Some("https://chat.example.org"), Some("https://evil.example")] {
            let mut request = browser.bare(method.clone(), path);
            if let Some(origin) = origin {
                request = request.header("origin", origin).header("access-control-request-method", "GET");
            }
            let answer = request.send().await.unwrap();
            assert!(answer.headers().contains_key("x-request-id"), "{method} {path} from {origin:?}");
        }
    }
    let upgrade = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let socket = upgrade
        .into_iter()
        .fold(browser.bare(Method::GET, "/ws"), |request, (name, value)| request.header(name, value));
    let answer = socket.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert!(answer.headers().contains_key("x-request-id"), "an upgrade");
}

#[actix_web::test]
async fn a_delete_with_a_body_is_told_that_it_has_none() {
    let server = Server::start().await;
    let ada = server.signed_in("Ada").await;
    let refused =
        ada.page(Method::DELETE, "/api/hubs/1").json(&json!({ "reason": "Spam" })).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "invalid_input");
    assert!(problem["message"].as_str().unwrap().contains("?reason="), "{problem}");
}

#[actix_web::test]
async fn the_documents_of_the_api_are_told_to_anybody_and_kept() {
    let server = Server::start().await;
    for (path, version) in [("/api/openapi.json", "openapi"), ("/api/asyncapi.json", "asyncapi")] {
        let answer = server.browser().get(path).await;
        assert_eq!(answer.headers()["content-type"], "application/json");
        let tag = answer.headers()["etag"].clone();
        assert!(answer.json::<Value>().await.unwrap()[version].is_string(), "{path}");
        let again =
            server.browser().bare(Method::GET, path).header("if-none-match", tag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[actix_web::test]
async fn what_is_not_there_is_a_problem_too() {
    let server = Server::start().await;
    let browser = server.browser();
    let missing = browser.get("/api/nothing").await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(missing.headers()["content-type"], "application/problem+json");
    assert_eq!(missing.json::<Value>().await.unwrap()["code"], "not_found");

    let wrong = browser.bare(Method::PUT, "/api/users/@me").send().await.unwrap();
    assert_eq!(wrong.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.headers()["allow"], "GET, PATCH, DELETE");
    assert_eq!(wrong.json::<Value>().await.unwrap()["code"], "method_not_allowed");
}

#[actix_web::test]
async fn a_body_is_small_json_or_refused() {
    let server = Server::start().await;
    let ada = server.signed_in("Ada").await;
    let patch = || ada.page(Method::PATCH, "/api/users/@me");
    let form = patch().header("content-type", "text/plain").body("display_name=x").send().await.unwrap();
    assert_eq!(form.status(), StatusCode::BAD_REQUEST);
    let torn =
        patch().header("content-type", "application/json").body("{\"display_name\":").send().await.unwrap();
    assert_eq!(torn.json::<Value>().await.unwrap()["code"], "malformed_frame");
    let large = patch().json(&json!({"display_name": "x".repeat(70_000)})).send().await.unwrap();
    assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(large.json::<Value>().await.unwrap()["code"], "too_large");
    let wrong = patch().json(&json!({"display_name": 7})).send().await.unwrap();
    assert_eq!(wrong.json::<Value>().await.unwrap()["fields"][0]["path"], "display_name");
}

#[actix_web::test]
async fn a_limit_tells_what_is_left_and_when_to_come_back() {
    let server = Server::with(&["--writes-per-minute", "2"]).await;
    let ada = server.signed_in("Ada").await;
    let rename = || ada.page(Method::PATCH, "/api/users/@me").json(&json!({"display_name": "A"})).send();
    let first = rename().await.unwrap();
    assert_eq!(
        (&first.headers()["x-ratelimit-limit"], &first.headers()["x-ratelimit-remaining"]),
        (&"2".parse().unwrap(), &"1".parse().unwrap())
    );
    rename().await.unwrap();
    let refused = rename().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["x-ratelimit-remaining"], "0");
    assert!(
        refused.headers().contains_key("retry-after")
            && refused.headers().contains_key("x-ratelimit-reset-after")
    );
    let problem: Value = refused.json().await.unwrap();
    assert!(problem["retry_after_ms"].as_u64().unwrap() <= 30_000, "{problem}");

    let bo = server.signed_in("Bo").await;
    let other =
        bo.page(Method::PATCH, "/api/users/@me").json(&json!({"display_name": "B"})).send().await.unwrap();
    assert_eq!(other.status(), StatusCode::OK, "everybody has their own");
    assert!(
        !ada.get("/api/users/@me").await.headers().contains_key("x-ratelimit-limit"),
        "reading is not limited"
    );
}

#[actix_web::test]
async fn only_the_web_app_may_call_from_another_origin() {
    let server = Server::with(&[
        "--client-url",
        "https://app.example.org",
        "--public-api-url",
        "https://api.example.org",
    ])
    .await;
    let ask = |origin: &'static str| {
        let request = server.browser().bare(Method::OPTIONS, "/api/users/@me").header("origin", origin);
        request
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "content-type")
            .send()
    };
    let allowed = ask("https://app.example.org").await.unwrap();
    assert_eq!(allowed.headers()["access-control-allow-origin"], "https://app.example.org");
    assert_eq!(allowed.headers()["access-control-allow-credentials"], "true");
    assert!(
        !ask("https://evil.example").await.unwrap().headers().contains_key("access-control-allow-origin")
    );

    let read = server
        .browser()
        .bare(Method::GET, "/api/health")
        .header("origin", "https://app.example.org")
        .send()
        .await
        .unwrap();
    let exposed = read.headers()["access-control-expose-headers"].to_str().unwrap().to_lowercase();
    assert!(
        exposed.contains("x-ratelimit-reset-after")
            && exposed.contains("retry-after")
            && exposed.contains("x-request-id"),
        "{exposed}"
    );
    let alone = Server::start().await;
    let read = alone
        .browser()
        .bare(Method::GET, "/api/health")
        .header("origin", "https://app.example.org")
        .send()
        .await
        .unwrap();
    assert!(!read.headers().contains_key("access-control-allow-origin"));
}

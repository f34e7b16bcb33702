//! Sessions from beginning to end.

use crate::server::Server;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

#[actix_web::test]
async fn a_cookie_is_worth_nothing_after_signing_out() {
    let server = Server::start().await;
    let mut ada = server.signed_in("Ada").await;
    let stolen = ada.clone();
    assert_eq!(stolen.get("/api/users/@me").await.status(), StatusCode::OK);

    let answer = ada.page(Method::POST, "/auth/logout").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    ada.keep(answer);
    assert!(ada.cookies.is_empty(), "{:?}", ada.cookies);
    let replayed = stolen.get("/api/users/@me").await;
    assert_eq!(replayed.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(replayed.json::<Value>().await.unwrap()["code"], "not_signed_in");
}

#[actix_web::test]
async fn a_sign_in_begins_a_new_session_and_ends_the_one_before() {
    let server = Server::start().await;
    let mut ada = server.signed_in("Ada").await;
    let before = ada.clone();
    ada.follow("/auth/login?as=Ada").await;
    assert_ne!(before.cookies, ada.cookies);
    assert_eq!(before.get("/api/users/@me").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(ada.json("/api/users/@me/sessions").await.as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_cookie_that_was_changed_or_made_elsewhere_is_nobodys() {
    let (server, other) = (Server::start().await, Server::start().await);
    let ada = server.signed_in("Ada").await;
    let mut changed = ada.clone();
    let cookie = changed.cookies.get_mut("hubbub_session").unwrap();
    let last = if cookie.pop() == Some('A') { 'B' } else { 'A' };
    cookie.insert(10, last);
    assert_eq!(changed.get("/api/users/@me").await.status(), StatusCode::UNAUTHORIZED);

    let mut foreign = other.browser();
    foreign.cookies = ada.cookies.clone();
    assert_eq!(foreign.get("/api/users/@me").await.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn a_program_has_a_token_that_is_shown_once() {
    let server = Server::start().await;
    let ada = server.signed_in("Ada").await;
    let made = ada.page(Method::POST, "/api/users/@me/sessions").json(&json!({"name": "backup script"}));
    let made = made.send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
    let made: Value = made.json().await.unwrap();
    let token = made["token"].as_str().unwrap();

    let program = server.browser();
    let as_program = |method, path| program.bare(method, path).bearer_auth(token);
    let renamed = as_program(Method::PATCH, "/api/users/@me").json(&json!({"display_name": "Ada L."}));
    assert_eq!(renamed.send().await.unwrap().status(), StatusCode::OK, "programs have no Origin");
    let listed: Value =
        as_program(Method::GET, "/api/users/@me/sessions").send().await.unwrap().json().await.unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["current"]), (&"backup script".into(), &true.into()));
    assert!(!listed.to_string().contains(token) && !listed.to_string().contains("hash"), "{listed}");

    let session = made["session"]["id"].as_str().unwrap();
    let ended = ada.page(Method::DELETE, &format!("/api/users/@me/sessions/{session}")).send().await.unwrap();
    assert_eq!(ended.status(), StatusCode::NO_CONTENT);
    let refused = as_program(Method::GET, "/api/users/@me").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn nobody_ends_the_session_of_another() {
    let server = Server::start().await;
    let (ada, bo) = (server.signed_in("Ada").await, server.signed_in("Bo").await);
    let sessions = ada.json("/api/users/@me/sessions").await;
    let path = format!("/api/users/@me/sessions/{}", sessions[0]["id"].as_str().unwrap());
    assert_eq!(bo.page(Method::DELETE, &path).send().await.unwrap().status(), StatusCode::NOT_FOUND);
    assert_eq!(ada.page(Method::DELETE, &path).send().await.unwrap().status(), StatusCode::NO_CONTENT);
}

#[actix_web::test]
async fn a_write_with_a_cookie_must_come_from_our_own_page() {
    let server = Server::start().await;
    let ada = server.signed_in("Ada").await;
    let rename = |origin: Option<&str>| {
        let request = ada.bare(Method::PATCH, "/api/users/@me").json(&json!({"display_name": "Eve"}));
        origin.map_or(
            ada.bare(Method::PATCH, "/api/users/@me").json(&json!({"display_name": "Eve"})),
            |origin| request.header("origin", origin),
        )
    };
    let port = server.url.rsplit(':').next().unwrap();
    let lookalikes = [
        format!("{}.evil.example", server.url),
        format!("http://127.0.0.1.evil.example:{port}"),
        "http://127.0.0.1".into(),
    ];
    let wrong = [None, Some("https://evil.example"), Some("null"), Some("")];
    for origin in wrong.into_iter().chain(lookalikes.iter().map(|origin| Some(&**origin))) {
        let refused = rename(origin).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{origin:?}");
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "wrong_origin");
    }
    let logout = ada.bare(Method::POST, "/auth/logout").header("origin", "https://evil.example");
    assert_eq!(logout.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(rename(Some(&server.url)).send().await.unwrap().status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_credential_we_cannot_read_is_refused_rather_than_ignored() {
    let server = Server::start().await;
    let ada = server.signed_in("Ada").await;
    for value in ["Basic YTpi", "Bearer", "Bearer ", "Bearer null", "Bearer hubbub_"] {
        let answer =
            ada.bare(Method::GET, "/api/users/@me").header("authorization", value).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{value:?}");
    }
}

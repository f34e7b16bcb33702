//! The whole sign-in with Discord, against a server that speaks its endpoints.

use crate::browser::Browser;
use crate::server::Server;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse, HttpServer, web};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

type Fields = HashMap<String, String>;

/// Who is at Discord's end, and what it does.
#[derive(Clone)]
struct Discord {
    person: &'static str,
    denies: bool,
    is_down: bool,
    /// Code to challenge and redirect address.
    codes: Arc<Mutex<HashMap<String, Fields>>>,
}

impl Discord {
    fn with(person: &'static str) -> Self {
        Self { person, denies: false, is_down: false, codes: Arc::default() }
    }

    fn start(self) -> String {
        let server = HttpServer::new(move || {
            actix_web::App::new()
                .app_data(Data::new(self.clone()))
                .route("/oauth2/authorize", web::get().to(authorize))
                .route("/api/oauth2/token", web::post().to(token))
                .route("/api/v10/users/@me", web::get().to(me))
        });
        let bound = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", bound.addrs()[0]);
        actix_web::rt::spawn(bound.run());
        url
    }
}

async fn authorize(discord: Data<Discord>, asked: Query<Fields>) -> HttpResponse {
    assert_eq!(
        (&*asked["response_type"], &*asked["client_id"], &*asked["scope"]),
        ("code", "client", "identify")
    );
    assert_eq!(asked["code_challenge_method"], "S256");
    let state = asked["state"].clone();
    let mut back = url::Url::parse(&asked["redirect_uri"]).unwrap();
    if discord.denies {
        back.query_pairs_mut().append_pair("error", "access_denied");
    } else {
        discord.codes.lock().unwrap().insert("the-code".into(), asked.into_inner());
        back.query_pairs_mut().append_pair("code", "the-code");
    }
    back.query_pairs_mut().append_pair("state", &state);
    HttpResponse::Found().insert_header(("location", back.as_str())).finish()
}

async fn token(discord: Data<Discord>, form: Form<Fields>) -> HttpResponse {
    if discord.is_down {
        return HttpResponse::BadGateway().body("<html>bad gateway</html>");
    }
    let Some(asked) = discord.codes.lock().unwrap().remove(&form["code"]) else {
        return HttpResponse::BadRequest().json(json!({"error": "invalid_grant"}));
    };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"]));
    let is_right = form["client_secret"] == "secret"
        && form["client_id"] == "client"
        && form["redirect_uri"] == asked["redirect_uri"]
        && challenge == asked["code_challenge"];
    match is_right {
        true => HttpResponse::Ok()
            .json(json!({"access_token": "token", "token_type": "Bearer", "expires_in": 604_800})),
        false => HttpResponse::Unauthorized().json(json!({"error": "invalid_client"})),
    }
}

async fn me(discord: Data<Discord>, request: HttpRequest) -> HttpResponse {
    assert_eq!(request.headers().get("authorization").unwrap(), "Bearer token");
    let (id, avatar) = (discord.person, "a1b2");
    HttpResponse::Ok().json(json!({"id": id, "username": "ada.l", "global_name": "Ada", "avatar": avatar}))
}

async fn hubbub(discord: &str, more: &[&str]) -> Server {
    let usual = [
        "--discord-client-id",
        "client",
        "--discord-client-secret",
        "secret",
        "--discord-url",
        discord,
        "--bind",
        "127.0.0.1",
    ];
    Server::with(&[&usual, more].concat()).await
}

async fn sign_in(server: &Server) -> (Browser, String) {
    let mut browser = server.browser();
    let landed = browser.follow("/auth/login?next=/hubs").await;
    let path = browser.path_of(&landed);
    (browser, path)
}

#[actix_web::test]
async fn somebody_signs_in_with_discord() {
    let server = hubbub(&Discord::with("42").start(), &[]).await;
    let (browser, landed) = sign_in(&server).await;
    assert_eq!(landed, "/hubs");
    let me = browser.json("/api/users/@me").await;
    assert_eq!((&me["username"], &me["display_name"]), (&"ada.l".into(), &"Ada".into()));
    assert_eq!(me["avatar"], "https://cdn.discordapp.com/avatars/42/a1b2.png?size=128");
    assert_eq!(me["global_owner"], false, "the first person is nobody special");
    let (again, _) = sign_in(&server).await;
    assert_eq!(again.json("/api/users/@me").await["id"], me["id"]);
}

#[actix_web::test]
async fn the_named_owner_owns_the_server() {
    let server = hubbub(&Discord::with("42").start(), &["--owner-discord-id", "42"]).await;
    assert_eq!(sign_in(&server).await.0.json("/api/users/@me").await["global_owner"], true);
    let other = hubbub(&Discord::with("42").start(), &["--owner-discord-id", "43"]).await;
    assert_eq!(sign_in(&other).await.0.json("/api/users/@me").await["global_owner"], false);
}

#[actix_web::test]
async fn saying_no_at_discord_signs_nobody_in() {
    let server = hubbub(&Discord { denies: true, ..Discord::with("42") }.start(), &[]).await;
    let (browser, landed) = sign_in(&server).await;
    assert_eq!(landed, "/sign-in?error=denied");
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
}

#[actix_web::test]
async fn a_provider_that_is_down_is_said_to_be() {
    let broken = hubbub(&Discord { is_down: true, ..Discord::with("42") }.start(), &[]).await;
    assert_eq!(sign_in(&broken).await.1, "/sign-in?error=provider");
    let wrong_secret = ["--discord-client-secret", "other"];
    let discord = Discord::with("42").start();
    let usual = ["--discord-client-id", "client", "--discord-url", &discord, "--bind", "127.0.0.1"];
    let refused = Server::with(&[&usual[..], &wrong_secret].concat()).await;
    assert_eq!(sign_in(&refused).await.1, "/sign-in?error=provider");
}

#[actix_web::test]
async fn nobody_picks_a_name_where_discord_is_set_up() {
    let server = hubbub(&Discord::with("42").start(), &[]).await;
    let browser = server.browser();
    let login = browser.get("/auth/login?as=Eve").await;
    assert!(!login.headers()["location"].to_str().unwrap().contains("Eve"));
    let asked = "response_type=code&client_id=hubbub&redirect_uri=x&state=s&code_challenge=c&code_challenge_method=S256&as=Eve";
    assert_eq!(browser.get(&format!("/auth/local/authorize?{asked}")).await.status().as_u16(), 404);
}

#[actix_web::test]
async fn a_form_may_lead_to_discord() {
    let discord = Discord::with("42").start();
    let server = hubbub(&discord, &[]).await;
    let answer = server.browser().get("/api/health").await;
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains(&format!("form-action 'self' {discord}")), "{policy}");
}

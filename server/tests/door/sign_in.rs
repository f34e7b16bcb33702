//! Local sign-in, and what goes wrong on the way.

use crate::server::Server;
use reqwest::header::SET_COOKIE;
use reqwest::{Method, StatusCode};

#[actix_web::test]
async fn a_script_that_follows_redirects_ends_signed_in_where_it_wanted() {
    let server = Server::start().await;
    let mut browser = server.browser();
    let landed = browser.follow("/auth/login?as=Ada&next=/invite/abc%3Fx=1").await;
    assert_eq!(browser.path_of(&landed), "/invite/abc?x=1");
    let me = browser.json("/api/users/@me").await;
    assert_eq!((&me["display_name"], &me["global_owner"]), (&"Ada".into(), &true.into()));
}

#[actix_web::test]
async fn nobody_is_led_to_another_site() {
    let server = Server::start().await;
    for next in [
        "//evil.example",
        "/%5Cevil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/%09/evil.example",
    ] {
        let mut browser = server.browser();
        let landed = browser.follow(&format!("/auth/login?as=Ada&next={next}")).await;
        assert_eq!(browser.path_of(&landed), "/", "{next}");
    }
}

#[actix_web::test]
async fn the_same_name_is_the_same_person_as_spelt_first() {
    let server = Server::start().await;
    let first = server.signed_in("Ada").await.json("/api/users/@me").await;
    let second = server.signed_in("aDA").await.json("/api/users/@me").await;
    assert_eq!(first, second);
    let bo = server.signed_in("Bo").await.json("/api/users/@me").await;
    assert_ne!(bo["id"], first["id"]);
    assert_eq!(bo["global_owner"], false, "only the first person owns the server");
}

#[actix_web::test]
async fn a_name_is_picked_on_a_page_that_needs_no_script() {
    let server = Server::start().await;
    let mut browser = server.browser();
    let page = browser.follow("/auth/login").await;
    let html = browser.get(&page).await.text().await.unwrap();
    assert!(html.contains("Anyone who can reach this server can pick any name."), "{html}");
    assert!(!html.contains("<style") && !html.contains("style="), "{html}");
    // The theme that was chosen in the app is all that a script is for; nothing of it stands in the page.
    let without_theme = html.replace(r#"<script src="/auth/local/theme.js"></script>"#, "");
    assert!(!without_theme.contains("<script"), "{html}");

    let landed = browser.follow(&format!("{page}&as=Ada")).await;
    assert_eq!(browser.path_of(&landed), "/");
    assert_eq!(browser.get("/api/users/@me").await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn a_bad_name_is_explained_and_never_becomes_html() {
    let server = Server::start().await;
    let mut browser = server.browser();
    let page = browser.follow("/auth/login").await;
    let answer = browser.get(&format!("{page}&as={}<b>", "x".repeat(48))).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let html = answer.text().await.unwrap();
    assert!(html.contains("1 to 48") && html.contains("x&lt;b&gt;") && !html.contains("<b>"), "{html}");
}

#[actix_web::test]
async fn only_this_machine_may_pick_a_name() {
    let server = Server::start().await;
    let browser = server.browser();
    assert_eq!(browser.get("/auth/login?as=Ada").await.status(), StatusCode::SEE_OTHER);
    for host in ["evil.example", "192.168.1.5:8080", "localhost.evil.example"] {
        let answer = browser.get_as_host("/auth/login?as=Ada", host).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{host}");
    }
    let passed_on = browser.bare(Method::GET, "/auth/login?as=Ada").header("x-forwarded-for", "203.0.113.9");
    assert_eq!(passed_on.send().await.unwrap().status(), StatusCode::FORBIDDEN, "through a proxy");

    let open = Server::with(&["--local-sign-in", "anywhere", "--bind", "127.0.0.1"]).await;
    let answer = open.browser().get_as_host("/auth/login?as=Ada", "hubbub.lan").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn an_answer_that_belongs_to_another_browser_signs_nobody_in() {
    let server = Server::start().await;
    let (mut ada, mut eve) = (server.browser(), server.browser());
    let to_provider = ada.step("/auth/login?as=Ada").await.unwrap();
    let callback = ada.step(&to_provider).await.unwrap();

    let stranger = server.browser().step(&callback).await.unwrap();
    assert!(stranger.ends_with("/sign-in?error=expired"), "without a sign-in under way: {stranger}");
    eve.step("/auth/login?as=Eve").await.unwrap();
    let other = eve.step(&callback).await.unwrap();
    assert!(other.ends_with("/sign-in?error=expired"), "another state: {other}");
    assert!(!eve.cookies.contains_key("hubbub_session"));

    let landed = ada.step(&callback).await.unwrap();
    assert_eq!(ada.path_of(&landed), "/", "it works for who began it");
}

#[actix_web::test]
async fn a_code_works_once() {
    let server = Server::start().await;
    let mut ada = server.browser();
    let to_provider = ada.step("/auth/login?as=Ada").await.unwrap();
    let callback = ada.step(&to_provider).await.unwrap();
    let mut copy = ada.clone();
    ada.step(&callback).await.unwrap();
    let again = copy.step(&callback).await.unwrap();
    assert!(again.ends_with("/sign-in?error=expired"), "{again}");
}

#[actix_web::test]
async fn a_code_with_another_verifier_is_refused() {
    let server = Server::start().await;
    let mut ada = server.browser();
    let to_provider = ada.step("/auth/login?as=Ada").await.unwrap();
    let callback = ada.step(&to_provider).await.unwrap();
    let code = reqwest::Url::parse(&callback).unwrap();
    let code = code.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let stolen = [
        ("grant_type", "authorization_code"),
        ("client_id", "hubbub"),
        ("redirect_uri", &format!("{}/auth/callback", server.url)),
        ("code", &code),
        ("code_verifier", "guessed"),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(stolen).finish();
    let form = ada.bare(Method::POST, "/auth/local/token");
    let form = form.header("content-type", "application/x-www-form-urlencoded").body(body);
    let answer = form.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer.json::<serde_json::Value>().await.unwrap()["error"], "invalid_grant");
}

#[actix_web::test]
async fn a_code_goes_nowhere_but_to_our_own_callback() {
    let server = Server::start().await;
    let mut browser = server.browser();
    let to_provider = browser.step("/auth/login?as=Eve").await.unwrap();
    let elsewhere = to_provider.replace("%2Fauth%2Fcallback", "%2Felsewhere");
    assert_ne!(elsewhere, to_provider);
    let answer = browser.get(&elsewhere).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(!answer.headers().contains_key("location"));
}

#[actix_web::test]
async fn cookies_are_out_of_reach() {
    let server = Server::start().await;
    let browser = server.browser();
    let answer = browser.get("/auth/login").await;
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/auth", "Max-Age=600"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"), "there is no HTTPS on this machine: {cookie}");

    let public = Server::with(&[
        "--client-url",
        "https://chat.example.org",
        "--local-sign-in",
        "anywhere",
        "--bind",
        "127.0.0.1",
    ])
    .await;
    let answer = public.browser().get_as_host("/auth/login", "chat.example.org").await;
    assert!(answer.headers()[SET_COOKIE].to_str().unwrap().contains("Secure"));
}

#[actix_web::test]
async fn who_tries_too_often_waits() {
    let server = Server::with(&["--sign-ins-per-minute", "1"]).await;
    let browser = server.browser();
    assert_eq!(browser.get("/auth/login").await.status(), StatusCode::SEE_OTHER);
    let refused = browser.get("/auth/login").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
}

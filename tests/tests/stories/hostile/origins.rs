//! Other sites that use the cookies of who visits them.

use super::all_is_well;
use hubbub_shared::ErrorCode;
use hubbub_tests::{Acts, Engine, Entrance, Server, each_engine, problem_of};
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::json;

fn others(server: &Server) -> Vec<String> {
    vec![
        "https://evil.example".to_owned(),
        "null".to_owned(),
        format!("{}.evil.example", server.address()),
        format!("http://127.0.0.1:{}", server.port() ^ 1),
        "file://".to_owned(),
        // Whoever can read and write the network has a page there, and no key.
        server.address().replacen("http://", "https://", 1),
        "chrome-extension://abcdefghijklmnop".to_owned(),
        format!("http://127.0.0.1:{}@evil.example", server.port()),
    ]
}

each_engine! {
    async fn a_socket_with_cookies_opens_for_our_own_pages_only(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        for origin in others(&server).into_iter().map(Some).chain([None]) {
            let entrance = Entrance { origin: origin.clone(), ..ada.entrance() };
            match entrance.connects().await {
                Err(status) => assert_eq!(status, 403, "{origin:?}"),
                Ok(mut socket) => {
                    // Without an Origin it is no browser; then the cookies count for nothing.
                    assert_eq!(origin, None, "{origin:?} was let in");
                    let code = socket.is_closed().await;
                    assert!((4100..4200).contains(&code), "{code}");
                }
            }
        }
        let mut own = ada.entrance().connects().await.unwrap();
        own.is_ready().await;
    }

    async fn writes_with_cookies_come_from_our_own_pages_only(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await.id;
        for origin in others(&server).into_iter().map(Some).chain([None]) {
            for (method, path) in [
                (Method::POST, "/api/hubs".to_owned()),
                (Method::PATCH, format!("/api/hubs/{hub}")),
                (Method::DELETE, format!("/api/hubs/{hub}")),
                (Method::POST, "/api/users/@me/sessions".to_owned()),
            ] {
                let mut request = ada.request(method.clone(), &path).json(&json!({ "name": "Evil" }));
                if let Some(origin) = &origin {
                    request = request.header(ORIGIN, origin);
                }
                let problem = problem_of(request.send().await.unwrap()).await;
                assert_eq!(problem.code, ErrorCode::WrongOrigin, "{method} {path} from {origin:?}");
            }
        }
        assert_eq!(ada.views(hub).await.name, "Rust");
        let own = ada.fetches(Method::PATCH, &format!("/api/hubs/{hub}"), Some(&json!({ "name": "Mine" }))).await;
        assert_eq!(own.status(), 200);
        // A program has no cookies that another site could use.
        let program = ada.program(&ada.makes_session("script").await.token);
        let renamed = program.request(Method::PATCH, &format!("/api/hubs/{hub}")).json(&json!({ "name": "Scripted" }));
        assert_eq!(renamed.send().await.unwrap().status(), 200);
        all_is_well(&server).await;
    }

    async fn other_sites_may_not_read_answers_and_pages_run_no_foreign_script(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let request = ada.request(Method::GET, "/api/users/@me").header(ORIGIN, "https://evil.example");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers().get("access-control-allow-origin"), None);
        let page = server.stranger().fetches(Method::GET, "/auth/login", None).await;
        let headers = page.headers();
        assert_eq!(headers.get("x-content-type-options").map(|value| value.to_str().unwrap()), Some("nosniff"));
    }

    async fn the_session_cookie_is_not_for_scripts_or_other_sites(engine: Engine) {
        let server = Server::on(engine).await;
        let stranger = server.stranger();
        let mut url = format!("{}/auth/login?as=Ada", server.address());
        let mut set = Vec::new();
        for _ in 0..8 {
            let answer = stranger.visit(&url).await;
            set.extend(answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_lowercase()));
            let Some(next) = answer.headers().get("location") else { break };
            url = reqwest::Url::parse(&url).unwrap().join(next.to_str().unwrap()).unwrap().to_string();
        }
        let kept: Vec<_> = set.iter().filter(|cookie| !cookie.contains("max-age=0")).collect();
        assert!(!kept.is_empty());
        for cookie in kept {
            // Who is signed in is for the app to read, and no secret.
            let is_for_scripts = cookie.strip_prefix("hubbub_person=").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            assert!(cookie.contains("samesite=lax") && cookie.contains("httponly") != is_for_scripts, "{cookie}");
        }
    }
}

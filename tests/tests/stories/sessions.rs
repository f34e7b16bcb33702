//! Signed-in devices and programs, and the end of both.

use crate::scene::{Pair, pair};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::Session;
use hubbub_shared::protocol::CloseCode;
use hubbub_tests::{Acts, Engine, Entrance, Jar, Person, Server, each_engine};
use reqwest::Method;

async fn sessions(person: &Person) -> Vec<Session> {
    serde_json::from_value(person.gets("/api/users/@me/sessions").await.unwrap()).unwrap()
}

async fn ends(person: &Person, session: &Session) -> u16 {
    let path = format!("/api/users/@me/sessions/{}", session.id);
    person.fetches(Method::DELETE, &path, None).await.status().as_u16()
}

each_engine! {
    async fn a_person_sees_their_devices_and_ends_one_whose_socket_closes(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let stolen = server.phone("Ada").await;
        stolen.subscribes(general).await;
        let list = sessions(ada.person()).await;
        assert_eq!(list.len(), 2);
        assert_eq!(list.iter().filter(|session| session.current).count(), 1);
        assert_eq!(ada.state().session, list.iter().find(|session| session.current).map(|session| session.id));

        let other = list.iter().find(|session| !session.current).unwrap();
        assert_eq!(ends(ada.person(), other).await, 204);
        assert_eq!(stolen.is_closed().await, CloseCode::SessionEnded as u16);
        assert_eq!(stolen.person().gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        assert!(matches!(stolen.connects().await, Err(401 | 4101)));
        assert_eq!(sessions(ada.person()).await.len(), 1);

        ada.says(general, "this device is still mine").await;
        bo.sees("this device is still mine").await;
    }

    async fn nobody_ends_the_session_of_another(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, .. } = pair(&server).await;
        let adas = &sessions(ada.person()).await[0];
        assert_eq!(ends(bo.person(), adas).await, 404);
        assert_eq!(ada.close_code(), None);
        assert_eq!(sessions(ada.person()).await.len(), 1);
        assert_eq!(ends(ada.person(), adas).await, 204, "the same call by its owner works");
        assert_eq!(ada.is_closed().await, CloseCode::SessionEnded as u16);
    }

    async fn a_program_with_a_token_comes_through_both_doors_until_it_is_ended(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let made = ada.person().makes_session("my script").await;
        assert_eq!(made.session.name, "my script");
        let program = ada.person().program(&made.token);
        assert_eq!(program.me().await.id, ada.id());
        program.sends(general, "by REST").await;
        bo.sees("by REST").await;

        let entrance = Entrance { address: server.address(), ..Entrance::default() };
        let mut socket = entrance.connects().await.unwrap();
        let ready = socket.identifies(&made.token).await;
        assert_eq!((ready.me.id, ready.session, ready.hubs[0].id), (ada.id(), made.session.id, hub));

        assert_eq!(ends(ada.person(), &made.session).await, 204);
        assert_eq!(socket.is_closed().await, CloseCode::SessionEnded as u16);
        assert_eq!(program.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        let mut again = entrance.connects().await.unwrap();
        again.calls(1, hubbub_shared::protocol::command::Identify { token: made.token, intents: None }).await;
        assert_eq!(again.is_closed().await, CloseCode::SessionEnded as u16);
    }

    async fn a_token_is_shown_once_and_lists_never_have_it(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let made = ada.makes_session("script").await;
        let list = ada.gets("/api/users/@me/sessions").await.unwrap().to_string();
        assert!(list.contains("script") && !list.contains(&made.token));
        assert!(!server.said().contains(&made.token), "a log is no place for secrets");
    }

    async fn cookies_of_before_signing_out_are_worth_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let copied = Jar::with(ada.person().jar.cookies());
        let own = sessions(ada.person()).await.into_iter().find(|session| session.current).unwrap();
        assert_eq!(ends(ada.person(), &own).await, 204);
        assert_eq!(ada.is_closed().await, CloseCode::SessionEnded as u16);

        let mut thief = server.stranger();
        thief.jar = copied;
        assert_eq!(thief.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        let path = format!("/api/channels/{general}/messages");
        let send = thief.fetches(Method::POST, &path, Some(&serde_json::json!({ "content": "it's me" }))).await;
        assert_eq!(send.status(), 401);
        let entrance = Entrance {
            address: server.address(),
            cookies: thief.jar.header(),
            origin: Some(server.address()),
            ..Entrance::default()
        };
        match entrance.connects().await {
            Err(status) => assert_eq!(status, 401),
            Ok(mut socket) => assert!((4100..4200).contains(&socket.is_closed().await)),
        }
        assert!(!bo.arrived().join("\n").contains("it's me"));
    }

    async fn sessions_outlive_the_server(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let token = ada.person().makes_session("script").await.token;
        server.kill9();
        server.restart().await;
        ada.reconnects().await;
        bo.reconnects().await;
        ada.person().program(&token).sends(general, "still known").await;
        bo.sees("still known").await;
    }

    async fn signing_out_ends_this_device_and_no_other(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = server.phone("Ada").await;
        let copied = Jar::with(ada.person().jar.cookies());
        let foreign = ada.person().request(Method::POST, "/auth/logout").header("origin", "https://evil.example");
        assert_eq!(foreign.send().await.unwrap().status(), 403);
        assert_eq!(ada.person().me().await.id, ada.id(), "another site signs nobody out");

        let out = ada.person().fetches(Method::POST, "/auth/logout", None).await;
        assert!(out.status().is_success() || out.status().is_redirection(), "{}", out.status());
        assert_eq!(ada.is_closed().await, CloseCode::SessionEnded as u16);
        let mut thief = server.stranger();
        thief.jar = copied;
        assert_eq!(thief.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        assert_eq!(ada.person().fetches(Method::GET, "/api/users/@me", None).await.status(), 401);
        tablet.sends(general, "still here").await;
        bo.sees("still here").await;
    }
}

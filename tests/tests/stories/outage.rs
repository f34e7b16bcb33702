//! The database goes away while people talk, and comes back.

use crate::scene::{Pair, pair};
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, Problem};
use hubbub_tests::{Acts, Cable, Door, Engine, Server, eventually};
use reqwest::Method;

/// The address is told to the server, so the engine of this server is not one of [`Engine`]'s.
async fn server_at_the_end_of(cable: &Cable) -> Server {
    Server::with(Engine::Sqlite, &[("MONGODB_URI", &cable.uri())]).await
}

async fn health(server: &Server) -> u16 {
    server.stranger().fetches(Method::GET, "/api/health", None).await.status().as_u16()
}

async fn a_database_that_goes_away_delays_words_and_loses_none(_: Engine) {
    let cable = Cable::to_mongodb().await;
    let server = server_at_the_end_of(&cable).await;
    let Pair { ada, bo, general, .. } = pair(&server).await;
    ada.says(general, "before").await;
    bo.sees("before").await;
    assert_eq!(health(&server).await, 200);

    cable.cut();
    let send = SendMessage::of(general, "meanwhile".into(), Some("meanwhile".into()));
    for door in [Door::Socket, Door::Rest] {
        let refused = ada.via(door).calls(send.clone()).await;
        let problem: Problem = refused.expect_err("nothing can be stored now");
        assert_eq!(problem.code, ErrorCode::Unavailable, "{problem:?}");
        assert!(problem.code.is_retryable());
    }
    assert_eq!(health(&server).await, 503);
    assert!(!bo.reads(general).contains(&"meanwhile".to_owned()), "nobody is told of what is not stored");

    cable.mend();
    let stored = eventually("the same send works again", || async {
        match ada.calls(Command::from(send.clone())).await {
            Ok(Reply::Message(message)) => Some(message),
            _ => None,
        }
    })
    .await;
    bo.sees("meanwhile").await;
    ada.says(general, "after").await;
    bo.sees("after").await;
    assert_eq!(bo.reads(general), ["before", "meanwhile", "after"], "each once, in order");
    assert_eq!(ada.sends_as(general, "meanwhile", "meanwhile").await.id, stored.id);
    assert_eq!(health(&server).await, 200);
}

#[test]
fn mongodb() {
    hubbub_tests::play(Engine::MongoDb, a_database_that_goes_away_delays_words_and_loses_none);
}

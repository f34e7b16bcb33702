//! How tokens, bots and applications end.

use super::*;
use crate::answers::log_with;
use hubbub_shared::model::LeftMessages;
use hubbub_tests::{Entrance, eventually};
use std::time::Duration;

async fn rotates(by: &Phone, application: ApplicationId, overlap_secs: Option<u64>) -> String {
    match by.calls(RotateBotToken { application, overlap_secs }).await {
        Ok(Reply::ApplicationToken(made)) => made.token,
        other => panic!("expected a token, got {other:?}"),
    }
}

async fn is_refused(it: &Cast, token: &str) -> ErrorCode {
    refused(it.ada.person().program(token).calls(GetHub { hub: it.hub }).await)
}

/// Whether the bot is in the hub, by its membership or by its role.
async fn is_there(it: &Cast, application: ApplicationId) -> bool {
    let is_member =
        it.ada.lists_members(it.hub).await.iter().any(|member| member.user.id == application.bot());
    is_member || it.ada.views(it.hub).await.roles.iter().any(|role| role.bot == Some(application.bot()))
}

async fn leaves(it: &Cast, application: ApplicationId) {
    eventually("the bot to leave", async || (!is_there(it, application).await).then_some(())).await;
}

each_engine! {
    async fn another_token_takes_over_without_a_gap_unless_it_leaked(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, _) = echo_in(&it).await;
        let (id, first) = (made.application.id, made.token);
        let second = rotates(&it.ada, id, None).await;
        assert!(looks_at(&it.ada, id).await.token.unwrap().former_until.is_some());
        for token in [&first, &second] {
            it.ada.person().program(token).sends(it.general, "still there").await;
        }
        let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        socket.calls(1, Identify { token: first.clone(), intents: Some(Vec::new()) }).await;
        socket.is_ready().await;
        let third = rotates(&it.ada, id, Some(0)).await;
        assert_eq!(socket.is_closed().await, 4101, "it leaked");
        for over in [&first, &second] {
            assert_eq!(is_refused(&it, over).await, ErrorCode::NotSignedIn);
        }
        it.ada.person().program(&third).sends(it.general, "and there").await;
        let stored = String::from_utf8_lossy(&server.stored().await).into_owned();
        for token in [&first, &second, &third] {
            assert!(!stored.contains(token.as_str()), "only hashes are kept");
        }
    }

    async fn a_deleted_bot_leaves_its_hubs_and_its_words_stay(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, echo) = echo_in(&it).await;
        let id = made.application.id;
        echo.sends(it.general, "remember me").await;
        let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        socket.calls(1, Identify { token: made.token.clone(), intents: Some(Vec::new()) }).await;
        socket.is_ready().await;
        assert_eq!(it.ada.calls(DeleteApplication { application: id }).await, Ok(Reply::Done));
        assert_eq!(socket.is_closed().await, 4101);
        assert_eq!(is_refused(&it, &made.token).await, ErrorCode::NotSignedIn);
        assert_eq!(refused(it.ada.calls(GetApplication { application: id }).await), ErrorCode::NotFound);
        assert_eq!(refused(it.ada.calls(add(it.hub, id, TALK)).await), ErrorCode::NotFound);
        leaves(&it, id).await;
        let said = it.bo.reads_page(it.general).await.messages;
        let said = said.iter().find(|message| message.content == "remember me").expect("its words stay");
        assert_eq!((&*said.author.display_name, said.author.bot), ("Echo", true), "under its name");
        assert_eq!(log_with(&it.ada, it.hub, AuditAction::RoleDeleted).await.len(), 1);
    }

    async fn bots_end_with_their_owner_and_rest_while_they_are_suspended(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.bo, CreateApplication { public: true, ..echo() }).await;
        let id = made.application.id;
        adds(&it.ada, it.hub, id).await;
        let echo = it.ada.person().program(&made.token);
        echo.sends(it.general, "before").await;
        let (user, reason) = (it.bo.id(), "Trouble".to_owned());
        it.ada.calls(AdminSuspendPerson { user, reason, until: None }).await.unwrap();
        assert_eq!(is_refused(&it, &made.token).await, ErrorCode::Suspended);
        it.ada.calls(AdminReleasePerson { user, reason: None }).await.unwrap();
        echo.sends(it.general, "again").await;
        let bo = server.person("Bo").await;
        bo.calls(DeleteAccount { name: "Bo".to_owned(), messages: LeftMessages::Kept }).await.unwrap();
        assert_eq!(is_refused(&it, &made.token).await, ErrorCode::NotSignedIn);
        leaves(&it, id).await;
        eventually("nothing of it to be kept", async || {
            server.hand().all("applications").await.is_empty().then_some(())
        })
        .await;
    }

    async fn a_bot_whose_account_the_server_ends_is_gone_with_its_application(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, _) = echo_in(&it).await;
        let (user, name, messages) = (made.application.id.bot(), "Echo".to_owned(), LeftMessages::Kept);
        it.ada.calls(AdminErasePerson { user, name, messages, reason: None }).await.unwrap();
        assert_eq!(is_refused(&it, &made.token).await, ErrorCode::NotSignedIn);
        leaves(&it, made.application.id).await;
        eventually("the application to be gone", async || applications(&it.ada).await.is_empty().then_some(())).await;
    }

    async fn nothing_is_half_when_the_server_dies_meanwhile(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        for round in 0..6_u64 {
            let made = makes(&it.ada, echo()).await.application.id;
            let dies = async {
                tokio::time::sleep(Duration::from_millis(3 * round)).await;
                server.kill9();
            };
            let acts = async {
                it.ada.tries(add(it.hub, made, TALK)).await;
                it.ada.tries(echo()).await;
                it.ada.tries(DeleteApplication { application: made }).await;
            };
            tokio::join!(dies, acts);
            server.restart().await;
            it.ada.connects().await.expect("it is back");
            is_whole(&server, &it).await;
            for application in applications(&it.ada).await {
                it.ada.calls(DeleteApplication { application: application.id }).await.unwrap();
            }
        }
        eventually("all to be gone", async || {
            let roles = server.hand().all("roles").await;
            roles.iter().all(|role| role.get("bot").is_none()).then_some(())
        })
        .await;
    }
}

/// Each application has an account, each role of a bot a member who has it, and the other way round.
async fn is_whole(server: &Server, it: &Cast) {
    let hand = server.hand();
    eventually("what is left to do to be done", async || {
        hand.all("departures").await.is_empty().then_some(())
    })
    .await;
    let ids = |of: &[hubbub_tests::Fields], field: &str| {
        let mut ids: Vec<String> = of.iter().map(|one| one[field].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let mut bots = hand.all("users").await;
    bots.retain(|user| user.get("bot").is_some() && user.get("left_at").is_none());
    assert_eq!(ids(&hand.all("applications").await, "_id"), ids(&bots, "_id"));
    let mut roles = hand.all("roles").await;
    roles.retain(|role| role.get("bot").is_some());
    let mut members = hand.all("members").await;
    members.retain(|member| member.get("bot").is_some() && member["status"] == "active");
    assert_eq!(ids(&roles, "bot"), ids(&members, "user"), "in {}", it.hub);
}

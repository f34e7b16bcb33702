//! A hub that very many look at: what happens to its members is told to them together, and of a crowd only that it came.

use crate::scene::Cast;
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetMembers;
use hubbub_tests::{Acts, Engine, Phone, Server, each_engine, eventually};

/// More than are told at once.
const MANY: usize = 70;
/// More than are told of one by one.
const CROWD: usize = 45;

/// Each with a socket of their own that follows the channel.
async fn gathers(server: &Server, cast: &Cast) -> Vec<Phone> {
    let mut many = Vec::new();
    for number in 0..MANY / 5 {
        let looker = cast.also(server, &format!("Looker {number}")).await;
        for _ in 1..5 {
            many.push(looker.another_device().await);
        }
        many.push(looker);
    }
    for one in &many {
        one.subscribes(cast.general).await;
    }
    many
}

each_engine! {
    async fn a_role_that_is_given_is_told_to_all_who_look(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let many = gathers(&server, &cast).await;
        let role = cast.ada.makes_role(cast.hub, "helper", Permissions::NONE).await.id;
        cast.ada.assigns(cast.hub, cast.bo.id(), role).await;
        for one in [&many[0], &many[MANY - 1]] {
            eventually("the news of Bo", async || {
                one.arrived().iter().any(|frame| frame.contains("MemberUpdated")).then_some(())
            })
            .await;
        }
    }

    async fn a_crowd_that_comes_at_once_is_told_as_a_crowd(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let many = gathers(&server, &cast).await;
        let code = cast.ada.invites(cast.hub).await;
        let mut crowd = Vec::new();
        for number in 0..CROWD {
            crowd.push(server.person(&format!("Guest {number}")).await);
        }
        futures_util::future::join_all(crowd.iter().map(|guest| guest.joins(&code))).await;
        for one in [&many[0], &many[MANY - 1]] {
            eventually("all of them, one by one or as a crowd", async || {
                let arrived = one.arrived();
                let told = arrived.iter().filter(|frame| frame.contains("MemberJoined")).count();
                (told >= CROWD || arrived.iter().any(|frame| frame.contains("MembersChanged"))).then_some(())
            })
            .await;
        }
        // Whoever asks anew finds all of them.
        let ask = GetMembers { hub: cast.hub, after: None, limit: Some(100), online: None, users: None };
        let Ok(Reply::Members(page)) = many[0].calls(ask).await else { panic!("members") };
        assert_eq!(page.members.len(), 2 + MANY / 5 + CROWD);
    }
}

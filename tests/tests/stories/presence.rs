//! Who is here, and who is writing.

use crate::scene::{Pair, pair};
use hubbub_shared::protocol::command::{StartTyping, UpdateMe};
use hubbub_tests::{Acts, Engine, Phone, Server, each_engine};
use std::time::Duration;

const QUICK: &[(&str, &str)] = &[("HUBBUB_OFFLINE_AFTER_SECS", "1")];

async fn is_listed_online(viewer: &Phone, hub: hubbub_shared::HubId, whom: &Phone) -> bool {
    let members = viewer.lists_members(hub).await;
    members.iter().find(|member| member.user.id == whom.id()).expect("is a member").online
}

each_engine! {
    async fn somebody_who_closes_the_app_is_shown_as_gone_after_a_while(engine: Engine) {
        let server = Server::with(engine, QUICK).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        assert!(is_listed_online(&ada, hub, &bo).await);

        bo.loses_connection();
        hubbub_tests::eventually("Bo to go offline", async || {
            (!is_listed_online(&ada, hub, &bo).await).then_some(())
        }).await;
        ada.agrees("that Bo left", |state| {
            state.online.get(&hub).is_some_and(|online| !online.contains(&bo.id()))
        }).await;

        bo.reconnects().await;
        ada.agrees("that Bo is back", |state| state.online[&hub].contains(&bo.id())).await;
        assert!(is_listed_online(&ada, hub, &bo).await);
    }

    async fn a_short_interruption_is_not_announced(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_OFFLINE_AFTER_SECS", "4")]).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        ada.agrees("that Bo came", |state| state.hubs.contains_key(&hub)).await;
        // Let the announcement that he came go by.
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let before = ada.arrived().len();
        bo.loses_connection();
        bo.reconnects().await;
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let since = ada.arrived()[before..].join("\n");
        assert!(!since.contains("Presence"), "a reconnect within the grace period is nobody's business:\n{since}");
        assert!(is_listed_online(&ada, hub, &bo).await);
    }

    async fn one_of_two_devices_is_enough_to_be_here(engine: Engine) {
        let server = Server::with(engine, QUICK).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let tablet = bo.another_device().await;
        bo.loses_connection();
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert!(is_listed_online(&ada, hub, &bo).await);
        tablet.loses_connection();
        hubbub_tests::eventually("Bo to go offline", async || {
            (!is_listed_online(&ada, hub, &bo).await).then_some(())
        }).await;
    }

    async fn typing_is_shown_to_those_who_look_at_the_channel(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let other = ada.makes_channel(hub, "elsewhere", None).await;
        ada.subscribes(other.id).await;

        bo.calls(StartTyping { channel: general }).await.unwrap();
        ada.agrees("that Bo is typing", |state| state.typing.get(&general) == Some(&vec![bo.id()])).await;
        assert!(!ada.state().typing.contains_key(&other.id));

        let cy = server.phone("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        cy.subscribes(other.id).await;
        bo.calls(StartTyping { channel: general }).await.unwrap();
        // A later event of the same session shows that the typing was not merely late.
        cy.calls(UpdateMe { display_name: Some("Cyd".to_owned()) }).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert!(cy.state().typing.is_empty(), "{:?}", cy.state().typing);
    }
}

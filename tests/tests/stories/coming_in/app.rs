//! Coming into a hub in the app: rules to accept, invites to take back, and a shield against crowds.

use super::*;
use crate::scene::first_place;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn a_new_member_accepts_the_rules_where_they_would_write() {
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        owner.creates_hub("Garden").await;
        let (hub, general) = first_place(&owner).await;
        let place = format!("/hubs/{hub}/{general}");
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", &place).await;
        ada.goes_to(&format!("/hubs/{hub}/settings/rules")).await;
        ada.connects().await;
        ada.page.shows("#hub-rules").await;
        ada.page.types("#hub-rules", "Be **kind** to each other.").await;
        ada.page.taps_words("button", "Save").await;
        ada.page.tells("New members are asked to accept them").await;
        assert_eq!(rules(&owner, hub).await.text, "Be **kind** to each other.");

        server.person("Bo").await.joins(&owner.invites(hub).await).await;
        let bo = Screen::enters(chromium.phone().await, &server.address(), "Bo", &place).await;
        bo.page.tells("To write, accept the rules of this hub.").await;
        assert!(!bo.page.has("[data-testid=composer]").await);
        bo.page.taps("[data-testid=see-rules]").await;
        bo.page.tells("Be kind to each other.").await;
        bo.page.taps("[data-testid=accept-rules]").await;
        bo.page.tells("Welcome! You can write now.").await;
        bo.page.has_no_dialog().await;
        bo.says("Good morning").await;
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

#[test]
fn invites_are_taken_back_and_paused_and_whoever_comes_then_is_told() {
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        let hub = owner.creates_hub("Garden").await.id;
        let (code, other) = (owner.invites(hub).await, owner.invites(hub).await);
        let ada =
            Screen::enters(chromium.phone().await, &server.address(), "Ada", &format!("/hubs/{hub}")).await;
        ada.goes_to(&format!("/hubs/{hub}/settings/invites")).await;
        ada.connects().await;
        ada.page.tells("By Ada").await;
        ada.page.taps(&format!("button[aria-label=\"Revoke the invite {code}\"]")).await;
        ada.page.taps_words(".button-danger", "Revoke").await;
        ada.page.tells("That invite lets nobody in any more").await;
        eventually("one invite to be left", async || (invites(&owner, hub).await.len() == 1).then_some(()))
            .await;

        ada.goes_to(&format!("/hubs/{hub}/settings/raid-shield")).await;
        ada.connects().await;
        ada.page.tells("People can join").await;
        ada.page.taps_words("button", "Pause invites").await;
        ada.page.tells("Nobody can join").await;
        let bo =
            Screen::enters(chromium.desktop().await, &server.address(), "Bo", &format!("/invite/{other}"))
                .await;
        bo.taps("accept-invite").await;
        bo.page.tells("Nobody can join this hub right now.").await;
        ada.page.taps_words("button", "Resume invites").await;
        ada.page.tells("People can join").await;
        bo.taps("accept-invite").await;
        bo.page.shows("[data-testid=composer]").await;
        ada.page.types("#joins", "20").await;
        ada.page.taps_words("button", "Save").await;
        ada.page.tells("Saved").await;
        assert_eq!(shield_of(&owner, GetRaidShield { hub }).await.joins_per_minute, Some(20));
        ada.is_content();
    });
}

#[test]
fn whoever_joins_without_a_connection_is_in_once_there_is_one() {
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        let hub = owner.creates_hub("Garden").await.id;
        let code = owner.invites(hub).await;
        let bo =
            Screen::enters(chromium.phone().await, &server.address(), "Bo", &format!("/invite/{code}")).await;
        bo.connects().await;
        bo.shows("accept-invite").await;
        bo.page.goes_offline(true).await;
        bo.shows("connection").await;
        bo.taps("accept-invite").await;
        bo.page.tells("You join as soon as there is a connection.").await;
        bo.page.goes_offline(false).await;
        bo.page.shows("[data-testid=composer]").await;
        bo.is_content();
    });
}

#[test]
fn it_is_seen_at_an_invite_and_on_a_card_who_came_by_which() {
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        owner.creates_hub("Garden").await;
        let (hub, general) = first_place(&owner).await;
        let (ours, bo) = (owner.invites(hub).await, server.person("Bo").await);
        bo.joins(&ours).await;
        let theirs = bo.invites(hub).await;
        server.person("Cy").await.joins(&theirs).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &place).await;
        ada.goes_to(&format!("/hubs/{hub}/settings/invites")).await;
        ada.connects().await;
        ada.page.taps(&format!("button[aria-label=\"Who came by the invite {theirs}\"]")).await;
        ada.page.shows(".invite-came .found-member").await;
        assert_eq!(ada.page.texts(".invite-came strong").await, ["Cy"]);
        ada.page.has_no_barriers("who came by an invite").await;
        ada.page.taps_words(".found-member", "Cy").await;
        ada.page.tells(&format!("Came by Bo’s invite {theirs}")).await;

        // Who does not manage the hub is not told.
        let bo = Screen::enters(chromium.phone().await, &address, "Bo", &place).await;
        bo.looks_at("Cy").await;
        bo.page.tells("Joined").await;
        let told = bo.page.texts(".profile-facts").await.concat();
        assert!(!told.contains("invite"), "{told}");
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

/// Waits until this is so for the hub, as its owner sees it: whether it is locked, and whether invites are paused.
async fn becomes(owner: &impl Acts, hub: HubId, locked: bool, paused: bool) {
    let what = format!("locked: {locked}, paused: {paused}");
    eventually(&what, async || {
        let view = owner.views(hub).await;
        (view.locked == locked && view.invites_paused.is_some() == paused).then_some(())
    })
    .await;
}

#[test]
fn moderators_are_told_of_a_raid_where_they_are_and_stop_it_in_one_tap() {
    const NO_BAR: &str = "!document.querySelector('[data-testid=raid]')";
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        owner.creates_hub("Garden").await;
        let (hub, general) = first_place(&owner).await;
        let code = owner.invites(hub).await;
        let (bo, cy, di) = (server.person("Bo").await, server.person("Cy").await, server.person("Di").await);
        for person in [&bo, &cy, &di] {
            person.joins(&code).await;
        }
        let guards = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_HUB;
        let role = owner.makes_role(hub, "Guards", guards).await.id;
        owner.assigns(hub, cy.me().await.id, role).await;
        let role = owner.makes_role(hub, "Moderators", Permissions::MANAGE_MESSAGES).await.id;
        owner.assigns(hub, di.me().await.id, role).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &format!("/hubs/{hub}")).await;
        let cy = Screen::enters(chromium.phone().await, &address, "Cy", &place).await;
        let bo = Screen::enters(chromium.desktop().await, &address, "Bo", &place).await;
        let di = Screen::enters(chromium.desktop().await, &address, "Di", &place).await;

        shield_of(&owner, SetRaidShield { joins_per_minute: Some(1), ..shield(hub) }).await;
        // One too many already, if Bo and Cy came within this minute.
        let _ = server.person("Raider").await.calls(join(&code)).await;
        assert_eq!(refused(server.person("Late").await.calls(join(&code)).await), ErrorCode::InvitesPaused);
        for screen in [&ada, &cy, &di] {
            screen.page.tells("Too many came at once. Nobody can join: since").await;
            screen.page.tells("until somebody lets people in").await;
            screen.page.has_no_barriers("that nobody can join").await;
        }
        di.shows("lock-in-raid").await;
        assert!(!di.page.has("[data-testid=let-in]").await, "that is for those who manage the hub");
        cy.taps("lock-in-raid").await;
        cy.page.tells("The hub is locked").await;
        bo.page.tells("The hub is locked for now").await;
        assert!(
            !bo.page.has("[data-testid=raid]").await,
            "it is told to those who can do something about it"
        );
        assert!(!bo.page.has("[data-testid=stop-raid]").await);
        cy.taps("undo").await;
        bo.shows("composer").await;
        becomes(&owner, hub, false, true).await;
        cy.taps("let-in").await;
        cy.page.tells("People can join").await;
        for screen in [&ada, &cy, &di] {
            screen.page.becomes("that nobody is told any more", NO_BAR).await;
        }

        ada.taps("stop-raid").await;
        ada.page.tells("The hub is locked, and nobody can join").await;
        ada.page.tells("Somebody paused invites. Nobody can join: since").await;
        bo.page.tells("The hub is locked for now").await;
        becomes(&owner, hub, true, true).await;
        ada.page
            .becomes("that nothing is left to stop", "!document.querySelector('[data-testid=stop-raid]')")
            .await;
        ada.taps("undo").await;
        becomes(&owner, hub, false, false).await;
        bo.shows("composer").await;

        ada.page.becomes("that nobody is told any more", NO_BAR).await;
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.chooses("Stop a raid").await;
        becomes(&owner, hub, true, true).await;
        ada.page.has_no_dialog().await;
        ada.page.taps_words("[data-testid=raid] a", "Raid shield").await;
        ada.page.tells("Nobody can join").await;
        for screen in [&ada, &cy, &bo, &di] {
            screen.is_content();
        }
    });
}

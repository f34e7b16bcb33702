//! Locking in the app: one tap, with a way back, and everybody is told why they cannot write.

use super::{does, lock};
use crate::scene::first_place;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn one_tap_locks_and_one_unlocks_and_written_words_stay() {
    play_in_browser(async |server, chromium| {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let code = owner.invites(owner.creates_hub("Garden").await.id).await;
        member.joins(&code).await;
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let bo = Screen::enters(chromium.desktop().await, &address, "Bo", &place).await;
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &place).await;
        bo.types("half a thou").await;
        bo.has_written("half a thou").await;

        ada.page.taps(".bar-place").await;
        ada.chooses("Lock channel").await;
        ada.page.has_no_dialog().await;
        ada.page.tells("The channel is locked").await;
        bo.page.tells("This channel is locked for now").await;
        // Taken back at once.
        ada.page.taps("[data-testid=undo]").await;
        bo.has_written("half a thou").await;
        bo.types("ght").await;
        bo.has_written("half a thought").await;

        ada.page.taps(".bar-place").await;
        ada.chooses("Lock channel").await;
        ada.page.shows("[data-testid=unlock]").await;
        bo.page.tells("This channel is locked for now").await;
        assert!(!bo.page.has("[data-testid=composer]").await);
        assert!(!bo.page.has("[data-testid=unlock]").await, "only who may is offered it");
        bo.page.has_no_barriers("a locked channel").await;
        ada.page.has_no_barriers("a locked channel, for who moderates").await;
        ada.says("who moderates writes").await;
        bo.sees("who moderates writes").await;

        ada.page.taps("[aria-label=\"Unlock channel\"]").await;
        bo.has_written("half a thought").await;

        // The whole hub, from its menu.
        ada.goes_to(&format!("/hubs/{hub}")).await;
        ada.connects().await;
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.chooses("Lock hub").await;
        bo.page.tells("The hub is locked for now").await;
        ada.page.taps("[data-testid=undo]").await;
        bo.has_written("half a thought").await;
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.chooses("Lock hub").await;
        bo.page.tells("The hub is locked for now").await;
        does(&owner, lock(general)).await;
        ada.opens_channel("general").await;
        ada.page.tells("The hub is locked: only moderators can write.").await;
        ada.page.tells("Locked: only moderators can write here.").await;
        ada.page.taps("[aria-label=\"Unlock hub\"]").await;
        ada.page.tells("The hub is open again").await;
        bo.page.tells("This channel is locked for now").await;
        ada.page
            .becomes("one banner", "document.querySelectorAll('[data-testid=unlock]').length === 1")
            .await;
        ada.page.taps("[data-testid=unlock]").await;
        bo.has_written("half a thought").await;
        bo.page.presses("Enter").await;
        ada.sees("half a thought").await;
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

#[test]
fn what_was_on_its_way_when_the_lock_came_keeps_its_words_and_can_be_sent_again() {
    play_in_browser(async |server, chromium| {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let code = owner.invites(owner.creates_hub("Garden").await.id).await;
        member.joins(&code).await;
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let bo = Screen::enters(chromium.phone().await, &address, "Bo", &place).await;
        bo.starts_offline().await;
        server.kill9();
        bo.notices_outage().await;
        bo.page.goes_offline(true).await;
        bo.says("written without a network").await;
        bo.keeps("outbox", "written without").await;
        server.restart().await;
        does(&owner, lock(general)).await;
        bo.page.goes_offline(false).await;
        bo.connects().await;
        bo.page.tells("The channel is locked for now. Try again when it is open.").await;
        does(&owner, super::unlock(general)).await;
        bo.page.shows("[data-testid=composer]").await;
        bo.page.taps_words(".message-failed button", "Retry").await;
        bo.sees("written without a network").await;
        bo.is_content();
    });
}

//! Slow mode in the app: the channel's menu chooses it, the composer counts down, and what is written meanwhile goes out by
//! itself.

use super::{HOUR, slows};
use crate::scene::first_place;
use hubbub_shared::Permissions;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn what_is_written_too_early_waits_and_goes_out_by_itself() {
    play_in_browser(async |server, chromium| {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let code = owner.invites(owner.creates_hub("Garden").await.id).await;
        member.joins(&code).await;
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let bo = Screen::enters(chromium.phone().await, &address, "Bo", &place).await;
        let ada = Screen::enters(chromium.desktop().await, &address, "Ada", &place).await;

        // Chosen by who may, told to all whom it concerns.
        ada.page.taps(".bar-place").await;
        ada.chooses("Edit channel").await;
        ada.page.shows("#slow-mode").await;
        ada.page.has_no_barriers("the choice of slow mode").await;
        ada.page.evaluates("(() => { const it = document.querySelector('#slow-mode'); it.value = [...it.options].find((one) => one.text === '5 seconds').value; it.dispatchEvent(new Event('change', { bubbles: true })); })()").await;
        ada.chooses("Save").await;
        ada.page.has_no_dialog().await;
        bo.page.tells("Slow mode, 5 s").await;
        bo.page.has_no_barriers("a channel in slow mode").await;
        assert!(!ada.page.has("[data-testid=slow-mode]").await, "it does not concern the owner");

        bo.says("one").await;
        bo.sees("one").await;
        bo.page.tells("You can write in").await;
        bo.says("two").await;
        bo.says("three").await;
        bo.sees_pending("two").await;
        bo.page.tells("Goes out in").await;
        bo.sees_pending("three").await;
        ada.sees("two").await;
        // An edit need not wait.
        bo.changes_last_to("two, and a half").await;
        ada.sees_in_some("two, and a half").await;
        ada.sees("three").await;
        bo.sees("three").await;
        assert_eq!(bo.reads().await.len(), 3, "each once");

        // With a long wait: the words survive a restart of the app, and go out when slow mode is over.
        slows(&owner, general, HOUR).await;
        bo.page.tells("You can write in").await;
        bo.says("four").await;
        bo.page.tells("Goes out in").await;
        bo.keeps("outbox", "four").await;
        bo.page.reloads().await;
        bo.connects().await;
        bo.sees_pending("four").await;
        let role = owner.makes_role(hub, "helper", Permissions::MANAGE_MESSAGES).await.id;
        owner.assigns(hub, member.me().await.id, role).await;
        ada.sees("four").await;
        bo.is_content();
        ada.is_content();
    });
}

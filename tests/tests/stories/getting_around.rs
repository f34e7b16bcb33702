//! Getting around in the app: with a finger, with keys, and back.

use crate::scene::{first_place, garden, in_garden};
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};
use serde_json::json;

async fn panel_becomes(screen: &Screen, name: &str) {
    let shown = format!("document.querySelector('.shell')?.dataset.panel === '{name}'");
    screen.page.becomes(&format!("the panel {name:?}"), &shown).await;
}

#[test]
fn a_finger_pulls_the_lists_in_and_back_closes_them() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        ada.opens_channel("general").await;
        let place = ada.page.evaluates("location.pathname").await;

        ada.page.swipes((100.0, 400.0), (320.0, 410.0)).await;
        panel_becomes(&ada, "channels").await;
        assert_eq!(ada.page.evaluates("document.querySelector('#main').inert").await, true);
        ada.page.becomes("the focus in the list", "!!document.activeElement?.closest('.side')").await;
        ada.page.goes_back().await;
        panel_becomes(&ada, "").await;
        assert_eq!(ada.page.evaluates("location.pathname").await, place, "back closed the list and no more");

        ada.page.swipes((320.0, 400.0), (90.0, 405.0)).await;
        panel_becomes(&ada, "members").await;
        ada.page.swipes((120.0, 400.0), (360.0, 405.0)).await;
        panel_becomes(&ada, "").await;

        // A finger that scrolls opens nothing.
        ada.page.swipes((200.0, 300.0), (240.0, 600.0)).await;
        assert_eq!(ada.page.evaluates("document.querySelector('.shell').dataset.panel").await, "");
        ada.is_content();
    });
}

#[test]
fn a_sheet_is_pulled_down() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        let place = ada.page.evaluates("location.pathname").await;

        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        // What stands there while its part of the app is on its way is lower.
        ada.page.shows("dialog[open] [role=menuitem]").await;
        ada.page
            .becomes(
                "the sheet at rest",
                "document.querySelector('dialog[open]').getAnimations().length === 0",
            )
            .await;
        let top =
            ada.page.evaluates("document.querySelector('dialog[open]').getBoundingClientRect().top").await;
        let top = top.as_f64().unwrap();
        // More than a third of the way, also where it takes so long that it is no flick.
        ada.page.swipes((195.0, top + 8.0), (195.0, 830.0)).await;
        ada.page.has_no_dialog().await;
        assert_eq!(ada.page.evaluates("location.pathname").await, place, "it closed and no more");
        ada.is_content();
    });
}

#[test]
fn back_closes_a_sheet_and_a_list_pulled_down_leads_anywhere() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        let place = ada.page.evaluates("location.pathname").await;
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.page.shows("dialog[open]").await;
        ada.page.goes_back().await;
        ada.page.has_no_dialog().await;
        assert_eq!(ada.page.evaluates("location.pathname").await, place);

        // A list pulled down at its top leads anywhere.
        ada.page.swipes((230.0, 260.0), (230.0, 460.0)).await;
        ada.page.shows("dialog.switcher[open]").await;
        ada.is_content();
    });
}

#[test]
fn loading_anew_with_a_panel_open_leaves_no_step_that_leads_nowhere() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        let hub = ada.page.evaluates("location.pathname").await;
        ada.opens_channel("general").await;
        let channel = ada.page.evaluates("location.pathname").await;
        for opener in [".bar-members", ".bar-place"] {
            ada.page.taps(opener).await;
            ada.page.becomes("the panel's own step", "history.state === true").await;
            ada.page.reloads().await;
            ada.page.becomes("the channel's own step", "history.state !== true").await;
            ada.shows("composer").await;
            assert_eq!(ada.page.evaluates("location.pathname").await, channel);
        }
        ada.page.goes_back().await;
        ada.page.becomes("the list of channels", &format!("location.pathname === {hub}")).await;
        ada.shows("channel").await;
        ada.is_content();
    });
}

#[test]
fn a_few_letters_lead_anywhere_and_keys_do_without_a_pointer() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let ada = Screen::opens(chromium.desktop().await, &server.address()).await;
        ada.signs_in("Ada").await;
        ada.page.shows(".card").await;
        ada.connects().await;

        ada.page.presses_with(&["Control"], "k").await;
        ada.page.shows("dialog.switcher[open]").await;
        ada.page.types_here("grh").await;
        ada.page.becomes("the greenhouse", "document.querySelector('[role=option][aria-selected=true]')?.innerText.includes('greenhouse')").await;
        ada.page.presses("Enter").await;
        ada.opens_channel("greenhouse").await;
        ada.page.has_no_dialog().await;

        ada.page.presses_with(&["Alt"], "ArrowDown").await;
        ada.opens_channel("herbs").await;
        ada.page.presses_with(&["Alt"], "ArrowUp").await;
        ada.opens_channel("greenhouse").await;
        // Cyrus asks there, and nobody has read it yet.
        ada.page.presses_with(&["Alt", "Shift"], "ArrowDown").await;
        ada.opens_channel("ask-anything").await;

        // In a field, a question mark is a question mark.
        ada.page.taps("[data-testid=composer]").await;
        ada.page.presses_with(&["Shift"], "?").await;
        assert_eq!(ada.page.value_of("[data-testid=composer]").await, "?");
        ada.page.presses_with(&["Control"], "/").await;
        ada.page.shows(".shortcuts").await;
        ada.page.escapes().await;
        ada.page
            .becomes("the focus where it was", "document.activeElement?.dataset.testid === 'composer'")
            .await;
        ada.is_content();
    });
}

#[test]
fn a_person_found_by_name_has_a_card_and_can_be_mentioned() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        ada.opens_channel("general").await;
        ada.page.taps("button[aria-label=\"Show members\"]").await;
        ada.page.taps_words(".member", "Dalia").await;
        ada.page.shows(".dialog-profile").await;
        assert!(ada.page.texts(".profile-head h2").await.contains(&"Dalia".to_owned()));
        ada.chooses("Mention").await;
        ada.page
            .becomes(
                "her name in the composer",
                "document.querySelector('[data-testid=composer]').value === '@Dalia '",
            )
            .await;
        ada.is_content();
    });
}

#[test]
fn an_owner_is_told_what_to_do_next_until_it_is_done() {
    play_in_browser(async |server, chromium| {
        let ada = Screen::opens(chromium.phone().await, &server.address()).await;
        ada.signs_in("Ada").await;
        ada.creates_hub("Garden").await;
        ada.page.shows(".guide").await;
        let is_below = "document.querySelector('.guide').getBoundingClientRect().top
            >= document.querySelector('[data-testid=channel]').getBoundingClientRect().bottom";
        assert_eq!(
            ada.page.evaluates(is_below).await,
            true,
            "what comes late moves no channel under a finger"
        );
        let done = "document.querySelectorAll('.guide-step[data-done]').length";
        assert_eq!(ada.page.evaluates(done).await, json!(0));
        let person = server.person("Ada").await;
        let (hub, _) = first_place(&person).await;
        person.makes_channel(hub, "seeds", None).await;
        ada.page.becomes("the second channel to count", &format!("{done} >= 1")).await;
        ada.page.taps("[data-testid=channel]").await;
        ada.connects().await;
        ada.says("hello").await;
        ada.sees("hello").await;
        let code = person.invites(hub).await;
        server.person("Bo").await.joins(&code).await;
        ada.page.becomes("the steps to be gone", "!document.querySelector('.guide')").await;
        ada.is_content();
    });
}

#[test]
fn the_socket_of_the_page_is_the_one_of_the_app() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        ada.opens_channel("general").await;
        ada.page.counts_sockets().await;
        ada.page.reloads().await;
        ada.connects().await;
        ada.says("over the first socket").await;
        assert_eq!(ada.page.evaluates("sockets").await, 1);
        assert_eq!(ada.page.evaluates("typeof early").await, "undefined", "taken by the app");
        ada.is_content();
    });
}

#[test]
fn what_does_not_exist_says_so_and_leads_back() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        let garden = ada.page.evaluates("location.pathname").await.as_str().unwrap().to_owned();

        ada.goes_to(&format!("{garden}/12345")).await;
        ada.page
            .becomes("words", "document.querySelector('#main').innerText.includes('No such channel')")
            .await;
        ada.page.taps_words("#main a", "Back to Old Mill").await;
        ada.page.becomes("the hub", &format!("location.pathname === '{garden}'")).await;

        ada.goes_to("/hubs/12345").await;
        let words =
            "document.querySelector('#main').innerText.length > 10 && !document.querySelector('.hub-head')";
        ada.page.becomes("a page that says so, and no half of a hub", words).await;
        let seen = "document.querySelector('#main a, #main button').getBoundingClientRect().width > 0";
        assert_eq!(ada.page.evaluates(seen).await, true, "on a phone too");
        ada.is_content();
    });
}

#[test]
fn people_are_found_before_their_hub_was_opened() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (bo, ada) = (server.person("Bo").await, server.person("Ada").await);
        bo.joins(&ada.invites(hub).await).await;
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/").await;
        ada.page.taps_words(".tab", "Search").await;
        ada.page.types("dialog.switcher input", "@bo").await;
        ada.page
            .becomes(
                "Bo",
                "document.querySelector('dialog .switcher-option .switcher-name')?.innerText === 'Bo'",
            )
            .await;
        ada.is_content();
    });
}

#[test]
fn back_ends_an_edit_where_a_link_led_straight_into_the_channel() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (_, general) = first_place(&server.person("Ada").await).await;
        let place = format!("/hubs/{hub}/{general}");
        for page in [chromium.phone().await, chromium.desktop().await] {
            let is_phone = page.has_fingers();
            let ada = Screen::enters(page, &server.address(), "Ada", &place).await;
            ada.says("as it was").await;
            ada.page.shows(".message[data-state=sent]").await;
            // As if the link had opened the app: the page before is not the app's.
            ada.goes_to("/api/health").await;
            ada.goes_to(&place).await;
            ada.page.shows(".message[data-state=sent]").await;
            ada.connects().await;
            let entry = ada.page.evaluates("navigation.currentEntry.key").await;
            if is_phone {
                ada.page.holds(".message[data-state=sent]").await;
                ada.page.taps_words(".action", "Edit").await;
            } else {
                ada.taps("composer").await;
                ada.page.presses("ArrowUp").await;
            }
            ada.page.shows(".composer-editing").await;
            ada.page.has_no_dialog().await;
            ada.page.shows(".message[data-edited]").await;
            ada.page.goes_back().await;
            ada.page.becomes("no edit", "!document.querySelector('.composer-editing, [data-edited]')").await;
            assert_eq!(ada.page.evaluates("location.pathname").await, place.as_str(), "still in the channel");
            // Ended otherwise, an edit leaves nothing behind that "back" would have to pass.
            ada.taps("composer").await;
            ada.page.presses("ArrowUp").await;
            ada.page.shows(".composer-editing").await;
            ada.taps("end-edit").await;
            ada.page.becomes("no edit", "!document.querySelector('.composer-editing, [data-edited]')").await;
            let same = format!("navigation.currentEntry.key === {entry}");
            ada.page.becomes("the entry of the channel", &same).await;
            ada.is_content();
        }
    });
}

#[test]
fn back_ends_an_edit_and_keeps_its_words() {
    play_in_browser(async |server, chromium| {
        let ada = in_garden(&server, chromium.phone().await).await;
        ada.opens_channel("general").await;
        ada.says("as it was").await;
        ada.sees("as it was").await;
        let place = ada.page.evaluates("location.pathname").await;
        let edit = async || {
            ada.page.holds(".message[data-state=sent]").await;
            ada.page.taps_words(".action", "Edit").await;
            ada.page.shows(".composer-editing").await;
            ada.page.has_no_dialog().await;
        };
        edit().await;
        ada.has_written("as it was").await;
        ada.types(", and half of more").await;
        ada.has_written("as it was, and half of more").await;
        ada.page.goes_back().await;
        ada.page.becomes("no edit", "!document.querySelector('.composer-editing')").await;
        assert_eq!(ada.page.evaluates("location.pathname").await, place, "still in the channel");
        ada.has_written("").await;

        edit().await;
        ada.has_written("as it was, and half of more").await;
        ada.taps("end-edit").await;
        edit().await;
        ada.has_written("as it was").await;
        ada.is_content();
    });
}

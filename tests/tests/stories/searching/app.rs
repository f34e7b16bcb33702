//! Looking for messages in the app, on a phone and with keys.

use crate::scene::general_of;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Page, Screen, play_in_browser, shot};
use hubbub_tests::{Acts, Server};

/// What is found, by its words.
const HITS: &str = "[data-testid=search-hit]";

/// Ada in her garden, where more was said than a screen shows.
async fn garden(server: &Server, page: Page) -> (Screen, HubId, ChannelId) {
    let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
    let view = ada.creates_hub("Garden").await;
    let general = general_of(&view);
    bo.joins(&ada.invites(view.id).await).await;
    let plans = ada.makes_channel(view.id, "plans", None).await.id;
    bo.sends(general, "The **tomatoes** made it through the night").await;
    ada.sends(
        plans,
        "More tomatoes next year? I would sow them in February, on the window sill above the stove.",
    )
    .await;
    for number in 0..60 {
        bo.sends(general, &format!("bed {number} is weeded")).await;
    }
    let screen =
        Screen::enters(page, &server.address(), "Ada", &format!("/hubs/{}/{general}", view.id)).await;
    screen.shows("composer").await;
    screen.connects().await;
    (screen, view.id, general)
}

async fn looks(ada: &Screen, what: &str) {
    if let Some(file) = shot(what) {
        ada.page.screenshot(&file).await;
    }
}

#[test]
fn what_was_said_is_found_on_a_phone_and_leads_there() {
    play_in_browser(async |server, chromium| {
        let (ada, ..) = garden(&server, chromium.phone().await).await;
        ada.taps("open-search").await;
        ada.shows("search").await;
        ada.page.tells("Find what was said").await;
        ada.page.has_no_barriers("an empty search").await;
        ada.page.types("#search", "tomatos").await;
        ada.page
            .becomes("both, spelled otherwise", &format!("document.querySelectorAll('{HITS}').length === 2"))
            .await;
        ada.page.tells("Spelled otherwise").await;
        ada.page.retypes("#search", "tomatoes").await;
        ada.page.becomes("none spelled otherwise", "!document.querySelector('.search-similar')").await;
        ada.page
            .becomes("the words to be marked", "document.querySelectorAll('.search-hit mark').length === 2")
            .await;
        assert_eq!(ada.page.texts(".search-head").await.len(), 2, "one heading for each channel");
        ada.page.tells("2 messages found").await;
        ada.page.has_no_barriers("what was found").await;
        looks(&ada, "search-phone-light.webp").await;

        ada.page.taps_words(HITS, "through the night").await;
        ada.page.has_no_dialog().await;
        let found = "[...document.querySelectorAll('.message')].find((it) => it.innerText.includes('through the night'))?.hasAttribute('data-found')";
        ada.page.becomes("the way there", found).await;

        // It is remembered, and can be forgotten.
        ada.taps("open-search").await;
        ada.page.taps_words("[data-testid=search-before]", "tomatoes").await;
        ada.page
            .becomes("the same again", &format!("document.querySelectorAll('{HITS}').length === 2"))
            .await;
        ada.page.goes_back().await;
        ada.page.has_no_dialog().await;
        ada.is_content();
    });
}

#[test]
fn keys_open_a_search_narrow_it_and_go_through_what_was_found() {
    play_in_browser(async |server, chromium| {
        let (ada, ..) = garden(&server, chromium.desktop().await).await;
        ada.page.presses_with(&["Control"], "f").await;
        ada.shows("search").await;
        ada.page.types("#search", "weeded").await;
        ada.page.becomes("a page", &format!("document.querySelectorAll('{HITS}').length === 30")).await;
        ada.page.evaluates("document.querySelector('.search-results').scrollTo(0, 1e6)").await;
        ada.page.becomes("all of them", &format!("document.querySelectorAll('{HITS}').length === 60")).await;

        ada.page.retypes("#search", "tomatoes ").await;
        ada.page.taps_words("[data-testid=search-chip]", "in:").await;
        ada.page.taps_words("[data-testid=search-chip]", "plans").await;
        ada.page.becomes("one of them", &format!("document.querySelectorAll('{HITS}').length === 1")).await;
        assert_eq!(ada.page.value_of("#search").await, "tomatoes in:plans ");
        looks(&ada, "search-desktop-light.webp").await;
        ada.page.presses("ArrowDown").await;
        ada.page.becomes("the focus", &format!("document.activeElement.matches('{HITS}')")).await;
        ada.page.presses("Enter").await;
        ada.page.has_no_dialog().await;
        ada.page
            .becomes("the other channel", "document.querySelector('.bar-place').innerText.includes('plans')")
            .await;

        ada.page.presses_with(&["Control"], "f").await;
        ada.shows("search").await;
        ada.page.types("#search", "has:cats").await;
        ada.page.presses("Enter").await;
        ada.page.tells("Try has:link").await;
        ada.page.retypes("#search", "rhubarb").await;
        ada.page.tells("Nothing found").await;
        ada.page.has_no_barriers("nothing").await;
        ada.is_content();
    });
}

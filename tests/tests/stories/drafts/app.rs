//! Drafts in the app: what is begun on the phone stands on the desk, and what is sent from one is gone from both.

use super::{draft, saves, words};
use crate::scene::general_of;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server, eventually};

const COMPOSER: &str = "[data-testid=composer]";

/// Ada with her phone and at her desk, on both in `#general` of a hub of hers, which has another channel.
struct Both {
    phone: Screen,
    desk: Screen,
    ada: Person,
    hub: HubId,
    general: ChannelId,
    seeds: ChannelId,
}

impl Both {
    async fn at(server: &Server, chromium: &Chromium) -> Self {
        let ada = server.person("Ada").await;
        let view = ada.creates_hub("Garden").await;
        let (hub, general) = (view.id, general_of(&view));
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let path = format!("/hubs/{hub}/{general}");
        let phone = Screen::enters(chromium.phone().await, &server.address(), "Ada", &path).await;
        let desk = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &path).await;
        for screen in [&phone, &desk] {
            screen.shows("composer").await;
        }
        Self { phone, desk, ada, hub, general, seeds }
    }

    /// Another channel, at the desk.
    async fn goes_to_seeds(&self) {
        self.desk.page.taps_words("[data-testid=channel]", "seeds").await;
        let there = format!("document.querySelector('{COMPOSER}')?.placeholder?.includes('seeds')");
        self.desk.page.becomes("the other channel", &there).await;
    }

    /// Types over what stands in the composer at the desk.
    async fn retypes(&self, words: &str) {
        self.desk.taps("composer").await;
        self.desk.page.retypes(COMPOSER, words).await;
    }

    /// The server has these words and no others.
    async fn is_saved(&self, expected: &[&str]) {
        eventually("the words at the server", async || (words(&self.ada).await == expected).then_some(()))
            .await;
    }
}

/// Waits until the list of channels says of a channel that there is a draft, or does not.
async fn marks(screen: &Screen, channel: &str, is_marked: bool) {
    let label = if is_marked { format!("{channel}, draft") } else { channel.to_owned() };
    let found = format!(
        "[...document.querySelectorAll('[data-testid=channel]')].find((it) => it.getAttribute('aria-label') === '{label}')"
    );
    screen.page.becomes(&format!("a channel {label:?}"), &format!("!!{found}")).await;
    let seen = format!("{found}?.querySelectorAll('.icon').length === {}", if is_marked { 2 } else { 1 });
    screen.page.becomes("a pencil, or none", &seen).await;
}

#[test]
fn what_is_begun_on_the_phone_is_gone_on_with_at_the_desk_and_sent_once() {
    play_in_browser(async |server, chromium| {
        let it = Both::at(&server, &chromium).await;
        marks(&it.desk, "general", false).await;
        it.phone.page.types(COMPOSER, "The beans").await;
        it.desk.has_written("The beans").await;
        for screen in [&it.phone, &it.desk] {
            marks(screen, "general", true).await;
        }
        it.desk.page.has_no_barriers("a channel with a draft").await;

        it.goes_to_seeds().await;
        it.desk.has_written("").await;
        marks(&it.desk, "general", true).await;
        it.desk.page.goes_back().await;
        it.desk.has_written("The beans").await;
        it.retypes("The beans are sown").await;
        it.phone.has_written("The beans are sown").await;
        it.is_saved(&["The beans are sown"]).await;

        it.desk.taps("send").await;
        it.desk.sees("The beans are sown").await;
        it.phone.sees("The beans are sown").await;
        it.phone.has_written("").await;
        for screen in [&it.phone, &it.desk] {
            marks(screen, "general", false).await;
            screen.is_content();
        }
        it.is_saved(&[]).await;
    });
}

#[test]
fn emptying_the_composer_takes_the_draft_from_all_devices_also_from_one_that_was_away() {
    play_in_browser(async |server, chromium| {
        let it = Both::at(&server, &chromium).await;
        saves(&it.ada, draft(it.general, "on second thoughts")).await;
        for screen in [&it.phone, &it.desk] {
            screen.has_written("on second thoughts").await;
        }
        it.phone.page.goes_offline(true).await;
        it.phone.notices_outage().await;
        it.retypes(" ").await;
        it.is_saved(&[]).await;
        marks(&it.desk, "general", false).await;
        it.phone.page.goes_offline(false).await;
        it.phone.connects().await;
        it.phone.has_written("").await;
        marks(&it.phone, "general", false).await;
    });
}

#[test]
fn words_under_the_fingers_are_not_replaced() {
    play_in_browser(async |server, chromium| {
        let it = Both::at(&server, &chromium).await;
        it.phone.has_written("").await;
        // Too long for a message, so nobody else hears of it: the desk has words that were not saved.
        let long = "bean ".repeat(801);
        it.desk.page.types(COMPOSER, &long).await;
        it.desk.has_written(&long).await;
        saves(&it.ada, draft(it.general, "from elsewhere")).await;
        it.phone.has_written("from elsewhere").await;
        it.ada.sends(it.general, "a sign").await;
        it.desk.sees("a sign").await;
        it.desk.has_written(&long).await;
        it.is_saved(&["from elsewhere"]).await;

        it.retypes("my own words").await;
        it.phone.has_written("my own words").await;
        it.desk.has_written("my own words").await;
        it.is_saved(&["my own words"]).await;
    });
}

#[test]
fn what_is_written_without_a_network_outlives_a_new_start_and_arrives() {
    play_in_browser(async |server, chromium| {
        let it = Both::at(&server, &chromium).await;
        it.desk.starts_offline().await;
        it.desk.shows("composer").await;
        it.desk.connects().await;
        it.desk.keeps("about", "Garden").await;
        it.desk.page.goes_offline(true).await;
        it.desk.notices_outage().await;
        it.desk.page.types(COMPOSER, "written in the cellar").await;
        it.desk.has_written("written in the cellar").await;
        // Both have changed it: the device in whose composer it was typed is right.
        saves(&it.ada, draft(it.general, "written in the attic")).await;
        it.phone.has_written("written in the attic").await;
        it.desk.page.reloads().await;
        it.desk.has_written("written in the cellar").await;

        it.desk.page.goes_offline(false).await;
        it.desk.connects().await;
        it.phone.has_written("written in the cellar").await;
        it.desk.has_written("written in the cellar").await;
        it.is_saved(&["written in the cellar"]).await;
    });
}

#[test]
fn what_it_answers_comes_along_and_a_device_that_comes_later_has_all() {
    play_in_browser(async |server, chromium| {
        let it = Both::at(&server, &chromium).await;
        let asked = it.ada.sends(it.general, "Who waters?").await.id;
        it.desk.sees("Who waters?").await;
        let answer = super::SaveDraft { reply_to: Some(asked), ..draft(it.general, "I do") };
        saves(&it.ada, answer).await;
        it.desk.has_written("I do").await;
        it.desk.shows("answering").await;
        saves(&it.ada, draft(it.seeds, "three kinds of beans")).await;
        it.goes_to_seeds().await;
        it.desk.has_written("three kinds of beans").await;

        let path = format!("/hubs/{}/{}", it.hub, it.seeds);
        let tablet = Screen::enters(chromium.phone().await, &server.address(), "Ada", &path).await;
        tablet.has_written("three kinds of beans").await;
        marks(&tablet, "general", true).await;
        tablet.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        tablet.has_written("I do").await;
        tablet.shows("answering").await;
        tablet.taps("send").await;
        tablet.sees("I do").await;
        let said = it.ada.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(said.reply_to.unwrap().message, asked);
        it.is_saved(&["three kinds of beans"]).await;
        marks(&it.desk, "general", false).await;
    });
}

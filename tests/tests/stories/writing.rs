//! Writing in the app: names and emoji are suggested, and what is meant arrives.

use crate::scene::general_of;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Phone, Server};

/// A hub of Bo's with a second channel; others write in it.
struct Desk {
    bo: Phone,
    hub: HubId,
    general: ChannelId,
}

impl Desk {
    async fn with(server: &Server, name: &str, page: Page) -> (Self, Screen) {
        let bo = server.phone("Bo").await;
        let view = bo.creates_hub("Garden").await;
        bo.makes_channel(view.id, "seed-swaps", None).await;
        server.person(name).await.joins(&bo.invites(view.id).await).await;
        let desk = Self { bo, hub: view.id, general: general_of(&view) };
        desk.bo.subscribes(desk.general).await;
        let screen = Screen::opens(page, &server.address()).await;
        screen.goes_to(&format!("/auth/login?as={name}")).await;
        screen.connects().await;
        screen.goes_to(&format!("/hubs/{}/{}", desk.hub, desk.general)).await;
        screen.shows("composer").await;
        screen.connects().await;
        (desk, screen)
    }

    /// Waits until Bo has a message with this content, and is called by it.
    async fn bo_is_called(&self, content: &str) {
        let message = self.bo.sees(content).await;
        assert_eq!(message.mentions, [self.bo.id()]);
        let mentions = "a mention";
        self.bo
            .agrees(mentions, |state| state.channels.get(&self.general).is_some_and(|it| it.mentions == 1))
            .await;
    }
}

#[test]
fn somebody_is_called_with_the_keyboard() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let (desk, ada) = Desk::with(&server, "Ada", chromium.desktop().await).await;
        ada.taps("composer").await;
        ada.types("Hello @b").await;
        ada.shows("suggestions").await;
        let active = "document.activeElement.getAttribute('aria-activedescendant') === 'suggestion-0'";
        ada.page.becomes("a suggestion that is meant", active).await;
        ada.page.presses("Enter").await;
        ada.has_written("Hello @Bo ").await;
        ada.types("see #seed").await;
        ada.shows("suggestions").await;
        ada.page.presses("Tab").await;
        ada.types(":tada").await;
        ada.shows("suggestions").await;
        ada.page.presses("Escape").await;
        ada.page.becomes("no suggestions", "!document.querySelector('[data-testid=suggestions]')").await;
        ada.has_written("Hello @Bo see #seed-swaps :tada").await;
        ada.page.presses("Enter").await;
        let seeds = desk.bo.views(desk.hub).await;
        let seeds = seeds.channels.iter().find(|channel| channel.name == "seed-swaps").unwrap().id;
        desk.bo_is_called(&format!("Hello <@{}> see <#{seeds}> :tada", desk.bo.id())).await;
        ada.sees("Hello @Bo see #seed-swaps :tada").await;

        // Editing shows names again, and means the same people.
        ada.page.presses("ArrowUp").await;
        ada.has_written("Hello @Bo see #seed-swaps :tada").await;
        ada.types("!").await;
        ada.page.presses("Enter").await;
        desk.bo.sees(&format!("Hello <@{}> see <#{seeds}> :tada!", desk.bo.id())).await;
        ada.is_content();
    });
}

#[test]
fn somebody_is_called_with_a_finger() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let (desk, ada) = Desk::with(&server, "Ada", chromium.phone().await).await;
        ada.taps("composer").await;
        ada.types("@").await;
        ada.shows("suggestion").await;
        let high = "document.querySelector('[data-testid=suggestion]').getBoundingClientRect().height >= 44";
        ada.page.becomes("room for a finger", high).await;
        ada.taps("suggestion").await;
        ada.has_written("@Bo ").await;
        let focused = "document.activeElement.dataset.testid === 'composer'";
        ada.page.becomes("the keyboard to stay", focused).await;
        ada.taps("send").await;
        desk.bo_is_called(&format!("<@{}>", desk.bo.id())).await;
        ada.is_content();
    });
}

#[test]
fn emoji_are_found_by_name_and_in_the_picker() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        for (name, page) in [("Ada", chromium.phone().await), ("Cy", chromium.desktop().await)] {
            let (desk, screen) = Desk::with(&server, name, page).await;
            screen.taps("composer").await;
            screen.types("Yes :tada").await;
            screen.taps("suggestion").await;
            screen.has_written("Yes 🎉 ").await;
            screen.taps("emoji").await;
            screen.page.types(".emoji-search", "tomato").await;
            screen.page.taps(".emoji-choice[aria-label=tomato]").await;
            screen.has_written("Yes 🎉 🍅").await;
            screen.page.becomes("the picker to go", "!document.querySelector('.emoji-picker')").await;
            screen.taps("send").await;
            desk.bo.sees("Yes 🎉 🍅").await;
            // The last ones come first the next time.
            screen.taps("emoji").await;
            screen
                .page
                .becomes("recent ones", "document.querySelector('.emoji-choice')?.innerText === '🍅'")
                .await;
            screen.page.evaluates("history.back()").await;
            screen.page.becomes("the picker to go", "!document.querySelector('.emoji-picker')").await;
            screen.is_content();
        }
    });
}

#[test]
fn what_a_suggestion_wrote_can_be_undone() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let (_desk, ada) = Desk::with(&server, "Ada", chromium.desktop().await).await;
        ada.taps("composer").await;
        ada.types("Hello @b").await;
        ada.shows("suggestion").await;
        ada.page.presses("Enter").await;
        ada.has_written("Hello @Bo ").await;
        ada.page.evaluates("document.execCommand('undo')").await;
        ada.has_written("Hello @b").await;
        ada.is_content();
    });
}

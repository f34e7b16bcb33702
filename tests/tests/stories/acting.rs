//! What is done with messages in the app: with a finger, a mouse and keys.

use hubbub_shared::ChannelId;
use hubbub_shared::model::Message;
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Phone, Server};

/// Ada's app and Bo's program in a channel of Ada's.
struct Scene {
    bo: Phone,
    general: ChannelId,
    ada: Screen,
}

impl Scene {
    async fn set(server: &Server, page: Page) -> Self {
        let (owner, bo) = (server.phone("Ada").await, server.phone("Bo").await);
        let view = owner.creates_hub("Garden").await;
        let general = crate::scene::general_of(&view);
        bo.joins(&owner.invites(view.id).await).await;
        bo.subscribes(general).await;
        let place = format!("/hubs/{}/{general}", view.id);
        let ada = Screen::enters(page, &server.address(), "Ada", &place).await;
        ada.shows("composer").await;
        Self { bo, general, ada }
    }

    async fn bo_reads(&self, texts: &[&str]) {
        self.bo.agrees(&format!("{texts:?}"), |state| state.caches[&self.general].texts() == texts).await;
    }
}

fn row(message: &Message) -> String {
    format!("[data-id=\"{}\"]", message.id)
}

#[test]
fn a_finger_that_rests_on_a_message_asks_what_to_do_with_it() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.phone().await).await;
        let ada = &scene.ada;
        ada.says("delete me").await;
        let mine = scene.bo.sees("delete me").await;
        ada.page.holds(&row(&mine)).await;
        ada.page.shows(".action-danger").await;
        let high = "[...document.querySelectorAll('.action')].every((it) => it.getBoundingClientRect().height >= 44)";
        ada.page.becomes("room for a finger", high).await;
        ada.page.taps(".action-danger").await;
        ada.shows("undo").await;
        assert_eq!(ada.counts("delete me").await, 0, "gone from the screen at once");
        ada.taps("undo").await;
        ada.sees("delete me").await;

        ada.page.holds(&row(&mine)).await;
        ada.page.taps(".action-danger").await;
        ada.shows("undo").await;
        scene.bo_reads(&[]).await;
        assert_eq!(ada.counts("delete me").await, 0);
        ada.is_content();
    });
}

#[test]
fn a_finger_that_rested_while_the_phone_was_busy_asks_as_well() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.phone().await).await;
        let ada = &scene.ada;
        let said = scene.bo.sends(scene.general, "hold me").await;
        ada.sees("hold me").await;
        let busy = "document.addEventListener('pointerdown', () => setTimeout(() => {
            for (const from = performance.now(); performance.now() - from < 1500;);
        }, 100), { once: true })";
        ada.page.evaluates(busy).await;
        ada.page.holds(&row(&said)).await;
        ada.page.shows(".action").await;
        ada.is_content();
    });
}

#[test]
fn messages_are_handled_with_keys_alone() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.desktop().await).await;
        let ada = &scene.ada;
        scene.bo.says(scene.general, "mind the gate").await;
        ada.sees("mind the gate").await;
        for text in ["one", "two"] {
            ada.says(text).await;
            ada.sees(text).await;
        }
        ada.page.evaluates("document.querySelector('.conversation').focus()").await;
        ada.page.presses("ArrowUp").await;
        let on = |text: &str| format!("document.activeElement.innerText.includes('{text}')");
        ada.page.becomes("the newest message", &on("two")).await;
        ada.page.presses("ArrowUp").await;
        ada.page.becomes("the one above", &on("one")).await;
        ada.page.presses("e").await;
        ada.has_written("one").await;
        let composing = "document.activeElement.dataset.testid === 'composer'";
        ada.page.becomes("the focus on the composer", composing).await;
        ada.types(" and a half").await;
        ada.page.presses("Enter").await;
        scene.bo_reads(&["mind the gate", "one and a half", "two"]).await;

        ada.page.evaluates("document.querySelector('.conversation').focus()").await;
        ada.page.presses("ArrowUp").await;
        ada.page.becomes("the newest message", &on("two")).await;
        ada.page.presses("Delete").await;
        ada.shows("undo").await;
        scene.bo_reads(&["mind the gate", "one and a half"]).await;
        ada.is_content();
    });
}

#[test]
fn a_message_of_somebody_else_is_not_mine_to_change() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.desktop().await).await;
        scene.ada.says("only the owner deletes this").await;
        let theirs = scene.bo.sees("only the owner deletes this").await;
        let (hub, _) = crate::scene::first_place(scene.bo.person()).await;
        let place = format!("/hubs/{hub}/{}", scene.general);
        let bo = Screen::enters(chromium.phone().await, &server.address(), "Bo", &place).await;
        bo.sees("only the owner deletes this").await;
        bo.page.holds(&row(&theirs)).await;
        bo.page.shows(".action").await;
        let offered = bo.page.texts(".action").await;
        assert_eq!(
            offered,
            [
                "Reply",
                "Forward",
                "Copy text",
                "Copy link to message",
                "Save",
                "Mark unread",
                "Report message"
            ]
        );
        bo.is_content();
    });
}

#[test]
fn who_wrote_opens_by_name_and_a_mention_does_too() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.phone().await).await;
        let ada = &scene.ada;
        let mention = format!("it was <@{}>", scene.bo.id());
        let said = scene.bo.sends(scene.general, &mention).await;
        ada.sees_in_some("it was @Bo").await;
        for part in [".message-author", ".message-lead", ".mention"] {
            ada.page.taps(&format!("{} {part}", row(&said))).await;
            ada.page
                .becomes("Bo's card", "document.querySelector('.dialog-profile h2')?.innerText === 'Bo'")
                .await;
            ada.page.goes_back().await;
            ada.page.has_no_dialog().await;
        }
        ada.is_content();
    });
}

#[test]
fn a_message_that_is_too_long_says_by_how_much_and_stays() {
    play_in_browser(async |server: Server, chromium: Chromium| {
        let scene = Scene::set(&server, chromium.desktop().await).await;
        let ada = &scene.ada;
        let long = "a".repeat(4003);
        ada.types(&long).await;
        assert_eq!(ada.page.evaluates("document.querySelector('[data-testid=send]').disabled").await, true);
        ada.page.presses("Enter").await;
        let told = "document.querySelector('.toasts').innerText.includes('3 characters too long')";
        ada.page.becomes("why it is not sent", told).await;
        ada.has_written(&long).await;
        ada.is_content();
    });
}

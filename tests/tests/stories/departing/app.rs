//! Taking one's data along and going, in the app.

use super::said;
use crate::scene::{first_place, garden};
use hubbub_shared::protocol::command::DeleteHub;
use hubbub_tests::browser::{Screen, play_in_browser};
use hubbub_tests::{Acts, eventually};

/// What the browser was given to save, as text.
const SAVED: &str = "(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make(blob); };
})()";

#[test]
fn somebody_takes_their_data_along_and_goes() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (ada, cyrus) = (server.person("Ada").await, server.person("Cyrus").await);
        let own = cyrus.creates_hub("Chess").await.id;
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Cyrus", "/settings").await;
        screen.has_all_settings().await;
        screen.shows("export").await;
        screen.page.evaluates(SAVED).await;
        screen.taps("export").await;
        screen.page.tells("Your data is downloaded").await;
        screen
            .page
            .becomes(
                "a whole file",
                "!!window.saved && JSON.parse(window.saved).messages.some((it) => it.content.includes('beans'))",
            )
            .await;

        screen.taps("delete-account").await;
        screen.page.becomes("the focus in the form", "document.activeElement?.id === 'confirm-name'").await;
        screen.page.has_no_barriers("deleting an account").await;
        let cannot = "document.querySelector('[data-testid=delete-for-good]').disabled";
        assert_eq!(screen.page.evaluates(cannot).await, true, "not without the name");
        screen.page.types("#confirm-name", "Cyrus").await;
        screen.taps("delete-for-good").await;
        screen.page.tells("These hubs belong to you").await;
        screen.page.tells("Chess").await;
        cyrus.calls(DeleteHub { hub: own }).await.unwrap();
        screen.taps("delete-for-good").await;
        screen.shows("sign-in").await;

        let watcher =
            Screen::enters(chromium.desktop().await, &server.address(), "Bo", &format!("/hubs/{hub}")).await;
        let asked = ada.views(hub).await.channels.iter().find(|it| it.name == "ask-anything").unwrap().id;
        watcher.goes_to(&format!("/hubs/{hub}/{asked}")).await;
        watcher.page.tells("Former member").await;
        watcher.page.tells("Is it too late for beans?").await;
        watcher.is_content();
    });
}

#[test]
fn who_wishes_takes_their_words_with_them() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let (ada, cyrus) = (server.person("Ada").await, server.person("Cyrus").await);
        let (hub, general) = first_place(&ada).await;
        cyrus.sends(general, "of no use to anybody").await;
        ada.sends(general, "what Ada says").await;
        let place = format!("/hubs/{hub}/{general}");
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", &place).await;
        bo.sees("of no use to anybody").await;
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Cyrus", "/settings").await;
        screen.has_all_settings().await;
        screen.taps("delete-account").await;
        screen.page.taps_words(".leaving-choices strong", "Delete them too").await;
        screen.page.types("#confirm-name", "Cyrus").await;
        screen.taps("delete-for-good").await;
        screen.shows("sign-in").await;

        let gone =
            "![...document.querySelectorAll('.message')].some((it) => it.innerText.includes('of no use'))";
        bo.page.becomes("their words to go while one looks", gone).await;
        bo.sees("what Ada says").await;
        eventually("nothing of theirs to be left", async || {
            let said = said(&ada, general).await;
            said.iter().all(|(author, _)| author == "Ada").then_some(())
        })
        .await;
        bo.is_content();
    });
}

//! Keys in the app's settings.

use super::keys;
use hubbub_shared::Permissions;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn a_key_is_made_shown_once_and_ended() {
    play_in_browser(async |server, chromium| {
        let ada = server.person("Ada").await;
        let (hub, general) = {
            let view = ada.creates_hub("Garden").await;
            (view.id, view.channels[0].id)
        };
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/settings").await;
        let page = &screen.page;
        page.tells("No keys.").await;
        screen.taps("new-key").await;
        page.taps_words(".key-form button", "Make the key").await;
        page.tells("Say what it is for").await;
        page.types("#key-name", "Build server").await;
        page.becomes("no complaint", "!document.querySelector('.key-form .field-problem:not(:empty)')").await;
        page.chooses_option("#key-hub", "Garden").await;
        page.chooses_option("#key-scope", "Choose…").await;
        page.taps_words(".key-scope label", "Send messages").await;
        page.has_no_barriers("a key being made").await;
        page.taps_words(".key-form button", "Make the key").await;
        screen.shows("key-token").await;
        let token = page.value_of("[data-testid=key-token]").await;
        page.has_no_barriers("the token of a key").await;
        let made = keys(&ada).await;
        assert_eq!(
            (made.len(), made[0].hub, made[0].scope),
            (1, Some(hub), Permissions::VIEW | Permissions::SEND)
        );
        assert!(made[0].expires_at.is_some());
        ada.program(&token).sends(general, "the build is green").await;
        page.taps_words(".key-token button", "I have it").await;
        page.becomes("the token to be gone", "!document.querySelector('[data-testid=key-token]')").await;

        page.taps_words("li button", "New token").await;
        page.tells("is good for another day").await;
        page.taps_words(".key-token button", "I have it").await;
        page.taps_words("li button", "Delete").await;
        page.taps_words("li .button-danger", "Delete").await;
        page.tells("The key has ended").await;
        page.tells("No keys.").await;
        assert!(keys(&ada).await.is_empty());
    });
}

//! Reacting to messages: by a chip, by what is offered at once, by the list of all; and who reacted.

use super::{Garden, row};
use hubbub_shared::Permissions;
use hubbub_shared::RoleId;
use hubbub_shared::protocol::command::{AddReaction, RemoveReaction, UpdateRole};
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

/// The chip of an emoji, at the message with these words.
fn chip(words: &str, emoji: &str) -> String {
    format!("{}.querySelector('.reaction[data-emoji=\"{emoji}\"]')", row(words))
}

#[test]
fn people_react_and_see_at_once_who_did() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let said = it.bo.sends(it.general, "It rains").await;
        it.ada.sees("It rains").await;
        let react = AddReaction { channel: it.general, message: said.id, emoji: "🎉".into() };
        it.bo.calls(react).await.unwrap();
        let label = |words: &str| format!("{}?.ariaLabel === '{words}'", chip("It rains", "🎉"));
        it.ada.page.becomes("a chip", &label("🎉 1 person")).await;
        it.ada.page.taps(".reaction[data-emoji]").await;
        it.ada.page.becomes("one's own", &label("🎉 2 people, you too")).await;
        it.ada
            .page
            .becomes("the focus", &format!("document.activeElement === {}", chip("It rains", "🎉")))
            .await;
        it.ada.page.has_no_barriers("reactions").await;

        // Told to all, also after a start.
        it.ada.page.reloads().await;
        it.ada.page.becomes("one's own", &label("🎉 2 people, you too")).await;
        let gone = RemoveReaction { channel: it.general, message: said.id, emoji: "🎉".into(), user: None };
        it.bo.calls(gone).await.unwrap();
        it.ada.page.becomes("oneself alone", &label("🎉 1 person, you")).await;

        it.ada
            .page
            .evaluates(&format!(
                "{}.dispatchEvent(new MouseEvent('contextmenu', {{ bubbles: true, cancelable: true }}))",
                chip("It rains", "🎉")
            ))
            .await;
        it.ada
            .page
            .becomes("who", "document.querySelector('dialog[open] .reactors')?.innerText.includes('Ada')")
            .await;
        it.ada.page.has_no_barriers("who reacted").await;
        it.ada.page.escapes().await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.taps(".reaction[data-emoji]").await;
        it.ada.page.becomes("no chip", &format!("!{}", chip("It rains", "🎉"))).await;
        it.ada.is_content();
    });
}

#[test]
fn an_emoji_is_offered_at_once_and_any_is_found_by_its_name() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        it.bo.sends(it.general, "It rains").await;
        it.ada.sees("It rains").await;
        it.ada.page.holds(".message").await;
        it.ada
            .page
            .becomes("six", "document.querySelectorAll('[data-testid=quick-reaction]').length === 6")
            .await;
        it.ada.page.has_no_barriers("what is offered").await;
        it.ada.page.taps("[data-testid=quick-reaction]:first-child").await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.becomes("a chip", &format!("{}?.ariaPressed === 'true'", chip("It rains", "👍"))).await;

        it.ada.page.holds(".message").await;
        it.ada.taps("more-emoji").await;
        it.ada.page.shows("[data-testid=emoji-picker] .emoji-choice").await;
        it.ada.page.types(".emoji-search", "seedling").await;
        it.ada.page.becomes("one", "document.querySelectorAll('.emoji-choice').length === 1").await;
        it.ada.page.has_no_barriers("all emoji").await;
        it.ada.page.taps(".emoji-choice").await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.becomes("a chip", &format!("!!{}", chip("It rains", "🌱"))).await;

        // What was used last is offered first.
        it.ada.page.holds(".message").await;
        it.ada
            .page
            .becomes("it first", "document.querySelector('[data-testid=quick-reaction]')?.innerText === '🌱'")
            .await;
        it.ada.is_content();
    });
}

#[test]
fn who_may_not_react_is_told_so_and_a_refusal_is_taken_back() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let said = it.bo.sends(it.general, "It rains").await;
        for emoji in emojis() {
            let react = AddReaction { channel: it.general, message: said.id, emoji };
            it.bo.calls(react).await.unwrap();
        }
        it.ada
            .page
            .becomes("twenty", "document.querySelectorAll('.reaction[data-emoji]').length === 20")
            .await;
        it.ada.page.taps(".reaction-new").await;
        it.ada.page.types(".emoji-search", "seedling").await;
        it.ada.page.becomes("one", "document.querySelectorAll('.emoji-choice').length === 1").await;
        it.ada.page.presses("Enter").await;
        it.ada.page.shows(".toast-error").await;
        it.ada
            .page
            .becomes("twenty", "document.querySelectorAll('.reaction[data-emoji]').length === 20")
            .await;

        let bo = hubbub_tests::browser::Screen::enters(
            chromium.desktop().await,
            &server.address(),
            "Bo",
            &format!("/hubs/{}/{}", it.hub, it.general),
        )
        .await;
        bo.shows("composer").await;
        let permissions = Permissions(Permissions::EVERYONE_DEFAULT.0 & !Permissions::REACT.0);
        let change =
            UpdateRole { permissions: Some(permissions), ..UpdateRole::of(it.hub, RoleId(it.hub.0)) };
        server.person("Ada").await.calls(change).await.unwrap();
        bo.page.becomes("no way", "!document.querySelector('.reaction-new')").await;
        bo.page.evaluates(&format!("{}.focus()", row("It rains"))).await;
        bo.page.presses("Enter").await;
        bo.page.tells("You cannot react here.").await;
        bo.is_content();
    });
}

/// As many kinds as a message can have.
fn emojis() -> impl Iterator<Item = String> {
    ('\u{1f600}'..='\u{1f613}').map(String::from)
}

//! Passing messages on in the app: choosing where to, with a finger and with keys, and what is seen of where it was.

use super::{Garden, row};
use crate::scene::general_of;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{Message, SentForward};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::SendMessage;
use hubbub_tests::browser::{Screen, play_in_browser};
use hubbub_tests::{Acts, Person};

const PLACES: &str = "document.querySelectorAll('.forward-place').length";

/// The menu of a message, and there "Forward".
async fn opens_the_form(screen: &Screen, message: &Message, words: &str) {
    let page = &screen.page;
    page.becomes("the message", &format!("!!{}", row(words))).await;
    match page.has_fingers() {
        true => page.holds(&format!(".message[data-id=\"{}\"]", message.id)).await,
        false => {
            page.evaluates(&format!("{}.focus()", row(words))).await;
            page.presses("Enter").await;
        }
    }
    screen.chooses("Forward").await;
    screen.shows("forward-form").await;
}

async fn passes(by: &Person, of: &Message, to: ChannelId, words: &str) -> Message {
    let forward = Some(SentForward { channel: of.channel, message: of.id });
    let ask = SendMessage { forward, ..SendMessage::of(to, words.to_owned(), None) };
    match by.calls(ask).await {
        Ok(Reply::Message(message)) => message,
        other => panic!("expected a message, got {other:?}"),
    }
}

/// How many messages of a channel pass something on.
async fn passed_on(reader: &Person, channel: ChannelId) -> usize {
    let messages = reader.reads_page(channel).await.messages;
    messages.iter().filter(|message| message.forward.is_some()).count()
}

#[test]
fn a_message_is_passed_on_and_leads_back_to_where_it_was() {
    play_in_browser(async |server, chromium| {
        for page in [chromium.phone().await, chromium.desktop().await] {
            let it = Garden::on(&server, page).await;
            let page = &it.ada.page;
            let seeds = server.person("Ada").await.makes_channel(it.hub, "seeds", None).await.id;
            let original = it.bo.sends(it.general, "Soup is ready").await;
            opens_the_form(&it.ada, &original, "Soup is ready").await;
            page.becomes("the search first", "document.activeElement?.id === 'forward-to'").await;
            page.has_no_barriers("choosing where to").await;
            page.taps("dialog[open] button[type=submit]").await;
            page.tells("Choose where it shall go.").await;
            page.types("#forward-to", "nowhere at all").await;
            page.tells("You can write in no channel of that name.").await;
            page.evaluates("document.querySelector('#forward-to').select()").await;
            page.types_here("#seeds").await;
            page.becomes("what fits", &format!("{PLACES} >= 1")).await;
            page.taps(&format!(".forward-place[data-channel=\"{seeds}\"]")).await;
            page.tells("To #seeds").await;
            page.types("#forward-words", "Look at this").await;

            page.goes_offline(true).await;
            it.ada.notices_outage().await;
            page.taps("dialog[open] button[type=submit]").await;
            page.becomes("why not", "document.querySelector('dialog[open] .field-problem').innerText !== ''")
                .await;
            page.goes_offline(false).await;
            it.ada.connects().await;
            page.taps("dialog[open] button[type=submit]").await;
            page.has_no_dialog().await;
            page.tells("Forwarded to #seeds").await;
            it.ada.taps("undo").await;
            page.becomes("the other channel", &format!("location.pathname.includes('{seeds}')")).await;
            let copy =
                format!("{}?.querySelector('[data-testid=forwarded]')?.innerText", row("Look at this"));
            page.becomes("the copy", &format!("{copy}?.includes('Soup is ready') === true")).await;
            page.becomes("who and where", &format!("{copy}.includes('By Bo in #general, Garden')")).await;
            assert_eq!(passed_on(&it.bo, seeds).await, 1, "however often it was tried");
            page.has_no_barriers("what was passed on").await;

            // Also after a start.
            page.reloads().await;
            it.ada.connects().await;
            page.becomes("who and where", &format!("{copy}?.includes('By Bo in #general, Garden') === true"))
                .await;
            it.ada.taps("origin").await;
            page.becomes("where it was", &format!("location.pathname.includes('{}')", it.general)).await;
            page.becomes(
                "the original",
                &format!("{}?.hasAttribute('data-found') === true", row("Soup is ready")),
            )
            .await;
            it.ada.is_content();
        }
    });
}

#[test]
fn several_places_are_chosen_with_keys_and_what_was_passed_on_is_passed_on_again() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let (page, ada) = (&it.ada.page, server.person("Ada").await);
        let mut made = Vec::new();
        for name in ["seeds", "herbs", "roses", "beans", "melons", "plums"] {
            made.push(ada.makes_channel(it.hub, name, None).await.id);
        }
        it.bo.sends(it.general, "The gate is open").await;
        page.becomes("the message", &format!("!!{}", row("The gate is open"))).await;
        page.evaluates(&format!("{}.focus()", row("The gate is open"))).await;
        page.presses("f").await;
        it.ada.shows("forward-form").await;
        page.becomes("the search", "document.activeElement?.id === 'forward-to'").await;
        for name in ["seeds", "herbs"] {
            page.types_here(name).await;
            page.becomes("what fits", &format!("{PLACES} === 1")).await;
            page.presses("Enter").await;
            page.becomes("room for the next", "document.querySelector('#forward-to').value === ''").await;
        }
        page.tells("To #seeds, #herbs").await;
        for name in ["roses", "beans", "melons"] {
            page.types_here(name).await;
            page.becomes("what fits", &format!("{PLACES} === 1")).await;
            page.presses("Enter").await;
            page.becomes("room for the next", "document.querySelector('#forward-to').value === ''").await;
        }
        page.tells("That is as many as can be chosen.").await;
        let plums = format!(".forward-place[data-channel=\"{}\"] input", made[5]);
        page.becomes("no more", &format!("document.querySelector('{plums}').disabled")).await;
        page.has_no_barriers("as many as can be").await;
        page.presses_enter_on("dialog[open] button[type=submit]").await;
        page.has_no_dialog().await;
        page.tells("Forwarded to #seeds, #herbs, #roses, #beans, #melons").await;
        for channel in &made[..5] {
            assert_eq!(passed_on(&it.bo, *channel).await, 1);
        }
        assert_eq!(passed_on(&it.bo, made[5]).await, 0);
        it.ada.is_content();
    });
}

#[test]
fn who_cannot_see_the_place_sees_the_words_alone() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        let quill = server.person("Quill").await;
        let shed = quill.creates_hub("Toolshed").await;
        it.bo.joins(&quill.invites(shed.id).await).await;
        let original = quill.sends(general_of(&shed), "Nails are in the tin").await;
        passes(&it.bo, &original, it.general, "From a friend").await;
        let copy = format!("{}?.querySelector('[data-testid=forwarded]')", row("From a friend"));
        page.becomes("the words", &format!("{copy}?.innerText.includes('Nails are in the tin') === true"))
            .await;
        page.becomes("the time", &format!("!!{copy}.querySelector('time')")).await;
        let secret = format!("!/Quill|Toolshed/.test({copy}.innerText) && !{copy}.querySelector('a')");
        page.becomes("nothing of where it was", &secret).await;
        page.has_no_barriers("what is from elsewhere").await;

        // As soon as she may read it there, it is told.
        let ada = server.person("Ada").await;
        ada.joins(&quill.invites(shed.id).await).await;
        page.reloads().await;
        it.ada.connects().await;
        page.becomes(
            "who and where",
            &format!("{copy}?.innerText.includes('By Quill in #general, Toolshed') === true"),
        )
        .await;
        quill.deletes(&original).await;
        page.reloads().await;
        it.ada.connects().await;
        page.becomes(
            "no way there, nor who it was",
            &format!(
                "{copy}?.innerText.includes('From #general, Toolshed') === true && !{copy}.querySelector('a')"
            ),
        )
        .await;
        page.becomes("still the words", &format!("{copy}.innerText.includes('Nails are in the tin')")).await;
        it.ada.is_content();
    });
}

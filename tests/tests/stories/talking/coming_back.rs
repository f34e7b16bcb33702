//! Marking as unread what one goes on with later, and finding a day again.

use super::{Garden, row};
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

#[test]
fn a_message_is_marked_unread_and_stays_so_until_one_comes_again() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        for words in ["first", "second", "third"] {
            it.bo.sends(it.general, words).await;
            it.ada.sees(words).await;
        }
        let line = "document.querySelector('.divider-new')?.nextElementSibling?.innerText ?? ''";
        let above = |words: &str| format!("({line}).includes('{words}')");
        it.ada.page.holds(&format!("[data-id='{}']", id_of(&it, "second").await)).await;
        it.ada.chooses("Mark unread").await;
        it.ada.page.becomes("the line above it", &above("second")).await;
        it.ada.taps("undo").await;
        let device = server.phone("Ada").await;
        device.agrees("that all is read", |state| state.channels[&it.general].unread == 0).await;

        it.ada.page.holds(&format!("[data-id='{}']", id_of(&it, "third").await)).await;
        it.ada.chooses("Mark unread").await;
        it.ada.page.becomes("the line above it", &above("third")).await;
        device.agrees("one unread", |state| state.channels[&it.general].unread == 1).await;
        it.bo.sends(it.general, "fourth").await;
        it.ada.sees("fourth").await;
        device.agrees("two unread", |state| state.channels[&it.general].unread == 2).await;

        it.ada.goes_to(&format!("/hubs/{}", it.hub)).await;
        it.ada.opens_channel("general").await;
        it.ada.page.becomes("the line where one left", &above("third")).await;
        device.agrees("that all is read", |state| state.channels[&it.general].unread == 0).await;
        it.ada.is_content();
    });
}

async fn id_of(it: &Garden, words: &str) -> String {
    it.ada.page.evaluates(&format!("{}.dataset.id", row(words))).await.as_str().unwrap().to_owned()
}

#[test]
fn what_was_said_on_a_day_is_found() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        it.ada.page.taps(".bar-place").await;
        it.ada.chooses("Jump to a date").await;
        it.ada.page.has_no_barriers("a day is asked for").await;
        it.ada.page.taps("dialog button[type=submit]").await;
        it.ada.page.tells("Choose a day first.").await;
        let today = "(() => {
            const field = document.querySelector('#jump-day');
            field.value = new Date().toLocaleDateString('sv');
            field.dispatchEvent(new Event('input', { bubbles: true }));
        })()";
        it.ada.page.evaluates(today).await;
        it.ada.page.taps("dialog button[type=submit]").await;
        it.ada.page.tells("Nothing was said here yet.").await;

        for number in 0..60 {
            it.bo.sends(it.general, &format!("number {number} of many")).await;
        }
        it.ada.sees("number 59 of many").await;
        it.ada.page.taps("dialog button[type=submit]").await;
        it.ada.page.has_no_dialog().await;
        let found = format!("{}?.hasAttribute('data-found')", row("number 0 of many"));
        it.ada.page.becomes("the first of the day", &found).await;
        it.ada.is_content();
    });
}

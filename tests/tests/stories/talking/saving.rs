//! Saving messages in the app: found again in the inbox, with a reminder that leads there.

use super::{Garden, row};
use crate::answers::in_ms;
use hubbub_shared::MessageId;
use hubbub_shared::protocol::command::SaveMessage;
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

const ROWS: &str =
    "[...document.querySelectorAll('[data-testid=saved]')].map((it) => it.innerText).join('|')";

#[test]
fn a_message_is_saved_found_again_and_removed() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        it.ada.goes_to("/inbox").await;
        page.taps("a[href='/inbox/saved']").await;
        page.tells("Nothing saved yet").await;
        page.has_no_barriers("nothing saved").await;
        it.ada.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        for words in ["Beans on Tuesday", "Compost on Friday"] {
            it.bo.sends(it.general, words).await;
            it.ada.sees(words).await;
        }
        page.holds(&id_of(&it, "Beans").await).await;
        it.ada.chooses("Save").await;
        page.shows("[data-testid=save-sheet]").await;
        page.has_no_barriers("saving").await;
        it.ada.chooses("Save without a reminder").await;
        page.tells("You find it in your inbox, under “Later”.").await;

        page.holds(&id_of(&it, "Compost").await).await;
        it.ada.chooses("Save").await;
        page.taps("[data-testid=save-sheet] button[type=submit]").await;
        page.tells("Choose a day and a time first.").await;
        it.ada.chooses("Tomorrow at nine").await;
        page.tells("You are reminded").await;

        it.ada.goes_to("/inbox/saved").await;
        page.becomes("both, the last one first", &format!("/Compost[^|]*[|].*Beans/s.test({ROWS})")).await;
        page.becomes("when", &format!("({ROWS}).includes('Reminds you')")).await;
        page.has_no_barriers("what is saved").await;
        page.taps("[data-testid=saved]:first-child [data-testid=unsave]").await;
        page.becomes("one", &format!("!({ROWS}).includes('Compost')")).await;
        it.ada.taps("undo").await;
        page.becomes("both, with its reminder", &format!("({ROWS}).includes('Reminds you')")).await;
        page.taps("[data-testid=saved]:first-child [data-testid=remind]").await;
        it.ada.chooses("No reminder").await;
        page.becomes("no reminder", &format!("!({ROWS}).includes('Reminds you')")).await;
        page.taps("[data-testid=saved]:first-child a").await;
        it.ada.sees("Compost on Friday").await;
        it.ada.is_content();
    });
}

#[test]
fn a_reminder_leads_to_its_message() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let message = it.bo.sends(it.general, "Water the beds").await.id;
        it.ada.sees("Water the beds").await;
        it.ada.goes_to("/inbox/saved").await;
        it.ada.page.tells("Nothing saved yet").await;
        remind(&server.person("Ada").await, &it, message).await;
        it.ada.page.becomes("it is there, too", &format!("({ROWS}).includes('Reminded you')")).await;
        it.ada.page.tells("You wanted to be reminded of a message in #general").await;
        it.ada.taps("undo").await;
        it.ada.sees("Water the beds").await;
        it.ada.is_content();
    });
}

async fn remind(ada: &impl Acts, it: &Garden, message: MessageId) {
    let save = SaveMessage { channel: it.general, message, remind_at: Some(Some(in_ms(1_500))) };
    ada.calls(save).await.unwrap();
}

async fn id_of(it: &Garden, words: &str) -> String {
    let id = it.ada.page.evaluates(&format!("{}.dataset.id", row(words))).await;
    format!("[data-id='{}']", id.as_str().unwrap())
}

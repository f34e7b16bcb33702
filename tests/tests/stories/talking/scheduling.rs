//! Sending later in the app: from the composer's button or the channel's menu, found again in the inbox.

use super::Garden;
use crate::answers::in_ms;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{LockChannel, ScheduleMessage};
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

const ROWS: &str =
    "[...document.querySelectorAll('[data-testid=scheduled]')].map((it) => it.innerText).join('|')";

#[test]
fn what_is_written_is_sent_later_changed_and_taken_back() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        page.types("[data-testid=composer]", "Happy harvest, @Bo").await;
        let held = "document.querySelector('[data-testid=send]').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))";
        page.evaluates(held).await;
        page.shows("[data-testid=later-sheet]").await;
        page.becomes("the words", "document.querySelector('#later-text').value === 'Happy harvest, @Bo'")
            .await;
        page.has_no_barriers("sending later").await;
        it.ada.chooses("Tomorrow at nine").await;
        page.tells("It is sent tomorrow").await;
        it.ada.has_written("").await;

        it.ada.goes_to("/inbox").await;
        page.taps("a[href='/inbox/saved']").await;
        page.becomes("it waits", &format!("({ROWS}).includes('Happy harvest, @Bo')")).await;
        page.has_no_barriers("what is sent later").await;
        page.taps("[data-testid=change-later]").await;
        page.retypes("#later-text", "Happy harvest, all").await;
        it.ada.chooses("In a week at nine").await;
        page.becomes("it is changed", &format!("({ROWS}).includes('Happy harvest, all')")).await;
        page.taps("[data-testid=send-never]").await;
        page.becomes("nothing waits", &format!("({ROWS}) === ''")).await;
        it.ada.taps("undo").await;
        page.becomes("it waits again", &format!("({ROWS}).includes('Happy harvest, all')")).await;
        it.ada.is_content();
    });
}

#[test]
fn the_menu_of_the_channel_leads_there_and_what_was_not_sent_says_why() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        page.taps(".bar-place").await;
        it.ada.chooses("Send later").await;
        page.shows("[data-testid=later-sheet]").await;
        it.ada.chooses("In an hour").await;
        page.tells("Write something first.").await;
        page.escapes().await;

        let bo = it.bo;
        let ask = ScheduleMessage { channel: it.general, content: "too late".into(), send_at: in_ms(1_500) };
        assert!(matches!(bo.calls(ask).await, Ok(Reply::ScheduledMessage(_))));
        let ada = server.person("Ada").await;
        ada.calls(LockChannel { channel: it.general, reason: None }).await.unwrap();
        let bo = hubbub_tests::browser::Screen::enters(
            chromium.phone().await,
            &server.address(),
            "Bo",
            "/inbox/saved",
        )
        .await;
        bo.page.becomes("it is told why", &format!("({ROWS}).includes('Not sent:')")).await;
        bo.page.has_no_barriers("what was not sent").await;
        it.ada.is_content();
        bo.is_content();
    });
}

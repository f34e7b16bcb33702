//! Answering a message: with a finger, with a mouse, with a key; and what is left of it when the message goes.

use super::{Garden, row};
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

#[test]
fn a_message_is_answered_with_a_key_and_leads_to_what_it_answers() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let asked = it.bo.sends(it.general, "Who waters on ||Sunday||?").await;
        it.ada.sees_in_some("Who waters").await;
        it.ada.page.evaluates(&format!("{}.focus()", row("Who waters"))).await;
        it.ada.page.presses("r").await;
        it.ada.shows("answering").await;
        it.ada.page.tells("Replying to Bo").await;
        it.ada.types("I do").await;

        // It is kept with the words, and so is whether Bo is mentioned.
        it.ada.taps("ping").await;
        it.ada
            .page
            .becomes("no mention", "document.querySelector('[data-testid=ping]').ariaChecked === 'false'")
            .await;
        it.ada.page.reloads().await;
        it.ada.shows("answering").await;
        it.ada.has_written("I do").await;
        it.ada
            .page
            .becomes("no mention", "document.querySelector('[data-testid=ping]').ariaChecked === 'false'")
            .await;
        it.ada.connects().await;
        it.ada.taps("send").await;
        it.ada.sees("I do").await;
        it.ada.page.becomes("no bar", "!document.querySelector('[data-testid=answering]')").await;
        let answer = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(answer.reply_to.unwrap().message, asked.id);
        assert!(answer.mentions.is_empty(), "the mention was switched off");

        let quote = format!("{}.querySelector('.message-quote')", row("I do"));
        it.ada.page.becomes("no secret", &format!("!{quote}.innerText.includes('Sunday')")).await;
        it.ada.page.has_no_barriers("an answer").await;
        it.ada.page.evaluates(&format!("{quote}.click()")).await;
        it.ada
            .page
            .becomes("the way there", &format!("{}.hasAttribute('data-found')", row("Who waters")))
            .await;

        it.bo.deletes(&asked).await;
        it.ada
            .page
            .becomes("no quote", &format!("{quote}.innerText.includes('Original message was deleted')"))
            .await;
        it.ada.is_content();
    });
}

#[test]
fn a_message_is_answered_by_pulling_it_and_escape_gives_up() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        it.bo.sends(it.general, "Who waters?").await;
        it.ada.sees("Who waters?").await;
        let y =
            it.ada.page.evaluates(&format!("{}.getBoundingClientRect().top + 30", row("Who waters"))).await;
        let y = y.as_f64().unwrap();
        it.ada.page.swipes((300.0, y), (150.0, y + 4.0)).await;
        it.ada.shows("answering").await;
        it.ada.page.becomes("no list", "document.querySelector('.shell').dataset.panel === ''").await;
        it.ada.types("I do").await;
        it.ada.page.presses("Escape").await;
        it.ada.page.becomes("no bar", "!document.querySelector('[data-testid=answering]')").await;
        it.ada.has_written("I do").await;

        it.ada.page.holds(".message").await;
        it.ada.chooses("Reply").await;
        it.ada.shows("answering").await;
        it.ada.taps("send").await;
        it.ada.sees("I do").await;
        let answer = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(answer.mentions, [it.bo.me().await.id]);
        it.ada.is_content();
    });
}

#[test]
fn an_answer_that_waits_for_the_network_shows_what_it_answers() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let asked = it.bo.sends(it.general, "Who waters?").await;
        it.ada.sees("Who waters?").await;
        it.ada.page.evaluates(&format!("{}.focus()", row("Who waters"))).await;
        it.ada.page.presses("r").await;
        it.ada.shows("answering").await;
        it.ada.page.goes_offline(true).await;
        it.ada.notices_outage().await;
        it.ada.says("I do").await;
        it.ada.sees_pending("I do").await;
        it.ada
            .page
            .becomes(
                "the quote",
                &format!("{}.querySelector('.message-quote').innerText.includes('Who waters?')", row("I do")),
            )
            .await;
        it.ada.page.goes_offline(false).await;
        it.ada.sees("I do").await;
        let answer = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(answer.reply_to.unwrap().message, asked.id);
    });
}

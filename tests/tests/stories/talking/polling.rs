//! Polls in the app: asking for votes from the composer, voting, who voted, and the end of it.

use super::{Garden, row};
use hubbub_shared::model::{SentAnswer, SentPoll};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{SendMessage, Vote};
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser};

/// The answer with this number, at the message with these words.
fn answer(words: &str, number: usize) -> String {
    format!("{}?.querySelector('[data-testid=poll-answer][data-number=\"{number}\"]')", row(words))
}

fn reads(words: &str, number: usize, label: &str) -> String {
    format!("{}?.ariaLabel === '{label}'", answer(words, number))
}

fn is_chosen(words: &str, number: usize, is: bool) -> String {
    format!("{}?.ariaChecked === '{is}'", answer(words, number))
}

fn asking(it: &Garden, question: &str, poll: SentPoll) -> SendMessage {
    SendMessage { poll: Some(poll), ..SendMessage::of(it.general, question.to_owned(), None) }
}

fn sent(answers: &[&str]) -> SentPoll {
    let answer = |text: &&str| SentAnswer { text: (*text).to_owned(), emoji: None };
    SentPoll {
        answers: answers.iter().map(answer).collect(),
        several: false,
        anonymous: false,
        ends_in_secs: None,
    }
}

/// Opens the form by the composer's button.
async fn opens_the_form(screen: &Screen) {
    screen.page.becomes("the part for files", "!!document.querySelector('#attach-file')").await;
    screen.taps("attach").await;
    screen.chooses("Poll").await;
    screen.shows("poll-form").await;
}

#[test]
fn a_poll_is_asked_from_the_composer_and_nothing_typed_is_lost() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        opens_the_form(&it.ada).await;
        page.becomes("the question to be first", "document.activeElement?.id === 'poll-question'").await;
        page.has_no_barriers("asking").await;
        page.types("#poll-question", "What shall we plant?").await;
        page.types("#poll-answer-0", "🥕 Carrots").await;
        page.taps("dialog[open] button[type=submit]").await;
        page.tells("at least two answers").await;
        page.escapes().await;
        page.has_no_dialog().await;

        opens_the_form(&it.ada).await;
        page.becomes(
            "the question",
            "document.querySelector('#poll-question').value === 'What shall we plant?'",
        )
        .await;
        page.becomes("the answer", "document.querySelector('#poll-answer-0').value === '🥕 Carrots'").await;
        page.types("#poll-answer-1", "Beans").await;
        it.ada.taps("add-answer").await;
        page.types("#poll-answer-2", "Pumpkins").await;
        page.goes_offline(true).await;
        it.ada.notices_outage().await;
        page.taps("dialog[open] button[type=submit]").await;
        page.becomes("why not", "document.querySelector('dialog[open] .field-problem').innerText !== ''")
            .await;
        page.goes_offline(false).await;
        it.ada.connects().await;
        page.taps("dialog[open] button[type=submit]").await;
        page.has_no_dialog().await;
        let words = "What shall we plant?";
        page.becomes("its answers", &reads(words, 3, "Pumpkins: 0 votes, 0 %")).await;
        page.becomes(
            "its emoji",
            &format!("{}?.querySelector('.emoji')?.innerText === '🥕'", answer(words, 1)),
        )
        .await;
        page.has_no_barriers("a poll").await;
        opens_the_form(&it.ada).await;
        page.becomes("a new one", "document.querySelector('#poll-question').value === ''").await;
        it.ada.is_content();
    });
}

#[test]
fn people_vote_see_the_counts_at_once_and_look_who_voted() {
    play_in_browser(async |server, chromium| {
        for page in [chromium.phone().await, chromium.desktop().await] {
            let it = Garden::on(&server, page).await;
            let page = &it.ada.page;
            let words = "Shall we meet on Sunday?";
            let poll = sent(&["Yes", "No"]);
            let Ok(Reply::Message(message)) = it.bo.calls(asking(&it, words, poll)).await else {
                panic!("a poll")
            };
            page.becomes("the poll", &reads(words, 1, "Yes: 0 votes, 0 %")).await;
            page.taps("[data-testid=poll-answer][data-number=\"1\"]").await;
            page.becomes("one's own", &is_chosen(words, 1, true)).await;
            page.becomes("one vote", &reads(words, 1, "Yes: 1 vote, 100 %")).await;
            let vote = Vote { channel: it.general, message: message.id, answers: vec![2] };
            it.bo.calls(vote).await.unwrap();
            page.becomes("the other's", &reads(words, 2, "No: 1 vote, 50 %")).await;
            // Also after a start.
            page.reloads().await;
            it.ada.connects().await;
            page.becomes("one's own", &is_chosen(words, 1, true)).await;
            // On another device of Ada's at once.
            let vote = Vote { channel: it.general, message: message.id, answers: vec![2] };
            server.person("Ada").await.calls(vote).await.unwrap();
            page.becomes("changed elsewhere", &is_chosen(words, 2, true)).await;
            page.becomes("nobody", &reads(words, 1, "Yes: 0 votes, 0 %")).await;
            page.has_no_barriers("a poll").await;
            it.ada.taps("who-voted").await;
            page.tells("Nobody voted for this.").await;
            page.taps("dialog[open] [role=tab]:nth-child(2)").await;
            page.becomes("both", "document.querySelectorAll('dialog[open] .reactor').length === 2").await;
            page.has_no_barriers("who voted").await;
            page.escapes().await;
            page.has_no_dialog().await;
            // Once more takes it back.
            page.taps("[data-testid=poll-answer][data-number=\"2\"]").await;
            page.becomes("taken back", &is_chosen(words, 2, false)).await;
            page.becomes("one is left", &reads(words, 2, "No: 1 vote, 100 %")).await;
            it.ada.is_content();
        }
    });
}

#[test]
fn a_poll_is_ended_by_the_clock_or_by_who_asked_and_says_what_won() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        let ada = server.person("Ada").await;
        let brief = SentPoll { ends_in_secs: Some(6), anonymous: true, ..sent(&["Now", "Never"]) };
        let Ok(Reply::Message(message)) = ada.calls(asking(&it, "When?", brief)).await else {
            panic!("a poll")
        };
        let vote = Vote { channel: it.general, message: message.id, answers: vec![1] };
        it.bo.calls(vote).await.unwrap();
        page.becomes("it has ended", &reads("When?", 1, "Now: 1 vote, 100 %. Most votes")).await;
        page.becomes("it is secret", &format!("!{}.querySelector('[data-testid=who-voted]')", row("When?")))
            .await;
        page.has_no_barriers("what has ended").await;

        let mut several = sent(&["Rakes", "Spades"]);
        several.several = true;
        ada.calls(asking(&it, "What do we need?", several)).await.unwrap();
        let words = "What do we need?";
        page.becomes("the poll", &reads(words, 1, "Rakes: 0 votes, 0 %")).await;
        for number in [1, 2] {
            page.evaluates(&format!("{}.click()", answer(words, number))).await;
            page.becomes("both", &is_chosen(words, number, true)).await;
        }
        page.becomes("one is chosen still", &is_chosen(words, 1, true)).await;
        page.evaluates(&format!("{}.focus()", row(words))).await;
        page.presses("Enter").await;
        it.ada.chooses("End poll").await;
        page.has_no_barriers("ending").await;
        page.taps("dialog[open] .button-danger").await;
        page.has_no_dialog().await;
        page.becomes("two have won", &reads(words, 2, "Spades: 1 vote, 100 %. Most votes")).await;
        page.evaluates(&format!("{}.focus()", row(words))).await;
        page.presses("Enter").await;
        page.shows("dialog[open]").await;
        page.becomes(
            "no end any more",
            "!document.querySelector('dialog[open]').innerText.includes('End poll')",
        )
        .await;
        it.ada.is_content();
    });
}

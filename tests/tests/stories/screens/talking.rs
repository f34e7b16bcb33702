//! Answers, reactions, pins and calls: one picture of each.

use super::{Album, TALK};
use crate::scene::garden;
use hubbub_shared::model::{Message, SentAnswer, SentForward, SentPoll};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{AddReaction, CreateRole, EndPoll, PinMessage, SendMessage, Vote};
use hubbub_shared::{ChannelId, HubId, Permissions};
use hubbub_tests::browser::{Screen, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};

/// The garden talks, with reactions, an answer, a pin, and calls of a role and of everybody.
async fn talks(server: &Server) -> (HubId, ChannelId) {
    let hub = garden(server).await;
    let ada = server.person("Ada").await;
    let general = ada.views(hub).await.channels[0].id;
    let role = CreateRole {
        color: Some(0xb5_47_08),
        mentionable: true,
        ..CreateRole::of(hub, "Waterers".to_owned(), Permissions::NONE)
    };
    let Ok(Reply::Role(role)) = ada.calls(role).await else { panic!("no role") };
    let mut said: Vec<Message> = Vec::new();
    for (name, text) in TALK.iter().take(8) {
        said.push(server.person(name).await.sends(general, text).await);
    }
    for (place, emoji, names) in [
        (0, "🍅", ["Ada", "Dalia", "Emre"].as_slice()),
        (0, "🎉", &["Dalia"]),
        (7, "👍", &["Bo", "Dalia", "Emre", "Ada"]),
        (7, "❤️", &["Cyrus"]),
    ] {
        for name in names {
            let react = AddReaction { channel: general, message: said[place].id, emoji: emoji.into() };
            server.person(name).await.calls(react).await.unwrap();
        }
    }
    let answer = SendMessage {
        reply_to: Some(said[6].id),
        ..SendMessage::of(general, "Twelve, it was dry all week.".into(), None)
    };
    server.person("Dalia").await.calls(answer).await.unwrap();
    server.person("Bo").await.sends(general, &format!("<@&{}> who has the hose?", role.id)).await;
    ada.calls(PinMessage { channel: general, message: said[7].id }).await.unwrap();
    ada.sends(general, "<@everyone> the gate is open from nine.").await;
    passes_on(server, hub, general).await;
    asks(server, general).await;
    (hub, general)
}

/// Something from another channel, with words added to it.
async fn passes_on(server: &Server, hub: HubId, general: ChannelId) {
    let (cyrus, dalia) = (server.person("Cyrus").await, server.person("Dalia").await);
    let channels = cyrus.views(hub).await.channels;
    let there = channels.iter().find(|channel| channel.id != general).unwrap().id;
    let original =
        cyrus.sends(there, "The compost is **ripe**: take two barrows each, and close the lid.").await;
    let forward = Some(SentForward { channel: there, message: original.id });
    let ask =
        SendMessage { forward, ..SendMessage::of(general, "Good news for the roses.".to_owned(), None) };
    dalia.calls(ask).await.unwrap();
}

/// A poll that is open, and one that has ended.
async fn asks(server: &Server, general: ChannelId) {
    let answer =
        |text: &str, emoji: &str| SentAnswer { text: text.to_owned(), emoji: Some(emoji.to_owned()) };
    for (question, answers, several, votes) in [
        (
            "What comes into the new bed?",
            vec![
                answer("Tomatoes", "🍅"),
                answer("Pumpkins, if somebody has room for them later", "🎃"),
                answer("Beans", "🫘"),
            ],
            true,
            [("Ada", &[1, 3][..]), ("Dalia", &[1]), ("Emre", &[2])],
        ),
        (
            "Shall we open on Sundays, too?",
            vec![answer("Yes", "👍"), answer("No", "👎")],
            false,
            [("Ada", &[1]), ("Dalia", &[1]), ("Emre", &[2])],
        ),
    ] {
        let poll =
            SentPoll { answers, several, anonymous: !several, ends_in_secs: several.then_some(86_400) };
        let ask = SendMessage { poll: Some(poll), ..SendMessage::of(general, question.to_owned(), None) };
        let cyrus = server.person("Cyrus").await;
        let Ok(Reply::Message(message)) = cyrus.calls(ask).await else { panic!("no poll") };
        for (name, answers) in votes {
            let vote = Vote { channel: general, message: message.id, answers: answers.to_vec() };
            server.person(name).await.calls(vote).await.unwrap();
        }
        if !several {
            cyrus.calls(EndPoll { channel: general, message: message.id }).await.unwrap();
        }
    }
}

#[test]
fn pictures_of_talking() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let (hub, general) = talks(&server).await;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let screen =
                    Screen::enters(page, &server.address(), "Ada", &format!("/hubs/{hub}/{general}")).await;
                let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
                shows(&screen, &album).await;
            }
        }
    });
}

async fn shows(screen: &Screen, album: &Album<'_>) {
    let page = &screen.page;
    screen.shows("composer").await;
    screen.connects().await;
    page.shows(".reaction[data-emoji]").await;
    page.becomes("two polls", "document.querySelectorAll('[data-testid=poll-answer]').length === 5").await;
    album.takes("polls").await;
    page.evaluates("document.querySelector('[data-testid=forwarded]').scrollIntoView({ block: 'center' })")
        .await;
    screen.shows("origin").await;
    album.takes("forwarded").await;
    page.evaluates("document.querySelector('[data-testid=who-voted]').scrollIntoView({ block: 'center' })")
        .await;
    screen.taps("who-voted").await;
    page.shows("dialog[open] .reactor").await;
    album.takes_dialog("who-voted").await;
    page.has_no_dialog().await;
    screen.taps("attach").await;
    screen.chooses("Poll").await;
    screen.shows("poll-form").await;
    album.takes_dialog("asking").await;
    page.has_no_dialog().await;
    let focus = |words: &str| {
        format!(
            "[...document.querySelectorAll('.message')].find((it) => it.innerText.includes('{words}')).focus()"
        )
    };
    page.evaluates(&focus("seed swap")).await;
    page.presses("r").await;
    screen.shows("answering").await;
    album.takes("answering").await;
    page.presses("Escape").await;
    page.becomes("no bar", "!document.querySelector('[data-testid=answering]')").await;
    page.evaluates(&focus("seed swap")).await;
    page.presses("Enter").await;
    screen.shows("quick-reaction").await;
    album.takes("message").await;
    screen.chooses("Forward").await;
    screen.shows("forward-form").await;
    album.takes_dialog("forwarding").await;
    page.has_no_dialog().await;
    page.evaluates(&focus("seed swap")).await;
    page.presses("Enter").await;
    screen.shows("quick-reaction").await;
    screen.taps("more-emoji").await;
    page.shows(".emoji-choice").await;
    album.takes_dialog("reacting").await;
    page.has_no_dialog().await;
    page.evaluates(&focus("seed swap")).await;
    page.presses("Enter").await;
    screen.chooses("Who reacted").await;
    page.shows(".reactor").await;
    album.takes_dialog("who-reacted").await;
    page.has_no_dialog().await;
    page.taps(".bar-place").await;
    screen.chooses("Pinned messages").await;
    screen.shows("pinned").await;
    album.takes_dialog("pins").await;
    page.has_no_dialog().await;
    screen.taps("composer").await;
    screen.types("@").await;
    screen.shows("suggestions").await;
    album.takes("calling").await;
    page.retypes("[data-testid=composer]", "Happy harvest, everybody! The gate is open from nine.").await;
    page.taps(".bar-place").await;
    screen.chooses("Send later").await;
    screen.shows("later-sheet").await;
    album.takes("send-later").await;
    screen.chooses("Tomorrow at nine").await;
    page.has_no_dialog().await;
    screen.goes_to("/inbox/saved").await;
    screen.shows("scheduled").await;
    album.takes("later").await;
    page.taps("[data-testid=send-never]").await;
    page.becomes("nothing waits", "!document.querySelector('[data-testid=scheduled]')").await;
}

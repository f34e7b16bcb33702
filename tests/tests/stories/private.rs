//! Encrypted conversations in the app: two people in two browsers, and a server that cannot read along.

use crate::answers::refused;
use crate::scene::garden;
use hubbub_shared::ErrorCode;
use hubbub_shared::model::Drafts;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetDrafts, SaveDraft};
use hubbub_tests::browser::{Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Server};

const BEANS: &str = "the runner beans go behind the shed on Monday";
const ANSWER: &str = "then I bring eleven hazel poles";

/// Somebody's browser, in which they turn private messages on.
async fn enrolled(server: &Server, page: Page, name: &str) -> (Screen, String) {
    let screen = Screen::enters(page, &server.address(), name, "/dm").await;
    screen.shows("dm-begin").await;
    screen.page.has_no_barriers("beginning with private messages").await;
    screen.taps("dm-begin").await;
    screen.shows("dm-code").await;
    screen.page.has_no_barriers("the recovery code").await;
    let code = screen.page.texts("[data-testid=dm-code]").await.remove(0);
    screen.taps("dm-code-kept").await;
    screen.page.becomes("no code", "!document.querySelector('[data-testid=dm-code]')").await;
    (screen, code)
}

/// By way of the other one's card.
async fn writes_to(screen: &Screen, hub: &str, name: &str) {
    screen.goes_to(hub).await;
    screen.shows("composer").await;
    screen.connects().await;
    screen.looks_at(name).await;
    screen.chooses("Message").await;
    screen.page.becomes("the conversation", "/^\\/dm\\/\\d+$/.test(location.pathname)").await;
    screen.shows("composer").await;
}

async fn opens_first(screen: &Screen) {
    screen.goes_to("/dm").await;
    screen.taps("dm").await;
    screen.page.becomes("the conversation", "/^\\/dm\\/\\d+$/.test(location.pathname)").await;
}

/// Ada and Bo in their browsers, and Ada's code; she opens the conversation.
struct Pair {
    ada: Screen,
    code: String,
    bo: Screen,
}

impl Pair {
    async fn meets(server: &Server, of_ada: Page, of_bo: Page) -> Self {
        let hub = place_of(server).await;
        let (ada, code) = enrolled(server, of_ada, "Ada").await;
        let (bo, _) = enrolled(server, of_bo, "Bo").await;
        writes_to(&ada, &hub, "Bo").await;
        Self { ada, code, bo }
    }

    /// Ada says something, and Bo opens the conversation and reads it.
    async fn begins(&self, words: &str) {
        self.ada.says(words).await;
        self.ada.sees(words).await;
        opens_first(&self.bo).await;
        self.bo.sees(words).await;
    }

    async fn bo_answers(&self) {
        self.bo.says(ANSWER).await;
        self.ada.sees(ANSWER).await;
    }
}

async fn place_of(server: &Server) -> String {
    let hub = garden(server).await;
    let channel = server.person("Ada").await.views(hub).await.channels[0].id;
    format!("/hubs/{hub}/{channel}")
}

fn says_nothing_of(server: &Server, stored: &[u8], words: &str) {
    let is_in = |place: &[u8]| place.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(!is_in(stored), "{words:?} is in the database");
    assert!(!is_in(server.said().as_bytes()), "{words:?} is in the log");
}

#[test]
fn two_people_write_to_each_other_and_the_server_cannot_read_it() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, bo, .. } = &pair;
        ada.page.has_no_barriers("an empty conversation").await;
        pair.begins(BEANS).await;
        pair.bo_answers().await;
        for (screen, what) in [(ada, "on a phone"), (bo, "on a desk")] {
            screen.page.has_no_barriers(&format!("a conversation {what}")).await;
            screen.page.reloads().await;
            screen.sees(BEANS).await;
            screen.sees(ANSWER).await;
            screen.goes_to("/dm").await;
            screen.shows("dm").await;
            screen.page.tells("hazel poles").await;
            screen.page.has_no_barriers(&format!("the list {what}")).await;
        }
        let stored = server.stored().await;
        says_nothing_of(&server, &stored, BEANS);
        says_nothing_of(&server, &stored, ANSWER);
        for screen in [ada, bo] {
            assert!(!screen.has_kept("channels", BEANS).await, "nothing lies about in clear");
            assert!(!screen.has_kept("outbox", BEANS).await, "nothing lies about in clear");
            screen.is_content();
        }
    });
}

#[test]
fn what_is_begun_stays_on_the_device() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, .. } = &pair;
        pair.begins("one").await;
        ada.page.types("[data-testid=composer]", BEANS).await;
        ada.has_written(BEANS).await;
        let id = ada.page.evaluates("location.pathname.split('/')[2]").await;
        let channel = id.as_str().unwrap().parse().unwrap();
        let program = server.person("Ada").await;
        let draft = SaveDraft { channel, content: "in clear".to_owned(), reply_to: None };
        assert_eq!(refused(program.calls(draft).await), ErrorCode::NotFound);
        // Leaving a channel saves what was begun there.
        ada.page.goes_back().await;
        ada.page.becomes("another place", "!location.pathname.startsWith('/dm/')").await;
        let kept = ada.page.evaluates("JSON.stringify({ ...localStorage })").await;
        assert!(!kept.as_str().unwrap().contains(BEANS), "nothing lies about in clear: {kept}");
        assert_eq!(
            program.calls(GetDrafts { channel: None }).await,
            Ok(Reply::Drafts(Drafts { drafts: Vec::new() }))
        );
        says_nothing_of(&server, &server.stored().await, BEANS);
        ada.is_content();
    });
}

#[test]
fn what_is_written_while_the_server_is_down_arrives_afterwards_also_after_a_new_start() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, bo, .. } = &pair;
        pair.begins("one").await;
        server.kill9();
        ada.notices_outage().await;
        ada.says(BEANS).await;
        ada.sees_pending(BEANS).await;
        server.restart().await;
        ada.sees(BEANS).await;
        bo.sees(BEANS).await;
        pair.bo_answers().await;
        assert_eq!(ada.counts(BEANS).await, 1);
        assert_eq!(bo.reads().await, ["one", BEANS, ANSWER]);
    });
}

#[test]
fn two_tabs_of_one_person_say_and_show_the_same() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.desktop().await, chromium.phone().await).await;
        let Pair { ada, bo, .. } = &pair;
        let second = Screen::opens(ada.page.another().await, &format!("{}/dm", server.address())).await;
        second.taps("dm").await;
        second.shows("composer").await;
        second.says("from the second tab").await;
        ada.says("from the first tab").await;
        opens_first(bo).await;
        for screen in [ada, &second, bo] {
            screen.sees("from the first tab").await;
            screen.sees("from the second tab").await;
        }
        pair.bo_answers().await;
        second.sees(ANSWER).await;
    });
}

#[test]
fn a_recovery_code_brings_everything_back_in_another_browser() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, code, bo } = &pair;
        pair.begins(BEANS).await;
        pair.bo_answers().await;
        let new = Screen::enters(chromium.desktop().await, &server.address(), "Ada", "/dm").await;
        new.shows("dm-code-field").await;
        new.page.has_no_barriers("asking for the code").await;
        new.page.types("[data-testid=dm-code-field]", "0000").await;
        new.taps("dm-recover").await;
        new.page.tells("That is not the code").await;
        new.page.retypes("[data-testid=dm-code-field]", &code.to_lowercase()).await;
        new.taps("dm-recover").await;
        new.taps("dm").await;
        new.sees(BEANS).await;
        new.sees(ANSWER).await;
        new.says("here I am again").await;
        bo.sees("here I am again").await;
        bo.says("welcome back").await;
        new.sees("welcome back").await;
        ada.sees("welcome back").await;
    });
}

#[test]
fn who_shares_no_hub_asks_and_is_answered_when_accepted() {
    play_in_browser(async |server, chromium| {
        let (ada, _) = enrolled(&server, chromium.phone().await, "Ada").await;
        let (olga, _) = enrolled(&server, chromium.desktop().await, "Olga").await;
        let of_ada = server.person("Ada").await.me().await.id;
        let opens = format!(
            "fetch('/api/dms', {{ method: 'POST', headers: {{ 'Content-Type': 'application/json' }}, body: JSON.stringify({{ user: '{of_ada}' }}) }}).then((it) => it.status)"
        );
        assert_eq!(olga.page.evaluates(&opens).await, 201);
        opens_first(&olga).await;
        olga.says("may I have a cutting of your rosemary?").await;
        olga.sees("may I have a cutting of your rosemary?").await;
        ada.goes_to("/dm").await;
        ada.shows("dm-accept").await;
        ada.page.has_no_barriers("a request").await;
        ada.taps("dm-accept").await;
        ada.page.becomes("no request", "!document.querySelector('[data-testid=dm-accept]')").await;
        ada.taps("dm").await;
        ada.sees("may I have a cutting of your rosemary?").await;
        ada.says("of course").await;
        olga.sees("of course").await;
    });
}

#[test]
fn reactions_answers_edits_and_deletions_are_encrypted_too() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.desktop().await, chromium.desktop().await).await;
        let Pair { ada, bo, .. } = &pair;
        pair.begins("beens").await;
        ada.changes_last_to("beans").await;
        bo.sees_in_some("beans").await;
        let row = "[...document.querySelectorAll('.message')].find((it) => it.innerText.includes('beans'))";
        bo.page.evaluates(&format!("{row}.focus()")).await;
        bo.page.presses("r").await;
        bo.shows("answering").await;
        bo.types("yes").await;
        bo.taps("send").await;
        ada.sees("yes").await;
        ada.page
            .becomes("the quote", "document.querySelector('.message-quote')?.innerText.includes('beans')")
            .await;
        ada.page.evaluates(&format!("{row}.focus()")).await;
        ada.page.presses("Delete").await;
        bo.page.becomes("it is gone", "![...document.querySelectorAll('.message-text')].some((it) => it.innerText.includes('beans'))").await;
    });
}

#[test]
fn a_session_that_takes_the_place_of_another_goes_on_with_the_same_device() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, bo, .. } = &pair;
        pair.begins(BEANS).await;
        // Another device of hers signs this one out, as a session does that is over.
        let elsewhere = server.person("Ada").await;
        let sessions = elsewhere.gets("/api/users/@me/sessions").await.unwrap();
        let of_the_app = sessions.as_array().unwrap().iter().find(|session| session["current"] == false);
        let path = format!("/api/users/@me/sessions/{}", of_the_app.unwrap()["id"].as_str().unwrap());
        assert_eq!(elsewhere.fetches(reqwest::Method::DELETE, &path, None).await.status(), 204);
        ada.shows("sign-in").await;
        ada.signs_in("Ada").await;
        ada.connects().await;
        opens_first(ada).await;
        ada.sees(BEANS).await;
        ada.says("here again, on the same phone").await;
        bo.sees("here again, on the same phone").await;
        pair.bo_answers().await;
        ada.is_content();
    });
}

#[test]
fn who_signs_out_lets_this_device_go_and_comes_back_by_the_code() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, code, bo } = &pair;
        pair.begins(BEANS).await;
        ada.goes_to("/settings").await;
        ada.page.taps_words(".button", "Sign out").await;
        ada.page.tells("you need your recovery code").await;
        ada.page.taps_words(".button", "Sign out").await;
        ada.page.becomes("the way in", "location.pathname === '/sign-in'").await;
        ada.signs_in("Ada").await;
        ada.connects().await;
        ada.goes_to("/dm").await;
        ada.shows("dm-code-field").await;
        ada.page.types("[data-testid=dm-code-field]", code).await;
        ada.taps("dm-recover").await;
        ada.taps("dm").await;
        ada.sees(BEANS).await;
        ada.goes_to("/dm").await;
        ada.shows("dm").await;
        // The one that was signed out is none any more.
        ada.page
            .becomes("this device alone", "document.querySelectorAll('.dm-devices li').length === 1")
            .await;
        bo.says(ANSWER).await;
        opens_first(ada).await;
        ada.sees(ANSWER).await;
    });
}

#[test]
fn a_device_that_is_removed_reads_nothing_any_more_and_says_so() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.phone().await, chromium.desktop().await).await;
        let Pair { ada, code, bo } = &pair;
        pair.begins(BEANS).await;
        let new = Screen::enters(chromium.desktop().await, &server.address(), "Ada", "/dm").await;
        new.page.types("[data-testid=dm-code-field]", code).await;
        new.taps("dm-recover").await;
        new.shows("dm-let-go").await;
        new.page.has_no_barriers("own devices").await;
        new.taps("dm-let-go").await;
        new.page.becomes("one device", "!document.querySelector('[data-testid=dm-let-go]')").await;
        ada.goes_to("/dm").await;
        ada.page.tells("This device was removed").await;
        bo.says("only for the new one").await;
        opens_first(&new).await;
        new.sees("only for the new one").await;
        assert!(!ada.page.has("[data-testid=composer]").await);
        ada.is_content();
    });
}

#[test]
fn a_reaction_is_shown_on_the_other_side_and_sealed_on_the_way() {
    play_in_browser(async |server, chromium| {
        let pair = Pair::meets(&server, chromium.desktop().await, chromium.phone().await).await;
        let Pair { ada, bo, .. } = &pair;
        pair.begins(BEANS).await;
        bo.page.holds(".message").await;
        bo.page.taps("[data-testid=quick-reaction]:first-child").await;
        bo.page.has_no_dialog().await;
        ada.page.shows(".reaction[data-emoji='👍']").await;
        ada.page.taps(".reaction[data-emoji='👍']").await;
        bo.page
            .becomes("both", "document.querySelector('.reaction[data-emoji]')?.innerText.includes('2')")
            .await;
        says_nothing_of(&server, &server.stored().await, "👍");
    });
}

//! Without a network, without room, with a wrong clock: the app opens, shows what it knows, and loses no word.

use crate::browser::pair;
use crate::parts::LATER;
use crate::scene::first_place;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::MarkRead;
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Server, eventually};
use std::time::Duration;

const DAY_MS: i64 = 86_400_000;

/// Ada's phone can start offline, and both look at `#general`.
async fn prepared_pair(server: &Server, chromium: &Chromium) -> (Screen, Screen) {
    let (ada, bo) = pair(server, chromium).await;
    ada.starts_offline().await;
    ada.opens_channel("general").await;
    (ada, bo)
}

/// Everybody has these words, each once and in this order.
async fn all_read(screens: &[&Screen], words: &[&str]) {
    for screen in screens {
        for word in words {
            screen.sees(word).await;
        }
        let shown = eventually("the words in order", || async {
            let shown = screen.reads().await;
            (shown.len() >= words.len()).then_some(shown)
        })
        .await;
        assert!(shown.ends_with(&words.iter().map(ToString::to_string).collect::<Vec<_>>()), "{shown:?}");
    }
}

#[test]
fn it_opens_offline_by_any_link_and_does_not_take_the_end_of_what_is_kept_for_the_start() {
    play_in_browser(async |server, chromium| {
        let (ada, _bo) = prepared_pair(&server, &chromium).await;
        let address = ada.page.evaluates("location.pathname").await;
        ada.page.goes_to("about:blank").await;
        ada.page.wipes(&server.address(), "indexeddb").await;
        let program = server.person("Bo").await;
        let (_, general) = first_place(&program).await;
        // Higher than the app loads ahead.
        for number in 1..=70 {
            program.sends(general, &format!("{}line {number}", "long\n".repeat(30))).await;
        }
        ada.goes_to(address.as_str().unwrap()).await;
        ada.sees_in_some("line 70").await;
        ada.keeps("channels", "line 70").await;

        ada.page.goes_to("about:blank").await;
        server.kill9();
        ada.goes_to("/").await;
        ada.page.tells("Garden").await;
        ada.goes_to(address.as_str().unwrap()).await;
        ada.sees_in_some("line 70").await;
        ada.notices_outage().await;
        assert!(
            ada.page.jumped().await < 0.1,
            "the skeleton has the boxes of the app: {:?}",
            ada.page.jumps().await
        );
        ada.page.evaluates("document.querySelector('.conversation').scrollTop = 0").await;
        let top = ada.page.texts(".conversation-top").await.join(" ");
        assert!(!top.contains("This is the start"), "{top}");

        server.restart().await;
        ada.connects().await;
        program.sends(general, "news").await;
        ada.page.evaluates("document.querySelector('.conversation').scrollTop = 1e9").await;
        ada.sees("news").await;
        ada.is_content();
    });
}

/// The page is killed and the server is gone: what the device has is what there is.
async fn is_killed(screen: Screen, server: &Server, path: &str) -> Screen {
    screen.page.dies().await;
    server.kill9();
    Screen::opens(screen.page.another().await, &format!("{}{path}", server.address())).await
}

/// So long after something was shown it is kept.
const KEPT_WITHIN: Duration = Duration::from_millis(300);

#[test]
fn what_was_shown_a_moment_before_the_app_was_killed_is_there_when_it_opens_offline() {
    play_in_browser(async |server, chromium| {
        let (mut ada, bo) = prepared_pair(&server, &chromium).await;
        let path = ada.page.evaluates("location.pathname").await;
        for word in ["one", "two", "three"] {
            bo.connects().await;
            bo.says(word).await;
            ada.sees(word).await;
            tokio::time::sleep(KEPT_WITHIN).await;
            ada = is_killed(ada, &server, path.as_str().unwrap()).await;
            ada.sees_in_some(word).await;
            ada.notices_outage().await;
            server.restart().await;
            ada.connects().await;
        }
        assert_eq!(ada.reads().await, ["one", "two", "three"]);
        ada.is_content();
    });
}

#[test]
fn a_first_visit_that_is_cut_off_leaves_what_it_showed_and_a_device_without_anything_says_so() {
    play_in_browser(async |server, chromium| {
        let owner = server.person("Ada").await;
        let hub = owner.creates_hub("Garden").await;
        let general = hub.channels[0].id;
        owner.sends(general, "welcome").await;
        let path = format!("/hubs/{}/{general}", hub.id);

        // The page for strangers brings all that a start offline needs, apart from what is Ada's.
        let stranger = Screen::opens(chromium.phone().await, &server.address()).await;
        stranger.starts_offline().await;
        let Screen { page, .. } = stranger;
        let ada = Screen::enters(page, &server.address(), "Ada", &path).await;
        ada.keeps("channels", "welcome").await;
        let ada = is_killed(ada, &server, &path).await;
        ada.sees_in_some("welcome").await;
        ada.page.tells("general").await;

        ada.page.wipes(&server.address(), "indexeddb").await;
        ada.page.reloads().await;
        ada.shows("nothing-here").await;
        let told = ada.page.texts("[data-testid=nothing-here]").await.join(" ");
        assert!(
            told.contains("not on this device yet") && told.contains("as soon as you are connected"),
            "{told}"
        );
        server.restart().await;
        ada.connects().await;
        ada.sees("welcome").await;
    });
}

#[test]
fn what_is_read_offline_is_read_everywhere_once_the_network_is_back() {
    play_in_browser(async |server, chromium| {
        let (ada, _bo) = prepared_pair(&server, &chromium).await;
        let (owner, program) = (server.person("Ada").await, server.person("Bo").await);
        let (_, general) = first_place(&program).await;
        let marker = async || {
            let Ok(Reply::ChannelState(state)) =
                owner.calls(MarkRead { channel: general, seq: Some(0) }).await
            else {
                panic!("no marker");
            };
            state.read_seq
        };
        for number in 1..=20 {
            program.sends(general, &format!("{}line {number}", "long\n".repeat(10))).await;
        }
        ada.sees_in_some("line 20").await;
        eventually("all of it read", || async { (marker().await == 20).then_some(()) }).await;
        ada.page.evaluates("document.querySelector('.conversation').scrollTop = -2000").await;
        ada.page.shows(".jump").await;
        program.sends(general, "news").await;
        let unread = "!!document.querySelector('[data-testid=channel][data-unread]')";
        ada.page.becomes("the news to be unread", unread).await;

        server.kill9();
        ada.notices_outage().await;
        ada.page.taps(".jump").await;
        ada.page.becomes("the news to be read", &format!("!{unread}")).await;
        // Who is elsewhere by then does not read it a second time.
        ada.page.goes_back().await;
        ada.page.becomes("another place", "!document.querySelector('[data-testid=composer]')").await;
        server.restart().await;
        ada.connects().await;
        eventually("the marker", || async { (marker().await == 21).then_some(()) }).await;
        assert_eq!(ada.page.evaluates(unread).await, false, "it has not come back");
        ada.is_content();
    });
}

#[test]
fn three_messages_written_offline_arrive_once_and_in_order() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        ada.says("before").await;
        bo.sees("before").await;
        ada.keeps("channels", "before").await;
        server.kill9();
        ada.notices_outage().await;
        for text in ["one", "two", "three"] {
            ada.says(text).await;
            ada.sees_pending(text).await;
        }
        ada.keeps("outbox", "three").await;
        ada.page.reloads().await;
        for text in ["one", "two", "three"] {
            ada.sees_pending(text).await;
        }
        server.restart().await;
        all_read(&[&ada, &bo], &["before", "one", "two", "three"]).await;
        assert_eq!(bo.positions().await, [1, 2, 3, 4]);
        eventually("an empty outbox", || async { (!ada.has_kept("outbox", "").await).then_some(()) }).await;
        ada.is_content();
    });
}

#[test]
fn a_server_killed_during_a_send_gets_it_once() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        for round in ["first", "second"] {
            ada.connects().await;
            ada.says(round).await;
            server.kill9();
            server.restart().await;
            for screen in [&ada, &bo] {
                screen.connects().await;
                screen.sees(round).await;
                assert_eq!(screen.counts(round).await, 1);
            }
        }
        assert_eq!(bo.reads().await, ["first", "second"]);
    });
}

#[test]
fn two_tabs_of_one_person_show_the_same_and_one_of_them_sends() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        let address = ada.page.evaluates("location.href").await;
        let second = Screen::opens(ada.page.another().await, address.as_str().unwrap()).await;
        second.connects().await;
        ada.says("from the first tab").await;
        second.says("from the second tab").await;
        for screen in [&ada, &second, &bo] {
            screen.sees("from the first tab").await;
            screen.sees("from the second tab").await;
        }

        server.kill9();
        for tab in [&ada, &second] {
            tab.notices_outage().await;
        }
        ada.says("offline one").await;
        second.sees_pending("offline one").await;
        second.says("offline two").await;
        ada.sees_pending("offline two").await;
        let senders = "navigator.locks.query().then((it) => it.held.filter((one) => one.name === 'hubbub-outbox').length)";
        assert_eq!(second.page.evaluates(senders).await, 1);
        server.restart().await;
        for screen in [&ada, &second, &bo] {
            screen.sees("offline one").await;
            screen.sees("offline two").await;
            assert_eq!(screen.counts("offline one").await, 1);
            assert_eq!(screen.positions().await, [1, 2, 3, 4]);
        }
        let order: Vec<String> = bo.reads().await.split_off(2);
        assert_eq!(order, ["offline one", "offline two"], "across tabs, too");
    });
}

#[test]
fn what_waits_survives_that_the_browser_clears_everything() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        server.kill9();
        ada.notices_outage().await;
        ada.says("not lost").await;
        ada.keeps("outbox", "not lost").await;
        let all = "indexeddb,local_storage,cache_storage,service_workers";
        ada.page.wipes(&server.address(), all).await;
        ada.keeps("outbox", "not lost").await;
        server.restart().await;
        all_read(&[&ada, &bo], &["not lost"]).await;
    });
}

#[test]
fn without_room_old_channels_go_and_words_stay() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        ada.says("read long ago").await;
        bo.sees("read long ago").await;
        ada.keeps("channels", "read long ago").await;
        ada.goes_to("/").await;
        ada.shows("create-hub").await;
        // The browser looks again at how much room there is half a minute after it looked last.
        ada.page.has_room(&server.address(), 1_000).await;
        let mut more = Vec::new();
        while ada.has_kept("channels", "read long ago").await {
            more.push(format!("more {}", more.len()));
            assert!(more.len() < 30, "no room is made");
            bo.says(more.last().unwrap()).await;
            tokio::time::sleep(Duration::from_secs(2)).await;
        }

        ada.page.evaluates("history.back()").await;
        ada.opens_channel("general").await;
        server.kill9();
        ada.notices_outage().await;
        ada.says("written without room").await;
        ada.sees_pending("written without room").await;
        ada.page.reloads().await;
        server.restart().await;
        bo.sees("written without room").await;
        let all = more.len() as u64 + 2;
        assert_eq!(bo.positions().await, (1..=all).collect::<Vec<_>>());
    });
}

#[test]
fn a_clock_that_is_wrong_by_a_day_changes_nothing() {
    play_in_browser(async |server, chromium| {
        for (name, off_by) in [("Early", -DAY_MS), ("Late", DAY_MS)] {
            let page = chromium.phone().await;
            page.has_a_clock_off_by(off_by).await;
            let screen = Screen::opens(page, &server.address()).await;
            screen.signs_in(name).await;
            screen.creates_hub("Clocks").await;
            screen.opens_channel("general").await;
            screen.says("what time is it?").await;
            screen.sees("what time is it?").await;
            assert_eq!(screen.page.texts(".divider-day").await, ["Today"], "{name}");
            server.kill9();
            screen.notices_outage().await;
            screen.says("and now?").await;
            server.restart().await;
            screen.connects().await;
            screen.sees("and now?").await;
            assert_eq!(screen.positions().await, [1, 2]);
            assert_eq!(screen.page.texts(".divider-day").await, ["Today"], "{name}");
            screen.is_content();
        }
    });
}

#[test]
fn somebody_else_on_the_same_device_sees_and_sends_nothing_of_the_one_before() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        ada.says("for Bo").await;
        bo.sees("for Bo").await;
        ada.keeps("channels", "for Bo").await;
        server.kill9();
        ada.notices_outage().await;
        ada.says("Ada wrote this").await;
        ada.keeps("outbox", "Ada wrote this").await;
        ada.page.goes_to("about:blank").await;
        server.restart().await;

        ada.page.watches_for("Garden").await;
        ada.goes_to("/auth/login?as=Cy").await;
        ada.shows("create-hub").await;
        ada.connects().await;
        assert_eq!(ada.page.evaluates("wasShown").await, false, "not for a moment");
        for (store, text) in [("outbox", "Ada wrote this"), ("channels", "for Bo"), ("about", "Garden")] {
            let gone = || async { (!ada.has_kept(store, text).await).then_some(()) };
            eventually(&format!("{text:?} to be gone from {store}"), gone).await;
        }
        bo.connects().await;
        bo.says("is anybody there?").await;
        bo.sees("is anybody there?").await;
        assert_eq!(bo.reads().await, ["for Bo", "is anybody there?"]);
    });
}

#[test]
fn a_stranger_can_tell_what_is_wrong_with_their_device_offline_too() {
    play_in_browser(async |server, chromium| {
        let (ada, _bo) = prepared_pair(&server, &chromium).await;
        ada.says("Ada's words").await;
        ada.keeps("channels", "Ada's words").await;
        ada.keeps_files(&LATER).await;
        let stranger = Screen::opens(chromium.desktop().await, &format!("{}/diag", server.address())).await;
        let ready = "document.querySelector('[data-testid=copy-diagnosis]')?.disabled === false";
        stranger.page.becomes("all of it", ready).await;
        server.kill9();
        ada.notices_outage().await;
        ada.goes_to("/diag").await;
        for screen in [&stranger, &ada] {
            screen.page.becomes("all of it", ready).await;
            let facts = screen.page.texts(".fact").await.join("\n");
            for fact in ["Build", "Database works\nyes", "P-256\nyes", "Ed25519\nyes", "Answer takes"] {
                assert!(facts.contains(fact), "{fact:?} in {facts}");
            }
            assert!(!facts.contains("Ada") && !facts.contains("Garden"), "{facts}");
            screen.taps("copy-diagnosis").await;
            screen.page.tells("Copied").await;
            screen.is_content();
        }
        assert!(ada.page.texts(".fact").await.contains(&"Channels kept\n1".to_owned()));
    });
}

#[test]
fn an_edit_is_shown_at_once_and_made_later_and_one_that_came_too_late_keeps_its_words() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = prepared_pair(&server, &chromium).await;
        bo.says("a tpyo").await;
        ada.sees("a tpyo").await;
        server.kill9();
        bo.notices_outage().await;
        bo.changes_last_to("a typo").await;
        bo.sees_in_some("a typo").await;
        bo.keeps("outbox", "a typo").await;
        server.restart().await;
        ada.sees_in_some("a typo").await;
        bo.page.becomes("nothing on its way", "!document.querySelector('[data-change]')").await;

        server.kill9();
        bo.notices_outage().await;
        bo.changes_last_to("changed on the desk").await;
        bo.keeps("outbox", "changed on the desk").await;
        let address = bo.page.evaluates("location.href").await;
        bo.page.goes_to("about:blank").await;
        server.restart().await;
        let program = server.person("Bo").await;
        let (_, general) = first_place(&program).await;
        let message = program.reads_page(general).await.messages.pop().unwrap();
        program.edits(&message, "changed by a program").await;
        bo.page.goes_to(address.as_str().unwrap()).await;
        bo.page.shows("[data-change=failed] .message-failed").await;
        assert!(!bo.page.has(".toast-error").await, "said once, where it happened");
        bo.sees_in_some("changed on the desk").await;
        ada.sees_in_some("changed by a program").await;
        bo.page.taps(".message-failed .button:not(.button-quiet)").await;
        ada.sees_in_some("changed on the desk").await;
        bo.page.becomes("nothing on its way", "!document.querySelector('[data-change]')").await;
    });
}

#[test]
fn where_the_browser_keeps_nothing_the_app_works_and_says_so() {
    play_in_browser(async |server, chromium| {
        let page = chromium.phone().await;
        page.keeps_nothing().await;
        let screen = Screen::opens(page, &server.address()).await;
        screen.signs_in("Fleeting").await;
        screen.page.tells("keeps nothing").await;
        screen.creates_hub("Sand").await;
        screen.opens_channel("general").await;
        server.kill9();
        screen.notices_outage().await;
        screen.says("held in mind").await;
        screen.sees_pending("held in mind").await;
        server.restart().await;
        screen.connects().await;
        screen.sees("held in mind").await;
        assert_eq!(screen.positions().await, [1]);
        screen.is_content();
    });
}

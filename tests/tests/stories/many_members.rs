//! A hub with more members than anybody reads.

use futures_util::future::join_all;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser_with};

const MEMBERS: usize = 1_500;
/// At the same time: a few servers and browsers share the machine.
const AT_ONCE: usize = 25;

#[test]
fn the_list_of_1500_members_draws_those_near_the_screen() {
    play_in_browser_with(&[], async |server, chromium| {
        let owner = server.person("Ada").await;
        let view = owner.creates_hub("Stadium").await;
        let code = owner.invites(view.id).await;
        let everybody: Vec<String> = (1..MEMBERS).map(|number| format!("Fan{number:04}")).collect();
        for some in everybody.chunks(AT_ONCE) {
            join_all(some.iter().map(async |name| server.person(name).await.joins(&code).await)).await;
        }
        let place = format!("/hubs/{}/{}", view.id, view.channels[0].id);
        let ada = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        let counted = "document.querySelector('.members').innerText.includes('Offline — 1499')";
        ada.page.becomes_within(3 * hubbub_tests::DEADLINE, "everybody to be counted", counted).await;
        let drawn = async || {
            ada.page.evaluates("document.querySelectorAll('.member').length").await.as_u64().unwrap()
        };
        assert!((20..=100).contains(&drawn().await), "{} rows", drawn().await);

        let row = "document.querySelector('.member').offsetHeight";
        let length = format!("document.querySelector('.members-list').scrollHeight >= 1500 * {row}");
        assert_eq!(ada.page.evaluates(&length).await, true, "there is room for all of them");
        // What is on the screen, wherever one scrolls to, is members and no blank.
        let filled = "(() => {
            const box = document.querySelector('.members-list').getBoundingClientRect();
            const at = [0.2, 0.5, 0.8].map((part) => document.elementFromPoint(box.x + 60, box.y + box.height * part));
            return at.every((it) => it?.closest('.member'));
        })()";
        for part in [0.1, 0.5, 0.9, 0.3, 0.0] {
            let scroll = format!(
                "{{ const it = document.querySelector('.members-list'); it.scrollTop = it.scrollHeight * {part}; }}"
            );
            ada.page.evaluates(&scroll).await;
            if part > 0.0 {
                ada.page.becomes(&format!("members at {part}"), filled).await;
            }
            assert!(drawn().await <= 100, "{} rows at {part}", drawn().await);
        }
        ada.page.evaluates("document.querySelector('.members-list').scrollTop = 1e9").await;
        let last = "[...document.querySelectorAll('.member')].at(-1).innerText.includes('Fan1499')";
        ada.page.becomes("the last one", last).await;
        ada.page.taps_words(".member", "Fan1499").await;
        ada.page.shows(".dialog-profile").await;
        ada.page.presses("Escape").await;
        ada.page.has_no_dialog().await;

        // Somebody who comes goes to the top, and out of the long list.
        let fan = server.phone("Fan0700").await;
        ada.page.evaluates("document.querySelector('.members-list').scrollTop = 0").await;
        let came = "document.querySelector('.member-group').innerText.includes('Fan0700')";
        ada.page.becomes("the one who came", came).await;
        let counted = "document.querySelector('.members').innerText.includes('Offline — 1498')";
        ada.page.becomes("one less who is not there", counted).await;
        drop(fan);
        ada.is_content();
    });
}

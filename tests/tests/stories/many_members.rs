//! A hub with more members than anybody reads: they are asked for as far as somebody looks.

use crate::scene::Cast;
use futures_util::future::join_all;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetMembers;
use hubbub_shared::{ErrorCode, UserId};
use hubbub_tests::browser::{Screen, play_in_browser_with};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn members_are_asked_for_by_id_or_by_being_there(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, olga, hub, general } = Cast::gathers(&server).await;
        bo.subscribes(general).await;
        let cy = server.person("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        let (ada_id, bo_id, cy_id, olga_id) = (ada.id(), bo.id(), cy.me().await.id, olga.id());
        let wish = |users: Option<Vec<UserId>>, online: Option<bool>| GetMembers { hub, after: None, limit: None, online, users };
        for door in [Door::Rest, Door::Socket] {
            let found = async |wish: GetMembers| {
                let answer = bo.via(door).calls(wish).await;
                let Ok(Reply::Members(page)) = answer else { panic!("{answer:?}") };
                (page.members.iter().map(|member| member.user.id).collect::<Vec<_>>(), page.next)
            };
            let some = wish(Some(vec![cy_id, olga_id, UserId(7), ada_id, cy_id]), None);
            let mut expected = vec![ada_id, cy_id];
            expected.sort_unstable();
            assert_eq!(found(some).await, (expected, None), "who belongs to the hub, each once");
            assert_eq!(found(wish(Some(vec![]), None)).await, (vec![], None));
            let mut here = vec![ada_id, bo_id];
            here.sort_unstable();
            assert_eq!(found(wish(None, Some(true))).await, (here.clone(), None));
            let first = GetMembers { limit: Some(1), ..wish(None, Some(true)) };
            assert_eq!(found(first).await, (vec![here[0]], Some(here[0])));
            let second = GetMembers { after: Some(here[0]), ..wish(None, Some(true)) };
            assert_eq!(found(second).await, (vec![here[1]], None));
            assert_eq!(found(wish(None, Some(false))).await.0.len(), 3);

            let too_many = wish(Some((1..=101).map(UserId).collect()), None);
            let refused = bo.via(door).calls(too_many).await.unwrap_err();
            assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "users"));
            for wish in [wish(Some(vec![ada_id]), None), wish(None, Some(true))] {
                let refused = olga.via(door).calls(wish).await.unwrap_err();
                assert_eq!(refused.code, ErrorCode::NotFound, "strangers are told of nobody");
            }
        }
    }
}

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
        let shown = "/Online — 1\\s[^]*Offline — 9\\d\\+/.test(document.querySelector('.members').innerText)";
        ada.page.becomes("those who are there, and as many of the others as are looked at", shown).await;
        let drawn = async || {
            ada.page.evaluates("document.querySelectorAll('.member').length").await.as_u64().unwrap()
        };
        assert!((20..=100).contains(&drawn().await), "{} rows", drawn().await);

        // Nobody has read so far.
        let end = "{ const it = document.querySelector('.members-list'); it.scrollTop = it.scrollHeight; }
            /Offline — 1499(?!\\+)/.test(document.querySelector('.members').innerText)";
        ada.page.becomes("everybody to be loaded", end).await;
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
        ada.page.escapes().await;

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

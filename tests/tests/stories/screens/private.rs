//! Encrypted conversations: beginning, the code, the list, talking, comparing.

use super::Album;
use crate::scene::garden;
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser_with, shot};

const TALK: [(bool, &str); 5] = [
    (true, "Shall we surprise Dalia on her birthday?"),
    (false, "Yes! She loves **figs**. I know somebody with a tree."),
    (true, "Then I bake. Sunday, before the seed swap?"),
    (false, "Sunday it is 🎂"),
    (true, "And not a word in #general."),
];

/// In both themes.
async fn takes(screen: &Screen, kind: &str, name: &str) {
    for scheme in ["light", "dark"] {
        screen.page.prefers(scheme).await;
        let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
        album.takes(name).await;
    }
}

#[test]
fn pictures_of_private_messages() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let general = server.person("Ada").await.views(hub).await.channels[0].id;
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/dm").await;
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", "/dm").await;
        for (screen, kind) in [(&ada, "phone"), (&bo, "desktop")] {
            screen.shows("dm-begin").await;
            takes(screen, kind, "private-welcome").await;
            screen.taps("dm-begin").await;
            screen.shows("dm-code").await;
            takes(screen, kind, "private-code").await;
            screen.taps("dm-code-kept").await;
        }
        takes(&ada, "phone", "private-empty").await;
        ada.goes_to(&format!("/hubs/{hub}/{general}")).await;
        ada.shows("composer").await;
        ada.looks_at("Bo").await;
        ada.chooses("Message").await;
        ada.page.becomes("the conversation", "/^\\/dm\\/\\d+$/.test(location.pathname)").await;
        ada.shows("composer").await;
        takes(&ada, "phone", "private-begun").await;
        ada.says(TALK[0].1).await;
        bo.goes_to("/dm").await;
        bo.taps("dm").await;
        bo.shows("composer").await;
        for (is_ada, words) in TALK.iter().skip(1) {
            let (says, other) = if *is_ada { (&ada, &bo) } else { (&bo, &ada) };
            says.says(words).await;
            other.sees_in_some(words.split("**").next().unwrap()).await;
        }
        for (screen, kind) in [(&ada, "phone"), (&bo, "desktop")] {
            takes(screen, kind, "private-talk").await;
            screen.taps("dm-compare").await;
            screen.shows("dm-number").await;
            takes(screen, kind, "private-number").await;
            screen.taps("dm-same").await;
            screen.page.tells("compared").await;
            screen.goes_to("/dm").await;
            screen.shows("dm").await;
            takes(screen, kind, "private-list").await;
        }
        let new = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/dm").await;
        new.shows("dm-code-field").await;
        takes(&new, "phone", "private-apart").await;
    });
}

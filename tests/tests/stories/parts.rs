//! The part of the app that comes after the first view: there when it is opened, without a network too, and plainly
//! missed when it cannot be had.

use crate::scene::{first_place, garden};
use crate::updates::{NAME_OF_BOOT, app_folder, build_anew, copy_of_the_site, signed_in};
use hubbub_tests::browser::{Screen, play_in_browser};
use hubbub_tests::{Engine, Server};
use std::path::Path;

const PART: &str = "split_later.wasm";
/// Some of what comes after the first view, the last of it among them.
pub const LATER: [&str; 2] = [PART, "emoji."];

/// A server whose site is in a place of its own.
async fn server_of(site: &Path) -> Server {
    Server::with(Engine::Sqlite, &[("HUBBUB_SITE", site.to_str().unwrap())]).await
}

/// Takes the part off a site, in every form; the place where it is now.
fn takes_off_the_part(site: &Path) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for form in ["", ".br", ".gz"] {
        let name = format!("{PART}{form}");
        std::fs::copy(app_folder(site).join(&name), place.path().join(&name)).unwrap();
        std::fs::remove_file(app_folder(site).join(&name)).unwrap();
    }
    place
}

fn puts_back_the_part(place: &Path, site: &Path) {
    for form in ["", ".br", ".gz"] {
        let name = format!("{PART}{form}");
        std::fs::copy(place.join(&name), app_folder(site).join(&name)).unwrap();
    }
}

/// What the app says instead of what it does not have.
async fn misses(ada: &Screen, words: &str) {
    let said = format!("!!document.querySelector('[role=alert]')?.innerText.includes('{words}')");
    ada.page.becomes(&format!("{words:?}"), &said).await;
}

#[test]
fn what_nobody_has_opened_yet_opens_offline_after_a_fresh_start() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let (hub, channel) = first_place(&server.person("Ada").await).await;
        let ada = signed_in(&server, &chromium).await;
        ada.goes_to(&format!("/hubs/{hub}/{channel}")).await;
        ada.connects().await;
        ada.keeps_files(&LATER).await;
        ada.keeps("about", "Old Mill").await;

        ada.page.goes_to("about:blank").await;
        server.kill9();
        ada.goes_to(&format!("/hubs/{hub}/{channel}")).await;
        ada.shows("composer").await;
        ada.taps("emoji").await;
        ada.page.shows(".emoji-choice").await;
        ada.page.goes_back().await;
        ada.page.becomes("no emoji", "!document.querySelector('.emoji-picker')").await;
        ada.goes_to("/").await;
        ada.taps("create-hub").await;
        ada.page.shows("dialog[open] input").await;
        ada.page.goes_back().await;
        ada.page.has_no_dialog().await;
        for (path, thing) in [("/settings", "#display-name"), ("/diag", ".fact")] {
            ada.goes_to(path).await;
            ada.page.shows(thing).await;
        }
        ada.is_content();
    });
}

#[test]
fn what_cannot_be_had_says_why_and_opens_as_soon_as_it_can() {
    play_in_browser(async |_, chromium| {
        let site = copy_of_the_site();
        let part = takes_off_the_part(site.path());
        let server = server_of(site.path()).await;
        let ada = signed_in(&server, &chromium).await;

        ada.taps("create-hub").await;
        misses(&ada, "did not arrive").await;
        ada.page
            .becomes("the focus on what helps", "document.activeElement?.dataset.testid === 'fetch-later'")
            .await;
        ada.page.goes_back().await;
        ada.page.has_no_dialog().await;
        let returned = "document.activeElement?.dataset.testid === 'create-hub'";
        ada.page.becomes("the focus where it was", returned).await;

        ada.keeps("about", "Ada").await;
        ada.starts_offline().await;
        server.kill9();
        ada.notices_outage().await;
        ada.page.reloads().await;
        ada.page.taps(".tab[href=\"/settings\"]").await;
        misses(&ada, "cannot be reached").await;
        ada.taps("fetch-later").await;
        misses(&ada, "cannot be reached").await;
        puts_back_the_part(part.path(), site.path());
        server.restart().await;
        ada.connects().await;
        ada.page.shows("#display-name").await;
    });
}

#[test]
fn what_is_typed_for_the_switcher_before_it_is_there_is_not_lost() {
    play_in_browser(async |_, chromium| {
        let site = copy_of_the_site();
        let part = takes_off_the_part(site.path());
        let server = server_of(site.path()).await;
        let ada = signed_in(&server, &chromium).await;
        ada.page.presses_with(&["Control"], "k").await;
        for letter in ["g", "a"] {
            ada.page.presses(letter).await;
        }
        misses(&ada, "did not arrive").await;
        ada.page.presses("r").await;
        puts_back_the_part(part.path(), site.path());
        server.kill9();
        server.restart().await;
        ada.page.shows("#switcher").await;
        assert_eq!(ada.page.value_of("#switcher").await, "gar");
        // The first one empties the field, as browsers do with a search.
        ada.page.presses("Escape").await;
        ada.page.escapes().await;
        ada.page.presses_with(&["Control"], "k").await;
        ada.page.shows("#switcher").await;
        assert_eq!(ada.page.value_of("#switcher").await, "", "once");
    });
}

#[test]
fn a_part_never_comes_from_another_version_and_the_newer_one_is_offered() {
    play_in_browser(async |_, chromium| {
        let site = copy_of_the_site();
        let part = takes_off_the_part(site.path());
        let server = server_of(site.path()).await;
        let ada = signed_in(&server, &chromium).await;
        let old = ada.page.evaluates(NAME_OF_BOOT).await;
        puts_back_the_part(part.path(), site.path());
        build_anew(site.path());
        server.kill9();
        server.restart().await;
        ada.connects().await;

        ada.taps("create-hub").await;
        misses(&ada, "newer version").await;
        assert_eq!(ada.page.evaluates(NAME_OF_BOOT).await, old, "nothing changes by itself");
        ada.taps("fetch-later").await;
        ada.page.becomes("the new version", &format!("{NAME_OF_BOOT} !== {old}")).await;
        ada.taps("create-hub").await;
        ada.page.shows("dialog[open] input").await;
    });
}

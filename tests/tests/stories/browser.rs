//! The app in a real browser: a phone and a desktop, one community.

use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Server, eventually};
use serde_json::json;

/// Ada on a phone with a new hub, Bo on a desktop who came by her invite; both in `#general`.
pub async fn pair(server: &Server, chromium: &Chromium) -> (Screen, Screen) {
    let ada = Screen::opens(chromium.phone().await, &server.address()).await;
    ada.signs_in("Ada").await;
    ada.creates_hub("Garden").await;
    ada.opens_channel("general").await;
    let link = ada.makes_invite().await;
    assert!(link.starts_with(&server.address()), "{link}");

    let bo = Screen::opens(chromium.desktop().await, &link).await;
    bo.taps("accept-invite").await;
    bo.picks_name("Bo").await;
    bo.taps("accept-invite").await;
    bo.opens_channel("general").await;
    ada.opens_channel("general").await;
    (ada, bo)
}

#[test]
fn two_people_found_a_community_and_talk() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = pair(&server, &chromium).await;
        ada.says("hi from my phone").await;
        bo.sees("hi from my phone").await;
        bo.says("hi from my desk").await;
        ada.sees("hi from my desk").await;
        ada.sees("hi from my phone").await;
        // Bo's own message has its place only when its reply is drawn.
        let agree = || async { (ada.positions().await == bo.positions().await).then_some(()) };
        eventually("the same messages in the same places", agree).await;
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

#[test]
fn both_catch_up_by_themselves_when_the_server_was_killed() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = pair(&server, &chromium).await;
        ada.says("before").await;
        bo.sees("before").await;

        server.kill9();
        ada.notices_outage().await;
        ada.says("typed during the outage").await;
        ada.sees_pending("typed during the outage").await;
        server.restart().await;
        let cy = server.person("Cy").await;
        let hub = cy.gets("/api/hubs").await.unwrap();
        assert_eq!(hub, json!([]));

        for screen in [&ada, &bo] {
            screen.connects().await;
            screen.sees("typed during the outage").await;
        }
        bo.says("after").await;
        for screen in [&ada, &bo] {
            screen.sees("after").await;
            assert_eq!(screen.counts("typed during the outage").await, 1);
            assert_eq!(screen.positions().await, [1, 2, 3]);
            screen.is_content();
        }
    });
}

#[test]
fn what_was_typed_survives_closing_the_app_during_the_outage() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = pair(&server, &chromium).await;
        ada.page
            .becomes("the service worker", "navigator.serviceWorker.ready.then((it) => !!it.active)")
            .await;
        // Controlled from the next load on.
        ada.page.reloads().await;
        ada.opens_channel("general").await;
        ada.page.becomes("its control", "!!navigator.serviceWorker.controller").await;

        server.kill9();
        ada.notices_outage().await;
        ada.says("do not lose me").await;
        ada.sees_pending("do not lose me").await;
        ada.page.reloads().await;
        ada.page
            .becomes(
                "the app, from the service worker",
                "!!document.querySelector('[data-testid=connection]')",
            )
            .await;
        server.restart().await;
        ada.sees("do not lose me").await;
        bo.sees("do not lose me").await;
        assert_eq!(bo.counts("do not lose me").await, 1);
    });
}

#[test]
fn the_app_can_be_installed_and_breaks_no_rule_of_its_own() {
    play_in_browser(async |server, chromium| {
        let ada = Screen::opens(chromium.phone().await, &server.address()).await;
        ada.signs_in("Ada").await;
        ada.shows("create-hub").await;
        ada.page
            .becomes("the service worker", "navigator.serviceWorker.ready.then((it) => !!it.active)")
            .await;
        // Of tabs without a profile on disk the browser installs nothing: that alone may be said against it.
        let errors = ada.page.installability_errors().await;
        let errors: Vec<_> =
            errors.as_array().unwrap().iter().filter(|it| it["errorId"] != "in-incognito").collect();
        assert_eq!(errors, Vec::<&serde_json::Value>::new());
        let manifest = ada.page.manifest().await;
        assert_eq!(manifest["errors"], json!([]), "{manifest}");
        assert!(manifest["url"].as_str().unwrap().ends_with("/manifest.webmanifest"));
        ada.is_content();
    });
}

#[test]
fn a_message_sent_by_a_program_appears_without_a_touch() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = pair(&server, &chromium).await;
        let program = server.person("Bo").await;
        let (_, general) = crate::scene::first_place(&program).await;
        let message = program.sends(general, "<img src=x onerror=alert(1)> **bold**").await;
        bo.sees("<img src=x onerror=alert(1)> bold").await;
        ada.sees("<img src=x onerror=alert(1)> bold").await;
        program.deletes(&message).await;
        for screen in [&ada, &bo] {
            let gone = "![...document.querySelectorAll('.message-text')].some((it) => it.innerText.includes('onerror'))";
            screen.page.becomes("the deletion", gone).await;
            screen.is_content();
        }
    });
}

#[test]
fn an_ended_session_leads_back_to_signing_in() {
    play_in_browser(async |server, chromium| {
        let ada = Screen::opens(chromium.phone().await, &server.address()).await;
        ada.signs_in("Ada").await;
        ada.shows("create-hub").await;
        ada.connects().await;
        let elsewhere = server.person("Ada").await;
        let sessions = elsewhere.gets("/api/users/@me/sessions").await.unwrap();
        let browsers =
            sessions.as_array().unwrap().iter().find(|session| session["current"] == false).unwrap();
        let path = format!("/api/users/@me/sessions/{}", browsers["id"].as_str().unwrap());
        assert_eq!(elsewhere.fetches(reqwest::Method::DELETE, &path, None).await.status(), 204);
        ada.shows("sign-in").await;
        ada.is_content();
    });
}

#[test]
fn who_signs_other_devices_out_keeps_this_one() {
    play_in_browser(async |server, chromium| {
        let address = server.address();
        let phone = Screen::enters(chromium.phone().await, &address, "Ada", "/settings").await;
        let desktop = Screen::enters(chromium.desktop().await, &address, "Ada", "/").await;
        phone.page.reloads().await;
        phone.page.becomes("both", "document.querySelectorAll('.session').length === 2").await;

        let bo = server.person("Bo").await;
        let id = desktop.page.evaluates("fetch('/api/users/@me/sessions').then((it) => it.json()).then((all) => all.find((it) => it.current).id)").await;
        let path = format!("/api/users/@me/sessions/{}", id.as_str().unwrap());
        assert_eq!(bo.fetches(reqwest::Method::DELETE, &path, None).await.status(), 404, "not Bo's");
        desktop.shows("create-hub").await;

        phone.page.taps(".session .button").await;
        desktop.shows("sign-in").await;
        phone.page.becomes("one", "document.querySelectorAll('.session').length === 1").await;
        assert_eq!(phone.page.texts(".session .tag").await, ["This device"]);
        assert!(!phone.page.texts(".button").await.contains(&"Sign out everywhere else".to_owned()));

        desktop.signs_in("Ada").await;
        desktop.shows("create-hub").await;
        let program = server.person("Ada").await;
        phone.page.reloads().await;
        phone.page.taps_words(".button", "Sign out everywhere else").await;
        phone.page.taps("dialog[open] .button-danger").await;
        desktop.shows("sign-in").await;
        phone.page.has_no_dialog().await;
        phone.page.becomes("one", "document.querySelectorAll('.session').length === 1").await;
        assert_eq!(program.fetches(reqwest::Method::GET, "/api/users/@me", None).await.status(), 401);
        phone.goes_to("/").await;
        phone.shows("create-hub").await;
        phone.connects().await;
        phone.is_content();
    });
}

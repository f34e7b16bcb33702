//! Pictures in the app: chosen, looked at, saved, seen by others at once, and removed.

use crate::scene::garden;
use hubbub_tests::browser::{Page, Screen, play_in_browser, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many pictures on the page were chosen here, and are there.
fn shows(within: &str, count: usize) -> String {
    format!(
        "[...document.querySelectorAll('{within} img.avatar[src^=\"/api/pictures/\"]')]
            .filter((it) => it.complete && it.naturalWidth > 0).length >= {count}"
    )
}

fn mark() -> PathBuf {
    Path::new("../manifest/icons/icon-512.png").to_owned()
}

/// A sunset that is wider than high.
fn sunset(place: &Path) -> PathBuf {
    let picture = image::RgbImage::from_fn(1200, 800, |x, y| {
        let sun = (f64::from(x) - 600.0).hypot(f64::from(y) - 430.0) < 170.0;
        match (sun, y) {
            (true, ..560) => image::Rgb([255, 214, 120]),
            (_, ..560) => image::Rgb([240 - (y / 8) as u8, 120 + (y / 9) as u8, 110]),
            _ => image::Rgb([30, 60 + (y / 20) as u8, 90]),
        }
    });
    let file = place.join("sunset.jpg");
    picture.save(&file).unwrap();
    file
}

async fn opens(page: Page, server: &Server, name: &str) -> Screen {
    let screen = Screen::opens(page, &server.address()).await;
    screen.signs_in(name).await;
    screen.connects().await;
    screen
}

async fn chooses(screen: &Screen, file: &Path) {
    screen.taps("change-picture").await;
    screen.page.shows("dialog[open] [data-testid=picture-preview]").await;
    screen.page.chooses_files("dialog[open] #picture-file", &[file]).await;
    screen
        .page
        .becomes(
            "what it will look like",
            "(() => { const it = document.querySelector('dialog[open] img[src^=\"blob:\"]'); return !!it && it.naturalWidth === 256 && it.naturalHeight === 256; })()",
        )
        .await;
}

#[test]
fn a_picture_is_chosen_seen_by_others_at_once_and_removed() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let ada = server.person("Ada").await;
        let general = ada.views(hub).await.channels[0].id;
        ada.sends(general, "The roses are out").await;
        let bo = opens(chromium.desktop().await, &server, "Bo").await;
        bo.goes_to(&format!("/hubs/{hub}/{general}")).await;
        bo.page.tells("The roses are out").await;
        let screen = opens(chromium.phone().await, &server, "Ada").await;
        let page = &screen.page;
        screen.goes_to("/settings").await;

        // What is none is said, and can be followed by one.
        let place = tempfile::tempdir().unwrap();
        let notes = place.path().join("notes.png");
        std::fs::write(&notes, "no picture").unwrap();
        screen.taps("change-picture").await;
        page.shows("dialog[open] [data-testid=picture-preview]").await;
        page.has_no_barriers("choosing a picture").await;
        page.chooses_files("dialog[open] #picture-file", &[&notes]).await;
        page.tells("This is no picture that can be read here.").await;
        page.escapes().await;
        page.has_no_dialog().await;

        chooses(&screen, &mark()).await;
        page.has_no_barriers("a picture that was chosen").await;
        assert_eq!(ada.me().await.avatar, None, "it is looked at first");
        screen.taps("save-picture").await;
        page.has_no_dialog().await;
        page.becomes("the picture in the settings", &shows(".profile", 1)).await;
        bo.page.becomes("the picture beside the message", &shows(".message", 1)).await;
        bo.page.becomes("the picture in the list of members", &shows(".member", 1)).await;
        assert!(ada.me().await.avatar.is_some());

        screen.taps("change-picture").await;
        screen.taps("remove-picture").await;
        page.has_no_dialog().await;
        page.becomes("what is drawn", "!document.querySelector('.profile img.avatar')").await;
        bo.page
            .becomes("what is drawn beside the message", "!document.querySelector('.message img.avatar')")
            .await;
        screen.is_content();
        bo.is_content();
    });
}

#[test]
fn a_hub_is_given_a_picture_with_the_keyboard_alone() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let screen = opens(chromium.desktop().await, &server, "Ada").await;
        let page = &screen.page;
        screen.goes_to(&format!("/hubs/{hub}/settings")).await;
        page.presses_enter_on("[data-testid=change-picture]").await;
        page.shows("dialog[open] [data-testid=picture-preview]").await;
        page.chooses_files("dialog[open] #picture-file", &[&mark()]).await;
        page.shows("[data-testid=save-picture]").await;
        page.presses_enter_on("[data-testid=save-picture]").await;
        page.has_no_dialog().await;
        page.becomes("the picture in the settings", &shows(".profile", 1)).await;
        page.becomes("the picture in the column of hubs", &shows(".rail", 1)).await;
        let code = server.person("Ada").await.invites(hub).await;
        let guest = Screen::opens(chromium.phone().await, &server.address()).await;
        guest.page.goes_to(&format!("{}/invite/{code}", server.address())).await;
        guest.page.becomes("the picture on the invite", &shows(".invite-card", 1)).await;
        guest.page.has_no_barriers("an invite with a picture").await;
        screen.is_content();
    });
}

/// Pictures, for looking at them. Only with `HUBBUB_SCREENS=1`.
#[test]
fn pictures_of_showing_oneself() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let place = tempfile::tempdir().unwrap();
        let sunset = sunset(place.path());
        let general = server.person("Ada").await.views(hub).await.channels[0].id;
        server.person("Ada").await.sends(general, "The roses are out").await;
        let code = server.person("Ada").await.invites(hub).await;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let screen = opens(page, &server, "Ada").await;
                let page = &screen.page;
                let take = async |name: &str| {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    page.screenshot(&shot(&format!("{name}-{kind}-{scheme}.webp")).unwrap()).await;
                };
                screen.goes_to("/settings").await;
                screen.taps("change-picture").await;
                page.shows("dialog[open] [data-testid=picture-preview]").await;
                take("picture-choose").await;
                page.escapes().await;
                page.has_no_dialog().await;
                chooses(&screen, &sunset).await;
                take("picture-chosen").await;
                screen.taps("save-picture").await;
                page.has_no_dialog().await;
                take("picture-settings").await;
                screen.goes_to(&format!("/hubs/{hub}/settings")).await;
                chooses(&screen, &mark()).await;
                screen.taps("save-picture").await;
                page.has_no_dialog().await;
                take("picture-hub-settings").await;
                screen.goes_to(&format!("/hubs/{hub}/{general}")).await;
                page.tells("The roses are out").await;
                take("picture-messages").await;
                screen.goes_to(&format!("/invite/{code}")).await;
                page.shows(".invite-card").await;
                take("picture-invite").await;
            }
        }
    });
}

//! Files: chosen, sent, seen, over all.

use super::{Album, TALK};
use crate::scene::garden;
use hubbub_tests::browser::{Page, Screen, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};
use std::path::Path;

/// Something like a photo of a field, in other colours each time, pasted.
fn field(name: &str, hue: u32, width: u32, height: u32) -> String {
    format!(
        "new Promise((told) => {{
            const canvas = new OffscreenCanvas({width}, {height});
            const to = canvas.getContext('2d');
            const sky = to.createLinearGradient(0, 0, 0, {height});
            sky.addColorStop(0, 'hsl({hue} 70% 70%)');
            sky.addColorStop(0.55, 'hsl({hue} 60% 90%)');
            sky.addColorStop(0.56, 'hsl(110 40% 45%)');
            sky.addColorStop(1, 'hsl(100 50% 20%)');
            to.fillStyle = sky;
            to.fillRect(0, 0, {width}, {height});
            to.fillStyle = 'hsl(45 90% 70%)';
            to.beginPath();
            to.arc({width} * 0.7, {height} * 0.25, {height} * 0.1, 0, 7);
            to.fill();
            for (let row = 0; row < 40; row++) {{
                to.fillStyle = `hsl(${{90 + row}} 45% ${{25 + (row % 7) * 4}}%)`;
                to.fillRect(row * {width} / 40, {height} * (0.56 + (row % 5) / 50), {width} / 60, {height});
            }}
            canvas.convertToBlob({{ type: 'image/jpeg', quality: 0.9 }}).then((bytes) => {{
                const data = new DataTransfer();
                data.items.add(new File([bytes], '{name}', {{ type: 'image/jpeg' }}));
                const event = new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }});
                document.querySelector('.composer-text').dispatchEvent(event);
                told(null);
            }});
        }})"
    )
}

async fn sends(screen: &Screen, pictures: &[(&str, u32, u32, u32)], words: &str) {
    let before = screen.page.evaluates("document.querySelectorAll('[data-state=sent]').length").await;
    for (name, hue, width, height) in pictures {
        screen.page.evaluates(&field(name, *hue, *width, *height)).await;
    }
    let all =
        format!("document.querySelectorAll('[data-testid=attached-file]').length === {}", pictures.len());
    screen.page.becomes("the pictures", &all).await;
    if !words.is_empty() {
        screen.page.types("[data-testid=composer]", words).await;
    }
    screen.taps("send").await;
    screen
        .page
        .becomes("the message", &format!("document.querySelectorAll('[data-state=sent]').length > {before}"))
        .await;
}

async fn rests(page: &Page) {
    let all = "[...document.querySelectorAll('.conversation img')].every((it) => {
        const { top, bottom } = it.getBoundingClientRect();
        return it.complete || bottom < 0 || top > innerHeight;
    })";
    page.becomes("all pictures", all).await;
}

#[test]
fn pictures_of_files() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[("UPLOAD_MAX_MIB", "1")], async |server: Server, chromium| {
        let hub = garden(&server).await;
        let general = server.person("Ada").await.views(hub).await.channels[0].id;
        for (name, text) in TALK.iter().take(4) {
            server.person(name).await.sends(general, text).await;
        }
        let path = format!("/hubs/{hub}/{general}");
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", &path).await;
        bo.page.becomes("the part for files", "!!document.querySelector('#attach-file')").await;
        sends(&bo, &[("tall.jpg", 330, 900, 1600)], "").await;
        let place = tempfile::tempdir().unwrap();
        let notes = place.path().join("planting plan 2027, second draft.txt");
        std::fs::write(&notes, vec![b'x'; 34_000]).unwrap();
        bo.page.chooses_files("#attach-file", &[&notes]).await;
        bo.shows("attached-file").await;
        bo.says("The plan, and what it looks like:").await;
        sends(&bo, &[("a.jpg", 20, 1600, 1200), ("b.jpg", 200, 1200, 1600), ("c.jpg", 280, 1600, 900)], "")
            .await;
        let five = [
            ("1.jpg", 10, 1200, 900),
            ("2.jpg", 80, 1200, 900),
            ("3.jpg", 150, 1200, 900),
            ("4.jpg", 220, 1200, 900),
            ("5.jpg", 300, 900, 1200),
        ];
        sends(&bo, &five, "All beds this morning").await;
        sends(&bo, &[("beds.jpg", 205, 1600, 1200)], "").await;
        let large = place.path().join("greenhouse.mov");
        std::fs::write(&large, vec![b'x'; 2 << 20]).unwrap();
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let screen = Screen::enters(page, &server.address(), "Ada", &path).await;
                let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
                shows(&screen, &album, &large).await;
            }
        }
    });
}

async fn shows(screen: &Screen, album: &Album<'_>, large: &Path) {
    let page = &screen.page;
    screen.shows("composer").await;
    screen.connects().await;
    page.becomes("the part for files", "!!document.querySelector('#attach-file')").await;
    rests(page).await;
    album.takes("files").await;
    page.evaluates("document.querySelector('.conversation').scrollTop = -620").await;
    rests(page).await;
    album.takes("files-above").await;
    page.evaluates("document.querySelector('.conversation').scrollTop = 0").await;
    page.evaluates(&field("shed.jpg", 30, 1200, 900)).await;
    page.evaluates(&field("gate.jpg", 190, 900, 1200)).await;
    page.chooses_files("#attach-file", &[large]).await;
    page.shows("[data-refused]").await;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    album.takes("files-attached").await;
    screen.taps("describe-file").await;
    page.shows("dialog[open] textarea").await;
    album.takes_dialog("files-describing").await;
    if page.has_fingers() {
        screen.taps("attach").await;
        album.takes_dialog("files-choosing").await;
    }
    while page.has("[data-testid=remove-file]").await {
        screen.taps("remove-file").await;
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    }
    let last =
        "(() => { const all = document.querySelectorAll('.picture'); all[all.length - 3].click(); })()";
    page.evaluates(last).await;
    page.becomes("the picture", "document.querySelector('[data-slide=now] img')?.naturalWidth > 0").await;
    album.takes_dialog("gallery").await;
}

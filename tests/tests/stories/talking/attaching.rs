//! Files in the app: chosen, pasted, dropped, described, sent with or without a connection, refused; and pictures over all.

use super::Garden;
use hubbub_shared::Permissions;
use hubbub_shared::RoleId;
use hubbub_shared::model::{Attachment, Message};
use hubbub_shared::protocol::command::UpdateRole;
use hubbub_tests::browser::{Screen, play_in_browser, play_in_browser_with};
use hubbub_tests::{Acts, eventually};
use std::path::{Path, PathBuf};

/// The fields that the system's window is opened by are there.
const CHOOSES: &str = "!!document.querySelector('#attach-file')";

fn icon(name: &str) -> PathBuf {
    Path::new("../manifest/icons").join(name)
}

/// A file of so many bytes that is no picture.
fn plain(place: &Path, name: &str, bytes: usize) -> PathBuf {
    let file = place.join(name);
    std::fs::write(&file, vec![b'x'; bytes]).unwrap();
    file
}

async fn newest(it: &Garden) -> Option<Message> {
    it.bo.reads_page(it.general).await.messages.pop()
}

/// What goes with the newest message, once that has these words.
async fn arrives(it: &Garden, words: &str) -> Vec<Attachment> {
    eventually("a message with files", || async {
        newest(it).await.filter(|message| message.content == words && !message.attachments.is_empty())
    })
    .await
    .attachments
}

async fn holds(screen: &Screen, count: usize) {
    let there = format!("document.querySelectorAll('[data-testid=attached-file]').length === {count}");
    screen.page.becomes(&format!("{count} files"), &there).await;
}

#[test]
fn chosen_files_go_with_a_message_and_open_over_all() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        page.becomes("the part for files", CHOOSES).await;
        let place = tempfile::tempdir().unwrap();
        let notes = plain(place.path(), "notes.txt", 1_500);
        page.chooses_files("#attach-file", &[&icon("icon-512.png"), &icon("maskable-512.png"), &notes]).await;
        holds(&it.ada, 3).await;
        page.has_no_barriers("files to send").await;

        // Somebody describes one, and takes another away.
        it.ada.taps("describe-file").await;
        page.shows("dialog[open] [data-testid=description]").await;
        page.has_no_barriers("describing").await;
        page.types("dialog[open] textarea", "The mark of the garden").await;
        page.taps("dialog[open] button[type=submit]").await;
        page.has_no_dialog().await;
        page.becomes("described", "!!document.querySelector('[data-testid=describe-file][data-done]')").await;
        it.ada.taps("send").await;
        let files = arrives(&it, "").await;
        assert_eq!(files.len(), 3);
        let pictures = files.iter().filter(|file| file.picture.is_some()).count();
        assert_eq!((pictures, &*files[2].name, files[2].size), (2, "notes.txt", 1_500));
        assert_eq!(files.iter().filter(|file| file.description.is_some()).count(), 1);
        holds(&it.ada, 0).await;
        page.becomes(
            "both pictures",
            "document.querySelectorAll('[data-state=sent] .picture img').length === 2",
        )
        .await;
        let loaded = "[...document.querySelectorAll('.picture img')].every((it) => it.complete && it.naturalWidth > 0)";
        page.becomes("their pixels", loaded).await;
        page.has_no_barriers("a message with files").await;

        // One after the other over all, with keys; back closes it.
        page.taps(".picture").await;
        it.ada.shows("gallery").await;
        let loaded = "document.querySelector('[data-slide=now] img')?.naturalWidth > 0";
        page.becomes("the picture", loaded).await;
        page.has_no_barriers("the gallery").await;
        let at = |place: &str| format!("document.querySelector('.gallery-place').innerText === '{place}'");
        page.becomes("the second", &at("2 of 2")).await;
        page.presses("ArrowLeft").await;
        page.becomes("the first", &at("1 of 2")).await;
        let described = "document.querySelector('.gallery-description').innerText";
        page.becomes(
            "its description",
            &format!("{described} === 'The mark of the garden' || {described} === ''"),
        )
        .await;
        page.goes_back().await;
        page.has_no_dialog().await;

        // The next visitor gets all of that with the page, and nothing moves when the pictures come.
        page.reloads().await;
        it.ada.connects().await;
        page.becomes("both pictures", loaded_in_page()).await;
        assert!(page.jumped().await < 0.02, "{:?}", page.jumps().await);
        it.ada.is_content();
    });
}

fn loaded_in_page() -> &'static str {
    "document.querySelectorAll('.picture img').length === 2
        && [...document.querySelectorAll('.picture img')].every((it) => it.complete && it.naturalWidth > 0)"
}

#[test]
fn without_a_connection_files_wait_on_the_device_and_go_as_soon_as_they_can() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        it.ada.starts_offline().await;
        page.becomes("the part for files", CHOOSES).await;
        it.ada.keeps_files(&["split_files.wasm"]).await;
        it.ada.keeps("about", "Garden").await;
        server.kill9();
        it.ada.notices_outage().await;
        page.chooses_files("#attach-file", &[&icon("icon-192.png")]).await;
        holds(&it.ada, 1).await;
        it.ada.says("from the shed").await;
        it.ada.sees_pending("from the shed").await;
        let shown = "!!document.querySelector('[data-state=pending] .held img')";
        page.becomes("its picture", shown).await;
        it.ada.keeps("outbox", "from the shed").await;

        // A draft is kept with its files as well.
        page.chooses_files("#attach-file", &[&icon("icon-512.png")]).await;
        holds(&it.ada, 1).await;
        page.reloads().await;
        it.ada.sees_in_some("from the shed").await;
        page.becomes("its picture", shown).await;
        holds(&it.ada, 1).await;

        server.restart().await;
        it.ada.connects().await;
        let files = arrives(&it, "from the shed").await;
        assert_eq!((files.len(), &*files[0].name), (1, "icon-192.png"));
        it.ada.sees("from the shed").await;
        it.ada.taps("send").await;
        assert_eq!(arrives(&it, "").await[0].name, "icon-512.png");
        it.ada.is_content();
    });
}

/// A picture made in the page, handed to what the app listens to.
fn given(event: &str) -> String {
    let transfer = match event {
        "paste" => "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })",
        _ => "new DragEvent('EVENT', { dataTransfer: data, bubbles: true, cancelable: true })",
    };
    let transfer = transfer.replace("EVENT", event);
    format!(
        "new Promise((told) => {{
            const canvas = new OffscreenCanvas(60, 40);
            canvas.getContext('2d').fillRect(0, 0, 30, 40);
            canvas.convertToBlob().then((bytes) => {{
                const data = new DataTransfer();
                data.items.add(new File([bytes], '{event}.png', {{ type: 'image/png' }}));
                document.querySelector('.composer-text').dispatchEvent({transfer});
                told(null);
            }});
        }})"
    )
}

#[test]
fn pictures_are_pasted_and_dropped_and_taken_away_again() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        page.becomes("the part for files", CHOOSES).await;
        page.evaluates(&given("paste")).await;
        holds(&it.ada, 1).await;
        page.evaluates(&given("dragover")).await;
        page.shows(".drop-zone").await;
        page.evaluates(&given("drop")).await;
        holds(&it.ada, 2).await;
        page.becomes("no zone", "!document.querySelector('.drop-zone')").await;
        page.taps("[aria-label=\"Remove paste.png\"]").await;
        holds(&it.ada, 1).await;
        it.ada.says("look").await;
        let files = arrives(&it, "look").await;
        assert_eq!(files.iter().map(|file| &*file.name).collect::<Vec<_>>(), ["drop.png"]);
        it.ada.is_content();
    });
}

#[test]
fn a_file_that_is_too_large_says_so_and_the_others_go_without_it() {
    play_in_browser_with(&[("UPLOAD_MAX_MIB", "1")], async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        page.becomes("the part for files", CHOOSES).await;
        let place = tempfile::tempdir().unwrap();
        let (large, small) =
            (plain(place.path(), "large.bin", 2 << 20), plain(place.path(), "small.txt", 10));
        it.ada.taps("attach").await;
        it.ada.page.shows("dialog[open] .action").await;
        page.has_no_barriers("choosing files").await;
        page.goes_back().await;
        page.has_no_dialog().await;
        page.chooses_files("#attach-file", &[&large, &small]).await;
        holds(&it.ada, 2).await;
        page.becomes(
            "what is said",
            "!!document.querySelector('[data-refused] .attached-why')?.innerText.includes('2 MB')",
        )
        .await;
        page.has_no_barriers("a refused file").await;
        it.ada.says("both").await;
        page.tells("Remove it first").await;
        assert_eq!(page.value_of("[data-testid=composer]").await, "both", "nothing is lost");
        page.taps("[aria-label=\"Remove large.bin\"]").await;
        holds(&it.ada, 1).await;
        it.ada.taps("send").await;
        assert_eq!(arrives(&it, "both").await[0].name, "small.txt");
        it.ada.is_content();
    });
}

#[test]
fn who_may_not_send_files_can_ask_why() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.desktop().await).await;
        let everyone = UpdateRole {
            permissions: Some(Permissions::EVERYONE_DEFAULT.without(Permissions::ATTACH)),
            ..UpdateRole::of(it.hub, RoleId(it.hub.0))
        };
        server.person("Ada").await.calls(everyone).await.unwrap();
        let bo = Screen::enters(
            chromium.desktop().await,
            &server.address(),
            "Bo",
            &format!("/hubs/{}/{}", it.hub, it.general),
        )
        .await;
        bo.page.becomes("the part for files", CHOOSES).await;
        bo.page.evaluates(&given("paste")).await;
        bo.page.shows("dialog[open]").await;
        bo.page.tells("Attach files").await;
        // Nobody has touched anything: the browser closes it itself. The same one opens again at once.
        bo.page.escapes().await;
        bo.taps("attach").await;
        bo.page.shows("dialog[open]").await;
        assert!(!bo.page.has("[data-testid=attached-file]").await);
        bo.is_content();
    });
}

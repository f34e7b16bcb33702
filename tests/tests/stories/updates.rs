//! A new version of the app, and the way out of a broken one.

use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Engine, Server};
use std::path::{Path, PathBuf};

/// The site that is tested, in a place where it can be changed.
pub fn copy_of_the_site() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_tree(&hubbub_tests::site().unwrap(), copy.path());
    copy
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_tree(&entry.path(), &place),
            false => drop(std::fs::copy(entry.path(), place).unwrap()),
        }
    }
}

/// Another build: what starts the app has another content, what was compiled another name, and page and worker name
/// both. Compressed forms would be served instead of what is changed here, so they go.
pub fn build_anew(site: &Path) {
    let boot = named(site, "boot.");
    let app = named(site, "app.");
    let (new_boot, new_app) = (boot.replace("boot.", "boot.f"), app.replace("app.", "app.f"));
    let script = std::fs::read_to_string(site.join("assets").join(&boot)).unwrap().replace(&app, &new_app);
    std::fs::write(site.join("assets").join(&new_boot), format!("document.title = 'new';\n{script}"))
        .unwrap();
    std::fs::rename(site.join("assets").join(&app), site.join("assets").join(&new_app)).unwrap();
    for form in ["", ".br", ".gz"] {
        std::fs::remove_file(site.join(format!("assets/{boot}{form}"))).unwrap();
    }
    for name in ["index.html", "sw.js"] {
        let text = std::fs::read_to_string(site.join(name)).unwrap();
        let text = text.replace(&boot, &new_boot).replace(&app, &new_app);
        // Its hash is of the old file.
        let text = without_integrity_of(&text, &new_boot);
        let text = text.replace("\"shell-", "\"shell-new-").replace("\"later-", "\"later-new-");
        std::fs::write(site.join(name), text.replace("\"build\" content=\"", "\"build\" content=\"new-"))
            .unwrap();
        for form in [".br", ".gz"] {
            std::fs::remove_file(site.join(format!("{name}{form}"))).unwrap();
        }
    }
}

/// The plain file or folder among the assets whose name begins so.
fn named(site: &Path, start: &str) -> String {
    let all = std::fs::read_dir(site.join("assets")).unwrap().map(|it| it.unwrap().file_name());
    let mut names = all.map(|name| name.into_string().unwrap());
    let is_form = |name: &str| name.ends_with(".br") || name.ends_with(".gz");
    names.find(|name| name.starts_with(start) && !is_form(name)).unwrap()
}

/// What was compiled.
pub fn app_folder(site: &Path) -> PathBuf {
    site.join("assets").join(named(site, "app."))
}

fn without_integrity_of(page: &str, file: &str) -> String {
    let lines = page.lines().map(|line| match line.split_once(" integrity=") {
        Some((before, rest)) if line.contains(file) => {
            format!("{before}{}", &rest[rest.find('>').unwrap_or_default()..])
        }
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub async fn signed_in(server: &Server, chromium: &Chromium) -> Screen {
    let ada = Screen::opens(chromium.phone().await, &server.address()).await;
    ada.signs_in("Ada").await;
    ada.shows("create-hub").await;
    ada.starts_offline().await;
    ada.shows("create-hub").await;
    ada
}

/// Nothing is on its way that a server could be killed under.
const ALL_HAS_ARRIVED: &str =
    "performance.getEntriesByType('resource').some((it) => it.name.includes('split_later.wasm'))";

/// Tells builds apart.
pub const NAME_OF_BOOT: &str = "document.querySelector('script[src*=boot]').getAttribute('src')";

#[test]
fn a_new_version_waits_for_the_person_and_then_is_there() {
    play_in_browser(async |_, chromium| {
        let site = copy_of_the_site();
        let server = Server::with(Engine::Sqlite, &[("HUBBUB_SITE", site.path().to_str().unwrap())]).await;
        let ada = signed_in(&server, &chromium).await;
        ada.creates_hub("Kept").await;
        ada.opens_channel("general").await;
        let old = ada.page.evaluates(NAME_OF_BOOT).await;

        server.kill9();
        ada.notices_outage().await;
        ada.says("written before the update").await;
        ada.keeps("outbox", "written before the update").await;
        build_anew(site.path());
        server.restart().await;
        ada.page.reloads().await;
        ada.sees("written before the update").await;
        assert_eq!(ada.page.evaluates(NAME_OF_BOOT).await, old, "nothing changes by itself");
        ada.shows("update").await;
        ada.taps("update").await;
        ada.page.becomes("the new version", &format!("{NAME_OF_BOOT} !== {old}")).await;
        ada.sees("written before the update").await;
        let is_gone =
            "caches.keys().then((all) => !!all.length && all.every((name) => name.includes('-new-')))";
        ada.page.becomes("the old one to be gone", is_gone).await;
        ada.is_content();
    });
}

#[test]
fn an_owner_can_take_the_offline_app_back() {
    play_in_browser(async |server, chromium| {
        let ada = signed_in(&server, &chromium).await;
        ada.page.becomes("all of the app", ALL_HAS_ARRIVED).await;
        server.kill9();
        server.changes("HUBBUB_OFFLINE_APP", "off");
        server.restart().await;
        ada.page.reloads().await;
        let gone = "navigator.serviceWorker.getRegistrations().then(async (all) =>
            !navigator.serviceWorker.controller && all.length === 0 && (await caches.keys()).length === 0)";
        ada.page.becomes("the service worker to be gone", gone).await;
        ada.shows("create-hub").await;
        ada.connects().await;

        ada.page.becomes("all of the app", ALL_HAS_ARRIVED).await;
        server.kill9();
        server.changes("HUBBUB_OFFLINE_APP", "on");
        server.restart().await;
        ada.page.reloads().await;
        ada.starts_offline().await;
        ada.shows("create-hub").await;
        ada.is_content();
    });
}

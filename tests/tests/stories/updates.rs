//! A new version of the app, and the way out of a broken one.

use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Engine, Server};
use std::path::Path;

/// The site that is tested, in a place where it can be changed.
fn copy_of_the_site() -> tempfile::TempDir {
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

/// Another build: the style has another name and content, and page and worker name it. Compressed forms would be served
/// instead of what is changed here, so they go.
fn build_anew(site: &Path) {
    let assets: Vec<_> = std::fs::read_dir(site.join("assets")).unwrap().map(Result::unwrap).collect();
    let boot = assets.iter().map(|it| it.file_name().into_string().unwrap());
    let boot = boot.into_iter().find(|name| name.starts_with("boot.") && name.ends_with(".js")).unwrap();
    let renamed = boot.replace("boot.", "boot.f");
    let script = std::fs::read_to_string(site.join("assets").join(&boot)).unwrap();
    std::fs::write(site.join("assets").join(&renamed), format!("document.title = 'new';\n{script}")).unwrap();
    for form in ["", ".br", ".gz"] {
        std::fs::remove_file(site.join(format!("assets/{boot}{form}"))).unwrap();
    }
    for name in ["index.html", "sw.js"] {
        let text = std::fs::read_to_string(site.join(name)).unwrap().replace(&boot, &renamed);
        // Its hash is of the old file.
        let text = without_integrity_of(&text, &renamed);
        std::fs::write(site.join(name), text.replace("SHELL = \"shell-", "SHELL = \"shell-new-")).unwrap();
        for form in [".br", ".gz"] {
            std::fs::remove_file(site.join(format!("{name}{form}"))).unwrap();
        }
    }
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

async fn signed_in(server: &Server, chromium: &Chromium) -> Screen {
    let ada = Screen::opens(chromium.phone().await, &server.address()).await;
    ada.signs_in("Ada").await;
    ada.shows("create-hub").await;
    ada.starts_offline().await;
    ada.shows("create-hub").await;
    ada
}

const NAME_OF_BOOT: &str = "document.querySelector('script[src*=boot]').getAttribute('src')";

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
        ada.page.becomes("the old one to be gone", "caches.keys().then((all) => all.length === 1)").await;
        ada.is_content();
    });
}

#[test]
fn an_owner_can_take_the_offline_app_back() {
    play_in_browser(async |server, chromium| {
        let ada = signed_in(&server, &chromium).await;
        server.kill9();
        server.changes("HUBBUB_OFFLINE_APP", "off");
        server.restart().await;
        ada.page.reloads().await;
        let gone = "navigator.serviceWorker.getRegistrations().then(async (all) =>
            !navigator.serviceWorker.controller && all.length === 0 && (await caches.keys()).length === 0)";
        ada.page.becomes("the service worker to be gone", gone).await;
        ada.shows("create-hub").await;
        ada.connects().await;

        server.kill9();
        server.changes("HUBBUB_OFFLINE_APP", "on");
        server.restart().await;
        ada.page.reloads().await;
        ada.starts_offline().await;
        ada.shows("create-hub").await;
        ada.is_content();
    });
}

//! Runs a story in a browser, if there is one and an app to show in it.

use super::Chromium;
use crate::engine::{Engine, play};
use crate::server::{LIMITED, Server, Settings};
use std::future::Future;
use std::io::Write;

/// A story with a server of its own and a browser that nobody else's data is in, with the limits that people meet: the app itself must never run
/// into them. Left out, visibly, without a browser or without the PWA.
pub fn play_in_browser<F: Future<Output = ()>>(story: impl FnOnce(Server, Chromium) -> F) {
    play_in_browser_with(LIMITED, story);
}

/// As [`play_in_browser`], with these settings and without other limits: for stories that need much to be there.
pub fn play_in_browser_with<F: Future<Output = ()>>(
    settings: Settings<'_>,
    story: impl FnOnce(Server, Chromium) -> F,
) {
    let missing = match (Chromium::find(), crate::binary::site()) {
        (None, _) => "there is no Chromium (set CHROMIUM)",
        (_, None) => "the PWA is not built (set HUBBUB_SITE, or run `cargo xtask test`)",
        _ => return play(Engine::Sqlite, async |engine| perform(engine, settings, story).await),
    };
    let name = std::thread::current().name().unwrap_or("a story").to_owned();
    let _ = writeln!(std::io::stderr(), "SKIPPED {name}: {missing}");
}

async fn perform<F: Future<Output = ()>>(
    engine: Engine,
    settings: Settings<'_>,
    story: impl FnOnce(Server, Chromium) -> F,
) {
    let server = Server::with(engine, settings).await;
    story(server, Chromium::connect().await).await;
}

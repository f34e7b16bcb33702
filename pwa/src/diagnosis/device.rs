//! What the device and its browser are, and what they keep.

use super::fact::{known, yes};
use crate::browser::property;
use crate::client::Client;
use crate::offline::{self, database, room};
use crate::words::diag as words;
use crate::{browser, clock};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ServiceWorkerRegistration;

type Facts = Vec<(&'static str, String)>;

/// The build that is running.
pub fn app(client: Client) -> Facts {
    let installed = browser::matches("(display-mode: standalone)");
    vec![
        (words::BUILD, known(browser::build())),
        (words::UPDATE_WAITS, yes(client.update_ready.get_untracked())),
        (words::INSTALLED, yes(installed)),
        (words::TIME, clock::iso(clock::now())),
    ]
}

/// What is kept on this device, in numbers.
pub async fn storage(client: Client) -> Facts {
    let room = room::left().await;
    let promised = room::is_promised().await;
    let (waiting, failed) = client.model.with_untracked(|model| {
        let entries = model.outbox.entries();
        (entries.len(), entries.iter().filter(|entry| entry.is_failed()).count())
    });
    vec![
        (words::DATABASE, yes(database::is_open())),
        (words::TEXT_STORAGE, yes(offline::keeps_text())),
        (words::PROMISED, known(promised.map(yes))),
        (words::USED, known(room.map(|room| words::of(&mib(room.used), &mib(room.all))))),
        (words::WAITING, words::waiting(waiting, failed)),
        (words::CHANNELS_KEPT, client.model.with_untracked(|model| model.keeping.count()).to_string()),
    ]
}

fn mib(bytes: f64) -> String {
    format!("{} MiB", (bytes / 1_048_576.0).ceil())
}

/// What makes the app start without a network.
pub async fn worker() -> Facts {
    let Some(window) = browser::window() else { return Vec::new() };
    let container = window.navigator().service_worker();
    if container.is_undefined() {
        return vec![(words::WORKER, words::NOT_SUPPORTED.to_owned())];
    }
    let registration = JsFuture::from(container.get_registration()).await.ok();
    let registration =
        registration.and_then(|registration| registration.dyn_into::<ServiceWorkerRegistration>().ok());
    let state = match &registration {
        None => words::WORKER_NONE,
        Some(it) if it.installing().is_some() => words::WORKER_INSTALLING,
        Some(it) if it.waiting().is_some() => words::WORKER_WAITING,
        Some(it) if it.active().is_some() => words::WORKER_ACTIVE,
        Some(_) => words::NOT_KNOWN,
    };
    vec![
        (words::WORKER, state.to_owned()),
        (words::WORKER_SERVES, yes(container.controller().is_some())),
        (words::SHELLS, known(shells(&window).await)),
    ]
}

async fn shells(window: &JsValue) -> Option<String> {
    let caches = property(window, "caches")?;
    let keys: js_sys::Function = property(&caches, "keys")?.dyn_into().ok()?;
    let promise: js_sys::Promise = keys.call0(&caches).ok()?.dyn_into().ok()?;
    let names: js_sys::Array = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some(names.join(", ").into())
}

/// Whether notifications could reach this device.
pub fn push() -> Facts {
    let Some(window) = browser::window() else { return Vec::new() };
    let permission =
        property(&window, "Notification").and_then(|it| property(&it, "permission")?.as_string());
    vec![
        (words::PUSH_SUPPORTED, yes(property(&window, "PushManager").is_some())),
        (words::PERMISSION, known(permission)),
    ]
}

/// The browser in its own words.
pub fn browser_facts() -> Facts {
    let Some(window) = browser::window() else { return Vec::new() };
    let number = |name| property(&window, name).and_then(|value| value.as_f64()).unwrap_or_default();
    let screen =
        format!("{} × {} @ {}", number("innerWidth"), number("innerHeight"), number("devicePixelRatio"));
    vec![
        (words::USER_AGENT, known(window.navigator().user_agent().ok())),
        (words::LANGUAGE, known(window.navigator().language())),
        (words::SCREEN, screen),
        (words::TOUCH, yes(browser::is_touch_only())),
        (words::SECURE, yes(window.is_secure_context())),
    ]
}

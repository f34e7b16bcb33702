//! New versions of the app. The service worker fetches one in the background and waits; it takes over when the
//! person says so, because a page must not find itself with the other version's files.

use crate::browser;
use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

const HOUR_MS: i32 = 3_600_000;

/// Where the page finds its service worker. `None`: this browser has none here.
pub fn container() -> Option<ServiceWorkerContainer> {
    let container = browser::window()?.navigator().service_worker();
    // Without HTTPS there is none, and the binding gives `undefined`.
    (!container.is_undefined()).then_some(container)
}

/// Calls when a new version waits, now or later, and looks for one every hour.
pub fn watch(on_ready: impl Fn() + Clone + 'static) {
    let Some(container) = container() else { return };
    reload_when_taken_over(&container);
    spawn_local(async move {
        let Some(registration) = registration(&container).await else { return };
        if registration.waiting().is_some() && container.controller().is_some() {
            on_ready();
        }
        watch_installations(&registration, on_ready);
        browser::every(HOUR_MS, move || {
            let _ = registration.update();
        });
    });
}

/// Looks for one now: the server says what this one does not understand.
pub fn look() {
    spawn_local(async {
        let Some(container) = container() else { return };
        if let Some(registration) = registration(&container).await {
            let _ = registration.update();
        }
    });
}

async fn registration(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container.ready().ok()?).await.ok()?.dyn_into().ok()
}

fn watch_installations(registration: &ServiceWorkerRegistration, on_ready: impl Fn() + Clone + 'static) {
    // The browser looks for one when the page is opened, and may have found it by now.
    let found = registration.clone();
    let watch = move || {
        if let Some(worker) = found.installing() {
            watch_installation(worker, on_ready.clone());
        }
    };
    watch();
    browser::listen(registration, "updatefound", move |_| watch());
}

fn watch_installation(worker: ServiceWorker, on_ready: impl Fn() + 'static) {
    browser::listen(&worker.clone(), "statechange", move |_| {
        let is_update = container().is_some_and(|container| container.controller().is_some());
        if worker.state() == web_sys::ServiceWorkerState::Installed && is_update {
            on_ready();
        }
    });
}

/// The first worker takes over a page that was loaded without one: nothing changed, nothing to reload.
fn reload_when_taken_over(container: &ServiceWorkerContainer) {
    let mut had_one = container.controller().is_some();
    let changed = container.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        // None at all: somebody cleared the browser's storage. What is on the screen is all there is.
        let has_one = changed.controller().is_some();
        if has_one && std::mem::replace(&mut had_one, true) {
            browser::reload();
        }
    });
    container.set_oncontrollerchange(Some(callback.as_ref().unchecked_ref()));
    callback.forget();
}

/// The person wants the new version: the page reloads when it has taken over.
pub fn take() {
    spawn_local(async {
        let Some(container) = container() else { return browser::reload() };
        match registration(&container).await.and_then(|registration| registration.waiting()) {
            Some(worker) => tell(&worker, TAKE_OVER),
            None => browser::reload(),
        }
    });
}

/// There is a newer version on the server: fetches it if it does not wait here yet, and takes it.
pub fn renew() {
    spawn_local(async {
        let Some(container) = container().filter(|container| container.controller().is_some()) else {
            return browser::reload();
        };
        let Some(registration) = registration(&container).await else { return browser::reload() };
        if let Ok(look) = registration.update() {
            let _ = JsFuture::from(look).await;
        }
        match (registration.waiting(), registration.installing()) {
            (Some(worker), _) => tell(&worker, TAKE_OVER),
            (None, Some(worker)) => take_over_when_installed(&worker),
            (None, None) => browser::reload(),
        }
    });
}

fn take_over_when_installed(worker: &ServiceWorker) {
    let installing = worker.clone();
    browser::listen(worker, "statechange", move |_| match installing.state() {
        web_sys::ServiceWorkerState::Installed => tell(&installing, TAKE_OVER),
        web_sys::ServiceWorkerState::Redundant => browser::reload(),
        _ => {}
    });
}

/// What is loaded after the first view is kept for offline use too.
pub fn keep_later_parts() {
    spawn_local(async {
        let Some(container) = container() else { return };
        if let Some(worker) = registration(&container).await.and_then(|registration| registration.active()) {
            tell(&worker, KEEP_LATER);
        }
    });
}

/// What the worker understands; see `sw.js`.
const TAKE_OVER: &str = "SKIP_WAITING";
const KEEP_LATER: &str = "KEEP_LATER";

fn tell(worker: &ServiceWorker, what: &str) {
    let message = Object::new();
    let _ = Reflect::set(&message, &JsValue::from_str("type"), &JsValue::from_str(what));
    let _ = worker.post_message(&message);
}

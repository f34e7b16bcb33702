//! Whether and how this browser installs the app, and whether the person wants to hear of it.

use super::storage;
use crate::{browser, clock};
use js_sys::{Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// The browser's own question, kept for the moment when the person wants it.
const ASK: &str = "beforeinstallprompt";
/// Offered to people who came back so often, on different days or not.
const STARTS_BEFORE_OFFER: u32 = 3;
/// Who said "not now" is not asked again so soon.
const PAUSE_MS: i64 = 60 * 86_400_000;

thread_local! {
    static QUESTION: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// How the app gets onto the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is there already.
    Installed,
    /// The browser asks by itself when told to.
    Prompt,
    /// Safari on a phone or tablet: Share, then Add to Home Screen.
    Ios,
    /// Safari on a Mac: File, then Add to Dock.
    Mac,
    /// Firefox and others on Android: in the menu.
    AndroidMenu,
    /// This browser cannot; another one can.
    Elsewhere,
}

/// Listens for the browser's question, and counts the start.
pub fn watch() {
    let starts = starts() + 1;
    storage::write("starts", &starts.to_string());
    if let Some(window) = browser::window() {
        browser::listen(&window, ASK, |event| {
            event.prevent_default();
            QUESTION.set(Some(event.into()));
        });
    }
}

fn starts() -> u32 {
    storage::read("starts").and_then(|starts| starts.parse().ok()).unwrap_or_default()
}

/// How it can be installed here.
pub fn way() -> Way {
    let Some(navigator) = browser::window().map(|window| window.navigator()) else { return Way::Elsewhere };
    let agent = navigator.user_agent().unwrap_or_default();
    // An iPad calls itself a Mac, but has fingers.
    let is_ios = agent.contains("iPhone")
        || agent.contains("iPad")
        || (agent.contains("Mac OS") && fingers(&navigator) > 1.0);
    let is_safari = agent.contains("Version/") && agent.contains("Safari/") && !agent.contains("Chrome/");
    if browser::matches("(display-mode: standalone)") || browser::matches("(display-mode: minimal-ui)") {
        Way::Installed
    } else if QUESTION.with_borrow(Option::is_some) {
        Way::Prompt
    } else if is_ios {
        Way::Ios
    } else if agent.contains("Android") {
        Way::AndroidMenu
    } else if is_safari {
        Way::Mac
    } else {
        Way::Elsewhere
    }
}

fn fingers(navigator: &web_sys::Navigator) -> f64 {
    Reflect::get(navigator, &"maxTouchPoints".into())
        .ok()
        .and_then(|count| count.as_f64())
        .unwrap_or_default()
}

/// Has the browser ask. It does so once for each question it gave.
pub fn ask() {
    let Some(question) = QUESTION.take() else { return };
    if let Some(prompt) =
        Reflect::get(&question, &"prompt".into()).ok().and_then(|it| it.dyn_into::<Function>().ok())
    {
        let _ = prompt.call0(&question);
    }
}

/// Whether to mention it: the app is used, is not installed, can be, and nobody said "not now" lately.
pub fn is_worth_offering() -> bool {
    let declined: i64 = storage::read("install.declined").and_then(|at| at.parse().ok()).unwrap_or_default();
    let can = matches!(way(), Way::Prompt | Way::Ios | Way::AndroidMenu);
    can && starts() >= STARTS_BEFORE_OFFER && clock::now() - declined > PAUSE_MS
}

/// The person does not want it now.
pub fn decline() {
    storage::write("install.declined", &clock::now().to_string());
}

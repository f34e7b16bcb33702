//! How much room the browser gives, and whether it promises to keep what is there.

use crate::browser;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// Above this share of what the browser gives, old channels go.
const NEARLY_FULL: f64 = 0.8;

/// What the browser gives this site and what is taken of it, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// What is taken, in bytes.
    pub used: f64,
    /// What there is in all, in bytes.
    pub all: f64,
}

impl Room {
    /// Whether it is time to make room.
    pub fn is_nearly_full(self) -> bool {
        self.all > 0.0 && self.used > self.all * NEARLY_FULL
    }
}

fn manager() -> Option<StorageManager> {
    let manager = browser::window()?.navigator().storage();
    // Without HTTPS there is none, and the binding gives `undefined`.
    (!manager.is_undefined()).then_some(manager)
}

/// How much there is, if the browser tells.
pub async fn left() -> Option<Room> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some(Room { used: estimate.get_usage()?, all: estimate.get_quota()? })
}

/// Whether the browser has promised not to clear it when the device runs full.
pub async fn is_promised() -> Option<bool> {
    JsFuture::from(manager()?.persisted().ok()?).await.ok()?.as_bool()
}

/// Asks for that promise. Browsers give it to apps that are installed or used often, most of them without asking.
pub async fn ask_for_promise() -> Option<bool> {
    JsFuture::from(manager()?.persist().ok()?).await.ok()?.as_bool()
}

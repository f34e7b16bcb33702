//! `localStorage`, for what must be kept in the same instant: drafts at every keystroke, and a message in the moment
//! it leaves the composer. Everything else is in the database, which answers later.
//!
//! It may be full or forbidden. Then what is written is remembered as long as the app is open, and nothing breaks.

use crate::browser;
use crate::sorted::Map;
use std::cell::RefCell;
use web_sys::Storage;

const PREFIX: &str = "hubbub.";

thread_local! {
    /// What the browser did not take.
    static REMEMBERED: RefCell<Map<String, String>> = const { RefCell::new(Map::new()) };
}

fn storage() -> Option<Storage> {
    browser::window()?.local_storage().ok().flatten()
}

pub fn read(name: &str) -> Option<String> {
    let remembered = REMEMBERED.with_borrow(|remembered| remembered.get(name).cloned());
    remembered.or_else(|| storage()?.get_item(&format!("{PREFIX}{name}")).ok().flatten())
}

pub fn write(name: &str, value: &str) {
    // On the server nothing of a person is remembered.
    if browser::window().is_none() {
        return;
    }
    let is_kept =
        storage().is_some_and(|storage| storage.set_item(&format!("{PREFIX}{name}"), value).is_ok());
    REMEMBERED.with_borrow_mut(|remembered| {
        match is_kept {
            true => remembered.remove(name),
            false => remembered.insert(name.to_owned(), value.to_owned()),
        };
    });
}

pub fn remove(name: &str) {
    REMEMBERED.with_borrow_mut(|remembered| remembered.remove(name));
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{name}"));
    }
}

/// Names that begin like this, without what they begin with.
pub fn names(beginning: &str) -> Vec<String> {
    let storage = storage();
    let count = storage.as_ref().and_then(|storage| storage.length().ok()).unwrap_or_default();
    let kept = (0..count).filter_map(|index| storage.as_ref()?.key(index).ok().flatten());
    let kept = kept.filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned));
    let remembered = REMEMBERED.with_borrow(|remembered| remembered.keys().cloned().collect::<Vec<_>>());
    let all = kept.chain(remembered);
    all.filter_map(|name| name.strip_prefix(beginning).map(str::to_owned)).collect()
}

/// Whether the browser keeps anything here.
pub fn works() -> bool {
    let name = format!("{PREFIX}try");
    storage().is_some_and(|storage| {
        let is_kept = storage.set_item(&name, "1").is_ok();
        let _ = storage.remove_item(&name);
        is_kept
    })
}

/// Forgets what belongs to the person, on signing out; the theme belongs to the device.
pub fn forget_everything() {
    names("").iter().filter(|name| *name != "theme" && *name != "contrast").for_each(|name| remove(name));
}

/// Bytes as text: each is one character from U+0000 to U+00FF.
pub fn text_of(bytes: Vec<u8>) -> String {
    bytes.into_iter().map(char::from).collect()
}

/// The bytes of such a text.
pub fn bytes_of(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or_default()).collect()
}

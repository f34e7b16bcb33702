//! `localStorage`. It may be full or forbidden: then nothing is kept, and nothing breaks.

use crate::browser;
use web_sys::Storage;

const PREFIX: &str = "hubbub.";

fn storage() -> Option<Storage> {
    browser::window()?.local_storage().ok().flatten()
}

pub fn read(name: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{name}")).ok().flatten()
}

pub fn write(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{PREFIX}{name}"), value);
    }
}

pub fn remove(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{name}"));
    }
}

/// Forgets what belongs to the person, on signing out; the theme belongs to the device.
pub fn forget_everything() {
    let Some(storage) = storage() else { return };
    let count = storage.length().unwrap_or_default();
    let names: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for name in names.iter().filter(|name| name.starts_with(PREFIX) && *name != "hubbub.theme") {
        let _ = storage.remove_item(name);
    }
}

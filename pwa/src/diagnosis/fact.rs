//! How a fact is put into words.

use crate::words::diag as words;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A yes or a no in words.
pub fn yes(is: bool) -> String {
    if is { words::YES } else { words::NO }.to_owned()
}

/// What was found out, or that it was not.
pub fn known(value: Option<String>) -> String {
    value.unwrap_or_else(|| words::NOT_KNOWN.to_owned())
}

/// A property of something of the browser that may not have it.
pub fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

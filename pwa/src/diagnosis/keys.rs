//! Which keys the browser can make and keep to itself, for encryption between devices.

use super::fact::yes;
use crate::browser;
use crate::browser::property;
use crate::words::diag as words;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Name, curve if it takes one, and what the key is for.
const KINDS: [(&str, &str, Option<&str>, &str); 3] = [
    (words::ED25519, "Ed25519", None, "sign"),
    (words::X25519, "X25519", None, "deriveBits"),
    (words::P256, "ECDSA", Some("P-256"), "sign"),
];

/// Tries each kind.
pub async fn kinds() -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    for (label, name, curve, usage) in KINDS {
        facts.push((label, yes(can_make(name, curve, usage).await == Some(true))));
    }
    facts
}

/// With a private key that no script can read.
async fn can_make(name: &str, curve: Option<&str>, usage: &str) -> Option<bool> {
    let subtle = property(&property(&browser::window()?.into(), "crypto")?, "subtle")?;
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &name.into()).ok()?;
    if let Some(curve) = curve {
        Reflect::set(&algorithm, &"namedCurve".into(), &curve.into()).ok()?;
    }
    let generate: Function = property(&subtle, "generateKey")?.dyn_into().ok()?;
    let usages = Array::of1(&usage.into());
    let promise: Promise =
        generate.call3(&subtle, &algorithm, &JsValue::FALSE, &usages).ok()?.dyn_into().ok()?;
    let pair = JsFuture::from(promise).await.ok()?;
    Some(property(&property(&pair, "privateKey")?, "extractable")? == JsValue::FALSE)
}

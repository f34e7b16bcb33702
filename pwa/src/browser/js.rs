//! Things of the browser by their names, for what few parts of the app do with it: each import of its own would stand in
//! what the first view loads, whoever needs it.

use crate::browser;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property; `undefined` if there is none.
pub fn get(of: &JsValue, name: &str) -> JsValue {
    browser::property(of, name).unwrap_or(JsValue::UNDEFINED)
}

/// A property that is text.
pub fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name).as_string()
}

/// A property that is a number.
pub fn number(of: &JsValue, name: &str) -> f64 {
    get(of, name).as_f64().unwrap_or_default()
}

/// Sets a property.
pub fn set(of: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(of, &name.into(), value);
}

/// Calls a method. `None`: there is none, or it threw.
pub fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = browser::function(of, name)?;
    Reflect::apply(&function, of, &arguments.iter().collect::<Array>()).ok()
}

/// A new object of a class of the browser's.
pub fn new(class: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let class: Function = browser::function(&js_sys::global(), class)?;
    Reflect::construct(&class, &arguments.iter().collect::<Array>()).ok()
}

/// An object of options.
pub fn object(of: &[(&str, JsValue)]) -> JsValue {
    let object: JsValue = Object::new().into();
    of.iter().for_each(|(name, value)| set(&object, name, value));
    object
}

/// The elements of something that has a length, such as a list of files.
pub fn list(of: &JsValue) -> Vec<JsValue> {
    Array::from(of.unchecked_ref::<Object>()).iter().collect()
}

/// Waits for what a promise gives.
pub async fn wait(promise: JsValue) -> Option<JsValue> {
    wasm_bindgen_futures::JsFuture::from(promise.dyn_into::<js_sys::Promise>().ok()?).await.ok()
}

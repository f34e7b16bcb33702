//! Web push on this device: what the browser lets, its subscription, and the notifications it shows. Everything of the
//! browser here may be missing, and may never answer.

use super::{storage, updates};
use crate::browser::{self, function, property};
use crate::state::Permission;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Without a push service, some browsers wait for it for ever.
const SERVICE_PATIENCE_MS: i32 = 12_000;
/// What the browser does by itself.
const PATIENCE_MS: i32 = 4_000;
/// What was subscribed with is kept under this name: the server's key and the endpoint.
const KEPT: &str = "push";
const DECLINED: &str = "push.declined";

/// What a browser subscribed with, as the server wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The address at the push service.
    pub endpoint: String,
    /// The device's public key.
    pub p256dh: String,
    /// The device's secret.
    pub auth: String,
}

/// Why a browser did not subscribe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsubscribed {
    /// It has not got the worker that shows notifications.
    NoWorker,
    /// Its push service cannot be reached.
    NoService,
    /// It refused, in its own words.
    Refused(String),
}

/// Whether the browser has web push here.
pub fn is_supported() -> bool {
    let has = |name| browser::window().is_some_and(|window| property(&window, name).is_some());
    has("PushManager") && has("Notification") && updates::container().is_some()
}

/// What may be shown. Browsers say it in two places, which disagree on some iPhones: who may, may.
pub async fn permission() -> Permission {
    let own = notification().and_then(|it| property(&it, "permission")?.as_string());
    match (own.as_deref(), asked().await.as_deref()) {
        (Some("granted"), _) | (_, Some("granted")) => Permission::Granted,
        (Some("denied"), _) => Permission::Denied,
        _ => Permission::Undecided,
    }
}

fn notification() -> Option<JsValue> {
    let window = browser::window()?;
    property(&window, "Notification")
}

async fn asked() -> Option<String> {
    let permissions = property(&browser::window()?.navigator(), "permissions")?;
    let answer =
        settled(call(&permissions, "query", &object(&[("name", "notifications".into())])), PATIENCE_MS);
    property(&answer.await.ok()?, "state")?.as_string()
}

/// Has the browser ask the person. The question is put at once: browsers want it under a finger.
pub fn ask() -> impl Future<Output = Permission> {
    let asked = notification().and_then(|it| call(&it, "requestPermission", &JsValue::UNDEFINED));
    async move {
        if let Some(asked) = asked {
            // As long as the person thinks.
            let _ = JsFuture::from(asked).await;
        }
        permission().await
    }
}

/// The subscription that the browser has.
pub async fn subscription() -> Option<Subscription> {
    read(&current(&manager().await?).await?)
}

/// Subscribes with the server's key; a subscription with another one goes.
pub async fn subscribe(key: &str) -> Result<Subscription, Unsubscribed> {
    let manager = manager().await.ok_or(Unsubscribed::NoWorker)?;
    if let Some(before) = current(&manager).await {
        match read(&before) {
            Some(same) if kept() == Some(form(key, &same.endpoint)) => return Ok(same),
            _ => drop(settled(call(&before, "unsubscribe", &JsValue::UNDEFINED), PATIENCE_MS).await),
        }
    }
    let how = object(&[("userVisibleOnly", true.into()), ("applicationServerKey", key.into())]);
    match settled(call(&manager, "subscribe", &how), SERVICE_PATIENCE_MS).await {
        Ok(subscription) => read(&subscription).ok_or(Unsubscribed::NoService),
        Err(why) => Err(told(&why)),
    }
}

fn told(why: &JsValue) -> Unsubscribed {
    let word = |name| property(why, name).and_then(|word| word.as_string());
    match word("name").as_deref() {
        // Nothing was said: it took too long. `AbortError`: "push service error".
        None | Some("AbortError") => Unsubscribed::NoService,
        Some(name) => Unsubscribed::Refused(word("message").unwrap_or_else(|| name.to_owned())),
    }
}

/// Gives the subscription up, if there is one.
pub async fn unsubscribe() {
    storage::remove(KEPT);
    let Some(manager) = manager().await else { return };
    if let Some(before) = current(&manager).await {
        let _ = settled(call(&before, "unsubscribe", &JsValue::UNDEFINED), PATIENCE_MS).await;
    }
}

/// Somebody signs out here: nothing more comes for them, and nothing of theirs is left on the screen.
pub async fn leave() {
    if is_on() {
        unsubscribe().await;
        close_those(|_, _| true).await;
    }
}

/// The server knows of it.
pub fn keep(key: &str, subscription: &Subscription) {
    storage::write(KEPT, &form(key, &subscription.endpoint));
}

/// What the server was told last.
fn kept() -> Option<String> {
    storage::read(KEPT)
}

/// Whether the person turned it on here.
pub fn is_on() -> bool {
    kept().is_some()
}

/// Whether it is what the server was told last.
pub fn is_kept(key: &str, subscription: &Subscription) -> bool {
    kept() == Some(form(key, &subscription.endpoint))
}

fn form(key: &str, endpoint: &str) -> String {
    format!("{key} {endpoint}")
}

/// When the person did not want to be told.
pub fn declined() -> Option<i64> {
    storage::read(DECLINED)?.parse().ok()
}

/// The person does not want to be told now.
pub fn decline(now: i64) {
    storage::write(DECLINED, &now.to_string());
}

/// Closes the notifications of which this says so, by the id of their place and where their message stands in it.
pub async fn close_those(is_over: impl Fn(&str, u64) -> bool) {
    let Some(registration) = registration().await else { return };
    let shown = settled(call(&registration, "getNotifications", &JsValue::UNDEFINED), PATIENCE_MS).await;
    let Some(shown) = shown.ok().and_then(|shown| shown.dyn_into::<Array>().ok()) else { return };
    for one in shown.iter() {
        let data = property(&one, "data");
        let of = |name| data.as_ref().and_then(|data| property(data, name));
        let place = of("place").and_then(|place| place.as_string()).unwrap_or_default();
        let seq = of("seq").and_then(|seq| seq.as_f64()).unwrap_or_default();
        if is_over(&place, seq as u64)
            && let Some(close) = function(&one, "close")
        {
            let _ = close.call0(&one);
        }
    }
}

/// Calls when a trial has come through the push service to this device. See `sw.js`.
pub fn on_arrival(f: impl Fn() + 'static) {
    let Some(container) = updates::container() else { return };
    browser::listen(&container, "message", move |event| {
        let kind = property(&event, "data").and_then(|data| property(&data, "type")?.as_string());
        if kind.as_deref() == Some("PUSH_ARRIVED") {
            f();
        }
    });
}

fn read(subscription: &JsValue) -> Option<Subscription> {
    let told = function(subscription, "toJSON")?.call0(subscription).ok()?;
    let keys = property(&told, "keys")?;
    let word = |of: &JsValue, name| property(of, name)?.as_string();
    Some(Subscription {
        endpoint: word(&told, "endpoint")?,
        p256dh: word(&keys, "p256dh")?,
        auth: word(&keys, "auth")?,
    })
}

/// A page without a worker waits for one for ever.
async fn registration() -> Option<JsValue> {
    let ready = updates::container()?.ready().ok();
    settled(ready, PATIENCE_MS).await.ok()
}

async fn manager() -> Option<JsValue> {
    property(&registration().await?, "pushManager")
}

async fn current(manager: &JsValue) -> Option<JsValue> {
    let found = settled(call(manager, "getSubscription", &JsValue::UNDEFINED), PATIENCE_MS).await.ok()?;
    (!found.is_null()).then_some(found)
}

fn call(of: &JsValue, name: &str, with: &JsValue) -> Option<Promise> {
    let function: Function = function(of, name)?;
    function.call1(of, with).ok()?.dyn_into().ok()
}

/// What a promise comes to within a time. Nothing that could be read: it took too long, or cannot be asked for.
async fn settled(promise: Option<Promise>, ms: i32) -> Result<JsValue, JsValue> {
    let promise = promise.ok_or(JsValue::UNDEFINED)?;
    let late = wasm_bindgen_futures::future_to_promise(async move {
        browser::pause(ms).await;
        Err(JsValue::UNDEFINED)
    });
    JsFuture::from(Promise::race(&Array::of2(&promise, &late))).await
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

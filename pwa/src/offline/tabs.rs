//! Several tabs of one person. One of them sends what is on its way, so that nothing is sent side by side; the others
//! show it. The one that the person looks at takes the task over, because a browser may put all others to sleep.
//!
//! Without Web Locks every tab sends. That is wasteful and harmless: the server knows each nonce.

use crate::browser;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::BroadcastChannel;

const LOCK: &str = "hubbub-outbox";
const CHANNEL: &str = "hubbub";

thread_local! {
    static LEADS: Cell<bool> = const { Cell::new(false) };
    static OTHERS: RefCell<Option<BroadcastChannel>> = const { RefCell::new(None) };
}

/// Whether this tab is the one that sends.
pub fn leads() -> bool {
    LEADS.get()
}

/// Takes part: `leading` is called when it becomes this tab's turn to send.
pub fn join(leading: impl Fn() + Copy + 'static) {
    if locks().is_none() {
        LEADS.set(true);
        return leading();
    }
    spawn_local(async move {
        let mut steal = browser::is_visible();
        // Taken away, it queues: when the tab that took it is closed, somebody has to go on.
        while hold(steal, leading).await {
            steal = false;
        }
    });
    if let Some(document) = browser::document() {
        browser::listen(&document, "visibilitychange", move |_| {
            if browser::is_visible() && !leads() {
                spawn_local(async move {
                    let _ = hold(true, leading).await;
                });
            }
        });
    }
}

fn locks() -> Option<JsValue> {
    let navigator = browser::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

/// Until another tab takes it. The promise that the lock is held by never ends: it goes with the tab. False: there is
/// no such thing as a lock after all.
async fn hold(steal: bool, leading: impl Fn() + Copy + 'static) -> bool {
    let granted = Closure::once_into_js(move || {
        LEADS.set(true);
        leading();
        Promise::new(&mut |_, _| {})
    });
    let promise = request(steal, granted.unchecked_ref());
    let exists = promise.is_some();
    if let Some(promise) = promise {
        let _ = JsFuture::from(promise).await;
    }
    LEADS.set(!exists);
    exists
}

fn request(steal: bool, granted: &Function) -> Option<Promise> {
    let locks = locks()?;
    let options = Object::new();
    Reflect::set(&options, &"steal".into(), &steal.into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    request.call3(&locks, &LOCK.into(), &options, granted).ok()?.dyn_into().ok()
}

/// Calls when another tab has changed what is kept.
pub fn listen(changed: impl FnMut() + 'static) {
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let callback = Closure::<dyn FnMut()>::new(changed);
    channel.set_onmessage(Some(callback.as_ref().unchecked_ref()));
    callback.forget();
    OTHERS.set(Some(channel));
}

/// Tells the other tabs.
pub fn tell() {
    OTHERS.with_borrow(|others| {
        if let Some(channel) = others {
            let _ = channel.post_message(&JsValue::TRUE);
        }
    });
}

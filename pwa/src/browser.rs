//! The few things of the browser that are used in many places, without panics: what is missing reads as nothing. On the
//! server, which draws first views with the same components, everything is missing.

pub mod js;
mod reader;

pub use reader::reader;
#[cfg(not(target_arch = "wasm32"))]
pub use reader::{Reader, draw_for};

use js_sys::Function;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlElement, MediaQueryList, Window};

/// The window. There is none on the server, where asking for one would panic.
pub fn window() -> Option<Window> {
    if IS_HERE { web_sys::window() } else { None }
}

/// Whether there is a browser at all.
pub const IS_HERE: bool = cfg!(target_arch = "wasm32");

/// The page's document. `None`: there is no browser, as on the server.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since 1970, as the device believes. For people there is `clock::now`, for waiting `steady`.
pub fn now() -> i64 {
    if IS_HERE { js_sys::Date::now() as i64 } else { reader().now }
}

/// Milliseconds that have passed since some moment, for waiting. Setting the device's clock back does not stop it, and
/// a device that slept has slept: `performance.now()` alone would not tell everywhere.
pub fn steady() -> i64 {
    thread_local! {
        static LAST: Cell<(i64, f64, i64)> = const { Cell::new((0, 0.0, 0)) };
    }
    let (date, tick) =
        (now(), window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now()));
    let (last_date, last_tick, sum) = LAST.get();
    let passed = if last_date == 0 { 0 } else { (date - last_date).max((tick - last_tick) as i64) };
    LAST.set((date, tick, sum + passed));
    sum + passed
}

/// Milliseconds since the start, with fractions, for measuring.
pub fn precise() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// A random number in `[0, 1)`.
pub fn random() -> f64 {
    if IS_HERE { js_sys::Math::random() } else { 0.0 }
}

/// 128 random bits as hexadecimal digits.
pub fn nonce() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        bytes.iter_mut().for_each(|byte| *byte = (random() * 256.0) as u8);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a media query matches.
pub fn matches(query: &str) -> bool {
    media(query).is_some_and(|list| list.matches())
}

fn media(query: &str) -> Option<MediaQueryList> {
    window()?.match_media(query).ok().flatten()
}

/// Whether fingers are the only way to point: there Enter makes a new line, as everywhere on phones.
pub fn is_touch_only() -> bool {
    matches("(hover: none) and (pointer: coarse)")
}

/// Whether this is a Mac, iPhone or iPad: their keys have other names.
pub fn is_apple() -> bool {
    match window() {
        Some(window) => window.navigator().user_agent().is_ok_and(|agent| agent.contains("Mac OS")),
        None => reader().is_apple,
    }
}

/// Width and height of what the page can use, in CSS pixels.
pub fn window_size() -> (f64, f64) {
    let size =
        |window: Window| Some((window.inner_width().ok()?.as_f64()?, window.inner_height().ok()?.as_f64()?));
    window().and_then(size).unwrap_or_default()
}

/// Whether there is no room for a menu beside anything: it is a sheet from below, as on phones.
pub fn has_sheets() -> bool {
    !matches("(min-width: 560px)")
}

/// Whether there is room for the list of channels beside the conversation.
pub fn is_wide() -> bool {
    matches("(min-width: 840px)")
}

/// Whether there is room for the members too.
pub fn is_very_wide() -> bool {
    matches("(min-width: 1280px)")
}

/// Whether text is selected: fingers are about that, then.
pub fn has_selection() -> bool {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Whether the person sees the page.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Whether the device has a network, as far as it knows.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Path and query of the current address.
pub fn address() -> String {
    let Some(location) = window().map(|window| window.location()) else {
        return reader().address;
    };
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// The build of the app that runs.
pub fn build() -> Option<String> {
    find("meta[name=build]").and_then(|meta| meta.get_attribute("content"))
}

/// Whether the person asked their device to load little.
pub fn saves_data() -> bool {
    let connection = window().and_then(|window| property(&window.navigator(), "connection"));
    connection.and_then(|connection| property(&connection, "saveData")).is_some_and(|saves| saves.is_truthy())
}

/// Calls a function when the browser has nothing else to do, or soon where it does not tell.
pub fn when_idle(f: impl FnOnce() + 'static) {
    const SOON_MS: i32 = 1_000;
    let Some(window) = window() else { return };
    match function(&window, "requestIdleCallback") {
        Some(idle) => drop(idle.call1(&window, &once(Box::new(f)))),
        None => later(SOON_MS, f),
    }
}

/// Scheme, host and port of the current address.
pub fn origin() -> String {
    window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Leaves the app for an address of the server.
pub fn go(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(address);
    }
}

/// Loads the app anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// A number for a style, to the thousandth. Writing out any fraction exactly takes 6 KiB of code, which nothing else
/// that is loaded at first needs.
pub fn decimal(number: f64, unit: &str) -> String {
    format!("calc({}{unit} / 1000)", (number * 1000.0).round() as i64)
}

/// Calls a function at the next frame.
pub fn next_frame(f: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = once(Box::new(f));
        let _ = window.request_animation_frame(&callback);
    }
}

/// For the browser to call once. Boxed, here and below, so that what surrounds the function is compiled once.
fn once(f: Box<dyn FnOnce()>) -> Function {
    Closure::once_into_js(f).unchecked_into()
}

/// Calls a function before the next frame is drawn, after everything that runs now.
pub fn soon(f: impl FnOnce() + 'static) {
    if IS_HERE {
        soon_boxed(Box::new(f));
    }
}

fn soon_boxed(f: Box<dyn FnOnce()>) {
    let global = js_sys::global();
    let _ = function(&global, "queueMicrotask").and_then(|queue| queue.call1(&global, &once(f)).ok());
}

/// Calls a function after some milliseconds.
pub fn later(ms: i32, f: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = once(Box::new(f));
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&callback, ms);
    }
}

/// Ends after some milliseconds.
pub async fn pause(ms: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Lets others have a turn: whoever taps or types is answered, and what has changed is painted.
pub async fn breathe() {
    let scheduler = property(&js_sys::global(), "scheduler");
    match scheduler.and_then(|scheduler| function(&scheduler, "yield")?.call0(&scheduler).ok()) {
        Some(promise) => drop(wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise)).await),
        None => pause(0).await,
    }
}

/// Waits for something, but not for ever. It goes on by itself when nobody waits any more.
pub async fn within(ms: i32, work: impl Future<Output = ()> + 'static) {
    let work = wasm_bindgen_futures::future_to_promise(async move {
        work.await;
        Ok(wasm_bindgen::JsValue::UNDEFINED)
    });
    let patience = wasm_bindgen_futures::future_to_promise(async move {
        pause(ms).await;
        Ok(wasm_bindgen::JsValue::UNDEFINED)
    });
    let either = js_sys::Promise::race(&js_sys::Array::of2(&work, &patience));
    let _ = wasm_bindgen_futures::JsFuture::from(either).await;
}

/// Calls a function again and again, as long as the app runs.
pub fn every(ms: i32, f: impl FnMut() + 'static) {
    let callback = Closure::<dyn FnMut()>::wrap(Box::new(f));
    if let Some(window) = window() {
        let _ = window
            .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), ms);
    }
    callback.forget();
}

/// Listens to an event as long as the app runs.
pub fn listen(target: &web_sys::EventTarget, event: &str, f: impl FnMut(web_sys::Event) + 'static) {
    listen_boxed(target, event, Box::new(f));
}

fn listen_boxed(target: &web_sys::EventTarget, event: &str, f: Box<dyn FnMut(web_sys::Event)>) {
    let callback = Closure::wrap(f);
    let _ = target.add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
    callback.forget();
}

/// Calls a function as soon as no dialog lies over the page: what is under one takes no focus, and a dialog that goes
/// gives it back to where it was.
pub fn after_dialog(f: impl FnOnce() + 'static) {
    let Some(dialog) = find("dialog[open]") else { return later(0, f) };
    let callback = once(Box::new(f));
    let options = web_sys::AddEventListenerOptions::new();
    options.set_once(true);
    let _ =
        dialog.add_event_listener_with_callback_and_add_event_listener_options("close", &callback, &options);
}

/// Moves the focus to the first element that a selector finds.
pub fn focus(selector: &str) {
    if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What has the focus, if something particular has.
pub fn focused() -> Option<HtmlElement> {
    let element = document()?.active_element()?;
    (element.tag_name() != "BODY").then(|| element.dyn_into().ok()).flatten()
}

/// Gives the focus back to what had it, if that is still there and nothing else took it.
pub fn focus_again(element: Option<HtmlElement>) {
    if let Some(element) = element.filter(|element| element.is_connected() && focused().is_none()) {
        let _ = element.focus();
    }
}

/// Scrolls an element into view, no further than needed.
pub fn reveal(selector: &str) {
    if let Some(element) = find(selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// A property of something of the browser that may not have it.
pub fn property(of: &wasm_bindgen::JsValue, name: &str) -> Option<wasm_bindgen::JsValue> {
    let value = js_sys::Reflect::get(of, &name.into()).ok();
    value.filter(|value| !value.is_undefined() && !value.is_null())
}

/// A function of something of the browser that may not have it.
pub fn function(of: &wasm_bindgen::JsValue, name: &str) -> Option<Function> {
    property(of, name)?.dyn_into().ok()
}

/// What is in the field has changed: whoever listens is told, as after a key.
pub fn tell_input(field: &web_sys::EventTarget) {
    if let Ok(event) = web_sys::Event::new("input") {
        let _ = field.dispatch_event(&event);
    }
}

/// What was chosen or typed in the field an event came from.
pub fn value_of(event: &web_sys::Event) -> Option<String> {
    let target: wasm_bindgen::JsValue = event.target()?.into();
    js_sys::Reflect::get(&target, &"value".into()).ok()?.as_string()
}

/// Whether the box an event came from is ticked.
pub fn is_checked(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| js_sys::Reflect::get(&target, &"checked".into()).ok());
    target.and_then(|checked| checked.as_bool()).unwrap_or(false)
}

/// Whether the device can pass things on to other apps.
pub fn can_share() -> bool {
    share_function().is_some()
}

fn share_function() -> Option<Function> {
    function(&window()?.navigator(), "share")
}

/// Passes a link on.
pub fn share(title: &str, link: &str) {
    let (Some(share), Some(window)) = (share_function(), window()) else { return };
    let what = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&what, &"title".into(), &title.into());
    let _ = js_sys::Reflect::set(&what, &"url".into(), &link.into());
    // Refused when the person changes their mind: nothing to tell.
    if let Some(promise) =
        share.call1(&window.navigator(), &what).ok().and_then(|it| it.dyn_into::<js_sys::Promise>().ok())
    {
        wasm_bindgen_futures::spawn_local(async move {
            drop(wasm_bindgen_futures::JsFuture::from(promise).await)
        });
    }
}

/// Adds text to a field as if it were typed there.
pub fn type_into(selector: &str, text: &str) {
    let Some(field) = find(selector).and_then(|it| it.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) else {
        return;
    };
    let value = field.value();
    let space = if value.is_empty() || value.ends_with(char::is_whitespace) { "" } else { " " };
    field.set_value(&format!("{value}{space}{text}"));
    let bubbling = web_sys::EventInit::new();
    bubbling.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &bubbling) {
        let _ = field.dispatch_event(&event);
    }
    after_dialog(move || drop(field.focus()));
}

/// The element that a view begins with.
pub fn element_of<T: JsCast>(view: &sycamore::prelude::View) -> Option<T> {
    if IS_HERE { view.as_web_sys().into_iter().next()?.dyn_into().ok() } else { None }
}

/// The first element that a selector finds.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// The number on the app's icon, where there is one. None for 0.
pub fn set_badge(count: u64) {
    let Some(navigator) = window().map(|window| window.navigator()) else { return };
    let name = if count > 0 { "setAppBadge" } else { "clearAppBadge" };
    let promise =
        function(&navigator, name).and_then(|set| set.call1(&navigator, &(count as f64).into()).ok());
    if let Some(promise) = promise.and_then(|it| it.dyn_into::<js_sys::Promise>().ok()) {
        wasm_bindgen_futures::spawn_local(async move {
            drop(wasm_bindgen_futures::JsFuture::from(promise).await)
        });
    }
}

/// Puts text into the clipboard; the answer comes later.
pub fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    let text = text.to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let clipboard = window().map(|window| window.navigator().clipboard());
        // Without HTTPS the browser has no clipboard, and the binding gives `undefined`.
        let Some(clipboard) = clipboard.filter(|clipboard| !clipboard.is_undefined()) else {
            return done(false);
        };
        done(wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok());
    });
}

/// A short tick under the finger, on devices that can. Not before the person has touched the page: browsers complain.
pub fn tick() {
    const TICK_MS: u32 = 10;
    let Some(navigator) = window().map(|window| window.navigator()) else { return };
    let activation = property(&navigator, "userActivation");
    let was_touched = activation.and_then(|activation| property(&activation, "hasBeenActive"));
    if was_touched.is_some_and(|touched| touched.is_truthy()) && function(&navigator, "vibrate").is_some() {
        let _ = navigator.vibrate_with_duration(TICK_MS);
    }
}

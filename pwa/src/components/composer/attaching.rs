//! Files that are to go with what is being written: how they are chosen (from a menu, pasted, dropped), and a strip of them
//! above the field. In the part of the app for files.

use super::writing::Composer;
use crate::browser;
use crate::browser::js;
use crate::client::panel::{Filing, Governing, Talking};
use crate::client::{Client, use_client};
use crate::components::dialog::menu as menu_of;
use crate::components::dialogs::parts::{action, list_of};
use crate::components::files::held::{face, progress};
use crate::components::more_icons::icon;
use crate::offline::drafts;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::attaching::{Held, of};
use crate::words::{RETRY, files as words, polls};
use hubbub_shared::{ChannelId, Permissions};
use std::cell::Cell;
use sycamore::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

/// Ids of the fields that open what the device has to choose with.
const PHOTO: &str = "attach-photo";
const CAMERA: &str = "attach-camera";
const FILE: &str = "attach-file";

thread_local! {
    /// The composer that is on the screen: what is pasted and dropped goes there.
    static HERE: Cell<Option<Composer>> = const { Cell::new(None) };
    /// How many were drawn; the last one is on the screen.
    static DRAWN: Cell<u32> = const { Cell::new(0) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Draws the strip.
pub fn attaching(composer: Composer) -> View {
    let client = composer.client;
    let number = DRAWN.get().wrapping_add(1);
    DRAWN.set(number);
    HERE.set(Some(composer));
    // By number: what composers are made of is gone by then, and cannot be compared.
    on_cleanup(move || {
        if DRAWN.get() == number {
            HERE.set(None);
        }
    });
    let is_dragged = create_signal(false);
    if !LISTENS.replace(true) {
        listen();
    }
    DRAGGED.set(Some(is_dragged));
    create_effect(move || {
        if composer.wants_files.get() {
            composer.wants_files.set_silent(false);
            browser::soon(move || choose(composer));
        }
    });
    if let Some((files, text)) = client.take_shared() {
        browser::soon(move || {
            composer.area.insert(&text);
            take(composer, files);
        });
    }
    let keys = create_selector(move || {
        let nonce = composer.nonce.get_clone();
        client.files.with(|files| of(files, &nonce).map(|held| held.key.clone()).collect::<Vec<_>>())
    });
    let has_any = create_selector(move || keys.with(|keys| !keys.is_empty()));
    let strip = move || {
        view! {
            ul(class="attached", aria-label=words::ATTACHED, data-testid="attached") {
                Keyed(list=keys, key=String::clone, view=move |key| attached(client, &key))
            }
        }
    };
    let drop_zone = move || {
        let name = client.channel_name(composer.channel).unwrap_or_default();
        let (symbol, hint) = (icon("clip"), words::drop_hint(&name));
        view! {
            div(class="drop-zone") {
                div(class="drop-card") { (symbol) strong { (words::DROP_TITLE) } span(class="hint") { bdi { (hint) } } }
            }
        }
    };
    view! {
        input(id=PHOTO, r#type="file", accept="image/*,video/*", multiple=true, hidden=true, on:change=handler(chosen))
        input(id=CAMERA, r#type="file", accept="image/*", capture="environment", hidden=true, on:change=handler(chosen))
        input(id=FILE, r#type="file", multiple=true, hidden=true, on:change=handler(chosen))
        (Live { now: move || if has_any.get() { strip() } else { View::new() } })
        (Live { now: move || if is_dragged.get() { drop_zone() } else { View::new() } })
    }
}

thread_local! {
    /// Whether something is held over the window that could be dropped.
    static DRAGGED: Cell<Option<Signal<bool>>> = const { Cell::new(None) };
}

/// Where there is a choice, a menu; elsewhere one window of the system has everything. Who may do nothing of it can ask why.
fn choose(composer: Composer) {
    let (client, channel) = (composer.client, composer.channel);
    match (may_attach(client, channel), client.may_ask(channel)) {
        (false, false) => client.open(Governing::Why(channel, None)),
        (true, false) if !browser::is_touch_only() => press(FILE),
        _ => client.open(Filing::Attach(channel)),
    }
}

fn may_attach(client: Client, channel: ChannelId) -> bool {
    client.model.with_untracked(|model| model.permissions(channel).contains(Permissions::ATTACH))
}

/// Opens what the device has to choose with.
pub fn press(id: &str) {
    let field = browser::find(&format!("#{id}")).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        field.click();
    }
}

/// Draws what can go with words, or in their place: files, and a poll.
pub fn menu(channel: ChannelId) -> View {
    let client = use_client();
    let one = |symbol, label, id: &'static str| {
        action(symbol, label, "", move || {
            press(id);
            client.close();
        })
    };
    let mut all = Vec::new();
    if may_attach(client, channel) {
        if browser::is_touch_only() {
            all.extend([one("picture", words::PHOTO, PHOTO), one("camera", words::CAMERA, CAMERA)]);
        }
        all.push(one("file", words::FILE, FILE));
    }
    if client.may_ask(channel) {
        all.push(action("poll", polls::POLL, "", move || client.open(Talking::Ask(channel))));
    }
    menu_of(words::ATTACH.to_owned(), list_of(all))
}

/// Files were chosen in a field, which is emptied so that the same one can be chosen again.
fn chosen(event: Event) {
    let Some(field) = event.target() else { return };
    let files = js::list(&js::get(&field, "files"));
    js::set(&field, "value", &JsValue::from_str(""));
    if let Some(composer) = HERE.get() {
        take(composer, files);
    }
}

/// They wait for what is being written. Who may not send files is told so.
fn take(composer: Composer, files: Vec<JsValue>) {
    let (client, channel) = (composer.client, composer.channel);
    if !may_attach(client, channel) {
        return client.open(Governing::Why(channel, None));
    }
    if files.is_empty() || !composer.nonce.is_alive() {
        return;
    }
    if composer.nonce.with_untracked(String::is_empty) {
        let nonce = browser::nonce();
        drafts::keep_files(channel, &nonce);
        composer.nonce.set(nonce);
    }
    client.announcement.set(words::attached(files.len()));
    client.hold_files(channel, &composer.nonce.get_clone_untracked(), files);
    if !browser::is_touch_only() {
        composer.area.focus();
    }
}

/// What is pasted, and what is dropped anywhere on the window, as long as nothing lies over the conversation.
fn listen() {
    let Some(document) = browser::document() else { return };
    browser::listen(&document, "paste", |event| {
        let files = files_of(&js::get(&event, "clipboardData"));
        if !files.is_empty() {
            with_composer(&event, |composer| take(composer, files));
        }
    });
    for name in ["dragenter", "dragover"] {
        browser::listen(&document, name, |event| {
            if has_files(&event) {
                with_composer(&event, |_| show_drop_zone(true));
            }
        });
    }
    browser::listen(&document, "dragleave", |event| {
        // Between elements of the page there is another one; outside of the window there is none.
        if js::get(&event, "relatedTarget").is_undefined() {
            show_drop_zone(false);
        }
    });
    browser::listen(&document, "drop", |event| {
        show_drop_zone(false);
        if has_files(&event) {
            // The browser would show it in the place of the app.
            event.prevent_default();
            let files = files_of(&js::get(&event, "dataTransfer"));
            with_composer(&event, |composer| take(composer, files));
        }
    });
}

fn with_composer(event: &Event, act: impl FnOnce(Composer)) {
    let is_free = browser::find("dialog[open]").is_none();
    let composer = HERE.get().filter(|composer| composer.nonce.is_alive() && is_free);
    let composer = composer.filter(|composer| composer.client.editing.with_untracked(Option::is_none));
    if let Some(composer) = composer {
        event.prevent_default();
        act(composer);
    }
}

fn files_of(transfer: &JsValue) -> Vec<JsValue> {
    let files = js::get(transfer, "files");
    if files.is_undefined() { Vec::new() } else { js::list(&files) }
}

/// What is dragged is told when it is dropped; before, only of which kind it is.
fn has_files(event: &Event) -> bool {
    let kinds = js::get(&js::get(event, "dataTransfer"), "types");
    !kinds.is_undefined() && js::list(&kinds).iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

fn show_drop_zone(shown: bool) {
    if let Some(dragged) = DRAGGED.get().filter(|it| it.is_alive() && it.get_untracked() != shown) {
        dragged.set(shown);
    }
}

/// One file: what it looks like, how far it is, and what can be done with it.
fn attached(client: Client, key: &str) -> View {
    let Some(held) = client.held(key) else { return View::new() };
    let (face, progress, close) = (face(&held), progress(client, key), icon("close"));
    let (of, removed, label) = (key.to_owned(), key.to_owned(), words::remove(&held.name));
    let refused = create_selector(move || {
        client.files.with(|files| files.iter().find(|held| held.key == of)?.refused.clone())
    });
    let (name, size, tried) = (held.name.clone(), words::size(held.size), held.clone());
    let described = if held.address.is_some() { describe_button(client, &held) } else { View::new() };
    view! {
        li(class="attached-file", data-testid="attached-file", data-refused=move || refused.with(Option::is_some).then_some("")) {
            div(class="attached-face") {
                (face)
                (progress)
                (described)
                button(class="attached-remove", r#type="button", data-testid="remove-file", aria-label=label, title=words::REMOVE,
                    on:click=handler(move |_| client.drop_file(&removed))) { (close) }
            }
            span(class="attached-name") { bdi { (name) } }
            (Live { now: move || match refused.get_clone() {
                Some(why) => refusal(client, &tried, why),
                None => {
                    let size = size.clone();
                    view! { span(class="hint attached-size") { (size) } }
                }
            } })
        }
    }
}

fn refusal(client: Client, held: &Held, why: String) -> View {
    let (key, label, symbol) = (held.key.clone(), words::retry(&held.name), icon("retry"));
    let size = words::size(held.size);
    view! {
        span(class="attached-why") { (size) " · " (why) }
        button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| client.retry_file(&key))) {
            (symbol)
            (RETRY)
        }
    }
}

fn describe_button(client: Client, held: &Held) -> View {
    let (key, label, of) = (held.key.clone(), words::describe(&held.name), held.key.clone());
    let is_described = create_selector(move || {
        client.files.with(|files| files.iter().any(|held| held.key == of && !held.description.is_empty()))
    });
    view! {
        button(class="attached-describe", r#type="button", data-testid="describe-file", aria-label=label,
            data-done=move || is_described.get().then_some(""), on:click=handler(move |_| client.open(Filing::Describe(key.clone())))) {
            (Live { now: move || if is_described.get() { words::DESCRIBED } else { words::DESCRIBE } })
        }
    }
}

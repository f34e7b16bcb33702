//! Choosing the picture that somebody is shown by: oneself, a hub, or a bot. It is looked at as it will be, and only then sent.

use super::square;
use crate::browser;
use crate::browser::js;
use crate::client::panel::Shown;
use crate::client::uploading::{address_of, forget};
use crate::client::{Client, use_client};
use crate::components::avatar::{CHOSEN, avatar, hub_avatar};
use crate::components::composer::attaching;
use crate::components::dialog::dialog;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector, handler};
use crate::words::{self as all, files as words};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;

/// Ids of the fields that open what the device has to choose with.
const FILE: &str = "picture-file";
const CAMERA: &str = "picture-camera";

/// A picture that was chosen and not sent yet.
struct Cut {
    blob: JsValue,
    /// Where it is shown.
    address: String,
}

impl Drop for Cut {
    fn drop(&mut self) {
        forget(&self.address);
    }
}

/// What the dialog works on. Copies are the same.
#[derive(Clone, Copy)]
struct Showing {
    client: Client,
    cut: Signal<Option<Rc<Cut>>>,
    is_busy: Signal<bool>,
    problem: Signal<String>,
}

/// Draws the dialog.
pub fn showing(of: Shown) -> View {
    let client = use_client();
    let it = Showing {
        client,
        cut: create_signal(None),
        is_busy: create_signal(false),
        problem: create_signal(String::new()),
    };
    let (title, hint) = match &of {
        Shown::Me => (words::YOUR_PICTURE.to_owned(), words::YOUR_PICTURE_HINT),
        Shown::Hub(_) => (words::HUB_PICTURE.to_owned(), words::HUB_PICTURE_HINT),
        Shown::Bot(bot) => (words::picture_of(&bot.display_name), words::BOT_PICTURE_HINT),
    };
    let class =
        if matches!(of, Shown::Hub(_)) { "avatar avatar-hub avatar-huge" } else { "avatar avatar-huge" };
    let (shown, has_own) = (of.clone(), now(client, &of).1);
    let is_cut = create_selector(move || it.cut.with(Option::is_some));
    let removing = if has_own { it.remove_button(of.clone()) } else { View::new() };
    let camera = match browser::is_touch_only() {
        true => press("camera", words::TAKE_PICTURE, CAMERA),
        false => View::new(),
    };
    let choose = press("picture", words::CHOOSE_PICTURE, FILE);
    let body = view! {
        form(class="dialog-body showing", on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            it.save(&of);
        })) {
            input(id=FILE, r#type="file", accept="image/*", hidden=true, on:change=handler(move |event: Event| it.take(&event)))
            input(id=CAMERA, r#type="file", accept="image/*", capture="user", hidden=true, on:change=handler(move |event: Event| it.take(&event)))
            div(class="showing-picture", data-testid="picture-preview") {
                (Live { now: move || match it.cut.get_clone() {
                    Some(cut) => view! { img(class=class, src=cut.address.clone(), alt=words::SHOWN_SO, draggable="false") },
                    None => now(client, &shown).0,
                } })
                p(class="hint", aria-live="polite") { (Live { now: move || if is_cut.get() { words::SHOWN_SO } else { hint } }) }
            }
            p(class="field-problem", role="alert") { (Live { now: move || it.problem.get_clone() }) }
            (choose)
            (camera)
            (Live { now: move || if is_cut.get() {
                view! {
                    button(class="button button-wide", r#type="submit", data-testid="save-picture", disabled=move || it.is_busy.get()) {
                        (Live { now: move || if it.is_busy.get() { words::SAVING } else { all::SAVE } })
                    }
                }
            } else {
                View::new()
            } })
            (removing)
        }
    };
    dialog(title, body)
}

/// What is shown now, and whether it was chosen here.
fn now(client: Client, of: &Shown) -> (View, bool) {
    let is_own = |address: Option<&str>| address.is_some_and(|address| address.starts_with(CHOSEN));
    client.model.with_untracked(|model| match of {
        Shown::Me => match model.me.as_ref() {
            Some(me) => (avatar(&me.user(), "avatar-huge"), is_own(me.avatar.as_deref())),
            None => (View::new(), false),
        },
        Shown::Hub(hub) => match model.hubs.get(*hub) {
            Some(view) => {
                let icon = view.icon.as_deref();
                (hub_avatar(hub.0, &view.name, icon, "avatar-huge"), is_own(icon))
            }
            None => (View::new(), false),
        },
        Shown::Bot(bot) => (avatar(bot, "avatar-huge"), is_own(bot.avatar.as_deref())),
    })
}

/// A button that opens what the device has to choose with.
fn press(symbol: &str, label: &'static str, field: &'static str) -> View {
    let symbol = icon(symbol);
    view! {
        button(class="button button-quiet button-wide", r#type="button", data-focus=(field == FILE).then_some(""), on:click=handler(move |_| {
            attaching::press(field);
        })) {
            (symbol)
            (label)
        }
    }
}

impl Showing {
    fn take(self, event: &Event) {
        let Some(field) = event.target() else { return };
        let Some(file) = js::list(&js::get(&field, "files")).into_iter().next() else { return };
        // The same one can be chosen again.
        js::set(&field, "value", &JsValue::from_str(""));
        self.problem.set(String::new());
        spawn_local(async move {
            let blob = square::square(&file).await;
            let cut = blob.and_then(|blob| Some(Rc::new(Cut { address: address_of(&blob)?, blob })));
            if !self.cut.is_alive() {
                return;
            }
            match cut {
                Some(cut) => {
                    self.cut.set(Some(cut));
                    browser::soon(|| browser::focus("[data-testid=\"save-picture\"]"));
                }
                None => self.problem.set(words::NO_PICTURE.to_owned()),
            }
        });
    }

    fn save(self, of: &Shown) {
        let Some(cut) = self.cut.get_clone_untracked().filter(|_| !self.is_busy.get_untracked()) else {
            return;
        };
        self.is_busy.set(true);
        let of = of.clone();
        spawn_local(async move {
            match square::bytes(&cut.blob).await {
                Some(bytes) => self.send(&of, Some(bytes)),
                None => self.fails(words::UNREADABLE.to_owned()),
            }
        });
    }

    fn send(self, of: &Shown, picture: Option<Vec<u8>>) {
        let said = if picture.is_some() { all::SAVED } else { words::PICTURE_REMOVED };
        self.client.show_as(of, picture, move |problem| match problem {
            None => {
                // Unless it was closed meanwhile, and something else is open.
                if self.problem.is_alive() {
                    self.client.close();
                }
                self.client.notify(said);
            }
            Some(problem) if self.problem.is_alive() => self.fails(problem.message),
            Some(problem) => self.client.complain(&problem),
        });
    }

    fn fails(self, why: String) {
        if self.problem.is_alive() {
            self.is_busy.set(false);
            self.problem.set(why);
        }
    }

    fn remove_button(self, of: Shown) -> View {
        let symbol = icon("trash");
        view! {
            button(class="button button-quiet button-wide", r#type="button", data-testid="remove-picture", disabled=move || self.is_busy.get(),
                on:click=handler(move |_| {
                    self.is_busy.set(true);
                    self.send(&of, None);
                })) {
                (symbol)
                (words::REMOVE_PICTURE)
            }
        }
    }
}

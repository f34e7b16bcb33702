//! The colours of roles in names. One style sheet says who has which; a name only carries its person's class. So a
//! colour that changes redraws no row, and no element has a style of its own, which the content security policy forbids.

use crate::browser;
use crate::client::Client;
use crate::reactive::{create_effect, create_selector};
use crate::state::{Colors, Route};
use js_sys::{Array, Reflect};
use std::fmt::Write;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A style sheet without an element. Browsers before 2023 have none: there names have the usual colour.
    #[wasm_bindgen(js_name = CSSStyleSheet)]
    type Sheet;

    #[wasm_bindgen(constructor, js_class = "CSSStyleSheet", catch)]
    fn new() -> Result<Sheet, JsValue>;

    #[wasm_bindgen(method, js_name = replaceSync, catch)]
    fn replace(this: &Sheet, rules: &str) -> Result<(), JsValue>;
}

/// Keeps the sheet as the hub that is open has it.
pub fn follow(client: Client) {
    let (Some(document), Ok(sheet)) = (browser::document(), Sheet::new()) else { return };
    let _ = Reflect::set(&document, &"adoptedStyleSheets".into(), &Array::of1(&sheet));
    // The colours are looked up anew only when members or roles have changed, not with every message.
    let version = create_selector(move || {
        let hub = client.route.with(Route::hub);
        client.model.with(|model| {
            let hub = hub.and_then(|hub| model.hubs.get(hub));
            hub.map(|hub| (hub.id, hub.version, model.members.version(hub.id)))
        })
    });
    let colors = create_selector(move || match version.get() {
        Some((hub, ..)) => client.model.with_untracked(|model| model.colors(hub)),
        None => Colors::default(),
    });
    create_effect(move || drop(sheet.replace(&colors.with(rules))));
}

/// The same sheet for a view that is drawn without a browser; `drawn.js` gives it to the one that shows it.
#[cfg(not(target_arch = "wasm32"))]
pub fn of_place(client: Client) -> String {
    let hub = client.route.with_untracked(Route::hub);
    hub.map(|hub| client.model.with_untracked(|model| rules(&model.colors(hub)))).unwrap_or_default()
}

/// The class of a name.
pub fn class_of(id: u64) -> String {
    format!("colored-{id}")
}

/// Lightness and strength are the theme's, so that whatever was chosen can be read: see `--role-l` in `styles/`.
fn rules(colors: &Colors) -> String {
    let people = colors.people.iter().map(|(user, color)| (user.0, color));
    let roles = colors.roles.iter().map(|(role, color)| (role.0, color));
    let mut rules = String::new();
    for (id, color) in people.chain(roles) {
        let (class, color) = (class_of(id), color & 0xff_ffff);
        let _ = write!(rules, ".{class}{{color:oklch(from #{color:06x} var(--role-l) var(--role-c) h)}}");
    }
    rules
}

//! The installable app: Hubbub for phones first, and for every other screen.
//!
//! The server draws the first view with the same components (`first_view`), and the app takes over from it.
//!
//! `state` is plain Rust and knows everything; `client` runs it against the browser and the server (`net`, `offline`);
//! `pages` and `components` show it. All words are in `words`.

mod app;
mod browser;
mod client;
mod clock;
mod components;
mod diagnosis;
mod dms;
#[cfg(not(target_arch = "wasm32"))]
pub mod first_view;
mod letters;
mod net;
mod offline;
mod pages;
mod reactive;
mod sorted;
pub mod state;
mod takeover;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by `boot.js` when the app has arrived: replaces the skeleton of the page as soon as what is kept was read.
#[wasm_bindgen]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    wasm_bindgen_futures::spawn_local(async {
        let route = state::Route::parse(&browser::address());
        let kept = offline::kept(&route).await;
        takeover::take_over(kept, &route).await;
    });
}

//! What a file looks like that is still on the device: as a picture, or by its name; and how far it has come.

use crate::client::Client;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_selector};
use crate::state::attaching::Held;
use crate::words::files as words;
use sycamore::prelude::*;

/// Draws the picture, or what stands for one.
pub fn face(held: &Held) -> View {
    let symbol = match held.content_type.split('/').next() {
        Some("image") => "picture",
        _ => "file",
    };
    match held.address.clone() {
        Some(address) => {
            view! { img(class="held-face", src=address, alt="", decoding="async", draggable="false") }
        }
        None => {
            let (symbol, name) = (icon(symbol), held.name.clone());
            view! { span(class="held-face held-file") { (symbol) bdi { (name) } } }
        }
    }
}

/// Draws a ring that closes while the file is sent. Nothing once it is there, or was refused.
pub fn progress(client: Client, key: &str) -> View {
    let of = key.to_owned();
    let percent = create_selector(move || {
        client.files.with(|files| {
            let held = files.iter().find(|held| held.key == of)?;
            (!held.is_whole && held.refused.is_none()).then(|| (held.name.clone(), held.percent()))
        })
    });
    let is_shown = create_selector(move || percent.with(Option::is_some));
    view! {
        (Live { now: move || if is_shown.get() { ring(percent) } else { View::new() } })
    }
}

fn ring(percent: ReadSignal<Option<(String, u64)>>) -> View {
    let now = move || percent.with(|it| it.as_ref().map_or(100, |(_, percent)| *percent));
    let label = move || percent.with(|it| it.as_ref().map(|(name, percent)| words::sending(name, *percent)));
    view! {
        span(class="held-progress", role="progressbar", aria-valuemin="0", aria-valuemax="100", aria-valuenow=move || now().to_string(),
            aria-label=move || label().unwrap_or_default()) {
            svg(viewBox="0 0 36 36", fill="none", stroke="currentColor", stroke-width="3.5", aria-hidden="true") {
                circle(cx="18", cy="18", r="15", stroke-opacity="0.3")
                circle(cx="18", cy="18", r="15", pathLength="100", stroke-dasharray="100", stroke-linecap="round",
                    stroke-dashoffset=move || (100 - now().min(98)).to_string())
            }
        }
    }
}

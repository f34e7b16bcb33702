//! The devices that are told.

use super::device::Device;
use crate::clock;
use crate::words::THIS_DEVICE;
use crate::words::notifications as words;
use hubbub_shared::model::PushDevice;
use sycamore::prelude::*;

/// Draws the section.
pub fn devices(device: Device) -> View {
    let list = device.told.view(|told| match &*told.devices {
        [] => view! { p(class="hint") { (words::NO_DEVICES) } },
        devices => {
            let rows: Vec<View> = devices.iter().map(row).collect();
            view! { ul(class="sessions") { (rows) } }
        }
    });
    view! {
        section(class="panel", aria-label=words::DEVICES) {
            h2 { (words::DEVICES) }
            (list)
        }
    }
}

fn row(one: &PushDevice) -> View {
    let name = one.name.clone();
    let since = words::device(&clock::date_of(one.since.0), &one.service);
    let taken = one.last_taken_at.map(|at| words::last_taken(&clock::ago(at.0, clock::now())));
    let taken = taken.map(|taken| view! { span(class="hint") { (taken) } }).unwrap_or_default();
    let current = match one.current {
        true => view! { span(class="tag") { (THIS_DEVICE) } },
        false => View::new(),
    };
    view! {
        li(class="session") {
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { (since) }
                (taken)
            }
            (current)
        }
    }
}

//! Whether this device is told, why not, and what to do.

use super::device::Device;
use super::{devices, trial};
use crate::client::Client;
use crate::components::more_icons::icon;
use crate::offline::install::{self, Way};
use crate::reactive::{Live, create_effect, handler};
use crate::state::{DeviceState, Phase};
use crate::words::notifications as words;
use crate::{browser, words as all};
use sycamore::prelude::*;

/// Draws this device, and the others that are told.
pub fn this_device(client: Client) -> View {
    let device = Device::new(client);
    create_effect(move || {
        // Also when the person comes back from the settings of the browser, or the device has signed up again by itself.
        client.notification_news.track();
        let is_looking = client.visible.get();
        if is_looking && (client.phase.get() == Phase::Ready || client.is_cut_off()) {
            device.look();
        }
    });
    let (trial, devices) = (create_signal(None), devices::devices(device));
    view! {
        section(class="panel", aria-label=words::THIS_DEVICE, aria-busy=move || device.is_busy.get().then_some("true")) {
            h2 { (words::THIS_DEVICE) }
            (Live { now: move || match device.state.get() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=all::LOADING) },
                Some(DeviceState::Unsupported) => view! { p(class="hint") { (words::UNSUPPORTED) } },
                Some(DeviceState::NeedsIcon) => needs_icon(),
                Some(DeviceState::Blocked) => blocked(device),
                Some(DeviceState::Off) => off(device),
                Some(DeviceState::On) => on(device, trial),
            } })
            (Live { now: move || match device.problem.get_clone() {
                None => View::new(),
                Some(why) => view! { p(class="field-problem", role="alert") { (why) } },
            } })
        }
        (devices)
    }
}

fn needs_icon() -> View {
    let steps = all::INSTALL_IOS.into_iter().chain([("bell", words::THEN_HERE)]);
    let steps = steps_of(steps);
    view! {
        p(class="hint") { (words::NEEDS_ICON) }
        (steps)
    }
}

fn blocked(device: Device) -> View {
    let is_app_on_ios = browser::is_apple() && install::way() == Way::Installed && browser::is_touch_only();
    let steps = steps_of(if is_app_on_ios { words::UNBLOCK_IOS } else { words::UNBLOCK }.into_iter());
    view! {
        p(class="hint") { (words::BLOCKED) }
        (steps)
        button(class="button button-quiet button-wide", r#type="button", data-testid="look-again", on:click=handler(move |_| device.look())) {
            (words::LOOK_AGAIN)
        }
    }
}

fn steps_of(steps: impl Iterator<Item = (&'static str, &'static str)>) -> View {
    let steps: Vec<View> = steps
        .map(|(symbol, text)| {
            let symbol = icon(symbol);
            view! { li { span(class="step-symbol") { (symbol) } span { (text) } } }
        })
        .collect();
    view! { ol(class="steps") { (steps) } }
}

fn off(device: Device) -> View {
    let bell = icon("bell");
    view! {
        p(class="hint") { (words::OFF) }
        button(class="button button-wide", r#type="button", data-testid="turn-on-push", disabled=move || device.is_busy.get(),
            on:click=handler(move |_| device.turn_on())) {
            (bell)
            (Live { now: move || if device.is_busy.get() { words::ASKING } else { words::TURN_ON } })
        }
    }
}

fn on(device: Device, running: Signal<Option<crate::state::Trial>>) -> View {
    let trial = trial::trial(device, running);
    view! {
        p(class="told-on") { (words::ON) }
        (trial)
        button(class="button button-quiet button-wide", r#type="button", data-testid="turn-off-push", on:click=handler(move |_| device.turn_off())) {
            (words::TURN_OFF)
        }
    }
}

//! Whether this device is told, why not, and what to do.

use super::{devices, trial};
use crate::client::{Client, NotTold};
use crate::components::icon::icon;
use crate::components::loaded::Loaded;
use crate::components::telling::sentence;
use crate::offline::install::{self, Way};
use crate::offline::push;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{DeviceFacts, DeviceState, Phase};
use crate::words::notifications as words;
use crate::{browser, words as all};
use hubbub_shared::model::PushState;
use hubbub_shared::protocol::command::GetPush;
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
pub struct Device {
    /// The app's client.
    pub client: Client,
    /// How it stands. `None`: it is being found out.
    state: Signal<Option<DeviceState>>,
    /// Where the person is told.
    pub told: Loaded<PushState>,
    /// Why turning it on did not work.
    problem: Signal<Option<String>>,
    is_busy: Signal<bool>,
}

/// Draws this device, and the others that are told.
pub fn device(client: Client) -> View {
    let device = Device {
        client,
        state: create_signal(None),
        told: Loaded::new(),
        problem: create_signal(None),
        is_busy: create_signal(false),
    };
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

impl Device {
    /// Finds out how it stands: what the browser says, and what the server.
    fn look(self) {
        self.client.call(GetPush {}, move |answer| self.learn(answer));
    }

    fn learn(self, answer: Result<PushState, hubbub_shared::Problem>) {
        let is_known = answer.as_ref().is_ok_and(|told| told.devices.iter().any(|one| one.current));
        let is_cut_off = answer.is_err();
        if !(is_cut_off && self.told.is_here()) {
            self.told.put(answer);
        }
        spawn_local(async move {
            let is_supported = push::is_supported();
            let is_subscribed = is_supported && push::subscription().await.is_some();
            let facts = DeviceFacts {
                is_supported,
                needs_icon: install::way() == Way::Ios,
                permission: push::permission().await,
                is_subscribed,
                // Without a connection the device goes by what it was told last.
                is_known: is_known || (is_cut_off && push::is_on()),
            };
            if self.state.is_alive() {
                self.put(DeviceState::of(facts));
            }
        });
    }

    /// Drawn anew only if it is another: the focus stays where it is.
    fn put(self, state: DeviceState) {
        if self.state.get_untracked() != Some(state) {
            self.state.set(Some(state));
        }
    }

    fn turn_on(self) {
        self.problem.set(None);
        self.is_busy.set(true);
        self.client.turn_on_push(move |answer| {
            if !self.state.is_alive() {
                return;
            }
            self.is_busy.set(false);
            match answer {
                Ok(told) => {
                    self.told.put(Ok(told));
                    self.put(DeviceState::On);
                    self.client.notify(words::TURNED_ON);
                    browser::soon(|| browser::focus("[data-testid=try-push]"));
                }
                Err(NotTold::Denied) => {
                    self.put(DeviceState::Blocked);
                    browser::soon(|| browser::focus("[data-testid=look-again]"));
                }
                Err(why) => self.problem.set(Some(sentence(why))),
            }
        });
    }

    fn turn_off(self) {
        self.problem.set(None);
        self.client.turn_off_push(move |answer| match answer {
            Ok(told) if self.state.is_alive() => {
                self.told.put(Ok(told));
                self.put(DeviceState::Off);
                self.client.notify(words::TURNED_OFF);
                browser::soon(|| browser::focus("[data-testid=turn-on-push]"));
            }
            Ok(_) => {}
            Err(problem) => self.client.complain(&problem),
        });
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

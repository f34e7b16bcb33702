//! This device: how it stands, and turning it on and off.

use crate::browser;
use crate::client::{Client, NotTold};
use crate::components::loaded::Loaded;
use crate::components::telling::sentence;
use crate::offline::install::{self, Way};
use crate::offline::push;
use crate::state::{DeviceFacts, DeviceState};
use crate::words::notifications as words;
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
    pub(super) state: Signal<Option<DeviceState>>,
    /// Where the person is told.
    pub told: Loaded<PushState>,
    /// Why turning it on did not work.
    pub(super) problem: Signal<Option<String>>,
    /// The browser is being asked.
    pub(super) is_busy: Signal<bool>,
}

impl Device {
    /// Nothing is known of it yet.
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            state: create_signal(None),
            told: Loaded::new(),
            problem: create_signal(None),
            is_busy: create_signal(false),
        }
    }

    /// Finds out how it stands: what the browser says, and what the server.
    pub(super) fn look(self) {
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

    /// Has the browser ask, if it has to, and subscribes.
    pub(super) fn turn_on(self) {
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

    /// It is told no more.
    pub(super) fn turn_off(self) {
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

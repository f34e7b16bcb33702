//! Telling this device by web push: turning it on and off, and looking at each start whether it still is.

use super::Client;
use crate::offline::push::{self, Subscription, Unsubscribed};
use crate::state::Permission;
use hubbub_shared::Problem;
use hubbub_shared::model::PushState;
use hubbub_shared::protocol::command::{GetPush, SubscribePush, UnsubscribePush};
use wasm_bindgen_futures::spawn_local;

/// Why a device is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTold {
    /// The person, or the browser for them, has refused.
    Denied,
    /// The person closed the question without an answer.
    Undecided,
    /// The browser did not subscribe.
    Browser(Unsubscribed),
    /// The server did not take it.
    Server(Problem),
}

impl Client {
    /// Asks the person whether this device may be told, and has it told. To be called under a finger.
    pub fn turn_on_push(self, done: impl FnOnce(Result<PushState, NotTold>) + 'static) {
        let asked = push::ask();
        spawn_local(async move {
            match asked.await {
                Permission::Granted => self.subscribe_push(done),
                Permission::Denied => done(Err(NotTold::Denied)),
                Permission::Undecided => done(Err(NotTold::Undecided)),
            }
        });
    }

    /// This device is told no more.
    pub fn turn_off_push(self, done: impl FnOnce(Result<PushState, Problem>) + 'static) {
        self.call(UnsubscribePush {}, move |answer| {
            if answer.is_ok() {
                self.notification_news.update(|news| *news += 1);
                spawn_local(push::unsubscribe());
            }
            done(answer);
        });
    }

    /// At a start: browsers lose subscriptions, and servers change their keys. Whoever turned it on stays told.
    pub fn look_after_push(self) {
        if !push::is_on() {
            return;
        }
        spawn_local(async move {
            if push::permission().await != Permission::Granted {
                return self.turn_off_push(|_| {});
            }
            let has = push::subscription().await;
            self.call(GetPush {}, move |answer| {
                let Ok(state) = answer else { return };
                let is_known = state.devices.iter().any(|device| device.current);
                let is_same = has.as_ref().is_some_and(|has| push::is_kept(&state.public_key, has));
                if !(is_known && is_same) {
                    self.subscribe_with(state.public_key, |_| {});
                }
            });
        });
    }

    fn subscribe_push(self, done: impl FnOnce(Result<PushState, NotTold>) + 'static) {
        self.call(GetPush {}, move |answer| match answer {
            Ok(state) => self.subscribe_with(state.public_key, done),
            Err(problem) => done(Err(NotTold::Server(problem))),
        });
    }

    fn subscribe_with(self, key: String, done: impl FnOnce(Result<PushState, NotTold>) + 'static) {
        spawn_local(async move {
            match push::subscribe(&key).await {
                Ok(subscription) => self.post_subscription(key, subscription, done),
                Err(why) => done(Err(NotTold::Browser(why))),
            }
        });
    }

    fn post_subscription(
        self,
        key: String,
        subscription: Subscription,
        done: impl FnOnce(Result<PushState, NotTold>) + 'static,
    ) {
        let Subscription { endpoint, p256dh, auth } = subscription.clone();
        self.call(SubscribePush { endpoint, p256dh, auth }, move |answer| match answer {
            Ok(state) => {
                push::keep(&key, &subscription);
                self.notification_news.update(|news| *news += 1);
                done(Ok(state));
            }
            Err(problem) => done(Err(NotTold::Server(problem))),
        });
    }
}

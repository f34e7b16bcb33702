//! Oneself: the name others see, the devices, signing out.

use super::Client;
use crate::client::panel::General;
use crate::net::rest;
use crate::state::{Health, Route};
use crate::{browser, offline, words};
use hubbub_shared::model::{Session, User};
use hubbub_shared::protocol::command::UpdateMe;
use hubbub_shared::text::DisplayName;
use hubbub_shared::{Problem, SessionId};
use wasm_bindgen_futures::spawn_local;

impl Client {
    /// Changes the name others see.
    pub fn rename_me(self, name: &str, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let name = match DisplayName::parse(name) {
            Ok(name) => name.into(),
            Err(problem) => return done(Err(words::name_problem(name, problem))),
        };
        self.call(UpdateMe { display_name: Some(name) }, move |answer| {
            if let Ok(me) = &answer {
                self.model.update(|model| *model.me = Some(me.clone()));
                self.notify(words::SAVED);
            }
            done(answer.map(drop));
        });
    }

    /// Shows who somebody is, in the hub that is open.
    pub fn show_person(self, user: &User) {
        if user.webhook {
            return self.notify(words::WEBHOOK_HINT);
        }
        if let Some(hub) = self.route.with_untracked(Route::hub) {
            self.model.update(|model| model.members.want(hub, [user.id]));
            self.open(General::Profile(hub, Box::new(user.clone())));
        }
    }

    /// Where the person is signed in.
    pub fn sessions(self, done: impl FnOnce(Result<Vec<Session>, Problem>) + 'static) {
        spawn_local(async move { done(rest::sessions().await) });
    }

    /// Signs another device out.
    pub fn end_session(self, session: SessionId, done: impl FnOnce() + 'static) {
        spawn_local(async move {
            match rest::end_session(session).await {
                Ok(()) => done(),
                Err(problem) => self.complain(&problem),
            }
        });
    }

    /// Signs all other devices and programs out.
    pub fn end_other_sessions(self) {
        spawn_local(async move {
            match end_others().await {
                Ok(()) => self.notify(words::OTHERS_SIGNED_OUT),
                Err(problem) => self.complain(&problem),
            }
            self.close();
        });
    }

    /// Signs this device out. What was kept here goes with it; if that is something unsent, only when asked twice.
    pub fn sign_out(self) {
        let unsent = self.model.with_untracked(|model| model.outbox.entries().len());
        let warned = self.wire.update_silent(|wire| std::mem::replace(&mut wire.sign_out_warned, unsent));
        if unsent > 0 && warned != unsent {
            return self.toast(words::unsent_at_sign_out(unsent), true);
        }
        // Once more: without its code, nothing of what was encrypted can be read again.
        if self.is_enrolled()
            && !self.wire.update_silent(|wire| std::mem::replace(&mut wire.keys_warned, true))
        {
            return self.toast(words::KEYS_AT_SIGN_OUT.to_owned(), true);
        }
        spawn_local(async move {
            self.lets_this_device_go().await;
            match rest::sign_out().await {
                Ok(()) => {
                    self.model.update(|model| model.forget_person());
                    offline::push::leave().await;
                    offline::forget_everything().await;
                    browser::go("/sign-in");
                }
                Err(problem) => self.complain(&problem),
            }
        });
    }

    /// What the server tells of itself.
    pub fn health(self, done: impl FnOnce(Health) + 'static) {
        if let Some(known) = self.wire.with_untracked(|wire| wire.health.clone()) {
            return done(known);
        }
        spawn_local(async move {
            if let Ok(health) = rest::health().await {
                done(health);
            }
        });
    }
}

async fn end_others() -> Result<(), Problem> {
    for session in rest::sessions().await?.into_iter().filter(|session| !session.current) {
        rest::end_session(session.id).await?;
    }
    Ok(())
}

//! Making a key: what it is called, where and what it may do, and until when.

use super::Keys;
use crate::browser;
use crate::components::dialogs::form::{choice, choice_from};
use crate::components::field::{Field, field};
use crate::components::switch::permission_switch;
use crate::reactive::{Live, create_effect, handler};
use crate::words::{CANCEL, api_keys as words, permissions};
use hubbub_shared::permissions::Permission;
use hubbub_shared::protocol::command::CreateApiKey;
use hubbub_shared::{HubId, Permissions, Problem};
use sycamore::prelude::*;

const NAME_CHARS: usize = 64;
/// What most programs need.
const USUAL_SCOPE: usize = 1;

/// What is written. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    name: Signal<String>,
    hub: Signal<Option<HubId>>,
    /// Which of the scopes to choose from.
    scope: Signal<usize>,
    /// What was chosen one by one.
    chosen: Signal<Permissions>,
    ending: Signal<usize>,
    problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

impl Draft {
    fn scope(self) -> Permissions {
        let of_choice = words::SCOPES.get(self.scope.get()).and_then(|(_, scope)| *scope);
        of_choice.unwrap_or_else(|| self.chosen.get())
    }

    /// What has to be said before there can be a key.
    fn lacks(self) -> Option<Problem> {
        if self.name.with(|name| name.trim().is_empty()) {
            return Some(Problem::field("name", words::NAMELESS));
        }
        self.scope().is_empty().then(|| Problem::field("scope", words::POWERLESS))
    }

    fn command(self) -> CreateApiKey {
        CreateApiKey {
            name: self.name.get_clone(),
            scope: self.scope(),
            hub: self.hub.get(),
            expires_in_secs: words::ENDINGS.get(self.ending.get()).and_then(|(_, secs)| *secs),
        }
    }
}

/// Draws the form.
pub(super) fn new(keys: Keys) -> View {
    let draft = Draft {
        name: create_signal(String::new()),
        hub: create_signal(None),
        scope: create_signal(USUAL_SCOPE),
        chosen: create_signal(Permissions::VIEW),
        ending: create_signal(0),
        problem: create_signal(None),
        busy: create_signal(false),
    };
    let (problem, busy) = (draft.problem, draft.busy);
    // What was wrong is said until something of it changes.
    create_effect(move || {
        draft.name.track();
        draft.scope.track();
        draft.chosen.track();
        problem.set(None);
    });
    let name = field(Field {
        id: "key-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: draft.name,
        problem,
        max: NAME_CHARS,
    });
    let hubs = hubs(keys, draft);
    let scopes = words::SCOPES.iter().map(|(name, _)| (*name).to_owned());
    let scope =
        choice_from("key-scope", words::SCOPE, scopes, USUAL_SCOPE, move |scope| draft.scope.set(scope));
    let endings = words::ENDINGS.iter().map(|(name, _)| *name);
    let ending = choice("key-end", words::ENDS, endings, move |ending| draft.ending.set(ending));
    view! {
        form(class="key-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            problem.set(draft.lacks());
            if problem.with(Option::is_some) {
                return browser::focus("#key-name");
            }
            busy.set(true);
            keys.client.call(draft.command(), move |answer| {
                if !problem.is_alive() {
                    return;
                }
                busy.set(false);
                match answer {
                    Ok(made) => keys.made(made),
                    Err(why) => problem.set(Some(why)),
                }
            });
        })) {
            (name)
            (hubs)
            (scope)
            (Live { now: move || if draft.scope.get() + 1 == words::SCOPES.len() { each(draft) } else { View::new() } })
            (ending)
            button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (words::MAKE) }
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| keys.close())) { (CANCEL) }
        }
    }
}

/// All hubs, or one of them.
fn hubs(keys: Keys, draft: Draft) -> View {
    let (ids, names): (Vec<HubId>, Vec<String>) = keys
        .client
        .model
        .with_untracked(|model| model.hubs.own().map(|hub| (hub.id, hub.name.clone())).unzip());
    let options = std::iter::once(words::ALL_HUBS.to_owned()).chain(names);
    choice_from("key-hub", words::HUB, options, 0, move |place| {
        draft.hub.set(place.checked_sub(1).and_then(|place| ids.get(place).copied()));
    })
}

/// Each permission, for who wants just these.
fn each(draft: Draft) -> View {
    let tick = |permission: &Permission| {
        let words = (permissions::title(permission), permissions::meaning(permission));
        permission_switch(permission, words, false, draft.chosen)
    };
    let rows: Vec<View> = Permissions::TABLE.iter().map(tick).collect();
    view! { fieldset(class="key-scope", aria-label=words::SCOPE) { (rows) } }
}

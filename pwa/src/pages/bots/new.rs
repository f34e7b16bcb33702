//! Making an application: what it is called and does, what it asks for, of what it hears, and who may add it.

use crate::browser;
use crate::client::Client;
use crate::components::field::{Field, field, select, text};
use crate::components::switch::{permission_switch, switch};
use crate::reactive::{Live, create_effect, handler};
use crate::words::{CANCEL, bots as words, permissions};
use hubbub_shared::model::{ApplicationToken, Intent};
use hubbub_shared::permissions::Permission;
use hubbub_shared::protocol::command::CreateApplication;
use hubbub_shared::text::{ApplicationDescription, ApplicationName};
use hubbub_shared::{Permissions, Problem};
use sycamore::prelude::*;

const READ: Permissions = Permissions(Permissions::VIEW.0 | Permissions::HISTORY.0);
/// What each of the first choices comes to; of the last, one chooses each permission.
const ASKS: [Permissions; 2] = [READ, Permissions(READ.0 | Permissions::SEND.0 | Permissions::REACT.0)];

/// What is written. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    name: Signal<String>,
    about: Signal<String>,
    /// Which of the choices.
    asks: Signal<usize>,
    /// What was chosen one by one.
    chosen: Signal<Permissions>,
    hears: Signal<Vec<Intent>>,
    public: Signal<bool>,
    problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

impl Draft {
    fn command(self) -> CreateApplication {
        CreateApplication {
            name: self.name.get_clone(),
            description: Some(self.about.get_clone()),
            public: self.public.get(),
            permissions: ASKS.get(self.asks.get()).copied().unwrap_or_else(|| self.chosen.get()),
            intents: self.hears.get_clone(),
        }
    }
}

/// Draws the form. `made` gets what is new, with its token; `close` is for who thinks better of it.
pub(super) fn new(
    client: Client,
    made: impl Fn(ApplicationToken) + Copy + 'static,
    close: impl Fn() + Copy + 'static,
) -> View {
    let draft = Draft {
        name: create_signal(String::new()),
        about: create_signal(String::new()),
        asks: create_signal(1),
        chosen: create_signal(READ),
        hears: create_signal(vec![Intent::Messages]),
        public: create_signal(false),
        problem: create_signal(None),
        busy: create_signal(false),
    };
    let (problem, busy) = (draft.problem, draft.busy);
    // What was wrong is said until something of it changes.
    create_effect(move || {
        draft.name.track();
        problem.set(None);
    });
    let name = field(Field {
        id: "application-name",
        label: words::NAME,
        example: words::NAME_EXAMPLE,
        value: draft.name,
        problem,
        max: ApplicationName::MAX_CHARS,
    });
    let about = text(Field {
        id: "application-about",
        label: words::ABOUT,
        example: words::ABOUT_EXAMPLE,
        value: draft.about,
        problem: create_signal(None),
        max: ApplicationDescription::MAX_CHARS,
    });
    let asks = select("application-asks", words::ASKS, &words::PERMISSIONS, draft.asks);
    let hears = hears(draft);
    let public =
        switch((words::PUBLIC.to_owned(), words::PUBLIC_HINT.to_owned()), (false, false), move |is_on| {
            draft.public.set(is_on);
        });
    view! {
        form(class="key-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if draft.name.with(|name| name.trim().is_empty()) {
                problem.set(Some(Problem::field("name", words::NAMELESS)));
                return browser::focus("#application-name");
            }
            busy.set(true);
            client.call(draft.command(), move |answer| {
                if !problem.is_alive() {
                    return;
                }
                busy.set(false);
                match answer {
                    Ok(token) => made(token),
                    Err(why) => problem.set(Some(why)),
                }
            });
        })) {
            (name)
            (about)
            (asks)
            (Live { now: move || if draft.asks.get() == ASKS.len() { each(draft) } else { View::new() } })
            (hears)
            (public)
            button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (words::MAKE) }
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| close())) { (CANCEL) }
        }
    }
}

/// Each permission, for who wants just these.
fn each(draft: Draft) -> View {
    let tick = |permission: &Permission| {
        let words = (permissions::title(permission), permissions::meaning(permission));
        permission_switch(permission, words, false, draft.chosen)
    };
    let rows: Vec<View> = Permissions::TABLE.iter().map(tick).collect();
    view! { fieldset(class="key-scope", aria-label=words::ASKS) { (rows) } }
}

/// Each kind of events.
fn hears(draft: Draft) -> View {
    let tick = |intent: Intent| {
        let is_on = draft.hears.with_untracked(|hears| hears.contains(&intent));
        view! {
            label(class="bot-hears") {
                input(r#type="checkbox", checked=is_on, on:change=handler(move |event: web_sys::Event| {
                    let is_on = browser::is_checked(&event);
                    draft.hears.update(|hears| {
                        hears.retain(|one| *one != intent);
                        hears.extend(Some(intent).filter(|_| is_on));
                    });
                }))
                (words::intent(intent))
            }
        }
    };
    let ticks: Vec<View> = Intent::ALL.into_iter().map(tick).collect();
    view! {
        fieldset(class="key-scope", aria-label=words::HEARS) {
            legend { (words::HEARS) }
            (ticks)
        }
    }
}

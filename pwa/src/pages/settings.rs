//! Oneself: name, appearance, where one is signed in.

mod api_keys;
mod blocks;
mod reports;

use crate::client::panel::{Filing, General, Shown};
use crate::client::{Client, use_client};
use crate::components::field::{Field, field};
use crate::components::hub_rail::me_picture;
use crate::components::more_icons::icon;
use crate::offline::install::{self, Way};
use crate::offline::theme::{self, Theme};
use crate::pages::leaving::leaving;
use crate::pages::sign_in::local_notice;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::{Health, Route};
use crate::words::{bots, notifications};
use crate::{browser, clock, words};
use hubbub_shared::model::{Session, SignInMethod};
use hubbub_shared::text::DisplayName;
use sycamore::prelude::*;

/// Draws the page.
pub fn settings() -> View {
    let client = use_client();
    let health = create_signal(None::<Health>);
    client.health(move |told| {
        if health.is_alive() {
            health.set(Some(told));
        }
    });
    let is_local = create_selector(move || {
        health.with(|health| health.as_ref().is_some_and(|it| it.sign_in == SignInMethod::Local))
    });
    let (profile, appearance, sessions, app, about) =
        (profile(client), appearance(), sessions(client), this_app(client), about(health));
    let (blocks, leaving, reports) = (blocks::blocks(client), leaving(client), reports::reports(client));
    let (keys, applications) = (api_keys::api_keys(client), applications(client));
    view! {
        div(class="page settings") {
            header(class="bar") {
                h1(class="bar-title") { (words::SETTINGS) }
            }
            div(class="page-content") {
                (Live { now: move || if is_local.get() { local_notice() } else { View::new() } })
                (profile)
                (appearance)
                (app)
                (blocks)
                (reports)
                (sessions)
                (keys)
                (applications)
                (leaving)
                (about)
            }
        }
    }
}

fn profile(client: Client) -> View {
    let name = create_signal(
        client
            .model
            .with_untracked(|model| model.me.as_ref().map(|me| me.display_name.clone()).unwrap_or_default()),
    );
    let problem = create_signal(None);
    let field = field(Field {
        id: "display-name",
        label: words::DISPLAY_NAME,
        example: "",
        value: name,
        problem,
        max: DisplayName::MAX_CHARS,
    });
    let picture = me_picture(client);
    let change = move |_: web_sys::MouseEvent| client.open(Filing::Picture(Shown::Me));
    let username = create_selector(move || {
        client.model.with(|model| model.me.as_ref().map(|me| me.username.clone()).unwrap_or_default())
    });
    let changed = create_selector(move || {
        client.model.with(|model| {
            model
                .me
                .as_ref()
                .is_some_and(|me| name.with(|name| name.trim() != me.display_name && !name.trim().is_empty()))
        })
    });
    view! {
        section(class="panel", aria-label=words::PROFILE) {
            h2 { (words::PROFILE) }
            div(class="profile") {
                button(class="profile-picture", r#type="button", tabindex="-1", aria-hidden="true", on:click=handler(change)) { (picture) }
                span(class="card-text") {
                    strong { (Live { now: move || client.model.with(|model| model.me.as_ref().map(|me| me.display_name.clone()).unwrap_or_default()) }) }
                    span(class="hint") { "@" (Live { now: move || username.get_clone() }) }
                }
                button(class="button button-small button-quiet", r#type="button", data-testid="change-picture", on:click=handler(change)) { (words::CHANGE_PICTURE) }
            }
            form(class="profile-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                problem.set(None);
                client.rename_me(&name.get_clone_untracked(), move |answer| {
                    if problem.is_alive() {
                        problem.set(answer.err());
                    }
                });
            })) {
                (field)
                button(class="button", r#type="submit", disabled=move || !changed.get()) { (words::SAVE) }
            }
        }
    }
}

fn appearance() -> View {
    let chosen = create_signal(Theme::kept());
    let choices: Vec<View> = Theme::ALL.into_iter().map(|theme| choice(chosen, theme)).collect();
    view! {
        section(class="panel", aria-label=words::APPEARANCE) {
            h2 { (words::APPEARANCE) }
            div(class="choices", role="radiogroup", aria-label=words::THEME) { (choices) }
            label(class="switch") {
                span(class="card-text") {
                    strong { (words::CONTRAST) }
                    span(class="hint") { (words::CONTRAST_HINT) }
                }
                input(r#type="checkbox", role="switch", checked=theme::has_more_contrast(), on:change=handler(move |event: web_sys::Event| {
                    theme::choose_contrast(browser::is_checked(&event));
                }))
            }
        }
    }
}

fn choice(chosen: Signal<Theme>, theme: Theme) -> View {
    let label = match theme {
        Theme::Auto => words::THEME_AUTO,
        Theme::Light => words::THEME_LIGHT,
        Theme::Dark => words::THEME_DARK,
    };
    let is_chosen = chosen.get_untracked() == theme;
    view! {
        label(class="choice") {
            input(r#type="radio", name="theme", value=theme.name(), checked=is_chosen, on:change=handler(move |_: web_sys::Event| {
                chosen.set(theme);
                theme.choose();
            }))
            span { (label) }
        }
    }
}

/// What concerns the app itself on this device.
fn this_app(client: Client) -> View {
    let installing = match install::way() {
        Way::Installed => View::new(),
        _ => row("install", words::INSTALL_TITLE, words::INSTALL_WHY, move || client.open(General::Install)),
    };
    let keys = match browser::is_touch_only() {
        true => View::new(),
        false => row("keyboard", words::SHORTCUTS_TITLE, words::SHORTCUTS_HINT, move || {
            client.open(General::Shortcuts)
        }),
    };
    let diagnostics =
        row("pulse", words::DIAGNOSTICS, words::DIAGNOSTICS_HINT, move || client.go(Route::Diag));
    let notifications =
        row("bell", notifications::TITLE, notifications::HINT, move || client.go(Route::Notifications));
    let is_owner = client.model.with_untracked(|model| model.me.as_ref().is_some_and(|me| me.global_owner));
    let console = match is_owner {
        true => row("shield", words::CONSOLE, words::CONSOLE_HINT, move || client.go(Route::Console)),
        false => View::new(),
    };
    view! {
        section(class="panel panel-rows", aria-label=words::THIS_APP) {
            h2 { (words::THIS_APP) }
            (notifications)
            (installing)
            (keys)
            (diagnostics)
            (console)
        }
    }
}

fn row(symbol: &str, title: &'static str, hint: &'static str, act: impl Fn() + 'static) -> View {
    let (symbol, on) = (icon(symbol), icon("forward"));
    view! {
        button(class="row", r#type="button", on:click=handler(move |_| act())) {
            (symbol)
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (hint) }
            }
            (on)
        }
    }
}

/// What programs have accounts of their own, which is a page by itself.
fn applications(client: Client) -> View {
    let go = move || client.go(Route::Bots(String::new()));
    let row = row("open", bots::TITLE, bots::HINT, go);
    view! { section(class="panel panel-rows", aria-label=bots::TITLE) { (row) } }
}

fn sessions(client: Client) -> View {
    let list = create_signal(None::<Vec<Session>>);
    create_effect(move || {
        // Also when the question whether to end the others is answered.
        if client.panel.with(Option::is_none) {
            load_sessions(client, list);
        }
    });
    let leave = icon("leave");
    view! {
        section(class="panel", aria-label=words::SESSIONS) {
            h2 { (words::SESSIONS) }
            (Live { now: move || match list.get_clone() {
                None => view! { div(class="skeleton-line", role="status", aria-label=words::LOADING) },
                Some(sessions) => {
                    let rows: Vec<View> = sessions.into_iter().map(|one| session(client, list, one)).collect();
                    view! { ul(class="sessions") { (rows) } }
                }
            } })
            (Live { now: move || if list.with(|list| list.as_ref().is_some_and(|list| list.len() > 1)) {
                view! {
                    button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| client.open(General::EndOtherSessions))) {
                        (words::END_OTHERS)
                    }
                }
            } else {
                View::new()
            } })
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| client.sign_out())) {
                (leave)
                (words::SIGN_OUT)
            }
        }
    }
}

fn load_sessions(client: Client, list: Signal<Option<Vec<Session>>>) {
    client.sessions(move |answer| match answer {
        Ok(sessions) if list.is_alive() => list.set(Some(sessions)),
        Ok(_) => {}
        Err(problem) => client.complain(&problem),
    });
}

fn session(client: Client, list: Signal<Option<Vec<Session>>>, session: Session) -> View {
    let used = words::signed_in_at(&clock::ago(session.last_used_at.0, clock::now()));
    let (id, name, label) = (session.id, session.name.clone(), words::end_session_of(&session.name));
    let action = if session.current {
        view! { span(class="tag") { (words::THIS_DEVICE) } }
    } else {
        view! {
            button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| {
                client.end_session(id, move || load_sessions(client, list));
            })) { (words::END_SESSION) }
        }
    };
    view! {
        li(class="session") {
            span(class="card-text") {
                strong { (name) }
                span(class="hint") { (used) }
            }
            (action)
        }
    }
}

fn about(health: Signal<Option<Health>>) -> View {
    view! {
        p(class="hint settings-about") {
            (Live { now: move || health.with(|health| health.as_ref().map(|it| words::version(&it.version)).unwrap_or_default()) })
        }
    }
}

//! One's own applications: which there are, and making one, giving it another token, deleting it.

use super::new;
use crate::client::Client;
use crate::client::panel::{Filing, Shown};
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::components::shown_once::{Beside, ShownOnce};
use crate::reactive::{Live, create_effect, handler};
use crate::state::Route;
use crate::words::{CANCEL, CHANGE_PICTURE, bots as words};
use crate::{browser, clock};
use hubbub_shared::model::{Application, ApplicationToken, Applications};
use hubbub_shared::protocol::command::{DeleteApplication, GetApplications, RotateBotToken};
use sycamore::prelude::*;

/// What is open below the list.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    /// One is being made.
    New,
    /// A token that was just made.
    Token(Box<ApplicationToken>),
}

/// What the page works on. Copies are the same.
#[derive(Clone, Copy)]
struct Own {
    client: Client,
    loaded: Loaded<Applications>,
    open: Signal<Open>,
}

/// Draws the list.
pub(super) fn own(client: Client) -> View {
    let own = Own { client, loaded: Loaded::new(), open: create_signal(Open::Nothing) };
    create_effect(move || {
        // Also when a picture of one was chosen.
        if client.panel.with(Option::is_none) {
            client.call(GetApplications {}, move |answer| own.loaded.put(answer));
        }
    });
    let rows = own.loaded.view(move |all| list(own, all));
    let has_come = own.loaded.has_come();
    view! {
        section(class="panel", aria-label=words::TITLE) {
            p(class="hint") { (words::HINT) }
            (rows)
            (Live { now: move || match own.open.get_clone() {
                _ if !has_come.get() => View::new(),
                Open::Nothing => add(own),
                Open::New => new::new(own.client, move |made| own.made(made), move || own.close()),
                Open::Token(made) => token(own, &made),
            } })
        }
    }
}

fn add(own: Own) -> View {
    let plus = icon("plus");
    view! {
        button(class="button button-quiet button-wide", r#type="button", data-testid="new-application", on:click=handler(move |_| {
            own.open.set(Open::New);
            browser::soon(|| browser::focus("#application-name"));
        })) {
            (plus)
            (words::NEW)
        }
    }
}

impl Own {
    /// Shows the token of one that is new or has another.
    fn made(self, made: ApplicationToken) {
        if !self.loaded.is_shown() {
            return;
        }
        let id = made.application.id;
        self.loaded.put_in(|all| &mut all.applications, |one| one.id == id, made.application.clone());
        self.open.set(Open::Token(Box::new(made)));
        browser::soon(|| browser::focus("#bot-token"));
    }

    fn close(self) {
        self.open.set(Open::Nothing);
        browser::soon(|| browser::focus("[data-testid=\"new-application\"]"));
    }

    fn rotate(self, application: &Application) {
        let rotate = RotateBotToken { application: application.id, overlap_secs: None };
        self.client.call(rotate, move |answer| match answer {
            Ok(made) => self.made(made),
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn delete(self, application: &Application) {
        let id = application.id;
        let gone = self.client.gone_or_told(move || {
            self.loaded.change(|all| all.applications.retain(|one| one.id != id));
            self.client.notify(words::DELETED);
            if self.loaded.is_shown() {
                self.close();
            }
        });
        self.client.call(DeleteApplication { application: id }, gone);
    }
}

fn list(own: Own, all: &Applications) -> View {
    if all.applications.is_empty() {
        return view! { p(class="hint") { (words::NONE) } };
    }
    let rows: Vec<View> = all.applications.iter().map(|application| row(own, application)).collect();
    view! { ul(class="sessions bans") { (rows) } }
}

fn row(own: Own, application: &Application) -> View {
    let (name, about) = (application.bot.display_name.clone(), application.description.clone());
    let token = application.token.as_ref();
    let prefix = token.map(|token| format!("{}…", token.prefix)).unwrap_or_default();
    let used = token.and_then(|token| token.last_used_at).map(|at| clock::ago(at.0, clock::now()));
    let used = words::used(used);
    let who = match application.public {
        true => view! { span(class="hint") { (words::EVERYBODYS) } },
        false => View::new(),
    };
    let address = Route::Bots(application.id.to_string()).address();
    let (label, buttons) = (words::of(words::ADD, &name), buttons(own, application.clone()));
    let (picture, bot) = (avatar(&application.bot, ""), application.bot.clone());
    let change = words::of(CHANGE_PICTURE, &name);
    view! {
        li(class="session governing-entry") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { bdi { (about) } }
                span(class="hint") { code { (prefix) } " · " (used) }
                (who)
            }
            div(class="governing-buttons webhook-buttons") {
                a(class="button button-small", data-link="", href=address, aria-label=label) { (words::ADD) }
                button(class="button button-small button-quiet", r#type="button", aria-label=change, on:click=handler(move |_| {
                    own.client.open(Filing::Picture(Shown::Bot(Box::new(bot.clone()))));
                })) { (CHANGE_PICTURE) }
                (buttons)
            }
        }
    }
}

/// Deleting is asked for twice: the bot leaves all its hubs.
fn buttons(own: Own, application: Application) -> View {
    let asks = create_signal(false);
    view! {
        (Live { now: move || {
            let (rotated, deleted) = (application.clone(), application.clone());
            let name = &application.bot.display_name;
            let (rotate, delete) = (words::of(words::ROTATE, name), words::of(words::DELETE, name));
            if asks.get() {
                view! {
                    p(class="hint") { (words::DELETE_HINT) }
                    button(class="button button-small button-danger", r#type="button", aria-label=delete, on:click=handler(move |_| own.delete(&deleted))) { (words::DELETE) }
                    button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| asks.set(false))) { (CANCEL) }
                }
            } else {
                view! {
                    button(class="button button-small button-quiet", r#type="button", aria-label=rotate, on:click=handler(move |_| own.rotate(&rotated))) { (words::ROTATE) }
                    button(class="button button-small button-quiet", r#type="button", aria-label=delete, on:click=handler(move |_| asks.set(true))) { (words::DELETE) }
                }
            }
        } })
    }
}

/// The token, this once.
fn token(own: Own, made: &ApplicationToken) -> View {
    let former = made.application.token.as_ref().and_then(|token| token.former_until);
    let former = match former {
        Some(_) => view! { p(class="hint") { (words::FORMER_HINT) } },
        None => View::new(),
    };
    let shown = ShownOnce {
        id: "bot-token",
        title: words::TOKEN_TITLE,
        hint: words::TOKEN_HINT,
        label: words::TOKEN,
        copy: words::COPY,
        seen: words::SEEN,
    };
    shown.view(own.client, made.token.clone(), Beside { above: former, ..Beside::default() }, move || {
        own.close()
    })
}

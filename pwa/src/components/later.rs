//! What nobody needs to read and write, in parts of the app of their own (decision 10), cut off by the build. `later`:
//! lists, emoji, settings, what describes the device; loaded when there is time, or when somebody opens something of it.
//! So are `notifications`: being told, and the inbox; and `talking`: what can be done with a message, emoji, suggestions, pins. `governing`: what a hub is run with, and `people`: finding its members, choosing roles, names and notes, and bots; loaded when
//! somebody opens something of them. `files`: choosing and sending files. `dms`: encrypted conversations. `console`: what the server is run with, which others than its
//! owner never load.

mod pieces;

pub use self::pieces::*;
use super::dialog::dialog;
use super::icon::icon;
use super::message::deeds::Deed;
use crate::browser;
use crate::client::Client;
use crate::net::rest;
use crate::offline::updates;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{Arrival, Missing, Phase};
use crate::words::{BACK, later as words};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// A first start has the network for itself until its messages are here; without a network it waits no longer.
const PATIENCE_MS: i32 = 10_000;
/// Who waits longer than this is told.
const SLOW_MS: i32 = 250;

/// The parts of the app. Copies are the same.
#[derive(Clone, Copy)]
pub struct Parts([Part; Cut::ALL.len()]);

impl Parts {
    /// Not loaded, and provided to everything that is drawn.
    pub fn provide(client: Client) -> Self {
        let parts = Self(Cut::ALL.map(|cut| Part { client, cut, arrival: create_signal(Arrival::Away) }));
        provide_context(parts);
        parts
    }

    fn of(self, cut: Cut) -> Part {
        self.0[cut as usize]
    }

    /// Loads what everybody opens now and then.
    pub fn fetch_when_idle(self) {
        for cut in [Cut::Talking, Cut::Later, Cut::Notifications, Cut::Files] {
            self.of(cut).fetch_when_idle();
        }
        create_effect(move || {
            if self.of(Cut::Files).client.model.with(|model| model.outbox.waits_for_files()) {
                self.fetch_files();
            }
        });
    }
}

/// Where a part is.
#[derive(Clone, Copy)]
struct Part {
    client: Client,
    cut: Cut,
    arrival: Signal<Arrival>,
}

impl Part {
    /// Loads it when nothing more urgent is to be done, unless the person wants to save data.
    fn fetch_when_idle(self) {
        if browser::saves_data() {
            return;
        }
        create_effect(move || {
            if self.client.phase.get() == Phase::Ready {
                browser::when_idle(move || self.fetch());
            }
        });
        browser::later(PATIENCE_MS, move || self.fetch());
    }

    /// Loads it, if it is not here or on its way. The server, which draws the first view, has nothing to load.
    fn fetch(self) {
        if !browser::IS_HERE {
            return;
        }
        if matches!(self.arrival.get_untracked(), Arrival::Coming | Arrival::Slow | Arrival::Here) {
            return;
        }
        self.arrival.set(Arrival::Coming);
        browser::later(SLOW_MS, move || {
            if self.arrival.get_untracked() == Arrival::Coming {
                self.arrival.set(Arrival::Slow);
            }
        });
        spawn_local(async move {
            let loaded = self.cut.load().await;
            let arrived = match loaded {
                Ok(()) => Arrival::Here,
                Err(_) => Arrival::Failed(why().await),
            };
            self.arrival.set(arrived);
            if arrived == Arrival::Here && !browser::saves_data() {
                updates::keep_later_parts();
            }
        });
    }
}

impl Part {
    /// Does something as soon as the part is here, or says that it cannot come.
    fn does(self, deed: Deed) {
        self.fetch();
        match self.arrival.get_untracked() {
            Arrival::Here => drop(Piece::from(TalkingPiece::Deed(deed)).draw(self.client)),
            Arrival::Failed(_) => self.client.notify(words::UNREACHABLE),
            _ => browser::later(SLOW_MS, move || self.does(deed)),
        }
    }
}

impl Parts {
    /// Loads what files are chosen and sent with.
    pub fn fetch_files(self) {
        self.of(Cut::Files).fetch();
    }

    /// Does something with a message.
    pub fn does(self, deed: Deed) {
        self.of(Cut::Talking).does(deed);
    }
}

async fn why() -> Missing {
    Missing::why(browser::build().as_deref(), rest::build().await.as_deref())
}

/// Draws what is to be said until something is here, under a title. Boxed, so that waiting is compiled once.
type Around = Box<dyn Fn(&'static str, View) -> View>;

/// Draws something of the part as soon as that is here. `around` draws what is to be said until then, under a title.
fn later(what: Piece, around: Around) -> View {
    let part = use_context::<Parts>().of(what.cut());
    part.fetch();
    fetch_when_reachable(part);
    view! {
        (Live { now: move || match part.arrival.get() {
            Arrival::Away | Arrival::Coming => View::new(),
            Arrival::Slow => around(words::LOADING_TITLE, loading()),
            Arrival::Failed(missing) => around(words::MISSING_TITLE, explain(part, missing)),
            Arrival::Here => what.clone().draw(part.client),
        } })
    }
}

/// A dialog, or what stands in the place of one.
pub fn later_dialog(what: impl Into<Piece>) -> View {
    later(what.into(), Box::new(|title, body| dialog(title.to_owned(), body)))
}

/// Something within a place, which is whole without it until then.
pub fn later_line(what: impl Into<Piece>) -> View {
    later(what.into(), Box::new(|_, _| View::new()))
}

/// Something that nobody waits for: nothing, until its part was loaded for itself.
pub fn when_here(what: impl Into<Piece>) -> View {
    let what = what.into();
    let part = use_context::<Parts>().of(what.cut());
    view! { (Live { now: move || if part.arrival.get() == Arrival::Here { later_line(what.clone()) } else { View::new() } }) }
}

/// A place says what it is at once.
pub fn later_page(what: impl Into<Piece>, heading: &'static str) -> View {
    // The others stand in the shell, which is how one gets away from them.
    let what = what.into();
    let is_alone = what == LaterPiece::Diag.into();
    let around = move |title, body| {
        let (head, panel) = (head(heading, is_alone), panel(title, body));
        match is_alone {
            true => view! { main(class="page", id="main") { (head) (panel) } },
            false => view! { div(class="page") { (head) (panel) } },
        }
    };
    later(what, Box::new(around))
}

fn head(heading: &'static str, is_alone: bool) -> View {
    let arrow = icon("back");
    let back = match is_alone {
        true => {
            view! { a(class="icon-button bar-back", data-link="", href="/settings", aria-label=BACK) { (arrow) } }
        }
        false => View::new(),
    };
    view! {
        header(class="bar") {
            (back)
            h1(class="bar-title") { (heading) }
        }
    }
}

fn panel(title: &'static str, body: View) -> View {
    view! {
        div(class="page-content") {
            section(class="panel") {
                h2 { (title) }
                (body)
            }
        }
    }
}

fn fetch_when_reachable(part: Part) {
    create_effect(move || {
        let is_ready = part.client.phase.get() == Phase::Ready;
        if is_ready && part.arrival.get_untracked() == Arrival::Failed(Missing::Unreachable) {
            browser::soon(move || part.fetch());
        }
    });
}

fn loading() -> View {
    view! { p(class="hint", role="status") { (words::LOADING) } }
}

fn explain(part: Part, missing: Missing) -> View {
    let (text, label) = match missing {
        Missing::Unreachable => (words::UNREACHABLE, words::RETRY),
        Missing::Renewed => (words::RENEWED, words::RENEW),
        Missing::Broken => (words::BROKEN, words::RETRY),
    };
    view! {
        div(class="dialog-body") {
            p(class="hint", role="alert") { (text) }
            button(class="button button-wide", r#type="button", data-testid="fetch-later", data-focus="",
                on:click=handler(move |_| if missing == Missing::Renewed { updates::renew() } else { part.fetch() })) { (label) }
        }
    }
}

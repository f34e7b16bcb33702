//! What nobody needs to read and write, in parts of the app of their own (decision 10), cut off by the build. `later`:
//! lists, emoji, settings, what describes the device; loaded when there is time, or when somebody opens something of it.
//! So are `notifications`: being told, and the inbox; and `talking`: what can be done with a message, emoji, suggestions, pins. `governing`: what a hub is run with, and `people`: finding its members, choosing roles, names and notes, and bots; loaded when
//! somebody opens something of them. `files`: choosing and sending files. `dms`: encrypted conversations. `console`: what the server is run with, which others than its
//! owner never load.

use super::announcement;
use super::composer::area::Area;
use super::composer::attaching;
use super::composer::bars;
use super::composer::completion;
use super::composer::emoji_picker;
use super::composer::note;
use super::composer::writing::Composer;
use super::dialog::dialog;
use super::dialogs;
use super::files;
use super::guide::card::{self, Guide};
use super::icon::icon;
use super::message::deeds::Deed;
use super::message::refused;
use super::raid;
use super::reports_wait;
use super::seen_as;
use super::selecting;
use super::telling;
use crate::client::{Client, Panel};
use crate::net::rest;
use crate::offline::updates;
use crate::reactive::{Live, create_effect, handler};
use crate::state::{Arrival, Missing, Outgoing, Phase};
use crate::words::{BACK, later as words};
use crate::{browser, pages};
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, HubId};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use sycamore::prelude::*;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A first start has the network for itself until its messages are here; without a network it waits no longer.
const PATIENCE_MS: i32 = 10_000;
/// Who waits longer than this is told.
const SLOW_MS: i32 = 250;

/// Pages among a hub's settings that are about its people.
const PEOPLE: [&str; 2] = ["members", "my-roles"];

/// Something of the part.
#[derive(Clone, PartialEq)]
pub enum Later {
    /// A list or dialog.
    Dialog(Panel),
    /// Emoji for what is being written.
    Emoji(Area),
    /// What says which message is being edited or answered.
    Intent(ChannelId),
    /// Names that are suggested for what is being written.
    Suggesting(Box<Composer>),
    /// The page of settings: profile, theme, sessions.
    Settings,
    /// The person's applications, or one that can be added to a hub.
    Bots(String),
    /// The page that tells how the app fares on this device.
    Diag,
    /// The page of a hub's settings.
    HubSettings(HubId, String),
    /// What stands above the composer of a channel that is locked or in slow mode.
    Note(ChannelId),
    /// First steps in a hub, and whether they were put away.
    Guide(HubId, Guide, Signal<bool>),
    /// What says that a hub is shown as somebody else would see it.
    SeenAs,
    /// What those who run a hub have to know: that nobody can join, and that reports wait.
    HubNews(HubId),
    /// What stops a raid.
    StopRaid(HubId),
    /// What stands in the place of the composer until the hub's rules are accepted.
    HubRules(HubId),
    /// What stands in the place of the composer while several messages are chosen.
    Selecting(Rc<Message>),
    /// Of what the person is told, and where.
    Notifications,
    /// Messages that mention the person.
    Inbox,
    /// Messages that the person saved.
    Saved,
    /// The list of encrypted conversations, or how to begin.
    Dms,
    /// What is protected in them.
    DmsAbout,
    /// An encrypted conversation.
    Dm(ChannelId),
    /// Nothing to be seen: messages are encrypted, sent, fetched and opened.
    Exchange,
    /// What goes on for a device that is told.
    Telling,
    /// Nothing to be seen: something is done with a message.
    Deed(Deed),
    /// What the server did not want of what the person did, and what can be done now.
    Refused(Box<Outgoing>),
    /// Files that are to go with the message that is being written, and how they are chosen.
    Attaching(Box<Composer>),
    /// Files of a message that is on its way.
    Waiting(String),
    /// Nothing to be seen: files are sent, and pictures are hinted at until they are there.
    Uploading,
    /// What the owner of the server tells everybody.
    Announcement,
    /// What the server is run with.
    Console,
}

impl Later {
    fn of(&self, parts: Parts) -> Part {
        match self {
            Self::Dialog(panel) if panel.governs() => parts.governing,
            Self::Dialog(panel) if panel.tells() => parts.notifications,
            Self::Dialog(panel) if panel.is_about_people() => parts.people,
            Self::Dialog(panel) if panel.is_about_files() => parts.files,
            Self::Dialog(panel) if panel.talks() => parts.talking,
            Self::Emoji(_) | Self::Intent(_) | Self::Suggesting(_) | Self::Deed(_) | Self::Refused(_) => {
                parts.talking
            }
            Self::Attaching(_) | Self::Waiting(_) | Self::Uploading => parts.files,
            Self::HubSettings(_, section) if PEOPLE.contains(&&**section) => parts.people,
            Self::Bots(_) => parts.people,
            Self::HubSettings(..) | Self::Selecting(_) | Self::SeenAs => parts.governing,
            Self::Notifications | Self::Inbox | Self::Saved | Self::Telling => parts.notifications,
            Self::Console => parts.console,
            Self::Dms | Self::DmsAbout | Self::Dm(_) | Self::Exchange => parts.dms,
            _ => parts.later,
        }
    }
}

/// What is to be drawn, and for which app. Boxed: it goes through a way into a part by its address.
type Order = Box<(Client, Later)>;

/// The only ways into the parts: the build cuts here. Nothing else may reach what is drawn here, or it is no longer cut
/// off; the limits of `cargo xtask size` would tell.
#[wasm_split(later, fallible, preload(load_later))]
fn draw_later(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw(panel),
        Later::Settings => pages::settings::settings(),
        Later::Announcement => announcement::announcement(client),
        Later::Diag => pages::diag::diag(),
        Later::Note(channel) => note::note(client, channel),
        Later::Guide(hub, steps, closed) => card::card(client, hub, steps, closed),
        Later::HubNews(hub) => {
            View::from(vec![raid::bar(client, hub), reports_wait::reports_wait(client, hub)])
        }
        Later::StopRaid(hub) => raid::stop(client, hub),
        Later::HubRules(hub) => bars::rules(client, hub),
        _ => View::new(),
    })
}

/// The way into the part that hubs are run with.
#[wasm_split(governing, fallible, preload(load_governing))]
fn draw_governing(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw_governing(panel),
        Later::SeenAs => seen_as::seen_as(client),
        Later::HubSettings(hub, section) => pages::hub_settings::hub_settings(client, hub, &section),
        Later::Selecting(first) => selecting::selecting(client, &first),
        _ => View::new(),
    })
}

/// The way into the part for talking.
#[wasm_split(talking, fallible, preload(load_talking))]
fn draw_talking(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw_talking(panel),
        Later::Emoji(area) => emoji_picker::picker(client, area),
        Later::Suggesting(composer) => completion::suggested(*composer),
        Later::Intent(channel) => bars::intent(client, channel),
        Later::Refused(entry) => refused::refused(client, &entry),
        Later::Deed(deed) => {
            deed.act(client);
            View::new()
        }
        _ => View::new(),
    })
}

/// The way into the part for files.
#[wasm_split(files, fallible, preload(load_files))]
fn draw_files(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw_files(panel),
        Later::Attaching(composer) => attaching::attaching(*composer),
        Later::Waiting(nonce) => files::waiting::waiting(client, &nonce),
        Later::Uploading => files::uploading(client),
        _ => View::new(),
    })
}

/// The way into the part for being told, and the inbox.
#[wasm_split(notifications, fallible, preload(load_notifications))]
fn draw_notifications(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw_notifications(panel),
        Later::Notifications => pages::notifications::notifications(client),
        Later::Inbox => pages::inbox::inbox(client),
        Later::Saved => pages::saved::saved(client),
        Later::Telling => telling::telling(client),
        _ => View::new(),
    })
}

/// The way into the part that the server is run with.
#[wasm_split(console, fallible, preload(load_console))]
fn draw_console(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Console => pages::console::console(client),
        _ => View::new(),
    })
}

/// The way into the part for encrypted conversations.
#[wasm_split(dms, fallible, preload(load_dms))]
fn draw_dms(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dms => pages::dms::list(client),
        Later::DmsAbout => pages::dms::about::about(client),
        Later::Dm(dm) => pages::dms::conversation::page(client, dm),
        Later::Exchange => {
            pages::dms::exchange(client);
            View::new()
        }
        _ => View::new(),
    })
}

/// The way into the part for a hub's people, and for bots.
#[wasm_split(people, fallible, preload(load_people))]
fn draw_people(order: Order) -> Result<View, SplitLoaderError> {
    let (client, what) = *order;
    Ok(match what {
        Later::Dialog(panel) => dialogs::draw_people(panel),
        Later::HubSettings(hub, section) => pages::people::people(client, hub, &section),
        Later::Bots(id) => pages::bots::bots(client, &id),
        _ => View::new(),
    })
}

/// The parts of the app. Copies are the same.
#[derive(Clone, Copy)]
pub struct Parts {
    later: Part,
    talking: Part,
    files: Part,
    notifications: Part,
    governing: Part,
    console: Part,
    people: Part,
    dms: Part,
}

impl Parts {
    /// Not loaded, and provided to everything that is drawn.
    pub fn provide(client: Client) -> Self {
        let part = |cut| Part { client, cut, arrival: create_signal(Arrival::Away) };
        let parts = Self {
            later: part(Cut::Later),
            talking: part(Cut::Talking),
            files: part(Cut::Files),
            notifications: part(Cut::Notifications),
            governing: part(Cut::Governing),
            people: part(Cut::People),
            console: part(Cut::Console),
            dms: part(Cut::Dms),
        };
        provide_context(parts);
        parts
    }

    /// Loads what everybody opens now and then.
    pub fn fetch_when_idle(self) {
        self.talking.fetch_when_idle();
        self.later.fetch_when_idle();
        self.notifications.fetch_when_idle();
        self.files.fetch_when_idle();
        create_effect(move || {
            if self.files.client.model.with(|model| model.outbox.waits_for_files()) {
                self.files.fetch();
            }
        });
    }
}

/// Where the build cuts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Later,
    Talking,
    Files,
    Notifications,
    Governing,
    Console,
    People,
    Dms,
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
            let loaded = match self.cut {
                Cut::Later => load_later().await,
                Cut::Talking => load_talking().await,
                Cut::Files => load_files().await,
                Cut::Notifications => load_notifications().await,
                Cut::Governing => load_governing().await,
                Cut::Console => load_console().await,
                Cut::People => load_people().await,
                Cut::Dms => load_dms().await,
            };
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
    fn draw(self, what: Later) -> View {
        let order = Box::new((self.client, what));
        match self.cut {
            Cut::Later => now(draw_later(order)),
            Cut::Talking => now(draw_talking(order)),
            Cut::Files => now(draw_files(order)),
            Cut::Notifications => now(draw_notifications(order)),
            Cut::Governing => now(draw_governing(order)),
            Cut::Console => now(draw_console(order)),
            Cut::People => now(draw_people(order)),
            Cut::Dms => now(draw_dms(order)),
        }
    }

    /// Does something as soon as the part is here, or says that it cannot come.
    fn does(self, deed: Deed) {
        self.fetch();
        match self.arrival.get_untracked() {
            Arrival::Here => drop(self.draw(Later::Deed(deed))),
            Arrival::Failed(_) => self.client.notify(words::UNREACHABLE),
            _ => browser::later(SLOW_MS, move || self.does(deed)),
        }
    }
}

impl Parts {
    /// Loads what files are chosen and sent with.
    pub fn fetch_files(self) {
        self.files.fetch();
    }

    /// Does something with a message.
    pub fn does(self, deed: Deed) {
        self.talking.does(deed);
    }
}

async fn why() -> Missing {
    Missing::why(browser::build().as_deref(), rest::build().await.as_deref())
}

/// Draws what is to be said until something is here, under a title. Boxed, so that waiting is compiled once.
type Around = Box<dyn Fn(&'static str, View) -> View>;

/// Draws something of the part as soon as that is here. `around` draws what is to be said until then, under a title.
fn later(what: Later, around: Around) -> View {
    let part = what.of(use_context::<Parts>());
    part.fetch();
    fetch_when_reachable(part);
    view! {
        (Live { now: move || match part.arrival.get() {
            Arrival::Away | Arrival::Coming => View::new(),
            Arrival::Slow => around(words::LOADING_TITLE, loading()),
            Arrival::Failed(missing) => around(words::MISSING_TITLE, explain(part, missing)),
            Arrival::Here => part.draw(what.clone()),
        } })
    }
}

/// A dialog, or what stands in the place of one.
pub fn later_dialog(what: Later) -> View {
    later(what, Box::new(|title, body| dialog(title.to_owned(), body)))
}

/// Something within a place, which is whole without it until then.
pub fn later_line(what: Later) -> View {
    later(what, Box::new(|_, _| View::new()))
}

/// Something that nobody waits for: nothing, until its part was loaded for itself.
pub fn when_here(what: Later) -> View {
    let part = what.of(use_context::<Parts>());
    view! { (Live { now: move || if part.arrival.get() == Arrival::Here { later_line(what.clone()) } else { View::new() } }) }
}

/// A place says what it is at once.
pub fn later_page(what: Later, heading: &'static str) -> View {
    // The others stand in the shell, which is how one gets away from them.
    let is_alone = what == Later::Diag;
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

/// The part is here, so nothing is waited for.
fn now(drawing: impl Future<Output = Result<View, SplitLoaderError>>) -> View {
    match pin!(drawing).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(view)) => view,
        _ => View::new(),
    }
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

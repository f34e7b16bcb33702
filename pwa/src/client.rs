//! The running app: the model, the socket, and what the person can do. Components read its signals and call its
//! methods; they never touch the socket or the model themselves.
//!
//! The flow: a frame comes in (`client/connection.rs`), the model changes, at most ten times a second, and says what to
//! do next (`client/todos.rs`), signals tell the components.

mod answering;
mod blocks;
mod channels;
mod connection;
mod dms;
mod emoji;
mod forwarding;
mod hubs;
mod keeping;
mod known;
mod locks;
mod members;
mod moderation;
mod navigation;
mod notifications;
pub mod panel;
mod people;
mod pins;
mod push;
mod raids;
mod reacting;
mod reports;
mod roles;
mod saved;
mod sending;
mod shared;
mod shortcuts;
mod showing;
mod structure;
mod todos;
pub mod uploading;
mod voting;

pub use self::dms::DmOrder;
use self::known::Known;
pub use self::locks::Lock;
pub use self::notifications::Chosen;
use self::panel::Governing;
pub use self::panel::Panel;
pub use self::push::NotTold;
pub use self::reports::reviews;
pub use self::sending::UNDO_MS;
use self::shared::Shared;
use crate::net::calls::{Answer, Calls, OnAnswer, no_answer, unreadable_answer};
use crate::net::frames::Frame;
use crate::net::frames::Written;
use crate::net::socket::Socket;
use crate::offline;
use crate::offline::Kept;
use crate::reactive::create_selector;
pub use crate::sorted::Set;
use crate::state::attaching::Held;
use crate::state::{Answering, Burst, Connection, EmojiList, Health, Model, Outbox, Phase, Route, other_of};
use crate::{browser, words};
use hubbub_shared::markdown::plain_text;
use hubbub_shared::model::{Message, User};
use hubbub_shared::protocol::Call;
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Problem};
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;

/// Where a conversation is asked to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seek {
    /// To a message, which may be far above.
    Message(MessageId),
    /// To the line above what is new.
    Divider,
    /// To the newest message.
    Newest,
}

/// Something worth a short notice.
#[derive(Clone, PartialEq)]
pub struct Toast {
    /// Tells toasts apart.
    pub id: u32,
    /// What the notice says.
    pub text: String,
    /// Whether it is bad news.
    pub is_error: bool,
    /// What "Undo" does.
    pub offer: Option<Offer>,
}

/// What a notice offers to do: mostly to take back what it tells of. Copies are the same.
#[derive(Clone)]
pub struct Offer {
    /// What is on its button.
    pub label: &'static str,
    /// What a press of it does.
    pub act: Rc<dyn Fn()>,
}

impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.act, &other.act)
    }
}

/// The part that nothing reacts to.
#[derive(Default)]
struct Wire {
    connection: Connection,
    socket: Option<Socket>,
    calls: Calls,
    /// Frames that wait to change the screen.
    inbox: Vec<Frame>,
    is_drawing_soon: bool,
    /// Whoever is wanted is asked for in a moment.
    is_meeting_soon: bool,
    drawn_at: i64,
    typing_told_at: i64,
    /// What was read, and is told soon.
    read: Set<ChannelId>,
    /// What came, and is announced soon.
    burst: Burst,
    /// Of so many unsent things the person knows that they would be lost.
    sign_out_warned: usize,
    /// The person knows that the keys of encrypted messages go with signing out.
    keys_warned: bool,
    /// Something is being written down.
    is_keeping: bool,
    /// Something is to be written down in a moment.
    is_keeping_soon: bool,
    /// Nothing is written down before this moment: the device has refused.
    keep_not_before: i64,
    /// The database was read, or is known not to be there.
    database_read: bool,
    room_looked_at: Option<i64>,
    /// What the server told of itself.
    health: Option<Health>,
    /// The server is newer than the app: an update was looked for.
    met_newer: bool,
    last_toast: u32,
    /// What was typed for the switcher before it was there.
    typed_ahead: String,
    panels: u32,
    /// So many steps back that panels took by closing are still to be told by the browser.
    steps_back: u32,
    /// Whether the edit that goes on has its entry in the history.
    edit_has_entry: bool,
}

/// See the module. Copies are the same client.
#[derive(Clone, Copy)]
pub struct Client {
    /// Everything that is known of the server's state and of what is on its way to it.
    pub model: Known,
    /// Where the app is.
    pub route: Signal<Route>,
    /// The person has just agreed to notify many.
    pub agreed: Signal<bool>,
    /// What lies over it.
    pub panel: Signal<Option<Panel>>,
    /// Where the connection is.
    pub phase: Signal<Phase>,
    /// Whether the device has a network at all, as far as it knows.
    pub online: Signal<bool>,
    /// Whether trouble with the connection has lasted long enough to be told, and the seconds to the next attempt.
    pub trouble: Signal<Option<i64>>,
    /// The short notices that are on the screen.
    pub toasts: Signal<Vec<Toast>>,
    /// Whether the browser keeps what is not sent yet when the app is closed.
    pub keeps: Signal<bool>,
    /// A new version of the app waits.
    pub update_ready: Signal<bool>,
    /// The message that is being edited in the composer.
    pub editing: Signal<Option<Rc<Message>>>,
    /// What the composer answers in the channel that is open.
    pub answering: Signal<Option<Answering>>,
    /// The message with which choosing several began, while that goes on.
    pub selecting: Signal<Option<Rc<Message>>>,
    /// For people who do not see the screen: what has just happened.
    pub announcement: Signal<String>,
    /// Files that are to go with messages, as far as this app knows of them.
    pub files: Signal<Vec<Held>>,
    /// Whether the person sees the page.
    pub visible: Signal<bool>,
    /// The list of emoji, once somebody wanted one.
    pub emoji: Signal<Option<Rc<EmojiList>>>,
    /// Where the conversation is asked to go.
    pub seek: Signal<Option<Seek>>,
    /// Messages that the person is known to have reported.
    pub reported: Signal<Vec<MessageId>>,
    /// What the part of the app that encrypts is to do.
    pub dm_orders: Signal<Vec<DmOrder>>,
    /// That part is wanted: its work goes on as long as the app is open.
    pub wants_dms: Signal<bool>,
    /// Goes up when something of reports, or of what automod keeps, has changed that the person may see.
    pub report_news: Signal<u32>,
    /// Goes up when the person has changed of what they are told.
    pub notification_news: Signal<u32>,
    /// Counts up when what the person saved has changed.
    pub saved_news: Signal<u32>,
    /// Goes up when a draft was changed elsewhere than in its composer.
    pub draft_news: Signal<u32>,
    /// The channel for which something was typed, chosen to be answered, or sent, just now.
    pub drafting: Signal<Option<ChannelId>>,
    /// What the composer answers is changed by another device: the focus stays where it is.
    pub taking: Signal<bool>,
    /// Goes up when the person sends something: the conversation moves to its end.
    pub sent: Signal<u32>,
    /// While the app is built out of sight, how far that is. `None`: it is on the screen, with all that there is.
    pub building: Signal<Option<usize>>,
    /// What is known at the start is what the server had then: what is not there does not exist for the person.
    is_told: bool,
    wire: Shared<Wire>,
}

impl Client {
    /// A client that has not started.
    pub fn new(kept: Kept) -> Self {
        let mut model = Model::with_outbox(Outbox::restore(kept.outbox));
        model.keeping.restore(kept.visits);
        if let Some(places) = kept.places {
            model.remember(places);
        }
        if let Some((channel, page)) = kept.page {
            model.remember_page(channel, page);
        }
        if let Some((channel, page)) = kept.told_page {
            model.show_page(channel, page);
        }
        if let Some((hub, members)) = kept.told_members {
            model.members.found(hub, &[], members);
        }
        Self {
            model: Known::new(model),
            route: create_signal(Route::parse(&browser::address())),
            agreed: create_signal(false),
            panel: create_signal(None),
            phase: create_signal(Phase::Idle),
            online: create_signal(browser::is_online()),
            trouble: create_signal(None),
            toasts: create_signal(Vec::new()),
            keeps: create_signal(true),
            update_ready: create_signal(false),
            editing: create_signal(None),
            answering: create_signal(None),
            selecting: create_signal(None),
            announcement: create_signal(String::new()),
            files: create_signal(Vec::new()),
            visible: create_signal(browser::is_visible()),
            emoji: create_signal(None),
            seek: create_signal(Route::message_in(&browser::address()).map(Seek::Message)),
            reported: create_signal(Vec::new()),
            dm_orders: create_signal(Vec::new()),
            wants_dms: create_signal(false),
            report_news: create_signal(0),
            notification_news: create_signal(0),
            saved_news: create_signal(0),
            draft_news: create_signal(0),
            drafting: create_signal(None),
            taking: create_signal(false),
            sent: create_signal(0),
            building: create_signal(None),
            is_told: kept.is_told,
            wire: Shared::new(Wire { health: kept.health, ..Wire::default() }),
        }
    }

    /// Begins to live: listens to the browser and connects.
    pub fn start(self) {
        offline::theme::Theme::kept().show();
        self.listen_to_history();
        self.leave_old_panel();
        self.listen_to_keys();
        offline::install::watch();
        self.listen_to_network();
        self.wants_dms.set(self.is_enrolled());
        offline::updates::watch(move || self.update_ready.set(true));
        self.came_to(&self.route.get_clone_untracked());
        self.keep_with_others();
        self.meet_who_is_shown();
        self.find_out_who();
    }

    /// Calls the server; the answer comes later, even if it is that none came.
    pub fn call<C: Call>(self, command: C, on_answer: impl FnOnce(Answer<C::Reply>) + 'static) {
        self.ask(command, move |answer, _| on_answer(answer));
    }

    /// As [`Self::call`], for whom it matters whether the answer is whole: nothing in it had to be left out.
    fn ask<C: Call>(self, command: C, on_answer: impl FnOnce(Answer<C::Reply>, bool) + 'static) {
        self.post(
            Written::new(&command),
            Box::new(move |answer| match answer.map(|reply| reply.read::<C>()) {
                Ok(Some((held, is_whole))) => {
                    if !is_whole {
                        self.look_for_newer_app();
                    }
                    on_answer(Ok(held), is_whole);
                }
                Ok(None) => {
                    self.look_for_newer_app();
                    on_answer(Err(unreadable_answer()), true);
                }
                Err(problem) => on_answer(Err(problem), true),
            }),
        );
    }

    /// As [`Self::call`], for whom it is enough that it is done: what changed comes as an event.
    fn tell(self, command: impl Call, on_answer: impl FnOnce(Answer<()>) + 'static) {
        self.post(Written::new(&command), Box::new(move |answer| on_answer(answer.map(drop))));
    }

    fn post(self, command: Option<Written>, on_answer: OnAnswer) {
        let refused = self.wire.update_silent(|wire| {
            let call = wire.calls.add(browser::steady(), on_answer);
            let frame = command.map(|command| command.call(call));
            let sent = wire.socket.as_ref().zip(frame).is_some_and(|(socket, frame)| socket.send(&frame));
            if sent { None } else { wire.calls.take(call) }
        });
        if let Some(on_answer) = refused {
            on_answer(Err(no_answer()));
        }
    }

    /// Shows a short notice.
    pub fn notify(self, text: impl Into<String>) {
        self.toast(text.into(), false);
    }

    /// Shows what went wrong. If a right was missing, it can be looked up why.
    pub fn complain(self, problem: &Problem) {
        let place = self.route.with_untracked(|route| route.hub().zip(Some(route.channel())));
        let offer = place.filter(|_| problem.code == ErrorCode::Forbidden).map(|(hub, channel)| {
            let panel = channel.map_or(Governing::WhyInHub(hub), |channel| Governing::Why(channel, None));
            Offer { label: words::permissions::WHY, act: Rc::new(move || self.open(panel.clone())) }
        });
        self.show_toast(problem.message.clone(), true, 8_000, offer);
    }

    /// For an answer that has nothing to tell: goes on, or shows what went wrong.
    fn done_or_told(self, done: impl FnOnce() + 'static) -> impl FnOnce(Result<(), Problem>) + 'static {
        move |answer| match answer {
            Ok(()) => done(),
            Err(problem) => self.complain(&problem),
        }
    }

    /// For an answer to deleting something: goes on also if somebody else, or another device, was faster.
    pub fn gone_or_told(self, gone: impl FnOnce() + 'static) -> impl FnOnce(Result<(), Problem>) + 'static {
        move |answer| match answer {
            Err(problem) if problem.code != ErrorCode::NotFound => self.complain(&problem),
            _ => gone(),
        }
    }

    fn toast(self, text: String, is_error: bool) {
        self.show_toast(text, is_error, if is_error { 8_000 } else { 3_000 }, None);
    }

    /// Says that something was done that can be taken back.
    pub fn offer_undo(self, text: String, undo: impl Fn() + 'static) {
        self.offer(text, words::UNDO, UNDO_MS as i32, undo);
    }

    /// Says something for so many milliseconds, with something that can be done about it.
    pub fn offer(self, text: String, label: &'static str, stays: i32, act: impl Fn() + 'static) {
        self.show_toast(text, false, stays, Some(Offer { label, act: Rc::new(act) }));
    }

    /// Says that something was done, and does it when nobody has taken that back for a while.
    pub fn unless_taken_back(self, said: String, back: impl Fn() + 'static, act: impl FnOnce() + 'static) {
        let is_taken_back = Rc::new(Cell::new(false));
        let taken_back = Rc::clone(&is_taken_back);
        self.offer_undo(said, move || {
            taken_back.set(true);
            back();
        });
        browser::later(UNDO_MS as i32, move || {
            if !is_taken_back.get() {
                act();
            }
        });
    }

    fn show_toast(self, text: String, is_error: bool, stays: i32, offer: Option<Offer>) {
        let id = self.wire.update_silent(|wire| {
            wire.last_toast += 1;
            wire.last_toast
        });
        self.toasts.update(|toasts| {
            toasts.retain(|toast| toast.text != text);
            toasts.push(Toast { id, text, is_error, offer });
        });
        browser::later(stays, move || self.dismiss(id));
    }

    /// Removes a notice.
    pub fn dismiss(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    /// Copies text and says so.
    pub fn copy(self, text: &str) {
        browser::copy(text, move |copied| match copied {
            true => self.notify(words::COPIED),
            false => self.toast(words::COPY_FAILED.to_owned(), true),
        });
    }

    /// Puts a mention at the end of what is being written in the open channel.
    pub fn mention(self, user: &User) {
        browser::type_into("[data-testid=composer]", &format!("@{} ", user.display_name));
    }

    /// Whether nothing comes from the server, and the person may be told so.
    pub fn is_cut_off(self) -> bool {
        self.trouble.get().is_some() || self.phase.get() == Phase::Stopped || !self.online.get()
    }

    /// Whether a place that is not known does not exist, as far as the person may know.
    pub fn knows_all(self) -> bool {
        self.is_told || self.phase.get() == Phase::Ready
    }

    /// A client of an app that nobody sees yet.
    pub fn build(kept: Kept) -> Self {
        let client = Self::new(kept);
        client.building.set(Some(0));
        client
    }

    /// Whether a slice is to be drawn by now. Told once: it stays.
    pub fn builds(self, slice: usize) -> ReadSignal<bool> {
        create_selector(move || self.building.get().is_none_or(|built| built >= slice))
    }

    /// Whether people see what is drawn.
    pub fn is_on_screen(self) -> bool {
        self.building.with(Option::is_none)
    }

    /// The name of a channel, for titles.
    pub fn channel_name(self, channel: ChannelId) -> Option<String> {
        self.model.with(|model| {
            model.hubs.channel(channel).map(|channel| channel.name.clone()).or_else(|| {
                let other = other_of(model.dms.get(channel)?, model.my_id()?)?;
                Some(other.display_name.clone())
            })
        })
    }

    /// What the place is called where something is said: a channel with its sign, or a person.
    pub fn place_name(self, channel: ChannelId) -> String {
        let name = self.channel_name(channel).unwrap_or_default();
        if self.is_dm(channel) { name } else { words::channel(&name) }
    }

    /// What a channel is for, in one line of plain words.
    pub fn channel_topic(self, channel: ChannelId) -> Option<String> {
        self.model.with(|model| model.hubs.channel(channel).map(|channel| plain_text(&channel.topic)))
    }
}

/// The client, inside a component.
pub fn use_client() -> Client {
    use_context::<Client>()
}

//! Keeps the socket as `state/connection.rs` says, and hands frames to the model.

use super::Client;
use crate::net::calls::{Answer, no_answer, unreadable_answer};
use crate::net::frames::Frame;
use crate::net::frames::{HEARTBEAT, Unread};
use crate::net::rest;
use crate::net::socket::{NEVER_OPENED, Socket, SocketEvent};
use crate::offline;
use crate::state::{Action, Input, Newer, Phase, Route};
use crate::{browser, words};
use hubbub_shared::protocol::{OutcomeOf, ServerFrameOf};
use hubbub_shared::{ErrorCode, UserId};
use wasm_bindgen_futures::spawn_local;

const TICK_MS: i32 = 1_000;
/// Whoever the server knew when it drew the page is ready by then.
const DOUBT_AFTER_MS: i32 = 10_000;
/// Frames change the screen at most so often: a busy channel must leave a phone time for the person who types.
const DRAW_PAUSE_MS: i64 = 100;

impl Client {
    pub(super) fn listen_to_network(self) {
        browser::every(TICK_MS, move || self.tick());
        if let Some(window) = browser::window() {
            browser::listen(&window, "online", move |_| {
                self.online.set(true);
                self.feed(Input::Connect);
            });
            browser::listen(&window, "offline", move |_| self.online.set(false));
        }
        if let Some(document) = browser::document() {
            browser::listen(&document, "visibilitychange", move |_| self.visibility_changed());
        }
    }

    /// Connects if the browser knows who is signed in. Asks too, unless the server told with the page: the socket of a
    /// stranger is open without ever becoming ready.
    pub(super) fn find_out_who(self) {
        if self.is_told {
            return match self.model.with_untracked(|model| model.my_id()) {
                Some(me) => self.go_on_as(me),
                None => self.feed(Input::SignedOut),
            };
        }
        if offline::person::is_signed_in() && !self.route.with_untracked(Route::is_public) {
            self.feed(Input::Connect);
        }
        self.ask_who();
    }

    /// The session may have ended since the server drew the page.
    fn go_on_as(self, me: UserId) {
        self.forget_others(me);
        self.feed(Input::Connect);
        browser::later(DOUBT_AFTER_MS, move || {
            if self.phase.get_untracked() != Phase::Ready {
                self.ask_who();
            }
        });
    }

    fn ask_who(self) {
        spawn_local(async move {
            match rest::me().await {
                Err(problem) if problem.code == ErrorCode::NotSignedIn => self.feed(Input::SignedOut),
                Err(_) => self.feed(Input::Connect),
                Ok(me) => {
                    self.forget_others(me.id);
                    self.feed(Input::Connect);
                }
            }
        });
    }

    fn forget_others(self, me: UserId) {
        if offline::person::is_other(me) {
            spawn_local(offline::forget_everything());
            self.model.update(|model| model.forget_person());
        }
        offline::person::keep(me);
    }

    /// The person does not want to wait for the next attempt.
    pub fn connect_now(self) {
        self.feed(Input::Connect);
    }

    fn tick(self) {
        self.feed(Input::Tick);
        let now = browser::steady();
        let overdue = self.wire.update_silent(|wire| wire.calls.take_overdue(now));
        overdue.into_iter().for_each(|on_answer| on_answer(Err(no_answer())));
        if self.model.with_untracked(|model| model.typing.would_expire(now)) {
            self.model.update(|model| model.typing.expire(now));
        }
        self.flush();
        self.look_after_database();
        self.keep_soon();
        self.look_at_room();
        self.tell_trouble();
    }

    fn visibility_changed(self) {
        let visible = browser::is_visible();
        if visible {
            self.feed(Input::Visible);
            self.draw();
        } else {
            self.keep_now();
        }
        self.visible.set(visible);
    }

    fn feed(self, input: Input) {
        let (actions, phase) = self.wire.update_silent(|wire| {
            let actions = wire.connection.on(input, browser::steady(), browser::random());
            (actions, wire.connection.phase())
        });
        let before = self.phase.get_untracked();
        if before == Phase::Ready && phase != Phase::Ready {
            self.connection_lost();
        }
        actions.into_iter().for_each(|action| self.act(action));
        if before != phase {
            self.phase.set(phase);
            self.tell_trouble();
            self.phase_changed(phase);
        }
    }

    fn phase_changed(self, phase: Phase) {
        let route = self.route.get_clone_untracked();
        if phase == Phase::SignedOut {
            spawn_local(offline::cache::forget());
        }
        if phase == Phase::SignedOut && !route.is_public() {
            // As it was asked for: it may lead to a message.
            let next = (route != Route::Home).then(browser::address);
            self.replace(Route::SignIn { next });
        }
    }

    fn act(self, action: Action) {
        match action {
            Action::Open => self.open_socket(),
            Action::Abandon => drop(self.wire.update_silent(|wire| wire.socket.take())),
            Action::Heartbeat => self.wire.update_silent(|wire| {
                wire.socket.as_ref().map(|socket| socket.send(HEARTBEAT));
            }),
        }
    }

    fn open_socket(self) {
        let socket = Socket::open(move |told| self.told(told));
        let opened = socket.is_some();
        drop(self.wire.update_silent(|wire| std::mem::replace(&mut wire.socket, socket)));
        if !opened {
            browser::soon(move || self.feed(Input::Closed { code: NEVER_OPENED }));
        }
    }

    fn told(self, event: SocketEvent) {
        match event {
            SocketEvent::Closed(code) => self.feed(Input::Closed { code }),
            SocketEvent::Frame(frame) => {
                self.feed(Input::Heard);
                self.take(*frame);
            }
        }
    }

    fn take(self, frame: Frame) {
        match frame {
            Frame::Known { frame: ServerFrameOf::Hello(hello), .. } => {
                self.feed(Input::Hello { heartbeat_secs: hello.heartbeat_secs })
            }
            Frame::Known { frame: ServerFrameOf::Heartbeat, .. } => {}
            Frame::Known { frame: ServerFrameOf::Reconnect { after_ms }, .. } => {
                self.feed(Input::ReconnectAfter { after_ms })
            }
            Frame::Garbled => self.feed(Input::Garbled),
            frame => {
                if !matches!(frame, Frame::Known { is_whole: true, .. }) {
                    self.look_for_newer_app();
                }
                self.wire.update_silent(|wire| wire.inbox.push(frame));
                self.draw_soon();
            }
        }
    }

    /// The server says what this app does not understand.
    pub(super) fn look_for_newer_app(self) {
        if !self.wire.update_silent(|wire| std::mem::replace(&mut wire.met_newer, true)) {
            offline::updates::look();
        }
    }

    /// A burst of frames becomes one change. Animation frames do not come to a page that nobody sees.
    fn draw_soon(self) {
        if !browser::is_visible() {
            self.draw();
        } else if !self.wire.update_silent(|wire| std::mem::replace(&mut wire.is_drawing_soon, true)) {
            let draw = move || browser::next_frame(move || self.draw());
            let drawn_at = self.wire.with_untracked(|wire| wire.drawn_at);
            match drawn_at + DRAW_PAUSE_MS - browser::steady() {
                ..=0 => draw(),
                pause => browser::later(i32::try_from(pause).unwrap_or_default(), draw),
            }
        }
    }

    fn draw(self) {
        let frames = self.wire.update_silent(|wire| {
            wire.is_drawing_soon = false;
            wire.drawn_at = browser::steady();
            std::mem::take(&mut wire.inbox)
        });
        let mut events = Vec::new();
        for frame in frames {
            let (call, answer) = match frame {
                Frame::Known { frame: ServerFrameOf::Reply(call, outcome), .. } => (call, answer_of(outcome)),
                Frame::Newer(Newer::Reply(call)) => (call, Err(unreadable_answer())),
                event => {
                    events.push(event);
                    continue;
                }
            };
            // An answer sees what came before it, and what comes after it sees the answer.
            self.apply(std::mem::take(&mut events));
            self.answered(call, answer);
        }
        self.apply(events);
    }

    fn apply(self, frames: Vec<Frame>) {
        if frames.is_empty() {
            return;
        }
        let now = browser::steady();
        if frames.contains(&Frame::Newer(Newer::Ready)) {
            return self.feed(Input::Garbled);
        }
        let ready = frames.iter().find_map(|frame| match frame {
            Frame::Known { frame: ServerFrameOf::Ready(ready), .. } => Some(ready.me.id),
            _ => None,
        });
        if let Some(me) = ready {
            self.forget_others(me);
        }
        // What is to be asked for is asked for first: it is on its way while the screen changes.
        let todos = self.model.update_silent(|model| {
            let mut todos = Vec::new();
            for frame in frames {
                match frame {
                    Frame::Known { frame, .. } => todos.extend(model.told(frame, now)),
                    Frame::Newer(newer) => todos.extend(model.newer(newer)),
                    Frame::Garbled => {}
                }
            }
            todos
        });
        self.do_all(todos);
        if ready.is_some() {
            self.feed(Input::Ready);
            self.keep_outbox();
            self.keep_now();
        }
        self.model.update(|_| ());
    }

    fn answered(self, call: u32, answer: Answer<Unread>) {
        if let Some(on_answer) = self.wire.update_silent(|wire| wire.calls.take(call)) {
            on_answer(answer.map_err(words::problem));
        }
    }

    fn connection_lost(self) {
        self.draw();
        self.model.update(|model| model.connection_lost());
        let calls = self.wire.update_silent(|wire| wire.calls.take_all());
        calls.into_iter().for_each(|on_answer| on_answer(Err(no_answer())));
    }

    fn tell_trouble(self) {
        let now = browser::steady();
        let trouble = self.wire.update_silent(|wire| {
            let seconds = match wire.connection.phase() {
                Phase::Waiting { retry_at } => (retry_at - now + 999) / 1000,
                _ => 0,
            };
            wire.connection.is_worth_telling(now).then_some(seconds.max(0))
        });
        if self.trouble.get_untracked() != trouble {
            self.trouble.set(trouble);
        }
    }
}

fn answer_of(outcome: OutcomeOf<Unread>) -> Answer<Unread> {
    match outcome {
        OutcomeOf::Ok(reply) => Ok(reply),
        OutcomeOf::Error(problem) => Err(problem),
    }
}

//! Does what a change of the model asks for.

use super::Client;
use crate::state::{Route, Todo};
use crate::{browser, words};
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::{GetHub, MarkRead, Subscribe, Unsubscribe};
use hubbub_shared::{ChannelId, ErrorCode, HubId};
use std::rc::Rc;

/// Reading is told this long after it happened: once for a burst of messages, far below the limit of frames.
const TELL_READ_AFTER_MS: i32 = 2_000;
const SUBSCRIBE_AGAIN_AFTER_MS: i32 = 2_000;
/// What was passed over is asked for this long after: far below the limit of frames, however much there is of it.
const AGAIN_AFTER_MS: i32 = 3_000;
/// All who look at a hub ask for its members anew within so long, each at a moment of their own.
const MEET_AGAIN_WITHIN_MS: f64 = 10_000.0;

impl Client {
    pub(super) fn do_all(self, todos: Vec<Todo>) {
        todos.into_iter().for_each(|todo| self.do_one(todo));
    }

    fn do_one(self, todo: Todo) {
        match todo {
            Todo::Recall(channel) => self.recall(channel),
            Todo::Subscribe { channel, since_rev } => self.subscribe(channel, since_rev),
            Todo::CatchUpSoon(channel) => {
                browser::later(AGAIN_AFTER_MS, move || self.catch_up_again(channel))
            }
            Todo::ReloadSoon(hub) => browser::later(AGAIN_AFTER_MS, move || self.reload(hub)),
            Todo::MeetAgain(hub) => {
                let pause = (browser::random() * MEET_AGAIN_WITHIN_MS) as i32;
                browser::later(pause, move || self.meet_again(hub));
            }
            Todo::Unsubscribe(channel) => self.tell(Unsubscribe { channel }, |_| {}),
            Todo::Flush => {
                self.keep_outbox();
                self.flush();
            }
            Todo::Announce(message) => self.announce_soon(message),
            Todo::MarkRead(channel) => self.tell_read_soon(channel),
            Todo::Leave(hub) => self.leave_place(hub),
            Todo::TellOfSaved(reminder) => self.saved_changed(reminder),
            Todo::TellOfScheduled(refused) => self.scheduled_changed(refused),
            Todo::TellOfCaught(hub, channel, message) => self.automod_caught(hub, channel, message),
            Todo::TellOfReports(hub, is_told) => self.reports_changed(hub, is_told),
        }
    }

    fn subscribe(self, channel: ChannelId, since_rev: Option<u64>) {
        self.ask(Subscribe { channel, since_rev }, move |answer, is_whole| match answer {
            Ok(changes) => {
                let todos = self.model.update(|model| model.caught_up(channel, changes, is_whole));
                self.do_all(todos);
            }
            Err(problem) if problem.code.is_retryable() => {
                browser::later(SUBSCRIBE_AGAIN_AFTER_MS, move || self.subscribe_again(channel));
            }
            // Perhaps the newest page is said in words that this app knows.
            Err(problem) if problem.code == ErrorCode::Unknown && since_rev.is_some() => {
                self.subscribe(channel, None);
            }
            Err(problem) if problem.code == ErrorCode::Unknown => {
                self.model.update(|model| model.timeline_mut(channel).give_up());
                self.complain(&problem);
            }
            _ => {}
        });
    }

    fn catch_up_again(self, channel: ChannelId) {
        let todos = self.model.update_silent(|model| model.catch_up_again(channel));
        self.do_all(todos);
    }

    fn reload(self, hub: HubId) {
        if self.model.update_silent(|model| model.reload(hub)) {
            self.call(GetHub { hub }, move |answer| {
                if let Ok(view) = answer {
                    let todos = self.model.update(|model| model.hub_changed(view));
                    self.do_all(todos);
                }
            });
        }
    }

    fn subscribe_again(self, channel: ChannelId) {
        let is_open =
            self.model.with_untracked(|model| model.open_channel() == Some(channel) && model.is_live());
        if is_open {
            let since_rev = self
                .model
                .with_untracked(|model| model.timeline(channel).and_then(|timeline| timeline.rev()));
            self.subscribe(channel, since_rev);
        }
    }

    fn announce_soon(self, message: Rc<Message>) {
        let due = self.wire.update_silent(|wire| wire.burst.add(message, browser::steady()));
        if let Some(due) = due.and_then(|due| i32::try_from(due).ok()) {
            browser::later(due, move || self.announce());
        }
    }

    fn announce(self) {
        if let Some(mut words) = self.wire.update_silent(|wire| wire.burst.tell(browser::steady())) {
            // The same words once more would change nothing on the page, and not be read.
            if self.announcement.with_untracked(|before| *before == words) {
                words.push('\u{a0}');
            }
            self.announcement.set(words);
        }
    }

    fn tell_read_soon(self, channel: ChannelId) {
        let is_first = self.wire.update_silent(|wire| {
            let is_first = wire.read.is_empty();
            wire.read.insert(channel);
            is_first
        });
        if is_first {
            browser::later(TELL_READ_AFTER_MS, move || self.tell_read());
        }
    }

    /// What cannot be told now is told when the connection is back: the server's markers are behind then.
    fn tell_read(self) {
        for channel in self.wire.update_silent(|wire| std::mem::take(&mut wire.read)).into_vec() {
            let seq = self.model.with_untracked(|model| {
                model.reading.of(channel).filter(|_| model.is_live()).map(|state| state.read_seq)
            });
            let Some(seq) = seq else { continue };
            self.tell(MarkRead { channel, seq: Some(seq) }, move |answer| {
                if answer.is_err_and(|problem| problem.code.is_retryable()) {
                    self.tell_read_soon(channel);
                }
            });
        }
    }

    fn leave_place(self, hub: HubId) {
        if self.route.get_clone_untracked().hub() == Some(hub) {
            self.replace(Route::Home);
            self.notify(words::NO_LONGER_IN_HUB);
        }
    }
}

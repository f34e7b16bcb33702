//! Sending, editing and deleting messages.

use super::{Client, DmOrder};
use crate::offline;
use crate::state::{Answering, Errand, Outgoing};
use crate::{browser, clock, words};
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::{DeleteMessage, EditMessage, SendMessage, StartTyping};
use hubbub_shared::text::MessageText;
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode, Problem};
use std::rc::Rc;

/// An announcement is good for 8 s; repeated a little earlier.
const TELL_TYPING_EVERY_MS: i64 = 5_000;

/// So long a deletion can be taken back.
pub const UNDO_MS: i64 = 5_000;

impl Client {
    /// Sends a message, with the files that are kept for a nonce. It is shown at once; false: it cannot be a message, and
    /// stays in the composer.
    pub fn send(self, channel: ChannelId, text: &str, answers: Option<Answering>, nonce: &str) -> bool {
        let (files, is_refused) = self.files.with_untracked(|files| {
            let own = files.iter().filter(|held| held.message == nonce);
            own.fold((0, false), |(count, refused), held| (count + 1, refused || held.refused.is_some()))
        });
        if is_refused {
            self.notify(words::files::REFUSED);
            return false;
        }
        match content_of(text, files) {
            Err(problem) => {
                if !text.trim().is_empty() {
                    self.complain(&words::problem(problem));
                }
                false
            }
            Ok(content) if self.is_dm(channel) => {
                self.say(channel, content, answers);
                true
            }
            Ok(content) => {
                let nonce = if files > 0 { nonce.to_owned() } else { browser::nonce() };
                let entry =
                    Outgoing { answers, files, ..Outgoing::new(channel, content, nonce, clock::now()) };
                self.model.update(|model| model.outbox.push(entry));
                self.sent.update(|sent| *sent += 1);
                self.wire.update_silent(|wire| wire.typing_told_at = 0);
                self.outbox_changed();
                true
            }
        }
    }

    /// Does what may be done now, if this is the tab that does it.
    pub(super) fn flush(self) {
        let now = browser::steady();
        let is_due = offline::tabs::leads()
            && self.model.with_untracked(|model| model.is_live() && model.outbox.is_due(now));
        if is_due {
            let due = self.model.update(|model| model.outbox.take_due(now));
            due.into_iter().for_each(|entry| self.send_entry(entry));
        }
    }

    fn send_entry(self, entry: Outgoing) {
        let Outgoing { nonce, channel, content, errand, answers, attachments, staying, .. } = entry;
        match errand {
            Errand::Send => {
                let reply_to = answers.as_ref().map(|answer| answer.quote.message);
                let ping = answers.filter(|answer| !answer.ping).map(|_| false);
                let sent = Some(nonce.clone());
                let plain = SendMessage::of(channel, content, sent);
                let command = SendMessage { attachments, reply_to, ping, ..plain };
                self.call(command, move |answer| match answer {
                    Ok(message) => self.stored(&message),
                    Err(problem) => self.refused(&nonce, &problem),
                });
            }
            Errand::Edit { message, base_rev } => {
                let command = EditMessage { channel, message, content, base_rev, attachments: staying };
                self.call(command, move |answer| match answer {
                    Ok(message) => self.edited(&nonce, message),
                    Err(problem) => self.change_refused(&nonce, &problem),
                });
            }
            Errand::Delete { message } => {
                self.call(DeleteMessage { channel, message }, move |answer| match answer {
                    Ok(()) => self.done(&nonce),
                    Err(problem) => self.refused(&nonce, &problem),
                });
            }
        }
    }

    fn stored(self, message: &Message) {
        let todos = self.model.update(|model| model.sent(message));
        self.do_all(todos);
    }

    fn edited(self, nonce: &str, message: Message) {
        self.model.update(|model| {
            model.outbox.edited(nonce, &message);
            model.timeline_mut(message.channel).put(message);
        });
        self.outbox_changed();
    }

    fn done(self, nonce: &str) {
        self.model.update(|model| model.outbox.sent(nonce));
        self.outbox_changed();
    }

    /// What became of a change is said in the light of it: "conflict" means nothing to a person.
    fn change_refused(self, nonce: &str, problem: &Problem) {
        let words = match problem.code {
            ErrorCode::Conflict => words::EDIT_CHANGED,
            ErrorCode::NotFound => words::EDIT_GONE,
            _ => return self.refused(nonce, problem),
        };
        self.refused(nonce, &Problem::new(problem.code, words));
    }

    fn refused(self, nonce: &str, problem: &Problem) {
        // The server has it: it waits for a moderator there, and no longer here.
        if problem.code == ErrorCode::HeldForReview {
            self.complain(problem);
            return self.done(nonce);
        }
        // Without a connection nobody refused anything: it waits, and is not counted as tried.
        if self.model.with_untracked(|model| model.is_live()) {
            let is_elsewhere = self.model.update(|model| {
                model.outbox.refused(nonce, problem, browser::steady());
                let entry = model.outbox.entries().iter().find(|entry| entry.nonce == nonce);
                entry.is_some_and(|entry| entry.is_failed() && model.open_channel() != Some(entry.channel))
            });
            // In the channel that is open the message itself says it, with what can be done.
            if is_elsewhere {
                self.complain(problem);
            }
        }
        self.outbox_changed();
    }

    /// Keeps what is left, and goes on.
    pub(super) fn outbox_changed(self) {
        self.keep_outbox();
        self.flush();
    }

    /// Tries a failed message again.
    pub fn retry(self, nonce: &str) {
        self.model.update(|model| model.outbox.retry(nonce));
        self.outbox_changed();
    }

    /// Drops a message that was not sent.
    pub fn discard(self, nonce: &str) {
        self.model.update(|model| model.outbox.discard(nonce));
        self.outbox_changed();
    }

    /// The composer shows this message to be changed, with words that are on their way already.
    pub fn edit(self, message: Rc<Message>) {
        let newest = self.model.with_untracked(|model| {
            let change = model.outbox.change_of(message.id).filter(|change| !change.content.is_empty());
            change.map(|change| change.content.clone())
        });
        self.begin_edit();
        self.editing.set(Some(match newest {
            Some(content) => Rc::new(Message { content, ..(*message).clone() }),
            None => message,
        }));
    }

    /// Saves the edit. It is shown and kept at once; `done` is told whether it can be a message.
    pub fn save_edit(self, message: &Message, text: &str, done: impl FnOnce(bool) + 'static) {
        match content_of(text, message.attachments.len() + usize::from(message.forward.is_some())) {
            Ok(content) if self.is_dm(message.channel) => {
                self.orders(DmOrder::Edit(Box::new(message.clone()), content));
                done(true);
            }
            Ok(content) => {
                let (nonce, now) = (browser::nonce(), clock::now());
                let staying = self.staying(message);
                self.model.update(|model| model.outbox.edit(message, content, staying, nonce, now));
                self.outbox_changed();
                done(true);
            }
            Err(problem) => {
                self.complain(&words::problem(problem));
                done(false);
            }
        }
    }

    /// Those files of a message that an edit leaves. `None`: all that it has.
    pub fn staying(self, message: &Message) -> Option<Vec<AttachmentId>> {
        let has = self.model.with_untracked(|model| {
            Some(model.timeline(message.channel)?.at(message.seq)?.attachments.len())
        });
        let staying = message.attachments.iter().map(|file| file.id);
        has.filter(|has| *has > staying.len()).map(|_| staying.collect())
    }

    /// The message that is being edited stays as it is.
    pub fn drop_edit(self) {
        if let Some(message) = self.editing.get_clone_untracked() {
            offline::drafts::forget_edit(message.id);
        }
        self.end_edit();
    }

    /// The last message of one's own in a channel, for ArrowUp.
    pub fn last_own_message(self, channel: ChannelId) -> Option<Rc<Message>> {
        self.model.with_untracked(|model| {
            let me = model.my_id()?;
            let mut messages = model.timeline(channel)?.messages().rev();
            let is_going = |message: &Message| {
                let change = model.outbox.change_of(message.id);
                change.is_some_and(|change| matches!(change.errand, Errand::Delete { .. }))
            };
            messages
                .find(|message| message.author.id == me && !message.deleted && !is_going(message))
                .map(|message| model.outbox.as_edited(message))
        })
    }

    /// Deletes a message for everyone. It goes from the screen at once, and from the server when nobody has taken that
    /// back for a while, or when the app is started the next time.
    pub fn delete(self, message: &Message) {
        let nonce = browser::nonce();
        self.model.update(|model| {
            model.outbox.delete(message, nonce.clone(), clock::now());
            model.outbox.hold_back(&nonce, browser::steady() + UNDO_MS);
        });
        self.outbox_changed();
        self.offer_undo(words::DELETED.to_owned(), move || self.discard(&nonce));
    }

    /// The person types; others are told now and then.
    pub fn types(self, channel: ChannelId) {
        let now = browser::steady();
        let due = self.wire.update_silent(|wire| {
            let due = now - wire.typing_told_at >= TELL_TYPING_EVERY_MS;
            if due {
                wire.typing_told_at = now;
            }
            due
        });
        if due && self.model.with_untracked(|model| model.is_live()) {
            self.call(StartTyping { channel }, |_| {});
        }
    }
}

/// Words of a message; with files, or something that is forwarded, there need be none.
fn content_of(text: &str, others: usize) -> Result<String, Problem> {
    match text.trim().is_empty() && others > 0 {
        true => Ok(String::new()),
        false => MessageText::parse(text).map(Into::into),
    }
}

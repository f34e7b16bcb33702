//! Sending, editing and deleting messages.

use super::Client;
use crate::offline;
use crate::state::Outgoing;
use crate::{browser, words};
use hubbub_shared::model::Message;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteMessage, EditMessage, SendMessage, StartTyping};
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, ErrorCode, Problem};
use std::rc::Rc;

/// An announcement is good for 8 s; repeated a little earlier.
const TELL_TYPING_EVERY_MS: i64 = 5_000;

impl Client {
    /// Sends a message. It is shown at once; false: it cannot be a message, and stays in the composer.
    pub fn send(self, channel: ChannelId, text: &str) -> bool {
        match MessageText::parse(text) {
            Err(problem) => {
                if !text.trim().is_empty() {
                    self.complain(&problem);
                }
                false
            }
            Ok(content) => {
                self.model.update(|model| {
                    model.outbox.add(channel, content.into(), browser::nonce(), browser::now())
                });
                self.keep_outbox();
                self.sent.update(|sent| *sent += 1);
                self.wire.update_silent(|wire| wire.typing_told_at = 0);
                self.flush();
                true
            }
        }
    }

    /// Sends what may be sent now.
    pub(super) fn flush(self) {
        let now = browser::now();
        let is_due = self.model.with_untracked(|model| model.is_live() && model.outbox.is_due(now));
        if is_due {
            let due = self.model.update(|model| model.outbox.take_due(now));
            due.into_iter().for_each(|entry| self.send_entry(entry));
        }
    }

    fn send_entry(self, entry: Outgoing) {
        let nonce = entry.nonce.clone();
        let command =
            SendMessage { channel: entry.channel, content: entry.content, nonce: Some(entry.nonce) };
        self.call(command, move |answer| match answer {
            Ok(Reply::Message(message)) => self.stored(&message),
            Ok(_) => self.refused(&nonce, &Problem::new(ErrorCode::Internal, words::UNREADABLE_ANSWER)),
            Err(problem) => self.refused(&nonce, &problem),
        });
    }

    fn stored(self, message: &Message) {
        let todos = self.model.update(|model| model.sent(message));
        self.keep_outbox();
        self.do_all(todos);
    }

    fn refused(self, nonce: &str, problem: &Problem) {
        self.model.update(|model| {
            // Without a connection nobody refused anything: the message waits, and is not counted as tried.
            if model.is_live() {
                model.outbox.refused(nonce, problem, browser::now());
            }
        });
        self.keep_outbox();
        self.flush();
    }

    /// Tries a failed message again.
    pub fn retry(self, nonce: &str) {
        self.model.update(|model| model.outbox.retry(nonce));
        self.keep_outbox();
        self.flush();
    }

    /// Drops a message that was not sent.
    pub fn discard(self, nonce: &str) {
        self.model.update(|model| model.outbox.discard(nonce));
        self.keep_outbox();
    }

    fn keep_outbox(self) {
        self.model.with_untracked(|model| offline::outbox::keep(&model.outbox));
    }

    /// The composer shows this message to be changed.
    pub fn edit(self, message: Rc<Message>) {
        self.editing.set(Some(message));
    }

    /// Saves the edit. The words stay in the composer until the server has them; `done` is told whether it has.
    pub fn save_edit(self, message: &Message, text: &str, done: impl FnOnce(bool) + 'static) {
        let (channel, id, base_rev) = (message.channel, message.id, Some(message.rev));
        let content = match MessageText::parse(text) {
            Ok(content) => content.into(),
            Err(problem) => {
                self.complain(&problem);
                return done(false);
            }
        };
        self.call(EditMessage { channel, message: id, content, base_rev }, move |answer| {
            match &answer {
                Err(problem) if problem.code == ErrorCode::Conflict => {
                    self.toast(words::EDIT_CHANGED.to_owned(), true)
                }
                Err(problem) => self.complain(problem),
                Ok(Reply::Message(message)) => {
                    self.model.update(|model| model.timeline_mut(channel).put(message.clone()))
                }
                Ok(_) => {}
            }
            done(answer.is_ok());
        });
    }

    /// The last message of one's own in a channel, for ArrowUp.
    pub fn last_own_message(self, channel: ChannelId) -> Option<Rc<Message>> {
        self.model.with_untracked(|model| {
            let me = model.my_id()?;
            let mut messages = model.timeline(channel)?.messages().rev();
            messages.find(|message| message.author.id == me && !message.deleted).cloned()
        })
    }

    /// Deletes a message for everyone.
    pub fn delete(self, message: &Message) {
        let command = DeleteMessage { channel: message.channel, message: message.id };
        self.call(command, move |answer| {
            if let Err(problem) = answer {
                self.complain(&problem);
            }
        });
    }

    /// The person types; others are told now and then.
    pub fn types(self, channel: ChannelId) {
        let now = browser::now();
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

//! Passing messages on to other places, and finding out where one that was passed on is from.

use super::Client;
use hubbub_shared::model::{Forward, Message, SentForward};
use hubbub_shared::protocol::command::{GetMessage, SendMessage};
use hubbub_shared::{ChannelId, Permissions, Problem};

impl Client {
    /// What it takes in a place to pass this message on to it.
    pub fn needs_of(message: &Message) -> Permissions {
        match message.attachments.is_empty() {
            true => Permissions::SEND,
            false => Permissions::SEND | Permissions::ATTACH,
        }
    }

    /// Passes a message on, with words or without. `nonce` is the same for every try. Not through the outbox: what is passed
    /// on is as it is at that moment, which the server knows.
    pub fn forward(
        self,
        message: &Message,
        (to, words): (ChannelId, String),
        nonce: String,
        done: impl FnOnce(Result<Message, Problem>) + 'static,
    ) {
        let forward = Some(SentForward { channel: message.channel, message: message.id });
        self.call(SendMessage { forward, ..SendMessage::of(to, words, Some(nonce)) }, done);
    }

    /// What was passed on, where it was said; `None` if the person cannot read it there any more.
    pub fn ask_for_origin(self, forward: &Forward, done: impl FnOnce(Option<Message>) + 'static) {
        let Forward { channel, message, .. } = *forward;
        self.call(GetMessage { channel, message }, move |answer| done(answer.ok()));
    }
}

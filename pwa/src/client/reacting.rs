//! Reacting to messages.

use super::{Client, DmOrder};
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::{AddReaction, RemoveReaction};
use hubbub_shared::{ChannelId, Problem};

impl Client {
    /// Whether the person may react to what is said in a channel.
    pub fn may_react(self, channel: ChannelId) -> bool {
        self.model.with_untracked(|model| model.may_react(channel))
    }

    /// Reacts to a message with something, or no longer. Shown at once, and taken back if the server refuses it.
    pub fn react(self, message: &Message, emoji: &str, on: bool) {
        if self.is_dm(message.channel) {
            return self.orders(DmOrder::React(Box::new(message.clone()), emoji.to_owned(), on));
        }
        let (channel, message, emoji) = (message.channel, message.id, emoji.to_owned());
        let number = self.model.update(|model| model.reacting.begin(message, emoji.clone(), on));
        let done = move |answer: Result<(), Problem>| {
            if let Err(problem) = answer {
                self.model.update(|model| model.reacting.refused(number));
                self.complain(&problem);
            }
        };
        match on {
            true => self.tell(AddReaction { channel, message, emoji }, done),
            false => self.tell(RemoveReaction { channel, message, emoji, user: None }, done),
        }
    }
}

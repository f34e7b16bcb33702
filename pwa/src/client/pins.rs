//! Pinning messages, so that they are found again.

use super::Client;
use hubbub_shared::model::Pins;
use hubbub_shared::protocol::command::{GetPins, PinMessage, UnpinMessage};
use hubbub_shared::{ChannelId, MessageId, Problem};

impl Client {
    /// Pins a message, or unpins it; what others are told of shows it.
    pub fn pin(self, channel: ChannelId, message: MessageId, pinned: bool, done: impl FnOnce() + 'static) {
        let answered = self.done_or_told(done);
        match pinned {
            true => self.tell(PinMessage { channel, message }, answered),
            false => self.tell(UnpinMessage { channel, message }, answered),
        }
    }

    /// What was pinned in a channel.
    pub fn pins(self, channel: ChannelId, done: impl FnOnce(Result<Pins, Problem>) + 'static) {
        self.call(GetPins { channel }, done);
    }
}

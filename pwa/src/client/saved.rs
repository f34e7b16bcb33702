//! Saving messages, to find them again and be reminded of them; and what is to be sent later.

use super::Client;
use crate::words::saved as words;
use hubbub_shared::protocol::command::{DeleteScheduledMessage, SaveMessage, UnsaveMessage};
use hubbub_shared::{ChannelId, MessageId, ScheduledMessageId, Timestamp};

/// A reminder stays until somebody has had time to come back to the screen.
const REMINDER_STAYS_MS: i32 = 120_000;

impl Client {
    /// Saves a message. `remind_at`: when to be reminded, or not at all; nothing given: as before.
    pub fn save_message(
        self,
        channel: ChannelId,
        message: MessageId,
        remind_at: Option<Option<Timestamp>>,
        done: impl FnOnce() + 'static,
    ) {
        self.tell(SaveMessage { channel, message, remind_at }, self.done_or_told(done));
    }

    /// Saves a message no longer.
    pub fn unsave_message(self, channel: ChannelId, message: MessageId, done: impl FnOnce() + 'static) {
        self.tell(UnsaveMessage { channel, message }, self.done_or_told(done));
    }

    /// What waits to be sent is not sent.
    pub fn send_never(self, scheduled: ScheduledMessageId, done: impl FnOnce() + 'static) {
        self.tell(DeleteScheduledMessage { scheduled }, self.done_or_told(done));
    }

    /// What waits to be sent is another, or was refused at its time.
    pub(super) fn scheduled_changed(self, refused: bool) {
        self.saved_changed(None);
        if refused {
            self.notify(words::NOT_SENT);
        }
    }

    /// Whoever shows what is saved asks anew; the person is led to what they are reminded of.
    pub(super) fn saved_changed(self, reminder: Option<(ChannelId, MessageId)>) {
        self.saved_news.update(|news| *news += 1);
        let Some((channel, message)) = reminder else { return };
        if let Some(name) = self.channel_name(channel) {
            self.offer(words::reminder(&name), words::SHOW, REMINDER_STAYS_MS, move || {
                self.lead_to(channel, message);
            });
        }
    }
}

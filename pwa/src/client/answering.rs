//! Answering a message: the composer knows which, and so does the next start of the app.

use super::Client;
use crate::offline::drafts;
use crate::state::Answering;
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, Permissions};

impl Client {
    /// Whether the person may answer what is said in a channel.
    pub fn may_answer(self, channel: ChannelId) -> bool {
        let needed = Permissions::SEND | Permissions::HISTORY;
        self.model.with_untracked(|model| model.permissions(channel).contains(needed))
    }

    /// What is written next answers this message.
    pub fn answer(self, message: &Message) {
        if self.editing.with_untracked(Option::is_some) {
            self.end_edit();
        }
        let me = self.model.with_untracked(|model| model.my_id());
        self.set_answer(message.channel, Some(Answering::to(message, me)));
    }

    /// What is written next in a channel answers this, or nothing.
    pub fn set_answer(self, channel: ChannelId, answer: Option<Answering>) {
        // What others said in an encrypted conversation is not to lie about in clear.
        if !self.is_dm(channel) {
            drafts::keep_answered(channel, answer.as_ref());
            self.drafting.set(Some(channel));
        }
        self.answering.set(answer);
    }

    /// What is typed for a channel is this now. It is kept at once, and saved for the person's other devices soon.
    pub fn keep_draft(self, channel: ChannelId, text: &str) {
        drafts::keep(channel, text);
        self.drafting.set(Some(channel));
    }
}

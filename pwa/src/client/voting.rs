//! Voting in polls, ending them, and asking for votes.

use super::Client;
use hubbub_shared::model::{Message, SentPoll};
use hubbub_shared::protocol::command::{EndPoll, SendMessage, Vote};
use hubbub_shared::{ChannelId, Permissions, Problem};

impl Client {
    /// Whether the person may ask for votes in a channel.
    pub fn may_ask(self, channel: ChannelId) -> bool {
        self.model.with_untracked(|model| model.permissions(channel).contains(Permissions::POLL))
    }

    /// Votes for these answers, and for no others. `done` is told whether that counts.
    pub fn vote(self, message: &Message, answers: Vec<u64>, done: impl FnOnce(bool) + 'static) {
        let (channel, message) = (message.channel, message.id);
        self.tell(Vote { channel, message, answers: answers.clone() }, move |answer| {
            match &answer {
                // The event says the same; until then what was chosen stays what is shown.
                Ok(()) => self.model.update(|model| model.timeline_mut(channel).choose(message, &answers)),
                Err(problem) => self.complain(problem),
            }
            done(answer.is_ok());
        });
    }

    /// Ends a poll before its time.
    pub fn end_poll(self, message: &Message, done: impl FnOnce() + 'static) {
        let (channel, message) = (message.channel, message.id);
        self.tell(EndPoll { channel, message }, self.done_or_told(done));
    }

    /// Asks for votes. `nonce` is the same for every try.
    pub fn ask_for_votes(
        self,
        channel: ChannelId,
        (question, poll): (String, SentPoll),
        nonce: String,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        let plain = SendMessage::of(channel, question, Some(nonce));
        self.tell(SendMessage { poll: Some(poll), ..plain }, done);
    }
}

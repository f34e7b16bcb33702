//! Reading a conversation and making channels.

use super::Client;
use crate::state::Route;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{CreateChannel, GetMessages};
use hubbub_shared::{CategoryId, ChannelId, HubId, Problem};

const MESSAGES_PER_PAGE: u64 = 50;

impl Client {
    /// Loads messages older than the oldest one that is here.
    pub fn load_older(self, channel: ChannelId) {
        let oldest = self.model.with_untracked(|model| {
            let timeline = model
                .timeline(channel)
                .filter(|timeline| timeline.has_before() && !timeline.loading_older)?;
            timeline.oldest().map(|message| message.id).filter(|_| model.is_live())
        });
        let Some(before) = oldest else { return };
        self.model.update(|model| model.timeline_mut(channel).loading_older = true);
        let command = GetMessages {
            channel,
            before: Some(before),
            after: None,
            around: None,
            limit: Some(MESSAGES_PER_PAGE),
        };
        self.call(command, move |answer| {
            self.model.update(|model| match answer {
                Ok(Reply::Page(page)) => model.older(channel, page),
                _ => model.timeline_mut(channel).loading_older = false,
            });
        });
    }

    /// Whether the newest message is on the screen and the person looks at it.
    pub fn watch(self, watching: bool) {
        if self.model.with_untracked(|model| model.would_change_by_watching(watching)) {
            let todos = self.model.update(|model| model.watch(watching));
            self.do_all(todos);
        }
    }

    /// Makes a channel and goes there.
    pub fn create_channel(
        self,
        hub: HubId,
        category: Option<CategoryId>,
        name: String,
        topic: Option<String>,
        failed: impl FnOnce(Problem) + 'static,
    ) {
        let command = CreateChannel { hub, name, topic, category, position: None, overwrites: None };
        self.call(command, move |answer| match answer {
            Ok(Reply::Channel(channel)) => self.go(Route::Channel(hub, channel.id)),
            Ok(_) => {}
            Err(problem) => failed(problem),
        });
    }
}

//! Changing what a hub consists of: its name, its categories and channels.

use super::Client;
use crate::words;
use hubbub_shared::protocol::Call;
use hubbub_shared::protocol::command::{
    CreateCategory, DeleteCategory, DeleteChannel, TransferHub, UpdateCategory, UpdateChannel, UpdateHub,
};
use hubbub_shared::{CategoryId, ChannelId, HubId, Problem, UserId};

impl Client {
    /// Changes something; the panel that asked for it closes when it is done. The hub comes as an event.
    fn change(self, command: impl Call, failed: impl FnOnce(Problem) + 'static) {
        self.tell(command, move |answer| match answer {
            Ok(()) => {
                self.close();
                self.notify(words::SAVED);
            }
            Err(problem) => failed(problem),
        });
    }

    /// Gives a hub another name and description.
    pub fn edit_hub(
        self,
        hub: HubId,
        name: String,
        description: String,
        failed: impl FnOnce(Problem) + 'static,
    ) {
        self.change(UpdateHub { hub, name: Some(name), description: Some(description) }, failed);
    }

    /// Makes a member the owner of one's own hub.
    pub fn hand_over(self, hub: HubId, heir: UserId) {
        self.change(TransferHub { hub, owner: heir }, move |problem| self.complain(&problem));
    }

    /// Gives a channel another name, topic and slow mode.
    pub fn edit_channel(
        self,
        channel: ChannelId,
        name: String,
        topic: String,
        slow_mode_secs: u64,
        failed: impl FnOnce(Problem) + 'static,
    ) {
        let command = UpdateChannel {
            name: Some(name),
            topic: Some(topic),
            slow_mode_secs: Some(slow_mode_secs),
            ..UpdateChannel::of(channel)
        };
        self.change(command, failed);
    }

    /// Deletes a channel with its messages.
    pub fn delete_channel(self, channel: ChannelId) {
        self.change(DeleteChannel { channel }, move |problem| self.complain(&problem));
    }

    /// Makes a category.
    pub fn create_category(self, hub: HubId, name: String, failed: impl FnOnce(Problem) + 'static) {
        self.change(CreateCategory { hub, name, position: None }, failed);
    }

    /// Gives a category another name.
    pub fn rename_category(
        self,
        hub: HubId,
        category: CategoryId,
        name: String,
        failed: impl FnOnce(Problem) + 'static,
    ) {
        self.change(UpdateCategory { hub, category, name: Some(name), position: None }, failed);
    }

    /// Deletes a category; its channels stay.
    pub fn delete_category(self, hub: HubId, category: CategoryId) {
        self.change(DeleteCategory { hub, category }, move |problem| self.complain(&problem));
    }
}

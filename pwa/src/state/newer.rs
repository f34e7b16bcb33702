//! What a newer server says and this app does not understand. It is passed over; where something may be missing because
//! of it, what is shown is asked for again: once, and a little later, because where there is one such thing there are
//! many.

use crate::state::{Applied, Model, Todo};
use hubbub_shared::{ChannelId, HubId};

/// A frame that only a newer app understands, and what it is about as far as that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newer {
    /// Where everything stands.
    Ready,
    /// The answer to a call.
    Reply(u32),
    /// A change of a channel, which is the channel's rev from then on.
    Change(ChannelId, u64),
    /// A change of a hub.
    HubChange(HubId),
    /// Something else: nothing that is shown depends on it.
    Other,
}

impl Model {
    /// Takes note of it.
    pub fn newer(&mut self, newer: Newer) -> Vec<Todo> {
        match newer {
            Newer::Change(channel, rev) if self.hubs.sees(channel) => {
                match self.timeline_mut(channel).pass_over(rev) {
                    Applied::Gap => self.follow(channel),
                    Applied::Unread => vec![Todo::CatchUpSoon(channel)],
                    _ => Vec::new(),
                }
            }
            Newer::HubChange(hub) if self.hubs.get(hub).is_some() && self.reloading.insert(hub) => {
                vec![Todo::ReloadSoon(hub)]
            }
            _ => Vec::new(),
        }
    }

    /// It is time to ask for what was not understood in a channel.
    pub fn catch_up_again(&mut self, channel: ChannelId) -> Vec<Todo> {
        let is_due = self.is_live()
            && self.open_channel() == Some(channel)
            && self.timeline(channel).is_some_and(|timeline| timeline.has_unread());
        if is_due { self.follow(channel) } else { Vec::new() }
    }

    /// It is time to ask for a hub as it is now. False: that has come by itself.
    pub fn reload(&mut self, hub: HubId) -> bool {
        self.reloading.remove(&hub) && self.is_live()
    }
}

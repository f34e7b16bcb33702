//! The hubs of the person and their channels.

use crate::state::sorting::sorted_by_key;
use hubbub_shared::model::{Channel, HubView};
use hubbub_shared::{CategoryId, ChannelId, HubId};
use std::rc::Rc;

/// Channels that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelGroup {
    /// Its category. `None`: above all categories.
    pub category: Option<(CategoryId, String)>,
    /// The channels of the category, in the order in which they are shown.
    pub channels: Vec<Channel>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hubs {
    /// In the order they were joined.
    hubs: Vec<Rc<HubView>>,
}

impl Hubs {
    /// In the order they were joined.
    pub fn all(&self) -> &[Rc<HubView>] {
        &self.hubs
    }

    /// Takes these hubs instead of all that were known.
    pub fn replace(&mut self, hubs: Vec<HubView>) {
        self.hubs = hubs.into_iter().map(Rc::new).collect();
    }

    /// One hub as it is now; what is older than what is shown is ignored.
    pub fn put(&mut self, view: HubView) {
        match self.hubs.iter_mut().find(|hub| hub.id == view.id) {
            Some(known) if known.version > view.version => {}
            Some(known) => *known = Rc::new(view),
            None => self.hubs.push(Rc::new(view)),
        }
    }

    /// The person is no longer in it.
    pub fn remove(&mut self, hub: HubId) {
        self.hubs.retain(|known| known.id != hub);
    }

    /// The hub with this id, if the person belongs to it.
    pub fn get(&self, hub: HubId) -> Option<&Rc<HubView>> {
        self.hubs.iter().find(|known| known.id == hub)
    }

    /// The channel with this id, of whichever hub, if the person can see it.
    pub fn channel(&self, channel: ChannelId) -> Option<&Channel> {
        self.hubs.iter().flat_map(|hub| &hub.channels).find(|known| known.id == channel)
    }

    /// Whether not everybody writes in a channel as they like: it or its hub is locked, or it is in slow mode.
    pub fn is_restricted(&self, channel: ChannelId) -> bool {
        self.channel(channel).is_some_and(|known| {
            let is_hub_locked = self.get(known.hub).is_some_and(|hub| hub.locked);
            known.locked || is_hub_locked || known.slow_mode_secs > 0
        })
    }

    /// The hub of a channel.
    pub fn hub_of(&self, channel: ChannelId) -> Option<HubId> {
        self.channel(channel).map(|channel| channel.hub)
    }
}

/// The channels of a hub as they are shown: those above all categories first; a category without channels is shown
/// too, because somebody may want to add one.
pub fn grouped(hub: &HubView) -> Vec<ChannelGroup> {
    let categories =
        sorted_by_key(hub.categories.iter().collect(), |category| (category.position, category.id));
    let above = ChannelGroup { category: None, channels: channels_of(hub, None) };
    let below = categories.into_iter().map(|category| ChannelGroup {
        category: Some((category.id, category.name.clone())),
        channels: channels_of(hub, Some(category.id)),
    });
    std::iter::once(above).filter(|group| !group.channels.is_empty()).chain(below).collect()
}

fn channels_of(hub: &HubView, category: Option<CategoryId>) -> Vec<Channel> {
    let channels = hub.channels.iter().filter(|channel| channel.category == category).cloned();
    sorted_by_key(channels.collect(), |channel| (channel.position, channel.id))
}

impl ChannelGroup {
    /// The groups of a hub, in order.
    pub fn all(hub: &HubView) -> Vec<Self> {
        grouped(hub)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, HUB, category, channel, hub};

    #[test]
    fn channels_stand_in_order_of_position_and_loose_ones_come_first() {
        let mut view = hub();
        view.categories.insert(0, category(31, 5, "Later"));
        view.channels.push(channel(ChannelId(22), Some(30), 0, "same position, later id"));
        let names: Vec<Vec<String>> = grouped(&view)
            .into_iter()
            .map(|group| group.channels.into_iter().map(|c| c.name).collect())
            .collect();
        assert_eq!(names, [vec!["random"], vec!["general", "same position, later id"], vec![]]);
    }

    #[test]
    fn an_older_view_of_a_hub_is_ignored() {
        let mut hubs = Hubs::default();
        let mut newer = hub();
        newer.version = 3;
        newer.name = "New name".into();
        hubs.put(newer);
        hubs.put(hub());
        assert_eq!(hubs.get(HUB).map(|hub| hub.name.as_str()), Some("New name"));
        assert_eq!(hubs.hub_of(GENERAL), Some(HUB));
        hubs.remove(HUB);
        assert!(hubs.all().is_empty());
    }
}

//! The hubs of the person and their channels.

use crate::state::sorting::sorted_by_key;
use hubbub_shared::model::{Channel, HubView, Role};
use hubbub_shared::{CategoryId, ChannelId, HubId, RoleId, UserId};
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
    /// One of them is shown as somebody else would see it.
    shown_as: Option<ShownAs>,
}

/// What a hub looks like to somebody with a role.
pub type SeenAs = fn(&HubView, UserId, RoleId) -> HubView;

/// See [`Hubs`]. The hub in its list is the one that is shown.
#[derive(Debug, Clone)]
struct ShownAs {
    me: UserId,
    role: RoleId,
    /// The hub as the person sees it.
    own: Rc<HubView>,
    seen_as: SeenAs,
}

impl PartialEq for ShownAs {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.own == other.own
    }
}

impl Hubs {
    /// In the order they were joined.
    pub fn all(&self) -> &[Rc<HubView>] {
        &self.hubs
    }

    /// Takes these hubs instead of all that were known.
    pub fn replace(&mut self, hubs: Vec<HubView>) {
        let shown_as = self.shown_as.take();
        self.hubs = hubs.into_iter().map(Rc::new).collect();
        if let Some(shown) = shown_as {
            self.show_as(shown.own.id, shown.me, shown.role, shown.seen_as);
        }
    }

    /// One hub as it is now; what is older than what is shown is ignored.
    pub fn put(&mut self, view: HubView) {
        let shown_as = self.shown_as.clone().filter(|shown| shown.own.id == view.id);
        if shown_as.is_some() {
            self.show_own();
        }
        let id = view.id;
        match self.hubs.iter_mut().find(|hub| hub.id == view.id) {
            Some(known) if known.version > view.version => {}
            Some(known) => *known = Rc::new(view),
            None => self.hubs.push(Rc::new(view)),
        }
        if let Some(shown) = shown_as {
            self.show_as(id, shown.me, shown.role, shown.seen_as);
        }
    }

    /// The person is no longer in it.
    pub fn remove(&mut self, hub: HubId) {
        self.hubs.retain(|known| known.id != hub);
        self.shown_as = self.shown_as.take().filter(|shown| shown.own.id != hub);
    }

    /// Shows a hub to this person as somebody with a role would see it, as long as there is that role.
    pub fn show_as(&mut self, hub: HubId, me: UserId, role: RoleId, seen_as: SeenAs) {
        self.show_own();
        let Some(known) = self.hubs.iter_mut().find(|known| known.id == hub) else { return };
        if known.roles.iter().any(|one| one.id == role) {
            let shown = Rc::new(seen_as(known, me, role));
            let own = std::mem::replace(known, shown);
            self.shown_as = Some(ShownAs { me, role, own, seen_as });
        }
    }

    /// Shows all hubs as the person sees them. Which one was shown otherwise, and as which role.
    pub fn show_own(&mut self) -> Option<(HubId, RoleId)> {
        let shown = self.shown_as.take()?;
        let place = (shown.own.id, shown.role);
        if let Some(known) = self.hubs.iter_mut().find(|known| known.id == place.0) {
            *known = shown.own;
        }
        Some(place)
    }

    /// The role as which somebody would see the hub that is shown so.
    pub fn shown_as(&self) -> Option<&Role> {
        let shown = self.shown_as.as_ref()?;
        shown.own.roles.iter().find(|role| role.id == shown.role)
    }

    /// All hubs as the person sees them, whatever is shown.
    pub fn own(&self) -> impl Iterator<Item = &Rc<HubView>> {
        let own = self.shown_as.as_ref().map(|shown| &shown.own);
        self.hubs.iter().map(move |hub| own.filter(|own| own.id == hub.id).unwrap_or(hub))
    }

    /// Whether the person can see a channel, whatever is shown.
    pub fn sees(&self, channel: ChannelId) -> bool {
        self.own().flat_map(|hub| &hub.channels).any(|known| known.id == channel)
    }

    /// The hub with this id, if the person belongs to it.
    pub fn get(&self, hub: HubId) -> Option<&Rc<HubView>> {
        self.hubs.iter().find(|known| known.id == hub)
    }

    /// The channel with this id, of whichever hub, if the person can see it.
    pub fn channel(&self, channel: ChannelId) -> Option<&Channel> {
        self.hubs.iter().flat_map(|hub| &hub.channels).find(|known| known.id == channel)
    }

    /// Whether there may be something to say above the composer: the channel or its hub is locked, it is in slow mode, or
    /// the hub lets nobody in.
    pub fn is_noted(&self, channel: ChannelId) -> bool {
        self.channel(channel).is_some_and(|known| {
            let is_of_hub = self.get(known.hub).is_some_and(|hub| hub.locked || hub.invites_paused.is_some());
            known.locked || is_of_hub || known.slow_mode_secs > 0
        })
    }

    /// Roles of a hub whose members stand apart, the highest first, with what they are called.
    pub fn stand_apart(&self, hub: HubId) -> Vec<(RoleId, String)> {
        let Some(view) = self.get(hub) else { return Vec::new() };
        // In order of position.
        let apart = view.roles.iter().rev().filter(|role| role.hoist);
        let called = |role: &Role| match &role.emoji {
            Some(emoji) => format!("{emoji} {}", role.name),
            None => role.name.clone(),
        };
        apart.map(|role| (role.id, called(role))).collect()
    }

    /// The role with this id, of whichever hub.
    pub fn role(&self, role: RoleId) -> Option<&Role> {
        self.hubs.iter().flat_map(|hub| &hub.roles).find(|known| known.id == role)
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
    use crate::state::fixtures::{ADA, GENERAL, HUB, category, channel, hub, role};

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
    fn a_hub_is_shown_as_somebody_else_sees_it_until_that_ends() {
        let empty: SeenAs = |view, _, _| HubView { channels: Vec::new(), ..view.clone() };
        let staff = role(RoleId(41), 1, hubbub_shared::Permissions::NONE);
        let with_role = |version| HubView { roles: vec![staff.clone()], version, ..hub() };
        let mut hubs = Hubs::default();
        hubs.replace(vec![with_role(1)]);
        hubs.show_as(HUB, ADA, RoleId(1), empty);
        assert_eq!(hubs.shown_as(), None, "there is no such role");
        hubs.show_as(HUB, ADA, staff.id, empty);
        for change in [0, 1, 2] {
            assert_eq!(hubs.shown_as(), Some(&staff));
            assert!(hubs.channel(GENERAL).is_none() && hubs.sees(GENERAL), "{change}");
            assert_eq!(hubs.own().next().map(|hub| hub.channels.len()), Some(2));
            match change {
                0 => hubs.put(with_role(2)),
                _ => hubs.replace(vec![with_role(3)]),
            }
        }
        hubs.put(HubView { version: 4, ..hub() });
        assert_eq!(hubs.shown_as(), None, "the role is gone");
        assert!(hubs.channel(GENERAL).is_some());
        hubs.put(with_role(5));
        hubs.show_as(HUB, ADA, staff.id, empty);
        hubs.show_own();
        assert!(hubs.channel(GENERAL).is_some() && hubs.shown_as().is_none());
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

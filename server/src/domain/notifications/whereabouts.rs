//! Where something was said, with all that lies around it: people choose for each.

use hubbub_shared::model::PlaceNotifications;
use hubbub_shared::{CategoryId, ChannelId, HubId, PlaceId};
use serde::{Deserialize, Serialize};

/// Where something was said.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts {
    /// The hub that the channel is of.
    pub hub: HubId,
    /// The category that the channel stands in.
    pub category: Option<CategoryId>,
    /// The channel itself.
    pub channel: ChannelId,
}

/// What somebody can listen to: the id of a hub, of a category or of a channel, which are all different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(pub PlaceId);

impl Scope {
    /// What a choice is about.
    pub fn of(place: &PlaceNotifications) -> Self {
        let category = place.category.map(|category| category.0);
        Self(PlaceId(place.channel.map(|channel| channel.0).or(category).unwrap_or(place.hub.0)))
    }
}

impl Whereabouts {
    /// What one can listen to, to hear of it: nearest first.
    pub fn scopes(self) -> impl Iterator<Item = Scope> {
        let ids = [Some(self.channel.0), self.category.map(|category| category.0), Some(self.hub.0)];
        ids.into_iter().flatten().map(|id| Scope(PlaceId(id)))
    }
}

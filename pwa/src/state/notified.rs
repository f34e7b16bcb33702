//! What was chosen for a place, and what holds there because of what is around it.

use hubbub_shared::model::{NotificationLevel, NotificationSettings, PlaceNotifications};
use hubbub_shared::{CategoryId, ChannelId, HubId, Timestamp};

/// A place for which something can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotifiedPlace {
    /// All of a hub.
    Hub(HubId),
    /// The channels of a category.
    Category(HubId, CategoryId),
    /// One channel of a hub.
    Channel(HubId, ChannelId),
}

/// "Until I turn it on again" is the end of the last year that can be written.
pub const FOR_GOOD: Timestamp = Timestamp(253_402_300_799_000);
/// Nobody means a day after the year 3000.
const FAR_MS: i64 = 32_503_680_000_000;

/// Whether it ends only when the person ends it.
pub fn is_for_good(until: Timestamp) -> bool {
    until.0 >= FAR_MS
}

impl NotifiedPlace {
    /// The place that a choice is about.
    pub fn of(chosen: &PlaceNotifications) -> Self {
        match (chosen.category, chosen.channel) {
            (_, Some(channel)) => Self::Channel(chosen.hub, channel),
            (Some(category), None) => Self::Category(chosen.hub, category),
            (None, None) => Self::Hub(chosen.hub),
        }
    }

    /// The hub it is in, or is.
    pub fn hub(self) -> HubId {
        match self {
            Self::Hub(hub) | Self::Category(hub, _) | Self::Channel(hub, _) => hub,
        }
    }

    /// What was chosen for it.
    pub fn chosen(self, settings: &NotificationSettings) -> Option<&PlaceNotifications> {
        settings.places.iter().find(|chosen| Self::of(chosen) == self)
    }

    /// What is around it, from within. A channel says in which category it stands.
    fn around(self, category: Option<CategoryId>) -> Vec<Self> {
        match self {
            Self::Hub(_) => Vec::new(),
            Self::Category(hub, _) => vec![Self::Hub(hub)],
            Self::Channel(hub, _) => {
                let category = category.map(|category| Self::Category(hub, category));
                category.into_iter().chain([Self::Hub(hub)]).collect()
            }
        }
    }

    /// What holds in it as long as nothing is chosen for itself, and which place says so. `None`: what holds everywhere.
    pub fn level_around(
        self,
        settings: &NotificationSettings,
        category: Option<CategoryId>,
    ) -> (NotificationLevel, Option<Self>) {
        let said = self.around(category).into_iter().find_map(|place| {
            let level = place.chosen(settings)?.level?;
            Some((level, Some(place)))
        });
        said.unwrap_or((settings.level, None))
    }

    /// What around it is muted, and until when: the one that is so for longest.
    pub fn muted_around(
        self,
        settings: &NotificationSettings,
        category: Option<CategoryId>,
        now: i64,
    ) -> Option<(Self, Timestamp)> {
        let muted = self.around(category).into_iter().filter_map(|place| {
            let chosen = place.chosen(settings)?;
            Some((place, muted(chosen, now)?))
        });
        muted.max_by_key(|(_, until)| *until)
    }
}

/// Until when a place is muted. `None`: it is not, or no longer.
pub fn muted(chosen: &PlaceNotifications, now: i64) -> Option<Timestamp> {
    chosen.muted_until.filter(|until| until.0 > now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, HUB};

    const BEDS: CategoryId = CategoryId(5);
    const PLACE: NotifiedPlace = NotifiedPlace::Channel(HUB, GENERAL);

    fn chosen(place: NotifiedPlace, level: Option<NotificationLevel>, until: i64) -> PlaceNotifications {
        let (category, channel) = match place {
            NotifiedPlace::Hub(_) => (None, None),
            NotifiedPlace::Category(_, category) => (Some(category), None),
            NotifiedPlace::Channel(_, channel) => (None, Some(channel)),
        };
        let muted_until = (until > 0).then_some(Timestamp(until));
        PlaceNotifications { hub: place.hub(), category, channel, level, muted_until }
    }

    fn settings(places: Vec<PlaceNotifications>) -> NotificationSettings {
        NotificationSettings { level: NotificationLevel::Mentions, previews: true, quiet_hours: None, places }
    }

    #[test]
    fn a_choice_says_for_which_place_it_is() {
        for place in [NotifiedPlace::Hub(HUB), NotifiedPlace::Category(HUB, BEDS), PLACE] {
            assert_eq!(NotifiedPlace::of(&chosen(place, None, 1)), place);
        }
    }

    #[test]
    fn what_is_nearer_goes_before_what_is_further_away() {
        use NotificationLevel::{All, Mentions, None as Nothing};
        let category = NotifiedPlace::Category(HUB, BEDS);
        let mut known = settings(vec![]);
        assert_eq!(PLACE.level_around(&known, Some(BEDS)), (Mentions, None));
        known.places.push(chosen(NotifiedPlace::Hub(HUB), Some(Nothing), 0));
        assert_eq!(PLACE.level_around(&known, Some(BEDS)), (Nothing, Some(NotifiedPlace::Hub(HUB))));
        known.places.push(chosen(category, Some(All), 0));
        assert_eq!(PLACE.level_around(&known, Some(BEDS)), (All, Some(category)));
        assert_eq!(category.level_around(&known, None).0, Nothing, "its own choice is not around it");
        assert_eq!(PLACE.level_around(&known, None).0, Nothing, "a channel above all categories");
        known.places.push(chosen(PLACE, Some(Mentions), 0));
        assert_eq!(PLACE.chosen(&known).and_then(|it| it.level), Some(Mentions));
    }

    #[test]
    fn who_is_muted_is_told_by_what_and_for_how_long() {
        let hub = NotifiedPlace::Hub(HUB);
        let known =
            settings(vec![chosen(NotifiedPlace::Category(HUB, BEDS), None, 50), chosen(hub, None, 90)]);
        assert_eq!(PLACE.muted_around(&known, Some(BEDS), 10), Some((hub, Timestamp(90))));
        assert_eq!(PLACE.muted_around(&known, Some(BEDS), 90), None, "it is over");
        assert!(is_for_good(FOR_GOOD) && !is_for_good(Timestamp(1_795_000_000_000)));
        assert_eq!(Timestamp::parse(&FOR_GOOD.to_string()), Some(FOR_GOOD), "it can be sent as text");
    }
}

//! Of what people want to be told, and who listens to all of a hub.

use super::decide::Whereabouts;
use crate::domain::capacity::fits;
use crate::error::{Error, Result as Outcome};
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use hubbub_shared::model::{NotificationLevel, NotificationSettings, PlaceNotifications, QuietHours};
use hubbub_shared::{HubId, Problem, Timestamp, UserId};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Bound;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// What somebody chose. Who has chosen nothing has no document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsDoc {
    /// The person.
    #[serde(rename = "_id")]
    pub user: UserId,
    /// The document's version: 1 when it is made, one more with each change; 0: it is not stored.
    pub version: u64,
    /// Where nothing else is chosen.
    pub level: NotificationLevel,
    /// Whether a notification shows what was written.
    pub previews: bool,
    /// When nothing is pushed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Where something else was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceNotifications>,
}

/// What people chose.
pub static NOTIFICATION_SETTINGS: Collection =
    Collection { name: "notification_settings", append_only: false, indexes: &[] };

impl Entity for SettingsDoc {
    const COLLECTION: &'static Collection = &NOTIFICATION_SETTINGS;

    fn id(&self) -> String {
        self.user.to_string()
    }
}

impl SettingsDoc {
    /// What holds for somebody who has chosen nothing.
    pub const fn new(user: UserId) -> Self {
        let (level, previews) = (NotificationLevel::Mentions, true);
        Self { user, version: 0, level, previews, quiet_hours: None, places: Vec::new() }
    }

    /// What holds for somebody.
    pub async fn of(store: &Store, user: UserId) -> Result<Self, StoreError> {
        Ok(store.get(user).await?.unwrap_or_else(|| Self::new(user)))
    }

    /// What their person sees.
    pub fn view(&self) -> NotificationSettings {
        let Self { level, previews, quiet_hours, places, .. } = self.clone();
        NotificationSettings { level, previews, quiet_hours, places }
    }

    /// Chooses what holds where nothing else is chosen.
    pub fn choose_level(&mut self, level: NotificationLevel) -> Outcome<()> {
        if level == NotificationLevel::All {
            let message =
                "All messages can be chosen for a hub, a category or a channel, not for everything.";
            return Err(Problem::field("level", message).into());
        }
        self.level = level;
        Ok(())
    }

    /// Chooses when nothing is pushed.
    pub fn choose_quiet_hours(&mut self, hours: Option<QuietHours>) -> Outcome<()> {
        if let Some(hours) = &hours {
            if hours.from >= DAY || hours.to >= DAY || hours.from == hours.to {
                let message = "Give a beginning and another end, in minutes after midnight: 0 to 1439.";
                return Err(Problem::field("quiet_hours", message).into());
            }
            if TimeZone::get(&hours.time_zone).is_err() {
                let message = "Give a time zone of the IANA database, such as Europe/Berlin.";
                return Err(Problem::field("quiet_hours.time_zone", message).into());
            }
        }
        self.quiet_hours = hours;
        Ok(())
    }

    /// Chooses for a place; nothing chosen is forgotten. `most` are the places for which that may be.
    pub fn choose(&mut self, chosen: PlaceNotifications, most: usize) -> Outcome<()> {
        self.places.retain(|place| !is_same(place, &chosen));
        if chosen.level.is_some() || chosen.muted_until.is_some() {
            fits(self.places.len() + 1, most, |most| {
                format!(
                    "You have chosen for {most} places, which is the most. Let one of them be as the others."
                )
            })?;
            self.places.push(chosen);
        }
        Ok(())
    }

    /// Of what they are told there.
    pub(super) fn level_in(&self, at: Whereabouts) -> NotificationLevel {
        self.around(at).into_iter().flatten().find_map(|place| place.level).unwrap_or(self.level)
    }

    /// Whether the place, or what lies around it, is muted.
    pub(super) fn is_muted_in(&self, at: Whereabouts, now: Timestamp) -> bool {
        let is_muted = |place: &PlaceNotifications| place.muted_until.is_some_and(|until| until > now);
        self.around(at).into_iter().flatten().any(is_muted)
    }

    /// The place and what lies around it, nearest first, as far as something is chosen.
    fn around(&self, at: Whereabouts) -> [Option<&PlaceNotifications>; 3] {
        let of = |is_it: &dyn Fn(&PlaceNotifications) -> bool| {
            self.places.iter().find(|place| place.hub == at.hub && is_it(place))
        };
        [
            of(&|place| place.channel == Some(at.channel)),
            at.category.and_then(|category| of(&|place| place.category == Some(category))),
            of(&|place| place.channel.is_none() && place.category.is_none()),
        ]
    }

    /// Whether it is a time at which they are not told. A time zone that is not known any more has no quiet hours.
    pub(super) fn is_quiet_at(&self, now: Timestamp) -> bool {
        let Some(hours) = &self.quiet_hours else { return false };
        let (Ok(zone), Ok(now)) = (TimeZone::get(&hours.time_zone), jiff::Timestamp::from_millisecond(now.0))
        else {
            return false;
        };
        let clock = now.to_zoned_datetime(zone).time();
        let minute = u16::from(clock.hour().unsigned_abs()) * 60 + u16::from(clock.minute().unsigned_abs());
        match hours.from < hours.to {
            true => (hours.from..hours.to).contains(&minute),
            false => minute >= hours.from || minute < hours.to,
        }
    }

    /// Hubs in which they want all of something.
    fn watched(&self) -> BTreeSet<HubId> {
        let all = self.places.iter().filter(|place| place.level == Some(NotificationLevel::All));
        all.map(|place| place.hub).collect()
    }

    /// What stores this in the place of what was before, and who listens where.
    pub fn writes(&self, before: &Self) -> Result<Vec<Write>, StoreError> {
        let (watched, before_watched) = (self.watched(), before.watched());
        let mut writes = vec![if self.version == 0 { Write::insert(self)? } else { Write::replace(self)? }];
        for hub in watched.difference(&before_watched) {
            writes.push(Write::insert(&WatcherDoc::new(*hub, self.user))?);
        }
        for hub in before_watched.difference(&watched) {
            writes.push(Write::delete::<WatcherDoc>(WatcherDoc::document_id(*hub, self.user), None));
        }
        Ok(writes)
    }

    /// Hubs in which somebody began or ceased to listen to all of something.
    pub fn rewatched(&self, before: &Self) -> Vec<HubId> {
        self.watched().symmetric_difference(&before.watched()).copied().collect()
    }
}

fn is_same(one: &PlaceNotifications, other: &PlaceNotifications) -> bool {
    (one.hub, one.category, one.channel) == (other.hub, other.category, other.channel)
}

/// Somebody wants to be told of all that is said somewhere in a hub. Follows from their settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatcherDoc {
    /// `<hub>-<user>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// The hub.
    pub hub: HubId,
    /// The person.
    pub user: UserId,
}

/// Who listens where.
pub static WATCHERS: Collection = Collection {
    name: "watchers",
    append_only: false,
    indexes: &[
        Index { name: HUB_USER, keys: &["hub", "user"], unique: false, partial: None, ttl: false },
        Index { name: USER, keys: &["user"], unique: false, partial: None, ttl: false },
    ],
};

const HUB_USER: &str = "hub_user";
const USER: &str = "user";

impl Entity for WatcherDoc {
    const COLLECTION: &'static Collection = &WATCHERS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl WatcherDoc {
    fn new(hub: HubId, user: UserId) -> Self {
        Self { id: Self::document_id(hub, user), version: FIRST_VERSION, hub, user }
    }

    fn document_id(hub: HubId, user: UserId) -> String {
        format!("{hub}-{user}")
    }
}

/// Whether anybody listens to all of something in a hub.
pub async fn is_watched(store: &Store, hub: HubId) -> Result<bool, StoreError> {
    Ok(store.find_one::<WatcherDoc>(watchers_of_hub(hub)).await?.is_some())
}

/// Some of those who listen in a hub, in the order of their ids, after this one.
pub async fn watchers_after(
    store: &Store,
    hub: HubId,
    after: Option<UserId>,
    limit: usize,
) -> Result<Vec<WatcherDoc>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    store.find(watchers_of_hub(hub).range((lower, Bound::Unbounded)).limit(limit)).await
}

/// All who listen in a hub.
pub fn watchers_of_hub(hub: HubId) -> Query {
    Query::on(&WATCHERS, HUB_USER).equals(hub)
}

/// All places where somebody listens.
pub fn all_watching_of(user: UserId) -> Query {
    Query::on(&WATCHERS, USER).equals(user)
}

/// Changes what somebody chose; starts over when they changed it elsewhere at the same moment. Gives it as it was and as
/// it is.
pub async fn change(
    store: &Store,
    user: UserId,
    mut change: impl FnMut(&mut SettingsDoc) -> Outcome<()>,
) -> Outcome<(SettingsDoc, SettingsDoc)> {
    for _ in 0..ATTEMPTS {
        let before = SettingsDoc::of(store, user).await?;
        let mut after = before.clone();
        change(&mut after)?;
        match store.batch(after.writes(&before)?).await {
            Ok(()) => return Ok((before, after)),
            Err(error) if !error.is_failure() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::unavailable())
}

/// How often a change starts over.
const ATTEMPTS: usize = 8;

//! What the owner of the server has set, beside what it was started with: who may come, limits, what everybody is told.
//! And the log of what they do, which is kept as those of hubs are, under an id that no hub has.

use crate::domain::capacity::Capacity;
use crate::store::{Collection, Entity, FIRST_VERSION, Store, StoreError};
use hubbub_shared::model::{Announcement, HubMakers, ServerLimits, ServerSettings, SignUps};
use hubbub_shared::text::AnnouncementText;
use hubbub_shared::{HubId, Timestamp};
use serde::{Deserialize, Serialize};

/// The place of the server's own log among those of hubs.
pub const SERVER_LOG: HubId = HubId(0);

/// A hub that shall be deleted can be opened again for so long.
pub const GRACE_MS: i64 = 7 * crate::domain::capacity::DAY_MS;

/// The only document of its kind.
const ID: &str = "server";

/// What the owner has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDoc {
    /// There is one.
    #[serde(rename = "_id")]
    id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Who may sign in for the first time.
    #[serde(default)]
    pub sign_ups: SignUps,
    /// Who may found hubs.
    #[serde(default)]
    pub hub_makers: HubMakers,
    /// Limits that are others than those of the start. The log tells each by its own name.
    #[serde(flatten)]
    pub limits: SetLimits,
    /// What everybody is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announcement: Option<AnnouncementDoc>,
    /// How many announcements there were.
    #[serde(default)]
    pub announcements: u64,
}

/// Limits as they were set; `None`: as the server was started. 0: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "they are those of ServerLimits")]
pub struct SetLimits {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sends_per_minute: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes_per_minute: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_ins_per_minute: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exports_per_hour: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hubs_of_a_person: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_of_a_hub: Option<u32>,
}

/// What everybody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementDoc {
    /// Another for each.
    pub number: u64,
    /// What they read, in one line.
    pub text: String,
    /// When it was made.
    pub at: Timestamp,
    /// When it is over. `None`: when it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// What the owner has set.
pub static SERVER: Collection = Collection { name: "server", append_only: false, indexes: &[] };

impl Entity for ServerDoc {
    const COLLECTION: &'static Collection = &SERVER;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl Default for ServerDoc {
    /// As it is before anything was set. Not stored.
    fn default() -> Self {
        Self {
            id: ID.to_owned(),
            version: FIRST_VERSION,
            sign_ups: SignUps::default(),
            hub_makers: HubMakers::default(),
            limits: SetLimits::default(),
            announcement: None,
            announcements: 0,
        }
    }
}

impl ServerDoc {
    /// The limits in force on a server that was started with these.
    pub fn limits(&self, usual: ServerLimits) -> ServerLimits {
        let set = &self.limits;
        ServerLimits {
            sends_per_minute: set.sends_per_minute.unwrap_or(usual.sends_per_minute),
            writes_per_minute: set.writes_per_minute.unwrap_or(usual.writes_per_minute),
            sign_ins_per_minute: set.sign_ins_per_minute.unwrap_or(usual.sign_ins_per_minute),
            exports_per_hour: set.exports_per_hour.unwrap_or(usual.exports_per_hour),
            hubs_of_a_person: set.hubs_of_a_person.unwrap_or(usual.hubs_of_a_person),
            members_of_a_hub: set.members_of_a_hub.unwrap_or(usual.members_of_a_hub),
        }
    }

    /// As its owner sees it.
    pub fn view(&self, usual: ServerLimits) -> ServerSettings {
        let (sign_ups, hub_makers, limits) = (self.sign_ups, self.hub_makers, self.limits(usual));
        ServerSettings { sign_ups, hub_makers, limits, usual }
    }

    /// Tells everybody something, in the place of what was told before.
    pub fn announce(&mut self, text: AnnouncementText, at: Timestamp, until: Option<Timestamp>) {
        self.announcements += 1;
        self.announcement =
            Some(AnnouncementDoc { number: self.announcements, text: text.into(), at, until });
    }

    /// What there is to tell at this moment.
    pub fn announcement_at(&self, now: Timestamp) -> Option<Announcement> {
        let told = self.announcement.as_ref().filter(|told| told.until.is_none_or(|until| until > now))?;
        let AnnouncementDoc { number, text, at, until } = told.clone();
        Some(Announcement { number, text, since: at, until })
    }
}

/// What of the limits stands in the capacity of a server.
pub fn usual_limits(rates: [u32; 4], capacity: &Capacity) -> ServerLimits {
    let [sends_per_minute, writes_per_minute, sign_ins_per_minute, exports_per_hour] = rates;
    ServerLimits {
        sends_per_minute,
        writes_per_minute,
        sign_ins_per_minute,
        exports_per_hour,
        hubs_of_a_person: u32::try_from(capacity.hubs_of_a_person).unwrap_or(u32::MAX),
        members_of_a_hub: 0,
    }
}

/// What is set. As before anything was, if nothing is.
pub async fn load(store: &Store) -> Result<Option<ServerDoc>, StoreError> {
    store.get(ID).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_as_the_server_was_started() {
        let usual = usual_limits([120, 240, 20, 4], &Capacity::default());
        let mut doc = ServerDoc::default();
        assert_eq!(doc.limits(usual), usual);
        doc.limits.sends_per_minute = Some(0);
        doc.limits.members_of_a_hub = Some(50);
        let limits = doc.limits(usual);
        assert_eq!((limits.sends_per_minute, limits.members_of_a_hub, limits.hubs_of_a_person), (0, 50, 100));
    }

    #[test]
    fn an_announcement_is_over_at_its_end_and_the_next_has_another_number() {
        let text = |text| AnnouncementText::parse(text).unwrap();
        let mut doc = ServerDoc::default();
        doc.announce(text("Tonight"), Timestamp(5), Some(Timestamp(9)));
        assert_eq!(doc.announcement_at(Timestamp(8)).unwrap().number, 1);
        assert_eq!(doc.announcement_at(Timestamp(9)), None);
        doc.announce(text("Tomorrow"), Timestamp(10), None);
        assert_eq!(doc.announcement_at(Timestamp(11)).unwrap().number, 2);
    }
}

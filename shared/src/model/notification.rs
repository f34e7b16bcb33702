use super::Message;
use crate::ids::{CategoryId, ChannelId, HubId, MessageId};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Of what somebody is told who does not look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotificationLevel {
    /// Every message of others.
    All,
    /// Messages that name them.
    Mentions,
    /// Nothing is told.
    None,
}

/// Of what the caller is told, and when not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotificationSettings {
    /// What holds wherever nothing else is chosen: `mentions` or `none`.
    pub level: NotificationLevel,
    /// Whether a notification shows what was written. If not, it says only who wrote and where.
    pub previews: bool,
    /// When nothing is pushed. Absent: there is no such time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Hubs, categories and channels for which something was chosen.
    pub places: Vec<PlaceNotifications>,
}

/// A span of each day, by the clock of the person. It may reach over midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuietHours {
    /// Begins so many minutes after midnight: 0 to 1439.
    pub from: u16,
    /// Ends so many minutes after midnight, another than `from`.
    pub to: u16,
    /// Name of the time zone in the IANA database, such as `Europe/Berlin`.
    pub time_zone: String,
}

/// What was chosen for a hub; or for a category or a channel of it, which goes before what holds around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceNotifications {
    /// The hub, or the one that the category or channel is of.
    pub hub: HubId,
    /// The category that it is about. Absent: it is about the hub or a channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// The channel that it is about. Absent: it is about the hub or a category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// Of what one is told. Absent: what holds around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<NotificationLevel>,
    /// Until then nothing is pushed. Absent: it is not muted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_until: Option<Timestamp>,
}

/// Where the caller's devices are told by web push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushState {
    /// `applicationServerKey` for the browser: a P-256 point, uncompressed, in base64url.
    pub public_key: String,
    /// The devices that are told, as far as the caller is signed in on them.
    pub devices: Vec<PushDevice>,
}

/// A device that is told by web push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushDevice {
    /// What it calls itself, as in the list of sessions.
    pub name: String,
    /// Host of the push service that reaches it.
    pub service: String,
    /// Since when it is told.
    pub since: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When the push service took something for it last. Absent: it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_taken_at: Option<Timestamp>,
}

/// What became of a notification that one sent to oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushTest {
    /// How far it came.
    pub outcome: PushOutcome,
    /// What to do about it, as a sentence.
    pub message: String,
}

/// How far a notification came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PushOutcome {
    /// The push service has it, and brings it to the device.
    Taken,
    /// The device has no subscription here.
    NotSubscribed,
    /// The push service knows the subscription no longer: it is forgotten.
    Gone,
    /// The push service was not reached.
    Unreachable,
    /// The push service did not take it.
    Refused,
}

/// Why something is in the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InboxReason {
    /// The message names the caller.
    Mention,
    /// The message answers one of the caller's.
    Reply,
    /// The message names a role that the caller has.
    Role,
    /// The message names everybody.
    Everyone,
}

/// A message that concerned the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxEntry {
    /// The hub in which it was said.
    pub hub: HubId,
    /// The channel in which it was said.
    pub channel: ChannelId,
    /// Why it is here.
    pub reason: InboxReason,
    /// Whether it comes after what the caller has read there.
    pub unread: bool,
    /// The message as it is now.
    pub message: Message,
}

/// A part of the inbox, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxPage {
    /// Messages that the caller may still see and that are not deleted.
    pub entries: Vec<InboxEntry>,
    /// `before` of the next page. Absent: that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<MessageId>,
}

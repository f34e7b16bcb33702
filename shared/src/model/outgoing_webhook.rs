use crate::ids::{ChannelId, HubId, OutgoingWebhookId, PlaceId};
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What a webhook may be told of, as a stable word: the `type` of what it is sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum OutgoingEvent {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
            /// Something that only a newer program knows. Nothing is stored or sent under this word.
            #[serde(rename = "unknown", other)]
            Unknown,
        }

        impl OutgoingEvent {
            /// Every event that is known, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

events! {
    /// Somebody, or a program, said something.
    MessageCreated = "message.created";
    /// A message has other words.
    MessageEdited = "message.edited";
    /// A message is gone; its words are told nobody any more.
    MessageDeleted = "message.deleted";
    /// Somebody, or a bot, came into the hub.
    MemberJoined = "member.joined";
    /// Somebody does not belong to the hub any more, for whatever reason.
    MemberLeft = "member.left";
    /// There is a new channel.
    ChannelCreated = "channel.created";
    /// A channel has another name, topic, place or other overwrites, or is locked or unlocked.
    ChannelUpdated = "channel.updated";
    /// A channel is gone, with all that was said in it.
    ChannelDeleted = "channel.deleted";
    /// There is a new line in the audit log.
    AuditLogged = "audit.logged";
    /// A test, which somebody asked for. It is not chosen: whoever has an address can be sent one.
    Ping = "ping";
}

impl OutgoingEvent {
    /// Whether a webhook is told of it only if it was chosen.
    pub const fn is_chosen(self) -> bool {
        !matches!(self, Self::Ping | Self::Unknown)
    }
}

/// Whether a webhook is sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutgoingState {
    /// It is sent what happens.
    Active,
    /// Somebody said that it is sent nothing for now. What happens waits for it.
    Paused,
    /// Its address took nothing for days, so it is sent nothing until somebody says so. What happens waits for it.
    Failing,
    /// Its address answered that it is gone (410), so it is sent nothing until somebody says so, and nothing waits for it.
    Gone,
    /// A state that only a newer server knows.
    #[serde(other)]
    Unknown,
}

/// An address to which a hub's events are sent, as those see it who manage it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutgoingWebhook {
    /// Its id, which proves nothing.
    pub id: OutgoingWebhookId,
    /// The hub whose events it is sent.
    pub hub: HubId,
    /// What those call it who manage it.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// Of what it is told, in the order of the documentation.
    pub events: Vec<OutgoingEvent>,
    /// The only channels of which it is told. Absent: all that its maker may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<ChannelId>>,
    /// By whose rights it is told: who made it, or was the last to change where it leads or of what it is told.
    pub maker: User,
    /// Whether its maker still belongs to the hub and may manage webhooks in all of it. If not, it is sent nothing.
    pub allowed: bool,
    /// Whether it is sent anything.
    pub state: OutgoingState,
    /// Since when its address takes nothing. Absent: it took what it was sent last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last took something, to an hour. Absent: it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_taken_at: Option<Timestamp>,
    /// Until when signatures by the secret of before are sent too. Absent: there is but one secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_secret_until: Option<Timestamp>,
}

/// Addresses to which a hub's events are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutgoingWebhooks {
    /// In the order in which they were made.
    pub webhooks: Vec<OutgoingWebhook>,
}

/// A webhook whose secret was just made. It is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutgoingWebhookSecret {
    /// The webhook that it belongs to.
    pub webhook: OutgoingWebhook,
    /// `whsec_…`: with it whoever receives something knows that it is from here.
    pub secret: String,
}

/// What became of an event for a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be sent, for the first time or once more.
    Waiting,
    /// The address took it.
    Taken,
    /// It is not sent any more, unless somebody says so.
    GivenUp,
    /// A state that only a newer server knows.
    #[serde(other)]
    Unknown,
}

/// That something was sent once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeliveryAttempt {
    /// When it was sent.
    pub at: Timestamp,
    /// The status of HTTP that was answered. Absent: there was no answer; `answer` says why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long that took, in milliseconds.
    pub took_ms: u64,
    /// How the answer began, or why there was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

/// An event for a webhook, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// The event's id: `webhook-id` of what is sent, the same each time.
    pub event: String,
    /// The webhook that it is for.
    pub webhook: OutgoingWebhookId,
    /// What it tells.
    pub kind: OutgoingEvent,
    /// Where it happened. Absent: in no channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// When it happened.
    pub at: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// When it is sent next. Absent: it is not, or waits for one of the same channel before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// How often it was sent.
    pub tries: u64,
    /// The last of these times, oldest first.
    pub attempts: Vec<DeliveryAttempt>,
}

/// A page of what was sent to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deliveries {
    /// What was sent, or waits to be; the newest first.
    pub deliveries: Vec<Delivery>,
    /// Give it as `before` for the page after this. Absent: there is nothing further.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What is sent once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replay {
    /// How many events that are.
    pub events: u64,
    /// There are more: give it as `after` for those. Absent: that was all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

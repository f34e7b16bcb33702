use crate::ids::{ChannelId, HubId, WebhookId};
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// An address to which programs post messages into a channel, as those see it who manage it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhook {
    /// Its id, which is in its address and in the author of its messages; proves nothing.
    pub id: WebhookId,
    /// The hub it is in.
    pub hub: HubId,
    /// The channel it posts into.
    pub channel: ChannelId,
    /// Under which its messages stand, unless one of them says otherwise.
    pub name: String,
    /// How its token begins, so that a leaked one is recognised.
    pub prefix: String,
    /// Who made it.
    pub maker: User,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last posted, to a few minutes. Absent: it never did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// A webhook whose token was just made. It is shown this once; the server keeps its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookToken {
    /// The webhook that it belongs to.
    pub webhook: Webhook,
    /// The last part of its address: whoever knows it can post.
    pub token: String,
    /// Where programs post to, below the address of the server.
    pub path: String,
}

/// Webhooks of a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Webhooks {
    /// Of the channels where the caller manages them, in the order in which they were made.
    pub webhooks: Vec<Webhook>,
}

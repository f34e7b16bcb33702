//! Webhooks: addresses to which programs post into a channel. The store keeps hashes of their tokens.
//!
//! What programs send, each in their own way, becomes one [`Post`] here: `discord`, `github` and `slack`.

mod discord;
mod github;
mod markdown;
mod post;
mod slack;

pub use discord::read as read_discord;
pub use github::read as read_github;
pub use post::Post;
pub use slack::read as read_slack;

use crate::domain::sessions::{self, Token};
use crate::store::{Collection, Entity, Index, Query, Store, StoreError};
use hubbub_shared::model::{User, Webhook};
use hubbub_shared::{ChannelId, HubId, Timestamp, UserId, WebhookId};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// A stored webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDoc {
    /// Public: it proves nothing.
    #[serde(rename = "_id")]
    pub id: WebhookId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub it is in.
    pub hub: HubId,
    /// The channel it posts into.
    pub channel: ChannelId,
    /// Under which its messages stand.
    pub name: String,
    /// Who made it.
    pub maker: UserId,
    /// How the token begins.
    pub prefix: String,
    /// Of the token, which is not kept.
    pub token_hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Written at most every few minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// Webhooks of all hubs.
pub static WEBHOOKS: Collection = Collection {
    name: "webhooks",
    append_only: false,
    indexes: &[
        Index { name: HUB, keys: &["hub", "_id"], unique: false, partial: None, ttl: false },
        Index { name: CHANNEL, keys: &["channel"], unique: false, partial: None, ttl: false },
        Index { name: MAKER, keys: &["maker"], unique: false, partial: None, ttl: false },
    ],
};

const HUB: &str = "hub_id";
const CHANNEL: &str = "channel";
const MAKER: &str = "maker";

impl Entity for WebhookDoc {
    const COLLECTION: &'static Collection = &WEBHOOKS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl WebhookDoc {
    /// As those see it who manage it.
    pub fn view(&self, maker: User) -> Webhook {
        Webhook {
            id: self.id,
            hub: self.hub,
            channel: self.channel,
            name: self.name.clone(),
            prefix: self.prefix.clone(),
            maker,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
        }
    }

    /// Whether this is its token.
    pub fn is_opened_by(&self, token: &str) -> bool {
        let hash = sessions::hash_of_kind(sessions::Kind::Webhook, token);
        hash.is_some_and(|hash| hash.as_bytes().ct_eq(self.token_hash.as_bytes()).into())
    }

    /// The same webhook with another token, and no other.
    #[must_use]
    pub fn rotated(&self, token: &Token) -> Self {
        Self { prefix: token.prefix().to_owned(), token_hash: token.hash(), ..self.clone() }
    }
}

/// All webhooks of a hub, in the order in which they were made.
pub async fn all_of_hub(store: &Store, hub: HubId) -> Result<Vec<WebhookDoc>, StoreError> {
    store.find(of_hub(hub)).await
}

/// The same, as a query.
pub fn of_hub(hub: HubId) -> Query {
    Query::on(&WEBHOOKS, HUB).equals(hub)
}

/// Those that post into a channel.
pub fn of_channel(channel: ChannelId) -> Query {
    Query::on(&WEBHOOKS, CHANNEL).equals(channel)
}

/// Those that somebody made.
pub fn of_maker(maker: UserId) -> Query {
    Query::on(&WEBHOOKS, MAKER).equals(maker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_it_has_now_opens_a_webhook() {
        let token = || Token::random(sessions::Kind::Webhook).unwrap();
        let (first, second) = (token(), token());
        let webhook = WebhookDoc {
            id: WebhookId(1),
            version: 1,
            hub: HubId(2),
            channel: ChannelId(3),
            name: "CI".to_owned(),
            maker: UserId(4),
            prefix: first.prefix().to_owned(),
            token_hash: first.hash(),
            created_at: Timestamp(0),
            last_used_at: None,
        };
        assert!(webhook.is_opened_by(first.reveal()) && !webhook.is_opened_by(second.reveal()));
        let key = Token::random(sessions::Kind::ApiKey).unwrap();
        for other in ["", "hubbub_hook_", &first.reveal()[1..], key.reveal()] {
            assert!(!webhook.is_opened_by(other), "{other:?}");
        }
        let webhook = webhook.rotated(&second);
        assert!(!webhook.is_opened_by(first.reveal()) && webhook.is_opened_by(second.reveal()));
    }
}

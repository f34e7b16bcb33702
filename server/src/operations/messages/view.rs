//! Messages as one reader sees them.

use crate::domain::messages::{MessageDoc, with_author};
use crate::error::Result;
use crate::live::HubHandle;
use hubbub_shared::UserId;
use hubbub_shared::model::{Message, User};

/// Messages of a hub as this reader sees them: nonces are their author's business.
pub async fn view_all(hub: &HubHandle, reader: UserId, messages: Vec<MessageDoc>) -> Result<Vec<Message>> {
    let mut views = Vec::with_capacity(messages.len());
    for mut message in messages {
        message.nonce = message.nonce.filter(|_| message.author == reader);
        let author = hub.person(message.author).await?;
        views.push(with_author(message, User::clone(&author)));
    }
    Ok(views)
}

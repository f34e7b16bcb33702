//! Messages as one reader sees them.

use crate::domain::messages::{MessageDoc, with_author};
use crate::error::Result;
use crate::live::Live;
use hubbub_shared::UserId;
use hubbub_shared::model::{Message, User};

/// Messages as this reader sees them: nonces are their author's business.
pub async fn view_all(live: &Live, reader: UserId, messages: Vec<MessageDoc>) -> Result<Vec<Message>> {
    let mut views = Vec::with_capacity(messages.len());
    for mut message in messages {
        message.nonce = message.nonce.filter(|_| message.author == reader);
        let author = live.people.find(message.author).await?;
        views.push(with_author(message, User::clone(&author)));
    }
    Ok(views)
}

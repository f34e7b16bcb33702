//! Messages as clients see them, with their authors.

use super::store::MessageDoc;
use crate::app::App;
use crate::domain::users;
use crate::error::Result;
use hubbub_shared::UserId;
use hubbub_shared::model::{Message, User};

/// A message and its author, as its author sees it.
pub fn with_author(message: MessageDoc, author: User) -> Message {
    Message {
        id: message.id,
        channel: message.channel,
        seq: message.seq,
        rev: message.rev,
        ordinal: message.ordinal,
        author,
        deleted: message.is_deleted(),
        content: message.content,
        mentions: message.mentions,
        nonce: message.nonce,
        created_at: message.created_at,
        edited_at: message.edited_at,
    }
}

/// Messages as this reader sees them: nonces are their author's business.
pub async fn view_all(app: &App, reader: UserId, messages: Vec<MessageDoc>) -> Result<Vec<Message>> {
    let mut views = Vec::with_capacity(messages.len());
    for mut message in messages {
        message.nonce = message.nonce.filter(|_| message.author == reader);
        let author = users::find(app, message.author).await?;
        views.push(with_author(message, User::clone(&author)));
    }
    Ok(views)
}

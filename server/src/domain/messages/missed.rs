//! Changes that turned out to be stored after nobody knew.

use super::commit::Committed;
use super::head::Heads;
use super::store::{self, MessageDoc};
use super::view::with_author;
use crate::app::App;
use crate::domain::users;
use crate::error::Result;
use hubbub_shared::model::User;
use hubbub_shared::protocol::ChannelEvent;

/// With more than so many, sessions find the gap by the next event and catch up by themselves.
const MOST: usize = 500;

/// What is stored and was not told, in order. It counts as told from now on.
pub async fn missed(app: &App, heads: &Heads) -> Result<Vec<Committed>> {
    let head = heads.certain(app).await?;
    let told = heads.told();
    let mut missed = Vec::new();
    if told < head.rev {
        for message in store::changed_after(&app.store, heads.channel(), told, MOST).await? {
            missed.push(as_told(app, message, head.last_seq, head.last_ordinal).await?);
        }
    }
    // Only now: what could not be read is still to be told.
    heads.tell_up_to(head.rev);
    Ok(missed)
}

async fn as_told(app: &App, message: MessageDoc, last_seq: u64, last_ordinal: u64) -> Result<Committed> {
    let author = users::find(app, message.author).await?;
    let rev = message.rev;
    let message = with_author(message, User::clone(&author));
    let event = if message.deleted {
        ChannelEvent::MessageDeleted { message: message.id, seq: message.seq }
    } else if message.rev == message.seq {
        ChannelEvent::MessageCreated(message.clone())
    } else {
        ChannelEvent::MessageEdited(message.clone())
    };
    Ok(Committed { message, rev, last_seq, last_ordinal, event: Some(event) })
}

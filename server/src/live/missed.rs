//! Changes that turned out to be stored after nobody knew.

use super::common::Common;
use super::heads::KnownHead;
use super::kind::Kind;
use crate::domain::messages::{
    self as store, Committed, Head, MOST_CHANGES, MessageDoc, event_of, quote, with_author,
};
use crate::domain::replies::ReplyDoc;
use crate::error::Result;
use hubbub_shared::model::{Quote, User};
use std::sync::Arc;

/// What is stored and was not told, in order. It counts as told from now on. Of very much only a part: sessions then find
/// the gap by the next event and catch up by themselves.
pub async fn missed(common: &Common, kind: &dyn Kind, known: &KnownHead) -> Result<Vec<Committed>> {
    let head = known.certain().await?;
    let told = known.told();
    let mut missed = Vec::new();
    if told < head.rev {
        for message in store::changed_after(&common.store, kind.place(), told, MOST_CHANGES).await? {
            missed.push(to_be_told(common, kind, message, told, head).await?);
        }
    }
    // Only now: what could not be read is still to be told.
    known.tell_up_to(head.rev);
    Ok(missed)
}

async fn to_be_told(
    common: &Common,
    kind: &dyn Kind,
    message: MessageDoc,
    told: u64,
    head: Head,
) -> Result<Committed> {
    let author = author(kind, &message).await?;
    let quoted = match &message.reply_to {
        Some(reply) => Some(quoted(common, kind, reply).await?),
        None => None,
    };
    let (rev, was_told) = (message.rev, message.seq <= told);
    let message = with_author(message, User::clone(&author), quoted);
    let event = Some(event_of(was_told, &message));
    Ok(Committed { message, rev, last_seq: head.last_seq, last_ordinal: head.last_ordinal, event })
}

async fn quoted(common: &Common, kind: &dyn Kind, reply: &ReplyDoc) -> Result<Quote> {
    let answered = store::find(&common.store, kind.place(), reply.message).await?;
    match &answered {
        Some(answered) => Ok(quote(reply, Some((answered, User::clone(&*author(kind, answered).await?))))),
        None => Ok(quote(reply, None)),
    }
}

async fn author(kind: &dyn Kind, message: &MessageDoc) -> Result<Arc<User>> {
    match message.program() {
        Some(program) => Ok(Arc::new(program)),
        None => kind.person(message.author).await,
    }
}

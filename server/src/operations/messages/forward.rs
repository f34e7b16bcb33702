//! Passing a message on: who may, what is passed on, and files of its own for the message that does it.

use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::caller::Caller;
use crate::domain::messages::{self, ForwardDoc};
use crate::error::{Error, Result};
use crate::live::{Around, Live};
use crate::operations::prove;
use hubbub_shared::model::{Attachment, SentAttachment, SentForward};
use hubbub_shared::protocol::command::SendMessage;
use hubbub_shared::{AttachmentId, ErrorCode, HubId, Permissions, PlaceId, Problem, UserId};

/// Refused if there is more in the message than what is passed on, and words.
pub(super) fn goes_alone(command: &SendMessage) -> std::result::Result<(), Problem> {
    if !command.attachments.is_empty() {
        let message = "A forwarded message brings its own files. Send others with another message.";
        return Err(Problem::field("attachments", message));
    }
    if command.poll.is_some() {
        let message = "A message is a poll, or forwards another. Send two messages.";
        return Err(Problem::field("poll", message));
    }
    Ok(())
}

/// What is passed on, with its files: of a message that the caller may read at this moment.
pub(super) async fn read(
    live: &Live,
    caller: &Caller,
    SentForward { channel, message }: SentForward,
) -> Result<(ForwardDoc, Vec<Attachment>)> {
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let hub = match prove::place(live, caller, channel, needs).await {
        Ok((Around::Hub(hub), _)) => hub,
        Ok((Around::People(_), _)) => {
            let message = "A direct message is encrypted for those who write there, so it is not forwarded. Copy its words.";
            return Err(Problem::field("forward.message", message).into());
        }
        Err(Error::Rejected(problem)) if problem.code == ErrorCode::NotFound => return Err(unknown().into()),
        Err(Error::Rejected(problem)) if problem.code == ErrorCode::Forbidden => {
            let message = "You need the permission history where the message is, to forward it.";
            return Err(Error::forbidden(message));
        }
        Err(error) => return Err(error),
    };
    let found = messages::find(&live.store, channel.place(), message).await?.ok_or_else(unknown)?;
    let forward = found.passed_on(hub.id()).ok_or_else(unknown)?;
    Ok((forward, found.attachments))
}

/// One that is not there, and one that the caller may not see, are answered the same.
fn unknown() -> Problem {
    let message = "There is no such message that you can read. Forward one that you see.";
    Problem::field("forward.message", message)
}

/// Files of the same bytes, which are of whoever passes them on, and count as theirs.
pub(super) async fn copy(
    live: &Live,
    whose: (UserId, HubId, PlaceId),
    originals: &[Attachment],
) -> Result<Vec<SentAttachment>> {
    let mut copies = Vec::with_capacity(originals.len());
    for original in originals {
        match again(live, whose, original.id).await {
            Ok(id) => copies.push(SentAttachment { id, description: original.description.clone() }),
            Err(error) => {
                let_go(live, &copies).await;
                return Err(error);
            }
        }
    }
    Ok(copies)
}

async fn again(live: &Live, whose: (UserId, HubId, PlaceId), original: AttachmentId) -> Result<AttachmentId> {
    let Some(AttachmentDoc { hash: Some(hash), .. }) = live.store.get(original).await? else {
        return Err(gone().into());
    };
    // Whoever takes the last file with these bytes away waits, and finds this one.
    let _turn = live.files.turn(&hash).await;
    let original: Option<AttachmentDoc> = live.store.get(original).await?;
    let id = AttachmentId(live.clock.next_id());
    let copy = original.and_then(|original| original.again(id, whose, live.clock.now())).ok_or_else(gone)?;
    let capacity = &live.settings.capacity;
    attachments::may_be_so_large(copy.size, capacity.upload_bytes)?;
    attachments::enter(&live.store, capacity, &copy).await?;
    Ok(id)
}

fn gone() -> Problem {
    Problem::field("forward.message", "A file of this message was deleted just now. Look at it again.")
}

/// Files that no message has are nobody's. Without this they go when their time to be sent is over.
pub(super) async fn let_go(live: &Live, copies: &[SentAttachment]) {
    for copy in copies {
        if let Err(error) = attachments::let_go_now(&live.store, copy.id).await {
            tracing::warn!("a file that was not forwarded is deleted a day later: {error}");
        }
    }
    if !copies.is_empty() {
        live.let_go.came();
    }
}

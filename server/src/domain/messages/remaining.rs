//! What is left of a message's files when it is edited.

use super::store::MessageDoc;
use crate::error::Result;
use hubbub_shared::model::Attachment;
use hubbub_shared::{AttachmentId, Problem};

/// The files that a message still has after an edit, in the order that is wished.
pub(super) fn remaining(before: &MessageDoc, wished: Option<&[AttachmentId]>) -> Result<Vec<Attachment>> {
    let Some(wished) = wished else { return Ok(before.attachments.clone()) };
    if before.forward.is_some() && !wished.iter().eq(before.attachments.iter().map(|file| &file.id)) {
        let message =
            "The files of a forwarded message stay as they are. Delete the message to take them away.";
        return Err(Problem::field("attachments", message).into());
    }
    let mut remaining: Vec<Attachment> = Vec::with_capacity(wished.len());
    for id in wished {
        let file = before.attachments.iter().find(|file| file.id == *id);
        match file.filter(|file| !remaining.contains(file)) {
            Some(file) => remaining.push(file.clone()),
            None => {
                let message = "An edit can take files away and order them: name those that stay, each once.";
                return Err(Problem::field("attachments", message).into());
            }
        }
    }
    Ok(remaining)
}

/// A message says something, or has files.
pub(super) fn nothing_left() -> Problem {
    Problem::field("content", "content needs at least 1 character, or the message a file.")
}

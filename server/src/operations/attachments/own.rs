//! One's own files on their way: how far they are, and giving them up.

use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::model::Upload;
use hubbub_shared::protocol::command::{DeleteUpload, GetUpload};
use hubbub_shared::{AttachmentId, ErrorCode, Permissions};

/// A file of the caller's that they have begun to send, whatever has become of it. Of somebody else's nothing is told.
pub(super) async fn find(live: &Live, caller: &Caller, id: AttachmentId) -> Result<AttachmentDoc> {
    let found: Option<AttachmentDoc> = live.store.get(id).await?;
    let own =
        found.filter(|file| file.author == caller.user && caller.opens(file.hub) && file.going.is_none());
    let own = own.ok_or_else(Error::not_found)?;
    match caller.scope.contains(Permissions::ATTACH) {
        true => Ok(own),
        false => Err(Error::forbidden("You need the permission attach for this.")),
    }
}

/// How much of it is here.
pub(super) async fn received(live: &Live, file: &AttachmentDoc) -> Result<u64> {
    match file.kept {
        Some(_) => Ok(file.size),
        None => Ok(live.files.received(file.id.0).await.map_err(anyhow::Error::from)?),
    }
}

/// How far a file has come.
pub async fn look(live: &Live, caller: &Caller, command: GetUpload) -> Result<Upload> {
    let file = find(live, caller, command.upload).await?;
    let received = received(live, &file).await?;
    Ok(file.upload(received))
}

/// Gives a file up that was not sent.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteUpload) -> Result<()> {
    let file = find(live, caller, command.upload).await?;
    if !file.is_waiting() {
        let message = "This file was sent with a message. Edit or delete the message to take it away.";
        return Err(Error::rejected(ErrorCode::Conflict, message));
    }
    attachments::let_go_now(&live.store, file.id).await?;
    live.let_go.came();
    Ok(())
}

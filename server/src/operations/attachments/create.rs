//! Beginning to send a file.

use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Upload;
use hubbub_shared::protocol::command::CreateUpload;
use hubbub_shared::text::FileName;
use hubbub_shared::{AttachmentId, Permissions, Problem};

/// What is needed to send a file to a channel.
pub const NEEDS: Permissions = Permissions(Permissions::VIEW.0 | Permissions::SEND.0 | Permissions::ATTACH.0);

/// Makes room for a file. Its bytes come afterwards; as many as were said count at once.
pub async fn create(live: &Live, caller: &Caller, command: CreateUpload) -> Result<Upload> {
    let (hub, _) = prove::channel(live, caller, command.channel, NEEDS).await?;
    let capacity = &live.settings.capacity;
    let name = FileName::parse(&command.name)?;
    if command.size == 0 {
        return Err(Problem::field("size", "An empty file cannot be sent.").into());
    }
    attachments::may_be_so_large(command.size, capacity.upload_bytes)?;
    let most = capacity.uploads_of_a_person;
    let waiting = attachments::waiting_of(&live.store, caller.user, most).await?.len();
    fits(waiting + 1, most, |most| {
        format!("{most} files of yours wait to be sent, which is the most. Send some, or give them up.")
    })?;
    let id = AttachmentId(live.clock.next_id());
    let whose = (caller.user, hub.id(), command.channel.place());
    let file = AttachmentDoc::new(id, whose, (name.into(), command.size), live.clock.now());
    attachments::enter(&live.store, capacity, &file).await?;
    Ok(file.upload(0))
}

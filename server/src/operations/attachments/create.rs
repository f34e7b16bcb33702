//! Beginning to send a file.

use crate::domain::attachments::{self, AttachmentDoc, BytesDoc};
use crate::domain::caller::Caller;
use crate::domain::capacity::{MIB, fits};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::store::{StoreError, Write};
use hubbub_shared::model::Upload;
use hubbub_shared::protocol::command::CreateUpload;
use hubbub_shared::text::FileName;
use hubbub_shared::{AttachmentId, ErrorCode, Permissions, Problem};

/// What is needed to send a file to a channel.
pub const NEEDS: Permissions = Permissions(Permissions::VIEW.0 | Permissions::SEND.0 | Permissions::ATTACH.0);

/// Makes room for a file. Its bytes come afterwards; as many as were said count at once.
pub async fn create(live: &Live, caller: &Caller, command: CreateUpload) -> Result<Upload> {
    let (hub, _) = prove::channel(live, caller, command.channel, NEEDS).await?;
    let capacity = &live.settings.capacity;
    let name = FileName::parse(&command.name)?;
    may_be_so_large(command.size, capacity.upload_bytes)?;
    let most = capacity.uploads_of_a_person;
    let waiting = attachments::waiting_of(&live.store, caller.user, most).await?.len();
    fits(waiting + 1, most, |most| {
        format!("{most} files of yours wait to be sent, which is the most. Send some, or give them up.")
    })?;
    let id = AttachmentId(live.clock.next_id());
    let whose = (caller.user, hub.id(), command.channel.place());
    let file = AttachmentDoc::new(id, whose, (name.into(), command.size), live.clock.now());
    for _ in 0..attachments::ATTEMPTS {
        let mut writes = vec![Write::insert(&file)?];
        let person = (BytesDoc::of_person(caller.user), capacity.upload_bytes_of_a_person, "Your files");
        let whole = (BytesDoc::of_hub(hub.id()), capacity.upload_bytes_of_a_hub, "The files of this hub");
        for (counted, most, whose) in [person, whole] {
            let mut counted = BytesDoc::read(&live.store, counted).await?;
            counted.bytes = counted.bytes.saturating_add(command.size);
            if counted.bytes > most {
                let message = format!(
                    "{whose} may have {} together, and with this one they would have more. Delete messages with files first.",
                    mebibytes(most),
                );
                return Err(Error::rejected(ErrorCode::LimitReached, message));
            }
            writes.push(counted.write()?);
        }
        match live.store.batch(writes).await {
            Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) => {}
            outcome => {
                outcome?;
                return Ok(file.upload(0));
            }
        }
    }
    Err(Error::unavailable())
}

fn may_be_so_large(size: u64, most: u64) -> Result<()> {
    match size {
        0 => Err(Problem::field("size", "An empty file cannot be sent.").into()),
        size if size > most => Err(Error::rejected(
            ErrorCode::TooLarge,
            format!("A file may have {} here; this has {}.", mebibytes(most), mebibytes(size)),
        )),
        _ => Ok(()),
    }
}

/// With a place behind the point if it is needed, and never as little as something smaller.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(MIB);
    match tenths % 10 {
        0 => format!("{} MiB", tenths / 10),
        rest => format!("{}.{rest} MiB", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_mebibytes() {
        assert_eq!(mebibytes(100 * MIB), "100 MiB");
        assert_eq!(mebibytes(100 * MIB + 1), "100.1 MiB");
        assert_eq!(mebibytes(1), "0.1 MiB");
    }
}

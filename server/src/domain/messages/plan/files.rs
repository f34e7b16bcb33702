//! Files that messages are sent with, and let go of.

use super::Plan;
use crate::domain::attachments::{self, AttachmentDoc};
use crate::error::{Error, Result};
use crate::store::{StoreError, Write};
use hubbub_shared::model::{Attachment, SentAttachment};
use hubbub_shared::{AttachmentId, HeldMessageId, MessageId, UserId};

impl Plan {
    /// The files of a new message, each of which is used by it and by nothing else from now on. `held`: what the message was
    /// kept as until now.
    pub(super) fn attach(
        &mut self,
        message: MessageId,
        author: UserId,
        files: &[SentAttachment],
        held: Option<HeldMessageId>,
    ) -> std::result::Result<Vec<Attachment>, super::Stop> {
        let mut used = Vec::with_capacity(files.len());
        let mut attachments = Vec::with_capacity(files.len());
        for SentAttachment { id, description } in files {
            let (file, shown) = self.sendable(*id, author, description.as_ref(), held)?;
            used.push(AttachmentDoc { message: Some(message), held: None, look_at: None, ..file });
            attachments.push(shown);
        }
        for file in used {
            // At the version that was read: of two batches that use it, one starts over and finds it used.
            self.writes.push(Write::replace(&file)?);
            self.basis.files.insert(file.id, file);
        }
        Ok(attachments)
    }

    fn sendable(
        &self,
        id: AttachmentId,
        author: UserId,
        description: Option<&String>,
        held: Option<HeldMessageId>,
    ) -> Result<(AttachmentDoc, Attachment)> {
        let file = self.basis.files.get(&id).ok_or_else(attachments::unknown)?;
        file.may_be_sent(author, self.basis.place, held)?;
        let shown = file.view(description.cloned()).ok_or_else(Error::not_found)?;
        Ok((file.clone(), shown))
    }

    /// A message has these no longer.
    pub(super) fn let_go<'a>(
        &mut self,
        files: impl Iterator<Item = &'a Attachment>,
    ) -> std::result::Result<(), StoreError> {
        for file in files {
            self.writes.push(attachments::let_go(file.id)?);
            self.lets_go = true;
        }
        Ok(())
    }
}

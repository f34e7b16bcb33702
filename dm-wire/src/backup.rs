//! What an epoch's key in the backup is bound to: its person, generation of the backup key, conversation, epoch and sender.
//! The backup is encrypted with a key that the server does not have, so the server cannot put keys into it, and by this it
//! cannot move them either. What is inside is not decided yet.

use crate::bytes::{Reader, Wire};
use crate::grant::Party;
use crate::ids::{ConversationId, EpochId};
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use hubbub_shared::UserId;

/// The clear fields of an entry: 86 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupHead {
    /// Whose backup it is.
    pub user: UserId,
    /// Which of their backup keys; a new one after each revocation.
    pub generation: u32,
    /// Where the epoch's messages are.
    pub conversation: ConversationId,
    /// The epoch whose key it is.
    pub epoch: EpochId,
    /// Who wrote with it.
    pub sender: Party,
    /// Random, so that the same entry written twice has two keys.
    pub salt: [u8; 16],
}

impl BackupHead {
    /// The info of HKDF, with the backup key and the salt.
    pub fn key_info(&self) -> Vec<u8> {
        Label::BACKUP_KEY.before(self)
    }

    /// What is authenticated with the ciphertext.
    pub fn associated_data(&self) -> Vec<u8> {
        Label::BACKUP.before(self)
    }
}

impl Wire for BackupHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            user: UserId::read(from)?,
            generation: from.u32()?,
            conversation: ConversationId::read(from)?,
            epoch: EpochId::read(from)?,
            sender: Party::read(from)?,
            salt: from.array()?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.generation.write(to);
        self.conversation.write(to);
        self.epoch.write(to);
        self.sender.write(to);
        self.salt.write(to);
    }
}

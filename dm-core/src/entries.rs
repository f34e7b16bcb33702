//! The entries of the backup: epochs that go into it, and epochs that come out of it.

use crate::backup::last_revocation;
use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::outcome::Rejection;
use crate::records::{BackupDue, BackupKey, Epoch, Own, under};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::backup::{BackupContent, BackupEntry, BackupHead};
use dm_wire::ids::Hash;
use dm_wire::refused::Refused;

/// What came of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restored {
    /// The epoch can be read now.
    Taken,
    /// It could be read before.
    Known,
    /// It does not count.
    Refused(Rejection),
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// An epoch is to be in the backup.
    pub async fn due_for_backup(&mut self, due: &BackupDue) -> Result<(), Error> {
        self.put(&under(due.sender.device, &due.epoch.0), due).await
    }

    /// The backup key to encrypt with: the newest that the server took, and that nobody knows who was let go since.
    async fn usable_backup_key(&mut self, own: &Own) -> Result<Option<(u32, BackupKey)>, Error> {
        let oldest = last_revocation(self.own_chain(own).await?.as_ref());
        let keys = self.backup_keys().await?;
        let is_usable = |key: &BackupKey| key.confirmed && key.made_at.seq >= oldest;
        Ok(keys.into_iter().rev().find(|(_, key)| is_usable(key)))
    }

    async fn entries(&mut self, most: usize) -> Result<Vec<BackupEntry>, Error> {
        let own = self.active().await?;
        let Some((generation, key)) = self.usable_backup_key(&own).await? else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        for slot in self.list(Table::BackupDue, &[]).await?.into_iter().take(most) {
            let Some(due) = self.get::<BackupDue>(&slot).await? else { continue };
            let head = BackupHead {
                user: own.user,
                generation,
                conversation: due.conversation,
                epoch: due.epoch,
                sender: due.sender,
                salt: self.random().await?,
            };
            let content = BackupContent {
                secret: due.secret,
                signer: due.signer,
                number: due.number,
                group_head: due.group_head,
                created_ms: due.created_ms,
            };
            entries.push(self.seal_backup(&key.secret, head, &content).await?);
        }
        Ok(entries)
    }

    async fn restore(&mut self, entry: &BackupEntry) -> Result<Restored, Error> {
        let own = self.active().await?;
        if entry.head.user != own.user {
            return Ok(Restored::Refused(Refused::OtherChain.into()));
        }
        let Some(key) = self.get::<BackupKey>(&entry.head.generation.to_be_bytes()).await? else {
            return Ok(Restored::Refused(Rejection::NoBackupKey));
        };
        let Some(content) = self.open_backup(&key.secret, entry).await? else {
            return Ok(Restored::Refused(Rejection::DoesNotOpen));
        };
        let slot = under(entry.head.sender.device, &entry.head.epoch.0);
        match self.get::<Epoch>(&slot).await? {
            Some(held) if held.secret == content.secret => return Ok(Restored::Known),
            Some(_) => return Ok(Restored::Refused(Rejection::OtherEpoch)),
            None => {}
        }
        let epoch = Epoch {
            conversation: entry.head.conversation,
            secret: content.secret,
            signer: content.signer,
            number: content.number,
            group_head: content.group_head,
            created_ms: content.created_ms,
            restored: true,
            same_audience: true,
            grant: Hash::ZERO,
        };
        self.put(&slot, &epoch).await?;
        self.confirm_group(entry.head.conversation, content.group_head).await?;
        Ok(Restored::Taken)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Epochs that are not in the backup yet, encrypted for it. Nothing while there is no backup key that may be used.
    pub async fn backup_entries(&self, most: usize) -> Result<Vec<BackupEntry>, Error> {
        self.work(async |work| work.entries(most).await).await
    }

    /// The server has these entries.
    pub async fn backed_up(&self, entries: &[BackupEntry]) -> Result<(), Error> {
        self.work(async |work| {
            for entry in entries {
                work.drop_record::<BackupDue>(&under(entry.head.sender.device, &entry.head.epoch.0));
            }
            Ok(())
        })
        .await
    }

    /// Takes entries of the backup, whoever of our devices made them. Their messages can be fetched then.
    pub async fn take_backup(&self, entries: &[BackupEntry]) -> Result<Vec<Restored>, Error> {
        let mut outcomes = Vec::new();
        for entry in entries {
            outcomes.push(self.work(async |work| work.restore(entry).await).await?);
        }
        Ok(outcomes)
    }
}

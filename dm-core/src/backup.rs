//! The backup of epoch keys. A backup key is sealed to each of our devices, the recovery device among them; after every
//! revocation there is a new one. What it encrypts lets a new device read what was written before.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::outcome::{Misbehaviour, Need, Rejection};
use crate::records::{BackupDue, BackupKey, Epoch, Granted, Own, under};
use crate::uploads::Upload;
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::backup::{
    BackupContent, BackupEntry, BackupGrant, BackupGrantContent, BackupGrantHead, BackupGrantKeys, BackupHead,
};
use dm_wire::bytes::Wire;
use dm_wire::chain::{Chain, Standing};
use dm_wire::ids::{DeviceId, Hash};
use dm_wire::keys::Secret;
use dm_wire::refused::Refused;
use std::collections::BTreeMap;

/// What came of a backup key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupOutcome {
    /// It is there now.
    Taken,
    /// It was there.
    Known,
    /// It is from a link that is not known yet.
    Needs(Need),
    /// It does not count.
    Refused(Rejection),
}

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

/// The last link by which somebody went. A backup key from before it is known to them.
fn last_revocation(chain: &Chain) -> u32 {
    chain.devices().filter_map(|device| device.revoked_seq).max().unwrap_or(0)
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub async fn backup_keys(&mut self) -> Result<BTreeMap<u32, BackupKey>, Error> {
        let mut found = BTreeMap::new();
        for id in self.list(Table::BackupKeys, &[]).await? {
            let Ok(generation) = u32::parse(&id) else { continue };
            if let Some(key) = self.get::<BackupKey>(&id).await? {
                found.insert(generation, key);
            }
        }
        Ok(found)
    }

    /// Makes a backup key if there is none that may be used, and seals all to those of our devices that have them not.
    pub async fn backup_chores(&mut self) -> Result<(), Error> {
        let own = self.own().await?;
        let chain = self.own_chain(&own).await?;
        let mut keys = self.backup_keys().await?;
        let oldest = last_revocation(&chain);
        if !keys.values().any(|key| key.made_at.seq >= oldest) {
            let generation = keys.keys().last().map_or(1, |last| last.saturating_add(1));
            let secret = Secret(self.random().await?);
            let key = BackupKey { secret, made_at: chain.head(), confirmed: false, grants: Vec::new() };
            if self.get::<BackupKey>(&generation.to_be_bytes()).await?.is_none() {
                self.put(&generation.to_be_bytes(), &key).await?;
                keys.insert(generation, key);
            }
        }
        for (generation, key) in keys {
            self.share(&own, &chain, generation, &key).await?;
        }
        Ok(())
    }

    async fn share(
        &mut self,
        own: &Own,
        chain: &Chain,
        generation: u32,
        key: &BackupKey,
    ) -> Result<(), Error> {
        let mut grants = Vec::new();
        for device in chain.active().map(|device| device.id()).filter(|id| *id != own.device()) {
            let slot = under(device, &generation.to_be_bytes());
            if self.get::<Granted>(&slot).await?.is_none() {
                grants.push(self.grant_backup_key(own, chain, device, generation, key).await?);
                self.put(&slot, &Granted { yes: true }).await?;
            }
        }
        // To itself too, so that the first set of a generation is never empty.
        if !key.confirmed
            && self.get::<Granted>(&under(own.device(), &generation.to_be_bytes())).await?.is_none()
        {
            grants.push(self.grant_backup_key(own, chain, own.device(), generation, key).await?);
            self.put(&under(own.device(), &generation.to_be_bytes()), &Granted { yes: true }).await?;
        }
        if grants.is_empty() { Ok(()) } else { self.upload(&Upload::BackupGrants(grants)).await }
    }

    async fn grant_backup_key(
        &mut self,
        own: &Own,
        chain: &Chain,
        to: DeviceId,
        generation: u32,
        key: &BackupKey,
    ) -> Result<BackupGrant, Error> {
        let device = chain.device(to).ok_or(Error::Damaged)?;
        let (ephemeral, public) = self.ephemeral().await?;
        let head = BackupGrantHead { user: own.user, generation, from: own.device(), to, ephemeral: public };
        let to_agreement = device.entry.keys.agreement;
        let keys =
            BackupGrantKeys { identity: chain.identity(), from_agreement: own.agreement, to_agreement };
        let agreement = self.own_key(&names::agreement()).await?;
        let shared = [
            self.crypto().agree(&agreement, &to_agreement).await?,
            self.crypto().agree(&ephemeral, &to_agreement).await?,
        ];
        let secret = self.backup_grant_secret(shared, &head, &keys).await?;
        let content = BackupGrantContent { secret: key.secret.clone(), made_at: key.made_at };
        let sealed = self.crypto().seal(&secret, &head.associated_data(&keys), &content.encode()).await?;
        Ok(BackupGrant { head, ciphertext: sealed.try_into().map_err(|_| Error::Damaged)? })
    }

    /// Opens a backup key with the private key of the device that it was sealed to.
    pub async fn open_backup_grant(
        &self,
        chain: &Chain,
        agreement: &C::Key,
        grant: &BackupGrant,
    ) -> Result<Result<BackupGrantContent, Rejection>, Error> {
        let head = &grant.head;
        if head.user != chain.user() {
            return Ok(Err(Refused::OtherChain.into()));
        }
        let (Some(from), Some(to)) = (chain.device(head.from), chain.device(head.to)) else {
            return Ok(Err(Refused::UnknownDevice.into()));
        };
        let keys = BackupGrantKeys {
            identity: chain.identity(),
            from_agreement: from.entry.keys.agreement,
            to_agreement: to.entry.keys.agreement,
        };
        let shared = [
            self.crypto().agree(agreement, &keys.from_agreement).await?,
            self.crypto().agree(agreement, &head.ephemeral).await?,
        ];
        let secret = self.backup_grant_secret(shared, head, &keys).await?;
        let opened = self.crypto().open(&secret, &head.associated_data(&keys), &grant.ciphertext).await?;
        let Some(opened) = opened else { return Ok(Err(Rejection::DoesNotOpen)) };
        let Ok(content) = BackupGrantContent::parse(&opened) else { return Ok(Err(Rejection::DoesNotOpen)) };
        // Who was let go cannot make keys of after that: their device must have been there when it was made.
        let was_there = from.is_active_at(content.made_at.seq) || from.added_seq > content.made_at.seq;
        let is_past = from.revoked_seq.is_some_and(|gone| content.made_at.seq >= gone);
        if was_there && !is_past { Ok(Ok(content)) } else { Ok(Err(Rejection::RemovedDevice)) }
    }

    /// Keeps a backup key that another of our devices made. The server takes one of each generation; a second one that
    /// opens as well is evidence.
    pub async fn keep_backup_key(
        &mut self,
        own: &Own,
        chain: &Chain,
        grant: &BackupGrant,
        content: BackupGrantContent,
    ) -> Result<BackupOutcome, Error> {
        match chain.standing(&content.made_at) {
            Standing::Ahead => return Ok(BackupOutcome::Needs(Need::Links(own.user))),
            Standing::Forked => return Ok(BackupOutcome::Refused(Refused::ForkedHead.into())),
            Standing::Same | Standing::Behind => {}
        }
        let id = grant.head.generation.to_be_bytes();
        let hash = Hash::of(&grant.encode());
        let held = self.get::<BackupKey>(&id).await?;
        match held {
            Some(held) if held.secret == content.secret => {
                let grants = [held.grants.as_slice(), &[hash]].concat();
                self.put(&id, &BackupKey { confirmed: true, grants, ..held }).await?;
                return Ok(BackupOutcome::Known);
            }
            Some(held) if held.confirmed => {
                let what = Misbehaviour::BackupKeyTwice;
                let (about, held) = (own.user, held.made_at.encode());
                self.note_evidence(about, what, held, grant.encode()).await?;
                return Ok(BackupOutcome::Refused(Rejection::Evidence(what)));
            }
            // Ours was slower; nothing was encrypted with it.
            Some(_) | None => {}
        }
        for slot in self.list(Table::BackupGranted, &[]).await? {
            if slot.ends_with(&id) {
                self.drop_record::<Granted>(&slot);
            }
        }
        for slot in self.list(Table::Uploads, &[&[6], id.as_slice()].concat()).await? {
            self.drop_record::<Upload>(&slot);
        }
        let BackupGrantContent { secret, made_at } = content;
        self.put(&id, &BackupKey { secret, made_at, confirmed: true, grants: vec![hash] }).await?;
        self.put(&under(grant.head.from, &id), &Granted { yes: true }).await?;
        Ok(BackupOutcome::Taken)
    }

    async fn take_backup_grant(&mut self, grant: &BackupGrant) -> Result<BackupOutcome, Error> {
        let own = self.active().await?;
        if grant.head.to != own.device() {
            return Ok(BackupOutcome::Refused(Refused::OtherDevice.into()));
        }
        let chain = self.own_chain(&own).await?;
        if chain.device(grant.head.from).is_none() {
            return Ok(BackupOutcome::Needs(Need::Links(own.user)));
        }
        let held = self.get::<BackupKey>(&grant.head.generation.to_be_bytes()).await?;
        if held.is_some_and(|held| held.confirmed && held.grants.contains(&Hash::of(&grant.encode()))) {
            return Ok(BackupOutcome::Known);
        }
        let agreement = self.own_key(&names::agreement()).await?;
        match self.open_backup_grant(&chain, &agreement, grant).await? {
            Ok(content) => self.keep_backup_key(&own, &chain, grant, content).await,
            Err(why) => Ok(BackupOutcome::Refused(why)),
        }
    }

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
    /// Takes backup keys that were sealed to this device.
    pub async fn take_backup_grants(&self, grants: &[BackupGrant]) -> Result<Vec<BackupOutcome>, Error> {
        let mut outcomes = Vec::new();
        for grant in grants {
            outcomes.push(self.work(async |work| work.take_backup_grant(grant).await).await?);
        }
        Ok(outcomes)
    }

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

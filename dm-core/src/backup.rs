//! The backup of epoch keys. A backup key is sealed to each of our devices, the recovery device among them; after every
//! revocation there is a new one. What it encrypts lets a new device read what was written before.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::outcome::{Misbehaviour, Need, Rejection};
use crate::records::{BackupKey, Granted, Own, under};
use crate::uploads::Upload;
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::backup::{BackupGrant, BackupGrantContent, BackupGrantHead, BackupGrantKeys};
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

/// The last link by which somebody went. A backup key from before it is known to them.
pub fn last_revocation(chain: &Chain) -> u32 {
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
}

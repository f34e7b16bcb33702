//! The few ways in which keys are put together: signing, and the secrets of grants, messages and backups.

use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::backup::{BackupContent, BackupEntry, BackupGrantHead, BackupGrantKeys, BackupHead};
use dm_wire::bytes::Wire;
use dm_wire::grant::{GrantHead, GrantKeys};
use dm_wire::header::{Header, Opening};
use dm_wire::keys::{Point, Secret, Signature};
use dm_wire::signed::{Signed, Statement};

const ZERO: [u8; 32] = [0; 32];
const FIRST: [u8; 32] = [0xff; 32];

/// Our private keys of a grant that we open.
pub struct Opener<K> {
    pub agreement: K,
    pub spk: K,
    pub one_time: Option<K>,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// Signs with any key, in the form that counts.
    pub async fn sign_with(&self, key: &C::Key, message: &[u8]) -> Result<Signature, Error> {
        Ok(Signature::normalized(&self.crypto().sign(key, message).await?)?)
    }

    /// This device states something.
    pub async fn state<T: Statement>(&mut self, body: T) -> Result<Signed<T>, Error> {
        let key = self.own_key(&names::signing()).await?;
        let signature = self.sign_with(&key, &body.signed_input()).await?;
        Ok(Signed { body, signature })
    }

    async fn grant_secret(
        &self,
        shared: &[Secret],
        head: &GrantHead,
        keys: &GrantKeys,
    ) -> Result<Secret, Error> {
        let material: Vec<u8> = FIRST.into_iter().chain(shared.iter().flat_map(|secret| secret.0)).collect();
        Ok(self.crypto().hkdf(&material, &ZERO, &head.key_info(keys).0).await?)
    }

    /// The key of a grant that this device seals.
    pub async fn sealing_secret(
        &mut self,
        ephemeral: &C::Key,
        head: &GrantHead,
        keys: &GrantKeys,
    ) -> Result<Secret, Error> {
        let own = self.own_key(&names::agreement()).await?;
        let crypto = self.crypto();
        let mut shared = vec![
            crypto.agree(&own, &keys.spk).await?,
            crypto.agree(ephemeral, &keys.to_agreement).await?,
            crypto.agree(ephemeral, &keys.spk).await?,
        ];
        if let Some(one_time) = &keys.one_time {
            shared.push(crypto.agree(ephemeral, one_time).await?);
        }
        self.grant_secret(&shared, head, keys).await
    }

    /// The key of a grant that this device opens.
    pub async fn opening_secret(
        &self,
        by: &Opener<C::Key>,
        head: &GrantHead,
        keys: &GrantKeys,
    ) -> Result<Secret, Error> {
        let crypto = self.crypto();
        let mut shared = vec![
            crypto.agree(&by.spk, &keys.from_agreement).await?,
            crypto.agree(&by.agreement, &head.ephemeral).await?,
            crypto.agree(&by.spk, &head.ephemeral).await?,
        ];
        if let Some(one_time) = &by.one_time {
            shared.push(crypto.agree(one_time, &head.ephemeral).await?);
        }
        self.grant_secret(&shared, head, keys).await
    }

    /// The key of one message.
    pub async fn message_secret(&self, epoch: &Secret, opening: &Opening) -> Result<Secret, Error> {
        Ok(self.crypto().hkdf(&epoch.0, &opening.salt, &opening.key_info()).await?)
    }

    pub async fn seal_message(
        &self,
        epoch: &Secret,
        header: &Header,
        padded: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let key = self.message_secret(epoch, &header.opening).await?;
        Ok(self.crypto().seal(&key, &header.associated_data(), padded).await?)
    }

    pub async fn open_message(
        &self,
        epoch: &Secret,
        header: &Header,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, Error> {
        let key = self.message_secret(epoch, &header.opening).await?;
        Ok(self.crypto().open(&key, &header.associated_data(), sealed).await?)
    }

    /// The key of a backup key that goes from one of a person's devices to another: by what one has and the other's public
    /// key, and by the key that was made for it.
    pub async fn backup_grant_secret(
        &self,
        shared: [Secret; 2],
        head: &BackupGrantHead,
        keys: &BackupGrantKeys,
    ) -> Result<Secret, Error> {
        let material: Vec<u8> = FIRST.into_iter().chain(shared.iter().flat_map(|secret| secret.0)).collect();
        Ok(self.crypto().hkdf(&material, &ZERO, &head.key_info(keys).0).await?)
    }

    pub async fn seal_backup(
        &self,
        key: &Secret,
        head: BackupHead,
        content: &BackupContent,
    ) -> Result<BackupEntry, Error> {
        let secret = self.crypto().hkdf(&key.0, &head.salt, &head.key_info()).await?;
        let sealed = self.crypto().seal(&secret, &head.associated_data(), &content.encode()).await?;
        let ciphertext = sealed.try_into().map_err(|_| Error::Damaged)?;
        Ok(BackupEntry { head, ciphertext })
    }

    pub async fn open_backup(
        &self,
        key: &Secret,
        entry: &BackupEntry,
    ) -> Result<Option<BackupContent>, Error> {
        let head = &entry.head;
        let secret = self.crypto().hkdf(&key.0, &head.salt, &head.key_info()).await?;
        let opened = self.crypto().open(&secret, &head.associated_data(), &entry.ciphertext).await?;
        Ok(opened.and_then(|bytes| BackupContent::parse(&bytes).ok()))
    }

    /// A key pair for one envelope.
    pub async fn ephemeral(&self) -> Result<(C::Key, Point), Error> {
        Ok(self.crypto().generate_agreement().await?)
    }
}

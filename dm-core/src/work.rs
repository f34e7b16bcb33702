//! A piece of work: what it reads is noted with its version, what it writes is held back, and both go into one transaction.
//! If somebody else was faster, all of it is done anew on what is there then. So every outcome is of one moment.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::records::{Own, Record, Stage};
use crate::vault::{Check, Slot, Stored, Table, Transaction, Vault, Versioned, Write};
use std::collections::BTreeMap;

const NONCE: usize = 12;
/// So often something is done anew before others are left alone.
const ATTEMPTS: u32 = 32;

/// What is read and written together.
pub struct Work<'a, C: Crypto, V: Vault<Key = C::Key>> {
    pub client: &'a Client<C, V>,
    read: BTreeMap<Slot, Option<u64>>,
    staged: BTreeMap<Slot, Option<Stored<C::Key>>>,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Does a piece of work until it is kept as a whole.
    pub(crate) async fn work<T>(
        &self,
        act: impl AsyncFn(&mut Work<'_, C, V>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        for _ in 0..ATTEMPTS {
            let mut work = Work { client: self, read: BTreeMap::new(), staged: BTreeMap::new() };
            let result = act(&mut work).await;
            // What was decided on what has changed meanwhile may be wrong, a refusal too.
            if work.commit(result.is_ok()).await? {
                return result;
            }
        }
        Err(Error::Busy)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub fn crypto(&self) -> &C {
        &self.client.crypto
    }

    fn checks(&self) -> Vec<Check> {
        let check = |(slot, version): (&Slot, &Option<u64>)| Check { slot: slot.clone(), version: *version };
        self.read.iter().map(check).collect()
    }

    /// Of what was given up, nothing is written, and what it was decided on is checked all the same.
    async fn commit(self, is_to_be_kept: bool) -> Result<bool, Error> {
        let checks = self.checks();
        let staged = if is_to_be_kept { self.staged } else { BTreeMap::new() };
        let writes = staged.into_iter().map(|(slot, stored)| Write { slot, stored }).collect();
        Ok(self.client.vault.commit(Transaction { checks, writes }).await?)
    }

    async fn look(&mut self, slot: &Slot) -> Result<Option<Stored<C::Key>>, Error> {
        if let Some(staged) = self.staged.get(slot) {
            return Ok(staged.clone());
        }
        let found: Option<Versioned<_>> = self.client.vault.read(slot).await?;
        let version = found.as_ref().map(|found| found.version);
        // Read twice with something between: the first version counts, so the transaction fails.
        self.read.entry(slot.clone()).or_insert(version);
        Ok(found.map(|found| found.stored))
    }

    /// A private key.
    pub async fn key(&mut self, slot: &Slot) -> Result<Option<C::Key>, Error> {
        match self.look(slot).await? {
            Some(Stored::Key(key)) => Ok(Some(key)),
            Some(Stored::Bytes(_)) => Err(Error::Damaged),
            None => Ok(None),
        }
    }

    /// A private key that is there if a device is.
    pub async fn own_key(&mut self, slot: &Slot) -> Result<C::Key, Error> {
        self.key(slot).await?.ok_or(Error::NoDevice)
    }

    pub fn put_key(&mut self, slot: Slot, key: C::Key) {
        self.staged.insert(slot, Some(Stored::Key(key)));
    }

    pub fn remove(&mut self, slot: Slot) {
        self.staged.insert(slot, None);
    }

    /// What is kept under an id, unsealed.
    pub async fn get<R: Record>(&mut self, id: &[u8]) -> Result<Option<R>, Error> {
        let slot = Slot { table: R::TABLE, id: id.to_vec() };
        match self.look(&slot).await? {
            None => Ok(None),
            Some(Stored::Key(_)) => Err(Error::Damaged),
            Some(Stored::Bytes(bytes)) => {
                let bytes = if R::SEALED { self.unseal(&slot, &bytes).await? } else { bytes };
                R::of(&bytes).map(Some).map_err(|_| Error::Damaged)
            }
        }
    }

    pub async fn put<R: Record>(&mut self, id: &[u8], record: &R) -> Result<(), Error> {
        let slot = Slot { table: R::TABLE, id: id.to_vec() };
        let bytes = if R::SEALED { self.seal(&slot, &record.kept()).await? } else { record.kept() };
        self.staged.insert(slot, Some(Stored::Bytes(bytes)));
        Ok(())
    }

    pub fn drop_record<R: Record>(&mut self, id: &[u8]) {
        self.remove(Slot { table: R::TABLE, id: id.to_vec() });
    }

    /// The ids of a table as they are stored, without what this work is about to change. What came since is not noticed.
    pub async fn list(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        Ok(self.client.vault.list(table, prefix).await?)
    }

    /// What a record is bound to where it lies: it cannot be moved to another place.
    fn place(slot: &Slot) -> Vec<u8> {
        [format!("dm1/kept\0{:?}\0", slot.table).as_bytes(), &slot.id].concat()
    }

    async fn seal(&mut self, slot: &Slot, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.own_key(&names::storage()).await?;
        let mut nonce = [0; NONCE];
        self.crypto().random(&mut nonce).await?;
        let sealed = self.crypto().seal_kept(&key, &nonce, &Self::place(slot), plaintext).await?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    async fn unseal(&mut self, slot: &Slot, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.own_key(&names::storage()).await?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Error::Damaged)?;
        let plaintext = self.crypto().open_kept(&key, nonce, &Self::place(slot), sealed).await?;
        plaintext.ok_or(Error::Damaged)
    }

    /// This device, wherever it stands.
    pub async fn own(&mut self) -> Result<Own, Error> {
        self.get::<Own>(&[]).await?.ok_or(Error::NoDevice)
    }

    /// This device, if it takes part.
    pub async fn active(&mut self) -> Result<Own, Error> {
        let own = self.own().await?;
        if own.stage == Stage::Active { Ok(own) } else { Err(Error::NoDevice) }
    }

    pub async fn put_own(&mut self, own: &Own) -> Result<(), Error> {
        self.put(&[], own).await
    }

    /// As many bytes of chance as are asked for.
    pub async fn random<const N: usize>(&self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.crypto().random(&mut bytes).await?;
        Ok(bytes)
    }
}

//! Prekeys: a signed one each day, and others that are used once. A private half is there from before its public half is
//! sent until it was used, or its signed prekey is 30 days old.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::records::{Generation, OneTime, Own};
use crate::uploads::Upload;
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::prekeys::{BundleBody, OneTimeBody, OneTimeKey, Suites};
use std::num::NonZeroU32;

/// So many one-time prekeys of one signed prekey can be waiting; who drains more does not fill our disk.
const MOST: usize = 1000;

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// The signed prekeys that there are, the newest last.
    async fn generations(&mut self) -> Result<Vec<Generation>, Error> {
        let mut found = Vec::new();
        for id in self.list(Table::Prekeys, &[]).await? {
            found.extend(self.get::<Generation>(&id).await?);
        }
        Ok(found)
    }

    /// Lays out new prekeys if it is time, and deletes old ones.
    pub async fn prekey_chores(&mut self, own: &Own, now_ms: u64) -> Result<(), Error> {
        let generations = self.generations().await?;
        let newest = generations.last();
        for old in generations.iter().filter(|old| old.expires_ms <= now_ms) {
            self.forget_generation(old);
        }
        let rotate = self.client.policy.signed_prekey_ms;
        if newest.is_none_or(|newest| now_ms >= newest.created_ms.saturating_add(rotate)) {
            let spk = newest.map_or(1, |newest| newest.spk.saturating_add(1));
            self.new_generation(own, spk, now_ms).await?;
        }
        Ok(())
    }

    fn forget_generation(&mut self, old: &Generation) {
        self.remove(names::spk(old.spk));
        old.one_time.iter().for_each(|key| self.remove(names::one_time(old.spk, key.id)));
        self.drop_record::<Generation>(&old.spk.to_be_bytes());
    }

    async fn new_generation(&mut self, own: &Own, spk: u32, now_ms: u64) -> Result<(), Error> {
        if self.get::<Generation>(&spk.to_be_bytes()).await?.is_some() {
            return Ok(());
        }
        let (key, public) = self.crypto().generate_agreement().await?;
        self.put_key(names::spk(spk), key);
        let expires_ms = now_ms.saturating_add(BundleBody::LONGEST_MS);
        let body = BundleBody {
            device: own.device(),
            spk,
            spk_public: public,
            created_ms: now_ms,
            expires_ms,
            suites: Suites::ONLY_FIRST,
        };
        let bundle = self.state(body).await?;
        let mut generation =
            Generation { spk, public, created_ms: now_ms, expires_ms, one_time: Vec::new(), next: 1 };
        let keys = self.more_one_time(own, &mut generation, self.client.policy.one_time_keys).await?;
        self.put(&spk.to_be_bytes(), &generation).await?;
        self.upload(&Upload::Prekeys(bundle, keys)).await
    }

    async fn more_one_time(
        &mut self,
        own: &Own,
        generation: &mut Generation,
        count: u32,
    ) -> Result<Vec<OneTimeKey>, Error> {
        let mut keys = Vec::new();
        for _ in 0..count {
            let Some(id) = NonZeroU32::new(generation.next) else { break };
            let (key, public) = self.crypto().generate_agreement().await?;
            self.put_key(names::one_time(generation.spk, id.get()), key);
            let body = OneTimeBody { device: own.device(), spk: generation.spk, id, public };
            keys.push(self.state(body).await?);
            generation.one_time.push(OneTime { id: id.get(), public });
            generation.next = generation.next.wrapping_add(1);
        }
        Ok(keys)
    }

    /// The signed prekey of this number.
    pub async fn generation(&mut self, spk: u32) -> Result<Option<Generation>, Error> {
        self.get(&spk.to_be_bytes()).await
    }

    /// A one-time prekey was used: it is deleted in the transaction that keeps what it brought.
    pub async fn use_up(&mut self, mut generation: Generation, id: u32) -> Result<(), Error> {
        self.remove(names::one_time(generation.spk, id));
        generation.one_time.retain(|key| key.id != id);
        self.put(&generation.spk.to_be_bytes(), &generation).await
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Lays out a new signed prekey before its day: it is how the server learns that a new session is this device.
    /// [`Client::due`] has it.
    pub async fn renew_prekeys(&self, now_ms: u64) -> Result<(), Error> {
        self.work(async |work| {
            let own = work.active().await?;
            let newest = work.generations().await?.last().map_or(0, |newest| newest.spk);
            work.new_generation(&own, newest.saturating_add(1), now_ms).await
        })
        .await
    }

    /// The server says how many one-time prekeys it has left. If they are few, more are made; [`Client::due`] has them.
    pub async fn one_time_keys_left(&self, left: u32) -> Result<(), Error> {
        let policy = self.policy;
        if left >= policy.refill_below {
            return Ok(());
        }
        self.work(async |work| {
            let own = work.active().await?;
            let Some(mut newest) = work.generations().await?.pop() else { return Ok(()) };
            if newest.one_time.len() >= MOST {
                return Ok(());
            }
            let count = policy.one_time_keys.saturating_sub(left);
            let keys = work.more_one_time(&own, &mut newest, count).await?;
            work.put(&newest.spk.to_be_bytes(), &newest).await?;
            if keys.is_empty() { Ok(()) } else { work.upload(&Upload::OneTimeKeys(keys)).await }
        })
        .await
    }
}

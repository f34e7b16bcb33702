//! The recovery device: keys that exist sealed under a code on paper, and nowhere else.

use crate::client::Client;
use crate::crypto::{Crypto, ExtractablePair};
use crate::error::Error;
use crate::outcome::Rejection;
use crate::records::{Own, Stage, Trust};
use crate::uploads::Upload;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::backup::BackupGrant;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::device::{DeviceEntry, DeviceKeys, DeviceKind};
use dm_wire::keys::Secret;
use dm_wire::link::{Change, Link, LinkBody};
use dm_wire::recovery::{Code, RecoveryBlob, RecoveryHead, RecoveryKeys};
use dm_wire::refused::Refused;
use dm_wire::signed::{Signed, Statement};

/// The recovery device's keys, while they are in use; they are not kept.
struct Hands<K> {
    signing: K,
    agreement: K,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    async fn code_secret(&self, code: &Code, head: &RecoveryHead) -> Result<Secret, Error> {
        Ok(self.crypto().hkdf(code.material(), &head.salt, &head.key_info()).await?)
    }

    async fn create_recovery(&mut self, now_ms: u64) -> Result<Code, Error> {
        let own = self.active().await?;
        let code = Code::new(&self.random().await?);
        let signing = self.crypto().generate_extractable_signing().await?;
        let agreement = self.crypto().generate_extractable_agreement().await?;
        let keys =
            DeviceKeys { kind: DeviceKind::Recovery, signing: signing.public, agreement: agreement.public };
        let chain = self.own_chain(&own).await?;
        let head = chain.head();
        let input = keys.possession_input(own.user, head.seq.saturating_add(1), head.hash);
        let signer = self.crypto().import_signing(&signing.private).await?.ok_or(Error::CannotKeepKeys)?;
        let entry = DeviceEntry { keys, possession: self.sign_with(&signer, &input).await? };
        self.propose(&own, Change::Add(entry), now_ms).await?;
        let blob = self.seal_recovery(&own, &code, &keys, (signing, agreement)).await?;
        self.upload(&Upload::Recovery(blob)).await?;
        Ok(code)
    }

    async fn seal_recovery(
        &mut self,
        own: &Own,
        code: &Code,
        keys: &DeviceKeys,
        pairs: (ExtractablePair, ExtractablePair),
    ) -> Result<RecoveryBlob, Error> {
        let head = RecoveryHead { user: own.user, device: keys.id(), salt: self.random().await? };
        let secret = self.code_secret(code, &head).await?;
        let inside = RecoveryKeys { signing: pairs.0.private, agreement: pairs.1.private };
        let ciphertext = self.crypto().seal(&secret, &head.associated_data(), &inside.encode()).await?;
        Ok(RecoveryBlob { head, ciphertext })
    }

    /// The recovery device's keys, if the code opens them and they are those of the chain.
    async fn hands(
        &mut self,
        code: &Code,
        blob: &RecoveryBlob,
        chain: &Chain,
    ) -> Result<Hands<C::Key>, Error> {
        let recovery = chain.device(blob.head.device).filter(|device| device.is_active());
        let keys = recovery.map(|device| device.entry.keys).ok_or(Error::WrongCode)?;
        if keys.kind != DeviceKind::Recovery || blob.head.user != chain.user() {
            return Err(Error::WrongCode);
        }
        let secret = self.code_secret(code, &blob.head).await?;
        let opened = self.crypto().open(&secret, &blob.head.associated_data(), &blob.ciphertext).await?;
        let inside = RecoveryKeys::parse(&opened.ok_or(Error::WrongCode)?).map_err(|_| Error::WrongCode)?;
        let signing = self.crypto().import_signing(&inside.signing).await?.ok_or(Error::WrongCode)?;
        let agreement = self.crypto().import_agreement(&inside.agreement).await?.ok_or(Error::WrongCode)?;
        // A private key does not tell its public half, so it is used to see whose it is.
        let probe = blob.head.associated_data();
        let signature = self.sign_with(&signing, &probe).await?;
        let (ephemeral, public) = self.ephemeral().await?;
        let theirs = self.crypto().agree(&agreement, &public).await?;
        let ours = self.crypto().agree(&ephemeral, &keys.agreement).await?;
        let is_same = keys.signing.has_signed(&probe, &signature) && ours == theirs;
        if is_same { Ok(Hands { signing, agreement }) } else { Err(Error::WrongCode) }
    }

    async fn recover(
        &mut self,
        code: &Code,
        blob: &RecoveryBlob,
        links: &[Link],
        grants: &[BackupGrant],
        now_ms: u64,
    ) -> Result<Vec<Rejection>, Error> {
        let own = self.own().await?;
        if own.stage != Stage::Apart {
            return Err(Error::DeviceExists);
        }
        let chain = Chain::read(links).map_err(|(_, why)| why)?;
        if chain.user() != own.user {
            return Err(Refused::OtherChain.into());
        }
        let hands = self.hands(code, blob, &chain).await?;
        let head = chain.head();
        let seq = head.seq.saturating_add(1);
        let entry = self.own_entry(&own, seq, head.hash).await?;
        let (user, prev, signer) = (own.user, head.hash, blob.head.device);
        let body = LinkBody { user, seq, prev, time_ms: now_ms, change: Change::Add(entry), signer };
        let signature = self.sign_with(&hands.signing, &body.signed_input()).await?;
        let link = Signed { body, signature };
        chain.apply(&link)?;
        let refused = self.take_over(&own, &chain, &hands, grants).await?;
        self.pin(chain, links.to_vec(), Trust::Verified, now_ms).await?;
        self.upload(&Upload::Link(link)).await?;
        self.put_own(&Own { stage: Stage::Entering, ..own }).await?;
        Ok(refused)
    }

    /// The backup keys that were sealed to the recovery device.
    async fn take_over(
        &mut self,
        own: &Own,
        chain: &Chain,
        hands: &Hands<C::Key>,
        grants: &[BackupGrant],
    ) -> Result<Vec<Rejection>, Error> {
        let mut refused = Vec::new();
        for grant in grants {
            match self.open_backup_grant(chain, &hands.agreement, grant).await? {
                Ok(content) => drop(self.keep_backup_key(own, chain, grant, content).await?),
                Err(why) => refused.push(why),
            }
        }
        Ok(refused)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Makes a recovery device and returns the code for people to write down, which is kept nowhere. Refused while there is
    /// one: that has to be revoked before. The code counts once the server has confirmed the link.
    pub async fn create_recovery(&self, now_ms: u64) -> Result<Code, Error> {
        self.work(async |work| work.create_recovery(now_ms).await).await
    }

    /// Whether there is a recovery device, so that a code that was written down counts.
    pub async fn has_recovery(&self) -> Result<bool, Error> {
        self.work(async |work| {
            let own = work.active().await?;
            let chain = work.own_chain(&own).await?;
            Ok(chain.active().any(|device| device.entry.keys.kind == DeviceKind::Recovery))
        })
        .await
    }

    /// Brings this device in by the code: with our links, what is sealed under the code, and the backup keys of the
    /// recovery device, as the server has them. Backup keys that do not count are told. What follows is in
    /// [`Client::due`]; if somebody else's link was faster, all of it is done again.
    pub async fn recover(
        &self,
        code: &Code,
        blob: &RecoveryBlob,
        links: &[Link],
        grants: &[BackupGrant],
        now_ms: u64,
    ) -> Result<Vec<Rejection>, Error> {
        self.work(async |work| work.recover(code, blob, links, grants, now_ms).await).await
    }
}

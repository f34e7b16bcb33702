//! This device: its keys, the test that they are kept, and the links that it signs.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::records::{Contact, Own, Stage, Trust};
use crate::uploads::Upload;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::chain::Chain;
use dm_wire::device::{DeviceEntry, DeviceKeys, DeviceKind};
use dm_wire::grant::Party;
use dm_wire::head::{HeadAttest, HeadBody};
use dm_wire::ids::{DeviceId, Hash};
use dm_wire::link::{Change, Link, LinkBody};

impl Own {
    pub const fn keys(&self) -> DeviceKeys {
        DeviceKeys { kind: DeviceKind::Browser, signing: self.signing, agreement: self.agreement }
    }

    pub fn device(&self) -> DeviceId {
        self.keys().id()
    }

    pub fn party(&self) -> Party {
        Party { user: self.user, device: self.device() }
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// This device's keys with the proof that it has them, for a place of a chain.
    pub async fn own_entry(&mut self, own: &Own, seq: u32, prev: Hash) -> Result<DeviceEntry, Error> {
        let keys = own.keys();
        let key = self.own_key(&names::signing()).await?;
        let possession = self.sign_with(&key, &keys.possession_input(own.user, seq, prev)).await?;
        Ok(DeviceEntry { keys, possession })
    }

    /// Signs the next link of our chain and writes it down to be sent. One at a time: the same place is never signed twice.
    pub async fn propose(&mut self, own: &Own, change: Change, now_ms: u64) -> Result<Link, Error> {
        if self.pending_link().await?.is_some() {
            return Err(Error::AlreadyPending);
        }
        let chain = self.own_chain(own).await?;
        let head = chain.head();
        let seq = head.seq.saturating_add(1);
        let (user, prev, signer) = (own.user, head.hash, own.device());
        let link = self.state(LinkBody { user, seq, prev, time_ms: now_ms, change, signer }).await?;
        chain.apply(&link)?;
        self.upload(&Upload::Link(link.clone())).await?;
        Ok(link)
    }

    /// The server has taken a link of ours.
    pub async fn enter(&mut self, link: &Link) -> Result<(), Error> {
        let own = self.own().await?;
        match &link.body.change {
            Change::Genesis(_) => {
                let chain = Chain::begin(link)?;
                self.pin(chain, vec![link.clone()], Trust::Verified, link.body.time_ms).await?;
            }
            _ => {
                self.extend_own(&own, link).await?;
            }
        }
        let is_this = link.body.change.entry().is_some_and(|entry| entry.keys.id() == own.device());
        if is_this && own.stage == Stage::Entering {
            self.put_own(&Own { stage: Stage::Active, ..own }).await?;
        }
        self.notice_removal().await?;
        Ok(())
    }

    async fn extend_own(&mut self, own: &Own, link: &Link) -> Result<(), Error> {
        let chain = self.own_chain(own).await?;
        if let Ok(longer) = chain.apply(link) {
            let mut links = self.links(own.user, chain.identity()).await?;
            links.push(link.clone());
            let mut contact = self.contact(own.user).await?.ok_or(Error::NoDevice)?;
            contact.head = longer.head();
            self.put_contact(own.user, &contact).await?;
            self.put_chain(longer, links).await?;
        }
        Ok(())
    }

    /// Whether our chain has let this device go; from then on nothing is sent or taken.
    pub async fn notice_removal(&mut self) -> Result<bool, Error> {
        let own = self.own().await?;
        if own.stage != Stage::Active {
            return Ok(own.stage == Stage::Removed);
        }
        let is_there = self.own_chain(&own).await?.browser(own.device()).is_ok();
        if !is_there {
            self.put_own(&Own { stage: Stage::Removed, ..own }).await?;
        }
        Ok(!is_there)
    }

    /// Holds a chain as somebody's from now on.
    pub async fn pin(
        &mut self,
        chain: Chain,
        links: Vec<Link>,
        trust: Trust,
        now_ms: u64,
    ) -> Result<(), Error> {
        let contact = Contact {
            identity: chain.identity(),
            head: chain.head(),
            trust,
            next: None,
            former: Vec::new(),
            told: None,
            attested_ms: now_ms,
            misbehaved: None,
        };
        self.put_contact(chain.user(), &contact).await?;
        self.put_chain(chain, links).await
    }

    /// Signs where our chain stands, each week.
    pub async fn attest_chore(&mut self, now_ms: u64) -> Result<(), Error> {
        let own = self.own().await?;
        if now_ms < own.attested_ms.saturating_add(self.client.policy.attest_ms) {
            return Ok(());
        }
        let head = self.own_chain(&own).await?.head();
        let (user, device) = (own.user, own.device());
        let attest: HeadAttest = self.state(HeadBody { user, head, time_ms: now_ms, device }).await?;
        self.upload(&Upload::Attest(attest)).await?;
        self.put_own(&Own { attested_ms: now_ms, ..own }).await
    }

    async fn generate(&mut self, user: UserId) -> Result<(), Error> {
        let (signing, signing_public) = self.crypto().generate_signing().await?;
        let (agreement, agreement_public) = self.crypto().generate_agreement().await?;
        let storage = self.crypto().generate_storage().await?;
        self.put_key(names::signing(), signing);
        self.put_key(names::agreement(), agreement);
        self.put_key(names::storage(), storage);
        let own = Own {
            user,
            stage: Stage::Apart,
            signing: signing_public,
            agreement: agreement_public,
            epochs: 0,
            attested_ms: 0,
        };
        self.put_own(&own).await
    }

    /// Uses each kind of key as it was read from the vault. Some browsers take a key and give nothing back.
    async fn keys_work(&mut self) -> Result<bool, Error> {
        const PROBE: &[u8] = b"dm1/probe\0";
        let own = self.own().await?;
        let keys = (
            self.key(&names::signing()).await?,
            self.key(&names::agreement()).await?,
            self.key(&names::storage()).await?,
        );
        let (Some(signing), Some(agreement), Some(storage)) = keys else { return Ok(false) };
        let signature = self.sign_with(&signing, PROBE).await?;
        let (ephemeral, public) = self.ephemeral().await?;
        let crypto = self.crypto();
        let ours = crypto.agree(&agreement, &public).await?;
        let theirs = crypto.agree(&ephemeral, &own.agreement).await?;
        let sealed = crypto.seal_kept(&storage, &[0; 12], PROBE, &[]).await?;
        let opened = crypto.open_kept(&storage, &[0; 12], PROBE, &sealed).await?;
        Ok(own.signing.has_signed(PROBE, &signature) && ours == theirs && opened.is_some())
    }

    fn forget_keys(&mut self) {
        [names::signing(), names::agreement(), names::storage()]
            .into_iter()
            .for_each(|slot| self.remove(slot));
        self.drop_record::<Own>(&[]);
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Makes a device of this browser, or finds the one there is, and tests that its keys were kept. It is in no chain yet.
    pub async fn create_device(&self, user: UserId) -> Result<DeviceId, Error> {
        self.work(async |work| match work.own().await {
            Err(Error::NoDevice) => work.generate(user).await,
            Ok(own) if own.user == user => Ok(()),
            Ok(_) => Err(Error::DeviceExists),
            Err(why) => Err(why),
        })
        .await?;
        let works = self.work(async |work| work.keys_work().await).await;
        match works {
            Ok(true) => Ok(self.party().await?.device),
            Ok(false) | Err(Error::Crypto(_)) => {
                self.work(async |work| {
                    work.forget_keys();
                    Ok(())
                })
                .await?;
                Err(Error::CannotKeepKeys)
            }
            Err(why) => Err(why),
        }
    }

    /// Begins a chain with this device. Only for people who have none; if the server says that there is one after all, the
    /// device waits to be linked.
    pub async fn begin_chain(&self, now_ms: u64) -> Result<(), Error> {
        self.work(async |work| {
            let own = work.own().await?;
            if own.stage != Stage::Apart {
                return Ok(());
            }
            let entry = work.own_entry(&own, 0, Hash::ZERO).await?;
            let (user, signer, change) = (own.user, own.device(), Change::Genesis(entry));
            let body = LinkBody { user, seq: 0, prev: Hash::ZERO, time_ms: now_ms, change, signer };
            let link = work.state(body).await?;
            work.upload(&Upload::Link(link)).await?;
            work.put_own(&Own { stage: Stage::Entering, ..own }).await
        })
        .await
    }

    /// Lets one of our devices go: reason 1 signed out, 2 lost, 3 replaced. Everybody begins new epochs with their next
    /// message, and we a new backup key.
    pub async fn revoke(&self, device: DeviceId, reason: u8, now_ms: u64) -> Result<(), Error> {
        self.work(async |work| {
            let own = work.active().await?;
            work.propose(&own, Change::Revoke { device, reason }, now_ms).await.map(drop)
        })
        .await
    }

    /// Who and which device this is.
    pub async fn party(&self) -> Result<Party, Error> {
        self.work(async |work| Ok(work.own().await?.party())).await
    }

    /// How far it has come; `None`: there is no device.
    pub async fn stage(&self) -> Result<Option<Stage>, Error> {
        self.work(async |work| match work.own().await {
            Ok(own) => Ok(Some(own.stage)),
            Err(Error::NoDevice) => Ok(None),
            Err(why) => Err(why),
        })
        .await
    }
}

//! A new device is let in by an old one that looks at its picture.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::records::{Linking, Own, Stage, Trust};
use crate::uploads::Upload;
use crate::vault::Vault;
use dm_wire::chain::{Chain, Standing};
use dm_wire::head::Head;
use dm_wire::keys::Secret;
use dm_wire::link::{Change, Link};
use dm_wire::linking::{LinkOffer, LinkRequest, LinkWelcome};
use dm_wire::recovery::Code;
use dm_wire::refused::Refused;

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// On the new device: what its picture says, and a code to type where there is no camera. Each time another secret.
    pub async fn offer_link(&self) -> Result<(LinkOffer, Code), Error> {
        self.work(async |work| {
            let own = work.own().await?;
            if own.stage != Stage::Apart {
                return Err(Error::DeviceExists);
            }
            let code = Code::new(&work.random().await?);
            let secret = code.link_secret();
            work.put(&[], &Linking { secret: secret.clone() }).await?;
            Ok((LinkOffer { user: own.user, device: own.device(), secret }, code))
        })
        .await
    }

    /// On the new device: what it asks for, for the end of our links as the server has them. If they are not the true ones,
    /// the old device refuses it.
    pub async fn request_link(&self, links: &[Link]) -> Result<LinkRequest, Error> {
        self.work(async |work| {
            let own = work.own().await?;
            let linking = work.get::<Linking>(&[]).await?.ok_or(Error::NoDevice)?;
            let head = Chain::read(links).map_err(|(_, why)| why)?.head();
            let entry = work.own_entry(&own, head.seq.saturating_add(1), head.hash).await?;
            Ok(LinkRequest::new(&linking.secret, own.user, &head, entry))
        })
        .await
    }

    /// On the old device: lets the new one in that showed this picture. The link and the welcome are in [`Client::due`].
    pub async fn accept_link(
        &self,
        offer: &LinkOffer,
        request: &LinkRequest,
        now_ms: u64,
    ) -> Result<(), Error> {
        let device = request.entry.keys.id();
        if offer.user != request.user || offer.device != device {
            return Err(Refused::OtherDevice.into());
        }
        self.accept(&offer.secret, request, now_ms).await
    }

    /// The same with the code that was typed: the MAC alone tells that the request is of the device that shows it.
    pub async fn accept_link_by_code(
        &self,
        code: &Code,
        request: &LinkRequest,
        now_ms: u64,
    ) -> Result<(), Error> {
        self.accept(&code.link_secret(), request, now_ms).await
    }

    async fn accept(&self, secret: &Secret, request: &LinkRequest, now_ms: u64) -> Result<(), Error> {
        if !request.is_by(secret) {
            return Err(Error::WrongCode);
        }
        self.work(async |work| {
            let own = work.active().await?;
            if request.user != own.user {
                return Err(Refused::OtherChain.into());
            }
            let link = work.propose(&own, Change::Add(request.entry.clone()), now_ms).await?;
            let identity = work.own_chain(&own).await?.identity();
            let head = Head { seq: link.body.seq, hash: link.hash() };
            let device = request.entry.keys.id();
            let welcome = LinkWelcome::new(secret, own.user, device, identity, head);
            work.upload(&Upload::Welcome(welcome)).await
        })
        .await
    }

    /// On the new device: it is in, if the old one says so and our links are those that it says.
    pub async fn take_welcome(
        &self,
        welcome: &LinkWelcome,
        links: &[Link],
        now_ms: u64,
    ) -> Result<(), Error> {
        self.work(async |work| {
            let own = work.own().await?;
            let linking = work.get::<Linking>(&[]).await?.ok_or(Error::NoDevice)?;
            let is_ours = welcome.device == own.device() && welcome.user == own.user;
            if !is_ours || !welcome.is_by(&linking.secret) {
                return Err(Error::WrongCode);
            }
            let chain = Chain::read(links).map_err(|(_, why)| why)?;
            if chain.identity() != welcome.identity {
                return Err(Refused::OtherIdentity.into());
            }
            match chain.standing(&welcome.head) {
                Standing::Same | Standing::Behind => {}
                Standing::Ahead => return Err(Refused::Rollback.into()),
                Standing::Forked => return Err(Refused::ForkedHead.into()),
            }
            chain.browser(own.device())?;
            work.pin(chain, links.to_vec(), Trust::Verified, now_ms).await?;
            work.drop_record::<Linking>(&[]);
            work.put_own(&Own { stage: Stage::Active, ..own }).await
        })
        .await
    }
}

//! Other people's chains, and our own, as the server serves them: pinned at first sight, and only ever longer after that.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::following::{Followed, LinksOutcome, Served, changed, follow};
use crate::outcome::{Evidence, Misbehaviour, Need};
use crate::records::{Contact, Own, Stage, Trust};
use crate::uploads::Upload;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::{Chain, Standing};
use dm_wire::head::HeadAttest;
use dm_wire::ids::Identity;
use dm_wire::link::Link;
use dm_wire::refused::Refused;
use std::rc::Rc;

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    async fn first_sight(
        &mut self,
        user: UserId,
        served: &Served,
        now_ms: u64,
    ) -> Result<LinksOutcome, Error> {
        if served.links.is_empty() {
            return Ok(LinksOutcome::NotEnrolled);
        }
        match Chain::read(&served.links) {
            Err((_, why)) => Ok(LinksOutcome::Refused(why.into())),
            Ok(chain) if chain.user() != user => Ok(LinksOutcome::Refused(Refused::OtherChain.into())),
            Ok(chain) => {
                self.pin(chain, served.links.clone(), Trust::Tofu, now_ms).await?;
                Ok(LinksOutcome::Pinned)
            }
        }
    }

    /// Links of ourselves on a device that is in no chain: they are never believed at first sight.
    async fn own_at_first(&mut self, own: &Own, served: &Served) -> Result<LinksOutcome, Error> {
        let Some(first) = served.links.first() else { return Ok(LinksOutcome::NotEnrolled) };
        match self.pending_link().await? {
            Some(ours) if ours.hash() == first.hash() => {
                self.drop_record::<Upload>(Upload::LINK);
                self.enter(&ours).await?;
                Ok(LinksOutcome::Pinned)
            }
            _ => {
                self.drop_record::<Upload>(Upload::LINK);
                self.put_own(&Own { stage: Stage::Apart, ..own.clone() }).await?;
                Ok(LinksOutcome::Elsewhere)
            }
        }
    }

    async fn longer(
        &mut self,
        user: UserId,
        mut contact: Contact,
        before: &Rc<Chain>,
        chain: Chain,
        new: Vec<Link>,
    ) -> Result<LinksOutcome, Error> {
        let outcome = changed(before, &chain);
        contact.head = chain.head();
        // Who was removed since may have lied about the chain to set others against each other.
        contact.told = contact.told.filter(|told| chain.browser(told.by).is_ok());
        match contact.told.as_ref().map(|told| (chain.standing(&told.head), told.head)) {
            Some((Standing::Same | Standing::Behind, _)) => contact.told = None,
            Some((Standing::Forked, told)) => {
                let (what, held) = (Misbehaviour::ForkedHead, chain.head().encode());
                self.put_contact(user, &contact).await?;
                self.accuse(Evidence { about: user, what, held, other: told.encode() }).await?;
                return Ok(LinksOutcome::Misbehaved(what));
            }
            _ => {}
        }
        let mut links = self.links(user, chain.identity()).await?;
        links.extend(new);
        self.put_contact(user, &contact).await?;
        self.put_chain(chain, links).await?;
        Ok(outcome)
    }

    async fn started_over(
        &mut self,
        user: UserId,
        mut contact: Contact,
        served: &Served,
    ) -> Result<LinksOutcome, Error> {
        let read = Chain::read(&served.links);
        let bad = match &read {
            Ok(chain) if chain.user() != user => Some(Misbehaviour::BadLink),
            Ok(chain) if contact.former.contains(&chain.identity()) => Some(Misbehaviour::Rollback),
            Ok(_) => None,
            Err(_) => Some(Misbehaviour::BadLink),
        };
        let (Ok(chain), None) = (read, bad) else {
            let what = bad.unwrap_or(Misbehaviour::BadLink);
            let other = served.links.first().map_or_else(Vec::new, Wire::encode);
            self.accuse(Evidence { about: user, what, held: contact.head.encode(), other }).await?;
            return Ok(LinksOutcome::Misbehaved(what));
        };
        contact.next = Some(chain.identity());
        self.put_contact(user, &contact).await?;
        self.put_chain(chain, served.links.clone()).await?;
        Ok(LinksOutcome::StartedOver)
    }

    /// Our own link that waits has its place, or somebody else's has; then ours is made anew.
    async fn settle_own(&mut self, own: &Own, identity: Identity) -> Result<(), Error> {
        let Some(ours) = self.pending_link().await? else { return Ok(()) };
        let links = self.links(own.user, identity).await?;
        if links.iter().any(|link| link.hash() == ours.hash()) {
            self.drop_record::<Upload>(Upload::LINK);
            self.enter(&ours).await?;
        } else if links.last().is_some_and(|last| last.body.seq >= ours.body.seq) {
            self.drop_record::<Upload>(Upload::LINK);
            self.forget_what_went_with(&ours).await?;
            if own.stage == Stage::Entering {
                self.put_own(&Own { stage: Stage::Apart, ..own.clone() }).await?;
            }
        }
        Ok(())
    }

    /// A device that is not let in is not welcomed, and a code for one that is in no chain opens nothing.
    async fn forget_what_went_with(&mut self, link: &Link) -> Result<(), Error> {
        let Some(device) = link.body.change.entry().map(|entry| entry.keys.id()) else { return Ok(()) };
        for id in [Upload::RECOVERY, Upload::WELCOME] {
            let is_of_it = match self.get::<Upload>(id).await? {
                Some(Upload::Recovery(blob)) => blob.head.device == device,
                Some(Upload::Welcome(welcome)) => welcome.device == device,
                _ => false,
            };
            if is_of_it {
                self.drop_record::<Upload>(id);
            }
        }
        Ok(())
    }

    async fn take(&mut self, user: UserId, served: &Served, now_ms: u64) -> Result<LinksOutcome, Error> {
        let own = self.own().await?;
        let Some((contact, held)) = self.pinned(user).await? else {
            return if user == own.user {
                self.own_at_first(&own, served).await
            } else {
                self.first_sight(user, served, now_ms).await
            };
        };
        let outcome = match follow(&held, served) {
            Followed::StartedOver => self.started_over(user, contact, served).await?,
            Followed::Bad(what, other) => {
                let held = held.head().encode();
                self.accuse(Evidence { about: user, what, held, other }).await?;
                LinksOutcome::Misbehaved(what)
            }
            Followed::Longer(chain, new) => self.longer(user, contact, &held, chain, new).await?,
        };
        if user == own.user {
            self.settle_own(&own, held.identity()).await?;
            if self.notice_removal().await? {
                return Ok(LinksOutcome::Removed);
            }
        }
        Ok(outcome)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// From which place on the links of somebody are to be asked for.
    pub async fn links_from(&self, user: UserId) -> Result<u32, Error> {
        self.work(async |work| Ok(work.contact(user).await?.map_or(0, |contact| contact.head.seq))).await
    }

    /// Takes what the server answered.
    pub async fn take_links(
        &self,
        user: UserId,
        served: &Served,
        now_ms: u64,
    ) -> Result<LinksOutcome, Error> {
        self.work(async |work| work.take(user, served, now_ms).await).await
    }

    /// Takes a signed head of somebody, as the server hands it out.
    pub async fn take_attest(&self, attest: &HeadAttest, now_ms: u64) -> Result<Option<Need>, Error> {
        let user = attest.body.user;
        self.work(async |work| {
            let Some((mut contact, chain)) = work.pinned(user).await? else {
                return Ok(Some(Need::Links(user)));
            };
            let standing = chain.standing(&attest.body.head);
            if attest.body.time_ms <= contact.attested_ms
                && matches!(standing, Standing::Same | Standing::Behind)
            {
                return Ok(None);
            }
            let is_ours = chain.device(attest.body.device).is_some();
            match chain.check_attest(attest) {
                Ok(standing) => {
                    if is_ours {
                        let time = attest.body.time_ms.min(now_ms);
                        contact.attested_ms = contact.attested_ms.max(time);
                        work.put_contact(user, &contact).await?;
                        work.hear_own_head(user, attest.body.device, &attest.body.head).await?;
                    }
                    Ok((standing == Standing::Ahead).then_some(Need::Links(user)))
                }
                Err(Refused::ForkedHead) => {
                    let (what, held) = (Misbehaviour::ForkedHead, chain.head().encode());
                    work.accuse(Evidence { about: user, what, held, other: attest.encode() }).await?;
                    Ok(None)
                }
                Err(why) => Err(why.into()),
            }
        })
        .await
    }
}

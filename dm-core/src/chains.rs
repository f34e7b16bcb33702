//! Chains as they are kept, and evidence against them. A chain is checked link by link when it is read, once.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::keep::{Keep, Raw};
use crate::names;
use crate::outcome::{Evidence, Misbehaviour};
use crate::records::{Contact, Contradiction, Links, Own, ToldHead};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::{Chain, Standing};
use dm_wire::head::Head;
use dm_wire::ids::{DeviceId, Hash, Identity};
use dm_wire::link::Link;
use std::rc::Rc;

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// Somebody's chain, as this identity.
    pub async fn chain(&mut self, user: UserId, identity: Identity) -> Result<Option<Rc<Chain>>, Error> {
        let Some(Links { links }) = self.get(&names::chain(user, identity)).await? else { return Ok(None) };
        let last = links.last().map_or(Hash::ZERO, Link::hash);
        if let Some(known) = self.client.checked.borrow().get(&(user, last)) {
            return Ok(Some(Rc::clone(known)));
        }
        let chain = Rc::new(Chain::read(&links).map_err(|_| Error::Damaged)?);
        self.client.checked.borrow_mut().insert((user, last), Rc::clone(&chain));
        Ok(Some(chain))
    }

    /// Keeps a chain that was checked.
    pub async fn put_chain(&mut self, chain: Chain, links: Vec<Link>) -> Result<(), Error> {
        self.put(&names::chain(chain.user(), chain.identity()), &Links { links }).await?;
        self.client.checked.borrow_mut().insert((chain.user(), chain.head().hash), Rc::new(chain));
        Ok(())
    }

    pub async fn links(&mut self, user: UserId, identity: Identity) -> Result<Vec<Link>, Error> {
        let kept = self.get::<Links>(&names::chain(user, identity)).await?;
        Ok(kept.map_or_else(Vec::new, |kept| kept.links))
    }

    pub async fn contact(&mut self, user: UserId) -> Result<Option<Contact>, Error> {
        self.get(&user.encode()).await
    }

    pub async fn put_contact(&mut self, user: UserId, contact: &Contact) -> Result<(), Error> {
        self.put(&user.encode(), contact).await
    }

    /// What is held of somebody, with their chain.
    pub async fn pinned(&mut self, user: UserId) -> Result<Option<(Contact, Rc<Chain>)>, Error> {
        let Some(contact) = self.contact(user).await? else { return Ok(None) };
        let chain = self.chain(user, contact.identity).await?.ok_or(Error::Damaged)?;
        Ok(Some((contact, chain)))
    }

    /// Our own chain.
    pub async fn own_chain(&mut self, own: &Own) -> Result<Rc<Chain>, Error> {
        Ok(self.pinned(own.user).await?.ok_or(Error::NoDevice)?.1)
    }

    /// Keeps what contradicts itself, and what it means for its person.
    pub async fn accuse(&mut self, evidence: Evidence) -> Result<(), Error> {
        let Evidence { about, what, held, other } = evidence;
        if let Some(mut contact) = self.contact(about).await? {
            contact.misbehaved = contact.misbehaved.or(Some(what));
            self.put_contact(about, &contact).await?;
        }
        self.note_evidence(about, what, held, other).await
    }

    /// Keeps it without a consequence: it is not known who lies.
    pub async fn note_evidence(
        &mut self,
        about: UserId,
        what: Misbehaviour,
        held: Vec<u8>,
        other: Vec<u8>,
    ) -> Result<(), Error> {
        let record = Contradiction { about, what, held: Raw(held), other: Raw(other) };
        self.put(&Hash::of(&record.kept()).0, &record).await
    }

    /// Somebody's own device told where their chain stands. If it is further than what we were shown, links are withheld
    /// until they come; if it is another one, two chains are being shown.
    pub async fn hear_own_head(
        &mut self,
        user: UserId,
        by: DeviceId,
        told: &Head,
    ) -> Result<Standing, Error> {
        let Some((mut contact, chain)) = self.pinned(user).await? else { return Ok(Standing::Ahead) };
        let standing = chain.standing(told);
        match standing {
            Standing::Ahead if contact.told.as_ref().is_none_or(|before| before.head.seq < told.seq) => {
                contact.told = Some(ToldHead { head: *told, by });
                self.put_contact(user, &contact).await?;
            }
            Standing::Forked => {
                let (what, held) = (Misbehaviour::ForkedHead, chain.head().encode());
                self.accuse(Evidence { about: user, what, held, other: told.encode() }).await?;
            }
            _ => {}
        }
        Ok(standing)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// All that contradicts itself, to be shown and exported.
    pub async fn evidence(&self) -> Result<Vec<Evidence>, Error> {
        self.work(async |work| {
            let mut found = Vec::new();
            for id in work.list(Table::Evidence, &[]).await? {
                if let Some(Contradiction { about, what, held, other }) = work.get(&id).await? {
                    found.push(Evidence { about, what, held: held.0, other: other.0 });
                }
            }
            Ok(found)
        })
        .await
    }
}

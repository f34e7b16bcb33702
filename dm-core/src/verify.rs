//! What people decide about people: that they compared, and that somebody who started over is the same person.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::outcome::{Blocked, Evidence, Misbehaviour};
use crate::records::{Contact, Trust};
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::{Reader, Wire};
use dm_wire::ids::{DeviceId, Identity};
use dm_wire::malformed::Malformed;
use dm_wire::safety;
use dm_wire::signed::Label;

/// What somebody is to us, as the lock beside their name shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactState {
    /// Who they are.
    pub identity: Identity,
    /// Whether it was compared.
    pub trust: Trust,
    /// They started over, and nobody has acknowledged it.
    pub started_over: bool,
    /// What contradicts itself.
    pub misbehaved: Option<Misbehaviour>,
    /// Their own device told of links that the server has not shown.
    pub links_withheld: bool,
    /// Their active devices.
    pub devices: Vec<DeviceId>,
}

/// What a scanned picture says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scanned {
    /// Both see the same; this person is verified now.
    Same,
    /// The other one sees somebody else in our place or is somebody else in our view: what is between is not honest.
    Mismatch,
    /// It is no such picture, or of other people.
    SomebodyElse,
}

fn read_picture(bytes: &[u8]) -> Result<[(UserId, Identity); 2], Malformed> {
    let mut reader = Reader::new(bytes);
    let label = Label::PICTURE.begin();
    if reader.take(label.len())? != label {
        return Err(Malformed::Reserved);
    }
    let mut person = || Ok((UserId::read(&mut reader)?, Identity::read(&mut reader)?));
    let both = [person()?, person()?];
    reader.end()?;
    Ok(both)
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    async fn both(&mut self, user: UserId) -> Result<[(UserId, Identity); 2], Error> {
        let own = self.active().await?;
        let ours = self.contact(own.user).await?.ok_or(Error::NoDevice)?.identity;
        let theirs = self.contact(user).await?.ok_or(Error::Blocked(Blocked::NotEnrolled(user)))?;
        Ok([(own.user, ours), (user, theirs.next.unwrap_or(theirs.identity))])
    }

    /// Whoever they seem to be is who they are from now on.
    async fn settle_on(&mut self, user: UserId, trust: Trust) -> Result<(), Error> {
        let mut contact: Contact =
            self.contact(user).await?.ok_or(Error::Blocked(Blocked::NotEnrolled(user)))?;
        if let Some(next) = contact.next.take() {
            contact.former.push(contact.identity);
            contact.identity = next;
            contact.told = None;
        }
        if trust == Trust::Verified {
            // Two people have talked; what contradicted itself stays as evidence, and blocks again if it comes again.
            contact.misbehaved = None;
            contact.told = None;
        }
        contact.trust = trust;
        let chain = self.chain(user, contact.identity).await?.ok_or(Error::Damaged)?;
        contact.head = chain.head();
        self.put_contact(user, &contact).await
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// What is held of somebody; `None`: nothing yet.
    pub async fn contact_state(&self, user: UserId) -> Result<Option<ContactState>, Error> {
        self.work(async |work| {
            let Some((contact, chain)) = work.pinned(user).await? else { return Ok(None) };
            Ok(Some(ContactState {
                identity: contact.identity,
                trust: contact.trust,
                started_over: contact.next.is_some(),
                misbehaved: contact.misbehaved,
                links_withheld: contact.told.is_some(),
                devices: chain.browsers().map(|device| device.id()).collect(),
            }))
        })
        .await
    }

    /// The 60 digits to compare with somebody. Of who they seem to be, if they started over.
    pub async fn safety_number(&self, user: UserId) -> Result<String, Error> {
        self.work(async |work| {
            let [ours, theirs] = work.both(user).await?;
            Ok(safety::number(ours, theirs))
        })
        .await
    }

    /// What to show as a picture for the other one to scan.
    pub async fn safety_picture(&self, user: UserId) -> Result<Vec<u8>, Error> {
        self.work(async |work| {
            let [ours, theirs] = work.both(user).await?;
            Ok(safety::picture(ours, theirs))
        })
        .await
    }

    /// Two people compared the digits, and they were the same. Lifts a block for misbehaviour too: they know of it now, and
    /// evidence stays.
    pub async fn mark_verified(&self, user: UserId) -> Result<(), Error> {
        self.work(async |work| work.settle_on(user, Trust::Verified).await).await
    }

    /// Takes the picture that was scanned from the other one's screen.
    pub async fn scan(&self, user: UserId, picture: &[u8]) -> Result<Scanned, Error> {
        self.work(async |work| {
            let both = work.both(user).await?;
            let Ok(scanned) = read_picture(picture) else { return Ok(Scanned::SomebodyElse) };
            if picture == safety::picture(both[0], both[1]) {
                work.settle_on(user, Trust::Verified).await?;
                return Ok(Scanned::Same);
            }
            let people = |pair: [(UserId, Identity); 2]| {
                let mut users = pair.map(|(user, _)| user);
                users.sort();
                users
            };
            if people(scanned) != people(both) {
                return Ok(Scanned::SomebodyElse);
            }
            let held = safety::picture(both[0], both[1]);
            let what = Misbehaviour::OtherIdentity;
            work.accuse(Evidence { about: user, what, held, other: picture.to_vec() }).await?;
            Ok(Scanned::Mismatch)
        })
        .await
    }

    /// Somebody looked at the banner and goes on with who this person seems to be now. Who was verified has to be verified
    /// anew; then this is refused.
    pub async fn acknowledge(&self, user: UserId) -> Result<(), Error> {
        self.work(async |work| {
            let contact = work.contact(user).await?.ok_or(Error::Blocked(Blocked::NotEnrolled(user)))?;
            if contact.next.is_some() && contact.trust == Trust::Verified {
                return Err(Error::Blocked(Blocked::StartedOver(user)));
            }
            work.settle_on(user, contact.trust).await
        })
        .await
    }
}

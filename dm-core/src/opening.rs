//! Looking at a message: whether it counts, and what it says. Nothing is changed by it, so a preview is this and no more.

use crate::crypto::Crypto;
use crate::error::Error;
use crate::groups;
use crate::outcome::{Need, Note, Rejection};
use crate::records::{Conversation, Epoch, Own, Seen, under};
use crate::told::Received;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::header::Opening;
use dm_wire::ids::Identity;
use dm_wire::malformed::Malformed;
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::post::MAX_COUNTER;
use dm_wire::refused::{Refused, Unopened};
use std::collections::BTreeSet;
use std::rc::Rc;

pub enum Stop {
    Outcome(Received),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(why: Error) -> Self {
        Self::Failed(why)
    }
}

pub fn refused(why: impl Into<Rejection>) -> Stop {
    Stop::Outcome(Received::Refused(why.into()))
}

pub const fn waiting(need: Need) -> Stop {
    Stop::Outcome(Received::Waiting(need))
}

/// A message that was opened and checked.
pub struct Opened {
    pub message: Message,
    pub plaintext: Plaintext,
    pub epoch: Epoch,
    pub notes: BTreeSet<Note>,
    pub refresh: BTreeSet<UserId>,
}

pub fn parse(bytes: &[u8]) -> Result<Message, Stop> {
    Message::parse(bytes).map_err(|why| match why {
        Malformed::Version | Malformed::Suite | Malformed::MessageKind => waiting(Need::Update),
        why => refused(why),
    })
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// Whether it is there already.
    async fn is_known(&mut self, own: &Own, message: &Message) -> Result<(), Stop> {
        let opening = &message.header.opening;
        let known = self.get::<Seen>(&opening.id.bytes()).await?;
        match known {
            Some(seen) if seen.hash == message.hash() => Err(Stop::Outcome(Received::Known)),
            // One of ours that the server took before we encrypted it anew is settled when it is taken in.
            Some(_) if opening.from == own.party() => Err(refused(Rejection::NotOurs)),
            Some(_) => Err(refused(Rejection::OtherBytes)),
            None if opening.from == own.party() => Err(refused(Rejection::NotOurs)),
            None => Ok(()),
        }
    }

    async fn epoch(&mut self, opening: &Opening) -> Result<Epoch, Stop> {
        let slot = under(opening.from.device, &opening.epoch.0);
        let epoch = self.get::<Epoch>(&slot).await?.ok_or_else(|| waiting(Need::Grants))?;
        if epoch.conversation != opening.conversation {
            return Err(refused(Rejection::OtherEpoch));
        }
        Ok(epoch)
    }

    /// Who the sender was in the conversation, when the epoch was begun.
    async fn sender(
        &mut self,
        own: &Own,
        conversation: &Conversation,
        epoch: &Epoch,
        user: UserId,
    ) -> Result<(Identity, bool), Stop> {
        let members = self.members(own, conversation).await?;
        if conversation.pair.is_some() {
            let identity = members.get(&user).ok_or_else(|| refused(Refused::NotAMember))?;
            return Ok((*identity, true));
        }
        let group = groups::read(self, conversation).await?.ok_or(Error::Damaged)?;
        let then =
            group.members_at(epoch.group_head).ok_or_else(|| waiting(Need::Changes(group.conversation())))?;
        let identity = *then.get(&user).ok_or_else(|| refused(Refused::NotAMember))?;
        Ok((identity, members.get(&user) == Some(&identity)))
    }

    pub async fn open(&mut self, own: &Own, message: Message) -> Result<Opened, Stop> {
        let opening = message.header.opening;
        self.is_known(own, &message).await?;
        if opening.counter > MAX_COUNTER {
            return Err(refused(Refused::Counter));
        }
        let id = opening.conversation;
        let Some(contact) = self.contact(opening.from.user).await? else {
            return Err(waiting(Need::Links(opening.from.user)));
        };
        let Some(conversation) = self.conversation(id).await? else {
            // A grant opens it, if it is of the two of us; of a group its changes are needed first.
            return Err(waiting(Need::Conversation(id)));
        };
        let epoch = self.epoch(&opening).await?;
        let (identity, is_member) = self.sender(own, &conversation, &epoch, opening.from.user).await?;
        let chain = self.chain(opening.from.user, identity).await?;
        let chain: Rc<Chain> = chain.ok_or_else(|| waiting(Need::Links(opening.from.user)))?;
        let device = chain.once_browser(opening.from.device).map_err(refused)?;
        let mut notes = BTreeSet::new();
        let mut note = |is_so: bool, what: Note| is_so.then(|| notes.insert(what));
        note(!device.is_active(), Note::RemovedDevice);
        note(!is_member, Note::FormerMember);
        note(contact.identity != identity, Note::FormerIdentity);
        note(!epoch.restored && !epoch.same_audience, Note::OtherAudience);
        if !message.is_by(&epoch.signer) {
            return Err(refused(Refused::BadSignature));
        }
        if self.is_used(&opening).await? {
            return Err(refused(Rejection::CounterTwice));
        }
        let plaintext = self.unseal_message(&epoch, &message).await?;
        let refresh = BTreeSet::new();
        Ok(Opened { message, plaintext, epoch, notes, refresh })
    }

    async fn unseal_message(&self, epoch: &Epoch, message: &Message) -> Result<Plaintext, Stop> {
        let opened = self.open_message(&epoch.secret, &message.header, &message.ciphertext).await?;
        let opened = opened.ok_or_else(|| refused(Rejection::DoesNotOpen))?;
        Plaintext::open(&message.header, &opened).map_err(|why| match why {
            Unopened::Malformed(Malformed::MessageKind) => waiting(Need::Update),
            Unopened::Malformed(why) => refused(why),
            Unopened::Refused(why) => refused(why),
        })
    }
}

//! Sending: what is said is written down, then encrypted when it is its turn, then posted until the server has it. One
//! message of a conversation is on its way at a time, so each names the one before it.

use crate::client::Client;
use crate::conversations::People;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::keep::Raw;
use crate::names;
use crate::outcome::Blocked;
use crate::records::{Outgoing, Own, OwnEpoch, Said, Seen, Sending};
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::bytes::Wire;
use dm_wire::content::{Content, What};
use dm_wire::franking;
use dm_wire::grant::{Grant, Party};
use dm_wire::head::Head;
use dm_wire::header::{Header, Kind, Opening};
use dm_wire::ids::{ConversationId, Hash, MessageId};
use dm_wire::keys::Secret;
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use std::collections::BTreeMap;

/// So often the server may say that devices have changed before nobody believes it.
const MOST_TRIES: u32 = 5;

/// A message as it is posted, with the grants that go with it in one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The message. Posted again, it is the same bytes.
    pub message: Message,
    /// For exactly the devices that are to read it; empty but for an epoch's first message.
    pub grants: Vec<Grant>,
}

/// What is to be done for a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing waits to be sent.
    Idle,
    /// It waits, and nothing is sent; people are told why.
    Blocked(Blocked),
    /// Prekeys of these devices are to be asked for, and given to [`Client::take_claims`].
    Claim(Vec<Party>),
    /// This is to be posted, and the answer given to [`Client::posted`] or [`Client::devices_changed`].
    Post(Box<Post>),
}

/// As it stands in the header; `None` if what it is about is missing, or too much.
const fn kind(what: &What, target: Option<MessageId>) -> Option<Kind> {
    Some(match (what, target) {
        (What::Text { .. }, None) => Kind::Text,
        (What::Edit { .. }, Some(target)) => Kind::Edit(target),
        (What::React(_), Some(target)) => Kind::React(target),
        (What::Unreact(_), Some(target)) => Kind::Unreact(target),
        (What::Delete, Some(target)) => Kind::Delete(target),
        (What::Attach { .. }, None) => Kind::Attach,
        (What::Receipt(_), None) => Kind::Receipt,
        (What::Title(_), None) => Kind::Title,
        _ => return None,
    })
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub async fn outgoing(&mut self, id: MessageId) -> Result<Option<Outgoing>, Error> {
        self.get(&id.bytes()).await
    }

    async fn queue(&mut self, id: ConversationId, message: MessageId, entry: &Outgoing) -> Result<(), Error> {
        self.active().await?;
        if self.conversation(id).await?.is_none() {
            return Err(Error::Blocked(Blocked::UnknownConversation));
        }
        let is_known =
            self.outgoing(message).await?.is_some() || self.get::<Seen>(&message.bytes()).await?.is_some();
        if is_known {
            return Ok(());
        }
        let mut sending = self.sending(id).await?;
        sending.queue.push(message);
        self.put(&id.0, &sending).await?;
        self.put(&message.bytes(), entry).await
    }

    async fn step(&mut self, id: ConversationId, now_ms: u64) -> Result<Step, Error> {
        let mut sending = self.sending(id).await?;
        let Some(first) = sending.queue.first().copied() else { return Ok(Step::Idle) };
        let people = match self.may_send(id).await? {
            Ok(people) => people,
            Err(why) => return Ok(Step::Blocked(why)),
        };
        let own = self.own().await?;
        let mut entry = self.outgoing(first).await?.ok_or(Error::Damaged)?;
        if entry.tries >= MOST_TRIES {
            return Ok(Step::Blocked(Blocked::ServerDisagrees));
        }
        if let Some(message) = &entry.message {
            let message = Message::parse(&message.0)?;
            if people.are(&own, entry.audience, entry.group_head)? {
                return Ok(Step::Post(Box::new(Post { message, grants: entry.grants })));
            }
            // Somebody came or went since: it is encrypted anew, for whom there is now.
            entry.earlier.push(message.hash());
        }
        let recipients: Vec<Party> = people.audience()?.recipients(own.party()).parties().collect();
        let fresh = match sending.epoch.take() {
            Some(epoch) if epoch.is_fresh(&people, &own, now_ms, &self.client.policy)? => epoch,
            _ => return Ok(Step::Claim(recipients)),
        };
        let post = self.encrypt(first, &mut entry, fresh, sending, &people).await?;
        Ok(Step::Post(Box::new(post)))
    }

    /// The counter, the message and what is remembered of it are kept in one transaction, before anybody gets the message.
    async fn encrypt(
        &mut self,
        id: MessageId,
        entry: &mut Outgoing,
        mut epoch: OwnEpoch,
        mut sending: Sending,
        people: &People,
    ) -> Result<Post, Error> {
        let own = self.own().await?;
        let opening = self.opening(id, entry, &epoch, &own, people.conversation).await?;
        let commitment_key = Secret(self.random().await?);
        let commitment = franking::commit(&commitment_key, &opening, &entry.content.0);
        let header = Header { opening, commitment };
        let content = Content::parse(&entry.content.0)?;
        let (heads, previous) = (heads(people, &own), sending.previous);
        let inside = Plaintext {
            commitment_key: commitment_key.clone(),
            content,
            own: heads.0,
            peers: heads.1,
            previous,
        };
        let ciphertext = self.seal_message(&epoch.secret, &header, &inside.encode()?).await?;
        let key = self.own_key(&names::epoch(epoch.id)).await?;
        let signature = self.sign_with(&key, &Message::signed_input(&header, &ciphertext)).await?;
        let message = Message { header, ciphertext, signature };
        epoch.next = epoch.next.saturating_add(1);
        entry.message = Some(Raw(message.encode()));
        entry.grants.clone_from(&epoch.grants);
        (entry.audience, entry.group_head) = (epoch.audience, epoch.group_head);
        sending.epoch = Some(epoch);
        self.put(&people.conversation.0, &sending).await?;
        self.put(&id.bytes(), entry).await?;
        self.remember(&message, &entry.content, commitment_key).await?;
        Ok(Post { message, grants: entry.grants.clone() })
    }

    async fn opening(
        &self,
        id: MessageId,
        entry: &Outgoing,
        epoch: &OwnEpoch,
        own: &Own,
        conversation: ConversationId,
    ) -> Result<Opening, Error> {
        let content = Content::parse(&entry.content.0)?;
        let kind = kind(&content.what, entry.target).ok_or(Error::Damaged)?;
        let salt = self.random().await?;
        Ok(Opening {
            kind,
            notify: entry.notify,
            conversation,
            id,
            from: own.party(),
            epoch: epoch.id,
            counter: epoch.next,
            salt,
        })
    }

    async fn remember(&mut self, message: &Message, content: &Raw, key: Secret) -> Result<(), Error> {
        let opening = &message.header.opening;
        let seen = Seen { hash: message.hash(), conversation: opening.conversation };
        self.put(&opening.id.bytes(), &seen).await?;
        let said =
            Said { header: message.header, content: content.clone(), commitment_key: key, receipt: None };
        self.put(&names::message(opening.conversation, opening.id), &said).await
    }
}

/// Where our chain stands, and where those of the others do as far as we know.
fn heads(people: &People, own: &Own) -> (Head, BTreeMap<dm_wire::UserId, Head>) {
    let head = |chain: &std::rc::Rc<dm_wire::chain::Chain>| (chain.user(), chain.head());
    let mut all: BTreeMap<_, _> = people.chains.iter().map(head).collect();
    let ours = all.remove(&own.user).unwrap_or(Head { seq: 0, hash: Hash::ZERO });
    (ours, all)
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// A new id for a message: a UUID of version 7. Whoever keeps it can call [`Client::send`] again after a crash.
    pub async fn new_message_id(&self, now_ms: u64) -> Result<MessageId, Error> {
        let mut bytes = [0; 16];
        self.crypto.random(&mut bytes).await?;
        let (time, _) = bytes.split_at_mut(6);
        time.copy_from_slice(now_ms.to_be_bytes().split_at(2).1);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Ok(MessageId::new(bytes)?)
    }

    /// Writes down what is to be said, sealed. Doing it twice with one id does it once. It goes out by [`Client::next_step`].
    pub async fn send(
        &self,
        id: ConversationId,
        message: MessageId,
        content: &Content,
        target: Option<MessageId>,
        notify: bool,
    ) -> Result<(), Error> {
        kind(&content.what, target).ok_or(dm_wire::Malformed::Flags)?;
        let entry = Outgoing {
            target,
            notify,
            content: Raw(content.encode()?),
            message: None,
            grants: Vec::new(),
            audience: Hash::ZERO,
            group_head: Hash::ZERO,
            earlier: Vec::new(),
            tries: 0,
        };
        self.work(async |work| work.queue(id, message, &entry).await).await
    }

    /// What is to be done next for a conversation.
    pub async fn next_step(&self, id: ConversationId, now_ms: u64) -> Result<Step, Error> {
        self.work(async |work| work.step(id, now_ms).await).await
    }
}

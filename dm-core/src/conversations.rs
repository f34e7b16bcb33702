//! Conversations: of two by their identities, of a group by its signed changes; and whether something may be sent.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::groups;
use crate::outcome::{Blocked, Warning};
use crate::records::{Conversation, Own, Peer, Stage, Trust};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::audience::Audience;
use dm_wire::chain::Chain;
use dm_wire::head::HeadBody;
use dm_wire::ids::{ConversationId, Hash, Identity};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What stands below a conversation: whether one can write, and what to be told before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composer {
    /// Why nothing can be sent.
    pub blocked: Option<Blocked>,
    /// What is worth a word.
    pub warnings: Vec<Warning>,
    /// Whether everybody in it was verified: the lock is closed.
    pub verified: bool,
}

/// A conversation with the chains of everybody in it.
pub struct People {
    pub conversation: ConversationId,
    pub group: Option<Rc<dm_wire::group::Group>>,
    pub chains: Vec<Rc<Chain>>,
}

impl People {
    pub fn audience(&self) -> Result<Audience<'_>, Error> {
        let chains: Vec<&Chain> = self.chains.iter().map(Rc::as_ref).collect();
        match (&self.group, chains.as_slice()) {
            (Some(group), _) => Ok(Audience::group(group, &chains)?),
            (None, [one, other]) => Ok(Audience::pair(one, other)?),
            (None, _) => Err(Error::Damaged),
        }
    }

    /// Whether these are the devices and the group that something was encrypted for.
    pub fn are(&self, own: &Own, audience: Hash, group_head: Hash) -> Result<bool, Error> {
        let digest = self.audience()?.recipients(own.party()).digest();
        Ok(digest == audience && self.group_head() == group_head)
    }

    /// What grants name of a group.
    pub fn group_head(&self) -> Hash {
        self.group.as_ref().map_or(Hash::ZERO, |group| group.head().hash)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub async fn conversation(&mut self, id: ConversationId) -> Result<Option<Conversation>, Error> {
        self.get(&id.0).await
    }

    /// Who is in it, as whom.
    pub async fn members(
        &mut self,
        own: &Own,
        conversation: &Conversation,
    ) -> Result<BTreeMap<UserId, Identity>, Error> {
        if let Some(peer) = &conversation.pair {
            let ours = self.contact(own.user).await?.ok_or(Error::NoDevice)?.identity;
            return Ok(BTreeMap::from([(own.user, ours), (peer.user, peer.identity)]));
        }
        let group = groups::read(self, conversation).await?;
        Ok(group.map_or_else(BTreeMap::new, |group| group.members().clone()))
    }

    /// Opens the conversation with somebody, as who they are held to be.
    pub async fn open_pair(&mut self, own: &Own, user: UserId) -> Result<ConversationId, Error> {
        let ours = self.contact(own.user).await?.ok_or(Error::NoDevice)?.identity;
        let theirs = self.contact(user).await?.ok_or(Error::Blocked(Blocked::NotEnrolled(user)))?.identity;
        let id = ConversationId::of_pair(ours, theirs);
        if self.conversation(id).await?.is_none() {
            let pair = Some(Peer { user, identity: theirs });
            let record = Conversation { pair, changes: Vec::new(), confirmed: true, forked: false };
            self.put(&id.0, &record).await?;
        }
        Ok(id)
    }

    /// Why nothing may be sent to somebody who is in a conversation as this identity.
    pub async fn blocked_by(&mut self, user: UserId, identity: Identity) -> Result<Option<Blocked>, Error> {
        let Some((contact, chain)) = self.pinned(user).await? else {
            return Ok(Some(Blocked::NotEnrolled(user)));
        };
        if let Some(what) = contact.misbehaved {
            return Ok(Some(Blocked::Misbehaviour(user, what)));
        }
        if contact.next.is_some() {
            return Ok(Some(Blocked::StartedOver(user)));
        }
        if contact.identity != identity {
            return Ok(Some(Blocked::FormerIdentity(user)));
        }
        if contact.told.is_some() {
            return Ok(Some(Blocked::LinksWithheld(user)));
        }
        let is_there = chain.browsers().next().is_some();
        Ok((!is_there).then_some(Blocked::Unreachable(user)))
    }

    /// Whether something may be sent; if so, the chains of everybody.
    pub async fn may_send(&mut self, id: ConversationId) -> Result<Result<People, Blocked>, Error> {
        let own = self.own().await?;
        if own.stage != Stage::Active {
            return Ok(Err(Blocked::NoDevice));
        }
        let Some(conversation) = self.conversation(id).await? else {
            return Ok(Err(Blocked::UnknownConversation));
        };
        if conversation.forked {
            return Ok(Err(Blocked::Misbehaviour(own.user, crate::outcome::Misbehaviour::GroupFork)));
        }
        if !conversation.confirmed {
            return Ok(Err(Blocked::GroupUnconfirmed));
        }
        let group = groups::read(self, &conversation).await?;
        let members = self.members(&own, &conversation).await?;
        if !members.contains_key(&own.user) {
            return Ok(Err(Blocked::NotAMember));
        }
        let mut chains = Vec::new();
        for (user, identity) in members {
            if let Some(why) = self.blocked_by(user, identity).await? {
                return Ok(Err(why));
            }
            chains.push(self.chain(user, identity).await?.ok_or(Error::Damaged)?);
        }
        Ok(Ok(People { conversation: id, group, chains }))
    }

    async fn warnings(&mut self, id: ConversationId, now_ms: u64) -> Result<(Vec<Warning>, bool), Error> {
        let own = self.own().await?;
        let Some(conversation) = self.conversation(id).await? else { return Ok((Vec::new(), false)) };
        let (mut warnings, mut verified) = (Vec::new(), true);
        for user in self.members(&own, &conversation).await?.into_keys().filter(|user| *user != own.user) {
            let Some(contact) = self.contact(user).await? else { continue };
            verified &= contact.trust == Trust::Verified;
            if now_ms.saturating_sub(contact.attested_ms) > HeadBody::FRESH_FOR_MS {
                warnings.push(Warning::Stale(user));
            }
        }
        Ok((warnings, verified))
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Opens the conversation with somebody whose links were taken.
    pub async fn open_conversation(&self, user: UserId) -> Result<ConversationId, Error> {
        self.work(async |work| {
            let own = work.active().await?;
            work.open_pair(&own, user).await
        })
        .await
    }

    /// Whether one can write in a conversation now.
    pub async fn composer(&self, id: ConversationId, now_ms: u64) -> Result<Composer, Error> {
        self.work(async |work| {
            let blocked = work.may_send(id).await?.err();
            let (warnings, verified) = match work.own().await {
                Ok(_) => work.warnings(id, now_ms).await?,
                Err(_) => (Vec::new(), false),
            };
            Ok(Composer { blocked, warnings, verified })
        })
        .await
    }

    /// All conversations that there are.
    pub async fn conversations(&self) -> Result<Vec<ConversationId>, Error> {
        self.work(async |work| {
            let ids = work.list(Table::Conversations, &[]).await?;
            Ok(ids.into_iter().filter_map(|id| id.try_into().ok().map(ConversationId)).collect())
        })
        .await
    }
}

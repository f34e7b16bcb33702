//! Grants: keys of others' epochs, taken once. The one-time prekey goes in the transaction that keeps what it brought, so a
//! crash leaves either both or neither, and the same grant once more does nothing.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::groups;
use crate::names;
use crate::outcome::{Evidence, Misbehaviour, Need, Rejection};
use crate::records::{BackupDue, Contact, Epoch, Generation, Number, Own, Refusal, under};
use crate::sealing::Opener;
use crate::uploads::Upload;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::grant::{Grant, GrantContent, GrantKeys};
use dm_wire::ids::{ConversationId, EpochId, Hash, Identity};
use dm_wire::refused::Refused;
use std::rc::Rc;

/// What came of a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantOutcome {
    /// The epoch's messages can be read.
    Taken(ConversationId, EpochId),
    /// It was taken, or refused, before.
    Known,
    /// Something is missing. The server keeps the grant until it is acknowledged; it is to be given again.
    Needs(Need),
    /// It does not count, now and later.
    Refused(Rejection),
}

/// What stops a grant.
enum Stop {
    Outcome(GrantOutcome),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(why: Error) -> Self {
        Self::Failed(why)
    }
}

fn needs(need: Need) -> Stop {
    Stop::Outcome(GrantOutcome::Needs(need))
}

fn refused(why: impl Into<Rejection>) -> Stop {
    Stop::Outcome(GrantOutcome::Refused(why.into()))
}

/// What a grant was opened to.
struct Opened {
    content: GrantContent,
    generation: Generation,
    /// Whose device gave it.
    chain: Rc<Chain>,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// The chain of who gives; its device must be there now. Who started over is nobody we know until it is acknowledged.
    async fn giver(&mut self, grant: &Grant) -> Result<(Contact, Rc<Chain>), Stop> {
        let from = grant.head.from;
        let Some((contact, chain)) = self.pinned(from.user).await? else {
            return Err(needs(Need::Links(from.user)));
        };
        if let Some(next) = contact.next {
            let next = self.chain(from.user, next).await?;
            if next.is_some_and(|chain| chain.browser(from.device).is_ok()) {
                return Err(needs(Need::Acknowledgement(from.user)));
            }
        }
        match chain.browser(from.device) {
            Ok(_) => Ok((contact, chain)),
            Err(_) if chain.device(from.device).is_none() => Err(needs(Need::Links(from.user))),
            Err(Refused::SignerNotActive) => Err(refused(Rejection::RemovedDevice)),
            Err(why) => Err(refused(why)),
        }
    }

    /// Who is in the conversation, as the giver's grant says it; opened if it is of the two of us.
    async fn meeting_place(&mut self, own: &Own, grant: &Grant, giver: &Contact) -> Result<(), Stop> {
        let id = grant.head.conversation;
        let ours = self.contact(own.user).await?.ok_or(Error::NoDevice)?.identity;
        if self.conversation(id).await?.is_none() {
            let user = grant.head.from.user;
            if user == own.user || ConversationId::of_pair(ours, giver.identity) != id {
                return Err(needs(Need::Conversation(id)));
            }
            self.open_pair(own, user).await?;
        }
        let record = self.conversation(id).await?.ok_or(Error::Damaged)?;
        let members = self.members(own, &record).await?;
        let is_in = |user: UserId, identity: Identity| members.get(&user) == Some(&identity);
        let both = is_in(grant.head.from.user, giver.identity) && is_in(own.user, ours);
        if both {
            Ok(())
        } else if record.pair.is_none() {
            Err(needs(Need::Changes(id)))
        } else {
            Err(refused(Refused::NotAMember))
        }
    }

    async fn opener(&mut self, grant: &Grant) -> Result<(Opener<C::Key>, Generation), Stop> {
        let head = &grant.head;
        let generation = self.generation(head.spk).await?.ok_or_else(|| refused(Rejection::PrekeyGone))?;
        let spk = self.key(&names::spk(head.spk)).await?.ok_or_else(|| refused(Rejection::PrekeyGone))?;
        let agreement = self.own_key(&names::agreement()).await?;
        let one_time = match head.one_time {
            None => None,
            Some(id) => {
                let key = self.key(&names::one_time(head.spk, id.get())).await?;
                Some(key.ok_or_else(|| refused(Rejection::OneTimeKeyGone))?)
            }
        };
        Ok((Opener { agreement, spk, one_time }, generation))
    }

    async fn open_grant(&mut self, own: &Own, grant: &Grant) -> Result<Opened, Stop> {
        let (giver, chain) = self.giver(grant).await?;
        self.meeting_place(own, grant, &giver).await?;
        let (opener, generation) = self.opener(grant).await?;
        let one_time = grant.head.one_time.map(|id| {
            let public = generation.one_time.iter().find(|key| key.id == id.get()).map(|key| key.public);
            public.ok_or_else(|| refused(Rejection::OneTimeKeyGone))
        });
        let device = chain.browser(grant.head.from.device).map_err(refused)?;
        let keys = GrantKeys {
            from_identity: giver.identity,
            to_identity: self.contact(own.user).await?.ok_or(Error::NoDevice)?.identity,
            from_agreement: device.entry.keys.agreement,
            to_agreement: own.agreement,
            spk: generation.public,
            one_time: one_time.transpose()?,
        };
        let secret = self.opening_secret(&opener, &grant.head, &keys).await?;
        let aad = grant.head.associated_data(&keys);
        let opened = self.crypto().open(&secret, &aad, &grant.ciphertext).await.map_err(Error::from)?;
        let opened = opened.ok_or_else(|| refused(Rejection::DoesNotOpen))?;
        let content = GrantContent::parse(&opened).map_err(refused)?;
        Ok(Opened { content, generation, chain })
    }

    /// The group that the giver knows must be one that we know, with both of us in it.
    async fn check_group(&mut self, own: &Own, grant: &Grant, content: &GrantContent) -> Result<(), Stop> {
        let id = grant.head.conversation;
        let record = self.conversation(id).await?.ok_or(Error::Damaged)?;
        if record.pair.is_some() {
            let is_none = content.group_head == Hash::ZERO;
            return if is_none { Ok(()) } else { Err(refused(Refused::OtherGrant)) };
        }
        let group = groups::read(self, &record).await?.ok_or(Error::Damaged)?;
        let Some(then) = group.members_at(content.group_head) else {
            return Err(needs(Need::Changes(id)));
        };
        if !then.contains_key(&grant.head.from.user) || !then.contains_key(&own.user) {
            return Err(refused(Refused::NotAMember));
        }
        Ok(self.confirm_group(id, content.group_head).await?)
    }

    async fn check_number(&mut self, grant: &Grant, content: &GrantContent) -> Result<(), Stop> {
        let slot = under(grant.head.from.device, &content.number.to_be_bytes());
        match self.get::<Number>(&slot).await? {
            Some(known) if known.epoch != grant.head.epoch => {
                Err(self.twice(grant, known.epoch.encode()).await?)
            }
            _ => Ok(self.put(&slot, &Number { epoch: grant.head.epoch }).await?),
        }
    }

    /// Only the device itself can make two grants of one epoch that both open, so this is evidence.
    async fn twice(&mut self, grant: &Grant, held: Vec<u8>) -> Result<Stop, Error> {
        let (about, what) = (grant.head.from.user, Misbehaviour::EpochTwice);
        self.accuse(Evidence { about, what, held, other: grant.encode() }).await?;
        Ok(refused(Rejection::Evidence(what)))
    }

    async fn same_audience(&mut self, own: &Own, grant: &Grant, told: Hash) -> Result<bool, Error> {
        let Ok(people) = self.may_send(grant.head.conversation).await? else { return Ok(false) };
        let digest = people.audience()?.recipients(grant.head.from).digest();
        Ok(own.device() != grant.head.from.device && digest == told)
    }

    async fn keep_epoch(&mut self, own: &Own, grant: &Grant, opened: Opened) -> Result<(), Error> {
        let Opened { content, generation, .. } = opened;
        let head = &grant.head;
        let epoch = Epoch {
            conversation: head.conversation,
            secret: content.secret.clone(),
            signer: content.signer,
            number: content.number,
            group_head: content.group_head,
            created_ms: content.created_ms,
            restored: false,
            same_audience: self.same_audience(own, grant, content.recipients).await?,
            grant: Hash::of(&grant.encode()),
        };
        self.put(&under(head.from.device, &head.epoch.0), &epoch).await?;
        if let Some(id) = head.one_time {
            self.use_up(generation, id.get()).await?;
        }
        let due = BackupDue {
            conversation: head.conversation,
            sender: head.from,
            epoch: head.epoch,
            secret: content.secret,
            signer: content.signer,
            number: content.number,
            group_head: content.group_head,
            created_ms: content.created_ms,
        };
        self.due_for_backup(&due).await
    }

    async fn consider(&mut self, own: &Own, grant: &Grant) -> Result<GrantOutcome, Stop> {
        let head = &grant.head;
        if head.to != own.party() || head.from == own.party() {
            return Err(refused(Refused::OtherDevice));
        }
        let hash = Hash::of(&grant.encode());
        if self.get::<Refusal>(&hash.0).await?.is_some() {
            return Ok(GrantOutcome::Known);
        }
        let held = self.get::<Epoch>(&under(head.from.device, &head.epoch.0)).await?;
        if held.as_ref().is_some_and(|held| held.grant == hash) {
            return Ok(GrantOutcome::Known);
        }
        let opened = self.open_grant(own, grant).await?;
        if let Some(held) = held.filter(|held| !held.restored) {
            let same = held.secret == opened.content.secret && held.signer == opened.content.signer;
            return if same {
                Ok(GrantOutcome::Known)
            } else {
                Err(self.twice(grant, held.grant.encode()).await?)
            };
        }
        self.check_group(own, grant, &opened.content).await?;
        self.check_number(grant, &opened.content).await?;
        let user = opened.chain.user();
        if self.hear_own_head(user, head.from.device, &opened.content.own).await?
            == dm_wire::chain::Standing::Forked
        {
            return Err(refused(Rejection::Evidence(Misbehaviour::ForkedHead)));
        }
        self.keep_epoch(own, grant, opened).await?;
        Ok(GrantOutcome::Taken(head.conversation, head.epoch))
    }

    async fn take_grant(&mut self, grant: &Grant, now_ms: u64) -> Result<GrantOutcome, Error> {
        let own = self.active().await?;
        let outcome = match self.consider(&own, grant).await {
            Ok(outcome) | Err(Stop::Outcome(outcome)) => outcome,
            Err(Stop::Failed(why)) => return Err(why),
        };
        if let GrantOutcome::Refused(_) = &outcome {
            self.put(&Hash::of(&grant.encode()).0, &Refusal { at_ms: now_ms }).await?;
        }
        let is_for_us = grant.head.to == own.party();
        if is_for_us && !matches!(outcome, GrantOutcome::Needs(_)) {
            let upload = Upload::Acknowledge(grant.head.epoch, grant.head.from.device);
            self.upload(&upload).await?;
        }
        Ok(outcome)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Takes grants for this device. What waits for them can be tried again then, see [`Client::retry`].
    pub async fn take_grants(&self, grants: &[Grant], now_ms: u64) -> Result<Vec<GrantOutcome>, Error> {
        let mut outcomes = Vec::new();
        for grant in grants {
            outcomes.push(self.work(async |work| work.take_grant(grant, now_ms).await).await?);
        }
        Ok(outcomes)
    }
}

//! Epochs that this device writes with: when a new one is needed, and how its key gets to everybody.

use crate::client::{Client, Policy};
use crate::conversations::People;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::outcome::{Blocked, Warning};
use crate::records::{BackupDue, Own, OwnEpoch, Sending};
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::grant::{Grant, GrantContent, GrantHead, GrantKeys, Party};
use dm_wire::ids::{ConversationId, DeviceId, EpochId, Hash};
use dm_wire::keys::{Point, Secret};
use dm_wire::prekeys::{Bundle, OneTimeKey, check_bundle, check_one_time};
use dm_wire::refused::Refused;
use std::collections::BTreeSet;

/// Prekeys of one device, as the server answered.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The device that was asked for.
    pub device: DeviceId,
    /// Its signed prekey; `None`: it has none, or it is over.
    pub bundle: Option<Bundle>,
    /// A one-time prekey; `None`: there was none left.
    pub one_time: Option<OneTimeKey>,
}

/// A new epoch is written down, and its grants go out with its first message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EpochBegun {
    /// Devices that do not get it, and those that were granted without a one-time prekey.
    pub warnings: Vec<Warning>,
}

/// What an epoch starts with, before it is sealed to anybody.
struct New {
    id: EpochId,
    secret: Secret,
    signer: Point,
    content: GrantContent,
}

/// Prekeys that were checked.
struct Ready {
    to: Party,
    bundle: Bundle,
    one_time: Option<OneTimeKey>,
}

/// Checks what the server handed out for a device. A forged prekey stops everything; a missing or old one only skips its
/// device: the server could as well not have delivered.
fn check(chain: &Chain, to: Party, claim: Option<&Claim>, now_ms: u64) -> Result<Option<Ready>, Blocked> {
    let Some(bundle) = claim.and_then(|claim| claim.bundle.clone()) else { return Ok(None) };
    match check_bundle(chain, to.device, &bundle, now_ms) {
        Err(Refused::Expired) => return Ok(None),
        Err(why) => return Err(Blocked::ForgedPrekey(to, why)),
        Ok(()) => {}
    }
    let one_time = claim.and_then(|claim| claim.one_time.clone());
    if let Some(key) = &one_time {
        check_one_time(chain, &bundle, key).map_err(|why| Blocked::ForgedPrekey(to, why))?;
    }
    Ok(Some(Ready { to, bundle, one_time }))
}

impl OwnEpoch {
    /// Whether it can be written with: not too old, not used up, and for exactly the devices and the group there are now.
    pub fn is_fresh(&self, people: &People, own: &Own, now_ms: u64, policy: &Policy) -> Result<bool, Error> {
        let is_young = now_ms.abs_diff(self.created_ms) < policy.epoch_ms;
        let is_same = people.are(own, self.audience, self.group_head)?;
        Ok(is_young && is_same && self.next < policy.epoch_messages)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    pub async fn sending(&mut self, id: ConversationId) -> Result<Sending, Error> {
        Ok(self.get(&id.0).await?.unwrap_or(Sending::new()))
    }

    async fn seal_grant(
        &mut self,
        own: &Own,
        people: &People,
        new: &New,
        ready: &Ready,
    ) -> Result<Grant, Error> {
        let of = |user| people.chains.iter().find(|chain| chain.user() == user).ok_or(Error::Damaged);
        let (from_chain, to_chain) = (of(own.user)?, of(ready.to.user)?);
        let (key, ephemeral) = self.ephemeral().await?;
        let head = GrantHead {
            conversation: people.conversation,
            epoch: new.id,
            from: own.party(),
            to: ready.to,
            spk: ready.bundle.body.spk,
            one_time: ready.one_time.as_ref().map(|key| key.body.id),
            ephemeral,
        };
        let keys = GrantKeys {
            from_identity: from_chain.identity(),
            to_identity: to_chain.identity(),
            from_agreement: own.agreement,
            to_agreement: to_chain.browser(ready.to.device)?.entry.keys.agreement,
            spk: ready.bundle.body.spk_public,
            one_time: ready.one_time.as_ref().map(|key| key.body.public),
        };
        let secret = self.sealing_secret(&key, &head, &keys).await?;
        let sealed = self.crypto().seal(&secret, &head.associated_data(&keys), &new.content.encode()).await?;
        Ok(Grant { head, ciphertext: sealed.try_into().map_err(|_| Error::Damaged)? })
    }

    /// Random id and secret, a signing key of its own, and the next number of this device.
    async fn new_epoch(
        &mut self,
        own: &mut Own,
        people: &People,
        granted: Hash,
        now_ms: u64,
    ) -> Result<New, Error> {
        own.epochs = own.epochs.checked_add(1).ok_or(Error::Damaged)?;
        self.put_own(own).await?;
        let (id, secret) = (EpochId(self.random().await?), Secret(self.random().await?));
        let (key, signer) = self.crypto().generate_signing().await?;
        self.put_key(names::epoch(id), key);
        let content = GrantContent {
            secret: secret.clone(),
            signer,
            number: own.epochs,
            group_head: people.group_head(),
            own: self.own_chain(own).await?.head(),
            recipients: granted,
            created_ms: now_ms,
        };
        Ok(New { id, secret, signer, content })
    }

    async fn begin_epoch(
        &mut self,
        people: &People,
        ready: Vec<Ready>,
        skipped: &BTreeSet<Party>,
        now_ms: u64,
    ) -> Result<(), Error> {
        let mut own = self.own().await?;
        let recipients = people.audience()?.recipients(own.party());
        let audience = recipients.digest();
        let granted = recipients.without(skipped).digest();
        let new = self.new_epoch(&mut own, people, granted, now_ms).await?;
        let mut grants = Vec::new();
        for ready in ready {
            grants.push(self.seal_grant(&own, people, &new, &ready).await?);
        }
        let mut sending = self.sending(people.conversation).await?;
        if let Some(old) = sending.epoch.take() {
            self.remove(names::epoch(old.id));
        }
        sending.epoch = Some(OwnEpoch {
            id: new.id,
            secret: new.secret.clone(),
            number: new.content.number,
            created_ms: now_ms,
            next: 0,
            audience,
            group_head: new.content.group_head,
            grants,
        });
        self.put(&people.conversation.0, &sending).await?;
        self.back_up_own(&own, people.conversation, &new).await
    }

    async fn back_up_own(&mut self, own: &Own, conversation: ConversationId, new: &New) -> Result<(), Error> {
        let due = BackupDue {
            conversation,
            sender: own.party(),
            epoch: new.id,
            secret: new.secret.clone(),
            signer: new.signer,
            number: new.content.number,
            group_head: new.content.group_head,
            created_ms: new.content.created_ms,
        };
        self.due_for_backup(&due).await
    }

    async fn take_claims(
        &mut self,
        id: ConversationId,
        claims: &[Claim],
        now_ms: u64,
    ) -> Result<EpochBegun, Error> {
        let people = self.may_send(id).await?.map_err(Error::Blocked)?;
        let own = self.own().await?;
        if let Some(epoch) = self.sending(id).await?.epoch
            && epoch.is_fresh(&people, &own, now_ms, &self.client.policy)?
        {
            return Ok(EpochBegun::default());
        }
        let parties: Vec<Party> = people.audience()?.recipients(own.party()).parties().collect();
        let (mut ready, mut skipped, mut begun) = (Vec::new(), BTreeSet::new(), EpochBegun::default());
        for to in parties {
            let chain = people.chains.iter().find(|chain| chain.user() == to.user).ok_or(Error::Damaged)?;
            let claim = claims.iter().find(|claim| claim.device == to.device);
            match check(chain, to, claim, now_ms).map_err(Error::Blocked)? {
                None => {
                    skipped.insert(to);
                    begun.warnings.push(Warning::Skipped(to));
                }
                Some(keys) => {
                    if keys.one_time.is_none() {
                        begun.warnings.push(Warning::NoOneTimeKey(to));
                    }
                    ready.push(keys);
                }
            }
        }
        if people.group.is_none() && !ready.iter().any(|keys| keys.to.user != own.user) {
            let peer = people.chains.iter().map(|chain| chain.user()).find(|user| *user != own.user);
            return Err(Error::Blocked(Blocked::Unreachable(peer.unwrap_or(own.user))));
        }
        self.begin_epoch(&people, ready, &skipped, now_ms).await?;
        Ok(begun)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Takes the prekeys that [`crate::Step::Claim`] asked for, and begins an epoch.
    pub async fn take_claims(
        &self,
        id: ConversationId,
        claims: &[Claim],
        now_ms: u64,
    ) -> Result<EpochBegun, Error> {
        self.work(async |work| work.take_claims(id, claims, now_ms).await).await
    }
}

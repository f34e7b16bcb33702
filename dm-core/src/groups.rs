//! Groups: the changes that are held, those that come, and those that we sign.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::outcome::{Blocked, Misbehaviour, Need, Rejection};
use crate::records::Conversation;
use crate::uploads::Upload;
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::chain::Chain;
use dm_wire::group::{Group, Reading};
use dm_wire::ids::{ConversationId, Hash, Identity};
use dm_wire::membership::{Members, Membership, MembershipBody, MembershipChange};
use dm_wire::refused::Refused;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What came of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangesOutcome {
    /// The group is as far as they go.
    Taken,
    /// The chain of somebody who signed is not known.
    Needs(Need),
    /// One of them does not count; those before were taken.
    Refused(Rejection),
    /// Two of one place. Nothing more is sent in this group.
    Forked,
}

/// The chain that a change is to be read with: of its signer, as who they were in the group then.
async fn signer<C: Crypto, V: Vault<Key = C::Key>>(
    work: &mut Work<'_, C, V>,
    before: Option<&Group>,
    change: &Membership,
) -> Result<Option<Rc<Chain>>, Error> {
    let user = change.body.user;
    let members = before.map(Group::members);
    let identity = match (&change.body.change, members) {
        (MembershipChange::Create { members, .. }, _) => members.all().get(&user).copied(),
        (_, Some(members)) => members.get(&user).copied(),
        _ => None,
    };
    let identity = match identity {
        Some(identity) => identity,
        // No member: the chain that is held says so.
        None => match work.contact(user).await? {
            Some(contact) => contact.identity,
            None => return Ok(None),
        },
    };
    work.chain(user, identity).await
}

fn next(
    before: Option<&Group>,
    change: &Membership,
    chain: &Chain,
    reading: Reading,
) -> Result<Group, Refused> {
    match before {
        None => Group::begin(change, chain, reading),
        Some(group) => group.apply(change, chain, reading),
    }
}

/// The group as it is held. Each change was checked when it came; who signed may have gone since.
pub async fn read<C: Crypto, V: Vault<Key = C::Key>>(
    work: &mut Work<'_, C, V>,
    conversation: &Conversation,
) -> Result<Option<Rc<Group>>, Error> {
    let Some(last) = conversation.changes.last().map(Membership::hash) else { return Ok(None) };
    if let Some(known) = work.client.groups.borrow().get(&last) {
        return Ok(Some(Rc::clone(known)));
    }
    let mut group: Option<Group> = None;
    for change in &conversation.changes {
        let chain = signer(work, group.as_ref(), change).await?.ok_or(Error::Damaged)?;
        let longer = next(group.as_ref(), change, &chain, Reading::History).map_err(|_| Error::Damaged)?;
        group = Some(longer);
    }
    let group = group.map(Rc::new);
    work.client.groups.borrow_mut().extend(group.clone().map(|group| (last, group)));
    Ok(group)
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    async fn take_changes(&mut self, changes: &[Membership]) -> Result<ChangesOutcome, Error> {
        let Some(first) = changes.first() else { return Ok(ChangesOutcome::Taken) };
        let id = first.body.conversation;
        let held = self.conversation(id).await?;
        let is_first = held.is_none();
        let mut record =
            held.unwrap_or(Conversation { pair: None, changes: Vec::new(), confirmed: true, forked: false });
        if record.pair.is_some() {
            return Ok(ChangesOutcome::Refused(Refused::OtherChain.into()));
        }
        let mut group = read(self, &record).await?.map(Rc::unwrap_or_clone);
        let mut outcome = ChangesOutcome::Taken;
        for change in changes {
            let Some(chain) = signer(self, group.as_ref(), change).await? else {
                outcome = ChangesOutcome::Needs(Need::Links(change.body.user));
                break;
            };
            let mut applied = next(group.as_ref(), change, &chain, Reading::News);
            let is_gone = applied == Err(Refused::SignerNotActive);
            if is_gone && (is_first || !record.confirmed) {
                applied = next(group.as_ref(), change, &chain, Reading::History);
                record.confirmed &= applied.is_err();
            }
            match applied {
                Ok(longer) => {
                    record.changes.push(change.clone());
                    group = Some(longer);
                }
                Err(Refused::Known) => {}
                Err(Refused::Fork(fork)) => {
                    record.forked = true;
                    let (about, what) = (change.body.user, Misbehaviour::GroupFork);
                    self.note_evidence(about, what, fork.held.0.to_vec(), fork.other).await?;
                    outcome = ChangesOutcome::Forked;
                    break;
                }
                Err(why) => {
                    outcome = ChangesOutcome::Refused(why.into());
                    break;
                }
            }
        }
        if group.is_some() {
            self.put(&id.0, &record).await?;
            self.settle_change(id, &record).await?;
        }
        Ok(outcome)
    }

    /// Our change that waits has its place, or another one has; then ours is void.
    async fn settle_change(&mut self, id: ConversationId, record: &Conversation) -> Result<(), Error> {
        let slot = [&[8], id.0.as_slice()].concat();
        let Some(Upload::Change(ours)) = self.get(&slot).await? else { return Ok(()) };
        if record.changes.iter().any(|change| change.body.seq >= ours.body.seq) {
            self.drop_record::<Upload>(&slot);
        }
        Ok(())
    }

    /// Who somebody is who is brought in; nobody of whom it is not clear.
    async fn invited(&mut self, user: UserId) -> Result<Identity, Error> {
        let contact = self.contact(user).await?.ok_or(Error::Blocked(Blocked::NotEnrolled(user)))?;
        match self.blocked_by(user, contact.identity).await? {
            Some(why) => Err(Error::Blocked(why)),
            None => Ok(contact.identity),
        }
    }

    /// Who is there and names the group's head confirms what its past is said to be.
    pub async fn confirm_group(&mut self, id: ConversationId, head: Hash) -> Result<(), Error> {
        let Some(record) = self.conversation(id).await? else { return Ok(()) };
        let is_head = record.changes.last().is_some_and(|last| last.hash() == head);
        if is_head && !record.confirmed {
            self.put(&id.0, &Conversation { confirmed: true, ..record }).await?;
        }
        Ok(())
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Creates a group of ourselves and others, whose links were taken. It is there once the server has confirmed the change
    /// and it came back through [`Client::take_changes`].
    pub async fn create_group(&self, others: &[UserId]) -> Result<ConversationId, Error> {
        self.work(async |work| {
            let own = work.active().await?;
            let mut members = BTreeMap::new();
            for user in others.iter().chain(&[own.user]) {
                members.insert(*user, work.invited(*user).await?);
            }
            let change =
                MembershipChange::Create { nonce: work.random().await?, members: Members::new(members)? };
            let conversation = change.group_id(own.user, own.device());
            let (user, device) = (own.user, own.device());
            let body = MembershipBody { conversation, seq: 0, prev: Hash::ZERO, change, user, device };
            let change = work.state(body).await?;
            work.upload(&Upload::Change(change)).await?;
            Ok(conversation)
        })
        .await
    }

    async fn change_group(&self, id: ConversationId, change: MembershipChange) -> Result<(), Error> {
        self.work(async |work| {
            let own = work.active().await?;
            let record = work.conversation(id).await?.ok_or(Error::Blocked(Blocked::UnknownConversation))?;
            let group = read(work, &record).await?.ok_or(Error::Blocked(Blocked::UnknownConversation))?;
            let head = group.head();
            let (user, device, change) = (own.user, own.device(), change.clone());
            let seq = head.seq.saturating_add(1);
            let body = MembershipBody { conversation: id, seq, prev: head.hash, change, user, device };
            let upload = Upload::Change(work.state(body).await?);
            if work.get::<Upload>(&upload.id()).await?.is_some() {
                return Err(Error::AlreadyPending);
            }
            let Upload::Change(change) = &upload else { return Err(Error::Damaged) };
            group.apply(change, work.own_chain(&own).await?.as_ref(), Reading::News)?;
            work.upload(&upload).await
        })
        .await
    }

    /// Brings somebody in, as who they are held to be.
    pub async fn add_member(&self, id: ConversationId, user: UserId) -> Result<(), Error> {
        let identity = self.work(async |work| work.invited(user).await).await?;
        self.change_group(id, MembershipChange::Add(user, identity)).await
    }

    /// Takes somebody out. They read nothing that is sent from then on.
    pub async fn remove_member(&self, id: ConversationId, user: UserId) -> Result<(), Error> {
        self.change_group(id, MembershipChange::Remove(user)).await
    }

    /// Leaves a group.
    pub async fn leave_group(&self, id: ConversationId) -> Result<(), Error> {
        self.change_group(id, MembershipChange::Leave).await
    }

    /// Takes changes of one group, in their order.
    pub async fn take_changes(&self, changes: &[Membership]) -> Result<ChangesOutcome, Error> {
        self.work(async |work| work.take_changes(changes).await).await
    }
}

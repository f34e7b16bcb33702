//! A server that does what the design says, with what clients give it, and nothing else. Who plays a hostile one changes what
//! is in it, or what it answers.

use dm_core::{Claim, Delivered, Post, Upload};
use dm_wire::audience::Audience;
use dm_wire::backup::{BackupEntry, BackupGrant};
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::franking::{self, Receipt};
use dm_wire::grant::{Grant, Party};
use dm_wire::group::{Group, Reading};
use dm_wire::head::HeadAttest;
use dm_wire::ids::{ConversationId, DeviceId, EpochId, Hash};
use dm_wire::keys::Secret;
use dm_wire::link::Link;
use dm_wire::linking::LinkWelcome;
use dm_wire::membership::Membership;
use dm_wire::message::Message;
use dm_wire::post::{check_grants, check_message};
use dm_wire::prekeys::{Bundle, OneTimeKey};
use dm_wire::recovery::RecoveryBlob;
use dm_wire::{Refused, UserId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What a message was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Taken(Receipt),
    /// The id is there with these bytes.
    Other(Box<Message>, Receipt),
    DevicesChanged,
}

#[derive(Clone)]
pub struct Server {
    pub now_ms: u64,
    pub key: Secret,
    pub links: BTreeMap<UserId, Vec<Link>>,
    pub bundles: BTreeMap<DeviceId, Bundle>,
    pub one_time: BTreeMap<DeviceId, Vec<OneTimeKey>>,
    pub attests: BTreeMap<UserId, HeadAttest>,
    pub recovery: BTreeMap<UserId, RecoveryBlob>,
    pub backup_grants: BTreeMap<UserId, Vec<BackupGrant>>,
    pub backup: BTreeMap<(UserId, ConversationId, EpochId, DeviceId), BackupEntry>,
    pub welcomes: BTreeMap<DeviceId, LinkWelcome>,
    pub grants: BTreeMap<DeviceId, Vec<Grant>>,
    pub messages: BTreeMap<ConversationId, Vec<Delivered>>,
    pub groups: BTreeMap<ConversationId, Vec<Membership>>,
    /// The highest number of a one-time prekey, by signed prekey.
    highest: BTreeMap<(DeviceId, u32), u32>,
    /// Which devices each epoch was granted to, so that a message without grants is for the devices there are now.
    epochs: BTreeMap<EpochId, BTreeSet<Party>>,
    /// All that ever came in.
    pub came: Vec<Vec<u8>>,
    /// Chains and groups that were read, by their last hash.
    read: RefCell<BTreeMap<Hash, Chain>>,
    read_groups: RefCell<BTreeMap<Hash, Group>>,
}

impl Server {
    pub fn new(now_ms: u64) -> Self {
        Self {
            now_ms,
            key: Secret([0x5e; 32]),
            links: BTreeMap::new(),
            bundles: BTreeMap::new(),
            one_time: BTreeMap::new(),
            attests: BTreeMap::new(),
            recovery: BTreeMap::new(),
            backup_grants: BTreeMap::new(),
            backup: BTreeMap::new(),
            welcomes: BTreeMap::new(),
            grants: BTreeMap::new(),
            messages: BTreeMap::new(),
            groups: BTreeMap::new(),
            highest: BTreeMap::new(),
            epochs: BTreeMap::new(),
            came: Vec::new(),
            read: RefCell::default(),
            read_groups: RefCell::default(),
        }
    }

    fn came<T: Wire>(&mut self, value: &T) {
        self.came.push(value.encode());
    }

    pub fn chain(&self, user: UserId) -> Chain {
        let links = &self.links[&user];
        let read = || Chain::read(links).unwrap();
        self.read.borrow_mut().entry(links.last().unwrap().hash()).or_insert_with(read).clone()
    }

    /// Links from a place on; of somebody who started over, all.
    pub fn links_from(&self, user: UserId, from: u32) -> Vec<Link> {
        let all = self.links.get(&user).cloned().unwrap_or_default();
        let is_shorter = all.last().is_none_or(|last| last.body.seq < from);
        if is_shorter { all } else { all.into_iter().filter(|link| link.body.seq >= from).collect() }
    }

    /// `false`: its place is taken.
    pub fn take(&mut self, device: DeviceId, upload: &Upload) -> bool {
        match upload {
            Upload::Link(link) => self.take_link(link),
            Upload::Change(change) => self.take_change(change),
            Upload::Prekeys(bundle, keys) => {
                self.came(bundle);
                if self.bundles.get(&device) != Some(bundle) {
                    self.bundles.insert(device, bundle.clone());
                    self.one_time.insert(device, Vec::new());
                    self.lay_out(device, keys);
                }
                true
            }
            Upload::OneTimeKeys(keys) => {
                self.lay_out(device, keys);
                true
            }
            Upload::Attest(attest) => {
                self.came(attest);
                self.attests.insert(attest.body.user, attest.clone());
                true
            }
            Upload::Recovery(blob) => {
                self.came(blob);
                self.recovery.insert(blob.head.user, blob.clone());
                true
            }
            Upload::BackupGrants(grants) => self.take_backup_grants(grants),
            Upload::Acknowledge(epoch, from) => {
                let of_device = self.grants.entry(device).or_default();
                of_device.retain(|grant| grant.head.epoch != *epoch || grant.head.from.device != *from);
                true
            }
            Upload::Welcome(welcome) => {
                self.came(welcome);
                self.welcomes.insert(welcome.device, welcome.clone());
                true
            }
        }
    }

    /// Numbers go up, and none is taken twice: a key that was handed out is not laid out again when its upload is repeated.
    fn lay_out(&mut self, device: DeviceId, keys: &[OneTimeKey]) {
        let spk = self.bundles[&device].body.spk;
        for key in keys.iter().filter(|key| key.body.spk == spk) {
            self.came(key);
            let highest = self.highest.entry((device, spk)).or_default();
            if key.body.id.get() > *highest {
                *highest = key.body.id.get();
                self.one_time.entry(device).or_default().push(key.clone());
            }
        }
    }

    fn take_link(&mut self, link: &Link) -> bool {
        self.came(link);
        let held = self.links.entry(link.body.user).or_default();
        if held.contains(link) {
            return true;
        }
        let longer = [held.as_slice(), std::slice::from_ref(link)].concat();
        let counts = Chain::read(&longer).is_ok();
        if counts {
            *held = longer;
        }
        counts
    }

    fn take_change(&mut self, change: &Membership) -> bool {
        self.came(change);
        let held = self.groups.get(&change.body.conversation).cloned().unwrap_or_default();
        if held.contains(change) {
            return true;
        }
        let signer = self.chain(change.body.user);
        let counts = match self.group(change.body.conversation) {
            None => Group::begin(change, &signer, Reading::News).is_ok(),
            Some(group) => group.apply(change, &signer, Reading::News).is_ok(),
        };
        if counts {
            self.groups.entry(change.body.conversation).or_default().push(change.clone());
        }
        counts
    }

    fn take_backup_grants(&mut self, grants: &[BackupGrant]) -> bool {
        grants.iter().for_each(|grant| self.came(grant));
        let Some(first) = grants.first() else { return true };
        let held = self.backup_grants.entry(first.head.user).or_default();
        let generation = first.head.generation;
        let is_first_set = grants.iter().any(|grant| grant.head.to == grant.head.from);
        let other = |known: &&BackupGrant| known.head.generation == generation;
        let is_taken = is_first_set && held.iter().find(other).is_some_and(|known| !grants.contains(known));
        if is_taken {
            return false;
        }
        held.extend(grants.iter().filter(|grant| !held.contains(grant)).cloned().collect::<Vec<_>>());
        true
    }

    pub fn group(&self, id: ConversationId) -> Option<Group> {
        let changes = self.groups.get(&id)?;
        let last = changes.last()?.hash();
        if let Some(known) = self.read_groups.borrow().get(&last) {
            return Some(known.clone());
        }
        let mut group: Option<Group> = None;
        for change in changes {
            let chain = self.chain(change.body.user);
            group = Some(match group {
                None => Group::begin(change, &chain, Reading::History).unwrap(),
                Some(group) => group.apply(change, &chain, Reading::History).unwrap(),
            });
        }
        self.read_groups.borrow_mut().extend(group.clone().map(|group| (last, group)));
        group
    }

    /// The people of a conversation; of two, whoever has this one.
    pub fn members(&self, id: ConversationId) -> Vec<UserId> {
        if let Some(group) = self.group(id) {
            return group.members().keys().copied().collect();
        }
        let users: Vec<UserId> = self.links.keys().copied().collect();
        let pairs = users.iter().flat_map(|one| users.iter().map(move |other| (*one, *other)));
        let is_this = |(one, other): &(UserId, UserId)| {
            one < other
                && ConversationId::of_pair(self.chain(*one).identity(), self.chain(*other).identity()) == id
        };
        pairs.filter(is_this).flat_map(|(one, other)| [one, other]).collect()
    }

    pub fn claim(&mut self, parties: &[Party]) -> Vec<Claim> {
        let claim = |party: &Party| {
            let bundle =
                self.bundles.get(&party.device).filter(|bundle| self.now_ms < bundle.body.expires_ms);
            let one_time = self.one_time.get_mut(&party.device).and_then(Vec::pop);
            let one_time = one_time.filter(|_| bundle.is_some());
            Claim { device: party.device, bundle: bundle.cloned(), one_time }
        };
        parties.iter().map(claim).collect()
    }

    fn receipt(&self, message: &Message) -> Receipt {
        let tag = franking::tag(&self.key, &message.header, self.now_ms);
        Receipt { key: 1, server_time_ms: self.now_ms, tag }
    }

    pub fn post(&mut self, session: Party, post: &Post) -> Result<Answer, Refused> {
        let message = &post.message;
        self.came(message);
        post.grants.iter().for_each(|grant| self.came(grant));
        let opening = message.header.opening;
        let held = self.messages.entry(opening.conversation).or_default();
        for known in held.iter() {
            let there = Message::parse(&known.message).unwrap();
            if there.header.opening.id == opening.id {
                let receipt = known.receipt;
                let is_same = there == *message;
                return Ok(if is_same {
                    Answer::Taken(receipt)
                } else {
                    Answer::Other(Box::new(there), receipt)
                });
            }
        }
        let users = self.members(opening.conversation);
        let chains: Vec<Chain> = users.iter().map(|user| self.chain(*user)).collect();
        let borrowed: Vec<&Chain> = chains.iter().collect();
        let group = self.group(opening.conversation);
        let audience = match &group {
            Some(group) => Audience::group(group, &borrowed)?,
            None => Audience::pair(borrowed.first().ok_or(Refused::NotTheMembers)?, borrowed[1])?,
        };
        check_message(session, &audience, message)?;
        let all: BTreeSet<Party> = audience.recipients(session).parties().collect();
        let gone: BTreeSet<Party> = all
            .iter()
            .filter(|party| self.bundles.get(&party.device).is_none_or(|b| self.now_ms >= b.body.expires_ms))
            .copied()
            .collect();
        if !post.grants.is_empty() {
            if check_grants(&audience, &gone, message, &post.grants).is_err() {
                return Ok(Answer::DevicesChanged);
            }
            self.epochs.insert(opening.epoch, post.grants.iter().map(|grant| grant.head.to).collect());
        } else if self.epochs.get(&opening.epoch).is_none_or(|to| all.difference(&gone).ne(to.iter())) {
            return Ok(Answer::DevicesChanged);
        }
        for grant in &post.grants {
            self.grants.entry(grant.head.to.device).or_default().push(grant.clone());
        }
        let receipt = self.receipt(message);
        let delivered = Delivered { message: message.encode(), receipt };
        self.messages.entry(opening.conversation).or_default().push(delivered);
        Ok(Answer::Taken(receipt))
    }

    pub fn put_backup(&mut self, entries: &[BackupEntry]) {
        for entry in entries {
            self.came(entry);
            let head = &entry.head;
            let place = (head.user, head.conversation, head.epoch, head.sender.device);
            self.backup.insert(place, entry.clone());
        }
    }

    pub fn backup_of(&self, user: UserId) -> Vec<BackupEntry> {
        self.backup.values().filter(|entry| entry.head.user == user).cloned().collect()
    }

    pub fn backup_grants_to(&self, user: UserId, device: DeviceId) -> Vec<BackupGrant> {
        let all = self.backup_grants.get(&user).cloned().unwrap_or_default();
        all.into_iter().filter(|grant| grant.head.to == device).collect()
    }

    pub fn last(&self, id: ConversationId) -> Delivered {
        self.messages[&id].last().unwrap().clone()
    }
}

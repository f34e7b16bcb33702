//! People with devices, a server between them, and what they do.

use crate::dice::Dice;
use crate::executor::run;
use crate::memory::{Disk, Holder, Tripwire};
use crate::native::{Native, Secrets};
use crate::network::{Fault, Network};
use crate::server::{Answer, Server};
use dm_core::{
    Blocked, Client, Error, GrantOutcome, LinksOutcome, Need, Policy, Received, Served, Stage, Step, Told,
    Upload,
};
use dm_wire::UserId;
use dm_wire::content::{Content, What};
use dm_wire::grant::Party;
use dm_wire::ids::{ConversationId, DeviceId, MessageId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub const ADA: UserId = UserId(1_882_575_465_801_087_808);
pub const BEN: UserId = UserId(1_882_575_518_919_884_732);
pub const CLEO: UserId = UserId(1_882_575_600_000_000_001);
pub const START_MS: u64 = 1_795_348_800_000;
pub const HOUR: u64 = 3_600_000;
pub const DAY: u64 = 24 * HOUR;

pub type TestClient = Client<Native, Holder>;

/// Fewer keys than in the field, so that thousands of stories fit into seconds.
pub const POLICY: Policy = Policy {
    one_time_keys: 4,
    refill_below: 2,
    signed_prekey_ms: DAY,
    epoch_messages: 6,
    epoch_ms: DAY,
    attest_ms: 7 * DAY,
};

pub struct Device {
    pub user: UserId,
    pub disk: Rc<RefCell<Disk>>,
    pub tripwire: Tripwire,
    pub secrets: Secrets,
    pub dice: Rc<RefCell<Dice>>,
    pub client: TestClient,
    /// How many of a conversation's messages were fetched.
    cursor: BTreeMap<ConversationId, usize>,
    /// What was shown.
    pub told: Vec<Told>,
    pub received: Vec<Received>,
    pub grants: Vec<GrantOutcome>,
    pub links: Vec<(UserId, LinksOutcome)>,
    pub blocked: Vec<Blocked>,
}

impl Device {
    fn over(user: UserId, disk: Disk, dice: Dice) -> Self {
        let (disk, dice) = (Rc::new(RefCell::new(disk)), Rc::new(RefCell::new(dice)));
        let (tripwire, secrets) = (Tripwire::default(), Secrets::default());
        let client = client(&disk, &dice, &tripwire, &secrets);
        Self {
            user,
            disk,
            tripwire,
            secrets,
            dice,
            client,
            cursor: BTreeMap::new(),
            told: Vec::new(),
            received: Vec::new(),
            grants: Vec::new(),
            links: Vec::new(),
            blocked: Vec::new(),
        }
    }

    /// Another tab, or the service worker.
    pub fn tab(&self) -> TestClient {
        client(&self.disk, &self.dice, &self.tripwire, &self.secrets)
    }

    pub fn restart(&mut self) {
        self.tripwire.set(None);
        self.client = self.tab();
    }

    fn copy(&self) -> Self {
        let mut copy = Self::over(self.user, self.disk.borrow().clone(), self.dice.borrow().clone());
        copy.cursor = self.cursor.clone();
        *copy.secrets.borrow_mut() = self.secrets.borrow().clone();
        copy
    }

    pub fn party(&self) -> Party {
        run(self.client.party()).unwrap()
    }

    pub fn id(&self) -> DeviceId {
        self.party().device
    }

    pub fn bodies(&self, id: ConversationId) -> BTreeSet<String> {
        let timeline = run(self.client.timeline(id)).unwrap();
        let said = timeline.entries.into_values().filter(|entry| !entry.deleted);
        said.filter_map(|entry| match (entry.edited, entry.content.what) {
            (Some(edited), _) => Some(edited),
            (None, What::Text { body, .. }) => Some(body),
            _ => None,
        })
        .collect()
    }
}

fn client(
    disk: &Rc<RefCell<Disk>>,
    dice: &Rc<RefCell<Dice>>,
    wire: &Tripwire,
    secrets: &Secrets,
) -> TestClient {
    let native = Native { dice: Rc::clone(dice), tripwire: wire.clone(), secrets: Rc::clone(secrets) };
    Client::new(native, Holder { disk: Rc::clone(disk), tripwire: wire.clone() }, POLICY)
}

pub fn text(body: &str, time_ms: u64) -> Content {
    let what = What::Text { body: body.to_owned(), reply_to: None, mentions: BTreeSet::new() };
    Content { time_ms, what }
}

pub struct World {
    pub server: Server,
    pub network: Network,
    pub devices: BTreeMap<&'static str, Device>,
}

impl World {
    pub const fn empty(server: Server) -> Self {
        Self { server, network: Network::calm(), devices: BTreeMap::new() }
    }

    /// Ada with laptop and phone, Ben with tablet and desktop: all linked, and nothing said.
    pub fn of_two() -> Self {
        thread_local! {
            static READY: World = {
                let mut world = World::empty(Server::new(START_MS));
                world.enrols("laptop", ADA);
                world.enrols("tablet", BEN);
                world.links("laptop", "phone");
                world.links("tablet", "desktop");
                world.settle();
                world
            };
        }
        READY.with(Self::copy)
    }

    /// With Cleo and her desk.
    pub fn of_three() -> Self {
        thread_local! {
            static READY: World = {
                let mut world = World::of_two();
                world.enrols("desk", CLEO);
                world.settle();
                world
            };
        }
        READY.with(Self::copy)
    }

    pub fn copy(&self) -> Self {
        let devices = self.devices.iter().map(|(name, device)| (*name, device.copy())).collect();
        Self { server: self.server.clone(), network: self.network.clone(), devices }
    }

    pub fn device(&self, name: &str) -> &Device {
        &self.devices[name]
    }

    pub fn client(&self, name: &str) -> &TestClient {
        &self.device(name).client
    }

    pub fn device_mut(&mut self, name: &str) -> &mut Device {
        self.devices.get_mut(name).unwrap()
    }

    pub fn now(&self) -> u64 {
        self.server.now_ms
    }

    /// A browser of somebody, without a device in the chain yet.
    pub fn browser(&mut self, name: &'static str, user: UserId) {
        let seed = name.bytes().fold(user.0, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let device = Device::over(user, Disk::default(), Dice(seed));
        run(device.client.create_device(user)).unwrap();
        self.devices.insert(name, device);
    }

    pub fn enrols(&mut self, name: &'static str, user: UserId) {
        self.browser(name, user);
        run(self.client(name).begin_chain(self.now())).unwrap();
        self.sync(name);
    }

    /// The old device lets a new one in that shows it a picture.
    pub fn links(&mut self, old: &'static str, new: &'static str) {
        let user = self.device(old).user;
        self.browser(new, user);
        self.sync(old);
        let (offer, _) = run(self.client(new).offer_link()).unwrap();
        let request = run(self.client(new).request_link(&self.server.links[&user])).unwrap();
        run(self.client(old).accept_link(&offer, &request, self.now())).unwrap();
        self.sync(old);
        let welcome = self.server.welcomes[&self.device(new).id()].clone();
        run(self.client(new).take_welcome(&welcome, &self.server.links[&user], self.now())).unwrap();
        self.sync(new);
    }

    /// Everybody syncs until nothing moves any more.
    pub fn settle(&mut self) {
        let names: Vec<_> = self.devices.keys().copied().collect();
        for _ in 0..4 {
            names.iter().for_each(|name| self.sync(name));
        }
    }

    pub fn sync(&mut self, name: &str) {
        match self.try_sync(name) {
            Ok(()) | Err(Fault::Lost) => {}
            Err(Fault::Died) => self.device_mut(name).restart(),
            Err(Fault::Refused(why)) => panic!("{name}: {why:?}"),
        }
    }

    /// One visit of a device to the server, with all that is to be done.
    pub fn try_sync(&mut self, name: &str) -> Result<(), Fault> {
        self.upload(name)?;
        if !self.is_active(name)? {
            return Ok(());
        }
        let users: Vec<UserId> = self.server.links.keys().copied().collect();
        for user in users {
            self.fetch_links(name, user)?;
        }
        if !self.is_active(name)? {
            return Ok(());
        }
        let groups: Vec<_> = self.server.groups.keys().copied().collect();
        for group in groups {
            self.fetch_changes(name, group)?;
        }
        self.fetch_grants(name)?;
        self.fetch_messages(name)?;
        self.fetch_grants(name)?;
        for id in self.conversations_of(name) {
            let retried = run(self.client(name).retry(id))?;
            self.note(name, retried);
            self.post(name, id)?;
        }
        self.back_up(name)?;
        self.upload(name)
    }

    fn is_active(&self, name: &str) -> Result<bool, Fault> {
        Ok(run(self.client(name).stage())? == Some(Stage::Active))
    }

    fn conversations_of(&self, name: &str) -> Vec<ConversationId> {
        run(self.client(name).conversations()).unwrap_or_default()
    }

    pub fn upload(&mut self, name: &str) -> Result<(), Fault> {
        let now = self.now();
        let device = self.device(name);
        let (user, due) = (device.user, run(device.client.due(now))?);
        for upload in due {
            let id = run(self.client(name).party())?.device;
            self.network.carry()?;
            let taken = self.server.take(id, &upload);
            self.network.carry()?;
            match (taken, &upload) {
                (true, _) => run(self.client(name).done(&upload))?,
                (false, Upload::Link(_)) => self.fetch_links(name, user)?,
                (false, Upload::Change(change)) => self.fetch_changes(name, change.body.conversation)?,
                (false, Upload::BackupGrants(_)) => self.fetch_backup_keys(name)?,
                (false, other) => panic!("{name}: not taken: {other:?}"),
            }
        }
        if run(self.client(name).stage())? == Some(Stage::Active) {
            let id = run(self.client(name).party())?.device;
            let left = self.server.one_time.get(&id).map_or(0, |keys| keys.len() as u32);
            run(self.client(name).one_time_keys_left(left))?;
        }
        Ok(())
    }

    pub fn fetch_links(&mut self, name: &str, user: UserId) -> Result<(), Fault> {
        let from = run(self.client(name).links_from(user))?;
        self.network.carry()?;
        let served = Served { from, links: self.server.links_from(user, from) };
        let outcome = run(self.client(name).take_links(user, &served, self.now()))?;
        if outcome != LinksOutcome::Unchanged {
            self.device_mut(name).links.push((user, outcome));
        }
        if let Some(attest) = self.server.attests.get(&user) {
            // A head that is from before somebody started over is of another chain.
            let _ = run(self.client(name).take_attest(attest, self.now()));
        }
        Ok(())
    }

    pub fn fetch_changes(&mut self, name: &str, group: ConversationId) -> Result<(), Fault> {
        let changes = self.server.groups.get(&group).cloned().unwrap_or_default();
        let user = self.device(name).user;
        let names_user = |change: &dm_wire::membership::Membership| match &change.body.change {
            dm_wire::membership::MembershipChange::Create { members, .. } => {
                members.all().contains_key(&user)
            }
            dm_wire::membership::MembershipChange::Add(new, _) => *new == user,
            _ => false,
        };
        if changes.iter().any(names_user) {
            self.network.carry()?;
            run(self.client(name).take_changes(&changes))?;
        }
        Ok(())
    }

    fn provide(&mut self, name: &str, need: Need) -> Result<(), Fault> {
        match need {
            Need::Links(user) => self.fetch_links(name, user),
            Need::Changes(id) => self.fetch_changes(name, id),
            Need::Conversation(id) if self.server.groups.contains_key(&id) => self.fetch_changes(name, id),
            Need::Conversation(id) => {
                let own = self.device(name).user;
                for user in self.server.members(id).into_iter().filter(|user| *user != own) {
                    self.fetch_links(name, user)?;
                    match run(self.client(name).open_conversation(user)) {
                        Ok(_) | Err(Error::Blocked(_)) => {}
                        Err(why) => return Err(why.into()),
                    }
                }
                Ok(())
            }
            Need::Grants | Need::Acknowledgement(_) | Need::Update => Ok(()),
        }
    }

    pub fn fetch_grants(&mut self, name: &str) -> Result<(), Fault> {
        let id = run(self.client(name).party())?.device;
        for _ in 0..3 {
            let grants = self.server.grants.get(&id).cloned().unwrap_or_default();
            self.network.carry()?;
            let grants = self.network.deliver(&grants);
            let outcomes = run(self.client(name).take_grants(&grants, self.now()))?;
            let needs: BTreeSet<Need> = outcomes
                .iter()
                .filter_map(
                    |outcome| if let GrantOutcome::Needs(need) = outcome { Some(*need) } else { None },
                )
                .collect();
            self.device_mut(name).grants.extend(outcomes);
            if needs.is_empty() {
                return Ok(());
            }
            for need in needs {
                self.provide(name, need)?;
            }
        }
        Ok(())
    }

    fn note(&mut self, name: &str, outcomes: Vec<Received>) {
        let device = self.device_mut(name);
        for outcome in outcomes {
            if let Received::New(told) = &outcome {
                device.told.push((**told).clone());
            }
            device.received.push(outcome);
        }
    }

    pub fn fetch_messages(&mut self, name: &str) -> Result<(), Fault> {
        let user = self.device(name).user;
        let ids: Vec<_> = self.server.messages.keys().copied().collect();
        for id in ids {
            let was_in =
                self.server.members(id).contains(&user) || self.device(name).cursor.contains_key(&id);
            if !was_in {
                continue;
            }
            self.network.carry()?;
            let all = self.server.messages[&id].clone();
            let from = self.device(name).cursor.get(&id).copied().unwrap_or(0).min(all.len());
            let is_whole = self.network.withholds == 0;
            for delivered in self.network.deliver(&all[from..]) {
                let outcome = run(self.client(name).receive(&delivered))?;
                if let Received::Waiting(need) = &outcome {
                    self.provide(name, *need)?;
                }
                self.note(name, vec![outcome]);
            }
            if is_whole {
                self.device_mut(name).cursor.insert(id, all.len());
            } else {
                self.device_mut(name).cursor.entry(id).or_insert(0);
            }
        }
        Ok(())
    }

    pub fn post(&mut self, name: &str, id: ConversationId) -> Result<(), Fault> {
        for _ in 0..12 {
            let step = run(self.client(name).next_step(id, self.now()))?;
            match step {
                Step::Idle => return Ok(()),
                Step::Blocked(why) => {
                    self.device_mut(name).blocked.push(why);
                    return Ok(());
                }
                Step::Claim(parties) => {
                    self.network.carry()?;
                    let claims = self.server.claim(&parties);
                    self.network.carry()?;
                    match run(self.client(name).take_claims(id, &claims, self.now())) {
                        Ok(_) => {}
                        Err(Error::Blocked(why)) => {
                            self.device_mut(name).blocked.push(why);
                            return Ok(());
                        }
                        Err(why) => return Err(why.into()),
                    }
                }
                Step::Post(post) => {
                    let session = run(self.client(name).party())?;
                    self.network.carry()?;
                    let answer = self.server.post(session, &post);
                    self.network.carry()?;
                    let message = &post.message;
                    match answer {
                        Ok(Answer::Taken(receipt)) => drop(run(self.client(name).posted(message, receipt))?),
                        Ok(Answer::Other(there, receipt)) => {
                            assert!(run(self.client(name).posted(&there, receipt))?, "it is one of ours");
                        }
                        Ok(Answer::DevicesChanged) | Err(_) => {
                            run(self.client(name).devices_changed(id, message.header.opening.id))?;
                            for user in self.server.members(id) {
                                self.fetch_links(name, user)?;
                            }
                            self.fetch_changes(name, id)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    pub fn fetch_backup_keys(&mut self, name: &str) -> Result<(), Fault> {
        let party = run(self.client(name).party())?;
        let keys = self.server.backup_grants_to(party.user, party.device);
        run(self.client(name).take_backup_grants(&keys))?;
        Ok(())
    }

    fn back_up(&mut self, name: &str) -> Result<(), Fault> {
        self.fetch_backup_keys(name)?;
        let entries = run(self.client(name).backup_entries(100))?;
        self.network.carry()?;
        self.server.put_backup(&entries);
        self.network.carry()?;
        Ok(run(self.client(name).backed_up(&entries))?)
    }

    /// Takes what the backup has, and then all messages from the beginning.
    pub fn restores(&mut self, name: &str) {
        self.fetch_backup_keys(name).unwrap();
        let entries = self.server.backup_of(self.device(name).user);
        self.device_mut(name).cursor.clear();
        for id in self.server.messages.keys().copied().collect::<Vec<_>>() {
            self.provide(name, Need::Conversation(id)).unwrap();
        }
        run(self.client(name).take_backup(&entries)).unwrap();
        self.sync(name);
        self.sync(name);
    }

    pub fn pair(&self, one: UserId, other: UserId) -> ConversationId {
        let identity = |user| self.server.chain(user).identity();
        ConversationId::of_pair(identity(one), identity(other))
    }

    /// Writes something down on a device, to be sent at its next visit.
    pub fn writes(&self, name: &str, to: UserId, body: &str) -> MessageId {
        let id = run(self.client(name).open_conversation(to)).unwrap();
        self.writes_in(name, id, body)
    }

    pub fn writes_in(&self, name: &str, id: ConversationId, body: &str) -> MessageId {
        let message = run(self.client(name).new_message_id(self.now())).unwrap();
        let content = text(body, self.now());
        run(self.client(name).send(id, message, &content, None, true)).unwrap();
        message
    }

    /// Writes and sends.
    pub fn says(&mut self, name: &str, to: UserId, body: &str) -> MessageId {
        self.server.now_ms += 1;
        let id = self.writes(name, to, body);
        self.sync(name);
        id
    }

    /// Says something else than a text, about a message perhaps.
    pub fn does(&mut self, name: &str, to: UserId, what: What, target: Option<MessageId>) -> MessageId {
        self.server.now_ms += 1;
        let id = run(self.client(name).open_conversation(to)).unwrap();
        let message = run(self.client(name).new_message_id(self.now())).unwrap();
        let content = Content { time_ms: self.now(), what };
        run(self.client(name).send(id, message, &content, target, false)).unwrap();
        self.sync(name);
        message
    }

    pub fn bodies(&self, name: &str, id: ConversationId) -> BTreeSet<String> {
        self.device(name).bodies(id)
    }

    pub fn last_told(&self, name: &str) -> &Told {
        self.device(name).told.last().unwrap_or_else(|| panic!("{name} was told nothing"))
    }
}

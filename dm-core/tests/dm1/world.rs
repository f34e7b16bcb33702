//! People with devices, a server between them, and what they do.

use crate::dice::Dice;
use crate::executor::run;
use crate::memory::{Disk, Holder, Tripwire};
use crate::native::{Native, Secrets};
use crate::network::Network;
use crate::server::Server;
use dm_core::{Blocked, Client, GrantOutcome, LinksOutcome, Need, Policy, Received, Told};
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
    pub cursor: BTreeMap<ConversationId, usize>,
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

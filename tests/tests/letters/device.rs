//! A person's device: a client with its keys and its store, and a session on a server.

use crate::dice::Dice;
use crate::executor::run;
use crate::memory::{Disk, Holder, Tripwire};
use crate::native::{Native, Secrets};
use dm_core::{
    Claim, Client, Delivered, Error, GrantOutcome, Need, Policy, Received, Served, Stage, Step, Upload,
};
use dm_wire::Wire;
use dm_wire::chain::Chain;
use dm_wire::content::{Content, What};
use dm_wire::franking::Receipt;
use dm_wire::grant::Grant;
use dm_wire::head::HeadAttest;
use dm_wire::ids::{ConversationId, DeviceId};
use dm_wire::link::Link;
use dm_wire::linking::{LinkRequest, LinkWelcome};
use dm_wire::message::Message as Letter;
use hubbub_shared::model::{Dm, DmGrantName, DmLinks, Message, MessagePage, Sealed};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{Bytes, ChannelId, ErrorCode, Problem, UserId};
use hubbub_tests::{Acts, Door, Phone, Server};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400_000;

pub const POLICY: Policy = Policy {
    one_time_keys: 10,
    refill_below: 4,
    signed_prekey_ms: DAY,
    epoch_messages: 100,
    epoch_ms: DAY,
    attest_ms: 7 * DAY,
};

macro_rules! the {
    ($kind:ident, $answer:expr) => {
        match $answer {
            Ok(hubbub_shared::protocol::Reply::$kind(payload)) => payload,
            other => panic!("expected a {}, got {other:?}", stringify!($kind)),
        }
    };
}
pub(crate) use the;

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

pub fn bytes(of: &impl Wire) -> Bytes {
    of.encode().into()
}

pub struct Device {
    pub phone: Phone,
    pub door: Door,
    pub user: UserId,
    pub client: Client<Native, Holder>,
    disk: Rc<RefCell<Disk>>,
    dice: Rc<RefCell<Dice>>,
    pub secrets: Secrets,
    /// Who may be met: whose links are looked at with each visit.
    people: RefCell<BTreeSet<UserId>>,
    /// How far each conversation was fetched.
    cursor: RefCell<BTreeMap<ChannelId, u64>>,
    pub received: RefCell<Vec<Received>>,
    pub grants: RefCell<Vec<GrantOutcome>>,
    /// Everything that went over the wire, as JSON.
    pub wire: RefCell<String>,
    /// How often the server said that devices had changed.
    pub changes: Cell<u32>,
}

impl Device {
    /// A browser in which somebody has just signed in.
    pub async fn browser(server: &Server, name: &str, door: Door) -> Self {
        let phone = server.phone(name).await;
        let disk = Rc::new(RefCell::new(Disk::default()));
        let dice = Rc::new(RefCell::new(Dice(
            now().wrapping_mul(31)
                ^ phone.id().0
                ^ DICE.with(|dice| {
                    dice.set(dice.get() + 1);
                    dice.get()
                }),
        )));
        let secrets = Secrets::default();
        let native =
            Native { dice: Rc::clone(&dice), tripwire: Tripwire::default(), secrets: Rc::clone(&secrets) };
        let holder = Holder { disk: Rc::clone(&disk), tripwire: Tripwire::default() };
        let client = Client::new(native, holder, POLICY);
        let user = phone.id();
        run(client.create_device(user)).unwrap();
        Self {
            phone,
            door,
            user,
            client,
            disk,
            dice,
            secrets,
            people: RefCell::default(),
            cursor: RefCell::default(),
            received: RefCell::default(),
            grants: RefCell::default(),
            wire: RefCell::default(),
            changes: Cell::default(),
        }
    }

    /// The first device of somebody.
    pub async fn first(server: &Server, name: &str, door: Door) -> Self {
        let device = Self::browser(server, name, door).await;
        run(device.client.begin_chain(now())).unwrap();
        device.syncs().await;
        device
    }

    /// One more, let in by this one.
    pub async fn lets_in(&self, server: &Server, name: &str, door: Door) -> Self {
        let new = Self::browser(server, name, door).await;
        assert_eq!(new.user, self.user);
        let (offer, _) = run(new.client.offer_link()).unwrap();
        let links = new.links_of(self.user).await;
        let request = run(new.client.request_link(&links)).unwrap();
        new.does(AskDmLinking { request: bytes(&request) }).await;
        let asked = the!(DmLinking, self.calls(GetDmLinking {}).await);
        let request = LinkRequest::parse(&asked.requests.last().unwrap().0).unwrap();
        run(self.client.accept_link(&offer, &request, now())).unwrap();
        self.syncs().await;
        let answered = the!(DmLinking, new.calls(GetDmLinking {}).await);
        let welcome = LinkWelcome::parse(&answered.welcomes.last().unwrap().0).unwrap();
        run(new.client.take_welcome(&welcome, &new.links_of(self.user).await, now())).unwrap();
        new.syncs().await;
        self.syncs().await;
        new
    }

    /// The same browser, in which its person signed in anew: the keys are still there.
    pub async fn signs_in_again(&mut self, server: &Server, name: &str) {
        self.phone = server.phone(name).await;
    }

    pub fn id(&self) -> DeviceId {
        run(self.client.party()).unwrap().device
    }

    pub async fn calls(&self, command: impl Into<Command>) -> Result<Reply, Problem> {
        let command = command.into();
        let asked = serde_json::to_string(&command).unwrap();
        let answer = self.phone.via(self.door).calls(command).await;
        let answered = serde_json::to_string(&answer).unwrap();
        let mut wire = self.wire.borrow_mut();
        wire.push_str(&asked);
        wire.push_str(&answered);
        answer
    }

    /// Calls what has nothing to tell.
    pub async fn does(&self, command: impl Into<Command>) {
        assert_eq!(self.calls(command).await, Ok(Reply::Done));
    }

    /// The code of a refusal.
    pub async fn is_refused(&self, command: impl Into<Command>) -> ErrorCode {
        self.calls(command).await.expect_err("it is refused").code
    }

    pub async fn links_of(&self, user: UserId) -> Vec<Link> {
        let links: DmLinks = the!(DmLinks, self.calls(GetDmLinks { user, from: None }).await);
        links.links.iter().map(|link| Link::parse(&link.0).unwrap()).collect()
    }

    pub async fn opens(&self, user: UserId) -> Dm {
        self.people.borrow_mut().insert(user);
        the!(Dm, self.calls(OpenDm { user }).await)
    }

    pub async fn dms(&self) -> Vec<Dm> {
        the!(Dms, self.calls(GetDms {}).await).dms
    }

    pub async fn dm_of(&self, id: ConversationId) -> Option<Dm> {
        self.dms().await.into_iter().find(|dm| dm.conversation.0 == id.0)
    }

    /// All that a visit to the server takes.
    pub async fn syncs(&self) {
        self.uploads().await;
        if run(self.client.stage()).unwrap() != Some(Stage::Active) {
            return;
        }
        for dm in self.dms().await {
            let others = dm.members.iter().map(|member| member.id).filter(|user| *user != self.user);
            self.people.borrow_mut().extend(others);
        }
        self.fetches_links(self.user).await;
        if run(self.client.stage()).unwrap() != Some(Stage::Active) {
            return;
        }
        let people: Vec<UserId> = self.people.borrow().iter().copied().collect();
        for user in people {
            self.fetches_links(user).await;
        }
        self.fetches_grants().await;
        self.fetches_messages().await;
        self.fetches_grants().await;
        for id in run(self.client.conversations()).unwrap() {
            let retried = run(self.client.retry(id)).unwrap();
            self.received.borrow_mut().extend(retried);
            self.posts(id).await;
        }
        self.backs_up().await;
        self.uploads().await;
    }

    pub async fn uploads(&self) {
        for _ in 0..3 {
            let due = run(self.client.due(now())).unwrap();
            if due.is_empty() {
                break;
            }
            for upload in due {
                if self.uploads_one(&upload).await {
                    run(self.client.done(&upload)).unwrap();
                }
            }
        }
        // Who was removed is told nothing.
        if let Ok(Reply::DmPrekeys(prekeys)) = self.calls(GetDmPrekeys {}).await {
            run(self.client.one_time_keys_left(prekeys.left as u32)).unwrap();
        }
    }

    async fn uploads_one(&self, upload: &Upload) -> bool {
        match upload {
            Upload::Link(link) => match self.calls(AppendDmLink { link: bytes(link) }).await {
                Ok(_) => return true,
                Err(problem) => {
                    assert_eq!(problem.code, ErrorCode::Conflict, "{problem:?}");
                    self.fetches_links(self.user).await;
                    return false;
                }
            },
            Upload::Prekeys(bundle, keys) => self.lays_out(Some(bytes(bundle)), keys).await,
            Upload::OneTimeKeys(keys) => self.lays_out(None, keys).await,
            Upload::Attest(head) => self.does(PublishDmHead { head: bytes(head) }).await,
            Upload::Recovery(blob) => self.does(SetDmRecovery { recovery: bytes(blob) }).await,
            Upload::BackupGrants(keys) => {
                let keys = keys.iter().map(bytes).collect();
                if let Err(problem) = self.calls(AddDmBackupKeys { keys }).await {
                    assert_eq!(problem.code, ErrorCode::Conflict, "{problem:?}");
                    self.fetches_backup_keys().await;
                    return false;
                }
            }
            Upload::Acknowledge(epoch, device) => {
                let name = DmGrantName { epoch: bytes(epoch), device: bytes(device) };
                self.does(AcknowledgeDmGrants { grants: vec![name] }).await;
            }
            Upload::Welcome(welcome) => self.does(AnswerDmLinking { welcome: bytes(welcome) }).await,
            Upload::Change(_) => panic!("there are no groups yet"),
        }
        true
    }

    async fn lays_out(&self, bundle: Option<Bytes>, keys: &[dm_wire::prekeys::OneTimeKey]) {
        let one_time = keys.iter().map(bytes).collect();
        let left = the!(DmPrekeys, self.calls(PublishDmPrekeys { bundle, one_time }).await).left;
        run(self.client.one_time_keys_left(left as u32)).unwrap();
    }

    pub async fn fetches_links(&self, user: UserId) {
        let from = run(self.client.links_from(user)).unwrap();
        let answer = self.calls(GetDmLinks { user, from: Some(from.into()) }).await;
        let DmLinks { links, head } = the!(DmLinks, answer);
        let links = links.iter().map(|link| Link::parse(&link.0).unwrap()).collect();
        run(self.client.take_links(user, &Served { from, links }, now())).unwrap();
        if let Some(head) = head {
            run(self.client.take_attest(&HeadAttest::parse(&head.0).unwrap(), now())).unwrap();
        }
    }

    pub async fn waiting_grants(&self) -> Vec<Grant> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = the!(DmGrants, self.calls(GetDmGrants { after, limit: Some(2) }).await);
            all.extend(page.grants.iter().map(|grant| Grant::parse(&grant.0).unwrap()));
            match page.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }

    async fn fetches_grants(&self) {
        for _ in 0..3 {
            let grants = self.waiting_grants().await;
            let outcomes = run(self.client.take_grants(&grants, now())).unwrap();
            let needs: Vec<Need> = outcomes
                .iter()
                .filter_map(
                    |outcome| if let GrantOutcome::Needs(need) = outcome { Some(*need) } else { None },
                )
                .collect();
            self.grants.borrow_mut().extend(outcomes);
            if needs.is_empty() {
                return;
            }
            for need in needs {
                self.provides(need).await;
            }
        }
    }

    async fn provides(&self, need: Need) {
        match need {
            Need::Links(user) => self.fetches_links(user).await,
            Need::Conversation(id) => {
                let Some(dm) = self.dm_of(id).await else { return };
                for member in dm.members.iter().filter(|member| member.id != self.user) {
                    self.fetches_links(member.id).await;
                    run(self.client.open_conversation(member.id)).unwrap();
                }
            }
            _ => {}
        }
    }

    /// Takes a message as it came.
    pub async fn takes(&self, message: &Message) -> Received {
        let delivered = delivered(message.sealed.as_ref().expect("it is sealed"));
        for _ in 0..3 {
            match run(self.client.receive(&delivered)).unwrap() {
                Received::Waiting(need) => {
                    self.provides(need).await;
                    self.fetches_grants().await;
                    let told = run(self
                        .client
                        .retry(Letter::parse(&delivered.message).unwrap().header.opening.conversation));
                    if let Some(first) = told.unwrap().pop() {
                        return first;
                    }
                }
                other => return other,
            }
        }
        Received::Waiting(Need::Grants)
    }

    async fn fetches_messages(&self) {
        for dm in self.dms().await {
            let mut after = self.cursor.borrow().get(&dm.id).copied();
            loop {
                let page = self.page_after(dm.id, after).await;
                for message in &page.messages {
                    if message.sealed.is_some() {
                        let outcome = self.takes(message).await;
                        self.received.borrow_mut().push(outcome);
                    }
                    after = Some(message.id.0);
                }
                if !page.has_after {
                    break;
                }
            }
            if let Some(after) = after {
                self.cursor.borrow_mut().insert(dm.id, after);
            }
        }
    }

    async fn page_after(&self, channel: ChannelId, after: Option<u64>) -> MessagePage {
        let after = after.map(hubbub_shared::MessageId);
        let limit = Some(if after.is_none() { 100 } else { 3 });
        let ask = GetMessages { after, limit, ..GetMessages::of(channel) };
        the!(Page, self.calls(ask).await)
    }

    pub fn forgets_how_far_it_read(&self) {
        self.cursor.borrow_mut().clear();
    }

    /// Posts all that waits in a conversation.
    pub async fn posts(&self, id: ConversationId) {
        for _ in 0..20 {
            match run(self.client.next_step(id, now())).unwrap() {
                Step::Idle | Step::Blocked(_) => return,
                Step::Claim(parties) => {
                    let mut claims = Vec::new();
                    let users: BTreeSet<UserId> = parties.iter().map(|party| party.user).collect();
                    for user in users {
                        let of = parties.iter().filter(|party| party.user == user);
                        let devices = of.map(|party| bytes(&party.device)).collect();
                        claims.extend(self.claims(user, devices).await);
                    }
                    match run(self.client.take_claims(id, &claims, now())) {
                        Ok(_) => {}
                        Err(Error::Blocked(_)) => return,
                        Err(why) => panic!("{why:?}"),
                    }
                }
                Step::Post(post) => {
                    let Some(dm) = self.dm_of(id).await else { return };
                    let send = sealed_command(dm.id, &post.message, &post.grants);
                    match self.calls(send).await {
                        Ok(Reply::Message(stored)) => {
                            let sealed = delivered(stored.sealed.as_ref().unwrap());
                            let there = Letter::parse(&sealed.message).unwrap();
                            assert!(run(self.client.posted(&there, sealed.receipt)).unwrap(), "it is ours");
                        }
                        Err(problem) if problem.code == ErrorCode::DevicesChanged => {
                            assert!(!problem.fields.is_empty(), "it names whose links to fetch");
                            self.changes.set(self.changes.get() + 1);
                            run(self.client.devices_changed(id, post.message.header.opening.id)).unwrap();
                            for field in &problem.fields {
                                self.fetches_links(field.path.parse().unwrap()).await;
                            }
                        }
                        Err(problem) if problem.code.is_retryable() => return,
                        other => panic!("{other:?}"),
                    }
                }
            }
        }
    }

    pub async fn claims(&self, user: UserId, devices: Vec<Bytes>) -> Vec<Claim> {
        let claims = the!(DmClaims, self.calls(ClaimDmPrekeys { user, devices }).await).claims;
        let claims = claims.into_iter().map(|claim| Claim {
            device: DeviceId::parse(&claim.device.0).unwrap(),
            bundle: claim.bundle.map(|bundle| Wire::parse(&bundle.0).unwrap()),
            one_time: claim.one_time.map(|key| Wire::parse(&key.0).unwrap()),
        });
        claims.collect()
    }

    /// Writes something down for somebody; it is sent with the next visit.
    pub async fn writes(&self, to: UserId, body: &str) -> ConversationId {
        self.people.borrow_mut().insert(to);
        if run(self.client.open_conversation(to)).is_err() {
            self.opens(to).await;
            self.fetches_links(to).await;
        }
        let id = run(self.client.open_conversation(to)).unwrap();
        let message = run(self.client.new_message_id(now())).unwrap();
        let what = What::Text { body: body.to_owned(), reply_to: None, mentions: BTreeSet::new() };
        let content = Content { time_ms: now(), what };
        run(self.client.send(id, message, &content, None, true)).unwrap();
        id
    }

    /// Writes and sends.
    pub async fn says(&self, to: UserId, body: &str) -> ConversationId {
        let id = self.writes(to, body).await;
        self.posts(id).await;
        id
    }

    /// What is encrypted and waits to be posted first, as it would be posted.
    pub async fn next_post(&self, id: ConversationId) -> Box<dm_core::Post> {
        loop {
            match run(self.client.next_step(id, now())).unwrap() {
                Step::Post(post) => return post,
                Step::Claim(parties) => {
                    let mut claims = Vec::new();
                    for party in parties {
                        claims.extend(self.claims(party.user, vec![bytes(&party.device)]).await);
                    }
                    run(self.client.take_claims(id, &claims, now())).unwrap();
                }
                other => panic!("{other:?}"),
            }
        }
    }

    /// All texts of a conversation that can be read.
    pub fn reads(&self, id: ConversationId) -> BTreeSet<String> {
        let timeline = run(self.client.timeline(id)).unwrap();
        let texts = timeline.entries.into_values().filter_map(|entry| match entry.content.what {
            What::Text { body, .. } => Some(body),
            _ => None,
        });
        texts.collect()
    }

    pub async fn fetches_backup_keys(&self) {
        let device = bytes(&self.id());
        let keys = the!(DmBackupKeys, self.calls(GetDmBackupKeys { device }).await).keys;
        let keys: Vec<_> = keys.iter().map(|key| Wire::parse(&key.0).unwrap()).collect();
        run(self.client.take_backup_grants(&keys)).unwrap();
    }

    async fn backs_up(&self) {
        self.fetches_backup_keys().await;
        let entries = run(self.client.backup_entries(100)).unwrap();
        if entries.is_empty() {
            return;
        }
        self.does(AddDmBackup { entries: entries.iter().map(bytes).collect() }).await;
        run(self.client.backed_up(&entries)).unwrap();
    }

    /// Takes the backup, and then all messages from the beginning.
    pub async fn restores(&self) {
        self.fetches_backup_keys().await;
        let (mut entries, mut after) = (Vec::new(), None);
        loop {
            let page = the!(DmBackup, self.calls(GetDmBackup { after, limit: Some(2) }).await);
            entries
                .extend(page.entries.iter().map(|entry| Wire::parse(&entry.0).unwrap()).collect::<Vec<_>>());
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        for dm in self.dms().await {
            self.provides(Need::Conversation(ConversationId::parse(&dm.conversation.0).unwrap())).await;
        }
        run(self.client.take_backup(&entries)).unwrap();
        self.forgets_how_far_it_read();
        self.syncs().await;
    }
}

thread_local! {
    static DICE: Cell<u64> = const { Cell::new(0) };
}

pub fn delivered(sealed: &Sealed) -> Delivered {
    let message = [sealed.header.0.as_slice(), &sealed.ciphertext.0, &sealed.signature.0].concat();
    let receipt = Receipt {
        key: sealed.receipt.key,
        server_time_ms: sealed.receipt.server_time_ms,
        tag: sealed.receipt.tag.0.as_slice().try_into().unwrap(),
    };
    Delivered { message, receipt }
}

pub fn sealed_command(channel: ChannelId, message: &Letter, grants: &[Grant]) -> SendSealedMessage {
    SendSealedMessage {
        channel,
        header: bytes(&message.header),
        ciphertext: message.ciphertext.clone().into(),
        signature: bytes(&message.signature),
        grants: grants.iter().map(bytes).collect(),
    }
}

/// Ada with laptop and phone, Ben with tablet and desktop, who share a hub.
pub struct Four {
    pub laptop: Device,
    pub phone: Device,
    pub tablet: Device,
    pub desktop: Device,
}

impl Four {
    pub async fn on(server: &Server) -> Self {
        let laptop = Device::first(server, "ada", Door::Rest).await;
        let tablet = Device::first(server, "ben", Door::Socket).await;
        let hub = laptop.phone.creates_hub("Chess").await;
        let code = laptop.phone.invites(hub.id).await;
        tablet.phone.joins(&code).await;
        let phone = laptop.lets_in(server, "ada", Door::Socket).await;
        let desktop = tablet.lets_in(server, "ben", Door::Rest).await;
        Self { laptop, phone, tablet, desktop }
    }

    pub fn all(&self) -> [&Device; 4] {
        [&self.laptop, &self.phone, &self.tablet, &self.desktop]
    }

    /// Everybody visits the server until nothing moves any more.
    pub async fn settle(&self) {
        for _ in 0..2 {
            for device in self.all() {
                device.syncs().await;
            }
        }
    }
}

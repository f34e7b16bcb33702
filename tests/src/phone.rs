//! Somebody with the app open: a person, a socket, and what the app shows.

use crate::commands::send;
use crate::link::{Link, Memory};
use crate::person::Person;
use crate::socket::Entrance;
use crate::state::ClientState;
use crate::wait::DEADLINE;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::command::{GetMembers, Subscribe, Unsubscribe};
use hubbub_shared::protocol::{Command, Encoding, Reply};
use hubbub_shared::{ChannelId, HubId, Problem, UserId};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A person and their open app. Methods of [`Acts`](crate::Acts) go through the socket; those of
/// [`person`](Self::person) through REST.
pub struct Phone {
    person: Person,
    id: UserId,
    name: String,
    memory: Arc<Mutex<Memory>>,
    link: Mutex<Option<Arc<Link>>>,
}

impl Phone {
    /// Opens the app of somebody who is signed in.
    pub async fn open(person: Person) -> Self {
        let memory = Arc::<Mutex<Memory>>::default();
        let link = Link::open(&entrance(&person), &memory).await.expect("the socket opens");
        let me = memory.lock().unwrap().state.me.clone().expect("ready tells who this is");
        let link = Mutex::new(Some(Arc::new(link)));
        Self { person, id: me.id, name: me.display_name, memory, link }
    }

    /// Its owner, who speaks through REST.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Who this is.
    pub fn id(&self) -> UserId {
        self.id
    }

    /// A second device of the same person, with nothing in its cache.
    pub async fn another_device(&self) -> Self {
        Self::open(self.person.again()).await
    }

    fn link(&self) -> Arc<Link> {
        self.link.lock().unwrap().clone().expect("the phone is connected")
    }

    pub(crate) async fn calls_socket(&self, command: Command) -> Result<Reply, Problem> {
        let shown = format!("{command:?}");
        self.tries(command).await.unwrap_or_else(|| panic!("the connection ended before a reply to {shown}"))
    }

    /// Calls; `None` if there is no connection, or it ended before the answer.
    pub async fn tries(&self, command: impl Into<Command>) -> Option<Result<Reply, Problem>> {
        let link = self.link.lock().unwrap().clone()?;
        link.calls(command.into()).await
    }

    /// Follows a channel, from where its cache ends.
    pub async fn subscribes(&self, channel: ChannelId) {
        let since_rev = self.memory.lock().unwrap().state.caches.get(&channel).map(|cache| cache.rev);
        let answer = self.calls_socket(Subscribe { channel, since_rev }.into()).await;
        assert!(matches!(answer, Ok(Reply::Changes(_))), "{} cannot subscribe: {answer:?}", self.name);
    }

    /// Stops following a channel.
    pub async fn unsubscribes(&self, channel: ChannelId) {
        assert_eq!(self.calls_socket(Unsubscribe { channel }.into()).await, Ok(Reply::Done));
    }

    /// Follows every channel there is to see.
    pub async fn subscribes_to_all(&self) {
        for channel in self.state().visible_channels() {
            self.subscribes(channel).await;
        }
    }

    /// Opens the member list of a hub; events keep it up to date.
    pub async fn opens_member_list(&self, hub: HubId) {
        let answer = self
            .calls_socket(GetMembers { hub, after: None, limit: Some(100), online: None, users: None }.into())
            .await;
        // They may have left meanwhile.
        let Ok(Reply::Members(page)) = answer else { return };
        self.memory.lock().unwrap().state.list_members(hub, page.members);
    }

    /// Sends through the socket with a nonce, and waits for the reply.
    pub async fn says(&self, channel: ChannelId, content: &str) -> Message {
        let answer = self.calls_socket(send(channel, content, Some(&fresh_nonce())).into()).await;
        let Ok(Reply::Message(message)) = answer else {
            panic!("{} cannot say {content:?}: {answer:?}", self.name)
        };
        message
    }

    /// Waits until a message with this content is on the screen.
    pub async fn sees(&self, content: &str) -> Message {
        let found =
            |state: &ClientState| state.messages_saying(content).first().map(|&message| message.clone());
        self.shows(&format!("the message {content:?}"), found).await
    }

    /// Waits until the screen shows something; says what came instead if it does not.
    pub async fn shows<T>(&self, what: &str, look: impl Fn(&ClientState) -> Option<T>) -> T {
        let started = Instant::now();
        let mut changed = self.link().watch();
        loop {
            if let Some(found) = look(&self.state()) {
                return found;
            }
            if started.elapsed() > DEADLINE {
                panic!("{} waited in vain for {what}. What came:\n{}", self.name, self.arrived().join("\n"));
            }
            something_new(&mut changed).await;
        }
    }

    /// Waits until something is so.
    pub async fn agrees(&self, what: &str, question: impl Fn(&ClientState) -> bool) {
        self.shows(what, |state| question(state).then_some(())).await;
    }

    /// A copy of what the app shows now.
    pub fn state(&self) -> ClientState {
        self.memory().state.clone()
    }

    /// The messages of a channel that can be read, oldest first.
    pub fn reads(&self, channel: ChannelId) -> Vec<String> {
        let texts = |state: &ClientState| {
            let cache = state.caches.get(&channel).expect("the channel is subscribed");
            cache.texts().into_iter().map(str::to_owned).collect()
        };
        texts(&self.memory().state)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap()
    }

    /// Every event that came, as text.
    pub fn arrived(&self) -> Vec<String> {
        self.memory().arrived.clone()
    }

    /// The app forgets its caches, as a new installation.
    pub fn forgets_everything(&self) {
        self.memory().state = ClientState::default();
    }

    /// The network goes away: no close frame.
    pub fn loses_connection(&self) {
        self.link.lock().unwrap().take();
    }

    /// Connects once; the status or close code if refused.
    pub async fn connects(&self) -> Result<(), u16> {
        let link = Link::open(&entrance(&self.person), &self.memory).await?;
        *self.link.lock().unwrap() = Some(Arc::new(link));
        Ok(())
    }

    /// Connects until it works, and catches up in every channel of the cache.
    pub async fn reconnects(&self) {
        let started = Instant::now();
        while let Err(code) = self.connects().await {
            assert!(started.elapsed() < DEADLINE, "{} cannot reconnect: {code}", self.name);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        self.catches_up().await;
    }

    /// Subscribes again to what is cached; a channel that is refused now is forgotten.
    pub async fn catches_up(&self) {
        for (channel, cache) in self.state().caches {
            let _ = self.tries(Subscribe { channel, since_rev: Some(cache.rev) }).await;
        }
    }

    /// The code that the server closed with; `None` while the connection is open.
    pub fn close_code(&self) -> Option<u16> {
        self.link().close_code()
    }

    /// Waits until the server closes; the code.
    pub async fn is_closed(&self) -> u16 {
        let mut closed = self.link().watch_closed();
        let waiting = closed.wait_for(Option::is_some);
        let ended = crate::wait::within(DEADLINE, "the socket's end", waiting).await;
        ended.ok().and_then(|code| *code).expect("closed with a code")
    }

    /// How this person comes to the gateway: for stories that use a bare [`Socket`](crate::Socket).
    pub fn entrance(&self) -> Entrance {
        entrance(&self.person)
    }
}

async fn something_new(changed: &mut watch::Receiver<u64>) {
    let _ = tokio::time::timeout(Duration::from_millis(100), changed.changed()).await;
}

/// How a browser with these cookies comes to the gateway.
pub(crate) fn entrance(person: &Person) -> Entrance {
    Entrance {
        address: person.address().to_owned(),
        cookies: person.jar.header(),
        origin: Some(person.address().to_owned()),
        encoding: Encoding::MessagePack,
    }
}

/// A nonce that nobody used.
pub fn fresh_nonce() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("story-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

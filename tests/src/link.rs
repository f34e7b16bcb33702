//! One connection of a phone: reads in the background, keeps the client's state, hands replies to who asked.

use crate::apply::Todo;
use crate::socket::{Arrival, Entrance, Socket};
use crate::state::ClientState;
use crate::wait::{DEADLINE, within};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::command::Subscribe;
use hubbub_shared::protocol::{ClientFrame, Command, Event, Hello, Outcome, Reply, ServerFrame};
use hubbub_shared::{ChannelId, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// A client's state and a list of what brought it there, over all its connections.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub(crate) state: ClientState,
    /// Every frame that came, replies apart; for messages of failed stories, and to see that nothing came.
    pub(crate) arrived: Vec<String>,
}

/// A call on its way. Dropped without an answer if the connection ends first.
type Asked = (Command, oneshot::Sender<Result<Reply, Problem>>);

/// A connection that is, or was, alive.
pub(crate) struct Link {
    calls: mpsc::UnboundedSender<Asked>,
    changed: watch::Receiver<u64>,
    closed: watch::Receiver<Option<u16>>,
    task: JoinHandle<()>,
}

/// What the background task works on.
struct Pump {
    socket: Socket,
    memory: Arc<Mutex<Memory>>,
    pending: BTreeMap<u32, Asked>,
    /// Events of channels whose subscription has not been answered.
    early: BTreeMap<ChannelId, Vec<Event>>,
    subscribing: BTreeSet<ChannelId>,
    next_reference: u32,
    changed: watch::Sender<u64>,
    closed: watch::Sender<Option<u16>>,
}

impl Link {
    /// Connects and waits for `ready`; the status or close code if that is refused.
    pub(crate) async fn open(entrance: &Entrance, memory: &Arc<Mutex<Memory>>) -> Result<Self, u16> {
        let mut socket = entrance.connects().await?;
        let hello = match socket.arrives().await {
            Arrival::Frame(ServerFrame::Hello(hello)) => hello,
            Arrival::Frame(other) => panic!("the first frame is hello, not {other:?}"),
            Arrival::Closed(code) => return Err(code),
        };
        let (changed, watch_changed) = watch::channel(0);
        let (closed, watch_closed) = watch::channel(None);
        let (calls, asked) = mpsc::unbounded_channel();
        let mut pump = Pump {
            socket,
            memory: Arc::clone(memory),
            pending: BTreeMap::new(),
            early: BTreeMap::new(),
            subscribing: BTreeSet::new(),
            next_reference: 0,
            changed,
            closed,
        };
        pump.until_ready().await?;
        let task = tokio::spawn(pump.run(hello, asked));
        Ok(Self { calls, changed: watch_changed, closed: watch_closed, task })
    }

    /// Calls; `None` if the connection ended before the answer.
    pub(crate) async fn calls(&self, command: Command) -> Option<Result<Reply, Problem>> {
        let (answer, answered) = oneshot::channel();
        self.calls.send((command, answer)).ok()?;
        within(DEADLINE, "a reply", answered).await.ok()
    }

    /// How often something came.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.changed.clone()
    }

    /// The code it was closed with; `None` while it is open.
    pub(crate) fn close_code(&self) -> Option<u16> {
        *self.closed.borrow()
    }

    pub(crate) fn watch_closed(&self) -> watch::Receiver<Option<u16>> {
        self.closed.clone()
    }
}

impl Drop for Link {
    /// As when the network goes away: without a word.
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Pump {
    async fn until_ready(&mut self) -> Result<(), u16> {
        match self.socket.arrives().await {
            Arrival::Frame(ServerFrame::Ready(ready)) => {
                self.memory.lock().unwrap().state.ready(*ready);
                Ok(())
            }
            Arrival::Frame(other) => panic!("before ready came {other:?}"),
            Arrival::Closed(code) => Err(code),
        }
    }

    async fn run(mut self, hello: Hello, mut asked: mpsc::UnboundedReceiver<Asked>) {
        // A zero would mean no heartbeats; half the time leaves room on a busy machine.
        let pause = Duration::from_millis(u64::from(hello.heartbeat_secs.max(1)) * 500);
        let mut heartbeat = tokio::time::interval(pause);
        heartbeat.tick().await;
        loop {
            tokio::select! {
                arrival = self.socket.next() => match arrival {
                    Arrival::Frame(frame) => self.takes(frame).await,
                    Arrival::Closed(code) => return self.ends(code),
                },
                call = asked.recv() => match call {
                    Some(call) => self.asks(call).await,
                    None => return,
                },
                _ = heartbeat.tick() => self.socket.sends(&ClientFrame::Heartbeat).await,
            }
        }
    }

    fn ends(&self, code: u16) {
        self.memory.lock().unwrap().arrived.push(format!("closed: {code}"));
        let _ = self.closed.send(Some(code));
        self.changed.send_modify(|count| *count += 1);
    }

    async fn asks(&mut self, (command, answer): Asked) {
        self.next_reference += 1;
        if let Command::Subscribe(subscribe) = &command {
            self.subscribing.insert(subscribe.channel);
        }
        self.socket.sends(&ClientFrame::Call(self.next_reference, command.clone())).await;
        self.pending.insert(self.next_reference, (command, answer));
    }

    async fn takes(&mut self, frame: ServerFrame) {
        let shown = format!("{frame:?}");
        let todo = self.applies(frame);
        if !shown.starts_with("Reply") && shown != "Heartbeat" {
            self.memory.lock().unwrap().arrived.push(shown);
        }
        self.changed.send_modify(|count| *count += 1);
        if let Todo::CatchUp(channel) = todo {
            self.catches_up(channel).await;
        }
    }

    async fn catches_up(&mut self, channel: ChannelId) {
        if self.subscribing.contains(&channel) {
            return;
        }
        let since_rev = self.memory.lock().unwrap().state.caches.get(&channel).map(|cache| cache.rev);
        let (answer, _) = oneshot::channel();
        self.asks((Subscribe { channel, since_rev }.into(), answer)).await;
    }

    fn applies(&mut self, frame: ServerFrame) -> Todo {
        match frame {
            ServerFrame::Reply(reference, outcome) => return self.replied(reference, outcome),
            ServerFrame::Event(event) => return self.event(event),
            ServerFrame::Ephemeral(ephemeral) => self.memory.lock().unwrap().state.ephemeral(ephemeral),
            ServerFrame::Heartbeat | ServerFrame::Reconnect { .. } => {}
            ServerFrame::Hello(_) | ServerFrame::Ready(_) => panic!("{frame:?} comes once"),
        }
        Todo::Nothing
    }

    fn event(&mut self, event: Event) -> Todo {
        if let Event::Channel { channel, .. } = &event
            && self.subscribing.contains(channel)
        {
            self.early.entry(*channel).or_default().push(event);
            return Todo::Nothing;
        }
        self.memory.lock().unwrap().state.event(event)
    }

    fn replied(&mut self, reference: u32, outcome: Outcome) -> Todo {
        let (command, answer) = self.pending.remove(&reference).expect("exactly one reply to each call");
        let outcome = match outcome {
            Outcome::Ok(reply) => Ok(reply),
            Outcome::Error(problem) => Err(problem),
        };
        let todo = match (&command, &outcome) {
            (Command::Subscribe(subscribe), Ok(Reply::Changes(changes))) => {
                self.subscribed(subscribe, changes.clone())
            }
            (Command::Subscribe(subscribe), _) => self.not_subscribed(subscribe.channel),
            (Command::Unsubscribe(unsubscribe), _) => self.not_subscribed(unsubscribe.channel),
            _ => Todo::Nothing,
        };
        let _ = answer.send(outcome);
        todo
    }

    fn subscribed(&mut self, subscribe: &Subscribe, changes: ChannelChanges) -> Todo {
        let channel = subscribe.channel;
        self.subscribing.remove(&channel);
        let early = self.early.remove(&channel).unwrap_or_default();
        let state = &mut self.memory.lock().unwrap().state;
        // Hidden and shown again meanwhile: what this would complete is gone.
        if matches!(changes, ChannelChanges::Since { .. }) && !state.caches.contains_key(&channel) {
            return Todo::CatchUp(channel);
        }
        state.changes(channel, changes);
        let todos: Vec<_> = early.into_iter().map(|event| state.event(event)).collect();
        todos.into_iter().find(|todo| *todo != Todo::Nothing).unwrap_or(Todo::Nothing)
    }

    fn not_subscribed(&mut self, channel: ChannelId) -> Todo {
        self.subscribing.remove(&channel);
        self.early.remove(&channel);
        self.memory.lock().unwrap().state.caches.remove(&channel);
        Todo::Nothing
    }
}

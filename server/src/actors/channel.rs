//! One channel in use. Owns its order: every durable change gets the next rev, changes that wait are written as
//! one batch, and nobody is told of a change that is not stored. Decides no permissions: a change comes with
//! the proof that its maker may.

use crate::app::App;
use crate::domain::messages::{Change, Committed, Head, Heads, commit, missed};
use crate::error::{Error, Result};
use actix::{Actor, ActorContext, ActorFutureExt, AsyncContext, Context, Handler, Message, WrapFuture};
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::protocol::{Ephemeral, Event, ServerFrame};
use hubbub_shared::{ChannelId, HubId, UserId};
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::future::ready;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{OnceCell, oneshot};

/// Changes that may wait for the batch before them; one more is refused as retryable.
const QUEUE: usize = 4096;
/// Most changes of one batch.
const BATCH: usize = 512;
/// Writing is shown this long.
const TYPING: Duration = Duration::from_secs(8);
/// Who writes is told at most this often.
const TYPING_PAUSE: Duration = Duration::from_secs(2);
/// A channel without use for this long lets its actor end.
const IDLE: Duration = Duration::from_secs(60);

/// The store is asked again this long after it left a batch in doubt.
const DOUBT_PAUSE: Duration = Duration::from_secs(1);

/// Where the result of a change is awaited.
type Reply = oneshot::Sender<Result<Committed>>;

/// What became of a batch.
struct Written {
    /// Changes of before that turned out to be stored.
    missed: Vec<Committed>,
    /// One result each, or nobody knows.
    outcome: Result<Vec<Result<Committed>>>,
}

async fn write(app: &App, handle: &ChannelHandle, changes: Vec<Change>) -> Written {
    let begin = async {
        let heads = handle.heads(app).await?;
        let missed = missed(app, &heads).await?;
        Ok::<_, Error>((heads, missed))
    };
    match begin.await {
        Ok((_, missed)) if changes.is_empty() => Written { missed, outcome: Ok(Vec::new()) },
        Ok((heads, missed)) => {
            app.metrics.batch_sizes.observe(changes.len() as f64);
            Written { missed, outcome: commit(app, &heads, changes).await }
        }
        Err(error) => Written { missed: Vec::new(), outcome: Err(error) },
    }
}

/// What the rest of the process holds of a channel in use.
#[derive(Debug)]
pub struct ChannelHandle {
    id: ChannelId,
    /// Where the channel stands; read from the store at first use.
    heads: OnceCell<Arc<Heads>>,
    last_used: Mutex<Instant>,
    actor: actix::Addr<Channel>,
}

impl ChannelHandle {
    /// Starts the actor on this thread.
    pub fn start(app: &App, hub: HubId, id: ChannelId) -> Arc<Self> {
        Arc::new_cyclic(|handle| Self {
            id,
            heads: OnceCell::new(),
            last_used: Mutex::new(Instant::now()),
            actor: Channel::new(app.clone(), hub, id, Weak::clone(handle)).start(),
        })
    }

    /// Where the channel stands. Awaits nothing after the first time.
    pub async fn head(&self, app: &App) -> Result<Head> {
        Ok(self.heads(app).await?.get())
    }

    /// Where the channel stands, if it was asked before. Never awaits.
    pub fn head_now(&self) -> Option<Head> {
        self.heads.get().map(|heads| heads.get())
    }

    async fn heads(&self, app: &App) -> Result<Arc<Heads>> {
        *self.last_used.lock() = Instant::now();
        let heads = self.heads.get_or_try_init(|| async { Heads::load(app, self.id).await.map(Arc::new) });
        Ok(Arc::clone(heads.await?))
    }

    /// Gives a change its place and stores it. Changes keep the order in which this is called.
    pub async fn append(&self, change: Change) -> Result<Committed> {
        *self.last_used.lock() = Instant::now();
        let (reply, stored) = oneshot::channel();
        self.actor.try_send(Append { change, reply }).map_err(|_| Error::unavailable())?;
        stored.await.map_err(|_| Error::unavailable())?
    }

    /// Shows that somebody writes.
    pub fn typing(&self, user: UserId) {
        *self.last_used.lock() = Instant::now();
        self.actor.do_send(Typing(user));
    }

    /// Whether nobody used it for a while.
    pub fn is_idle(&self) -> bool {
        self.last_used.lock().elapsed() > IDLE
    }
}

/// The actor behind a [`ChannelHandle`]; ends with it.
pub struct Channel {
    app: App,
    hub: HubId,
    id: ChannelId,
    handle: Weak<ChannelHandle>,
    waiting: VecDeque<Append>,
    /// A batch is being written.
    writing: bool,
    /// It begins when the mailbox is empty.
    write_scheduled: bool,
    /// Nobody knows whether the last batch was stored.
    in_doubt: bool,
    /// Who writes, and until when it is shown.
    typing: HashMap<UserId, Instant>,
    typing_scheduled: bool,
}

impl Channel {
    fn new(app: App, hub: HubId, id: ChannelId, handle: Weak<ChannelHandle>) -> Self {
        app.metrics.actors_in_use("channel").inc();
        Self {
            app,
            hub,
            id,
            handle,
            waiting: VecDeque::new(),
            writing: false,
            write_scheduled: false,
            in_doubt: false,
            typing: HashMap::new(),
            typing_scheduled: false,
        }
    }

    /// Writes when all that has come by now is in the queue, so that the first one does not go alone.
    fn write_soon(&mut self, ctx: &mut Context<Self>) {
        if !self.writing && !std::mem::replace(&mut self.write_scheduled, true) {
            ctx.spawn(ready(()).into_actor(self).map(|(), channel, ctx| channel.write_waiting(ctx)));
        }
    }

    /// Writes everything that waits, unless a batch is being written: then that one's end calls this again.
    fn write_waiting(&mut self, ctx: &mut Context<Self>) {
        self.write_scheduled = false;
        if self.writing || (self.waiting.is_empty() && !self.in_doubt) {
            return;
        }
        let Some(handle) = self.handle.upgrade() else { return ctx.stop() };
        self.writing = true;
        let size = self.waiting.len().min(BATCH);
        self.app.metrics.channel_mailbox.dec_by(size as i64);
        let (changes, replies): (Vec<_>, Vec<_>) =
            self.waiting.drain(..size).map(|append| (append.change, append.reply)).unzip();
        let app = self.app.clone();
        let work = async move { write(&app, &handle, changes).await };
        ctx.spawn(
            work.into_actor(self).map(move |written, channel, ctx| channel.written(written, replies, ctx)),
        );
    }

    fn written(&mut self, written: Written, replies: Vec<Reply>, ctx: &mut Context<Self>) {
        self.writing = false;
        self.announce(written.missed.iter());
        match written.outcome {
            Ok(results) => {
                self.in_doubt = false;
                self.announce(results.iter().flatten());
                for (result, reply) in results.into_iter().zip(replies) {
                    // Whoever asked may be gone; the change is stored all the same.
                    let _ = reply.send(result);
                }
                self.write_waiting(ctx);
            }
            Err(error) => {
                tracing::warn!(channel = %self.id, "nobody knows whether a batch was stored: {error}");
                for reply in replies {
                    let _ = reply.send(Err(Error::unavailable()));
                }
                // If it was stored, those who look must hear of it, even if nobody sends anything more.
                self.in_doubt = true;
                ctx.run_later(DOUBT_PAUSE, Self::write_waiting);
            }
        }
    }

    /// What was stored together is told together.
    fn announce<'a>(&mut self, stored: impl Iterator<Item = &'a Committed>) {
        let (mut activity, mut frames) = (None, Vec::new());
        for committed in stored {
            let Some(change) = &committed.event else { continue };
            self.typing.remove(&committed.message.author.id);
            activity = Some(self.activity(committed));
            let event = Event::Channel { channel: self.id, rev: committed.rev, change: change.clone() };
            frames.push(ServerFrame::Event(event));
        }
        if let Some(activity) = activity {
            self.app.relays.deliver(self.hub, activity, frames);
        }
    }

    fn activity(&self, committed: &Committed) -> ChannelActivity {
        ChannelActivity {
            channel: self.id,
            rev: committed.rev,
            last_seq: committed.last_seq,
            last_ordinal: committed.message.ordinal.max(committed.last_ordinal),
        }
    }

    fn tell_typing(&mut self, ctx: &mut Context<Self>) {
        self.typing_scheduled = false;
        self.typing.retain(|_, until| *until > Instant::now());
        let users: Vec<UserId> = self.typing.keys().copied().collect();
        if users.is_empty() {
            return;
        }
        let typing = Ephemeral::Typing { channel: self.id, users };
        self.app.relays.to_channel(self.id, ServerFrame::Ephemeral(typing));
        self.typing_scheduled = true;
        ctx.run_later(TYPING_PAUSE, Self::tell_typing);
    }
}

impl Actor for Channel {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(QUEUE);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.app.metrics.actors_in_use("channel").dec();
    }
}

/// Store a change.
#[derive(Message)]
#[rtype(result = "()")]
struct Append {
    change: Change,
    reply: Reply,
}

impl Handler<Append> for Channel {
    type Result = ();

    fn handle(&mut self, append: Append, ctx: &mut Self::Context) {
        if self.waiting.len() >= QUEUE {
            let _ = append.reply.send(Err(Error::unavailable()));
            return;
        }
        self.waiting.push_back(append);
        self.app.metrics.channel_mailbox.inc();
        self.write_soon(ctx);
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Typing(UserId);

impl Handler<Typing> for Channel {
    type Result = ();

    fn handle(&mut self, Typing(user): Typing, ctx: &mut Self::Context) {
        let newly = self.typing.insert(user, Instant::now() + TYPING).is_none();
        if newly && !self.typing_scheduled {
            self.tell_typing(ctx);
        }
    }
}

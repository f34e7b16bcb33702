//! One place in use. Owns its order: every durable change gets the next rev, changes that wait are written as one batch,
//! and nobody is told of a change that is not stored. Whether somebody may is asked of the [`Kind`] of the place, when
//! their change is worked out.

use super::afterwards::see_to_all;
use super::commit::{Stored, commit};
use super::common::Common;
use super::heads::KnownHead;
use super::kind::Kind;
use super::missed::missed;
use crate::domain::messages::{Asked, Committed, Head};
use crate::error::{Error, Result};
use actix::{Actor, ActorContext, ActorFutureExt, AsyncContext, Context, Handler, Message, WrapFuture};
use futures_util::future::join_all;
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::protocol::{ChannelEvent, ServerFrame};
use hubbub_shared::{ChannelId, UserId};
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::future::ready;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Changes that may wait for the batch before them; one more is refused as retryable.
const QUEUE: usize = 4096;
/// Most changes of one batch.
const BATCH: usize = 512;
/// Writing is shown this long.
const TYPING: Duration = Duration::from_secs(8);
/// Who writes is told at most this often.
const TYPING_PAUSE: Duration = Duration::from_secs(2);
/// A place without use for this long lets its actor end.
const IDLE: Duration = Duration::from_secs(60);

/// The store is asked again this long after it left a batch in doubt.
const DOUBT_PAUSE: Duration = Duration::from_secs(1);

/// Where the result of a change is awaited.
type Reply = oneshot::Sender<Result<Committed>>;

/// What became of a batch.
struct Written {
    /// Changes of before that turned out to be stored.
    missed: Vec<Committed>,
    /// What was stored, or nobody knows.
    outcome: Result<Stored>,
}

async fn write(common: &Common, handle: &PlaceHandle, asked: Vec<Asked>) -> Written {
    let missed = match missed(common, &*handle.kind, &handle.head).await {
        Ok(missed) => missed,
        Err(error) => return Written { missed: Vec::new(), outcome: Err(error) },
    };
    if asked.is_empty() {
        return Written { missed, outcome: Ok(Stored::default()) };
    }
    common.metrics.batch_sizes.observe(asked.len() as f64);
    Written { missed, outcome: commit(common, &*handle.kind, &handle.head, asked).await }
}

/// What the rest of the process holds of a place in use.
pub struct PlaceHandle {
    kind: Arc<dyn Kind>,
    /// Where the place stands. Held, so that it is known as long as the place is in use.
    head: Arc<KnownHead>,
    last_used: Mutex<Instant>,
    actor: actix::Addr<Place>,
}

impl PlaceHandle {
    /// Starts the actor on this thread.
    pub(super) fn start(common: &Common, kind: impl Kind) -> Arc<Self> {
        let kind: Arc<dyn Kind> = Arc::new(kind);
        let head = common.heads.of(kind.place());
        Arc::new_cyclic(|handle| Self {
            head,
            last_used: Mutex::new(Instant::now()),
            // Before it begins: whoever sends many things at once need not wait for that.
            actor: Place::create(|ctx| {
                ctx.set_mailbox_capacity(QUEUE);
                Place::new(common.clone(), Arc::clone(&kind), Weak::clone(handle))
            }),
            kind,
        })
    }

    /// Where the place stands. Awaits nothing after the first time.
    pub async fn head(&self) -> Result<Head> {
        *self.last_used.lock() = Instant::now();
        self.head.head().await
    }

    /// Gives a change its place and stores it. Changes keep the order in which this is called.
    pub async fn append(&self, asked: Asked) -> Result<Committed> {
        *self.last_used.lock() = Instant::now();
        let (reply, stored) = oneshot::channel();
        self.actor.try_send(Append { asked, reply, followers: 0 }).map_err(|_| Error::unavailable())?;
        stored.await.map_err(|_| Error::unavailable())?
    }

    /// The same for several, which are stored in one batch: all of them or none. One result each.
    pub async fn append_together(&self, asked: Vec<Asked>) -> Result<Vec<Result<Committed>>> {
        *self.last_used.lock() = Instant::now();
        let (mut together, mut results) = (Vec::with_capacity(asked.len()), Vec::with_capacity(asked.len()));
        for (followers, asked) in (0..asked.len()).rev().zip(asked) {
            let (reply, stored) = oneshot::channel();
            together.push(Append { asked, reply, followers });
            results.push(stored);
        }
        self.actor.try_send(AppendTogether(together)).map_err(|_| Error::unavailable())?;
        let results = join_all(results).await.into_iter();
        Ok(results.map(|stored| stored.unwrap_or_else(|_| Err(Error::unavailable()))).collect())
    }

    /// Shows that somebody writes.
    pub fn typing(&self, user: UserId) {
        *self.last_used.lock() = Instant::now();
        self.actor.do_send(Typing(user));
    }

    /// Whether nobody used it for a while.
    pub(super) fn is_idle(&self) -> bool {
        self.last_used.lock().elapsed() > IDLE
    }
}

/// The actor behind a [`PlaceHandle`]; ends with it.
pub struct Place {
    common: Common,
    kind: Arc<dyn Kind>,
    handle: Weak<PlaceHandle>,
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

impl Place {
    fn new(common: Common, kind: Arc<dyn Kind>, handle: Weak<PlaceHandle>) -> Self {
        common.metrics.actors_in_use("place").inc();
        Self {
            common,
            kind,
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
            ctx.spawn(ready(()).into_actor(self).map(|(), place, ctx| place.write_waiting(ctx)));
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
        let size = size + size.checked_sub(1).map_or(0, |last| self.waiting[last].followers);
        self.common.metrics.place_mailbox.dec_by(size as i64);
        let (asked, replies): (Vec<_>, Vec<_>) =
            self.waiting.drain(..size).map(|append| (append.asked, append.reply)).unzip();
        let common = self.common.clone();
        let work = async move { write(&common, &handle, asked).await };
        ctx.spawn(work.into_actor(self).map(move |written, place, ctx| place.written(written, replies, ctx)));
    }

    fn written(&mut self, written: Written, replies: Vec<Reply>, ctx: &mut Context<Self>) {
        self.writing = false;
        self.announce(written.missed.iter());
        match written.outcome {
            Ok(Stored { results, afterwards }) => {
                self.in_doubt = false;
                self.announce(results.iter().flatten());
                for (result, reply) in results.into_iter().zip(replies) {
                    // Whoever asked may be gone; the change is stored all the same.
                    let _ = reply.send(result);
                }
                self.write_waiting(ctx);
                see_to_all(&self.common, afterwards);
            }
            Err(error) => {
                tracing::warn!(place = %self.kind.place(), "nobody knows whether a batch was stored: {error}");
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
            if matches!(change, ChannelEvent::MessageCreated(_)) {
                self.typing.remove(&committed.message.author.id);
            }
            activity = Some(self.activity(committed));
            frames.push(ServerFrame::Event(self.kind.event(committed.rev, change.clone())));
        }
        if let Some(activity) = activity {
            self.common.bus.deliver(self.kind.place(), self.kind.audience(), activity, frames);
        }
    }

    fn activity(&self, committed: &Committed) -> ChannelActivity {
        ChannelActivity {
            channel: ChannelId(self.kind.place().0),
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
        let typing = self.kind.typing(users);
        self.common.bus.to_place(self.kind.place(), ServerFrame::Ephemeral(typing));
        self.typing_scheduled = true;
        ctx.run_later(TYPING_PAUSE, Self::tell_typing);
    }
}

impl Actor for Place {
    type Context = Context<Self>;

    fn stopped(&mut self, _: &mut Self::Context) {
        self.common.metrics.actors_in_use("place").dec();
    }
}

/// Store a change.
#[derive(Message)]
#[rtype(result = "()")]
struct Append {
    asked: Asked,
    reply: Reply,
    /// So many after it go into the same batch, whatever its size.
    followers: usize,
}

impl Handler<Append> for Place {
    type Result = ();

    fn handle(&mut self, append: Append, ctx: &mut Self::Context) {
        if self.waiting.len() >= QUEUE {
            let _ = append.reply.send(Err(Error::unavailable()));
            return;
        }
        self.waiting.push_back(append);
        self.common.metrics.place_mailbox.inc();
        self.write_soon(ctx);
    }
}

/// Store changes in one batch.
#[derive(Message)]
#[rtype(result = "()")]
struct AppendTogether(Vec<Append>);

impl Handler<AppendTogether> for Place {
    type Result = ();

    fn handle(&mut self, AppendTogether(together): AppendTogether, ctx: &mut Self::Context) {
        if self.waiting.len() >= QUEUE {
            // Their replies are dropped, which says the same.
            return;
        }
        self.common.metrics.place_mailbox.inc_by(together.len() as i64);
        self.waiting.extend(together);
        self.write_soon(ctx);
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Typing(UserId);

impl Handler<Typing> for Place {
    type Result = ();

    fn handle(&mut self, Typing(user): Typing, ctx: &mut Self::Context) {
        let newly = self.typing.insert(user, Instant::now() + TYPING).is_none();
        if newly && !self.typing_scheduled {
            self.tell_typing(ctx);
        }
    }
}

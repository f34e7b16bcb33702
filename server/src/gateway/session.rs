//! One socket. Turns its frames into calls and answers each exactly once; decides no permissions.
//!
//! A session begins unidentified (or known by its cookie), is made ready once, and is live until the socket
//! ends. Calls run side by side, but each is begun before the next frame is looked at, so that the sends of one
//! session keep their order.

mod budget;
mod chunks;

use super::door::{Arrival, Authentication, Door};
use super::encoded::{Encoded, pong_frame};
use super::frames::{Inbound, Incoming, reference_of};
use super::hearing::Hearing;
use super::join::join;
use super::outbound::{Outbound, Weight};
use super::ready::ready;
use super::seat::Seat;
use super::subscribe::{subscribe, unsubscribe};
use super::worker::Worker;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::operations::{self, sessions};
use crate::request_id;
use actix::{Actor, ActorContext, ActorFutureExt, AsyncContext, Context, StreamHandler, WrapFuture};
use actix_web::web::Bytes;
use budget::{Budget, Verdict};
use chunks::Chunks;
use futures_util::FutureExt;
use hubbub_shared::protocol::command::Identify;
use hubbub_shared::protocol::{
    ClientFrame, CloseCode, Command, Encoding, Hello, Limit, Limits, Outcome, Reply, ServerFrame,
};
use hubbub_shared::text::MessageText;
use hubbub_shared::{ErrorCode, Problem};
use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A socket that does not say who it is is closed after this.
const IDENTIFY_WITHIN: Duration = Duration::from_secs(5);
/// Greatest message before identity, in bytes.
const SMALL_FRAME: usize = 64 * 1024;
/// Greatest message after, in bytes.
const LARGE_FRAME: usize = 256 * 1024;
/// Heartbeats and pings of one socket per minute, half of them at once.
const SIGNS_OF_LIFE_PER_MINUTE: u32 = 120;
/// Most calls of one session at the same time.
const MOST_CALLS: usize = 128;

static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// How far the socket has come.
enum Stage {
    /// Nobody knows who it is.
    Unidentified,
    /// Its token is being checked, or its hubs are being read.
    Loading,
    /// `ready` was sent; it has its seat among the live sessions.
    Live(Rc<Seat>),
}

/// The actor of one socket.
pub struct Session {
    door: Door,
    worker: Worker,
    encoding: Encoding,
    outbound: Rc<Outbound>,
    inbound: Inbound,
    stage: Stage,
    /// Set as soon as the caller is known, so that the end of the socket always leaves the tables.
    seat: Option<Rc<Seat>>,
    arrived: Authentication,
    /// What waits for `ready`, to be one write with it: after a restart all come at once.
    owed: Vec<ServerFrame>,
    budget: Budget,
    /// Heartbeats and pings, which need no answer from the domain.
    signs_of_life: Budget,
    calls: Rc<Cell<usize>>,
}

impl Session {
    /// Starts on this worker thread and reads the socket until it ends; `first` was read already.
    pub fn start(worker: Worker, arrival: Arrival, outbound: Rc<Outbound>, first: Bytes) {
        Self::create(|ctx| {
            ctx.add_stream(Chunks::new(Rc::clone(&outbound), first));
            Self {
                budget: Budget::new(arrival.door.settings.frames_per_minute),
                signs_of_life: Budget::new(SIGNS_OF_LIFE_PER_MINUTE),
                door: arrival.door,
                worker,
                encoding: arrival.encoding,
                outbound,
                inbound: Inbound::new(SMALL_FRAME),
                stage: Stage::Unidentified,
                seat: None,
                arrived: arrival.identity,
                owed: Vec::new(),
                calls: Rc::default(),
            }
        });
    }

    fn send(&self, frame: ServerFrame) {
        self.door.live.metrics.frames_out.inc();
        if !self.outbound.push(Encoded::new(frame).bytes(self.encoding), Weight::Answer) {
            self.door.live.metrics.queue_overflows.inc();
            self.outbound.close(CloseCode::SlowReader);
        }
    }

    fn hello(&self) -> ServerFrame {
        ServerFrame::Hello(Hello {
            heartbeat_secs: self.door.settings.heartbeat_secs,
            server: env!("CARGO_PKG_VERSION").to_owned(),
            limits: Limits {
                frame_bytes_before_ready: SMALL_FRAME as u32,
                frame_bytes: LARGE_FRAME as u32,
                frames_per_minute: self.door.settings.frames_per_minute,
                subscriptions: self.door.live.settings.capacity.channels_of_a_socket as u32,
                message_chars: MessageText::MAX_CHARS as u32,
            },
        })
    }

    /// Closes with a code; the session is over when the peer answers, or the connection ends.
    fn close(&mut self, code: CloseCode) {
        self.leave();
        self.outbound.close(code);
    }

    /// Both sides have said goodbye, or the peer just did.
    fn part(&self, ctx: &mut Context<Self>) {
        self.outbound.say_goodbye();
        ctx.stop();
    }

    fn leave(&mut self) {
        if let Some(seat) = self.seat.take() {
            self.door.live.present.disconnected(seat.caller.user);
            self.worker.tables.borrow_mut().remove(&seat);
        }
    }

    fn receive(&mut self, message: Incoming, ctx: &mut Context<Self>) {
        if let Some(seat) = &self.seat {
            seat.last_heard.set(Instant::now());
        }
        match (message, self.encoding) {
            (Incoming::Binary(bytes), Encoding::MessagePack) | (Incoming::Text(bytes), Encoding::Json) => {
                self.read(&bytes, ctx)
            }
            (Incoming::Binary(_) | Incoming::Text(_), _) => self.close(CloseCode::Malformed),
            (Incoming::Ping(_), _) if self.signs_of_life.spend() != Verdict::Fine => {
                self.close(CloseCode::RateLimited);
            }
            (Incoming::Ping(bytes), _) => {
                self.outbound.push(pong_frame(bytes), Weight::Fleeting);
            }
            (Incoming::Pong | Incoming::Close, _) => {}
        }
    }

    fn read(&mut self, bytes: &[u8], ctx: &mut Context<Self>) {
        self.door.live.metrics.frames_in.inc();
        match self.encoding.decode::<ClientFrame>(bytes) {
            Ok(ClientFrame::Heartbeat) if self.signs_of_life.spend() != Verdict::Fine => {
                self.close(CloseCode::RateLimited);
            }
            Ok(ClientFrame::Heartbeat) => self.send(ServerFrame::Heartbeat),
            Ok(ClientFrame::Call(reference, command)) => self.call(reference, command, ctx),
            Err(error) => self.misunderstand(bytes, &error.to_string()),
        }
    }

    /// A call whose reference can be read gets an error; anything else is not the protocol.
    fn misunderstand(&mut self, bytes: &[u8], error: &str) {
        match reference_of(bytes, self.encoding) {
            Some(reference) if self.budget.spend() != Verdict::Close => {
                let problem =
                    Problem::new(ErrorCode::MalformedFrame, format!("This is not a known command: {error}."));
                self.send(ServerFrame::Reply(reference, Outcome::Error(problem)));
            }
            _ => self.close(CloseCode::Malformed),
        }
    }

    fn call(&mut self, reference: u32, command: Command, ctx: &mut Context<Self>) {
        match self.budget.spend() {
            Verdict::Fine => {}
            Verdict::TooFast(wait) => return self.refuse_fast(reference, wait),
            Verdict::Close => return self.close(CloseCode::RateLimited),
        }
        match (&self.stage, command) {
            (Stage::Live(seat), command) => self.run(Rc::clone(seat), reference, command, ctx),
            (Stage::Unidentified, Command::Identify(identify)) => self.identify(reference, identify, ctx),
            (Stage::Unidentified | Stage::Loading, _) => {
                let problem = Problem::new(ErrorCode::NotSignedIn, "Wait for `ready` first.");
                self.send(ServerFrame::Reply(reference, Outcome::Error(problem)));
            }
        }
    }

    fn refuse_fast(&self, reference: u32, wait: Duration) {
        let mut problem = Problem::new(ErrorCode::RateLimited, "Too many frames. Wait a moment.");
        problem.retry_after_ms = Some(wait.as_millis().try_into().unwrap_or(u64::MAX));
        self.send(ServerFrame::Reply(reference, Outcome::Error(problem)));
    }

    fn identify(&mut self, reference: u32, identify: Identify, ctx: &mut Context<Self>) {
        self.stage = Stage::Loading;
        let door = self.door.clone();
        let check = async move {
            let caller = sessions::authenticate_token(&door.live, &identify.token).await?;
            let intents = sessions::intents(&door.live, &caller, identify.intents).await?;
            Ok::<_, Error>((caller, Hearing::of(&intents)))
        };
        ctx.spawn(check.into_actor(self).map(move |found, session, ctx| match found {
            Ok(known) => {
                session.owed.push(ServerFrame::Reply(reference, Outcome::Ok(Reply::Done)));
                session.become_known(known, ctx);
            }
            Err(error) => {
                let code = after(&error);
                session.send(ServerFrame::Reply(
                    reference,
                    Outcome::Error(error.into_problem(&request_id::fresh())),
                ));
                session.close(code);
            }
        }));
    }

    fn become_known(&mut self, known: (Caller, Hearing), ctx: &mut Context<Self>) {
        self.stage = Stage::Loading;
        self.inbound.set_limit(LARGE_FRAME);
        let seat = Seat::new(
            NUMBERS.fetch_add(1, Ordering::Relaxed),
            known,
            self.encoding,
            Rc::clone(&self.outbound),
        );
        self.seat = Some(Rc::clone(&seat));
        self.door.live.present.connected(seat.caller.user);
        let (door, worker) = (self.door.clone(), self.worker.clone());
        let load = async move {
            let outcome = ready(&door, &worker, &seat).await;
            (seat, outcome)
        };
        ctx.spawn(
            load.into_actor(self).map(|(seat, outcome), session, _| session.become_live(seat, outcome)),
        );
    }

    fn become_live(&mut self, seat: Rc<Seat>, ready: Result<ServerFrame>) {
        for frame in std::mem::take(&mut self.owed) {
            self.send(frame);
        }
        match ready {
            Ok(frame) => {
                self.send(frame);
                for frame in seat.become_ready() {
                    seat.send(&self.door.live.metrics, &frame, Weight::Durable);
                }
                self.stage = Stage::Live(seat);
            }
            Err(error) => {
                tracing::warn!("a session was not made ready: {error}");
                let ended =
                    matches!(&error, Error::Rejected(problem) if problem.code == ErrorCode::NotSignedIn);
                self.close(if ended { CloseCode::SessionEnded } else { CloseCode::ServerError });
            }
        }
    }

    fn run(&self, seat: Rc<Seat>, reference: u32, command: Command, ctx: &mut Context<Self>) {
        if self.calls.get() >= MOST_CALLS {
            return self.refuse_fast(reference, Duration::from_secs(1));
        }
        self.calls.set(self.calls.get() + 1);
        if is_act(&command) {
            self.door.live.present.acted(seat.caller.user, self.door.live.clock.now());
        }
        let (door, worker, verb) = (self.door.clone(), self.worker.clone(), command.verb());
        let work = async move {
            match command {
                Command::Subscribe(command) => {
                    subscribe(&door, &worker, &seat, reference, command).await.map(|()| None)
                }
                Command::JoinHub(command) => {
                    operations::admit(&door.limits, &seat.caller, verb)?;
                    join(&door, &worker, &seat, reference, command).await.map(|()| None)
                }
                Command::Unsubscribe(command) => {
                    unsubscribe(&worker, &seat, command.channel.place());
                    Ok(Some(Reply::Done))
                }
                Command::Identify(_) => {
                    let message = "This socket has said who it is already.";
                    Err(Error::rejected(ErrorCode::Conflict, message))
                }
                command => {
                    operations::admit(&door.limits, &seat.caller, verb)?;
                    let answer = operations::run(&door.live, Some(&seat.caller), command).await?;
                    Ok(Some(answer.reply))
                }
            }
        };
        let request = request_id::fresh();
        let mut work = Box::pin(request_id::scope(Arc::clone(&request), work));
        // Begun now, in the order of the frames; most of what a call waits for is its place in a batch.
        match work.as_mut().now_or_never() {
            Some(outcome) => self.finish(reference, &request, outcome),
            None => {
                // In a task of its own: what was begun is finished even if the socket goes away meanwhile.
                let task = actix_rt::spawn(work);
                let ended = async move { task.await.unwrap_or_else(|_| Err(Error::unavailable())) };
                ctx.spawn(
                    ended
                        .into_actor(self)
                        .map(move |outcome, session, _| session.finish(reference, &request, outcome)),
                );
            }
        }
    }

    fn finish(&self, reference: u32, request: &str, outcome: Result<Option<Reply>>) {
        self.calls.set(self.calls.get() - 1);
        let outcome = match outcome {
            Ok(Some(reply)) => Outcome::Ok(reply),
            Ok(None) => return,
            Err(error) => Outcome::Error(error.into_problem(request)),
        };
        self.send(ServerFrame::Reply(reference, outcome));
    }
}

/// How a socket is closed that said who it is, and was refused.
fn after(error: &Error) -> CloseCode {
    match error {
        Error::Rejected(problem) if problem.code.is_retryable() => CloseCode::ServerError,
        // The token is good, and what was said with it is not.
        Error::Rejected(problem) if problem.code == ErrorCode::InvalidInput => CloseCode::Malformed,
        _ => CloseCode::SessionEnded,
    }
}

/// Whether somebody did it by hand. Apps subscribe, load and mark as read by themselves.
const fn is_act(command: &Command) -> bool {
    !matches!(command.verb().limit, Limit::Free) || matches!(command, Command::StartTyping(_))
}

impl Actor for Session {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.door.live.metrics.connections.inc();
        let hello = self.hello();
        match std::mem::replace(&mut self.arrived, Authentication::Unknown) {
            Authentication::Known(caller) => {
                self.owed.push(hello);
                self.become_known((caller, Hearing::ALL), ctx);
            }
            Authentication::Ended => {
                self.send(hello);
                self.close(CloseCode::SessionEnded);
            }
            Authentication::Unknown => {
                self.send(hello);
                ctx.run_later(IDENTIFY_WITHIN, |session, _| {
                    if matches!(session.stage, Stage::Unidentified) {
                        session.close(CloseCode::IdentifyTimeout);
                    }
                });
            }
        }
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.leave();
        self.outbound.end();
        self.door.live.metrics.connections.dec();
    }
}

impl StreamHandler<io::Result<Bytes>> for Session {
    fn handle(&mut self, chunk: io::Result<Bytes>, ctx: &mut Self::Context) {
        let Ok(bytes) = chunk else { return ctx.stop() };
        self.inbound.extend(&bytes);
        loop {
            match self.inbound.next_message() {
                Ok(Some(Incoming::Close)) => return self.part(ctx),
                // Closed from this side: only the peer's goodbye still counts.
                Ok(Some(_)) if self.outbound.is_closed() => {}
                Ok(Some(message)) => self.receive(message, ctx),
                Ok(None) => return,
                Err(_) if self.outbound.is_closed() => return self.part(ctx),
                Err(code) => return self.close(code),
            }
        }
    }
}

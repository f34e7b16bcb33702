//! The bounded queue of frames that wait for one socket.
//!
//! Frames are written by the [writer](ComesBy) of the thread, after whatever put them here is done: everything that waits
//! leaves in one write, so that a burst costs one system call. An idle socket holds no buffer. A peer that does not
//! read fills its queue, and only its own: what is fleeting is dropped from half full on, and a full queue closes
//! the socket with a code that means "resume".

use super::encoded::close_frame;
use super::frames_waiting::FramesWaiting;
use actix_web::web::Bytes;
use hubbub_shared::protocol::CloseCode;
use socket2::SockRef;
use std::cell::RefCell;
use std::io;
use std::net::Shutdown;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Most frames that wait.
const MOST_FRAMES: usize = 2048;
/// Most bytes that wait.
const MOST_BYTES: usize = 1024 * 1024;
/// Most bytes that wait when the peer's own calls are answered: it asked for them, and may be slow to read.
const MOST_ANSWER_BYTES: usize = 8 * MOST_BYTES;
/// What is left when a session ends is offered to its peer for this long.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// A peer that does not answer a close is dropped after this.
const CLOSE_WITHIN: Duration = Duration::from_secs(5);

/// Whether a frame can be lost without harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Answers a call of the peer: closing the socket for it would only make the peer ask again.
    Answer,
    /// Must arrive, or the socket closes and the client resumes.
    Durable,
    /// Dropped from half full on.
    Fleeting,
}

/// How the frames get onto the wire.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// Nothing waits to be written.
    #[default]
    Idle,
    /// The writer comes by.
    Due,
    /// The peer must read before more can be written.
    Blocked,
}

#[derive(Default)]
struct Queue {
    frames: FramesWaiting,
    writing: Writing,
    /// Nothing more is taken.
    closed: bool,
    /// The session is over.
    ended: bool,
    /// The peer is gone.
    abandoned: bool,
}

/// Whoever writes to the sockets of the thread.
pub trait ComesBy {
    /// Something waits for a socket. Told once until it was written.
    fn come_by(&self, outbound: Rc<Outbound>);
}

/// One socket, and the frames that wait for it.
pub struct Outbound {
    socket: TcpStream,
    writer: Rc<dyn ComesBy>,
    queue: RefCell<Queue>,
}

impl Outbound {
    /// The way out to this socket. Nothing waits yet.
    pub fn new(socket: TcpStream, writer: Rc<dyn ComesBy>) -> Rc<Self> {
        Rc::new(Self { socket, writer, queue: RefCell::default() })
    }

    /// Queues a frame. `false`: there is no room, and the socket must be closed. An empty queue takes a frame
    /// of any size, so a large answer to one's own call never closes the socket.
    pub fn push(self: &Rc<Self>, frame: Bytes, weight: Weight) -> bool {
        let mut queue = self.queue.borrow_mut();
        if queue.closed || queue.abandoned {
            return true;
        }
        let fits = |share: usize| {
            queue.frames.len() < MOST_FRAMES / share
                && queue.frames.bytes() + frame.len() <= MOST_BYTES / share
        };
        if weight == Weight::Fleeting && !fits(2) {
            return true;
        }
        let has_room = match weight {
            Weight::Answer => queue.frames.bytes() + frame.len() <= MOST_ANSWER_BYTES,
            Weight::Durable | Weight::Fleeting => fits(1),
        };
        if !has_room && !queue.frames.is_empty() {
            return false;
        }
        self.add(&mut queue, frame);
        true
    }

    /// Writes what must arrive at once if nothing waits before it, and queues what the peer does not take. `false`: there
    /// is no room, and the socket must be closed.
    pub(super) fn write_through(self: &Rc<Self>, frame: &Bytes) -> bool {
        let mut queue = self.queue.borrow_mut();
        if !queue.is_free() {
            drop(queue);
            return self.push(frame.clone(), Weight::Durable);
        }
        match send(&self.socket, frame) {
            Ok(written) if written == frame.len() => {}
            Ok(written) => {
                self.add(&mut queue, frame.clone());
                queue.frames.written(written);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.add(&mut queue, frame.clone()),
            Err(_) => queue.abandoned = true,
        }
        true
    }

    fn add(self: &Rc<Self>, queue: &mut Queue, frame: Bytes) {
        queue.frames.push(frame);
        if queue.writing == Writing::Idle {
            queue.writing = Writing::Due;
            self.writer.come_by(Rc::clone(self));
        }
    }

    /// Says why, and takes nothing more. A slow reader loses what waits: it would not read it.
    pub fn close(self: &Rc<Self>, code: CloseCode) {
        let mut queue = self.queue.borrow_mut();
        if queue.closed {
            return;
        }
        if code == CloseCode::SlowReader {
            queue.frames.drop_what_is_not_begun();
        }
        queue.closed = true;
        self.add(&mut queue, close_frame((code as u16).into()));
        let socket = Rc::downgrade(self);
        actix_rt::spawn(async move {
            tokio::time::sleep(CLOSE_WITHIN).await;
            if let Some(unanswered) = socket.upgrade() {
                unanswered.hang_up();
            }
        });
    }

    /// Ends the connection: whoever reads the socket finds its end.
    fn hang_up(&self) {
        self.end();
        // It may have ended meanwhile.
        let _ = SockRef::from(&self.socket).shutdown(Shutdown::Both);
    }

    /// The peer says goodbye: says it too (RFC 6455 section 5.5.1).
    pub fn say_goodbye(self: &Rc<Self>) {
        let mut queue = self.queue.borrow_mut();
        if !std::mem::replace(&mut queue.closed, true) {
            self.add(&mut queue, close_frame(actix_http::ws::CloseCode::Normal));
        }
    }

    /// The session is over: what waits is written if the peer takes it soon.
    pub fn end(&self) {
        let mut queue = self.queue.borrow_mut();
        queue.closed = true;
        queue.ended = true;
    }

    /// Whether nothing more can be sent.
    pub fn is_closed(&self) -> bool {
        let queue = self.queue.borrow();
        queue.closed || queue.abandoned
    }

    /// Reads what the peer sent into `buffer`; 0 bytes are the end.
    pub fn poll_read(&self, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        loop {
            std::task::ready!(self.socket.poll_read_ready(context))?;
            match self.socket.try_read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return Poll::Ready(read),
            }
        }
    }

    /// How much waits.
    pub(super) fn bytes_waiting(&self) -> usize {
        self.queue.borrow().frames.bytes()
    }

    /// Writes what waits, as far as the peer takes it.
    pub(super) fn write(self: &Rc<Self>, scratch: &mut Vec<u8>) {
        let was_blocked = self.queue.borrow().writing == Writing::Blocked;
        let writing = self.queue.borrow_mut().write_to(&self.socket, scratch);
        if writing == Writing::Blocked && !was_blocked {
            actix_rt::spawn(Rc::clone(self).write_when_possible());
        }
    }

    async fn write_when_possible(self: Rc<Self>) {
        let mut ended: Option<Instant> = None;
        while self.queue.borrow().writing == Writing::Blocked {
            let possible = tokio::time::timeout(LAST_WORDS, self.socket.writable()).await;
            if self.queue.borrow().ended && ended.get_or_insert_with(Instant::now).elapsed() >= LAST_WORDS {
                return;
            }
            if possible.is_ok() {
                self.write(&mut Vec::new());
            }
        }
    }
}

impl Queue {
    /// Whether the next frame may go to the socket past the queue.
    fn is_free(&self) -> bool {
        self.writing == Writing::Idle && !self.closed && !self.abandoned
    }

    fn write_to(&mut self, socket: &TcpStream, scratch: &mut Vec<u8>) -> Writing {
        self.writing = Writing::Idle;
        while let Some(chunk) = self.frames.chunk(scratch) {
            match send(socket, chunk) {
                Ok(written) => self.frames.written(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.writing = Writing::Blocked;
                    break;
                }
                Err(_) => {
                    self.abandoned = true;
                    self.frames.clear();
                }
            }
        }
        self.writing
    }
}

/// Mostly a socket takes what it is given; only if not, the runtime is told to look when it will.
fn send(socket: &TcpStream, chunk: &[u8]) -> io::Result<usize> {
    match SockRef::from(socket).send(chunk) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => socket.try_write(chunk),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(0),
        sent => sent,
    }
}

#[cfg(test)]
mod tests {
    use super::super::writer::Writer;
    use super::*;
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    struct Pair {
        outbound: Rc<Outbound>,
        peer: TcpStream,
        writer: Rc<Writer>,
    }

    impl Pair {
        async fn new() -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            let (socket, _) = listener.accept().await.unwrap();
            socket.writable().await.unwrap();
            let writer = Rc::new(Writer::default());
            Self { outbound: Outbound::new(socket, Rc::clone(&writer) as _), peer, writer }
        }

        async fn reads(&mut self, count: usize) -> Vec<u8> {
            let mut bytes = vec![0; count];
            self.peer.read_exact(&mut bytes).await.unwrap();
            bytes
        }
    }

    const CLOSE_4001: [u8; 4] = [0x88, 2, 0x0F, 0xA1];

    fn frame(byte: u8, size: usize) -> Bytes {
        Bytes::from(vec![byte; size])
    }

    #[actix_web::test]
    async fn everything_that_waits_is_written_in_order() {
        let mut pair = Pair::new().await;
        pair.outbound.push(frame(1, 2), Weight::Durable);
        pair.outbound.push(frame(2, 1), Weight::Durable);
        pair.writer.write_due().await;
        assert_eq!(pair.reads(3).await, [1, 1, 2]);
        assert!(pair.outbound.queue.borrow().frames.is_empty());
    }

    #[actix_web::test]
    async fn a_frame_goes_past_an_empty_queue_and_behind_what_waits() {
        let mut pair = Pair::new().await;
        assert!(pair.outbound.write_through(&frame(1, 2)));
        assert_eq!(pair.reads(2).await, [1, 1], "before the writer comes by");
        pair.outbound.push(frame(2, 1), Weight::Durable);
        assert!(pair.outbound.write_through(&frame(3, 1)));
        pair.writer.write_due().await;
        assert_eq!(pair.reads(2).await, [2, 3]);
    }

    #[actix_web::test]
    async fn what_a_slow_peer_does_not_take_of_a_frame_past_the_queue_waits_in_it() {
        let mut pair = Pair::new().await;
        let large = 8 * MOST_BYTES;
        assert!(pair.outbound.write_through(&frame(1, large)));
        assert!(!pair.outbound.write_through(&frame(2, MOST_BYTES)), "the queue is as bounded as ever");
        assert!(pair.outbound.push(frame(3, 1), Weight::Answer));
        pair.writer.write_due().await;
        let bytes = pair.reads(large + 1).await;
        assert!(bytes[..large].iter().all(|byte| *byte == 1));
        assert_eq!(bytes[large], 3);
    }

    #[actix_web::test]
    async fn what_a_slow_peer_cannot_take_yet_arrives_whole_when_it_reads() {
        let mut pair = Pair::new().await;
        let sizes = [700_000, 3, 800_000, 900_000, 70_000, 1];
        for (number, size) in sizes.iter().enumerate() {
            assert!(pair.outbound.push(frame(number as u8, *size), Weight::Answer));
            pair.writer.write_due().await;
        }
        let expected: Vec<u8> =
            sizes.iter().enumerate().flat_map(|(number, size)| vec![number as u8; *size]).collect();
        pair.outbound.end();
        drop(pair.outbound.clone());
        assert!(pair.reads(expected.len()).await == expected);
    }

    #[actix_web::test]
    async fn a_full_queue_refuses_what_is_durable_and_drops_what_is_fleeting_from_half_on() {
        let Pair { outbound, .. } = Pair::new().await;
        for _ in 0..MOST_FRAMES / 2 {
            assert!(outbound.push(frame(1, 1), Weight::Durable));
        }
        assert!(outbound.push(frame(9, 1), Weight::Fleeting), "dropping is no failure");
        assert_eq!(outbound.queue.borrow().frames.len(), MOST_FRAMES / 2, "and it was dropped");
        for _ in MOST_FRAMES / 2..MOST_FRAMES {
            assert!(outbound.push(frame(1, 1), Weight::Durable));
        }
        assert!(!outbound.push(frame(1, 1), Weight::Durable));
    }

    #[actix_web::test]
    async fn an_empty_queue_takes_one_frame_of_any_size() {
        let Pair { outbound, .. } = Pair::new().await;
        assert!(outbound.push(frame(1, 2 * MOST_BYTES), Weight::Durable));
        assert!(!outbound.push(frame(1, 1), Weight::Durable));
    }

    #[actix_web::test]
    async fn a_slow_reader_gets_the_reason_and_nothing_else() {
        let mut pair = Pair::new().await;
        pair.outbound.push(frame(1, 1), Weight::Durable);
        pair.outbound.close(CloseCode::SlowReader);
        assert!(pair.outbound.push(frame(1, 1), Weight::Durable), "dropping is no failure");
        pair.outbound.end();
        pair.writer.write_due().await;
        drop(pair.outbound);
        let mut rest = Vec::new();
        pair.peer.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, CLOSE_4001, "and what waited is gone");
    }

    #[actix_web::test]
    async fn a_frame_that_is_half_written_is_finished_before_the_reason() {
        let mut pair = Pair::new().await;
        let large = 8 * MOST_BYTES;
        pair.outbound.push(frame(1, large), Weight::Answer);
        pair.writer.write_due().await;
        pair.outbound.push(frame(2, 1), Weight::Answer);
        pair.outbound.close(CloseCode::SlowReader);
        let bytes = pair.reads(large + CLOSE_4001.len()).await;
        assert!(bytes[..large].iter().all(|byte| *byte == 1));
        assert_eq!(bytes[large..], CLOSE_4001);
    }
}

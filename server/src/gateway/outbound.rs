//! The bounded queue of frames that wait for one socket, and the response body that writes them.
//!
//! The body takes everything that waits and hands it on as one chunk, so a burst costs one write. A peer that
//! does not read fills its queue, and only its own: what is fleeting is dropped from half full on, and a full
//! queue closes the socket with a code that means "resume".

use super::encoded::close_frame;
use actix_web::web::{Bytes, BytesMut};
use futures_util::Stream;
use hubbub_shared::protocol::CloseCode;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Most frames that wait.
const MOST_FRAMES: usize = 256;
/// Most bytes that wait.
const MOST_BYTES: usize = 1024 * 1024;
/// Most bytes that wait when the peer's own calls are answered: it asked for them, and may be slow to read.
const MOST_ANSWER_BYTES: usize = 8 * MOST_BYTES;

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

#[derive(Default)]
struct Queue {
    frames: VecDeque<Bytes>,
    bytes: usize,
    reader: Option<Waker>,
    /// Nothing more is taken; the body ends when it is empty.
    closed: bool,
    /// The body is gone: the peer is.
    abandoned: bool,
}

/// Frames that wait for one socket.
#[derive(Default)]
pub struct Outbound(RefCell<Queue>);

impl Outbound {
    /// Queues a frame. `false`: there is no room, and the socket must be closed. An empty queue takes a frame
    /// of any size, so a large answer to one's own call never closes the socket.
    pub fn push(&self, frame: Bytes, weight: Weight) -> bool {
        let mut queue = self.0.borrow_mut();
        if queue.closed || queue.abandoned {
            return true;
        }
        let fits = |share: usize| {
            queue.frames.len() < MOST_FRAMES / share && queue.bytes + frame.len() <= MOST_BYTES / share
        };
        if weight == Weight::Fleeting && !fits(2) {
            return true;
        }
        let has_room = match weight {
            Weight::Answer => queue.bytes + frame.len() <= MOST_ANSWER_BYTES,
            Weight::Durable | Weight::Fleeting => fits(1),
        };
        if !has_room && !queue.frames.is_empty() {
            return false;
        }
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        wake(&mut queue);
        true
    }

    /// Says why, and ends the body. A slow reader loses what waits: it would not read it.
    pub fn close(&self, code: CloseCode) {
        let mut queue = self.0.borrow_mut();
        if queue.closed {
            return;
        }
        if code == CloseCode::SlowReader {
            queue.frames.clear();
            queue.frames.shrink_to_fit();
        }
        queue.frames.push_back(close_frame((code as u16).into()));
        queue.closed = true;
        wake(&mut queue);
    }

    /// The peer says goodbye: says it too (RFC 6455 section 5.5.1) and ends the body.
    pub fn say_goodbye(&self) {
        let mut queue = self.0.borrow_mut();
        if !queue.closed {
            queue.frames.push_back(close_frame(actix_http::ws::CloseCode::Normal));
        }
        queue.closed = true;
        wake(&mut queue);
    }

    /// Ends the body without a word: the socket is gone.
    pub fn end(&self) {
        let mut queue = self.0.borrow_mut();
        queue.closed = true;
        wake(&mut queue);
    }

    /// Whether nothing more can be sent.
    pub fn is_closed(&self) -> bool {
        let queue = self.0.borrow();
        queue.closed || queue.abandoned
    }
}

fn wake(queue: &mut Queue) {
    if let Some(reader) = queue.reader.take() {
        reader.wake();
    }
}

/// The response body of an upgraded socket.
pub struct OutboundBody(pub Rc<Outbound>);

impl Stream for OutboundBody {
    type Item = Result<Bytes, actix_web::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut queue = self.0.0.borrow_mut();
        queue.bytes = 0;
        match queue.frames.len() {
            0 if queue.closed => Poll::Ready(None),
            0 => {
                queue.frames.shrink_to(4);
                queue.reader = Some(context.waker().clone());
                Poll::Pending
            }
            1 => Poll::Ready(queue.frames.pop_front().map(Ok)),
            _ => {
                let mut chunk = BytesMut::with_capacity(queue.frames.iter().map(Bytes::len).sum());
                queue.frames.drain(..).for_each(|frame| chunk.extend_from_slice(&frame));
                Poll::Ready(Some(Ok(chunk.freeze())))
            }
        }
    }
}

impl Drop for OutboundBody {
    fn drop(&mut self) {
        let mut queue = self.0.0.borrow_mut();
        queue.abandoned = true;
        queue.frames = VecDeque::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{FutureExt, StreamExt};

    fn frame(byte: u8, size: usize) -> Bytes {
        Bytes::from(vec![byte; size])
    }

    #[test]
    fn everything_that_waits_is_one_chunk_in_order() {
        let outbound = Rc::new(Outbound::default());
        let mut body = OutboundBody(Rc::clone(&outbound));
        assert!(body.next().now_or_never().is_none(), "nothing waits");
        outbound.push(frame(1, 2), Weight::Durable);
        outbound.push(frame(2, 1), Weight::Durable);
        let chunk = body.next().now_or_never().flatten().unwrap().unwrap();
        assert_eq!(&chunk[..], [1, 1, 2]);
    }

    #[test]
    fn a_full_queue_refuses_what_is_durable_and_drops_what_is_fleeting_from_half_on() {
        let outbound = Outbound::default();
        for _ in 0..128 {
            assert!(outbound.push(frame(1, 1), Weight::Durable));
        }
        assert!(outbound.push(frame(9, 1), Weight::Fleeting), "dropping is no failure");
        assert_eq!(outbound.0.borrow().frames.len(), 128, "and it was dropped");
        for _ in 128..256 {
            assert!(outbound.push(frame(1, 1), Weight::Durable));
        }
        assert!(!outbound.push(frame(1, 1), Weight::Durable));
    }

    #[test]
    fn an_empty_queue_takes_one_frame_of_any_size() {
        let outbound = Outbound::default();
        assert!(outbound.push(frame(1, 2 * MOST_BYTES), Weight::Durable));
        assert!(!outbound.push(frame(1, 1), Weight::Durable));
    }

    #[test]
    fn a_closed_queue_ends_the_body_after_the_close_frame() {
        let outbound = Rc::new(Outbound::default());
        let mut body = OutboundBody(Rc::clone(&outbound));
        outbound.push(frame(1, 1), Weight::Durable);
        outbound.close(CloseCode::SlowReader);
        let chunk = body.next().now_or_never().flatten().unwrap().unwrap();
        assert_eq!(&chunk[..], [0x88, 2, 0x0F, 0xA1], "4001, and what waited is gone");
        assert!(body.next().now_or_never().unwrap().is_none());
    }
}

//! What a socket's peer sends, as it comes. A waiting socket holds no buffer: the thread has one for all of them.

use crate::gateway::outbound::Outbound;
use actix_web::web::Bytes;
use futures_util::Stream;
use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// Most bytes that are read at once.
const MOST_BYTES: usize = 16 * 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; MOST_BYTES]);
}

/// See the module.
pub struct Chunks {
    socket: Rc<Outbound>,
    /// What came together with the handshake.
    first: Bytes,
}

impl Chunks {
    /// Begins with what was read already.
    pub fn new(socket: Rc<Outbound>, first: Bytes) -> Self {
        Self { socket, first }
    }
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.first.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.first))));
        }
        BUFFER.with_borrow_mut(|buffer| {
            Poll::Ready(match ready!(self.socket.poll_read(context, buffer)) {
                Ok(0) => None,
                Ok(count) => Some(Ok(Bytes::copy_from_slice(&buffer[..count]))),
                Err(error) => Some(Err(error)),
            })
        })
    }
}

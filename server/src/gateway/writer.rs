//! Writes to the sockets of one thread. Whoever has something for a socket, or for all who look at a channel, only says
//! so: the writer comes by when the task at hand is done. It writes everything that gathered for a socket at once, and
//! events of a channel straight to each socket for which nothing waits: without a task, and mostly without a queue.

use super::burst::Burst;
use super::followers::Followers;
use super::outbound::{ComesBy, Outbound};
use prometheus_client::metrics::counter::Counter;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::Notify;

/// After so many sockets others get a turn.
const AT_ONCE: usize = 256;
/// So many bytes for one socket take as long as a small frame for another.
const HEAVY: usize = 8 * 1024;
/// After so many who get the same events. Those who answer them are read after this: with a turn for each few, what they
/// say would become many small batches, each a write to everybody.
const FOLLOWERS_AT_ONCE: usize = 1024;

/// What is to be written.
enum Due {
    /// What waits for one socket.
    Socket(Rc<Outbound>),
    /// Events, to all who look at their channel.
    Events(Followers, Arc<Burst>),
}

/// The writer of one thread.
#[derive(Default)]
pub struct Writer {
    due: RefCell<Vec<Due>>,
    something_is_due: Notify,
    /// Sockets closed because their queue was full.
    overflows: Counter,
}

impl Writer {
    /// Starts on this thread.
    pub fn start(overflows: Counter) -> Rc<Self> {
        let writer = Rc::new(Self { overflows, ..Self::default() });
        let at_work = Rc::clone(&writer);
        actix_rt::spawn(async move {
            loop {
                at_work.something_is_due.notified().await;
                at_work.write_due().await;
            }
        });
        writer
    }

    /// Durable events for all who look at a channel now. A socket without room for them is closed.
    pub fn deliver(&self, followers: &Followers, burst: Arc<Burst>) {
        self.add(Due::Events(followers.clone(), burst));
    }

    fn add(&self, due: Due) {
        let mut all = self.due.borrow_mut();
        if all.is_empty() {
            self.something_is_due.notify_one();
        }
        all.push(due);
    }

    /// Writes all that is due.
    pub(super) async fn write_due(&self) {
        let (mut round, mut scratch, mut turn) = (Vec::new(), Vec::new(), Turn::default());
        loop {
            std::mem::swap(&mut round, &mut *self.due.borrow_mut());
            if round.is_empty() {
                return;
            }
            for due in round.drain(..) {
                match due {
                    Due::Socket(outbound) => {
                        let weight = 1 + outbound.bytes_waiting() / HEAVY;
                        outbound.write(&mut scratch);
                        turn.took(weight, AT_ONCE).await;
                    }
                    Due::Events(followers, burst) => {
                        for subscription in followers.all() {
                            if !subscription.deliver(&burst) {
                                self.overflows.inc();
                            }
                            turn.took(1, FOLLOWERS_AT_ONCE).await;
                        }
                    }
                }
            }
        }
    }
}

impl ComesBy for Writer {
    fn come_by(&self, outbound: Rc<Outbound>) {
        self.add(Due::Socket(outbound));
    }
}

/// Sockets since others had a turn; one that gets much counts as several.
#[derive(Default)]
struct Turn(usize);

impl Turn {
    async fn took(&mut self, sockets: usize, most: usize) {
        self.0 += sockets;
        if self.0 >= most {
            self.0 = 0;
            tokio::task::yield_now().await;
        }
    }
}

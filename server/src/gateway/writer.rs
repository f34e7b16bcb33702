//! Writes to the sockets of one thread. Whoever queues a frame only says so: the writer comes by when the task at hand
//! is done, and writes everything that gathered for a socket at once, without waking a task for each socket.

use super::outbound::Outbound;
use std::cell::RefCell;
use std::rc::Rc;
use tokio::sync::Notify;

/// After so many sockets others get a turn.
const AT_ONCE: usize = 256;

/// The writer of one thread.
#[derive(Default)]
pub struct Writer {
    due: RefCell<Vec<Rc<Outbound>>>,
    something_is_due: Notify,
}

impl Writer {
    /// Starts on this thread.
    pub fn start() -> Rc<Self> {
        let writer = Rc::new(Self::default());
        let at_work = Rc::clone(&writer);
        actix_rt::spawn(async move {
            loop {
                at_work.something_is_due.notified().await;
                at_work.write_due().await;
            }
        });
        writer
    }

    /// Something waits for a socket. Told once until it was written.
    pub(super) fn come_by(&self, outbound: Rc<Outbound>) {
        let mut due = self.due.borrow_mut();
        if due.is_empty() {
            self.something_is_due.notify_one();
        }
        due.push(outbound);
    }

    /// Writes to every socket for which something waits.
    pub(super) async fn write_due(&self) {
        let (mut round, mut scratch) = (Vec::new(), Vec::new());
        loop {
            std::mem::swap(&mut round, &mut *self.due.borrow_mut());
            if round.is_empty() {
                return;
            }
            for (place, outbound) in round.drain(..).enumerate() {
                outbound.write(&mut scratch);
                if place % AT_ONCE == AT_ONCE - 1 {
                    tokio::task::yield_now().await;
                }
            }
        }
    }
}

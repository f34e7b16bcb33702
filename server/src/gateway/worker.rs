//! What a worker thread has for its own sessions.

use super::door::Door;
use super::relay::Relay;
use super::relays::Relays;
use super::tables::Tables;
use super::writer::Writer;
use std::cell::RefCell;
use std::rc::Rc;

/// See the module.
#[derive(Clone)]
pub struct Worker {
    /// Which local session looks at what.
    pub tables: Rc<RefCell<Tables>>,
    /// Writes to the sockets.
    pub writer: Rc<Writer>,
}

impl Worker {
    /// Starts the relay of this worker thread.
    pub fn start(door: &Door, relays: &Relays) -> Self {
        let writer = Writer::start(door.live.metrics.queue_overflows.clone());
        let tables = Rc::new(RefCell::new(Tables::new(Rc::clone(&writer))));
        relays.add(Relay::start_with(door.clone(), Rc::clone(&tables)));
        Self { tables, writer }
    }
}

//! What every session of the process has in common.

use crate::domain::caller::Caller;
use crate::limits::RateLimiter;
use crate::live::Live;
use hubbub_shared::protocol::Encoding;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A cheap handle; clone it freely.
#[derive(Clone)]
pub struct Door(Arc<Shared>);

/// What [`Door`] points to.
pub struct Shared {
    /// What operations work with.
    pub live: Live,
    /// How often people may do things.
    pub limits: Arc<RateLimiter>,
    /// How the socket keeps time.
    pub settings: Settings,
    /// The process was told to end: nobody is let in any more.
    is_stopping: AtomicBool,
}

/// How the socket keeps time.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Clients send a heartbeat this often, in seconds; after two missed ones they are disconnected.
    pub heartbeat_secs: u32,
    /// Frames a socket may send per minute, half of them at once. 0: no limit.
    pub frames_per_minute: u32,
}

impl Door {
    /// Nobody is in yet.
    pub fn new(live: Live, limits: Arc<RateLimiter>, settings: Settings) -> Self {
        Self(Arc::new(Shared { live, limits, settings, is_stopping: AtomicBool::new(false) }))
    }

    /// The process was told to end.
    pub fn close(&self) {
        self.is_stopping.store(true, Ordering::SeqCst);
    }

    /// Whether nobody is let in any more.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::SeqCst)
    }
}

impl Deref for Door {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Who opened a socket, as far as the upgrade tells.
pub enum Authentication {
    /// Somebody with a cookie.
    Known(Caller),
    /// Somebody whose cookie is of a session that has ended.
    Ended,
    /// A program, which says it in its first frame.
    Unknown,
}

/// What the handshake tells of a new socket.
pub struct Arrival {
    /// The door at which it arrived.
    pub door: Door,
    /// As far as it is known.
    pub identity: Authentication,
    /// How frames are written.
    pub encoding: Encoding,
}

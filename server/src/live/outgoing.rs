//! Webhooks that send. What happened becomes what is to be sent by reading facts ([`Queue`]), and is sent by [`send`]: of each webhook
//! and place one after the other, until it is taken or given up. What is said is put together at that moment, by the rights of
//! that moment ([`payload`]).

mod payload;
mod queue;
mod send;
mod state;

pub use queue::{Queue, line_up, line_up_again, wake};
pub use state::Outgoing;

use super::Live;
use crate::hooks::{Hosts, Service};
use anyhow::Result;

/// Makes it ready to send. Until then nothing is sent.
pub fn open(live: &Live, hosts: &Hosts) -> Result<()> {
    // Set once: a test that opens twice keeps the first.
    let _ = live.outgoing.service.set(Service::new(hosts.clone())?);
    Ok(())
}

/// Sends for ever, in the background.
pub fn start(live: &Live) {
    send::start(live);
}

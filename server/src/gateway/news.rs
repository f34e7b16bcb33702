//! What happened to members of a hub, for those who look at it. Where few look they are told at once; where many do, what
//! comes is gathered and told together, and of very much at once only that there was more.

use super::encoded::{Encoded, together};
use super::outbound::Weight;
use super::seat::Seat;
use crate::metrics::Metrics;
use actix_web::web::Bytes;
use hubbub_shared::HubId;
use hubbub_shared::protocol::{Encoding, Event, HubEvent, ServerFrame};
use std::cell::OnceCell;
use std::sync::Arc;

/// With no more sessions than this in a hub, nothing is gathered.
pub const FEW: usize = 64;
/// So much is told one by one each time.
const MOST: usize = 32;

/// What is gathered for one hub.
#[derive(Default)]
pub struct News {
    frames: Vec<Arc<Encoded>>,
    has_more: bool,
    message_pack: OnceCell<Bytes>,
    json: OnceCell<Bytes>,
}

impl News {
    /// Keeps a frame for the next time, or notes that there was one more.
    pub fn add(&mut self, frame: Arc<Encoded>) {
        match self.frames.len() < MOST {
            true => self.frames.push(frame),
            false => self.has_more = true,
        }
    }

    /// Nothing is added any more: says that there was more, if so.
    pub fn close(mut self, hub: HubId, version: u64) -> Self {
        if self.has_more {
            let change = HubEvent::MembersChanged;
            self.frames.push(Encoded::new(ServerFrame::Event(Event::Hub { hub, version, change })));
        }
        self
    }

    /// Tells one session all of it, if it has room: lists are read afresh when opened, so losing this harms nobody.
    pub fn tell(&self, seat: &Seat, metrics: &Metrics) {
        if !seat.hearing.is_all() {
            let heard = self.frames.iter().map(|frame| &**frame).filter(|frame| seat.hears(frame));
            seat.push(metrics, || together(heard, seat.encoding), Weight::Fleeting);
            return;
        }
        let bytes = match seat.encoding {
            Encoding::MessagePack => &self.message_pack,
            Encoding::Json => &self.json,
        };
        let bytes = bytes.get_or_init(|| together(self.frames.iter().map(|frame| &**frame), seat.encoding));
        seat.push(metrics, || bytes.clone(), Weight::Fleeting);
    }
}

//! What happened to members of a hub, for those who look at it. Where few look they are told at once; where many do, what
//! comes is gathered and told together, and of very much at once only that it was much: whoever shows members asks anew then.

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
/// So many members are told of one by one each time, at most.
const MOST: usize = 32;

/// Not who is there, which is told apart, and rarely.
fn is_of_a_member(frame: &Arc<Encoded>) -> bool {
    matches!(frame.frame(), ServerFrame::Event(_))
}

/// What is gathered for one hub.
#[derive(Default)]
pub struct News {
    frames: Vec<Arc<Encoded>>,
    /// How often a member came, left or changed.
    members: usize,
    message_pack: OnceCell<Bytes>,
    json: OnceCell<Bytes>,
}

impl News {
    /// Keeps a frame for the next time. Of more members than are told of one by one none is kept: each frame would go to very
    /// many, who have to ask anew all the same.
    pub fn add(&mut self, frame: Arc<Encoded>) {
        self.members += usize::from(is_of_a_member(&frame));
        if self.members > MOST {
            self.frames.retain(|frame| !is_of_a_member(frame));
        }
        if self.members <= MOST || !is_of_a_member(&frame) {
            self.frames.push(frame);
        }
    }

    /// Nothing is added any more: says that it was much, if so.
    pub fn close(mut self, hub: HubId, version: u64) -> Self {
        if self.members > MOST {
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

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::UserId;
    use hubbub_shared::protocol::Ephemeral;

    const HUB: HubId = HubId(7);

    fn presence() -> ServerFrame {
        ServerFrame::Ephemeral(Ephemeral::Presence { hub: HUB, online: Vec::new(), offline: Vec::new() })
    }

    fn of_members(change: HubEvent) -> ServerFrame {
        ServerFrame::Event(Event::Hub { hub: HUB, version: 1, change })
    }

    fn left(user: u64) -> ServerFrame {
        of_members(HubEvent::MemberLeft { user: UserId(user) })
    }

    /// What is told when somebody is there, and so many have left.
    fn told(count: u64) -> Vec<ServerFrame> {
        let mut news = News::default();
        for frame in [presence()].into_iter().chain((0..count).map(left)) {
            news.add(Encoded::new(frame));
        }
        news.close(HUB, 1).frames.iter().map(|frame| frame.frame().clone()).collect()
    }

    #[test]
    fn as_many_as_can_be_told_of_one_by_one_are_and_of_more_only_that_they_are_many() {
        let most = MOST as u64;
        let all: Vec<_> = [presence()].into_iter().chain((0..most).map(left)).collect();
        assert_eq!(told(most), all);
        for many in [most + 1, 3 * most] {
            assert_eq!(told(many), [presence(), of_members(HubEvent::MembersChanged)]);
        }
    }
}

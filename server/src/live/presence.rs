//! Who has the app open, and when they did something in it last: whoever looks needs no push.

use crate::domain::notifications::Presence;
use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use hubbub_shared::{Timestamp, UserId};

/// The people with an open socket.
#[derive(Debug, Default)]
pub struct Present(DashMap<UserId, Devices>);

#[derive(Debug)]
struct Devices {
    sockets: usize,
    acted: Timestamp,
}

impl Present {
    /// A socket of somebody is open. That is no act of theirs: apps connect by themselves.
    pub fn connected(&self, user: UserId) {
        self.0.entry(user).or_insert(Devices { sockets: 0, acted: Timestamp(0) }).sockets += 1;
    }

    /// It is not any more.
    pub fn disconnected(&self, user: UserId) {
        let Entry::Occupied(mut devices) = self.0.entry(user) else { return };
        devices.get_mut().sockets -= 1;
        if devices.get().sockets == 0 {
            devices.remove();
        }
    }

    /// Somebody did something by hand.
    pub fn acted(&self, user: UserId, now: Timestamp) {
        if let Some(mut devices) = self.0.get_mut(&user) {
            devices.acted = now;
        }
    }

    /// Whether somebody is there.
    pub(super) fn of(&self, user: UserId) -> Presence {
        match self.0.get(&user) {
            None => Presence::Away,
            Some(devices) => Presence::Connected { acted: devices.acted },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_there_as_long_as_a_socket_is_open() {
        let (present, ada, at) = (Present::default(), UserId(1), Timestamp(5));
        present.acted(ada, at);
        assert_eq!(present.of(ada), Presence::Away, "by a call without a socket nobody is there");
        present.connected(ada);
        present.connected(ada);
        present.acted(ada, at);
        present.disconnected(ada);
        assert_eq!(present.of(ada), Presence::Connected { acted: at });
        present.disconnected(ada);
        assert_eq!(present.of(ada), Presence::Away);
    }
}

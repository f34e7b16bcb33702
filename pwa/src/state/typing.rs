//! Who is writing now.

use crate::sorted::Map;
use hubbub_shared::{ChannelId, UserId};

/// An announcement is good for so long.
const GOOD_FOR_MS: i64 = 8_000;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typing {
    channels: Map<ChannelId, (Vec<UserId>, i64)>,
}

impl Typing {
    /// Replaces what was known of a channel.
    pub fn announced(&mut self, channel: ChannelId, users: Vec<UserId>, now: i64) {
        self.channels.insert(channel, (users, now + GOOD_FOR_MS));
    }

    /// Somebody sent what they were writing.
    pub fn sent(&mut self, channel: ChannelId, user: UserId) {
        if let Some((users, _)) = self.channels.get_mut(&channel) {
            users.retain(|one| *one != user);
        }
    }

    /// Whether somebody is shown as writing in a channel.
    pub fn writes(&self, channel: ChannelId, user: UserId) -> bool {
        self.channels.get(&channel).is_some_and(|(users, _)| users.contains(&user))
    }

    /// Whether [`Self::expire`] would forget anything.
    pub fn would_expire(&self, now: i64) -> bool {
        self.channels.values().any(|(users, until)| *until <= now || users.is_empty())
    }

    /// Forgets what is no longer good. True: something was.
    pub fn expire(&mut self, now: i64) -> bool {
        let before = self.channels.len();
        self.channels.retain(|_, (users, until)| *until > now && !users.is_empty());
        before != self.channels.len()
    }

    /// Who writes in a channel, apart from oneself.
    pub fn in_channel(&self, channel: ChannelId, me: Option<UserId>) -> Vec<UserId> {
        let users = self.channels.get(&channel).map(|(users, _)| users.as_slice()).unwrap_or_default();
        users.iter().copied().filter(|user| Some(*user) != me).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, GENERAL};

    #[test]
    fn typing_is_forgotten_after_eight_seconds() {
        let mut typing = Typing::default();
        typing.announced(GENERAL, vec![ADA, BO], 0);
        assert_eq!(typing.in_channel(GENERAL, Some(ADA)), [BO]);
        assert!(!typing.expire(7_999));
        assert!(typing.expire(8_000));
        assert!(typing.in_channel(GENERAL, None).is_empty());
    }

    #[test]
    fn who_has_sent_no_longer_writes() {
        let mut typing = Typing::default();
        typing.announced(GENERAL, vec![BO], 0);
        typing.sent(GENERAL, BO);
        assert!(typing.in_channel(GENERAL, None).is_empty());
    }
}

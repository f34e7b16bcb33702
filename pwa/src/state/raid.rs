//! What somebody can do about a raid in a hub.

use hubbub_shared::Permissions;
use hubbub_shared::model::{HubView, InvitesPaused};

/// What is left to be done: what is done already, or is not for the person to do, is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgainstRaid {
    /// Nobody would write but who moderates.
    pub lock: bool,
    /// Nobody would come in.
    pub pause: bool,
}

impl AgainstRaid {
    /// What is left at this moment.
    pub fn left(view: &HubView, now: i64) -> Self {
        Self {
            lock: !view.locked && view.permissions.contains(Permissions::MANAGE_MESSAGES),
            pause: pause_at(view, now).is_none() && view.permissions.contains(Permissions::MANAGE_HUB),
        }
    }

    /// Who can do something about a raid holds one of these.
    pub fn rights() -> Permissions {
        Permissions::MANAGE_MESSAGES | Permissions::MANAGE_HUB
    }

    /// Whether there is anything.
    pub fn is_anything(self) -> bool {
        self != Self::default()
    }
}

/// The pause of a hub's invites, unless it has ended by itself: that is no change that anybody is told of.
pub fn pause_at(view: &HubView, now: i64) -> Option<&InvitesPaused> {
    view.invites_paused.as_ref().filter(|pause| pause.until.is_none_or(|until| until.0 > now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::hub;
    use hubbub_shared::Timestamp;

    fn left(view: &HubView) -> (bool, bool) {
        let AgainstRaid { lock, pause } = AgainstRaid::left(view, 1_000);
        (lock, pause)
    }

    #[test]
    fn what_is_done_or_not_allowed_is_not_left() {
        let mut view = hub();
        view.permissions = Permissions::EVERYONE_DEFAULT;
        assert_eq!(left(&view), (false, false));
        view.permissions = Permissions::MANAGE_MESSAGES;
        assert_eq!(left(&view), (true, false));
        view.permissions = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_HUB;
        assert_eq!(left(&view), (true, true));
        view.locked = true;
        assert_eq!(left(&view), (false, true));
        view.invites_paused = Some(InvitesPaused { since: Timestamp(1), until: None, is_raid: true });
        assert!(!AgainstRaid::left(&view, 1_000).is_anything());
    }

    #[test]
    fn a_pause_ends_by_itself() {
        let mut view = hub();
        view.permissions = Permissions::MANAGE_HUB;
        let until = Some(Timestamp(1_000));
        view.invites_paused = Some(InvitesPaused { since: Timestamp(1), until, is_raid: true });
        assert!(pause_at(&view, 999).is_some() && pause_at(&view, 1_000).is_none());
        assert_eq!(left(&view), (false, true));
    }
}

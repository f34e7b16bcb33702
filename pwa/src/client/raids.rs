//! Stopping a raid, and letting people in again. Both can be taken back at once.

use super::Client;
use crate::clock;
use crate::state::{AgainstRaid, pause_at};
use crate::words::coming_in as words;
use hubbub_shared::HubId;
use hubbub_shared::protocol::command::{LockHub, PauseInvites, ResumeInvites, UnlockHub};

impl Client {
    /// Locks the hub and lets nobody in, as far as the person may, and offers to take back what was done.
    pub fn stop_raid(self, hub: HubId) {
        let now = clock::now();
        let left = self
            .model
            .with_untracked(|model| model.hubs.get(hub).map(|view| AgainstRaid::left(view, now)))
            .unwrap_or_default();
        if !left.lock {
            return self.shut(hub, left);
        }
        let reason = Some(words::RAID.to_owned());
        self.tell(LockHub { hub, reason }, move |answer| {
            if let Err(problem) = &answer {
                self.complain(problem);
            }
            // Who cannot be kept quiet can still be kept out.
            self.shut(hub, AgainstRaid { lock: answer.is_ok(), ..left });
        });
    }

    /// Lets nobody in, if that is left. `lock`: the hub was locked just now.
    fn shut(self, hub: HubId, AgainstRaid { lock, pause }: AgainstRaid) {
        if !pause {
            return self.has_stopped_raid(hub, AgainstRaid { lock, pause });
        }
        self.tell(PauseInvites { hub, until: None }, move |answer| {
            if let Err(problem) = &answer {
                self.complain(problem);
            }
            self.has_stopped_raid(hub, AgainstRaid { lock, pause: answer.is_ok() });
        });
    }

    fn has_stopped_raid(self, hub: HubId, done: AgainstRaid) {
        let Some(said) = words::stopped(done.lock, done.pause) else { return };
        self.offer_undo(said.to_owned(), move || {
            if done.lock {
                self.tell(UnlockHub { hub, reason: None }, self.done_or_told(|| {}));
            }
            if done.pause {
                self.tell(ResumeInvites { hub }, self.done_or_told(|| {}));
            }
        });
    }

    /// Ends a pause of invites, and offers to go on with it.
    pub fn let_people_in(self, hub: HubId) {
        let now = clock::now();
        let until = self
            .model
            .with_untracked(|model| model.hubs.get(hub).and_then(|view| pause_at(view, now)?.until));
        let pause = move || self.tell(PauseInvites { hub, until }, self.done_or_told(|| {}));
        let resumed = self.done_or_told(move || self.offer_undo(words::OPEN.to_owned(), pause));
        self.tell(ResumeInvites { hub }, resumed);
    }
}

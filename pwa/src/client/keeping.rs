//! Writes down what changes, so that the app opens with it the next time; and shares what is on its way with the other
//! tabs of the person.

use super::Client;
use crate::offline::database::{self, Ended, Trouble};
use crate::offline::{cache, outbox, person, room, tabs};
use crate::reactive::create_effect;
use crate::state::{Outbox, Phase};
use crate::{browser, offline, words};
use hubbub_shared::ChannelId;
use wasm_bindgen_futures::spawn_local;

/// What is shown is written down this long after: together with what comes meanwhile, and before the app can be gone.
const KEEP_AFTER_MS: i32 = 100;
/// After a refusal, which may mean that everything has to be written anew.
const KEEP_AGAIN_AFTER_MS: i64 = 3_000;
const LOOK_AT_ROOM_EVERY_MS: i64 = 10 * 60_000;

impl Client {
    /// Takes part in what the tabs of this person do together.
    pub(super) fn keep_with_others(self) {
        self.wire.update_silent(|wire| wire.database_read = database::is_open());
        self.keep_outbox();
        self.keep_what_changes();
        tabs::listen(move || self.read_outbox());
        tabs::join(move || self.read_outbox());
        if browser::matches("(display-mode: standalone)") {
            spawn_local(async {
                let _ = room::ask_for_promise().await;
            });
        }
        if !database::is_open() {
            self.keeps.set(offline::keeps_text());
            if !offline::keeps_text() {
                self.notify(words::NOTHING_KEPT);
            }
        }
    }

    /// Other tabs write and send too.
    fn read_outbox(self) {
        spawn_local(async move {
            let kept = outbox::read().await;
            if self.model.with_untracked(|model| model.my_id().is_none_or(person::is_other)) {
                return;
            }
            let before = self.model.with_untracked(|model| Outbox::clone(&model.outbox));
            let mut after = before.clone();
            after.reload(kept);
            if before != after {
                self.model.update(|model| *model.outbox = after);
            }
            self.flush();
        });
    }

    /// Keeps what is not sent yet. Safe when this returns.
    pub(super) fn keep_outbox(self) {
        if self.may_keep() {
            self.model.with_untracked(|model| {
                outbox::keep(&model.outbox, |written| {
                    if written {
                        tabs::tell()
                    }
                });
            });
        }
    }

    /// Nothing is written for somebody who is not the person of this device any more.
    fn may_keep(self) -> bool {
        let me = self.model.with_untracked(|model| model.my_id());
        me.is_some_and(|me| !person::is_other(me))
    }

    /// Writes down what has changed, soon after it was shown.
    fn keep_what_changes(self) {
        create_effect(move || {
            self.model.track();
            self.keep_soon();
        });
    }

    /// Also asked every second: the database may have come late, or have refused the last time.
    pub(super) fn keep_soon(self) {
        if !self.wire.update_silent(|wire| std::mem::replace(&mut wire.is_keeping_soon, true)) {
            browser::later(KEEP_AFTER_MS, move || self.keep_now());
        }
    }

    /// Writes down what has changed. One write at a time: what changes meanwhile is the next one.
    pub(super) fn keep_now(self) {
        let is_busy = self.wire.update_silent(|wire| {
            wire.is_keeping_soon = wire.is_keeping;
            wire.is_keeping
        });
        let is_refused = self.wire.with_untracked(|wire| browser::steady() < wire.keep_not_before);
        if is_busy
            || is_refused
            || !self.may_keep()
            || self.phase.get_untracked() == Phase::SignedOut
            || !self.has_database()
        {
            return;
        }
        let changes = self.model.update_silent(|model| model.take_changes_to_keep());
        if changes.is_empty() {
            return;
        }
        self.wire.update_silent(|wire| wire.is_keeping = true);
        spawn_local(async move {
            if let Err(trouble) = cache::keep(&changes).await {
                let again = browser::steady() + KEEP_AGAIN_AFTER_MS;
                self.wire.update_silent(|wire| wire.keep_not_before = again);
                self.not_kept(trouble).await;
            }
            let is_more = self.wire.update_silent(|wire| {
                wire.is_keeping = false;
                std::mem::take(&mut wire.is_keeping_soon)
            });
            if is_more {
                self.keep_soon();
            }
        });
    }

    /// It may be taken away while the app runs.
    pub(super) fn look_after_database(self) {
        match database::take_end() {
            None => {}
            Some(Ended::Outdated) => self.update_ready.set(true),
            Some(Ended::Wiped) => spawn_local(async move {
                self.keeps.set(database::open().await.is_ok() || offline::keeps_text());
                self.model.update_silent(|model| model.keeping.start_over());
                outbox::start_over();
                self.keep_outbox();
                self.keep_now();
            }),
        }
    }

    /// It may have come late.
    fn has_database(self) -> bool {
        let is_open = database::is_open();
        if is_open && !self.wire.update_silent(|wire| std::mem::replace(&mut wire.database_read, true)) {
            self.read_outbox();
        }
        is_open
    }

    async fn not_kept(self, trouble: Trouble) {
        self.model.update_silent(|model| model.keeping.start_over());
        if trouble == Trouble::Full {
            self.make_room().await;
        }
    }

    pub(super) fn look_at_room(self) {
        let now = browser::steady();
        let is_due = self
            .wire
            .with_untracked(|wire| wire.room_looked_at.is_none_or(|at| now - at >= LOOK_AT_ROOM_EVERY_MS));
        if is_due {
            self.wire.update_silent(|wire| wire.room_looked_at = Some(now));
            spawn_local(async move {
                if room::left().await.is_some_and(room::Room::is_nearly_full) {
                    self.make_room().await;
                }
            });
        }
    }

    async fn make_room(self) {
        let dropped = self.model.update_silent(|model| {
            let open = model.open_channel();
            model.keeping.make_room(open)
        });
        if !dropped.is_empty() {
            let _ = cache::drop_pages(dropped).await;
        }
    }

    /// What is kept of a channel that is opened.
    pub(super) fn recall(self, channel: ChannelId) {
        spawn_local(async move {
            let kept = cache::page(channel).await;
            let todos = self.model.update(|model| model.recalled(channel, kept));
            self.do_all(todos);
        });
    }
}

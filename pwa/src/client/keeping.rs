//! Writes down what changes, so that the app opens with it the next time; and shares what is on its way with the other
//! tabs of the person.

use super::Client;
use crate::offline::database::{self, Ended, Trouble};
use crate::offline::{cache, outbox, person, room, tabs};
use crate::state::Phase;
use crate::{browser, offline, words};
use hubbub_shared::ChannelId;
use wasm_bindgen_futures::spawn_local;

/// Often enough that a crash costs little, seldom enough that nobody notices.
const KEEP_EVERY_MS: i64 = 3_000;
const LOOK_AT_ROOM_EVERY_MS: i64 = 10 * 60_000;

impl Client {
    /// Takes part in what the tabs of this person do together.
    pub(super) fn keep_with_others(self) {
        self.wire.update_silent(|wire| wire.database_read = database::is_open());
        self.keep_outbox();
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
            let before = self.model.with_untracked(|model| model.outbox.clone());
            let mut after = before.clone();
            after.reload(kept);
            if before != after {
                self.model.update(|model| model.outbox = after);
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

    /// Writes down what has changed, now and then.
    pub(super) fn keep(self) {
        let now = browser::steady();
        if self.wire.with_untracked(|wire| now - wire.kept_at >= KEEP_EVERY_MS) {
            self.keep_now();
            self.look_at_room(now);
        }
    }

    /// Writes down what has changed: the app may not live much longer.
    pub(super) fn keep_now(self) {
        let busy = self.wire.with_untracked(|wire| wire.is_keeping);
        if busy || !self.may_keep() || self.phase.get_untracked() == Phase::SignedOut || !self.has_database()
        {
            return;
        }
        let changes = self.model.update_silent(|model| model.take_changes_to_keep());
        self.wire.update_silent(|wire| (wire.kept_at, wire.is_keeping) = (browser::steady(), true));
        spawn_local(async move {
            if !changes.is_empty()
                && let Err(trouble) = cache::keep(&changes).await
            {
                self.not_kept(trouble).await;
            }
            self.wire.update_silent(|wire| wire.is_keeping = false);
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

    fn look_at_room(self, now: i64) {
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
            let page = cache::page(channel).await;
            let todos = self.model.update(|model| model.recalled(channel, page));
            self.do_all(todos);
        });
    }
}

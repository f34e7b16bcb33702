//! Files that are to go with messages: kept on the device at once, sent to the server as soon as that can be reached, by the
//! tab that sends for all. Where it stands the server says, so nothing is sent twice for long, whatever breaks.
//!
//! All of this is in the part of the app for files.

use super::Client;
use crate::browser::js;
use crate::client::panel::General;
use crate::net::uploads::{self, Answer};
use crate::offline::database::Trouble;
use crate::offline::{drafts, files, outbox, tabs};
use crate::reactive::{create_effect, create_selector};
use crate::state::attaching::{Held, MOST_FILES, next, next_key, of, sent};
use crate::state::{Outgoing, Phase};
use crate::words::files as words;
use crate::{browser, words as all_words};
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode, Problem};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// After a network that was not there, or a server that was busy.
const AGAIN_AFTER_MS: i32 = 3_000;
/// What has no message any more goes this long after: another tab may be about to say whose it is.
const SWEEP_AFTER_MS: i32 = 10_000;
/// Which tab sends changes without a word.
const LOOK_EVERY_MS: i32 = 5_000;

/// A change of all that is known of files.
type Change<'a> = Box<dyn FnOnce(&mut Vec<Held>) + 'a>;

thread_local! {
    /// Files and words that another app shared, until it is known where they go.
    static SHARED: RefCell<Option<(Vec<JsValue>, String)>> = const { RefCell::new(None) };
}

/// What is to be done with a file next.
enum Step {
    GoOn,
    Done,
    /// Not before so many milliseconds.
    Later(i32),
    Refused(String),
}

impl Client {
    /// Begins, once: reads what earlier runs left, and goes on with that whenever it can.
    pub fn begin_files(self) {
        spawn_local(async move {
            self.read_files().await;
            self.ask_where_to_share().await;
        });
        browser::every(LOOK_EVERY_MS, move || self.look_for_files());
        let is_ready = create_selector(move || self.phase.get() == Phase::Ready && self.online.get());
        create_effect(move || {
            if is_ready.get() {
                browser::soon(move || self.go_on_with_files());
            }
        });
        create_effect(move || {
            if self.phase.get() == Phase::SignedOut {
                files::forget();
                self.change_files(Box::new(Vec::clear));
            }
        });
        let waiting = create_selector(move || {
            self.model.with(|model| {
                let waiting = model.outbox.entries().iter().filter(|entry| entry.files > 0);
                waiting.map(|entry| (entry.nonce.clone(), entry.is_failed())).collect::<Vec<_>>()
            })
        });
        let mut before: Vec<(String, bool)> = Vec::new();
        create_effect(move || {
            let now = waiting.get_clone();
            let is_again =
                |(nonce, was_failed): &&(String, bool)| *was_failed && now.contains(&(nonce.clone(), false));
            before.iter().filter(is_again).for_each(|(nonce, _)| self.ask_again(nonce));
            before = now;
            browser::soon(move || self.go_on_with_files());
            browser::later(SWEEP_AFTER_MS, move || self.sweep_files());
        });
    }

    /// What another app shared goes to the channel that is opened next: the person is asked for one.
    async fn ask_where_to_share(self) {
        // Left from a share that nobody has sent on: that was another day.
        let Some((files, text)) =
            files::take_shared().await.filter(|_| browser::address().ends_with("?share"))
        else {
            return;
        };
        SHARED.set(Some((files, text)));
        self.notify(words::SHARE_WHERE);
        self.open(General::Switcher);
    }

    /// What waits for a channel, for the one that is on the screen now.
    pub fn take_shared(self) -> Option<(Vec<JsValue>, String)> {
        SHARED.take()
    }

    /// What was refused may be because the server has thrown them away.
    fn ask_again(self, message: &str) {
        self.change_files(Box::new(|files| {
            for held in files.iter_mut().filter(|held| held.message == message) {
                (held.is_known, held.is_whole, held.refused) = (false, false, None);
            }
        }));
    }

    async fn read_files(self) {
        for held in files::read().await.unwrap_or_default() {
            self.hold_again(held).await;
        }
        self.go_on_with_files();
    }

    /// This tab may have become the one that sends, and others may have chosen what it sends.
    fn look_for_files(self) {
        if !tabs::leads() {
            return;
        }
        let is_missing = self.model.with_untracked(|model| {
            self.files.with_untracked(|files| {
                let mut waiting = model.outbox.entries().iter().filter(|entry| entry.waits_for_files());
                waiting.any(|entry| of(files, &entry.nonce).count() < entry.files)
            })
        });
        match is_missing {
            true => spawn_local(self.read_files()),
            false => self.go_on_with_files(),
        }
    }

    /// What an earlier run left. Its bytes stay where they are; a picture is shown.
    async fn hold_again(self, mut held: Held) {
        let is_known = self.files.with_untracked(|files| files.iter().any(|known| known.key == held.key));
        if is_known {
            return;
        }
        if held.is_picture()
            && let Some(bytes) = files::bytes(&held.key).await
        {
            held.address = address_of(&bytes);
        }
        self.change_files(Box::new(|files| files.push(held)));
    }

    /// Keeps files that somebody chose for the message with this nonce, and begins to send them.
    pub fn hold_files(self, channel: ChannelId, message: &str, chosen: Vec<JsValue>) {
        let here = self.files.with_untracked(|files| of(files, message).count());
        let (room, count) = (MOST_FILES.saturating_sub(here), chosen.len());
        if count > room {
            self.notify(words::too_many(MOST_FILES, count - room));
        }
        for bytes in chosen.into_iter().take(room) {
            let mut held = Held {
                key: self.files.with_untracked(|files| next_key(files, message)),
                message: message.to_owned(),
                channel: channel.0,
                name: js::text(&bytes, "name")
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| words::FILE.to_owned()),
                size: js::number(&bytes, "size") as u64,
                content_type: js::text(&bytes, "type").unwrap_or_default(),
                ..Held::default()
            };
            held.name = held.name.chars().take(200).collect();
            if held.is_picture() {
                held.address = address_of(&bytes);
            }
            if held.size == 0 {
                held.refused = Some(words::EMPTY_FILE.to_owned());
            }
            self.change_files(Box::new(|files| files.push(held.clone())));
            spawn_local(async move {
                if let Err(Trouble::Full | Trouble::Failed) = files::keep(&held, Some(&bytes)).await {
                    self.notify(words::NO_ROOM);
                }
                self.go_on_with_files();
            });
        }
    }

    /// Nobody wants it any more.
    pub fn drop_file(self, key: &str) {
        let Some(held) = self.held(key) else { return };
        self.change_files(Box::new(|files| files.retain(|held| held.key != key)));
        uploads::stop(key);
        forget_address(&held);
        spawn_local(async move {
            files::remove(std::slice::from_ref(&held.key)).await;
            if let Some(upload) = held.upload {
                uploads::give_up(AttachmentId(upload)).await;
            }
        });
    }

    /// What is to be seen in it.
    pub fn describe_file(self, key: &str, description: &str) {
        self.change_file(key, |held| held.description = description.trim().to_owned());
        self.keep_file(key);
    }

    /// Somebody wants it to be tried once more.
    pub fn retry_file(self, key: &str) {
        self.change_file(key, |held| held.refused = None);
        self.go_on_with_files();
    }

    /// A file as it is now.
    pub fn held(self, key: &str) -> Option<Held> {
        self.files.with_untracked(|files| files.iter().find(|held| held.key == key).cloned())
    }

    fn change_file<'a>(self, key: &str, change: impl FnOnce(&mut Held) + 'a) {
        self.change_one(key, Box::new(change));
    }

    /// Boxed, here and below, so that telling those who show files is compiled once.
    fn change_one(self, key: &str, change: Box<dyn FnOnce(&mut Held) + '_>) {
        let place = self.files.with_untracked(|files| files.iter().position(|held| held.key == key));
        if let Some(place) = place {
            self.change_files(Box::new(|files| {
                if let Some(held) = files.get_mut(place) {
                    change(held);
                }
            }));
        }
    }

    fn change_files(self, change: Change<'_>) {
        self.files.update(change);
    }

    fn keep_file(self, key: &str) {
        if let Some(held) = self.held(key) {
            spawn_local(async move {
                let _ = files::keep(&held, None).await;
            });
        }
    }

    /// Sends what can be sent now.
    fn go_on_with_files(self) {
        if !tabs::leads() || self.phase.get_untracked() != Phase::Ready {
            return;
        }
        self.send_messages_of_files();
        while let Some(key) = self.files.with_untracked(|files| next(files).map(|held| held.key.clone())) {
            self.change_file(&key, |held| held.is_busy = true);
            spawn_local(self.send_file(key));
        }
    }

    async fn send_file(self, key: String) {
        let after = loop {
            match self.step(&key).await {
                Step::GoOn if tabs::leads() => {}
                Step::GoOn | Step::Done => break 0,
                Step::Later(pause) => break pause,
                Step::Refused(why) => {
                    self.file_refused(&key, &why);
                    break 0;
                }
            }
        };
        let end = move || {
            self.change_file(&key, |held| held.is_busy = false);
            self.go_on_with_files();
        };
        if after > 0 { browser::later(after, end) } else { end() }
    }

    /// One exchange with the server.
    async fn step(self, key: &str) -> Step {
        let Some(held) = self.held(key).filter(|held| !held.is_whole) else { return Step::Done };
        let Some(bytes) = files::bytes(key).await else { return Step::Refused(words::NOT_HERE.to_owned()) };
        let Some(upload) = held.upload.map(AttachmentId) else {
            let answer = uploads::begin(&held).await;
            return self.took(key, answer);
        };
        if !held.is_known {
            let answer = uploads::look(upload, key).await;
            return self.took(key, answer);
        }
        if !is_readable(&bytes).await {
            return Step::Refused(words::UNREADABLE.to_owned());
        }
        let tell = {
            let key = key.to_owned();
            move |received| self.change_file(&key, |held| held.received = received)
        };
        let answer = uploads::send(&held, upload, &bytes, tell).await;
        match &answer {
            Some(Answer { status: 204, offset: Some(offset), .. }) => {
                let (before, now) = (held.received, *offset);
                self.change_file(key, |held| held.received = now);
                if now > before { Step::GoOn } else { Step::Later(AGAIN_AFTER_MS) }
            }
            // Another one was faster, or the server has more or less than was thought.
            Some(Answer { status: 409 | 204, .. }) => {
                self.change_file(key, |held| held.is_known = false);
                Step::GoOn
            }
            _ => self.took(key, answer),
        }
    }

    /// Takes what the server said of an upload.
    fn took(self, key: &str, answer: Option<Answer>) -> Step {
        let Some(answer) = answer.filter(|answer| answer.status != 0) else {
            self.change_file(key, |held| held.is_known = false);
            return Step::Later(AGAIN_AFTER_MS);
        };
        if let (200..300, Some(upload)) = (answer.status, answer.upload()) {
            self.change_file(key, |held| held.told(&upload));
            self.keep_file(key);
            return Step::GoOn;
        }
        let has_upload = self.held(key).is_some_and(|held| held.upload.is_some());
        let problem = answer.problem();
        match answer.status {
            // Thrown away meanwhile, or sent with a message by another tab.
            404 | 410 if has_upload => {
                self.change_file(key, Held::begins_anew);
                Step::GoOn
            }
            401 | 500.. => self.later(key, &problem),
            _ if problem.code.is_retryable() => self.later(key, &problem),
            _ => Step::Refused(said_of(problem)),
        }
    }

    fn later(self, key: &str, problem: &Problem) -> Step {
        self.change_file(key, |held| held.is_known = false);
        let pause = problem.retry_after_ms.and_then(|pause| i32::try_from(pause).ok());
        Step::Later(pause.unwrap_or(AGAIN_AFTER_MS).max(AGAIN_AFTER_MS))
    }

    /// Also said by the message, if that is on its way.
    fn file_refused(self, key: &str, why: &str) {
        let Some(held) = self.held(key) else { return };
        self.change_file(key, |held| held.refused = Some(why.to_owned()));
        let said = words::refused(&held.name, held.size, why);
        let is_on_its_way = self.model.with_untracked(|model| is_in(model.outbox.entries(), &held.message));
        match is_on_its_way {
            true => {
                self.model.update(|model| model.outbox.files_refused(&held.message, said));
                self.outbox_changed();
            }
            false => self.complain(&Problem::new(ErrorCode::InvalidInput, said)),
        }
    }

    /// Messages go of which all files are there.
    fn send_messages_of_files(self) {
        let waiting: Vec<(String, usize)> = self.model.with_untracked(|model| {
            let waiting = model.outbox.entries().iter();
            let waiting = waiting.filter(|entry| entry.waits_for_files() && !entry.is_failed());
            waiting.map(|entry| (entry.nonce.clone(), entry.files)).collect()
        });
        for (nonce, count) in waiting {
            let all = self.files.with_untracked(|files| sent(files, &nonce, count));
            if let Some(all) = all {
                self.model.update(|model| model.outbox.files_are_there(&nonce, all));
                self.outbox_changed();
            }
        }
    }

    /// Forgets files that go with nothing any more. What a message is on its way with, in whichever tab, is in the outbox
    /// before it is no draft any more.
    fn sweep_files(self) {
        if !tabs::leads() {
            return;
        }
        spawn_local(async move {
            let held = self.files.get_clone_untracked();
            let drafts: Vec<String> = held.iter().map(|held| drafts::files(held.channel())).collect();
            let outbox = outbox::read().await;
            let is_needed =
                |held: &Held, draft: &String| *draft == held.message || is_in(&outbox, &held.message);
            let gone: Vec<Held> = held
                .iter()
                .zip(&drafts)
                .filter(|(held, draft)| !is_needed(held, draft))
                .map(|it| it.0.clone())
                .collect();
            if gone.is_empty() {
                return;
            }
            let keys: Vec<String> = gone.iter().map(|held| held.key.clone()).collect();
            self.change_files(Box::new(|files| files.retain(|held| !keys.contains(&held.key))));
            gone.iter().for_each(forget_address);
            files::remove(&keys).await;
        });
    }
}

fn is_in(outbox: &[Outgoing], nonce: &str) -> bool {
    outbox.iter().any(|entry| entry.nonce == nonce)
}

/// A file of the device may have been moved or changed since it was chosen.
async fn is_readable(bytes: &JsValue) -> bool {
    let first = js::call(bytes, "slice", &[0.into(), 1.into()]);
    let read = first.and_then(|first| js::call(&first, "arrayBuffer", &[]));
    match read {
        Some(read) => js::wait(read).await.is_some(),
        None => false,
    }
}

/// What is said against files has numbers in it, which only the server knows.
fn said_of(problem: Problem) -> String {
    match problem.code {
        ErrorCode::TooLarge | ErrorCode::LimitReached | ErrorCode::InvalidInput => problem.message,
        _ => all_words::problem(problem).message,
    }
}

/// An address for bytes of the device.
pub fn address_of(bytes: &JsValue) -> Option<String> {
    let urls = browser::property(&js_sys::global(), "URL")?;
    js::call(&urls, "createObjectURL", std::slice::from_ref(bytes))?.as_string()
}

fn forget_address(held: &Held) {
    if let Some(address) = &held.address {
        forget(address);
    }
}

/// Nothing is shown at this address any more.
pub fn forget(address: &str) {
    if let Some(urls) = browser::property(&js_sys::global(), "URL") {
        js::call(&urls, "revokeObjectURL", &[address.into()]);
    }
}

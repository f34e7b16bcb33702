//! Drafts on all devices of the person: what is typed here is saved for the others when the typing pauses, and what they have
//! comes into the composer here. Goes on as long as the app is open. Without a connection, this device keeps its words, and they
//! are saved when there is one.

use crate::browser;
use crate::client::Client;
use crate::net::calls::Answer;
use crate::offline::drafts;
use crate::reactive::{create_effect, create_selector};
use crate::sorted::{Map, Set};
use crate::state::drafts::{Agreed, Begun, Step};
use crate::state::{Answering, Phase};
use hubbub_shared::model::{Draft, DraftMark};
use hubbub_shared::protocol::command::{GetDrafts, GetMessages, SaveDraft};
use hubbub_shared::text::DraftText;
use hubbub_shared::{ChannelId, DraftRev, MessageId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sycamore::prelude::*;

/// Typing has paused after this.
const PAUSE_MS: i32 = 2_000;
/// What could not be saved or fetched is tried again after this.
const AGAIN_MS: i32 = 10_000;

/// Why drafts are looked at.
#[derive(Clone, Copy, PartialEq)]
enum Occasion {
    /// The server has just told where everything stands.
    Ready,
    /// It told of a draft.
    Told,
    /// The typing has paused, the place was left, or the page is no longer seen.
    Paused,
}

/// Nothing to be seen: what goes on as long as the app is open.
pub fn drafting(client: Client) -> View {
    let work = Work(Rc::new(State {
        client,
        due: Cell::new(None),
        saving: RefCell::default(),
        asked: RefCell::default(),
    }));
    work.begin();
    View::new()
}

/// What is under way. Copies are the same.
#[derive(Clone)]
struct Work(Rc<State>);

struct State {
    client: Client,
    /// When what was typed is to be saved. `None`: nothing was typed since.
    due: Cell<Option<i64>>,
    /// Whose words are on their way to the server.
    saving: RefCell<Set<ChannelId>>,
    /// Which words were asked for, so that none are asked for twice.
    asked: RefCell<Map<ChannelId, DraftRev>>,
}

/// What is typed in a channel, and what that answers.
fn here(channel: ChannelId) -> Begun {
    Begun::new(drafts::read(channel), drafts::answered(channel).map(|answer| answer.quote.message))
}

impl Work {
    fn begin(&self) {
        let client = self.0.client;
        for channel in drafts::channels() {
            self.show(channel, !here(channel).is_nothing());
        }
        let told = create_selector(move || client.model.with(|model| model.drafts.told()));
        let work = self.clone();
        create_effect(on(client.phase, move || {
            if client.phase.get_untracked() == Phase::Ready {
                work.0.asked.borrow_mut().clear();
                work.look_at_all(Occasion::Ready);
            }
        }));
        let work = self.clone();
        create_effect(on(told, move || work.look_at_all(Occasion::Told)));
        let work = self.clone();
        create_effect(on(client.drafting, move || {
            if let Some(channel) = client.drafting.get_untracked() {
                work.typed(channel);
            }
        }));
        let work = self.clone();
        create_effect(on(client.route, move || work.paused()));
        let work = self.clone();
        create_effect(on(client.visible, move || work.paused()));
    }

    /// In the list of channels it is seen at once; others are told when the typing pauses, or that it is over, which nobody
    /// waits for.
    fn typed(&self, channel: ChannelId) {
        let is_nothing = here(channel).is_nothing();
        self.show(channel, !is_nothing);
        match is_nothing {
            true if self.step(channel, Occasion::Paused) == Step::Save => self.save(channel),
            true => {}
            false => self.soon(PAUSE_MS),
        }
    }

    fn soon(&self, pause: i32) {
        let due = browser::steady() + i64::from(pause);
        if self.0.due.replace(Some(due)).is_none() {
            self.wait(pause);
        }
    }

    fn wait(&self, pause: i32) {
        let work = self.clone();
        browser::later(pause, move || {
            let Some(due) = work.0.due.get() else { return };
            match i32::try_from(due - browser::steady()) {
                Ok(left @ 1..) => work.wait(left),
                _ => work.paused(),
            }
        });
    }

    fn paused(&self) {
        if self.0.due.take().is_some() {
            self.look_at_all(Occasion::Paused);
        }
    }

    fn step(&self, channel: ChannelId, occasion: Occasion) -> Step {
        let (is_live, told) =
            self.0.client.model.with_untracked(|model| (model.is_live(), model.drafts.told_of(channel)));
        match is_live {
            true => {
                let agreed = drafts::agreed(channel);
                Step::of(&here(channel), agreed.as_ref(), told, occasion == Occasion::Ready)
            }
            // This device is right until it hears otherwise.
            false => Step::Nothing,
        }
    }

    fn look_at_all(&self, occasion: Occasion) {
        let client = self.0.client;
        let told = client.model.with_untracked(|model| model.drafts.told());
        let known: Set<ChannelId> =
            told.into_iter().map(|(channel, _)| channel).chain(drafts::channels()).collect();
        let mut wanted = Vec::new();
        for channel in known.into_vec() {
            match self.step(channel, occasion) {
                Step::Save if occasion == Occasion::Paused => self.save(channel),
                Step::Save => self.soon(PAUSE_MS),
                Step::Fetch => wanted.push(channel),
                Step::Forget => {
                    drafts::agree(channel, None);
                    self.put(channel, "", None);
                }
                Step::Nothing => {}
            }
        }
        self.fetch(&wanted);
        if occasion == Occasion::Told {
            // Another tab may have put words there that this one does not show yet.
            client.draft_news.update(|news| *news += 1);
        }
    }

    fn save(&self, channel: ChannelId) {
        let begun = here(channel);
        // Too much for a message stays here, until it is shorter.
        if begun.text.chars().count() > DraftText::MAX_CHARS || !self.0.saving.borrow_mut().insert(channel) {
            return;
        }
        let (content, reply_to, work) = (begun.text.clone(), begun.reply_to, self.clone());
        self.0.client.call(SaveDraft { channel, content, reply_to }, move |answer| {
            work.0.saving.borrow_mut().remove(&channel);
            work.saved(channel, begun, answer);
        });
    }

    fn saved(&self, channel: ChannelId, begun: Begun, answer: Answer<DraftMark>) {
        match answer {
            Ok(mark) => {
                let is_as_saved = here(channel) == begun;
                let agreed = Agreed { rev: mark.rev, begun };
                drafts::agree(channel, Some(&agreed).filter(|_| !mark.gone));
                self.0.client.model.update(|model| model.drafts.tell(mark));
                if !is_as_saved {
                    self.typed(channel);
                }
            }
            Err(problem) if problem.code.is_retryable() => self.soon(AGAIN_MS),
            // There is no room for it, or the channel is hidden: this device keeps it.
            Err(_) => {}
        }
    }

    /// One is asked for by itself, several together.
    fn fetch(&self, wanted: &[ChannelId]) {
        let is_new = wanted.iter().filter(|channel| self.is_asked_first(**channel)).count() > 0;
        let channel = match wanted {
            [one] => Some(*one),
            _ => None,
        };
        if !is_new {
            return;
        }
        let work = self.clone();
        self.0.client.call(GetDrafts { channel }, move |answer| match answer {
            Ok(found) => found.drafts.into_iter().for_each(|draft| work.take(draft)),
            Err(problem) if problem.code.is_retryable() => {
                work.0.asked.borrow_mut().clear();
                work.soon(AGAIN_MS);
            }
            Err(_) => {}
        });
    }

    fn is_asked_first(&self, channel: ChannelId) -> bool {
        let told = self.0.client.model.with_untracked(|model| model.drafts.told_of(channel));
        told.is_some_and(|mark| self.0.asked.borrow_mut().insert(channel, mark.rev) != Some(mark.rev))
    }

    /// What another device has comes here, with the message that it answers, if that is still there.
    fn take(&self, draft: Draft) {
        let work = self.clone();
        match draft.reply_to {
            None => self.take_answering(draft, None),
            Some(message) => self.find(draft.channel, message, move |answer| {
                work.take_answering(draft, answer);
            }),
        }
    }

    fn find(&self, channel: ChannelId, message: MessageId, found: impl FnOnce(Option<Answering>) + 'static) {
        let client = self.0.client;
        let me = client.model.with_untracked(|model| model.my_id());
        let known = client.model.with_untracked(|model| {
            let mut messages = model.timeline(channel)?.messages();
            messages.find(|known| known.id == message && !known.deleted).map(|known| Answering::to(known, me))
        });
        if known.is_some() {
            return found(known);
        }
        let ask = GetMessages { around: Some(message), limit: Some(1), ..GetMessages::of(channel) };
        client.call(ask, move |answer| {
            let page = answer.map(|page| page.messages).unwrap_or_default();
            let answered = page.iter().find(|known| known.id == message && !known.deleted);
            found(answered.map(|known| Answering::to(known, me)));
        });
    }

    fn take_answering(&self, draft: Draft, answer: Option<Answering>) {
        let Draft { channel, rev, content, .. } = draft;
        // Something was typed here meanwhile.
        if self.step(channel, Occasion::Told) != Step::Fetch {
            return;
        }
        let reply_to = answer.as_ref().map(|answer| answer.quote.message);
        let begun = Begun::new(content.clone(), reply_to);
        drafts::agree(channel, Some(&Agreed { rev, begun }));
        self.put(channel, &content, answer);
    }

    /// These words stand in the channel's composer, now or when it is opened.
    fn put(&self, channel: ChannelId, text: &str, answer: Option<Answering>) {
        let client = self.0.client;
        drafts::keep(channel, text);
        drafts::keep_answered(channel, answer.as_ref());
        self.show(channel, !text.is_empty());
        client.draft_news.update(|news| *news += 1);
        let is_open = client.model.with_untracked(|model| model.open_channel()) == Some(channel);
        let is_shown = is_open && client.editing.with_untracked(Option::is_none);
        if is_shown && client.answering.with_untracked(|shown| *shown != answer) {
            client.taking.set_silent(true);
            client.answering.set(answer);
            client.taking.set_silent(false);
        }
    }

    /// The list of channels shows that there is a draft, or none.
    fn show(&self, channel: ChannelId, has_words: bool) {
        let model = self.0.client.model;
        if model.with_untracked(|model| model.drafts.has_here(channel)) != has_words {
            model.update(|model| model.drafts.put_here(channel, has_words));
        }
    }
}

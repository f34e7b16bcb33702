//! Reading a conversation and making channels.

use super::Client;
use crate::state::{Route, Timeline, Wanted, slices};
use crate::{browser, words};
use hubbub_shared::model::{Message, MessagePage};
use hubbub_shared::protocol::command::{CreateChannel, GetMessages, MarkRead, MarkUnread};
use hubbub_shared::{CategoryId, ChannelId, ErrorCode, HubId, MessageId, Problem, Timestamp};
use wasm_bindgen_futures::spawn_local;

/// Far enough that a finger that throws the list is not faster.
const MESSAGES_PER_PAGE: u64 = 50;
/// Who goes a long way up at once does not carry all of it along.
const KEPT_ON_THE_WAY: usize = 240;
/// After a refusal that does not say when to come back.
const ASK_AGAIN_AFTER_MS: u64 = 2_000;

impl Client {
    /// Loads messages above those that are shown.
    pub fn load_older(self, channel: ChannelId) {
        self.load(channel, Timeline::want_older);
    }

    /// Loads messages below those that are shown.
    pub fn load_newer(self, channel: ChannelId) {
        self.load(channel, Timeline::want_newer);
    }

    fn load(self, channel: ChannelId, want: fn(&Timeline) -> Option<Wanted>) {
        let wanted = self
            .model
            .with_untracked(|model| model.timeline(channel).filter(|_| model.is_live()).and_then(want));
        if let Some(wanted) = wanted {
            self.model.update_silent(|model| model.timeline_mut(channel).loading = Some(wanted));
            self.get_page(channel, wanted, move |answer| {
                if let Err(problem) = answer {
                    self.load_again_later(channel, want, &problem);
                }
            });
        }
    }

    fn get_page(self, channel: ChannelId, wanted: Wanted, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let mut command = GetMessages { limit: Some(MESSAGES_PER_PAGE), ..GetMessages::of(channel) };
        match wanted {
            Wanted::Before(message) => command.before = Some(message),
            Wanted::After(message) => command.after = Some(message),
            Wanted::Around(message) => command.around = Some(message),
        }
        self.ask(command, move |answer, is_whole| match answer {
            Ok(page) => spawn_local(async move {
                self.take_page(channel, wanted, page, is_whole).await;
                done(Ok(()));
            }),
            Err(problem) => done(Err(problem)),
        });
    }

    /// What comes above is drawn a few rows at a time, from below: who scrolls or types meanwhile is answered.
    async fn take_page(self, channel: ChannelId, wanted: Wanted, page: MessagePage, is_whole: bool) {
        let mut slices = slices(wanted, page).into_iter().peekable();
        while let Some((wanted, slice)) = slices.next() {
            let fits = self.model.update(|model| {
                let fits = model.page(channel, wanted, slice, is_whole);
                if let Some((next, _)) = slices.peek().filter(|_| fits) {
                    model.timeline_mut(channel).loading = Some(*next);
                }
                fits
            });
            if !fits || slices.peek().is_none() {
                return;
            }
            browser::breathe().await;
        }
    }

    /// Who scrolls very far very fast is asked for patience by the server; the list goes on by itself.
    fn load_again_later(self, channel: ChannelId, want: fn(&Timeline) -> Option<Wanted>, problem: &Problem) {
        let pause = problem.retry_after_ms.unwrap_or(ASK_AGAIN_AFTER_MS);
        browser::later(pause as i32, move || {
            if self.model.with_untracked(|model| model.open_channel() == Some(channel)) {
                self.model.update_silent(|model| model.timeline_mut(channel).loading = None);
                self.load(channel, want);
            }
        });
    }

    /// Leads to the first message that was sent at a moment or later; to the last one, if nothing is that new.
    pub fn jump_to(self, channel: ChannelId, at: Timestamp, failed: impl FnOnce(Problem) + 'static) {
        let command =
            GetMessages { at: Some(at), limit: Some(MESSAGES_PER_PAGE), ..GetMessages::of(channel) };
        self.call(command, move |answer| match answer {
            Ok(page) => match since(&page, at) {
                Some(message) => self.lead_to(channel, message),
                None => {
                    failed(Problem::new(ErrorCode::NotFound, words::conversing::NOTHING_SAID));
                }
            },
            Err(problem) => failed(problem),
        });
    }

    /// A message and what comes after it is unread again. That it was read is told first: it is told a little later
    /// otherwise, and what the server does not know as read it cannot put back.
    pub fn mark_unread(self, message: &Message) {
        let Message { channel, id, .. } = *message;
        self.wire.update_silent(|wire| wire.read.remove(&channel));
        self.mark_read(channel, move || {
            self.tell(MarkUnread { channel, message: id }, move |answer| match answer {
                Ok(()) => self.offer_undo(words::conversing::MARKED_UNREAD.to_owned(), move || {
                    self.mark_read(channel, || {});
                }),
                Err(problem) => self.complain(&problem),
            });
        });
    }

    fn mark_read(self, channel: ChannelId, then: impl FnOnce() + 'static) {
        self.tell(MarkRead { channel, seq: None }, move |answer| match answer {
            Ok(()) => then(),
            Err(problem) => self.complain(&problem),
        });
    }

    /// Shows a message of the channel that is open, with its neighbours, wherever it stands; `shown` comes after.
    pub fn load_around(self, channel: ChannelId, message: MessageId, shown: impl FnOnce() + 'static) {
        self.get_page(channel, Wanted::Around(message), move |answer| match answer {
            Ok(()) => shown(),
            Err(problem) if problem.code == ErrorCode::NotFound => {
                self.complain(&Problem::new(ErrorCode::NotFound, words::MESSAGE_GONE));
            }
            Err(problem) => self.complain(&problem),
        });
    }

    /// Loads upwards until the message after the position `read` is here; `shown` comes after.
    pub fn load_up_to(self, channel: ChannelId, read: u64, pages: u32, shown: impl FnOnce() + 'static) {
        let next = self.model.with_untracked(|model| {
            let timeline = model.timeline(channel)?;
            let first = timeline.oldest().filter(|first| timeline.has_before() && first.seq > read)?;
            Some(Wanted::Before(first.id)).filter(|_| pages > 0)
        });
        let Some(wanted) = next else { return shown() };
        self.model.update_silent(|model| model.timeline_mut(channel).loading = Some(wanted));
        self.get_page(channel, wanted, move |answer| match answer {
            Ok(()) => {
                let oldest = self.model.with_untracked(|model| {
                    model.timeline(channel).and_then(|timeline| timeline.oldest().map(|first| first.seq))
                });
                self.keep_near(channel, oldest.unwrap_or_default(), KEPT_ON_THE_WAY);
                self.load_up_to(channel, read, pages - 1, shown)
            }
            Err(problem) => self.complain(&problem),
        });
    }

    /// Shows the newest messages of a channel again.
    pub fn show_newest(self, channel: ChannelId) {
        self.model.update(|model| model.timeline_mut(channel).show_newest());
    }

    /// Keeps of a long conversation what is around the messages on the screen.
    pub fn keep_near(self, channel: ChannelId, seq: u64, most: usize) {
        if self
            .model
            .with_untracked(|model| model.timeline(channel).is_some_and(|it| it.is_longer_than(most)))
        {
            self.model.update(|model| model.timeline_mut(channel).keep_near(seq, most));
        }
    }

    /// Whether the newest message is on the screen and the person looks at it.
    pub fn watch(self, watching: bool) {
        if self.model.with_untracked(|model| model.would_change_by_watching(watching)) {
            let todos = self.model.update(|model| model.watch(watching));
            self.do_all(todos);
        }
    }

    /// Makes a channel and goes there.
    pub fn create_channel(
        self,
        hub: HubId,
        category: Option<CategoryId>,
        name: String,
        topic: Option<String>,
        failed: impl FnOnce(Problem) + 'static,
    ) {
        let command = CreateChannel { hub, name, topic, category, position: None, overwrites: None };
        self.call(command, move |answer| match answer {
            Ok(channel) => self.go(Route::Channel(hub, channel.id)),
            Err(problem) => failed(problem),
        });
    }
}

/// The first message of a page that was sent at a moment or later and is still there; else the last one.
fn since(page: &MessagePage, at: Timestamp) -> Option<MessageId> {
    let mut there = page.messages.iter().filter(|message| !message.deleted);
    let first = there.clone().find(|message| message.created_at >= at);
    first.or_else(|| there.next_back()).map(|message| message.id)
}

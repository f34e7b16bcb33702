//! Writing something that is sent later, and changing what is to be.

use super::times;
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::composer::names::names;
use crate::components::dialog::dialog;
use crate::components::field::{self, Field};
use crate::offline::drafts;
use crate::state::{Names, as_sent, as_written};
use crate::words::scheduled as words;
use hubbub_shared::model::ScheduledMessage;
use hubbub_shared::protocol::command::{ScheduleMessage, UpdateScheduledMessage};
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, Problem, ScheduledMessageId, Timestamp};
use sycamore::prelude::*;

/// What is being written. Copies are the same.
#[derive(Clone, Copy)]
struct Later {
    client: Client,
    channel: ChannelId,
    text: Signal<String>,
    /// Names that were in it.
    names: Signal<Names>,
    problem: Signal<Option<Problem>>,
    /// It is waiting already.
    known: Option<ScheduledMessageId>,
}

/// Draws the sheet: with what is in the channel's composer, or with what is waiting.
pub fn send_later(channel: ChannelId, known: Option<&ScheduledMessage>) -> View {
    let client = use_client();
    let (text, names) = match known {
        None => (drafts::read(channel), Names::new()),
        Some(known) => {
            client.model.with_untracked(|model| as_written(&known.content, |named| model.name_in_text(named)))
        }
    };
    let later = Later {
        client,
        channel,
        text: create_signal(text),
        names: create_signal(names),
        problem: create_signal(None),
        known: known.map(|known| known.id),
    };
    let text = field::text(Field {
        id: "later-text",
        label: words::MESSAGE,
        example: "",
        value: later.text,
        problem: later.problem,
        max: MessageText::MAX_CHARS,
    });
    let choose = move |at: i64| later.choose(at);
    let (usual, other) = (times::usual(choose), times::other("later-at", words::SEND_LATER, choose));
    let title = if known.is_some() { words::CHANGE } else { words::SEND_LATER };
    dialog(
        title.to_owned(),
        view! {
            div(class="save-sheet", data-testid="later-sheet", data-focus="", tabindex="-1") {
                div(class="dialog-body") { (text) }
                h3(class="section-title") { (words::WHEN) }
                (usual)
                (other)
            }
        },
    )
}

impl Later {
    fn choose(self, at: i64) {
        let text = self.text.get_clone_untracked();
        if text.trim().is_empty() {
            return self.problem.set(Some(Problem::field("content", words::NOTHING_WRITTEN)));
        }
        let content =
            as_sent(&text, &names(self.client, self.channel, self.names.get_clone_untracked(), &text));
        let send_at = Timestamp(at);
        match self.known {
            Some(scheduled) => {
                let change =
                    UpdateScheduledMessage { scheduled, content: Some(content), send_at: Some(send_at) };
                self.client.call(change, move |answer| self.answered(answer, None));
            }
            None => {
                let ask = ScheduleMessage { channel: self.channel, content, send_at };
                self.client.call(ask, move |answer| self.answered(answer, Some(text)));
            }
        }
    }

    /// The draft that it was goes; what was refused stays here.
    fn answered(self, answer: Result<ScheduledMessage, Problem>, draft: Option<String>) {
        match answer {
            Ok(waiting) => {
                if draft.is_some_and(|draft| draft == drafts::read(self.channel)) {
                    self.client.keep_draft(self.channel, "");
                    self.client.draft_news.update(|news| *news += 1);
                }
                self.client.close();
                let moment = clock::coming(waiting.send_at.0, clock::now());
                let id = waiting.id;
                match self.known {
                    Some(_) => self.client.notify(words::will_be_sent(&moment)),
                    None => self.client.offer_undo(words::will_be_sent(&moment), move || {
                        self.client.send_never(id, || {});
                    }),
                }
            }
            Err(problem) if self.problem.is_alive() => self.problem.set(Some(problem)),
            Err(problem) => self.client.complain(&problem),
        }
    }
}

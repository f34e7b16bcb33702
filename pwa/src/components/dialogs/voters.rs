//! Who voted in a poll that is not anonymous, answer by answer.

use super::reactions::{name_of, person};
use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::components::loaded::Loaded;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::words::{conversing, polls as words};
use hubbub_shared::ReactionId;
use hubbub_shared::model::{Message, Poll, PollAnswer, ReactionPage};
use hubbub_shared::protocol::command::GetVoters;
use std::rc::Rc;
use sycamore::prelude::*;

const PER_PAGE: u64 = 50;

/// What the list works on. Copies are the same.
#[derive(Clone, Copy)]
struct Voters {
    client: Client,
    message: Signal<Rc<Message>>,
    answer: Signal<u64>,
    loaded: Loaded<ReactionPage>,
}

/// Draws who voted, beginning with one answer.
pub fn voters(message: Rc<Message>, answer: u64) -> View {
    let (client, channel, seq) = (use_client(), message.channel, message.seq);
    let poll = create_selector(move || client.model.with(|model| model.poll(channel, seq)));
    let voters = Voters {
        client,
        message: create_signal(message),
        answer: create_signal(answer),
        loaded: Loaded::new(),
    };
    let count = create_selector(move || {
        let (answer, place) = (voters.answer.get(), voters.answer.get() as usize);
        let votes = |poll: &Poll| poll.answers.get(place.wrapping_sub(1)).map(|answer| answer.votes);
        (answer, poll.with(|poll| poll.as_ref().and_then(votes)))
    });
    create_effect(move || {
        count.track();
        voters.load();
    });
    let list = voters.loaded.view(move |page| voters.list(page));
    let tabs = move || {
        let answers = poll.get_clone().map(|poll| poll.answers).unwrap_or_default();
        (1..).zip(answers).map(|(number, answer)| voters.tab(number, answer)).collect::<Vec<View>>()
    };
    let body = view! {
        div(class="reaction-tabs", role="tablist", aria-label=words::POLL) { (Live { now: tabs }) }
        div(class="dialog-body", id="voters", role="tabpanel", tabindex="0", aria-label=move || words::answer(voters.answer.get() as usize)) { (list) }
    };
    dialog(words::WHO_VOTED.to_owned(), body)
}

impl Voters {
    fn tab(self, number: u64, answer: PollAnswer) -> View {
        let label = format!("{}: {}", answer.text, words::votes(answer.votes));
        let votes = answer.votes.to_string();
        let text = match answer.emoji {
            Some(emoji) => format!("{emoji} {}", answer.text),
            None => answer.text,
        };
        view! {
            button(class="reaction", r#type="button", role="tab", aria-controls="voters", title=label,
                aria-selected=move || if self.answer.get() == number { "true" } else { "false" },
                on:click=handler(move |_| self.answer.set(number))) {
                bdi(class="voters-answer") { (text) }
                span { (votes) }
            }
        }
    }

    fn ask(self, after: Option<ReactionId>) -> GetVoters {
        let (channel, message) = self.message.with_untracked(|message| (message.channel, message.id));
        GetVoters { channel, message, answer: self.answer.get_untracked(), after, limit: Some(PER_PAGE) }
    }

    /// The first of them anew.
    fn load(self) {
        let command = self.ask(None);
        let answer = command.answer;
        self.client.call(command, move |page| {
            if self.loaded.is_shown() && self.answer.get_untracked() == answer {
                self.loaded.put(page);
            }
        });
    }

    fn load_more(self, after: ReactionId) {
        self.client.call(self.ask(Some(after)), move |answer| {
            self.loaded.page(self.client, Some(after), answer, |page| (&mut page.people, &mut page.next));
        });
    }

    fn list(self, page: &ReactionPage) -> View {
        if page.people.is_empty() {
            return view! { p(class="hint") { (words::NOBODY_VOTED) } };
        }
        let me = self.client.model.with_untracked(|model| model.my_id());
        let row = |user| person(user, name_of(self.client, user), me == Some(user.id), View::new());
        let rows: Vec<View> = page.people.iter().map(row).collect();
        let more = match page.next {
            Some(next) => view! {
                button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| self.load_more(next))) { (conversing::SHOW_MORE_PEOPLE) }
            },
            None => View::new(),
        };
        view! {
            ul(class="reactors") { (rows) }
            (more)
        }
    }
}

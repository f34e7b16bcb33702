//! What a message asks, below its question: the answers with their counts, and a vote by a tap. Only numbers and marks change
//! when somebody votes, not the row. In the part of the app for talking.

use crate::client::Client;
use crate::client::panel::{Governing, Talking};
use crate::components::dialogs::parts::step;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::polls::{share, winners};
use crate::words::polls as words;
use crate::{browser, clock};
use hubbub_shared::Timestamp;
use hubbub_shared::model::{Message, Poll, PollAnswer};
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::KeyboardEvent;

/// The clock is looked at again after this, however far the end is off.
const LOOK_MS: i64 = 3_600_000;

/// What is voted in. Copies are the same.
#[derive(Clone, Copy)]
struct Voting {
    client: Client,
    message: Signal<Rc<Message>>,
    poll: ReadSignal<Option<Poll>>,
    /// What the person chose and the server has not taken yet.
    waiting: Signal<Option<Vec<u64>>>,
    over: Signal<bool>,
}

/// Draws the answers.
pub fn poll(client: Client, message: Rc<Message>) -> View {
    let (channel, seq) = (message.channel, message.seq);
    let poll = create_selector(move || client.model.with(|model| model.poll(channel, seq)));
    let Some(known) = poll.get_clone_untracked() else { return View::new() };
    let voting = Voting {
        client,
        message: create_signal(message),
        poll,
        waiting: create_signal(None),
        over: create_signal(known.is_over(now())),
    };
    create_effect(move || {
        if let Some(ends_at) = voting.poll.with(|poll| poll.as_ref().and_then(|poll| poll.ends_at)) {
            voting.look_at_the_clock(ends_at);
        }
    });
    let label = if known.several { words::CHOOSE_SEVERAL } else { words::CHOOSE_ONE };
    let role = if known.several { "group" } else { "radiogroup" };
    let numbered = (1..).zip(&known.answers);
    let answers: Vec<View> =
        numbered.map(|(number, answer)| voting.answer(number, answer, known.several)).collect();
    let foot = voting.foot(&known);
    view! {
        div(class="poll", data-testid="poll", data-over=move || voting.over.get().then_some("true")) {
            div(class="poll-answers", role=role, aria-label=label, on:keydown=handler(|event: KeyboardEvent| {
                if let Some(next) = step(&event) {
                    event.prevent_default();
                    event.stop_propagation();
                    let _ = next.focus();
                }
            })) { (answers) }
            (foot)
        }
    }
}

fn now() -> Timestamp {
    Timestamp(clock::now())
}

impl Voting {
    /// Says so when the poll ends, also if nobody does anything.
    fn look_at_the_clock(self, ends_at: Timestamp) {
        if !self.over.is_alive() {
            return;
        }
        let was_over = self.over.get_untracked();
        let left = ends_at.0 - now().0;
        if self.over.get_untracked() != (left <= 0) {
            self.over.set(left <= 0);
        }
        if left > 0 {
            let wait = i32::try_from(left.min(LOOK_MS) + 1).unwrap_or(i32::MAX);
            browser::later(wait, move || {
                // It may have been ended meanwhile, and then that was said.
                if self.poll.is_alive() && self.ends_at() == Some(ends_at) {
                    self.look_at_the_clock(ends_at);
                }
            });
        } else if !was_over {
            let won = self.poll.with_untracked(|poll| poll.as_ref().map(winners).unwrap_or_default());
            self.client.announcement.set(words::result(&self.named(&won)));
        }
    }

    fn ends_at(self) -> Option<Timestamp> {
        self.poll.with_untracked(|poll| poll.as_ref().and_then(|poll| poll.ends_at))
    }

    /// The numbers of what the person chose, told to the server or on its way.
    fn chosen(self) -> Vec<u64> {
        let own = || self.poll.with(|poll| poll.as_ref().map(Poll::own).unwrap_or_default());
        self.waiting.get_clone().unwrap_or_else(own)
    }

    /// The words of answers, by their numbers.
    fn named(self, numbers: &[u64]) -> String {
        let of = |poll: &Poll| {
            let chosen = (1..).zip(&poll.answers).filter(|(number, _)| numbers.contains(number));
            chosen.map(|(_, answer)| answer.text.clone()).collect::<Vec<_>>().join(", ")
        };
        self.poll.with_untracked(|poll| poll.as_ref().map(of).unwrap_or_default())
    }

    /// A tap chooses an answer, or takes it back.
    fn tap(self, number: u64, several: bool) {
        let message = self.message.get_clone_untracked();
        if self.over.get_untracked() {
            return;
        }
        let own = || self.poll.with_untracked(|poll| poll.as_ref().map(Poll::own).unwrap_or_default());
        let mut chosen = self.waiting.get_clone_untracked().unwrap_or_else(own);
        let had = chosen.contains(&number);
        match several {
            true => chosen.retain(|one| *one != number),
            false => chosen.clear(),
        }
        if !had {
            chosen.push(number);
        }
        // What one did can always be taken back.
        if !chosen.is_empty() && !self.client.may_react(message.channel) {
            return self.client.open(Governing::Why(message.channel, None));
        }
        self.waiting.set(Some(chosen.clone()));
        self.client.vote(&message, chosen.clone(), move |counts| {
            if !self.waiting.is_alive() {
                return;
            }
            // Something else may have been chosen meanwhile.
            if self.waiting.with_untracked(|waiting| waiting.as_ref() == Some(&chosen)) {
                self.waiting.set(None);
            }
            if counts {
                self.client.announcement.set(words::voted(&self.named(&chosen)));
            }
        });
    }

    /// Shows who voted, if that is told.
    fn who(self, number: u64) {
        if self.poll.with_untracked(|poll| poll.as_ref().is_some_and(|poll| !poll.anonymous)) {
            self.client.open(Talking::Voters(self.message.get_clone_untracked(), number));
        }
    }

    fn answer(self, number: u64, answer: &PollAnswer, several: bool) -> View {
        let place = (number - 1) as usize;
        let count = create_selector(move || {
            let of = |poll: &Poll| (poll.answers[place].votes, share(poll.answers[place].votes, poll.voters));
            self.poll.with(|poll| poll.as_ref().map(of).unwrap_or_default())
        });
        let is_chosen = create_selector(move || self.chosen().contains(&number));
        let won = create_selector(move || {
            let is_best = |poll: &Poll| winners(poll).contains(&number);
            self.over.get() && self.poll.with(|poll| poll.as_ref().is_some_and(is_best))
        });
        let (text, label, role) =
            (answer.text.clone(), answer.text.clone(), if several { "checkbox" } else { "radio" });
        let emoji = match answer.emoji.clone() {
            Some(emoji) => view! { span(class="emoji", aria-hidden="true") { (emoji) } },
            None => View::new(),
        };
        view! {
            button(class="poll-answer", r#type="button", role=role, data-testid="poll-answer", data-number=number.to_string(),
                aria-checked=move || if is_chosen.get() { "true" } else { "false" },
                aria-disabled=move || self.over.get().then_some("true"),
                data-won=move || won.get().then_some("true"),
                aria-label=move || {
                    let said = words::counted(&label, count.get().0, count.get().1);
                    if won.get() { format!("{said}. {}", words::WON) } else { said }
                },
                on:click=handler(move |_| self.tap(number, several))) {
                progress(class="poll-bar", max="100", value=move || count.get().1.to_string(), aria-hidden="true")
                span(class="poll-mark")
                (emoji)
                bdi(class="poll-text") { (text) }
                span(class="poll-count") { (Live { now: move || format!("{} %", count.get().1) }) }
                span(class="poll-votes") { (Live { now: move || count.get().0.to_string() }) }
            }
        }
    }

    fn foot(self, known: &Poll) -> View {
        let is_anonymous = known.anonymous;
        let said = move || {
            let (voters, ends_at) = self
                .poll
                .with(|poll| poll.as_ref().map(|poll| (poll.voters, poll.ends_at)).unwrap_or_default());
            let end = match (self.over.get(), ends_at) {
                (true, _) => Some(words::ENDED.to_owned()),
                (false, Some(at)) => Some(words::ends(&clock::coming(at.0, clock::now()))),
                (false, None) => None,
            };
            let secret = is_anonymous.then(|| words::ANONYMOUS.to_owned());
            [Some(words::people(voters)), end, secret].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let who = match is_anonymous {
            true => View::new(),
            false => view! {
                button(class="poll-more", r#type="button", data-testid="who-voted", on:click=handler(move |_| self.who(1))) { (words::WHO_VOTED) }
            },
        };
        view! {
            p(class="poll-foot") {
                span(class="hint") { (Live { now: said }) }
                (who)
            }
        }
    }
}

//! Asks a channel for votes, and ends a poll. What was typed stays on the device until it is sent, whatever closes the dialog.

use super::form::{Form, choice_from};
use super::parts::confirm;
use crate::browser;
use crate::client::{Client, use_client};
use crate::components::composer::names::names;
use crate::components::dialog::dialog;
use crate::components::field::{self, Field};
use crate::components::more_icons::icon;
use crate::components::switch::switch;
use crate::offline::drafts;
use crate::reactive::{create_effect, handler};
use crate::state::polls::{PollDraft, answer_of, said_twice};
use crate::state::{Names, as_sent};
use crate::words::polls as words;
use hubbub_shared::model::{Message, Poll, SentAnswer, SentPoll};
use hubbub_shared::text::{PollAnswerText, PollQuestion};
use hubbub_shared::{ChannelId, ErrorCode, Problem};
use std::rc::Rc;
use sycamore::prelude::*;

/// An emoji and a blank before an answer are no part of it.
const MOST_CHARS: usize = PollAnswerText::MAX_CHARS + 16;

/// What is being asked. Copies are the same.
#[derive(Clone, Copy)]
struct Asking {
    client: Client,
    channel: ChannelId,
    question: Signal<String>,
    /// As many as there can be; those after the first `count` are not shown, and empty.
    answers: Signal<Vec<Signal<String>>>,
    count: Signal<usize>,
    several: Signal<bool>,
    anonymous: Signal<bool>,
    /// Its place in what can be chosen.
    lasts: Signal<usize>,
    /// The same for every try, so that a repeat is no second poll.
    nonce: Signal<String>,
}

/// Draws the form, with what was typed before.
pub fn ask(channel: ChannelId) -> View {
    let client = use_client();
    let draft = drafts::poll(channel).unwrap_or_else(|| PollDraft { lasts: 2, ..PollDraft::default() });
    let count = draft.answers.len().clamp(Poll::LEAST_ANSWERS, Poll::MOST_ANSWERS);
    let typed = |place: usize| create_signal(draft.answers.get(place).cloned().unwrap_or_default());
    let nonce = if draft.nonce.is_empty() { browser::nonce() } else { draft.nonce.clone() };
    let asking = Asking {
        client,
        channel,
        answers: create_signal((0..Poll::MOST_ANSWERS).map(typed).collect()),
        question: create_signal(draft.question.clone()),
        count: create_signal(count),
        several: create_signal(draft.several),
        anonymous: create_signal(draft.anonymous),
        lasts: create_signal(draft.lasts.min(words::LASTS.len() - 1)),
        nonce: create_signal(nonce),
    };
    create_effect(move || drafts::keep_poll(channel, &asking.draft()));
    let form = Form::new();
    let problem = form.problem;
    let question = field::text(Field {
        id: "poll-question",
        label: words::QUESTION,
        example: words::QUESTION_EXAMPLE,
        value: asking.question,
        problem,
        max: PollQuestion::MAX_CHARS,
    });
    let answers: Vec<View> = (0..Poll::MOST_ANSWERS).map(|place| asking.line(place)).collect();
    let plus = icon("plus");
    let more = view! {
        button(class="button button-quiet", r#type="button", data-testid="add-answer", hidden=move || asking.count.get() == Poll::MOST_ANSWERS,
            on:click=handler(move |_| asking.add())) { (plus) span { (words::ADD_ANSWER) } }
    };
    let several = switch(
        (words::SEVERAL.to_owned(), words::SEVERAL_HINT.to_owned()),
        (asking.several.get_untracked(), false),
        move |on| asking.several.set(on),
    );
    let anonymous = switch(
        (words::ANONYMOUS.to_owned(), words::ANONYMOUS_HINT.to_owned()),
        (asking.anonymous.get_untracked(), false),
        move |on| asking.anonymous.set(on),
    );
    let options = words::LASTS.iter().map(|(label, _)| (*label).to_owned());
    let chosen = asking.lasts.get_untracked();
    let lasts = choice_from("poll-lasts", words::ENDS, options, chosen, move |place| asking.lasts.set(place));
    let fields = view! {
        div(class="poll-form", data-testid="poll-form") {
            (question)
            (answers)
            (more)
            (several)
            (anonymous)
            (lasts)
        }
    };
    dialog(words::POLL.to_owned(), form.view("", fields, words::ASK, move |form| asking.send(&form)))
}

impl Asking {
    fn draft(self) -> PollDraft {
        let answers = self.answers.with_untracked(Vec::clone);
        PollDraft {
            question: self.question.get_clone(),
            answers: answers.into_iter().take(self.count.get()).map(|answer| answer.get_clone()).collect(),
            several: self.several.get(),
            anonymous: self.anonymous.get(),
            lasts: self.lasts.get(),
            nonce: self.nonce.get_clone(),
        }
    }

    fn line(self, place: usize) -> View {
        let value = self.answers.with_untracked(|answers| answers[place]);
        let (id, label, remove) =
            (format!("poll-answer-{place}"), words::answer(place + 1), words::remove(place + 1));
        let (hint, close) = (label.clone(), icon("close"));
        view! {
            div(class="poll-line", hidden=move || self.count.get() <= place) {
                input(id=id, class="input", r#type="text", autocomplete="off", enterkeyhint="next", maxlength=MOST_CHARS.to_string(),
                    placeholder=hint, aria-label=label, bind:value=value, on:keydown=handler(move |event: web_sys::KeyboardEvent| {
                        if event.key() == "Enter" && !event.is_composing() {
                            event.prevent_default();
                            self.go_on(place);
                        }
                    }))
                button(class="icon-button", r#type="button", aria-label=remove, hidden=move || self.count.get() == Poll::LEAST_ANSWERS,
                    on:click=handler(move |_| self.take_out(place))) { (close) }
            }
        }
    }

    /// One more answer, which is written next.
    fn add(self) {
        let count = self.count.get_untracked();
        if count < Poll::MOST_ANSWERS {
            self.count.set(count + 1);
        }
        browser::soon(move || browser::focus(&format!("#poll-answer-{}", self.count.get_untracked() - 1)));
    }

    /// The next answer is written, a new one if there is none.
    fn go_on(self, place: usize) {
        if place + 1 == self.count.get_untracked() {
            return self.add();
        }
        browser::focus(&format!("#poll-answer-{}", place + 1));
    }

    /// The answers after it move up.
    fn take_out(self, place: usize) {
        let answers = self.answers.with_untracked(Vec::clone);
        for (to, from) in answers.iter().zip(answers.iter().skip(1)).skip(place) {
            to.set(from.get_clone_untracked());
        }
        if let Some(last) = answers.last() {
            last.set(String::new());
        }
        self.count.update(|count| *count = (*count - 1).max(Poll::LEAST_ANSWERS));
    }

    fn send(self, form: &Form) {
        let draft = self.draft();
        let answers: Vec<SentAnswer> = draft.answers.iter().filter_map(|line| answer_of(line)).collect();
        let lacking = match () {
            () if draft.question.trim().is_empty() => Some(words::NO_QUESTION),
            () if answers.len() < Poll::LEAST_ANSWERS => Some(words::TOO_FEW),
            () if said_twice(&answers) => Some(words::SAME),
            () => None,
        };
        if let Some(words) = lacking {
            return form.failed()(Problem::new(ErrorCode::InvalidInput, words));
        }
        let known = names(self.client, self.channel, Names::new(), &draft.question);
        let question = as_sent(&draft.question, &known);
        let (_, ends_in_secs) = words::LASTS[draft.lasts];
        let poll = SentPoll { answers, several: draft.several, anonymous: draft.anonymous, ends_in_secs };
        let (client, channel, failed) = (self.client, self.channel, form.failed());
        client.ask_for_votes(channel, (question, poll), draft.nonce, move |answer| match answer {
            Ok(()) => {
                drafts::forget_poll(channel);
                // By then somebody may have closed it.
                if self.question.is_alive() {
                    client.close();
                }
            }
            Err(problem) => failed(problem),
        });
    }
}

/// Asks whether to end a poll.
pub fn end(message: Rc<Message>) -> View {
    let client = use_client();
    confirm(format!("{}?", words::END), words::END_HINT, words::END, move || {
        client.end_poll(&message, || {});
        client.close();
    })
}

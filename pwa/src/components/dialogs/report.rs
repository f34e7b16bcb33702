//! Reporting a message or a person, and what is told who has done so already.

use super::form::Form;
use crate::client::{Client, use_client};
use crate::components::dialog::dialog;
use crate::components::field::{Field, text};
use crate::components::more_icons::icon;
use crate::reactive::{Live, handler};
use crate::state::block_of;
use crate::words::{blocks, reports as words};
use hubbub_shared::model::{BlockKind, Message, Report, ReportCategory, ReportState, User};
use hubbub_shared::protocol::command::{ReportMember, ReportMessage};
use hubbub_shared::text::ReportWords;
use hubbub_shared::{ChannelId, HubId, MessageId, Problem};
use std::rc::Rc;
use sycamore::prelude::*;

/// What is reported. Copies are the same.
#[derive(Clone)]
struct Subject {
    hub: HubId,
    whom: User,
    /// `None`: the person.
    message: Option<(ChannelId, MessageId)>,
}

/// Asks what is wrong with a message.
pub fn message(message: &Rc<Message>) -> View {
    let client = use_client();
    let hub = client.model.with_untracked(|model| model.hubs.hub_of(message.channel));
    let Some(hub) = hub else { return View::new() };
    let subject = Subject { hub, whom: message.author.clone(), message: Some((message.channel, message.id)) };
    asked(client, words::REPORT_MESSAGE_TITLE.to_owned(), subject)
}

/// Asks what is wrong with somebody.
pub fn person(hub: HubId, user: &User) -> View {
    let subject = Subject { hub, whom: user.clone(), message: None };
    asked(use_client(), words::report_person_title(&user.display_name), subject)
}

fn asked(client: Client, title: String, subject: Subject) -> View {
    // What was chosen and typed outlives an answer that comes late.
    let draft = Draft::new();
    let of = subject.clone();
    client.own_reports(move |answer| {
        let earlier = answer.ok().and_then(|own| own.reports.into_iter().find(|report| of.is_of(report)));
        if draft.made.is_alive() && earlier.is_some() {
            draft.made.set(earlier);
        }
    });
    let body = view! {
        (Live { now: move || match draft.made.get_clone() {
            Some(report) => told(client, &report, draft.is_sent.get_untracked()),
            None => form(client, &subject, draft),
        } })
    };
    dialog(title, body)
}

impl Subject {
    /// Whether it was this that was reported, and cannot be again.
    fn is_of(&self, report: &Report) -> bool {
        match self.message {
            Some((_, message)) => report.message == Some(message),
            None => {
                let is_they = report.message.is_none() && report.whom.id == self.whom.id;
                is_they && report.hub == self.hub && report.state != ReportState::Resolved
            }
        }
    }
}

/// What is chosen and typed. Copies are the same.
#[derive(Clone, Copy)]
struct Draft {
    category: Signal<Option<ReportCategory>>,
    words: Signal<String>,
    is_sent: Signal<bool>,
    /// The report, if there is one by now.
    made: Signal<Option<Report>>,
}

impl Draft {
    fn new() -> Self {
        Self {
            category: create_signal(None),
            words: create_signal(String::new()),
            is_sent: create_signal(false),
            made: create_signal(None),
        }
    }

    fn send(self, client: Client, subject: &Subject, form: &Form) {
        let failed = form.failed();
        let Some(category) = self.category.get_untracked() else {
            return failed(Problem::field("category", words::CATEGORY_MISSING));
        };
        let words = self.words.get_clone_untracked().trim().to_owned();
        let done = move |answer| match answer {
            Ok(report) if self.made.is_alive() => self.made.set(Some(report)),
            Ok(_) => {}
            Err(problem) => failed(problem),
        };
        self.is_sent.set(true);
        match subject.message {
            Some((channel, message)) => {
                client.report(ReportMessage { channel, message, category, words }, done)
            }
            None => {
                client.report(ReportMember { hub: subject.hub, user: subject.whom.id, category, words }, done)
            }
        }
    }
}

fn form(client: Client, subject: &Subject, draft: Draft) -> View {
    let form = Form::new();
    let known = client.model.with_untracked(|model| {
        model.hubs.get(subject.hub).map(|view| (view.name.clone(), view.owner == subject.whom.id))
    });
    let (hub, owns) = known.unwrap_or_default();
    let hint = words::who_reads(&hub, &subject.whom.display_name, owns);
    let choices: Vec<View> = ReportCategory::ALL.into_iter().map(|one| choice(draft, one)).collect();
    let more = text(Field {
        id: "report-words",
        label: words::WORDS,
        example: words::WORDS_EXAMPLE,
        value: draft.words,
        problem: form.problem,
        max: ReportWords::MAX_CHARS,
    });
    let fields = view! {
        fieldset(class="governing-ticks report-categories", role="radiogroup") {
            legend { (words::CATEGORY) }
            (choices)
        }
        (more)
    };
    let subject = subject.clone();
    form.hinted(hint, fields, words::SEND, move |form| draft.send(client, &subject, &form))
}

fn choice(draft: Draft, category: ReportCategory) -> View {
    let (title, about) = words::category(category);
    let is_chosen = draft.category.get_untracked() == Some(category);
    view! {
        label(class="report-category") {
            input(r#type="radio", name="report-category", checked=is_chosen, on:change=handler(move |_: web_sys::Event| draft.category.set(Some(category))))
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (about) }
            }
        }
    }
}

/// What becomes of it.
fn told(client: Client, report: &Report, is_new: bool) -> View {
    let (symbol, whom, name) = (icon("check"), report.whom.clone(), report.whom.display_name.clone());
    let said = if is_new { words::THANKS } else { words::EARLIER };
    let standing = words::standing(report.state, report.outcome);
    let answer = match report.answer.clone() {
        Some(answer) => view! { blockquote(class="report-words") { bdi { (answer) } } },
        None => View::new(),
    };
    let is_blocked = client.model.with_untracked(|model| block_of(model.blocks(), whom.id).is_some());
    let block = match is_blocked {
        true => View::new(),
        false => view! {
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| {
                client.block(&whom, BlockKind::Blocked);
                client.close();
            })) { (blocks::BLOCK) " " bdi { (name) } }
        },
    };
    view! {
        div(class="dialog-body") {
            div(class="governing-state", role="status") {
                (symbol)
                span(class="card-text") {
                    strong { (said) }
                    span(class="hint") { (standing) }
                }
            }
            (answer)
            div(class="report-buttons") {
                (block)
                button(class="button", r#type="button", data-focus="", on:click=handler(move |_| client.close())) { (words::DONE) }
            }
        }
    }
}

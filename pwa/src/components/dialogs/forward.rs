//! Asks where to pass a message on: to one place or a few, with words or without.

use super::form::Form;
use crate::browser;
use crate::client::{Client, use_client};
use crate::components::composer::names::names;
use crate::components::dialog::dialog;
use crate::components::field::{self, Field};
use crate::reactive::{Live, handler};
use crate::state::{Found, Names, Target, as_sent};
use crate::words::forwarding as words;
use hubbub_shared::model::{Forward, Message, Quote};
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, ErrorCode, Problem};
use std::rc::Rc;
use sycamore::prelude::*;

/// The way to the one place stays so long.
const OFFER_STAYS_MS: i32 = 8_000;

/// A place that was chosen.
#[derive(Clone, PartialEq)]
struct Chosen {
    channel: ChannelId,
    name: String,
    /// The same for every try, so that a repeat is no second message.
    nonce: String,
}

/// What is passed on, and where to. Copies are the same.
#[derive(Clone, Copy)]
struct Forwarding {
    client: Client,
    message: Signal<Rc<Message>>,
    typed: Signal<String>,
    added: Signal<String>,
    chosen: Signal<Vec<Chosen>>,
    found: ReadSignal<Vec<Found>>,
}

/// Draws the list of places.
pub fn forward(message: Rc<Message>) -> View {
    let client = use_client();
    let (needs, typed) = (Client::needs_of(&message), create_signal(String::new()));
    // Not by what changes meanwhile: nothing moves away under a finger.
    let found = create_memo(move || {
        typed.with(|typed| client.model.with_untracked(|model| model.places_for(typed, needs)))
    });
    let begins = client.model.with_untracked(|model| Quote::beginning(&model.line_of(&message)));
    let has_files = !message.attachments.is_empty();
    let it = Forwarding {
        client,
        message: create_signal(message),
        typed,
        added: create_signal(String::new()),
        chosen: create_signal(Vec::new()),
        found,
    };
    let form = Form::new();
    let problem = form.problem;
    let places = move || -> View {
        let none = match found.with(Vec::is_empty) {
            false => {
                let rows: Vec<View> = found.get_clone().iter().filter_map(|one| it.place(one)).collect();
                return rows.into();
            }
            true if typed.with(|typed| !typed.trim().is_empty()) => words::NONE_CALLED,
            true if has_files => words::NONE_FOR_FILES,
            true => words::NONE,
        };
        view! { p(class="hint", role="status") { (none) } }
    };
    let added = field::text(Field {
        id: "forward-words",
        label: words::ADD,
        example: words::ADD_EXAMPLE,
        value: it.added,
        problem,
        max: MessageText::MAX_CHARS,
    });
    let fields = view! {
        div(class="forward-form", data-testid="forward-form") {
            blockquote(class="forward-what") { bdi { (begins) } }
            input(id="forward-to", class="input", r#type="search", autocomplete="off", enterkeyhint="search", aria-label=words::FIND,
                placeholder=words::FIND_EXAMPLE, bind:value=typed, on:keydown=handler(move |event: web_sys::KeyboardEvent| {
                    if event.key() == "Enter" && !event.is_composing() {
                        event.prevent_default();
                        it.take_first();
                    }
                }))
            div(class="forward-places", role="group", aria-label=words::PLACES) { (Live { now: places }) }
            p(class="hint", role="status", data-testid="forward-chosen") { (Live { now: move || it.told() }) }
            (added)
        }
    };
    dialog(
        words::FORWARD_MESSAGE.to_owned(),
        form.view(words::HINT, fields, words::FORWARD, move |form| it.send(&form)),
    )
}

/// As one says it in a sentence: `#general, #seeds`
fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("#{name}")).collect::<Vec<_>>().join(", ")
}

impl Forwarding {
    fn has(self, channel: ChannelId) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|one| one.channel == channel))
    }

    fn is_full(self) -> bool {
        self.chosen.with(|chosen| chosen.len() >= Forward::MOST_PLACES)
    }

    fn place(self, found: &Found) -> Option<View> {
        let Target::Channel(_, channel) = found.target else { return None };
        let (name, hub, kept) = (format!("#{}", found.name), found.detail.clone(), found.name.clone());
        let id = channel.to_string();
        Some(view! {
            label(class="forward-place", data-channel=id) {
                input(r#type="checkbox", prop:checked=move || self.has(channel), disabled=move || self.is_full() && !self.has(channel),
                    on:change=handler(move |event: web_sys::Event| self.choose(channel, &kept, browser::is_checked(&event))))
                span(class="card-text") {
                    strong { bdi { (name) } }
                    span(class="hint") { bdi { (hub) } }
                }
            }
        })
    }

    fn choose(self, channel: ChannelId, name: &str, on: bool) {
        self.chosen.update(|chosen| {
            chosen.retain(|one| one.channel != channel);
            if on && chosen.len() < Forward::MOST_PLACES {
                chosen.push(Chosen { channel, name: name.to_owned(), nonce: browser::nonce() });
            }
        });
    }

    /// Enter chooses what fits best, or leaves it out again, and what comes next is looked for.
    fn take_first(self) {
        let first = self.found.with_untracked(|found| found.first().cloned());
        if let Some(Found { target: Target::Channel(_, channel), name, .. }) = first {
            let has = self.chosen.with_untracked(|all| all.iter().any(|one| one.channel == channel));
            self.choose(channel, &name, !has);
            self.typed.set(String::new());
        }
    }

    /// What is chosen, for those who do not see it, and who have looked for something else since.
    fn told(self) -> String {
        let names: Vec<String> =
            self.chosen.with(|chosen| chosen.iter().map(|one| one.name.clone()).collect());
        words::chosen(&listed(&names), self.is_full())
    }

    fn send(self, form: &Form) {
        let chosen = self.chosen.get_clone_untracked();
        if chosen.is_empty() {
            return form.failed()(Problem::new(ErrorCode::InvalidInput, words::CHOOSE));
        }
        let sent = Rc::new(Sent::default());
        let all = chosen.len();
        for (which, place) in chosen.into_iter().enumerate() {
            let (typed, sent, failed) = (self.added.get_clone_untracked(), Rc::clone(&sent), form.failed());
            let known = names(self.client, place.channel, Names::new(), &typed);
            let words = as_sent(typed.trim(), &known);
            let message = self.message.get_clone_untracked();
            let (to, nonce) = ((place.channel, words), place.nonce.clone());
            self.client.forward(&message, to, nonce, move |answer| {
                sent.answers.borrow_mut().push((which, place, answer));
                if sent.answers.borrow().len() == all {
                    self.end(&sent, failed);
                }
            });
        }
    }

    /// All have answered. Where it did not get to stays chosen, and why is said.
    fn end(self, sent: &Sent, failed: impl FnOnce(Problem)) {
        let (mut there, mut not) = (Vec::new(), Vec::new());
        let mut answers = sent.answers.take();
        // They are told in the order in which they were chosen.
        answers.sort_unstable_by_key(|(which, ..)| *which);
        for (_, place, answer) in answers {
            match answer {
                Ok(message) => there.push((place, message)),
                Err(problem) => not.push((place, problem)),
            }
        }
        self.tell(&there);
        // A moderator looks at these first: they were taken.
        let held = not.extract_if(.., |(_, problem)| problem.code == ErrorCode::HeldForReview);
        held.for_each(|(_, problem)| self.client.complain(&problem));
        // By then somebody may have closed it.
        let is_open = self.chosen.is_alive();
        if is_open {
            self.chosen.update(|chosen| chosen.retain(|one| not.iter().any(|(place, _)| place == one)));
        }
        let why: Vec<String> = not
            .iter()
            .map(|(place, problem)| {
                words::not_to(&listed(std::slice::from_ref(&place.name)), &problem.message)
            })
            .collect();
        match not.first() {
            None if is_open => self.client.close(),
            None => {}
            Some((_, problem)) => {
                let told = Problem::new(problem.code, why.join("\n"));
                if is_open { failed(told) } else { self.client.complain(&told) }
            }
        }
    }

    /// Says where it is now; of one place, with the way there.
    fn tell(self, there: &[(Chosen, Message)]) {
        let names: Vec<String> = there.iter().map(|(place, _)| place.name.clone()).collect();
        let (client, said) = (self.client, words::forwarded_to(&listed(&names)));
        match there {
            [] => {}
            [(place, message)] => {
                let (channel, id) = (place.channel, message.id);
                client.offer(said, words::SHOW, OFFER_STAYS_MS, move || client.lead_to(channel, id));
            }
            _ => client.notify(said),
        }
    }
}

/// What became of the place that was chosen as such a one.
type Answered = (usize, Chosen, Result<Message, Problem>);

/// What became of each place.
#[derive(Default)]
struct Sent {
    answers: std::cell::RefCell<Vec<Answered>>,
}

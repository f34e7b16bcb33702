//! One message, sent or on its way, with what can be done with it.

mod actions;
pub mod deeds;
pub mod files;
pub mod focus;
mod gestures;
pub mod origin;
pub mod poll;
mod press;
mod quote;
mod reactions;
pub mod refused;
pub mod walking;
mod wording;

pub use gestures::list;

use super::avatar::avatar;
use super::icon::icon;
use super::later::{FilesPiece, TalkingPiece, later_line};
use super::markdown::markdown;
use super::role_colors::class_of;
use crate::client::Client;
use crate::client::panel::Talking;
use crate::clock;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Errand, Outgoing, is_only_emoji};
use crate::words::{self, conversing};
use hubbub_shared::UserId;
use hubbub_shared::model::{Attachment, Forward, Message, Poll, User};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node, PointerEvent};

/// Draws a message that the server has.
/// With a change that is on its way, it looks as if that was made already.
/// What somebody says who is blocked is folded.
pub fn message(
    client: Client,
    message: Rc<Message>,
    is_reacted: bool,
    continues: bool,
    change: Option<Outgoing>,
    folded: bool,
) -> View {
    let edit = change.as_ref().filter(|change| matches!(change.errand, Errand::Edit { .. }));
    let content = edit.map_or(message.text(), |edit| &edit.content);
    let is_large = message.forward.is_none() && is_only_emoji(content);
    let (body, large) = (markdown(client, content), is_large.then_some("true"));
    let is_staying = |file: &&Attachment| {
        edit.is_none_or(|edit| edit.staying.as_ref().is_none_or(|staying| staying.contains(&file.id)))
    };
    let files = files::files(message.attachments.iter().filter(is_staying));
    let files = match (&message.poll, &message.forward) {
        (Some(poll), _) => {
            vec![room_for(poll, later_line(TalkingPiece::Poll(Rc::clone(&message)))), files].into()
        }
        (None, Some(forward)) => forwarded(client, forward, files, &message),
        (None, None) => files,
    };
    let (body, files) = if folded { (fold(vec![body, files].into()), View::new()) } else { (body, files) };
    let state = change.as_ref().map(|change| if change.is_failed() { "failed" } else { "pending" });
    let refused = change.as_ref().map(refused).unwrap_or_default();
    let edited = match message.edited_at {
        Some(at) => view! { time(class="message-edited", datetime=clock::iso(at.0)) { (words::EDITED) } },
        None => View::new(),
    };
    let pinned = match message.pinned_at {
        Some(_) => {
            let pin = icon("pin");
            view! { span(class="message-edited message-pin", role="img", aria-label=conversing::PINNED, title=conversing::PINNED) { (pin) } }
        }
        None => View::new(),
    };
    let answered = message.reply_to.as_ref().map(|quote| quote::quote(client, quote)).unwrap_or_default();
    let reactions = if is_reacted { reactions::reactions(client, &message) } else { View::new() };
    let frame = Frame {
        client,
        author: &message.author,
        now: person(client, message.author.id, continues),
        at: message.created_at.0,
    };
    let (lead, head) = (frame.lead(), frame.head());
    let near = Near::new();
    let tools = tools(client, &message, near);
    let (label, seq, id) = (frame.label(), message.seq.to_string(), message.id.to_string());
    let mentions_me = client.model.with_untracked(|model| model.concerns_me(&message).then_some("true"));
    view! {
        article(class="message", data-testid="message", data-state="sent", data-change=state, data-seq=seq, data-id=id, data-mentions-me=mentions_me,
            data-continues=continues.then_some("true"), data-large=large, aria-label=label, tabindex="-1",
            on:pointerenter=handler(move |event: PointerEvent| near.pointer_comes(&event)),
            on:pointerleave=handler(move |_: PointerEvent| near.pointer.set(false)),
            on:focusin=handler(move |_: FocusEvent| near.focus.set(true)),
            on:focusout=handler(move |event: FocusEvent| near.focus_goes(&event))) {
            (lead)
            div(class="message-body") {
                (head)
                (answered)
                div(class="message-text") { (body) (edited) (pinned) }
                (files)
                (reactions)
                (refused)
            }
            (tools)
        }
    }
}

/// What comes moves nothing: as many boxes stand there before as there are answers.
fn room_for(poll: &Poll, comes: View) -> View {
    let boxes: Vec<View> =
        poll.answers.iter().map(|_| view! { span(class="poll-answer", aria-hidden="true") }).collect();
    view! { div(class="poll-room") { div(class="poll") { (boxes) } (comes) } }
}

/// What is passed on, in words and files that are here. Where it is from comes below, and has its room.
fn forwarded(client: Client, forward: &Forward, files: View, message: &Rc<Message>) -> View {
    let body = markdown(client, &Forward::words(&forward.content, forward.poll));
    let origin = later_line(TalkingPiece::Origin(Rc::clone(message)));
    view! {
        div(class="forwarded", data-testid="forwarded") {
            p(class="hint") { (words::FORWARDED) }
            div(class="message-text") { (body) }
            (files)
            div(class="forwarded-from") { (origin) }
        }
    }
}

fn fold(body: View) -> View {
    view! {
        details(class="message-fold") {
            summary { (words::BLOCKED_MESSAGE) }
            (body)
        }
    }
}

/// Whether somebody is at a message: with a mouse, or with the focus.
#[derive(Clone, Copy)]
struct Near {
    pointer: Signal<bool>,
    focus: Signal<bool>,
}

impl Near {
    fn new() -> Self {
        Self { pointer: create_signal(false), focus: create_signal(false) }
    }

    fn get(self) -> bool {
        self.pointer.get() || self.focus.get()
    }

    /// A finger is not there before it touches.
    fn pointer_comes(self, event: &PointerEvent) {
        self.pointer.set(event.pointer_type() != "touch");
    }

    fn focus_goes(self, event: &FocusEvent) {
        let message = event.current_target().and_then(|it| it.dyn_into::<Node>().ok());
        let next = event.related_target().and_then(|it| it.dyn_into::<Node>().ok());
        self.focus.set(message.is_some_and(|message| message.contains(next.as_ref())));
    }
}

/// What a hundred messages do not show is not built: without anybody near, there is one button, for those who hear it.
fn tools(client: Client, message: &Rc<Message>, near: Near) -> View {
    let is_near = create_selector(move || near.get());
    let (quick, more) = (Rc::clone(message), Rc::clone(message));
    view! {
        div(class="message-tools") {
            (Live { now: move || if is_near.get() { quick_tools(client, &quick) } else { View::new() } })
            button(class="icon-button", r#type="button", aria-haspopup="menu", aria-label=words::MESSAGE_ACTIONS, title=words::MESSAGE_ACTIONS,
                on:click=handler(move |_| client.open(Talking::MessageActions(Rc::clone(&more))))) {
                (Live { now: move || if is_near.get() { icon("more") } else { View::new() } })
            }
        }
    }
}

fn quick_tools(client: Client, message: &Rc<Message>) -> View {
    let (channel, mut tools) = (message.channel, Vec::new());
    if client.may_react(channel) {
        let act = |client: Client, message: &Rc<Message>| client.open(Talking::React(Rc::clone(message)));
        tools.push(quick_tool(client, message, "smile", conversing::REACT, act));
    }
    if client.may_answer(channel) {
        tools.push(quick_tool(client, message, "reply", conversing::REPLY, |client, message| {
            client.answer(message)
        }));
    }
    if wording::may_edit(client, message) {
        tools.push(quick_tool(client, message, "edit", words::EDIT_MESSAGE, wording::edit));
    }
    tools.into()
}

fn quick_tool(
    client: Client,
    message: &Rc<Message>,
    symbol: &str,
    label: &'static str,
    act: fn(Client, &Rc<Message>),
) -> View {
    let (symbol, message) = (icon(symbol), Rc::clone(message));
    view! {
        button(class="icon-button", r#type="button", aria-label=label, title=label, on:click=handler(move |_| act(client, &message))) { (symbol) }
    }
}

/// Draws a message that is on its way, or did not get there.
pub fn outgoing(client: Client, entry: Outgoing, continues: bool) -> View {
    let me = client.model.with_untracked(|model| model.me.as_ref().map(|me| me.user()));
    let Some(me) = me else { return view! { div() } };
    let frame = Frame { client, author: &me, now: person(client, me.id, continues), at: entry.written_at };
    let (lead, head, label) = (frame.lead(), frame.head(), frame.label());
    let body = markdown(client, &entry.content);
    let answered =
        entry.answers.as_ref().map(|answer| quote::quote(client, &answer.quote)).unwrap_or_default();
    let waits = waits(client, &entry);
    let files = match entry.files {
        0 => View::new(),
        _ => later_line(FilesPiece::Waiting(entry.nonce.clone())),
    };
    let large = is_only_emoji(&entry.content).then_some("true");
    let (state, foot) = (if entry.is_failed() { "failed" } else { "pending" }, refused(&entry));
    view! {
        article(class="message", data-testid="message", data-state=state, data-continues=continues.then_some("true"), data-large=large, aria-label=label) {
            (lead)
            div(class="message-body") {
                (head)
                (answered)
                div(class="message-text") { (body) }
                (files)
                (waits)
                (foot)
            }
        }
    }
}

/// Says why something is still on its way, if that is known.
fn waits(client: Client, entry: &Outgoing) -> View {
    let failed = entry.is_failed();
    let shown = create_selector(move || !failed && client.is_cut_off());
    view! {
        (Live { now: move || match shown.get() {
            true => {
                let symbol = icon("clock");
                view! { p(class="message-waits") { (symbol) (words::WAITS_FOR_NETWORK) } }
            }
            false => View::new(),
        } })
    }
}

/// What the server did not want, if it said so. With words, in a part of the app that few need.
fn refused(entry: &Outgoing) -> View {
    if entry.is_failed() { later_line(TalkingPiece::Refused(Box::new(entry.clone()))) } else { View::new() }
}

/// What a message has around its words.
struct Frame<'a> {
    client: Client,
    author: &'a User,
    /// Who wrote it, as they are now: the words may be from a time when they were called otherwise. `None`: the message above
    /// says so.
    now: Option<ReadSignal<Option<User>>>,
    at: i64,
}

fn person(client: Client, id: UserId, continues: bool) -> Option<ReadSignal<Option<User>>> {
    (!continues).then(|| create_selector(move || client.model.with(|model| model.person(id).cloned())))
}

impl Frame<'_> {
    fn label(&self) -> String {
        let by = program(self.author).map(|(what, _)| format!(" ({what})")).unwrap_or_default();
        format!("{}{by}, {}", self.author.display_name, clock::time(self.at))
    }

    /// The picture; for a message that continues, the time, which shows itself on demand.
    fn lead(&self) -> View {
        let Some(now) = self.now else {
            let time = self.time();
            return view! { div(class="message-lead message-lead-time") { (time) } };
        };
        let (client, author) = (self.client, self.author.clone());
        let written = author.clone();
        view! {
            div(class="message-lead", on:click=handler(move |_| client.show_person(&author))) {
                (Live { now: move || now.with(|now| avatar(now.as_ref().unwrap_or(&written), "")) })
            }
        }
    }

    fn head(&self) -> View {
        let Some(now) = self.now else { return View::new() };
        let time = self.time();
        let (client, author) = (self.client, self.author.clone());
        let written = author.display_name.clone();
        let class = format!("message-author {}", class_of(author.id.0));
        // Whatever it calls itself, and whoever is called the same.
        let badge = match program(&author) {
            Some((what, hint)) => view! { span(class="message-badge", title=hint) { (what) } },
            None => View::new(),
        };
        view! {
            div(class="message-head") {
                button(class=class, r#type="button", tabindex="-1", on:click=handler(move |_| client.show_person(&author))) {
                    bdi { (Live { now: move || now.with(|now| now.as_ref().map_or_else(|| written.clone(), |now| now.display_name.clone())) }) }
                }
                (badge)
                (time)
            }
        }
    }

    fn time(&self) -> View {
        let (short, iso) = (clock::time(self.at), clock::iso(self.at));
        view! { time(class="message-time", datetime=iso) { (short) } }
    }
}

/// What kind of program somebody is, and what that means. `None`: a person.
const fn program(author: &User) -> Option<(&'static str, &'static str)> {
    match author {
        User { webhook: true, .. } => Some((words::WEBHOOK, words::WEBHOOK_HINT)),
        User { bot: true, .. } => Some((words::BOT, words::BOT_HINT)),
        _ => None,
    }
}

//! One message, sent or on its way, with what can be done with it.

use super::avatar::avatar;
use super::icon::icon;
use super::markdown::markdown;
use crate::client::{Client, Panel};
use crate::state::{Errand, Outgoing, SendState};
use crate::{app, browser, clock, words};
use hubbub_shared::Permissions;
use hubbub_shared::model::{Message, User};
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;
use web_sys::PointerEvent;

/// A finger that rests so long on a message asks for its actions.
const LONG_PRESS_MS: i32 = 450;

/// One's own messages can be edited where one may write.
pub fn may_edit(client: Client, message: &Message) -> bool {
    client.model.with_untracked(|model| {
        model.my_id() == Some(message.author.id)
            && model.permissions(message.channel).contains(Permissions::SEND)
    })
}

/// One's own messages can be deleted; those of others by moderators.
pub fn may_delete(client: Client, message: &Message) -> bool {
    client.model.with_untracked(|model| {
        model.my_id() == Some(message.author.id)
            || model.permissions(message.channel).contains(Permissions::MANAGE_MESSAGES)
    })
}

/// Draws a message that the server has.
/// With a change that is on its way, it looks as if that was made already.
pub fn message(client: Client, message: Rc<Message>, continues: bool, change: Option<Outgoing>) -> View {
    let edit = change.as_ref().filter(|change| matches!(change.errand, Errand::Edit { .. }));
    let body = markdown(client, edit.map_or(&message.content, |edit| &edit.content));
    let state = change.as_ref().map(|change| if change.is_failed() { "failed" } else { "pending" });
    let refused = change.as_ref().map(|change| refused(client, change)).unwrap_or_default();
    let edited = match message.edited_at {
        Some(at) => view! { span(class="message-edited", title=clock::full(at.0)) { (words::EDITED) } },
        None => View::new(),
    };
    let frame = Frame { author: &message.author, at: message.created_at.0, continues };
    let (lead, head) = (frame.lead(), frame.head());
    let tools = tools(client, &message);
    let (label, seq, id) = (frame.label(), message.seq.to_string(), message.id.to_string());
    let mentions_me = message.mentions.contains(&app::my_id()).then_some("true");
    let press = LongPress::default();
    let (start, end, moved, leave) = (press.clone(), press.clone(), press.clone(), press);
    view! {
        article(class="message", data-testid="message", data-state="sent", data-change=state, data-seq=seq, data-id=id, data-mentions-me=mentions_me,
            data-continues=continues.then_some("true"), aria-label=label,
            on:pointerdown=move |event: PointerEvent| start.begin(client, &message, &event),
            on:pointerup=move |_: PointerEvent| end.cancel(),
            on:pointermove=move |event: PointerEvent| moved.moved(&event),
            on:pointercancel=move |_: PointerEvent| leave.cancel()) {
            (lead)
            div(class="message-body") {
                (head)
                div(class="message-text") { (body) (edited) }
                (refused)
            }
            (tools)
        }
    }
}

fn tools(client: Client, message: &Rc<Message>) -> View {
    let (edited, more) = (Rc::clone(message), Rc::clone(message));
    let edit = match may_edit(client, message) {
        true => tool("edit", words::EDIT, move || client.edit(Rc::clone(&edited))),
        false => View::new(),
    };
    let actions =
        tool("more", words::MESSAGE_ACTIONS, move || client.open(Panel::MessageActions(Rc::clone(&more))));
    view! { div(class="message-tools") { (edit) (actions) } }
}

fn tool(symbol: &str, label: &'static str, act: impl Fn() + 'static) -> View {
    let symbol = icon(symbol);
    view! { button(class="icon-button", r#type="button", aria-label=label, title=label, on:click=move |_| act()) { (symbol) } }
}

/// Draws a message that is on its way, or did not get there.
pub fn outgoing(client: Client, entry: Outgoing, continues: bool) -> View {
    let me = client.model.with_untracked(|model| model.me.as_ref().map(|me| me.user()));
    let Some(me) = me else { return view! { div() } };
    let frame = Frame { author: &me, at: entry.written_at, continues };
    let (lead, head, label) = (frame.lead(), frame.head(), frame.label());
    let body = markdown(client, &entry.content);
    let (state, foot) = (if entry.is_failed() { "failed" } else { "pending" }, refused(client, &entry));
    view! {
        article(class="message", data-testid="message", data-state=state, data-continues=continues.then_some("true"), aria-label=label) {
            (lead)
            div(class="message-body") {
                (head)
                div(class="message-text") { (body) }
                (foot)
            }
        }
    }
}

/// What the server did not want, why, and what can be done now. Nothing, if it did not say so.
fn refused(client: Client, entry: &Outgoing) -> View {
    let SendState::Failed { why } = &entry.state else { return View::new() };
    let (retried, discarded, copied) = (entry.nonce.clone(), entry.nonce.clone(), entry.content.clone());
    let (what, again, no_more) = match entry.errand {
        Errand::Send => (words::NOT_SENT, words::RETRY, words::DELETE),
        Errand::Edit { .. } => (words::NOT_CHANGED, words::SAVE_ANYWAY, words::DROP_CHANGE),
        Errand::Delete { .. } => (words::NOT_DELETED, words::RETRY, words::KEEP_MESSAGE),
    };
    let why = format!("{what}: {why}");
    let copy = match entry.content.is_empty() {
        true => View::new(),
        false => view! {
            button(class="button button-small button-quiet", r#type="button", on:click=move |_| client.copy(&copied)) { (words::COPY) }
        },
    };
    let symbol = icon("warning");
    view! {
        div(class="message-failed", role="alert") {
            p { (symbol) span { (why) } }
            div(class="message-failed-actions") {
                button(class="button button-small", r#type="button", on:click=move |_| client.retry(&retried)) { (again) }
                (copy)
                button(class="button button-small button-quiet", r#type="button", on:click=move |_| client.discard(&discarded)) { (no_more) }
            }
        }
    }
}

/// What a message has around its words.
struct Frame<'a> {
    author: &'a User,
    at: i64,
    continues: bool,
}

impl Frame<'_> {
    fn label(&self) -> String {
        format!("{}, {}", self.author.display_name, clock::time(self.at))
    }

    /// The picture; for a message that continues, the time, which shows itself on demand.
    fn lead(&self) -> View {
        if self.continues {
            let time = self.time();
            return view! { div(class="message-lead message-lead-time") { (time) } };
        }
        let picture = avatar(self.author, "");
        view! { div(class="message-lead") { (picture) } }
    }

    fn head(&self) -> View {
        if self.continues {
            return View::new();
        }
        let time = self.time();
        let name = self.author.display_name.clone();
        view! { div(class="message-head") { span(class="message-author") { (name) } (time) } }
    }

    fn time(&self) -> View {
        let (short, full, iso) = (clock::time(self.at), clock::full(self.at), clock::iso(self.at));
        view! { time(class="message-time", datetime=iso, title=full) { (short) } }
    }
}

/// Tells a finger that rests from one that taps or scrolls. The number changes whenever a press ends.
#[derive(Clone, Default)]
struct LongPress(Rc<Cell<u32>>, Rc<Cell<(i32, i32)>>);

impl LongPress {
    fn begin(&self, client: Client, message: &Rc<Message>, event: &PointerEvent) {
        if event.pointer_type() != "touch" {
            return;
        }
        self.cancel();
        self.1.set((event.client_x(), event.client_y()));
        let (press, current, message) = (self.0.get(), Rc::clone(&self.0), Rc::clone(message));
        browser::later(LONG_PRESS_MS, move || {
            if current.get() == press {
                client.open(Panel::MessageActions(message));
            }
        });
    }

    fn moved(&self, event: &PointerEvent) {
        let (x, y) = self.1.get();
        if (event.client_x() - x).abs().max((event.client_y() - y).abs()) > 8 {
            self.cancel();
        }
    }

    fn cancel(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}

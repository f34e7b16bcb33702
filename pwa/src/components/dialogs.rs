//! The dialog that is open, if any.

use super::avatar::hub_avatar;
use super::dialog::dialog;
use super::field::{Field, field};
use super::icon::icon;
use super::message;
use crate::client::{Client, Panel, use_client};
use crate::state::invite_code;
use crate::{browser, words};
use hubbub_shared::model::{HubView, Message};
use hubbub_shared::text::{ChannelName, ChannelTopic, HubName};
use hubbub_shared::{CategoryId, ErrorCode, HubId, Permissions, Problem};
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws the dialog that is open.
pub fn dialogs() -> View {
    let client = use_client();
    view! {
        (match client.panel.get_clone() {
            None | Some(Panel::Channels | Panel::Members | Panel::Emoji) => View::new(),
            Some(Panel::CreateHub) => create_hub(),
            Some(Panel::JoinHub) => join_hub(),
            Some(Panel::HubActions(hub)) => hub_actions(hub),
            Some(Panel::Invite(hub)) => invite(hub),
            Some(Panel::CreateChannel(hub, category)) => create_channel(hub, category),
            Some(Panel::LeaveHub(hub)) => leave_hub(hub),
            Some(Panel::MessageActions(message)) => message_actions(&message),
            Some(Panel::DeleteMessage(message)) => delete_message(message),
        })
    }
}

fn hub_view(client: Client, hub: HubId) -> Option<Rc<HubView>> {
    client.model.with_untracked(|model| model.hubs.get(hub).cloned())
}

/// A form with one button, which is busy until the answer comes.
struct Form {
    problem: Signal<Option<Problem>>,
    busy: Signal<bool>,
}

impl Form {
    fn new() -> Self {
        Self { problem: create_signal(None), busy: create_signal(false) }
    }

    /// To be called when the answer is no.
    fn failed(&self) -> impl FnOnce(Problem) + use<> {
        let (problem, busy) = (self.problem, self.busy);
        move |what| {
            // The dialog may be closed by now, and its signals gone with it.
            if problem.is_alive() {
                busy.set(false);
                problem.set(Some(what));
            }
        }
    }

    fn view(
        self,
        hint: &'static str,
        fields: View,
        submit: &'static str,
        mut act: impl FnMut(Self) + 'static,
    ) -> View {
        let (problem, busy) = (self.problem, self.busy);
        view! {
            form(class="dialog-body", novalidate=true, on:submit=move |event: web_sys::SubmitEvent| {
                event.prevent_default();
                problem.set(None);
                busy.set(true);
                act(Self { problem, busy });
            }) {
                p(class="hint") { (hint) }
                (fields)
                button(class="button button-wide", r#type="submit", disabled=move || busy.get()) { (submit) }
            }
        }
    }
}

fn create_hub() -> View {
    let client = use_client();
    let form = Form::new();
    let name = create_signal(String::new());
    let fields = field(Field {
        id: "hub-name",
        label: words::HUB_NAME,
        example: words::HUB_NAME_EXAMPLE,
        value: name,
        problem: form.problem,
        max: HubName::MAX_CHARS,
    });
    let body = form.view(words::CREATE_HUB_HINT, fields, words::CREATE_HUB, move |form| {
        let name = name.get_clone_untracked();
        match HubName::parse(&name) {
            Ok(name) => client.create_hub(name.into(), form.failed()),
            Err(problem) => form.failed()(name_words(&name, problem)),
        }
    });
    dialog(words::CREATE_A_HUB.to_owned(), body)
}

fn join_hub() -> View {
    let client = use_client();
    let form = Form::new();
    let code = create_signal(String::new());
    let fields = field(Field {
        id: "invite-code",
        label: words::INVITE_CODE,
        example: "https://…/invite/…",
        value: code,
        problem: form.problem,
        max: 200,
    });
    let body = form.view(words::JOIN_HINT, fields, words::JOIN_HUB, move |form| {
        match invite_code(&code.get_clone_untracked()) {
            Some(code) => client.join_hub(code, invite_words(form.failed())),
            None => form.failed()(Problem::new(ErrorCode::InvalidInput, words::INVITE_CODE_WRONG)),
        }
    });
    dialog(words::JOIN_A_HUB.to_owned(), body)
}

/// Somebody with an invite in hand is told about invites, not about things in general.
fn invite_words(failed: impl FnOnce(Problem)) -> impl FnOnce(Problem) {
    move |problem| match problem.code {
        ErrorCode::NotFound | ErrorCode::InviteExpired => {
            failed(Problem::new(problem.code, words::INVITE_OVER))
        }
        _ => failed(problem),
    }
}

/// "name needs at least 1 character" is for programs.
fn name_words(name: &str, problem: Problem) -> Problem {
    if name.trim().is_empty() { Problem::new(problem.code, words::NAME_MISSING) } else { problem }
}

fn create_channel(hub: HubId, category: Option<CategoryId>) -> View {
    let client = use_client();
    let form = Form::new();
    let (name, topic) = (create_signal(String::new()), create_signal(String::new()));
    let name_field = field(Field {
        id: "channel-name",
        label: words::CHANNEL_NAME,
        example: words::CHANNEL_NAME_EXAMPLE,
        value: name,
        problem: form.problem,
        max: ChannelName::MAX_CHARS,
    });
    let topic_field = field(Field {
        id: "channel-topic",
        label: words::CHANNEL_TOPIC,
        example: "",
        value: topic,
        problem: create_signal(None),
        max: ChannelTopic::MAX_CHARS,
    });
    let fields = View::from(vec![name_field, topic_field]);
    let body = form.view("", fields, words::CREATE_CHANNEL, move |form| {
        let topic = Some(topic.get_clone_untracked().trim().to_owned()).filter(|topic| !topic.is_empty());
        let name = name.get_clone_untracked();
        match ChannelName::parse(&name) {
            Ok(name) => client.create_channel(hub, category, name.into(), topic, form.failed()),
            Err(problem) => form.failed()(name_words(&name, problem)),
        }
    });
    dialog(words::CREATE_A_CHANNEL.to_owned(), body)
}

fn hub_actions(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let may = |needed| view.permissions.contains(needed);
    let mut actions = Vec::new();
    if may(Permissions::INVITE) {
        actions.push(action("user-plus", words::INVITE_PEOPLE, "", move || client.open(Panel::Invite(hub))));
    }
    if may(Permissions::MANAGE_CHANNELS) {
        actions.push(action("plus", words::CREATE_A_CHANNEL, "", move || {
            client.open(Panel::CreateChannel(hub, None))
        }));
    }
    let owned = client.model.with_untracked(|model| model.my_id()) == Some(view.owner);
    let (symbol, leave) = if owned { ("trash", words::DELETE_HUB) } else { ("leave", words::LEAVE_HUB) };
    actions.push(action(symbol, leave, "action-danger", move || client.open(Panel::LeaveHub(hub))));
    dialog(view.name.clone(), list_of(actions))
}

fn list_of(actions: Vec<View>) -> View {
    view! { div(class="actions") { (actions) } }
}

fn action(symbol: &str, label: &'static str, class: &'static str, act: impl Fn() + 'static) -> View {
    let symbol = icon(symbol);
    view! {
        button(class=format!("action {class}"), r#type="button", on:click=move |_| act()) {
            (symbol)
            span { (label) }
        }
    }
}

fn invite(hub: HubId) -> View {
    let client = use_client();
    let name = hub_view(client, hub).map(|view| view.name.clone()).unwrap_or_default();
    let link = create_signal(None::<Result<String, Problem>>);
    client.create_invite(hub, move |answer| {
        if link.is_alive() {
            link.set(Some(answer.map(|invite| format!("{}/invite/{}", browser::origin(), invite.code))));
        }
    });
    let picture = hub_avatar(hub.0, &name, "avatar-large");
    let body = view! {
        div(class="dialog-body") {
            div(class="invite-hub") {
                (picture)
                strong { (name) }
            }
            p(class="hint") { (words::INVITE_HINT) }
            (match link.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=words::LOADING) },
                Some(Err(problem)) => view! { p(class="field-problem", role="alert") { (problem.message.clone()) } },
                Some(Ok(link)) => invite_link(client, link),
            })
        }
    };
    dialog(words::INVITE_TITLE.to_owned(), body)
}

fn invite_link(client: Client, link: String) -> View {
    let copied = link.clone();
    let symbol = icon("copy");
    view! {
        input(class="input", r#type="text", readonly=true, value=link, data-testid="invite-link", aria-label=words::INVITE_LINK)
        button(class="button button-wide", r#type="button", data-focus="", on:click=move |_| client.copy(&copied)) {
            (symbol)
            (words::COPY_LINK)
        }
    }
}

fn leave_hub(hub: HubId) -> View {
    let client = use_client();
    let Some(view) = hub_view(client, hub) else { return View::new() };
    let owned = client.model.with_untracked(|model| model.my_id()) == Some(view.owner);
    let label = if owned { words::DELETE_HUB } else { words::LEAVE_HUB };
    confirm(words::leave_title(&view.name, owned), words::leave_hint(owned), label, move || {
        client.leave_hub(hub)
    })
}

fn delete_message(message: Rc<Message>) -> View {
    let client = use_client();
    confirm(words::DELETE_MESSAGE_TITLE.to_owned(), words::DELETE_MESSAGE_HINT, words::DELETE, move || {
        client.delete(&message);
        client.close();
    })
}

fn confirm(title: String, hint: &'static str, label: &'static str, act: impl Fn() + 'static) -> View {
    let client = use_client();
    let body = view! {
        div(class="dialog-body") {
            p(class="hint") { (hint) }
            div(class="dialog-buttons") {
                button(class="button button-quiet", r#type="button", data-focus="", on:click=move |_| client.close()) { (words::CANCEL) }
                button(class="button button-danger", r#type="button", on:click=move |_| act()) { (label) }
            }
        }
    };
    dialog(title, body)
}

fn message_actions(message: &Rc<Message>) -> View {
    let client = use_client();
    let (edited, copied, deleted) = (Rc::clone(message), Rc::clone(message), Rc::clone(message));
    let mut actions = Vec::new();
    if message::may_edit(client, message) {
        actions.push(action("edit", words::EDIT_MESSAGE, "", move || {
            client.close();
            client.edit(Rc::clone(&edited));
        }));
    }
    actions.push(action("copy", words::COPY_TEXT, "", move || {
        client.copy(&copied.content);
        client.close();
    }));
    if message::may_delete(client, message) {
        actions.push(action("trash", words::DELETE_MESSAGE, "action-danger", move || {
            client.open(Panel::DeleteMessage(Rc::clone(&deleted)));
        }));
    }
    dialog(words::MESSAGE_ACTIONS.to_owned(), list_of(actions))
}

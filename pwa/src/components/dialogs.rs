//! The lists and dialogs that lie over a place, one file for each thing they are about.

mod channel;
mod form;
mod help;
mod hub;
mod invite;
mod profile;
mod switcher;

use super::dialog::dialog;
use super::icon::icon;
use super::message;
use crate::client::{Client, Panel, use_client};
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::{HubView, Message};
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws a list or dialog.
pub fn draw(panel: Panel) -> View {
    match panel {
        Panel::Channels | Panel::Members | Panel::Emoji => View::new(),
        Panel::Switcher => switcher::switcher(),
        Panel::Shortcuts => help::shortcuts(),
        Panel::Install => help::install(),
        Panel::Profile(hub, user) => profile::profile(hub, &user),
        Panel::CreateHub => hub::create(),
        Panel::JoinHub => hub::join(),
        Panel::HubActions(hub) => hub::actions(hub),
        Panel::RenameHub(hub) => hub::rename(hub),
        Panel::LeaveHub(hub) => hub::leave(hub),
        Panel::HandOver(hub, heir) => hub::hand_over(hub, &heir),
        Panel::Invite(hub) => invite::invite(hub),
        Panel::CreateChannel(hub, category) => channel::create(hub, category),
        Panel::ChannelActions(channel) => channel::actions(channel),
        Panel::EditChannel(channel) => channel::edit(channel),
        Panel::DeleteChannel(channel) => channel::delete(channel),
        Panel::CreateCategory(hub) => channel::create_category(hub),
        Panel::CategoryActions(hub, category) => channel::category_actions(hub, category),
        Panel::RenameCategory(hub, category) => channel::rename_category(hub, category),
        Panel::EndOtherSessions => end_other_sessions(),
        Panel::MessageActions(message) => message_actions(&message),
    }
}

fn hub_view(client: Client, hub: HubId) -> Option<Rc<HubView>> {
    client.model.with_untracked(|model| model.hubs.get(hub).cloned())
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

fn end_other_sessions() -> View {
    let client = use_client();
    confirm(words::END_OTHERS_TITLE.to_owned(), words::END_OTHERS_HINT, words::END_OTHERS, move || {
        client.end_other_sessions();
    })
}

fn confirm(title: String, hint: impl Into<String>, label: &'static str, act: impl Fn() + 'static) -> View {
    let client = use_client();
    let hint: String = hint.into();
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
    let mut all: Vec<View> = message::actions::possible(client, message)
        .into_iter()
        .map(|one| {
            let (message, class) =
                (Rc::clone(message), if one.is_dangerous() { "action-danger" } else { "" });
            action(one.symbol(), one.words(), class, move || {
                client.close();
                one.act(client, &message);
            })
        })
        .collect();
    let at = crate::clock::full(message.created_at.0);
    all.push(view! { p(class="hint actions-hint") { (at) } });
    dialog(words::MESSAGE_ACTIONS.to_owned(), list_of(all))
}

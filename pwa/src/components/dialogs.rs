//! The lists and dialogs that lie over a place, one file for each thing they are about.

mod channel;
mod escalation;
pub mod form;
mod help;
mod hub;
mod hub_rules;
mod invite;
mod jump_to_date;
mod measures;
mod member_roles;
mod nickname;
pub mod notifications;
mod notify_many;
pub(super) mod parts;
mod pins;
mod profile;
mod reactions;
mod record;
mod report;
mod role;
mod save;
mod search;
mod send_later;
mod switcher;
mod sync;
mod times;
mod why;

use self::parts::{action, confirm, list_of};
use super::composer::attaching;
use super::composer::emoji_picker;
use super::dialog::menu;
use super::files::{describe, gallery};
use super::message::deeds::{Action, possible};
use crate::client::{Panel, use_client};
use crate::words;
use hubbub_shared::model::Message;
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws a list or dialog that anybody may need.
pub fn draw(panel: Panel) -> View {
    match panel {
        Panel::Switcher => switcher::switcher(),
        Panel::Shortcuts => help::shortcuts(),
        Panel::Install => help::install(),
        Panel::Profile(hub, user) => profile::profile(hub, &user),
        Panel::CreateHub => hub::create(),
        Panel::JoinHub => hub::join(),
        Panel::HubActions(hub) => hub::actions(hub),
        Panel::Invite(hub) => invite::invite(hub),
        Panel::ChannelActions(channel) => channel::actions(channel),
        Panel::CategoryActions(hub, category) => channel::category_actions(hub, category),
        Panel::EndOtherSessions => end_other_sessions(),
        Panel::ReportMessage(message) => report::message(&message),
        Panel::ReportMember(hub, user) => report::person(hub, &user),
        _ => View::new(),
    }
}

/// Draws a list or dialog about what is said.
pub fn draw_talking(panel: Panel) -> View {
    match panel {
        Panel::MessageActions(message) => message_actions(&message),
        Panel::React(message) => emoji_picker::reacting(use_client(), message),
        Panel::Reactions(message, emoji) => reactions::reactions(&message, emoji),
        Panel::Pins(channel) => pins::pins(channel),
        Panel::JumpToDate(channel) => jump_to_date::jump_to_date(channel),
        Panel::Picture(channel, file) => gallery::gallery(channel, file),
        Panel::NotifyMany(channel, crowd) => notify_many::notify_many(channel, crowd),
        _ => View::new(),
    }
}

/// Draws what files are chosen and described with.
pub fn draw_files(panel: Panel) -> View {
    match panel {
        Panel::Attach => attaching::menu(),
        Panel::Describe(key) => describe::describe(&key),
        _ => View::new(),
    }
}

/// Draws a dialog about what one is told of.
pub fn draw_notifications(panel: Panel) -> View {
    match panel {
        Panel::Notifications(place) => notifications::notifications(place),
        Panel::Save(channel, message, reminds) => save::save(channel, message, reminds),
        Panel::SendLater(channel, known) => send_later::send_later(channel, known.as_deref()),
        _ => View::new(),
    }
}

/// Draws a dialog about what somebody is to a hub, or said in it.
pub fn draw_people(panel: Panel) -> View {
    match panel {
        Panel::Search(hub) => search::search(hub),
        Panel::Nickname(hub, user) => nickname::nickname(hub, &user),
        Panel::Record(hub, user) => record::record(hub, &user),
        _ => View::new(),
    }
}

/// Draws a dialog that a hub is run with.
pub fn draw_governing(panel: Panel) -> View {
    match panel {
        Panel::HubRules(hub) => hub_rules::hub_rules(hub),
        Panel::EditHub(hub) => hub::edit(hub),
        Panel::LeaveHub(hub) => hub::leave(hub),
        Panel::HandOver(hub, heir) => hub::hand_over(hub, &heir),
        Panel::TimeOut(hub, user) => measures::time_out(hub, &user),
        Panel::Kick(hub, user) => measures::kick(hub, &user),
        Panel::Ban(hub, user) => measures::ban(hub, &user),
        Panel::EscalateReport(hub, report) => escalation::escalate(hub, report),
        Panel::CreateChannel(hub, category) => channel::create(hub, category),
        Panel::EditChannel(channel) => channel::edit(channel),
        Panel::DeleteChannel(channel) => channel::delete(channel),
        Panel::CreateCategory(hub) => channel::create_category(hub),
        Panel::RenameCategory(hub, category) => channel::rename_category(hub, category),
        Panel::MemberRoles(hub, user) => member_roles::roles_of(hub, &user),
        Panel::DeleteRole(hub, role) => role::delete(hub, role),
        Panel::SyncChannel(hub, channel) => sync::sync(hub, channel),
        Panel::Why(channel, user) => why::why(channel, user.as_deref()),
        Panel::WhyInHub(hub) => why::why_in_hub(hub),
        _ => View::new(),
    }
}

fn end_other_sessions() -> View {
    let client = use_client();
    confirm(words::END_OTHERS_TITLE.to_owned(), words::END_OTHERS_HINT, words::END_OTHERS, move || {
        client.end_other_sessions();
    })
}

fn message_actions(message: &Rc<Message>) -> View {
    let client = use_client();
    let quick = reactions::quick(client, message);
    let all: Vec<View> = possible(client, message)
        .into_iter()
        .filter(|one| *one != Action::React)
        .map(|one| {
            let class = if one.is_dangerous() { "action-danger" } else { "" };
            let is_reported = one == Action::Report && client.has_reported(message.id);
            let label = if is_reported { words::reports::REPORTED } else { one.words() };
            let message = Rc::clone(message);
            action(one.symbol(), label, class, move || {
                // An edit takes over the menu's entry of the history, so it comes before the menu goes.
                one.act(client, &message);
                if !one.asks_more() {
                    client.close();
                }
            })
        })
        .collect();
    let at = crate::clock::full(message.created_at.0);
    let hint = view! { p(class="hint actions-hint") { (at) } };
    menu(words::MESSAGE_ACTIONS.to_owned(), View::from(vec![quick, list_of(all), hint]))
}

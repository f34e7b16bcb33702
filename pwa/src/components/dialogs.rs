//! The lists and dialogs that lie over a place, one file for each thing they are about.

mod channel;
mod escalation;
pub mod form;
mod forward;
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
mod poll;
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
mod voters;
mod why;

use self::parts::{action, confirm, list_of};
use super::composer::attaching;
use super::composer::emoji_picker;
use super::dialog::menu;
use super::files::{describe, gallery, showing};
use super::message::deeds::{Action, possible};
use crate::client::panel::{Filing, General, Governing, People, Talking, Telling};
use crate::client::use_client;
use crate::words;
use hubbub_shared::model::Message;
use std::rc::Rc;
use sycamore::prelude::*;

/// Draws a list or dialog that anybody may need.
pub fn draw(dialog: General) -> View {
    match dialog {
        General::Switcher => switcher::switcher(),
        General::Shortcuts => help::shortcuts(),
        General::Install => help::install(),
        General::Profile(hub, user) => profile::profile(hub, &user),
        General::CreateHub => hub::create(),
        General::JoinHub => hub::join(),
        General::HubActions(hub) => hub::actions(hub),
        General::Invite(hub) => invite::invite(hub),
        General::ChannelActions(channel) => channel::actions(channel),
        General::CategoryActions(hub, category) => channel::category_actions(hub, category),
        General::EndOtherSessions => end_other_sessions(),
        General::ReportMessage(message) => report::message(&message),
        General::ReportMember(hub, user) => report::person(hub, &user),
    }
}

/// Draws a list or dialog about what is said.
pub fn draw_talking(dialog: Talking) -> View {
    match dialog {
        Talking::MessageActions(message) => message_actions(&message),
        Talking::Forward(message) => forward::forward(message),
        Talking::React(message) => emoji_picker::reacting(use_client(), message),
        Talking::Reactions(message, emoji) => reactions::reactions(&message, emoji),
        Talking::Ask(channel) => poll::ask(channel),
        Talking::Voters(message, answer) => voters::voters(message, answer),
        Talking::EndPoll(message) => poll::end(message),
        Talking::Pins(channel) => pins::pins(channel),
        Talking::JumpToDate(channel) => jump_to_date::jump_to_date(channel),
        Talking::Picture(channel, file) => gallery::gallery(channel, file),
        Talking::NotifyMany(channel, crowd) => notify_many::notify_many(channel, crowd),
    }
}

/// Draws what files are chosen and described with.
pub fn draw_files(dialog: Filing) -> View {
    match dialog {
        Filing::Attach(channel) => attaching::menu(channel),
        Filing::Describe(key) => describe::describe(&key),
        Filing::Picture(of) => showing::showing(of),
    }
}

/// Draws a dialog about what one is told of.
pub fn draw_notifications(dialog: Telling) -> View {
    match dialog {
        Telling::Notifications(place) => notifications::notifications(place),
        Telling::Save(channel, message, reminds) => save::save(channel, message, reminds),
        Telling::SendLater(channel, known) => send_later::send_later(channel, known.as_deref()),
    }
}

/// Draws a dialog about what somebody is to a hub, or said in it.
pub fn draw_people(dialog: People) -> View {
    match dialog {
        People::Search(hub) => search::search(hub),
        People::Nickname(hub, user) => nickname::nickname(hub, &user),
        People::Record(hub, user) => record::record(hub, &user),
    }
}

/// Draws a dialog that a hub is run with.
pub fn draw_governing(dialog: Governing) -> View {
    match dialog {
        Governing::HubRules(hub) => hub_rules::hub_rules(hub),
        Governing::EditHub(hub) => hub::edit(hub),
        Governing::LeaveHub(hub) => hub::leave(hub),
        Governing::HandOver(hub, heir) => hub::hand_over(hub, &heir),
        Governing::TimeOut(hub, user) => measures::time_out(hub, &user),
        Governing::Kick(hub, user) => measures::kick(hub, &user),
        Governing::Ban(hub, user) => measures::ban(hub, &user),
        Governing::EscalateReport(hub, report) => escalation::escalate(hub, report),
        Governing::CreateChannel(hub, category) => channel::create(hub, category),
        Governing::EditChannel(channel) => channel::edit(channel),
        Governing::DeleteChannel(channel) => channel::delete(channel),
        Governing::CreateCategory(hub) => channel::create_category(hub),
        Governing::RenameCategory(hub, category) => channel::rename_category(hub, category),
        Governing::MemberRoles(hub, user) => member_roles::roles_of(hub, &user),
        Governing::DeleteRole(hub, role) => role::delete(hub, role),
        Governing::SyncChannel(hub, channel) => sync::sync(hub, channel),
        Governing::Why(channel, user) => why::why(channel, user.as_deref()),
        Governing::WhyInHub(hub) => why::why_in_hub(hub),
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

//! The members of a hub: who is there first.

use super::avatar::avatar;
use super::empty::empty;
use super::icon::icon;
use crate::client::{Client, Panel};
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::Member;
use sycamore::prelude::*;

/// Draws the column.
pub fn member_list(client: Client, hub: HubId) -> View {
    let listed =
        move |online| create_selector(move || client.model.with(|model| model.members.listed(hub, online)));
    let (online, offline) = (listed(true), listed(false));
    let nobody = create_selector(move || online.with(Vec::is_empty) && offline.with(Vec::is_empty));
    let close = icon("close");
    let (here, away) = (
        group(client, hub, online, words::members_online),
        group(client, hub, offline, words::members_offline),
    );
    view! {
        header(class="bar") {
            h2(class="bar-title") { (words::MEMBERS) }
            button(class="icon-button members-close", r#type="button", aria-label=words::CLOSE, on:click=move |_| client.close()) { (close) }
        }
        div(class="members-list") {
            (here)
            (away)
            (if nobody.get() { empty("users", "", words::NO_MEMBERS_YET) } else { View::new() })
        }
    }
}

fn group(client: Client, hub: HubId, members: ReadSignal<Vec<Member>>, title: fn(usize) -> String) -> View {
    view! {
        section(class="member-group", hidden=move || members.with(Vec::is_empty)) {
            h3 { (members.with(|members| title(members.len()))) }
            ul {
                Keyed(list=members, key=|member| (member.user.id, member.online, member.user.display_name.clone(), member.roles.clone()),
                    view=move |member| member_row(client, hub, &member))
            }
        }
    }
}

fn member_row(client: Client, hub: HubId, member: &Member) -> View {
    let picture = avatar(&member.user, "");
    let name = member.user.display_name.clone();
    let (my_id, owner) =
        client.model.with_untracked(|model| (model.my_id(), model.hubs.get(hub).map(|view| view.owner)));
    let note = |shown: bool, text: &'static str| match shown {
        true => view! { span(class="member-you") { (text) } },
        false => View::new(),
    };
    let notes = View::from(vec![
        note(owner == Some(member.user.id), words::OWNER),
        note(my_id == Some(member.user.id), words::YOU),
    ]);
    let presence = if member.online { "online" } else { "offline" };
    let user = member.user.clone();
    view! {
        li {
            button(class="member", r#type="button", data-presence=presence, on:click=move |_| {
                client.open(Panel::Profile(hub, Box::new(user.clone())));
            }) {
                span(class="member-picture") { (picture) span(class="presence", aria-hidden="true") }
                span(class="member-name") { bdi { (name) } }
                (notes)
            }
        }
    }
}

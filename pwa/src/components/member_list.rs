//! The members of a hub: who is there first.

use super::avatar::avatar;
use super::icon::icon;
use crate::client::Client;
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::Member;
use sycamore::prelude::*;

/// Draws the column.
pub fn member_list(client: Client, hub: HubId) -> View {
    let listed =
        move |online| create_selector(move || client.model.with(|model| model.members.listed(hub, online)));
    let (online, offline) = (listed(true), listed(false));
    let close = icon("close");
    let (here, away) =
        (group(client, online, words::members_online), group(client, offline, words::members_offline));
    view! {
        header(class="bar") {
            h2(class="bar-title") { (words::MEMBERS) }
            button(class="icon-button members-close", r#type="button", aria-label=words::CLOSE, on:click=move |_| client.close()) { (close) }
        }
        div(class="members-list") {
            (here)
            (away)
        }
    }
}

fn group(client: Client, members: ReadSignal<Vec<Member>>, title: fn(usize) -> String) -> View {
    view! {
        section(class="member-group", hidden=move || members.with(Vec::is_empty)) {
            h3 { (members.with(|members| title(members.len()))) }
            ul {
                Keyed(list=members, key=|member| (member.user.id, member.online, member.user.display_name.clone(), member.roles.clone()),
                    view=move |member| member_row(client, &member))
            }
        }
    }
}

fn member_row(client: Client, member: &Member) -> View {
    let picture = avatar(&member.user, "");
    let name = member.user.display_name.clone();
    let is_me = client.model.with_untracked(|model| model.my_id()) == Some(member.user.id);
    let you = if is_me {
        view! { span(class="member-you") { (words::YOU) } }
    } else {
        View::new()
    };
    let presence = if member.online { "online" } else { "offline" };
    view! {
        li(class="member", data-presence=presence) {
            span(class="member-picture") { (picture) span(class="presence", aria-hidden="true") }
            span(class="member-name") { (name) }
            (you)
        }
    }
}

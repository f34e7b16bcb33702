//! The channels of a hub, by category.

use super::badge::badge;
use super::icon::icon;
use crate::client::{Client, Panel};
use crate::state::{ChannelGroup, Route};
use crate::{browser, words};
use hubbub_shared::model::Channel;
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions};
use sycamore::prelude::*;

/// Draws the column of a hub: its name, what can be done with it, its channels.
pub fn channel_list(client: Client, hub: HubId) -> View {
    let name = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| view.name.clone()).unwrap_or_default())
    });
    let may = move |needed: Permissions| {
        create_selector(move || {
            client
                .model
                .with(|model| model.hubs.get(hub).is_some_and(|view| view.permissions.contains(needed)))
        })
    };
    let (may_invite, may_manage) = (may(Permissions::INVITE), may(Permissions::MANAGE_CHANNELS));
    let groups = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| entries(view)).unwrap_or_default())
    });
    let more = icon("more");
    // On a phone, a hub without a channel is its list of channels: the main thing on the screen.
    let is_main = create_selector(move || {
        client.route.with(|route| matches!(route, Route::Hub(_))) && !browser::is_wide()
    });
    view! {
        section(class="channels", role=move || is_main.get().then_some("main"), aria-label=move || name.get_clone()) {
            header(class="bar") {
                h1(class="bar-title") { (name.get_clone()) }
                (if may_invite.get() { invite_button(client, hub) } else { View::new() })
                button(class="icon-button", r#type="button", aria-label=words::HUB_ACTIONS, title=words::HUB_ACTIONS,
                    on:click=move |_| client.open(Panel::HubActions(hub))) { (more) }
            }
            nav(class="channels-list", aria-label=words::CHANNELS) {
                Keyed(list=groups, key=Group::key, view=move |group| group_view(client, hub, group, may_manage))
                (if groups.with(|groups| groups.iter().all(|group| group.channels.is_empty())) {
                    view! { p(class="hint channels-none") { (words::NO_CHANNELS) } }
                } else {
                    View::new()
                })
            }
        }
    }
}

fn invite_button(client: Client, hub: HubId) -> View {
    let symbol = icon("user-plus");
    view! {
        button(class="icon-button", r#type="button", aria-label=words::INVITE_PEOPLE, title=words::INVITE_PEOPLE,
            on:click=move |_| client.open(Panel::Invite(hub))) { (symbol) }
    }
}

/// What a group shows: everything whose change redraws it.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    category: Option<(CategoryId, String)>,
    channels: Vec<(ChannelId, String)>,
}

impl Group {
    fn key(&self) -> String {
        let names: Vec<String> = self.channels.iter().map(|(id, name)| format!("{id}{name}")).collect();
        format!("{:?}{}", self.category, names.join("/"))
    }
}

fn entries(view: &hubbub_shared::model::HubView) -> Vec<Group> {
    let short = |channel: Channel| (channel.id, channel.name);
    ChannelGroup::all(view)
        .into_iter()
        .map(|group| Group {
            category: group.category,
            channels: group.channels.into_iter().map(short).collect(),
        })
        .collect()
}

fn group_view(client: Client, hub: HubId, group: Group, may_manage: ReadSignal<bool>) -> View {
    let Group { category, channels } = group;
    let heading = match category {
        Some((id, name)) => category_heading(client, hub, id, name, may_manage),
        None => View::new(),
    };
    let links: Vec<View> =
        channels.into_iter().map(|(id, name)| channel_link(client, hub, id, name)).collect();
    view! {
        section(class="channel-group") {
            (heading)
            ul { (links) }
        }
    }
}

fn category_heading(
    client: Client,
    hub: HubId,
    id: CategoryId,
    name: String,
    may_manage: ReadSignal<bool>,
) -> View {
    view! {
        header(class="channel-category") {
            h2 { (name) }
            (if may_manage.get() {
                let symbol = icon("plus");
                view! {
                    button(class="icon-button", r#type="button", aria-label=words::CREATE_A_CHANNEL, title=words::CREATE_A_CHANNEL,
                        on:click=move |_| client.open(Panel::CreateChannel(hub, Some(id)))) { (symbol) }
                }
            } else {
                View::new()
            })
        }
    }
}

fn channel_link(client: Client, hub: HubId, id: ChannelId, name: String) -> View {
    let shown = create_selector(move || client.route.with(|route| route.channel() == Some(id)));
    let numbers = create_selector(move || client.model.with(|model| model.reading.badge(id)));
    let (symbol, mark) = (icon("hash"), badge(numbers));
    let label = name.clone();
    view! {
        li {
            a(class="channel", data-testid="channel", data-link="", href=Route::Channel(hub, id).address(),
                aria-label=move || words::unread(&label, numbers.get().unread, numbers.get().mentions),
                aria-current=move || shown.get().then_some("page"),
                data-unread=move || (numbers.get().unread > 0).then_some("true")) {
                (symbol)
                span(class="channel-name") { (name) }
                (mark)
            }
        }
    }
}

//! The channels of a hub, by category.

use super::badge::badge;
use super::icon::icon;
use super::later::{LaterPiece, later_line};
use super::{avatar, guide, pulling};
use crate::client::Client;
use crate::client::panel::General;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{AgainstRaid, ChannelGroup, Route};
use crate::{browser, words};
use hubbub_shared::model::Channel;
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions};
use sycamore::prelude::*;

/// Draws the column of a hub: its name, what can be done with it, its channels.
pub fn channel_list(client: Client, hub: HubId) -> View {
    let name = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| view.name.clone()).unwrap_or_default())
    });
    let groups = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| entries(view)).unwrap_or_default())
    });
    // On a phone, a hub without a channel is its list of channels: the main thing on the screen.
    let is_main = create_selector(move || {
        client.route.with(|route| matches!(route, Route::Hub(_))) && !browser::is_wide()
    });
    let (head, guide) = (head(client, hub, name), guide::guide(client, hub));
    let runs = Permissions::REVIEW_REPORTS | AgainstRaid::rights();
    let news = for_those_who(client, hub, runs, LaterPiece::HubNews(hub));
    let list = view! {
        nav(class="channels-list", aria-label=words::CHANNELS) {
            (Live { now: move || find_button(client) })
            (news)
            Keyed(list=groups, key=Group::key, view=move |group| group_view(client, hub, group))
            (Live { now: move || if groups.with(|groups| groups.iter().all(|group| group.channels.is_empty())) {
                view! { p(class="hint channels-none") { (Live { now: move || why_empty(client, hub) }) } }
            } else {
                View::new()
            } })
            // Known late: it must not move what a finger is on.
            (guide)
        }
    };
    pulling::down(&list, move || client.open(General::Switcher));
    view! {
        section(class="channels", role=move || is_main.get().then_some("main"), aria-label=move || name.get_clone()) {
            (head)
            (list)
        }
    }
}

/// There is nothing in it, or the owner of the server has closed it: then the server says why.
fn why_empty(client: Client, hub: HubId) -> String {
    let why = client.model.with(|model| model.hubs.get(hub).and_then(|view| view.suspended.clone()));
    why.unwrap_or_else(|| words::NO_CHANNELS.to_owned())
}

fn head(client: Client, hub: HubId, name: ReadSignal<String>) -> View {
    let hue = avatar::hue(hub.0).to_string();
    let may_invite = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::INVITE))
        })
    });
    let picture = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).and_then(|view| view.icon.clone()))
    });
    let stop = for_those_who(client, hub, AgainstRaid::rights(), LaterPiece::StopRaid(hub));
    let more = icon("more");
    view! {
        header(class="bar hub-head", data-hue=hue) {
            (Live { now: move || match picture.get_clone() {
                Some(picture) => avatar::hub_avatar(hub.0, "", Some(&picture), ""),
                None => View::new(),
            } })
            h1(class="bar-title") { bdi { (Live { now: move || name.get_clone() }) } }
            (Live { now: move || if may_invite.get() { invite_button(client, hub) } else { View::new() } })
            (stop)
            button(class="icon-button", r#type="button", aria-haspopup="menu", aria-label=words::HUB_ACTIONS, title=words::HUB_ACTIONS,
                on:click=handler(move |_| client.open(General::HubActions(hub)))) { (more) }
        }
    }
}

/// Looks like a field; opens the quick switcher.
pub fn find_button(client: Client) -> View {
    let (glass, key) = (icon("search"), words::key("Mod"));
    view! {
        button(class="find", r#type="button", aria-keyshortcuts="Control+K Meta+K", on:click=handler(move |_| client.open(General::Switcher))) {
            (glass)
            span { (words::SWITCHER) }
            kbd(aria-hidden="true") { (key) " K" }
        }
    }
}

/// Something for whoever holds one of these permissions in the hub.
fn for_those_who(client: Client, hub: HubId, hold: Permissions, what: LaterPiece) -> View {
    let may = create_selector(move || {
        client
            .model
            .with(|model| model.hubs.get(hub).is_some_and(|view| !(view.permissions & hold).is_empty()))
    });
    view! { (Live { now: move || if may.get() { later_line(what.clone()) } else { View::new() } }) }
}

fn invite_button(client: Client, hub: HubId) -> View {
    let symbol = icon("user-plus");
    view! {
        button(class="icon-button", r#type="button", aria-label=words::INVITE_PEOPLE, title=words::INVITE_PEOPLE,
            on:click=handler(move |_| client.open(General::Invite(hub)))) { (symbol) }
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

fn group_view(client: Client, hub: HubId, group: Group) -> View {
    let Group { category, channels } = group;
    let heading = match category {
        Some((id, name)) => category_heading(client, hub, id, name),
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

fn category_heading(client: Client, hub: HubId, id: CategoryId, name: String) -> View {
    let (symbol, label) = (icon("more"), words::category_actions(&name));
    view! {
        header(class="channel-category") {
            h2 { bdi { (name) } }
            button(class="icon-button", r#type="button", aria-haspopup="menu", aria-label=label,
                on:click=handler(move |_| client.open(General::CategoryActions(hub, id)))) { (symbol) }
        }
    }
}

fn channel_link(client: Client, hub: HubId, id: ChannelId, name: String) -> View {
    let shown = create_selector(move || client.route.with(|route| route.channel() == Some(id)));
    let numbers = create_selector(move || client.model.with(|model| model.reading.badge(id)));
    let is_begun = create_selector(move || client.model.with(|model| model.drafts.has(id)));
    let (symbol, mark) = (icon("hash"), badge(numbers));
    let label = name.clone();
    let actions = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        browser::tick();
        client.open(General::ChannelActions(id));
    };
    view! {
        li {
            a(class="channel", data-testid="channel", data-link="", href=Route::Channel(hub, id).address(), on:contextmenu=actions,
                aria-label=move || words::begun(words::unread(&label, numbers.get().unread, numbers.get().mentions), is_begun.get()),
                aria-current=move || shown.get().then_some("page"),
                data-unread=move || (numbers.get().unread > 0).then_some("true")) {
                (symbol)
                span(class="channel-name") { bdi { (name) } }
                (Live { now: move || if is_begun.get() { icon("edit") } else { View::new() } })
                (mark)
            }
        }
    }
}

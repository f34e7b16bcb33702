//! All hubs as a column of pictures, with the ways home, to the inbox and to the settings.

use super::avatar::{avatar, hub_avatar};
use super::badge::badge;
use super::icon::{icon, logo};
use crate::client::Client;
use crate::client::panel::General;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Badge, Route};
use crate::words;
use hubbub_shared::HubId;
use hubbub_shared::model::HubView;
use sycamore::prelude::*;

/// What a hub shows in a list: everything whose change redraws it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HubEntry {
    /// The hub's id, by which it is opened.
    pub id: HubId,
    /// The hub's name, as it is shown.
    pub name: String,
    /// Address of its picture.
    pub icon: Option<String>,
}

/// Draws the hubs one after another. Boxed, so that lists of them are compiled once.
pub fn hub_list(entries: ReadSignal<Vec<HubEntry>>, draw: Box<dyn Fn(HubEntry) -> View>) -> View {
    view! { Keyed(list=entries, key=HubEntry::clone, view=draw) }
}

/// The hubs, for lists.
pub fn hub_entries(client: Client) -> ReadSignal<Vec<HubEntry>> {
    create_selector(move || {
        client.model.with(|model| {
            let entry =
                |hub: &HubView| HubEntry { id: hub.id, name: hub.name.clone(), icon: hub.icon.clone() };
            model.hubs.all().iter().map(|hub| entry(hub)).collect()
        })
    })
}

/// What a hub's badge shows.
pub fn hub_badge(client: Client, hub: HubId) -> ReadSignal<Badge> {
    create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| model.hub_badge(view)).unwrap_or_default())
    })
}

/// Draws the column.
pub fn hub_rail(client: Client) -> View {
    let at_home = create_selector(move || client.route.with(|route| *route == Route::Home));
    let at_settings = create_selector(move || {
        client.route.with(|route| matches!(route, Route::Settings | Route::Notifications))
    });
    let at_inbox =
        create_selector(move || client.route.with(|route| matches!(route, Route::Inbox | Route::Saved)));
    let mentions = create_selector(move || client.model.with(|model| model.mentions()));
    let (mark, inbox, plus) = (logo("logo"), icon("inbox"), icon("plus"));
    let (me, messages) = (me_picture(client), messages(client, "rail-item rail-inbox"));
    let hubs = hub_list(hub_entries(client), Box::new(move |hub| rail_hub(client, hub)));
    view! {
        nav(class="rail", aria-label=words::HUBS) {
            a(class="rail-item rail-home", data-link="", href="/", aria-label=words::HOME, title=words::HOME,
                aria-current=move || at_home.get().then_some("page")) { (mark) }
            a(class="rail-item rail-inbox", data-link="", href="/inbox", title=words::INBOX,
                aria-label=move || format!("{}{}", words::INBOX, words::for_you(mentions.get())), aria-current=move || at_inbox.get().then_some("page")) {
                (inbox)
                (Live { now: move || count(mentions.get()) })
            }
            (messages)
            div(class="rail-hubs") {
                (hubs)
                button(class="rail-item rail-add", r#type="button", aria-label=words::CREATE_A_HUB, title=words::CREATE_A_HUB,
                    on:click=handler(move |_| client.open(General::CreateHub))) { (plus) }
            }
            a(class="rail-item rail-me", data-link="", href="/settings", aria-label=words::SETTINGS, title=words::SETTINGS,
                aria-current=move || at_settings.get().then_some("page")) { (me) }
        }
    }
}

/// The way to encrypted conversations, in the column or among the tabs.
pub fn messages(client: Client, class: &'static str) -> View {
    let is_here = create_selector(move || {
        client.route.with(|route| matches!(route, Route::Dms | Route::DmsAbout | Route::Dm(_)))
    });
    let unread = create_selector(move || client.model.with(|model| model.dm_unread()));
    let (symbol, is_tab) = (icon("mail"), class == "tab");
    view! {
        a(class=class, data-link="", data-testid="messages", href="/dm", title=words::MESSAGES, aria-current=move || is_here.get().then_some("page")) {
            span(class="tab-symbol") {
                (symbol)
                (Live { now: move || count(unread.get()) })
            }
            span(class=if is_tab { "" } else { "unseen" }) { (words::MESSAGES) }
            span(class="unseen") { (Live { now: move || words::new_messages(unread.get()) }) }
        }
    }
}

/// How many are for the person. Silent: the link it is in says so.
pub fn count(mentions: u64) -> View {
    match mentions {
        0 => View::new(),
        mentions => view! { span(class="badge-count", aria-hidden="true") { (mentions) } },
    }
}

fn rail_hub(client: Client, hub: HubEntry) -> View {
    let HubEntry { id, name, icon } = hub;
    let shown = create_selector(move || client.route.with(|route| route.hub() == Some(id)));
    let numbers = hub_badge(client, id);
    let (picture, mark) = (hub_avatar(id.0, &name, icon.as_deref(), ""), badge(numbers));
    let title = name.clone();
    view! {
        a(class="rail-item rail-hub", data-link="", href=Route::Hub(id).address(), title=title,
            aria-label=move || words::unread(&name, numbers.get().unread, numbers.get().mentions),
            aria-current=move || shown.get().then_some("true"),
            data-unread=move || (numbers.get().unread > 0).then_some("true")) {
            (picture)
            (mark)
        }
    }
}

/// One's own picture.
pub fn me_picture(client: Client) -> View {
    let me = create_selector(move || client.model.with(|model| model.me.as_ref().map(|me| me.user())));
    view! { (Live { now: move || me.get_clone().map(|user| avatar(&user, "")).unwrap_or_default() }) }
}

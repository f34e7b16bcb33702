//! Making, naming and deleting channels and categories.

use super::form::{Form, choice_from, line};
use super::parts::{action, confirm, hub_view, list_of, lock};
use crate::client::panel::{Governing, Talking, Telling};
use crate::client::{Client, Lock, use_client};
use crate::components::dialog::{dialog, menu};
use crate::components::field::{Field, field};
use crate::reactive::{Live, create_selector};
use crate::state::{HubSection, NotifiedPlace, Overwritten, Route};
use crate::words::{moderation, permissions as permission_words};
use crate::{browser, words};
use hubbub_shared::markdown::plain_text;
use hubbub_shared::model::Channel;
use hubbub_shared::text::{CategoryName, ChannelName, ChannelTopic};
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions};
use sycamore::prelude::*;

/// The channel as it is now.
fn known(client: Client, channel: ChannelId) -> Option<Channel> {
    client.model.with_untracked(|model| model.hubs.channel(channel).cloned())
}

pub fn create(hub: HubId, category: Option<CategoryId>) -> View {
    let client = use_client();
    let nothing_else = View::new();
    editing(None, words::CREATE_A_CHANNEL, words::CREATE_CHANNEL, nothing_else, move |name, topic, form| {
        let topic = Some(topic).filter(|topic| !topic.is_empty());
        client.create_channel(hub, category, name, topic, form.failed());
    })
}

pub fn edit(channel: ChannelId) -> View {
    let client = use_client();
    let now = known(client, channel);
    let secs = create_signal(now.as_ref().map_or(0, |channel| channel.slow_mode_secs));
    editing(now, words::EDIT_CHANNEL, words::SAVE, slow_mode(secs), move |name, topic, form| {
        client.edit_channel(channel, name, topic, secs.get_untracked(), form.failed());
    })
}

/// A choice that has what is set now, also if a program has set something else than is offered.
fn slow_mode(secs: Signal<u64>) -> View {
    let now = secs.get_untracked();
    let mut offered = moderation::SLOW_MODES.to_vec();
    if let Err(place) = offered.binary_search(&now) {
        offered.insert(place, now);
    }
    let chosen = offered.iter().position(|one| *one == now).unwrap_or_default();
    let labels: Vec<_> = offered.iter().map(|secs| moderation::slow_mode_choice(*secs)).collect();
    let choice = choice_from("slow-mode", moderation::SLOW_MODE, labels.into_iter(), chosen, move |place| {
        secs.set(offered.get(place).copied().unwrap_or_default());
    });
    view! {
        (choice)
        p(class="hint") { (moderation::SLOW_MODE_HINT) }
    }
}

fn editing(
    now: Option<Channel>,
    title: &'static str,
    submit: &'static str,
    more: View,
    mut act: impl FnMut(String, String, Form) + 'static,
) -> View {
    let (name, topic) = now.map(|channel| (channel.name, channel.topic)).unwrap_or_default();
    let form = Form::new();
    let (name, topic) = (create_signal(name), create_signal(topic));
    let name_field = line(
        &form,
        "channel-name",
        words::CHANNEL_NAME,
        words::CHANNEL_NAME_EXAMPLE,
        name,
        ChannelName::MAX_CHARS,
    );
    let topic_field = field(Field {
        id: "channel-topic",
        label: words::CHANNEL_TOPIC,
        example: words::CHANNEL_TOPIC_EXAMPLE,
        value: topic,
        problem: create_signal(None),
        max: ChannelTopic::MAX_CHARS,
    });
    let body = form.view("", View::from(vec![name_field, topic_field, more]), submit, move |form| {
        let name = name.get_clone_untracked();
        match ChannelName::parse(&name) {
            Ok(name) => act(name.into(), topic.get_clone_untracked().trim().to_owned(), form),
            Err(problem) => form.failed()(words::name_problem(&name, problem)),
        }
    });
    dialog(title.to_owned(), body)
}

pub fn actions(channel: ChannelId) -> View {
    let client = use_client();
    let Some(known) = known(client, channel) else { return View::new() };
    let address = format!("{}{}", browser::origin(), Route::Channel(known.hub, channel).address());
    let state = create_selector(move || {
        client.model.with(|model| {
            let is_locked = model.hubs.channel(channel).is_some_and(|channel| channel.locked);
            (model.permissions(channel), is_locked)
        })
    });
    let hub = known.hub;
    let all =
        view! { (Live { now: move || list_of(offers(client, (hub, channel), &address, state.get())) }) };
    let topic = match plain_text(&known.topic) {
        topic if topic.is_empty() => View::new(),
        topic => view! { p(class="hint actions-hint") { (topic) } },
    };
    menu(words::channel(&known.name), View::from(vec![all, topic]))
}

fn offers(
    client: Client,
    (hub, channel): (HubId, ChannelId),
    address: &str,
    (may, is_locked): (Permissions, bool),
) -> Vec<View> {
    let address = address.to_owned();
    let mut offers = vec![action("link", words::COPY_CHANNEL_LINK, "", move || {
        client.copy(&address);
        client.close();
    })];
    if may.contains(Permissions::HISTORY) {
        offers.push(action("pin", words::conversing::PINS, "", move || client.open(Talking::Pins(channel))));
        offers.push(action("calendar", words::conversing::JUMP_TO_DATE, "", move || {
            client.open(Talking::JumpToDate(channel));
        }));
    }
    if may.contains(Permissions::SEND) {
        offers.push(action("clock", words::scheduled::SEND_LATER, "", move || {
            client.open(Telling::SendLater(channel, None));
        }));
    }
    let told = NotifiedPlace::Channel(hub, channel);
    offers.push(action("bell", words::notifications::TITLE, "", move || {
        client.open(Telling::Notifications(told))
    }));
    if may.contains(Permissions::MANAGE_MESSAGES) {
        let label = if is_locked { moderation::UNLOCK_CHANNEL } else { moderation::LOCK_CHANNEL };
        offers.push(lock(client, label, Lock::Channel(channel), is_locked));
    }
    let permissions = HubSection::PermissionsOf(Overwritten::Channel(channel));
    if may.contains(Permissions::MANAGE_ROLES) {
        offers.push(action("settings", permission_words::PERMISSIONS, "", move || {
            client.go(permissions.at(hub));
        }));
    }
    if may.contains(Permissions::MANAGE_CHANNELS) {
        offers.push(action("edit", words::EDIT_CHANNEL, "", move || {
            client.open(Governing::EditChannel(channel))
        }));
        offers.push(action("trash", words::DELETE_CHANNEL, "action-danger", move || {
            client.open(Governing::DeleteChannel(channel));
        }));
    }
    offers
}

pub fn delete(channel: ChannelId) -> View {
    let client = use_client();
    let name = client.channel_name(channel).unwrap_or_default();
    confirm(
        words::delete_channel_title(&name),
        words::DELETE_CHANNEL_HINT,
        words::DELETE_CHANNEL,
        move || client.delete_channel(channel),
    )
}

pub fn create_category(hub: HubId) -> View {
    let client = use_client();
    naming(String::new(), words::CREATE_A_CATEGORY, words::CREATE_CATEGORY, move |name, form| {
        client.create_category(hub, name, form.failed());
    })
}

pub fn rename_category(hub: HubId, category: CategoryId) -> View {
    let client = use_client();
    naming(category_name(client, hub, category), words::RENAME_CATEGORY, words::SAVE, move |name, form| {
        client.rename_category(hub, category, name, form.failed());
    })
}

fn category_name(client: Client, hub: HubId, category: CategoryId) -> String {
    hub_view(client, hub)
        .and_then(|view| view.categories.iter().find(|known| known.id == category).map(|it| it.name.clone()))
        .unwrap_or_default()
}

fn naming(
    now: String,
    title: &'static str,
    submit: &'static str,
    mut act: impl FnMut(String, Form) + 'static,
) -> View {
    let form = Form::new();
    let name = create_signal(now);
    let field = line(
        &form,
        "category-name",
        words::CATEGORY_NAME,
        words::CATEGORY_NAME_EXAMPLE,
        name,
        CategoryName::MAX_CHARS,
    );
    let body = form.view("", field, submit, move |form| {
        let name = name.get_clone_untracked();
        match CategoryName::parse(&name) {
            Ok(name) => act(name.into(), form),
            Err(problem) => form.failed()(words::name_problem(&name, problem)),
        }
    });
    dialog(title.to_owned(), body)
}

pub fn category_actions(hub: HubId, category: CategoryId) -> View {
    let client = use_client();
    let may_manage = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::MANAGE_CHANNELS))
        })
    });
    let all = view! { (Live { now: move || category_offers(client, hub, category, may_manage.get()) }) };
    menu(category_name(client, hub, category), all)
}

fn category_offers(client: Client, hub: HubId, category: CategoryId, may_manage: bool) -> View {
    let told = NotifiedPlace::Category(hub, category);
    let told =
        action("bell", words::notifications::TITLE, "", move || client.open(Telling::Notifications(told)));
    if !may_manage {
        return list_of(vec![told]);
    }
    let permissions = HubSection::PermissionsOf(Overwritten::Category(category));
    let actions = vec![
        action("plus", words::CREATE_A_CHANNEL, "", move || {
            client.open(Governing::CreateChannel(hub, Some(category)));
        }),
        told,
        action("lock", permission_words::PERMISSIONS, "", move || {
            client.go(permissions.at(hub));
        }),
        action("edit", words::RENAME_CATEGORY, "", move || {
            client.open(Governing::RenameCategory(hub, category))
        }),
        action("trash", words::DELETE_CATEGORY, "action-danger", move || {
            client.delete_category(hub, category)
        }),
    ];
    let hint = view! { p(class="hint actions-hint") { (words::DELETE_CATEGORY_HINT) } };
    View::from(vec![list_of(actions), hint])
}

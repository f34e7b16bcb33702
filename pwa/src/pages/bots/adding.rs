//! Where the link of a bot leads: who it is, what it asks for, and adding it to a hub that one manages.

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::components::dialogs::form::choice_from;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::components::switch::permission_switch;
use crate::reactive::{Live, handler};
use crate::state::{Rank, Route};
use crate::words::{self as all, bots as words, permissions};
use hubbub_shared::model::Application;
use hubbub_shared::permissions::Permission;
use hubbub_shared::protocol::command::{AddBot, GetApplication};
use hubbub_shared::{ApplicationId, ErrorCode, HubId, Permissions, Problem};
use sycamore::prelude::*;

/// Draws the page.
pub(super) fn adding(client: Client, id: ApplicationId) -> View {
    let loaded = Loaded::<Option<Application>>::new();
    client.call(GetApplication { application: id }, move |answer| {
        loaded.put(match answer {
            Ok(application) => Ok(Some(application)),
            Err(problem) if problem.code == ErrorCode::NotFound => Ok(None),
            Err(problem) => Err(problem),
        });
    });
    loaded.view(move |application| match application {
        Some(application) => card(client, application),
        None => empty("warning", words::GONE_TITLE, words::GONE),
    })
}

fn card(client: Client, application: &Application) -> View {
    let (picture, name) = (avatar(&application.bot, "avatar-huge"), application.bot.display_name.clone());
    let by = words::made_by(&application.owner.display_name);
    let (about, hears) = (application.description.clone(), words::hears(&application.intents));
    let (choice, label) = (choice(client, application.clone()), name.clone());
    view! {
        section(class="panel bot-card", aria-label=label) {
            (picture)
            h2 { bdi { (name) } " " span(class="message-badge") { (all::BOT) } }
            p(class="hint") { bdi { (by) } }
            p { bdi { (about) } }
            p(class="hint") { (hears) }
        }
        (choice)
    }
}

/// Where, and what it may do there.
fn choice(client: Client, application: Application) -> View {
    let hubs = client.model.with_untracked(|model| {
        let manages = model.hubs.own().filter(|hub| hub.permissions.contains(Permissions::MANAGE_HUB));
        manages.map(|hub| (hub.id, hub.name.clone())).collect::<Vec<_>>()
    });
    let Some((first, _)) = hubs.first() else {
        return empty("chat", words::NO_HUB_TITLE, words::NO_HUB);
    };
    let hub = create_signal(*first);
    let (ids, names): (Vec<HubId>, Vec<String>) = hubs.into_iter().unzip();
    let place = choice_from("bot-hub", words::HUB, names.into_iter(), 0, move |place| {
        if let Some(id) = ids.get(place) {
            hub.set(*id);
        }
    });
    view! {
        section(class="panel", aria-label=words::ADD) {
            h2 { (words::ADD) }
            (place)
            (Live { now: move || giving(client, &application, hub.get()) })
        }
    }
}

/// What it asks for, as far as the person may give it in this hub.
fn giving(client: Client, application: &Application, hub: HubId) -> View {
    let own = client
        .model
        .with_untracked(|model| Some(Rank::of(model.my_id()?, model.hubs.get(hub)?).permissions()));
    let own = own.unwrap_or_default();
    let gives = create_signal(application.permissions & own);
    let asked = Permissions::TABLE.iter().filter(|row| application.permissions.contains(row.bit));
    let rows: Vec<View> = asked.map(|row| tick(row, own, gives)).collect();
    let asks = match rows.is_empty() {
        true => view! { p(class="hint") { (words::ASKS_NOTHING) } },
        false => view! {
            fieldset(class="key-scope", aria-label=words::GIVES) {
                legend { (words::GIVES) }
                p(class="hint") { (words::GIVES_HINT) }
                (rows)
            }
        },
    };
    let (id, name) = (application.id, application.bot.display_name.clone());
    let (label, problem, busy) = (words::add(&name), create_signal(None::<Problem>), create_signal(false));
    view! {
        (asks)
        p(class="field-problem", role="alert") { (Live { now: move || problem.with(|it| it.as_ref().map(|it| it.message.clone()).unwrap_or_default()) }) }
        button(class="button button-wide", r#type="button", data-testid="add-bot", disabled=move || busy.get(), on:click=handler(move |_| {
            busy.set(true);
            problem.set(None);
            let (add, name) = (AddBot { hub, application: id, permissions: gives.get() }, name.clone());
            client.call(add, move |answer| {
                if let Err(why) = answer {
                    if busy.is_alive() {
                        busy.set(false);
                        problem.set(Some(why));
                    }
                    return;
                }
                client.notify(words::added(&name));
                client.go(Route::Hub(hub));
            });
        })) { (label) }
    }
}

fn tick(permission: &Permission, own: Permissions, gives: Signal<Permissions>) -> View {
    let may = own.contains(permission.bit);
    let hint = if may { permissions::meaning(permission) } else { words::NOT_YOURS };
    permission_switch(permission, (permissions::title(permission), hint), !may, gives)
}

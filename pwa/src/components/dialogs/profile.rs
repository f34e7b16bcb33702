//! A person: who they are, and what there is to do with them.

use super::measures::end_timeout;
use super::parts::{action, list_of};
use crate::client::panel::{General, Governing, People};
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::dialog::frame;
use crate::components::more_icons::icon;
use crate::components::role_colors::class_of;
use crate::components::role_tag::role_tag;
use crate::reactive::{Live, create_selector, handler};
use crate::state::{Care, HubSection, Measures, Model, Rank, Route, block_of};
use crate::words::{self, blocks, coming_in, dms, members, moderation, reports, role_groups, roles};
use hubbub_shared::model::{BlockKind, JoinedBy, User};
use hubbub_shared::protocol::command::GetMembers;
use hubbub_shared::{HubId, Permissions, Timestamp, UserId};
use sycamore::prelude::*;

pub fn profile(hub: HubId, user: &User) -> View {
    let client = use_client();
    let (picture, close) = (avatar(user, "avatar-huge"), icon("close"));
    let hue = crate::components::avatar::hue(user.id.0).to_string();
    let (written, username) = (user.display_name.clone(), user.username.clone());
    let id = user.id;
    // What the hub calls them, and what they are called elsewhere, can change while one looks.
    let names = create_selector(move || {
        client.model.with(|model| {
            let member = model.members.get(hub, id);
            member.map(|member| (member.user.display_name.clone(), member.name_elsewhere.clone()))
        })
    });
    let name = move || names.get_clone().map_or_else(|| written.clone(), |(name, _)| name);
    let elsewhere = move || {
        let elsewhere = names.get_clone().and_then(|(_, elsewhere)| elsewhere);
        elsewhere.map(|name| format!(" · {}", members::elsewhere(&name))).unwrap_or_default()
    };
    let here = create_selector(move || {
        client.model.with(|model| model.members.get(hub, id).is_some_and(|member| member.online))
    });
    let known = create_selector(move || {
        client.model.with(|model| model.members.get(hub, id).map(|member| member.roles.clone()))
    });
    let badge = match user.bot {
        true => view! { " " span(class="message-badge") { (words::BOT) } },
        false => View::new(),
    };
    let (person, came_by) = (user.clone(), came_by(client, hub, id));
    // Whether one owns the hub can change while one looks.
    let owned = create_selector(move || {
        client.model.with(|model| {
            model.hubs.get(hub).is_some_and(|view| Some(view.owner) == model.my_id())
                && model.members.get(hub, id).is_some()
        })
    });
    let measures = create_selector(move || client.model.with(|model| Measures::now(model, hub, id)));
    let assigns = create_selector(move || client.model.with(|model| may_assign(model, hub, id)));
    let care = create_selector(move || client.model.with(|model| Care::now(model, hub, id)));
    let content = view! {
        div(class="profile-banner dialog-header", data-hue=hue) {
            button(class="icon-button", r#type="button", aria-label=words::CLOSE, data-focus="", on:click=handler(move |_| client.close())) { (close) }
        }
        div(class="profile-head", data-presence=move || if here.get() { "online" } else { "offline" }) {
            span(class="member-picture") { (picture) span(class="presence", aria-hidden="true") }
            h2(class=class_of(id.0)) { bdi { (Live { now: name }) } (badge) }
            p(class="hint") {
                "@" bdi { (username) } bdi { (Live { now: elsewhere }) } " · "
                (Live { now: move || if here.get() { words::ONLINE } else { words::OFFLINE } })
            }
        }
        (Live { now: move || if known.with(Option::is_some) { facts(client, hub, id, came_by.get_clone()) } else { View::new() } })
        (Live { now: move || list_of(actions(client, hub, &person, (owned.get(), assigns.get()), care.get(), measures.get())) })
    };
    frame("dialog dialog-profile beside aside", user.display_name.clone(), content)
}

/// Whether there is a role that one may give them or take from them.
fn may_assign(model: &Model, hub: HubId, user: UserId) -> bool {
    let known = (model.hubs.get(hub), model.my_id(), model.members.get(hub, user));
    let (Some(view), Some(me), Some(member)) = known else { return false };
    let rank = Rank::of(me, view);
    let mut roles = view.roles.iter().filter(|role| role.id != hub.everyone());
    roles.any(|role| rank.refuses_assigning(view, member, role).is_none())
}

/// By which invite they came, for who manages the hub. The list of members need not know it.
fn came_by(client: Client, hub: HubId, user: UserId) -> ReadSignal<Option<JoinedBy>> {
    let came_by = create_signal(None);
    let manages = client.model.with_untracked(|model| {
        model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::MANAGE_HUB))
    });
    if manages {
        let ask = GetMembers { hub, after: None, limit: None, online: None, users: Some(vec![user]) };
        client.call(ask, move |answer| {
            if came_by.is_alive() {
                let member = answer.ok().and_then(|mut page| page.members.pop());
                let by = member.and_then(|member| member.joined_by);
                // Whose invite it was may be somebody who was not met yet.
                client.model.update(|model| model.members.want(hub, by.iter().map(|by| by.inviter)));
                came_by.set(by);
            }
        });
    }
    *came_by
}

fn facts(client: Client, hub: HubId, id: UserId, came_by: Option<JoinedBy>) -> View {
    let Some((member, view)) = client
        .model
        .with_untracked(|model| Some((model.members.get(hub, id)?.clone(), model.hubs.get(hub)?.clone())))
    else {
        return View::new();
    };
    let held: Vec<View> =
        view.roles.iter().rev().filter(|role| member.roles.contains(&role.id)).map(role_tag).collect();
    let owner = if view.owner == id {
        view! { span(class="tag") { (words::OWNER) } }
    } else {
        View::new()
    };
    let timeout = match timed_out_until(client, hub, id) {
        Some(until) => {
            let told = moderation::in_timeout(&clock::moment(until.0));
            view! { p(class="hint") { (told) } }
        }
        None => View::new(),
    };
    let since = words::member_since(&clock::date_of(member.joined_at.0));
    let came_by = came_by.map(|JoinedBy { code, inviter }| {
        let told = client.model.with(|model| coming_in::came_by(model.members.name(inviter), &code));
        view! { p(class="hint") { bdi { (told) } } }
    });
    let came_by = came_by.unwrap_or_default();
    view! {
        div(class="profile-facts") {
            p(class="hint") { (since) }
            (came_by)
            (timeout)
            div(class="tags") { (owner) (held) }
        }
    }
}

fn actions(
    client: Client,
    hub: HubId,
    user: &User,
    (owned, assigns): (bool, bool),
    care: Care,
    measures: Measures,
) -> Vec<View> {
    let is_me = client.model.with_untracked(|model| model.my_id()) == Some(user.id);
    let in_channel = client.route.with_untracked(|route| route.channel().is_some());
    let (mentioned, username) = (user.clone(), user.username.clone());
    let mut actions = Vec::new();
    if is_me {
        actions.push(action("settings", words::EDIT_PROFILE, "", move || client.go(Route::Settings)));
    } else if !user.bot {
        let other = user.id;
        actions.push(action("mail", dms::WRITE, "", move || client.write_to(other)));
    }
    if !is_me && in_channel {
        actions.push(action("at", words::MENTION, "", move || {
            client.close();
            client.mention(&mentioned);
        }));
    }
    actions.push(action("copy", words::COPY_USERNAME, "", move || {
        client.copy(&username);
        client.close();
    }));
    actions.extend(caring(client, hub, user, is_me, care));
    if assigns {
        let user = Box::new(user.clone());
        actions.push(action("shield", roles::OF_MEMBER, "", move || {
            client.open(Governing::MemberRoles(hub, user.clone()));
        }));
    }
    if !is_me {
        actions.extend(shutting_out(client, user));
        let user = Box::new(user.clone());
        actions.push(action("flag", reports::REPORT_PERSON, "", move || {
            client.open(General::ReportMember(hub, user.clone()));
        }));
    }
    if measures.time_out {
        actions.push(timeout(client, hub, user));
    }
    if measures.kick {
        let user = Box::new(user.clone());
        actions.push(action("leave", moderation::KICK_OPEN, "action-danger", move || {
            client.open(Governing::Kick(hub, user.clone()));
        }));
    }
    if measures.ban {
        let user = Box::new(user.clone());
        actions.push(action("ban", moderation::BAN_OPEN, "action-danger", move || {
            client.open(Governing::Ban(hub, user.clone()));
        }));
    }
    if owned && !is_me && !user.bot {
        let heir = Box::new(user.clone());
        actions.push(action("crown", words::MAKE_OWNER, "action-danger", move || {
            client.open(Governing::HandOver(hub, heir.clone()));
        }));
    }
    actions
}

/// What the hub calls them, what they choose themselves, and what moderators know.
fn caring(client: Client, hub: HubId, user: &User, is_me: bool, care: Care) -> Vec<View> {
    let mut actions = Vec::new();
    if care.rename {
        let user = Box::new(user.clone());
        actions.push(action("edit", members::NICKNAME_OPEN, "", move || {
            client.open(People::Nickname(hub, user.clone()));
        }));
    }
    if is_me && client.model.with_untracked(|model| chooses(model, hub)) {
        let choose = move || client.go(HubSection::OwnRoles.at(hub));
        actions.push(action("heart", role_groups::CHOOSE, "", choose));
    }
    if care.notes || care.measures {
        let user = Box::new(user.clone());
        actions.push(action("folder", members::RECORD_OPEN, "", move || {
            client.open(People::Record(hub, user.clone()));
        }));
    }
    actions
}

/// Whether there is a role that one may choose oneself.
fn chooses(model: &Model, hub: HubId) -> bool {
    model.hubs.get(hub).is_some_and(|view| {
        view.permissions.contains(Permissions::CHOOSE_ROLES) && view.roles.iter().any(|role| role.choosable)
    })
}

/// To let somebody only read for a while, or write again.
fn timeout(client: Client, hub: HubId, user: &User) -> View {
    let (id, user) = (user.id, Box::new(user.clone()));
    match timed_out_until(client, hub, id) {
        Some(until) => action("clock", moderation::END_TIMEOUT, "", move || {
            client.close();
            end_timeout(client, hub, id, until);
        }),
        None => action("clock", moderation::TIME_OUT_OPEN, "action-danger", move || {
            client.open(Governing::TimeOut(hub, user.clone()));
        }),
    }
}

/// When the timeout of a member ends that has not ended yet.
fn timed_out_until(client: Client, hub: HubId, user: UserId) -> Option<Timestamp> {
    let until = client.model.with_untracked(|model| model.members.get(hub, user)?.timed_out_until);
    until.filter(|until| until.0 > clock::now())
}

/// To hear no more of somebody, or again.
fn shutting_out(client: Client, user: &User) -> Vec<View> {
    let block = client.model.with_untracked(|model| block_of(model.blocks(), user.id));
    let id = user.id;
    let again = move |label| {
        action("check", label, "", move || {
            client.unblock(id);
            client.close();
        })
    };
    let shut_out = |symbol, label, kind| {
        let user = user.clone();
        action(symbol, label, "", move || {
            client.block(&user, kind);
            client.close();
        })
    };
    let ignore = || shut_out("bell-off", blocks::IGNORE, BlockKind::Ignored);
    let block_them = || shut_out("ban", blocks::BLOCK, BlockKind::Blocked);
    match block {
        None => vec![ignore(), block_them()],
        Some(BlockKind::Ignored) => vec![again(blocks::HEAR_AGAIN), block_them()],
        Some(BlockKind::Blocked) => vec![again(blocks::UNBLOCK)],
    }
}

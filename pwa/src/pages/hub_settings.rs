//! What a hub is run with: a list of sections, each a page of its own. Who may do nothing there is not led here, and told so
//! if they come by an address.

mod audit_log;
mod automod;
mod bans;
mod invites;
mod not_yours;
mod parts;
mod permission_list;
mod permissions;
mod raid_shield;
mod review;
mod role_groups;
mod roles;
mod rules;
mod unsaved;
mod webhooks;

use self::not_yours::not_yours;
use crate::client::Client;
use crate::client::panel::{Filing, Shown};
use crate::components::avatar::hub_avatar;
use crate::components::more_icons::icon;
use crate::pages::not_found::not_found;
use crate::pages::reports::{self, Desk};
use crate::reactive::{Live, create_selector, handler};
use crate::state::{HubSection, Route};
use crate::words::{self, governing};
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

/// How a section is listed: symbol, title, and what it is for.
const fn about(section: HubSection) -> (&'static str, &'static str, &'static str) {
    match section {
        HubSection::Roles | HubSection::Role(_) => ("shield", words::roles::ROLES, governing::ROLES_HINT),
        HubSection::Permissions | HubSection::PermissionsOf(_) => {
            ("lock", words::permissions::PERMISSIONS, governing::PERMISSIONS_HINT)
        }
        HubSection::Rules => ("check", words::coming_in::RULES, governing::RULES_HINT),
        HubSection::Automod => ("search", words::automod::AUTOMOD, governing::AUTOMOD_HINT),
        HubSection::Review => ("clock", words::automod::REVIEW, governing::REVIEW_HINT),
        HubSection::Reports | HubSection::Report(_) => {
            ("flag", words::reports::REPORTS, governing::REPORTS_HINT)
        }
        HubSection::Invites => ("link", words::coming_in::INVITES, governing::INVITES_HINT),
        HubSection::RaidShield => ("pulse", words::coming_in::SHIELD, governing::SHIELD_HINT),
        HubSection::Members => ("users", words::members::MEMBERS, words::members::MEMBERS_HINT),
        HubSection::RoleGroups => {
            ("heart", words::role_groups::OFFERED, words::role_groups::OFFERED_OPEN_HINT)
        }
        HubSection::OwnRoles => ("heart", words::role_groups::CHOOSE, words::role_groups::CHOOSE_HINT),
        HubSection::Bans => ("ban", words::moderation::BANS, governing::BANS_HINT),
        HubSection::Webhooks => ("open", words::webhooks::WEBHOOKS, words::webhooks::HINT),
        HubSection::AuditLog => ("eye", words::audit::AUDIT_LOG, words::audit::AUDIT_HINT),
    }
}

/// Draws the list of sections, or one of them.
pub fn hub_settings(client: Client, hub: HubId, section: &str) -> View {
    let Some(section) = HubSection::named(section) else { return not_found() };
    let may = create_selector(move || {
        client
            .model
            .with(|model| model.hubs.get(hub).map(|view| HubSection::rights_in(view)).unwrap_or_default())
    });
    let is_known = create_selector(move || client.model.with(|model| model.hubs.get(hub).is_some()));
    view! {
        (Live { now: move || match (is_known.get(), section) {
            // What the hub is comes from the device or the server in a moment.
            (false, _) => frame(Route::Hub(hub), words::HUB_SETTINGS, View::new()),
            (true, None) => list(client, hub, may.get()),
            (true, Some(section)) => {
                let may = may.get();
                // A page follows what it shows by itself.
                untrack(|| one(client, hub, section, may))
            }
        } })
    }
}

fn list(client: Client, hub: HubId, may: Permissions) -> View {
    let rows: Vec<View> = HubSection::open_to(may).map(|section| row(hub, section)).collect();
    if rows.is_empty() {
        return frame(Route::Hub(hub), words::HUB_SETTINGS, not_yours(client, hub));
    }
    let name = client.model.with_untracked(|model| model.hubs.get(hub).map(|view| view.name.clone()));
    let name = name.unwrap_or_default();
    let picture = if may.contains(Permissions::MANAGE_HUB) { picture(client, hub) } else { View::new() };
    let body = view! {
        (picture)
        nav(class="panel panel-rows", aria-label=words::HUB_SETTINGS) {
            h2 { bdi { (name) } }
            (rows)
        }
    };
    frame(Route::Hub(hub), words::HUB_SETTINGS, body)
}

/// What the hub is shown as, for who may choose that.
fn picture(client: Client, hub: HubId) -> View {
    let shown = create_selector(move || {
        client.model.with(|model| model.hubs.get(hub).map(|view| (view.name.clone(), view.icon.clone())))
    });
    let change = move |_: web_sys::MouseEvent| client.open(Filing::Picture(Shown::Hub(hub)));
    view! {
        section(class="panel", aria-label=words::files::HUB_PICTURE) {
            div(class="profile") {
                button(class="profile-picture", r#type="button", tabindex="-1", aria-hidden="true", on:click=handler(change)) {
                    (Live { now: move || match shown.get_clone() {
                        Some((name, icon)) => hub_avatar(hub.0, &name, icon.as_deref(), "avatar-large"),
                        None => View::new(),
                    } })
                }
                span(class="card-text") {
                    strong { (words::files::HUB_PICTURE) }
                    span(class="hint") { (words::files::HUB_PICTURE_HINT) }
                }
                button(class="button button-small button-quiet", r#type="button", data-testid="change-picture", on:click=handler(change)) { (words::CHANGE_PICTURE) }
            }
        }
    }
}

fn row(hub: HubId, section: HubSection) -> View {
    let (symbol, title, hint) = about(section);
    let (symbol, on) = (icon(symbol), icon("forward"));
    let address = section.at(hub).address();
    view! {
        a(class="row", data-link="", href=address) {
            (symbol)
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (hint) }
            }
            (on)
        }
    }
}

fn one(client: Client, hub: HubId, section: HubSection, may: Permissions) -> View {
    let scrolled = create_signal(());
    let body = match section {
        _ if !may.contains(section.needs()) => not_yours(client, hub),
        HubSection::Roles => roles::roles(client, hub),
        HubSection::Role(role) => roles::editor(client, hub, role),
        HubSection::Permissions => permissions::permissions(client, hub),
        HubSection::PermissionsOf(of) => permissions::editor(client, hub, of),
        HubSection::Rules => rules::rules(client, hub),
        HubSection::Automod => automod::automod(client, hub),
        HubSection::Review => review::review(client, hub),
        HubSection::Reports => reports::reports(client, hub),
        HubSection::Report(report) => reports::page(client, Desk::Hub(hub), report),
        HubSection::Invites => invites::invites(client, hub),
        HubSection::RaidShield => raid_shield::raid_shield(client, hub),
        HubSection::Bans => bans::bans(client, hub),
        HubSection::RoleGroups => role_groups::role_groups(client, hub),
        // They are in another part of the app.
        HubSection::Members | HubSection::OwnRoles => View::new(),
        HubSection::Webhooks => webhooks::webhooks(client, hub),
        HubSection::AuditLog => audit_log::audit_log(client, hub, *scrolled),
    };
    let title = create_selector(move || match section {
        HubSection::Role(role) => roles::title(client, hub, role),
        HubSection::PermissionsOf(of) => permissions::title(client, hub, of),
        HubSection::Report(_) => words::reports::A_REPORT.to_owned(),
        _ => about(section).1.to_owned(),
    });
    let back = section.above().map_or_else(|| Route::HubSettings(hub, String::new()), |above| above.at(hub));
    scrolling(scrolled, back, view! { (Live { now: move || title.get_clone() }) }, body)
}

/// A page with the way back.
pub fn frame(back: Route, title: impl Into<View>, body: View) -> View {
    scrolling(create_signal(()), back, title, body)
}

/// The same, of which somebody is told when it is scrolled.
fn scrolling(scrolled: Signal<()>, back: Route, title: impl Into<View>, body: View) -> View {
    let (arrow, address, title) = (icon("back"), back.address(), title.into());
    view! {
        div(class="page", on:scroll=move |_| scrolled.set(())) {
            header(class="bar") {
                a(class="icon-button bar-back", data-link="", href=address, aria-label=words::BACK) { (arrow) }
                h1(class="bar-title") { bdi { (title) } }
            }
            div(class="page-content") { (body) }
        }
    }
}

//! What a hub is run with: one picture of each of its pages.

use super::Album;
use crate::cases::rule;
use crate::scene::garden;
use hubbub_shared::model::{AutomodAction, OverwriteTarget, RoleGroupKind};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    BanUser, CreateInvite, CreateRole, CreateRoleGroup, SetCategoryOverwrite, SetHubRules,
};
use hubbub_shared::{HubId, Permissions, RoleId};
use hubbub_tests::browser::{Screen, play_in_browser_with, shot};
use hubbub_tests::{Acts, Person, Server};

/// Each page by its address in the settings of a hub, and what is there when it has come.
const PAGES: [(&str, &str, &str); 12] = [
    ("governing", "", ".row"),
    ("find-members", "/members", ".found-row"),
    ("roles", "/roles", ".role-row"),
    ("role-groups", "/role-groups", "[data-group]"),
    ("permissions", "/permissions", ".places"),
    ("rules", "/rules", ".governing-form"),
    ("automod", "/automod", "[data-testid=new-rule]"),
    ("invites", "/invites", ".session"),
    ("raid-shield", "/raid-shield", ".button-wide"),
    ("bans", "/bans", ".session"),
    ("review", "/review", ".empty"),
    ("own-roles", "/my-roles", "fieldset.panel"),
];

/// Ada's garden with roles, a category for some, roles to choose, rules, automod, an invite and a ban.
async fn keeps_order(server: &Server) -> (HubId, RoleId) {
    let hub = garden(server).await;
    let ada = server.person("Ada").await;
    let role = async |name: &str, color, permissions| {
        let create = CreateRole { color: Some(color), ..CreateRole::of(hub, name.to_owned(), permissions) };
        match ada.calls(create).await {
            Ok(Reply::Role(role)) => role.id,
            other => panic!("expected a role, got {other:?}"),
        }
    };
    let keepers = role("Keepers", 0x00_7a_5c, Permissions::KICK_MEMBERS).await;
    let (north, south) = (
        role("North beds", 0xb5_47_08, Permissions::NONE).await,
        role("South beds", 0x1d_4e_89, Permissions::NONE).await,
    );
    ada.assigns(hub, server.person("Bo").await.me().await.id, keepers).await;
    let group = CreateRoleGroup {
        hub,
        name: "Where you dig".to_owned(),
        kind: RoleGroupKind::OneOf,
        roles: vec![north, south],
    };
    ada.calls(group).await.unwrap();
    let beds = ada.views(hub).await.categories[1].id;
    let (target, deny) = (OverwriteTarget::Role(hub.everyone()), Permissions::SEND);
    let overwrite = SetCategoryOverwrite { hub, category: beds, target, allow: Permissions::NONE, deny };
    ada.calls(overwrite).await.unwrap();
    ada.calls(SetHubRules { hub, text: "Be kind. Close the gate behind you.".to_owned() }).await.unwrap();
    ada.calls(rule(hub, AutomodAction::Hold)).await.unwrap();
    ada.calls(CreateInvite { hub, max_uses: Some(10), expires_in_secs: Some(86_400) }).await.unwrap();
    bans(&ada, server, hub).await;
    (hub, keepers)
}

async fn bans(ada: &Person, server: &Server, hub: HubId) {
    let zed = server.person("Zed").await;
    zed.joins(&ada.invites(hub).await).await;
    let user = zed.me().await.id;
    let reason = Some("Sold seeds that were gravel.".to_owned());
    ada.calls(BanUser { hub, user, until: None, reason, delete_last_secs: None }).await.unwrap();
}

#[test]
fn pictures_of_running_a_hub() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let (hub, keepers) = keeps_order(&server).await;
        let beds = server.person("Ada").await.views(hub).await.categories[1].id;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let settings = format!("/hubs/{hub}/settings");
                let screen = Screen::enters(page, &server.address(), "Ada", &settings).await;
                screen.connects().await;
                let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
                let more = [
                    ("role", format!("/roles/{keepers}"), ".previews"),
                    ("permissions-of", format!("/permissions/category-{beds}"), ".tris"),
                ];
                let pages = PAGES.map(|(name, address, there)| (name, address.to_owned(), there));
                for (name, address, there) in pages.into_iter().chain(more) {
                    screen.goes_to(&format!("{settings}{address}")).await;
                    screen.page.shows(there).await;
                    album.takes(name).await;
                }
            }
        }
    });
}

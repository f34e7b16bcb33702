//! Roles in the app: making and changing them, their order, giving them, and seeing a hub as a role sees it.

use crate::scene::first_place;
use hubbub_shared::model::{HubView, Role};
use hubbub_shared::protocol::command::{CreateRole, UpdateRole};
use hubbub_shared::{HubId, Permissions, RoleId, UserId};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Changes, Person, Server, eventually, overwrite};

/// Ada owns a hub, Bo and Cy are members of it.
struct Scene {
    owner: Person,
    bo: Person,
    hub: HubId,
    place: String,
    address: String,
}

impl Scene {
    async fn set(server: &Server) -> Self {
        let (owner, bo, cy) =
            (server.person("Ada").await, server.person("Bo").await, server.person("Cy").await);
        let view = owner.creates_hub("Garden").await;
        let code = owner.invites(view.id).await;
        for person in [&bo, &cy] {
            person.joins(&code).await;
        }
        let (hub, general) = first_place(&owner).await;
        Self { owner, bo, hub, place: format!("/hubs/{hub}/{general}"), address: server.address() }
    }

    async fn phone(&self, chromium: &Chromium, name: &str) -> Screen {
        Screen::enters(chromium.phone().await, &self.address, name, &self.place).await
    }

    async fn desktop(&self, chromium: &Chromium, name: &str) -> Screen {
        Screen::enters(chromium.desktop().await, &self.address, name, &self.place).await
    }

    async fn opens(&self, screen: &Screen, what: &str) {
        screen.goes_to(&format!("/hubs/{}/settings{what}", self.hub)).await;
        screen.connects().await;
    }

    async fn makes(&self, name: &str, permissions: Permissions) -> RoleId {
        self.owner.makes_role(self.hub, name, permissions).await.id
    }

    /// Waits until the hub is as it shall be.
    async fn becomes(&self, what: &str, is: impl Fn(&HubView) -> bool) {
        eventually(what, || async { is(&self.owner.views(self.hub).await).then_some(()) }).await;
    }

    async fn order(&self, names: &[&str]) {
        self.becomes(&format!("the order {names:?}"), |view| {
            view.roles.iter().rev().map(|role| &*role.name).eq(names.iter().copied())
        })
        .await;
    }
}

fn find<'a>(view: &'a HubView, name: &str) -> Option<&'a Role> {
    view.roles.iter().find(|role| role.name == name)
}

async fn id_of(person: &Person) -> UserId {
    person.me().await.id
}

#[test]
fn a_role_is_made_and_changed_and_nothing_typed_is_lost() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let ada = it.phone(&chromium, "Ada").await;
        it.opens(&ada, "").await;
        ada.page.taps(".row[href$=\"/settings/roles\"]").await;
        ada.page.taps_words(".button", "Create role").await;
        // Nothing is made without a name, and it is said where.
        ada.page.taps(".switch input[aria-labelledby=\"permission-kick_members\"]").await;
        ada.taps("save").await;
        ada.page.tells("Give it a name first.").await;
        ada.page.types("#role-name", "Gardeners").await;
        ada.page.taps("label.swatch[title=\"Green\"] input").await;
        ada.page.tells("Dark: shown lighter, to be readable").await;
        ada.page.taps("#role-emoji").await;
        ada.page.types("#role-emoji-search", "seedling").await;
        ada.page.taps(".role-emoji-picker .emoji-choice").await;
        ada.page.taps_words(".switch", "Show its members separately").await;
        ada.page.types("input[aria-label=\"Search permissions\"]", "keep them out").await;
        ada.page.becomes("the one that is meant", "[...document.querySelectorAll('.permission')].filter((it) => it.checkVisibility()).length === 1").await;
        ada.page.taps(".switch input[aria-labelledby=\"permission-ban_members\"]").await;
        ada.taps("save").await;
        ada.page.tells("The role is there").await;
        let made =
            eventually("the role", || async { find(&it.owner.views(it.hub).await, "Gardeners").cloned() })
                .await;
        assert_eq!((made.emoji.as_deref(), made.hoist, made.mentionable), (Some("🌱"), true, false));
        assert_eq!(made.permissions, Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS);
        assert_eq!(made.color, Some(0x2e_8b_4f));

        // What is not saved is kept, and said to be.
        ada.page.types("#role-name", " of the mill").await;
        ada.page.tells("You have changes that are not saved.").await;
        ada.page.taps(".bar-back").await;
        ada.page.shows(".role-row .tag").await;
        it.opens(&ada, "/roles").await;
        ada.page.tells("Not saved").await;
        // Meanwhile somebody else changes something of it, which stays.
        let change = UpdateRole { color: Some(None), ..UpdateRole::of(it.hub, made.id) };
        it.owner.calls(change).await.unwrap();
        let name =
            "[...document.querySelectorAll('.role-row strong')].find((it) => it.innerText === 'Gardeners')";
        let plain = format!("getComputedStyle({name}).color === getComputedStyle(document.body).color");
        ada.page.becomes("a name without colour", &plain).await;
        ada.page.taps_words(".row", "Gardeners").await;
        ada.page
            .becomes(
                "the words that were typed",
                "document.querySelector('#role-name')?.value.includes('of the mill')",
            )
            .await;
        ada.taps("save").await;
        ada.page.tells("Saved").await;
        it.becomes("the new name", |view| {
            view.roles.iter().any(|role| role.name.contains("of the mill") && role.color.is_none())
        })
        .await;
        ada.page.becomes("nothing to save", "!document.querySelector('.unsaved')").await;
        ada.page.taps_words("button", "Delete role").await;
        ada.chooses("Delete role").await;
        it.becomes("the role to go", |view| view.roles.len() == 1).await;
        ada.page.tells("Everyone is alike").await;
        ada.is_content();
    });
}

#[test]
fn roles_are_put_in_order_with_keys_and_by_the_handle() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        for name in ["Boss", "Crew", "Friends"] {
            it.makes(name, Permissions::NONE).await;
        }
        let ada = it.desktop(&chromium, "Ada").await;
        it.opens(&ada, "/roles").await;
        ada.page.shows(".role-row").await;
        ada.page.tabs_to("button[aria-label^=\"Move Friends\"]").await;
        ada.page.presses("ArrowUp").await;
        it.order(&["Boss", "Friends", "Crew", "everyone"]).await;
        ada.page
            .becomes(
                "the focus on the handle",
                "document.activeElement?.ariaLabel?.startsWith('Move Friends')",
            )
            .await;
        ada.page.tells("Friends was moved").await;
        ada.page.taps_words(".toast .button", "Undo").await;
        it.order(&["Boss", "Crew", "Friends", "everyone"]).await;
        ada.page.becomes("the order before", "[...document.querySelectorAll('.role-row strong')].map((it) => it.innerText).join() === 'Boss,Crew,Friends,Everyone'").await;
        ada.page.drags("button[aria-label^=\"Move Boss\"]", "button[aria-label^=\"Move Friends\"]").await;
        it.order(&["Crew", "Friends", "Boss", "everyone"]).await;
        ada.is_content();
    });
}

#[test]
fn who_may_not_change_a_role_is_told_why() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        it.makes("Boss", Permissions::NONE).await;
        let mine = it.makes("Helpers", Permissions::MANAGE_ROLES | Permissions::KICK_MEMBERS).await;
        let low = it.makes("Friends", Permissions::NONE).await;
        let bo = it.desktop(&chromium, "Bo").await;
        it.opens(&bo, "/roles").await;
        bo.page.tells("This is for those who run the hub").await;
        it.owner.assigns(it.hub, id_of(&it.bo).await, mine).await;
        bo.page.shows(".role-row").await;
        bo.page
            .becomes("what is not theirs", "document.querySelectorAll('.role-row[data-fixed]').length === 3")
            .await;
        bo.page.taps_words(".row", "Boss").await;
        bo.page.tells("It does not stand below your own highest role.").await;
        bo.page.becomes("nothing to change", "[...document.querySelectorAll('.panel input:not([type=search])')].every((it) => it.matches(':disabled'))").await;
        bo.page.taps(".bar-back").await;
        bo.page.taps_words(".row", "Friends").await;
        bo.page
            .becomes(
                "what they have to give",
                "document.querySelector('[aria-labelledby=permission-kick_members]')?.disabled === false",
            )
            .await;
        bo.page
            .becomes(
                "what they have not",
                "document.querySelector('[aria-labelledby=permission-ban_members]').disabled",
            )
            .await;
        bo.page.tells("You can only give and take what you have yourself.").await;
        bo.page.taps(".switch input[aria-labelledby=\"permission-kick_members\"]").await;
        bo.taps("save").await;
        it.becomes("the permission", |view| {
            view.roles.iter().any(|role| role.id == low && role.permissions == Permissions::KICK_MEMBERS)
        })
        .await;
        bo.is_content();
    });
}

#[test]
fn a_role_is_given_on_a_members_card_and_they_stand_apart() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let role = CreateRole {
            name: "Gardeners".to_owned(),
            permissions: Permissions::NONE,
            ..super::gardeners(it.hub, Some("🌱"))
        };
        it.owner.calls(role).await.unwrap();
        let _here = server.phone("Bo").await;
        let ada = it.desktop(&chromium, "Ada").await;
        let bo = id_of(&it.bo).await;
        ada.looks_at("Bo").await;
        ada.chooses("Roles…").await;
        ada.page.taps_words("dialog[open] .switch", "Gardeners").await;
        ada.page.tells("Bo has the role Gardeners").await;
        let has = async |wanted: bool| {
            eventually("the role of Bo", || async {
                let members = it.owner.lists_members(it.hub).await;
                let member = members.into_iter().find(|member| member.user.id == bo)?;
                (member.roles.is_empty() != wanted).then_some(())
            })
            .await;
        };
        has(true).await;
        ada.page.becomes("their own group", "[...document.querySelectorAll('.member-group h3')].some((it) => it.innerText === '🌱 Gardeners — 1')").await;
        ada.page
            .becomes("Bo in it", "document.querySelector('.member-group .member')?.innerText.includes('Bo')")
            .await;
        ada.page.taps_words("dialog[open] .toast .button", "Undo").await;
        has(false).await;
        ada.page.becomes("no group without anybody", "![...document.querySelectorAll('.member-group h3')].some((it) => it.checkVisibility() && it.innerText.includes('Gardeners'))").await;
        ada.is_content();
    });
}

#[test]
fn many_get_a_role_on_its_page_at_once() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let role = it.makes("Friends", Permissions::NONE).await;
        let (bo, ada_id) = (id_of(&it.bo).await, id_of(&it.owner).await);
        it.owner.assigns(it.hub, ada_id, role).await;
        let ada = it.phone(&chromium, "Ada").await;
        it.opens(&ada, &format!("/roles/{role}")).await;
        let holders = async |wanted: &[&str]| {
            eventually("those who have it", || async {
                let members = it.owner.lists_members(it.hub).await.into_iter();
                let held = members.filter(|member| member.roles.contains(&role));
                let mut names: Vec<_> = held.map(|member| member.user.display_name).collect();
                names.sort();
                (names == wanted).then_some(())
            })
            .await;
        };
        ada.page.taps_words(".holders .switch", "Ada").await;
        ada.page.types("input[aria-label=\"Search members\"]", "bo").await;
        ada.page.taps_words(".holders .switch", "Bo").await;
        ada.page.evaluates("(() => { const it = document.querySelector('input[aria-label=\"Search members\"]'); it.value = ''; it.dispatchEvent(new Event('input')); })()").await;
        ada.page.taps_words(".holders .switch", "Cy").await;
        ada.page.tells("Save for 3 members").await;
        ada.taps("change-members").await;
        holders(&["Bo", "Cy"]).await;
        ada.page.taps_words(".toast .button", "Undo").await;
        holders(&["Ada"]).await;
        assert!(!it.bo.views(it.hub).await.my_roles.contains(&role), "{bo}");
        ada.is_content();
    });
}

#[test]
fn a_hub_is_seen_as_a_role_sees_it_until_that_ends() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let staff = it.makes("Staff", Permissions::NONE).await;
        let hidden = overwrite(it.hub.everyone()).denying(Permissions::VIEW);
        let for_staff = overwrite(staff).allowing(Permissions::VIEW);
        it.owner.makes_channel_with(it.hub, "staff-room", vec![hidden.clone(), for_staff]).await;
        it.owner.makes_channel_with(it.hub, "vault", vec![hidden]).await;
        let ada = it.desktop(&chromium, "Ada").await;
        let channels = async |names: &str| {
            let shown = format!(
                "[...document.querySelectorAll('.channel-name')].map((it) => it.innerText).sort().join() === '{names}'"
            );
            ada.page.becomes(&format!("the channels {names}"), &shown).await;
        };
        it.opens(&ada, &format!("/roles/{staff}")).await;
        channels("general,staff-room,vault").await;
        ada.taps("see-as").await;
        ada.page.tells("You see the hub as Staff").await;
        channels("general,staff-room").await;
        // What one may do is theirs too, and changes reach what is shown.
        ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        ada.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        ada.page.escapes().await;
        it.owner.makes_channel(it.hub, "lobby", None).await;
        channels("general,lobby,staff-room").await;
        ada.taps("see-as-oneself").await;
        channels("general,lobby,staff-room,vault").await;
        it.opens(&ada, &format!("/roles/{}", it.hub)).await;
        ada.taps("see-as").await;
        ada.page.tells("as a member without roles").await;
        channels("general,lobby").await;
        ada.taps("see-as-oneself").await;
        ada.page.becomes("the end of it", "!document.querySelector('.seen-as')").await;
        ada.is_content();
    });
}

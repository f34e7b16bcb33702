//! Members in the app: finding them, giving a role to many, nicknames, and what moderators know about somebody.

use super::{names, nickname, refused};
use crate::scene::first_place;
use hubbub_shared::protocol::command::{
    AddNote, FindMembers, GetMeasures, GetNotes, KickMember, UpdateMe, UpdateRole, UpdateRoleMembers,
};
use hubbub_shared::{ErrorCode, HubId, Permissions, UserId};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server, eventually};

/// Ada owns a hub; Bo, Cy and Di are members of it.
struct Scene {
    owner: Person,
    bo: Person,
    cy: UserId,
    hub: HubId,
    place: String,
    address: String,
}

impl Scene {
    async fn set(server: &Server) -> Self {
        let owner = server.person("Ada").await;
        let hub = owner.creates_hub("Garden").await.id;
        let code = owner.invites(hub).await;
        let (bo, cy, di) = (server.person("Bo").await, server.person("Cy").await, server.person("Di").await);
        for person in [&bo, &cy, &di] {
            person.joins(&code).await;
        }
        di.calls(UpdateMe { display_name: Some("Zoë Łukasz".to_owned()) }).await.unwrap();
        let (hub, general) = first_place(&owner).await;
        let cy = cy.me().await.id;
        Self { owner, bo, cy, hub, place: format!("/hubs/{hub}/{general}"), address: server.address() }
    }

    async fn phone(&self, chromium: &Chromium, name: &str) -> Screen {
        Screen::enters(chromium.phone().await, &self.address, name, &self.place).await
    }

    async fn desktop(&self, chromium: &Chromium, name: &str) -> Screen {
        Screen::enters(chromium.desktop().await, &self.address, name, &self.place).await
    }

    async fn finds(&self, screen: &Screen) {
        screen.goes_to(&format!("/hubs/{}/settings/members", self.hub)).await;
        screen.page.shows(".found-row").await;
        screen.connects().await;
    }
}

/// Waits until these are found, in this order.
async fn lists(screen: &Screen, names: &[&str]) {
    let found = "[...document.querySelectorAll('.found-row strong')].map((it) => it.innerText).join('|')";
    screen
        .page
        .becomes(&format!("the members {names:?}"), &format!("{found} === '{}'", names.join("|")))
        .await;
}

#[test]
fn members_are_found_and_their_cards_opened() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let role = it.owner.makes_role(it.hub, "Keepers", Permissions::NONE).await.id;
        it.owner.assigns(it.hub, it.cy, role).await;
        for screen in [it.phone(&chromium, "Bo").await, it.desktop(&chromium, "Ada").await] {
            if screen.page.has_fingers() {
                screen.goes_to(&format!("/hubs/{}", it.hub)).await;
                screen.connects().await;
            }
            screen.page.taps("button[aria-label=\"Hub actions\"]").await;
            screen.chooses("Find members").await;
            lists(&screen, &["Ada", "Bo", "Cy", "Zoë Łukasz"]).await;
            screen.page.tells("4 members").await;
            screen.page.types("#find-member", "luk").await;
            lists(&screen, &["Zoë Łukasz"]).await;
            screen.page.retypes("#find-member", "nobody").await;
            screen.page.tells("Nobody found").await;
            screen.page.taps_words(".button", "Clear the search").await;
            lists(&screen, &["Ada", "Bo", "Cy", "Zoë Łukasz"]).await;
            screen.page.chooses_option("#found-role", "Keepers").await;
            lists(&screen, &["Cy"]).await;
            screen.page.chooses_option("#found-role", "Any role").await;
            screen.page.chooses_option("#found-order", "Newest first").await;
            lists(&screen, &["Zoë Łukasz", "Cy", "Bo", "Ada"]).await;
            screen.page.chooses_option("#found-joined", "In the last day").await;
            lists(&screen, &["Zoë Łukasz", "Cy", "Bo", "Ada"]).await;
            screen.page.taps_words(".found-member", "Cy").await;
            screen.page.tells("Keepers").await;
            screen.page.shows(".dialog-profile .action").await;
            screen.page.escapes().await;
            screen.page.has_no_dialog().await;
            screen.is_content();
        }
    });
}

#[test]
fn a_role_is_given_to_many_and_who_stands_in_the_way_is_named() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let role = it.owner.makes_role(it.hub, "Keepers", Permissions::NONE).await.id;
        // Who gives no roles sees nothing to choose people with, and is refused.
        let bo = it.phone(&chromium, "Bo").await;
        it.finds(&bo).await;
        assert!(!bo.page.has(".found-choose").await);
        let gift = UpdateRoleMembers { hub: it.hub, role, add: vec![it.cy], remove: vec![] };
        assert_eq!(refused(it.bo.calls(gift).await), ErrorCode::Forbidden);

        let boss = it.owner.makes_role(it.hub, "Boss", Permissions::MANAGE_ROLES).await.id;
        it.owner.calls(UpdateRole { position: Some(2), ..UpdateRole::of(it.hub, boss) }).await.unwrap();
        it.owner.assigns(it.hub, it.bo.me().await.id, boss).await;
        bo.page.shows(".found-choose").await;
        for name in ["Ada", "Cy"] {
            bo.page.taps(&format!("input[aria-label=\"Select {name}\"]")).await;
        }
        bo.page.tells("2 selected").await;
        bo.page.chooses_option(".giving select", "Keepers").await;
        bo.taps("give-role").await;
        bo.page.tells("Nobody was changed.").await;
        bo.page.tells("Ada:").await;
        bo.page.taps("input[aria-label=\"Select Ada\"]").await;
        bo.page.taps("input[aria-label=\"Select Zoë Łukasz\"]").await;
        bo.taps("give-role").await;
        bo.page.tells("2 members have the role Keepers").await;
        let holders = FindMembers { role: Some(role), ..FindMembers::of(it.hub) };
        assert_eq!(names(&it.owner, holders.clone()).await, ["Cy", "Zoë Łukasz"]);
        bo.page.taps_words(".toast .button", "Undo").await;
        eventually("nobody to have it", || async {
            names(&it.owner, holders.clone()).await.is_empty().then_some(())
        })
        .await;
        bo.is_content();
    });
}

#[test]
fn a_hub_calls_people_by_names_that_they_and_moderators_give() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let (ada, bo) = (it.desktop(&chromium, "Ada").await, it.phone(&chromium, "Bo").await);
        bo.says("hello").await;
        ada.sees("hello").await;
        bo.looks_at("Bo").await;
        bo.chooses("Nickname…").await;
        bo.page.shows("#nickname").await;
        bo.page.types("#nickname", "Bobo").await;
        bo.chooses("Save").await;
        bo.page.has_no_dialog().await;
        bo.page.tells("The hub says Bobo now").await;
        // Where they are shown, also in what they wrote before.
        for screen in [&ada, &bo] {
            let author = "document.querySelector('.message-author')?.innerText.includes('Bobo')";
            screen.page.becomes("the name above the message", author).await;
        }
        ada.looks_at("Bobo").await;
        ada.page.tells("Bo elsewhere").await;
        ada.chooses("Nickname…").await;
        ada.page.shows("#nickname").await;
        assert_eq!(ada.page.value_of("#nickname").await, "Bobo");
        ada.page.retypes("#nickname", "Builder").await;
        ada.chooses("Save").await;
        ada.page.has_no_dialog().await;
        ada.page.taps_words(".toast .button", "Undo").await;
        let back = "[...document.querySelectorAll('.member-name')].some((it) => it.innerText === 'Bobo')";
        ada.page.becomes("the name before", back).await;

        // Whoever may not sees no way to it, and is refused.
        bo.looks_at("Cy").await;
        bo.offers(&["Message", "Mention", "Copy username", "Ignore", "Block", "Report…"]).await;
        bo.page.escapes().await;
        assert_eq!(refused(it.bo.calls(nickname(it.hub, it.cy, Some("x"))).await), ErrorCode::Forbidden);
        let left = Permissions::EVERYONE_DEFAULT.without(Permissions::CHANGE_NICKNAME);
        let everyone = UpdateRole { permissions: Some(left), ..UpdateRole::of(it.hub, it.hub.everyone()) };
        it.owner.calls(everyone).await.unwrap();
        bo.looks_at("Bobo").await;
        bo.offers(&["Edit your profile", "Copy username"]).await;
        let me = it.bo.me().await.id;
        assert_eq!(refused(it.bo.calls(nickname(it.hub, me, Some("x"))).await), ErrorCode::Forbidden);
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

#[test]
fn moderators_note_and_read_what_was_done() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let code = it.owner.invites(it.hub).await;
        let cy = server.person("Cy").await;
        it.owner
            .calls(KickMember { hub: it.hub, user: it.cy, reason: Some("Shouting".to_owned()) })
            .await
            .unwrap();
        cy.joins(&code).await;
        let bo = it.phone(&chromium, "Bo").await;
        bo.looks_at("Cy").await;
        bo.offers(&["Message", "Mention", "Copy username", "Ignore", "Block", "Report…"]).await;
        bo.page.escapes().await;
        assert_eq!(refused(it.bo.calls(GetNotes { hub: it.hub, user: it.cy }).await), ErrorCode::Forbidden);
        let history = GetMeasures { hub: it.hub, user: it.cy, before: None, limit: None };
        assert_eq!(refused(it.bo.calls(history).await), ErrorCode::Forbidden);

        let role = it.owner.makes_role(it.hub, "Keepers", Permissions::KICK_MEMBERS).await.id;
        it.owner.assigns(it.hub, it.bo.me().await.id, role).await;
        let note = AddNote { hub: it.hub, user: it.cy, text: "Promised to be quiet".to_owned() };
        it.owner.calls(note).await.unwrap();
        bo.looks_at("Cy").await;
        bo.chooses("Notes and history…").await;
        for words in ["Promised to be quiet", "Kicked", "Shouting", "By Ada"] {
            bo.page.tells(words).await;
        }
        assert!(!bo.page.has("button[aria-label=\"Delete this note\"]").await, "another's");
        bo.page.taps_words(".button", "Add note").await;
        bo.page.tells("Write the note first.").await;
        bo.page.types("#note", "Was quiet today").await;
        bo.page.taps_words(".button", "Add note").await;
        bo.page.becomes("two notes", "document.querySelectorAll('.record-text').length === 2").await;
        assert_eq!(bo.page.value_of("#note").await, "");
        bo.page.taps("button[aria-label=\"Delete this note\"]").await;
        bo.page.tells("The note was deleted").await;
        bo.page.taps_words("dialog[open] .toast .button", "Undo").await;
        bo.page.becomes("it to be back", "document.querySelectorAll('.record-text').length === 2").await;
        // Nobody reads what is about them.
        bo.page.escapes().await;
        bo.looks_at("Bo").await;
        bo.offers(&["Edit your profile", "Copy username", "Nickname…"]).await;
        bo.is_content();
    });
}

//! Roles that members choose, in the app: offering them, choosing them, and what is not offered.

use super::{choice, groups, offer, offers, refused, roles};
use crate::scene::first_place;
use hubbub_shared::model::RoleGroupKind::{AnyOf, OneOf};
use hubbub_shared::protocol::command::UpdateRole;
use hubbub_shared::{ErrorCode, HubId, Permissions};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server, eventually};

struct Scene {
    owner: Person,
    bo: Person,
    hub: HubId,
    place: String,
    address: String,
}

impl Scene {
    async fn set(server: &Server) -> Self {
        let (owner, bo) = (server.person("Ada").await, server.person("Bo").await);
        let hub = owner.creates_hub("Garden").await.id;
        bo.joins(&owner.invites(hub).await).await;
        let (hub, general) = first_place(&owner).await;
        Self { owner, bo, hub, place: format!("/hubs/{hub}/{general}"), address: server.address() }
    }

    async fn phone(&self, chromium: &Chromium, name: &str) -> Screen {
        Screen::enters(chromium.phone().await, &self.address, name, &self.place).await
    }

    async fn opens(&self, screen: &Screen, what: &str) {
        screen.goes_to(&format!("/hubs/{}/settings/{what}", self.hub)).await;
        screen.connects().await;
    }
}

#[test]
fn a_group_is_made_changed_put_in_order_and_deleted() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let made = roles(&it.owner, it.hub, &["North", "South", "Chess"]).await;
        it.owner.makes_role(it.hub, "Keepers", Permissions::KICK_MEMBERS).await;
        let ada = it.phone(&chromium, "Ada").await;
        it.opens(&ada, "").await;
        ada.page.taps_words(".row", "Roles to choose from").await;
        ada.page.tells("Nothing to choose yet").await;
        ada.taps("new-group").await;
        assert!(!ada.page.has("[data-testid=save]").await, "nothing is written yet");
        ada.page.taps_words(".switch", "North").await;
        ada.taps("save").await;
        ada.page.tells("Give it a name first.").await;
        ada.page.types("#group-name", "Region").await;
        // Who goes away for a moment loses nothing.
        it.opens(&ada, "roles").await;
        it.opens(&ada, "role-groups").await;
        ada.taps("new-group").await;
        ada.page
            .becomes("the name to be there", "document.querySelector('#group-name')?.value === 'Region'")
            .await;
        // What has power is not to be had so, and says why.
        ada.page.tells("Members choose this role for themselves, so it cannot give:").await;
        assert!(ada.page.has(".switch input:disabled").await);
        ada.page.taps_words(".switch", "South").await;
        ada.taps("save").await;
        ada.page.tells("One of these: North, South").await;
        let region = eventually("the group", || async { groups(&it.owner, it.hub).await.pop() }).await;
        assert_eq!((region.kind, &*region.roles), (OneOf, &made[..2]));

        ada.taps("new-group").await;
        ada.page.tells("Region offers it already.").await;
        ada.page.types("#group-name", "Interests").await;
        ada.page.taps_words(".choice", "As many as they like").await;
        ada.page.taps_words(".switch", "Chess").await;
        ada.taps("save").await;
        ada.page.tells("Any of these: Chess").await;
        ada.page.taps("button[aria-label=\"Move Interests up\"]").await;
        eventually("Interests to be first", || async {
            groups(&it.owner, it.hub).await.first().is_some_and(|group| group.kind == AnyOf).then_some(())
        })
        .await;
        ada.page
            .becomes(
                "the focus to stay",
                "document.activeElement?.closest('[data-group]')?.innerText.includes('Interests')",
            )
            .await;

        ada.page.taps("button[aria-label=\"Edit Interests\"]").await;
        ada.page.retypes("#group-name", "Games").await;
        ada.taps("save").await;
        ada.page.taps("button[aria-label=\"Edit Games\"]").await;
        ada.page.taps_words(".button", "Delete group").await;
        ada.page.tells("Games was deleted").await;
        ada.page.taps_words(".toast .button", "Undo").await;
        ada.page.tells("Any of these: Chess").await;

        // Whoever may not is told so, and refused.
        let bo = it.phone(&chromium, "Bo").await;
        it.opens(&bo, "role-groups").await;
        bo.page.tells("This is for those who run the hub").await;
        assert_eq!(refused(it.bo.calls(offer(it.hub, "x", AnyOf, &[])).await), ErrorCode::Forbidden);
        for screen in [&ada, &bo] {
            screen.is_content();
        }
    });
}

#[test]
fn members_choose_for_themselves_as_long_as_the_hub_lets_them() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let made = roles(&it.owner, it.hub, &["North", "South", "Chess", "Tea"]).await;
        let bo = it.phone(&chromium, "Bo").await;
        let asks = async || {
            bo.goes_to(&format!("/hubs/{}", it.hub)).await;
            bo.connects().await;
            bo.page.taps("button[aria-label=\"Hub actions\"]").await;
        };
        asks().await;
        bo.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        bo.page.escapes().await;
        bo.page.has_no_dialog().await;
        let region = offers(&it.owner, it.hub, OneOf, &made[..2]).await.id;
        it.owner.calls(offer(it.hub, "Interests", AnyOf, &made[2..])).await.unwrap();
        let told = eventually("what can be chosen", || async {
            it.bo.views(it.hub).await.roles.iter().any(|role| role.choosable).then_some(())
        });
        told.await;
        asks().await;
        bo.chooses("Choose your roles").await;
        let has = async |names: &[&str]| {
            eventually(&format!("the roles {names:?}"), || async {
                let view = it.bo.views(it.hub).await;
                let mut mine: Vec<_> = view
                    .roles
                    .iter()
                    .filter(|role| view.my_roles.contains(&role.id))
                    .map(|role| &*role.name)
                    .collect();
                mine.sort_unstable();
                (mine == names).then_some(())
            })
            .await;
        };
        bo.page.taps_words(".pick", "North").await;
        has(&["North"]).await;
        bo.page.taps_words(".pick", "South").await;
        has(&["South"]).await;
        for name in ["Chess", "Tea"] {
            bo.page.taps_words(".switch", name).await;
            bo.page.becomes("it to be chosen", &format!("[...document.querySelectorAll('.switch')].find((it) => it.innerText.includes('{name}')).querySelector('input').checked")).await;
        }
        has(&["Chess", "South", "Tea"]).await;
        bo.page.taps_words(".switch", "Chess").await;
        bo.page.taps_words(".pick", "None of these").await;
        has(&["Tea"]).await;

        let quiet = Permissions::EVERYONE_DEFAULT.without(Permissions::CHOOSE_ROLES);
        let everyone = UpdateRole { permissions: Some(quiet), ..UpdateRole::of(it.hub, it.hub.everyone()) };
        it.owner.calls(everyone).await.unwrap();
        bo.page.tells("You cannot choose roles here").await;
        assert_eq!(refused(it.bo.calls(choice(it.hub, region, &[])).await), ErrorCode::Forbidden);
        bo.page.taps(".bar-back").await;
        bo.page.shows("button[aria-label=\"Hub actions\"]").await;
        asks().await;
        bo.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        bo.is_content();
    });
}

//! Timing out, kicking and banning in the app: who may finds it on a person's card, and the bans in the hub's menu; who may not sees no
//! way to do it.

use super::{bans, in_ms};
use crate::scene::first_place;
use hubbub_shared::protocol::command::{GetBans, LeaveHub, LiftBan, TimeOutMember};
use hubbub_shared::{ErrorCode, HubId, Permissions};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server};

const DAY_MS: i64 = 86_400_000;

/// Ada runs a hub on her phone; Bo is a member, on a desktop; Cy is another one.
struct Scene {
    ada: Screen,
    bo: Screen,
    owner: Person,
    member: Person,
    hub: HubId,
}

impl Scene {
    async fn set(server: &Server, chromium: &Chromium) -> Self {
        let (owner, member, cy) =
            (server.person("Ada").await, server.person("Bo").await, server.person("Cy").await);
        let view = owner.creates_hub("Garden").await;
        let code = owner.invites(view.id).await;
        for person in [&member, &cy] {
            person.joins(&code).await;
        }
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &place).await;
        let bo = Screen::enters(chromium.desktop().await, &address, "Bo", &place).await;
        Self { ada, bo, owner, member, hub }
    }

    /// Bo's browser follows an invite, and joins or is told why not.
    async fn bo_accepts_an_invite(&self) {
        let code = self.owner.invites(self.hub).await;
        self.bo.goes_to(&format!("/invite/{code}")).await;
        self.bo.taps("accept-invite").await;
    }

    async fn opens_bans(&self) {
        self.ada.goes_to(&format!("/hubs/{}", self.hub)).await;
        self.ada.connects().await;
        self.ada.page.taps("button[aria-label=\"Hub actions\"]").await;
        self.ada.chooses("Hub settings").await;
        self.ada.page.taps_words(".row", "Bans").await;
    }
}

#[test]
fn a_member_is_kicked_and_banned_by_who_may_and_let_in_again() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        // Who may not sees no way, and is refused by the API too.
        it.bo.looks_at("Cy").await;
        it.bo.offers(&["Message", "Mention", "Copy username", "Ignore", "Block", "Report…"]).await;
        it.bo.page.escapes().await;
        let refused = it.member.calls(GetBans { hub: it.hub, after: None, limit: None }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Forbidden);

        it.bo.says("buy my seeds").await;
        it.ada.sees("buy my seeds").await;
        it.ada.looks_at("Bo").await;
        it.ada
            .offers(&[
                "Message",
                "Mention",
                "Copy username",
                "Nickname…",
                "Notes and history…",
                "Ignore",
                "Block",
                "Report…",
                "Time out…",
                "Kick…",
                "Ban…",
                "Make owner of this hub",
            ])
            .await;
        it.ada.chooses("Kick…").await;
        it.ada.page.shows("#reason").await;
        it.ada.page.types("#reason", "Advertising").await;
        it.ada.chooses("Kick").await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.tells("Bo was kicked").await;
        it.bo.page.tells("You are no longer in that hub.").await;
        it.bo_accepts_an_invite().await;
        it.bo.opens_channel("general").await;
        it.bo.says("buy my seeds now").await;
        it.ada.sees("buy my seeds now").await;

        it.ada.looks_at("Bo").await;
        it.ada.chooses("Ban…").await;
        it.ada.page.shows("#ban-length").await;
        it.ada.page.types("#reason", "Advertising again").await;
        it.ada.page.chooses_option("#ban-length", "7 days").await;
        it.ada.page.chooses_option("#ban-deletion", "Those of the last hour").await;
        it.ada.chooses("Ban").await;
        it.ada.page.has_no_dialog().await;
        it.bo.page.tells("You are no longer in that hub.").await;
        let gone =
            "![...document.querySelectorAll('.message-text')].some((it) => it.innerText.includes('seeds'))";
        it.ada.page.becomes("the words to go", gone).await;
        let told = bans(&it.owner, it.hub).await.remove(0);
        assert_eq!(told.reason.as_deref(), Some("Advertising again"));
        let until = told.until.unwrap().0;
        assert!((in_ms(7 * DAY_MS).0 - until).abs() < DAY_MS / 24, "{told:?}");
        it.bo_accepts_an_invite().await;
        it.bo.page.tells("You are banned from this hub.").await;

        // Lifted, taken back, and lifted.
        it.opens_bans().await;
        for words in ["Bo", "Advertising again", "By Ada", "Until"] {
            it.ada.page.tells(words).await;
        }
        it.ada.page.taps("button[aria-label=\"Lift the ban of Bo\"]").await;
        it.ada.page.tells("Bo may come again").await;
        it.ada.page.taps("[data-testid=undo]").await;
        it.ada.page.shows("button[aria-label=\"Lift the ban of Bo\"]").await;
        let again = bans(&it.owner, it.hub).await.remove(0);
        assert_eq!((again.until, again.reason), (told.until, told.reason), "as it was");
        it.ada.page.taps("button[aria-label=\"Lift the ban of Bo\"]").await;
        it.ada.page.tells("Nobody is banned").await;
        for _ in 0..2 {
            it.ada.page.taps(".bar-back").await;
        }
        it.bo_accepts_an_invite().await;
        it.bo.opens_channel("general").await;
        it.bo.says("sorry").await;

        // Who has gone can only be kept out.
        it.ada.opens_channel("general").await;
        it.ada.sees("sorry").await;
        it.member.calls(LeaveHub { hub: it.hub }).await.unwrap();
        it.ada.page.taps_words(".message-author", "Bo").await;
        it.ada.offers(&["Message", "Mention", "Copy username", "Ignore", "Block", "Report…", "Ban…"]).await;
        it.ada.chooses("Ban…").await;
        it.ada.page.tells("No invite brings Bo into the hub").await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn a_member_is_timed_out_and_told_until_when_and_lets_go_when_it_ends() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let bo = it.member.me().await.id;
        let refused = it.member.calls(TimeOutMember {
            hub: it.hub,
            user: bo,
            until: Some(in_ms(60_000)),
            reason: None,
        });
        assert_eq!(refused.await.unwrap_err().code, ErrorCode::Forbidden);
        it.bo.shows("composer").await;

        it.ada.looks_at("Bo").await;
        it.ada.chooses("Time out…").await;
        it.ada.page.shows("#timeout-length").await;
        it.ada.page.chooses_option("#timeout-length", "1 hour").await;
        it.ada.page.types("#reason", "Shouting").await;
        it.ada.chooses("Time out").await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.tells("Bo is in a timeout").await;
        it.bo.page.tells("You are in a timeout and can only read, until").await;
        let until = it.member.views(it.hub).await.timed_out_until.unwrap();
        assert!((in_ms(3_600_000).0 - until.0).abs() < 60_000, "{until:?}");

        // Taken back, set again, ended from the card, and taken back.
        it.ada.page.taps("[data-testid=undo]").await;
        it.bo.shows("composer").await;
        it.ada.looks_at("Bo").await;
        it.ada.chooses("Time out…").await;
        it.ada.chooses("Time out").await;
        it.bo.page.tells("You are in a timeout").await;
        it.ada.looks_at("Bo").await;
        it.ada.page.tells("In a timeout until").await;
        it.ada.chooses("End timeout").await;
        it.bo.shows("composer").await;
        it.ada.page.taps("[data-testid=undo]").await;
        it.bo.page.tells("You are in a timeout").await;

        // By itself, without anybody who does anything.
        let briefly = TimeOutMember { hub: it.hub, user: bo, until: Some(in_ms(2_000)), reason: None };
        it.owner.calls(briefly).await.unwrap();
        it.bo.shows("composer").await;
        it.bo.says("I am calm").await;
        it.ada.sees("I am calm").await;

        // Administrators are exempt, and nobody is offered to try.
        let role = it.owner.makes_role(it.hub, "Chief", Permissions::ADMINISTRATOR).await.id;
        it.owner.assigns(it.hub, bo, role).await;
        it.ada.looks_at("Bo").await;
        let choices = [
            "Message",
            "Mention",
            "Copy username",
            "Nickname…",
            "Notes and history…",
            "Roles…",
            "Ignore",
            "Block",
            "Report…",
            "Kick…",
            "Ban…",
            "Make owner of this hub",
        ];
        it.ada.offers(&choices).await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn a_moderator_bans_with_keys_alone_whom_they_stand_above() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let role = it.owner.makes_role(it.hub, "Keeper", Permissions::BAN_MEMBERS).await.id;
        let bo = it.member.me().await.id;
        it.owner.assigns(it.hub, bo, role).await;
        it.bo.looks_at("Ada").await;
        it.bo
            .offers(&[
                "Message",
                "Mention",
                "Copy username",
                "Notes and history…",
                "Ignore",
                "Block",
                "Report…",
            ])
            .await;
        it.bo.page.escapes().await;
        it.bo.looks_at("Cy").await;
        let choices = [
            "Message",
            "Mention",
            "Copy username",
            "Notes and history…",
            "Ignore",
            "Block",
            "Report…",
            "Ban…",
        ];
        it.bo.offers(&choices).await;
        let page = &it.bo.page;
        page.presses_enter_on("dialog[open] .action:last-child").await;
        page.becomes("the focus on the reason", "document.activeElement?.id === 'reason'").await;
        page.types_here("Rude").await;
        page.presses_enter_on("dialog[open] .button-danger").await;
        page.has_no_dialog().await;
        it.bo.page.tells("Cy was banned").await;
        assert_eq!(bans(&it.member, it.hub).await.remove(0).reason.as_deref(), Some("Rude"));

        page.presses_enter_on("button[aria-label=\"Hub actions\"]").await;
        page.presses_enter_on("dialog[open] .action:nth-last-child(2)").await;
        page.presses_enter_on(".row[href$=\"/bans\"]").await;
        page.shows(".bans").await;
        page.tabs_to("button[aria-label=\"Lift the ban of Cy\"]").await;
        // Somebody else was faster.
        let user = bans(&it.member, it.hub).await[0].user.id;
        it.owner.calls(LiftBan { hub: it.hub, user, reason: None }).await.unwrap();
        page.presses("Enter").await;
        it.bo.page.tells("That ban has ended already.").await;
        it.bo.page.tells("Nobody is banned").await;
        let inside = "document.activeElement?.closest('.page') !== null";
        page.becomes("the focus to stay on the page", inside).await;

        it.bo.is_content();
    });
}

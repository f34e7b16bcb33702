//! Automod in the app: rules are written and tried, what they hold is decided about, and authors read why.

use super::*;
use crate::scene::first_place;
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Changes, Person, overwrite};

/// Ada runs a hub on her phone; Bo writes in it, on a desktop.
struct Scene {
    ada: Screen,
    bo: Screen,
    owner: Person,
    member: Person,
    hub: HubId,
    general: ChannelId,
}

impl Scene {
    async fn set(server: &Server, chromium: &Chromium) -> Self {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let view = owner.creates_hub("Garden").await;
        member.joins(&owner.invites(view.id).await).await;
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &place).await;
        let bo = Screen::enters(chromium.desktop().await, &address, "Bo", &place).await;
        Self { ada, bo, owner, member, hub, general }
    }

    async fn opens(&self, section: &str) {
        self.ada.goes_to(&format!("/hubs/{}/settings/{section}", self.hub)).await;
        self.ada.connects().await;
    }

    async fn bo_is_stopped(&self, words: &str, told: &str) {
        self.bo.types(words).await;
        self.bo.page.presses("Enter").await;
        self.bo.page.tells(told).await;
    }
}

#[test]
fn a_rule_is_written_tried_and_holds_and_what_it_holds_is_decided_about() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let page = &it.ada.page;
        it.opens("automod").await;
        page.tells("No rules yet").await;
        page.taps("[data-testid=new-rule]").await;
        page.shows("#rule-name").await;
        page.types("#rule-name", "Manners").await;
        page.types("#rule-words", "scunthorpe").await;
        page.types("#rule-notice", "Please be kind.").await;
        page.types("#try-automod", "SСUNТHORPE").await;
        page.taps_words("button", "See what happens").await;
        page.tells("It finds “scunthorpe”.").await;
        page.taps_words("button", "Save").await;
        page.tells("The rule is in force").await;
        page.tells("1 word · blocked").await;
        assert_eq!(rules(&it.owner, it.hub).await[0].action, AutomodAction::Block);

        it.bo_is_stopped("ѕcunthorpe it is", "Please be kind.").await;
        assert!(it.owner.reads_page(it.general).await.messages.is_empty());

        // Held instead, and let through.
        page.taps("button[aria-label=\"Edit the rule Manners\"]").await;
        page.shows("#rule-action").await;
        assert_eq!(page.value_of("#rule-words").await, "scunthorpe", "as it was written");
        page.chooses_option("#rule-action", "Hold it for review").await;
        page.taps_words("button", "Save").await;
        page.tells("1 word · held for review").await;
        it.bo.page.reloads().await;
        it.bo.connects().await;
        it.bo_is_stopped("scunthorpe in bloom", "A moderator looks at this first").await;
        it.opens("review").await;
        page.tells("scunthorpe in bloom").await;
        page.taps_words("button", "Publish").await;
        page.tells("Nothing waits").await;
        it.bo.sees("scunthorpe in bloom").await;

        // Thrown away, and that taken back.
        it.bo_is_stopped("scunthorpe again", "A moderator looks at this first").await;
        it.opens("review").await;
        page.tells("scunthorpe again").await;
        page.taps_words("button", "Discard").await;
        page.taps("[data-testid=undo]").await;
        page.tells("scunthorpe again").await;
        page.taps_words("button", "Discard").await;
        eventually("it to be gone", async || held(&it.owner, it.hub).await.is_empty().then_some(())).await;

        // Deleted, and made again.
        it.opens("automod").await;
        page.taps("button[aria-label=\"Edit the rule Manners\"]").await;
        page.taps_words("button", "Delete rule").await;
        page.tells("No rules yet").await;
        page.taps("[data-testid=undo]").await;
        page.tells("1 word · held for review").await;
        assert_eq!(rules(&it.owner, it.hub).await[0].notice.as_deref(), Some("Please be kind."));
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn who_may_not_sees_no_way_and_is_told_so_and_a_rule_that_is_wrong_says_why() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        it.bo.goes_to(&format!("/hubs/{}/settings/automod", it.hub)).await;
        it.bo.page.tells("This is for those who run the hub").await;
        assert_eq!(refused(it.member.calls(GetAutomodRules { hub: it.hub }).await), ErrorCode::Forbidden);
        let page = &it.ada.page;
        it.opens("automod").await;
        // The button moves down when it is known that there are none.
        page.tells("No rules yet").await;
        page.taps("[data-testid=new-rule]").await;
        page.shows("#rule-kind").await;
        page.chooses_option("#rule-kind", "A pattern").await;
        page.types("#rule-name", "Shouting").await;
        page.types("#rule-pattern", "(").await;
        page.taps_words("button", "Save").await;
        page.tells("unclosed group").await;
        page.retypes("#rule-pattern", "[A-Z]{8}").await;
        page.taps_words("button", "Save").await;
        page.tells("[A-Z]{8} · blocked").await;
        page.taps("input[role=switch]").await;
        eventually("the rule to be off", async || (!rules(&it.owner, it.hub).await[0].enabled).then_some(()))
            .await;
        it.bo.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        it.bo.says("STOPSHOUTING").await;
        it.bo.is_content();
    });
}

#[test]
fn who_moderates_one_channel_alone_decides_about_what_waits_there() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let cy = server.person("Cy").await;
        cy.joins(&it.owner.invites(it.hub).await).await;
        let keeper = overwrite(cy.me().await.id).allowing(Permissions::MANAGE_MESSAGES);
        it.owner.overwrites(it.general, keeper).await;
        makes(&it.owner, rule(it.hub, words(&["heck"]), AutomodAction::Hold)).await;
        let place = format!("/hubs/{}/{}", it.hub, it.general);
        let cy = Screen::enters(chromium.phone().await, &server.address(), "Cy", &place).await;
        cy.connects().await;
        it.bo_is_stopped("heck no", "A moderator looks at this first").await;
        cy.page.tells("A message waits for review").await;
        cy.page.taps("[data-testid=undo]").await;
        cy.page.tells("heck no").await;
        cy.page.has_no_barriers("what waits in one channel").await;
        cy.goes_to(&format!("/hubs/{}/settings", it.hub)).await;
        cy.connects().await;
        cy.page.tells("Held for review").await;
        assert_eq!(cy.page.texts(".row strong").await, ["Held for review"], "and nothing else is for them");
        cy.is_content();
    });
}

#[test]
fn who_moderates_is_led_to_what_a_rule_points_at_or_keeps() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        makes(&it.owner, rule(it.hub, words(&["fight"]), AutomodAction::Alert)).await;
        makes(&it.owner, rule(it.hub, words(&["heck"]), AutomodAction::Hold)).await;
        it.opens("automod").await;
        it.bo.says("who wants a fight").await;
        it.ada.page.tells("A rule flagged a message").await;
        it.ada.page.taps("[data-testid=undo]").await;
        it.ada.sees("who wants a fight").await;

        it.opens("review").await;
        it.ada.page.tells("Nothing waits").await;
        it.bo_is_stopped("heck no", "A moderator looks at this first").await;
        it.ada.page.tells("A message waits for review").await;
        it.ada.page.tells("heck no").await;
        it.opens("automod").await;
        it.bo.page.reloads().await;
        it.bo.connects().await;
        it.bo_is_stopped("heck yes", "A moderator looks at this first").await;
        it.ada.page.taps("[data-testid=undo]").await;
        it.ada.page.tells("heck yes").await;
        assert!(!it.bo.page.texts(".toast").await.concat().contains("rule"), "it is for moderators");
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

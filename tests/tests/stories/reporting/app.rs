//! Reports in the app: from the menu of a message and from a person's card to the moderators, and back with an answer.

use super::*;
use crate::scene::first_place;
use hubbub_tests::Person;
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};

/// Ada's hub. Bo is rude, Cy decides, on a desktop, and Di reports, on her phone.
struct Scene {
    cy: Screen,
    di: Screen,
    owner: Person,
    rude: Person,
    judge: Person,
    reporter: Person,
    hub: HubId,
    general: ChannelId,
}

impl Scene {
    async fn set(server: &Server, chromium: &Chromium) -> Self {
        let [owner, rude, judge, reporter] = [
            server.person("Ada").await,
            server.person("Bo").await,
            server.person("Cy").await,
            server.person("Di").await,
        ];
        let view = owner.creates_hub("Garden").await;
        let code = owner.invites(view.id).await;
        for person in [&rude, &judge, &reporter] {
            person.joins(&code).await;
        }
        let (hub, general) = first_place(&owner).await;
        let may = Permissions::REVIEW_REPORTS
            | Permissions::MANAGE_MESSAGES
            | Permissions::TIME_OUT_MEMBERS
            | Permissions::BAN_MEMBERS;
        let role = owner.makes_role(hub, "judge", may).await.id;
        owner.assigns(hub, judge.me().await.id, role).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}/{general}"));
        let cy = Screen::enters(chromium.desktop().await, &address, "Cy", &place).await;
        let di = Screen::enters(chromium.phone().await, &address, "Di", &place).await;
        Self { cy, di, owner, rude, judge, reporter, hub, general }
    }

    /// Di reports what Bo said.
    async fn is_reported(&self, said: &str) {
        let page = &self.di.page;
        self.di.sees_in_some(said).await;
        page.holds(&row(2)).await;
        self.di.chooses("Report message").await;
        page.tells("The moderators of Garden see it. Bo does not learn who reported.").await;
    }

    async fn is_content(&self) {
        for screen in [&self.cy, &self.di] {
            screen.is_content();
        }
    }
}

/// The message of this number.
fn row(seq: u64) -> String {
    format!("[data-testid=message][data-seq=\"{seq}\"]")
}

#[test]
fn a_message_is_reported_from_its_menu_decided_about_and_answered() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let (cy, di) = (&it.cy.page, &it.di.page);
        it.reporter.sends(it.general, "good morning").await;
        let rude = it.rude.sends(it.general, "you fool").await;
        it.rude.edits(&rude, "you dear").await;
        assert!(!cy.has(".channels-reports").await, "nothing waits");

        it.is_reported("you dear").await;
        di.has_no_barriers("what is asked about a message").await;
        it.di.chooses("Send report").await;
        di.tells("Choose what is wrong.").await;
        di.taps_words(".report-category", "Harassment").await;
        di.types("#report-words", "He goes on and on.").await;
        it.di.chooses("Send report").await;
        di.tells("Thank you.").await;
        // Cy learns of it without doing anything.
        cy.tells("Something was reported").await;
        di.tells("Nobody has looked at it yet.").await;
        it.di.chooses("Done").await;
        di.has_no_dialog().await;
        di.holds(&row(2)).await;
        it.di
            .offers(&[
                "Reply",
                "Forward",
                "Copy text",
                "Copy link to message",
                "Save",
                "Mark unread",
                "Reported",
            ])
            .await;
        it.di.chooses("Reported").await;
        di.tells("You have reported this already.").await;
        it.di.chooses("Done").await;

        // Cy finds what was kept.
        cy.shows(".channels-reports[aria-label=\"Reports: 1 new\"]").await;
        cy.taps(".channels-reports").await;
        cy.tells("Bo · Harassment").await;
        cy.tells("Reported by Di").await;
        cy.has_no_barriers("the reports of a hub").await;
        cy.taps(".report-row").await;
        cy.tells("He goes on and on.").await;
        cy.tells("Record 1 of this hub's evidence").await;
        let copy = "document.querySelector('.report-copy .governing-words').innerText === 'you dear'";
        cy.becomes("what it said", copy).await;
        let edits = "document.querySelector('.report-edits').innerText.includes('you fool')";
        cy.becomes("what it said before", edits).await;
        cy.taps_words("summary", "What stands around it").await;
        cy.tells("good morning").await;
        cy.has_no_barriers("a report").await;

        cy.taps_words(".button", "Take it").await;
        cy.tells("Return it").await;
        // Before acting, something is typed, and stays.
        cy.types("#report-answer", "He has to cool down.").await;
        cy.taps_words(".button", "Time out…").await;
        cy.shows("#timeout-length").await;
        cy.chooses_option("#timeout-length", "1 hour").await;
        cy.taps_words("dialog[open] .button", "Time out").await;
        cy.tells("Bo is in a timeout").await;
        cy.has_no_dialog().await;
        let chosen = "document.querySelector('#report-outcome').selectedOptions[0].text === 'A timeout'";
        cy.becomes("what was done to be chosen", chosen).await;
        assert_eq!(cy.value_of("#report-answer").await, "He has to cool down.");
        assert_eq!(
            refused(
                it.rude
                    .calls(hubbub_shared::protocol::command::SendMessage::of(
                        it.general,
                        "what?".to_owned(),
                        None
                    ))
                    .await
            ),
            ErrorCode::Forbidden
        );
        cy.taps_words(".button", "Decide").await;
        cy.tells("Decided by Cy").await;

        di.tells("Something you reported is decided").await;
        it.di.goes_to("/settings").await;
        di.tells("Decided: a timeout.").await;
        di.tells("He has to cool down.").await;
        di.has_no_barriers("one's own reports").await;
        it.cy.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        it.cy.connects().await;
        assert!(!cy.has(".channels-reports").await, "nothing waits any more");
        it.is_content().await;
    });
}

#[test]
fn who_may_not_sees_no_reports_and_nobody_those_about_themselves() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let (cy, di) = (&it.cy.page, &it.di.page);
        let rude = it.judge.sends(it.general, "you fool").await;
        let report = reports(&it.reporter, about(it.general, rude.id)).await.id;
        let address = |section: &str| format!("/hubs/{}/settings/{section}", it.hub);

        // Di may not decide: no way leads there, the address says why, and the API refuses.
        it.di.goes_to(&format!("/hubs/{}", it.hub)).await;
        it.di.connects().await;
        assert!(!di.has(".channels-reports").await);
        di.taps("button[aria-label=\"Hub actions\"]").await;
        it.di.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        di.escapes().await;
        for section in ["reports".to_owned(), format!("reports/{report}")] {
            it.di.goes_to(&address(&section)).await;
            di.tells("This is for those who run the hub").await;
        }
        assert_eq!(refused(it.reporter.calls(open(it.hub)).await), ErrorCode::Forbidden);

        // Cy may, but not about what Cy wrote, and does not learn that it is there.
        it.cy.goes_to(&address("reports")).await;
        cy.tells("Nothing waits").await;
        it.cy.goes_to(&address(&format!("reports/{report}"))).await;
        cy.tells("This report is not there").await;
        assert!(!cy.has(".channels-reports").await);
        assert_eq!(refused(it.judge.calls(GetReport { hub: it.hub, report }).await), ErrorCode::NotFound);
        assert_eq!(cases(&it.owner, open(it.hub)).await.len(), 1, "it is there, for who decides");
        it.is_content().await;
    });
}

#[test]
fn a_person_is_reported_on_their_card_and_a_report_goes_further_with_keys_alone() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let (cy, di) = (&it.cy.page, &it.di.page);
        for (name, reads) in
            [("Ada", "the owner of this server decides"), ("Bo", "The moderators of Garden see it")]
        {
            di.taps("button[aria-label=\"Show members\"]").await;
            di.taps_words(".member", name).await;
            it.di.chooses("Report…").await;
            di.tells(reads).await;
            di.taps_words(".report-category", "Spam").await;
            it.di.chooses("Send report").await;
            di.tells("Thank you.").await;
            it.di.chooses("Done").await;
            di.has_no_dialog().await;
        }
        cy.shows(".channels-reports[aria-label=\"Reports: 2 new\"]").await;

        let case = cases(&it.judge, open(it.hub))
            .await
            .into_iter()
            .find(|case| case.escalated_at.is_none())
            .unwrap();
        it.cy.goes_to(&format!("/hubs/{}/settings/reports/{}", it.hub, case.report.id)).await;
        cy.tells("The person,").await;
        cy.presses_enter_on("[data-testid=escalate]").await;
        cy.shows("#escalation").await;
        cy.types("#escalation", "He threatens people.").await;
        cy.presses("Enter").await;
        cy.tells("He threatens people.").await;
        cy.has_no_dialog().await;
        assert!(full(&it.judge, it.hub, case.report.id).await.case.escalated_at.is_some());

        // Somebody else takes it meanwhile, and Cy sees so.
        super::case(&it.owner, TakeReport { hub: it.hub, report: case.report.id }).await;
        cy.tells("Ada looks after it").await;
        cy.taps_words(".button", "Return it").await;
        cy.tells("Take it").await;
        it.is_content().await;
    });
}

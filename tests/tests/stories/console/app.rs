//! The console in the app: nobody else finds it or loads a byte of it, and who owns the server does there what there is to do.

use crate::parts::LATER;
use crate::scene::garden;
use hubbub_shared::model::{AdminHub, ReportCategory};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{AdminGetHub, DeleteHub, EscalateReport, ReportMessage};
use hubbub_shared::{ErrorCode, HubId, ReportId};
use hubbub_tests::browser::{Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server, eventually};

const PART: &str = "split_console.wasm";
/// Whether the worker keeps the console.
const CONSOLE_IS_KEPT: &str = "caches.keys().then(async ([shell]) => {
    const kept = await (await caches.open(shell)).keys();
    return kept.some((it) => it.url.includes('split_console.wasm'));
})";

/// The row of somebody or something, opened at a section.
async fn row(screen: &Screen, section: &str, name: &str) -> String {
    screen.page.taps_words(".console-tabs button", section).await;
    let row = format!(
        "[...document.querySelectorAll('.console li')].find((it) => it.querySelector('strong')?.innerText === '{name}')"
    );
    screen.page.becomes(&format!("{name} in {section}"), &format!("!!{row}")).await;
    let id = screen.page.evaluates(&format!("{row}.dataset.row")).await;
    format!(".console [data-row=\"{}\"]", id.as_str().expect("an id"))
}

async fn presses(screen: &Screen, row: &str, button: &str) {
    screen.page.taps_words(&format!("{row} button"), button).await;
}

/// Waits until a row has a button.
async fn offers(screen: &Screen, row: &str, button: &str) {
    let buttons = format!("[...document.querySelectorAll('{row} button')].map((it) => it.innerText)");
    screen.page.becomes(&format!("the button {button}"), &format!("{buttons}.includes('{button}')")).await;
}

async fn hub_now(owner: &Person, hub: HubId) -> AdminHub {
    match owner.calls(AdminGetHub { hub }).await {
        Ok(Reply::AdminHub(hub)) => hub,
        other => panic!("expected a hub, got {other:?}"),
    }
}

async fn owner_at_console(server: &Server, page: Page) -> Screen {
    let ada = Screen::enters(page, &server.address(), "Ada", "/settings").await;
    ada.page.taps_words(".row", "Console").await;
    ada.page.shows(".console-tabs").await;
    ada
}

#[test]
fn nobody_but_the_owner_finds_the_console_or_loads_it() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", "/settings").await;
        bo.page.tells("This app").await;
        bo.page.shows(".session").await;
        assert!(!bo.page.texts(".row").await.iter().any(|row| row.contains("Console")), "no way in");
        bo.goes_to("/console").await;
        bo.connects().await;
        bo.page.shows(".empty").await;
        assert!(!bo.page.has(".console-tabs").await);
        let refused = server.person("Bo").await.gets("/api/admin/people").await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        bo.keeps_files(&LATER).await;
        assert_eq!(
            bo.page.evaluates(CONSOLE_IS_KEPT).await,
            false,
            "the worker keeps the other parts, not this one"
        );
        assert!(!bo.page.asked_for().iter().any(|address| address.contains(PART)), "not a byte of it");

        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/").await;
        ada.page.shows(".card").await;
        assert!(
            !ada.page.asked_for().iter().any(|address| address.contains(PART)),
            "nor its owner at the start"
        );
        ada.goes_to("/console").await;
        ada.page.shows(".console-tabs").await;
        assert!(ada.page.asked_for().iter().any(|address| address.contains(PART)));
        ada.page.has_no_barriers("the console").await;
        ada.is_content();
    });
}

#[test]
fn people_are_suspended_and_let_in_again() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let ada = owner_at_console(&server, chromium.phone().await).await;
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", "/").await;
        ada.page.types("#console-find", "bo").await;
        ada.page.taps_words(".console button", "Find").await;
        let row = row(&ada, "People", "Bo").await;
        presses(&ada, &row, "Suspend").await;
        ada.page.becomes("the focus in the form", "document.activeElement?.id === 'console-reason'").await;
        ada.taps("console-decide").await;
        ada.page.tells("reason needs").await;
        ada.page.types("#console-reason", "Spam in all hubs").await;
        ada.page.chooses_option("#console-length", "A week").await;
        ada.taps("console-decide").await;
        ada.page.tells("Suspended until").await;
        ada.page.tells("Spam in all hubs").await;
        bo.shows("sign-in").await;
        bo.signs_in("Bo").await;
        bo.page.tells("Your account is suspended").await;
        bo.page.tells("Spam in all hubs").await;
        presses(&ada, &row, "Lift suspension").await;
        offers(&ada, &row, "Suspend").await;
        let again = Screen::enters(chromium.desktop().await, &server.address(), "Bo", "/").await;
        again.page.shows(".card").await;
        // Nobody is left to be suspended, and the log has it.
        ada.page.taps(".console .switch input").await;
        ada.page.tells("Nobody found").await;
        ada.page.taps_words(".console-tabs button", "Log").await;
        ada.page.tells("lifted the suspension of").await;
        ada.page.tells("suspended").await;
        ada.is_content();
    });
}

#[test]
fn people_are_signed_out_everywhere_and_their_accounts_ended() {
    play_in_browser(async |server, chromium| {
        let hub = garden(&server).await;
        let (owner, bo) = (server.person("Ada").await, server.person("Bo").await);
        let general = bo.views(hub).await.channels[0].id;
        bo.sends(general, "all that Bo said").await;
        let own = bo.creates_hub("Den").await.id;
        let ada = owner_at_console(&server, chromium.phone().await).await;
        let phone = Screen::enters(chromium.phone().await, &server.address(), "Bo", "/").await;
        let before = bo.me().await.id;
        let bo_now = row(&ada, "People", "Bo").await;
        presses(&ada, &bo_now, "Sign out").await;
        ada.page.types("#console-reason", "A phone was stolen").await;
        ada.page.has_no_barriers("signing somebody out").await;
        ada.taps("console-decide").await;
        ada.page.tells("Done").await;
        phone.shows("sign-in").await;
        assert_eq!(
            bo.gets("/api/users/@me").await.unwrap_err().code,
            ErrorCode::NotSignedIn,
            "and their programs"
        );
        let bo = server.person("Bo").await;
        assert_eq!(bo.me().await.id, before, "they come back as who they were");

        presses(&ada, &bo_now, "Delete account").await;
        ada.page.types("#console-name", "Bob").await;
        ada.page.taps_words(".console-ask .switch", "Delete their messages too").await;
        ada.page.types("#console-reason", "They asked for it").await;
        ada.page.has_no_barriers("ending an account").await;
        ada.taps("console-decide").await;
        ada.page.shows(".field-problem").await;
        ada.page.retypes("#console-name", "Bo").await;
        ada.taps("console-decide").await;
        ada.page.tells("They own Den.").await;
        bo.calls(DeleteHub { hub: own }).await.unwrap();
        ada.taps("console-decide").await;
        ada.page.tells("This account was deleted").await;
        assert_ne!(
            server.person("Bo").await.me().await.id,
            before,
            "whoever comes by that way is somebody new"
        );
        eventually("their words to go", async || {
            let page = owner.reads_page(general).await;
            page.messages.iter().all(|message| message.deleted).then_some(())
        })
        .await;
        ada.page.taps_words(".console-tabs button", "Log").await;
        ada.page.tells("A phone was stolen").await;
        ada.page.tells("They asked for it").await;
        ada.is_content();
    });
}

#[test]
fn hubs_are_closed_given_and_deleted_after_some_days() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let (owner, bo) = (server.person("Ada").await, server.person("Bo").await);
        let den = bo.creates_hub("Den").await.id;
        server.person("Cyrus").await.joins(&bo.invites(den).await).await;
        let ada = owner_at_console(&server, chromium.desktop().await).await;
        let member =
            Screen::enters(chromium.phone().await, &server.address(), "Bo", &format!("/hubs/{den}")).await;
        let row = row(&ada, "Hubs", "Den").await;
        presses(&ada, &row, "Suspend").await;
        ada.page.types("#console-reason", "Under review").await;
        ada.taps("console-decide").await;
        ada.page.tells("Suspended: Under review").await;
        member.page.tells("This hub is suspended. The reason: Under review.").await;
        presses(&ada, &row, "Open again").await;
        member.page.shows(".channel").await;

        presses(&ada, &row, "Give away").await;
        ada.page.types("#console-name", "Nobody such").await;
        ada.taps("console-decide").await;
        ada.page.tells("Nobody is called so").await;
        ada.page.retypes("#console-name", "Dalia").await;
        ada.taps("console-decide").await;
        ada.page.tells("must be a member of the hub").await;
        ada.page.retypes("#console-name", "Cyrus").await;
        ada.taps("console-decide").await;
        ada.page.tells("owned by Cyrus").await;

        presses(&ada, &row, "Delete hub").await;
        ada.page.types("#console-name", "Den").await;
        ada.page.types("#console-reason", "Against the rules").await;
        ada.taps("console-decide").await;
        ada.page.tells("Will be deleted").await;
        assert!(hub_now(&owner, den).await.suspended.is_some_and(|one| one.deletes));
        presses(&ada, &row, "Open again").await;
        offers(&ada, &row, "Suspend").await;
        assert_eq!(hub_now(&owner, den).await.suspended, None);
        ada.is_content();
    });
}

#[test]
fn everybody_is_told_and_who_may_come_is_set() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let ada = owner_at_console(&server, chromium.desktop().await).await;
        ada.page.taps_words(".console-tabs button", "News").await;
        ada.page.types("#console-announcement", "Renewed tonight at ten").await;
        ada.page.taps_words(".console button", "Tell everybody").await;
        ada.page.tells("Told now:").await;
        let bo = Screen::enters(chromium.phone().await, &server.address(), "Bo", "/").await;
        bo.shows("announcement").await;
        bo.page.tells("Renewed tonight at ten").await;
        bo.page.has_no_barriers("an announcement").await;
        bo.page.taps("[data-testid=announcement] button").await;
        bo.page.becomes("no bar", "!document.querySelector('[data-testid=announcement]')").await;
        bo.page.reloads().await;
        bo.connects().await;
        bo.page.shows(".card").await;
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        assert!(!bo.page.has("[data-testid=announcement]").await, "what was put away stays away");

        ada.page.taps_words(".console-tabs button", "Access").await;
        ada.page.shows("#sign-ups").await;
        ada.page.chooses_option("#sign-ups", "Nobody").await;
        ada.page.types("#limit-0", "60").await;
        ada.page.taps_words(".console button", "Save").await;
        ada.page.tells("Saved").await;
        let eve = Screen::opens(chromium.phone().await, &server.address()).await;
        eve.signs_in("Eve").await;
        eve.page.tells("This server takes no new accounts now.").await;
        ada.page.taps_words(".console-tabs button", "Log").await;
        ada.page.tells("Who may sign up: Everyone \u{2192} Nobody").await;
        ada.page.tells("Messages per person and minute: as started \u{2192} 60").await;
        ada.page.taps_words(".console-tabs button", "Health").await;
        ada.page.tells("Running for").await;
        ada.page.tells("What went wrong last").await;
        ada.is_content();
    });
}

/// A report that the moderators of a hub of Bo's put before the owner of the server.
async fn put_before_owner(server: &Server) -> ReportId {
    let (bo, cyrus) = (server.person("Bo").await, server.person("Cyrus").await);
    let den = bo.creates_hub("Den").await;
    cyrus.joins(&bo.invites(den.id).await).await;
    let message = cyrus.sends(den.channels[0].id, "you fool").await.id;
    let dalia = server.person("Dalia").await;
    dalia.joins(&bo.invites(den.id).await).await;
    let (category, words) = (ReportCategory::Harassment, "He threatens people.".to_owned());
    let ask = ReportMessage { channel: den.channels[0].id, message, category, words };
    let Ok(Reply::Report(report)) = dalia.calls(ask).await else { panic!("a report") };
    let reason = Some("He does so elsewhere, too.".to_owned());
    bo.calls(EscalateReport { hub: den.id, report: report.id, reason }).await.unwrap();
    report.id
}

#[test]
fn what_is_put_before_the_owner_is_read_decided_and_leads_to_who_it_is_about() {
    play_in_browser(async |server, chromium| {
        garden(&server).await;
        let ada = owner_at_console(&server, chromium.phone().await).await;
        ada.page.taps_words(".console-tabs button", "Reports").await;
        ada.page.tells("Nothing to decide").await;
        let report = put_before_owner(&server).await;
        // It comes while she looks.
        ada.page.tells("Something was reported").await;
        ada.page.tells("He threatens people.").await;
        ada.page.has_no_barriers("reports in the console").await;
        let row = format!("[data-row=\"{report}\"]");
        ada.page.taps(&row).await;
        ada.page.tells("you fool").await;
        ada.page.tells("He does so elsewhere, too.").await;
        ada.page.has_no_barriers("a report in the console").await;
        ada.page.taps_words(".console button", "Look at the person").await;
        ada.page.shows(".console li").await;
        assert_eq!(ada.page.texts(".console li strong").await, ["Cyrus"]);

        ada.page.taps_words(".console-tabs button", "Reports").await;
        ada.page.taps(&row).await;
        ada.page.chooses_option("#report-outcome", "Something else").await;
        ada.page.types("#report-answer", "His account is closed.").await;
        ada.page.taps_words(".report-decision button", "Decide").await;
        ada.page.becomes("no form", "!document.querySelector('#report-answer')").await;
        ada.page.tells("His account is closed.").await;
        ada.page.taps(".report-back").await;
        ada.page.tells("Nothing to decide").await;
        ada.page.taps_words(".console .choice", "Decided").await;
        ada.page.shows(&row).await;
        ada.page.taps_words(".console-tabs button", "Log").await;
        ada.page.tells("decided").await;
        let dalia = Screen::enters(chromium.desktop().await, &server.address(), "Dalia", "/settings").await;
        dalia.page.tells("His account is closed.").await;
        ada.is_content();
    });
}

//! Pictures of every page, for the documentation and for looking at them. Only with `HUBBUB_SCREENS=1`.

mod files;
mod governing;
mod moderating;
mod private;
mod talking;

use crate::scene::garden;
use hubbub_shared::model::ReportCategory;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{EscalateReport, ReportMember, ReportMessage};
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Page, Screen, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};
use std::time::Duration;

/// Who says what in the garden.
const TALK: [(&str, &str); 11] = [
    ("Bo", "Morning! The **tomatoes** made it through the night 🍅"),
    ("Bo", "Minus one at the gate, but the fleece held."),
    ("Dalia", "Oh good. I was awake at four and thought of them."),
    ("Ada", "Lovely. Who waters this week?"),
    (
        "Bo",
        "I do, until Thursday. Then it is your turn:\n- greenhouse\n- herb bed\n- the two pots by the gate",
    ),
    ("Emre", "The timer on the drip line reads:\n```\nzone 1   06:00   12 min\nzone 2   06:15    8 min\n```"),
    ("Emre", "Zone 2 looks short to me. Ten?"),
    ("Ada", "Ten. And the seed swap is on Saturday, ten o'clock at the gate. Bring `labels`, please!"),
    ("Cyrus", "~~Nine~~ ten, got it. I have *far* too many marigolds."),
    ("Dalia", "I take six, for a jar of plum jam 🌼"),
    ("Cyrus", "Deal."),
];

async fn talks(server: &Server, channel: ChannelId) {
    for (name, text) in TALK {
        server.person(name).await.sends(channel, text).await;
    }
}

struct Album<'a> {
    page: &'a Page,
    /// The device and the theme, as `phone-light`.
    kind: String,
}

impl Album<'_> {
    async fn takes(&self, name: &str) {
        let loaded = "document.fonts.status === 'loaded' && document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getTiming().iterations === Infinity)";
        self.page.becomes("everything to rest", loaded).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
        self.page.screenshot(&shot(&format!("{name}-{}.webp", self.kind)).unwrap()).await;
    }

    async fn takes_dialog(&self, name: &str) {
        self.page.shows("dialog[open]").await;
        self.takes(name).await;
        self.page.escapes().await;
    }
}

#[test]
fn pictures_of_every_page() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let (bo, cyrus) = (server.person("Bo").await, server.person("Cyrus").await);
        let ada = server.person("Ada").await;
        for name in ["Book club", "Choir on Tuesdays", "Repair café"] {
            let made = bo.creates_hub(name).await;
            ada.joins(&bo.invites(made.id).await).await;
            bo.sends(made.channels[0].id, "See you on Tuesday?").await;
        }
        let general = ada.views(hub).await.channels[0].id;
        talks(&server, general).await;
        let herbs = ada.views(hub).await.channels.iter().find(|it| it.name == "herbs").unwrap().id;
        cyrus.sends(herbs, &format!("<@{}> may I cut the thyme?", ada.me().await.id)).await;
        let code = ada.invites(hub).await;
        let _here = [server.phone("Bo").await, server.phone("Dalia").await];
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let screen = Screen::opens(page, &server.address()).await;
                let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
                outside(&screen, &album, &code).await;
                inside(&screen, &album, hub, general, kind == "phone").await;
                begins(&server, &screen, &album, &format!("{kind} {scheme}")).await;
            }
        }
    });
}

async fn outside(screen: &Screen, album: &Album<'_>, code: &str) {
    screen.page.tells("Pick a name").await;
    album.takes("sign-in").await;
    screen.goes_to(&format!("/invite/{code}")).await;
    screen.shows("accept-invite").await;
    album.takes("invite").await;
    screen.goes_to("/invite/nonsense-9").await;
    screen.page.shows(".invite-card .empty").await;
    album.takes("invite-over").await;
    screen.goes_to("/sign-in").await;
    screen.signs_in("Ada").await;
}

async fn inside(screen: &Screen, album: &Album<'_>, hub: HubId, general: ChannelId, is_phone: bool) {
    let page = &screen.page;
    page.shows(".card").await;
    screen.connects().await;
    album.takes("hubs").await;
    if is_phone {
        screen.goes_to(&format!("/hubs/{hub}")).await;
        page.shows(".channel").await;
        screen.connects().await;
        album.takes("hub").await;
    }
    page.presses_with(&["Control"], "k").await;
    page.shows("dialog[open]").await;
    album.takes_dialog("switcher").await;
    screen.goes_to(&format!("/hubs/{hub}/{general}")).await;
    screen.opens_channel("general").await;
    page.becomes("the talk", "document.querySelectorAll('[data-testid=message]').length > 10").await;
    album.takes("channel").await;
    if is_phone {
        page.taps("button[aria-label=\"Show channels\"]").await;
        album.takes("channels").await;
        page.goes_back().await;
        page.taps("button[aria-label=\"Show members\"]").await;
        page.becomes("the members", "document.querySelectorAll('.member').length > 4").await;
        album.takes("members").await;
    }
    page.becomes("the members", "document.querySelectorAll('.member').length > 4").await;
    page.evaluates(
        "[...document.querySelectorAll('.member')].find((it) => it.innerText.includes('Dalia')).click()",
    )
    .await;
    album.takes_dialog("person").await;
    page.presses_with(&["Control"], "/").await;
    album.takes_dialog("shortcuts").await;
    screen.goes_to("/settings").await;
    page.shows(".session").await;
    screen.connects().await;
    album.takes("settings").await;
    screen.goes_to("/console").await;
    page.shows(".console .session").await;
    screen.connects().await;
    album.takes("console").await;
    for (section, name) in [("Hubs", "hubs"), ("Access", "access"), ("Health", "health"), ("Log", "log")] {
        page.taps_words(".console-tabs button", section).await;
        page.becomes("what was loaded", "!document.querySelector('.console .skeleton-line')").await;
        album.takes(&format!("console-{name}")).await;
    }
    screen.goes_to("/nowhere").await;
    page.shows(".empty").await;
    album.takes("nothing").await;
}

/// A hub that is a minute old.
async fn begins(server: &Server, screen: &Screen, album: &Album<'_>, name: &str) {
    let eve = server.person("Eve").await;
    let hub = eve.creates_hub(&format!("Allotment {name}")).await.id;
    screen.page.evaluates("fetch('/auth/logout', { method: 'POST' }).then(() => null)").await;
    screen.goes_to("/sign-in").await;
    screen.signs_in("Eve").await;
    screen.page.shows(".card").await;
    screen.goes_to(&format!("/hubs/{hub}")).await;
    screen.page.shows(".guide").await;
    screen.connects().await;
    album.takes("first-steps").await;
    screen.page.taps("button[aria-label=\"Invite people\"]").await;
    screen.shows("invite-link").await;
    album.takes_dialog("inviting").await;
}

/// How order is kept: reporting, reports and the audit log.
#[test]
fn pictures_of_keeping_order() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let (ada, emre) = (server.person("Ada").await, server.person("Emre").await);
        let general = ada.views(hub).await.channels[0].id;
        talks(&server, general).await;
        let rude = emre.sends(general, "Whoever touched my timer is a **complete idiot**.").await;
        let rude = emre.edits(&rude, "Whoever touched my timer: please don't.").await;
        emre.sends(general, "And Bo knows who I mean.").await;
        let words = "He called me an idiot, and changed it when Dalia answered.".to_owned();
        let category = ReportCategory::Harassment;
        let report = ReportMessage { channel: general, message: rude.id, category, words };
        server.person("Bo").await.calls(report).await.unwrap();
        let whom = server.person("Cyrus").await.me().await.id;
        let words = "Sells marigolds to everybody by mention.".to_owned();
        let report = ReportMember { hub, user: whom, category: ReportCategory::Spam, words };
        server.person("Dalia").await.calls(report).await.unwrap();
        let words = "He gives the good beds to his friends.".to_owned();
        let whom = server.person("Bo").await.me().await.id;
        let report = ReportMember { hub, user: whom, category: ReportCategory::Other, words };
        let Ok(Reply::Report(report)) = server.person("Dalia").await.calls(report).await else {
            panic!("a report")
        };
        let reason = Some("He keeps order with us, so we are not the ones to decide.".to_owned());
        ada.calls(EscalateReport { hub, report: report.id, reason }).await.unwrap();
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let place = format!("/hubs/{hub}/{general}");
                let screen = Screen::enters(page, &server.address(), "Ada", &place).await;
                let album = Album { page: &screen.page, kind: format!("{kind}-{scheme}") };
                keeps_order(&screen, &album, hub, general, kind == "phone").await;
            }
        }
    });
}

async fn keeps_order(screen: &Screen, album: &Album<'_>, hub: HubId, general: ChannelId, is_phone: bool) {
    let page = &screen.page;
    screen.connects().await;
    screen.sees("And Bo knows who I mean.").await;
    page.presses_enter_on("[data-testid=message]:last-of-type .message-tools button:last-child").await;
    album.takes("message-menu").await;
    screen.chooses("Report message").await;
    page.shows(".report-category").await;
    page.taps_words(".report-category", "Harassment").await;
    album.takes_dialog("reporting").await;
    if is_phone {
        screen.goes_to(&format!("/hubs/{hub}")).await;
        screen.connects().await;
    }
    page.shows(".channels-reports").await;
    album.takes("reports-wait").await;
    screen.goes_to(&format!("/hubs/{hub}/settings/reports")).await;
    page.tells("Emre · Harassment").await;
    screen.connects().await;
    album.takes("reports").await;
    page.taps_words(".report-row", "Emre").await;
    page.shows(".report-edits").await;
    album.takes("report").await;
    page.evaluates("document.querySelector('.report-decision').scrollIntoView()").await;
    album.takes("report-decision").await;
    page.taps_words(".button", "Time out…").await;
    album.takes_dialog("time-out").await;
    screen.goes_to(&format!("/hubs/{hub}/settings/audit-log")).await;
    page.shows(".audit-line").await;
    screen.connects().await;
    album.takes("audit-log").await;
    screen.goes_to("/settings").await;
    page.shows(".session").await;
    page.evaluates("[...document.querySelectorAll('.panel')].find((it) => it.ariaLabel === 'What you reported').scrollIntoView()").await;
    album.takes("own-reports").await;
    screen.goes_to("/console").await;
    screen.connects().await;
    page.taps_words(".console-tabs button", "Reports").await;
    page.shows(".report-row").await;
    album.takes("console-reports").await;
    page.taps(".report-row").await;
    page.shows("#report-outcome").await;
    album.takes("console-report").await;
    screen.goes_to(&format!("/hubs/{hub}/{general}")).await;
}

//! The cases that have a screen: what is there for whoever may, and is not for others. The app is open while what decides it
//! changes.

use super::act::What;
use super::stage::{On, Stage, Who};
use super::{Case, table};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::AutomodAction;
use hubbub_tests::browser::{Chromium, Screen, play_in_browser_with};
use hubbub_tests::{Door, Server};

/// Where it is.
enum At {
    Channel(On),
    /// The hub with its channels.
    Hub,
    /// A page of the hub's settings.
    Settings(&'static str),
    /// The card of somebody, opened from the list of members.
    Card(Who),
}

/// What is there for whoever may, as a question in the page's words. `None`: the case has no screen of its own.
fn screen_of(case: &Case) -> Option<(At, String)> {
    let is_theirs = matches!(case.who, Who::Bo)
        && matches!(case.code, ErrorCode::Forbidden | ErrorCode::NotFound | ErrorCode::Locked);
    // Whoever is no member looks at an invite, which has stories of its own.
    if !is_theirs {
        return None;
    }
    Some(match case.what {
        What::Sends(on) => (At::Channel(on), there("[data-testid=composer]")),
        What::Sees(on) | What::Reads(on) => (At::Channel(on), there(".bar-place")),
        What::Unlocks(on) if on != On::Hub => (At::Channel(on), there("[data-testid=unlock]")),
        What::Locks(On::Hub) => (At::Hub, there("[data-testid=stop-raid]")),
        What::Invites => (At::Hub, there("button[aria-label=\"Invite people\"]")),
        What::SetsRules => page("rules"),
        What::MakesRule(AutomodAction::Block) | What::ListsRules | What::TriesRule => page("automod"),
        What::LooksAtShield | What::SetsShield | What::PausesInvites | What::ResumesInvites => {
            page("raid-shield")
        }
        What::ListsHeld => page("review"),
        What::ListsReports => page("reports"),
        What::ListsBans => page("bans"),
        What::ListsWebhooks => page("webhooks"),
        What::ReadsLog => page("audit-log"),
        What::Kicks(whom) => card(whom, "Kick…"),
        What::Bans(whom) => card(whom, "Ban…"),
        What::TimesOut(whom) => card(whom, "Time out…"),
        What::Names(whom) => card(whom, "Nickname…"),
        What::Notes(whom) | What::ReadsNotes(whom) | What::ReadsMeasures(whom) => {
            card(whom, "Notes and history…")
        }
        _ => return None,
    })
}

fn there(selector: &str) -> String {
    format!("document.querySelector('{selector}')")
}

/// A page of settings that says neither that it is for others nor nothing.
fn page(name: &'static str) -> (At, String) {
    let is_open =
        "(document.querySelector('.page .bar-title') && !document.querySelector('.page [data-testid=why]'))";
    (At::Settings(name), is_open.to_owned())
}

/// What there is to do with somebody.
fn card(whom: Who, action: &str) -> (At, String) {
    let offered = "[...document.querySelectorAll('.dialog-profile .action')]";
    (At::Card(whom), format!("{offered}.some((it) => it.innerText === '{action}')"))
}

impl At {
    fn path(&self, stage: &Stage) -> String {
        match self {
            Self::Channel(on) => format!("/hubs/{}/{}", stage.hub, stage.channel(*on)),
            Self::Hub => format!("/hubs/{}", stage.hub),
            Self::Settings(page) => format!("/hubs/{}/settings/{page}", stage.hub),
            Self::Card(_) => format!("/hubs/{}/{}", stage.hub, stage.channel(On::Garden)),
        }
    }

    /// What the app does not know yet looks like what is not there.
    async fn opens(&self, screen: &Screen, number: usize) {
        match self {
            Self::Channel(_) => screen.page.shows(".channel-page").await,
            Self::Hub => screen.page.shows(".channel").await,
            Self::Settings(_) => screen.page.shows(".page .bar-title").await,
            Self::Card(whom) => screen.looks_at(&format!("{whom:?}{number}")).await,
        }
    }
}

impl Case {
    async fn shows(&self, server: &Server, chromium: &Chromium, number: usize, (at, part): &(At, String)) {
        eprintln!("{} (on the screen)", self.name);
        let mut stage = Stage::set(server, Door::Socket, number).await;
        for given in &self.given {
            stage.make(given).await;
        }
        let name = format!("{:?}{number}", self.who);
        let screen = Screen::enters(chromium.phone().await, &server.address(), &name, &at.path(&stage)).await;
        at.opens(&screen, number).await;
        screen.becomes(self.name, part, !self.begins_refused).await;
        for given in &self.then {
            stage.make(given).await;
        }
        screen.becomes(self.name, part, self.begins_refused).await;
        screen.is_content();
        // Some fifty of these in one story: each that stays open goes on.
        screen.page.is_put_away().await;
    }
}

trait Becomes {
    async fn becomes(&self, name: &str, part: &str, is_there: bool);
}

impl Becomes for Screen {
    async fn becomes(&self, name: &str, part: &str, is_there: bool) {
        let question = if is_there { format!("!!{part}") } else { format!("!{part}") };
        self.page.becomes(&format!("{name}: {part} there: {is_there}"), &question).await;
    }
}

#[test]
fn what_one_may_is_on_the_screen_and_changes_as_it_is_decided() {
    play_in_browser_with(&[], async |server, chromium| {
        let cases = table::cases();
        let with_screen: Vec<_> = cases
            .iter()
            .enumerate()
            .filter_map(|(number, case)| Some((number, case, screen_of(case)?)))
            .collect();
        assert!(with_screen.len() >= 50, "cases have screens: {}", with_screen.len());
        for (number, case, screen) in &with_screen {
            case.shows(&server, &chromium, *number, screen).await;
        }
    });
}

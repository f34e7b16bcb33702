//! The cases that have a screen: whether there is a composer, and whether there is the channel. The app is open while
//! what decides it changes.

use super::act::What;
use super::stage::{Stage, Who};
use super::{Case, table};
use hubbub_shared::ErrorCode;
use hubbub_tests::browser::{Chromium, Screen, play_in_browser_with};
use hubbub_tests::{Door, Server};

/// What is on the screen where one can do it. `None`: the case has no screen of its own.
fn part(case: &Case) -> Option<&'static str> {
    // Whoever is no member looks at an invite, which has stories of its own.
    let is_theirs = matches!(case.who, Who::Bo)
        && matches!(case.code, ErrorCode::Forbidden | ErrorCode::NotFound | ErrorCode::Locked);
    match case.what {
        What::Sends(_) if is_theirs => Some("document.querySelector('[data-testid=composer]')"),
        What::Sees(_) | What::Reads(_) if is_theirs => Some("document.querySelector('.bar-place')"),
        _ => None,
    }
}

impl Case {
    async fn shows(&self, server: &Server, chromium: &Chromium, number: usize, part: &str) {
        eprintln!("{} (on the screen)", self.name);
        let mut stage = Stage::set(server, Door::Socket, number).await;
        for given in &self.given {
            stage.make(given).await;
        }
        let place = stage.channel(self.what.place().expect("a channel"));
        let (name, path) = (format!("{:?}{number}", self.who), format!("/hubs/{}/{place}", stage.hub));
        let screen = Screen::enters(chromium.phone().await, &server.address(), &name, &path).await;
        screen.becomes(self.name, part, !self.begins_refused).await;
        for given in &self.then {
            stage.make(given).await;
        }
        screen.becomes(self.name, part, self.begins_refused).await;
        screen.is_content();
    }
}

trait Becomes {
    async fn becomes(&self, name: &str, part: &str, is_there: bool);
}

impl Becomes for Screen {
    async fn becomes(&self, name: &str, part: &str, is_there: bool) {
        // What the app does not know yet looks like what is not there.
        self.page.shows(".channel-page").await;
        let question = if is_there { format!("!!{part}") } else { format!("!{part}") };
        self.page.becomes(&format!("{name}: {part} there: {is_there}"), &question).await;
    }
}

#[test]
fn what_one_may_is_on_the_screen_and_changes_as_it_is_decided() {
    play_in_browser_with(&[], async |server, chromium| {
        let cases = table::cases();
        let with_screen: Vec<_> =
            cases.iter().enumerate().filter_map(|(number, case)| Some((number, case, part(case)?))).collect();
        assert!(with_screen.len() >= 20, "cases have screens: {}", with_screen.len());
        for (number, case, part) in with_screen {
            case.shows(&server, &chromium, number, part).await;
        }
    });
}

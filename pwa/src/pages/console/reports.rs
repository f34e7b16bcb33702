//! Reports that were put before the owner of the server.

use super::Part;
use super::list::more;
use crate::browser;
use crate::client::Client;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::pages::reports::{Desk, page, summary};
use crate::reactive::{Live, create_effect, handler};
use crate::words::console as words;
use hubbub_shared::model::{Report, ReportCase, ReportCases};
use hubbub_shared::protocol::command::AdminGetReports;
use hubbub_shared::{HubId, ReportId, UserId};
use sycamore::prelude::*;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    decided: Signal<bool>,
    loaded: Loaded<ReportCases>,
    /// The one that is looked at. `None`: the list is.
    open: Signal<Option<About>>,
}

/// A report that is looked at.
#[derive(Clone, Copy)]
struct About {
    report: ReportId,
    whom: UserId,
    hub: HubId,
}

/// Draws the section. `seek` leads to another part of the console, to somebody or something with an id.
pub fn reports(client: Client, seek: impl Fn(Part, String) + Copy + 'static) -> View {
    let (decided, loaded, open) = (create_signal(false), Loaded::new(), create_signal(None));
    let list = List { client, decided, loaded, open };
    create_effect(move || {
        client.report_news.track();
        // Who reads one is not disturbed; the list is loaded anew when they come back to it.
        if open.with_untracked(Option::is_none) {
            untrack(|| list.load(None));
        }
    });
    view! {
        (Live { now: move || match open.get() {
            Some(about) => one(list, about, seek),
            None => all(list),
        } })
    }
}

fn all(list: List) -> View {
    let body = list.loaded.view(move |page| drawn(list, page));
    let tabs = vec![tab(list, false, words::TO_DECIDE), tab(list, true, words::DECIDED)];
    view! {
        section(class="panel", aria-label=words::REPORTS) {
            p(class="hint") { (words::REPORTS_HINT) }
            div(class="choices", role="radiogroup", aria-label=words::REPORTS) { (tabs) }
            (body)
        }
    }
}

fn tab(list: List, decided: bool, label: &'static str) -> View {
    let is_chosen = list.decided.get_untracked() == decided;
    view! {
        label(class="choice") {
            input(r#type="radio", name="report-state", checked=is_chosen, on:change=handler(move |_: web_sys::Event| {
                list.decided.set(decided);
                list.load(None);
            }))
            span { (label) }
        }
    }
}

fn drawn(list: List, page: &ReportCases) -> View {
    let next = page.next;
    if page.cases.is_empty() && next.is_none() {
        return match list.decided.get_untracked() {
            false => empty("check", words::NO_REPORTS_TITLE, words::NO_REPORTS),
            true => empty("flag", words::NONE_DECIDED_TITLE, words::NONE_DECIDED),
        };
    }
    let rows: Vec<View> = page.cases.iter().map(|case| row(list, case)).collect();
    let more = more(next.is_some(), move || list.load(next));
    view! {
        ul(class="sessions bans reports") { (rows) }
        (more)
    }
}

fn row(list: List, case: &ReportCase) -> View {
    let Report { id, hub, .. } = case.report;
    let about = About { report: id, whom: case.report.whom.id, hub };
    let summary = summary(list.client, case);
    view! {
        li {
            button(class="session report-row", r#type="button", data-row=id.to_string(), on:click=handler(move |_| list.open.set(Some(about)))) { (summary) }
        }
    }
}

fn one(list: List, about: About, seek: impl Fn(Part, String) + Copy + 'static) -> View {
    let page = page(list.client, Desk::Server, about.report);
    browser::soon(|| browser::focus(".report-back"));
    view! {
        button(class="button button-small button-quiet report-back", r#type="button", on:click=handler(move |_| list.close(about.report))) { (words::ALL_REPORTS) }
        (page)
        div(class="report-buttons") {
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| seek(Part::People, about.whom.to_string()))) { (words::LOOK_AT_PERSON) }
            button(class="button button-quiet", r#type="button", on:click=handler(move |_| seek(Part::Hubs, about.hub.to_string()))) { (words::LOOK_AT_HUB) }
        }
    }
}

impl List {
    /// Loads those after one, or all anew.
    fn load(self, after: Option<ReportId>) {
        let decided = self.decided.get_untracked();
        let ask = AdminGetReports { decided: Some(decided), after, limit: None };
        self.client.call(ask, move |answer| {
            // The other tab may be open by now.
            if self.loaded.is_shown() && self.decided.get_untracked() == decided {
                self.loaded.page(self.client, after, answer, |page| (&mut page.cases, &mut page.next));
            }
        });
    }

    /// Back to the list, which may be otherwise now.
    fn close(self, id: ReportId) {
        self.open.set(None);
        self.load(None);
        browser::soon(move || browser::focus(&format!("[data-row=\"{id}\"]")));
    }
}

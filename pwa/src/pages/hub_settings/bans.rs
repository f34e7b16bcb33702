//! Who is banned from a hub, by whom, since when, until when and why.

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::components::more_icons::empty;
use crate::reactive::{Live, handler};
use crate::words::moderation as words;
use crate::{browser, clock};
use hubbub_shared::model::{Ban, BanPage};
use hubbub_shared::protocol::command::BanUser;
use hubbub_shared::{ErrorCode, HubId, Problem, UserId};
use sycamore::prelude::*;

/// What is loaded of the list. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    /// `None`: the first page is on its way.
    loaded: Signal<Option<Result<BanPage, Problem>>>,
}

/// Draws the section.
pub fn bans(client: Client, hub: HubId) -> View {
    let list = List { client, hub, loaded: create_signal(None) };
    list.load(None);
    view! {
        section(class="panel", aria-label=words::BANS) {
            (Live { now: move || match list.loaded.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=crate::words::LOADING) },
                Some(Err(Problem { message, .. })) => view! { p(class="field-problem", role="alert") { (message) } },
                Some(Ok(page)) if page.bans.is_empty() && page.next.is_none() => {
                    empty("ban", words::BANS_NONE_TITLE, words::BANS_NONE)
                }
                Some(Ok(page)) => drawn(list, page),
            } })
        }
    }
}

impl List {
    /// Loads what is after somebody, or all anew.
    fn load(self, after: Option<UserId>) {
        self.client.bans(self.hub, after, move |answer| {
            if self.loaded.is_alive() {
                self.loaded.update(|loaded| match (loaded, answer) {
                    (Some(Ok(known)), Ok(page)) if after.is_some() && known.next == after => {
                        known.bans.extend(page.bans);
                        known.next = page.next;
                    }
                    (_, Err(problem)) if after.is_some() => self.client.complain(&problem),
                    // Asked for twice.
                    (_, Ok(_)) if after.is_some() => {}
                    (loaded, answer) => *loaded = Some(answer),
                });
            }
        });
    }

    fn lift(self, ban: &Ban) {
        let (name, again) = (ban.user.display_name.clone(), again(self.hub, ban));
        let user = ban.user.id;
        self.client.lift_ban(self.hub, user, move |answer| match answer {
            Ok(()) => {
                self.forget(user);
                self.client.offer_undo(words::lifted(&name), move || self.ban_again(again.clone()));
            }
            // Somebody else was faster, or its time is over.
            Err(problem) if problem.code == ErrorCode::NotFound => {
                self.forget(user);
                self.client.notify(words::LIFT_GONE);
            }
            Err(problem) => self.client.complain(&problem),
        });
    }

    fn forget(self, user: UserId) {
        if self.loaded.is_alive() {
            self.loaded.update(|loaded| {
                if let Some(Ok(page)) = loaded {
                    page.bans.retain(|ban| ban.user.id != user);
                }
            });
            // What had the focus is gone; if that was the last ban, so is the list.
            browser::soon(|| {
                browser::focus(".page .bar-back");
                browser::focus(".page .bans");
            });
        }
    }

    fn ban_again(self, ban: BanUser) {
        self.client.ban(ban, move |answer| match answer {
            Ok(()) if self.loaded.is_alive() => self.load(None),
            Ok(()) => {}
            Err(problem) => self.client.complain(&problem),
        });
    }
}

/// What makes the ban again that it was.
fn again(hub: HubId, ban: &Ban) -> BanUser {
    BanUser { hub, user: ban.user.id, until: ban.until, reason: ban.reason.clone(), delete_last_secs: None }
}

fn drawn(list: List, page: BanPage) -> View {
    let rows: Vec<View> = page.bans.into_iter().map(|ban| row(list, ban)).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| list.load(Some(next)))) {
                (words::BANS_MORE)
            }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", tabindex="-1", aria-label=words::BANS) { (rows) }
        (more)
    }
}

fn row(list: List, ban: Ban) -> View {
    let picture = avatar(&ban.user, "");
    let (name, label) = (ban.user.display_name.clone(), words::lift_of(&ban.user.display_name));
    let by = words::banned_by(&ban.by.display_name, &clock::date_of(ban.at.0));
    let until = match ban.until {
        Some(until) => words::until(&clock::date_of(until.0), &clock::time(until.0)),
        None => words::LENGTHS[0].0.to_owned(),
    };
    let reason = match ban.reason.clone() {
        Some(reason) => view! { span { bdi { (reason) } } },
        None => View::new(),
    };
    view! {
        li(class="session") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                (reason)
                span(class="hint") { (by) }
                span(class="hint") { (until) }
            }
            button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| list.lift(&ban))) {
                (words::LIFT)
            }
        }
    }
}

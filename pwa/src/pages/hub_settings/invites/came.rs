//! Who came by an invite and is still here, for who manages the hub. A tap on somebody opens their card.

use crate::client::Client;
use crate::client::panel::General;
use crate::clock;
use crate::components::avatar::avatar;
use crate::reactive::{Live, create_effect, handler};
use crate::words::{coming_in as words, members};
use hubbub_shared::model::{FoundMembers, Invite, Member, MemberOrder};
use hubbub_shared::protocol::command::FindMembers;
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

const PER_PAGE: u64 = 50;

/// What the list works on. Copies are the same.
#[derive(Clone, Copy)]
struct Came {
    client: Client,
    hub: HubId,
    found: Signal<Vec<Member>>,
    /// What asks for the rest. `None`: nothing more is to be asked for.
    next: Signal<Option<FindMembers>>,
    is_open: Signal<bool>,
    is_busy: Signal<bool>,
}

/// Draws what opens the list, and the list; nothing for an invite that nobody used, or for those who may not know.
pub fn came(client: Client, hub: HubId, invite: &Invite) -> View {
    let may = client.model.with_untracked(|model| {
        model.hubs.get(hub).is_some_and(|view| view.permissions.contains(Permissions::MANAGE_HUB))
    });
    if !may || invite.uses == 0 {
        return View::new();
    }
    let first = FindMembers {
        code: Some(invite.code.clone()),
        joined_since: Some(invite.created_at),
        order: Some(MemberOrder::Newest),
        limit: Some(PER_PAGE),
        ..FindMembers::of(hub)
    };
    let came = Came {
        client,
        hub,
        found: create_signal(Vec::new()),
        next: create_signal(Some(first)),
        is_open: create_signal(false),
        is_busy: create_signal(false),
    };
    create_effect(move || {
        if came.is_open.get() {
            untrack(|| came.go_on());
        }
    });
    let label = words::who_came_by(&invite.code);
    view! {
        button(class="button button-small button-quiet", r#type="button", aria-label=label, aria-expanded=move || came.is_open.get().to_string(),
            on:click=handler(move |_| came.is_open.set(!came.is_open.get()))) { (words::WHO_CAME) }
        (Live { now: move || if came.is_open.get() { listed(came) } else { View::new() } })
    }
}

impl Came {
    /// Asks for those after the ones that are here; with few who fit, pages may be empty.
    fn go_on(self) {
        let Some(ask) = self.next.get_clone().filter(|_| !self.is_busy.get()) else { return };
        self.is_busy.set(true);
        self.client.call(ask.clone(), move |answer| {
            if !self.is_busy.is_alive() {
                return;
            }
            self.is_busy.set(false);
            match answer {
                Ok(page) => self.show(ask, page),
                Err(problem) => self.client.complain(&problem),
            }
        });
    }

    fn show(self, ask: FindMembers, FoundMembers { members, next }: FoundMembers) {
        let is_empty = members.is_empty();
        self.client.model.update(|model| {
            members.iter().for_each(|member| model.members.put(self.hub, member.clone()));
        });
        self.found.update(|found| found.extend(members));
        self.next.set(next.map(|next| FindMembers { after: Some(next), ..ask }));
        if is_empty {
            self.go_on();
        }
    }
}

fn listed(came: Came) -> View {
    let rows = move || came.found.get_clone().into_iter().map(|member| row(came, member)).collect::<Vec<_>>();
    let end = move || match (came.next.with(Option::is_some), came.found.with(Vec::is_empty)) {
        (true, _) => view! {
            button(class="button button-quiet button-small", r#type="button", disabled=came.is_busy.get(), on:click=handler(move |_| came.go_on())) { (members::MORE) }
        },
        (false, true) => view! { p(class="hint", role="status") { (words::NOBODY_CAME) } },
        (false, false) => View::new(),
    };
    view! {
        ul(class="found invite-came") { (Live { now: rows }) }
        (Live { now: end })
    }
}

fn row(came: Came, member: Member) -> View {
    let Member { user, joined_at, .. } = member;
    let (picture, name) = (avatar(&user, ""), user.display_name.clone());
    let since = members::joined(&clock::date_of(joined_at.0));
    view! {
        li(class="found-row") {
            button(class="found-member", r#type="button", on:click=handler(move |_| came.client.open(General::Profile(came.hub, Box::new(user.clone()))))) {
                (picture)
                span(class="card-text") {
                    strong { bdi { (name) } }
                    span(class="hint") { (since) }
                }
            }
        }
    }
}

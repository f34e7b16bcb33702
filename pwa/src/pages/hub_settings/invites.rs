//! Invites that let somebody in: whose, how often they were used, and taking them back.

mod came;

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::reactive::{Live, handler};
use crate::words::{self, coming_in};
use crate::{browser, clock};
use hubbub_shared::model::{Invite, Invites};
use hubbub_shared::protocol::command::{GetInvites, RevokeInvite};
use hubbub_shared::{ErrorCode, HubId};
use sycamore::prelude::*;

/// What the section works on. Copies are the same.
#[derive(Clone, Copy)]
struct List {
    client: Client,
    hub: HubId,
    loaded: Loaded<Invites>,
}

/// Draws the section.
pub fn invites(client: Client, hub: HubId) -> View {
    let list = List { client, hub, loaded: Loaded::new() };
    client.call(GetInvites { hub }, move |answer| list.loaded.put(answer));
    let body = list.loaded.view(move |invites| drawn(list, invites));
    view! { section(class="panel", aria-label=coming_in::INVITES) { (body) } }
}

fn drawn(list: List, invites: &Invites) -> View {
    if invites.invites.is_empty() {
        return empty("link", coming_in::INVITES_NONE_TITLE, coming_in::INVITES_NONE);
    }
    let rows: Vec<View> = invites.invites.iter().map(|invite| row(list, invite)).collect();
    view! { ul(class="sessions bans", tabindex="-1", aria-label=coming_in::INVITES) { (rows) } }
}

impl List {
    fn revoke(self, code: String) {
        let gone = code.clone();
        self.client.call(RevokeInvite { hub: self.hub, code }, move |answer| match answer {
            Err(problem) if problem.code != ErrorCode::NotFound => {
                self.client.complain(&problem);
            }
            // Also if somebody else was faster.
            _ => {
                self.loaded.change(|invites| invites.invites.retain(|invite| invite.code != gone));
                self.client.notify(coming_in::REVOKED);
                browser::soon(|| {
                    browser::focus(".page .bar-back");
                    browser::focus(".page .bans");
                });
            }
        });
    }
}

fn row(list: List, invite: &Invite) -> View {
    let picture = avatar(&invite.inviter, "");
    let (code, link) = (invite.code.clone(), format!("{}/invite/{}", browser::origin(), invite.code));
    let by = coming_in::made_by(&invite.inviter.display_name, &clock::date_of(invite.created_at.0));
    let uses = coming_in::uses(invite.uses, invite.max_uses);
    let end = match invite.expires_at {
        Some(end) => coming_in::until(&clock::moment(end.0)),
        None => coming_in::FOR_GOOD.to_owned(),
    };
    let asks = create_signal(false);
    let (revoked, label) = (code.clone(), coming_in::revoke_of(&code));
    let buttons = view! {
        (Live { now: move || if asks.get() {
            let revoked = revoked.clone();
            view! {
                button(class="button button-small button-danger", r#type="button", on:click=handler(move |_| list.revoke(revoked.clone()))) { (coming_in::REVOKE) }
                button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| asks.set(false))) { (words::CANCEL) }
            }
        } else {
            let (link, label) = (link.clone(), label.clone());
            view! {
                button(class="button button-small button-quiet", r#type="button", on:click=handler(move |_| list.client.copy(&link))) { (words::COPY_LINK) }
                button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| asks.set(true))) { (coming_in::REVOKE_OPEN) }
            }
        } })
    };
    let came = came::came(list.client, list.hub, invite);
    view! {
        li(class="session governing-entry") {
            (picture)
            span(class="card-text") {
                strong(class="governing-code") { (code) }
                span(class="hint") { bdi { (by) } }
                span(class="hint") { (uses) " · " (end) }
            }
            div(class="governing-buttons") { (buttons) }
            (came)
        }
    }
}

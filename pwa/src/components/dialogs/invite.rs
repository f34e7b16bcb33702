//! Makes an invite and gives it away: to the clipboard, or to whatever the device shares with.

use super::form::choice;
use super::parts::hub_view;
use crate::client::{Client, use_client};
use crate::components::avatar::hub_avatar;
use crate::components::dialog::dialog;
use crate::components::more_icons::icon;
use crate::reactive::{Live, handler};
use crate::{browser, words};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

const DAY_SECS: u64 = 86_400;

/// What an invite allows: words, uses, seconds.
const KINDS: [(&str, Option<u64>, u64); 4] = [
    (words::INVITE_WEEK, None, 7 * DAY_SECS),
    (words::INVITE_MONTH, None, 30 * DAY_SECS),
    (words::INVITE_DAY, None, DAY_SECS),
    (words::INVITE_ONCE, Some(1), 7 * DAY_SECS),
];

type Link = Signal<Option<Result<String, Problem>>>;

pub fn invite(hub: HubId) -> View {
    let client = use_client();
    let view = hub_view(client, hub);
    let icon = view.as_ref().and_then(|view| view.icon.clone());
    let name = view.map(|view| view.name.clone()).unwrap_or_default();
    let link: Link = create_signal(None);
    make(client, hub, 0, link);
    let picture = hub_avatar(hub.0, &name, icon.as_deref(), "avatar-large");
    let kinds = KINDS.into_iter().map(|(label, ..)| label);
    let kind = choice("invite-kind", words::INVITE_KIND, kinds, move |kind| make(client, hub, kind, link));
    let title = name.clone();
    let body = view! {
        div(class="dialog-body") {
            div(class="invite-hub") {
                (picture)
                span(class="card-text") {
                    strong { (name) }
                    span(class="hint") { (words::INVITE_HINT) }
                }
            }
            (kind)
            (Live { now: move || match link.get_clone() {
                None => view! { div(class="input skeleton-line", role="status", aria-label=words::LOADING) },
                Some(Err(Problem { message, .. })) => view! { p(class="field-problem", role="alert") { (message) } },
                Some(Ok(link)) => ready(client, link, title.clone()),
            } })
        }
    };
    dialog(words::INVITE_TITLE.to_owned(), body)
}

fn make(client: Client, hub: HubId, kind: usize, link: Link) {
    let (_, uses, secs) = KINDS.get(kind).copied().unwrap_or(KINDS[0]);
    link.set(None);
    client.create_invite(hub, uses, Some(secs), move |answer| {
        if link.is_alive() {
            link.set(Some(answer.map(|invite| format!("{}/invite/{}", browser::origin(), invite.code))));
            if browser::focused().is_none_or(|focused| focused.tag_name() != "SELECT") {
                browser::focus("dialog[open] [data-focus]");
            }
        }
    });
}

fn ready(client: Client, link: String, hub: String) -> View {
    let (copied, shared) = (link.clone(), link.clone());
    let (copy, share) = (icon("copy"), icon("share"));
    let can_share = browser::can_share() && browser::is_touch_only();
    let sharing = if can_share {
        view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| browser::share(&hub, &shared))) {
                (share)
                (words::SHARE_LINK)
            }
        }
    } else {
        View::new()
    };
    view! {
        input(class="input input-link", r#type="text", readonly=true, value=link, data-testid="invite-link", aria-label=words::INVITE_LINK)
        button(class="button button-wide", r#type="button", data-focus="", on:click=handler(move |_| client.copy(&copied))) {
            (copy)
            (words::COPY_LINK)
        }
        (sharing)
    }
}

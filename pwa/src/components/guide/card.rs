//! The card of first steps.

use crate::client::panel::{General, Governing};
use crate::client::{Client, Panel};
use crate::components::more_icons::icon;
use crate::offline::hints;
use crate::reactive::{Live, handler};
use crate::state::{FirstSteps, Route};
use crate::{browser, words};
use hubbub_shared::HubId;
use sycamore::prelude::*;

/// What is left to do, as rows of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// Of who founded it.
    Owner(FirstSteps),
    /// Of who joined it lately.
    Member,
}

/// Draws what is left to do.
pub fn card(client: Client, hub: HubId, guide: Guide, closed: Signal<bool>) -> View {
    let close = icon("close");
    let put_away = move || {
        hints::close_guide(hub);
        closed.set(true);
    };
    let hello = move || {
        if let Some(channel) = client.channel_to_show(hub) {
            client.go(Route::Channel(hub, channel));
        }
    };
    let (title, rows) = match guide {
        Guide::Owner(steps) => (words::GUIDE_OWNER, owner_rows(client, hub, steps, hello)),
        Guide::Member => (
            words::GUIDE_MEMBER,
            member_rows(client, move || {
                put_away();
                hello();
            }),
        ),
    };
    view! {
        section(class="guide", aria-label=title) {
            header(class="guide-head") {
                h2 { (title) }
                button(class="icon-button", r#type="button", aria-label=words::GUIDE_CLOSE, on:click=handler(move |_| put_away())) { (close) }
            }
            ol { (rows) }
        }
    }
}

fn owner_rows(client: Client, hub: HubId, steps: FirstSteps, hello: impl Fn() + 'static) -> Vec<View> {
    let (invite, create) =
        (move || client.open(General::Invite(hub)), move || client.open(Governing::CreateChannel(hub, None)));
    vec![
        step("user-plus", words::GUIDE_INVITE, words::GUIDE_INVITE_HINT, steps.invited, invite),
        step("hash", words::GUIDE_CHANNELS, words::GUIDE_CHANNELS_HINT, steps.has_channels, create),
        step("chat", words::GUIDE_HELLO, words::GUIDE_HELLO_HINT, steps.said_hello, hello),
    ]
}

fn member_rows(client: Client, hello: impl Fn() + 'static) -> Vec<View> {
    let mut rows = vec![step("chat", words::GUIDE_HELLO, words::GUIDE_MEMBER_HINT, false, hello)];
    // Where the members are not beside the conversation.
    if !browser::is_very_wide() && client.route.with_untracked(|route| route.channel().is_some()) {
        let who = move || client.open(Panel::Members);
        rows.push(step("users", words::GUIDE_MEMBERS, words::GUIDE_MEMBERS_HINT, false, who));
    }
    rows
}

fn step(symbol: &str, title: &'static str, hint: &'static str, done: bool, act: impl Fn() + 'static) -> View {
    let symbol = icon(if done { "check" } else { symbol });
    view! {
        li {
            button(class="guide-step", r#type="button", data-done=done.then_some("true"), disabled=done, on:click=handler(move |_| act())) {
                span(class="step-symbol") { (symbol) }
                span(class="card-text") {
                    strong { (title) }
                    (Live { now: move || if done { View::new() } else { view! { span(class="hint") { (hint) } } } })
                }
            }
        }
    }
}

//! What was kept when something was reported: the message, what it said before, and what stands around it.

use crate::client::Client;
use crate::clock;
use crate::components::avatar::avatar;
use crate::components::markdown::markdown;
use crate::words::reports as words;
use hubbub_shared::model::{Evidence, FormerWords, MessageCopy};
use sycamore::prelude::*;

/// Draws it. Nothing, if a person was reported: nothing but the report was kept.
pub fn evidence(client: Client, evidence: &Evidence) -> View {
    let Some(message) = &evidence.message else { return View::new() };
    let (drawn, edits) = (copy(client, message), edits(client, &message.before));
    let around = around(client, message, &evidence.around);
    let record = words::record(evidence.number, &clock::moment(evidence.at.0));
    let hash = evidence.hash.clone();
    view! {
        section(class="panel report-evidence", aria-label=words::MESSAGE_THEN) {
            h2 { (words::MESSAGE_THEN) }
            (drawn)
            (edits)
            (around)
            p(class="hint report-record", title=hash) { (record) }
        }
    }
}

fn copy(client: Client, copy: &MessageCopy) -> View {
    let (picture, name) = (avatar(&copy.author, ""), copy.author.display_name.clone());
    let (iso, at) = (copy.created_at.to_string(), clock::moment(copy.created_at.0));
    let content = match copy.content.is_empty() {
        true => view! { p(class="hint") { (words::NO_WORDS) } },
        false => markdown(client, &copy.content),
    };
    view! {
        div(class="report-copy") {
            (picture)
            div(class="card-text") {
                p { strong { bdi { (name) } } " " time(class="hint", datetime=iso) { (at) } }
                div(class="governing-words") { (content) }
            }
        }
    }
}

fn edits(client: Client, before: &[FormerWords]) -> View {
    if before.is_empty() {
        return View::new();
    }
    let former = |one: &FormerWords| {
        let (content, until) = (markdown(client, &one.content), words::until(&clock::moment(one.until.0)));
        view! {
            li {
                div(class="governing-words") { (content) }
                p(class="hint") { (until) }
            }
        }
    };
    let all: Vec<View> = before.iter().rev().map(former).collect();
    view! {
        // What it said before is why it was edited: nobody should have to look for it.
        details(class="governing-more", open=true) {
            summary { (words::EDITS) }
            ol(class="report-edits") { (all) }
        }
    }
}

fn around(client: Client, message: &MessageCopy, around: &[MessageCopy]) -> View {
    if around.is_empty() {
        return View::new();
    }
    let (before, after): (Vec<_>, Vec<_>) = around.iter().partition(|one| one.id.0 < message.id.0);
    let before: Vec<View> = before.into_iter().map(|one| copy(client, one)).collect();
    let after: Vec<View> = after.into_iter().map(|one| copy(client, one)).collect();
    let this = copy(client, message);
    view! {
        details(class="governing-more") {
            summary { (words::AROUND) }
            div(class="report-around") {
                (before)
                div(class="report-this") { (this) }
                (after)
            }
        }
    }
}

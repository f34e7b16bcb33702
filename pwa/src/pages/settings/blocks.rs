//! Whom the person has blocked or ignores, with the way back.

use crate::client::Client;
use crate::components::avatar::avatar;
use crate::reactive::{Live, create_effect, handler};
use crate::words::{LOADING, blocks as words};
use hubbub_shared::Problem;
use hubbub_shared::model::{BlockKind, BlockList, BlockedUser};
use sycamore::prelude::*;

/// Draws the section. Another device may change the list while one looks.
pub fn blocks(client: Client) -> View {
    let list = create_signal(None::<Result<BlockList, Problem>>);
    let known = create_memo(move || client.model.with(|model| model.blocks().to_vec()));
    create_effect(move || {
        known.track();
        client.blocks(move |answer| {
            if list.is_alive() {
                list.set(Some(answer));
            }
        });
    });
    view! {
        section(class="panel", aria-label=words::TITLE) {
            h2 { (words::TITLE) }
            (Live { now: move || match list.get_clone() {
                None => view! { div(class="skeleton-line", role="status", aria-label=LOADING) },
                Some(Err(Problem { message, .. })) => view! { p(class="field-problem", role="alert") { (message) } },
                Some(Ok(list)) if list.blocks.is_empty() => view! { p(class="hint") { (words::NOBODY) } },
                Some(Ok(list)) => {
                    let rows: Vec<View> = list.blocks.into_iter().map(|one| row(client, one)).collect();
                    view! { ul(class="sessions") { (rows) } }
                }
            } })
        }
    }
}

fn row(client: Client, one: BlockedUser) -> View {
    let (picture, name) = (avatar(&one.user, ""), one.user.display_name.clone());
    let (id, label) = (one.user.id, words::end_of(&name, one.kind));
    let (hint, end) = match one.kind {
        BlockKind::Blocked => (words::IS_BLOCKED, words::UNBLOCK),
        BlockKind::Ignored => (words::IS_IGNORED, words::HEAR_AGAIN),
    };
    view! {
        li(class="session") {
            (picture)
            span(class="card-text") {
                strong { bdi { (name) } }
                span(class="hint") { (hint) }
            }
            button(class="button button-small button-quiet", r#type="button", aria-label=label, on:click=handler(move |_| client.unblock(id))) {
                (end)
            }
        }
    }
}

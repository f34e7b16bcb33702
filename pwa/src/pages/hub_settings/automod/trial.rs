//! A box to try words in.

use super::super::parts::lines;
use super::refused::exactly;
use crate::client::Client;
use crate::reactive::Live;
use crate::words::automod as said;
use hubbub_shared::model::{AutomodTrial, AutomodTrigger};
use hubbub_shared::protocol::command::TryAutomod;
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

/// Draws the box. `trigger` is what is tried; `None`: all rules that are saved.
pub fn trial(
    client: Client,
    hub: HubId,
    trigger: impl Fn() -> Result<Option<AutomodTrigger>, Problem> + 'static,
) -> View {
    let (text, result) = (create_signal(String::new()), create_signal(None::<Result<AutomodTrial, Problem>>));
    let field = lines("try-automod", said::TRY, said::TRY_HINT, 2, text);
    let is_empty = create_memo(move || text.with(|text| text.trim().is_empty()));
    let try_out = move |_: web_sys::MouseEvent| {
        let trigger = match trigger() {
            Ok(trigger) => trigger,
            Err(problem) => return result.set(Some(Err(problem))),
        };
        let ask = TryAutomod { hub, content: text.get_clone_untracked(), channel: None, trigger };
        client.call(ask, move |answer| {
            if result.is_alive() {
                result.set(Some(answer));
            }
        });
    };
    view! {
        (field)
        button(class="button button-quiet button-wide", r#type="button", disabled=move || is_empty.get(), on:click=try_out) { (said::TRY_IT) }
        p(class="governing-trial", role="status") {
            (Live { now: move || result.with(|result| match result {
                None => String::new(),
                Some(Ok(trial)) => said::trial(trial),
                Some(Err(problem)) => exactly(problem.clone()).message,
            }) })
        }
    }
}

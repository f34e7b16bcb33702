//! What a hub does when many strangers come at once, and pausing invites by hand.

use super::parts::number;
use crate::client::Client;
use crate::clock;
use crate::components::field::select;
use crate::components::loaded::Loaded;
use crate::components::more_icons::icon;
use crate::reactive::handler;
use crate::words::{self, coming_in};
use hubbub_shared::model::{InvitesPaused, RaidShield};
use hubbub_shared::protocol::command::{GetRaidShield, PauseInvites, ResumeInvites, SetRaidShield};
use hubbub_shared::{HubId, Problem};
use sycamore::prelude::*;

/// Draws the section: whether people come in, and what holds them off.
pub fn raid_shield(client: Client, hub: HubId) -> View {
    let loaded = Loaded::new();
    client.call(GetRaidShield { hub }, move |answer| loaded.put(answer));
    loaded.view(move |shield| {
        let (state, form) =
            (state(client, hub, loaded, shield.paused.as_ref()), form(client, hub, loaded, shield));
        view! {
            section(class="panel", aria-label=coming_in::STATE) { (state) }
            section(class="panel", aria-label=coming_in::SHIELD) { (form) }
        }
    })
}

fn state(client: Client, hub: HubId, loaded: Loaded<RaidShield>, paused: Option<&InvitesPaused>) -> View {
    let answered = move |answer: Result<RaidShield, Problem>| match answer {
        Ok(shield) => loaded.put(Ok(shield)),
        Err(problem) => client.complain(&problem),
    };
    let symbol = icon(if paused.is_some() { "ban" } else { "check" });
    let is_paused = paused.is_some();
    let (title, hint) = match paused {
        None => (coming_in::OPEN, coming_in::OPEN_HINT.to_owned()),
        Some(pause) => {
            let until = pause.until.map(|until| coming_in::until(&clock::moment(until.0)));
            let why = if pause.is_raid { coming_in::PAUSED_BY_SHIELD } else { coming_in::PAUSED_BY_HAND };
            (
                coming_in::PAUSED,
                format!("{why} {}", until.unwrap_or_else(|| coming_in::UNTIL_RESUMED.to_owned())),
            )
        }
    };
    view! {
        div(class="governing-state", role="status", data-paused=is_paused.then_some("true")) {
            (symbol)
            span(class="card-text") {
                strong { (title) }
                span(class="hint") { (hint) }
            }
        }
        button(class=if is_paused { "button button-wide" } else { "button button-quiet button-wide" }, r#type="button", on:click=handler(move |_| {
            match is_paused {
                true => client.call(ResumeInvites { hub }, answered),
                false => client.call(PauseInvites { hub, until: None }, answered),
            }
        })) { (if is_paused { coming_in::RESUME } else { coming_in::PAUSE }) }
    }
}

/// The place of a number of seconds among choices; one that is none of them is shown as the nearest longer one.
fn place_of(secs: Option<u64>, choices: &[Option<u64>]) -> usize {
    let fits = |choice: &Option<u64>| match (secs, choice) {
        (None, None) => true,
        (Some(secs), Some(choice)) => *choice >= secs,
        _ => false,
    };
    choices.iter().position(fits).unwrap_or(0)
}

fn form(client: Client, hub: HubId, loaded: Loaded<RaidShield>, shield: &RaidShield) -> View {
    let joins = create_signal(shield.joins_per_minute.map(|joins| joins.to_string()).unwrap_or_default());
    let age = create_signal(place_of(shield.min_account_age_secs, &coming_in::AGE_SECS));
    let pause = create_signal(place_of(shield.pause_secs, &coming_in::PAUSE_SECS));
    let fields = [
        number("joins", coming_in::JOINS, (1, 1000), joins),
        select("pause", coming_in::PAUSE_FOR, &coming_in::PAUSES, pause),
        select("age", coming_in::AGE, &coming_in::AGES, age),
    ];
    let fields = View::from(fields.into_iter().collect::<Vec<_>>());
    view! {
        h2 { (coming_in::SHIELD) }
        form(class="governing-form", novalidate=true, on:submit=handler(move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            let set = SetRaidShield {
                hub,
                joins_per_minute: joins.with_untracked(|joins| joins.trim().parse().ok()),
                min_account_age_secs: coming_in::AGE_SECS[age.get_untracked()],
                pause_secs: coming_in::PAUSE_SECS[pause.get_untracked()],
            };
            client.call(set, move |answer| match answer {
                Ok(shield) => {
                    client.notify(words::SAVED);
                    loaded.put(Ok(shield));
                }
                Err(problem) => client.complain(&problem),
            });
        })) {
            (fields)
            button(class="button button-wide", r#type="submit") { (words::SAVE) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_that_is_no_choice_is_shown_as_the_next_longer_one() {
        let choices = [None, Some(60), Some(3600)];
        for (secs, place) in [(None, 0), (Some(60), 1), (Some(61), 2), (Some(3600), 2), (Some(3601), 0)] {
            assert_eq!(place_of(secs, &choices), place, "{secs:?}");
        }
    }
}

//! First steps in a hub: what its owner does next, and where a new member starts. Gone when done or put away.

pub mod card;

use self::card::Guide;
use super::later::{LaterPiece, later_line};
use crate::client::Client;
use crate::clock;
use crate::offline::hints;
use crate::reactive::{Live, create_effect, create_selector};
use crate::state::{FirstSteps, Model, Phase};
use hubbub_shared::{HubId, Permissions};
use sycamore::prelude::*;

/// Whoever joined less than this ago is new.
const NEW_MS: i64 = 3 * 86_400_000;

/// Draws the steps that are left, if any.
pub fn guide(client: Client, hub: HubId) -> View {
    let closed = create_signal(hints::is_guide_closed(hub));
    create_effect(move || {
        if client.phase.get() == Phase::Ready {
            client.meet_members(hub);
        }
    });
    let guide = create_selector(move || client.model.with(|model| needed(model, hub)));
    view! {
        (Live { now: move || match guide.get() {
            Some(guide) if !closed.get() => later_line(LaterPiece::Guide(hub, guide, closed)),
            _ => View::new(),
        } })
    }
}

fn needed(model: &Model, hub: HubId) -> Option<Guide> {
    if let Some(steps) = FirstSteps::of(model, hub) {
        return Some(Guide::Owner(steps));
    }
    let view = model.hubs.get(hub)?;
    // Nobody is asked to say hello who cannot: before the rules are accepted, or in a timeout.
    let may_speak = view.owner != model.my_id()? && view.permissions.contains(Permissions::SEND);
    let joined = model.members.get(hub, model.my_id()?)?.joined_at.0;
    (may_speak && clock::now() - joined < NEW_MS).then_some(Guide::Member)
}

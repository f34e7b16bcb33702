//! What somebody finds who comes: themselves, their hubs and channels, and what of them is read.

use super::hubs::view_in_list;
use super::users::me;
use crate::domain::caller::Caller;
use crate::domain::drafts::{self, DraftDoc};
use crate::error::Result;
use crate::live::Live;
use crate::live::hub::know_heads;
use crate::live::read_state::marks_of;
use futures_util::future::try_join4;
use hubbub_shared::UserId;
use hubbub_shared::protocol::Ready;

/// As at the start of a connection, without one. What happens later is told to connections alone.
pub async fn look(live: &Live, caller: &Caller) -> Result<Ready> {
    let person = caller.as_person()?;
    let (me, marks, drafts, hubs) = try_join4(
        me(live, caller),
        marks_of(live, person.user),
        drafts_of(live, person.user),
        live.hubs.of_user(person.user),
    )
    .await?;
    let (session, channels, seen) = (person.session, Vec::new(), Vec::new());
    let mut ready = Ready { me, session, hubs: seen, channels, drafts: Vec::new() };
    for hub in &hubs {
        know_heads(live, hub).await?;
        // Who has left meanwhile does not see it.
        let Some(view) = view_in_list(live, caller, hub).await? else { continue };
        let places = view.channels.iter().map(|channel| channel.id.place());
        ready
            .channels
            .extend(places.map(|place| marks.state(place, live.heads.now(place).unwrap_or_default())));
        ready.hubs.push(view);
    }
    ready.drafts = drafts::marks_in(&drafts, &ready.channels);
    Ok(ready)
}

/// All that somebody has begun to write, wherever it is.
pub async fn drafts_of(live: &Live, user: UserId) -> Result<Vec<DraftDoc>> {
    Ok(drafts::of_user(&live.store, user).await?)
}

//! What somebody finds who comes: themselves, their hubs and channels, and what of them is read.

use super::hubs::view_in_list;
use super::users::me;
use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use crate::live::hub::know_heads;
use crate::live::read_state::marks_of;
use futures_util::future::try_join3;
use hubbub_shared::protocol::Ready;

/// As at the start of a connection, without one. What happens later is told to connections alone.
pub async fn look(live: &Live, caller: &Caller) -> Result<Ready> {
    let person = caller.as_person()?;
    let (me, marks, hubs) =
        try_join3(me(live, caller), marks_of(live, person.user), live.hubs.of_user(person.user)).await?;
    let mut ready = Ready { me, session: person.session, hubs: Vec::new(), channels: Vec::new() };
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
    Ok(ready)
}

//! Telling people's devices how far they have read.

use super::marks::{marks_of, state_of};
use crate::domain::messages::Head;
use crate::domain::read_state::{self, Mark};
use crate::error::Result;
use crate::live::bus::Newcomer;
use crate::live::common::Common;
use futures_util::future::{join_all, try_join_all};
use futures_util::{StreamExt, TryStreamExt, stream};
use hubbub_shared::model::ChannelState;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{PlaceId, UserId};
use std::collections::HashSet;
use std::sync::Arc;

/// Places that are read at once.
const READS_AT_ONCE: usize = 16;
/// Markers that are written together.
const MARKS_AT_ONCE: usize = 128;
/// So many times that are under way at once, where a crowd comes into many places.
const WRITES_AT_ONCE: usize = 64;

/// Tells a person's devices where they stand in a place that is known. Not worth failing anything for: the
/// next `ready` tells it too.
pub async fn announce(common: &Common, user: UserId, place: PlaceId) {
    let _turn = common.read_turns.of(user).await;
    let Some(head) = common.heads.now(place) else { return };
    match state_of(common, user, place, head).await {
        Ok(state) => tell(common, user, state),
        Err(error) => tracing::debug!("where a reader stands was not announced: {error}"),
    }
}

/// Tells a person's devices where they stand.
pub fn tell(common: &Common, user: UserId, state: ChannelState) {
    common.bus.to_user(user, ServerFrame::Event(Event::User(UserEvent::ChannelState(state))));
}

/// Tells people where they stand in places that they can see from now on. Nothing is told of an empty place: there,
/// everything is zero.
pub fn announce_gained(common: &Common, gained: HashSet<(UserId, PlaceId)>) {
    if gained.is_empty() {
        return;
    }
    let common = common.clone();
    actix_rt::spawn(async move {
        for (user, place) in gained {
            let head = common.heads.head(place).await;
            if head.is_ok_and(|head| head.rev > 0) {
                announce(&common, user, place).await;
            }
        }
    });
}

/// Tells the devices of everybody whose mentions in a place changed how many there are now.
pub fn announce_mentions(common: &Common, place: PlaceId, users: impl IntoIterator<Item = UserId>) {
    for user in users {
        let common = common.clone();
        actix_rt::spawn(async move { announce(&common, user, place).await });
    }
}

/// These came, and see these places: what was said before counts as read. In few trips to the store, however many there are.
pub async fn start_reading(common: &Common, users: &[UserId], places: &[PlaceId]) -> Result<Vec<Newcomer>> {
    let mut heads = Vec::with_capacity(places.len());
    for some in places.chunks(READS_AT_ONCE) {
        heads.extend(try_join_all(some.iter().map(|place| common.heads.head(*place))).await?);
    }
    let stands: Vec<(PlaceId, Head)> = places.iter().copied().zip(heads).collect();
    let spoken_in = stands.iter().filter(|(_, head)| head.last_ordinal > 0);
    let marks: Vec<Mark> =
        spoken_in.flat_map(|(place, head)| users.iter().map(|user| mark(*user, *place, *head))).collect();
    let writes = marks.chunks(MARKS_AT_ONCE).map(|some| read_state::advance(&common.store, some));
    stream::iter(writes).buffer_unordered(WRITES_AT_ONCE).try_collect::<()>().await?;
    let known = try_join_all(users.iter().map(|user| marks_of(common, *user))).await?;
    let states =
        known.iter().map(|marks| stands.iter().map(|(place, head)| marks.state(*place, *head)).collect());
    Ok(alike(users.iter().copied().zip(states)))
}

const fn mark(user: UserId, place: PlaceId, head: Head) -> Mark {
    Mark { user, place, seq: head.last_seq, ordinal: head.last_ordinal }
}

/// Each with where they stand; who stands as somebody before has the same list.
fn alike(all: impl Iterator<Item = (UserId, Vec<ChannelState>)>) -> Vec<Newcomer> {
    let mut lists: Vec<Arc<Vec<ChannelState>>> = Vec::new();
    let newcomer = |(user, states): (UserId, Vec<ChannelState>)| {
        let known = lists.iter().find(|list| ***list == states).cloned();
        let channels = known.unwrap_or_else(|| {
            let list = Arc::new(states);
            lists.push(Arc::clone(&list));
            list
        });
        Newcomer { user, channels }
    };
    all.map(newcomer).collect()
}

/// Writes down how far those who sent have read, and tells their other devices.
pub async fn write_down_own(common: &Common) {
    for some in common.own_reads.noted().chunks(MARKS_AT_ONCE) {
        if let Err(error) = read_state::advance(&common.store, some).await {
            return tracing::debug!("read markers stay in memory: {error}");
        }
        some.iter().for_each(|written| common.own_reads.is_written(written));
        join_all(some.iter().map(|written| announce(common, written.user, written.place))).await;
    }
}

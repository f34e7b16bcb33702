//! Telling people's devices how far they have read.

use super::marks::{marks_of, state_of};
use crate::domain::read_state::{self, Mark};
use crate::error::Result;
use crate::live::common::Common;
use futures_util::future::{join_all, try_join_all};
use hubbub_shared::model::ChannelState;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{PlaceId, UserId};
use std::collections::HashSet;

/// Places that are read at once.
const READS_AT_ONCE: usize = 16;
/// Markers that are written together.
const MARKS_AT_ONCE: usize = 128;

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

/// Somebody came: what was said before counts as read. In few trips to the store, however many channels there are.
pub async fn start_reading(common: &Common, user: UserId, places: &[PlaceId]) -> Result<Vec<ChannelState>> {
    let mut heads = Vec::with_capacity(places.len());
    for some in places.chunks(READS_AT_ONCE) {
        heads.extend(try_join_all(some.iter().map(|place| common.heads.head(*place))).await?);
    }
    let spoken_in = places.iter().zip(&heads).filter(|(_, head)| head.last_ordinal > 0);
    let marks: Vec<Mark> = spoken_in
        .map(|(place, head)| Mark { user, place: *place, seq: head.last_seq, ordinal: head.last_ordinal })
        .collect();
    for some in marks.chunks(MARKS_AT_ONCE) {
        read_state::advance(&common.store, some).await?;
    }
    let known = marks_of(common, user).await?;
    Ok(places.iter().zip(heads).map(|(place, head)| known.state(*place, head)).collect())
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

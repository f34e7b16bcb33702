//! Telling live sessions what changed in a hub, once it is stored and published.

use super::state::HubState;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use crate::live::bus::Newcomer;
use crate::live::common::Common;
use crate::live::{read_state, sweeps};
use futures_util::future::{join_all, try_join_all};
use hubbub_shared::model::User;
use hubbub_shared::protocol::{Event, HubEvent, ServerFrame};
use hubbub_shared::{ChannelId, Permissions, PlaceId, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// Reads of the store that are under way at once.
const HEADS_AT_ONCE: usize = 16;

/// A member as they were before, if they belonged to the hub, and as they are.
pub type Changed = (Option<Arc<MemberDoc>>, MemberDoc);

/// Members changed: came, left, or have other roles. Cannot fail: who cannot be told now finds out by the next `ready`.
pub async fn members(common: &Common, hub: &HubState, changed: &[Changed]) {
    let came = changed.iter().filter(|(before, after)| before.is_none() && after.is_active());
    self::came(common, hub, came.map(|(_, after)| after.user).collect()).await;
    join_all(changed.iter().map(|(before, after)| member(common, hub, before.is_some(), after))).await;
}

async fn member(common: &Common, hub: &HubState, was_here: bool, after: &MemberDoc) {
    let user = after.user;
    match (was_here, after.is_active()) {
        (false, true) => {}
        (true, false) => common.bus.left(hub.id(), user).await,
        (true, true) => common.bus.restructured(hub.id(), Some(user)).await,
        (false, false) => return,
    }
    if !after.is_active() {
        return to_lookers(common, hub, HubEvent::MemberLeft { user });
    }
    match common.people.find(user).await {
        Ok(person) => {
            let view = after.view(User::clone(&person), hub.is_online(user));
            let change = if was_here { HubEvent::MemberUpdated(view) } else { HubEvent::MemberJoined(view) };
            to_lookers(common, hub, change);
        }
        Err(error) => tracing::warn!("a member's change is not announced: {error}"),
    }
}

fn to_lookers(common: &Common, hub: &HubState, change: HubEvent) {
    let version = hub.structure().hub.version;
    common.bus.to_hub(hub.id(), ServerFrame::Event(Event::Hub { hub: hub.id(), version, change }));
}

/// A member's profile changed.
pub fn profile(common: &Common, hub: &HubState, user: &User) {
    let Some(member) = hub.member_now(user.id) else { return };
    to_lookers(common, hub, HubEvent::MemberUpdated(member.view(user.clone(), hub.is_online(user.id))));
}

/// Those who see the same places are read and told of them together.
async fn came(common: &Common, hub: &HubState, users: Vec<UserId>) {
    let mut by_sight: HashMap<Vec<PlaceId>, Vec<UserId>> = HashMap::new();
    for user in users {
        if let Some(places) = places_of(common, hub, user) {
            by_sight.entry(places).or_default().push(user);
        }
    }
    for (places, users) in by_sight {
        let known = read_state::start_reading(common, &users, &places).await.unwrap_or_else(|error| {
            tracing::warn!("somebody came, and what was said before counts as unread: {error}");
            let nothing = Arc::default();
            users.iter().map(|user| Newcomer { user: *user, channels: Arc::clone(&nothing) }).collect()
        });
        common.bus.joined(hub.id(), known).await;
    }
}

/// What a member sees. `None`: they have gone meanwhile.
fn places_of(common: &Common, hub: &HubState, user: UserId) -> Option<Vec<PlaceId>> {
    let (member, structure) = (hub.member_now(user)?, hub.structure());
    let may = structure.permissions_everywhere(&member, Permissions::ALL, common.clock.now());
    let seen = structure.channels.iter().zip(may).filter(|(_, may)| may.contains(Permissions::VIEW));
    Some(seen.map(|(channel, _)| channel.id.place()).collect())
}

/// Somebody founded a hub that has just come into use: their devices enter it.
pub async fn welcome_founder(common: &Common, hub: &HubState, founder: UserId) -> Result<()> {
    let known = hub.member(founder).await?.ok_or_else(Error::unavailable)?;
    members(common, hub, &[(None, MemberDoc::clone(&known))]).await;
    Ok(())
}

/// Sees to it that the head of every channel of the hub is known, so that it can be read without awaiting.
pub async fn know_heads(common: &Common, hub: &HubState) -> Result<()> {
    let structure = hub.structure();
    for some in structure.channels.chunks(HEADS_AT_ONCE) {
        try_join_all(some.iter().map(|channel| common.heads.head(channel.id.place()))).await?;
    }
    Ok(())
}

/// The hub is gone: sessions leave it, and what was in it is swept away.
pub async fn deleted(common: &Common, hub: &HubState) {
    hub.close();
    hub.end_of_old_rights().await;
    common.bus.hub_gone(hub.id()).await;
    let channels: Vec<ChannelId> = hub.structure().channels.iter().map(|channel| channel.id).collect();
    channels_deleted(common, &channels);
}

/// Channels are gone: nobody finds them any more, and what was said in them is swept away.
pub fn channels_deleted(common: &Common, channels: &[ChannelId]) {
    for channel in channels {
        common.heads.forget(channel.place());
        common.hub_of.remove(channel);
    }
    sweeps::start(common);
}

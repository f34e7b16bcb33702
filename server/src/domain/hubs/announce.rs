//! Telling live sessions what changed in a hub, once it is stored and published.

use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::channels::ChannelDoc;
use crate::domain::members::MemberDoc;
use crate::domain::{read_state, sweeps, users};
use crate::error::Result;
use futures_util::future::try_join_all;
use hubbub_shared::model::User;
use hubbub_shared::protocol::{Event, HubEvent, ServerFrame};
use hubbub_shared::{ChannelId, Permissions, UserId};
use std::sync::Arc;

/// Reads of the store that are under way at once.
const HEADS_AT_ONCE: usize = 16;

/// The structure changed: everybody's view is made anew. After this, nobody sees what is hidden from them now.
pub async fn restructured(app: &App, hub: &Arc<HubHandle>) {
    app.relays.hub_changed(hub, None).await;
}

/// A member changed: came, left, or has other roles. Cannot fail: who cannot be told now finds out by the next
/// `ready`.
pub async fn member(app: &App, hub: &Arc<HubHandle>, before: Option<&MemberDoc>, after: &MemberDoc) {
    let user = after.user;
    match (before.is_some(), after.is_active()) {
        (false, true) => came(app, hub, user).await,
        (true, false) => app.relays.left(hub.id(), user).await,
        (true, true) => app.relays.hub_changed(hub, Some(user)).await,
        (false, false) => return,
    }
    if !after.is_active() {
        return to_lookers(app, hub, HubEvent::MemberLeft { user });
    }
    match users::find(app, user).await {
        Ok(person) => {
            let view = after.view(User::clone(&person), hub.is_online(user));
            let joined = before.is_none();
            to_lookers(
                app,
                hub,
                if joined { HubEvent::MemberJoined(view) } else { HubEvent::MemberUpdated(view) },
            );
        }
        Err(error) => tracing::warn!("a member's change is not announced: {error}"),
    }
}

fn to_lookers(app: &App, hub: &HubHandle, change: HubEvent) {
    let version = hub.structure().hub.version;
    app.relays.to_hub(hub.id(), ServerFrame::Event(Event::Hub { hub: hub.id(), version, change }));
}

/// A member's profile changed.
pub fn profile(app: &App, hub: &HubHandle, user: &User) {
    let Some(member) = hub.member_now(user.id) else { return };
    to_lookers(app, hub, HubEvent::MemberUpdated(member.view(user.clone(), hub.is_online(user.id))));
}

async fn came(app: &App, hub: &Arc<HubHandle>, user: UserId) {
    let Some(member) = hub.member_now(user) else { return };
    let (structure, now) = (hub.structure(), app.clock.now());
    let sees = |channel: &&ChannelDoc| {
        structure.permissions_in(channel, &member, Permissions::ALL, now).contains(Permissions::VIEW)
    };
    let channels: Vec<ChannelId> = structure.channels.iter().filter(sees).map(|channel| channel.id).collect();
    let states = read_state::start_reading(app, hub, user, &channels).await.unwrap_or_else(|error| {
        tracing::warn!("somebody came, and what was said before counts as unread: {error}");
        Vec::new()
    });
    app.relays.joined(hub, user, states).await;
}

/// Sees to it that the head of every channel of the hub is known, so that it can be read without awaiting.
pub async fn know_heads(app: &App, hub: &HubHandle) -> Result<()> {
    let structure = hub.structure();
    for some in structure.channels.chunks(HEADS_AT_ONCE) {
        let channels = some.iter().map(|channel| app.channels.find(app, hub.id(), channel.id));
        try_join_all(channels.map(async |channel| channel.head(app).await)).await?;
    }
    Ok(())
}

/// The hub is gone: sessions leave it, and what was in it is swept away.
pub async fn deleted(app: &App, hub: &Arc<HubHandle>) {
    hub.close();
    app.hubs.forget(hub.id());
    app.relays.hub_gone(hub.id()).await;
    let channels: Vec<ChannelId> = hub.structure().channels.iter().map(|channel| channel.id).collect();
    channels_deleted(app, &channels);
}

/// Channels are gone: their actors end, and what was said in them is swept away.
pub fn channels_deleted(app: &App, channels: &[ChannelId]) {
    for channel in channels {
        app.channels.forget(*channel);
        app.hubs.forget_channel(*channel);
    }
    sweeps::start(app);
}

//! Telling live sessions what changed in a hub, once it is stored and published.

use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::members::MemberDoc;
use crate::domain::{read_state, sweeps, users};
use crate::error::Result;
use hubbub_shared::model::User;
use hubbub_shared::protocol::{Event, HubEvent, ServerFrame};
use hubbub_shared::{ChannelId, Permissions, UserId};
use std::sync::Arc;

/// The structure changed: everybody's view is made anew. After this, nobody sees what is hidden from them now.
pub async fn restructured(app: &App, hub: &Arc<HubHandle>) {
    app.relays.hub_changed(hub, None).await;
}

/// A member changed: came, left, or has other roles.
pub async fn member(
    app: &App,
    hub: &Arc<HubHandle>,
    before: Option<&MemberDoc>,
    after: &MemberDoc,
) -> Result<()> {
    let user = after.user;
    match (before.is_some(), after.is_active()) {
        (false, true) => came(app, hub, user).await?,
        (true, false) => app.relays.left(hub.id(), user).await,
        (true, true) => app.relays.hub_changed(hub, Some(user)).await,
        (false, false) => return Ok(()),
    }
    let view = after.view(User::clone(&*users::find(app, user).await?), hub.is_online(user));
    to_lookers(
        app,
        hub,
        match (before.is_some(), after.is_active()) {
            (false, _) => HubEvent::MemberJoined(view),
            (true, true) => HubEvent::MemberUpdated(view),
            (true, false) => HubEvent::MemberLeft { user },
        },
    );
    Ok(())
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

async fn came(app: &App, hub: &Arc<HubHandle>, user: UserId) -> Result<()> {
    know_heads(app, hub).await?;
    let Some(member) = hub.member_now(user) else { return Ok(()) };
    let (structure, now) = (hub.structure(), app.clock.now());
    let sees = |channel: &&crate::domain::channels::ChannelDoc| {
        structure.permissions_in(channel, &member, Permissions::ALL, now).contains(Permissions::VIEW)
    };
    let channels: Vec<ChannelId> = structure.channels.iter().filter(sees).map(|channel| channel.id).collect();
    let states = read_state::start_reading(app, hub, user, &channels).await?;
    app.relays.joined(hub, user, states).await;
    Ok(())
}

/// Sees to it that the head of every channel of the hub is known, so that it can be read without awaiting.
pub async fn know_heads(app: &App, hub: &HubHandle) -> Result<()> {
    for channel in &hub.structure().channels {
        app.channels.find(app, hub.id(), channel.id).head(app).await?;
    }
    Ok(())
}

/// The hub is gone: sessions leave it, and what was in it is swept away.
pub async fn deleted(app: &App, hub: &Arc<HubHandle>) {
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

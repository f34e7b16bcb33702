//! What a relay is told.

use crate::gateway::burst::Burst;
use crate::gateway::encoded::Encoded;
use actix::Message;
use hubbub_shared::model::{ChannelActivity, ChannelState};
use hubbub_shared::{HubId, PlaceId, SessionId, UserId};
use std::sync::Arc;

/// Durable events of a place.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Deliver {
    /// The place.
    pub place: PlaceId,
    /// The hub whose members hear of the activity.
    pub hub: HubId,
    /// Where the place stands with them.
    pub activity: ChannelActivity,
    /// The events.
    pub burst: Arc<Burst>,
}

/// Something fleeting in a place.
#[derive(Message)]
#[rtype(result = "()")]
pub struct PlaceFrame {
    /// The place.
    pub place: PlaceId,
    /// What is told.
    pub frame: Arc<Encoded>,
}

/// To sessions that look at the hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct HubFrame {
    /// The hub.
    pub hub: HubId,
    /// What is told.
    pub frame: Arc<Encoded>,
}

/// To all sessions of a user.
#[derive(Message)]
#[rtype(result = "()")]
pub struct UserFrame {
    /// Whose sessions.
    pub user: UserId,
    /// What is told.
    pub frame: Arc<Encoded>,
}

/// Views of the hub are to be made anew.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Restructured {
    /// The hub.
    pub hub: HubId,
    /// Only for this user. `None`: for everybody.
    pub only: Option<UserId>,
}

/// A user came into a hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Joined {
    /// The hub.
    pub hub: HubId,
    /// Who came.
    pub user: UserId,
    /// Where its channels and the user stand.
    pub channels: Vec<ChannelState>,
}

/// A user left a hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Left {
    /// The hub.
    pub hub: HubId,
    /// Who left.
    pub user: UserId,
}

/// A hub is gone.
#[derive(Message)]
#[rtype(result = "()")]
pub struct HubGone(pub HubId);

/// A session ended: its sockets close.
#[derive(Message)]
#[rtype(result = "()")]
pub struct SessionEnded(pub SessionId);

/// The server stops: every session is told to come back.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Shutdown;

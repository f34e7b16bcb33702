//! What a relay is told.

use crate::domain::automod::Caught;
use crate::domain::reports::Matter;
use crate::gateway::burst::Burst;
use crate::gateway::encoded::Encoded;
use crate::live::{Audience, Newcomer};
use actix::Message;
use hubbub_shared::model::ChannelActivity;
use hubbub_shared::{HubId, PlaceId, SessionId, UserId};
use std::sync::Arc;

/// Durable events of a place.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Deliver {
    /// The place where it happened.
    pub place: PlaceId,
    /// Who hears of the activity.
    pub audience: Audience,
    /// Where the place stands with them.
    pub activity: ChannelActivity,
    /// The events of one batch, in their order.
    pub burst: Arc<Burst>,
}

/// Something fleeting in a place.
#[derive(Message)]
#[rtype(result = "()")]
pub struct PlaceFrame {
    /// The place whose followers hear of it.
    pub place: PlaceId,
    /// What they are told.
    pub frame: Arc<Encoded>,
}

/// To sessions that look at the hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct HubFrame {
    /// The hub whose members hear of it.
    pub hub: HubId,
    /// What they are told.
    pub frame: Arc<Encoded>,
}

/// To all sessions of a user.
#[derive(Message)]
#[rtype(result = "()")]
pub struct UserFrame {
    /// The user whose sessions hear of it.
    pub user: UserId,
    /// What they are told.
    pub frame: Arc<Encoded>,
}

/// Something was reported, or done with a report.
#[derive(Message)]
#[rtype(result = "()")]
pub struct ReportsChanged {
    /// What the report is about.
    pub matter: Matter,
    /// Whether it was made just now.
    pub is_new: bool,
}

/// A rule of automod points at a message, or keeps it.
#[derive(Message)]
#[rtype(result = "()")]
pub struct AutomodCaught(pub Caught);

/// Views of the hub are to be made anew.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Restructured {
    /// The hub that has a new structure.
    pub hub: HubId,
    /// Only for this user. `None`: for everybody.
    pub only: Option<UserId>,
}

/// Users came into a hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Joined {
    /// The hub they came into.
    pub hub: HubId,
    /// Those who came together.
    pub newcomers: Vec<Newcomer>,
}

/// A user left a hub.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Left {
    /// The hub they left.
    pub hub: HubId,
    /// The user who left.
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

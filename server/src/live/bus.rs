//! How what happened reaches everybody it concerns: the seam of one process.
//!
//! All that is told goes through here. What lies behind it today is the relays of this process (`gateway/relays.rs`); what a
//! second implementation has to promise, and what else is known to one process only, is in ARCHITECTURE.md, under "More than
//! one process".

use crate::domain::automod::Caught;
use crate::domain::reports::Matter;
use hubbub_shared::model::{ChannelActivity, ChannelState};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::{HubId, PlaceId, SessionId, UserId};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Ends when everybody concerned has acted on it.
pub type Done = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Who hears that something happened in a place, without looking at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// The members of a hub who see the place.
    Hub(HubId),
    /// These people, wherever they are.
    People(Arc<[UserId]>),
}

/// Somebody who came into a hub.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// The user who came.
    pub user: UserId,
    /// Where the channels they see and they stand. Those who came together and stand alike have the same list, which is put
    /// into words once for all of them.
    pub channels: Arc<Vec<ChannelState>>,
}

/// See the module. Only what is stored is told; what is fleeting may get lost.
pub trait Bus: Send + Sync + 'static {
    /// Durable changes of a place, in the order of their revs: to sessions that look at it; others of the audience hear of
    /// the activity.
    fn deliver(
        &self,
        place: PlaceId,
        audience: Audience,
        activity: ChannelActivity,
        frames: Vec<ServerFrame>,
    );

    /// Something fleeting in a place, to sessions that look at it.
    fn to_place(&self, place: PlaceId, frame: ServerFrame);

    /// To sessions that look at a place of the hub. Losing one harms nobody: lists are read afresh when opened.
    fn to_hub(&self, hub: HubId, frame: ServerFrame);

    /// To every session of a user.
    fn to_user(&self, user: UserId, frame: ServerFrame);

    /// Something was reported (`is_new`), or done with a report: to every session that decides about it.
    fn reports_changed(&self, matter: Matter, is_new: bool);

    /// A rule of automod caught something: to every session of those who manage messages there.
    fn automod_caught(&self, caught: Caught);

    /// A new structure of a hub is published, or only this member's rights are others: every session of the hub gets its
    /// view anew and loses what it may no longer see. Done when all of them have: after that nothing more leaks.
    fn restructured(&self, hub: HubId, only: Option<UserId>) -> Done;

    /// These came into a hub at the same moment.
    fn joined(&self, hub: HubId, newcomers: Vec<Newcomer>) -> Done;

    /// A user left a hub. Done when none of their sessions hears of it any more.
    fn left(&self, hub: HubId, user: UserId) -> Done;

    /// A hub is gone.
    fn hub_gone(&self, hub: HubId) -> Done;

    /// A session has ended: its sockets close.
    fn session_ended(&self, session: SessionId);

    /// The server stops: every session is told to come back later, and closed.
    fn shut_down(&self) -> Done;
}

//! What a relay is told.

use super::Relay;
use crate::actors::hub::HubHandle;
use crate::gateway::{Burst, Encoded};
use actix::{Context, Handler, Message};
use hubbub_shared::model::{ChannelActivity, ChannelState};
use hubbub_shared::{ChannelId, HubId, SessionId, UserId};
use std::sync::Arc;

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* } => $method:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Message)]
        #[rtype(result = "()")]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

        impl Handler<$name> for Relay {
            type Result = ();

            fn handle(&mut self, message: $name, _: &mut Context<Self>) {
                self.app.metrics.relay_mailbox.dec();
                self.tables.borrow_mut().$method(&self.app, message);
            }
        }
    )*};
}

messages! {
    /// Durable events of a channel.
    Deliver {
        /// The channel's hub.
        hub: HubId,
        /// Where the channel stands with them.
        activity: ChannelActivity,
        /// The events.
        burst: Arc<Burst>,
    } => deliver;
    /// Something fleeting in a channel.
    ChannelFrame {
        /// Where.
        channel: ChannelId,
        /// What.
        frame: Arc<Encoded>,
    } => to_channel;
    /// To sessions that look at the hub.
    HubFrame {
        /// Where.
        hub: HubId,
        /// What.
        frame: Arc<Encoded>,
    } => to_hub;
    /// To all sessions of a user.
    UserFrame {
        /// To whom.
        user: UserId,
        /// What.
        frame: Arc<Encoded>,
    } => to_user;
    /// Views of the hub are to be made anew.
    HubChanged {
        /// Which.
        hub: Arc<HubHandle>,
        /// Only for this user.
        only: Option<UserId>,
    } => hub_changed;
    /// A user came into a hub.
    Joined {
        /// Which.
        hub: Arc<HubHandle>,
        /// Who.
        user: UserId,
        /// Where its channels and the user stand.
        channels: Vec<ChannelState>,
    } => joined;
    /// A user left a hub.
    Left {
        /// Which.
        hub: HubId,
        /// Who.
        user: UserId,
    } => left;
}

/// A hub is gone.
#[derive(Message)]
#[rtype(result = "()")]
pub struct HubGone(pub HubId);

impl Handler<HubGone> for Relay {
    type Result = ();

    fn handle(&mut self, HubGone(hub): HubGone, _: &mut Context<Self>) {
        self.app.metrics.relay_mailbox.dec();
        self.tables.borrow_mut().hub_gone(&self.app, hub);
    }
}

/// A session ended: its sockets close.
#[derive(Message)]
#[rtype(result = "()")]
pub struct EndSession(pub SessionId);

impl Handler<EndSession> for Relay {
    type Result = ();

    fn handle(&mut self, EndSession(session): EndSession, _: &mut Context<Self>) {
        self.app.metrics.relay_mailbox.dec();
        self.tables.borrow_mut().end_session(&self.app, session);
    }
}

/// The server stops: every session is told to come back.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Shutdown;

impl Handler<Shutdown> for Relay {
    type Result = ();

    fn handle(&mut self, Shutdown: Shutdown, _: &mut Context<Self>) {
        self.app.metrics.relay_mailbox.dec();
        self.tables.borrow_mut().shut_down(&self.app);
    }
}

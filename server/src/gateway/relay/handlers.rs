//! What a relay does with what it is told.

use super::Relay;
use crate::gateway::messages::{
    AutomodCaught, Deliver, HubFrame, HubGone, Joined, Left, PlaceFrame, ReportsChanged, Restructured,
    SessionEnded, Shutdown, UserFrame,
};
use actix::{Context, Handler};

macro_rules! handlers {
    ($($name:ident => $method:ident;)*) => {$(
        impl Handler<$name> for Relay {
            type Result = ();

            fn handle(&mut self, message: $name, _: &mut Context<Self>) {
                self.door.live.metrics.relay_mailbox.dec();
                self.tables.borrow_mut().$method(&self.door, message);
            }
        }
    )*};
}

handlers! {
    Deliver => deliver;
    PlaceFrame => hand_to_place;
    HubFrame => hand_to_hub;
    UserFrame => hand_to_user;
    ReportsChanged => tell_who_decides;
    AutomodCaught => tell_who_moderates;
    Restructured => restructured;
    Joined => joined;
    Left => left;
    HubGone => hub_gone;
    SessionEnded => end_session;
    Shutdown => shut_down;
}

//! The gateway's frames, once for server, PWA and tests. `docs/protocol.md` tells the story; golden files pin
//! the bytes. MessagePack by default; the same values as JSON text with `?encoding=json`.

pub mod close;
pub mod codec;
pub mod command;
pub mod event;
pub mod frame;
mod refusals;
pub mod reply;
pub mod verb;

pub use close::CloseCode;
pub use codec::{DecodeError, Encoding};
pub use command::{Call, Command};
pub use event::{ChannelEvent, Ephemeral, Event, HubEvent, UserEvent};
pub use frame::{ClientFrame, Hello, Limits, Outcome, OutcomeOf, Ready, ServerFrame, ServerFrameOf};
pub use reply::Reply;
pub use verb::{Limit, Route, Verb};

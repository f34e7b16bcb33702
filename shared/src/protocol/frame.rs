//! Envelopes. On the wire a map of one entry, kind to positional content: `{"call": [7, {"get_hub": {…}}]}`.

use crate::error::Problem;
use crate::ids::SessionId;
use crate::model::{ChannelState, DraftMark, HubView, Me};
use crate::protocol::{Command, Ephemeral, Event, Reply};
use serde::{Deserialize, Serialize};

/// From client to server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// A reference of the client's choice, and what it wants. Gets exactly one reply with this reference.
    Call(u32, Command),
    /// "I am here": due every `heartbeat_secs`. Any other frame does too. No answer.
    Heartbeat,
}

/// From server to client.
pub type ServerFrame = ServerFrameOf<Reply>;

/// How a call ended.
pub type Outcome = OutcomeOf<Reply>;

/// See [`ServerFrame`]. Who reads a reply only where its call was made has something else in the place of [`Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "nearly all frames are events, and each is made once for all")]
pub enum ServerFrameOf<R> {
    /// The first frame.
    Hello(Hello),
    /// The client is known; this is where everything stands. Events before it were buffered, not lost.
    Ready(Box<Ready>),
    /// Answer to the call with this reference.
    Reply(u32, OutcomeOf<R>),
    /// Something durable happened.
    Event(Event),
    /// Something fleeting happens.
    Ephemeral(Ephemeral),
    /// Heard you: answer to a heartbeat, so that a client can tell a dead connection from a quiet one.
    Heartbeat,
    /// The server is about to close; come back after this pause.
    Reconnect {
        /// Milliseconds, different for each client so that they do not all come at once.
        after_ms: u64,
    },
}

/// How a call ended, with what stands in the place of [`Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutcomeOf<R> {
    /// The call was done, and this is its reply.
    Ok(R),
    /// The call was not done, and this is why.
    Error(Problem),
}

/// What a client must know before it says who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hello {
    /// Send a heartbeat this often; after two missed ones the server closes.
    pub heartbeat_secs: u32,
    /// The version of the server.
    pub server: String,
    /// What the server refuses on this socket.
    pub limits: Limits,
}

/// What the server refuses on a socket, as a client is told by [`Hello`]. How often people may call is not among it: a
/// refused call says when to come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Limits {
    /// Greatest frame before identity.
    pub frame_bytes_before_ready: u32,
    /// Greatest frame after.
    pub frame_bytes: u32,
    /// Frames per minute, heartbeats apart.
    pub frames_per_minute: u32,
    /// Most channels one session may be subscribed to.
    pub subscriptions: u32,
    /// Most characters of a message.
    pub message_chars: u32,
}

/// Where everything stands. No member lists and no messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ready {
    /// The user who is signed in.
    pub me: Me,
    /// The session of this socket. Of a bot: the id of its application.
    pub session: SessionId,
    /// The user's hubs, in the order they were joined.
    pub hubs: Vec<HubView>,
    /// Every channel the user can see.
    pub channels: Vec<ChannelState>,
    /// In which of them the user has begun to write. Absent: in none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<DraftMark>,
}

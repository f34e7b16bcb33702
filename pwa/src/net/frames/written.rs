//! Frames to the server, as `ClientFrame` has them. That has all commands in it; here each is written where it is called.

use hubbub_shared::protocol::Call;
use serde::{Serialize, Serializer};

/// "I am here", as MessagePack.
pub const HEARTBEAT: &[u8] = b"\xa9heartbeat";

/// A command that is written and has no reference yet.
pub struct Written(Vec<u8>);

impl Written {
    /// Writes a command. `None`: it cannot be written.
    pub fn new<C: Call>(command: &C) -> Option<Self> {
        super::encode(&Named { name: C::VERB.name, command }).map(Self)
    }

    /// The frame that calls it.
    pub fn call(self, reference: u32) -> Vec<u8> {
        [b"\x81\xa4call\x92\xce".as_slice(), &reference.to_be_bytes(), &self.0].concat()
    }
}

struct Named<'a, C> {
    name: &'static str,
    command: &'a C,
}

impl<C: Serialize> Serialize for Named<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_variant("Command", 0, self.name, self.command)
    }
}

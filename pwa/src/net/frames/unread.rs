//! A reply that is not read yet. Whoever called knows what it holds, so the code that reads it is in the part of the app
//! that calls.

use super::reader::{Reader, read};
use hubbub_shared::protocol::Call;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::fmt;

/// How the protocol says that there is nothing to tell.
const DONE: &str = "done";
/// Nothing, as MessagePack has it.
const NOTHING: &[u8] = &[0xc0];

/// The bytes of a reply: `"done"`, or a map of one entry, what it is to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    bytes: Vec<u8>,
    /// It was JSON, where ids are digits in text.
    human: bool,
}

impl Unread {
    /// What the reply to such a call holds, and whether nothing had to be left out of the lists in it. `None`: it says
    /// something else.
    pub fn read<C: Call>(&self) -> Option<(C::Reply, bool)> {
        read(self.held(C::VERB.reply)?, self.human)
    }

    fn held(&self, kind: &str) -> Option<&[u8]> {
        let mut reader = Reader::new(&self.bytes, self.human);
        match kind {
            DONE => reader.says(DONE).then_some(NOTHING),
            kind => reader.entry(kind),
        }
    }
}

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let human = deserializer.is_human_readable();
        deserializer.deserialize_byte_buf(Bytes { human })
    }
}

struct Bytes {
    human: bool,
}

impl Visitor<'_> for Bytes {
    type Value = Unread;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a reply")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Unread, E> {
        Ok(Unread { bytes: bytes.to_vec(), human: self.human })
    }
}

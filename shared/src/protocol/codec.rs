//! Frames to bytes and back, in either encoding.

use serde::{Serialize, de::DeserializeOwned};
use std::fmt;

/// How frames are written. Chosen by the client in the address: `?encoding=json`, else MessagePack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Binary frames; envelopes and payloads are maps with field names.
    #[default]
    MessagePack,
    /// Text frames, for bots, tools and debugging.
    Json,
}

/// Bytes that are not a frame of the protocol. Says what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError(pub String);

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DecodeError {}

impl Encoding {
    /// Writes a frame. Fails only on values the protocol has not (a map with keys that are not text).
    pub fn encode<T: Serialize>(self, frame: &T) -> Result<Vec<u8>, DecodeError> {
        match self {
            Self::MessagePack => {
                rmp_serde::to_vec_named(frame).map_err(|error| DecodeError(error.to_string()))
            }
            Self::Json => serde_json::to_vec(frame).map_err(|error| DecodeError(error.to_string())),
        }
    }

    /// Reads a frame; bytes left over are an error. Nesting is bounded (128 in JSON, 64 in MessagePack).
    pub fn decode<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, DecodeError> {
        match self {
            Self::MessagePack => decode_messagepack(bytes),
            Self::Json => serde_json::from_slice(bytes).map_err(|error| DecodeError(error.to_string())),
        }
    }
}

fn decode_messagepack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    // Not `from_read_ref`: its `get_ref` is all of the bytes, so that nobody can tell whether some are left.
    let mut decoder = rmp_serde::Deserializer::new(bytes);
    decoder.set_max_depth(64);
    let frame = T::deserialize(&mut decoder).map_err(|error| DecodeError(error.to_string()))?;
    if decoder.get_ref().is_empty() {
        Ok(frame)
    } else {
        Err(DecodeError("bytes after the frame".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_back_and_bytes_after_it_are_an_error() {
        for encoding in [Encoding::MessagePack, Encoding::Json] {
            let mut bytes = encoding.encode(&("a", 7_u32)).unwrap();
            assert_eq!(
                encoding.decode::<(String, u32)>(&bytes).unwrap(),
                ("a".to_owned(), 7),
                "{encoding:?}"
            );
            bytes.push(b'7');
            assert!(encoding.decode::<(String, u32)>(&bytes).is_err(), "{encoding:?}");
        }
    }
}

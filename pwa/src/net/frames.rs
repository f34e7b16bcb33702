//! Frames to bytes and back: the same as `Encoding::MessagePack` of `hubbub_shared`, which tests hold it to.
//!
//! `Encoding` chooses at run time, so using it brings the JSON of every frame along: a tenth of the whole app. What REST
//! says in JSON is read by the browser and made into MessagePack, so that each type is compiled once.

mod frame;
mod json;
mod newer;
mod reader;
mod unread;
mod writer;
mod written;

pub use frame::{Frame, read_frame};
pub use json::{decode_json, decode_parsed, read_json_frame};
pub use unread::Unread;
pub use written::{HEARTBEAT, Written};

use serde::{Serialize, de::DeserializeOwned};

/// Writes what this app keeps.
pub fn encode<T: Serialize>(frame: &T) -> Option<Vec<u8>> {
    writer::write(frame)
}

/// Reads what this app or the server has written; bytes left over are an error.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    Some(reader::read(bytes, false)?.0)
}

#[cfg(test)]
#[allow(dead_code, missing_docs)]
#[path = "../../../shared/tests/samples/mod.rs"]
mod samples;
#[cfg(test)]
mod tests;

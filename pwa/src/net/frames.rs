//! Frames to bytes and back: the same as `Encoding::MessagePack` of `hubbub_shared`, which tests hold it to.
//!
//! `Encoding` chooses at run time, so using it brings the JSON of every frame along: a tenth of the whole app. What REST
//! says in JSON is read by the browser and made into MessagePack, so that each type is compiled once.

mod json;
mod newer;
mod reader;

pub use json::{decode_json, read_json_frame};

use crate::state::Newer;
use hubbub_shared::protocol::ServerFrame;
use reader::Reader;
use serde::{Serialize, de::DeserializeOwned};

/// What a frame of the server turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Frame {
    /// One that this app knows.
    Known {
        /// Itself.
        frame: ServerFrame,
        /// Nothing had to be left out of the lists in it.
        is_whole: bool,
    },
    /// One that only a newer app understands.
    Newer(Newer),
    /// Not a frame at all.
    Garbled,
}

/// Writes a frame.
pub fn encode<T: Serialize>(frame: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(frame).ok()
}

/// Reads what this app or the server has written; bytes left over are an error.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    Some(read(bytes, false)?.0)
}

/// Reads a frame of the server, which may be newer than this app.
pub fn read_frame(bytes: &[u8]) -> Frame {
    frame(bytes, false)
}

fn frame(bytes: &[u8], human: bool) -> Frame {
    match read(bytes, human) {
        Some((frame, is_whole)) => Frame::Known { frame, is_whole },
        None => newer::read(bytes, human).map_or(Frame::Garbled, Frame::Newer),
    }
}

/// What was read, and whether nothing was left out of it.
fn read<T: DeserializeOwned>(bytes: &[u8], human: bool) -> Option<(T, bool)> {
    let mut reader = Reader::new(bytes, human);
    let frame = T::deserialize(&mut reader).ok()?;
    reader.is_at_end().then_some((frame, reader.is_whole()))
}

#[cfg(test)]
mod tests;

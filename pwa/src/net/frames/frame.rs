//! A frame of the server, which may be newer than this app.

use super::newer;
use super::reader::read;
use super::unread::Unread;
use crate::state::Newer;
use hubbub_shared::protocol::ServerFrameOf;

/// What a frame turned out to be.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it is taken apart at once")]
pub enum Frame {
    /// One that this app knows.
    Known {
        /// As the protocol has it.
        frame: ServerFrameOf<Unread>,
        /// Nothing had to be left out of the lists in it.
        is_whole: bool,
    },
    /// One that only a newer app understands.
    Newer(Newer),
    /// Not a frame at all.
    Garbled,
}

/// Reads a frame that came as bytes.
pub fn read_frame(bytes: &[u8]) -> Frame {
    frame(bytes, false)
}

/// `human`: it was JSON, where ids are digits in text.
pub fn frame(bytes: &[u8], human: bool) -> Frame {
    match read(bytes, human) {
        Some((frame, is_whole)) => Frame::Known { frame, is_whole },
        None => newer::read_outline(bytes, human).map_or(Frame::Garbled, Frame::Newer),
    }
}

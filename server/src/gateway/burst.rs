//! Events of a channel that were stored together, in their order. They leave together: put into one piece once per
//! encoding, however many sockets it goes to.

use super::encoded::Encoded;
use actix_web::web::{Bytes, BytesMut};
use hubbub_shared::protocol::{Encoding, ServerFrame};
use std::sync::{Arc, OnceLock};

/// Most bytes that are put into one piece. A socket's queue takes a piece as a whole or not at all.
const PIECE: usize = 64 * 1024;

/// See the module.
#[derive(Debug)]
pub struct Burst {
    frames: Vec<Arc<Encoded>>,
    first_rev: u64,
    message_pack: OnceLock<Vec<Bytes>>,
    json: OnceLock<Vec<Bytes>>,
}

impl Burst {
    /// Not encoded until somebody needs it.
    pub fn new(frames: impl IntoIterator<Item = ServerFrame>) -> Arc<Self> {
        let frames: Vec<_> = frames.into_iter().map(Encoded::new).collect();
        let first_rev = frames.first().and_then(|frame| frame.rev()).unwrap_or_default();
        Arc::new(Self { frames, first_rev, message_pack: OnceLock::new(), json: OnceLock::new() })
    }

    /// The rev of the first one.
    pub fn first_rev(&self) -> u64 {
        self.first_rev
    }

    /// The events one by one, each encoded by itself.
    pub fn frames(&self) -> &[Arc<Encoded>] {
        &self.frames
    }

    /// The bytes for a socket, mostly in one piece.
    pub fn pieces(&self, encoding: Encoding) -> &[Bytes] {
        let cell = match encoding {
            Encoding::MessagePack => &self.message_pack,
            Encoding::Json => &self.json,
        };
        cell.get_or_init(|| put_together(self.frames.iter().map(|frame| frame.bytes(encoding))))
    }
}

fn put_together(frames: impl Iterator<Item = Bytes>) -> Vec<Bytes> {
    let mut pieces: Vec<BytesMut> = Vec::new();
    for frame in frames {
        match pieces.last_mut() {
            Some(piece) if piece.len() + frame.len() <= PIECE => piece.extend_from_slice(&frame),
            _ => pieces.push(frame.into()),
        }
    }
    pieces.into_iter().map(BytesMut::freeze).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_no_piece_is_larger_than_it_must_be() {
        let sizes = [10, PIECE - 10, 1, 2 * PIECE, 3, 4];
        let frames = || sizes.iter().enumerate().map(|(number, size)| Bytes::from(vec![number as u8; *size]));
        let pieces = put_together(frames());
        assert_eq!(pieces.iter().map(Bytes::len).collect::<Vec<_>>(), [PIECE, 1, 2 * PIECE, 7]);
        assert!(pieces.concat() == frames().collect::<Vec<_>>().concat());
    }
}

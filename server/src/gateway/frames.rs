//! Bytes from a socket into whole messages, within limits.

use actix_codec::Decoder;
use actix_http::ws::{Codec, Frame, Item, ProtocolError};
use actix_web::web::{Bytes, BytesMut};
use hubbub_shared::protocol::{CloseCode, Encoding};

/// A whole message of the peer.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A text message.
    Text(Bytes),
    /// A binary message.
    Binary(Bytes),
    /// Wants a pong with the same payload.
    Ping(Bytes),
    /// Answers a ping; means the peer is there.
    Pong,
    /// The peer says goodbye.
    Close,
}

/// Collects the bytes of one socket.
pub struct Inbound {
    codec: Codec,
    buffer: BytesMut,
    /// The message of which fragments have come, and whether it is text.
    fragments: Option<(BytesMut, bool)>,
    most_bytes: usize,
}

impl Inbound {
    /// Takes messages up to this size.
    pub fn new(most_bytes: usize) -> Self {
        Self {
            codec: Codec::new().max_size(most_bytes),
            buffer: BytesMut::new(),
            fragments: None,
            most_bytes,
        }
    }

    /// Takes larger or smaller messages from now on.
    pub fn set_limit(&mut self, most_bytes: usize) {
        self.codec = Codec::new().max_size(most_bytes);
        self.most_bytes = most_bytes;
    }

    /// Adds what came.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole message, if it is there; or why the socket must close.
    pub fn next_message(&mut self) -> Result<Option<Incoming>, CloseCode> {
        loop {
            let Some(frame) = self.codec.decode(&mut self.buffer).map_err(|error| close_code(&error))? else {
                self.give_back_memory();
                return Ok(None);
            };
            if let Some(message) = self.take(frame)? {
                return Ok(Some(message));
            }
        }
    }

    /// An idle socket keeps no buffer.
    fn give_back_memory(&mut self) {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::new();
        }
    }

    fn take(&mut self, frame: Frame) -> Result<Option<Incoming>, CloseCode> {
        Ok(Some(match frame {
            Frame::Text(bytes) => Incoming::Text(bytes),
            Frame::Binary(bytes) => Incoming::Binary(bytes),
            Frame::Ping(bytes) => Incoming::Ping(bytes),
            Frame::Pong(_) => Incoming::Pong,
            Frame::Close(_) => Incoming::Close,
            Frame::Continuation(item) => return self.fragment(item),
        }))
    }

    fn fragment(&mut self, item: Item) -> Result<Option<Incoming>, CloseCode> {
        match (item, &mut self.fragments) {
            (Item::FirstText(bytes), none @ None) => *none = Some((bytes.as_ref().into(), true)),
            (Item::FirstBinary(bytes), none @ None) => *none = Some((bytes.as_ref().into(), false)),
            (Item::Continue(bytes), Some((whole, _))) => whole.extend_from_slice(&bytes),
            (Item::Last(bytes), Some((whole, _))) => {
                whole.extend_from_slice(&bytes);
                return self.whole();
            }
            _ => return Err(CloseCode::Malformed),
        }
        let size = self.fragments.as_ref().map_or(0, |(whole, _)| whole.len());
        if size > self.most_bytes { Err(CloseCode::TooLarge) } else { Ok(None) }
    }

    fn whole(&mut self) -> Result<Option<Incoming>, CloseCode> {
        let Some((whole, is_text)) = self.fragments.take() else { return Err(CloseCode::Malformed) };
        if whole.len() > self.most_bytes {
            return Err(CloseCode::TooLarge);
        }
        let bytes = whole.freeze();
        Ok(Some(if is_text { Incoming::Text(bytes) } else { Incoming::Binary(bytes) }))
    }
}

const fn close_code(error: &ProtocolError) -> CloseCode {
    match error {
        ProtocolError::Overflow => CloseCode::TooLarge,
        _ => CloseCode::Malformed,
    }
}

/// The reference of a call whose command cannot be read: so that its sender gets an answer.
pub fn reference_of(bytes: &[u8], encoding: Encoding) -> Option<u32> {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum AnyFrame {
        Call(u32, serde::de::IgnoredAny),
    }
    encoding.decode::<AnyFrame>(bytes).ok().map(|AnyFrame::Call(reference, _)| reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_still_has_its_reference() {
        assert_eq!(reference_of(br#"{"call":[7,{"dance":{}}]}"#, Encoding::Json), Some(7));
        assert_eq!(reference_of(br#"{"call":["x",{}]}"#, Encoding::Json), None);
        assert_eq!(reference_of(b"\xc1", Encoding::MessagePack), None);
    }
}

//! A frame that is encoded at most once per encoding, however many sockets it goes to.

use actix_http::ws::{CloseCode, CloseReason, Codec, Message};
use actix_web::web::{Bytes, BytesMut};
use hubbub_shared::protocol::{Encoding, OutcomeOf, ServerFrame, ServerFrameOf};
use serde::Serialize;
use std::sync::{Arc, OnceLock};

/// A frame and its bytes, WebSocket header included. Servers do not mask, so the bytes fit every socket.
#[derive(Debug)]
pub struct Encoded {
    frame: ServerFrame,
    message_pack: OnceLock<Bytes>,
    json: OnceLock<Bytes>,
}

impl Encoded {
    /// Not encoded until somebody needs it.
    pub fn new(frame: ServerFrame) -> Arc<Self> {
        Arc::new(Self { frame, message_pack: OnceLock::new(), json: OnceLock::new() })
    }

    /// The bytes for a socket; empty if the frame cannot be encoded, which no frame of the protocol is.
    pub fn bytes(&self, encoding: Encoding) -> Bytes {
        let cell = match encoding {
            Encoding::MessagePack => &self.message_pack,
            Encoding::Json => &self.json,
        };
        cell.get_or_init(|| encode(&self.frame, encoding)).clone()
    }

    /// What it says.
    pub const fn frame(&self) -> &ServerFrame {
        &self.frame
    }

    /// The rev of a durable event of a channel.
    pub fn rev(&self) -> Option<u64> {
        match &self.frame {
            ServerFrame::Event(hubbub_shared::protocol::Event::Channel { rev, .. }) => Some(*rev),
            _ => None,
        }
    }

    /// Whether whoever has seen a channel up to this rev has yet to see it.
    pub fn is_newer_than(&self, rev: u64) -> bool {
        self.rev().is_none_or(|newer| newer > rev)
    }
}

/// A frame for one socket.
pub fn encode(frame: &ServerFrame, encoding: Encoding) -> Bytes {
    let Ok(payload) =
        encoding.encode(frame).inspect_err(|error| tracing::error!("a frame cannot be encoded: {error}"))
    else {
        return Bytes::new();
    };
    frame_of(payload, encoding)
}

fn frame_of(payload: Vec<u8>, encoding: Encoding) -> Bytes {
    match encoding {
        Encoding::MessagePack => with_header(Message::Binary(payload.into())),
        Encoding::Json => with_header(Message::Text(String::from_utf8_lossy(&payload).into_owned().into())),
    }
}

/// Several frames, to be written as one.
pub fn together<'a>(frames: impl Iterator<Item = &'a Encoded>, encoding: Encoding) -> Bytes {
    let mut all = BytesMut::new();
    frames.for_each(|frame| all.extend_from_slice(&frame.bytes(encoding)));
    all.freeze()
}

/// The frame that answers a call with a hub, of which this is the view, encoded already: very many who come together see the
/// same, and each has a reference of their own.
pub fn reply_of_hub(reference: u32, view: &[u8], encoding: Encoding) -> Bytes {
    let hollow = ServerFrameOf::Reply(reference, OutcomeOf::Ok(Hollow::Hub(())));
    let nothing: &[u8] = match encoding {
        Encoding::MessagePack => &[0xc0],
        Encoding::Json => b"null",
    };
    let payload = encoding.encode(&hollow).ok().and_then(|frame| {
        // The last one: behind it there are only brackets.
        let at = frame.windows(nothing.len()).rposition(|bytes| bytes == nothing)?;
        Some([&frame[..at], view, &frame[at + nothing.len()..]].concat())
    });
    payload.map_or_else(Bytes::new, |payload| frame_of(payload, encoding))
}

/// Replies with nothing in the place of what they hold.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Hollow {
    Hub(()),
}

/// A close frame (RFC 6455 section 5.5.1).
pub fn close_frame(code: CloseCode) -> Bytes {
    let reason = CloseReason { code, description: None };
    with_header(Message::Close(Some(reason)))
}

/// Answers a WebSocket ping.
pub fn pong_frame(payload: Bytes) -> Bytes {
    with_header(Message::Pong(payload))
}

fn with_header(message: Message) -> Bytes {
    use actix_codec::Encoder;
    let mut bytes = BytesMut::new();
    // The codec fails only on fragments out of order, and these are whole.
    let _ = Codec::new().encode(message, &mut bytes);
    bytes.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::model::HubView;
    use hubbub_shared::protocol::{Outcome, Reply};

    #[test]
    fn a_reply_around_a_view_that_was_encoded_before_is_what_it_would_be_as_a_whole() {
        // What stands for nothing may be in it, too.
        let view = r#"{"id": "7", "name": "null À", "owner": "8", "version": 192, "created_at": "2026-11-30T10:00:00.000Z",
            "categories": [], "channels": [], "roles": [], "my_roles": [], "permissions": "192"}"#;
        let view: HubView = Encoding::Json.decode(view.as_bytes()).unwrap();
        for encoding in [Encoding::MessagePack, Encoding::Json] {
            let encoded = encoding.encode(&view).unwrap();
            for reference in [0, 0xc0, 0xc0c0, u32::MAX] {
                let whole = ServerFrame::Reply(reference, Outcome::Ok(Reply::Hub(view.clone())));
                let around = reply_of_hub(reference, &encoded, encoding);
                assert_eq!(around, encode(&whole, encoding), "{encoding:?}, {reference}");
            }
        }
    }
}

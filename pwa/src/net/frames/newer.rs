//! What can be told of a frame that only a newer app understands.

use super::reader::{Reader, read};
use crate::state::Newer;
use hubbub_shared::{ChannelId, HubId};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// As much of a frame as says what it is about.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outline {
    Ready(IgnoredAny),
    Reply(u32, IgnoredAny),
    Event(Subject),
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Subject {
    Channel {
        channel: ChannelId,
        rev: u64,
    },
    Hub {
        hub: HubId,
    },
    #[serde(other)]
    Other,
}

/// `None`: these bytes are no MessagePack.
pub fn read_outline(bytes: &[u8], human: bool) -> Option<Newer> {
    let mut reader = Reader::new(bytes, human);
    reader.skip().ok().filter(|()| reader.is_at_end())?;
    Some(match read(bytes, human) {
        Some((Outline::Ready(_), _)) => Newer::Ready,
        Some((Outline::Reply(call, _), _)) => Newer::Reply(call),
        Some((Outline::Event(Subject::Channel { channel, rev }), _)) => Newer::Change(channel, rev),
        Some((Outline::Event(Subject::Hub { hub }), _)) => Newer::HubChange(hub),
        Some((Outline::Event(Subject::Other) | Outline::Other, _)) | None => Newer::Other,
    })
}

#[cfg(test)]
mod tests;

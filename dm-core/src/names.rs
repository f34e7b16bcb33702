//! Under which ids things are kept.

use crate::vault::{Slot, Table};
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::ids::{ConversationId, EpochId, Identity, MessageId};

fn key(name: &str, of: &[u8]) -> Slot {
    Slot { table: Table::Keys, id: [name.as_bytes(), of].concat() }
}

/// The key that this device signs with (DSK).
pub fn signing() -> Slot {
    key("signing", &[])
}

/// The key that it agrees with (DIK).
pub fn agreement() -> Slot {
    key("agreement", &[])
}

/// The key of what it keeps (SK).
pub fn storage() -> Slot {
    key("storage", &[])
}

/// The private half of a signed prekey.
pub fn spk(number: u32) -> Slot {
    key("spk", &number.to_be_bytes())
}

/// The private half of a one-time prekey.
pub fn one_time(spk: u32, number: u32) -> Slot {
    key("one-time", &[spk.to_be_bytes(), number.to_be_bytes()].concat())
}

/// ESK of one of our epochs.
pub fn epoch(id: EpochId) -> Slot {
    key("epoch", &id.0)
}

/// Somebody's chain as one identity.
pub fn chain(user: UserId, identity: Identity) -> Vec<u8> {
    [user.encode(), identity.encode()].concat()
}

/// A message of a conversation.
pub fn message(conversation: ConversationId, id: MessageId) -> Vec<u8> {
    [conversation.0, id.bytes()].concat()
}

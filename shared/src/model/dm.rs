//! Encrypted direct messages, as the server hands them on. What is in the bytes is in `docs/direct-messages.md`.

use crate::bytes::Bytes;
use crate::ids::ChannelId;
use crate::model::{ChannelState, User};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A conversation that the server cannot read. Its id goes where a channel's goes: follow it, read its history, mark it as
/// read, type in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dm {
    /// Its id on this server.
    pub id: ChannelId,
    /// What it is called in everything that is encrypted: 16 bytes, which follow from who is in it.
    pub conversation: Bytes,
    /// Everybody in it, the caller too.
    pub members: Vec<User>,
    /// Whether somebody has yet to accept it. Absent: nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<DmRequest>,
    /// When somebody opened it.
    pub created_at: Timestamp,
    /// Where it stands, and the caller in it.
    pub state: ChannelState,
}

/// A conversation that somebody has yet to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DmRequest {
    /// The other one has. Until then, three messages can be sent.
    Sent,
    /// The caller has: they accept or decline it.
    Received,
}

/// The caller's conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dms {
    /// In the order in which they were opened.
    pub dms: Vec<Dm>,
}

/// What a message says that only its readers' devices can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sealed {
    /// What the server sees of it.
    pub header: Bytes,
    /// What it does not.
    pub ciphertext: Bytes,
    /// By the key of the epoch, over both.
    pub signature: Bytes,
    /// What the server says of it, for a report.
    pub receipt: SealedReceipt,
}

/// What the server remembers of a message that it cannot read: when it came, and from whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealedReceipt {
    /// Which of the server's keys made the tag.
    pub key: u32,
    /// When it came, in milliseconds since 1970.
    pub server_time_ms: u64,
    /// Over header and time.
    pub tag: Bytes,
}

/// Somebody's devices, as links of a chain that starts with their first one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmLinks {
    /// In their order, from the one that was asked for. Check each.
    pub links: Vec<Bytes>,
    /// The newest signed head of the chain. Absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Bytes>,
}

/// How many prekeys are left of the caller's device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmPrekeys {
    /// One-time prekeys of the signed prekey there is. Nobody else is told.
    pub left: u64,
}

/// Prekeys of somebody's devices, for those who write to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmClaims {
    /// One for each device that was asked for, in that order.
    pub claims: Vec<DmClaim>,
}

/// Prekeys of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmClaim {
    /// The device: 16 bytes.
    pub device: Bytes,
    /// Its signed prekey. Absent: it has none that counts, and gets no grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bytes>,
    /// A prekey that nobody else gets. Absent: there is none left, and a grant goes without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_time: Option<Bytes>,
}

/// Grants for the caller's device, which are kept until it has acknowledged them, for 45 days at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmGrants {
    /// In the order in which they came.
    pub grants: Vec<Bytes>,
    /// What `after` is for the next page. Absent: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which grant it is, of those to one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmGrantName {
    /// The epoch whose key it brings: 16 bytes.
    pub epoch: Bytes,
    /// The device that it is from: 16 bytes.
    pub device: Bytes,
}

/// What one's devices tell each other by way of the server, when one lets another in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmLinking {
    /// Devices that ask to be let in. Check each against what the person scanned or typed.
    pub requests: Vec<Bytes>,
    /// What devices that asked were answered.
    pub welcomes: Vec<Bytes>,
}

/// What a recovery code opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmRecovery {
    /// The sealed keys of the recovery device. Absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Bytes>,
}

/// Backup keys that are sealed to one device of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmBackupKeys {
    /// In the order of their generations.
    pub keys: Vec<Bytes>,
}

/// A page of the caller's backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DmBackup {
    /// Entries, in an order of their own.
    pub entries: Vec<Bytes>,
    /// What `after` is for the next page. Absent: this is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

//! DM1, encrypted direct messages: what a client does and what it remembers. Devices, prekeys, contacts that are pinned,
//! epochs, sending, receiving, backup, recovery. Formats and checks without memory are in `dm-wire`.
//!
//! No input or output of its own. Keys are used through [`Crypto`], which is asynchronous because Web Crypto is; what is
//! kept goes through [`Vault`]. What comes from the server is a plain value, what goes to it too ([`Upload`], [`Step`]).
//! Nothing is held in memory from one call to the next but chains that were checked, so a crash between any two steps loses
//! nothing, and page, service worker and tabs can use one vault at once.
//!
//! Beta. What is promised, and which attack has which outcome, is in `docs/direct-messages.md`.
#![forbid(unsafe_code)]

mod backup;
mod chains;
mod client;
mod contacts;
mod conversations;
mod crypto;
mod device;
mod entries;
mod epochs;
mod error;
mod following;
mod grants;
mod groups;
mod keep;
mod linking;
mod names;
mod opening;
mod order;
mod outcome;
mod posted;
mod prekeys;
mod receive;
mod records;
mod recovery;
mod sealing;
mod send;
mod timeline;
mod told;
mod uploads;
mod vault;
mod verify;
mod work;

pub use backup::BackupOutcome;
pub use client::{Client, Policy};
pub use conversations::Composer;
pub use crypto::{Crypto, CryptoFailed, ExtractablePair};
pub use entries::Restored;
pub use epochs::{Claim, EpochBegun};
pub use error::Error;
pub use following::{LinksOutcome, Served};
pub use grants::GrantOutcome;
pub use groups::ChangesOutcome;
pub use outcome::{Blocked, Evidence, Misbehaviour, Need, Note, Rejection, Warning};
pub use receive::Preview;
pub use records::{Stage, Trust};
pub use send::{Post, Step};
pub use timeline::{Entry, Timeline, Unsent};
pub use told::{Delivered, Received, Told};
pub use uploads::Upload;
pub use vault::{Check, Slot, Stored, Table, Transaction, Vault, VaultFailed, Versioned, Write};
pub use verify::{ContactState, Scanned};

//! Why something could not be done at all. What the server or others did wrong is no error: it is an outcome.

use crate::crypto::CryptoFailed;
use crate::outcome::Blocked;
use crate::vault::VaultFailed;
use dm_wire::malformed::Malformed;
use dm_wire::refused::Refused;
use thiserror::Error;

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// A primitive failed.
    #[error(transparent)]
    Crypto(#[from] CryptoFailed),
    /// The store failed. What was being done was not done, or was done whole; doing it again is harmless.
    #[error(transparent)]
    Vault(#[from] VaultFailed),
    /// This browser does not keep keys (lockdown, private browsing): encrypted messages are off in it.
    #[error("this browser does not keep keys")]
    CannotKeepKeys,
    /// There is no device here yet, or it is in no chain.
    #[error("no device that takes part")]
    NoDevice,
    /// There is a device already.
    #[error("there is a device already")]
    DeviceExists,
    /// Others changed the same again and again.
    #[error("too busy")]
    Busy,
    /// What is kept cannot be read: another version wrote it, or somebody changed it.
    #[error("a record that cannot be read")]
    Damaged,
    /// It is not to be done now, for a reason that people are told.
    #[error("blocked")]
    Blocked(Blocked),
    /// It would be refused by everybody.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is not formed as it has to be.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Another link or change waits for the server's answer; it has to be known first.
    #[error("another change is on its way")]
    AlreadyPending,
    /// The code is another one, or what it is to open was replaced.
    #[error("the code does not open this")]
    WrongCode,
}

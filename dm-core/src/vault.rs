//! Where a client remembers: a store of records with versions, and transactions that say which versions they build on. Two
//! holders of one vault (tabs, the service worker) can both read, and the second of two that build on the same loses and
//! reads anew; so nothing depends on a lock being held.

use thiserror::Error;

/// Why nothing could be read or written. Nothing of a transaction is kept then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("vault: {0}")]
pub struct VaultFailed(pub String);

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// What there is to remember. Each can be an object store of IndexedDB.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[$doc])* $name,)*
        }

        impl Table {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

tables! {
    /// This device itself.
    Own;
    /// Private keys, as handles.
    Keys;
    /// The public sides of prekeys, and what is left of them.
    Prekeys;
    /// Links of people, by person and identity.
    Chains;
    /// What is held of people: who they are, where their chain stood, whether they were verified.
    Contacts;
    /// Conversations and who is in them.
    Conversations;
    /// What is on its way out, by conversation: the epoch and the queue.
    Sending;
    /// Messages that are not posted yet.
    Outbox;
    /// Epochs of others.
    Epochs;
    /// Which number of a device is which epoch.
    Numbers;
    /// Which counters of an epoch were used.
    Counters;
    /// Messages that were taken, by their ids.
    Seen;
    /// Messages that were taken, by their hashes.
    Heard;
    /// Where each device's messages stand in a conversation, and what is missing.
    Tails;
    /// What messages say, sealed.
    Messages;
    /// Messages that cannot be opened yet.
    Waiting;
    /// Grants that were refused, so that it is told once.
    Refusals;
    /// What the server has not confirmed yet.
    Uploads;
    /// Backup keys, sealed.
    BackupKeys;
    /// Which backup key was sealed to which device.
    BackupGranted;
    /// Epochs that are not in the backup yet.
    BackupDue;
    /// A link with another device that is being made.
    Linking;
    /// Signed things that contradict each other.
    Evidence;
}

/// Where a record is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// In which table.
    pub table: Table,
    /// Under which id.
    pub id: Vec<u8>,
}

/// What is in a slot.
#[derive(Clone)]
pub enum Stored<K> {
    /// A record; of those that hold secrets, sealed.
    Bytes(Vec<u8>),
    /// The handle of a private key. In a browser, a `CryptoKey`.
    Key(K),
}

/// What is in a slot, as of some version.
#[derive(Clone)]
pub struct Versioned<K> {
    /// Another one after each write. No slot has the same version twice, also not after it was empty.
    pub version: u64,
    /// What is there.
    pub stored: Stored<K>,
}

/// What must still be so for a transaction to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The slot it is about.
    pub slot: Slot,
    /// As it was read; `None`: there was nothing.
    pub version: Option<u64>,
}

/// What a transaction changes.
#[derive(Clone)]
pub struct Write<K> {
    /// The slot that is written.
    pub slot: Slot,
    /// What is there from now on; `None`: nothing.
    pub stored: Option<Stored<K>>,
}

/// All of it, or nothing.
#[derive(Clone)]
pub struct Transaction<K> {
    /// If one of these fails, nothing is written.
    pub checks: Vec<Check>,
    /// What is written then.
    pub writes: Vec<Write<K>>,
}

/// A store that survives. In a browser, IndexedDB.
#[expect(async_fn_in_trait, reason = "IndexedDB is of one thread, and so is everybody who calls this")]
pub trait Vault {
    /// The key handles of [`crate::Crypto`].
    type Key: Clone;

    /// What is in a slot.
    async fn read(&self, slot: &Slot) -> Result<Option<Versioned<Self::Key>>, VaultFailed>;

    /// The ids in a table that begin with this, sorted.
    async fn list(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, VaultFailed>;

    /// Checks and writes at once, and is durable before it returns (in IndexedDB: `durability: "strict"`). `false`: a check
    /// failed, and nothing was written.
    async fn commit(&self, transaction: Transaction<Self::Key>) -> Result<bool, VaultFailed>;
}

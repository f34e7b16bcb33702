//! Encrypted direct messages: devices, prekeys, grants, conversations, and messages that the server cannot read. What the
//! bytes mean, and when they count, is decided in `dm-wire`, which clients use too.

mod backups;
mod conversations;
mod devices;
mod franking;
mod grants;
mod letter;
mod linking;
mod links;
mod prekeys;
mod recovery;

pub use backups::{
    BackupEntryDoc, BackupKeyDoc, DM_BACKUP, DM_BACKUP_KEYS, backup_keys_of, backup_page, backup_set,
    everything_of as all_backup_of,
};
pub use conversations::{
    DM_MEMBERSHIPS, DMS, DmDoc, DmMembershipDoc, Standing, memberships_of, of_place, opened_since,
};
pub use devices::{DM_DEVICES, DmDeviceDoc, all_devices_of, device_of_session};
pub use franking::{DM_FRANKING_KEYS, FrankingKey, FrankingKeyDoc, all_keys};
pub use grants::{DM_EPOCHS, DM_GRANTS, EpochDoc, GrantDoc, grants_page, grants_to};
pub use letter::{Letter, SealedDoc};
pub use linking::{DM_LINKING, LinkingDoc, all_linking_of, linking_of};
pub use links::{DM_LINKS, LinkDoc, links_of, newest_link};
pub use prekeys::{DM_PREKEYS, PrekeyDoc, next_prekey, prekeys_left, prekeys_of};
pub use recovery::{DM_RECOVERY, RecoveryDoc};

use crate::error::Error;
use dm_wire::{Malformed, Refused, Wire};
use hubbub_shared::{Bytes, ErrorCode, Problem};

/// Reads one of the formats out of a field of a command.
pub fn parse<T: Wire>(field: &str, bytes: &Bytes) -> Result<T, Problem> {
    let refuse = |why: Malformed| Problem::field(field, format!("{field} cannot be read: {why}."));
    T::parse(&bytes.0).map_err(refuse)
}

/// What somebody is told whose bytes are well-formed and do not count.
pub fn refusal(why: &Refused) -> Error {
    Error::rejected(ErrorCode::Conflict, format!("It does not count: {}.", why.code()))
}

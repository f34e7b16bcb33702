//! What only the caller's devices can open, and the server keeps for them: recovery, backup keys, backup.

use super::device::{at_most, own};
use crate::domain::caller::Caller;
use crate::domain::dms::{self, BackupEntryDoc, BackupKeyDoc, RecoveryDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::{Entity, Write};
use dm_wire::backup::{BackupEntry, BackupGrant};
use dm_wire::device::DeviceKind;
use dm_wire::ids::DeviceId;
use dm_wire::recovery::RecoveryBlob;
use hubbub_shared::model::{DmBackup, DmBackupKeys, DmRecovery};
use hubbub_shared::protocol::command::{
    AddDmBackup, AddDmBackupKeys, GetDmBackup, GetDmBackupKeys, SetDmRecovery,
};
use hubbub_shared::{ErrorCode, Problem};

/// Devices that a backup key is sealed to at once.
const MOST_KEYS: usize = 16;
/// Entries that are kept at once.
const MOST_ENTRIES: usize = 100;

fn of_others(field: &str) -> Error {
    Problem::field(field, "It is of somebody else.").into()
}

/// Keeps what the recovery code opens.
pub async fn set_recovery(live: &Live, caller: &Caller, command: SetDmRecovery) -> Result<()> {
    let own = own(live, caller).await?;
    let blob: RecoveryBlob = dms::parse("recovery", &command.recovery)?;
    if blob.head.user != own.by.user {
        return Err(of_others("recovery"));
    }
    let is_there = own
        .chain
        .active()
        .any(|device| device.id() == blob.head.device && device.entry.keys.kind == DeviceKind::Recovery);
    if !is_there {
        return Err(Error::rejected(ErrorCode::Conflict, "There is no such recovery device in the chain."));
    }
    let new = RecoveryDoc::new(own.by.user, command.recovery.clone());
    let keep = |stored: &mut RecoveryDoc| {
        stored.bytes = command.recovery.clone();
        Ok::<_, Error>(())
    };
    if live.store.update(new.id(), keep).await?.is_none() {
        live.store.insert(&new).await?;
    }
    Ok(())
}

/// What the recovery code opens, for a session that need not be a device yet.
pub async fn recovery(live: &Live, caller: &Caller) -> Result<DmRecovery> {
    let stored: Option<RecoveryDoc> = live.store.get(caller.as_person()?.user).await?;
    Ok(DmRecovery { recovery: stored.map(|stored| stored.bytes) })
}

/// Keeps a backup key for the devices that it is sealed to. Who makes the first set of a generation decides which key it is.
pub async fn add_keys(live: &Live, caller: &Caller, command: AddDmBackupKeys) -> Result<()> {
    let own = own(live, caller).await?;
    at_most("keys", &command.keys, MOST_KEYS)?;
    let keys = command.keys.iter().map(|key| dms::parse("keys", key));
    let keys = keys.collect::<std::result::Result<Vec<BackupGrant>, Problem>>()?;
    let Some(first) = keys.first() else { return Ok(()) };
    let generation = first.head.generation;
    if keys.iter().any(|key| key.head.user != own.by.user || key.head.generation != generation) {
        return Err(of_others("keys"));
    }
    if keys.iter().any(|key| key.head.from != own.party.device) {
        return Err(Error::forbidden("They were sealed by another device than this session is."));
    }
    let taken = || Error::rejected(ErrorCode::Conflict, "This generation is taken. Fetch its keys.");
    let known = dms::backup_set(&live.store, own.by.user, generation).await?;
    let new: Vec<BackupKeyDoc> = keys.iter().map(BackupKeyDoc::new).collect();
    let is_first_set = keys.iter().any(|key| key.head.to == key.head.from);
    if is_first_set && known.first().is_some_and(|known| new.iter().all(|new| new.bytes != known.bytes)) {
        return Err(taken());
    }
    let missing = new.iter().filter(|new| known.iter().all(|known| known.id != new.id));
    let writes = missing.map(Write::insert).collect::<std::result::Result<Vec<_>, _>>()?;
    if writes.is_empty() {
        return Ok(());
    }
    live.store.batch(writes).await.map_err(|error| if error.is_failure() { error.into() } else { taken() })
}

/// Backup keys for a device, which need not be one yet.
pub async fn keys(live: &Live, caller: &Caller, command: GetDmBackupKeys) -> Result<DmBackupKeys> {
    let user = caller.as_person()?.user;
    let device = DeviceId(dms::parse("device", &command.device)?);
    let found = dms::backup_keys_of(&live.store, user, device).await?;
    Ok(DmBackupKeys { keys: found.into_iter().map(|key| key.bytes).collect() })
}

/// Keeps entries of the backup.
pub async fn add(live: &Live, caller: &Caller, command: AddDmBackup) -> Result<()> {
    let own = own(live, caller).await?;
    at_most("entries", &command.entries, MOST_ENTRIES)?;
    for entry in &command.entries {
        let entry: BackupEntry = dms::parse("entries", entry)?;
        if entry.head.user != own.by.user {
            return Err(of_others("entries"));
        }
        let new = BackupEntryDoc::new(&entry);
        let keep = |stored: &mut BackupEntryDoc| {
            stored.bytes = new.bytes.clone();
            Ok::<_, Error>(())
        };
        if live.store.update(&new.id, keep).await?.is_none() {
            live.store.insert(&new).await.map_err(|error| match error.is_failure() {
                true => error.into(),
                false => Error::unavailable(),
            })?;
        }
    }
    Ok(())
}

/// A page of the backup.
pub async fn page(live: &Live, caller: &Caller, command: GetDmBackup) -> Result<DmBackup> {
    let own = own(live, caller).await?;
    let limit = usize::try_from(live.settings.capacity.page.limit(command.limit)?).unwrap_or_default();
    let found = dms::backup_page(&live.store, own.by.user, command.after.as_deref(), limit).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.name.clone());
    Ok(DmBackup { entries: found.into_iter().map(|entry| entry.bytes).collect(), next })
}

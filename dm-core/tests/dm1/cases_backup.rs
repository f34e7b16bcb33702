//! Backup and recovery: cases 29, 30 and 42.

use crate::executor::run;
use crate::puppet::Puppet;
use crate::world::{ADA, BEN, World};
use dm_core::{BackupOutcome, Error, Rejection, Restored, Stage};
use dm_wire::backup::{BackupEntry, BackupGrant};
use dm_wire::ids::ConversationId;
use dm_wire::recovery::{Code, RecoveryBlob};
use dm_wire::refused::Refused;

/// Ada and Ben have written, all of it is backed up, and there is a recovery device.
fn written() -> (World, Code, ConversationId) {
    let mut world = World::of_two();
    world.says("laptop", BEN, "one");
    world.says("tablet", ADA, "two");
    world.says("phone", BEN, "three");
    let code = run(world.client("laptop").create_recovery(world.now())).unwrap();
    world.settle();
    let id = world.pair(ADA, BEN);
    (world, code, id)
}

fn recovers(world: &mut World, name: &str, code: &Code) -> Result<Vec<Rejection>, Error> {
    let blob = world.server.recovery[&ADA].clone();
    recovers_with(world, name, code, &blob)
}

fn recovers_with(
    world: &mut World,
    name: &str,
    code: &Code,
    blob: &RecoveryBlob,
) -> Result<Vec<Rejection>, Error> {
    let links = world.server.links[&ADA].clone();
    let grants = world.server.backup_grants_to(ADA, blob.head.device);
    run(world.client(name).recover(code, blob, &links, &grants, world.now()))
}

/// 42: a device that was linked reads what was written before it.
#[test]
fn case_42_a_linked_device_reads_all_history() {
    let (mut world, _, id) = written();
    world.links("laptop", "pad");
    world.settle();
    assert!(world.bodies("pad", id).is_empty());
    world.restores("pad");
    assert_eq!(world.bodies("pad", id).len(), 3);
    assert!(run(world.client("pad").gaps(id)).unwrap().is_empty());
}

/// 42: with the code alone, after everything was lost, and after a device was revoked.
#[test]
fn case_42_who_recovers_reads_all_history() {
    for revokes in [false, true] {
        let (mut world, code, id) = written();
        if revokes {
            run(world.client("laptop").revoke(world.device("phone").id(), 2, world.now())).unwrap();
            world.settle();
            world.says("laptop", BEN, "four");
            world.settle();
        }
        world.devices.remove("laptop");
        world.devices.remove("phone");
        world.browser("new", ADA);
        let typed = Code::parse(&code.shown().to_lowercase()).unwrap();
        assert_eq!(recovers(&mut world, "new", &typed), Ok(Vec::new()));
        world.sync("new");
        assert_eq!(run(world.client("new").stage()), Ok(Some(Stage::Active)));
        world.restores("new");
        assert_eq!(world.bodies("new", id).len(), if revokes { 4 } else { 3 });
        world.says("tablet", ADA, "you are back");
        world.settle();
        assert!(world.bodies("new", id).contains("you are back"));
    }
}

/// 30: the server hands out another blob, or there is another code.
#[test]
fn case_30_another_blob_or_code_recovers_nothing() {
    let (mut world, code, _) = written();
    world.browser("new", ADA);
    assert_eq!(recovers(&mut world, "new", &Code::new(&[1; 26])), Err(Error::WrongCode));
    // One that the server made, with keys of its own under a code of its own, and even with the right one.
    let mut other = World::of_two();
    let others = run(other.client("phone").create_recovery(other.now())).unwrap();
    other.settle();
    let swapped = other.server.recovery[&ADA].clone();
    assert_eq!(recovers_with(&mut world, "new", &code, &swapped), Err(Error::WrongCode));
    assert_eq!(recovers_with(&mut world, "new", &others, &swapped), Err(Error::WrongCode));
    let mut relabelled = swapped;
    relabelled.head.device = world.server.recovery[&ADA].head.device;
    assert_eq!(recovers_with(&mut world, "new", &others, &relabelled), Err(Error::WrongCode));
    assert_eq!(run(world.client("new").stage()), Ok(Some(Stage::Apart)));
    assert_eq!(recovers(&mut world, "new", &code), Ok(Vec::new()));
}

/// 29: an entry that was made up, or moved to another conversation, person or generation.
#[test]
fn case_29_a_forged_or_moved_entry_is_refused() {
    let (mut world, _, id) = written();
    world.links("laptop", "pad");
    world.settle();
    let entry = world.server.backup_of(ADA).remove(0);
    let put = |world: &World, alter: &dyn Fn(&mut BackupEntry)| {
        let mut entry = entry.clone();
        alter(&mut entry);
        run(world.client("pad").take_backup(&[entry])).unwrap().remove(0)
    };
    let does_not_open = Restored::Refused(Rejection::DoesNotOpen);
    assert_eq!(put(&world, &|entry| entry.head.conversation.0[0] ^= 1), does_not_open);
    assert_eq!(put(&world, &|entry| entry.head.epoch.0[0] ^= 1), does_not_open);
    assert_eq!(put(&world, &|entry| entry.head.sender.user = BEN), does_not_open);
    assert_eq!(put(&world, &|entry| entry.ciphertext[9] ^= 1), does_not_open);
    assert_eq!(put(&world, &|entry| entry.head.generation = 9), Restored::Refused(Rejection::NoBackupKey));
    let other = Restored::Refused(Refused::OtherChain.into());
    assert_eq!(put(&world, &|entry| entry.head.user = BEN), other);
    assert_eq!(put(&world, &|_| {}), Restored::Taken);
    assert_eq!(put(&world, &|_| {}), Restored::Known);
    assert!(world.bodies("pad", id).is_empty());
}

fn generation(entries: &[BackupEntry]) -> u32 {
    entries.iter().map(|entry| entry.head.generation).max().unwrap_or(0)
}

/// 29: after a device was lost, the server shows a new one only the key that the lost one knows.
#[test]
fn case_29_an_old_backup_key_encrypts_nothing_after_a_revocation() {
    let (mut world, _, _) = written();
    let old = world.server.backup_grants[&ADA].clone();
    assert_eq!(generation(&world.server.backup_of(ADA)), 1);
    run(world.client("laptop").revoke(world.device("phone").id(), 2, world.now())).unwrap();
    world.settle();
    world.browser("pad", ADA);
    let (offer, _) = run(world.client("pad").offer_link()).unwrap();
    let request = run(world.client("pad").request_link(&world.server.links[&ADA])).unwrap();
    run(world.client("laptop").accept_link(&offer, &request, world.now())).unwrap();
    world.sync("laptop");
    let welcome = world.server.welcomes[&offer.device].clone();
    run(world.client("pad").take_welcome(&welcome, &world.server.links[&ADA], world.now())).unwrap();
    // The server hides the second generation from the pad.
    let first: Vec<BackupGrant> = world
        .server
        .backup_grants_to(ADA, world.device("pad").id())
        .into_iter()
        .filter(|grant| grant.head.generation == 1)
        .collect();
    assert_eq!(run(world.client("pad").take_backup_grants(&first)).unwrap(), [BackupOutcome::Taken]);
    world.server.backup_grants.insert(ADA, old);
    world.upload("pad").unwrap();
    world.sync("tablet");
    world.says("tablet", ADA, "is your phone found?");
    world.fetch_links("pad", BEN).unwrap();
    world.fetch_grants("pad").unwrap();
    let fresh = run(world.client("pad").backup_entries(10)).unwrap();
    assert_eq!(generation(&fresh), 2, "it made one of its own");
}

/// Who found the phone makes a backup key, and the server hands it on.
#[test]
fn a_backup_key_of_a_removed_device_is_refused() {
    let (mut world, _, _) = written();
    let thief = Puppet::thief_of(world.device("phone"));
    run(world.client("laptop").revoke(thief.id(), 2, world.now())).unwrap();
    world.settle();
    let laptop = world.device("laptop").party();
    let head = world.server.chain(ADA).head();
    let forged = crate::puppet::backup_grant(&world.server, &thief, laptop, 9, head);
    let outcome = run(world.client("laptop").take_backup_grants(&[forged])).unwrap();
    assert_eq!(outcome, [BackupOutcome::Refused(Rejection::RemovedDevice)]);
}

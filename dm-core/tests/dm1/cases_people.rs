//! Groups: cases 21 and 22.

use crate::executor::run;
use crate::puppet::Puppet;
use crate::world::{ADA, BEN, CLEO, World};
use dm_core::{Blocked, ChangesOutcome, Rejection};
use dm_wire::ids::ConversationId;
use dm_wire::membership::{Membership, MembershipBody, MembershipChange};
use dm_wire::refused::Refused;

fn group(world: &mut World) -> ConversationId {
    let id = run(world.client("laptop").create_group(&[BEN])).unwrap();
    world.settle();
    id
}

fn change(world: &World, id: ConversationId, by: &Puppet, change: MembershipChange) -> Membership {
    let head = world.server.group(id).unwrap().head();
    let (user, device) = (by.user, by.id());
    by.states(MembershipBody { conversation: id, seq: head.seq + 1, prev: head.hash, change, user, device })
}

/// 21: the server lists one more member.
#[test]
fn case_21_a_member_that_nobody_signed_gets_nothing() {
    let mut world = World::of_three();
    let id = group(&mut world);
    world.writes_in("laptop", id, "among us");
    world.sync("laptop");
    assert!(world.server.grants.get(&world.device("desk").id()).is_none_or(Vec::is_empty));
    // Of two, nobody can be added at all: who is in it is in its id.
    let pair = world.pair(ADA, BEN);
    assert_ne!(pair, world.pair(ADA, CLEO));
}

/// 22: a stranger signs herself in.
#[test]
fn case_22_a_change_by_who_is_no_member_is_refused() {
    let mut world = World::of_three();
    let id = group(&mut world);
    let cleo = Puppet::thief_of(world.device("desk"));
    let add = MembershipChange::Add(CLEO, world.server.chain(CLEO).identity());
    let forged = change(&world, id, &cleo, add);
    let outcome = run(world.client("tablet").take_changes(&[forged])).unwrap();
    assert_eq!(outcome, ChangesOutcome::Refused(Rejection::Refused(Refused::NotAMember)));
}

/// Two changes of one place: both signed, so there is no telling who is right.
#[test]
fn two_changes_of_one_place_stop_the_group() {
    let mut world = World::of_three();
    let id = group(&mut world);
    let ben = Puppet::thief_of(world.device("desktop"));
    let one = change(&world, id, &ben, MembershipChange::Leave);
    run(world.client("laptop").add_member(id, CLEO)).unwrap();
    world.settle();
    assert_eq!(run(world.client("phone").take_changes(&[one])).unwrap(), ChangesOutcome::Forked);
    let blocked = run(world.client("phone").composer(id, world.now())).unwrap().blocked;
    assert!(matches!(blocked, Some(Blocked::Misbehaviour(..))), "{blocked:?}");
}

#[test]
fn who_was_removed_reads_nothing_more_and_cannot_be_heard() {
    let mut world = World::of_three();
    let id = run(world.client("laptop").create_group(&[BEN, CLEO])).unwrap();
    world.settle();
    world.writes_in("desk", id, "hello");
    world.settle();
    world.writes_in("laptop", id, "all three");
    world.settle();
    run(world.client("laptop").remove_member(id, CLEO)).unwrap();
    world.settle();
    world.writes_in("laptop", id, "the two of us");
    world.settle();
    assert!(world.bodies("tablet", id).contains("the two of us"));
    assert!(!world.bodies("desk", id).contains("the two of us"));
    let blocked = run(world.client("desk").composer(id, world.now())).unwrap().blocked;
    assert_eq!(blocked, Some(Blocked::NotAMember));
}

/// Both Ada and Ben change the group at the same moment; one of them has to do it again.
#[test]
fn who_was_slower_changes_the_group_again() {
    let mut world = World::of_three();
    let id = group(&mut world);
    run(world.client("laptop").add_member(id, CLEO)).unwrap();
    run(world.client("tablet").leave_group(id)).unwrap();
    world.settle();
    assert!(world.server.group(id).unwrap().members().contains_key(&BEN), "Ada was faster");
    run(world.client("tablet").leave_group(id)).unwrap();
    world.settle();
    assert!(!world.server.group(id).unwrap().members().contains_key(&BEN));
}

/// A new device reads the past of a group by itself, and sends nothing before somebody who is there confirms it.
#[test]
fn a_past_that_only_the_server_tells_is_not_sent_into() {
    let mut world = World::of_three();
    let id = run(world.client("phone").create_group(&[BEN, CLEO])).unwrap();
    world.settle();
    let phone = world.device("phone").id();
    run(world.client("laptop").revoke(phone, 3, world.now())).unwrap();
    world.settle();
    world.links("laptop", "pad");
    world.fetch_changes("pad", id).unwrap();
    let composer = |world: &World| run(world.client("pad").composer(id, world.now())).unwrap().blocked;
    assert_eq!(composer(&world), Some(Blocked::GroupUnconfirmed));
    world.writes_in("tablet", id, "it is us");
    world.settle();
    assert_eq!(composer(&world), None);
}

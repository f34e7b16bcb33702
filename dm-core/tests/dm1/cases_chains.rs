//! What a server can do to chains: cases 10 to 15, 20 and 31.

use crate::executor::run;
use crate::puppet::Puppet;
use crate::world::{ADA, BEN, DAY, HOUR, World};
use dm_core::{Blocked, Client, LinksOutcome, Misbehaviour, Note, Scanned, Served, Step, Trust, Warning};
use dm_wire::UserId;
use dm_wire::chain::Chain;
use dm_wire::link::{Change, Link};

fn serves(world: &World, name: &str, user: UserId, from: u32, links: Vec<Link>) -> LinksOutcome {
    run(world.client(name).take_links(user, &Served { from, links }, world.now())).unwrap()
}

fn blocked(world: &World, name: &str, with: UserId) -> Option<Blocked> {
    let id = run(world.client(name).open_conversation(with)).unwrap();
    run(world.client(name).composer(id, world.now())).unwrap().blocked
}

fn is_blocked_by(world: &World, what: Misbehaviour) {
    assert_eq!(blocked(world, "tablet", ADA), Some(Blocked::Misbehaviour(ADA, what)));
    let evidence = run(world.client("tablet").evidence()).unwrap();
    assert!(evidence.iter().any(|one| one.about == ADA && one.what == what), "{evidence:?}");
}

/// 10: a device that the server lists and no link brings.
#[test]
fn case_10_a_device_without_a_link_gets_no_grant() {
    let mut world = World::of_two();
    let intruder = Puppet::new(ADA, 99);
    world.server.bundles.insert(intruder.id(), intruder.states(intruder.bundle(world.now())));
    world.says("tablet", ADA, "hi");
    assert!(!world.server.grants.contains_key(&intruder.id()));
    let forged = intruder.adds(world.server.chain(ADA).head(), &intruder);
    let links = [world.server.links[&ADA].as_slice(), &[forged]].concat();
    assert_eq!(serves(&world, "tablet", ADA, 0, links), LinksOutcome::Misbehaved(Misbehaviour::BadLink));
    is_blocked_by(&world, Misbehaviour::BadLink);
}

/// 11: signed by who was revoked.
#[test]
fn case_11_a_device_added_by_a_revoked_one_is_refused() {
    let mut world = World::of_two();
    let phone = Puppet::thief_of(world.device("phone"));
    run(world.client("laptop").revoke(phone.id(), 2, world.now())).unwrap();
    world.settle();
    let (head, other) = (world.server.chain(ADA).head(), Puppet::new(ADA, 98));
    let links = [world.server.links[&ADA].as_slice(), &[phone.adds(head, &other)]].concat();
    assert_eq!(serves(&world, "tablet", ADA, 0, links), LinksOutcome::Misbehaved(Misbehaviour::BadLink));
}

/// 12: somebody else's keys, entered without the proof.
#[test]
fn case_12_a_device_without_proof_of_possession_is_refused() {
    let world = World::of_two();
    let laptop = Puppet::thief_of(world.device("laptop"));
    let (head, other) = (world.server.chain(ADA).head(), Puppet::new(ADA, 97));
    let entry = other.entry(head.seq + 7, head.hash);
    let link = laptop.link(head, Change::Add(entry));
    let links = [world.server.links[&ADA].as_slice(), &[link]].concat();
    assert_eq!(serves(&world, "tablet", ADA, 0, links), LinksOutcome::Misbehaved(Misbehaviour::BadLink));
}

/// 13: an older chain, or an answer without what is held.
#[test]
fn case_13_a_shorter_chain_blocks() {
    for links in [1, 0] {
        let world = World::of_two();
        let from = run(world.client("tablet").links_from(ADA)).unwrap();
        let old = world.server.links[&ADA][..links].to_vec();
        let outcome = serves(&world, "tablet", ADA, from, old);
        assert_eq!(outcome, LinksOutcome::Misbehaved(Misbehaviour::Rollback));
        is_blocked_by(&world, Misbehaviour::Rollback);
    }
}

/// 14: two links of one place, both signed as they have to be.
#[test]
fn case_14_a_fork_is_evidence_and_blocks() {
    let world = World::of_two();
    let laptop = Puppet::thief_of(world.device("laptop"));
    let genesis = world.server.links[&ADA][0].clone();
    let other = laptop.adds(Chain::begin(&genesis).unwrap().head(), &Puppet::new(ADA, 96));
    let outcome = serves(&world, "tablet", ADA, 1, vec![other]);
    assert_eq!(outcome, LinksOutcome::Misbehaved(Misbehaviour::Fork));
    is_blocked_by(&world, Misbehaviour::Fork);
    // Nobody but the two of them, comparing, ends that.
    assert_eq!(run(world.client("tablet").acknowledge(ADA)), Ok(()));
    is_blocked_by(&world, Misbehaviour::Fork);
    let shown = run(world.client("laptop").safety_picture(BEN)).unwrap();
    assert_eq!(run(world.client("tablet").scan(ADA, &shown)).unwrap(), Scanned::Same);
    assert_eq!(blocked(&world, "tablet", ADA), None);
}

/// 15: the server keeps a revocation to itself; the next honest message tells of it.
#[test]
fn case_15_a_withheld_revocation_is_told_by_the_next_message() {
    let mut world = World::of_two();
    world.says("tablet", ADA, "before");
    world.settle();
    let phone = world.device("phone").id();
    run(world.client("laptop").revoke(phone, 2, world.now())).unwrap();
    world.sync("laptop");
    world.says("laptop", BEN, "I have lost my phone");
    let links = world.server.links[&ADA].clone();
    world.server.links.insert(ADA, links[..2].to_vec());
    world.sync("tablet");
    assert_eq!(world.last_told("tablet").content.what, crate::world::text("I have lost my phone", 0).what);
    assert_eq!(blocked(&world, "tablet", ADA), Some(Blocked::LinksWithheld(ADA)));
    let written = world.writes("tablet", ADA, "are you there?");
    world.sync("tablet");
    assert!(
        world.device("tablet").blocked.contains(&Blocked::LinksWithheld(ADA)),
        "and nothing was sent: {written:?}"
    );
    world.server.links.insert(ADA, links);
    world.settle();
    assert_eq!(blocked(&world, "tablet", ADA), None);
    assert!(world.bodies("laptop", world.pair(ADA, BEN)).contains("are you there?"));
}

/// The same of a third person is told, and blocks nobody: it may be the teller who lies.
#[test]
fn case_15_what_others_say_of_a_chain_is_told_and_blocks_nobody() {
    let mut world = World::of_three();
    let id = run(world.client("laptop").create_group(&[BEN, crate::world::CLEO])).unwrap();
    world.settle();
    let puppet = Puppet::thief_of(world.device("desk"));
    let mut epoch = crate::puppet::Epoch::new(5, 1);
    epoch.group_head = world.server.group(id).unwrap().head().hash;
    let tablet = world.device("tablet").party();
    let grant = puppet.grants(&mut world.server, id, &epoch, tablet);
    run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
    let mut lie = puppet.plaintext(&world.server, crate::world::text("they cheat", 0).what);
    let mut head = world.server.chain(ADA).head();
    head.hash.0[0] ^= 1;
    lie.peers.insert(ADA, head);
    let message = epoch.seal(puppet.opening(id, &epoch, 0, dm_wire::header::Kind::Text), &lie);
    let delivered = crate::puppet::delivered(&world.server, &message);
    let dm_core::Received::New(told) = run(world.client("tablet").receive(&delivered)).unwrap() else {
        panic!("it is shown")
    };
    assert!(told.notes.contains(&Note::Contradiction(ADA)));
    assert_eq!(run(world.client("tablet").composer(id, world.now())).unwrap().blocked, None);
}

/// Who found the phone lies about Ada's chain, so that Ben shall believe that she cheats.
#[test]
fn who_stole_a_device_cannot_make_its_owner_look_like_a_cheat() {
    let mut world = World::of_two();
    let (id, phone) = (world.pair(ADA, BEN), Puppet::thief_of(world.device("phone")));
    run(world.client("tablet").open_conversation(ADA)).unwrap();
    let epoch = crate::puppet::Epoch::new(3, 7);
    let tablet = world.device("tablet").party();
    let grant = phone.grants(&mut world.server, id, &epoch, tablet);
    run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
    let says = |world: &World, counter, by: u32| {
        let mut lie = phone.plaintext(&world.server, crate::world::text("hi", 0).what);
        lie.own.seq += by;
        lie.own.hash.0[0] ^= 1;
        let opening = phone.opening(id, &epoch, counter, dm_wire::header::Kind::Text);
        let message = crate::puppet::delivered(&world.server, &epoch.seal(opening, &lie));
        run(world.client("tablet").receive(&message)).unwrap()
    };
    assert!(matches!(says(&world, 0, 1), dm_core::Received::New(_)));
    assert_eq!(blocked(&world, "tablet", ADA), Some(Blocked::LinksWithheld(ADA)));
    run(world.client("laptop").revoke(phone.id(), 2, world.now())).unwrap();
    world.settle();
    assert_eq!(blocked(&world, "tablet", ADA), None, "the phone is gone, and its word with it");
    assert!(matches!(says(&world, 1, 0), dm_core::Received::New(_)));
    assert_eq!(blocked(&world, "tablet", ADA), None);
    assert!(run(world.client("tablet").evidence()).unwrap().is_empty());
}

/// 20: somebody in the middle from the start is found by comparing.
#[test]
fn case_20_another_genesis_at_first_contact_is_found_by_comparing() {
    let mut world = World::of_two();
    world.browser("new", crate::world::CLEO);
    run(world.client("new").begin_chain(world.now())).unwrap();
    let between = Puppet::new(ADA, 95);
    let honest = world.server.links.insert(ADA, vec![between.genesis(world.now())]).unwrap();
    world.sync("new");
    world.server.links.insert(ADA, honest);
    for name in ["laptop", "phone"] {
        world.fetch_links(name, crate::world::CLEO).unwrap();
    }
    let numbers = [("new", ADA), ("laptop", crate::world::CLEO)]
        .map(|(name, with)| run(world.client(name).safety_number(with)).unwrap());
    assert_ne!(numbers[0], numbers[1]);
    let shown = run(world.client("laptop").safety_picture(crate::world::CLEO)).unwrap();
    assert_eq!(run(world.client("new").scan(ADA, &shown)).unwrap(), Scanned::Mismatch);
    let blocked = blocked(&world, "new", ADA);
    assert_eq!(blocked, Some(Blocked::Misbehaviour(ADA, Misbehaviour::OtherIdentity)));
    assert_eq!(run(world.client("laptop").scan(crate::world::CLEO, b"x")).unwrap(), Scanned::SomebodyElse);
}

/// 20: somebody starts over, or the server says so.
#[test]
fn case_20_starting_over_blocks_until_somebody_looks() {
    let mut world = World::of_two();
    world.says("tablet", ADA, "before");
    let before = world.server.links[&ADA].clone();
    let again = Puppet::new(ADA, 94);
    again.enrols(&mut world.server);
    world.fetch_links("tablet", ADA).unwrap();
    assert_eq!(world.device("tablet").links.last(), Some(&(ADA, LinksOutcome::StartedOver)));
    assert_eq!(blocked(&world, "tablet", ADA), Some(Blocked::StartedOver(ADA)));
    let former = run(world.client("tablet").open_conversation(ADA)).unwrap();
    world.writes_in("tablet", former, "for who you were");
    assert_eq!(
        run(world.client("tablet").next_step(former, world.now())).unwrap(),
        Step::Blocked(Blocked::StartedOver(ADA))
    );
    run(world.client("tablet").acknowledge(ADA)).unwrap();
    // What was written for the one she was does not go to the one she is.
    let step = run(world.client("tablet").next_step(former, world.now())).unwrap();
    assert_eq!(step, Step::Blocked(Blocked::FormerIdentity(ADA)));
    let now = run(world.client("tablet").open_conversation(ADA)).unwrap();
    assert_ne!(former, now);
    assert_eq!(blocked(&world, "tablet", ADA), None);
    // And the one she was does not come back.
    world.server.links.insert(ADA, before);
    world.fetch_links("tablet", ADA).unwrap();
    is_blocked_by(&world, Misbehaviour::Rollback);
}

#[test]
fn case_20_who_was_verified_has_to_be_verified_anew() {
    let mut world = World::of_two();
    let shown = run(world.client("laptop").safety_picture(BEN)).unwrap();
    assert_eq!(run(world.client("tablet").scan(ADA, &shown)).unwrap(), Scanned::Same);
    Puppet::new(ADA, 93).enrols(&mut world.server);
    world.fetch_links("tablet", ADA).unwrap();
    let refused = run(world.client("tablet").acknowledge(ADA));
    assert_eq!(refused, Err(dm_core::Error::Blocked(Blocked::StartedOver(ADA))));
    run(world.client("tablet").mark_verified(ADA)).unwrap();
    let state = run(world.client("tablet").contact_state(ADA)).unwrap().unwrap();
    assert_eq!((state.trust, state.started_over), (Trust::Verified, false));
}

/// 31: the server says "devices changed" for ever, and shows no link.
#[test]
fn case_31_a_server_that_always_disagrees_is_not_followed() {
    let mut world = World::of_two();
    let id = world.pair(ADA, BEN);
    let message = world.writes("laptop", BEN, "hi");
    let devices = world.server.chain(BEN).browsers().count() + 1;
    for _ in 0..5 {
        let now = world.now();
        let Step::Claim(parties) = run(world.client("laptop").next_step(id, now)).unwrap() else { panic!() };
        assert_eq!(parties.len(), devices, "nobody is added or left out");
        let claims = world.server.claim(&parties);
        run(world.client("laptop").take_claims(id, &claims, now)).unwrap();
        let Step::Post(post) = run(world.client("laptop").next_step(id, now)).unwrap() else { panic!() };
        assert_eq!(post.grants.len(), devices);
        run(world.client("laptop").devices_changed(id, message)).unwrap();
    }
    let step = run(world.client("laptop").next_step(id, world.now())).unwrap();
    assert_eq!(step, Step::Blocked(Blocked::ServerDisagrees));
    run(world.client("laptop").try_again(id)).unwrap();
    world.settle();
    assert!(world.bodies("tablet", id).contains("hi"));
}

/// Nobody vouches for a chain any more: links may be withheld.
#[test]
fn a_month_without_a_signed_head_is_worth_a_warning() {
    let mut world = World::of_two();
    let id = run(world.client("tablet").open_conversation(ADA)).unwrap();
    let warnings = |world: &World| run(world.client("tablet").composer(id, world.now())).unwrap().warnings;
    for _ in 0..5 {
        world.server.now_ms += 8 * DAY;
        world.settle();
        assert!(warnings(&world).is_empty(), "she vouches each week");
    }
    world.server.now_ms += 30 * DAY + HOUR;
    assert_eq!(warnings(&world), [Warning::Stale(ADA)]);
}

/// A client keeps nothing in memory that the vault does not have.
#[test]
fn a_client_is_what_its_vault_says() {
    let world = World::of_two();
    let tab: Client<_, _> = world.device("laptop").tab();
    assert_eq!(run(tab.party()).unwrap(), world.device("laptop").party());
}

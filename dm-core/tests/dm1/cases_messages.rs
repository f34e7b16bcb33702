//! What a server or a peer can do to messages: cases 23 to 27, 34, 36, 37 and 39.

use crate::executor::run;
use crate::puppet::{Epoch, Puppet, delivered, message_id};
use crate::world::{ADA, BEN, CLEO, World, text};
use dm_core::{Delivered, Need, Note, Received, Rejection};
use dm_wire::bytes::Wire;
use dm_wire::content::What;
use dm_wire::franking;
use dm_wire::header::{Header, Kind};
use dm_wire::ids::ConversationId;
use dm_wire::message::Message;
use dm_wire::refused::Refused;

fn takes(world: &World, name: &str, message: &Message) -> Received {
    run(world.client(name).receive(&delivered(&world.server, message))).unwrap()
}

fn refused(why: impl Into<Rejection>) -> Received {
    Received::Refused(why.into())
}

/// Mallory's device is a puppet; Ben's tablet has a grant of an epoch of hers.
fn mallory(world: &mut World) -> (Puppet, ConversationId, Epoch) {
    let mallory = Puppet::new(CLEO, 66);
    mallory.enrols(&mut world.server);
    world.settle();
    let (id, epoch) = (world.pair(BEN, CLEO), Epoch::new(1, 1));
    grants(world, &mallory, id, &epoch);
    (mallory, id, epoch)
}

fn grants(world: &mut World, by: &Puppet, id: ConversationId, epoch: &Epoch) {
    let tablet = world.device("tablet").party();
    let grant = by.grants(&mut world.server, id, epoch, tablet);
    let outcome = run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
    assert!(matches!(outcome[..], [dm_core::GrantOutcome::Taken(..)]), "{outcome:?}");
}

fn says(world: &World, by: &Puppet, id: ConversationId, epoch: &Epoch, counter: u32) -> Message {
    by.message(&world.server, id, epoch, counter, text("hi", 0).what)
}

/// 23: the same message again, and the same in another conversation.
#[test]
fn case_23_a_message_replayed_is_known_and_elsewhere_it_is_none() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "once");
    world.settle();
    let id = world.pair(ADA, BEN);
    let again = world.server.last(id);
    assert_eq!(run(world.client("tablet").receive(&again)).unwrap(), Received::Known);
    assert_eq!(world.bodies("tablet", id).len(), 1);
    let (mallory, elsewhere, epoch) = mallory(&mut world);
    let mut moved = says(&world, &mallory, elsewhere, &epoch, 0);
    moved.header.opening.conversation = id;
    assert_eq!(takes(&world, "tablet", &moved), refused(Rejection::OtherEpoch));
    let mut other = Message::parse(&again.message).unwrap();
    other.ciphertext[3] ^= 1;
    assert_eq!(takes(&world, "tablet", &other), refused(Rejection::OtherBytes));
}

/// 24: one is left out, and comes later.
#[test]
fn case_24_what_is_missing_is_said_and_found_when_it_comes() {
    let mut world = World::of_two();
    for body in ["one", "two", "three"] {
        world.says("laptop", BEN, body);
    }
    let id = world.pair(ADA, BEN);
    let all = world.server.messages[&id].clone();
    world.fetch_grants("tablet").unwrap();
    let take = |world: &World, at: usize| match run(world.client("tablet").receive(&all[at])).unwrap() {
        Received::New(told) => told.notes.into_iter().collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(take(&world, 0), []);
    assert_eq!(take(&world, 2), [Note::Gap]);
    let missing = run(world.client("tablet").gaps(id)).unwrap();
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), [(world.device("laptop").id(), 1)]);
    assert_eq!(take(&world, 1), [Note::Late]);
    assert!(run(world.client("tablet").gaps(id)).unwrap().is_empty());
}

/// 25: each bit of the header, and some of the rest.
#[test]
fn case_25_a_changed_bit_is_refused_wherever_it_is() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    let bytes = says(&world, &mallory, id, &epoch, 0).encode();
    let receipt = delivered(&world.server, &Message::parse(&bytes).unwrap()).receipt;
    for bit in (0..128 * 8).chain((128 * 8..bytes.len() * 8).step_by(61)) {
        let mut message = bytes.clone();
        message[bit / 8] ^= 1 << (bit % 8);
        let outcome = run(world.client("tablet").receive(&Delivered { message, receipt })).unwrap();
        assert!(matches!(outcome, Received::Refused(_) | Received::Waiting(_)), "bit {bit}: {outcome:?}");
    }
    assert!(world.bodies("tablet", id).is_empty());
    let whole = run(world.client("tablet").receive(&Delivered { message: bytes, receipt })).unwrap();
    assert!(matches!(whole, Received::New(_)), "forgeries do not keep the true one out");
}

/// 26: what Ada wrote, as if Ben had; what her laptop wrote, as if her phone had.
#[test]
fn case_26_a_message_of_somebody_else_is_refused() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "I owe you nothing");
    world.settle();
    let id = world.pair(ADA, BEN);
    let message = Message::parse(&world.server.last(id).message).unwrap();
    let mut relabelled = message.clone();
    relabelled.header.opening.id = message_id(7);
    relabelled.header.opening.from = world.device("desktop").party();
    assert_eq!(takes(&world, "tablet", &relabelled), Received::Waiting(Need::Grants));
    relabelled.header.opening.from = world.device("laptop").party();
    assert_eq!(takes(&world, "tablet", &relabelled), refused(Refused::BadSignature));
    relabelled.header.opening.from = world.device("tablet").party();
    assert_eq!(takes(&world, "tablet", &relabelled), refused(Rejection::NotOurs));
}

/// 27: another member knows the secret of the epoch, and not the key that signs it.
#[test]
fn case_27_who_can_read_cannot_write_in_her_name() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    let forger = Epoch { signer: Epoch::new(9, 9).signer, ..epoch };
    let forged = says(&world, &mallory, id, &forger, 0);
    assert_eq!(takes(&world, "tablet", &forged), refused(Refused::BadSignature));
}

/// 34: what was not committed to could not be reported, so it is not shown.
#[test]
fn case_34_what_cannot_be_reported_is_not_shown() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    let said = mallory.plaintext(&world.server, text("an insult", 0).what);
    let opening = mallory.opening(id, &epoch, 0, Kind::Text);
    let harmless = franking::commit(&said.commitment_key, &opening, b"something harmless");
    let message = epoch.seal_as_is(Header { opening, commitment: harmless }, &said.encode().unwrap());
    assert_eq!(takes(&world, "tablet", &message), refused(Refused::Commitment));
    let other = mallory.plaintext(&world.server, What::Delete);
    let message = epoch.seal(opening, &other);
    assert_eq!(takes(&world, "tablet", &message), refused(Refused::OtherKind));
    assert!(world.bodies("tablet", id).is_empty());
}

/// 36: edits and deletions are of who wrote it, reactions of everybody.
#[test]
fn case_36_nobody_edits_or_deletes_what_others_wrote() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    let mut of_ben = world.says("tablet", CLEO, "mine");
    let edit = |body: &str| What::Edit { body: body.to_owned(), mentions: Default::default() };
    let send = |world: &World, counter, kind, what| {
        let plaintext = mallory.plaintext(&world.server, what);
        takes(world, "tablet", &epoch.seal(mallory.opening(id, &epoch, counter, kind), &plaintext))
    };
    let not_hers = refused(Rejection::NotTheAuthor);
    assert_eq!(send(&world, 0, Kind::Edit(of_ben), edit("hers")), not_hers);
    assert_eq!(send(&world, 1, Kind::Delete(of_ben), What::Delete), not_hers);
    assert!(matches!(send(&world, 2, Kind::React(of_ben), What::React("🎉".into())), Received::New(_)));
    // Before what it is about is here: it is decided when both are.
    of_ben = message_id(0xffff_ffff);
    let Received::New(told) = send(&world, 3, Kind::Delete(of_ben), What::Delete) else { panic!() };
    assert!(told.notes.contains(&Note::TargetUnknown));
    let now = world.now();
    run(world.client("tablet").send(id, of_ben, &text("later", now), None, true)).unwrap();
    world.sync("tablet");
    let timeline = run(world.client("tablet").timeline(id)).unwrap();
    assert!(!timeline.entries[&of_ben].deleted);
    // And her own, with two devices, are hers on both.
    let hers = world.says("laptop", BEN, "draft");
    world.settle();
    world.does("phone", BEN, edit("final"), Some(hers));
    world.settle();
    assert!(world.bodies("tablet", world.pair(ADA, BEN)).contains("final"));
}

/// 37: a counter twice in an epoch, with the same salt and id or others.
#[test]
fn case_37_a_counter_counts_once() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    assert!(matches!(takes(&world, "tablet", &says(&world, &mallory, id, &epoch, 0)), Received::New(_)));
    let other = mallory.plaintext(&world.server, text("other words", 0).what);
    let mut opening = mallory.opening(id, &epoch, 0, Kind::Text);
    assert_eq!(takes(&world, "tablet", &epoch.seal(opening, &other)), refused(Rejection::OtherBytes));
    opening.id = message_id(1234);
    assert_eq!(takes(&world, "tablet", &epoch.seal(opening, &other)), refused(Rejection::CounterTwice));
    opening.counter = 1001;
    assert_eq!(takes(&world, "tablet", &epoch.seal(opening, &other)), refused(Refused::Counter));
}

/// 39: ten thousand reactions are one of each person and emoji.
#[test]
fn case_39_reactions_are_a_set() {
    let mut world = World::of_two();
    let (mallory, id, _) = mallory(&mut world);
    let of_ben = world.says("tablet", CLEO, "look");
    for number in 2..6 {
        let epoch = Epoch::new(number, number as u32);
        grants(&mut world, &mallory, id, &epoch);
        for counter in 0..20 {
            let reaction = mallory.plaintext(&world.server, What::React("🎉".into()));
            let opening = mallory.opening(id, &epoch, counter, Kind::React(of_ben));
            takes(&world, "tablet", &epoch.seal(opening, &reaction));
        }
    }
    let timeline = run(world.client("tablet").timeline(id)).unwrap();
    let reactions = &timeline.entries[&of_ben].reactions;
    assert_eq!((reactions.len(), reactions["🎉"].len()), (1, 1));
}

/// What a newer app sends is kept until this one is updated.
#[test]
fn an_unknown_version_waits_for_an_update() {
    let mut world = World::of_two();
    let (mallory, id, epoch) = mallory(&mut world);
    let mut bytes = says(&world, &mallory, id, &epoch, 0).encode();
    let receipt = delivered(&world.server, &Message::parse(&bytes).unwrap()).receipt;
    bytes[0] = 2;
    let outcome = run(world.client("tablet").receive(&Delivered { message: bytes, receipt })).unwrap();
    assert_eq!(outcome, Received::Waiting(Need::Update));
}

/// The server took what was encrypted first, and said that devices have changed.
#[test]
fn a_server_that_took_what_it_refused_doubles_nothing() {
    let mut world = World::of_two();
    let id = world.pair(ADA, BEN);
    let message = world.writes("laptop", BEN, "hi");
    let claim = |world: &mut World| {
        let dm_core::Step::Claim(parties) = run(world.client("laptop").next_step(id, world.now())).unwrap()
        else {
            panic!()
        };
        let claims = world.server.claim(&parties);
        run(world.client("laptop").take_claims(id, &claims, world.now())).unwrap();
    };
    claim(&mut world);
    let dm_core::Step::Post(post) = run(world.client("laptop").next_step(id, world.now())).unwrap() else {
        panic!()
    };
    let session = world.device("laptop").party();
    world.server.post(session, &post).unwrap();
    run(world.client("laptop").devices_changed(id, message)).unwrap();
    world.settle();
    world.says("laptop", BEN, "and on");
    world.settle();
    for name in ["laptop", "phone", "tablet", "desktop"] {
        assert_eq!(world.bodies(name, id).len(), 2, "{name}");
        assert!(run(world.client(name).gaps(id)).unwrap().is_empty(), "{name}");
    }
}

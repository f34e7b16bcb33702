//! What a server or a peer can do to prekeys and grants: cases 6, 7, 16 to 19, 28, 32 and 40.

use crate::dice::Dice;
use crate::executor::{race, run};
use crate::puppet::{Epoch, Puppet};
use crate::world::{ADA, BEN, CLEO, DAY, HOUR, World};
use dm_core::{Blocked, Claim, Error, GrantOutcome, Misbehaviour, Rejection, Step, Table, Warning};
use dm_wire::grant::Party;
use dm_wire::ids::ConversationId;
use dm_wire::prekeys::Suites;
use dm_wire::refused::Refused;

/// Ada's laptop has written something down and asked for prekeys; what is claimed can be altered.
fn claims(world: &mut World) -> (ConversationId, Vec<Claim>) {
    let id = world.pair(ADA, BEN);
    world.writes("laptop", BEN, "hi");
    let Step::Claim(parties) = run(world.client("laptop").next_step(id, world.now())).unwrap() else {
        panic!()
    };
    (id, world.server.claim(&parties))
}

fn begun(world: &World, id: ConversationId, claims: &[Claim]) -> Result<Vec<Warning>, Error> {
    run(world.client("laptop").take_claims(id, claims, world.now())).map(|begun| begun.warnings)
}

fn forged(party: Party, why: Refused) -> Result<Vec<Warning>, Error> {
    Err(Error::Blocked(Blocked::ForgedPrekey(party, why)))
}

/// 16, 17: another device's bundle, one that somebody else signed, one without its suite, one for ever.
#[test]
fn cases_16_17_and_32_a_forged_prekey_stops_everything() {
    let mut world = World::of_two();
    let (id, good) = claims(&mut world);
    let tablet = world.device("tablet").party();
    let at = good.iter().position(|claim| claim.device == tablet.device).unwrap();
    let stranger = Puppet::new(BEN, 50);
    let with = |alter: &dyn Fn(&mut Claim)| {
        let mut claims = good.clone();
        alter(&mut claims[at]);
        begun(&world, id, &claims)
    };
    let own = Puppet::thief_of(world.device("tablet"));
    let now = world.now();
    let others = good[1 - at.min(1)].bundle.clone();
    assert_eq!(with(&|claim| claim.bundle.clone_from(&others)), forged(tablet, Refused::OtherDevice));
    let signed_by_stranger = {
        let body = dm_wire::prekeys::BundleBody { device: tablet.device, ..stranger.bundle(now) };
        stranger.states(body)
    };
    let unsigned = forged(tablet, Refused::BadSignature);
    assert_eq!(with(&|claim| claim.bundle = Some(signed_by_stranger.clone())), unsigned);
    let weaker = dm_wire::prekeys::BundleBody { suites: Suites(2), ..own.bundle(now) };
    assert_eq!(
        with(&|claim| claim.bundle = Some(own.states(weaker))),
        forged(tablet, Refused::SuiteNotOffered)
    );
    let endless = dm_wire::prekeys::BundleBody { expires_ms: now + 90 * DAY, ..own.bundle(now) };
    assert_eq!(with(&|claim| claim.bundle = Some(own.states(endless))), forged(tablet, Refused::Lifetime));
    let one_time = good[at].one_time.clone().map(|mut key| {
        key.body.public = crate::native::point(&stranger.spk);
        key
    });
    assert_eq!(with(&|claim| claim.one_time.clone_from(&one_time)), unsigned);
    assert_eq!(begun(&world, id, &good), Ok(Vec::new()), "and the true ones are taken");
}

/// 17, 43: who was away for more than a month gets nothing, and lays out new prekeys when back.
#[test]
fn cases_17_and_43_an_expired_prekey_skips_its_device_until_it_is_back() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "before");
    world.settle();
    for _ in 0..31 {
        world.server.now_ms += DAY;
        ["laptop", "phone", "tablet"].iter().for_each(|name| world.sync(name));
    }
    world.says("laptop", BEN, "while the desktop was off");
    world.sync("tablet");
    let id = world.pair(ADA, BEN);
    assert!(world.bodies("tablet", id).contains("while the desktop was off"));
    world.settle();
    world.says("laptop", BEN, "after");
    world.settle();
    assert!(world.bodies("desktop", id).contains("after"));
    // What it missed comes by the backup that the tablet keeps for it.
    assert!(!world.bodies("desktop", id).contains("while the desktop was off"));
    world.restores("desktop");
    assert!(world.bodies("desktop", id).contains("while the desktop was off"));
    assert!(run(world.client("desktop").gaps(id)).unwrap().is_empty());
}

/// Nobody is there who could read it, so it waits.
#[test]
fn who_cannot_be_reached_is_waited_for() {
    let mut world = World::of_two();
    let (id, claims) = claims(&mut world);
    let ours = world.device("phone").id();
    let only_ours: Vec<Claim> = claims.into_iter().filter(|claim| claim.device == ours).collect();
    let unreachable = Err(Error::Blocked(Blocked::Unreachable(BEN)));
    assert_eq!(begun(&world, id, &only_ours), unreachable);
    world.settle();
    assert!(world.bodies("tablet", id).contains("hi"));
}

/// 18: a one-time prekey handed out twice: the second grant does not open, once.
#[test]
fn case_18_a_one_time_prekey_handed_out_twice_fails_closed() {
    let mut world = World::of_two();
    let kept = world.server.one_time.clone();
    let mallory = Puppet::new(CLEO, 51);
    mallory.enrols(&mut world.server);
    let id = world.pair(BEN, CLEO);
    world.settle();
    let tablet = world.device("tablet").party();
    let take = |world: &mut World, number| {
        let epoch = Epoch::new(number, number as u32);
        let grant = mallory.grants(&mut world.server, id, &epoch, tablet);
        let once =
            run(world.client("tablet").take_grants(std::slice::from_ref(&grant), world.now())).unwrap();
        let again = run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
        (once[0].clone(), again[0].clone())
    };
    assert!(matches!(take(&mut world, 1), (GrantOutcome::Taken(..), GrantOutcome::Known)));
    world.server.one_time = kept;
    let refused = GrantOutcome::Refused(Rejection::OneTimeKeyGone);
    assert_eq!(take(&mut world, 2), (refused, GrantOutcome::Known));
}

/// 19, 40: the prekeys for one use were drained.
#[test]
fn cases_19_and_40_without_one_time_prekeys_it_works_and_is_told() {
    let mut world = World::of_two();
    world.server.one_time.clear();
    let (id, claims) = claims(&mut world);
    let warnings = begun(&world, id, &claims).unwrap();
    assert_eq!(warnings.len(), 3);
    assert!(warnings.iter().all(|warning| matches!(warning, Warning::NoOneTimeKey(_))));
    world.settle();
    assert!(world.bodies("tablet", id).contains("hi"));
    let tablet = world.device("tablet").id();
    assert!(!world.server.one_time[&tablet].is_empty(), "and they are filled up");
}

/// 28: one epoch with two keys, or one number for two epochs; only its device can make that.
#[test]
fn case_28_an_epoch_with_two_keys_is_evidence() {
    for same_id in [true, false] {
        let mut world = World::of_two();
        let mallory = Puppet::new(CLEO, 52);
        mallory.enrols(&mut world.server);
        let id = world.pair(BEN, CLEO);
        world.settle();
        let tablet = world.device("tablet").party();
        let one = Epoch::new(1, 1);
        let mut other = Epoch::new(2, 1);
        if same_id {
            other.id = one.id;
        }
        let grants = [&one, &other].map(|epoch| mallory.grants(&mut world.server, id, epoch, tablet));
        let outcomes = run(world.client("tablet").take_grants(&grants, world.now())).unwrap();
        let twice = GrantOutcome::Refused(Rejection::Evidence(Misbehaviour::EpochTwice));
        assert_eq!(outcomes[1], twice);
        let blocked = run(world.client("tablet").composer(id, world.now())).unwrap().blocked;
        assert_eq!(blocked, Some(Blocked::Misbehaviour(CLEO, Misbehaviour::EpochTwice)));
        // A server that makes one up accuses nobody by it.
        let mut noise = grants[0].clone();
        noise.ciphertext[0] ^= 1;
        let outcome = run(world.client("tablet").take_grants(&[noise], world.now())).unwrap();
        assert!(matches!(outcome[0], GrantOutcome::Refused(Rejection::OneTimeKeyGone)), "{outcome:?}");
    }
}

#[test]
fn a_grant_of_who_is_not_in_the_conversation_is_refused() {
    let mut world = World::of_three();
    let id = world.pair(ADA, BEN);
    run(world.client("tablet").open_conversation(ADA)).unwrap();
    let cleo = Puppet::thief_of(world.device("desk"));
    let tablet = world.device("tablet").party();
    let grant = cleo.grants(&mut world.server, id, &Epoch::new(1, 1), tablet);
    let outcome = run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
    assert_eq!(outcome, [GrantOutcome::Refused(Rejection::Refused(Refused::NotAMember))]);
}

/// 6: the device dies between keeping a grant and confirming it, and at every other step of taking it.
#[test]
fn case_6_a_death_at_any_step_of_taking_a_grant_loses_nothing() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "hi");
    let id = world.pair(ADA, BEN);
    let ready = world;
    for step in 1.. {
        let mut world = ready.copy();
        let tablet = world.device("tablet");
        let id_of = tablet.id();
        tablet.tripwire.set(Some(step));
        let before = tablet.disk.borrow().count(Table::Keys);
        let grants = world.server.grants[&id_of].clone();
        let outcome = run(tablet.client.take_grants(&grants, world.now()));
        world.device_mut("tablet").restart();
        world.settle();
        assert!(world.bodies("tablet", id).contains("hi"), "died at step {step}");
        assert_eq!(
            world.device("tablet").disk.borrow().count(Table::Keys),
            before - 1,
            "one key was used up"
        );
        assert!(world.server.grants[&world.device("tablet").id()].is_empty(), "and it is confirmed");
        if outcome.is_ok() {
            assert!(step > 15, "there are so many steps: {step}");
            return;
        }
    }
}

/// 7: two tabs and the service worker take the same grant at the same moment, and message it brings.
#[test]
fn case_7_two_tabs_and_a_worker_take_a_grant_once() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "hi");
    let id = world.pair(ADA, BEN);
    let ready = world;
    for seed in 0..40 {
        let world = ready.copy();
        let tablet = world.device("tablet");
        let grants = world.server.grants[&tablet.id()].clone();
        let message = world.server.last(id);
        let before = tablet.disk.borrow().count(Table::Keys);
        let tabs = [tablet.tab(), tablet.tab(), tablet.tab()];
        tablet.tripwire.take_turns(true);
        let now = world.now();
        let work = tabs.iter().map(|tab| {
            let (grants, message) = (&grants, &message);
            let all: std::pin::Pin<Box<dyn Future<Output = GrantOutcome> + '_>> = Box::pin(async move {
                let outcome = tab.take_grants(grants, now).await.unwrap().remove(0);
                tab.receive(message).await.unwrap();
                outcome
            });
            all
        });
        let outcomes = race(work.collect(), &mut Dice(seed));
        tablet.tripwire.take_turns(false);
        let taken = outcomes.iter().filter(|outcome| matches!(outcome, GrantOutcome::Taken(..))).count();
        assert_eq!(taken, 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|one| matches!(one, GrantOutcome::Taken(..) | GrantOutcome::Known)));
        assert_eq!(tablet.disk.borrow().count(Table::Keys), before - 1);
        assert!(world.bodies("tablet", id).contains("hi"));
    }
}

/// Two tabs send from one queue: nothing is said twice, and no counter is used twice.
#[test]
fn two_tabs_send_from_one_queue() {
    for seed in 0..20 {
        let mut world = World::of_two();
        let id = world.pair(ADA, BEN);
        for number in 0..4 {
            world.writes("laptop", BEN, &format!("number {number}"));
        }
        let Step::Claim(parties) = run(world.client("laptop").next_step(id, world.now())).unwrap() else {
            panic!()
        };
        let claims = [world.server.claim(&parties), world.server.claim(&parties)];
        let laptop = world.device("laptop");
        let tabs = [laptop.tab(), laptop.tab()];
        laptop.tripwire.take_turns(true);
        let now = world.now();
        let server = std::cell::RefCell::new(world.server.clone());
        let session = laptop.party();
        let work = tabs.iter().zip(&claims).map(|(tab, claims)| {
            let server = &server;
            let all: std::pin::Pin<Box<dyn Future<Output = ()> + '_>> = Box::pin(async move {
                tab.take_claims(id, claims, now).await.unwrap();
                while let Step::Post(post) = tab.next_step(id, now).await.unwrap() {
                    let answer = server.borrow_mut().post(session, &post).unwrap();
                    let crate::server::Answer::Taken(receipt) = answer else { panic!("{answer:?}") };
                    tab.posted(&post.message, receipt).await.unwrap();
                }
            });
            all
        });
        race(work.collect(), &mut Dice(seed));
        laptop.tripwire.take_turns(false);
        world.server = server.into_inner();
        assert_eq!(world.server.messages[&id].len(), 4, "seed {seed}");
        world.settle();
        assert_eq!(world.bodies("desktop", id).len(), 4);
    }
}

/// Prekeys are new each day, and old ones are gone after 30.
#[test]
fn prekeys_come_each_day_and_go_after_thirty() {
    let mut world = World::of_two();
    let keys = |world: &World| world.device("tablet").disk.borrow().count(Table::Prekeys);
    assert_eq!(keys(&world), 1);
    world.server.now_ms += DAY - HOUR;
    world.sync("tablet");
    assert_eq!(keys(&world), 1);
    for _ in 0..40 {
        world.server.now_ms += DAY;
        world.sync("tablet");
    }
    assert_eq!(keys(&world), 30);
}

//! Long stories by dice: a rough network, devices that die at any step, things that come twice, late, in another order or not
//! now. In the end the network is calm, and everybody reads everything, or was told why not.

use crate::dice::Dice;
use crate::executor::run;
use crate::network::Network;
use crate::spy;
use crate::world::{ADA, BEN, CLEO, DAY, HOUR, World};
use dm_core::{Received, Rejection};
use dm_wire::UserId;
use dm_wire::content::{Content, What};
use dm_wire::ids::{ConversationId, MessageId};
use std::collections::BTreeSet;
use std::thread::scope;

/// Or as many as are asked for: `STORIES=20000`.
fn stories() -> u64 {
    std::env::var("STORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(300)
}

const THREADS: u64 = 2;
const PEOPLE: [(&str, UserId, UserId); 4] =
    [("laptop", ADA, BEN), ("phone", ADA, BEN), ("tablet", BEN, ADA), ("desktop", BEN, ADA)];

/// What was said, and is to be read by all.
#[derive(Default)]
struct Script {
    bodies: BTreeSet<String>,
    /// By whom, for edits and deletions.
    said: Vec<(UserId, MessageId, String)>,
    count: usize,
}

fn says(
    world: &mut World,
    dice: &mut Dice,
    script: &mut Script,
    id: ConversationId,
    name: &str,
    user: UserId,
) {
    script.count += 1;
    let body = format!("canary {}", script.count);
    let message = world.writes_in(name, id, &body);
    script.bodies.insert(body.clone());
    script.said.push((user, message, body));
    // A tab that does not know whether it did so does it again.
    if dice.chance(20) {
        let again = crate::world::text("something else", world.now());
        run(world.client(name).send(id, message, &again, None, true)).unwrap();
    }
}

fn edits(
    world: &mut World,
    dice: &mut Dice,
    script: &mut Script,
    id: ConversationId,
    name: &str,
    user: UserId,
) {
    let own: Vec<usize> = (0..script.said.len()).filter(|at| script.said[*at].0 == user).collect();
    if own.is_empty() {
        return;
    }
    let at = own[dice.below(own.len())];
    let (_, target, before) = script.said.remove(at);
    script.bodies.remove(&before);
    let deletes = dice.chance(30);
    let body = format!("canary edited {}", world.now());
    let what =
        if deletes { What::Delete } else { What::Edit { body: body.clone(), mentions: BTreeSet::new() } };
    let message = run(world.client(name).new_message_id(world.now())).unwrap();
    let content = Content { time_ms: world.now(), what };
    run(world.client(name).send(id, message, &content, Some(target), false)).unwrap();
    if !deletes {
        script.bodies.insert(body);
    }
}

/// A visit of a device that may die in it, at any step.
fn visit(world: &mut World, name: &str) {
    let is_killed = world.network.dice.chance(world.network.kills);
    if is_killed {
        let after = world.network.dice.below(150) as u64;
        world.device(name).tripwire.set(Some(after));
    }
    world.sync(name);
    if is_killed {
        world.device_mut(name).restart();
    }
}

fn check_readers(world: &World, script: &Script, id: ConversationId, names: &[&str], seed: u64) {
    for name in names {
        assert_eq!(world.bodies(name, id), script.bodies, "{name}, seed {seed}");
        assert!(run(world.client(name).gaps(id)).unwrap().is_empty(), "{name} misses something, seed {seed}");
        let refused = world.device(name).received.iter().filter(|one| matches!(one, Received::Refused(_)));
        let refused: Vec<_> = refused.collect();
        assert!(refused.is_empty(), "{name} refused what is honest, seed {seed}: {refused:?}");
        assert!(run(world.client(name).evidence()).unwrap().is_empty(), "{name} accuses, seed {seed}");
    }
}

fn story_of_two(seed: u64) {
    let mut world = World::of_two();
    let mut dice = Dice(seed);
    world.network = Network::rough(seed ^ 0x5a5a);
    let id = world.pair(ADA, BEN);
    for (name, _, other) in PEOPLE {
        world.device(name).dice.borrow_mut().0 ^= seed << 8;
        run(world.client(name).open_conversation(other)).unwrap();
    }
    let mut script = Script::default();
    for _ in 0..14 {
        world.server.now_ms += 1 + dice.roll() % HOUR;
        if dice.chance(10) {
            world.server.now_ms += DAY;
        }
        let (name, user, _) = PEOPLE[dice.below(4)];
        match dice.below(6) {
            0 | 1 => says(&mut world, &mut dice, &mut script, id, name, user),
            2 => edits(&mut world, &mut dice, &mut script, id, name, user),
            _ => visit(&mut world, name),
        }
    }
    world.network = Network::calm();
    world.settle();
    check_readers(&world, &script, id, &["laptop", "phone", "tablet", "desktop"], seed);
    if seed.is_multiple_of(40) {
        spy::finds_nothing(&world);
    }
}

/// In a group, somebody is let in and somebody loses a device while all of it goes on.
fn story_of_three(seed: u64) {
    let mut world = World::of_three();
    let mut dice = Dice(seed);
    let id = run(world.client("laptop").create_group(&[BEN])).unwrap();
    world.settle();
    let names = [("laptop", ADA), ("phone", ADA), ("tablet", BEN), ("desktop", BEN), ("desk", CLEO)];
    for (name, _) in names {
        world.device(name).dice.borrow_mut().0 ^= seed << 8;
    }
    world.network = Network::rough(seed ^ 0xa5a5);
    let (mut before, mut after) = (Script::default(), Script::default());
    let added_at = 3 + dice.below(4);
    for at in 0..14 {
        world.server.now_ms += 1 + dice.roll() % HOUR;
        if at == added_at {
            run(world.client("tablet").add_member(id, CLEO)).unwrap();
            world.network = Network::calm();
            world.settle();
            world.network = Network::rough(seed ^ 0x1234);
        }
        let known = if at < added_at { 4 } else { 5 };
        let (name, user) = names[dice.below(known)];
        let script = if at < added_at { &mut before } else { &mut after };
        match dice.below(4) {
            0 | 1 => says(&mut world, &mut dice, script, id, name, user),
            _ => visit(&mut world, name),
        }
    }
    world.network = Network::calm();
    world.settle();
    let later = after.bodies.clone();
    before.bodies.extend(after.bodies);
    for name in ["laptop", "phone", "tablet", "desktop"] {
        assert_eq!(world.bodies(name, id), before.bodies, "{name}, seed {seed}");
    }
    let cleo = world.bodies("desk", id);
    assert!(later.is_subset(&cleo), "Cleo reads what was said since she came, seed {seed}");
    let refused = |one: &Received| matches!(one, Received::Refused(why) if *why != Rejection::NotOurs);
    assert!(!world.device("desk").received.iter().any(refused), "seed {seed}");
    if seed.is_multiple_of(40) {
        spy::finds_nothing(&world);
    }
}

fn many(story: impl Fn(u64) + Sync, count: u64) {
    let story = &story;
    scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || (0..count / THREADS).for_each(|at| story(at * THREADS + thread)));
        }
    });
}

/// What once went wrong: a server that took one-time prekeys a second time handed one out twice.
#[test]
fn stories_that_once_went_wrong() {
    [63, 254].into_iter().for_each(story_of_two);
}

#[test]
fn two_people_come_to_the_same_whatever_happens_between() {
    many(story_of_two, stories() * 2 / 3);
}

#[test]
fn a_group_comes_to_the_same_whatever_happens_between() {
    many(story_of_three, stories() / 3);
}

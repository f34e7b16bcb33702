//! Devices come and go, and people read what they are to read.

use crate::executor::run;
use crate::spy;
use crate::world::{ADA, BEN, CLEO, DAY, World, text};
use dm_core::{Preview, Received, Table};
use dm_wire::bytes::Wire;
use dm_wire::content::What;
use dm_wire::message::Message;
use dm_wire::refused::Refused;

#[test]
fn two_people_with_two_devices_each_read_everything() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "canary one");
    world.settle();
    world.says("desktop", ADA, "canary two");
    world.says("phone", BEN, "canary three");
    world.settle();
    let id = world.pair(ADA, BEN);
    for name in ["laptop", "phone", "tablet", "desktop"] {
        assert_eq!(world.bodies(name, id).len(), 3, "{name}");
    }
    spy::finds_nothing(&world);
}

#[test]
fn what_waits_to_be_sent_can_be_shown_after_a_new_start_until_it_is_sent() {
    let mut world = World::of_two();
    let (id, asked) = (world.pair(ADA, BEN), world.writes("laptop", BEN, "Shall we?"));
    let other = world.writes("laptop", BEN, "Well?");
    world.device_mut("laptop").restart();
    let unsent = run(world.client("laptop").unsent(id)).unwrap();
    assert_eq!(unsent.iter().map(|entry| entry.id).collect::<Vec<_>>(), [asked, other]);
    assert_eq!(unsent[0].content.what, text("Shall we?", 0).what);
    assert!(unsent.iter().all(|entry| entry.target.is_none()));
    world.settle();
    assert_eq!(run(world.client("laptop").unsent(id)).unwrap(), []);
}

/// 44: a report is proven, also after its message was taken back; a changed one is not.
#[test]
fn case_44_a_report_proves_who_said_what_where_and_when() {
    let mut world = World::of_two();
    let insult = world.says("laptop", BEN, "an insult");
    world.settle();
    world.does("laptop", BEN, What::Delete, Some(insult));
    world.settle();
    let id = world.pair(ADA, BEN);
    assert!(world.bodies("tablet", id).is_empty());
    let report = run(world.client("tablet").report(id, insult)).unwrap().unwrap();
    let content = report.check(&world.server.key).unwrap();
    assert_eq!(content.what, text("an insult", 0).what);
    let mut framed = report.clone();
    framed.header.opening.conversation.0[0] ^= 1;
    assert_eq!(framed.check(&world.server.key), Err(Refused::Tag.into()));
    let mut later = report.clone();
    later.receipt.server_time_ms += 1;
    assert_eq!(later.check(&world.server.key), Err(Refused::Tag.into()));
    let mut worse = report;
    worse.content = text("something worse", 0).encode().unwrap();
    assert_eq!(worse.check(&world.server.key), Err(Refused::Commitment.into()));
}

/// 45: neither words nor keys in what goes out, nor in what is kept, after all there is was done.
#[test]
fn case_45_no_words_and_no_keys_go_out_or_lie_about() {
    let mut world = World::of_three();
    run(world.client("laptop").create_recovery(world.now())).unwrap();
    world.says("laptop", BEN, "canary one");
    world.settle();
    let id = run(world.client("laptop").create_group(&[BEN, CLEO])).unwrap();
    world.settle();
    world.writes_in("desk", id, "canary two");
    world.settle();
    run(world.client("laptop").revoke(world.device("phone").id(), 2, world.now())).unwrap();
    world.settle();
    world.links("laptop", "pad");
    world.settle();
    world.restores("pad");
    // One that waits.
    world.writes("laptop", BEN, "canary three");
    assert!(world.server.came.len() > 60);
    spy::finds_nothing(&world);
}

/// 46: a preview of what can be opened, nothing but a sign of what cannot, and nothing is written by it.
#[test]
fn case_46_a_preview_reads_and_changes_nothing() {
    let mut world = World::of_two();
    world.says("laptop", BEN, "first");
    world.sync("tablet");
    world.says("laptop", BEN, "second");
    let id = world.pair(ADA, BEN);
    let delivered = world.server.last(id);
    let before = world.device("tablet").disk.borrow().records.len();
    let Preview::Text(told) = run(world.client("tablet").preview(&delivered)).unwrap() else { panic!() };
    assert_eq!(told.content.what, text("second", 0).what);
    assert_eq!(world.device("tablet").disk.borrow().records.len(), before);
    // The desktop has no grant yet, the laptop knows it, and a forgery is nothing.
    assert_eq!(run(world.client("desktop").preview(&delivered)).unwrap(), Preview::Generic);
    assert_eq!(run(world.client("laptop").preview(&delivered)).unwrap(), Preview::Nothing);
    let mut forged = delivered.clone();
    forged.message[200] ^= 1;
    assert_eq!(run(world.client("tablet").preview(&forged)).unwrap(), Preview::Nothing);
    assert!(matches!(run(world.client("tablet").receive(&delivered)).unwrap(), Received::New(_)));
}

/// A new epoch after so many messages, after a day, and when somebody comes; the old key is gone then.
#[test]
fn epochs_end_by_count_by_day_and_by_change() {
    let mut world = World::of_two();
    let id = world.pair(ADA, BEN);
    let epochs = |world: &World| {
        let of =
            |delivered: &dm_core::Delivered| Message::parse(&delivered.message).unwrap().header.opening.epoch;
        world.server.messages[&id].iter().map(of).collect::<std::collections::BTreeSet<_>>().len()
    };
    for _ in 0..7 {
        world.says("laptop", BEN, "x");
    }
    assert_eq!(epochs(&world), 2, "six messages each");
    world.server.now_ms += DAY;
    world.says("laptop", BEN, "x");
    assert_eq!(epochs(&world), 3);
    world.links("tablet", "pad");
    world.settle();
    world.says("laptop", BEN, "x");
    assert_eq!(epochs(&world), 4);
    let keys = world.device("laptop").disk.borrow();
    let is_epoch = |slot: &&dm_core::Slot| slot.table == Table::Keys && slot.id.starts_with(b"epoch");
    assert_eq!(keys.records.keys().filter(is_epoch).count(), 1);
}

/// A device dies at each step of writing, sending and hearing of it, one after another; it is said once and read by all.
#[test]
fn a_death_at_any_step_of_sending_says_it_once() {
    let ready = World::of_two();
    let id = ready.pair(ADA, BEN);
    for step in (1..).step_by(3) {
        let mut world = ready.copy();
        run(world.client("laptop").open_conversation(BEN)).unwrap();
        let message = run(world.client("laptop").new_message_id(world.now())).unwrap();
        let content = text("once", world.now());
        world.device("laptop").tripwire.set(Some(step));
        let said = run(world.client("laptop").send(id, message, &content, None, true));
        let died = said.is_err() || world.try_sync("laptop").is_err();
        world.device_mut("laptop").restart();
        run(world.client("laptop").send(id, message, &content, None, true)).unwrap();
        world.settle();
        assert_eq!(world.server.messages[&id].len(), 1, "died at step {step}");
        for name in ["laptop", "phone", "tablet", "desktop"] {
            assert_eq!(world.bodies(name, id).len(), 1, "{name}, died at step {step}");
        }
        if !died {
            assert!(step > 100, "there are so many steps: {step}");
            return;
        }
    }
}

//! How long things take natively, when asked for:
//! `cargo test --release -p dm-core --test dm1 figures -- --ignored --nocapture`.

use crate::executor::run;
use crate::world::{ADA, BEN, World};
use std::time::Instant;

#[test]
#[ignore = "prints figures"]
fn figures() {
    const COUNT: u32 = 500;
    let mut world = World::of_two();
    let id = world.pair(ADA, BEN);
    run(world.client("laptop").open_conversation(BEN)).unwrap();
    let begun = Instant::now();
    for number in 0..COUNT {
        world.writes_in("laptop", id, &format!("number {number}"));
    }
    println!("write down: {:?}", begun.elapsed() / COUNT);
    let begun = Instant::now();
    while run(world.client("laptop").next_step(id, world.now())).unwrap() != dm_core::Step::Idle {
        world.post("laptop", id).unwrap();
    }
    println!("send, with an epoch for three devices each six messages: {:?}", begun.elapsed() / COUNT);
    let begun = Instant::now();
    world.fetch_grants("tablet").unwrap();
    println!("take a grant: {:?}", begun.elapsed() / (COUNT / 6));
    let begun = Instant::now();
    world.fetch_messages("tablet").unwrap();
    println!("receive: {:?}", begun.elapsed() / COUNT);
    let begun = Instant::now();
    assert_eq!(world.bodies("tablet", id).len(), COUNT as usize);
    println!("read from what is kept: {:?}", begun.elapsed() / COUNT);
    let sizes = world.server.messages[&id].iter().map(|delivered| delivered.message.len());
    println!("bytes of a message: {}", sizes.max().unwrap());
}

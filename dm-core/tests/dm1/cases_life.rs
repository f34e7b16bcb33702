//! Devices come and go, and people read what they are to read.

use crate::spy;
use crate::world::{ADA, BEN, World};

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

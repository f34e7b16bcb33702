//! Long lives of a chain, by chance: whatever comes in whatever order, a small model says what counts, and the chain agrees.

use crate::dice::Dice;
use crate::people::{ADA, Device, Person};
use dm_wire::chain::{Chain, MAX_BROWSERS, Standing};
use dm_wire::device::DeviceKind;
use dm_wire::ids::Hash;
use dm_wire::link::Link;
use std::collections::{BTreeMap, BTreeSet};

/// What a chain is about, without hashes and signatures.
struct Model {
    active: BTreeSet<usize>,
    ever: BTreeSet<usize>,
}

impl Model {
    fn would_add(&self, devices: &[Device], new: usize) -> bool {
        let kind = devices[new].kind;
        let same = self.active.iter().filter(|known| devices[**known].kind == kind).count();
        let most = if kind == DeviceKind::Browser { MAX_BROWSERS } else { 1 };
        !self.ever.contains(&new) && same < most
    }
}

fn devices() -> Vec<Device> {
    let browsers = (0..24).map(|number| Device::browser(&format!("chance {number}")));
    browsers.chain((0..3).map(|number| Device::recovery(&format!("recovery {number}")))).collect()
}

/// A link that adds or revokes somebody, in the right place or another, signed by whoever.
fn propose(
    person: &Person,
    model: &Model,
    devices: &[Device],
    dice: &mut Dice,
) -> (Link, [usize; 2], bool, bool) {
    let active: Vec<_> = model.active.iter().copied().collect();
    // Mostly somebody who may: else nothing would ever count.
    let signer = match active.is_empty() || dice.below(4) == 0 {
        true => dice.below(devices.len()),
        false => active[dice.below(active.len())],
    };
    let about = dice.below(devices.len());
    let adds = dice.below(3) > 0;
    let mut link = match adds {
        true => person.adds(&devices[about], &devices[signer]),
        false => person.revokes(&devices[about], &devices[signer]),
    };
    let fault = dice.below(12);
    match fault {
        0 => link.body.seq = dice.roll() as u32,
        1 => link.body.prev = Hash::of(&dice.bytes(4)),
        2 => link.body.seq = u32::MAX,
        3 => link.body.time_ms ^= 1,
        _ => {}
    }
    if fault < 3 {
        link = devices[signer].states(link.body);
    }
    (link, [signer, about], adds, fault >= 4)
}

fn live(seed: u64) -> usize {
    let (devices, mut dice) = (devices(), Dice(seed));
    let mut person = Person::begins(ADA, &devices[0]);
    let mut model = Model { active: BTreeSet::from([0]), ever: BTreeSet::from([0]) };
    let mut counted = 0;
    for _ in 0..120 {
        let (link, [signer, about], adds, is_right) = propose(&person, &model, &devices, &mut dice);
        let allowed = if adds { model.would_add(&devices, about) } else { model.active.contains(&about) };
        let counts = is_right && model.active.contains(&signer) && allowed;
        let next = person.chain.apply(&link);
        assert_eq!(next.is_ok(), counts, "seed {seed}: {next:?}");
        let Ok(chain) = next else { continue };
        assert_eq!(chain.standing(&person.chain.head()), Standing::Behind);
        assert_eq!(chain.identity(), person.chain.identity());
        person.links.push(link);
        person.chain = chain;
        counted += 1;
        if adds {
            model.active.insert(about);
            model.ever.insert(about);
        } else {
            model.active.remove(&about);
        }
        agrees(&person.chain, &model, &devices);
    }
    assert_eq!(Chain::read(&person.links).as_ref(), Ok(&person.chain));
    counted
}

fn agrees(chain: &Chain, model: &Model, devices: &[Device]) {
    let numbers: BTreeMap<_, _> =
        devices.iter().enumerate().map(|(number, device)| (device.id(), number)).collect();
    let active: BTreeSet<_> = chain.active().map(|device| numbers[&device.id()]).collect();
    assert_eq!(active, model.active);
}

#[test]
fn a_chain_agrees_with_a_model_whatever_comes() {
    let counted: usize = (1..=12).map(live).sum();
    assert!(counted > 150, "links counted: {counted}");
}

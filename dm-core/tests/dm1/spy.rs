//! Looks for what may be nowhere: secrets and words, in what goes out and in what is kept.

use crate::memory::Disk;
use crate::native::Key;
use crate::world::World;
use dm_core::{Stored, Versioned};
use std::collections::HashSet;

const WINDOW: usize = 16;

/// All runs of 16 bytes in these.
fn windows<'a>(texts: impl Iterator<Item = &'a [u8]>) -> HashSet<&'a [u8]> {
    texts.flat_map(|text| text.windows(WINDOW)).collect()
}

fn kept(disk: &Disk) -> Vec<&[u8]> {
    disk.records.values().filter_map(bytes).collect()
}

fn bytes(record: &Versioned<Key>) -> Option<&[u8]> {
    match &record.stored {
        Stored::Bytes(bytes) => Some(bytes),
        Stored::Key(_) => None,
    }
}

fn has_words(texts: &[&[u8]]) -> bool {
    texts.iter().any(|text| text.windows(6).any(|window| window == b"canary"))
}

/// No secret that any device ever had, and no word that was said, in what came to the server or lies on a disk.
pub fn finds_nothing(world: &World) {
    let came: Vec<&[u8]> = world.server.came.iter().map(Vec::as_slice).collect();
    assert!(!has_words(&came), "words went out");
    let out = windows(came.into_iter());
    for (name, device) in &world.devices {
        let disk = device.disk.borrow();
        let kept = kept(&disk);
        assert!(!has_words(&kept), "{name} keeps words in clear");
        let kept = windows(kept.into_iter());
        for secret in device.secrets.borrow().iter() {
            let (begin, end) = secret.split_at(WINDOW);
            for half in [begin, end] {
                assert!(!out.contains(half), "{name}: a secret went out");
                assert!(!kept.contains(half), "{name}: a secret is kept in clear");
            }
        }
    }
}

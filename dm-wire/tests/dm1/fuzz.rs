//! A million hostile inputs for the parsers, the same each time: none panics, and what is read is written as the very bytes
//! that it was read from. Else two byte strings could mean the same, and a hash or a signature would not.

use crate::dice::Dice;
use crate::fields::{FORMATS, again};
use crate::samples;
use dm_wire::content::Content;
use std::collections::BTreeMap;
use std::thread::scope;

const CASES: usize = 1_000_000;
const THREADS: usize = 8;

/// What was fed, and how much of it was read: a fuzzer whose inputs are all refused at their first byte finds nothing.
#[derive(Default)]
struct Tally {
    cases: usize,
    read: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn feed(&mut self, format: &'static str, bytes: &[u8]) {
        self.cases += 1;
        if let Ok(again) = again(format, bytes) {
            assert_eq!(again, bytes, "{format} has two forms");
            *self.read.entry(format).or_default() += 1;
        }
    }
}

fn samples_by_format() -> BTreeMap<&'static str, Vec<Vec<u8>>> {
    let mut by_format = BTreeMap::<_, Vec<_>>::new();
    for sample in samples::all() {
        by_format.entry(sample.format).or_default().push(sample.bytes);
    }
    by_format
}

fn run(seed: u64, cases: usize) -> Tally {
    let samples = samples_by_format();
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    while tally.cases < cases {
        let format = FORMATS[dice.below(FORMATS.len())];
        let of_format = &samples[format];
        let sample = &of_format[dice.below(of_format.len())];
        let bytes = match dice.below(8) {
            0 => {
                let length = dice.below(sample.len() + 20);
                dice.bytes(length)
            }
            1 => {
                let others = &samples[FORMATS[dice.below(FORMATS.len())]];
                others[0].clone()
            }
            _ => dice.damage(sample),
        };
        tally.feed(format, &bytes);
    }
    tally
}

#[test]
fn a_million_hostile_inputs_do_no_harm_and_have_one_form() {
    let tallies: Vec<Tally> = scope(|scope| {
        let threads = (0..THREADS).map(|seed| scope.spawn(move || run(seed as u64, CASES / THREADS)));
        let threads: Vec<_> = threads.collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(tallies.iter().map(|tally| tally.cases).sum::<usize>(), CASES);
    for format in FORMATS {
        let read: usize = tallies.iter().filter_map(|tally| tally.read.get(format)).sum();
        println!("{format}: {read} were read");
        assert!(read > 50, "of {format} nearly nothing was read ({read}): the inputs are too wild");
    }
}

/// CBOR is where lengths inside of lengths are: made of its own pieces, it gets further than by chance.
#[test]
fn contents_of_odd_pieces_do_no_harm() {
    let pieces: [&[u8]; 22] = [
        b"\xa2",
        b"\xa3",
        b"\xa4",
        b"\x61t",
        b"\x62ts",
        b"\x63att",
        b"\x64body",
        b"\x64read",
        b"\x68mentions",
        b"\x68reply_to",
        b"\x01",
        b"\x05",
        b"\x06",
        b"\x18\x18",
        b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x81",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x62hi",
        b"\x7f",
        b"\x5f",
        b"\xc0",
        b"\xbf",
    ];
    let mut dice = Dice(77);
    for _ in 0..200_000 {
        let bytes: Vec<u8> =
            (0..dice.below(12)).flat_map(|_| pieces[dice.below(pieces.len())].to_vec()).collect();
        if let Ok(content) = Content::parse(&bytes) {
            assert_eq!(content.encode().unwrap(), bytes);
        }
    }
}

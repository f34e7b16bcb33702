//! Device chains: who may come and go, and what a hostile server or a stolen device cannot do.

use crate::parsing::other_s;
use crate::people::{ADA, Ada, BEN, Device, NOW_MS, Person, ada, ben, genesis};
use crate::samples;
use dm_wire::chain::{Chain, Standing};
use dm_wire::device::DeviceEntry;
use dm_wire::head::{Head, HeadAttest, HeadBody};
use dm_wire::ids::{Hash, Identity};
use dm_wire::link::{Change, Link, LinkBody};
use dm_wire::refused::Refused;
use dm_wire::signed::Signed;
use dm_wire::{Malformed, Wire};

/// A chain whose last link is refused, or none.
pub struct Case {
    pub name: &'static str,
    pub links: Vec<Link>,
    pub refused: Option<&'static str>,
}

fn case(name: &'static str, before: &Person, last: Link, refused: impl Into<Option<&'static str>>) -> Case {
    let links = [before.links.as_slice(), &[last]].concat();
    Case { name, links, refused: refused.into() }
}

/// A link like this one but for its body, signed again.
fn changed(link: &Link, signer: &Device, change: impl FnOnce(&mut LinkBody)) -> Link {
    let mut body = link.body.clone();
    change(&mut body);
    signer.states(body)
}

/// A chain with as many browsers as can be.
fn full() -> (Person, Vec<Device>) {
    let devices: Vec<_> = (0..9).map(|number| Device::browser(&format!("browser {number}"))).collect();
    let begun = Person::begins(ADA, &devices[0]);
    let add = |person: Person, device| person.and(person.adds(device, &devices[0]));
    (devices[1..8].iter().fold(begun, add), devices)
}

fn genesis_cases() -> Vec<Case> {
    let Ada { laptop, phone, .. } = ada();
    let good = genesis(ADA, &laptop);
    let alone = |name, link, refused| Case { name, links: vec![link], refused };
    let of_other =
        changed(&good, &laptop, |body| body.change = Change::Genesis(laptop.entry(BEN, 0, Hash::ZERO)));
    let twin = Device { agreement: laptop.signing.clone(), ..laptop.clone() };
    vec![
        alone("a genesis", good.clone(), None),
        alone("a genesis of number 1", changed(&good, &laptop, |body| body.seq = 1), Some("wrong_seq")),
        alone(
            "a genesis after something",
            changed(&good, &laptop, |body| body.prev = Hash([1; 32])),
            Some("wrong_prev"),
        ),
        alone(
            "a genesis by another device",
            changed(&good, &phone, |body| body.signer = phone.id()),
            Some("signer_not_active"),
        ),
        alone("a genesis signed by another key", changed(&good, &phone, |_| {}), Some("bad_signature")),
        alone("a genesis with the proof of another person's chain", of_other, Some("no_possession")),
        alone("a genesis with one key for both", genesis(ADA, &twin), Some("duplicate_device")),
        alone("a chain that begins with an addition", ada().person.links[1].clone(), Some("wrong_seq")),
    ]
}

fn placing_cases() -> Vec<Case> {
    let Ada { laptop, phone, person, .. } = ada();
    let next = person.adds(&Device::browser("tablet"), &laptop);
    let skipped = changed(&next, &laptop, |body| body.seq += 1);
    let elsewhere = changed(&next, &laptop, |body| body.prev = Hash([9; 32]));
    let bens = changed(&next, &laptop, |body| body.user = BEN);
    let again = person.links[2].clone();
    let other_genesis = genesis(ADA, &phone);
    let unsigned_genesis = Signed { signature: next.signature, ..genesis(ADA, &phone) };
    let late_genesis = changed(&genesis(ADA, &laptop), &laptop, |body| {
        (body.seq, body.prev) = (3, person.chain.head().hash);
    });
    vec![
        case("another device", &person, next.clone(), None),
        case("a link is left out", &person, skipped, "wrong_seq"),
        case("a link of another history", &person, elsewhere, "wrong_prev"),
        case("a link of another person", &person, bens, "other_chain"),
        case("a link that is there", &person, again, "known"),
        case("a second genesis", &person, other_genesis, "other_identity"),
        case("a second genesis that nobody signed", &person, unsigned_genesis, "bad_signature"),
        case("a genesis in the middle", &person, late_genesis, "wrong_seq"),
    ]
}

fn signer_cases() -> Vec<Case> {
    let Ada { laptop, phone, recovery, person } = ada();
    let tablet = Device::browser("tablet");
    let without_phone = person.and(person.revokes(&phone, &laptop));
    let mut tampered = person.adds(&tablet, &laptop);
    tampered.body.time_ms += 1;
    let relabelled = changed(&person.adds(&tablet, &laptop), &phone, |_| {});
    vec![
        case("recovered by the recovery device", &person, person.adds(&tablet, &recovery), None),
        case(
            "added by a revoked device",
            &without_phone,
            without_phone.adds(&tablet, &phone),
            "signer_not_active",
        ),
        case(
            "revoked by a revoked device",
            &without_phone,
            without_phone.revokes(&laptop, &phone),
            "signer_not_active",
        ),
        case(
            "added by a device that nobody knows",
            &person,
            person.adds(&tablet, &ben().tablet),
            "signer_not_active",
        ),
        case("added by itself", &person, person.adds(&tablet, &tablet), "signer_not_active"),
        case("signed by another than it says", &person, relabelled, "bad_signature"),
        case("changed after it was signed", &person, tampered, "bad_signature"),
    ]
}

fn newcomer_cases() -> Vec<Case> {
    let Ada { laptop, phone, recovery, person } = ada();
    let tablet = Device::browser("tablet");
    let with = |entry: DeviceEntry| laptop.states(person.next(Change::Add(entry), &laptop));
    let head = person.chain.head();
    let stolen =
        DeviceEntry { possession: laptop.signing.sign(b"whatever"), ..tablet.entry(ADA, 3, head.hash) };
    let replayed = tablet.entry(ADA, 2, person.links[1].hash());
    let (full, devices) = full();
    let one_less = full.and(full.revokes(&devices[7], &devices[0]));
    let without_phone = person.and(person.revokes(&phone, &laptop));
    let half = Device { agreement: tablet.agreement.clone(), ..phone.clone() };
    let other_half = Device { agreement: phone.agreement.clone(), ..tablet.clone() };
    let without_recovery = person.and(person.revokes(&recovery, &laptop));
    let second = Device::recovery("another recovery");
    vec![
        case("no proof of possession", &person, with(stolen), "no_possession"),
        case("a proof for another place", &person, with(replayed), "no_possession"),
        case("a device that is there", &person, person.adds(&phone, &laptop), "duplicate_device"),
        case(
            "a device that was revoked comes back",
            &without_phone,
            without_phone.adds(&phone, &laptop),
            "duplicate_device",
        ),
        case(
            "one of its keys comes back",
            &without_phone,
            without_phone.adds(&half, &laptop),
            "duplicate_device",
        ),
        case(
            "the other of its keys comes back",
            &without_phone,
            without_phone.adds(&other_half, &laptop),
            "duplicate_device",
        ),
        case(
            "an eighth browser and a ninth",
            &full,
            full.adds(&devices[8], &devices[0]),
            "too_many_browsers",
        ),
        case("a browser in the place of another", &one_less, one_less.adds(&devices[8], &devices[0]), None),
        case("a recovery device beside 8 browsers", &full, full.adds(&second, &devices[0]), None),
        case("a second recovery device", &person, person.adds(&second, &laptop), "second_recovery"),
        case("a new recovery device", &without_recovery, without_recovery.adds(&second, &laptop), None),
    ]
}

fn revoke_cases() -> Vec<Case> {
    let Ada { laptop, phone, person, .. } = ada();
    let without_phone = person.and(person.revokes(&phone, &laptop));
    let bens = ben();
    vec![
        case("a device is revoked", &person, person.revokes(&phone, &laptop), None),
        case("a device revokes itself", &person, person.revokes(&laptop, &laptop), None),
        case("the last device goes", &bens.person, bens.person.revokes(&bens.tablet, &bens.tablet), None),
        case("nobody is revoked", &person, person.revokes(&Device::browser("x"), &laptop), "unknown_device"),
        case(
            "a device is revoked twice",
            &without_phone,
            without_phone.revokes(&phone, &laptop),
            "unknown_device",
        ),
    ]
}

/// Two histories of one person: what a server would show to some and not to others.
fn fork_cases() -> Vec<Case> {
    let Ada { laptop, phone, person, .. } = ada();
    let one = person.and(person.adds(&Device::browser("tablet"), &laptop));
    let other = person.adds(&Device::browser("watch"), &phone);
    let forged = changed(&other, &ben().tablet, |_| {});
    let longer = one.and(one.revokes(&phone, &laptop));
    // The phone is gone now, but was there when it signed.
    vec![
        case("two links of one place", &one, other.clone(), "fork"),
        case("two links of one place, further back", &longer, other, "fork"),
        case("a forged second link is no evidence", &one, forged, "bad_signature"),
    ]
}

pub fn cases() -> Vec<Case> {
    [genesis_cases(), placing_cases(), signer_cases(), newcomer_cases(), revoke_cases(), fork_cases()]
        .into_iter()
        .flatten()
        .collect()
}

/// What became of the last link.
pub fn outcome(links: &[Link]) -> Result<Chain, &'static str> {
    Chain::read(links).map_err(|(at, why)| {
        assert_eq!(at, links.len() - 1, "only the last is refused: {why:?}");
        why.code()
    })
}

#[test]
fn links_count_or_are_refused_for_what_is_wrong_with_them() {
    for case in cases() {
        let refused = outcome(&case.links).err();
        assert_eq!(refused, case.refused, "{}", case.name);
    }
}

#[test]
fn an_identity_is_the_hash_of_the_genesis_and_stays() {
    let Ada { laptop, phone, person, .. } = ada();
    let identity = Identity(Hash::of(&person.links[0].encode()).0);
    assert_eq!(person.chain.identity(), identity);
    let without = person.and(person.revokes(&laptop, &phone));
    assert_eq!(without.chain.identity(), identity);
    assert_ne!(Person::begins(ADA, &phone).chain.identity(), identity);
}

#[test]
fn evidence_holds_both_links() {
    let Ada { laptop, phone, person, .. } = ada();
    let one = person.and(person.revokes(&phone, &laptop));
    let other = person.revokes(&laptop, &phone);
    let Err(Refused::Fork(fork)) = one.chain.apply(&other) else { panic!("no fork") };
    assert_eq!((fork.held, fork.other), (one.links[3].hash(), other.encode()));
}

/// Anybody can turn a signature into the other of the two that are valid. If that counted, a server could make a second
/// link of each place, and each honest person would look like a cheat.
#[test]
fn nobody_makes_a_second_link_of_a_signed_one() {
    let person = ada().person;
    let link = &person.links[2];
    let mut bytes = link.encode();
    let at = bytes.len() - 64;
    bytes[at..].copy_from_slice(&other_s(&link.signature));
    assert_eq!(Link::parse(&bytes), Err(Malformed::SignatureForm));
}

#[test]
fn a_refused_link_changes_nothing() {
    let Ada { phone, person, .. } = ada();
    let before = person.chain.clone();
    assert!(person.chain.apply(&person.adds(&phone, &phone)).is_err());
    assert_eq!(person.chain, before);
}

/// A chain of 3 links, as somebody kept its head, and what is served later.
pub fn head_cases() -> Vec<(&'static str, Vec<Link>, Head, Option<&'static str>)> {
    let Ada { laptop, phone, person, .. } = ada();
    let kept = person.chain.head();
    let longer = person.and(person.revokes(&phone, &laptop));
    let shorter = person.links[..2].to_vec();
    let base = Person { chain: Chain::read(&shorter).unwrap(), links: shorter.clone() };
    let other = base.and(base.revokes(&phone, &laptop));
    vec![
        ("the same chain", person.links.clone(), kept, None),
        ("a longer chain", longer.links, kept, None),
        ("a shorter chain", shorter, kept, Some("rollback")),
        ("another chain of that length", other.links, kept, Some("forked_head")),
    ]
}

#[test]
fn a_chain_goes_on_from_where_it_was_kept_or_blocks() {
    for (name, links, kept, refused) in head_cases() {
        let outcome = Chain::read(&links).unwrap().continues(&kept);
        assert_eq!(outcome.err().map(|why| why.code()), refused, "{name}");
    }
}

#[test]
fn a_withheld_revocation_is_noticed_by_the_head_that_others_tell() {
    let Ada { laptop, phone, person, .. } = ada();
    let after = person.and(person.revokes(&phone, &laptop));
    assert_eq!(person.chain.standing(&after.chain.head()), Standing::Ahead);
    assert_eq!(after.chain.standing(&person.chain.head()), Standing::Behind);
    assert_eq!(after.chain.standing(&after.chain.head()), Standing::Same);
    let lie = Head { hash: Hash([3; 32]), ..after.chain.head() };
    assert_eq!(after.chain.standing(&lie), Standing::Forked);
}

/// A name, a chain, a signed head, and what comes of it.
type AttestCase = (&'static str, Vec<Link>, HeadAttest, Result<&'static str, &'static str>);

/// Signed heads, with what a chain says of them: a standing, or a refusal.
pub fn attest_cases() -> Vec<AttestCase> {
    let ada = ada();
    let Ada { laptop, phone, person, .. } = &ada;
    let good = samples::attest(&ada);
    let shorter = person.links[..2].to_vec();
    let without = person.and(person.revokes(phone, laptop));
    let by = |signer: &Device, device: &Device, head: Head| {
        signer.states(HeadBody { user: ADA, head, time_ms: NOW_MS, device: device.id() })
    };
    let head = person.chain.head();
    let lie = Head { hash: Hash([3; 32]), ..head };
    let mut of_ben = good.clone();
    of_ben.body.user = BEN;
    let stranger = &Device::browser("stranger");
    vec![
        ("of this chain", person.links.clone(), good.clone(), Ok("same")),
        ("from when it was shorter", without.links.clone(), good.clone(), Ok("behind")),
        ("of a longer one", shorter.clone(), good, Ok("ahead")),
        ("of a longer one, by a device that it adds", shorter, by(stranger, stranger, head), Ok("ahead")),
        ("of another chain", person.links.clone(), by(phone, phone, lie), Err("forked_head")),
        (
            "by a revoked device",
            without.links.clone(),
            by(phone, phone, without.chain.head()),
            Err("signer_not_active"),
        ),
        ("by nobody", person.links.clone(), by(stranger, stranger, head), Err("signer_not_active")),
        ("by another than it says", person.links.clone(), by(laptop, phone, head), Err("bad_signature")),
        ("of another person", person.links.clone(), of_ben, Err("other_chain")),
    ]
}

pub fn standing(chain: &Chain, attest: &HeadAttest) -> Result<&'static str, &'static str> {
    chain.check_attest(attest).map_err(|why| why.code()).map(|standing| match standing {
        Standing::Same => "same",
        Standing::Behind => "behind",
        Standing::Ahead => "ahead",
        Standing::Forked => "forked",
    })
}

#[test]
fn signed_heads_are_checked() {
    for (name, links, attest, expected) in attest_cases() {
        assert_eq!(standing(&Chain::read(&links).unwrap(), &attest), expected, "{name}");
    }
}

#[test]
fn a_head_that_nobody_renewed_for_a_month_is_stale() {
    let body = samples::attest(&ada()).body;
    assert!(!body.is_stale(NOW_MS - 5) && !body.is_stale(NOW_MS + HeadBody::FRESH_FOR_MS));
    assert!(body.is_stale(NOW_MS + HeadBody::FRESH_FOR_MS + 1));
}

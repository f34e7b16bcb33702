//! Prekeys: what a server could lay into the place of a device's own.

use crate::people::{Ada, BEN, Ben, Device, NOW_MS, ada, ben};
use crate::samples::{bundle_body, prekeys};
use dm_wire::chain::Chain;
use dm_wire::ids::DeviceId;
use dm_wire::link::Link;
use dm_wire::prekeys::{Bundle, BundleBody, OneTimeKey, Suites, check_bundle, check_one_time};

/// Prekeys for a device, as they come from a server.
pub struct Case {
    pub name: &'static str,
    pub links: Vec<Link>,
    pub device: DeviceId,
    pub bundle: Bundle,
    pub one_time: Option<OneTimeKey>,
    pub now_ms: u64,
    pub refused: Option<&'static str>,
}

fn bundles() -> Vec<Case> {
    let ben = ben();
    let good = prekeys().bundle;
    let Ben { tablet, person } = &ben;
    let body = bundle_body(&ben);
    let case = |name, bundle: Bundle, refused: &'static str| Case {
        name,
        links: person.links.clone(),
        device: tablet.id(),
        bundle,
        one_time: None,
        now_ms: NOW_MS,
        refused: Some(refused).filter(|why| !why.is_empty()),
    };
    let evil = Device::browser("what the server made up");
    let replaced = BundleBody { spk_public: evil.agreement.public, ..body };
    let mut swapped = good.clone();
    swapped.body.spk_public = evil.agreement.public;
    let mut narrowed = prekeys().bundle;
    narrowed.body.suites = Suites(3);
    let of_evil = evil.states(BundleBody { device: evil.id(), ..body });
    let year = BundleBody { expires_ms: body.created_ms + 12 * BundleBody::LONGEST_MS, ..body };
    let backwards = BundleBody { expires_ms: body.created_ms, ..body };
    let unable = BundleBody { suites: Suites(2), ..body };
    let later = BundleBody { suites: Suites(3), ..body };
    let expired = Case { now_ms: body.expires_ms, ..case("its time is over", good.clone(), "expired") };
    let last = Case { now_ms: body.expires_ms - 1, ..case("its last moment", good.clone(), "") };
    vec![
        case("a bundle", good, ""),
        case("of a device that understands more", tablet.states(later), ""),
        last,
        expired,
        case("the prekey is replaced", swapped, "bad_signature"),
        case("the prekey is replaced, and signed by whoever", evil.states(replaced), "bad_signature"),
        case("the suites are changed", narrowed, "bad_signature"),
        case("of another device", of_evil, "other_device"),
        case("good for a year", tablet.states(year), "lifetime"),
        case("ends as it begins", tablet.states(backwards), "lifetime"),
        case("does not understand the suite", tablet.states(unable), "suite_not_offered"),
    ]
}

fn devices() -> Vec<Case> {
    let Ada { laptop, phone, recovery, person } = ada();
    let gone = person.and(person.revokes(&phone, &laptop));
    let body = |device: &Device| BundleBody { device: device.id(), ..bundle_body(&ben()) };
    let case = |name, links: &[Link], device: &Device, refused| Case {
        name,
        links: links.to_vec(),
        device: device.id(),
        bundle: device.states(body(device)),
        one_time: None,
        now_ms: NOW_MS,
        refused: Some(refused),
    };
    let injected = Device::browser("injected");
    vec![
        case("of a device without an addition", &person.links, &injected, "signer_not_active"),
        case("of a revoked device", &gone.links, &phone, "signer_not_active"),
        case("of a recovery device", &person.links, &recovery, "not_a_browser"),
    ]
}

fn one_time_keys() -> Vec<Case> {
    let ben = ben();
    let prekeys = prekeys();
    let Ben { tablet, person } = &ben;
    let good = prekeys.one_time_key.clone();
    let case = |name, key: OneTimeKey, refused: &'static str| Case {
        name,
        links: person.links.clone(),
        device: tablet.id(),
        bundle: prekeys.bundle.clone(),
        one_time: Some(key),
        now_ms: NOW_MS,
        refused: Some(refused).filter(|why| !why.is_empty()),
    };
    let evil = Device::browser("what the server made up");
    let mut replaced = good.clone();
    replaced.body.public = evil.agreement.public;
    let mut renumbered = good.clone();
    renumbered.body.id = std::num::NonZeroU32::new(18).unwrap();
    let mut older = good.body;
    older.spk = 2;
    let mut foreign = good.body;
    foreign.device = evil.id();
    vec![
        case("a one-time prekey", good, ""),
        case("a one-time prekey that is replaced", replaced, "bad_signature"),
        case("a one-time prekey with another number", renumbered, "bad_signature"),
        case("a one-time prekey of an earlier prekey", tablet.states(older), "other_generation"),
        case("a one-time prekey of another device", evil.states(foreign), "other_device"),
    ]
}

pub fn cases() -> Vec<Case> {
    [bundles(), devices(), one_time_keys()].into_iter().flatten().collect()
}

#[test]
fn prekeys_count_if_their_device_signed_them_and_they_are_fresh() {
    for case in cases() {
        let chain = Chain::read(&case.links).unwrap();
        let bundle = check_bundle(&chain, case.device, &case.bundle, case.now_ms);
        let one_time = || match &case.one_time {
            Some(key) => check_one_time(&chain, &case.bundle, key),
            None => Ok(()),
        };
        let outcome = bundle.and_then(|()| one_time());
        assert_eq!(outcome.err().map(|why| why.code()), case.refused, "{}", case.name);
    }
}

#[test]
fn a_signature_for_one_thing_is_none_for_another() {
    use dm_wire::signed::Statement;
    let ben = ben();
    let body = prekeys().one_time_key.body;
    let without_label = dm_wire::Wire::encode(&body);
    let signature = ben.tablet.signing.sign(&without_label);
    assert!(!dm_wire::signed::Signed { body, signature }.is_by(&ben.tablet.signing.public));
    assert!(body.signed_input().starts_with(b"dm1/otk\0"));
    assert_eq!(ben.person.user(), BEN);
}

#[test]
fn suites_are_bits() {
    assert!(Suites(1).include(1) && !Suites(1).include(2) && Suites(0x8000).include(16));
    assert!(!Suites(0xffff).include(0) && !Suites(0xffff).include(17));
}

//! What a server checks of a message that is posted: who, where, and for which devices.

use crate::people::{ADA, Ada, BEN, Device, ada, ben, cleo};
use crate::samples::{self, EPOCH, grant, letter, text};
use dm_wire::audience::Audience;
use dm_wire::chain::Chain;
use dm_wire::grant::{Grant, Party};
use dm_wire::header::Kind;
use dm_wire::ids::{ConversationId, EpochId};
use dm_wire::link::Link;
use dm_wire::message::Message;
use dm_wire::post::{MAX_COUNTER, check_grants, check_message};
use dm_wire::refused::{Mismatch, Refused};
use std::collections::BTreeSet;

/// A message of Ada to Ben as it is posted.
pub struct Case {
    pub name: &'static str,
    pub ada: Vec<Link>,
    pub session: Party,
    pub message: Message,
    pub refused: Option<&'static str>,
}

fn message() -> Message {
    letter(Kind::Text, text("hi")).1
}

pub fn cases() -> Vec<Case> {
    let Ada { laptop, phone, recovery, person } = ada();
    let case = |name, message: Message, refused: &'static str| Case {
        name,
        ada: person.links.clone(),
        session: laptop.of(ADA),
        message,
        refused: Some(refused).filter(|why| !why.is_empty()),
    };
    let altered = |alter: &dyn Fn(&mut Message)| {
        let mut message = message();
        alter(&mut message);
        message
    };
    let gone = person.and(person.revokes(&laptop, &phone));
    let from = |party: Party| altered(&|message| message.header.opening.from = party);
    let by_recovery = recovery.of(ADA);
    let stranger = cleo().desktop.of(crate::people::CLEO);
    vec![
        case("a message", message(), ""),
        case("from another person than signed in", from(ben().tablet.of(BEN)), "other_device"),
        case("from another device than signed in", from(phone.of(ADA)), "other_device"),
        case(
            "in another conversation",
            altered(&|m| m.header.opening.conversation = ConversationId([1; 16])),
            "other_chain",
        ),
        case("beyond the last counter", altered(&|m| m.header.opening.counter = MAX_COUNTER + 1), "counter"),
        Case { ada: gone.links, ..case("from a revoked device", message(), "signer_not_active") },
        Case { session: by_recovery, ..case("from a recovery device", from(by_recovery), "not_a_browser") },
        Case { session: stranger, ..case("from somebody who is not in it", from(stranger), "not_a_member") },
    ]
}

#[test]
fn a_message_is_taken_from_an_active_browser_of_the_conversation() {
    let ben = ben();
    for case in cases() {
        let ada = Chain::read(&case.ada).unwrap();
        let audience = Audience::pair(&ada, &ben.person.chain).unwrap();
        let outcome = check_message(case.session, &audience, &case.message);
        assert_eq!(outcome.err().map(|why| why.code()), case.refused, "{}", case.name);
    }
}

/// A grant like the sample, for somebody else.
fn grant_for(to: Party) -> Grant {
    let mut grant = grant(false).grant;
    grant.head.to = to;
    grant
}

fn grants() -> Vec<Grant> {
    vec![grant_for(ada().phone.of(ADA)), grant_for(ben().tablet.of(BEN))]
}

fn outcome(grants: &[Grant]) -> Result<(), Refused> {
    let (ada, ben) = (ada(), ben());
    let audience = Audience::pair(&ada.person.chain, &ben.person.chain).unwrap();
    check_grants(&audience, &BTreeSet::new(), &message(), grants)
}

#[test]
fn grants_are_for_all_browsers_but_the_senders_own_and_the_recovery_device() {
    assert_eq!(outcome(&grants()), Ok(()));
    let (ada, ben) = (ada(), ben());
    let audience = Audience::pair(&ada.person.chain, &ben.person.chain).unwrap();
    let recipients: Vec<_> = audience.recipients(ada.laptop.of(ADA)).parties().collect();
    assert_eq!(recipients, [ada.phone.of(ADA), ben.tablet.of(BEN)]);
}

#[test]
fn a_missing_or_surplus_grant_is_told() {
    let Ada { phone, laptop, recovery, .. } = ada();
    let mismatch = |missing: &[Party], surplus: &[Party]| {
        let set = |parties: &[Party]| parties.iter().copied().collect::<BTreeSet<_>>();
        Err(Refused::DevicesChanged(Mismatch { missing: set(missing), surplus: set(surplus) }))
    };
    let injected = Device::browser("injected").of(BEN);
    assert_eq!(outcome(&grants()[1..]), mismatch(&[phone.of(ADA)], &[]));
    for party in [injected, recovery.of(ADA), laptop.of(ADA), phone.of(ADA)] {
        let with = [grants(), vec![grant_for(party)]].concat();
        assert_eq!(outcome(&with), mismatch(&[], &[party]), "{party:?}");
    }
    assert_eq!(outcome(&[]), mismatch(&[phone.of(ADA), ben().tablet.of(BEN)], &[]));
}

#[test]
fn a_grant_of_another_message_is_refused() {
    let altered = |alter: &dyn Fn(&mut Grant)| {
        let mut grants = grants();
        alter(&mut grants[0]);
        outcome(&grants)
    };
    assert_eq!(altered(&|grant| grant.head.conversation = ConversationId([1; 16])), Err(Refused::OtherGrant));
    assert_eq!(altered(&|grant| grant.head.epoch = EpochId([1; 16])), Err(Refused::OtherGrant));
    assert_eq!(altered(&|grant| grant.head.from = ben().tablet.of(BEN)), Err(Refused::OtherGrant));
    assert_eq!(grants()[0].head.epoch, EPOCH);
}

/// A revoked device gets nothing more, and what a recipient was told of the others is another hash then.
#[test]
fn a_revoked_device_is_no_recipient() {
    let Ada { laptop, phone, person, .. } = ada();
    let gone = person.and(person.revokes(&phone, &laptop));
    let ben = ben();
    let of = |chain: &Chain| Audience::pair(chain, &ben.person.chain).unwrap().recipients(laptop.of(ADA));
    let (before, after) = (of(&person.chain), of(&gone.chain));
    assert!(before.parties().any(|party| party == phone.of(ADA)));
    assert_eq!(after.parties().collect::<Vec<_>>(), [ben.tablet.of(BEN)]);
    assert_ne!(before.digest(), after.digest());
    assert_eq!(samples::grant_content().recipients, before.digest());
}

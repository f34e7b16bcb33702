//! Grants and messages with real encryption: they open for whom they are for, and a changed bit is noticed.

use crate::native::{Epoch, KeyPair, Opener, open_grant, secret};
use crate::people::{ADA, NOW_MS, ada, ben};
use crate::samples::{grant, letter, opening, plaintext, prekeys, text, whats, with_opener};
use dm_wire::bytes::Wire;
use dm_wire::franking::{self, Receipt, Report};
use dm_wire::header::{Header, Kind};
use dm_wire::ids::ConversationId;
use dm_wire::message::Message;
use dm_wire::plaintext::{Plaintext, Unopened};
use dm_wire::refused::Refused;
use dm_wire::{Malformed, safety};

#[test]
fn a_grant_opens_for_whom_it_is_for() {
    for with_one_time in [true, false] {
        let sealed = grant(with_one_time);
        let opened = with_opener(with_one_time, |opener| open_grant(opener, &sealed.grant, &sealed.keys));
        assert_eq!(opened, Some(sealed.content));
    }
}

#[test]
fn a_grant_with_any_bit_changed_does_not_open() {
    let sealed = grant(true);
    let bytes = sealed.grant.encode();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let Ok(grant) = dm_wire::grant::Grant::parse(&changed) else { continue };
        assert_eq!(with_opener(true, |opener| open_grant(opener, &grant, &sealed.keys)), None, "byte {at}");
    }
}

#[test]
fn a_grant_is_bound_to_both_identities_and_all_keys() {
    let sealed = grant(true);
    let open = |alter: &dyn Fn(&mut dm_wire::grant::GrantKeys)| {
        let mut keys = sealed.keys;
        alter(&mut keys);
        with_opener(true, |opener| open_grant(opener, &sealed.grant, &keys))
    };
    let other = KeyPair::of("other").public;
    assert!(open(&|_| {}).is_some());
    assert!(open(&|keys| keys.from_identity = keys.to_identity).is_none());
    assert!(open(&|keys| keys.to_identity = keys.from_identity).is_none());
    assert!(open(&|keys| keys.from_agreement = other).is_none());
    assert!(open(&|keys| keys.to_agreement = other).is_none());
    assert!(open(&|keys| keys.spk = other).is_none());
    assert!(open(&|keys| keys.one_time = Some(other)).is_none());
    assert!(open(&|keys| keys.one_time = None).is_none());
}

#[test]
fn a_one_time_prekey_that_is_used_up_opens_nothing_more() {
    let (sealed, ben) = (grant(true), ben());
    let prekeys = prekeys();
    let without = Opener { agreement: &ben.tablet.agreement, spk: &prekeys.spk, one_time: None };
    assert_eq!(open_grant(&without, &sealed.grant, &sealed.keys), None);
}

fn open(message: &Message) -> Result<Plaintext, Unopened> {
    let epoch = Epoch::of("Ada's epoch");
    Plaintext::open(&message.header, &epoch.unseal(message).expect("decrypts"))
}

#[test]
fn a_message_of_each_kind_arrives() {
    let epoch = Epoch::of("Ada's epoch");
    for (name, kind, what) in whats() {
        let (plaintext, message) = letter(kind, what);
        assert!(message.is_by(&epoch.signer.public), "{name}");
        assert_eq!(open(&message), Ok(plaintext), "{name}");
    }
}

/// Each bit of head, ciphertext and signature.
#[test]
fn a_message_with_any_bit_changed_is_refused() {
    let epoch = Epoch::of("Ada's epoch");
    let target = crate::samples::message_id(9);
    let bytes = letter(Kind::React(target), dm_wire::content::What::React("🎉".to_owned())).1.encode();
    let header_bits = 144 * 8;
    let some_of_the_rest = (header_bits..bytes.len() * 8).step_by(7);
    let (mut unread, mut unopened) = (0, 0);
    for bit in (0..header_bits).chain(some_of_the_rest) {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        match Message::parse(&changed) {
            Err(_) => unread += 1,
            Ok(message) => {
                assert!(!message.is_by(&epoch.signer.public), "bit {bit} is not signed");
                let is_in_signature = bit / 8 >= bytes.len() - 64;
                assert!(
                    is_in_signature || epoch.unseal(&message).is_none(),
                    "bit {bit} is not authenticated"
                );
                unopened += 1;
            }
        }
    }
    assert!(unread > 20 && unopened > 1000, "{unread} {unopened}");
}

#[test]
fn a_message_moved_to_another_conversation_or_person_does_not_open() {
    let epoch = Epoch::of("Ada's epoch");
    let message = letter(Kind::Text, text("hi")).1;
    let altered = |alter: &dyn Fn(&mut Header)| {
        let mut message = message.clone();
        alter(&mut message.header);
        epoch.unseal(&message).is_none() && !message.is_by(&epoch.signer.public)
    };
    assert!(altered(&|header| header.opening.conversation = ConversationId([1; 16])));
    assert!(altered(&|header| header.opening.from = ben().tablet.of(crate::people::BEN)));
    assert!(altered(&|header| header.opening.from.device = ada().phone.id()));
}

/// Another member knows the epoch's secret, and not its signing key.
#[test]
fn who_can_read_cannot_sign() {
    let epoch = Epoch::of("Ada's epoch");
    let forger = Epoch { secret: epoch.secret.clone(), signer: KeyPair::of("Ben's own") };
    let forged = forger.seal(opening(Kind::Text), &plaintext(text("Ada owes me money")));
    assert!(epoch.unseal(&forged).is_some());
    assert!(!forged.is_by(&epoch.signer.public));
}

#[test]
fn what_was_not_committed_to_is_not_shown() {
    let epoch = Epoch::of("Ada's epoch");
    let said = plaintext(text("something that nobody could report"));
    let opening = opening(Kind::Text);
    let commitment = franking::commit(&said.commitment_key, &opening, b"something harmless");
    let message = epoch.seal_as_is(Header { opening, commitment }, &said.encode().unwrap());
    assert!(message.is_by(&epoch.signer.public));
    assert_eq!(open(&message), Err(Unopened::Refused(Refused::Commitment)));
}

#[test]
fn a_deletion_that_says_it_is_a_text_is_not_shown() {
    let message =
        Epoch::of("Ada's epoch").seal(opening(Kind::Text), &plaintext(dm_wire::content::What::Delete));
    assert_eq!(open(&message), Err(Unopened::Refused(Refused::OtherKind)));
    let odd = Plaintext::open(&message.header, &[0; 100]);
    assert_eq!(odd, Err(Unopened::Malformed(Malformed::Size)));
}

#[test]
fn a_report_is_proven_and_a_changed_one_is_not() {
    let (plaintext, message) = letter(Kind::Text, text("an insult"));
    let key = secret("the server's");
    let content = plaintext.content.encode().unwrap();
    let receipt =
        Receipt { key: 1, server_time_ms: NOW_MS, tag: franking::tag(&key, &message.header, NOW_MS) };
    let report =
        Report { header: message.header, content, commitment_key: plaintext.commitment_key, receipt };
    assert_eq!(report.check(&key), Ok(plaintext.content));
    assert_eq!(Report::parse(&report.encode()), Ok(report.clone()));
    assert_eq!(report.check(&secret("another server's")), Err(Refused::Tag.into()));
    let other = |alter: &dyn Fn(&mut Report)| {
        let mut report = report.clone();
        alter(&mut report);
        report.check(&key)
    };
    let (tag, commitment) = (Err(Unopened::from(Refused::Tag)), Err(Unopened::from(Refused::Commitment)));
    assert_eq!(other(&|report| report.content = b"something else".to_vec()), commitment);
    assert_eq!(other(&|report| report.commitment_key = secret("x")), commitment);
    assert_eq!(other(&|report| report.header.opening.counter += 1), commitment);
    assert_eq!(other(&|report| report.receipt.server_time_ms += 1), tag);
    assert_eq!(other(&|report| report.receipt.tag[31] ^= 1), tag);
    assert_eq!(other(&|report| report.header.opening.from.user.0 += 1), tag);
    assert_eq!(other(&|report| report.header.opening.conversation.0[0] ^= 1), tag);
    assert_eq!(other(&|report| report.header.commitment.0[0] ^= 1), tag);
}

#[test]
fn a_backup_entry_is_bound_to_where_it_belongs() {
    let head = crate::samples::backup_head();
    let mut moved = head;
    moved.conversation = ConversationId([1; 16]);
    assert_ne!(head.associated_data(), moved.associated_data());
    assert_ne!(head.key_info(), head.associated_data());
}

#[test]
fn two_people_see_the_same_sixty_digits_until_one_starts_over() {
    let (ada, ben) = (ada().person.chain, ben().person.chain);
    let (one, other) = ((ADA, ada.identity()), (ben.user(), ben.identity()));
    let number = safety::number(one, other);
    assert_eq!(number, safety::number(other, one));
    assert!(number.len() == 60 && number.bytes().all(|byte| byte.is_ascii_digit()));
    assert_ne!(number, safety::number((ADA, ben.identity()), other));
    assert_eq!(safety::picture(one, other), safety::picture(other, one));
    assert_eq!(safety::picture(one, other).len(), 7 + 2 * 40);
}

#[test]
fn secrets_are_not_in_what_is_logged() {
    let content = crate::samples::grant_content();
    assert!(format!("{content:?}").contains("secret: Secret,"), "{content:?}");
}

//! Groups: who may bring people in and send them away, and what the server cannot do.

use crate::people::{ADA, Ada, BEN, CLEO, Device, Person, ada, ben, changes, cleo, creates};
use dm_wire::UserId;
use dm_wire::audience::Audience;
use dm_wire::chain::Chain;
use dm_wire::group::{Group, Reading};
use dm_wire::ids::{ConversationId, Hash, Identity};
use dm_wire::link::Link;
use dm_wire::membership::{Members, Membership, MembershipBody, MembershipChange};
use dm_wire::refused::Refused;

/// Changes of a group, the last of which is refused, or none; with the chains of all who signed.
pub struct Case {
    pub name: &'static str,
    pub chains: Vec<Vec<Link>>,
    pub changes: Vec<Membership>,
    pub reading: Reading,
    pub refused: Option<&'static str>,
}

fn case(name: &'static str, changes: &[&Membership], refused: impl Into<Option<&'static str>>) -> Case {
    let chains = vec![ada().person.links, ben().person.links, cleo().person.links];
    let changes = changes.iter().map(|change| (*change).clone()).collect();
    Case { name, chains, changes, reading: Reading::News, refused: refused.into() }
}

fn altered(change: &Membership, signer: &Device, alter: impl FnOnce(&mut MembershipBody)) -> Membership {
    let mut body = change.body.clone();
    alter(&mut body);
    signer.states(body)
}

fn creation_cases() -> Vec<Case> {
    let (Ada { laptop, recovery, person, .. }, ben) = (ada(), ben());
    let good = creates(&[&person, &ben.person], &person, &laptop);
    let others = creates(&[&ben.person, &cleo().person], &person, &laptop);
    let by_recovery = creates(&[&person, &ben.person], &person, &recovery);
    let renamed = altered(&good, &laptop, |body| body.conversation = ConversationId([1; 16]));
    let as_pair = altered(&good, &laptop, |body| body.conversation = crate::samples::pair());
    let taken = altered(&good, &ben.tablet, |body| (body.user, body.device) = (BEN, ben.tablet.id()));
    let other_self = Person::begins(ADA, &Device::browser("Ada started over"));
    let outdated = creates(&[&other_self, &ben.person], &person, &laptop);
    let first = altered(&good, &laptop, |body| body.seq = 1);
    let after = altered(&good, &laptop, |body| body.prev = Hash([1; 32]));
    vec![
        case("a group", &[&good], None),
        case("a group without who creates it", &[&others], "not_a_member"),
        case("a group created by a recovery device", &[&by_recovery], "not_a_browser"),
        case("a group with an id of choice", &[&renamed], "wrong_conversation_id"),
        case("a group with the id of a conversation of two", &[&as_pair], "wrong_conversation_id"),
        case("a group with the id of another's", &[&taken], "wrong_conversation_id"),
        case("a group by an identity that is over", &[&outdated], "other_identity"),
        case("a group that begins with number 1", &[&first], "wrong_seq"),
        case("a group that begins after something", &[&after], "wrong_prev"),
    ]
}

/// Ada and Ben, and Cleo is not in it.
fn base() -> Membership {
    creates(&[&ada().person, &ben().person], &ada().person, &ada().laptop)
}

fn cleos() -> MembershipChange {
    MembershipChange::Add(CLEO, cleo().person.chain.identity())
}

fn change_cases() -> Vec<Case> {
    let (Ada { laptop, .. }, ben, cleo) = (ada(), ben(), cleo());
    let create = base();
    let by_ada = |change| changes(&create, change, ADA, &laptop);
    let add = by_ada(cleos());
    let remove = changes(&add, MembershipChange::Remove(ADA), CLEO, &cleo.desktop);
    let leave = changes(&add, MembershipChange::Leave, BEN, &ben.tablet);
    let after_leaving = changes(&leave, MembershipChange::Remove(CLEO), BEN, &ben.tablet);
    let by_stranger = changes(&create, cleos(), CLEO, &cleo.desktop);
    let lent = changes(&create, MembershipChange::Leave, BEN, &laptop);
    let mut posed = changes(&create, MembershipChange::Leave, BEN, &ben.tablet);
    posed.signature = laptop.signing.sign(b"as if Ben had left");
    let other = changes(&create, MembershipChange::Leave, BEN, &ben.tablet);
    let mut forged = other.clone();
    forged.signature = laptop.signing.sign(b"as if Ben had left");
    let ben_again = MembershipChange::Add(BEN, ben.person.chain.identity());
    let stranger = MembershipChange::Remove(CLEO);
    let elsewhere = altered(&add, &laptop, |body| body.conversation = ConversationId([1; 16]));
    let skipped = altered(&add, &laptop, |body| body.seq = 2);
    let other_past = altered(&add, &laptop, |body| body.prev = Hash([1; 32]));
    vec![
        case("somebody is added", &[&create, &add], None),
        case("who was added removes who added", &[&create, &add, &remove], None),
        case("somebody leaves", &[&create, &add, &leave], None),
        case("who left decides no more", &[&create, &add, &leave, &after_leaving], "not_a_member"),
        case("a stranger adds oneself", &[&create, &by_stranger], "not_a_member"),
        case("somebody leaves by another's device", &[&create, &lent], "signer_not_active"),
        case("somebody leaves by another's signature", &[&create, &posed], "bad_signature"),
        case("somebody is added twice", &[&create, &by_ada(ben_again)], "already_member"),
        case("a stranger is removed", &[&create, &by_ada(stranger)], "not_a_member"),
        case(
            "somebody removes oneself",
            &[&create, &by_ada(MembershipChange::Remove(ADA))],
            "removes_oneself",
        ),
        case("a change of another group", &[&create, &elsewhere], "other_chain"),
        case("a change is left out", &[&create, &skipped], "wrong_seq"),
        case("a change of another past", &[&create, &other_past], "wrong_prev"),
        case("a change twice", &[&create, &add, &add], "known"),
        case("two changes of one place", &[&create, &add, &other], "fork"),
        case("two changes of one place, further back", &[&create, &add, &leave, &other], "fork"),
        case("a second change by a stranger is no evidence", &[&create, &add, &by_stranger], "not_a_member"),
        case("a second change by a forger is no evidence", &[&create, &add, &forged], "bad_signature"),
        case("a second creation", &[&create, &altered(&create, &laptop, |body| body.seq = 1)], "wrong_seq"),
    ]
}

/// A device that is revoked later: its changes stay, and it makes no more.
fn device_cases() -> Vec<Case> {
    let (Ada { laptop, phone, person, .. }, ben) = (ada(), ben());
    let create = creates(&[&person, &ben.person], &person, &phone);
    let gone = person.and(person.revokes(&phone, &laptop));
    let chains = vec![gone.links, ben.person.links];
    let news =
        Case { chains: chains.clone(), ..case("a revoked device decides", &[&create], "signer_not_active") };
    let history =
        Case { chains, reading: Reading::History, ..case("a revoked device decided once", &[&create], None) };
    vec![news, history]
}

fn crowd_cases() -> Vec<Case> {
    let laptop = ada().laptop;
    let mut members: std::collections::BTreeMap<_, _> =
        (1..=15).map(|number| (UserId(number), Identity([number as u8; 32]))).collect();
    members.insert(ADA, ada().person.chain.identity());
    let change = MembershipChange::Create { nonce: [1; 16], members: Members::new(members).unwrap() };
    let conversation = change.group_id(ADA, laptop.id());
    let (seq, prev, user, device) = (0, Hash::ZERO, ADA, laptop.id());
    let full = laptop.states(MembershipBody { conversation, seq, prev, change, user, device });
    let one_more = changes(&full, cleos(), ADA, &laptop);
    vec![
        case("a group of 16", &[&full], None),
        case("a seventeenth member", &[&full, &one_more], "too_many_members"),
    ]
}

pub fn cases() -> Vec<Case> {
    [creation_cases(), change_cases(), device_cases(), crowd_cases()].into_iter().flatten().collect()
}

pub fn outcome(case: &Case) -> Result<Group, &'static str> {
    let chains: Vec<_> = case.chains.iter().map(|links| Chain::read(links).unwrap()).collect();
    let of = |change: &Membership| chains.iter().find(|chain| chain.user() == change.body.user).unwrap();
    let mut group: Option<Group> = None;
    for (at, change) in case.changes.iter().enumerate() {
        let next = match &group {
            None => Group::begin(change, of(change), case.reading),
            Some(group) => group.apply(change, of(change), case.reading),
        };
        group = Some(next.map_err(|why| {
            assert_eq!(at, case.changes.len() - 1, "{}: only the last is refused: {why:?}", case.name);
            why.code()
        })?);
    }
    Ok(group.unwrap())
}

#[test]
fn changes_count_or_are_refused_for_what_is_wrong_with_them() {
    for case in cases() {
        assert_eq!(outcome(&case).err(), case.refused, "{}", case.name);
    }
}

#[test]
fn a_change_needs_the_chain_of_who_signed_it() {
    let (ada, ben) = (ada(), ben());
    let outcome = Group::begin(&base(), &ben.person.chain, Reading::News);
    assert_eq!(outcome, Err(Refused::OtherChain));
    assert!(Group::begin(&base(), &ada.person.chain, Reading::News).is_ok());
}

#[test]
fn a_group_knows_the_changes_that_it_was_at() {
    let create = base();
    let group = Group::begin(&create, &ada().person.chain, Reading::News).unwrap();
    assert!(group.has_been_at(create.hash()) && !group.has_been_at(Hash::ZERO));
}

#[test]
fn members_that_the_server_lists_beside_the_signed_ones_are_nobody() {
    let (ada, ben, cleo) = (ada(), ben(), cleo());
    let group = Group::begin(&base(), &ada.person.chain, Reading::News).unwrap();
    let of = |chains: &[&Chain]| Audience::group(&group, chains).map(|audience| audience.conversation());
    let (ada, ben, cleo) = (&ada.person.chain, &ben.person.chain, &cleo.person.chain);
    assert_eq!(of(&[ada, ben]), Ok(group.conversation()));
    assert_eq!(of(&[ada, ben, cleo]), Err(Refused::NotAMember));
    assert_eq!(of(&[ada]), Err(Refused::NotTheMembers));
    assert_eq!(of(&[ada, ada]), Err(Refused::NotTheMembers));
    assert_eq!(of(&[ada, ben, ada]), Err(Refused::NotTheMembers));
    let swapped = Person::begins(BEN, &Device::browser("not Ben's")).chain;
    assert_eq!(of(&[ada, &swapped]), Err(Refused::OtherIdentity));
}

#[test]
fn a_conversation_of_two_has_one_id_for_both_and_another_after_a_new_start() {
    let (ada, ben) = (ada().person.chain, ben().person.chain);
    let id = ConversationId::of_pair(ada.identity(), ben.identity());
    assert_eq!(id, ConversationId::of_pair(ben.identity(), ada.identity()));
    let again = Person::begins(BEN, &Device::browser("Ben's new tablet")).chain;
    assert_ne!(id, ConversationId::of_pair(ada.identity(), again.identity()));
    assert!(Audience::pair(&ada, &ada).is_err());
}

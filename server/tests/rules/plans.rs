//! Plans of batches: which change gets which rev, what is refused, what is told.

use crate::hub::{ADA, BO, GENERAL, MODERATOR, NOW, basis, caller, structure};
use hubbub_server::domain::access::{HubAccess, PlaceAccess};
use hubbub_server::domain::members::MemberDoc;
use hubbub_server::domain::messages::{
    Append, Asked, Basis, Body, Cleared, Committed, Head, MessageDoc, Plan, Right, Saying, Verdict,
};
use hubbub_server::error::{Error, Result};
use hubbub_shared::model::User;
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::Nonce;
use hubbub_shared::{ErrorCode, MessageId, Permissions, RoleId, UserId};
use std::collections::HashMap;
use std::sync::Arc;

fn words(text: &str) -> Body {
    Body::written(text).unwrap()
}

/// The same, as a hub without rules lets it through.
fn cleared(text: &str) -> Cleared {
    let member = &basis().members[&BO];
    let proof = HubAccess::prove(&caller(BO), &Arc::new(structure()), member, NOW, Permissions::NONE);
    let access = proof.unwrap().channel(GENERAL, Permissions::SEND).unwrap();
    match Cleared::judge(&access, words(text), Saying::Edit) {
        Verdict::Cleared(words) => words,
        Verdict::Stopped(stop) => panic!("{stop:?}"),
    }
}

fn send(text: &str, nonce: Option<&str>) -> Append {
    Append::Send { words: cleared(text), nonce: nonce.map(|nonce| Nonce::parse(nonce).unwrap()) }
}

fn edit(message: u64, text: &str) -> Append {
    Append::Edit { message: MessageId(message), words: cleared(text), base_rev: None }
}

fn asked(user: UserId, append: Append) -> Asked {
    Asked { caller: caller(user), append, request: "request".into() }
}

/// What the place says to somebody who belongs to it; Bo with the moderator's role if so wished.
fn right(user: UserId, needs: Permissions, is_moderator: bool) -> Result<PlaceAccess> {
    let mut member = MemberDoc::clone(&basis().members[&user]);
    if is_moderator {
        member.roles = vec![MODERATOR];
    }
    let proof =
        HubAccess::prove(&caller(user), &Arc::new(structure()), &Arc::new(member), NOW, Permissions::NONE)?;
    Ok(proof.channel(GENERAL, needs)?.place())
}

fn person(id: UserId) -> (UserId, Arc<User>) {
    let name = id.to_string();
    (id, Arc::new(User { id, username: name.clone(), display_name: name, avatar: None }))
}

/// A message of Ada's that is stored as the third change of the place.
fn stored() -> MessageDoc {
    MessageDoc {
        id: MessageId(50),
        version: 1,
        place: GENERAL.place(),
        seq: 3,
        rev: 3,
        ordinal: 2,
        author: ADA,
        content: "before".to_owned(),
        mentions: vec![BO],
        nonce: Some("known".to_owned()),
        created_at: NOW,
        edited_at: None,
        deleted: None,
        slow_mode: None,
        before: Vec::new(),
    }
}

fn make(asked: &[Asked], repeats: HashMap<usize, MessageDoc>, is_moderator: bool) -> Plan {
    let rights = asked
        .iter()
        .map(|one| Right {
            access: right(one.caller.user, one.append.needs(), is_moderator),
            mentions: one.append.mentioned().to_vec(),
            deaf: Vec::new(),
        })
        .collect();
    let basis = Basis {
        is_watched: false,
        place: GENERAL.place(),
        head: Head { rev: 3, last_seq: 3, last_ordinal: 2 },
        now: NOW,
        messages: HashMap::from([(MessageId(50), stored())]),
        repeats,
        last_sends: HashMap::new(),
        authors: HashMap::from([person(ADA), person(BO)]),
    };
    let mut next = 100;
    Plan::make(basis, asked, rights, || {
        next += 1;
        next
    })
    .unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    match result.unwrap_err() {
        Error::Rejected(problem) => problem.code,
        Error::Internal(cause) => panic!("{cause:#}"),
    }
}

#[test]
fn each_change_gets_the_next_rev_and_each_message_the_next_ordinal() {
    let all = [asked(ADA, send("one", None)), asked(ADA, edit(50, "after")), asked(BO, send("two", None))];
    let plan = make(&all, HashMap::new(), false);
    assert_eq!(plan.head(), Head { rev: 6, last_seq: 6, last_ordinal: 4 });
    let results: Vec<_> = plan.results().into_iter().map(Result::unwrap).collect();
    let revs: Vec<_> = results.iter().map(|it| (it.rev, it.message.ordinal, it.last_ordinal)).collect();
    assert_eq!(revs, [(4, 3, 3), (5, 2, 3), (6, 4, 4)]);
    assert!(matches!(results[0].event, Some(ChannelEvent::MessageCreated(_))));
    assert!(matches!(results[1].event, Some(ChannelEvent::MessageEdited(_))));
}

#[test]
fn a_repeated_nonce_is_answered_with_the_stored_message_and_told_to_nobody() {
    let all = [
        asked(BO, send("hi", Some("n"))),
        asked(BO, send("hi again", Some("n"))),
        asked(ADA, send("x", Some("known"))),
    ];
    let plan = make(&all, HashMap::from([(2, stored())]), false);
    assert_eq!(plan.sent().count(), 1);
    let results: Vec<_> = plan.results().into_iter().map(Result::unwrap).collect();
    assert_eq!(results[1].message.id, results[0].message.id);
    assert!(results[1].is_repeat() && !results[0].is_repeat());
    assert_eq!((results[2].message.id, results[2].is_repeat()), (MessageId(50), true));
}

#[test]
fn who_may_no_longer_is_refused_when_the_batch_is_worked_out_and_takes_no_rev() {
    let all = [asked(UserId(2), send("late", None)), asked(ADA, send("in time", None))];
    let rights = vec![
        Right {
            access: Err(Error::forbidden("timed out meanwhile")),
            mentions: Vec::new(),
            deaf: Vec::new(),
        },
        Right { access: right(ADA, Permissions::SEND, false), mentions: Vec::new(), deaf: Vec::new() },
    ];
    let basis = Basis {
        is_watched: false,
        place: GENERAL.place(),
        head: Head::default(),
        now: NOW,
        messages: HashMap::new(),
        repeats: HashMap::new(),
        last_sends: HashMap::new(),
        authors: HashMap::from([person(ADA)]),
    };
    let mut results = Plan::make(basis, &all, rights, || 1).unwrap().results();
    assert_eq!(results.pop().unwrap().unwrap().rev, 1);
    assert_eq!(code(results.pop().unwrap()), ErrorCode::Forbidden);
}

#[test]
fn in_slow_mode_the_next_message_waits_for_the_last_one_also_within_a_batch() {
    let mut slow = structure();
    slow.channels[0].slow_mode_secs = 30;
    let access = |user, roles| {
        let member = MemberDoc { roles, ..MemberDoc::clone(&basis().members[&user]) };
        let proof = HubAccess::prove(
            &caller(user),
            &Arc::new(slow.clone()),
            &Arc::new(member),
            NOW,
            Permissions::NONE,
        );
        Ok(proof.unwrap().channel(GENERAL, Permissions::SEND).unwrap().place())
    };
    let results = |roles: Vec<RoleId>, last_ms: Option<i64>| {
        let all = ["one", "two"].map(|text| asked(BO, send(text, Some(text))));
        let rights = all
            .iter()
            .map(|_| Right { access: access(BO, roles.clone()), mentions: Vec::new(), deaf: Vec::new() })
            .collect();
        let basis = Basis {
            is_watched: false,
            place: GENERAL.place(),
            head: Head::default(),
            now: NOW,
            messages: HashMap::new(),
            repeats: HashMap::new(),
            last_sends: last_ms.map(|ms| (BO, NOW.plus_ms(-ms))).into_iter().collect(),
            authors: HashMap::from([person(BO)]),
        };
        let plan = Plan::make(basis, &all, rights, || 1).unwrap();
        assert!(plan.sent().all(|message| message.slow_mode.is_some() == roles.is_empty()));
        plan.results().into_iter().map(wait).collect::<Vec<_>>()
    };
    assert_eq!(results(vec![], None), [0, 30_000]);
    assert_eq!(results(vec![], Some(30_000)), [0, 30_000]);
    assert_eq!(results(vec![], Some(29_999)), [1, 1]);
    assert_eq!(
        results(vec![], Some(-5)),
        [29_995, 29_995],
        "a clock that was set back a little opens nothing"
    );
    assert_eq!(
        results(vec![], Some(-86_400_000)),
        [0, 30_000],
        "and one that was set back far locks nobody out"
    );
    assert_eq!(results(vec![MODERATOR], Some(1)), [0, 0]);
}

/// How long a send has to wait; 0: it is done.
fn wait(result: Result<Committed>) -> u64 {
    match result {
        Ok(_) => 0,
        Err(Error::Rejected(problem)) if problem.code == ErrorCode::SlowMode => {
            problem.retry_after_ms.unwrap()
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn words_are_their_authors_and_moderators_may_only_take_them_away() {
    let all = [asked(BO, edit(50, "mine now")), asked(BO, Append::Delete { message: MessageId(50) })];
    let refused: Vec<_> = make(&all, HashMap::new(), false).results().into_iter().map(code).collect();
    assert_eq!(refused, [ErrorCode::Forbidden, ErrorCode::Forbidden]);
    let mut results = make(&all, HashMap::new(), true).results();
    let deleted = results.pop().unwrap().unwrap();
    assert!(matches!(deleted.event, Some(ChannelEvent::MessageDeleted { message: MessageId(50), seq: 3 })));
    assert_eq!(code(results.pop().unwrap()), ErrorCode::Forbidden);
}

#[test]
fn an_order_deletes_what_it_is_about_and_nothing_else() {
    let purged = |author, since| {
        let proof = HubAccess::prove(
            &caller(ADA),
            &Arc::new(structure()),
            &basis().members[&ADA],
            NOW,
            Permissions::BAN_MEMBERS,
        );
        let order = Arc::new(proof.unwrap().order_purge(author, since, "request").unwrap());
        let access = PlaceAccess::ordered(&order, GENERAL.place());
        let all = [asked(BO, Append::Purge { message: MessageId(50), order })];
        let basis = Basis {
            is_watched: false,
            place: GENERAL.place(),
            head: Head { rev: 3, last_seq: 3, last_ordinal: 2 },
            now: NOW,
            messages: HashMap::from([(MessageId(50), stored())]),
            repeats: HashMap::new(),
            last_sends: HashMap::new(),
            authors: HashMap::from([person(ADA), person(BO)]),
        };
        let rights = vec![Right { access: Ok(access), mentions: Vec::new(), deaf: Vec::new() }];
        Plan::make(basis, &all, rights, || 1).unwrap().results().remove(0)
    };
    assert!(purged(ADA, NOW).unwrap().message.deleted);
    assert_eq!(code(purged(BO, NOW)), ErrorCode::NotFound, "another's");
    assert_eq!(code(purged(ADA, NOW.plus_ms(1))), ErrorCode::NotFound, "said before");
}

#[test]
fn what_is_written_is_read_once_for_its_length_and_for_who_is_named() {
    let body = Body::written(" for <@2>, not `<@3>` ").unwrap();
    assert_eq!((body.content(), body.mentioned()), ("for <@2>, not `<@3>`", &[BO][..]));
    assert_eq!(Body::written(&"x".repeat(4001)).unwrap_err().code, ErrorCode::InvalidInput);
}

#[test]
fn who_is_mentioned_no_longer_is_counted_anew() {
    let all = [asked(ADA, Append::Delete { message: MessageId(50) })];
    let plan = make(&all, HashMap::new(), false);
    assert_eq!(plan.recounted().into_iter().collect::<Vec<_>>(), [BO]);
}

#[test]
fn later_changes_of_a_batch_build_on_earlier_ones() {
    let delete = Append::Delete { message: MessageId(50) };
    let all = [
        asked(ADA, edit(50, "after")),
        asked(ADA, delete.clone()),
        asked(ADA, delete),
        asked(ADA, edit(50, "x")),
    ];
    let mut plan = make(&all, HashMap::new(), false);
    assert_eq!(plan.take_writes().len(), 2, "the message is written once, and a mention is forgotten once");
    let results = plan.results();
    assert_eq!(results[1].as_ref().unwrap().rev, 5);
    assert!(results[2].as_ref().unwrap().is_repeat(), "deleting twice is no error");
    assert_eq!(results.into_iter().map(|it| it.is_ok()).collect::<Vec<_>>(), [true, true, true, false]);
}

#[test]
fn who_does_not_want_to_hear_is_mentioned_and_never_learns_of_it() {
    let writes = |deaf: Vec<UserId>| {
        let all = [asked(ADA, send("for <@2>", None))];
        let right = Right { access: right(ADA, Permissions::SEND, false), mentions: vec![BO], deaf };
        let basis = Basis {
            is_watched: false,
            place: GENERAL.place(),
            head: Head::default(),
            now: NOW,
            messages: HashMap::new(),
            repeats: HashMap::new(),
            last_sends: HashMap::new(),
            authors: HashMap::from([person(ADA)]),
        };
        let mut plan = Plan::make(basis, &all, vec![right], || 100).unwrap();
        let writes = plan.take_writes().len();
        assert_eq!(plan.sent().next().unwrap().mentions, [BO], "as its author wrote it");
        writes
    };
    assert_eq!(writes(Vec::new()) - writes(vec![BO]), 1, "the unread mention");
}

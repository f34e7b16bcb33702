//! Plans of batches: which change gets which rev, what is refused, what is told.

use crate::hub::{ADA, BO, GENERAL, MODERATOR, NOW, basis, caller, structure};
use hubbub_server::domain::access::{HubAccess, PlaceAccess};
use hubbub_server::domain::attachments::{AttachmentDoc, KeptDoc};
use hubbub_server::domain::emoji::Emoji;
use hubbub_server::domain::held::{HeldDoc, Kept};
use hubbub_server::domain::members::MemberDoc;
use hubbub_server::domain::messages::{
    Append, Asked, Basis, Body, Cleared, Committed, Head, MessageDoc, Most, Plan, PollDoc, Reach, Right,
    Saying, Verdict,
};
use hubbub_server::domain::replies::ReplyTo;
use hubbub_server::error::{Error, Result};
use hubbub_shared::model::{Reacted, SentAnswer, SentAttachment, SentPoll, User};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::Nonce;
use hubbub_shared::{
    AttachmentId, AutomodRuleId, ErrorCode, HeldMessageId, MessageId, Permissions, PlaceId, RoleId,
    Timestamp, UserId,
};
use std::collections::{HashMap, HashSet};
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
    Append::Send {
        words: cleared(text),
        nonce: nonce.map(|nonce| Nonce::parse(nonce).unwrap()),
        reply: None,
        files: Vec::new(),
    }
}

fn edit(message: u64, text: &str) -> Append {
    Append::Edit { message: MessageId(message), words: cleared(text), base_rev: None, files: None }
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
    let (username, display_name) = (name.clone(), name);
    (id, Arc::new(User { id, username, display_name, avatar: None, webhook: false, bot: false }))
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
        webhook: None,
        content: "before".to_owned(),
        mentions: vec![BO],
        sealed: None,
        sealed_id: None,
        mention_roles: Vec::new(),
        mention_everyone: None,
        reply_to: None,
        attachments: Vec::new(),
        poll: None,
        forward: None,
        reactions: Vec::new(),
        pinned_at: None,
        worded: None,
        nonce: Some("known".to_owned()),
        created_at: NOW,
        edited_at: None,
        deleted: None,
        slow_mode: None,
        before: Vec::new(),
    }
}

/// A place in which nothing was said.
fn nothing_yet() -> Basis {
    Basis {
        place: GENERAL.place(),
        head: Head::default(),
        now: NOW,
        messages: HashMap::new(),
        files: HashMap::new(),
        reactions: HashSet::new(),
        pins: 0,
        most: Most { reactions: 3, pins: 1 },
        repeats: HashMap::new(),
        last_sends: HashMap::new(),
        is_watched: false,
        authors: HashMap::from([person(ADA), person(BO)]),
    }
}

/// A place in which Ada has said something.
fn after_one() -> Basis {
    let head = Head { rev: 3, last_seq: 3, last_ordinal: 2 };
    Basis { head, messages: HashMap::from([(MessageId(50), stored())]), ..nothing_yet() }
}

fn make(asked: &[Asked], repeats: HashMap<usize, MessageDoc>, is_moderator: bool) -> Plan {
    let rights = asked
        .iter()
        .map(|one| Right {
            access: right(one.caller.user, one.append.needs(), is_moderator),
            reach: Reach {
                users: one.append.body().map(|body| body.mentioned().users.clone()).unwrap_or_default(),
                ..Reach::default()
            },
        })
        .collect();
    let basis = Basis { repeats, ..after_one() };
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
        Right { access: Err(Error::forbidden("timed out meanwhile")), reach: Reach::default() },
        Right { access: right(ADA, Permissions::SEND, false), reach: Reach::default() },
    ];
    let basis = nothing_yet();
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
            .map(|_| Right { access: access(BO, roles.clone()), reach: Reach::default() })
            .collect();
        let basis = Basis {
            last_sends: last_ms.map(|ms| (BO, NOW.plus_ms(-ms))).into_iter().collect(),
            ..nothing_yet()
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
        let basis = after_one();
        let rights = vec![Right { access: Ok(access), reach: Reach::default() }];
        Plan::make(basis, &all, rights, || 1).unwrap().results().remove(0)
    };
    assert!(purged(ADA, NOW).unwrap().message.deleted);
    assert_eq!(code(purged(BO, NOW)), ErrorCode::NotFound, "another's");
    assert_eq!(code(purged(ADA, NOW.plus_ms(1))), ErrorCode::NotFound, "said before");
}

#[test]
fn what_is_written_is_read_once_for_its_length_and_for_who_is_named() {
    let body = Body::written(" for <@2>, not `<@3>` ").unwrap();
    assert_eq!((body.content(), &*body.mentioned().users), ("for <@2>, not `<@3>`", &[BO][..]));
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
    assert_eq!(
        plan.take_writes().len(),
        3,
        "the message is written once, and a mention and its place in the inbox are forgotten once"
    );
    let results = plan.results();
    assert_eq!(results[1].as_ref().unwrap().rev, 5);
    assert!(results[2].as_ref().unwrap().is_repeat(), "deleting twice is no error");
    assert_eq!(results.into_iter().map(|it| it.is_ok()).collect::<Vec<_>>(), [true, true, true, false]);
}

#[test]
fn who_does_not_want_to_hear_is_mentioned_and_never_learns_of_it() {
    let writes = |deaf: Vec<UserId>| {
        let all = [asked(ADA, send("for <@2>", None))];
        let reach = Reach { users: vec![BO], deaf, ..Reach::default() };
        let right = Right { access: right(ADA, Permissions::SEND, false), reach };
        let basis = nothing_yet();
        let mut plan = Plan::make(basis, &all, vec![right], || 100).unwrap();
        let writes = plan.take_writes().len();
        assert_eq!(plan.sent().next().unwrap().mentions, [BO], "as its author wrote it");
        writes
    };
    assert_eq!(writes(Vec::new()) - writes(vec![BO]), 2, "the unread mention, and what is in the inbox");
}

fn react(message: u64, emoji: &str) -> Append {
    Append::React { message: MessageId(message), emoji: Emoji::parse(emoji).unwrap() }
}

fn unreact(message: u64, emoji: &str, user: UserId) -> Append {
    Append::Unreact { message: MessageId(message), emoji: Emoji::parse(emoji).unwrap(), user }
}

/// Emoji, and how many react with each.
type Counts<'a> = Vec<(&'a str, u64)>;

/// What is told of reactions: the emoji with how many, and who began and ended with each.
fn told(committed: &Committed) -> Option<(Counts<'_>, Vec<Reacted>)> {
    match &committed.event {
        Some(ChannelEvent::MessageReacted { reactions, by, .. }) => {
            Some((reactions.iter().map(|one| (&*one.emoji, one.count)).collect(), by.clone()))
        }
        None => None,
        other => panic!("{other:?}"),
    }
}

fn did(emoji: &str, added: &[UserId], removed: &[UserId]) -> Reacted {
    Reacted { emoji: emoji.to_owned(), added: added.to_vec(), removed: removed.to_vec() }
}

#[test]
fn what_people_react_with_at_once_is_one_change_of_the_message() {
    let all = [
        asked(ADA, react(50, "👍")),
        asked(BO, react(50, "👍")),
        asked(BO, react(50, "🎉")),
        asked(BO, react(50, "🎉")),
        asked(ADA, unreact(50, "👍", ADA)),
        asked(BO, send("and so on", None)),
    ];
    let mut plan = make(&all, HashMap::new(), false);
    assert_eq!(
        (plan.head().rev, plan.head().last_ordinal),
        (5, 3),
        "one rev for the reactions, one for the message"
    );
    assert_eq!(plan.take_writes().len(), 6, "three reactions, one taken back, one message, one changed");
    let results: Vec<Committed> = plan.results().into_iter().map(Result::unwrap).collect();
    let (counts, by) = told(&results[0]).unwrap();
    assert_eq!(counts, [("👍", 1), ("🎉", 1)]);
    assert_eq!(by, [did("👍", &[BO], &[ADA]), did("🎉", &[BO], &[])]);
    assert!(results[1..5].iter().all(|one| one.event.is_none()), "told by the first of them");
    assert_eq!(results.iter().map(|one| one.rev).collect::<Vec<_>>(), [4, 4, 4, 4, 4, 5]);
}

#[test]
fn what_happens_to_a_message_in_between_keeps_its_place_among_reactions() {
    let all = [asked(BO, react(50, "👍")), asked(ADA, edit(50, "after")), asked(BO, react(50, "🎉"))];
    let results: Vec<Committed> =
        make(&all, HashMap::new(), false).results().into_iter().map(Result::unwrap).collect();
    assert_eq!(results.iter().map(|one| one.rev).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!(told(&results[0]).unwrap().0, [("👍", 1)]);
    assert_eq!(told(&results[2]).unwrap().0, [("👍", 1), ("🎉", 1)]);
}

#[test]
fn an_edit_that_was_begun_before_a_reaction_is_no_conflict() {
    let edit = |base| Append::Edit {
        message: MessageId(50),
        words: cleared("after"),
        base_rev: Some(base),
        files: None,
    };
    for (base, is_fine) in [(2, false), (3, true), (4, true), (5, false)] {
        let all = [asked(BO, react(50, "👍")), asked(ADA, edit(base))];
        let edited = make(&all, HashMap::new(), false).results().remove(1);
        assert_eq!(edited.is_ok(), is_fine, "{base}");
    }
}

#[test]
fn a_message_has_so_many_kinds_of_reactions_and_no_more() {
    let all: Vec<Asked> = ["👍", "🎉", "❤️", "😂"].map(|emoji| asked(BO, react(50, emoji))).into();
    let mut results = make(&all, HashMap::new(), false).results();
    assert_eq!(code(results.pop().unwrap()), ErrorCode::LimitReached);
    assert!(results.into_iter().all(|one| one.is_ok()));
}

#[test]
fn reactions_of_others_are_taken_away_by_who_moderates() {
    let all = [asked(ADA, react(50, "👍")), asked(BO, unreact(50, "👍", ADA))];
    assert_eq!(code(make(&all, HashMap::new(), false).results().remove(1)), ErrorCode::Forbidden);
    let plan = make(&all, HashMap::new(), true);
    let removed: Vec<_> =
        plan.reactions_removed(&all).map(|(asked, _, whose, _)| (asked.caller.user, whose)).collect();
    assert_eq!(removed, [(BO, ADA)], "and the log tells of it");
    assert_eq!(make(&all[..1], HashMap::new(), true).reactions_removed(&all).count(), 0);
}

/// A place in which Ada has asked for one of three answers, until a moment.
fn after_a_question(ends_at: Option<Timestamp>) -> Basis {
    let answer = |text: &str| SentAnswer { text: text.to_owned(), emoji: None };
    let answers = ["Soup", "Salad", "Bread"].map(answer).into();
    let sent = SentPoll { answers, several: false, anonymous: false, ends_in_secs: None };
    let poll = PollDoc { ends_at, ..PollDoc::parse(&sent).unwrap() };
    let message = MessageDoc { poll: Some(poll), ..stored() };
    Basis { messages: HashMap::from([(message.id, message)]), ..after_one() }
}

fn vote(answers: &[u64]) -> Append {
    Append::Vote { message: MessageId(50), answers: answers.to_vec() }
}

fn in_poll(basis: Basis, asked: &[Asked]) -> Plan {
    let right = |one: &Asked| Right {
        access: right(one.caller.user, one.append.needs(), false),
        reach: Reach::default(),
    };
    let mut next = 100;
    Plan::make(basis, asked, asked.iter().map(right).collect(), || {
        next += 1;
        next
    })
    .unwrap()
}

#[test]
fn votes_of_one_moment_are_one_change_and_nobody_is_named() {
    let all = [
        asked(ADA, vote(&[1])),
        asked(BO, vote(&[1])),
        asked(ADA, vote(&[3])),
        asked(ADA, vote(&[3])),
        asked(BO, react(50, "👍")),
        asked(BO, vote(&[])),
    ];
    let mut plan = in_poll(after_a_question(None), &all);
    assert_eq!(plan.head().rev, 6, "a reaction in between is told apart");
    assert_eq!(plan.take_writes().len(), 7, "three votes, two taken back, a reaction, the message");
    let results: Vec<Committed> = plan.results().into_iter().map(Result::unwrap).collect();
    let counts = |one: &Committed| match &one.event {
        Some(ChannelEvent::PollVoted { votes, voters, .. }) => Some((votes.clone(), *voters)),
        _ => None,
    };
    let told_of: Vec<_> = results.iter().map(counts).collect();
    let (first, last) = (Some((vec![1_u64, 0, 1], 2_u64)), Some((vec![0, 0, 1], 1)));
    assert_eq!(told_of, [first, None, None, None, None, last]);
    assert_eq!(told(&results[4]).unwrap().1, [did("👍", &[BO], &[])]);
    assert_eq!(results.iter().map(|one| one.rev).collect::<Vec<_>>(), [4, 4, 4, 4, 5, 6]);
}

#[test]
fn what_has_ended_takes_no_votes_and_is_ended_once() {
    let end = || Append::EndPoll { message: MessageId(50) };
    let over = in_poll(after_a_question(Some(NOW)), &[asked(BO, vote(&[1])), asked(ADA, end())]).results();
    let [late, again] = <[_; 2]>::try_from(over).unwrap();
    assert_eq!(code(late), ErrorCode::Conflict);
    assert!(again.unwrap().is_repeat());
    let open = after_a_question(Some(NOW.plus_ms(1)));
    let all = [asked(BO, end()), asked(BO, vote(&[1])), asked(ADA, end()), asked(BO, vote(&[2]))];
    let mut results = in_poll(open, &all).results();
    assert_eq!(code(results.pop().unwrap()), ErrorCode::Conflict);
    let ended = results.pop().unwrap().unwrap();
    assert!(matches!(ended.event, Some(ChannelEvent::MessageEdited(_))), "{ended:?}");
    assert!(results.pop().unwrap().is_ok());
    assert_eq!(code(results.pop().unwrap()), ErrorCode::Forbidden, "it is Ada's");
    assert_eq!(
        code(make(&[asked(BO, vote(&[1]))], HashMap::new(), false).results().remove(0)),
        ErrorCode::Conflict
    );
}

#[test]
fn pins_are_kept_once_and_not_more_than_there_is_room_for() {
    let pin = |message, pinned| asked(BO, Append::Pin { message: MessageId(message), pinned });
    let all = [pin(50, true), pin(50, true), pin(50, false), pin(99, true)];
    let results = make(&all, HashMap::new(), true).results();
    let pinned: Vec<_> =
        results[..3].iter().map(|one| one.as_ref().unwrap().message.pinned_at.is_some()).collect();
    assert_eq!(pinned, [true, true, false]);
    assert_eq!((results[1].as_ref().unwrap().rev, results[1].as_ref().unwrap().is_repeat()), (4, true));
    let basis = Basis { pins: 1, ..after_one() };
    let rights =
        vec![Right { access: right(BO, Permissions::MANAGE_MESSAGES, true), reach: Reach::default() }];
    let full = Plan::make(basis, &all[..1], rights, || 1).unwrap().results().remove(0);
    assert_eq!(code(full), ErrorCode::LimitReached);
}

#[test]
fn an_answer_keeps_whom_it_answers_and_shows_what_that_says_now() {
    let to = |message| Some(ReplyTo { message: MessageId(message), ping: true });
    let answer =
        |message| Append::Send { words: cleared("yes"), nonce: None, reply: to(message), files: Vec::new() };
    let all =
        [asked(BO, answer(50)), asked(ADA, Append::Delete { message: MessageId(50) }), asked(BO, answer(7))];
    let mut results = make(&all[..1], HashMap::new(), false).results();
    let quote = results.pop().unwrap().unwrap().message.reply_to.unwrap();
    assert_eq!((quote.message, quote.seq, &*quote.content), (MessageId(50), 3, "before"));
    assert_eq!(quote.author.unwrap().id, ADA);
    let mut results = make(&all, HashMap::new(), false).results();
    assert_eq!(code(results.pop().unwrap()), ErrorCode::InvalidInput, "there is no such message");
    let quote = results.remove(0).unwrap().message.reply_to.unwrap();
    assert_eq!((quote.author, &*quote.content), (None, ""), "its words are gone in the same batch");
}

#[test]
fn what_answers_nothing_that_is_there_is_not_let_through_and_stays_kept() {
    let kept = |reply| {
        let (hub, channel) = (structure().hub.id, GENERAL);
        let kept = Kept {
            hub,
            channel,
            author: ADA,
            webhook: None,
            content: "yes".to_owned(),
            nonce: None,
            reply,
            attachments: Vec::new(),
            poll: None,
            forward: None,
        };
        Arc::new(HeldDoc::new(HeldMessageId(7), kept, (AutomodRuleId(8), "rule".to_owned()), NOW))
    };
    let release = |message| {
        let reply = Some(ReplyTo { message: MessageId(message), ping: true });
        let all = [asked(BO, Append::Release { held: kept(reply), body: words("yes") })];
        let mut plan = make(&all, HashMap::new(), true);
        (plan.take_writes().len(), plan.results().remove(0))
    };
    let (writes, refused) = release(7);
    assert_eq!((writes, code(refused)), (0, ErrorCode::InvalidInput));
    let (writes, sent) = release(50);
    assert_eq!(writes, 2, "the message, and the end of what was kept");
    assert_eq!(sent.unwrap().message.reply_to.unwrap().message, MessageId(50));
}

/// A file of Bo's that waits to be sent.
fn file(id: u64) -> AttachmentDoc {
    let whose = (BO, structure().hub.id, GENERAL.place());
    let kept = KeptDoc { size: 3, content_type: "text/plain".to_owned(), picture: None };
    let file = AttachmentDoc::new(AttachmentId(id), whose, (format!("{id}.txt"), 3), NOW);
    AttachmentDoc { kept: Some(kept), hash: Some("00".to_owned()), ..file }
}

fn with_files(asked: &[Asked], files: &[AttachmentDoc]) -> Plan {
    let right = |one: &Asked| Right {
        access: right(one.caller.user, one.append.needs(), false),
        reach: Reach::default(),
    };
    let rights = asked.iter().map(right).collect();
    let files = files.iter().map(|file| (file.id, file.clone())).collect();
    let mut next = 100;
    let new_id = || {
        next += 1;
        next
    };
    Plan::make(Basis { files, ..after_one() }, asked, rights, new_id).unwrap()
}

fn attach(files: &[u64]) -> Append {
    let sent = |id: &u64| SentAttachment { id: AttachmentId(*id), description: None };
    Append::Send { words: cleared("x"), nonce: None, reply: None, files: files.iter().map(sent).collect() }
}

#[test]
fn a_file_is_used_once_also_within_a_batch() {
    let all = [asked(BO, attach(&[1, 2])), asked(BO, attach(&[2])), asked(BO, attach(&[3]))];
    let mut plan = with_files(&all, &[file(1), file(2), file(3)]);
    assert_eq!(plan.take_writes().len(), 5, "two messages, and three files that are used");
    let results = plan.results();
    assert_eq!(results[0].as_ref().unwrap().message.attachments.len(), 2);
    assert!(matches!(&results[1], Err(Error::Rejected(problem)) if problem.code == ErrorCode::InvalidInput));
    assert_eq!(results[2].as_ref().unwrap().message.seq, 5, "what is refused takes no number");
}

#[test]
fn what_is_refused_leaves_its_files_to_be_sent() {
    let unfinished = AttachmentDoc { kept: None, ..file(2) };
    let all = [asked(BO, attach(&[1, 2])), asked(BO, attach(&[1]))];
    let results = with_files(&all, &[file(1), unfinished]).results();
    assert!(results[0].is_err());
    assert_eq!(results[1].as_ref().unwrap().message.attachments.len(), 1);
    let elsewhere = AttachmentDoc { place: PlaceId(9), ..file(1) };
    let of_ada = AttachmentDoc { author: ADA, ..file(1) };
    let sent = AttachmentDoc { message: Some(MessageId(3)), ..file(1) };
    let held = AttachmentDoc { held: Some(HeldMessageId(3)), ..file(1) };
    let going = AttachmentDoc { going: Some(true), ..file(1) };
    for other in [elsewhere, of_ada, sent, held, going] {
        assert!(with_files(&all[1..], std::slice::from_ref(&other)).results()[0].is_err(), "{other:?}");
    }
}

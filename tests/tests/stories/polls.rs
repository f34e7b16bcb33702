//! Asking for votes, voting, and what is told of it.

mod kept;

use crate::answers::{logged, past, problem_of, refused};
use crate::scene::{Cast, Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Message, Poll, ReactionPage, SentAnswer, SentPoll};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    EditMessage, EndPoll, GetMessage, GetVoters, LockChannel, SendMessage, Vote,
};
use hubbub_shared::{ChannelId, ErrorCode, Permissions, ReactionId, UserId};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite, verify_action,
};

fn poll(answers: &[&str]) -> SentPoll {
    let answer = |text: &&str| SentAnswer { text: (*text).to_owned(), emoji: None };
    SentPoll {
        answers: answers.iter().map(answer).collect(),
        several: false,
        anonymous: false,
        ends_in_secs: None,
    }
}

fn lunch() -> SentPoll {
    poll(&["Soup", "Salad", "Bread"])
}

fn asking(channel: ChannelId, question: &str, poll: SentPoll) -> SendMessage {
    SendMessage { poll: Some(poll), ..SendMessage::of(channel, question.to_owned(), None) }
}

async fn asks(by: &impl Acts, channel: ChannelId, poll: SentPoll) -> Message {
    match by.calls(asking(channel, "What shall we eat?", poll)).await {
        Ok(Reply::Message(message)) => message,
        other => panic!("expected a poll, got {other:?}"),
    }
}

fn vote(on: &Message, answers: &[u64]) -> Vote {
    Vote { channel: on.channel, message: on.id, answers: answers.to_vec() }
}

fn end(of: &Message) -> EndPoll {
    EndPoll { channel: of.channel, message: of.id }
}

fn voters(of: &Message, answer: u64) -> GetVoters {
    GetVoters { channel: of.channel, message: of.id, answer, after: None, limit: None }
}

/// A poll as somebody sees it.
async fn seen(by: &impl Acts, message: &Message) -> Poll {
    match by.calls(GetMessage { channel: message.channel, message: message.id }).await {
        Ok(Reply::Message(message)) => *message.poll.expect("it asks"),
        other => panic!("expected a message, got {other:?}"),
    }
}

/// How many voted for each answer, how many people that were, and for what the reader did.
async fn counts(by: &impl Acts, message: &Message) -> (Vec<u64>, u64, Vec<u64>) {
    let poll = seen(by, message).await;
    (poll.answers.iter().map(|answer| answer.votes).collect(), poll.voters, poll.own())
}

async fn who(
    by: &impl Acts,
    of: &Message,
    answer: u64,
    after: Option<ReactionId>,
    limit: u64,
) -> ReactionPage {
    match by.calls(GetVoters { after, limit: Some(limit), ..voters(of, answer) }).await {
        Ok(Reply::Reactors(page)) => page,
        other => panic!("expected who voted, got {other:?}"),
    }
}

fn ids(page: &ReactionPage) -> Vec<UserId> {
    page.people.iter().map(|one| one.id).collect()
}

each_door! {
    async fn people_vote_for_one_change_their_minds_and_take_it_back(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let mut ask = lunch();
        ask.answers[0].emoji = Some("🍲".to_owned());
        let message = asks(&bo, general, ask).await;
        assert_eq!(message.content, "What shall we eat?");
        let asked = seen(&ada, &message).await;
        let shown: Vec<_> = asked.answers.iter().map(|one| (one.emoji.as_deref(), &*one.text)).collect();
        assert_eq!(shown, [(Some("🍲"), "Soup"), (None, "Salad"), (None, "Bread")]);
        assert!(!asked.several && !asked.anonymous && asked.ends_at.is_none());
        for _ in 0..2 {
            assert_eq!(ada.calls(vote(&message, &[1])).await, Ok(Reply::Done), "twice is once");
        }
        bo.calls(vote(&message, &[1])).await.unwrap();
        assert_eq!(counts(&ada, &message).await, (vec![2, 0, 0], 2, vec![1]));
        ada.calls(vote(&message, &[3])).await.unwrap();
        assert_eq!(counts(&ada, &message).await, (vec![1, 0, 1], 2, vec![3]));
        assert_eq!(counts(&bo, &message).await, (vec![1, 0, 1], 2, vec![1]), "each is told their own");
        for _ in 0..2 {
            assert_eq!(ada.calls(vote(&message, &[])).await, Ok(Reply::Done));
        }
        assert_eq!(counts(&ada, &message).await, (vec![1, 0, 0], 1, vec![]));
    }

    async fn of_several_answers_a_person_counts_once(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let message = asks(&ada, general, SentPoll { several: true, ..lunch() }).await;
        ada.calls(vote(&message, &[1, 3, 3])).await.unwrap();
        bo.calls(vote(&message, &[2, 3])).await.unwrap();
        assert_eq!(counts(&bo, &message).await, (vec![1, 1, 2], 2, vec![2, 3]));
        bo.calls(vote(&message, &[3])).await.unwrap();
        assert_eq!(counts(&bo, &message).await, (vec![1, 0, 2], 2, vec![3]));
    }

    async fn who_voted_is_told_in_their_order_unless_it_is_anonymous(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (open, secret) = (
            asks(&it.ada, it.general, lunch()).await,
            asks(&it.ada, it.general, SentPoll { anonymous: true, ..lunch() }).await,
        );
        for message in [&open, &secret] {
            for phone in [&it.bo, &it.ada] {
                phone.via(door).calls(vote(message, &[2])).await.unwrap();
            }
        }
        let bo = it.bo.via(door);
        let first = who(&bo, &open, 2, None, 1).await;
        let rest = who(&bo, &open, 2, first.next, 50).await;
        assert_eq!((ids(&first), ids(&rest)), (vec![it.bo.id()], vec![it.ada.id()]));
        assert!(first.next.is_some() && rest.next.is_none());
        assert!(ids(&who(&bo, &open, 1, None, 50).await).is_empty());
        assert_eq!(problem_of(bo.calls(voters(&open, 4)).await).fields[0].path, "answer");
        assert_eq!(counts(&bo, &secret).await, (vec![0, 2, 0], 2, vec![2]), "one's own is told");
        for reader in [&it.ada, &it.bo] {
            assert_eq!(refused(reader.via(door).calls(voters(&secret, 2)).await), ErrorCode::Forbidden);
        }
        assert_eq!(refused(it.olga.via(door).calls(voters(&open, 2)).await), ErrorCode::NotFound);
    }

    async fn nobody_votes_in_what_has_ended_by_the_clock_or_by_its_author(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let cy = it.also(server, "Cy").await;
        let (bo, cy) = (it.bo.via(door), cy.via(door));
        let brief = asks(&bo, it.general, SentPoll { ends_in_secs: Some(8), ..lunch() }).await;
        bo.calls(vote(&brief, &[1])).await.unwrap();
        let own = asks(&bo, it.general, lunch()).await;
        cy.calls(vote(&own, &[2])).await.unwrap();
        assert_eq!(refused(cy.calls(end(&own)).await), ErrorCode::Forbidden, "it is Bo's");
        assert_eq!(refused(it.olga.via(door).calls(end(&own)).await), ErrorCode::NotFound);
        for _ in 0..2 {
            assert_eq!(bo.calls(end(&own)).await, Ok(Reply::Done));
        }
        assert_eq!(refused(cy.calls(vote(&own, &[1])).await), ErrorCode::Conflict);
        assert_eq!(refused(cy.calls(vote(&own, &[])).await), ErrorCode::Conflict, "what counted stays");
        assert_eq!(counts(&cy, &own).await, (vec![0, 1, 0], 1, vec![2]));
        past(seen(&bo, &brief).await.ends_at.unwrap()).await;
        assert_eq!(refused(bo.calls(vote(&brief, &[2])).await), ErrorCode::Conflict);
        assert_eq!(bo.calls(end(&brief)).await, Ok(Reply::Done), "it has ended already");
        let asked = asks(&cy, it.general, lunch()).await;
        it.ada.via(door).calls(end(&asked)).await.unwrap();
        let lines = eventually("the line of the log", async || {
            Some(logged(&it.ada, it.hub, AuditAction::PollEnded).await).filter(|lines| !lines.is_empty())
        })
        .await;
        assert_eq!(lines.len(), 1, "ending one's own is not written down: {lines:?}");
    }

    async fn a_poll_is_not_edited_and_goes_with_its_message(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let message = asks(&ada, general, lunch()).await;
        bo.calls(vote(&message, &[1])).await.unwrap();
        let edit = EditMessage::of(general, message.id, "What shall we not eat?".to_owned());
        assert_eq!(refused(ada.calls(edit).await), ErrorCode::Forbidden);
        ada.deletes(&message).await;
        for command in [vote(&message, &[2]), vote(&message, &[])] {
            assert_eq!(refused(bo.calls(command).await), ErrorCode::NotFound);
        }
        assert_eq!(refused(ada.calls(end(&message)).await), ErrorCode::NotFound);
        assert_eq!(refused(ada.calls(voters(&message, 1)).await), ErrorCode::NotFound);
        let page = bo.reads_page(general).await;
        let gone = page.messages.last().unwrap();
        assert!(gone.deleted && gone.poll.is_none());
        let plain = ada.sends(general, "just words").await;
        assert_eq!(refused(bo.calls(vote(&plain, &[1])).await), ErrorCode::Conflict);
        assert_eq!(refused(ada.calls(end(&plain)).await), ErrorCode::Conflict);
        assert_eq!(refused(ada.calls(voters(&plain, 1)).await), ErrorCode::Conflict);
    }

    async fn it_takes_the_right_to_ask_and_the_right_to_vote(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo, general) = (it.ada.via(door), it.bo.via(door), it.general);
        let message = asks(&ada, general, lunch()).await;
        bo.calls(vote(&message, &[1])).await.unwrap();
        assert_eq!(refused(it.olga.via(door).calls(vote(&message, &[1])).await), ErrorCode::NotFound);
        for missing in [Permissions::REACT, Permissions::HISTORY] {
            it.ada.overwrites(general, overwrite(it.bo.id()).denying(missing)).await;
            assert_eq!(refused(bo.calls(vote(&message, &[2])).await), ErrorCode::Forbidden);
        }
        bo.calls(vote(&message, &[])).await.unwrap();
        assert_eq!(counts(&ada, &message).await.1, 0, "what one did can always be taken back");
        it.ada.overwrites(general, overwrite(it.bo.id()).denying(Permissions::POLL)).await;
        assert_eq!(refused(bo.calls(asking(general, "Well?", lunch())).await), ErrorCode::Forbidden);
        bo.sends(general, "without asking").await;
        it.ada.overwrites(general, overwrite(it.bo.id()).allowing(Permissions::POLL)).await;
        it.ada.calls(LockChannel { channel: general, reason: None }).await.unwrap();
        assert_eq!(refused(bo.calls(vote(&message, &[1])).await), ErrorCode::Forbidden, "as a reaction is");
        assert_eq!(refused(bo.calls(asking(general, "Well?", lunch())).await), ErrorCode::Locked);
    }

    async fn what_cannot_be_asked_or_chosen_is_refused_by_its_field(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let long = "x".repeat(101);
        let mut odd = lunch();
        odd.answers[2].emoji = Some("no emoji".to_owned());
        for (field, ask) in [
            ("poll.answers", asking(general, "One?", poll(&["only"]))),
            ("poll.answers", asking(general, "Many?", poll(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]))),
            ("poll.answers", asking(general, "Same?", poll(&["yes", "yes "]))),
            ("poll.answers", asking(general, "Empty?", poll(&["yes", " "]))),
            ("poll.answers", asking(general, "Long?", poll(&["yes", &long]))),
            ("poll.answers", asking(general, "Odd?", odd)),
            ("poll.ends_in_secs", asking(general, "Never?", SentPoll { ends_in_secs: Some(0), ..lunch() })),
            ("content", asking(general, " ", lunch())),
            ("content", asking(general, &"x".repeat(301), lunch())),
        ] {
            let problem = problem_of(bo.calls(ask).await);
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, field), "{problem}");
        }
        let message = asks(&ada, general, lunch()).await;
        for answers in [&[0][..], &[4], &[1, 2]] {
            let problem = problem_of(bo.calls(vote(&message, answers)).await);
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "answers"), "{answers:?}");
        }
    }
}

each_engine! {
    async fn everybody_sees_votes_come_and_go(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let elsewhere = bo.another_device().await;
        elsewhere.subscribes(general).await;
        for anonymous in [false, true] {
            let mut message = None;
            verify_action("asking", &[&ada, &bo, &elsewhere], async {
                message = Some(asks(&ada, general, SentPoll { anonymous, several: true, ..lunch() }).await);
            })
            .await;
            let message = message.unwrap();
            verify_action("voting", &[&ada, &bo, &elsewhere], async {
                bo.calls(vote(&message, &[1, 2])).await.unwrap();
                ada.calls(vote(&message, &[2])).await.unwrap();
                bo.calls(vote(&message, &[3])).await.unwrap();
            })
            .await;
            verify_action("ending", &[&ada, &bo, &elsewhere], async {
                ada.calls(end(&message)).await.unwrap();
            })
            .await;
            verify_action("deleting", &[&ada, &bo, &elsewhere], ada.deletes(&message)).await;
        }
    }

    async fn a_burst_of_votes_is_told_as_few_events(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let message = asks(&ada, general, lunch()).await;
        let code = ada.invites(hub).await;
        let mut crowd = Vec::new();
        for number in 0..20 {
            let person = server.person(&format!("Voter{number}")).await;
            person.joins(&code).await;
            crowd.push(person);
        }
        let before = bo.state().caches[&general].rev;
        // Each changes their mind, so that many fall into one batch.
        join_all(crowd.iter().flat_map(|person| {
            let message = &message;
            (1..=3).map(move |answer| async move { person.calls(vote(message, &[answer])).await.unwrap() })
        }))
        .await;
        bo.agrees("all of them", |state| {
            let known = state.caches[&general].messages.get(&message.seq).unwrap();
            known.poll.as_ref().unwrap().voters == 20
        })
        .await;
        let poll = seen(&ada, &message).await;
        assert_eq!(poll.voters, 20);
        assert_eq!(poll.answers.iter().map(|answer| answer.votes).sum::<u64>(), 20, "each has one vote: {poll:?}");
        let events = bo.state().caches[&general].rev - before;
        assert!(events < 40, "60 votes were told in {events} events");
    }

    async fn reactions_and_votes_of_one_moment_are_told_apart(engine: Engine) {
        use hubbub_shared::protocol::command::AddReaction;
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = asks(&ada, general, lunch()).await;
        let react = || AddReaction { channel: general, message: message.id, emoji: "👍".to_owned() };
        verify_action("reacting and voting", &[&ada, &bo], async {
            let by_ada = async {
                ada.calls(vote(&message, &[1])).await.unwrap();
                ada.calls(react()).await.unwrap();
            };
            let by_bo = async {
                bo.calls(react()).await.unwrap();
                bo.calls(vote(&message, &[2])).await.unwrap();
            };
            futures_util::future::join(by_ada, by_bo).await;
        })
        .await;
        assert_eq!(counts(&ada, &message).await, (vec![1, 1, 0], 2, vec![1]));
    }
}

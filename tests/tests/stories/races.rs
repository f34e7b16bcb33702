//! Several things at the same moment.

use crate::scene::{Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::MessagePage;
use hubbub_shared::protocol::command::{
    AssignRole, CreateChannel, DeleteChannel, GetHub, LeaveHub, RemoveRole, SendMessage, Subscribe,
    TimeOutMember, Unsubscribe,
};
use hubbub_shared::protocol::{Outcome, Reply};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem, Timestamp};
use hubbub_tests::{Acts, Engine, Phone, Server, each_engine, verify_action};
use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

/// On a device of its own, so that the calls do not queue behind each other.
async fn makes(phone: &Phone, hub: HubId, name: String) -> Result<Reply, Problem> {
    let device = phone.another_device().await;
    device
        .calls(CreateChannel { hub, name, topic: None, category: None, position: None, overwrites: None })
        .await
}

each_engine! {
    async fn words_sent_without_waiting_stay_in_order(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let words: Vec<_> = (0..if engine == Engine::Sqlite { 100 } else { 20 }).map(|n| format!("word {n}")).collect();
        let sent = join_all(words.iter().map(|word| ada.says(general, word))).await;
        assert!(sent.windows(2).all(|pair| pair[0].seq < pair[1].seq));
        bo.sees(words.last().unwrap()).await;
        assert_eq!(bo.reads(general), words);
        assert_eq!(ada.reads(general), words);
    }

    async fn every_call_gets_exactly_one_reply(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        let mut socket = ada.entrance().connects().await.unwrap();
        socket.is_ready().await;
        for reference in 1..=200 {
            socket.calls(reference, GetHub { hub }).await;
        }
        let mut answered = BTreeSet::new();
        while answered.len() < 200 {
            match socket.arrives().await {
                hubbub_tests::Arrival::Frame(hubbub_shared::protocol::ServerFrame::Reply(reference, outcome)) => {
                    assert!(answered.insert(reference), "two replies to call {reference}");
                    if let Outcome::Error(problem) = outcome {
                        assert!(problem.code.is_retryable(), "{problem:?}");
                    }
                }
                hubbub_tests::Arrival::Frame(_) => {}
                hubbub_tests::Arrival::Closed(code) => panic!("closed with {code} after {} replies", answered.len()),
            }
        }
        // Nothing comes after.
        socket.calls(201, GetHub { hub }).await;
        assert!(matches!(socket.outcome_of(201).await, Outcome::Ok(Reply::Hub(_))));
    }

    async fn two_who_build_at_once_both_get_what_they_build(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let role = ada.makes_role(hub, "builder", Permissions::MANAGE_CHANNELS).await.id;
        ada.assigns(hub, bo.id(), role).await;
        for phone in [&ada, &bo] {
            phone.opens_member_list(hub).await;
        }
        let each = if engine == Engine::Sqlite { 12 } else { 4 };
        let made = verify_action("building at once", &[&ada, &bo], async {
            let work = (0..each).flat_map(|n| [makes(&ada, hub, format!("ada-{n}")), makes(&bo, hub, format!("bo-{n}"))]);
            join_all(work).await
        }).await;
        assert!(made.iter().all(Result::is_ok), "{made:?}");
        let channels = ada.views(hub).await.channels;
        assert_eq!(channels.len(), 2 * each + 1);
        let positions: BTreeSet<_> = channels.iter().filter(|it| it.category.is_none()).map(|it| it.position).collect();
        assert_eq!(positions.len(), 2 * each, "each has a place of its own");
    }

    async fn a_channel_deleted_while_people_talk_in_it_takes_all_words_with_it(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        for round in 0..3 {
            let doomed = ada.makes_channel(hub, &format!("doomed-{round}"), None).await.id;
            bo.agrees("the channel", |state| state.visible_channels().contains(&doomed)).await;
            bo.subscribes(doomed).await;
            let talk = join_all((0..20).map(|number| {
                let bo = &bo;
                async move {
                    let send = SendMessage::of(doomed, format!("word {number}"), None);
                    bo.calls(send).await
                }
            }));
            let (answers, deleted) = futures_util::join!(talk, ada.calls(DeleteChannel { channel: doomed }));
            assert_eq!(deleted, Ok(Reply::Done));
            for answer in answers {
                if let Err(problem) = answer {
                    assert_eq!(problem.code, ErrorCode::NotFound, "{problem:?}");
                }
            }
            let late = SendMessage::of(doomed, "late".to_owned(), None);
            assert_eq!(bo.calls(late).await.unwrap_err().code, ErrorCode::NotFound);
            bo.agrees("that it is gone", |state| !state.caches.contains_key(&doomed)).await;
        }
        ada.says(general, "life goes on").await;
        bo.sees("life goes on").await;
    }

    async fn who_leaves_while_speaking_is_gone_afterwards(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let talk = join_all((0..10).map(|number| {
            let bo = &bo;
            async move { bo.calls(SendMessage::of(general, format!("word {number}"), None)).await }
        }));
        let (answers, left) = futures_util::join!(talk, bo.person().calls(LeaveHub { hub }));
        assert_eq!(left, Ok(Reply::Done));
        let said = answers.iter().filter(|answer| answer.is_ok()).count();
        assert!(answers.iter().all(|answer| answer.as_ref().err().is_none_or(|problem| problem.code == ErrorCode::NotFound)), "{answers:?}");
        ada.says(general, "is he gone?").await;
        ada.sees("is he gone?").await;
        assert_eq!(ada.reads(general).len(), said + 1, "what was acknowledged is there, what was refused is not");
        assert_eq!(ada.lists_members(hub).await.len(), 1);
    }

    async fn a_role_given_and_taken_at_once_ends_the_same_for_all(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let role = ada.makes_role(hub, "flicker", Permissions::MANAGE_MESSAGES).await.id;
        for phone in [&ada, &bo] {
            phone.opens_member_list(hub).await;
        }
        let user = bo.id();
        verify_action("giving and taking", &[&ada, &bo], async {
            let work = (0..10).map(|number| {
                let ada = &ada;
                async move {
                    let answer = if number % 2 == 0 { ada.calls(AssignRole { hub, user, role }).await } else { ada.person().calls(RemoveRole { hub, user, role }).await };
                    assert!(answer.as_ref().err().is_none_or(|problem| problem.code.is_retryable() || problem.code == ErrorCode::Conflict), "{answer:?}");
                }
            });
            join_all(work).await;
            ada.assigns(hub, user, role).await;
        }).await;
        assert_eq!(bo.views(hub).await.my_roles, [role]);
    }

    async fn nothing_said_arrives_after_a_timeout_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        for round in 0..3 {
            let until = |ms| Some(Timestamp(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64 + ms));
            let talk = join_all((0..40).map(|number| {
                let bo = &bo;
                let send = SendMessage::of(general, format!("round {round}, word {number}"), None);
                async move { bo.calls(send).await }
            }));
            let timeout = async {
                let answer = ada.calls(TimeOutMember { hub, user: bo.id(), until: until(3_600_000), reason: None }).await;
                // Whatever is stored by now is all there will be, although sends may still be waiting.
                (answer, ada.person().reads_page(general).await)
            };
            let (answers, (timed_out, page)) = futures_util::join!(talk, timeout);
            assert!(matches!(timed_out, Ok(Reply::Member(_))), "{timed_out:?}");
            let said = answers.iter().filter(|answer| answer.is_ok()).count();
            let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
            assert!(refused.clone().all(|problem| problem.code == ErrorCode::Forbidden), "{answers:?}");
            let there = |page: &MessagePage| page.messages.iter().filter(|message| message.content.starts_with(&format!("round {round},"))).count();
            assert_eq!(there(&page), said, "what was acknowledged was there when the timeout was answered, and nothing came after");
            assert_eq!(there(&ada.person().reads_page(general).await), said);
            ada.calls(TimeOutMember { hub, user: bo.id(), until: None, reason: None }).await.unwrap();
        }
    }

    async fn looking_and_looking_away_in_a_hurry_ends_with_the_last_wish(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        for round in 0..5 {
            let look = || Subscribe { channel: general, since_rev: None };
            let away = || Unsubscribe { channel: general };
            let talk = async { ada.says(general, &format!("round {round}")).await };
            let hurry = async {
                futures_util::join!(bo.calls(look()), bo.calls(away()), bo.calls(look()), bo.calls(away()), bo.calls(look()))
            };
            let (_, (.., last)) = futures_util::join!(talk, hurry);
            assert!(last.is_ok(), "{last:?}");
            ada.says(general, &format!("after round {round}")).await;
            bo.sees(&format!("after round {round}")).await;
            bo.sees(&format!("round {round}")).await;
        }
        assert_eq!(bo.reads(general), ada.reads(general));
    }
}

//! Reading back page by page, of messages and of members.

use crate::scene::{Pair, pair};
use hubbub_shared::model::{Message, MessagePage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::GetMessages;
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Problem, Timestamp};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

enum From {
    Newest,
    Before(MessageId),
    After(MessageId),
    Around(MessageId),
    At(Timestamp),
}

fn ask(channel: ChannelId, from: From, limit: Option<u64>) -> GetMessages {
    let mut ask = GetMessages { limit, ..GetMessages::of(channel) };
    match from {
        From::Newest => {}
        From::Before(id) => ask.before = Some(id),
        From::After(id) => ask.after = Some(id),
        From::Around(id) => ask.around = Some(id),
        From::At(at) => ask.at = Some(at),
    }
    ask
}

fn page(answer: Result<Reply, Problem>) -> MessagePage {
    match answer {
        Ok(Reply::Page(page)) => page,
        other => panic!("expected a page, got {other:?}"),
    }
}

fn ids(messages: &[Message]) -> Vec<MessageId> {
    messages.iter().map(|message| message.id).collect()
}

each_engine! {
    async fn what_was_said_at_a_moment_is_found(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let empty = page(bo.calls(ask(general, From::At(Timestamp(0)), None)).await);
        assert_eq!((ids(&empty.messages), empty.has_before, empty.has_after), (vec![], false, false));
        let mut sent = Vec::new();
        for number in 0..9 {
            sent.push(ada.says(general, &format!("number {number}")).await);
            ada.edits(&sent[0], &format!("edited {number} times")).await;
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        for door in [Door::Rest, Door::Socket] {
            let bo = bo.via(door);
            let read = async |at, limit| page(bo.calls(ask(general, From::At(at), Some(limit))).await);
            for message in &sent {
                assert_eq!(ids(&read(message.created_at, 1).await.messages), [message.id], "to the millisecond");
            }
            let between = read(sent[4].created_at.plus_ms(1), 3).await;
            assert_eq!(ids(&between.messages), ids(&sent[4..7]), "the next one, in the middle");
            assert_eq!(ids(&read(Timestamp(0), 1).await.messages), [sent[0].id]);
            let later = read(sent[8].created_at.plus_ms(1), 2).await;
            assert_eq!((ids(&later.messages), later.has_after), (ids(&sent[7..]), false), "the newest page");
            let both = GetMessages { before: Some(sent[3].id), ..ask(general, From::At(Timestamp(0)), None) };
            let refused = bo.calls(both).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::InvalidInput);
        }
    }

    async fn history_can_be_read_back_and_forth_without_holes(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let mut sent = Vec::new();
        for number in 0..13 {
            sent.push(ada.says(general, &format!("number {number}")).await);
        }
        // A gap in the numbering of positions: an edit takes a rev.
        ada.edits(&sent[3], "edited").await;
        for number in 13..16 {
            sent.push(ada.says(general, &format!("number {number}")).await);
        }
        let all = ids(&sent);
        for door in [Door::Rest, Door::Socket] {
            let bo = bo.via(door);
            let read = async |from, limit| page(bo.calls(ask(general, from, limit)).await);

            let newest = read(From::Newest, Some(5)).await;
            assert_eq!((ids(&newest.messages), newest.has_before, newest.has_after), (all[11..].to_vec(), true, false));

            let mut back = Vec::new();
            let mut at = newest.messages[0].id;
            let mut more = newest.has_before;
            while more {
                let older = read(From::Before(at), Some(4)).await;
                assert!(older.has_after, "there are newer ones");
                back.splice(0..0, ids(&older.messages));
                (at, more) = (older.messages[0].id, older.has_before);
            }
            assert_eq!(back, all[..11].to_vec(), "backwards through {door:?}");

            let mut forth = vec![all[0]];
            let mut more = true;
            while more {
                let newer = read(From::After(*forth.last().unwrap()), Some(4)).await;
                assert!(newer.has_before);
                forth.extend(ids(&newer.messages));
                more = newer.has_after;
            }
            assert_eq!(forth, all, "forwards through {door:?}");

            let around = read(From::Around(all[8]), Some(5)).await;
            assert!(ids(&around.messages).contains(&all[8]) && around.messages.len() <= 5, "{around:?}");
            assert!(around.has_before && around.has_after);
            let start = all.iter().position(|id| *id == around.messages[0].id).unwrap();
            assert_eq!(ids(&around.messages), all[start..start + around.messages.len()].to_vec());
            assert!((6..=8).contains(&start), "it stands in the middle, not at {start}");

            let none = read(From::Before(all[0]), Some(5)).await;
            assert_eq!((none.messages.len(), none.has_before), (0, false));
            let none = read(From::After(all[15]), Some(5)).await;
            assert_eq!((none.messages.len(), none.has_after), (0, false));
        }
    }

    async fn a_page_has_as_many_messages_as_asked_for_and_at_most_a_hundred(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let many = if engine == Engine::Sqlite { 105 } else { 52 };
        for number in 0..many {
            ada.says(general, &number.to_string()).await;
        }
        for door in [Door::Rest, Door::Socket] {
            let ada = ada.via(door);
            assert_eq!(page(ada.calls(ask(general, From::Newest, None)).await).messages.len(), 50);
            assert_eq!(page(ada.calls(ask(general, From::Newest, Some(1))).await).messages.len(), 1);
            let most = page(ada.calls(ask(general, From::Newest, Some(100))).await);
            assert_eq!(most.messages.len(), many.min(100));
            for limit in [0, 101, u64::MAX] {
                let refused = ada.calls(ask(general, From::Newest, Some(limit))).await.unwrap_err();
                assert_eq!(refused.code, ErrorCode::InvalidInput, "limit {limit}: {refused:?}");
            }
        }
    }

    async fn two_positions_at_once_and_positions_elsewhere_are_refused(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        let here = ada.says(general, "here").await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        let there = ada.says(other, "there").await;
        for door in [Door::Rest, Door::Socket] {
            let ada = ada.via(door);
            let mut both = ask(general, From::Before(here.id), None);
            both.after = Some(here.id);
            assert_eq!(ada.calls(both).await.unwrap_err().code, ErrorCode::InvalidInput);
            // A message of another channel must not tell anything of that channel.
            let foreign = ada.calls(ask(general, From::Around(there.id), None)).await;
            let leaked = match foreign {
                Ok(Reply::Page(page)) => page.messages.iter().any(|message| message.channel != general),
                Ok(_) => true,
                Err(problem) => problem.code != ErrorCode::NotFound && problem.code != ErrorCode::InvalidInput,
            };
            assert!(!leaked);
        }
    }

    async fn members_are_listed_page_by_page(engine: Engine) {
        use hubbub_shared::protocol::command::GetMembers;
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let code = ada.invites(hub).await;
        for number in 0..5 {
            server.person(&format!("Guest{number}")).await.joins(&code).await;
        }
        for door in [Door::Rest, Door::Socket] {
            let (mut all, mut after) = (Vec::new(), None);
            loop {
                let answer = bo.via(door).calls(GetMembers { hub, after, limit: Some(3), online: None, users: None }).await;
                let Ok(Reply::Members(page)) = answer else { panic!("{answer:?}") };
                assert!(page.members.len() <= 3 && (page.next.is_none() || page.members.len() == 3));
                all.extend(page.members.iter().map(|member| member.user.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(all.len(), 7);
            assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "in order of their ids, each once");
            for limit in [0, 101] {
                let refused = bo.via(door).calls(GetMembers { hub, after: None, limit: Some(limit), online: None, users: None }).await;
                assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
            }
        }
    }
}

//! Reacting to messages.

use crate::answers::refused;
use crate::scene::{Cast, Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::audit::{AuditAction, AuditEntry};
use hubbub_shared::model::{Message, ReactionPage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    AddReaction, GetAuditLog, GetMessage, GetReactions, RemoveReaction, Subscribe,
};
use hubbub_shared::{ErrorCode, Permissions, ReactionId, UserId};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite, verify_action,
};

fn add(to: &Message, emoji: &str) -> AddReaction {
    AddReaction { channel: to.channel, message: to.id, emoji: emoji.to_owned() }
}

fn remove(from: &Message, emoji: &str, user: Option<UserId>) -> RemoveReaction {
    RemoveReaction { channel: from.channel, message: from.id, emoji: emoji.to_owned(), user }
}

/// What a message is reacted to with, as somebody sees it.
async fn seen(by: &impl Acts, message: &Message) -> Vec<(String, u64, bool)> {
    match by.calls(GetMessage { channel: message.channel, message: message.id }).await {
        Ok(Reply::Message(message)) => {
            message.reactions.into_iter().map(|one| (one.emoji, one.count, one.me)).collect()
        }
        other => panic!("expected a message, got {other:?}"),
    }
}

async fn who(by: &impl Acts, to: &Message, after: Option<ReactionId>, limit: u64) -> ReactionPage {
    let (channel, message, emoji) = (to.channel, to.id, "👍".to_owned());
    match by.calls(GetReactions { channel, message, emoji, after, limit: Some(limit) }).await {
        Ok(Reply::Reactors(page)) => page,
        other => panic!("expected who reacted, got {other:?}"),
    }
}

fn three(emoji: &str, count: u64, me: bool) -> (String, u64, bool) {
    (emoji.to_owned(), count, me)
}

each_door! {
    async fn people_react_once_with_the_same_and_take_it_back(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let message = ada.sends(general, "The beans are up").await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        for _ in 0..2 {
            assert_eq!(bo.calls(add(&message, "👍")).await, Ok(Reply::Done), "twice is once");
        }
        ada.calls(add(&message, "👍")).await.unwrap();
        ada.calls(add(&message, "❤")).await.unwrap();
        assert_eq!(seen(&bo, &message).await, [three("👍", 2, true), three("❤️", 1, false)]);
        assert_eq!(seen(&ada, &message).await, [three("👍", 2, true), three("❤️", 1, true)]);
        for _ in 0..2 {
            assert_eq!(bo.calls(remove(&message, "👍", None)).await, Ok(Reply::Done));
        }
        ada.calls(remove(&message, "❤️", None)).await.unwrap();
        assert_eq!(seen(&ada, &message).await, [three("👍", 1, true)]);
        let page = ada.reads_page(general).await;
        assert!(page.messages.last().unwrap().reactions[0].me, "a page tells one's own");
    }

    async fn who_reacted_is_told_in_their_order_page_by_page(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let message = it.ada.sends(it.general, "Who comes?").await;
        let mut names = Vec::new();
        for phone in [&it.bo, &it.ada] {
            phone.via(door).calls(add(&message, "👍")).await.unwrap();
            names.push(phone.id());
        }
        let bo = it.bo.via(door);
        let first = who(&bo, &message, None, 1).await;
        assert_eq!(first.people.iter().map(|one| one.id).collect::<Vec<_>>(), names[..1]);
        let rest = who(&bo, &message, first.next, 50).await;
        assert_eq!(rest.people.iter().map(|one| one.id).collect::<Vec<_>>(), names[1..]);
        assert!(first.next.is_some() && rest.next.is_none());
        assert_eq!(refused(it.olga.via(door).calls(GetReactions {
            channel: it.general,
            message: message.id,
            emoji: "👍".to_owned(),
            after: None,
            limit: None,
        }).await), ErrorCode::NotFound);
    }

    async fn it_takes_an_emoji_a_message_and_the_right(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (message, gone) = (it.ada.sends(it.general, "here").await, it.ada.sends(it.general, "gone").await);
        it.ada.deletes(&gone).await;
        let bo = it.bo.via(door);
        for bad in ["x", "👍👍", "%F0"] {
            let problem = bo.calls(add(&message, bad)).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "emoji"));
        }
        assert_eq!(refused(bo.calls(add(&gone, "👍")).await), ErrorCode::NotFound);
        assert_eq!(refused(it.olga.via(door).calls(add(&message, "👍")).await), ErrorCode::NotFound);
        bo.calls(add(&message, "👍")).await.unwrap();
        for missing in [Permissions::REACT, Permissions::HISTORY] {
            it.ada.overwrites(it.general, overwrite(it.bo.id()).denying(missing)).await;
            assert_eq!(refused(bo.calls(add(&message, "🎉")).await), ErrorCode::Forbidden);
        }
        bo.calls(remove(&message, "👍", None)).await.unwrap();
        assert!(seen(&it.ada.via(door), &message).await.is_empty(), "what one did can always be taken back");
    }

    async fn a_moderator_takes_a_reaction_of_somebody_away_and_the_log_tells(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let message = it.ada.sends(it.general, "Please be kind").await;
        it.bo.via(door).calls(add(&message, "🖕")).await.unwrap();
        it.ada.via(door).calls(add(&message, "👍")).await.unwrap();
        let others = remove(&message, "👍", Some(it.ada.id()));
        assert_eq!(refused(it.bo.via(door).calls(others).await), ErrorCode::Forbidden);
        it.ada.via(door).calls(remove(&message, "🖕", Some(it.bo.id()))).await.unwrap();
        assert_eq!(seen(&it.ada, &message).await, [three("👍", 1, true)]);
        let log = GetAuditLog { action: Some(AuditAction::ReactionRemoved), ..GetAuditLog::of(it.hub) };
        let lines: Vec<AuditEntry> = eventually("the line of the log", async || {
            match it.ada.calls(log.clone()).await {
                Ok(Reply::AuditLog(page)) => (!page.entries.is_empty()).then_some(page.entries),
                other => panic!("expected a log, got {other:?}"),
            }
        })
        .await;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].whom.as_ref().map(|whom| whom.id), Some(it.bo.id()));
        assert_eq!(lines[0].changes[0].before, Some("🖕".into()));
    }

    async fn twenty_kinds_are_the_most(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let message = ada.sends(general, "How was it?").await;
        let bo = bo.via(door);
        for emoji in ["😀", "😃", "😄", "😁", "😆", "😅", "😂", "🙂", "🙃", "😉", "😊", "😇", "🥰", "😍", "🤩", "😘", "😗", "😚", "😙", "😋"] {
            bo.calls(add(&message, emoji)).await.unwrap();
        }
        assert_eq!(refused(bo.calls(add(&message, "😛")).await), ErrorCode::LimitReached);
        assert_eq!(ada.via(door).calls(add(&message, "😀")).await, Ok(Reply::Done), "what there is can be joined");
    }
}

each_engine! {
    async fn everybody_sees_reactions_come_and_go(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = ada.sends(general, "look").await;
        verify_action("reacting", &[&ada, &bo], async {
            bo.calls(add(&message, "👍")).await.unwrap();
            ada.calls(add(&message, "👍")).await.unwrap();
            bo.calls(add(&message, "🎉")).await.unwrap();
            bo.calls(remove(&message, "👍", None)).await.unwrap();
        })
        .await;
        verify_action("editing what has reactions", &[&ada, &bo], ada.edits(&message, "look here")).await;
        verify_action("deleting what has reactions", &[&ada, &bo], ada.deletes(&message)).await;
    }

    async fn a_burst_of_reactions_is_told_as_few_events(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let message = ada.sends(general, "We won!").await;
        let code = ada.invites(hub).await;
        let mut crowd = Vec::new();
        for number in 0..20 {
            let person = server.person(&format!("Fan{number}")).await;
            person.joins(&code).await;
            crowd.push(person);
        }
        let before = bo.state().caches[&general].rev;
        // Each with several at once, so that many fall into one batch.
        let emoji = ["👍", "🎉", "❤️", "😂", "🔥"];
        join_all(crowd.iter().flat_map(|fan| {
            let message = &message;
            emoji.iter().map(move |emoji| async move { fan.calls(add(message, emoji)).await.unwrap() })
        }))
        .await;
        bo.agrees("all of them", |state| {
            let message = state.caches[&general].messages.get(&message.seq).unwrap();
            message.reactions.iter().map(|one| one.count).sum::<u64>() == 100
        })
        .await;
        let events = bo.state().caches[&general].rev - before;
        assert!(events < 60, "100 reactions were told in {events} events");
        assert_eq!(seen(&ada, &message).await.len(), 5);
    }

    async fn whoever_was_away_catches_up_with_reactions(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = ada.sends(general, "while you were away").await;
        bo.agrees("the message", |state| state.caches[&general].messages.contains_key(&message.seq)).await;
        let rev = bo.state().caches[&general].rev;
        let elsewhere = bo.another_device().await;
        elsewhere.calls(add(&message, "👍")).await.unwrap();
        ada.calls(add(&message, "👍")).await.unwrap();
        let back = bo.another_device().await;
        back.calls(Subscribe { channel: general, since_rev: Some(rev) }).await.unwrap();
        let caught_up = back.state().caches[&general].messages[&message.seq].reactions.clone();
        assert_eq!(caught_up.iter().map(|one| (one.count, one.me)).collect::<Vec<_>>(), [(2, true)]);
    }
}

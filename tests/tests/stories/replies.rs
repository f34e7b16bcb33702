//! Answering a message.

use crate::answers::refused;
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::{BlockKind, InboxPage, InboxReason, Message};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BlockUser, GetInbox, GetMessage, SendMessage};
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Permissions, Problem};
use hubbub_tests::{Acts, Changes, Door, Engine, Server, each_door, each_engine, overwrite, verify_action};

fn answer(channel: ChannelId, to: MessageId, words: &str) -> SendMessage {
    SendMessage { reply_to: Some(to), ..SendMessage::of(channel, words.to_owned(), None) }
}

fn sent(answer: Result<Reply, Problem>) -> Message {
    match answer {
        Ok(Reply::Message(message)) => message,
        other => panic!("expected a message, got {other:?}"),
    }
}

/// What they were told of a channel.
async fn inbox(of: &impl Acts, channel: ChannelId) -> Vec<(InboxReason, MessageId)> {
    match of.calls(GetInbox { before: None, limit: None }).await {
        Ok(Reply::Inbox(InboxPage { entries, .. })) => entries
            .into_iter()
            .filter(|entry| entry.channel == channel)
            .map(|entry| (entry.reason, entry.message.id))
            .collect(),
        other => panic!("expected an inbox, got {other:?}"),
    }
}

each_door! {
    async fn an_answer_shows_what_it_answers_and_tells_who_wrote_it(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let question = ada.sends(general, "Who has **seeds**?").await;
        let (asks, answers) = (ada.via(door), bo.via(door));
        let reply = sent(answers.calls(answer(general, question.id, "me")).await);
        let quote = reply.reply_to.clone().unwrap();
        assert_eq!((quote.message, quote.seq), (question.id, question.seq));
        assert_eq!((quote.author.map(|author| author.id), &*quote.content), (Some(ada.id()), "Who has **seeds**?"));
        assert_eq!(reply.mentions, [ada.id()], "whoever is answered is mentioned");
        assert_eq!(inbox(&asks, general).await, [(InboxReason::Reply, reply.id)]);
        assert_eq!(asks.marks_read(general).await.mentions, 0);

        let quiet = SendMessage { ping: Some(false), ..answer(general, question.id, "by the way") };
        let quiet = sent(answers.calls(quiet).await);
        assert!(quiet.mentions.is_empty() && quiet.reply_to.is_some());
        let own = sent(asks.calls(answer(general, question.id, "anybody?")).await);
        assert!(own.mentions.is_empty(), "nobody is told of their own words");
        assert_eq!(inbox(&asks, general).await.len(), 1);
    }

    async fn what_is_answered_says_no_more_than_its_message_does(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let first = ada.sends(general, "the first words").await;
        let reply = sent(bo.calls(answer(general, first.id, "yes")).await);
        let quoted = async || {
            let page = ada.reads_page(general).await;
            let found = page.messages.into_iter().find(|message| message.id == reply.id).unwrap();
            let one = sent(bo.calls(GetMessage { channel: general, message: reply.id }).await);
            assert_eq!(found.reply_to, one.reply_to, "one message and a page tell the same");
            *one.reply_to.unwrap()
        };
        ada.edits(&first, &"long ".repeat(100)).await;
        let quote = quoted().await;
        assert!(quote.content.starts_with("long ") && quote.content.ends_with('…'));
        assert_eq!(quote.content.chars().count(), 201);
        ada.deletes(&first).await;
        let quote = quoted().await;
        assert_eq!((quote.author, &*quote.content, quote.seq), (None, "", first.seq));
        let late = sent(bo.calls(answer(general, first.id, "who wrote meanwhile loses nothing")).await);
        assert!(late.reply_to.unwrap().author.is_none() && late.mentions.is_empty());
        bo.edits(&reply, "no").await;
        bo.deletes(&reply).await;
        let gone = sent(bo.calls(GetMessage { channel: general, message: reply.id }).await);
        assert_eq!(gone.reply_to, None);
    }

    async fn only_messages_of_the_channel_are_answered_by_who_may_read_them(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let elsewhere = ada.makes_channel(it.hub, "elsewhere", None).await.id;
        let far = ada.sends(elsewhere, "far").await;
        for unknown in [far.id, MessageId(1)] {
            let problem = bo.calls(answer(it.general, unknown, "to what?")).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "reply_to"));
        }
        let near = ada.sends(it.general, "near").await;
        assert_eq!(refused(it.olga.via(door).calls(answer(it.general, near.id, "hi")).await), ErrorCode::NotFound);
        it.ada.overwrites(it.general, overwrite(it.bo.id()).denying(Permissions::HISTORY)).await;
        assert_eq!(refused(bo.calls(answer(it.general, near.id, "what was that?")).await), ErrorCode::Forbidden);
        bo.sends(it.general, "words of one's own").await;
    }

    async fn whoever_blocks_the_one_who_answers_hears_nothing_of_it(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (newcomer, general) = (it.also(server, &format!("Cy{door:?}")).await, it.general);
        let cy = newcomer.via(door);
        let question = cy.sends(general, "Anybody?").await;
        cy.calls(BlockUser { user: it.bo.id(), kind: BlockKind::Blocked }).await.unwrap();
        let reply = sent(it.bo.via(door).calls(answer(general, question.id, "me!")).await);
        assert_eq!(reply.mentions, [newcomer.id()], "who answers cannot tell");
        assert!(inbox(&cy, general).await.is_empty());
    }

    async fn an_edited_answer_still_mentions_whom_it_answers(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let question = ada.sends(general, "Who?").await;
        let bo = bo.via(door);
        let reply = sent(bo.calls(answer(general, question.id, "me")).await);
        let edited = bo.edits(&reply, "I").await;
        assert_eq!((edited.mentions, edited.reply_to), (vec![ada.id()], reply.reply_to));
    }
}

each_engine! {
    async fn everybody_sees_answers_follow_what_they_answer(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let first = ada.sends(general, "first").await;
        let second = ada.sends(general, "second").await;
        verify_action("answering", &[&ada, &bo], async {
            sent(bo.calls(answer(general, first.id, "to the first")).await);
            sent(ada.calls(answer(general, second.id, "to myself")).await);
        })
        .await;
        verify_action("changing what is answered", &[&ada, &bo], async {
            ada.edits(&first, "first, in other words").await;
            ada.deletes(&second).await;
        })
        .await;
    }
}

//! Passing messages on: what goes along, who may, and what nobody is told by it.

mod files;
mod kept;
mod secret;

use crate::answers::{problem_of, refused};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::{Forward, Message, SentAnswer, SentAttachment, SentForward, SentPoll};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    EditMessage, GetMessage, LockChannel, SendMessage, UnlockChannel, UpdateChannel,
};
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode, MessageId, Permissions, Problem};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite, verify_action,
};

/// Passes a message on, with these words.
fn passing(of: &Message, to: ChannelId, words: &str) -> SendMessage {
    let forward = Some(SentForward { channel: of.channel, message: of.id });
    SendMessage { forward, ..SendMessage::of(to, words.to_owned(), None) }
}

#[track_caller]
fn sent(answer: Result<Reply, Problem>) -> Message {
    match answer {
        Ok(Reply::Message(message)) => message,
        other => panic!("expected a message, got {other:?}"),
    }
}

async fn passes(by: &impl Acts, of: &Message, to: ChannelId, words: &str) -> Message {
    sent(by.calls(passing(of, to, words)).await)
}

/// A message as somebody reads it.
async fn seen(by: &impl Acts, message: &Message) -> Message {
    sent(by.calls(GetMessage { channel: message.channel, message: message.id }).await)
}

fn copy_of(message: &Message) -> Forward {
    Forward {
        channel: message.channel,
        message: message.id,
        content: message.content.clone(),
        poll: message.poll.is_some(),
        created_at: message.created_at,
    }
}

/// Refused because of a field.
#[track_caller]
fn field_of(answer: Result<Reply, Problem>) -> String {
    let problem = problem_of(answer);
    assert_eq!(problem.code, ErrorCode::InvalidInput, "{problem:?}");
    problem.fields[0].path.clone()
}

each_door! {
    async fn what_is_passed_on_stays_as_it_was(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let (bos, ada, bo) = (bo.id(), ada.via(door), bo.via(door));
        let original = ada.sends(general, &format!("Soup is **ready**, <@{bos}>")).await;
        assert!(!original.mentions.is_empty(), "it names Bo where it was said");
        let bare = passes(&bo, &original, seeds, " ").await;
        let message = passes(&bo, &original, seeds, "Hurry!").await;
        assert_eq!((&*bare.content, bare.forward.as_deref()), ("", Some(&copy_of(&original))));
        assert_eq!((&*message.content, message.forward.as_deref()), ("Hurry!", Some(&copy_of(&original))));
        assert_eq!(message.author.id, bos, "it is who passes it on that says it");
        assert!(message.mentions.is_empty() && bare.mentions.is_empty(), "nobody is named once more");

        ada.edits(&original, "Soup is gone").await;
        assert_eq!(seen(&ada, &message).await.forward.as_deref(), Some(&copy_of(&original)), "an edit changes nothing");
        ada.deletes(&original).await;
        assert_eq!(seen(&ada, &message).await.forward.as_deref(), Some(&copy_of(&original)), "nor does a deletion");
        assert_eq!(ada.reads_page(seeds).await.messages.last(), Some(&seen(&ada, &message).await));
        assert_eq!(field_of(bo.calls(passing(&original, seeds, "")).await), "forward.message", "it says nothing any more");

        bo.edits(&message, "Too late").await;
        let edited = seen(&ada, &message).await;
        assert_eq!((&*edited.content, edited.forward.as_deref()), ("Too late", Some(&copy_of(&original))));
        bo.edits(&message, "").await;
        assert_eq!(field_of(bo.calls(EditMessage::of(general, bo.sends(general, "x").await.id, String::new())).await), "content", "what passes nothing on says something");
        bo.deletes(&message).await;
        assert!(seen(&ada, &message).await.forward.is_none(), "it goes with its message");
    }

    async fn a_poll_goes_as_its_question_and_what_was_passed_on_is_not_wrapped(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let answer = |text: &str| SentAnswer { text: text.to_owned(), emoji: None };
        let poll = SentPoll {
            answers: vec![answer("Soup"), answer("Salad")],
            several: false,
            anonymous: false,
            ends_in_secs: None,
        };
        let ask = SendMessage { poll: Some(poll.clone()), ..SendMessage::of(general, "Lunch?".to_owned(), None) };
        let asked = sent(ada.calls(ask).await);
        let once = passes(&bo, &asked, seeds, "They ask").await;
        let forward = once.forward.clone().unwrap();
        assert!(forward.poll && forward.content == "Lunch?" && once.poll.is_none(), "{once:?}");
        let twice = passes(&ada, &once, general, "").await;
        assert_eq!(twice.forward, once.forward, "the inner one, without what Bo added");
        let answer = SendMessage { reply_to: Some(twice.id), ..SendMessage::of(general, "Soup!".to_owned(), None) };
        assert_eq!(sent(bo.calls(answer).await).reply_to.unwrap().content, "Forwarded: Poll: Lunch?");
        let both = SendMessage { poll: Some(poll), ..passing(&asked, seeds, "Lunch?") };
        assert_eq!(field_of(bo.calls(both).await), "poll");
    }

    async fn it_takes_reading_there_and_sending_here(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let general = it.general;
        let seeds = it.ada.makes_channel(it.hub, "seeds", None).await.id;
        let (ada, bo, olga) = (it.ada.via(door), it.bo.via(door), it.olga.via(door));
        let original = ada.sends(general, "Soup is ready").await;
        passes(&bo, &original, seeds, "").await;

        let elsewhere = crate::scene::general_of(&olga.creates_hub("Elsewhere").await);
        assert_eq!(field_of(olga.calls(passing(&original, elsewhere, "")).await), "forward.message", "she sees nothing of it");
        let none = Message { id: MessageId(original.id.0 + 1), ..original.clone() };
        let (hidden, missing) = (
            problem_of(olga.calls(passing(&original, elsewhere, "")).await),
            problem_of(bo.calls(passing(&none, seeds, "")).await),
        );
        assert_eq!((&hidden.message, &hidden.fields), (&missing.message, &missing.fields), "hidden is as if it were not there");
        assert_eq!(refused(bo.calls(passing(&original, elsewhere, "")).await), ErrorCode::NotFound);
        assert_eq!(refused(bo.calls(passing(&original, ChannelId(7), "")).await), ErrorCode::NotFound);

        it.ada.overwrites(general, overwrite(it.bo.id()).denying(Permissions::HISTORY)).await;
        assert_eq!(refused(bo.calls(passing(&original, seeds, "")).await), ErrorCode::Forbidden);
        it.ada.overwrites(general, overwrite(it.bo.id()).denying(Permissions::VIEW)).await;
        assert_eq!(field_of(bo.calls(passing(&original, seeds, "")).await), "forward.message");
        it.ada.overwrites(general, overwrite(it.bo.id()).denying(Permissions::SEND)).await;
        passes(&bo, &original, seeds, "reading is enough there").await;

        it.ada.overwrites(seeds, overwrite(it.bo.id()).denying(Permissions::SEND)).await;
        assert_eq!(refused(bo.calls(passing(&original, seeds, "")).await), ErrorCode::Forbidden);
        it.ada.overwrites(seeds, overwrite(it.bo.id()).allowing(Permissions::SEND)).await;
        it.ada.calls(LockChannel { channel: seeds, reason: None }).await.unwrap();
        assert_eq!(refused(bo.calls(passing(&original, seeds, "")).await), ErrorCode::Locked);
        it.ada.calls(UnlockChannel { channel: seeds, reason: None }).await.unwrap();
        let slow = UpdateChannel { slow_mode_secs: Some(3600), ..UpdateChannel::of(seeds) };
        it.ada.calls(slow).await.unwrap();
        passes(&bo, &original, seeds, "").await;
        assert_eq!(refused(bo.calls(passing(&original, seeds, "")).await), ErrorCode::SlowMode);
        assert_eq!(field_of(bo.calls(passing(&original, seeds, &"x".repeat(4001))).await), "content");
        let more = vec![SentAttachment { id: AttachmentId(7), description: None }];
        it.ada.overwrites(seeds, overwrite(it.bo.id()).allowing(Permissions::ATTACH)).await;
        assert_eq!(field_of(bo.calls(SendMessage { attachments: more, ..passing(&original, seeds, "") }).await), "attachments");
    }

    async fn a_nonce_is_one_message_whatever_became_of_the_other(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let seeds = ada.makes_channel(hub, "seeds", None).await.id;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let original = ada.sends(general, "Soup is ready").await;
        let ask = SendMessage { nonce: Some(format!("on-{door:?}")), ..passing(&original, seeds, "") };
        let first = sent(bo.calls(ask.clone()).await);
        ada.deletes(&original).await;
        let again = sent(bo.calls(ask).await);
        assert_eq!((again.id, again.forward), (first.id, first.forward));
        assert_eq!(bo.reads_page(seeds).await.messages.len(), 1);
    }
}

each_engine! {
    async fn everybody_who_looks_sees_it_come_and_go(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let notes = ada.makes_channel(hub, "notes", None).await.id;
        let original = ada.sends(notes, "Soup is ready").await;
        let elsewhere = bo.another_device().await;
        elsewhere.subscribes(general).await;
        let mut message = None;
        verify_action("forwarding", &[&ada, &bo, &elsewhere], async {
            message = Some(passes(&ada, &original, general, "Look").await);
        })
        .await;
        let message = message.unwrap();
        verify_action("editing", &[&ada, &bo, &elsewhere], async {
            ada.edits(&message, "Look here").await;
        })
        .await;
        verify_action("deleting", &[&ada, &bo, &elsewhere], ada.deletes(&message)).await;
    }
}

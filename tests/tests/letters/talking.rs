//! Writing to each other: live, after an absence, on all devices.

use crate::device::{Device, Four, delivered, the};
use dm_core::{GrantOutcome, Received};
use dm_wire::ids::ConversationId;
use hubbub_shared::ErrorCode;
use hubbub_shared::model::{ChannelState, Message};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteMessage, GetMessage, MarkRead, StartTyping};
use hubbub_tests::{Acts, Engine, Server, each_engine};
use std::collections::BTreeSet;

fn set(bodies: &[&str]) -> BTreeSet<String> {
    bodies.iter().map(|body| (*body).to_owned()).collect()
}

/// Nothing was refused on the way: neither a message nor a key.
pub fn nothing_was_refused(devices: &[&Device]) {
    for device in devices {
        let refused = |received: &&Received| matches!(received, Received::Refused(_));
        assert_eq!(device.received.borrow().iter().find(refused), None);
        let refused = |outcome: &&GrantOutcome| matches!(outcome, GrantOutcome::Refused(_));
        assert_eq!(device.grants.borrow().iter().find(refused), None);
    }
}

each_engine! {
    async fn two_people_with_two_devices_each_read_all_of_it(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "Shall we play?").await;
        four.settle().await;
        assert_eq!(four.desktop.says(ada, "Tomorrow at nine.").await, id);
        four.settle().await;
        for round in 0..4 {
            four.phone.says(ben, &format!("From the phone, {round}")).await;
            four.tablet.says(ada, &format!("From the tablet, {round}")).await;
        }
        four.settle().await;
        let all = four.laptop.reads(id);
        assert_eq!(all.len(), 10);
        for device in four.all() {
            assert_eq!(device.reads(id), all);
            assert_eq!(device.waiting_grants().await, [], "what was acknowledged is forgotten");
            assert_eq!(device.changes.get(), 0, "no device came or went");
        }
        nothing_was_refused(&four.all());
        // The same conversation is open for both, once.
        let (of_ada, of_ben) = (four.laptop.dms().await, four.desktop.dms().await);
        assert_eq!((of_ada.len(), of_ben.len()), (1, 1));
        assert_eq!(of_ada[0].id, of_ben[0].id);
        assert_eq!(of_ada[0].conversation.0, id.0);
        assert_eq!(of_ada[0].request, None);
        assert_eq!(of_ada[0].state.last_ordinal, 10);
    }

    async fn what_is_said_comes_live_and_after_an_absence(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        let id = four.laptop.says(ben, "one").await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        four.settle().await;
        four.tablet.phone.subscribes(dm).await;
        four.laptop.says(ben, "two").await;
        let newest = |ordinal: u64| move |state: &hubbub_tests::ClientState| {
            let cache = state.caches.get(&dm)?;
            cache.messages.values().find(|message| message.ordinal == ordinal).cloned()
        };
        let live: Message = four.tablet.phone.shows("the second message, live", newest(2)).await;
        assert_eq!((live.content.as_str(), live.author.id), ("", four.laptop.user));
        assert!(matches!(four.tablet.takes(&live).await, Received::New(_)));
        // Away, while more is said than fits into a page of the device.
        four.tablet.phone.loses_connection();
        for number in 3..9 {
            four.phone.says(ben, &format!("{number}")).await;
        }
        four.tablet.phone.connects().await.unwrap();
        four.tablet.phone.subscribes(dm).await;
        let state = four.tablet.phone.state();
        let missed: Vec<Message> =
            state.caches[&dm].messages.values().filter(|message| message.ordinal > 2).cloned().collect();
        assert_eq!(missed.len(), 6, "catching up is complete");
        for message in &missed {
            assert!(matches!(four.tablet.takes(message).await, Received::New(_)));
        }
        assert_eq!(four.tablet.reads(id), set(&["one", "two", "3", "4", "5", "6", "7", "8"]));
        assert_eq!(state.surprises, Vec::<String>::new());
        nothing_was_refused(&four.all());
    }

    async fn who_does_not_follow_hears_that_something_happened_and_how_much_is_unread(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "one").await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        four.laptop.says(ben, "two").await;
        let heard = |arrived: &[String]| arrived.iter().any(|frame| frame.contains("Activity") && frame.contains(&dm.to_string()));
        hubbub_tests::eventually("activity arrives", async || heard(&four.desktop.phone.arrived()).then_some(())).await;
        let unread = |state: &ChannelState| (state.unread, state.read_ordinal, state.last_ordinal);
        assert_eq!(unread(&four.desktop.dm_of(id).await.unwrap().state), (2, 0, 2));
        assert_eq!(unread(&four.phone.dm_of(id).await.unwrap().state), (0, 2, 2), "who says it has read it");
        let read = the!(ChannelState, four.tablet.calls(MarkRead { channel: dm, seq: Some(1) }).await);
        assert_eq!(unread(&read), (1, 1, 2));
        let read = the!(ChannelState, four.desktop.calls(MarkRead { channel: dm, seq: None }).await);
        assert_eq!(unread(&read), (0, 2, 2));
        // Writing is shown to who follows.
        four.laptop.phone.subscribes(dm).await;
        four.tablet.does(StartTyping { channel: dm }).await;
        four.laptop.phone
            .agrees("who writes", |state| state.typing.get(&dm).is_some_and(|who| who.contains(&ben)))
            .await;
        assert_ne!(ada, ben);
    }

    async fn a_deleted_message_loses_its_ciphertext_and_nobody_else_deletes_it(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        let id = four.laptop.says(ben, "Forget this.").await;
        four.settle().await;
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        let message = four.laptop.phone.reads_page(dm).await.messages.remove(0);
        let sealed = message.sealed.clone().unwrap();
        let delete = DeleteMessage { channel: dm, message: message.id };
        assert_eq!(four.desktop.is_refused(delete.clone()).await, ErrorCode::Forbidden);
        four.phone.does(delete.clone()).await;
        four.phone.does(delete).await;
        let look = GetMessage { channel: dm, message: message.id };
        let gone = the!(Message, four.desktop.calls(look).await);
        assert!(gone.deleted && gone.sealed.is_none());
        let stored = server.stored().await;
        if engine == Engine::MongoDb {
            let text = sealed.ciphertext.to_text();
            assert!(!String::from_utf8_lossy(&stored).contains(&text), "the ciphertext is gone");
        }
        // Sending it again brings nothing back.
        let letter = delivered(&sealed);
        let again = crate::device::sealed_command(dm, &dm_wire::Wire::parse(&letter.message).unwrap(), &[]);
        let stored = the!(Message, four.laptop.calls(again).await);
        assert!(stored.deleted && stored.sealed.is_none());
        assert_eq!(ConversationId(id.0), id);
    }
}

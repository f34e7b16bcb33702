//! The server dies again and again while people talk.

use crate::scene::general_of;
use hubbub_shared::ChannelId;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetMessages, SendMessage};
use hubbub_tests::{Acts, DEADLINE, Engine, Phone, Server, each_engine};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// While people talk.
#[derive(Default)]
struct Talk {
    over: Cell<bool>,
    /// How many messages were acknowledged, of all.
    acknowledged: Cell<u64>,
}

/// Sends one message after another, each until it is acknowledged, until told to stop. What was acknowledged.
async fn keeps_talking(phone: &Phone, channel: ChannelId, name: &str, talk: &Talk) -> Vec<Message> {
    let mut acknowledged = Vec::new();
    while !talk.over.get() {
        let number = acknowledged.len();
        let content = format!("{name} {number}");
        let send = SendMessage::of(channel, content, Some(format!("{name}-{number}")));
        acknowledged.push(insists(phone, send).await);
        talk.acknowledged.set(talk.acknowledged.get() + 1);
    }
    acknowledged
}

/// Repeats the same send, with the same nonce, over reconnects.
async fn insists(phone: &Phone, send: SendMessage) -> Message {
    for _ in 0..2000 {
        match phone.tries(send.clone()).await {
            Some(Ok(Reply::Message(message))) => return message,
            Some(Err(problem)) if problem.code.is_retryable() => {}
            Some(other) => panic!("{send:?} is answered with {other:?}"),
            None => {
                let _ = phone.connects().await;
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{send:?} was never acknowledged")
}

/// Follows the channel over all crashes.
async fn keeps_watching(phone: &Phone, over: &Cell<bool>) {
    while !over.get() {
        if phone.close_code().is_some() && phone.connects().await.is_ok() {
            phone.catches_up().await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn whole_history(phone: &Phone, channel: ChannelId) -> Vec<Message> {
    let mut all = phone.reads_page(channel).await;
    while all.has_before {
        let before = Some(all.messages[0].id);
        let ask = GetMessages { before, limit: Some(100), ..GetMessages::of(channel) };
        let Ok(Reply::Page(older)) = phone.calls(ask).await else { panic!("no older page") };
        all.has_before = older.has_before;
        all.messages.splice(0..0, older.messages);
    }
    all.messages
}

fn assert_each_once_in_order(history: &[Message], acknowledged: &[Vec<Message>]) {
    assert!(history.windows(2).all(|pair| pair[0].seq < pair[1].seq), "positions go up");
    let ordinals: Vec<_> = history.iter().map(|message| message.ordinal).collect();
    assert_eq!(
        ordinals,
        (1..=history.len() as u64).collect::<Vec<_>>(),
        "messages are counted without holes"
    );
    let nonces: BTreeSet<_> = history.iter().map(|message| message.content.clone()).collect();
    assert_eq!(nonces.len(), history.len(), "each send is stored once");
    let stored: BTreeMap<_, _> = history.iter().map(|message| (message.id, message)).collect();
    for message in acknowledged.iter().flatten() {
        let kept =
            stored.get(&message.id).unwrap_or_else(|| panic!("{message:?} was acknowledged and is lost"));
        assert_eq!((kept.seq, &kept.content), (message.seq, &message.content));
    }
    for one in acknowledged {
        assert!(one.windows(2).all(|pair| pair[0].seq < pair[1].seq), "what one person says stays in order");
    }
}

async fn converges(phone: &Phone, channel: ChannelId, history: &[Message]) {
    let last = history.last().unwrap().rev;
    phone.agrees("the last message", |state| state.caches[&channel].rev == last).await;
    let kept = phone.state().caches[&channel].clone();
    let expected: Vec<_> = history.iter().map(|message| (message.seq, &*message.content)).collect();
    let seen: Vec<_> = kept.messages.values().map(|message| (message.seq, &*message.content)).collect();
    // Whoever had to start over kept the newest page only.
    assert_eq!(seen, expected[expected.len() - seen.len()..]);
    let surprises = phone.state().surprises;
    assert!(surprises.is_empty(), "{surprises:?}");
}

each_engine! {
    async fn nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed_again_and_again(engine: Engine) {
        let (kills, talkers) = if engine == Engine::Sqlite { (24, 4) } else { (20, 2) };
        let server = Server::on(engine).await;
        let owner = server.phone("Owner").await;
        let hub = owner.creates_hub("Crash").await;
        let general = general_of(&hub);
        let code = owner.invites(hub.id).await;
        let mut people = Vec::new();
        for number in 0..talkers + 2 {
            let phone = server.phone(&format!("Person{number}")).await;
            phone.joins(&code).await;
            people.push(phone);
        }
        let (watchers, talkers) = people.split_at(2);
        for watcher in watchers {
            watcher.agrees("the hub", |state| state.hubs.contains_key(&hub.id)).await;
            watcher.subscribes(general).await;
        }

        let talk = Talk::default();
        let killing = async {
            for number in 0..kills {
                // At a different moment each time: in the middle of a write, of a start, of a catch-up.
                tokio::time::sleep(Duration::from_millis(40 + 37 * (number % 9))).await;
                server.kill9();
                server.restart().await;
            }
            // What a server had begun when it was killed is kept from everybody for a minute by a MongoDB.
            let began = Instant::now();
            while talk.acknowledged.get() <= kills && began.elapsed() < DEADLINE {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            talk.over.set(true);
        };
        let names: Vec<_> = (0..talkers.len()).map(|number| format!("talker{number}")).collect();
        let talking = talkers.iter().zip(&names).map(|(phone, name)| keeps_talking(phone, general, name, &talk));
        let watching = watchers.iter().map(|phone| keeps_watching(phone, &talk.over));
        let all = futures_util::future::join(
            futures_util::future::join_all(talking),
            futures_util::future::join_all(watching),
        );
        let ((acknowledged, _), ()) = futures_util::future::join(all, killing).await;

        owner.reconnects().await;
        for watcher in watchers {
            if watcher.close_code().is_some() {
                watcher.reconnects().await;
            } else {
                watcher.catches_up().await;
            }
        }
        let history = whole_history(&owner, general).await;
        let count: usize = acknowledged.iter().map(Vec::len).sum();
        println!("{kills} kills, {count} messages acknowledged, {} stored", history.len());
        assert!(count > kills as usize, "people got through: {count}");
        assert_each_once_in_order(&history, &acknowledged);
        for watcher in watchers {
            converges(watcher, general, &history).await;
        }
    }
}

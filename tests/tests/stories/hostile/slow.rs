//! A peer that stops reading while others talk.

use crate::scene::general_of;
use hubbub_shared::protocol::command::{GetMessages, Subscribe};
use hubbub_shared::protocol::{ChannelEvent, CloseCode, Event, ServerFrame};
use hubbub_tests::{Acts, Arrival, Engine, Server, each_engine};
use std::time::{Duration, Instant};

each_engine! {
    async fn a_reader_that_stops_is_cut_and_recovers_completely_while_others_notice_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, bo, stalled) = (server.phone("Ada").await, server.phone("Bo").await, server.phone("Sleepy").await);
        let hub = ada.creates_hub("Flood").await;
        let general = general_of(&hub);
        let code = ada.invites(hub.id).await;
        for phone in [&bo, &stalled] {
            phone.joins(&code).await;
            phone.agrees("the hub", |state| state.hubs.contains_key(&hub.id)).await;
            phone.subscribes(general).await;
        }
        // A socket that is subscribed and then never read: the kernel's buffers fill, then the server's queue.
        let mut stopped = stalled.entrance().connects_with_small_buffer().await.unwrap();
        stopped.is_ready().await;
        stopped.calls(1, Subscribe { channel: general, since_rev: None }).await;
        stopped.outcome_of(1).await;

        // On the slow stand-in for MongoDB, answers to calls of its own fill the queue instead of many messages.
        let (batches, pages) = if engine == Engine::Sqlite { (60, 0) } else { (6, 40) };
        let (at_once, words) = (25, "x".repeat(3900));
        let mut slowest = Duration::ZERO;
        for batch in 0..batches {
            let started = Instant::now();
            let sends = (0..at_once).map(|number| {
                let text = format!("{batch}-{number} {words}");
                let ada = &ada;
                async move { ada.says(general, &text).await }
            });
            futures_util::future::join_all(sends).await;
            slowest = slowest.max(started.elapsed());
            if batch == 3 {
                for number in 0..pages {
                    let page = GetMessages { limit: Some(100), ..GetMessages::of(general) };
                    stopped.calls(10 + number, page).await;
                }
            }
        }
        let sent = batches * at_once;
        bo.agrees("everything", |state| state.caches[&general].messages.len() >= sent.min(50)).await;
        let last = format!("{}-{} {words}", batches - 1, at_once - 1);
        assert!(slowest < Duration::from_secs(8), "others wait for a stalled reader: {slowest:?}");

        let mut revs = Vec::new();
        let end = loop {
            match stopped.arrives().await {
                Arrival::Frame(ServerFrame::Event(Event::Channel { rev, change: ChannelEvent::MessageCreated(_), .. })) => revs.push(rev),
                Arrival::Frame(_) => {}
                Arrival::Closed(code) => break code,
            }
        };
        assert!(end == CloseCode::SlowReader as u16 || end == 1006, "{end}");
        assert!(revs.len() < sent, "it was cut before the end: {} of {sent}", revs.len());
        assert!(revs.windows(2).all(|pair| pair[1] == pair[0] + 1), "what it got is without holes");

        let mut again = stalled.entrance().connects().await.unwrap();
        again.is_ready().await;
        again.calls(2, Subscribe { channel: general, since_rev: revs.last().copied() }).await;
        let answer = format!("{:?}", again.outcome_of(2).await);
        assert!(answer.contains(&last[..8]), "it catches up to the end");
        assert_eq!(ada.close_code(), None);
        assert_eq!(bo.close_code(), None);
    }
}

//! Looking at what was sent, and having it sent once more.

use super::*;

each_engine! {
    async fn what_was_sent_is_listed_with_each_attempt_and_sent_again(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        let long = "x".repeat(1000);
        receiver.answers([(500, long.as_str())]);
        it.bo.sends(it.general, "one").await;
        let waits = eventually("the first attempt", async || {
            sent_to(&it.ada, &made.webhook).await.pop().filter(|one| one.tries == 1)
        })
        .await;
        assert_eq!((waits.state, waits.kind), (DeliveryState::Waiting, OutgoingEvent::MessageCreated));
        assert!(waits.next_at.is_some() && waits.place == Some(it.general.place()));
        assert_eq!((waits.attempts[0].status, waits.attempts[0].answer.len()), (Some(500), 256));
        eventually("it to be ill", async || listed(&it.ada, it.hub).await[0].failing_since.map(drop)).await;

        let again = |event: &str| Redeliver { hub: it.hub, webhook: made.webhook.id, event: event.to_owned() };
        it.ada.calls(again(&waits.event)).await.unwrap();
        receiver.takes(1).await;
        let taken = eventually("it to be taken", async || {
            sent_to(&it.ada, &made.webhook).await.pop().filter(|one| one.state == DeliveryState::Taken)
        })
        .await;
        assert_eq!((taken.tries, taken.attempts[1].status, taken.next_at), (2, Some(204), None));
        eventually("it to be well", async || {
            let now = listed(&it.ada, it.hub).await.remove(0);
            (now.failing_since.is_none() && now.last_taken_at.is_some()).then_some(())
        })
        .await;
        let Ok(Reply::Delivery(once_more)) = it.ada.calls(again(&taken.event)).await else { panic!("once more") };
        assert_eq!(once_more.state, DeliveryState::Waiting);
        let all = receiver.is_sent(3).await;
        assert!(all.iter().all(|one| one.id() == taken.event), "whoever has it knows it by its id");
        assert_eq!(refused(it.ada.calls(again("1-c")).await), ErrorCode::NotFound);

        for number in 2..=5 {
            it.bo.sends(it.general, &format!("number {number}")).await;
        }
        receiver.takes(5).await;
        let first = page(&it.ada, &made.webhook, None, 3).await;
        let rest = page(&it.ada, &made.webhook, first.next.clone(), 3).await;
        let ids: Vec<_> = first.deliveries.iter().chain(&rest.deliveries).map(|one| one.event.clone()).collect();
        assert_eq!((first.deliveries.len(), rest.deliveries.len(), rest.next), (3, 2, None));
        assert_eq!(ids[4], taken.event, "newest first");
    }

    async fn what_happened_after_an_event_is_replayed_in_its_order(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        for text in ["one", "two", "three", "four"] {
            it.bo.sends(it.general, text).await;
        }
        let taken = receiver.takes(4).await;
        eventually("all to be written down", async || {
            let all = sent_to(&it.ada, &made.webhook).await;
            all.iter().all(|one| one.state == DeliveryState::Taken).then_some(())
        })
        .await;
        let replay = |after: Option<&str>| {
            let after = after.map(str::to_owned);
            ReplayOutgoingWebhook { hub: it.hub, webhook: made.webhook.id, after }
        };
        let Ok(Reply::Replay(told)) = it.ada.calls(replay(Some(taken[1].id()))).await else { panic!("a replay") };
        assert_eq!((told.events, told.next), (2, None));
        let all = receiver.is_sent(6).await;
        assert_eq!(words(&all[4..]), ["three", "four"]);
        eventually("them to be written down", async || {
            let all = sent_to(&it.ada, &made.webhook).await;
            all.iter().all(|one| one.state == DeliveryState::Taken).then_some(())
        })
        .await;
        let Ok(Reply::Replay(told)) = it.ada.calls(replay(None)).await else { panic!("a replay") };
        assert_eq!(told.events, 4);
        let all = receiver.is_sent(10).await;
        assert_eq!(words(&all[6..]), ["one", "two", "three", "four"]);
        assert_eq!(refused(it.ada.calls(replay(Some("1-c"))).await), ErrorCode::NotFound);
    }
}

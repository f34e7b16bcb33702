//! In which order, how often, and through which accidents.

use super::*;

/// What is told of the first event of a kind that comes.
async fn told_of(receiver: &Receiver, kind: &str) -> serde_json::Value {
    eventually(kind, async || {
        receiver.taken().into_iter().find(|one| one.kind() == kind).map(|one| one.event()["data"].clone())
    })
    .await
}

each_engine! {
    async fn each_place_keeps_its_order_and_waits_for_no_other(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let garden = it.ada.makes_channel(it.hub, "garden", None).await.id;
        receiver.answers([(500, "not now"), (503, "not yet")]);
        makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        it.bo.sends(it.general, "one").await;
        receiver.is_sent(1).await;
        it.bo.sends(garden, "elsewhere").await;
        receiver.is_sent(2).await;
        for text in ["two", "three", "four"] {
            it.bo.sends(it.general, text).await;
        }
        let garden_again = it.bo.sends(garden, "elsewhere again").await;
        receiver.takes(6).await;
        let all = receiver.received();
        let of = |channel: ChannelId| {
            let here = |one: &&Received| one.event()["data"]["channel"] == json!(channel);
            all.iter().filter(here).map(|one| (one.words(), one.answered)).collect::<Vec<_>>()
        };
        let told = |texts: &[(&str, u16)]| texts.iter().map(|(text, status)| ((*text).to_owned(), *status)).collect::<Vec<_>>();
        let general = told(&[("one", 500), ("one", 204), ("two", 204), ("three", 204), ("four", 204)]);
        assert_eq!(of(it.general), general, "the next one waits until the one before is taken");
        assert_eq!(of(garden), told(&[("elsewhere", 503), ("elsewhere", 204), ("elsewhere again", 204)]));
        let ids: Vec<_> = all.iter().filter(|one| one.words() == "one").map(|one| one.id().to_owned()).collect();
        assert!(ids.len() == 2 && ids[0] == ids[1], "the same id each time: {ids:?}");
        assert_eq!(garden_again.channel, garden);
    }

    async fn what_was_stored_is_sent_though_the_server_is_killed_and_nobody_was_there(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        receiver.goes().await;
        let person = it.bo.person();
        for number in 1..=3 {
            person.sends(it.general, &format!("number {number}")).await;
        }
        server.kill9();
        receiver.comes_back().await;
        server.restart().await;
        person.sends(it.general, "number 4").await;
        let taken = receiver.takes(4).await;
        assert_eq!(words(&taken), ["number 1", "number 2", "number 3", "number 4"]);
        assert!(taken.iter().all(|one| one.header("webhook-signature") == signature(&made.secret, one)));
    }

    async fn who_is_gone_is_sent_nothing_until_somebody_says_so(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        receiver.answers([(410, "gone for good")]);
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        it.bo.sends(it.general, "lost").await;
        eventually("it to be off", async || {
            (listed(&it.ada, it.hub).await[0].state == OutgoingState::Gone).then_some(())
        })
        .await;
        let stopped = log_of(&it.ada, it.hub, AuditAction::OutgoingWebhookStopped).await;
        assert_eq!(stopped[0].name.as_deref(), Some("Archive"));
        let sent = sent_to(&it.ada, &made.webhook).await;
        assert_eq!((sent[0].state, sent[0].attempts[0].status), (DeliveryState::GivenUp, Some(410)));
        assert_eq!(sent[0].attempts[0].answer, "gone for good");
        it.bo.sends(it.general, "to nobody").await;
        let ping = PingOutgoingWebhook { hub: it.hub, webhook: made.webhook.id };
        assert_eq!(refused(it.ada.calls(ping).await), ErrorCode::Conflict);
        // Who reads for the log and who reads for webhooks take turns: a second line tells that the message was passed.
        for name in ["garden", "beds"] {
            it.ada.makes_channel(it.hub, name, None).await;
            eventually("its line in the log", async || {
                let lines = log_of(&it.ada, it.hub, AuditAction::ChannelCreated).await;
                lines.iter().any(|line| line.name.as_deref() == Some(name)).then_some(())
            })
            .await;
        }
        changes(&it.ada, UpdateOutgoingWebhook { active: Some(true), ..update(&made.webhook) }).await;
        it.bo.sends(it.general, "back again").await;
        assert_eq!(words(&receiver.takes(1).await), ["back again"]);
    }

    async fn what_was_deleted_before_it_was_sent_is_told_nobody(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        receiver.answers([(500, "")]);
        let message = it.bo.sends(it.general, "my secret").await;
        receiver.is_sent(1).await;
        it.bo.deletes(&message).await;
        let taken = receiver.takes(2).await;
        let kinds: Vec<_> = taken.iter().map(Received::kind).collect();
        assert_eq!(kinds, ["message.created", "message.deleted"]);
        assert_eq!(taken[0].event()["data"]["message"]["deleted"], true);
        assert!(!String::from_utf8_lossy(&taken[0].body).contains("my secret"));
    }

    async fn people_channels_and_the_log_are_told(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let events: Vec<_> = OutgoingEvent::ALL.iter().copied().filter(|event| event.is_chosen()).collect();
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &events)).await;
        let dalia = it.also(&server, "Dalia").await;
        let garden = it.ada.makes_channel(it.hub, "garden", None).await.id;
        it.ada.calls(DeleteChannel { channel: garden }).await.unwrap();
        dalia.calls(LeaveHub { hub: it.hub }).await.unwrap();
        assert_eq!(told_of(&receiver, "member.joined").await["user"]["display_name"], "Dalia");
        assert_eq!(told_of(&receiver, "member.left").await["user"]["id"], json!(dalia.id()));
        assert_eq!(told_of(&receiver, "channel.deleted").await["channel"], json!(garden));
        eventually("the line that she joined", async || {
            let lines = receiver.taken().into_iter().filter(|one| one.kind() == "audit.logged");
            lines.map(|one| one.event()["data"]["entry"]["action"].clone()).find(|action| action == "member_joined")
        })
        .await;
        let ping = PingOutgoingWebhook { hub: it.hub, webhook: made.webhook.id };
        let Ok(Reply::Delivery(ping)) = it.ada.calls(ping).await else { panic!("a test is sent") };
        assert_eq!((ping.kind, ping.state), (OutgoingEvent::Ping, DeliveryState::Waiting));
        assert_eq!(told_of(&receiver, "ping").await["webhook"], json!(made.webhook.id));
    }
}

//! What is refused: addresses, choices, and who may not.

use super::*;

each_door! {
    async fn private_networks_and_nonsense_are_refused(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let ada = it.ada.via(door);
        for url in [
            "http://example.org/hook",
            "https://127.0.0.1/hook",
            "https://2130706433/hook",
            "https://localhost/hook",
            "https://10.0.0.1/hook",
            "https://[::1]/hook",
            "https://169.254.169.254/latest/meta-data",
            "https://ada@example.org/",
            "ftp://example.org/",
            "",
            "hook",
        ] {
            let problem = ada.calls(to(url, it.hub, &MESSAGES)).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "url"), "{url}");
        }
        let good = "https://hooks.invalid/hook";
        for events in [&[][..], &[OutgoingEvent::Ping], &[OutgoingEvent::Unknown]] {
            let problem = ada.calls(to(good, it.hub, events)).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "events"));
            assert!(problem.message.contains("message.created"), "{problem}");
        }
        let nowhere = CreateOutgoingWebhook { channels: Some(Vec::new()), ..to(good, it.hub, &MESSAGES) };
        assert_eq!(refused(ada.calls(nowhere).await), ErrorCode::InvalidInput);
        let foreign = CreateOutgoingWebhook { channels: Some(vec![ChannelId(1)]), ..to(good, it.hub, &MESSAGES) };
        assert_eq!(refused(ada.calls(foreign).await), ErrorCode::NotFound);
        let unnamed = CreateOutgoingWebhook { name: " ".to_owned(), ..to(good, it.hub, &MESSAGES) };
        assert_eq!(refused(ada.calls(unnamed).await), ErrorCode::InvalidInput);
        for _ in 0..10 {
            makes(&ada, to(good, it.hub, &[OutgoingEvent::ChannelCreated])).await;
        }
        let problem = ada.calls(to(good, it.hub, &MESSAGES)).await.unwrap_err();
        assert!(problem.code == ErrorCode::LimitReached && problem.message.contains("10"), "{problem}");
        let moved = UpdateOutgoingWebhook { url: Some("https://127.0.0.1/".to_owned()), ..update(&listed(&ada, it.hub).await[0]) };
        assert_eq!(refused(ada.calls(moved).await), ErrorCode::InvalidInput);
    }

    async fn who_does_not_manage_webhooks_cannot_touch_those_that_send(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let made = makes(&ada, to("https://hooks.invalid/hook", it.hub, &[OutgoingEvent::ChannelCreated])).await;
        let (hub, webhook) = (it.hub, made.webhook.id);
        let all = |webhook: OutgoingWebhookId| -> Vec<Command> {
            vec![
                UpdateOutgoingWebhook { webhook, name: Some("Mine".to_owned()), ..update(&made.webhook) }.into(),
                RotateOutgoingWebhook { hub, webhook }.into(),
                PingOutgoingWebhook { hub, webhook }.into(),
                GetDeliveries { hub, webhook, before: None, limit: None }.into(),
                ReplayOutgoingWebhook { hub, webhook, after: None }.into(),
                DeleteOutgoingWebhook { hub, webhook }.into(),
            ]
        };
        let everything = all(webhook).into_iter().chain([
            GetOutgoingWebhooks { hub }.into(),
            to("https://hooks.invalid/hook", hub, &MESSAGES).into(),
            Redeliver { hub, webhook, event: "1-c".to_owned() }.into(),
        ]);
        for command in everything {
            assert_eq!(refused(bo.calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(it.olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        for command in all(OutgoingWebhookId(1)) {
            assert_eq!(refused(ada.calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        let role = ada.makes_role(hub, "operators", Permissions::MANAGE_WEBHOOKS).await.id;
        ada.assigns(hub, it.bo.id(), role).await;
        for command in all(webhook) {
            assert!(bo.calls(command.clone()).await.is_ok(), "{command:?}");
        }
    }
}

each_engine! {
    async fn no_redirect_is_followed(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let (receiver, inside) = (Receiver::start().await, Receiver::start().await);
        let leads = inside.url();
        receiver.answers([(302, leads.as_str()), (307, leads.as_str())]);
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        it.bo.sends(it.general, "one").await;
        let sent = eventually("it to be refused", async || {
            sent_to(&it.ada, &made.webhook).await.pop().filter(|one| one.tries > 0)
        })
        .await;
        assert_eq!((sent.state, sent.attempts[0].status), (DeliveryState::Waiting, Some(302)));
        let again = Redeliver { hub: it.hub, webhook: made.webhook.id, event: sent.event };
        it.ada.calls(again).await.unwrap();
        receiver.is_sent(2).await;
        assert!(inside.received().is_empty());
    }

    async fn what_the_settings_allow_no_more_is_not_called(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
        server.changes("HUBBUB_WEBHOOK_HOSTS", "127.0.0.1:1");
        server.terminate().await;
        server.restart().await;
        let ada = it.ada.person();
        ada.sends(it.general, "one").await;
        let tried = eventually("it to be tried", async || {
            sent_to(ada, &made.webhook).await.pop().filter(|one| one.tries > 0)
        })
        .await;
        assert_eq!(tried.attempts[0].status, None);
        assert!(tried.attempts[0].answer.contains("https://"), "{tried:?}");
        assert!(receiver.received().is_empty());
    }
}

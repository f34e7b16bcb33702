//! What a webhook is told is what its maker may read at that moment.

use super::*;
use hubbub_tests::{Changes, Phone, overwrite};

/// Bo may manage webhooks, by a role.
async fn operates(it: &Cast) -> hubbub_shared::RoleId {
    let role = it.ada.makes_role(it.hub, "operators", Permissions::MANAGE_WEBHOOKS).await.id;
    it.ada.assigns(it.hub, it.bo.id(), role).await;
    role
}

/// A channel that Bo cannot see.
async fn hides(ada: &Phone, hub: HubId, channel: ChannelId) {
    ada.overwrites(channel, overwrite(hub.everyone()).denying(Permissions::VIEW)).await;
}

each_engine! {
    async fn a_webhook_is_told_no_more_than_its_maker_may_read(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        operates(&it).await;
        let receiver = Receiver::start().await;
        let secret = it.ada.makes_channel(it.hub, "secret", None).await.id;
        hides(&it.ada, it.hub, secret).await;
        let hidden = CreateOutgoingWebhook { channels: Some(vec![secret]), ..to(&receiver.url(), it.hub, &MESSAGES) };
        assert_eq!(refused(it.bo.calls(hidden).await), ErrorCode::NotFound);
        let made = makes(&it.bo, to(&receiver.url(), it.hub, &MESSAGES)).await;
        it.ada.sends(secret, "among us").await;
        it.ada.sends(it.general, "to all").await;
        assert_eq!(words(&receiver.takes(1).await), ["to all"]);

        // What he loses while something waits counts, too.
        let garden = it.ada.makes_channel(it.hub, "garden", None).await.id;
        receiver.answers([(500, "")]);
        it.ada.sends(garden, "not for Bo any more").await;
        receiver.is_sent(2).await;
        hides(&it.ada, it.hub, garden).await;
        eventually("it to be forgotten", async || {
            let waits = sent_to(&it.ada, &made.webhook).await.iter().any(|one| one.state == DeliveryState::Waiting);
            (!waits).then_some(())
        })
        .await;
        it.ada.sends(it.general, "to all again").await;
        assert_eq!(words(&receiver.takes(2).await), ["to all", "to all again"]);
    }

    async fn whose_maker_manages_webhooks_no_more_waits_for_somebody_who_does(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        operates(&it).await;
        let receiver = Receiver::start().await;
        let made = makes(&it.bo, to(&receiver.url(), it.hub, &MESSAGES)).await;
        it.ada.sends(it.general, "first").await;
        receiver.takes(1).await;
        it.bo.calls(LeaveHub { hub: it.hub }).await.unwrap();
        assert!(!listed(&it.ada, it.hub).await[0].allowed);
        it.ada.sends(it.general, "second").await;
        eventually("it to wait", async || {
            let all = sent_to(&it.ada, &made.webhook).await;
            (all[0].state == DeliveryState::Waiting && all[0].tries == 0).then_some(())
        })
        .await;
        assert_eq!(receiver.received().len(), 1);
        // Another name changes nothing of that; who says what it is told stands in for it.
        let named = changes(&it.ada, UpdateOutgoingWebhook { name: Some("Other".to_owned()), ..update(&made.webhook) }).await;
        assert_eq!((named.maker.id, named.allowed), (it.bo.id(), false));
        let events = Some(vec![OutgoingEvent::MessageCreated]);
        let taken_over = changes(&it.ada, UpdateOutgoingWebhook { events, ..update(&made.webhook) }).await;
        assert_eq!((taken_over.maker.id, taken_over.allowed), (it.ada.id(), true));
        assert_eq!(words(&receiver.takes(2).await), ["first", "second"]);
        let export = it.bo.person().gets("/api/users/@me/export").await.unwrap();
        assert_eq!(export["outgoing_webhooks"], json!([]), "it is hers now");
        let export = it.ada.person().gets("/api/users/@me/export").await.unwrap();
        assert_eq!(export["outgoing_webhooks"][0]["name"], "Other");
        assert!(export["outgoing_webhooks"][0].get("secret").is_none());
    }

    async fn who_redirects_anothers_webhook_sees_no_more_by_it(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        let it = Cast::gathers(&server).await;
        operates(&it).await;
        let (theirs, his) = (Receiver::start().await, Receiver::start().await);
        let secret = it.ada.makes_channel(it.hub, "secret", None).await.id;
        hides(&it.ada, it.hub, secret).await;
        let named = CreateOutgoingWebhook { channels: Some(vec![secret, it.general]), ..to(&theirs.url(), it.hub, &MESSAGES) };
        let made = makes(&it.ada, named).await;
        it.ada.sends(secret, "among us").await;
        theirs.takes(1).await;
        assert!(sent_to(&it.bo, &made.webhook).await.is_empty(), "nor what was answered to what he may not read");
        let id = sent_to(&it.ada, &made.webhook).await[0].event.clone();
        let again = Redeliver { hub: it.hub, webhook: made.webhook.id, event: id };
        assert_eq!(refused(it.bo.calls(again).await), ErrorCode::NotFound);
        let changed = changes(&it.bo, UpdateOutgoingWebhook { url: Some(his.url()), ..update(&made.webhook) }).await;
        assert_eq!(changed.maker.id, it.bo.id());
        let replay = ReplayOutgoingWebhook { hub: it.hub, webhook: made.webhook.id, after: None };
        it.bo.calls(replay).await.unwrap();
        it.ada.sends(secret, "still among us").await;
        it.ada.sends(it.general, "to all").await;
        assert_eq!(words(&his.takes(1).await), ["to all"]);
        assert_eq!(his.received().len(), 1);
    }
}

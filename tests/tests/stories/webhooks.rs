//! Addresses to which programs post.

mod app;
mod client;
mod posting;
mod telling;

use crate::answers::refused;
use crate::scene::Cast;
use hubbub_shared::model::{AuditAction, AuditEntry, Message, Webhook, WebhookToken};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    CreateWebhook, DeleteChannel, DeleteWebhook, GetAuditLog, GetWebhooks, RotateWebhook, UpdateWebhook,
};
use hubbub_shared::{ChannelId, ErrorCode, HubId, Permissions, WebhookId};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

pub(crate) async fn makes(by: &impl Acts, channel: ChannelId, name: &str) -> WebhookToken {
    match by.calls(CreateWebhook { channel, name: name.to_owned() }).await {
        Ok(Reply::WebhookToken(made)) => made,
        other => panic!("expected a webhook, got {other:?}"),
    }
}

async fn listed(by: &impl Acts, hub: HubId) -> Vec<Webhook> {
    match by.calls(GetWebhooks { hub }).await {
        Ok(Reply::Webhooks(all)) => all.webhooks,
        other => panic!("expected webhooks, got {other:?}"),
    }
}

/// As a program does that knows the address and nothing else.
pub(crate) async fn posts(server: &Server, path: &str, body: &Value) -> Response {
    let request = reqwest::Client::builder().no_proxy().build().unwrap();
    request.post(format!("{}{path}", server.address())).json(body).send().await.unwrap()
}

async fn says(server: &Server, made: &WebhookToken, content: &str) -> Response {
    posts(server, &made.path, &json!({ "content": content })).await
}

/// The newest message of a channel.
async fn newest(by: &impl Acts, channel: ChannelId) -> Message {
    by.reads_page(channel).await.messages.pop().expect("a message")
}

async fn log_of(by: &impl Acts, hub: HubId, action: AuditAction) -> Vec<AuditEntry> {
    let ask = GetAuditLog { action: Some(action), ..GetAuditLog::of(hub) };
    eventually("the log", async || match by.calls(ask.clone()).await {
        Ok(Reply::AuditLog(page)) if !page.entries.is_empty() => Some(page.entries),
        _ => None,
    })
    .await
}

each_door! {
    async fn a_webhook_is_made_posts_is_changed_and_ends(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let ada = it.ada.via(door);
        assert!(listed(&ada, it.hub).await.is_empty());
        let made = makes(&ada, it.general, " Builds ").await;
        assert!(made.token.starts_with("hubbub_hook_") && made.token.starts_with(&made.webhook.prefix));
        assert_eq!(made.path, format!("/api/webhooks/{}/{}", made.webhook.id, made.token));
        assert_eq!((&*made.webhook.name, made.webhook.maker.id), ("Builds", it.ada.id()));

        assert_eq!(says(server, &made, "It is **green**").await.status(), StatusCode::NO_CONTENT);
        let message = newest(&it.bo, it.general).await;
        assert_eq!((&*message.content, &*message.author.display_name), ("It is **green**", "Builds"));
        assert!(message.author.webhook && message.author.id == made.webhook.id.author());
        let now = listed(&ada, it.hub).await;
        assert!(now[0].last_used_at.is_some());

        let garden = ada.makes_channel(it.hub, "garden", None).await.id;
        let change = UpdateWebhook { hub: it.hub, webhook: made.webhook.id, name: Some("CI".to_owned()), channel: Some(garden) };
        let Ok(Reply::Webhook(changed)) = ada.calls(change).await else { panic!("it is changed") };
        assert_eq!((&*changed.name, changed.channel), ("CI", garden));
        assert_eq!(says(server, &made, "elsewhere").await.status(), StatusCode::NO_CONTENT);
        let elsewhere = newest(&it.bo, garden).await;
        assert_eq!((&*elsewhere.content, &*elsewhere.author.display_name), ("elsewhere", "CI"));
        assert_eq!(newest(&it.bo, it.general).await.author.display_name, "Builds", "as it called itself then");

        let Ok(Reply::WebhookToken(other)) = ada.calls(RotateWebhook { hub: it.hub, webhook: made.webhook.id }).await else {
            panic!("another token")
        };
        assert_eq!(says(server, &made, "with the old one").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(says(server, &other, "with the new one").await.status(), StatusCode::NO_CONTENT);

        let delete = DeleteWebhook { hub: it.hub, webhook: made.webhook.id };
        assert_eq!(ada.calls(delete.clone()).await, Ok(Reply::Done));
        assert_eq!(says(server, &other, "after its end").await.status(), StatusCode::NOT_FOUND);
        assert_eq!(refused(ada.calls(delete).await), ErrorCode::NotFound);
        assert_eq!(newest(&it.bo, garden).await.content, "with the new one", "what it posted stays");

        let created = log_of(&it.ada, it.hub, AuditAction::WebhookCreated).await;
        assert_eq!((created[0].who.id, created[0].name.as_deref()), (it.ada.id(), Some("Builds")));
        let told = serde_json::to_string(&created).unwrap();
        assert!(!told.contains(&made.token) && !told.contains("token_hash"), "{told}");
        let updated = eventually("both changes", async || {
            Some(log_of(&it.ada, it.hub, AuditAction::WebhookUpdated).await).filter(|all| all.len() == 2)
        });
        updated.await;
        assert_eq!(log_of(&it.ada, it.hub, AuditAction::WebhookDeleted).await.len(), 1);
        let log = server.said();
        assert!(!log.contains(&made.token) && !log.contains(&other.token), "a token is in the log");
    }

    async fn who_does_not_manage_webhooks_cannot_touch_them(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let made = makes(&ada, it.general, "CI").await;
        let (hub, webhook) = (it.hub, made.webhook.id);
        let update = UpdateWebhook { hub, webhook, name: Some("Mine".to_owned()), channel: None };
        let all = || -> Vec<hubbub_shared::protocol::Command> {
            vec![
                GetWebhooks { hub }.into(),
                CreateWebhook { channel: it.general, name: "Mine".to_owned() }.into(),
                update.clone().into(),
                RotateWebhook { hub, webhook }.into(),
                DeleteWebhook { hub, webhook }.into(),
            ]
        };
        for command in all() {
            assert_eq!(refused(bo.calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(it.olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        let nothing = UpdateWebhook { webhook: WebhookId(1), ..update.clone() };
        assert_eq!(refused(ada.calls(nothing).await), ErrorCode::NotFound);
        let elsewhere = it.olga.creates_hub("Elsewhere").await;
        let foreign = UpdateWebhook { channel: Some(crate::scene::general_of(&elsewhere)), ..update.clone() };
        assert_eq!(refused(ada.calls(foreign).await), ErrorCode::NotFound, "of another hub");
        for name in ["", " ", &"x".repeat(81)] {
            let bad = CreateWebhook { channel: it.general, name: name.to_owned() };
            assert_eq!(refused(ada.calls(bad).await), ErrorCode::InvalidInput);
        }
        let role = ada.makes_role(hub, "operators", Permissions::MANAGE_WEBHOOKS).await.id;
        ada.assigns(hub, it.bo.id(), role).await;
        for command in all() {
            assert!(bo.calls(command.clone()).await.is_ok(), "{command:?}");
        }
    }

    async fn there_are_only_so_many(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let ada = it.ada.via(door);
        for _ in 0..15 {
            makes(&ada, it.general, "CI").await;
        }
        let more = CreateWebhook { channel: it.general, name: "CI".to_owned() };
        let problem = ada.calls(more).await.unwrap_err();
        assert!(problem.code == ErrorCode::LimitReached && problem.message.contains("15"), "{problem}");
        let garden = ada.makes_channel(it.hub, "garden", None).await.id;
        let other = makes(&ada, garden, "CI").await.webhook.id;
        let moved = UpdateWebhook { hub: it.hub, webhook: other, name: None, channel: Some(it.general) };
        assert_eq!(refused(ada.calls(moved).await), ErrorCode::LimitReached);
    }
}

each_engine! {
    async fn a_webhook_goes_with_its_channel_and_stays_when_its_maker_goes(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let role = it.ada.makes_role(it.hub, "operators", Permissions::MANAGE_WEBHOOKS).await.id;
        it.ada.assigns(it.hub, it.bo.id(), role).await;
        let garden = it.ada.makes_channel(it.hub, "garden", None).await.id;
        let (stays, goes) = (makes(&it.bo, it.general, "Stays").await, makes(&it.bo, garden, "Goes").await);
        assert_eq!(says(&server, &goes, "hi").await.status(), StatusCode::NO_CONTENT);
        it.ada.calls(DeleteChannel { channel: garden }).await.unwrap();
        assert_eq!(says(&server, &goes, "hi").await.status(), StatusCode::NOT_FOUND);
        eventually("it to be swept", async || (listed(&it.ada, it.hub).await.len() == 1).then_some(())).await;
        it.bo.calls(hubbub_shared::protocol::command::LeaveHub { hub: it.hub }).await.unwrap();
        assert_eq!(says(&server, &stays, "still here").await.status(), StatusCode::NO_CONTENT);
        assert_eq!(listed(&it.ada, it.hub).await[0].maker.display_name, "Bo");
        let export = it.bo.person().gets("/api/users/@me/export").await.unwrap();
        assert_eq!(export["webhooks"][0]["name"], "Stays");
        assert!(export["webhooks"][0].get("token_hash").is_none());
        it.ada.calls(hubbub_shared::protocol::command::DeleteHub { hub: it.hub }).await.unwrap();
        assert_eq!(says(&server, &stays, "hi").await.status(), StatusCode::NOT_FOUND);
    }
}

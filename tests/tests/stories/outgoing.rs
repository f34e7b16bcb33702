//! Addresses to which a hub's events are sent.

mod app;
mod clients;
mod looking;
mod refusing;
mod rights;
mod sending;

use crate::answers::refused;
use crate::scene::Cast;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hubbub_shared::model::{
    AuditAction, Deliveries, Delivery, DeliveryState, OutgoingEvent, OutgoingState, OutgoingWebhook,
    OutgoingWebhookSecret,
};
use hubbub_shared::protocol::command::{
    CreateOutgoingWebhook, DeleteChannel, DeleteOutgoingWebhook, GetAuditLog, GetDeliveries,
    GetOutgoingWebhooks, LeaveHub, PingOutgoingWebhook, Redeliver, ReplayOutgoingWebhook,
    RotateOutgoingWebhook, UpdateOutgoingWebhook,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ChannelId, ErrorCode, HubId, OutgoingWebhookId, Permissions};
use hubbub_tests::{
    Acts, Door, Engine, Received, Receiver, Server, Settings, each_door, each_engine, eventually,
};
use serde_json::json;
use sha2::Sha256;

/// Receivers of stories are on this machine.
const HERE: Settings<'static> = &[("HUBBUB_WEBHOOK_HOSTS", "127.0.0.1")];

const MESSAGES: [OutgoingEvent; 3] =
    [OutgoingEvent::MessageCreated, OutgoingEvent::MessageEdited, OutgoingEvent::MessageDeleted];

fn to(url: &str, hub: HubId, events: &[OutgoingEvent]) -> CreateOutgoingWebhook {
    let (name, url) = ("Archive".to_owned(), url.to_owned());
    CreateOutgoingWebhook { hub, name, url, events: events.to_vec(), channels: None }
}

fn update(webhook: &OutgoingWebhook) -> UpdateOutgoingWebhook {
    let (hub, webhook) = (webhook.hub, webhook.id);
    UpdateOutgoingWebhook { hub, webhook, name: None, url: None, events: None, channels: None, active: None }
}

async fn makes(by: &impl Acts, command: CreateOutgoingWebhook) -> OutgoingWebhookSecret {
    match by.calls(command).await {
        Ok(Reply::OutgoingWebhookSecret(made)) => made,
        other => panic!("expected a webhook, got {other:?}"),
    }
}

async fn changes(by: &impl Acts, command: UpdateOutgoingWebhook) -> OutgoingWebhook {
    match by.calls(command).await {
        Ok(Reply::OutgoingWebhook(changed)) => changed,
        other => panic!("expected a webhook, got {other:?}"),
    }
}

async fn listed(by: &impl Acts, hub: HubId) -> Vec<OutgoingWebhook> {
    match by.calls(GetOutgoingWebhooks { hub }).await {
        Ok(Reply::OutgoingWebhooks(all)) => all.webhooks,
        other => panic!("expected webhooks, got {other:?}"),
    }
}

async fn page(by: &impl Acts, webhook: &OutgoingWebhook, before: Option<String>, limit: u64) -> Deliveries {
    let command = GetDeliveries { hub: webhook.hub, webhook: webhook.id, before, limit: Some(limit) };
    match by.calls(command).await {
        Ok(Reply::Deliveries(page)) => page,
        other => panic!("expected deliveries, got {other:?}"),
    }
}

async fn sent_to(by: &impl Acts, webhook: &OutgoingWebhook) -> Vec<Delivery> {
    page(by, webhook, None, 100).await.deliveries
}

/// The signature under a secret, worked out anew.
fn signature(secret: &str, sent: &Received) -> String {
    let key =
        BASE64_STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret says what it is")).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.", sent.id(), sent.header("webhook-timestamp")).as_bytes());
    mac.update(&sent.body);
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

fn words(taken: &[Received]) -> Vec<String> {
    taken.iter().map(Received::words).collect()
}

async fn log_of(by: &impl Acts, hub: HubId, action: AuditAction) -> Vec<hubbub_shared::model::AuditEntry> {
    let ask = GetAuditLog { action: Some(action), ..GetAuditLog::of(hub) };
    eventually("the log", async || match by.calls(ask.clone()).await {
        Ok(Reply::AuditLog(page)) if !page.entries.is_empty() => Some(page.entries),
        _ => None,
    })
    .await
}

async fn through_a_door(server: &Server, door: Door) {
    let it = Cast::gathers(server).await;
    let (ada, receiver) = (it.ada.via(door), Receiver::start().await);
    it.bo.sends(it.general, "before").await;
    assert!(listed(&ada, it.hub).await.is_empty());
    let made = makes(&ada, to(&receiver.url(), it.hub, &MESSAGES)).await;
    assert_eq!((&*made.webhook.name, made.webhook.maker.id), ("Archive", it.ada.id()));
    assert!(made.webhook.allowed && made.webhook.state == OutgoingState::Active);
    let shown = serde_json::to_string(&listed(&ada, it.hub).await).unwrap();
    assert!(!shown.contains("whsec_"), "the secret is shown once: {shown}");

    let message = it.bo.sends(it.general, "Hello").await;
    it.bo.edits(&message, "Hello, all").await;
    eventually("the edit to be told", async || {
        receiver.taken().last().filter(|last| last.words() == "Hello, all").map(drop)
    })
    .await;
    it.bo.deletes(&message).await;
    let told = eventually("its end to be told", async || {
        let taken = receiver.taken();
        (taken.last()?.kind() == "message.deleted").then_some(taken)
    })
    .await;
    let first = told[0].event();
    assert_eq!(first["type"], "message.created", "what was said before is not told");
    assert_eq!(first["data"]["hub"], json!(it.hub));
    assert_eq!(first["data"]["channel"], json!(it.general));
    assert_eq!(first["data"]["message"]["author"]["display_name"], "Bo");
    assert_eq!(told.last().unwrap().event()["data"]["message"], json!(message.id));
    for sent in &told {
        assert_eq!(sent.header("webhook-signature"), signature(&made.secret, sent));
        assert_eq!(sent.header("content-type"), "application/json");
    }

    let rotate = RotateOutgoingWebhook { hub: it.hub, webhook: made.webhook.id };
    let Ok(Reply::OutgoingWebhookSecret(other)) = ada.calls(rotate).await else { panic!("another secret") };
    assert!(other.secret != made.secret && other.webhook.former_secret_until.is_some());
    it.bo.sends(it.general, "With both").await;
    let both = receiver.takes(told.len() + 1).await.pop().unwrap();
    let expected = format!("{} {}", signature(&other.secret, &both), signature(&made.secret, &both));
    assert_eq!(both.header("webhook-signature"), expected, "there is no gap");

    let paused = changes(&ada, UpdateOutgoingWebhook { active: Some(false), ..update(&made.webhook) }).await;
    assert_eq!(paused.state, OutgoingState::Paused);
    it.bo.sends(it.general, "While it pauses").await;
    eventually("it to wait", async || {
        let all = sent_to(&ada, &made.webhook).await;
        (all[0].state == DeliveryState::Waiting && all[0].tries == 0).then_some(())
    })
    .await;
    let name = Some("Library".to_owned());
    let active =
        changes(&ada, UpdateOutgoingWebhook { active: Some(true), name, ..update(&made.webhook) }).await;
    assert_eq!((active.state, &*active.name), (OutgoingState::Active, "Library"));
    let last = receiver.takes(told.len() + 2).await.pop().unwrap();
    assert_eq!(last.words(), "While it pauses", "it was kept for it");

    let delete = DeleteOutgoingWebhook { hub: it.hub, webhook: made.webhook.id };
    assert_eq!(ada.calls(delete.clone()).await, Ok(Reply::Done));
    assert_eq!(refused(ada.calls(delete).await), ErrorCode::NotFound);
    let created = log_of(&it.ada, it.hub, AuditAction::OutgoingWebhookCreated).await;
    let log = serde_json::to_string(&created).unwrap();
    assert!(
        log.contains("http://127.0.0.1") && !log.contains("/hook"),
        "the host, and not what follows: {log}"
    );
    assert_eq!(
        log_of(&it.ada, it.hub, AuditAction::OutgoingWebhookDeleted).await[0].name.as_deref(),
        Some("Library")
    );
    let said = server.said();
    assert!(!said.contains(&made.secret) && !said.contains(&other.secret), "a secret is in the log");
}

each_engine! {
    async fn a_webhook_is_made_is_told_pauses_and_ends(engine: Engine) {
        let server = Server::with(engine, HERE).await;
        for door in [Door::Rest, Door::Socket] {
            eprintln!("Through {door:?}:");
            through_a_door(&server, door).await;
        }
    }
}

//! A push service on this machine (`tests/push/service.mjs`), which checks what it is sent and answers as told.

use crate::acts::Acts;
use crate::wait::{DEADLINE, eventually};
use hubbub_shared::model::PushState;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetPush, SubscribePush};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running push service. Ends with the story.
pub struct PushService {
    port: u16,
    http: reqwest::Client,
    _process: Child,
}

/// A browser's subscription at it.
#[derive(Debug, Clone, Deserialize)]
pub struct Subscription {
    id: String,
    /// Where it is reached.
    pub endpoint: String,
    /// Its public key.
    pub p256dh: String,
    /// What it shares with the server.
    pub auth: String,
}

/// Something that a browser was sent.
#[derive(Debug, Clone, Deserialize)]
pub struct Pushed {
    /// What it says, decrypted.
    pub payload: Value,
    /// For how many seconds it is kept.
    pub ttl: u32,
    /// How soon it shall be shown.
    pub urgency: String,
    /// What it takes the place of.
    pub topic: Option<String>,
    /// What the service answered.
    pub answered: u16,
}

impl Pushed {
    /// What is shown of it.
    pub fn shown(&self) -> &Value {
        &self.payload["notification"]
    }

    /// The first line that is shown.
    pub fn title(&self) -> &str {
        self.shown()["title"].as_str().expect("a notification has a title")
    }

    /// What is shown below it.
    pub fn body(&self) -> &str {
        self.shown()["body"].as_str().expect("a notification has a text")
    }
}

impl PushService {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let mut command = Command::new("node");
        // Tests run where their crate is.
        command.arg("push/service.mjs").stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().expect("Node is there; `cargo xtask doctor` tells what is missing");
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let said = tokio::time::timeout(DEADLINE, lines.next_line()).await.expect("it starts");
        let said = said.expect("it says something").expect("it says where it listens");
        let port = said.rsplit(' ').next().and_then(|port| port.parse().ok()).expect("a port");
        let http = reqwest::Client::builder().no_proxy().timeout(DEADLINE).build().expect("a client");
        Self { port, http, _process: process }
    }

    /// Its host and port, for `HUBBUB_PUSH_HOSTS`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A browser subscribes with a server's key.
    pub async fn subscribes(&self, key: &str) -> Subscription {
        self.asks("subscribe", Some(json!({ "key": key }))).await
    }

    /// The device of somebody subscribes, and tells the server.
    pub async fn joins(&self, device: &impl Acts) -> Subscription {
        let subscription = self.subscribes(&push_of(device).await.public_key).await;
        let Subscription { endpoint, p256dh, auth, .. } = subscription.clone();
        let answer = device.calls(SubscribePush { endpoint, p256dh, auth }).await;
        assert!(matches!(answer, Ok(Reply::Push(_))), "{answer:?}");
        subscription
    }

    /// What is answered next, each once: `{status, headers?, hang_ms?}`. In the place of what was said before.
    pub async fn answers(&self, to: &Subscription, next: Value) {
        self.asks::<Value>(&format!("answers/{}", to.id), Some(next)).await;
    }

    /// What a browser was sent until now, also what was answered with a refusal.
    pub async fn received(&self, by: &Subscription) -> Vec<Pushed> {
        self.asks(&format!("received/{}", by.id), None).await
    }

    /// Waits until so many have come.
    pub async fn comes(&self, to: &Subscription, count: usize) -> Vec<Pushed> {
        let many = || async { Some(self.received(to).await).filter(|received| received.len() >= count) };
        eventually(&format!("{count} notifications"), many).await
    }

    /// What broke a rule of web push: to be empty at the end of each story.
    pub async fn refused(&self) -> Vec<String> {
        self.asks("refused", None).await
    }

    async fn asks<T: DeserializeOwned>(&self, what: &str, body: Option<Value>) -> T {
        let url = format!("http://{}/control/{what}", self.host());
        let request = match &body {
            Some(body) => self.http.post(url).json(body),
            None => self.http.get(url),
        };
        let answer = request.send().await.expect("the push service runs");
        assert!(answer.status().is_success(), "{what}: {}", answer.text().await.unwrap_or_default());
        answer.json().await.expect("it answers with JSON")
    }
}

/// Where somebody is told.
pub async fn push_of(device: &impl Acts) -> PushState {
    match device.calls(GetPush {}).await {
        Ok(Reply::Push(push)) => push,
        other => panic!("expected where one is told, got {other:?}"),
    }
}

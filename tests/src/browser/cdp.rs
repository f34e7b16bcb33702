//! Calls and events of the DevTools protocol over one socket; tabs are sessions in it.

use crate::wait::DEADLINE;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// Something the browser told by itself.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) session: Option<String>,
    pub(crate) method: String,
    pub(crate) params: Value,
}

type Answer = Result<Value, String>;

#[derive(Default)]
struct Shared {
    pending: BTreeMap<u64, oneshot::Sender<Answer>>,
    events: Vec<Event>,
}

/// A connection to a browser.
pub(crate) struct Cdp {
    out: mpsc::UnboundedSender<String>,
    shared: Arc<Mutex<Shared>>,
    next: AtomicU64,
}

impl Cdp {
    pub(crate) async fn connect(address: &str) -> Arc<Self> {
        let host = address.trim_start_matches("ws://").split('/').next().expect("an address has a host");
        let stream = TcpStream::connect(host).await.expect("DevTools listens");
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let connecting = tokio_tungstenite::client_async_with_config(address, stream, Some(config));
        let (socket, _) = connecting.await.expect("DevTools speaks WebSocket");
        let (out, outgoing) = mpsc::unbounded_channel();
        let shared = Arc::<Mutex<Shared>>::default();
        tokio::spawn(pump(socket, outgoing, Arc::clone(&shared)));
        Arc::new(Self { out, shared, next: AtomicU64::new(1) })
    }

    /// The result, or a panic with the browser's complaint.
    pub(crate) async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Value {
        let shown = params.to_string();
        let answer = self.tries(session, method, params).await;
        answer.unwrap_or_else(|error| panic!("{method} {shown}: {error}"))
    }

    pub(crate) async fn tries(&self, session: Option<&str>, method: &str, params: Value) -> Answer {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.shared.lock().unwrap().pending.insert(id, answer);
        let mut call = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            call["sessionId"] = json!(session);
        }
        self.out.send(call.to_string()).map_err(|_| "the browser is gone".to_owned())?;
        match tokio::time::timeout(DEADLINE, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err("the browser is gone".to_owned()),
            Err(_) => Err("no answer".to_owned()),
        }
    }

    /// What a tab told until now.
    pub(crate) fn events(&self, session: &str) -> Vec<Event> {
        let shared = self.shared.lock().unwrap();
        shared.events.iter().filter(|event| event.session.as_deref() == Some(session)).cloned().collect()
    }
}

async fn pump(
    mut socket: WebSocketStream<TcpStream>,
    mut outgoing: mpsc::UnboundedReceiver<String>,
    shared: Arc<Mutex<Shared>>,
) {
    loop {
        tokio::select! {
            call = outgoing.recv() => match call {
                Some(call) => { let _ = socket.send(Message::Text(call.into())).await; }
                None => return,
            },
            told = socket.next() => match told {
                Some(Ok(Message::Text(text))) => take(&shared, &text),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return shared.lock().unwrap().pending.clear(),
            },
        }
    }
}

fn take(shared: &Mutex<Shared>, text: &str) {
    let told: Value = serde_json::from_str(text).expect("DevTools speaks JSON");
    let mut shared = shared.lock().unwrap();
    if let Some(id) = told["id"].as_u64() {
        let Some(answer) = shared.pending.remove(&id) else { return };
        let result = match told.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(told["result"].clone()),
        };
        let _ = answer.send(result);
    } else if let Some(method) = told["method"].as_str() {
        let session = told["sessionId"].as_str().map(str::to_owned);
        shared.events.push(Event { session, method: method.to_owned(), params: told["params"].clone() });
    }
}

//! Somebody on this machine who receives what a webhook is sent, writes it down, and answers as told.

use crate::wait::{DEADLINE, eventually};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A running receiver. Ends with the story.
pub struct Receiver {
    port: u16,
    state: Arc<Mutex<State>>,
    at_work: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    next: VecDeque<(u16, String)>,
}

/// Something that was sent.
#[derive(Debug, Clone)]
pub struct Received {
    /// The headers, by their names in lower case.
    pub headers: HashMap<String, String>,
    /// The body as it came.
    pub body: Vec<u8>,
    /// With which status it was answered.
    pub answered: u16,
}

impl Received {
    /// A header.
    ///
    /// # Panics
    ///
    /// If it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{name} in {:?}", self.headers))
    }

    /// The id of the event, the same each time it is sent.
    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    /// What it says.
    pub fn event(&self) -> Value {
        serde_json::from_slice(&self.body).expect("it is JSON")
    }

    /// What kind of event it is.
    pub fn kind(&self) -> String {
        self.event()["type"].as_str().expect("an event has a type").to_owned()
    }

    /// The words of the message that it is about.
    pub fn words(&self) -> String {
        self.event()["data"]["message"]["content"].as_str().unwrap_or_default().to_owned()
    }
}

impl Receiver {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
        let port = listener.local_addr().expect("it has an address").port();
        let state = Arc::default();
        let at_work = Mutex::new(Some(serve(listener, Arc::clone(&state))));
        Self { port, state, at_work }
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// What is answered next, each once: a status, and a body or, with 3xx, where it leads. Afterwards 204 again.
    pub fn answers<const N: usize>(&self, next: [(u16, &str); N]) {
        let next = next.map(|(status, text)| (status, text.to_owned()));
        self.state.lock().unwrap().next = next.into();
    }

    /// Goes away: nobody listens at its port.
    pub async fn goes(&self) {
        let at_work = self.at_work.lock().unwrap().take();
        let at_work = at_work.expect("it is there");
        at_work.abort();
        let _ = at_work.await;
    }

    /// Comes back to its port, with what it wrote down.
    pub async fn comes_back(&self) {
        let port = self.port;
        let listener =
            eventually("the port", async || TcpListener::bind(("127.0.0.1", port)).await.ok()).await;
        let before = self.at_work.lock().unwrap().replace(serve(listener, Arc::clone(&self.state)));
        assert!(before.is_none(), "it comes back only after it went");
    }

    /// All that it was sent, also what it refused.
    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// What it took, each once, in its order.
    pub fn taken(&self) -> Vec<Received> {
        let mut seen = Vec::new();
        let taken = self.received().into_iter().filter(|one| (200..300).contains(&one.answered));
        taken
            .filter(|one| {
                !seen.contains(&one.id().to_owned()) && {
                    seen.push(one.id().to_owned());
                    true
                }
            })
            .collect()
    }

    /// Waits until it has taken so many.
    pub async fn takes(&self, count: usize) -> Vec<Received> {
        let many = || async { Some(self.taken()).filter(|taken| taken.len() >= count) };
        eventually(&format!("{count} events"), many).await
    }

    /// Waits until it was sent so many, also what it refused.
    pub async fn is_sent(&self, count: usize) -> Vec<Received> {
        let many = || async { Some(self.received()).filter(|received| received.len() >= count) };
        eventually(&format!("{count} times"), many).await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(at_work) = self.at_work.lock().unwrap().take() {
            at_work.abort();
        }
    }
}

fn serve(listener: TcpListener, state: Arc<Mutex<State>>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut all = tokio::task::JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let state = Arc::clone(&state);
            all.spawn(async move {
                let _ = tokio::time::timeout(DEADLINE, answer(stream, &state)).await;
            });
        }
    })
}

/// One request of a connection, which ends with the answer.
async fn answer(mut stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let headers = text.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers: HashMap<String, String> =
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = bytes[head + 4..head + 4 + length].to_vec();
    let (status, said) = {
        let mut state = state.lock().unwrap();
        let (status, said) = state.next.pop_front().unwrap_or((204, String::new()));
        state.received.push(Received { headers, body, answered: status });
        (status, said)
    };
    let (more, said) = match status {
        300..400 => (format!("Location: {said}\r\n"), String::new()),
        _ => (String::new(), said),
    };
    let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", said.len()) };
    let head = format!("HTTP/1.1 {status} Told\r\n{more}{length}Connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(said.as_bytes()).await.ok()?;
    stream.shutdown().await.ok()
}

//! A bare socket: every frame is sent by hand and seen as it comes. Stories of hostile peers use it as it is.

use crate::wait::{DEADLINE, within};
use futures_util::{SinkExt, StreamExt};
use hubbub_shared::protocol::command::Identify;
use hubbub_shared::protocol::{ClientFrame, Command, Encoding, Outcome, Ready, ServerFrame};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

/// How somebody comes to the gateway.
#[derive(Debug, Clone, Default)]
pub struct Entrance {
    /// The server's address, as `http://127.0.0.1:PORT`.
    pub address: String,
    /// A `Cookie` header.
    pub cookies: Option<String>,
    /// An `Origin` header, as browsers send it.
    pub origin: Option<String>,
    /// How frames are written.
    pub encoding: Encoding,
}

/// What came from the server.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "it is looked at once and dropped")]
pub enum Arrival {
    /// A frame of the protocol.
    Frame(ServerFrame),
    /// The server closed, and said why (1006: it did not).
    Closed(u16),
}

/// A connected socket.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    encoding: Encoding,
}

impl Entrance {
    /// Connects; the status of the answer if it is no upgrade, 0 if there is no answer.
    pub async fn connects(&self) -> Result<Socket, u16> {
        let tcp = TcpSocket::new_v4().map_err(|_| 0_u16)?;
        self.connects_by(tcp).await
    }

    /// As a phone with bad reception: what is not read soon has no room on this side.
    pub async fn connects_with_small_buffer(&self) -> Result<Socket, u16> {
        let tcp = TcpSocket::new_v4().map_err(|_| 0_u16)?;
        tcp.set_recv_buffer_size(4096).map_err(|_| 0_u16)?;
        self.connects_by(tcp).await
    }

    async fn connects_by(&self, tcp: TcpSocket) -> Result<Socket, u16> {
        let request = self.request();
        let host = self.address.trim_start_matches("http://").parse().expect("an address of ours");
        let stream = tcp.connect(host).await.map_err(|_| 0_u16)?;
        stream.set_nodelay(true).map_err(|_| 0_u16)?;
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let connecting = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
        match tokio::time::timeout(DEADLINE, connecting).await {
            Ok(Ok((stream, _))) => Ok(Socket { stream, encoding: self.encoding }),
            Ok(Err(Error::Http(answer))) => Err(answer.status().as_u16()),
            _ => Err(0),
        }
    }

    fn request(&self) -> Request {
        let query = if self.encoding == Encoding::Json { "?encoding=json" } else { "" };
        let url = format!("{}/ws{query}", self.address.replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("an address of ours");
        let mut set = |name: &'static str, value: &Option<String>| {
            if let Some(value) = value {
                request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a plain header"));
            }
        };
        set("cookie", &self.cookies);
        set("origin", &self.origin);
        request
    }
}

impl Socket {
    /// Sends a frame. A peer that is gone shows at the next [`arrives`](Self::arrives).
    pub async fn sends(&mut self, frame: &ClientFrame) {
        let bytes = self.encoding.encode(frame).expect("frames can be written");
        match self.encoding {
            Encoding::MessagePack => self.sends_bytes(bytes).await,
            Encoding::Json => self.sends_text(String::from_utf8(bytes).expect("JSON is text")).await,
        }
    }

    /// Sends a call.
    pub async fn calls(&mut self, reference: u32, command: impl Into<Command>) {
        self.sends(&ClientFrame::Call(reference, command.into())).await;
    }

    /// Sends any bytes in a binary frame.
    pub async fn sends_bytes(&mut self, bytes: Vec<u8>) {
        let _ = self.stream.send(Message::Binary(bytes.into())).await;
    }

    /// Sends any text in a text frame.
    pub async fn sends_text(&mut self, text: String) {
        let _ = self.stream.send(Message::Text(text.into())).await;
    }

    /// Sends a WebSocket ping, which is not a heartbeat.
    pub async fn pings(&mut self) {
        let _ = self.stream.send(Message::Ping(Vec::new().into())).await;
    }

    /// Sends a frame of the WebSocket protocol as it is.
    pub async fn sends_message(&mut self, message: Message) {
        let _ = self.stream.send(message).await;
    }

    /// The next frame, or the end. Safe to drop while waiting.
    pub async fn next(&mut self) -> Arrival {
        loop {
            let bytes = match self.stream.next().await {
                Some(Ok(Message::Binary(bytes))) => self.expect(Encoding::MessagePack, bytes.to_vec()),
                Some(Ok(Message::Text(text))) => self.expect(Encoding::Json, text.as_bytes().to_vec()),
                Some(Ok(Message::Close(Some(close)))) => return Arrival::Closed(close.code.into()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Arrival::Closed(1006),
                Some(Ok(_)) => continue,
            };
            let frame = self.encoding.decode(&bytes);
            let shown = || String::from_utf8_lossy(&bytes).into_owned();
            return Arrival::Frame(frame.unwrap_or_else(|error| panic!("not a frame: {error}: {}", shown())));
        }
    }

    fn expect(&self, came_as: Encoding, bytes: Vec<u8>) -> Vec<u8> {
        assert_eq!(came_as, self.encoding, "frames come in the encoding that was asked for");
        bytes
    }

    /// The next frame or the end, within the deadline.
    pub async fn arrives(&mut self) -> Arrival {
        within(DEADLINE, "a frame", self.next()).await
    }

    /// Reads until the server closes; the code.
    pub async fn is_closed(&mut self) -> u16 {
        self.is_closed_within(DEADLINE).await
    }

    /// Reads until the server closes; the code.
    pub async fn is_closed_within(&mut self, limit: Duration) -> u16 {
        within(limit, "the socket's end", async {
            loop {
                if let Arrival::Closed(code) = self.next().await {
                    return code;
                }
            }
        })
        .await
    }

    /// Reads bare bytes to the end of the connection, and answers nothing, not even a close.
    pub async fn hears_out_without_a_word(&mut self, limit: Duration) {
        let tcp = self.stream.get_mut();
        within(limit, "the end of the connection", async {
            let mut bytes = [0; 4096];
            while matches!(tcp.read(&mut bytes).await, Ok(1..)) {}
        })
        .await;
    }

    /// Reads past the `hello` to the `ready`.
    pub async fn is_ready(&mut self) -> Ready {
        loop {
            match self.arrives().await {
                Arrival::Frame(ServerFrame::Ready(ready)) => return *ready,
                Arrival::Frame(ServerFrame::Hello(_) | ServerFrame::Reply(_, Outcome::Ok(_))) => {}
                other => panic!("expected ready, got {other:?}"),
            }
        }
    }

    /// Says who this is, and reads to the `ready`.
    pub async fn identifies(&mut self, token: &str) -> Ready {
        self.calls(0, Identify { token: token.to_owned(), intents: None }).await;
        self.is_ready().await
    }

    /// The outcome of the call with this reference, past everything else that comes.
    pub async fn outcome_of(&mut self, reference: u32) -> Outcome {
        loop {
            match self.arrives().await {
                Arrival::Frame(ServerFrame::Reply(answered, outcome)) if answered == reference => {
                    return outcome;
                }
                Arrival::Frame(_) => {}
                Arrival::Closed(code) => panic!("closed with {code} before the reply to call {reference}"),
            }
        }
    }
}

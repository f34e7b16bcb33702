//! A small HTTP client for preparing a server: one connection that stays, JSON, and cookies by hand.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A connection to a server.
pub struct Http {
    server: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

/// What the server said.
pub struct Answer {
    /// 200, 303 and so on.
    pub status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// The value of the header with this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Cookies that are set, as `name=value`.
    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        let set = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        set.filter_map(|(_, value)| value.split(';').next())
    }

    /// What is in it.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON in it; an error unless it is a success.
    pub fn json(&self) -> Result<Value> {
        if !(200..300).contains(&self.status) {
            bail!("the server answered {}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        serde_json::from_slice(&self.body).context("reading an answer")
    }
}

impl Http {
    /// Connects when it is used.
    pub fn to(server: SocketAddr) -> Self {
        Self { server, stream: None }
    }

    /// Asks, with cookies and perhaps a JSON body. A connection that the server gave up is opened anew.
    pub fn ask(&mut self, method: &str, path: &str, cookies: &str, body: Option<&Value>) -> Result<Answer> {
        let request = self.request(method, path, cookies, body);
        let was_used = self.stream.is_some();
        match self.exchange(&request) {
            Err(_) if was_used => {
                self.stream = None;
                self.exchange(&request)
            }
            outcome => outcome,
        }
        .with_context(|| format!("{method} {path}"))
    }

    fn request(&self, method: &str, path: &str, cookies: &str, body: Option<&Value>) -> Vec<u8> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let (server, size) = (self.server, body.len());
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\n");
        if !cookies.is_empty() {
            head += &format!("Cookie: {cookies}\r\n");
        }
        if size > 0 {
            head += &format!("Content-Type: application/json\r\nContent-Length: {size}\r\n");
        }
        format!("{head}\r\n{body}").into_bytes()
    }

    fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => none.insert(BufReader::new(connect(self.server)?)),
        };
        stream.get_mut().write_all(request)?;
        let answer = read_answer(stream)?;
        if answer.header("connection") == Some("close") {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn connect(server: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(server).context("connecting")?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

fn read_answer(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let first = read_line(stream)?;
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no answer")?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream)?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(stream, &mut answer.body)?;
    } else {
        let size = answer.header("content-length").and_then(|size| size.parse().ok()).unwrap_or(0);
        answer.body.resize(size, 0);
        stream.read_exact(&mut answer.body)?;
    }
    Ok(answer)
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Result<()> {
    loop {
        let size = usize::from_str_radix(&read_line(stream)?, 16).context("reading a chunk")?;
        let start = body.len();
        body.resize(start + size, 0);
        stream.read_exact(&mut body[start..])?;
        read_line(stream)?;
        if size == 0 {
            return Ok(());
        }
    }
}

fn read_line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        bail!("the server closed the connection");
    }
    Ok(line.trim_end().to_owned())
}

//! Very many sockets on one thread: epoll, one large buffer to read into, and nothing allocated per message.

use crate::clock;
use crate::wire::{frames, upgrade};
use anyhow::{Context, Result};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, Socket, Type};
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// As many bytes as are read at once.
const BUFFER: usize = 256 * 1024;
/// One address has ports for 28,000 connections to the same server; these spread them.
const SOURCES: u32 = 8;
/// The end of a socket that ended without a word.
pub const LOST: u16 = 1006;

/// Who listens to the sockets, each known by its place.
pub trait Listener {
    /// The upgrade was accepted.
    fn opened(&mut self, who: usize, lines: &mut Lines);
    /// A message came, at this time.
    fn heard(&mut self, who: usize, payload: &[u8], now: u64, lines: &mut Lines);
    /// The socket is over, for this reason: a close code, or the status of an upgrade that was refused.
    fn closed(&mut self, who: usize, code: u16);
}

/// One socket and how it stands.
struct Line {
    stream: Option<TcpStream>,
    is_open: bool,
    /// Stops to read, as a phone in a tunnel.
    is_deaf: bool,
    /// The beginning of something whose end has not come.
    partial: Vec<u8>,
    /// What the kernel did not take yet.
    unsent: Vec<u8>,
}

/// All sockets, as those see them who send.
#[derive(Default)]
pub struct Lines {
    all: Vec<Line>,
    scratch: Vec<u8>,
}

impl Lines {
    /// Sends a message.
    pub fn send(&mut self, who: usize, kind: u8, payload: &[u8]) {
        let mut frame = std::mem::take(&mut self.scratch);
        frame.clear();
        frames::write(&mut frame, kind, payload);
        self.all[who].write(&frame);
        self.scratch = frame;
    }
}

impl Line {
    fn write(&mut self, bytes: &[u8]) {
        let Some(stream) = &mut self.stream else { return };
        if !self.unsent.is_empty() {
            return self.unsent.extend_from_slice(bytes);
        }
        match stream.write(bytes) {
            Ok(written) if written == bytes.len() => {}
            Ok(written) => self.unsent.extend_from_slice(&bytes[written..]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.unsent.extend_from_slice(bytes),
            // Reading will tell that it is over.
            Err(_) => {}
        }
    }

    fn flush(&mut self) {
        if self.stream.is_some() && !self.unsent.is_empty() {
            let unsent = std::mem::take(&mut self.unsent);
            self.write(&unsent);
        }
    }
}

/// The sockets and what they wait for.
pub struct Crowd {
    poll: Poll,
    events: Events,
    buffer: Vec<u8>,
    /// The sockets of everybody.
    pub lines: Lines,
}

impl Crowd {
    /// A crowd of nobody yet.
    pub fn new() -> Result<Self> {
        Ok(Self {
            poll: Poll::new().context("making an epoll")?,
            events: Events::with_capacity(4096),
            buffer: vec![0; BUFFER],
            lines: Lines::default(),
        })
    }

    /// Opens one more socket; its place. What it asks for is sent when the connection is there.
    pub fn connect(
        &mut self,
        server: SocketAddr,
        request: Vec<u8>,
        receive_buffer: Option<usize>,
    ) -> Result<usize> {
        let who = self.lines.all.len();
        let stream = self.open(who, server, receive_buffer)?;
        self.lines.all.push(Line {
            stream: Some(stream),
            is_open: false,
            is_deaf: false,
            partial: Vec::new(),
            unsent: request,
        });
        Ok(who)
    }

    /// Opens a socket again that is over.
    pub fn reconnect(&mut self, who: usize, server: SocketAddr, request: Vec<u8>) -> Result<()> {
        let stream = self.open(who, server, None)?;
        let line = &mut self.lines.all[who];
        (line.stream, line.is_open, line.is_deaf) = (Some(stream), false, false);
        line.partial = Vec::new();
        line.unsent = request;
        Ok(())
    }

    fn open(&self, who: usize, server: SocketAddr, receive_buffer: Option<usize>) -> Result<TcpStream> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).context("opening a socket")?;
        if let Some(bytes) = receive_buffer {
            socket.set_recv_buffer_size(bytes)?;
        }
        let source = Ipv4Addr::from(u32::from(Ipv4Addr::LOCALHOST) + who as u32 % SOURCES);
        socket.bind(&SocketAddr::from((source, 0)).into()).context("binding a socket")?;
        socket.set_nonblocking(true)?;
        socket.set_tcp_nodelay(true)?;
        match socket.connect(&server.into()) {
            Err(error) if error.raw_os_error() != Some(rustix::io::Errno::INPROGRESS.raw_os_error()) => {
                return Err(error).context("connecting");
            }
            _ => {}
        }
        let mut stream = TcpStream::from_std(socket.into());
        self.poll.registry().register(&mut stream, Token(who), Interest::READABLE | Interest::WRITABLE)?;
        Ok(stream)
    }

    /// How many sockets there are, open or not.
    pub fn len(&self) -> usize {
        self.lines.all.len()
    }

    /// Ends a socket without a word.
    pub fn drop_line(&mut self, who: usize) {
        self.lines.all[who].stream = None;
        self.lines.all[who].is_open = false;
    }

    /// Reads no more from this socket.
    pub fn stop_reading(&mut self, who: usize) {
        self.lines.all[who].is_deaf = true;
    }

    /// Reads again what comes on this socket.
    pub fn read_again(&mut self, who: usize, listener: &mut impl Listener) {
        self.lines.all[who].is_deaf = false;
        self.read(who, listener);
    }

    /// Waits for what comes, for this long at most, and hands it on.
    pub fn turn(&mut self, patience: Duration, listener: &mut impl Listener) -> Result<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            outcome => outcome.context("waiting for sockets")?,
        }
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        for event in &events {
            let who = event.token().0;
            if event.is_writable() {
                self.lines.all[who].flush();
            }
            if event.is_readable() || event.is_read_closed() || event.is_error() {
                self.read(who, listener);
            }
        }
        std::mem::swap(&mut self.events, &mut events);
        Ok(())
    }

    fn read(&mut self, who: usize, listener: &mut impl Listener) {
        loop {
            let line = &mut self.lines.all[who];
            let Some(stream) = line.stream.as_mut().filter(|_| !line.is_deaf) else { return };
            match stream.read(&mut self.buffer) {
                Ok(0) => return self.end(who, LOST, listener),
                Ok(size) => {
                    self.take(who, size, listener);
                    // What comes after a short read makes a new event.
                    if size < BUFFER {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return self.end(who, LOST, listener),
            }
        }
    }

    fn end(&mut self, who: usize, code: u16, listener: &mut impl Listener) {
        if self.lines.all[who].stream.is_some() {
            self.drop_line(who);
            listener.closed(who, code);
        }
    }

    fn take(&mut self, who: usize, size: usize, listener: &mut impl Listener) {
        let now = clock::now();
        let mut partial = std::mem::take(&mut self.lines.all[who].partial);
        // The buffer is lent out while its frames are handed on.
        let buffer = std::mem::take(&mut self.buffer);
        let taken = if partial.is_empty() {
            let taken = self.hand_on(who, &buffer[..size], now, listener);
            partial.extend_from_slice(&buffer[taken..size]);
            0
        } else {
            partial.extend_from_slice(&buffer[..size]);
            self.hand_on(who, &partial, now, listener)
        };
        self.buffer = buffer;
        partial.drain(..taken);
        if partial.is_empty() {
            partial = Vec::new();
        }
        self.lines.all[who].partial = partial;
    }

    /// Hands on all that is whole; how many bytes that was.
    fn hand_on(&mut self, who: usize, bytes: &[u8], now: u64, listener: &mut impl Listener) -> usize {
        let mut at = 0;
        if !self.lines.all[who].is_open {
            let Some((status, end)) = upgrade::answer(bytes) else { return 0 };
            if status != 101 {
                self.end(who, status, listener);
                return bytes.len();
            }
            self.lines.all[who].is_open = true;
            listener.opened(who, &mut self.lines);
            at = end;
        }
        while let Some((frame, size)) = frames::next(&bytes[at..]) {
            at += size;
            match frame {
                frames::Frame::Data(payload) => listener.heard(who, payload, now, &mut self.lines),
                frames::Frame::Ping(payload) => self.lines.send(who, frames::PONG, payload),
                frames::Frame::Close(code) => self.end(who, code, listener),
                frames::Frame::Other => {}
            }
        }
        at
    }
}

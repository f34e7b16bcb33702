//! The floor: what it costs to tell everybody something when nothing is done but that. Every frame that comes from
//! anybody is written to each socket with one `write(2)`. No rooms, no rules, no storage, no queue of its own.

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

const LISTENER: Token = Token(usize::MAX);
const ANSWER: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

struct Socket {
    stream: TcpStream,
    bytes: Vec<u8>,
    is_open: bool,
}

fn main() -> io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(27_399);
    let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let (mut poll, mut events) = (Poll::new()?, Events::with_capacity(4096));
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut sockets = Vec::new();
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            match event.token() {
                LISTENER => accept(&poll, &listener, &mut sockets)?,
                Token(who) => serve(&mut sockets, who),
            }
        }
    }
}

fn accept(poll: &Poll, listener: &TcpListener, sockets: &mut Vec<Socket>) -> io::Result<()> {
    loop {
        let mut stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        };
        stream.set_nodelay(true)?;
        poll.registry().register(&mut stream, Token(sockets.len()), Interest::READABLE)?;
        sockets.push(Socket { stream, bytes: Vec::new(), is_open: false });
    }
}

fn serve(sockets: &mut [Socket], who: usize) {
    let mut buffer = [0; 16 * 1024];
    let socket = &mut sockets[who];
    while let Ok(size @ 1..) = socket.stream.read(&mut buffer) {
        socket.bytes.extend_from_slice(&buffer[..size]);
    }
    if !socket.is_open && socket.bytes.ends_with(b"\r\n\r\n") {
        socket.is_open = true;
        socket.bytes.clear();
        let _ = socket.stream.write(ANSWER);
    }
    while let Some(frame) = socket_frame(&mut sockets[who]) {
        for socket in sockets.iter_mut().filter(|socket| socket.is_open) {
            // A socket that is full loses it: only the kernel's queue is there.
            let _ = socket.stream.write(&frame);
        }
    }
}

/// The first whole frame as a server sends it. Our clients mask with zeros, so only the head differs.
fn socket_frame(socket: &mut Socket) -> Option<Vec<u8>> {
    let bytes = socket.bytes.as_slice();
    let short = bytes.get(1)? & 0x7F;
    let (size, head) = match short {
        126 => (usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)), 4),
        127 => return None,
        short => (usize::from(short), 2),
    };
    let payload = bytes.get(head + 4..head + 4 + size).filter(|_| socket.is_open)?;
    let mut frame = vec![bytes[0], short];
    frame.extend_from_slice(&bytes[2..head]);
    frame.extend_from_slice(payload);
    socket.bytes.drain(..head + 4 + size);
    Some(frame)
}

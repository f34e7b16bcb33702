//! The handshake. The key is always the same and the answer to it is not checked: nobody here is a stranger.

use std::fmt::Write;

/// A request that upgrades, with further headers.
pub fn request(host: &str, path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    );
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// The status of an answer and where its head ends, when all of the head is there.
pub fn answer(bytes: &[u8]) -> Option<(u16, usize)> {
    let end = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
    let status = std::str::from_utf8(bytes.get(9..12)?).ok()?.parse().unwrap_or(0);
    Some((status, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_an_answer_ends_where_the_frames_begin() {
        let bytes = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n\x82\x01x";
        assert_eq!(answer(bytes), Some((101, bytes.len() - 3)));
        assert_eq!(answer(&bytes[..20]), None);
    }
}

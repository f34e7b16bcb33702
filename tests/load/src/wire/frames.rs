//! The client's side of RFC 6455, as far as a load generator needs it: whole messages, and a mask of zeros, which
//! the standard allows and which costs nothing.

/// A text message.
pub const TEXT: u8 = 0x81;
/// A binary message.
pub const BINARY: u8 = 0x82;
/// Answers a ping.
pub const PONG: u8 = 0x8A;

/// What a server sent.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// A text or binary message.
    Data(&'a [u8]),
    /// Wants a pong with the same payload.
    Ping(&'a [u8]),
    /// The end, with its code (1005: without one).
    Close(u16),
    /// A pong, or what we do not take (fragments).
    Other,
}

/// Appends a masked frame.
pub fn write(out: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    out.push(kind);
    match payload.len() {
        size @ 0..126 => out.push(0x80 | size as u8),
        size @ 126..0x1_0000 => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(size as u16).to_be_bytes());
        }
        size => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(size as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(payload);
}

/// The first frame, if all of it is there, and how many bytes it takes.
pub fn next(bytes: &[u8]) -> Option<(Frame<'_>, usize)> {
    let (kind, short) = (*bytes.first()?, *bytes.get(1)? & 0x7F);
    let (size, head) = match short {
        126 => (u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?).into(), 4),
        127 => (usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?, 10),
        short => (usize::from(short), 2),
    };
    let payload = bytes.get(head..head + size)?;
    let frame = match kind {
        TEXT | BINARY => Frame::Data(payload),
        0x89 => Frame::Ping(payload),
        0x88 => Frame::Close(payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code))),
        _ => Frame::Other,
    };
    Some((frame, head + size))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a server writes: without a mask.
    fn unmasked(kind: u8, payload: &[u8]) -> Vec<u8> {
        let mut masked = Vec::new();
        write(&mut masked, kind, payload);
        let head = masked.len() - payload.len() - 4;
        masked.drain(head..head + 4);
        masked[1] &= 0x7F;
        masked
    }

    #[test]
    fn frames_of_every_size_are_read_one_after_another() {
        for size in [0, 1, 125, 126, 65_535, 65_536, 200_000] {
            let payload = vec![7; size];
            let mut bytes = unmasked(BINARY, &payload);
            let whole = bytes.len();
            bytes.extend_from_slice(&unmasked(TEXT, b"next"));
            assert_eq!(next(&bytes), Some((Frame::Data(&payload), whole)), "{size}");
            assert_eq!(next(&bytes[whole..]), Some((Frame::Data(b"next"), 6)), "{size}");
            assert_eq!(next(&bytes[..whole - 1]), None, "{size}: a part is none");
        }
    }

    #[test]
    fn a_close_says_its_code() {
        assert_eq!(next(&[0x88, 2, 0x0F, 0xA1]), Some((Frame::Close(4001), 4)));
        assert_eq!(next(&[0x88, 0]), Some((Frame::Close(1005), 2)));
    }
}

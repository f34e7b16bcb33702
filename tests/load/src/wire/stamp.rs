//! What every message carries in its text: its number and when it was sent. Plain hexadecimal text passes through
//! JSON, MessagePack, Markdown and a database as it is, so that it is found in a frame without decoding it.

use memchr::memmem::Finder;
use std::sync::LazyLock;

const MARK: &[u8] = b"~hb~";
const DIGITS: usize = 8 + 16;
/// The shortest text that a stamp fits in.
pub const SHORTEST: usize = MARK.len() + DIGITS;

/// One message of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Which message of the run, over all senders.
    pub number: u32,
    /// When it was sent, in nanoseconds of the machine's clock.
    pub sent_at: u64,
}

impl Stamp {
    /// Appends a text of this many characters that carries the stamp; a heavy one has four bytes for each.
    pub fn write(self, out: &mut Vec<u8>, size: usize, is_heavy: bool) {
        out.extend_from_slice(MARK);
        hex(out, self.number.into(), 8);
        hex(out, self.sent_at, 16);
        if is_heavy {
            return (SHORTEST..size).for_each(|_| out.extend_from_slice("🙂".as_bytes()));
        }
        out.extend((SHORTEST..size).map(|place| b"lorem ipsum dolor sit amet "[place % 27]));
        // Blank ends are cut by a server that cleans texts.
        if size > SHORTEST
            && let Some(last) = out.last_mut()
        {
            *last = b'.';
        }
    }

    /// The stamp in a frame.
    pub fn find(frame: &[u8]) -> Option<Self> {
        static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARK));
        let start = FINDER.find(frame)? + MARK.len();
        let digits = frame.get(start..start + DIGITS)?;
        Some(Self { number: u32::try_from(number(&digits[..8])?).ok()?, sent_at: number(&digits[8..])? })
    }
}

fn hex(out: &mut Vec<u8>, value: u64, digits: u32) {
    out.extend((0..digits).rev().map(|place| b"0123456789abcdef"[(value >> (4 * place)) as usize & 15]));
}

fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |value, digit| {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(value << 4 | u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_found_where_it_was_written() {
        for stamp in [Stamp { number: 0, sent_at: 0 }, Stamp { number: u32::MAX, sent_at: u64::MAX }] {
            let mut frame = b"{\"content\":\"".to_vec();
            stamp.write(&mut frame, 100, false);
            assert_eq!(frame.len(), 112);
            frame.extend_from_slice(b"\"}");
            assert_eq!(Stamp::find(&frame), Some(stamp));
        }
    }

    #[test]
    fn a_heavy_text_has_as_many_characters_as_a_light_one() {
        let write = |is_heavy| {
            let mut text = Vec::new();
            Stamp { number: 1, sent_at: 2 }.write(&mut text, 4000, is_heavy);
            String::from_utf8(text).unwrap()
        };
        assert_eq!([write(true).chars().count(), write(false).chars().count()], [4000, 4000]);
        assert!(write(true).len() > 15_000);
    }

    #[test]
    fn a_frame_without_one_has_none() {
        assert_eq!(Stamp::find(b"~hb~0000"), None);
        assert_eq!(Stamp::find(b"~hb~zzzzzzzzzzzzzzzzzzzzzzzz"), None);
        assert_eq!(Stamp::find(b"lorem ipsum"), None);
    }
}

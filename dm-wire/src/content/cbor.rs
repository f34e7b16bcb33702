//! As much CBOR (RFC 8949, <https://www.rfc-editor.org/rfc/rfc8949>) as contents need, in its deterministic form (4.2.1):
//! numbers, bytes, texts, arrays and maps, each as short as can be, keys sorted. Everything else is refused.

use crate::malformed::Malformed;

const NUMBER: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

/// Reads one item after another.
pub struct Items<'a> {
    rest: &'a [u8],
}

impl<'a> Items<'a> {
    /// Begins at the first of these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed::TooShort)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The number in an item's head, which must be of this major type and in its shortest form.
    fn head(&mut self, major: u8) -> Result<u64, Malformed> {
        let first = self.take(1)?.iter().fold(0, |_, byte| *byte);
        if first >> 5 != major {
            return Err(Malformed::Cbor);
        }
        let (bytes, least) = match first & 31 {
            small @ 0..=23 => return Ok(small.into()),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return Err(Malformed::Cbor),
        };
        let value = self.take(bytes)?.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        if value >= least { Ok(value) } else { Err(Malformed::Cbor) }
    }

    /// A number that is not negative.
    pub fn number(&mut self) -> Result<u64, Malformed> {
        self.head(NUMBER)
    }

    fn counted(&mut self, major: u8) -> Result<&'a [u8], Malformed> {
        let length = self.head(major)?;
        self.take(usize::try_from(length).map_err(|_| Malformed::TooShort)?)
    }

    /// Bytes of exactly this length.
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.counted(BYTES)?.try_into().map_err(|_| Malformed::Value)
    }

    /// A text, of whatever length.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.counted(TEXT)?).map_err(|_| Malformed::Utf8)
    }

    /// An array of 1 to so many items: an empty one is left out.
    pub fn array(&mut self, most: u64) -> Result<u64, Malformed> {
        match self.head(ARRAY)? {
            length if (1..=most).contains(&length) => Ok(length),
            _ => Err(Malformed::Value),
        }
    }

    /// A map: calls for each key, which has to read the value.
    pub fn map(
        &mut self,
        mut entry: impl FnMut(&str, &mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        let mut last: Option<&str> = None;
        for _ in 0..self.head(MAP)? {
            let key = self.text()?;
            // Sorted as their encoded bytes are, which begin with the length.
            if last.is_some_and(|last| (last.len(), last) >= (key.len(), key)) {
                return Err(Malformed::Cbor);
            }
            last = Some(key);
            entry(key, self)?;
        }
        Ok(())
    }

    /// Nothing may follow.
    pub const fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Trailing) }
    }
}

fn write_head(major: u8, value: u64, to: &mut Vec<u8>) {
    let bytes = value.to_be_bytes();
    let (info, count) = match value {
        0..=23 => (bytes[7], 0),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    to.push(major << 5 | info);
    to.extend_from_slice(&bytes[8 - count..]);
}

/// Appends a number.
pub fn write_number(value: u64, to: &mut Vec<u8>) {
    write_head(NUMBER, value, to);
}

/// Appends bytes, with their length.
pub fn write_bytes(bytes: &[u8], to: &mut Vec<u8>) {
    write_head(BYTES, bytes.len() as u64, to);
    to.extend_from_slice(bytes);
}

/// Appends a text, with its length.
pub fn write_text(text: &str, to: &mut Vec<u8>) {
    write_head(TEXT, text.len() as u64, to);
    to.extend_from_slice(text.as_bytes());
}

/// Begins an array of so many items.
pub fn write_array(length: usize, to: &mut Vec<u8>) {
    write_head(ARRAY, length as u64, to);
}

/// A map whose keys are written in their order, whatever order they come in.
#[derive(Default)]
pub struct Map {
    entries: Vec<(&'static str, Vec<u8>)>,
}

impl Map {
    /// One more entry, whose value is already written.
    pub fn with(mut self, key: &'static str, write: impl FnOnce(&mut Vec<u8>)) -> Self {
        let mut value = Vec::new();
        write(&mut value);
        self.entries.push((key, value));
        self
    }

    /// One more entry if there is a value for it.
    pub fn with_some<T>(
        self,
        key: &'static str,
        value: Option<T>,
        write: impl FnOnce(T, &mut Vec<u8>),
    ) -> Self {
        match value {
            Some(value) => self.with(key, |to| write(value, to)),
            None => self,
        }
    }

    /// Appends the map.
    pub fn write(mut self, to: &mut Vec<u8>) {
        self.entries.sort_by_key(|(key, _)| (key.len(), *key));
        write_head(MAP, self.entries.len() as u64, to);
        for (key, value) in self.entries {
            write_text(key, to);
            to.extend_from_slice(&value);
        }
    }
}

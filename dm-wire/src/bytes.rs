//! Bytes in, values out, and back. Everything is big endian and has one way to be written: what is read and written
//! again is the same, so that a signature or a hash of it means one thing. What is read comes from strangers.

use crate::malformed::Malformed;
use hubbub_shared::UserId;

/// What is left to be read.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Begins at the first of these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next bytes, as many as are asked for.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed::TooShort)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next bytes, as an array.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Malformed::TooShort)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// A number of one byte.
    pub fn u8(&mut self) -> Result<u8, Malformed> {
        self.array().map(u8::from_be_bytes)
    }

    /// A number of two bytes.
    pub fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    /// A number of four bytes.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }

    /// A number of eight bytes.
    pub fn u64(&mut self) -> Result<u64, Malformed> {
        self.array().map(u64::from_be_bytes)
    }

    /// A part whose length is told in two bytes before it, to be read by itself.
    pub fn part(&mut self) -> Result<Self, Malformed> {
        let length = self.u16()?;
        self.take(length.into()).map(Self::new)
    }

    /// All that is left.
    pub const fn remainder(&mut self) -> &'a [u8] {
        let rest = self.rest;
        self.rest = &[];
        rest
    }

    /// How many bytes are left.
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// Nothing may follow: what does would be unsigned, or signed and unread.
    pub const fn end(&self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Trailing) }
    }
}

/// What has one way to be written in bytes.
pub trait Wire: Sized {
    /// Reads it where the reader is, and leaves what follows.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed>;

    /// Appends its bytes to those there are.
    fn write(&self, to: &mut Vec<u8>);

    /// Reads all of these bytes; refused if some are left.
    fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = Self::read(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// Its bytes, alone.
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }
}

impl<const N: usize> Wire for [u8; N] {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array()
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(self);
    }
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        impl Wire for $number {
            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                from.$number()
            }

            fn write(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_be_bytes());
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 }

impl Wire for UserId {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.u64().map(Self)
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
    }
}

/// Writes a part after its length in two bytes.
pub fn write_part(part: &[u8], to: &mut Vec<u8>) {
    // No part of ours is that long; if one were, its end would be missing and nobody would read it.
    u16::try_from(part.len()).unwrap_or(u16::MAX).write(to);
    to.extend_from_slice(part);
}

//! Reads MessagePack into the types of the protocol.
//!
//! Why not `rmp-serde`: it asks of every type what it would make of every kind of value, and compiles that for each of
//! them. That was a quarter of the whole app. Here the type says what it wants, and only that is compiled. Tests hold
//! it to the other implementation.
//!
//! An element of a list that does not say what was expected is left out and the rest of the list read: a newer server has
//! kinds of things that this app does not know, and one of them must not take all others with it.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use std::fmt;

/// Protects the stack: the protocol has nothing that is nested deeper.
const MAX_DEPTH: usize = 64;

/// Reads all of it as one value, and says whether nothing was left out. `human`: it was JSON, where ids are digits in
/// text. Bytes left over are an error.
pub fn read<T: de::DeserializeOwned>(bytes: &[u8], human: bool) -> Option<(T, bool)> {
    let mut reader = Reader::new(bytes, human);
    let value = T::deserialize(&mut reader).ok()?;
    reader.is_at_end().then_some((value, reader.is_whole()))
}

/// Bytes that are not what was expected. What exactly is wrong helps nobody in a browser, and costs kilobytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong;

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not what was expected")
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// How a value begins; of texts and bytes all of it.
enum Head<'de> {
    Nil,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(&'de str),
    Bytes(&'de [u8]),
    /// A kind of value that the protocol has not.
    Extension,
    List(usize),
    Map(usize),
}

/// See the module.
pub struct Reader<'de> {
    rest: &'de [u8],
    depth: usize,
    /// Ids and times are text, as in JSON.
    human: bool,
    /// Something was left out of a list.
    left_out: bool,
}

impl<'de> Reader<'de> {
    /// A reader of these bytes. `human`: they were JSON, where ids and times are text.
    pub fn new(bytes: &'de [u8], human: bool) -> Self {
        Self { rest: bytes, depth: 0, human, left_out: false }
    }

    /// Whether everything was read.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether nothing was left out of a list.
    pub fn is_whole(&self) -> bool {
        !self.left_out
    }

    fn take(&mut self, count: usize) -> Result<&'de [u8], Wrong> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Wrong)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<u64, Wrong> {
        Ok(self.take(bytes)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn length(&mut self, bytes: usize) -> Result<usize, Wrong> {
        usize::try_from(self.number(bytes)?).map_err(|_| Wrong)
    }

    fn text(&mut self, count: usize) -> Result<Head<'de>, Wrong> {
        std::str::from_utf8(self.take(count)?).map(Head::Text).map_err(|_| Wrong)
    }

    /// Before its bytes stands a number that says what they are.
    fn extension(&mut self, count: usize) -> Result<Head<'de>, Wrong> {
        self.take(1)?;
        self.take(count).map(|_| Head::Extension)
    }

    fn head(&mut self) -> Result<Head<'de>, Wrong> {
        let first = self.take(1)?[0];
        Ok(match first {
            0x00..=0x7f => Head::Unsigned(first.into()),
            0x80..=0x8f => Head::Map(usize::from(first & 0x0f)),
            0x90..=0x9f => Head::List(usize::from(first & 0x0f)),
            0xa0..=0xbf => self.text(usize::from(first & 0x1f))?,
            0xc0 => Head::Nil,
            0xc2 | 0xc3 => Head::Bool(first == 0xc3),
            0xc4..=0xc6 => {
                let count = self.length(1 << (first - 0xc4))?;
                Head::Bytes(self.take(count)?)
            }
            0xca => Head::Float(f32::from_bits(self.number(4)? as u32).into()),
            0xcb => Head::Float(f64::from_bits(self.number(8)?)),
            0xcc..=0xcf => Head::Unsigned(self.number(1 << (first - 0xcc))?),
            0xd0 => Head::Signed((self.number(1)? as i8).into()),
            0xd1 => Head::Signed((self.number(2)? as i16).into()),
            0xd2 => Head::Signed((self.number(4)? as i32).into()),
            0xd3 => Head::Signed(self.number(8)? as i64),
            0xd9..=0xdb => {
                let count = self.length(1 << (first - 0xd9))?;
                self.text(count)?
            }
            0xdc | 0xdd => Head::List(self.length(2 << (first - 0xdc))?),
            0xde | 0xdf => Head::Map(self.length(2 << (first - 0xde))?),
            0xe0..=0xff => Head::Signed((first as i8).into()),
            0xc7..=0xc9 => {
                let count = self.length(1 << (first - 0xc7))?;
                self.extension(count)?
            }
            0xd4..=0xd8 => self.extension(1 << (first - 0xd4))?,
            0xc1 => return Err(Wrong),
        })
    }

    /// Does something one level deeper.
    fn within<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Wrong>) -> Result<T, Wrong> {
        if self.depth == MAX_DEPTH {
            return Err(Wrong);
        }
        self.depth += 1;
        let done = work(self);
        self.depth -= 1;
        done
    }

    fn list<V: Visitor<'de>>(&mut self, left: usize, may_lack: bool, visitor: V) -> Result<V::Value, Wrong> {
        self.within(|reader| {
            let mut items = Items { reader, left, may_lack };
            let value = visitor.visit_seq(&mut items)?;
            if items.left == 0 { Ok(value) } else { Err(Wrong) }
        })
    }

    fn map<V: Visitor<'de>>(&mut self, left: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.within(|reader| {
            let mut items = Items { reader, left, may_lack: false };
            let value = visitor.visit_map(&mut items)?;
            if items.left == 0 { Ok(value) } else { Err(Wrong) }
        })
    }

    /// Whether a text comes next that says this, and nothing after it.
    pub fn says(&mut self, word: &str) -> bool {
        matches!(self.head(), Ok(Head::Text(text)) if text == word) && self.is_at_end()
    }

    /// What stands in a map of one entry of this name.
    pub fn entry(&mut self, name: &str) -> Option<&'de [u8]> {
        let is_map = matches!(self.head(), Ok(Head::Map(1)));
        let is_it = is_map && matches!(self.head(), Ok(Head::Text(text)) if text == name);
        is_it.then_some(self.rest)
    }

    /// Passes over one value, whatever it is.
    pub fn skip(&mut self) -> Result<(), Wrong> {
        let inside = match self.head()? {
            Head::List(count) => count,
            Head::Map(count) => count.checked_mul(2).ok_or(Wrong)?,
            _ => 0,
        };
        self.within(|reader| (0..inside).try_for_each(|_| reader.skip()))
    }

    fn number_for<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Unsigned(value) => visitor.visit_u64(value),
            Head::Signed(value) => visitor.visit_i64(value),
            _ => Err(Wrong),
        }
    }

    fn text_for<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Text(value) => visitor.visit_borrowed_str(value),
            _ => Err(Wrong),
        }
    }

    fn list_for<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::List(count) => self.list(count, true, visitor),
            _ => Err(Wrong),
        }
    }

    fn tuple_for<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::List(count) => self.list(count, false, visitor),
            _ => Err(Wrong),
        }
    }

    fn map_for<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Map(count) => self.map(count, visitor),
            _ => Err(Wrong),
        }
    }
}

macro_rules! read_as {
    ($($read:ident: $($method:ident)*;)*) => {$($(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            self.$read(visitor)
        }
    )*)*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Wrong;

    fn is_human_readable(&self) -> bool {
        self.human
    }

    read_as! {
        number_for: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
            deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64;
        text_for: deserialize_str deserialize_string deserialize_identifier;
        list_for: deserialize_seq;
        map_for: deserialize_map;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Nil => visitor.visit_unit(),
            Head::Bool(value) => visitor.visit_bool(value),
            Head::Unsigned(value) => visitor.visit_u64(value),
            Head::Signed(value) => visitor.visit_i64(value),
            Head::Float(value) => visitor.visit_f64(value),
            Head::Text(value) => visitor.visit_borrowed_str(value),
            Head::Bytes(value) => visitor.visit_borrowed_bytes(value),
            Head::List(count) => self.list(count, false, visitor),
            Head::Map(count) => self.map(count, visitor),
            Head::Extension => Err(Wrong),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Bool(value) => visitor.visit_bool(value),
            _ => Err(Wrong),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.rest.first() == Some(&0xc0) {
            self.take(1)?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.tuple_for(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.map_for(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match self.head()? {
            Head::Text(name) => {
                let name: BorrowedStrDeserializer<'de, Wrong> = BorrowedStrDeserializer::new(name);
                visitor.visit_enum(name)
            }
            Head::Map(1) => self.within(|reader| visitor.visit_enum(Variant { reader })),
            _ => Err(Wrong),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.skip()?;
        visitor.visit_unit()
    }

    /// What the protocol has of bytes is asked for as `bytes`. Who asks for this gets those of the next value, whatever it is.
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let start = self.rest;
        self.skip()?;
        visitor.visit_borrowed_bytes(&start[..start.len() - self.rest.len()])
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes unit unit_struct tuple_struct }
}

/// What is left of a list or map.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
    /// What an element says may be left out if it is not what was expected.
    may_lack: bool,
}

impl Items<'_, '_> {
    fn next(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Wrong;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Wrong> {
        self.next().map(|()| seed.deserialize(&mut *self.reader)).transpose()
    }

    /// As lists ask for their elements; whoever wants a place filled by all means asks with a seed.
    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Wrong> {
        while self.next().is_some() {
            let start = self.reader.rest;
            match T::deserialize(&mut *self.reader) {
                Err(Wrong) if self.may_lack => {
                    self.reader.rest = start;
                    self.reader.skip()?;
                    self.reader.left_out = true;
                }
                element => return element.map(Some),
            }
        }
        Ok(None)
    }

    /// Never more than there are bytes: who lies about it must not make us reserve memory.
    fn size_hint(&self) -> Option<usize> {
        Some(self.left.min(self.reader.rest.len()))
    }
}

impl<'de> de::MapAccess<'de> for Items<'_, 'de> {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        self.next().map(|()| seed.deserialize(&mut *self.reader)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant with content: its name, then that.
struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
}

impl<'de> de::EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Wrong;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Wrong> {
        let name = seed.deserialize(&mut *self.reader)?;
        Ok((name, self))
    }
}

impl<'de> de::VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        self.reader.skip()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Wrong> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.reader.tuple_for(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.reader.map_for(visitor)
    }
}

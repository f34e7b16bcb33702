//! Writes MessagePack with names, as `rmp_serde` does. That compiles whatever may stand in a list twice, once for lists of
//! a length that is not known before, and such there are none here: half of what the app had for writing.

use serde::ser::{self, Serialize};
use std::fmt::Display;

/// Writes a value. `None`: it does not want to be written.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Option<Vec<u8>> {
    let mut writer = Writer(Vec::with_capacity(128));
    value.serialize(&mut writer).ok()?;
    Some(writer.0)
}

struct Writer(Vec<u8>);

/// Something cannot be written, or does not want to be.
#[derive(Debug)]
struct Unwritten;

type Done = Result<(), Unwritten>;

impl Display for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("it cannot be written")
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// The first bytes of something of a length: shorter than `fixed` it stands in the first byte, else in 1 (if there is
/// that), 2 or 4 more.
struct Head {
    fixed: u8,
    first: u8,
    one: Option<u8>,
    two: u8,
    four: u8,
}

const STRING: Head = Head { fixed: 32, first: 0xa0, one: Some(0xd9), two: 0xda, four: 0xdb };
const BYTES: Head = Head { fixed: 0, first: 0, one: Some(0xc4), two: 0xc5, four: 0xc6 };
const LIST: Head = Head { fixed: 16, first: 0x90, one: None, two: 0xdc, four: 0xdd };
const MAP: Head = Head { fixed: 16, first: 0x80, one: None, two: 0xde, four: 0xdf };

impl Writer {
    fn marked(&mut self, mark: u8, bytes: &[u8]) -> Done {
        self.0.push(mark);
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    #[inline(never)]
    fn head(&mut self, head: &Head, length: usize) -> Done {
        match (length, head.one) {
            (short, _) if short < usize::from(head.fixed) => self.marked(head.first | short as u8, &[]),
            (0..=0xff, Some(mark)) => self.marked(mark, &[length as u8]),
            (0..=0xffff, _) => self.marked(head.two, &(length as u16).to_be_bytes()),
            _ => self.marked(head.four, &u32::try_from(length).map_err(|_| Unwritten)?.to_be_bytes()),
        }
    }

    /// As short as it can be.
    #[inline(never)]
    fn number(&mut self, number: u64) -> Done {
        match number {
            ..=0x7f => self.marked(number as u8, &[]),
            0x80..=0xff => self.marked(0xcc, &[number as u8]),
            0x100..=0xffff => self.marked(0xcd, &(number as u16).to_be_bytes()),
            0x1_0000..=0xffff_ffff => self.marked(0xce, &(number as u32).to_be_bytes()),
            _ => self.marked(0xcf, &number.to_be_bytes()),
        }
    }

    #[inline(never)]
    fn signed(&mut self, number: i64) -> Done {
        match number {
            0.. => self.number(number as u64),
            -32..0 => self.marked(number as u8, &[]),
            -0x80..-32 => self.marked(0xd0, &[number as u8]),
            -0x8000..-0x80 => self.marked(0xd1, &(number as i16).to_be_bytes()),
            -0x8000_0000..-0x8000 => self.marked(0xd2, &(number as i32).to_be_bytes()),
            _ => self.marked(0xd3, &number.to_be_bytes()),
        }
    }

    #[inline(never)]
    fn text(&mut self, text: &str) -> Done {
        self.head(&STRING, text.len())?;
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }

    /// A map with one entry, of which the value follows.
    fn variant(&mut self, name: &str) -> Done {
        self.head(&MAP, 1)?;
        self.text(name)
    }
}

impl ser::Serializer for &mut Writer {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_bool(self, value: bool) -> Done {
        self.marked(if value { 0xc3 } else { 0xc2 }, &[])
    }

    fn serialize_i8(self, value: i8) -> Done {
        self.signed(value.into())
    }

    fn serialize_i16(self, value: i16) -> Done {
        self.signed(value.into())
    }

    fn serialize_i32(self, value: i32) -> Done {
        self.signed(value.into())
    }

    fn serialize_i64(self, value: i64) -> Done {
        self.signed(value)
    }

    fn serialize_u8(self, value: u8) -> Done {
        self.number(value.into())
    }

    fn serialize_u16(self, value: u16) -> Done {
        self.number(value.into())
    }

    fn serialize_u32(self, value: u32) -> Done {
        self.number(value.into())
    }

    fn serialize_u64(self, value: u64) -> Done {
        self.number(value)
    }

    fn serialize_f32(self, value: f32) -> Done {
        self.marked(0xca, &value.to_be_bytes())
    }

    fn serialize_f64(self, value: f64) -> Done {
        self.marked(0xcb, &value.to_be_bytes())
    }

    fn serialize_char(self, value: char) -> Done {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Done {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.head(&BYTES, value.len())?;
        self.0.extend_from_slice(value);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        self.marked(0xc0, &[])
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.marked(0xc0, &[])
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.head(&LIST, 0)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.variant(variant)?;
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Unwritten> {
        self.head(&LIST, length.ok_or(Unwritten)?)?;
        Ok(self)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self, Unwritten> {
        self.head(&LIST, length)?;
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritten> {
        self.serialize_tuple(length)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self, Unwritten> {
        self.variant(variant)?;
        self.serialize_tuple(length)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self, Unwritten> {
        self.head(&MAP, length.ok_or(Unwritten)?)?;
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Self, Unwritten> {
        self.serialize_map(Some(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self, Unwritten> {
        self.variant(variant)?;
        self.serialize_map(Some(length))
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Something with others in it, which follow one another.
macro_rules! holds {
    ($($holder:ident $add:ident,)*) => {$(
        impl ser::$holder for &mut Writer {
            type Ok = ();
            type Error = Unwritten;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        }
    )*};
}

holds! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

/// The same, with a name before each.
macro_rules! names {
    ($($holder:ident,)*) => {$(
        impl ser::$holder for &mut Writer {
            type Ok = ();
            type Error = Unwritten;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Done {
                self.text(name)?;
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        }
    )*};
}

names! { SerializeStruct, SerializeStructVariant, }

impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(&mut **self)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use std::collections::BTreeMap;

    fn is_as_others_write<T: Serialize>(value: &T) {
        assert_eq!(write(value), rmp_serde::to_vec_named(value).ok());
    }

    #[derive(Serialize)]
    enum Kind {
        Nothing,
        One(u8),
        Pair(i16, String),
        Named { a: Option<u32>, b: f64 },
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Pair(char, bool);

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for shift in 0..64 {
            for off in [-1_i64, 0, 1] {
                let number = (1_u64 << shift).wrapping_add_signed(off);
                is_as_others_write(&number);
                is_as_others_write(&number.cast_signed());
                is_as_others_write(&number.cast_signed().wrapping_neg());
                is_as_others_write(&(
                    number as i8,
                    number as i16,
                    number as i32,
                    number as u8,
                    number as u16,
                ));
            }
        }
    }

    #[test]
    fn lengths_stand_before_what_has_them() {
        for length in [0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536] {
            is_as_others_write(&"a".repeat(length));
            is_as_others_write(&vec![true; length]);
            is_as_others_write(&(0..length).map(|key| (key, ())).collect::<BTreeMap<_, _>>());
        }
    }

    #[test]
    fn each_kind_of_value_is_as_others_write_it() {
        for kind in [
            Kind::Nothing,
            Kind::One(7),
            Kind::Pair(-300, "ß".into()),
            Kind::Named { a: None, b: 0.5 },
            Kind::Named { a: Some(70_000), b: -1.0 },
        ] {
            is_as_others_write(&kind);
        }
        is_as_others_write(&Unit);
        is_as_others_write(&Pair('✌', false));
        is_as_others_write(&(1.5_f32, Some(()), None::<u8>));
    }
}

//! Bytes that nobody reads as text: base64url without padding where a person looks (JSON), bytes elsewhere (MessagePack).

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// As many has a picture that somebody sends to show of themselves. It is shown small.
pub const PICTURE_BYTES: usize = 1024 * 1024;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// See the module.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// As base64url without padding.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for three in self.0.chunks(3) {
            let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            for place in 0..=three.len() {
                text.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
            }
        }
        text
    }

    /// What [`Bytes::to_text`] makes, and nothing else: bytes have one text.
    pub fn of_text(text: &str) -> Option<Self> {
        if text.len() % 4 == 1 {
            return None;
        }
        let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
        for four in text.as_bytes().chunks(4) {
            let mut bits = 0_u32;
            for place in 0..4 {
                let digit = four.get(place).map_or(Some(0), |letter| value(*letter))?;
                bits = bits << 6 | digit;
            }
            let [_, three @ ..] = bits.to_be_bytes();
            let (whole, rest) = three.split_at(four.len() - 1);
            if rest.iter().any(|byte| *byte != 0) {
                return None;
            }
            bytes.extend_from_slice(whole);
        }
        Some(Self(bytes))
    }
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

impl fmt::Debug for Bytes {
    /// How many there are: what they are would fill a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.to_text())
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64url without padding")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Bytes, E> {
                Bytes::of_text(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Visitor)
        } else {
            // Not `byte_buf`: the app's reader takes that for a value of any kind, as it is.
            deserializer.deserialize_bytes(Visitor)
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Bytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Bytes".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]*$",
            "description": "Bytes: base64url without padding in JSON, `bin` in MessagePack.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_one_text_and_come_back_from_it() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg"),
            (b"fo", "Zm8"),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg"),
            (&[0xfb, 0xff, 0xbf], "-_-_"),
        ] {
            let bytes = Bytes(bytes.to_vec());
            assert_eq!(bytes.to_text(), text);
            assert_eq!(Bytes::of_text(text), Some(bytes));
        }
        for text in ["Z", "Zg==", "Zh", "Zm9", "Zm9vY", "+/+/", "Zg ", "Zä"] {
            assert_eq!(Bytes::of_text(text), None, "{text:?}");
        }
    }

    #[test]
    fn json_has_text_and_messagepack_has_bytes() {
        let bytes = Bytes(vec![1, 2, 255]);
        assert_eq!(serde_json::to_string(&bytes).unwrap(), "\"AQL_\"");
        assert_eq!(serde_json::from_str::<Bytes>("\"AQL_\"").unwrap(), bytes);
        let packed = rmp_serde::to_vec_named(&bytes).unwrap();
        assert_eq!(packed, [0xc4, 3, 1, 2, 255]);
        assert_eq!(rmp_serde::from_slice::<Bytes>(&packed).unwrap(), bytes);
        assert!(serde_json::from_str::<Bytes>("[1,2]").is_err());
    }
}

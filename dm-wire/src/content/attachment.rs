//! What a message says of a file: where its encrypted bytes are, their key, and both hashes. Who shows it checks the hash
//! of what was decrypted, so that no file can be one thing for the reader and another for who is asked about it.

use super::cbor::{self, Items, Map};
use crate::ids::{BlobId, Hash};
use crate::keys::Secret;
use crate::malformed::Malformed;
use crate::refused::Refused;

/// The largest file: 25 MiB.
pub const MAX_FILE_BYTES: u64 = 25 << 20;
const MAX_NAME_BYTES: usize = 255;
const MAX_MIME_BYTES: usize = 127;
const MAX_SIDE: u64 = 65_535;

/// Encrypted bytes that the server keeps, and how they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Where they are.
    pub id: BlobId,
    /// For these bytes alone.
    pub key: Secret,
    /// Bytes after decryption.
    pub size: u64,
    /// SHA-256 of the encrypted bytes.
    pub ciphertext_hash: Hash,
    /// SHA-256 of the decrypted ones.
    pub plaintext_hash: Hash,
    /// What they are, as in `image/webp`.
    pub mime: String,
    /// Width and height of a picture.
    pub sides: Option<(u16, u16)>,
}

/// A file with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file itself.
    pub blob: Blob,
    /// What it is called. No path, no control characters, none that turn the direction of writing.
    pub name: String,
    /// A small picture of it.
    pub thumbnail: Option<Blob>,
}

/// What was found under the keys of a map.
#[derive(Default)]
struct Fields {
    id: Option<BlobId>,
    key: Option<Secret>,
    size: Option<u64>,
    ct: Option<Hash>,
    pt: Option<Hash>,
    mime: Option<String>,
    name: Option<String>,
    w: Option<u16>,
    h: Option<u16>,
    thumb: Option<Blob>,
}

impl Fields {
    fn read(items: &mut Items<'_>, is_thumbnail: bool) -> Result<Self, Malformed> {
        let mut found = Self::default();
        items.map(|key, items| {
            match key {
                "h" => found.h = Some(side(items.number()?)?),
                "w" => found.w = Some(side(items.number()?)?),
                "ct" => found.ct = Some(Hash(items.bytes()?)),
                "id" => found.id = Some(BlobId(items.bytes()?)),
                "pt" => found.pt = Some(Hash(items.bytes()?)),
                "key" => found.key = Some(Secret(items.bytes()?)),
                "mime" => found.mime = Some(mime(items.text()?)?),
                "name" if !is_thumbnail => found.name = Some(name(items.text()?)?),
                "size" => found.size = Some(size(items.number()?)?),
                "thumb" if !is_thumbnail => found.thumb = Some(Self::read(items, true)?.blob()?),
                _ => return Err(Malformed::Field),
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn blob(self) -> Result<Blob, Malformed> {
        let sides = match (self.w, self.h) {
            (Some(width), Some(height)) => Some((width, height)),
            (None, None) => None,
            _ => return Err(Malformed::Field),
        };
        Ok(Blob {
            id: self.id.ok_or(Malformed::Field)?,
            key: self.key.ok_or(Malformed::Field)?,
            size: self.size.ok_or(Malformed::Field)?,
            ciphertext_hash: self.ct.ok_or(Malformed::Field)?,
            plaintext_hash: self.pt.ok_or(Malformed::Field)?,
            mime: self.mime.ok_or(Malformed::Field)?,
            sides,
        })
    }
}

fn valid<T>(is_valid: bool, value: T) -> Result<T, Malformed> {
    if is_valid { Ok(value) } else { Err(Malformed::Value) }
}

fn side(value: u64) -> Result<u16, Malformed> {
    valid((1..=MAX_SIDE).contains(&value), u16::try_from(value).unwrap_or(u16::MAX))
}

fn size(value: u64) -> Result<u64, Malformed> {
    valid((1..=MAX_FILE_BYTES).contains(&value), value)
}

/// Two words of small letters, digits and a few signs: no parameters, nothing that a browser would read otherwise.
fn mime(text: &str) -> Result<String, Malformed> {
    let is_word = |word: &str| {
        let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte);
        !word.is_empty() && word.bytes().all(is_sign)
    };
    let is_valid = text.split_once('/').is_some_and(|(of, what)| is_word(of) && is_word(what));
    valid(is_valid && text.len() <= MAX_MIME_BYTES, text.to_owned())
}

fn name(text: &str) -> Result<String, Malformed> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_bad = |c: char| c.is_control() || c == '/' || c == '\\' || turns(c);
    valid(!text.is_empty() && text.len() <= MAX_NAME_BYTES && !text.contains(is_bad), text.to_owned())
}

impl Blob {
    /// Whether this is the file that was meant, to be asked before it is shown. The sender's commitment is to this hash, so
    /// what is reported is what was seen.
    pub fn check(&self, decrypted: &[u8]) -> Result<(), Refused> {
        let is_same = decrypted.len() as u64 == self.size && Hash::of(decrypted) == self.plaintext_hash;
        if is_same { Ok(()) } else { Err(Refused::Commitment) }
    }

    fn map(&self) -> Map {
        Map::default()
            .with("id", |to| cbor::write_bytes(&self.id.0, to))
            .with("key", |to| cbor::write_bytes(&self.key.0, to))
            .with("size", |to| cbor::write_number(self.size, to))
            .with("ct", |to| cbor::write_bytes(&self.ciphertext_hash.0, to))
            .with("pt", |to| cbor::write_bytes(&self.plaintext_hash.0, to))
            .with("mime", |to| cbor::write_text(&self.mime, to))
            .with_some("w", self.sides, |(width, _), to| cbor::write_number(width.into(), to))
            .with_some("h", self.sides, |(_, height), to| cbor::write_number(height.into(), to))
    }
}

impl Attachment {
    pub(super) fn read(items: &mut Items<'_>) -> Result<Self, Malformed> {
        let mut fields = Fields::read(items, false)?;
        let name = fields.name.take().ok_or(Malformed::Field)?;
        let thumbnail = fields.thumb.take();
        Ok(Self { name, thumbnail, blob: fields.blob()? })
    }

    pub(super) fn write(&self, to: &mut Vec<u8>) {
        self.blob
            .map()
            .with("name", |to| cbor::write_text(&self.name, to))
            .with_some("thumb", self.thumbnail.as_ref(), |blob, to| blob.map().write(to))
            .write(to);
    }
}

//! What a message says, as deterministic CBOR: a map with the kind (`t`), the time (`ts`), and what the kind takes. Read
//! strictly: a field that is not the kind's own is refused, so that nothing can be hidden in a message.

mod attachment;
mod cbor;

pub use attachment::{Attachment, Blob, MAX_FILE_BYTES};

use crate::header::Kind;
use crate::ids::MessageId;
use crate::malformed::Malformed;
use cbor::{Items, Map};
use hubbub_shared::UserId;
use std::collections::BTreeSet;

/// The longest content. With what goes along it fits into the largest padded size, in a group of 16 too.
pub const MAX_CONTENT_BYTES: usize = 15_360;
/// So many people can be mentioned: as many as can be in a group.
pub const MAX_MENTIONS: u64 = 16;
/// So many files go with a message.
pub const MAX_ATTACHMENTS: u64 = 10;
const MAX_EMOJI_BYTES: usize = 64;
const MAX_TITLE_BYTES: usize = 256;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Milliseconds since 1970, by the sender's clock.
    pub time_ms: u64,
    /// What is said or done.
    pub what: What,
}

/// What is said or done. The message that an edit, a reaction or a deletion is about stands in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Somebody says something.
    Text {
        /// Markdown, not empty.
        body: String,
        /// The message that is answered.
        reply_to: Option<MessageId>,
        /// Who is named in it.
        mentions: BTreeSet<UserId>,
    },
    /// Other words for a message.
    Edit {
        /// Markdown, not empty.
        body: String,
        /// Who is named in it.
        mentions: BTreeSet<UserId>,
    },
    /// An emoji is put to a message.
    React(String),
    /// An emoji is taken from a message.
    Unreact(String),
    /// A message is gone.
    Delete,
    /// Files are sent.
    Attach {
        /// From 1 to 10.
        files: Vec<Attachment>,
        /// Words to them; `None` if there are none.
        body: Option<String>,
        /// The message that is answered.
        reply_to: Option<MessageId>,
        /// Who is named in the words.
        mentions: BTreeSet<UserId>,
    },
    /// Everything up to this message was read.
    Receipt(MessageId),
    /// What the group is called from now on.
    Title(String),
}

/// What was found under the keys of the map.
#[derive(Default)]
struct Fields {
    t: Option<u64>,
    ts: Option<u64>,
    att: Option<Vec<Attachment>>,
    body: Option<String>,
    read: Option<MessageId>,
    mentions: Option<BTreeSet<UserId>>,
    reply_to: Option<MessageId>,
}

impl Fields {
    fn read(items: &mut Items<'_>) -> Result<Self, Malformed> {
        let mut found = Self::default();
        items.map(|key, items| {
            match key {
                "t" => found.t = Some(items.number()?),
                "ts" => found.ts = Some(items.number()?),
                "att" => found.att = Some(attachments(items)?),
                "body" => found.body = Some(items.text()?.to_owned()),
                "read" => found.read = Some(MessageId::new(items.bytes()?)?),
                "mentions" => found.mentions = Some(mentions(items)?),
                "reply_to" => found.reply_to = Some(MessageId::new(items.bytes()?)?),
                _ => return Err(Malformed::Field),
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn body(&mut self, longest: usize) -> Result<String, Malformed> {
        let body = self.body.take().ok_or(Malformed::Field)?;
        if body.is_empty() || body.len() > longest { Err(Malformed::Value) } else { Ok(body) }
    }

    fn words(&mut self) -> Result<String, Malformed> {
        self.body(MAX_CONTENT_BYTES)
    }

    fn mentions(&mut self) -> BTreeSet<UserId> {
        self.mentions.take().unwrap_or_default()
    }

    /// Takes what the kind has, and leaves what it has not.
    fn what(&mut self, kind: u64) -> Result<What, Malformed> {
        Ok(match kind {
            1 => {
                What::Text { body: self.words()?, reply_to: self.reply_to.take(), mentions: self.mentions() }
            }
            2 => What::Edit { body: self.words()?, mentions: self.mentions() },
            3 => What::React(self.body(MAX_EMOJI_BYTES)?),
            4 => What::Unreact(self.body(MAX_EMOJI_BYTES)?),
            5 => What::Delete,
            6 => What::Attach {
                files: self.att.take().ok_or(Malformed::Field)?,
                body: if self.body.is_some() { Some(self.words()?) } else { None },
                reply_to: self.reply_to.take(),
                mentions: self.mentions(),
            },
            7 => What::Receipt(self.read.take().ok_or(Malformed::Field)?),
            8 => What::Title(self.body(MAX_TITLE_BYTES)?),
            _ => return Err(Malformed::MessageKind),
        })
    }

    const fn is_empty(&self) -> bool {
        self.att.is_none()
            && self.body.is_none()
            && self.read.is_none()
            && self.mentions.is_none()
            && self.reply_to.is_none()
    }
}

fn attachments(items: &mut Items<'_>) -> Result<Vec<Attachment>, Malformed> {
    let count = items.array(MAX_ATTACHMENTS)?;
    (0..count).map(|_| Attachment::read(items)).collect()
}

fn mentions(items: &mut Items<'_>) -> Result<BTreeSet<UserId>, Malformed> {
    let count = items.array(MAX_MENTIONS)?;
    let mut people = BTreeSet::new();
    for _ in 0..count {
        let user = UserId(items.number()?);
        if people.last().is_some_and(|last| *last >= user) {
            return Err(Malformed::List);
        }
        people.insert(user);
    }
    Ok(people)
}

impl Content {
    /// Reads what was decrypted.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_CONTENT_BYTES {
            return Err(Malformed::TooLong);
        }
        let mut items = Items::new(bytes);
        let mut fields = Fields::read(&mut items)?;
        items.end()?;
        let kind = fields.t.ok_or(Malformed::Field)?;
        let time_ms = fields.ts.ok_or(Malformed::Field)?;
        let what = fields.what(kind)?;
        if fields.is_empty() { Ok(Self { time_ms, what }) } else { Err(Malformed::Field) }
    }

    /// Writes it; refused if nobody would read it: too long, empty, or with what may not be in it.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        let mut bytes = Vec::new();
        self.map().write(&mut bytes);
        Self::parse(&bytes).map(|_| bytes)
    }

    fn map(&self) -> Map {
        let map = Map::default()
            .with("t", |to| cbor::write_number(self.what.number().into(), to))
            .with("ts", |to| cbor::write_number(self.time_ms, to));
        let said = |map: Map, body: &str| map.with("body", |to| cbor::write_text(body, to));
        match &self.what {
            What::Text { body, reply_to, mentions } => with_context(said(map, body), *reply_to, mentions),
            What::Edit { body, mentions } => with_context(said(map, body), None, mentions),
            What::React(body) | What::Unreact(body) | What::Title(body) => said(map, body),
            What::Delete => map,
            What::Attach { files, body, reply_to, mentions } => {
                let map = map.with("att", |to| {
                    cbor::write_array(files.len(), to);
                    files.iter().for_each(|file| file.write(to));
                });
                let map = map.with_some("body", body.as_ref(), |body, to| cbor::write_text(body, to));
                with_context(map, *reply_to, mentions)
            }
            What::Receipt(read) => map.with("read", |to| cbor::write_bytes(&read.bytes(), to)),
        }
    }
}

fn with_context(map: Map, reply_to: Option<MessageId>, mentions: &BTreeSet<UserId>) -> Map {
    let mentions = Some(mentions).filter(|mentions| !mentions.is_empty());
    map.with_some("reply_to", reply_to, |id, to| cbor::write_bytes(&id.bytes(), to)).with_some(
        "mentions",
        mentions,
        |mentions, to| {
            cbor::write_array(mentions.len(), to);
            mentions.iter().for_each(|user| cbor::write_number(user.0, to));
        },
    )
}

impl What {
    /// The number of the kind, the same as in the header.
    pub const fn number(&self) -> u8 {
        match self {
            Self::Text { .. } => 1,
            Self::Edit { .. } => 2,
            Self::React(_) => 3,
            Self::Unreact(_) => 4,
            Self::Delete => 5,
            Self::Attach { .. } => 6,
            Self::Receipt(_) => 7,
            Self::Title(_) => 8,
        }
    }

    /// Whether a header of this kind is right for it.
    pub const fn is_of(&self, kind: Kind) -> bool {
        self.number() == kind.number()
    }
}

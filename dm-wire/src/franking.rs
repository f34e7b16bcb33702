//! What makes a report provable. The sender commits to the content under a key inside of the message; the server, which
//! sees the commitment alone, remembers by a MAC of its own who sent it where and when. Later a recipient can show content
//! and key, and the server can tell that it was really sent; nobody else can, and nobody can make it up.

use crate::bytes::{Reader, Wire, write_part};
use crate::content::{Content, MAX_CONTENT_BYTES};
use crate::header::{Commitment, Header, Opening};
use crate::keys::Secret;
use crate::malformed::Malformed;
use crate::refused::{Refused, Unopened};
use crate::signed::Label;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

pub(crate) fn mac(key: &Secret, message: &[u8]) -> [u8; 32] {
    // A key of 32 bytes is as long as one needs to be, so there is no other outcome.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key.0) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// What the sender's MAC is made over: the head up to the commitment, and the content.
pub fn commitment_input(opening: &Opening, content: &[u8]) -> Vec<u8> {
    let mut bytes = Label::COMMITMENT.before(opening);
    bytes.extend_from_slice(content);
    bytes
}

/// The commitment that belongs into the header.
pub fn commit(key: &Secret, opening: &Opening, content: &[u8]) -> Commitment {
    Commitment(mac(key, &commitment_input(opening, content)))
}

/// What the server's MAC is made over: commitment, message, conversation, who, from which device, and when it came.
pub fn tag_input(header: &Header, server_time_ms: u64) -> Vec<u8> {
    let mut bytes = Label::TAG.before(&header.commitment.0);
    header.opening.id.write(&mut bytes);
    header.opening.conversation.write(&mut bytes);
    header.opening.from.write(&mut bytes);
    server_time_ms.write(&mut bytes);
    bytes
}

/// The server's tag, which goes out with the message and is not stored by anybody who has to be believed.
pub fn tag(server_key: &Secret, header: &Header, server_time_ms: u64) -> [u8; 32] {
    mac(server_key, &tag_input(header, server_time_ms))
}

/// What somebody shows to report a message. The recipient keeps all of it from the moment the message is shown, so a sender
/// who deletes the message later does not undo it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The head of the message.
    pub header: Header,
    /// Its content, as it was inside.
    pub content: Vec<u8>,
    /// The key of the commitment, from inside of the message.
    pub commitment_key: Secret,
    /// The server's tag, as it came with the message.
    pub receipt: Receipt,
}

/// What the server says of a message when it hands it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Which of the server's keys made the tag.
    pub key: u32,
    /// When the server said that it came, in milliseconds since 1970.
    pub server_time_ms: u64,
    /// Over header and time, see [`tag`].
    pub tag: [u8; 32],
}

impl Wire for Receipt {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { key: from.u32()?, server_time_ms: from.u64()?, tag: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.key.write(to);
        self.server_time_ms.write(to);
        self.tag.write(to);
    }
}

impl Report {
    /// Refused unless this was sent, by whom and when the report says. The key is the one that the receipt names.
    pub fn check(&self, server_key: &Secret) -> Result<Content, Unopened> {
        let tag = tag(server_key, &self.header, self.receipt.server_time_ms);
        if !bool::from(tag.ct_eq(&self.receipt.tag)) {
            return Err(Refused::Tag.into());
        }
        let commitment = commit(&self.commitment_key, &self.header.opening, &self.content);
        if commitment != self.header.commitment {
            return Err(Refused::Commitment.into());
        }
        let content = Content::parse(&self.content)?;
        let is_same = content.what.is_of(self.header.opening.kind);
        if is_same { Ok(content) } else { Err(Refused::OtherKind.into()) }
    }
}

impl Wire for Report {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let header = Header::read(from)?;
        let content = from.part()?.remainder();
        if content.len() > MAX_CONTENT_BYTES {
            return Err(Malformed::TooLong);
        }
        let (content, commitment_key) = (content.to_vec(), Secret::read(from)?);
        Ok(Self { header, content, commitment_key, receipt: Receipt::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.header.write(to);
        write_part(&self.content, to);
        self.commitment_key.write(to);
        self.receipt.write(to);
    }
}

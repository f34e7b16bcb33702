//! What is encrypted of a message: the content, the key of the commitment, where chains stand, and padding.

use crate::bytes::{Reader, Wire, write_part};
use crate::content::Content;
use crate::franking;
use crate::head::Head;
use crate::header::Header;
use crate::ids::Hash;
use crate::keys::Secret;
use crate::malformed::Malformed;
use crate::membership::MAX_MEMBERS;
use crate::message::PADDED_SIZES;
use crate::refused::Refused;
pub use crate::refused::Unopened;
use hubbub_shared::UserId;
use std::collections::BTreeMap;

const END: u8 = 0x80;

/// What a message says, and what goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plaintext {
    /// The key of the commitment (`kf`). Whoever reports the message hands it out.
    pub commitment_key: Secret,
    /// What is said.
    pub content: Content,
    /// Where the sender's own chain stands.
    pub own: Head,
    /// Where the sender believes the others' chains stand; at most 15.
    pub peers: BTreeMap<UserId, Head>,
    /// The hash of the message that this device sent before in this conversation; zero if there is none.
    pub previous: Hash,
}

impl Plaintext {
    /// Reads what was decrypted. Before anything of it is shown, [`Plaintext::open`] has to check it.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        if !PADDED_SIZES.contains(&bytes.len()) {
            return Err(Malformed::Size);
        }
        let mut reader = Reader::new(bytes);
        let from = &mut reader;
        let commitment_key = Secret::read(from)?;
        let content = Content::parse(from.part()?.remainder())?;
        let plaintext = Self {
            commitment_key,
            content,
            own: Head::read(from)?,
            peers: peers(from)?,
            previous: Hash::read(from)?,
        };
        let padding = from.remainder();
        let used = bytes.len() - padding.len();
        let is_end = padding.split_first().is_some_and(|(end, zeros)| {
            *end == END && zeros.iter().all(|byte| *byte == 0) && padded(used + 1) == Some(bytes.len())
        });
        if is_end { Ok(plaintext) } else { Err(Malformed::Padding) }
    }

    /// Reads what was decrypted, and refuses what is not what the header says: another kind, or not what the sender
    /// committed to. The latter could not be reported, so it is not shown either.
    pub fn open(header: &Header, bytes: &[u8]) -> Result<Self, Unopened> {
        let plaintext = Self::parse(bytes)?;
        let content = plaintext.content.encode()?;
        if franking::commit(&plaintext.commitment_key, &header.opening, &content) != header.commitment {
            return Err(Refused::Commitment.into());
        }
        if !plaintext.content.what.is_of(header.opening.kind) {
            return Err(Refused::OtherKind.into());
        }
        Ok(plaintext)
    }

    /// Writes it, padded; refused if nobody would read it.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        let mut bytes = self.commitment_key.encode();
        write_part(&self.content.encode()?, &mut bytes);
        self.own.write(&mut bytes);
        if self.peers.len() >= MAX_MEMBERS {
            return Err(Malformed::List);
        }
        u8::try_from(self.peers.len()).map_err(|_| Malformed::List)?.write(&mut bytes);
        for (user, head) in &self.peers {
            user.write(&mut bytes);
            head.write(&mut bytes);
        }
        self.previous.write(&mut bytes);
        bytes.push(END);
        bytes.resize(padded(bytes.len()).ok_or(Malformed::TooLong)?, 0);
        Ok(bytes)
    }
}

/// The smallest size that so many bytes fit into.
fn padded(length: usize) -> Option<usize> {
    PADDED_SIZES.into_iter().find(|size| *size >= length)
}

fn peers(from: &mut Reader<'_>) -> Result<BTreeMap<UserId, Head>, Malformed> {
    let count = usize::from(from.u8()?);
    let mut peers = BTreeMap::new();
    for _ in 0..count {
        let (user, head) = (UserId::read(from)?, Head::read(from)?);
        let is_next = peers.last_key_value().is_none_or(|(last, _)| *last < user);
        if !is_next || count >= MAX_MEMBERS {
            return Err(Malformed::List);
        }
        peers.insert(user, head);
    }
    Ok(peers)
}

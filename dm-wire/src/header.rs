//! The head of a message: what the server sees of it. All of it is bound to the key, the ciphertext and the signature, so
//! whoever changes a bit of it has a message that does not open.

use crate::bytes::{Reader, Wire};
use crate::grant::Party;
use crate::ids::{ConversationId, EpochId, MessageId};
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use std::fmt;
use subtle::ConstantTimeEq;

/// What a message is. Those that are about another message name it, where the server sees it: it has to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody says something.
    Text,
    /// A message of the same person says something else now.
    Edit(MessageId),
    /// An emoji is put to a message.
    React(MessageId),
    /// An emoji is taken from a message.
    Unreact(MessageId),
    /// A message of the same person is gone.
    Delete(MessageId),
    /// Files, perhaps with words.
    Attach,
    /// How far somebody has read.
    Receipt,
    /// What the group is called.
    Title,
}

impl Kind {
    /// As it is written, in the header and in the content.
    pub const fn number(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Edit(_) => 2,
            Self::React(_) => 3,
            Self::Unreact(_) => 4,
            Self::Delete(_) => 5,
            Self::Attach => 6,
            Self::Receipt => 7,
            Self::Title => 8,
        }
    }

    /// The message that it is about.
    pub const fn target(self) -> Option<MessageId> {
        match self {
            Self::Edit(target) | Self::React(target) | Self::Unreact(target) | Self::Delete(target) => {
                Some(target)
            }
            Self::Text | Self::Attach | Self::Receipt | Self::Title => None,
        }
    }

    const fn of(number: u8, target: Option<MessageId>) -> Result<Self, Malformed> {
        Ok(match (number, target) {
            (1, None) => Self::Text,
            (2, Some(target)) => Self::Edit(target),
            (3, Some(target)) => Self::React(target),
            (4, Some(target)) => Self::Unreact(target),
            (5, Some(target)) => Self::Delete(target),
            (6, None) => Self::Attach,
            (7, None) => Self::Receipt,
            (8, None) => Self::Title,
            (1..=8, _) => return Err(Malformed::Flags),
            _ => return Err(Malformed::MessageKind),
        })
    }
}

const NOTIFY: u8 = 1;
const HAS_ATTACHMENT: u8 = 2;
const HAS_TARGET: u8 = 4;

/// Everything of the head but the commitment, which is made over this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// What the message is. Of it follow the flags for attachments and for a target.
    pub kind: Kind,
    /// Whether others shall be told.
    pub notify: bool,
    /// Where it belongs.
    pub conversation: ConversationId,
    /// Made by the sender.
    pub id: MessageId,
    /// Who sends it, from which device.
    pub from: Party,
    /// Whose key it is encrypted with.
    pub epoch: EpochId,
    /// Goes up with each message of the epoch.
    pub counter: u32,
    /// Random; with the secret of the epoch it makes the key of this message.
    pub salt: [u8; 16],
}

impl Opening {
    fn flags(&self) -> u8 {
        let notify = if self.notify { NOTIFY } else { 0 };
        let attachment = if self.kind == Kind::Attach { HAS_ATTACHMENT } else { 0 };
        let target = if self.kind.target().is_some() { HAS_TARGET } else { 0 };
        notify | attachment | target
    }

    /// The info of HKDF for the message's key.
    pub fn key_info(&self) -> Vec<u8> {
        Label::MESSAGE_KEY.before(self)
    }
}

impl Wire for Opening {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        let (number, flags) = (from.u8()?, from.u8()?);
        let conversation = ConversationId::read(from)?;
        let id = MessageId::read(from)?;
        let party = Party::read(from)?;
        let epoch = EpochId::read(from)?;
        let (counter, salt) = (from.u32()?, from.array()?);
        let target = if flags & HAS_TARGET == 0 { None } else { Some(MessageId::read(from)?) };
        let kind = Kind::of(number, target)?;
        let opening =
            Self { kind, notify: flags & NOTIFY != 0, conversation, id, from: party, epoch, counter, salt };
        if opening.flags() == flags { Ok(opening) } else { Err(Malformed::Flags) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        to.extend_from_slice(&[self.kind.number(), self.flags()]);
        self.conversation.write(to);
        self.id.write(to);
        self.from.write(to);
        self.epoch.write(to);
        self.counter.write(to);
        self.salt.write(to);
        if let Some(target) = self.kind.target() {
            target.write(to);
        }
    }
}

/// What the sender commits to (`frank_c`): a MAC of the content under a key that is inside of the message. Compared in
/// constant time.
#[derive(Clone, Copy, Eq)]
pub struct Commitment(pub [u8; 32]);

impl PartialEq for Commitment {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// The whole head: 128 bytes, or 144 with a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What comes before the commitment.
    pub opening: Opening,
    /// To opening and content.
    pub commitment: Commitment,
}

impl Header {
    /// What is authenticated with the ciphertext.
    pub fn associated_data(&self) -> Vec<u8> {
        Label::MESSAGE.before(self)
    }
}

impl Wire for Header {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { opening: Opening::read(from)?, commitment: Commitment(from.array()?) })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.opening.write(to);
        self.commitment.0.write(to);
    }
}

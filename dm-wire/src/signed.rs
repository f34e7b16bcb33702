//! What is signed, and that nothing signed for one purpose counts for another: each input of a signature, a MAC or an
//! AEAD begins with a label that belongs to it alone.

use crate::bytes::{Reader, Wire};
use crate::ids::Hash;
use crate::keys::{Point, Signature};
use crate::malformed::Malformed;

/// A label, of which none is the beginning of another, since each ends with a zero byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label(&'static str);

impl Label {
    /// A new device proves that it has the key that it enters with.
    pub const POSSESSION: Self = Self("dm1/pop\0");
    /// A link of a device chain is signed.
    pub const LINK: Self = Self("dm1/link\0");
    /// A device says how far its person's chain goes.
    pub const HEAD: Self = Self("dm1/head\0");
    /// A device's signed prekey.
    pub const BUNDLE: Self = Self("dm1/bundle\0");
    /// A prekey for one use.
    pub const ONE_TIME: Self = Self("dm1/otk\0");
    /// A change of who is in a group.
    pub const MEMBERSHIP: Self = Self("dm1/conv\0");
    /// The id of a conversation of two.
    pub const PAIR: Self = Self("dm1/1to1\0");
    /// The id of a group.
    pub const GROUP: Self = Self("dm1/group\0");
    /// Whom an epoch key was given to.
    pub const RECIPIENTS: Self = Self("dm1/recipients\0");
    /// An epoch key is sealed to a device.
    pub const GRANT: Self = Self("dm1/grant\0");
    /// A message's own key is derived.
    pub const MESSAGE_KEY: Self = Self("dm1/msgkey\0");
    /// A message is encrypted.
    pub const MESSAGE: Self = Self("dm1/msg\0");
    /// A message is signed by the epoch's key.
    pub const SIGNATURE: Self = Self("dm1/sig\0");
    /// The sender commits to what a message says.
    pub const COMMITMENT: Self = Self("dm1/frank\0");
    /// The server remembers what was committed to, by whom and when.
    pub const TAG: Self = Self("dm1/tag\0");
    /// A backup's own key is derived.
    pub const BACKUP_KEY: Self = Self("dm1/backupkey\0");
    /// A backup is encrypted.
    pub const BACKUP: Self = Self("dm1/backup\0");
    /// A backup key is sealed to a device.
    pub const BACKUP_GRANT: Self = Self("dm1/bkgrant\0");
    /// The characters that tell mistakes in a code.
    pub const CODE: Self = Self("dm1/code\0");
    /// The key of what a recovery code seals is derived.
    pub const RECOVERY_KEY: Self = Self("dm1/recoverykey\0");
    /// A recovery device's keys are encrypted.
    pub const RECOVERY: Self = Self("dm1/recovery\0");
    /// What a new device shows to be linked.
    pub const LINK_OFFER: Self = Self("dm1/linkqr\0");
    /// What is typed in place of that.
    pub const LINK_CODE: Self = Self("dm1/linkcode\0");
    /// A new device asks to be linked.
    pub const LINK_REQUEST: Self = Self("dm1/linknew\0");
    /// A device that is linked is told whose it is.
    pub const LINK_WELCOME: Self = Self("dm1/linkok\0");
    /// A file is encrypted.
    pub const FILE: Self = Self("dm1/file\0");
    /// The digits that people compare.
    pub const SAFETY: Self = Self("dm1/safety\0");
    /// The picture that devices read from each other.
    pub const PICTURE: Self = Self("dm1/qr\0");

    /// What the label begins, to which the rest is appended.
    pub fn begin(self) -> Vec<u8> {
        self.0.as_bytes().to_vec()
    }

    /// The label and what it is for.
    pub fn before(self, what: &impl Wire) -> Vec<u8> {
        let mut bytes = self.begin();
        what.write(&mut bytes);
        bytes
    }
}

/// What can be signed as it is.
pub trait Statement: Wire {
    /// What signatures of it begin with.
    const LABEL: Label;

    /// What is signed.
    fn signed_input(&self) -> Vec<u8> {
        Self::LABEL.before(self)
    }
}

/// A statement and a signature of it, which was not checked by reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T> {
    /// What is stated; it comes first.
    pub body: T,
    /// By whom is told in the body.
    pub signature: Signature,
}

impl<T: Statement> Signed<T> {
    /// Whether this key signed it.
    pub fn is_by(&self, key: &Point) -> bool {
        key.has_signed(&self.body.signed_input(), &self.signature)
    }

    /// SHA-256 of all its bytes, the signature included.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.encode())
    }
}

impl<T: Statement> Wire for Signed<T> {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { body: T::read(from)?, signature: Signature::read(from)? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.body.write(to);
        self.signature.write(to);
    }
}

/// The version and the suite that the formats begin with. There is one of each, and nothing to negotiate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format;

impl Format {
    /// The version of all formats.
    pub const VERSION: u8 = 1;
    /// P-256, HKDF and HMAC with SHA-256, AES-256-GCM.
    pub const SUITE: u8 = 1;
}

impl Wire for Format {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        if from.u8()? != Self::VERSION {
            return Err(Malformed::Version);
        }
        if from.u8()? != Self::SUITE {
            return Err(Malformed::Suite);
        }
        Ok(Self)
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&[Self::VERSION, Self::SUITE]);
    }
}

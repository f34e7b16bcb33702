//! What lets somebody in who has lost all devices: a code on paper, and the recovery device's private keys sealed under it.
//! The server keeps what is sealed; without the code, which has 130 bits, it is of no use.

use crate::bytes::{Reader, Wire, write_part};
use crate::ids::{DeviceId, Hash};
use crate::malformed::Malformed;
use crate::signed::{Format, Label};
use hubbub_shared::UserId;
use std::fmt;
use subtle::ConstantTimeEq;

/// Crockford's base 32: no I, L, O or U, so that nothing is taken for something else when it is read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code for people to write down: 26 characters of chance, and 2 that tell most mistakes of writing. Of the recovery code
/// and of what is typed to link a device.
#[derive(Clone)]
pub struct Code([u8; Self::CHARACTERS]);

impl Code {
    /// Without the two that are computed.
    pub const CHARACTERS: usize = 26;
    const CHECKED: usize = Self::CHARACTERS + 2;

    /// Of each random byte, 5 bits count.
    pub fn new(random: &[u8; Self::CHARACTERS]) -> Self {
        Self(random.map(letter))
    }

    /// What somebody typed: in any case, with or without spaces and dashes; O is 0, I and L are 1.
    pub fn parse(typed: &str) -> Result<Self, Malformed> {
        let is_told = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b'-';
        let bytes: Vec<u8> = typed.bytes().filter(is_told).map(read_as).collect();
        let bytes: [u8; Self::CHECKED] = bytes.try_into().map_err(|_| Malformed::Length)?;
        if !bytes.iter().all(|byte| ALPHABET.contains(byte)) {
            return Err(Malformed::Value);
        }
        let mut code = Self([0; Self::CHARACTERS]);
        let (chance, check) = bytes.split_at(Self::CHARACTERS);
        code.0.copy_from_slice(chance);
        if code.check() == check { Ok(code) } else { Err(Malformed::Value) }
    }

    /// 28 characters in groups of four, as they are shown.
    pub fn shown(&self) -> String {
        let all = [self.0.as_slice(), &self.check()].concat();
        let groups = all.chunks(4).map(|group| group.iter().map(|byte| char::from(*byte)).collect());
        groups.collect::<Vec<String>>().join("-")
    }

    /// What keys are derived from: the 26 characters in ASCII.
    pub const fn material(&self) -> &[u8; Self::CHARACTERS] {
        &self.0
    }

    /// The secret of a device that is being linked, when its code is typed and not read as a picture.
    pub fn link_secret(&self) -> crate::keys::Secret {
        crate::keys::Secret(Hash::of(&Label::LINK_CODE.before(&self.0)).0)
    }

    /// The first ten bits of a hash.
    fn check(&self) -> [u8; 2] {
        let hash = Hash::of(&Label::CODE.before(&self.0)).0;
        let ten = u16::from_be_bytes([hash[0], hash[1]]) >> 6;
        [letter((ten >> 5) as u8), letter((ten & 31) as u8)]
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

fn letter(value: u8) -> u8 {
    ALPHABET.get(usize::from(value & 31)).copied().unwrap_or(b'0')
}

const fn read_as(byte: u8) -> u8 {
    match byte.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    }
}

/// The clear fields of what is sealed: 42 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryHead {
    /// Whose it is.
    pub user: UserId,
    /// The recovery device whose keys are inside; it must be active in their chain.
    pub device: DeviceId,
    /// Random; the key is derived from the code with it.
    pub salt: [u8; 16],
}

impl RecoveryHead {
    /// The info of HKDF, with the code's characters and the salt.
    pub fn key_info(&self) -> Vec<u8> {
        Label::RECOVERY_KEY.before(self)
    }

    /// What is authenticated with the ciphertext.
    pub fn associated_data(&self) -> Vec<u8> {
        Label::RECOVERY.before(self)
    }
}

impl Wire for RecoveryHead {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self { user: UserId::read(from)?, device: DeviceId::read(from)?, salt: from.array()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.user.write(to);
        self.device.write(to);
        self.salt.write(to);
    }
}

/// A recovery device's private keys, sealed under the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryBlob {
    /// What can be read of it.
    pub head: RecoveryHead,
    /// AES-256-GCM, with its tag.
    pub ciphertext: Vec<u8>,
}

impl Wire for RecoveryBlob {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let head = RecoveryHead::read(from)?;
        let ciphertext = from.part()?.remainder().to_vec();
        let longest = 2 * (2 + RecoveryKeys::LONGEST) + 16;
        let fits = (2 * 3 + 16..=longest).contains(&ciphertext.len());
        if fits { Ok(Self { head, ciphertext }) } else { Err(Malformed::Length) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.head.write(to);
        write_part(&self.ciphertext, to);
    }
}

/// What is inside: both private keys in PKCS #8, which every browser exports once and imports.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKeys {
    /// The one that signs links.
    pub signing: Vec<u8>,
    /// Opens backup keys.
    pub agreement: Vec<u8>,
}

impl RecoveryKeys {
    /// No PKCS #8 of a key of P-256 is longer.
    pub const LONGEST: usize = 255;
}

impl fmt::Debug for RecoveryKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKeys")
    }
}

impl Wire for RecoveryKeys {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut key = || {
            let key = from.part()?.remainder();
            let fits = (1..=Self::LONGEST).contains(&key.len());
            if fits { Ok(key.to_vec()) } else { Err(Malformed::Length) }
        };
        Ok(Self { signing: key()?, agreement: key()? })
    }

    fn write(&self, to: &mut Vec<u8>) {
        write_part(&self.signing, to);
        write_part(&self.agreement, to);
    }
}

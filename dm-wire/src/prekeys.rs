//! Keys that a device lays out for those who write to it while it is away. Both kinds are signed by the device, so the
//! server can hold them back or use them up, but not replace them.

use crate::bytes::{Reader, Wire};
use crate::chain::Chain;
use crate::ids::DeviceId;
use crate::keys::Point;
use crate::malformed::Malformed;
use crate::refused::Refused;
use crate::signed::{Format, Label, Signed, Statement};
use std::num::NonZeroU32;

/// The suites that a device understands: the lowest bit is suite 1. Others than that are for later, and signed, so that
/// nobody can take them away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suites(pub u16);

impl Suites {
    /// The only one there is.
    pub const ONLY_FIRST: Self = Self(1);

    /// Whether the suite of this number is among them.
    pub const fn include(self, suite: u8) -> bool {
        suite >= 1 && suite <= 16 && self.0 & (1 << (suite - 1)) != 0
    }
}

/// A device's signed prekey (SPK), of which there is one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundleBody {
    /// Whose it is.
    pub device: DeviceId,
    /// Tells this prekey from the one before.
    pub spk: u32,
    /// The prekey's public half.
    pub spk_public: Point,
    /// Milliseconds since 1970, when it was made.
    pub created_ms: u64,
    /// Milliseconds since 1970; from then on its private half does not exist any more.
    pub expires_ms: u64,
    /// What the device understands.
    pub suites: Suites,
}

impl BundleBody {
    /// No prekey lives for longer than this (30 days): what was encrypted to it could be read for as long.
    pub const LONGEST_MS: u64 = 30 * 86_400_000;
}

impl Wire for BundleBody {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Format::read(from)?;
        Ok(Self {
            device: DeviceId::read(from)?,
            spk: from.u32()?,
            spk_public: Point::read(from)?,
            created_ms: from.u64()?,
            expires_ms: from.u64()?,
            suites: Suites(from.u16()?),
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        Format.write(to);
        self.device.write(to);
        self.spk.write(to);
        self.spk_public.write(to);
        self.created_ms.write(to);
        self.expires_ms.write(to);
        self.suites.0.write(to);
    }
}

impl Statement for BundleBody {
    const LABEL: Label = Label::BUNDLE;
}

/// A signed prekey with its signature: 169 bytes.
pub type Bundle = Signed<BundleBody>;

/// A prekey for one use (OTK). It goes with its signed prekey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneTimeBody {
    /// Whose it is.
    pub device: DeviceId,
    /// The signed prekey that it goes with.
    pub spk: u32,
    /// Its number; 0 would mean none.
    pub id: NonZeroU32,
    /// The prekey's public half.
    pub public: Point,
}

impl Wire for OneTimeBody {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            device: DeviceId::read(from)?,
            spk: from.u32()?,
            id: NonZeroU32::new(from.u32()?).ok_or(Malformed::PrekeyId)?,
            public: Point::read(from)?,
        })
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.device.write(to);
        self.spk.write(to);
        self.id.get().write(to);
        self.public.write(to);
    }
}

impl Statement for OneTimeBody {
    const LABEL: Label = Label::ONE_TIME;
}

/// A one-time prekey with its signature: 153 bytes.
pub type OneTimeKey = Signed<OneTimeBody>;

/// Checks a bundle of the device with this id, which the chain must have as an active browser.
pub fn check_bundle(chain: &Chain, device: DeviceId, bundle: &Bundle, now_ms: u64) -> Result<(), Refused> {
    let body = &bundle.body;
    let browser = chain.browser(device)?;
    if body.device != device {
        return Err(Refused::OtherDevice);
    }
    if !bundle.is_by(&browser.entry.keys.signing) {
        return Err(Refused::BadSignature);
    }
    if !body.suites.include(Format::SUITE) {
        return Err(Refused::SuiteNotOffered);
    }
    match body.expires_ms.checked_sub(body.created_ms) {
        Some(1..=BundleBody::LONGEST_MS) if now_ms < body.expires_ms => Ok(()),
        Some(1..=BundleBody::LONGEST_MS) => Err(Refused::Expired),
        _ => Err(Refused::Lifetime),
    }
}

/// Checks a one-time prekey that came with a bundle, which was checked before.
pub fn check_one_time(chain: &Chain, bundle: &Bundle, key: &OneTimeKey) -> Result<(), Refused> {
    let browser = chain.browser(bundle.body.device)?;
    if key.body.device != bundle.body.device {
        return Err(Refused::OtherDevice);
    }
    if key.body.spk != bundle.body.spk {
        return Err(Refused::OtherGeneration);
    }
    if key.is_by(&browser.entry.keys.signing) { Ok(()) } else { Err(Refused::BadSignature) }
}

//! How records are written down on the device. Not a format: nobody else reads it, and nothing is signed over it.

use dm_wire::UserId;
use dm_wire::bytes::{Reader, Wire};
use dm_wire::franking::Receipt;
use dm_wire::grant::{Grant, Party};
use dm_wire::head::{Head, HeadAttest};
use dm_wire::header::Header;
use dm_wire::ids::{ConversationId, DeviceId, EpochId, Hash, Identity, MessageId};
use dm_wire::keys::{Point, Secret};
use dm_wire::link::Link;
use dm_wire::linking::LinkWelcome;
use dm_wire::malformed::Malformed;
use dm_wire::membership::Membership;
use dm_wire::prekeys::{Bundle, OneTimeKey};
use dm_wire::recovery::RecoveryBlob;

/// What can be written down and read again.
pub trait Keep: Sized {
    /// Reads it where the reader is.
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed>;

    /// Appends it to what is there.
    fn write(&self, to: &mut Vec<u8>);

    /// Its bytes, alone.
    fn kept(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// Reads all of these bytes.
    fn of(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let value = Self::read(&mut reader)?;
        reader.end()?;
        Ok(value)
    }
}

macro_rules! as_on_the_wire {
    ($($name:ty)*) => {$(
        impl Keep for $name {
            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                <Self as Wire>::read(from)
            }

            fn write(&self, to: &mut Vec<u8>) {
                Wire::write(self, to);
            }
        }
    )*};
}

as_on_the_wire! {
    u8 u32 u64 UserId Hash Identity DeviceId ConversationId EpochId MessageId Head Point Secret Party Header Receipt
    Link Grant Bundle OneTimeKey HeadAttest Membership LinkWelcome RecoveryBlob
    dm_wire::backup::BackupGrant
}

impl Keep for bool {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(from.u8()? != 0)
    }

    fn write(&self, to: &mut Vec<u8>) {
        to.push((*self).into());
    }
}

impl<T: Keep> Keep for Option<T> {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }

    fn write(&self, to: &mut Vec<u8>) {
        self.is_some().write(to);
        if let Some(value) = self {
            value.write(to);
        }
    }
}

impl<T: Keep> Keep for Vec<T> {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let count = from.u32()?;
        (0..count).map(|_| T::read(from)).collect()
    }

    fn write(&self, to: &mut Vec<u8>) {
        Keep::write(&u32::try_from(self.len()).unwrap_or(u32::MAX), to);
        self.iter().for_each(|value| value.write(to));
    }
}

/// Bytes that are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Raw(pub Vec<u8>);

impl Keep for Raw {
    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let length = usize::try_from(from.u32()?).map_err(|_| Malformed::Length)?;
        Ok(Self(from.take(length)?.to_vec()))
    }

    fn write(&self, to: &mut Vec<u8>) {
        Keep::write(&u32::try_from(self.0.len()).unwrap_or(u32::MAX), to);
        to.extend_from_slice(&self.0);
    }
}

/// Structs that are written and read field by field.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl Keep for $name {
            fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
                Ok(Self { $($field: Keep::read(from)?,)* })
            }

            fn write(&self, to: &mut Vec<u8>) {
                $(Keep::write(&self.$field, to);)*
            }
        }
    )*};
}

/// The same for those that are kept by themselves, each in its table, sealed or not.
macro_rules! kept {
    ($($(#[$doc:meta])* $name:ident in $table:ident $sealed:literal { $($fields:tt)* })*) => {$(
        fields! { $(#[$doc])* $name { $($fields)* } }

        impl Record for $name {
            const TABLE: Table = Table::$table;
            const SEALED: bool = $sealed;
        }
    )*};
}

pub(crate) use fields;
pub(crate) use kept;

//! 64-bit ids that sort by time of creation.
//!
//! Layout: milliseconds since 1970 in the upper 44 bits, a counter in the lower 20. From the year 2000 to
//! 2248 every id has 19 decimal digits, so ids sort the same as numbers and as text. JSON carries them as
//! decimal strings (JavaScript loses integers above 2^53), MessagePack as `u64`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;

/// Bits of an id that tell ids of one millisecond apart.
pub const SEQUENCE_BITS: u32 = 20;

/// The id for a millisecond and a counter value; only the counter's lower 20 bits are used.
pub const fn compose(unix_ms: u64, counter: u64) -> u64 {
    (unix_ms << SEQUENCE_BITS) | (counter & ((1 << SEQUENCE_BITS) - 1))
}

/// An id that is not a positive decimal number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is a decimal number, as text")
    }
}

impl std::error::Error for InvalidId {}

pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Accepts a `u64`, or its decimal text (JSON).
struct NumberVisitor(&'static str);

impl de::Visitor<'_> for NumberVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<u64, E> {
        parse_decimal(value).ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &self))
    }
}

/// Writes a number as decimal text where a person reads it, as a number elsewhere.
pub(crate) fn serialize_u64<S: Serializer>(value: u64, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        serializer.collect_str(&value)
    } else {
        serializer.serialize_u64(value)
    }
}

/// Reads what [`serialize_u64`] wrote.
pub(crate) fn deserialize_u64<'de, D: Deserializer<'de>>(
    deserializer: D,
    what: &'static str,
) -> Result<u64, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_str(NumberVisitor(what))
    } else {
        deserializer.deserialize_u64(NumberVisitor(what))
    }
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse_decimal(text).map(Self).ok_or(InvalidId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_u64(self.0, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_u64(deserializer, "an id as decimal text").map(Self)
            }
        }

        #[cfg(feature = "schema")]
        crate::schema::decimal!($name, concat!($($doc,)*));
    )*};
}

ids! {
    /// A person who has signed in once.
    UserId;
    /// A hub: a community with its channels.
    HubId;
    /// A group of channels within a hub.
    CategoryId;
    /// A place of a hub where messages are.
    ChannelId;
    /// Where a conversation takes place, whatever kind of place it is. A channel's place has the channel's id.
    PlaceId;
    /// A category, a channel or a role, where it makes no difference which: no two things have the same id.
    AnyId;
    /// A message; never reused, not even after deletion.
    MessageId;
    /// A set of permissions that members are given. The id of the *everyone* role equals its hub's id.
    RoleId;
    /// Roles of a hub that its members choose from.
    RoleGroupId;
    /// What a moderator noted about a member.
    NoteId;
    /// That somebody saved a message; grows with the time of saving.
    SavedMessageId;
    /// A message that is to be sent later.
    ScheduledMessageId;
    /// What a draft became by one change; of two, the greater one is newer.
    DraftRev;
    /// A signed-in device or program.
    SessionId;
    /// A rule of a hub's automod.
    AutomodRuleId;
    /// What somebody wrote and a moderator has to look at before it becomes a message.
    HeldMessageId;
    /// What somebody reported.
    ReportId;
    /// What one person reacted with to one message.
    ReactionId;
    /// A file that goes with a message, or will.
    AttachmentId;
    /// A key with which a program acts for a person, in a narrower scope.
    ApiKeyId;
    /// A program with an account of its own. The account, its bot, has the same id.
    ApplicationId;
    /// An address to which programs post into a channel. As an author of messages, it is the id of a user that nobody is.
    WebhookId;
    /// An address to which events of a hub are sent. It has no user, and says nothing.
    OutgoingWebhookId;
}

impl HubId {
    /// The role that every member has.
    pub const fn everyone(self) -> RoleId {
        RoleId(self.0)
    }
}

impl WebhookId {
    /// As who it writes: no person has the id.
    pub const fn author(self) -> UserId {
        UserId(self.0)
    }
}

impl ApplicationId {
    /// The account with which it comes into hubs.
    pub const fn bot(self) -> UserId {
        UserId(self.0)
    }

    /// As what its open sockets count, which end together.
    pub const fn session(self) -> SessionId {
        SessionId(self.0)
    }
}

impl ChannelId {
    /// The place that the channel is.
    pub const fn place(self) -> PlaceId {
        PlaceId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_the_same_as_text_and_as_numbers() {
        let early = UserId(compose(1_000_000_000_000, 0));
        let late = UserId(compose(8_000_000_000_000, 5));
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().len(), late.to_string().len());
    }

    #[test]
    fn json_carries_text_and_messagepack_a_number() {
        let id = HubId(u64::MAX);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"18446744073709551615\"");
        assert_eq!(rmp_serde::to_vec(&id).unwrap(), [0xcf, 255, 255, 255, 255, 255, 255, 255, 255]);
        assert_eq!(serde_json::from_str::<HubId>("\"18446744073709551615\"").unwrap(), id);
        assert_eq!(rmp_serde::from_slice::<HubId>(&rmp_serde::to_vec(&id).unwrap()).unwrap(), id);
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in ["", "-1", "+1", "1e3", " 1", "18446744073709551616", "٣", "null"] {
            assert_eq!(text.parse::<UserId>(), Err(InvalidId), "{text:?}");
        }
    }
}

//! What a member may do: a 64-bit set, one table of names and meanings, and the arithmetic in [`resolve`].
//!
//! JSON carries the set as a decimal string (bits above 2^53 survive JavaScript), MessagePack as `u64`.

pub mod manage;
pub mod resolve;

use crate::ids::{deserialize_u64, serialize_u64};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Permissions(pub u64);

/// One row of the table: a permission by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// The one bit that stands for it.
    pub bit: Permissions,
    /// Name in JSON, documentation and the explanation.
    pub name: &'static str,
    /// What it lets a member do.
    pub meaning: &'static str,
}

macro_rules! permissions {
    ($($name:ident = $bit:literal, $text:literal, $meaning:literal;)*) => {
        impl Permissions {
            $(#[doc = $meaning] pub const $name: Self = Self(1 << $bit);)*

            /// Every permission, in the order of the bits. Gaps are left for later ones.
            pub const TABLE: &'static [Permission] = &[
                $(Permission { bit: Self::$name, name: $text, meaning: $meaning },)*
            ];

            /// Bits that have a meaning; others in stored data are masked.
            pub const KNOWN: Self = Self($(1 << $bit)|*);
        }
    };
}

permissions! {
    VIEW = 0, "view", "See the channel and that it exists.";
    HISTORY = 1, "history", "Read messages sent before now.";
    SEND = 8, "send", "Send messages.";
    ATTACH = 9, "attach", "Attach files to messages.";
    EMBED = 10, "embed", "Have links shown with a preview.";
    MENTION_EVERYONE = 11, "mention_everyone", "Notify everyone at once.";
    POLL = 12, "poll", "Ask polls.";
    REACT = 13, "react", "Add reactions, and vote in polls.";
    CHANGE_NICKNAME = 16, "change_nickname", "Change what they are called in the hub.";
    CHOOSE_ROLES = 17, "choose_roles", "Choose from the roles that the hub offers.";
    MANAGE_MESSAGES = 24, "manage_messages", "Delete and pin messages of others, lock channels, and write while they are locked or in slow mode.";
    TIME_OUT_MEMBERS = 25, "time_out_members", "Stop a member from writing for a while.";
    KICK_MEMBERS = 26, "kick_members", "Remove a member, who may come back.";
    BAN_MEMBERS = 27, "ban_members", "Remove a member for good.";
    MANAGE_NICKNAMES = 28, "manage_nicknames", "Change what members are called in the hub.";
    REVIEW_REPORTS = 29, "review_reports", "Read what members report, and decide about it.";
    INVITE = 36, "invite", "Create invites.";
    MANAGE_CHANNELS = 37, "manage_channels", "Create, change and delete channels and categories.";
    MANAGE_ROLES = 38, "manage_roles", "Create, change and assign lower roles, and change overwrites.";
    MANAGE_HUB = 39, "manage_hub", "Change the hub's name and settings.";
    VIEW_AUDIT_LOG = 40, "view_audit_log", "See who did what in the hub.";
    MANAGE_WEBHOOKS = 41, "manage_webhooks", "Create, change and delete webhooks, by which programs post messages and are told what happens.";
    ADMINISTRATOR = 60, "administrator", "Everything, in every channel.";
}

impl Permissions {
    /// No permission at all.
    pub const NONE: Self = Self(0);
    /// Every known permission.
    pub const ALL: Self = Self::KNOWN;
    /// What everyone may do in a new hub.
    pub const EVERYONE_DEFAULT: Self = Self(
        Self::VIEW.0
            | Self::HISTORY.0
            | Self::SEND.0
            | Self::ATTACH.0
            | Self::EMBED.0
            | Self::POLL.0
            | Self::REACT.0
            | Self::INVITE.0
            | Self::CHANGE_NICKNAME.0
            | Self::CHOOSE_ROLES.0,
    );
    /// What a role may give that members choose for themselves: to take part, and no power over others.
    pub const CHOOSABLE: Self = Self(
        Self::VIEW.0
            | Self::HISTORY.0
            | Self::SEND.0
            | Self::ATTACH.0
            | Self::EMBED.0
            | Self::POLL.0
            | Self::REACT.0,
    );
    /// What a member keeps who is timed out, or has yet to accept the hub's rules.
    pub const READ_ONLY: Self = Self(Self::VIEW.0 | Self::HISTORY.0);
    /// What a lock takes, from those who do not moderate the channel.
    pub const LOCKED_OUT: Self = Self(Self::SEND.0 | Self::REACT.0);
    /// What goes with `SEND`: who may not send may do none of these.
    pub const NEED_SEND: Self =
        Self(Self::ATTACH.0 | Self::EMBED.0 | Self::MENTION_EVERYONE.0 | Self::POLL.0);

    /// What this governs does not exist yet: nothing asks for it.
    pub const WITHOUT_EFFECT: Self = Self::EMBED;

    /// What is asked for in the hub as a whole alone: in a channel it makes no difference.
    pub const OF_HUB: Self = Self(
        Self::TIME_OUT_MEMBERS.0
            | Self::KICK_MEMBERS.0
            | Self::BAN_MEMBERS.0
            | Self::MANAGE_NICKNAMES.0
            | Self::REVIEW_REPORTS.0
            | Self::INVITE.0
            | Self::MANAGE_HUB.0
            | Self::VIEW_AUDIT_LOG.0
            | Self::CHANGE_NICKNAME.0
            | Self::CHOOSE_ROLES.0
            | Self::ADMINISTRATOR.0,
    );

    /// Whether all of `needed` is in this set.
    pub const fn contains(self, needed: Self) -> bool {
        self.0 & needed.0 == needed.0
    }

    /// This set without `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is in this set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Names of what is in the set, in the order of the table.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::TABLE.iter().filter(move |row| self.contains(row.bit)).map(|row| row.name)
    }
}

impl BitOr for Permissions {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Permissions {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl BitAnd for Permissions {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_u64(self.0, serializer)
    }
}

#[cfg(feature = "schema")]
crate::schema::decimal!(Permissions, "A set of permissions: the sum of their values, as decimal text.");

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_u64(deserializer, "a permission set as decimal text").map(Self)
    }
}

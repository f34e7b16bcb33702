//! The pages of a hub's settings.

use hubbub_shared::Permissions;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubSection {
    /// What everybody who joins accepts.
    Rules,
    /// What is looked for in messages.
    Automod,
    /// What a rule keeps until somebody decides.
    Review,
    /// The ways in.
    Invites,
    /// What holds a crowd off.
    RaidShield,
    /// Who may not come.
    Bans,
}

impl HubSection {
    /// In the order in which they are listed.
    pub const ALL: &[Self] =
        &[Self::Rules, Self::Automod, Self::Review, Self::Invites, Self::RaidShield, Self::Bans];

    /// Its part of the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules => "rules",
            Self::Automod => "automod",
            Self::Review => "review",
            Self::Invites => "invites",
            Self::RaidShield => "raid-shield",
            Self::Bans => "bans",
        }
    }

    /// What one must be allowed to do in the hub to find anything there.
    pub const fn needs(self) -> Permissions {
        match self {
            Self::Rules | Self::Automod | Self::Invites | Self::RaidShield => Permissions::MANAGE_HUB,
            Self::Review => Permissions::MANAGE_MESSAGES,
            Self::Bans => Permissions::BAN_MEMBERS,
        }
    }

    /// Those that are open to somebody with these permissions.
    pub fn open_to(may: Permissions) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |section| may.contains(section.needs()))
    }
}

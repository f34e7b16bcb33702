//! The pages of a hub's settings.

use hubbub_shared::Permissions;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubSection {
    /// Who may not come.
    Bans,
}

impl HubSection {
    /// In the order in which they are listed.
    pub const ALL: &[Self] = &[Self::Bans];

    /// Its part of the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bans => "bans",
        }
    }

    /// What one must be allowed to do in the hub to find anything there.
    pub const fn needs(self) -> Permissions {
        match self {
            Self::Bans => Permissions::BAN_MEMBERS,
        }
    }

    /// Those that are open to somebody with these permissions.
    pub fn open_to(may: Permissions) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |section| may.contains(section.needs()))
    }
}

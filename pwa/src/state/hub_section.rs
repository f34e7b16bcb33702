//! The pages of a hub's settings. Their addresses are read in the part of the app that draws them.

use super::{Overwritten, Route};
use hubbub_shared::{HubId, Permissions, RoleId};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubSection {
    /// What roles there are.
    Roles,
    /// One role; without an id, one that is being made.
    Role(Option<RoleId>),
    /// What channels and categories change about what roles may do.
    Permissions,
    /// What one of them changes.
    PermissionsOf(Overwritten),
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

/// The word for a role that has no id yet.
const NEW: &str = "new";

impl HubSection {
    /// Those that are listed, in that order.
    pub const ALL: &[Self] = &[
        Self::Rules,
        Self::Roles,
        Self::Permissions,
        Self::Automod,
        Self::Review,
        Self::Invites,
        Self::RaidShield,
        Self::Bans,
    ];

    /// Its part of the address.
    fn address(self) -> String {
        match self {
            Self::Roles => "roles".to_owned(),
            Self::Role(None) => format!("roles/{NEW}"),
            Self::Role(Some(role)) => format!("roles/{role}"),
            Self::Permissions => "permissions".to_owned(),
            Self::PermissionsOf(of) => format!("permissions/{}", of.name_in_address()),
            Self::Rules => "rules".to_owned(),
            Self::Automod => "automod".to_owned(),
            Self::Review => "review".to_owned(),
            Self::Invites => "invites".to_owned(),
            Self::RaidShield => "raid-shield".to_owned(),
            Self::Bans => "bans".to_owned(),
        }
    }

    /// Where it is.
    pub fn at(self, hub: HubId) -> Route {
        Route::HubSettings(hub, self.address())
    }

    /// The page of this part of an address; `Some(None)`: the list of all.
    pub fn named(address: &str) -> Option<Option<Self>> {
        if address.is_empty() { Some(None) } else { Self::parse(address).map(Some) }
    }

    fn parse(address: &str) -> Option<Self> {
        match *address.split('/').collect::<Vec<_>>() {
            ["roles", NEW] => Some(Self::Role(None)),
            ["roles", role] => role.parse().ok().map(|role| Self::Role(Some(role))),
            ["permissions", of] => Overwritten::named(of).map(Self::PermissionsOf),
            [name] => Self::ALL.iter().copied().find(|section| section.address() == name),
            _ => None,
        }
    }

    /// The page that leads here. `None`: the list of all.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Role(_) => Some(Self::Roles),
            Self::PermissionsOf(_) => Some(Self::Permissions),
            _ => None,
        }
    }

    /// What one must be allowed to do in the hub to find anything there.
    pub const fn needs(self) -> Permissions {
        match self {
            Self::Roles | Self::Role(_) | Self::Permissions => Permissions::MANAGE_ROLES,
            // That is asked for in the channel.
            Self::PermissionsOf(_) => Permissions::NONE,
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

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::{CategoryId, ChannelId};

    #[test]
    fn every_page_has_an_address_that_leads_back() {
        let others = [
            HubSection::Role(None),
            HubSection::Role(Some(RoleId(7))),
            HubSection::PermissionsOf(Overwritten::Channel(ChannelId(2))),
            HubSection::PermissionsOf(Overwritten::Category(CategoryId(3))),
        ];
        for page in HubSection::ALL.iter().copied().chain(others) {
            let Route::HubSettings(_, address) = page.at(HubId(1)) else { panic!("{page:?}") };
            assert_eq!(HubSection::named(&address), Some(Some(page)));
        }
        assert_eq!(HubSection::named(""), Some(None));
        for nowhere in ["roles/x", "permissions/x-1", "x", "bans/x"] {
            assert_eq!(HubSection::named(nowhere), None, "{nowhere}");
        }
    }
}

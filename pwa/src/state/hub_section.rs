//! The pages of a hub's settings. Their addresses are read in the part of the app that draws them.

use super::{Overwritten, Route};
use hubbub_shared::model::HubView;
use hubbub_shared::{HubId, Permissions, ReportId, RoleId};

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
    /// What members report.
    Reports,
    /// One report, with what was kept.
    Report(ReportId),
    /// The ways in.
    Invites,
    /// What holds a crowd off.
    RaidShield,
    /// Who may not come.
    Bans,
    /// Who belongs to the hub. Everybody may look.
    Members,
    /// What roles members choose from.
    RoleGroups,
    /// What one chooses oneself.
    OwnRoles,
    /// Addresses to which programs post.
    Webhooks,
    /// Who did what.
    AuditLog,
}

const REPORTS: &str = "reports";
/// The word for a role that has no id yet.
const NEW: &str = "new";
const OWN_ROLES: &str = "my-roles";
/// Who may do one of these looks for members to do it.
const FOR_MEMBERS: [Permissions; 5] = [
    Permissions::MANAGE_ROLES,
    Permissions::MANAGE_NICKNAMES,
    Permissions::TIME_OUT_MEMBERS,
    Permissions::KICK_MEMBERS,
    Permissions::BAN_MEMBERS,
];

impl HubSection {
    /// The page of what is kept for review, for whom it is enough to lead there: all addresses are more to load.
    pub const REVIEW: &str = "review";
    /// Those that are listed, in that order.
    pub const ALL: &[Self] = &[
        Self::Rules,
        Self::Members,
        Self::Roles,
        Self::RoleGroups,
        Self::Permissions,
        Self::Automod,
        Self::Review,
        Self::Reports,
        Self::Invites,
        Self::RaidShield,
        Self::Bans,
        Self::Webhooks,
        Self::AuditLog,
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
            Self::Review => Self::REVIEW.to_owned(),
            Self::Reports => REPORTS.to_owned(),
            Self::Report(report) => format!("{REPORTS}/{report}"),
            Self::Invites => "invites".to_owned(),
            Self::RaidShield => "raid-shield".to_owned(),
            Self::Bans => "bans".to_owned(),
            Self::Members => "members".to_owned(),
            Self::RoleGroups => "role-groups".to_owned(),
            Self::OwnRoles => OWN_ROLES.to_owned(),
            Self::Webhooks => "webhooks".to_owned(),
            Self::AuditLog => "audit-log".to_owned(),
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
            [OWN_ROLES] => Some(Self::OwnRoles),
            [REPORTS, report] => report.parse().ok().map(Self::Report),
            [name] => Self::ALL.iter().copied().find(|section| section.address() == name),
            _ => None,
        }
    }

    /// The page that leads here. `None`: the list of all.
    pub const fn above(self) -> Option<Self> {
        match self {
            Self::Role(_) => Some(Self::Roles),
            Self::Report(_) => Some(Self::Reports),
            Self::PermissionsOf(_) => Some(Self::Permissions),
            _ => None,
        }
    }

    /// What one must be allowed to do in the hub to find anything there.
    pub const fn needs(self) -> Permissions {
        match self {
            Self::Roles | Self::Role(_) | Self::RoleGroups | Self::Permissions => Permissions::MANAGE_ROLES,
            // That is asked for in the channel.
            Self::PermissionsOf(_) => Permissions::NONE,
            // Everybody may find members; the page of roles to choose says itself who may not.
            Self::Members | Self::OwnRoles => Permissions::NONE,
            Self::Rules | Self::Automod | Self::Invites | Self::RaidShield => Permissions::MANAGE_HUB,
            Self::Review => Permissions::MANAGE_MESSAGES,
            Self::Reports | Self::Report(_) => Permissions::REVIEW_REPORTS,
            Self::Bans => Permissions::BAN_MEMBERS,
            Self::Webhooks => Permissions::MANAGE_WEBHOOKS,
            Self::AuditLog => Permissions::VIEW_AUDIT_LOG,
        }
    }

    /// What somebody may do in a hub as a whole; and in any of its channels, where that is what a page goes by.
    pub fn rights_in(view: &HubView) -> Permissions {
        let in_channels =
            view.channels.iter().fold(Permissions::NONE, |all, channel| all | channel.permissions);
        view.permissions | (in_channels & (Self::Review.needs() | Self::Webhooks.needs()))
    }

    /// Those that are listed for somebody with these permissions.
    pub fn open_to(may: Permissions) -> impl Iterator<Item = Self> {
        let is_listed = move |section: &Self| match section {
            Self::Members => FOR_MEMBERS.iter().any(|right| may.contains(*right)),
            section => may.contains(section.needs()),
        };
        Self::ALL.iter().copied().filter(is_listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::{CategoryId, ChannelId};

    #[test]
    fn every_page_has_an_address_that_leads_back_and_is_listed_for_whom_it_is() {
        let others = [
            HubSection::OwnRoles,
            HubSection::Role(None),
            HubSection::Role(Some(RoleId(7))),
            HubSection::PermissionsOf(Overwritten::Channel(ChannelId(2))),
            HubSection::PermissionsOf(Overwritten::Category(CategoryId(3))),
        ];
        for page in HubSection::ALL.iter().copied().chain(others) {
            let Route::HubSettings(_, address) = page.at(HubId(1)) else { panic!("{page:?}") };
            assert_eq!(HubSection::named(&address), Some(Some(page)));
        }
        assert_eq!(HubSection::open_to(Permissions::EVERYONE_DEFAULT).count(), 0);
        assert_eq!(HubSection::open_to(Permissions::KICK_MEMBERS).collect::<Vec<_>>(), [HubSection::Members]);
        assert_eq!(HubSection::named(""), Some(None));
        for nowhere in ["roles/x", "permissions/x-1", "x", "bans/x"] {
            assert_eq!(HubSection::named(nowhere), None, "{nowhere}");
        }
    }
}

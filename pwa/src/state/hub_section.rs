//! The pages of a hub's settings.

use super::Overwritten;
use hubbub_shared::{Permissions, ReportId, RoleId};

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
    /// Who did what.
    AuditLog,
}

const REPORTS: &str = "reports";
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
        Self::Reports,
        Self::Invites,
        Self::RaidShield,
        Self::Bans,
        Self::AuditLog,
    ];

    /// Its part of the address.
    pub fn address(self) -> String {
        match self {
            Self::Roles => "roles".to_owned(),
            Self::Role(None) => format!("roles/{NEW}"),
            Self::Role(Some(role)) => format!("roles/{role}"),
            Self::Permissions => "permissions".to_owned(),
            Self::PermissionsOf(of) => format!("permissions/{}", of.name_in_address()),
            Self::Rules => "rules".to_owned(),
            Self::Automod => "automod".to_owned(),
            Self::Review => "review".to_owned(),
            Self::Reports => REPORTS.to_owned(),
            Self::Report(report) => format!("{REPORTS}/{report}"),
            Self::Invites => "invites".to_owned(),
            Self::RaidShield => "raid-shield".to_owned(),
            Self::Bans => "bans".to_owned(),
            Self::AuditLog => "audit-log".to_owned(),
        }
    }

    /// The page of these parts of an address.
    pub fn parse(parts: &[&str]) -> Option<Self> {
        match parts {
            ["roles", NEW] => Some(Self::Role(None)),
            ["roles", role] => role.parse().ok().map(|role| Self::Role(Some(role))),
            ["permissions", of] => Overwritten::named(of).map(Self::PermissionsOf),
            [REPORTS, report] => report.parse().ok().map(Self::Report),
            [name] => Self::ALL.iter().copied().find(|section| section.address() == *name),
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
            Self::Roles | Self::Role(_) | Self::Permissions => Permissions::MANAGE_ROLES,
            // That is asked for in the channel.
            Self::PermissionsOf(_) => Permissions::NONE,
            Self::Rules | Self::Automod | Self::Invites | Self::RaidShield => Permissions::MANAGE_HUB,
            Self::Review => Permissions::MANAGE_MESSAGES,
            Self::Reports | Self::Report(_) => Permissions::REVIEW_REPORTS,
            Self::Bans => Permissions::BAN_MEMBERS,
            Self::AuditLog => Permissions::VIEW_AUDIT_LOG,
        }
    }

    /// Those that are open to somebody with these permissions.
    pub fn open_to(may: Permissions) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |section| may.contains(section.needs()))
    }
}

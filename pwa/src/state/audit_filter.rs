//! What is looked for in a hub's audit log.

use hubbub_shared::model::User;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::command::GetAuditLog;
use hubbub_shared::{ChannelId, HubId, Timestamp};

/// All that is given must fit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuditFilter {
    /// Done by this person.
    pub who: Option<User>,
    /// Done to this person.
    pub whom: Option<User>,
    /// Done in this way.
    pub action: Option<AuditAction>,
    /// Done in or to this channel.
    pub place: Option<ChannelId>,
    /// Done at this moment or later.
    pub since: Option<i64>,
    /// Done before this moment.
    pub until: Option<i64>,
}

impl AuditFilter {
    /// Whether everything fits.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What to ask for; `before`: only older lines than this one.
    pub fn ask(&self, hub: HubId, before: Option<u64>) -> GetAuditLog {
        GetAuditLog {
            hub,
            who: self.who.as_ref().map(|user| user.id),
            whom: self.whom.as_ref().map(|user| user.id),
            action: self.action,
            place: self.place.map(ChannelId::place),
            since: self.since.map(Timestamp),
            until: self.until.map(Timestamp),
            before,
            limit: None,
        }
    }

    /// The address of a file with all that fits.
    pub fn file(&self, hub: HubId, format: &str) -> String {
        let fields = [
            ("who", self.who.as_ref().map(|user| user.id.to_string())),
            ("whom", self.whom.as_ref().map(|user| user.id.to_string())),
            ("action", self.action.map(|action| action.name().to_owned())),
            ("place", self.place.map(|place| place.to_string())),
            ("since", self.since.map(|at| Timestamp(at).to_string())),
            ("until", self.until.map(|at| Timestamp(at).to_string())),
        ];
        let mut address = format!("/api/hubs/{hub}/audit-log/export?format={format}");
        for (name, value) in fields.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            address += &format!("&{name}={value}");
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, GENERAL, HUB, user};

    #[test]
    fn the_file_has_what_the_page_shows() {
        let all = AuditFilter::default();
        assert!(all.is_empty());
        assert_eq!(all.file(HUB, "csv"), "/api/hubs/10/audit-log/export?format=csv");
        let some = AuditFilter {
            who: Some(user(ADA)),
            action: Some(AuditAction::RoleCreated),
            place: Some(GENERAL),
            since: Some(0),
            ..all
        };
        let ask = some.ask(HUB, Some(7));
        assert_eq!((ask.who, ask.action, ask.before), (Some(ADA), Some(AuditAction::RoleCreated), Some(7)));
        assert_eq!(
            some.file(HUB, "json"),
            "/api/hubs/10/audit-log/export?format=json&who=1&action=role_created&place=20&since=1970-01-01T00:00:00.000Z"
        );
    }
}

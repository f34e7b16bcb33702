//! Documents of rules.

use crate::store::{Collection, Entity, FIRST_VERSION, Index};
use hubbub_shared::model::{AutomodAction, AutomodRule, AutomodTrigger};
use hubbub_shared::{AutomodRuleId, ChannelId, HubId, RoleId};
use serde::{Deserialize, Serialize};

/// A rule of a hub's automod as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDoc {
    /// The rule's id, which never changes.
    #[serde(rename = "_id")]
    pub id: AutomodRuleId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The hub whose messages it looks at.
    pub hub: HubId,
    /// What moderators call it.
    pub name: String,
    /// Whether it is in force.
    pub enabled: bool,
    /// What it looks for.
    pub trigger: AutomodTrigger,
    /// What it does about it.
    pub action: AutomodAction,
    /// What somebody is told whose words it stops. `None`: the rule's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// It does not look at members with one of these roles; ids of deleted ones are ignored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exempt_roles: Vec<RoleId>,
    /// It does not look into these channels; ids of deleted ones are ignored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exempt_channels: Vec<ChannelId>,
}

/// The collection of all hubs' rules.
pub static AUTOMOD_RULES: Collection = Collection {
    name: "automod_rules",
    append_only: false,
    indexes: &[Index { name: "hub", keys: &["hub"], unique: false, partial: None, ttl: false }],
};

impl Entity for RuleDoc {
    const COLLECTION: &'static Collection = &AUTOMOD_RULES;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl RuleDoc {
    /// A rule that does not exist yet, in force, for everybody and everywhere.
    pub const fn new(
        id: AutomodRuleId,
        hub: HubId,
        name: String,
        trigger: AutomodTrigger,
        action: AutomodAction,
    ) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            hub,
            name,
            enabled: true,
            trigger,
            action,
            notice: None,
            exempt_roles: Vec::new(),
            exempt_channels: Vec::new(),
        }
    }

    /// What somebody is told whose words it stops.
    pub fn told(&self) -> String {
        let usual = || format!("A rule of this hub does not let this through: {}.", self.name);
        self.notice.clone().unwrap_or_else(usual)
    }

    /// As who manages the hub sees it.
    pub fn view(&self) -> AutomodRule {
        AutomodRule {
            id: self.id,
            hub: self.hub,
            name: self.name.clone(),
            enabled: self.enabled,
            trigger: self.trigger.clone(),
            action: self.action,
            notice: self.notice.clone(),
            exempt_roles: self.exempt_roles.clone(),
            exempt_channels: self.exempt_channels.clone(),
        }
    }
}

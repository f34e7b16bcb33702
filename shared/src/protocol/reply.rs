//! What a call that succeeded returns. REST sends the payload alone.

use crate::model::{
    AuditPage, AutomodRule, AutomodRules, AutomodTrial, BanPage, Category, Channel, ChannelChanges,
    ChannelState, HeldMessages, HubRules, HubView, Invite, InvitePreview, Invites, Me, Member, MemberPage,
    Message, MessagePage, RaidShield, Role,
};
use crate::permissions::resolve::Explanation;
use serde::{Deserialize, Serialize};

macro_rules! replies {
    ($($(#[$doc:meta])* $name:ident($type:ty),)*) => {
        /// Every reply. On the wire: `{"message": {…}}`, or `"done"`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Reply {
            /// It is done; there is nothing to tell.
            Done,
            $($(#[$doc])* $name($type),)*
        }

        impl Reply {
            /// What is in it, as JSON: the body of REST's answer. `None`: there is nothing to tell.
            pub fn to_json(&self) -> serde_json::Result<Option<Vec<u8>>> {
                match self {
                    Self::Done => Ok(None),
                    $(Self::$name(payload) => serde_json::to_vec(payload).map(Some),)*
                }
            }
        }

        $(impl From<$type> for Reply {
            fn from(payload: $type) -> Self {
                Self::$name(payload)
            }
        })*
    };
}

replies! {
    /// The caller, as only they see themselves.
    Me(Me),
    /// A hub as the caller sees it.
    Hub(HubView),
    /// A category of a hub.
    Category(Category),
    /// A channel as the caller sees it.
    Channel(Channel),
    /// A role of a hub.
    Role(Role),
    /// A member of a hub.
    Member(Member),
    /// A page of a hub's members.
    Members(MemberPage),
    /// An invite as its maker sees it.
    Invite(Invite),
    /// An invite as a stranger sees it.
    InvitePreview(InvitePreview),
    /// A message as the caller sees it.
    Message(Message),
    /// A page of history.
    Page(MessagePage),
    /// What changed in a channel since the rev that was asked from.
    Changes(ChannelChanges),
    /// Where a channel and its reader stand.
    ChannelState(ChannelState),
    /// Permissions, and why.
    Explanation(Explanation),
    /// A part of a hub's audit log.
    AuditLog(AuditPage),
    /// A page of a hub's bans.
    Bans(BanPage),
    /// Invites of a hub.
    Invites(Invites),
    /// What a hub wants of its people.
    HubRules(HubRules),
    /// What a hub does against raids.
    RaidShield(RaidShield),
    /// A rule of a hub's automod.
    AutomodRule(AutomodRule),
    /// All rules of a hub's automod.
    AutomodRules(AutomodRules),
    /// What a text would meet.
    AutomodTrial(AutomodTrial),
    /// A page of what moderators have to look at.
    HeldMessages(HeldMessages),
}

impl From<()> for Reply {
    fn from((): ()) -> Self {
        Self::Done
    }
}

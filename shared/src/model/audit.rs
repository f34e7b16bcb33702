//! The audit log of a hub: who did what.

use crate::ids::{HubId, PlaceId};
use crate::model::User;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// What can happen, as a stable word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum AuditAction {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
            /// Something that only a newer program knows. Nothing is stored under this word.
            #[serde(rename = "unknown", other)]
            Unknown,
        }

        impl AuditAction {
            /// Every action that is known, for documentation and tests.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word on the wire.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

actions! {
    /// Somebody founded the hub.
    HubCreated = "hub_created";
    /// Its name, its settings or its owner are others now.
    HubUpdated = "hub_updated";
    /// Only those who moderate a channel may write in it, everywhere in the hub.
    HubLocked = "hub_locked";
    /// Who could write before it was locked can again.
    HubUnlocked = "hub_unlocked";
    /// It is gone, and its audit log with it.
    HubDeleted = "hub_deleted";
    /// There is a new role.
    RoleCreated = "role_created";
    /// A role has another name, place, looks or other permissions.
    RoleUpdated = "role_updated";
    /// A role is gone.
    RoleDeleted = "role_deleted";
    /// There is a new group of roles that members choose from.
    RoleGroupCreated = "role_group_created";
    /// A group of roles has another name or place, or offers other roles.
    RoleGroupUpdated = "role_group_updated";
    /// A group of roles is gone; who chose from it keeps what they chose.
    RoleGroupDeleted = "role_group_deleted";
    /// There is a new category.
    CategoryCreated = "category_created";
    /// A category has another name, place or other overwrites.
    CategoryUpdated = "category_updated";
    /// A category is gone.
    CategoryDeleted = "category_deleted";
    /// There is a new channel.
    ChannelCreated = "channel_created";
    /// A channel has another name, topic, place or other overwrites.
    ChannelUpdated = "channel_updated";
    /// Only those who moderate the channel may write in it.
    ChannelLocked = "channel_locked";
    /// Who could write before the channel was locked can again.
    ChannelUnlocked = "channel_unlocked";
    /// A channel is gone.
    ChannelDeleted = "channel_deleted";
    /// Somebody came in.
    MemberJoined = "member_joined";
    /// A bot was added, with a role of its own.
    BotAdded = "bot_added";
    /// A member has other roles, or a timeout began or ended.
    MemberUpdated = "member_updated";
    /// Somebody left the hub.
    MemberLeft = "member_left";
    /// Somebody was removed, and may come back.
    MemberKicked = "member_kicked";
    /// Somebody was banned, whether they belonged to the hub or not, or a ban has another end or reason.
    MemberBanned = "member_banned";
    /// A ban was taken back. One that ends by itself is nobody's act.
    BanLifted = "ban_lifted";
    /// A moderator noted something. About whom is in no log.
    NoteAdded = "note_added";
    /// A moderator deleted what they had noted.
    NoteDeleted = "note_deleted";
    /// There is a new invite.
    InviteCreated = "invite_created";
    /// An invite was used: whoever did it joined by it.
    InviteUsed = "invite_used";
    /// An invite is taken back.
    InviteRevoked = "invite_revoked";
    /// Nobody comes in by an invite for now, because somebody said so or too many came at once.
    InvitesPaused = "invites_paused";
    /// Invites let people in again, before the pause would have ended.
    InvitesResumed = "invites_resumed";
    /// Somebody accepted the hub's rules, and can do more than read from then on.
    RulesAccepted = "rules_accepted";
    /// There is a new rule of automod.
    AutomodRuleCreated = "automod_rule_created";
    /// A rule of automod looks for something else, does something else, or is for others now.
    AutomodRuleUpdated = "automod_rule_updated";
    /// A rule of automod is gone.
    AutomodRuleDeleted = "automod_rule_deleted";
    /// There is a new webhook.
    WebhookCreated = "webhook_created";
    /// A webhook has another name, channel or token.
    WebhookUpdated = "webhook_updated";
    /// A webhook is gone: its address leads nowhere.
    WebhookDeleted = "webhook_deleted";
    /// Events of the hub are sent to a new address.
    OutgoingWebhookCreated = "outgoing_webhook_created";
    /// A webhook that is sent events has another name, address or secret, is told of something else, pauses or goes on.
    OutgoingWebhookUpdated = "outgoing_webhook_updated";
    /// Events of the hub are not sent to an address any more.
    OutgoingWebhookDeleted = "outgoing_webhook_deleted";
    /// An address is gone, or took nothing for days: the server sends it nothing any more.
    OutgoingWebhookStopped = "outgoing_webhook_stopped";
    /// A message was pinned.
    MessagePinned = "message_pinned";
    /// A message is no longer pinned.
    MessageUnpinned = "message_unpinned";
    /// A moderator ended somebody's poll before its time.
    PollEnded = "poll_ended";
    /// A moderator took somebody's reaction away.
    ReactionRemoved = "reaction_removed";
    /// A rule let nobody read what somebody wrote.
    MessageBlocked = "message_blocked";
    /// A rule keeps what somebody wrote until a moderator has looked at it.
    MessageHeld = "message_held";
    /// A rule points at a message that everybody can read.
    MessageFlagged = "message_flagged";
    /// A moderator let a message through that a rule had kept.
    MessageReleased = "message_released";
    /// A moderator threw a message away that a rule had kept.
    MessageDiscarded = "message_discarded";
    /// Somebody looks after a report now.
    ReportTaken = "report_taken";
    /// Somebody no longer looks after a report that is not decided.
    ReportReturned = "report_returned";
    /// A report is decided.
    ReportResolved = "report_resolved";
    /// A report was put before the owner of the server.
    ReportEscalated = "report_escalated";
    /// The owner of the server closed the hub, or decided that it is deleted after some days.
    HubSuspended = "hub_suspended";
    /// The hub is open again: the owner of the server said so, or its time was over.
    HubReleased = "hub_released";
    /// A hub was given to another member by the owner of the server. In the log of the server.
    HubHandedOver = "hub_handed_over";
    /// A hub that was to be deleted is gone, after its days of grace. In the log of the server.
    HubErased = "hub_erased";
    /// Somebody was signed out everywhere and cannot sign in. In the log of the server.
    PersonSuspended = "person_suspended";
    /// Somebody can sign in again. In the log of the server.
    PersonReleased = "person_released";
    /// Somebody was signed out everywhere. In the log of the server.
    PersonSignedOut = "person_signed_out";
    /// Somebody's account was ended by the owner of the server. In the log of the server.
    PersonErased = "person_erased";
    /// Who may come, who may found hubs, or limits are others. In the log of the server.
    ServerUpdated = "server_updated";
    /// Something is told to everybody. In the log of the server.
    Announced = "announced";
    /// It is told no more. In the log of the server.
    AnnouncementEnded = "announcement_ended";
    /// A message was sent. Not in the audit log.
    MessageSent = "message_sent";
    /// A message has other words. Not in the audit log.
    MessageEdited = "message_edited";
    /// A message lost its words. In the audit log if it was another's.
    MessageDeleted = "message_deleted";
    /// Somebody deleted messages together. One line, with their number as `count`.
    MessagesDeleted = "messages_deleted";
}

/// What kind of caller does something, as a stable word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A person, or a program that acts for one.
    Person,
    /// A program with a key of a person, who is `who`.
    ApiKey,
    /// A webhook, whose id is that of `who`.
    Webhook,
    /// A bot, who is `who`.
    Bot,
    /// A rule of the hub; `who` is the one whose act it answers.
    Automod,
}

/// A field that a change made another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldChange {
    /// Its name, as in the model that clients see.
    pub field: String,
    /// What it was. Absent: it had no value, or what it belongs to is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What it is. Absent: it has no value, or what it belongs to is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

/// One line of a hub's audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// The hub whose log it is in; `0`: the log of the server.
    pub hub: HubId,
    /// Which line of the log, counted from 1 without gaps.
    pub number: u64,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub who: User,
    /// What kind of caller that was. Absent in old lines: a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// What was done.
    pub action: AuditAction,
    /// The id of what it was done to: of a role, a channel, a person, a message; the code of an invite.
    pub subject: String,
    /// What people called it then. Absent for what has no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The person it concerns: the member, or who wrote the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<User>,
    /// The place it was done in. Absent for what concerns the hub as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceId>,
    /// The fields that differ, each before and after.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Why, if who did it said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The request by which it was done; the server's log tells more under this name.
    pub request_id: String,
    /// SHA-256 over this line and the hash before it, in base64: a line that was changed or taken out breaks the chain.
    pub hash: String,
}

/// A part of a hub's audit log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditPage {
    /// At most as many as asked for.
    pub entries: Vec<AuditEntry>,
    /// Ask for what is before this number. Absent: there is no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

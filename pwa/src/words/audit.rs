//! Words for who did what in a hub: a sentence for each kind of thing that is done, and what was before and is after.

mod changes;

pub use changes::{Naming, in_words};

use changes::{about, isolated, roles_given, timeout};
use hubbub_shared::model::audit::{Actor, AuditAction, AuditEntry};

pub const AUDIT_LOG: &str = "Audit log";
pub const AUDIT_HINT: &str = "Who did what, and when";
pub const NONE_TITLE: &str = "Nothing yet";
pub const NONE: &str = "What people change in this hub shows here.";
pub const NOTHING_FITS_TITLE: &str = "Nothing fits";
pub const NOTHING_FITS: &str = "Nothing was done that fits all of this. Clear a filter to see more.";
pub const FILTERS: &str = "Show only";
pub const WHO: &str = "Done by";
pub const WHOM: &str = "Done to";
pub const WHAT: &str = "What";
pub const WHERE: &str = "Where";
pub const ANYTHING: &str = "Anything";
pub const ANYWHERE: &str = "Anywhere";
pub const FROM: &str = "From";
pub const UP_TO: &str = "Up to";
pub const CLEAR: &str = "Clear all";
pub const PERSON_SEARCH: &str = "Name of a member";
pub const NOBODY_FOUND: &str = "No member of that name.";
pub const LOADING_MORE: &str = "Loading more";
pub const SHOW_MORE: &str = "Show more";
pub const BEGINNING: &str = "This is where the log begins.";
pub const AUTOMOD: &str = "Automod";
pub const SAVE: &str = "Save as a file";
pub const SAVE_HINT: &str = "Everything that fits the filters, up to 50,000 lines.";
pub const AS_CSV: &str = "Table (CSV)";
pub const AS_JSON: &str = "For programs (JSON)";
pub const REASON: &str = "Reason:";
pub const A_ROLE: &str = "a role that is gone";
pub const A_CHANNEL: &str = "a channel that is gone";
pub const A_CATEGORY: &str = "a category that is gone";

/// What a filter is called that holds, with the way to clear it.
pub fn clear_of(filter: &str, value: &str) -> String {
    format!("{filter}: {value}. Clear")
}

pub fn number_and_request(number: u64, request: &str) -> String {
    format!("Line {number}, request {request}")
}

/// Kinds of what is done, as they are offered: those that a log can have.
pub const GROUPS: [(&str, &[AuditAction]); 10] = {
    use AuditAction::*;
    [
        ("The hub", &[HubCreated, HubUpdated, HubLocked, HubUnlocked, HubSuspended, HubReleased]),
        (
            "Members",
            &[
                MemberJoined,
                BotAdded,
                MemberLeft,
                MemberUpdated,
                MemberKicked,
                MemberBanned,
                BanLifted,
                RulesAccepted,
                NoteAdded,
                NoteDeleted,
            ],
        ),
        (
            "Roles",
            &[RoleCreated, RoleUpdated, RoleDeleted, RoleGroupCreated, RoleGroupUpdated, RoleGroupDeleted],
        ),
        ("Channels", &[ChannelCreated, ChannelUpdated, ChannelLocked, ChannelUnlocked, ChannelDeleted]),
        ("Categories", &[CategoryCreated, CategoryUpdated, CategoryDeleted]),
        ("Invites", &[InviteCreated, InviteUsed, InviteRevoked, InvitesPaused, InvitesResumed]),
        (
            "Webhooks",
            &[
                WebhookCreated,
                WebhookUpdated,
                WebhookDeleted,
                OutgoingWebhookCreated,
                OutgoingWebhookUpdated,
                OutgoingWebhookDeleted,
                OutgoingWebhookStopped,
            ],
        ),
        (
            "Messages",
            &[
                MessageDeleted,
                MessagesDeleted,
                MessagePinned,
                MessageUnpinned,
                PollEnded,
                ReactionRemoved,
                MessageReleased,
                MessageDiscarded,
            ],
        ),
        (
            "Automod",
            &[
                AutomodRuleCreated,
                AutomodRuleUpdated,
                AutomodRuleDeleted,
                MessageBlocked,
                MessageHeld,
                MessageFlagged,
            ],
        ),
        ("Reports", &[ReportTaken, ReportReturned, ReportResolved, ReportEscalated]),
    ]
};

/// What a kind of thing that is done is called, where one is chosen.
pub const fn title(action: AuditAction) -> &'static str {
    match action {
        AuditAction::HubCreated => "Hub founded",
        AuditAction::HubUpdated => "Hub changed",
        AuditAction::HubLocked => "Hub locked",
        AuditAction::HubUnlocked => "Hub unlocked",
        AuditAction::HubDeleted => "Hub deleted",
        AuditAction::RoleCreated => "Role created",
        AuditAction::RoleUpdated => "Role changed",
        AuditAction::RoleDeleted => "Role deleted",
        AuditAction::RoleGroupCreated => "Roles offered",
        AuditAction::RoleGroupUpdated => "Offered roles changed",
        AuditAction::RoleGroupDeleted => "Roles no longer offered",
        AuditAction::NoteAdded => "Note added",
        AuditAction::NoteDeleted => "Note deleted",
        AuditAction::CategoryCreated => "Category created",
        AuditAction::CategoryUpdated => "Category changed",
        AuditAction::CategoryDeleted => "Category deleted",
        AuditAction::ChannelCreated => "Channel created",
        AuditAction::ChannelUpdated => "Channel changed",
        AuditAction::ChannelLocked => "Channel locked",
        AuditAction::ChannelUnlocked => "Channel unlocked",
        AuditAction::ChannelDeleted => "Channel deleted",
        AuditAction::MemberJoined => "Joined",
        AuditAction::BotAdded => "Bot added",
        AuditAction::MemberUpdated => "Roles, nickname or timeout changed",
        AuditAction::MemberLeft => "Left",
        AuditAction::MemberKicked => "Kicked",
        AuditAction::MemberBanned => "Banned",
        AuditAction::BanLifted => "Ban lifted",
        AuditAction::InviteCreated => "Invite created",
        AuditAction::InviteUsed => "Invite used",
        AuditAction::InviteRevoked => "Invite revoked",
        AuditAction::InvitesPaused => "Invites paused",
        AuditAction::InvitesResumed => "Invites resumed",
        AuditAction::RulesAccepted => "Rules accepted",
        AuditAction::WebhookCreated => "Webhook created",
        AuditAction::WebhookUpdated => "Webhook changed",
        AuditAction::WebhookDeleted => "Webhook deleted",
        AuditAction::OutgoingWebhookCreated => "Sending webhook created",
        AuditAction::OutgoingWebhookUpdated => "Sending webhook changed",
        AuditAction::OutgoingWebhookDeleted => "Sending webhook deleted",
        AuditAction::OutgoingWebhookStopped => "Sending webhook stopped",
        AuditAction::AutomodRuleCreated => "Rule created",
        AuditAction::AutomodRuleUpdated => "Rule changed",
        AuditAction::AutomodRuleDeleted => "Rule deleted",
        AuditAction::MessageBlocked => "Message blocked",
        AuditAction::MessageHeld => "Message held",
        AuditAction::MessageFlagged => "Message flagged",
        AuditAction::MessageReleased => "Held message published",
        AuditAction::MessageDiscarded => "Held message discarded",
        AuditAction::ReportTaken => "Report taken",
        AuditAction::ReportReturned => "Report returned",
        AuditAction::ReportResolved => "Report decided",
        AuditAction::ReportEscalated => "Report escalated",
        AuditAction::MessageSent => "Message sent",
        AuditAction::MessageEdited => "Message edited",
        AuditAction::MessageDeleted => "Message deleted",
        AuditAction::MessagesDeleted => "Messages deleted together",
        AuditAction::MessagePinned => "Message pinned",
        AuditAction::MessageUnpinned => "Message unpinned",
        AuditAction::PollEnded => "Poll ended",
        AuditAction::ReactionRemoved => "Reaction removed",
        AuditAction::HubSuspended => "Hub suspended",
        AuditAction::HubReleased => "Hub opened again",
        AuditAction::HubHandedOver => "Hub given away",
        AuditAction::HubErased => "Hub erased",
        AuditAction::PersonSuspended => "Person suspended",
        AuditAction::PersonReleased => "Suspension lifted",
        AuditAction::PersonSignedOut => "Person signed out",
        AuditAction::PersonErased => "Account deleted",
        AuditAction::ServerUpdated => "Server changed",
        AuditAction::Announced => "Announced",
        AuditAction::AnnouncementEnded => "Announcement taken back",
        AuditAction::Unknown => "Something newer",
    }
}

/// Who did something, and what, as one sentence in two pieces: the first is a name.
pub fn sentence(entry: &AuditEntry, naming: &dyn Naming) -> (String, String) {
    let who = match entry.actor {
        Some(Actor::Automod) => AUTOMOD.to_owned(),
        _ => entry.who.display_name.clone(),
    };
    (who, did(entry, naming))
}

fn did(entry: &AuditEntry, naming: &dyn Naming) -> String {
    let name = isolated(entry.name.as_deref().unwrap_or("—"));
    let whom = isolated(&match &entry.whom {
        Some(whom) if whom.id == entry.who.id && entry.actor != Some(Actor::Automod) => {
            "themselves".to_owned()
        }
        Some(whom) => whom.display_name.clone(),
        None => "somebody".to_owned(),
    });
    let place = entry.place.map(|place| isolated(&naming.place(place)));
    let in_place = place.as_ref().map(|place| format!(" in {place}")).unwrap_or_default();
    match entry.action {
        AuditAction::HubCreated => format!("founded the hub {name}"),
        AuditAction::HubUpdated if about(entry, "owner").is_some() => {
            let heir = about(entry, "owner").and_then(|change| change.after.as_ref()?.as_str()?.parse().ok());
            format!(
                "handed the hub over to {}",
                isolated(&heir.map_or("somebody".to_owned(), |heir| naming.person(heir)))
            )
        }
        AuditAction::HubUpdated => "changed the hub".to_owned(),
        AuditAction::HubLocked => "locked the hub: only moderators write".to_owned(),
        AuditAction::HubSuspended => format!("closed the hub {name}: nobody gets in"),
        AuditAction::HubReleased => format!("opened the hub {name} again"),
        AuditAction::HubHandedOver => format!("gave the hub {name} to another member"),
        AuditAction::HubErased => format!("had the hub {name} deleted"),
        AuditAction::PersonSuspended => format!("suspended {whom}"),
        AuditAction::PersonReleased => format!("lifted the suspension of {whom}"),
        AuditAction::PersonSignedOut => format!("signed out {whom}"),
        AuditAction::PersonErased => format!("deleted the account of {whom}"),
        AuditAction::ServerUpdated => "changed the settings of the server".to_owned(),
        AuditAction::Announced => "told everybody something".to_owned(),
        AuditAction::AnnouncementEnded => "took the announcement back".to_owned(),
        AuditAction::HubUnlocked => "unlocked the hub".to_owned(),
        AuditAction::HubDeleted => format!("deleted the hub {name}"),
        AuditAction::RoleCreated => format!("created the role {name}"),
        AuditAction::RoleUpdated => format!("changed the role {name}"),
        AuditAction::RoleDeleted => format!("deleted the role {name}"),
        AuditAction::RoleGroupCreated => format!("offers roles to choose: {name}"),
        AuditAction::RoleGroupUpdated => format!("changed the roles to choose: {name}"),
        AuditAction::RoleGroupDeleted => format!("no longer offers the roles {name}"),
        AuditAction::NoteAdded => "added a moderator's note".to_owned(),
        AuditAction::NoteDeleted => "deleted a moderator's note".to_owned(),
        AuditAction::CategoryCreated => format!("created the category {name}"),
        AuditAction::CategoryUpdated => format!("changed the category {name}"),
        AuditAction::CategoryDeleted => format!("deleted the category {name}"),
        AuditAction::ChannelCreated => format!("created the channel #{name}"),
        AuditAction::ChannelUpdated => format!("changed the channel #{name}"),
        AuditAction::ChannelLocked => format!("locked #{name}: only moderators write there"),
        AuditAction::ChannelUnlocked => format!("unlocked #{name}"),
        AuditAction::ChannelDeleted => format!("deleted the channel #{name}"),
        AuditAction::MemberJoined => "joined".to_owned(),
        AuditAction::BotAdded => format!("added the bot {whom}"),
        AuditAction::MemberUpdated => timeout(entry, &whom)
            .or_else(|| roles_given(entry, &whom, naming))
            .unwrap_or_else(|| format!("changed something about {whom}")),
        AuditAction::MemberLeft => "left".to_owned(),
        AuditAction::MemberKicked => format!("kicked {whom}"),
        AuditAction::MemberBanned => format!("banned {whom}"),
        AuditAction::BanLifted => format!("lifted the ban of {whom}"),
        AuditAction::InviteCreated => format!("created the invite {}", isolated(&entry.subject)),
        AuditAction::InviteUsed => format!("used the invite {}", isolated(&entry.subject)),
        AuditAction::InviteRevoked => format!("revoked the invite {}", isolated(&entry.subject)),
        AuditAction::InvitesPaused if entry.actor == Some(Actor::Automod) => {
            "paused invites: too many came at once".to_owned()
        }
        AuditAction::InvitesPaused => "paused invites".to_owned(),
        AuditAction::InvitesResumed => "let invites bring people in again".to_owned(),
        AuditAction::RulesAccepted => "accepted the rules".to_owned(),
        AuditAction::WebhookCreated => format!("created the webhook {name}{in_place}"),
        AuditAction::WebhookUpdated => format!("changed the webhook {name}{in_place}"),
        AuditAction::WebhookDeleted => format!("deleted the webhook {name}{in_place}"),
        AuditAction::OutgoingWebhookCreated => format!("had events sent to {name}"),
        AuditAction::OutgoingWebhookUpdated => format!("changed what is sent to {name}"),
        AuditAction::OutgoingWebhookDeleted => format!("had events sent to {name} no more"),
        AuditAction::OutgoingWebhookStopped => format!("took nothing any more, so {name} is sent nothing"),
        AuditAction::AutomodRuleCreated => format!("created the automod rule {name}"),
        AuditAction::AutomodRuleUpdated => format!("changed the automod rule {name}"),
        AuditAction::AutomodRuleDeleted => format!("deleted the automod rule {name}"),
        AuditAction::MessageBlocked => format!("blocked a message by {whom}{in_place} by the rule {name}"),
        AuditAction::MessageHeld => format!("held a message by {whom}{in_place} by the rule {name}"),
        AuditAction::MessageFlagged => format!("flagged a message by {whom}{in_place} by the rule {name}"),
        AuditAction::MessageReleased => format!("published a held message by {whom}{in_place}"),
        AuditAction::MessageDiscarded => format!("discarded a held message by {whom}{in_place}"),
        AuditAction::ReportTaken => format!("looks after a report about {whom}{in_place}"),
        AuditAction::ReportReturned => format!("left a report about {whom}{in_place} to others"),
        AuditAction::ReportResolved => format!("decided about a report about {whom}{in_place}"),
        AuditAction::ReportEscalated => {
            format!("put a report about {whom}{in_place} before the owner of the server")
        }
        AuditAction::MessageSent => format!("sent a message{in_place}"),
        AuditAction::MessageEdited => format!("edited a message{in_place}"),
        AuditAction::MessageDeleted => format!("deleted a message by {whom}{in_place}"),
        AuditAction::MessagesDeleted => {
            let count = about(entry, "count").and_then(|change| change.after.as_ref()?.as_u64());
            match count {
                Some(1) => format!("deleted a message{in_place}"),
                Some(count) => format!("deleted {count} messages{in_place}"),
                None => format!("deleted messages{in_place}"),
            }
        }
        AuditAction::MessagePinned => format!("pinned a message by {whom}{in_place}"),
        AuditAction::MessageUnpinned => format!("unpinned a message by {whom}{in_place}"),
        AuditAction::PollEnded => format!("ended a poll by {whom}{in_place}"),
        AuditAction::ReactionRemoved => match &entry.name {
            Some(_) => format!("took the reaction {name} of {whom} away{in_place}"),
            None => format!("took a reaction of {whom} away{in_place}"),
        },
        AuditAction::Unknown => "did something that this app is too old to tell".to_owned(),
    }
}

#[cfg(test)]
mod tests;

//! What facts can be about: how each kind of document is named, and what its coming, changing and going are called.

use crate::domain::automod::RuleDoc;
use crate::domain::categories::CategoryDoc;
use crate::domain::channels::ChannelDoc;
use crate::domain::hubs::HubDoc;
use crate::domain::invites::InviteDoc;
use crate::domain::members::{MemberDoc, MemberStatus};
use crate::domain::messages::MessageDoc;
use crate::domain::role_groups::RoleGroupDoc;
use crate::domain::roles::RoleDoc;
use crate::domain::webhooks::WebhookDoc;
use hubbub_shared::model::audit::{AuditAction, FieldChange};
use hubbub_shared::{PlaceId, UserId};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashSet;

/// A kind of document whose changes are facts.
pub trait Subject: Serialize {
    /// Fields that say nothing to a reader.
    const HIDDEN: &'static [&'static str] = &["_id", "version", "hub"];

    /// Its id, as readers know it.
    fn subject(&self) -> String;

    /// What people call it.
    fn name(&self) -> Option<String>;

    /// The person it concerns.
    fn whom(&self) -> Option<UserId> {
        None
    }

    /// The place that it is, or that it is in.
    fn place(&self) -> Option<PlaceId> {
        None
    }

    /// The fields that differ, as they are told: what is long is told as far as it differs.
    fn told(changes: Vec<FieldChange>) -> Vec<FieldChange> {
        changes
    }

    /// What happened between before and after; `None`: nothing that anybody would tell.
    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction>;
}

/// Of what comes, changes and goes.
fn usual<T>(before: Option<&T>, after: Option<&T>, actions: [AuditAction; 3]) -> Option<AuditAction> {
    let [created, updated, deleted] = actions;
    match (before, after) {
        (None, Some(_)) => Some(created),
        (Some(_), Some(_)) => Some(updated),
        (Some(_), None) => Some(deleted),
        (None, None) => None,
    }
}

/// Of what is locked and unlocked, each by a verb of its own.
const fn locking(
    before: Option<bool>,
    after: Option<bool>,
    actions: [AuditAction; 2],
) -> Option<AuditAction> {
    let [locked, unlocked] = actions;
    match (before, after) {
        (Some(false), Some(true)) => Some(locked),
        (Some(true), Some(false)) => Some(unlocked),
        _ => None,
    }
}

macro_rules! named {
    ($($type:ident: $created:ident $updated:ident $deleted:ident
        $(($locked:ident $unlocked:ident))? $(, $place:expr)?;)*) => {$(
        impl Subject for $type {
            fn subject(&self) -> String {
                self.id.to_string()
            }

            fn name(&self) -> Option<String> {
                Some(self.name.clone())
            }

            $(fn place(&self) -> Option<PlaceId> {
                let place: fn(&Self) -> PlaceId = $place;
                Some(place(self))
            })?

            fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
                use AuditAction::{$created, $updated, $deleted};
                $(
                    let locked = [before, after].map(|one| one.map(|one| one.locked));
                    let actions = [AuditAction::$locked, AuditAction::$unlocked];
                    if let Some(action) = locking(locked[0], locked[1], actions) {
                        return Some(action);
                    }
                )?
                usual(before, after, [$created, $updated, $deleted])
            }
        }
    )*};
}

named! {
    RoleDoc: RoleCreated RoleUpdated RoleDeleted;
    RoleGroupDoc: RoleGroupCreated RoleGroupUpdated RoleGroupDeleted;
    CategoryDoc: CategoryCreated CategoryUpdated CategoryDeleted;
    ChannelDoc: ChannelCreated ChannelUpdated ChannelDeleted (ChannelLocked ChannelUnlocked), |channel| channel.id.place();
}

impl Subject for HubDoc {
    const HIDDEN: &'static [&'static str] = &["_id", "version", "hub", "due_at"];

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> Option<String> {
        Some(self.name.clone())
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use AuditAction::{HubCreated, HubDeleted, HubUpdated, InvitesPaused, InvitesResumed};
        let locked = |hub: Option<&Self>| hub.map(|hub| hub.locked);
        let actions = [AuditAction::HubLocked, AuditAction::HubUnlocked];
        if let Some(action) = locking(locked(before), locked(after), actions) {
            return Some(action);
        }
        let closed = |hub: Option<&Self>| hub.and_then(|hub| hub.suspended.clone());
        match (closed(before), closed(after)) {
            (before, Some(after)) if before.as_ref() != Some(&after) => {
                return Some(AuditAction::HubSuspended);
            }
            (Some(_), None) if after.is_some() => return Some(AuditAction::HubReleased),
            _ => {}
        }
        let pause = |hub: Option<&Self>| hub.and_then(|hub| hub.invites_paused);
        match (pause(before), pause(after)) {
            (before, Some(after)) if before != Some(after) => Some(InvitesPaused),
            (Some(_), None) if after.is_some() => Some(InvitesResumed),
            _ => usual(before, after, [HubCreated, HubUpdated, HubDeleted]),
        }
    }
}

impl Subject for MemberDoc {
    const HIDDEN: &'static [&'static str] =
        &["_id", "version", "hub", "user", "joined_at", "found_by", "bot"];

    fn subject(&self) -> String {
        self.user.to_string()
    }

    fn name(&self) -> Option<String> {
        None
    }

    fn whom(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use MemberStatus::{Active, Banned, Kicked, Left};
        let is_pending = |member: Option<&Self>| member.is_some_and(|member| member.rules_pending.is_some());
        match (before.map(|member| member.status), after?.status) {
            (Some(Active), Active) if is_pending(before) && !is_pending(after) => {
                Some(AuditAction::RulesAccepted)
            }
            (Some(Active), Active) if is_found_otherwise(before?, after?) => None,
            (Some(Active), Active) => Some(AuditAction::MemberUpdated),
            (_, Active) if after?.bot == Some(true) => Some(AuditAction::BotAdded),
            (_, Active) => Some(AuditAction::MemberJoined),
            (_, Banned) => Some(AuditAction::MemberBanned),
            (Some(Banned), Left | Kicked) => Some(AuditAction::BanLifted),
            (Some(Active), Left) => Some(AuditAction::MemberLeft),
            (Some(Active), Kicked) => Some(AuditAction::MemberKicked),
            (None | Some(Left | Kicked), Left | Kicked) => None,
        }
    }
}

/// Whether nothing differs but what people call themselves elsewhere.
fn is_found_otherwise(before: &MemberDoc, after: &MemberDoc) -> bool {
    let found_by = before.found_by.clone();
    *before == MemberDoc { found_by, version: before.version, ..after.clone() }
}

impl Subject for InviteDoc {
    const HIDDEN: &'static [&'static str] = &["_id", "version", "hub", "inviter", "created_at"];

    fn subject(&self) -> String {
        self.code.clone()
    }

    fn name(&self) -> Option<String> {
        None
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use AuditAction::{InviteCreated, InviteRevoked, InviteUsed};
        usual(before, after, [InviteCreated, InviteUsed, InviteRevoked])
    }
}

impl Subject for WebhookDoc {
    const HIDDEN: &'static [&'static str] =
        &["_id", "version", "hub", "maker", "token_hash", "created_at", "last_used_at"];

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> Option<String> {
        Some(self.name.clone())
    }

    fn place(&self) -> Option<PlaceId> {
        Some(self.channel.place())
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use AuditAction::{WebhookCreated, WebhookDeleted, WebhookUpdated};
        usual(before, after, [WebhookCreated, WebhookUpdated, WebhookDeleted])
    }
}

impl Subject for MessageDoc {
    /// All of it: words that were taken away must not live on elsewhere. A reader that wants the message reads it.
    const HIDDEN: &'static [&'static str] = &[
        "_id",
        "version",
        "channel",
        "seq",
        "rev",
        "ordinal",
        "author",
        "webhook",
        "content",
        "mentions",
        "mention_roles",
        "mention_everyone",
        "reply_to",
        "attachments",
        "poll",
        "reactions",
        "pinned_at",
        "worded",
        "nonce",
        "created_at",
        "edited_at",
        "deleted",
        "slow_mode",
        "before",
    ];

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> Option<String> {
        None
    }

    fn whom(&self) -> Option<UserId> {
        Some(self.author)
    }

    fn place(&self) -> Option<PlaceId> {
        Some(self.place)
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use AuditAction::{
            MessageDeleted, MessageEdited, MessagePinned, MessageSent, MessageUnpinned, PollEnded,
        };
        let end = |message: &Self| message.poll.as_ref().and_then(|poll| poll.ends_at);
        match (before, after) {
            (_, Some(after)) if after.is_deleted() => Some(MessageDeleted),
            (Some(before), Some(after)) if before.pinned_at != after.pinned_at => {
                Some(if after.pinned_at.is_some() { MessagePinned } else { MessageUnpinned })
            }
            (Some(before), Some(after)) if end(before) != end(after) => Some(PollEnded),
            (Some(before), Some(after)) if before.content == after.content => None,
            _ => usual(before, after, [MessageSent, MessageEdited, MessageDeleted]),
        }
    }
}

/// Of a rule's words, as many are told as came or went; with more, the log would be made of them.
const MOST_TOLD: usize = 50;

impl Subject for RuleDoc {
    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn name(&self) -> Option<String> {
        Some(self.name.clone())
    }

    fn told(mut changes: Vec<FieldChange>) -> Vec<FieldChange> {
        for change in changes.iter_mut().filter(|change| change.field == "trigger") {
            let (gone, new) =
                (only_in(&change.before, &change.after), only_in(&change.after, &change.before));
            (change.before, change.after) = (gone, new);
        }
        changes
    }

    fn action(before: Option<&Self>, after: Option<&Self>) -> Option<AuditAction> {
        use AuditAction::{AutomodRuleCreated, AutomodRuleDeleted, AutomodRuleUpdated};
        usual(before, after, [AutomodRuleCreated, AutomodRuleUpdated, AutomodRuleDeleted])
    }
}

/// What a rule looks for; of its words, those that the other does not look for.
fn only_in(one: &Option<Value>, other: &Option<Value>) -> Option<Value> {
    let mut one = one.clone()?;
    if let Some(words) = one.get_mut("words").and_then(Value::as_array_mut) {
        let known: HashSet<&Value> =
            other.iter().filter_map(|other| other.get("words")?.as_array()).flatten().collect();
        words.retain(|word| !known.contains(word));
        words.truncate(MOST_TOLD);
    }
    Some(one)
}

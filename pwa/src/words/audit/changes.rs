//! What was before and is after, in words. Fields are those of the models; one that has no words here yet is called by its
//! name, so that nothing of a log is left out.

use crate::clock;
use crate::words::{automod, moderation, permissions, reports};
use hubbub_shared::model::audit::{AuditAction, AuditEntry, FieldChange};
use hubbub_shared::model::{
    AutomodAction, AutomodTrigger, OutgoingEvent, Overwrite, OverwriteTarget, ReportOutcome,
};
use hubbub_shared::{CategoryId, ChannelId, Permissions, PlaceId, RoleId, Timestamp, UserId};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What things and people are called now.
pub trait Naming {
    /// A role of the hub, whether it is still there or not.
    fn role(&self, role: RoleId) -> String;
    /// A channel of the hub, without its `#`.
    fn channel(&self, channel: ChannelId) -> String;
    /// A category of the hub.
    fn category(&self, category: CategoryId) -> String;
    /// Somebody, by the name they have now.
    fn person(&self, person: UserId) -> String;
    /// A place, with its sign.
    fn place(&self, place: PlaceId) -> String;
}

/// The fields that have words: name, and what they are called.
pub(super) const FIELDS: [(&str, &str); 46] = [
    ("action", "Does"),
    ("ban", "Ban"),
    ("category", "Category"),
    ("channel", "Channel"),
    ("color", "Colour"),
    ("count", "Messages"),
    ("created_at", "Founded"),
    ("description", "About"),
    ("emoji", "Emoji"),
    ("enabled", "In force"),
    ("exempt_channels", "Channels it does not look into"),
    ("exempt_roles", "Roles it does not look at"),
    ("expires_at", "Good until"),
    ("hoist", "Shown apart in the list of members"),
    ("icon", "Picture"),
    ("inviter", "Made by"),
    ("invites_paused", "Invites paused"),
    ("joined_by", "Came by"),
    ("locked", "Locked"),
    ("max_uses", "For so many people"),
    ("mentionable", "Can be mentioned"),
    ("name", "Name"),
    ("notice", "What people are told"),
    ("outcome", "Done about it"),
    ("overwrites", "Permissions here"),
    ("owner", "Owner"),
    ("permissions", "Permissions"),
    ("position", "Place in the order"),
    ("prefix", "The token of its address begins with"),
    ("raid_shield", "Raid shield"),
    ("roles", "Roles"),
    ("rules", "Rules"),
    ("rules_pending", "Rules accepted"),
    ("slow_mode_secs", "Slow mode"),
    ("status", "Belongs to the hub"),
    ("synced", "Follows its category"),
    ("timed_out_until", "Timed out until"),
    ("topic", "Topic"),
    ("trigger", "Looks for"),
    ("uses", "Used"),
    ("nickname", "Name in this hub"),
    ("kind", "Kind"),
    ("url", "Address"),
    ("events", "Is told of"),
    ("channels", "Channels it is told of"),
    ("state", "State"),
];

/// Longer texts are cut; the file has them whole.
const MOST_LETTERS: usize = 300;

/// A name within a sentence. Names are written from left to right or from right to left, whatever stands around them.
pub(super) fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// The change of this field, if there is one.
pub(super) fn about<'a>(entry: &'a AuditEntry, field: &str) -> Option<&'a FieldChange> {
    entry.changes.iter().find(|change| change.field == field)
}

/// What changed, a line for each field that says more than the sentence does.
pub fn in_words(entry: &AuditEntry, naming: &dyn Naming) -> Vec<String> {
    let is_told = |change: &&FieldChange| !is_said(entry, &change.field);
    entry.changes.iter().filter(is_told).flat_map(|change| lines(change, naming)).collect()
}

/// What the sentence says already, or nobody wants to know.
fn is_said(entry: &AuditEntry, field: &str) -> bool {
    use AuditAction::{
        BotAdded, CategoryCreated, ChannelCreated, HubCreated, HubLocked, HubUnlocked, MemberUpdated,
        MessagesDeleted, RoleCreated, WebhookCreated,
    };
    let is_new = matches!(entry.action, HubCreated | RoleCreated | CategoryCreated | ChannelCreated);
    match field {
        "status" | "rules_pending" | "count" | "created_at" => true,
        "locked" | "suspended" => true,
        "name" | "channel" | "prefix" if entry.action == WebhookCreated => true,
        "name" | "position" | "owner" => is_new,
        // Which bot a role is of, its name tells.
        "bot" => true,
        "roles" if entry.action == BotAdded => true,
        "roles" => entry.action == MemberUpdated && about(entry, "timed_out_until").is_none(),
        "timed_out_until" => entry.action == MemberUpdated,
        _ => matches!(entry.action, HubLocked | HubUnlocked | MessagesDeleted),
    }
}

/// "timed Bo out until …", if that is what was done.
pub(super) fn timeout(entry: &AuditEntry, whom: &str) -> Option<String> {
    let change = about(entry, "timed_out_until")?;
    Some(match change.after.as_ref().and_then(moment) {
        Some(until) => format!("timed {whom} out until {until}"),
        None => format!("ended the timeout of {whom}"),
    })
}

/// "gave Bo the role helper", if that is what was done.
pub(super) fn roles_given(entry: &AuditEntry, whom: &str, naming: &dyn Naming) -> Option<String> {
    let change = about(entry, "roles")?;
    let (given, taken) = differences::<RoleId>(change);
    let named = |roles: &[RoleId]| {
        let names = roles.iter().map(|role| isolated(&naming.role(*role))).collect::<Vec<_>>().join(", ");
        if roles.len() == 1 { format!("the role {names}") } else { format!("the roles {names}") }
    };
    Some(match (given.is_empty(), taken.is_empty()) {
        (false, true) => format!("gave {whom} {}", named(&given)),
        (true, false) => format!("took {} from {whom}", named(&taken)),
        (false, false) => format!("gave {whom} {}, and took {}", named(&given), named(&taken)),
        (true, true) => return None,
    })
}

/// What is in the one list and not in the other: new, gone.
fn differences<T: DeserializeOwned + PartialEq + Clone>(change: &FieldChange) -> (Vec<T>, Vec<T>) {
    let read = |value: &Option<Value>| value.clone().and_then(read::<Vec<T>>).unwrap_or_default();
    let (before, after) = (read(&change.before), read(&change.after));
    let new = after.iter().filter(|one| !before.contains(one)).cloned().collect();
    let gone = before.iter().filter(|one| !after.contains(one)).cloned().collect();
    (new, gone)
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}

fn lines(change: &FieldChange, naming: &dyn Naming) -> Vec<String> {
    let title = title(&change.field);
    match change.field.as_str() {
        "permissions" => permission_lines(change),
        "overwrites" => overwrite_lines(change, naming),
        "raid_shield" => shield_lines(change),
        "roles" | "exempt_roles" => {
            list_lines(&title, &differences::<RoleId>(change), |role| naming.role(*role))
        }
        "events" => {
            list_lines(&title, &differences::<OutgoingEvent>(change), |event| event.name().to_owned())
        }
        "exempt_channels" | "channels" => list_lines(&title, &differences::<ChannelId>(change), |channel| {
            format!("#{}", naming.channel(*channel))
        }),
        field => {
            let say = |value: &Option<Value>| value.as_ref().and_then(|value| value_of(field, value, naming));
            match (say(&change.before), say(&change.after)) {
                // None before and none after: something was made without it.
                (None, None) => Vec::new(),
                (before, after) => vec![before_after(&title, before, after)],
            }
        }
    }
}

/// What a field is called.
fn title(field: &str) -> String {
    let known = FIELDS.iter().find(|(name, _)| *name == field).map(|(_, title)| (*title).to_owned());
    known.unwrap_or_else(|| field.replace('_', " "))
}

fn before_after(title: &str, before: Option<String>, after: Option<String>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{title}: {before} → {after}"),
        (None, Some(after)) => format!("{title}: {after}"),
        (Some(before), None) => format!("{title}: {before} → none"),
        (None, None) => title.to_owned(),
    }
}

/// A value of a field. `None`: it is as good as none.
fn value_of(field: &str, value: &Value, naming: &dyn Naming) -> Option<String> {
    let id = || value.as_str().and_then(|id| id.parse::<u64>().ok());
    Some(match (field, value) {
        (_, Value::Null) => return None,
        ("slow_mode_secs", _) => moderation::slow_mode_choice(value.as_u64().unwrap_or_default()),
        ("color", _) => value.as_u64().map(|color| format!("#{color:06x}"))?,
        ("channel", _) => isolated(&format!("#{}", naming.channel(ChannelId(id()?)))),
        ("category", _) => isolated(&naming.category(CategoryId(id()?))),
        ("owner" | "inviter", _) => isolated(&naming.person(UserId(id()?))),
        ("timed_out_until" | "expires_at", _) => moment(value)?,
        ("ban", _) => ban(value),
        ("joined_by", _) => joined_by(value, naming),
        ("invites_paused", _) => match value.get("until").and_then(moment) {
            Some(until) => format!("until {until}"),
            None => "until somebody resumes them".to_owned(),
        },
        ("trigger", _) => match read::<AutomodTrigger>(value.clone()) {
            Some(trigger) => trigger_in_words(&trigger),
            None => value.to_string(),
        },
        ("action", _) => match read::<AutomodAction>(value.clone()) {
            Some(action) => automod::does(action).to_owned(),
            None => value.to_string(),
        },
        ("outcome", _) => match read::<ReportOutcome>(value.clone()) {
            Some(outcome) => reports::outcome(outcome).to_owned(),
            None => value.to_string(),
        },
        (_, Value::Bool(true)) => "yes".to_owned(),
        (_, Value::Bool(false)) => "no".to_owned(),
        (_, Value::String(text)) if text.is_empty() => return None,
        (_, Value::String(text)) => format!("“{}”", isolated(&cut(text))),
        (_, other) => other.to_string(),
    })
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn moment(value: &Value) -> Option<String> {
    let at: Timestamp = read(value.clone())?;
    Some(clock::moment(at.0))
}

fn ban(value: &Value) -> String {
    match value.get("until").and_then(moment) {
        Some(until) => format!("until {until}"),
        None => "for good".to_owned(),
    }
}

fn joined_by(value: &Value, naming: &dyn Naming) -> String {
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let inviter = text("inviter").and_then(|id| id.parse().ok()).map(|id| naming.person(UserId(id)));
    let code = isolated(text("code").unwrap_or_default());
    match inviter {
        Some(inviter) => format!("the invite {code} of {}", isolated(&inviter)),
        None => format!("the invite {code}"),
    }
}

fn trigger_in_words(trigger: &AutomodTrigger) -> String {
    match trigger {
        AutomodTrigger::Words(words) => {
            let words =
                words.iter().map(|word| format!("“{}”", isolated(word))).collect::<Vec<_>>().join(", ");
            if words.is_empty() { "no more words".to_owned() } else { cut(&words) }
        }
        other => automod::looks_for(other),
    }
}

fn permission_lines(change: &FieldChange) -> Vec<String> {
    let (new, gone) = permission_differences(&change.before, &change.after);
    signed(("May now", new), ("May no longer", gone), "")
}

fn permission_differences(before: &Option<Value>, after: &Option<Value>) -> (Permissions, Permissions) {
    let of = |value: &Option<Value>| value.clone().and_then(read::<Permissions>).unwrap_or(Permissions::NONE);
    let (before, after) = (of(before), of(after));
    (after.without(before), before.without(after))
}

/// A line for each set that is not empty.
fn signed(one: (&str, Permissions), other: (&str, Permissions), whom: &str) -> Vec<String> {
    let line = |(words, set): (&str, Permissions)| {
        (set != Permissions::NONE).then(|| format!("{whom}{words}: {}", permissions::listed(set)))
    };
    [one, other].into_iter().filter_map(line).collect()
}

/// What changed for each role and member.
fn overwrite_lines(change: &FieldChange, naming: &dyn Naming) -> Vec<String> {
    let of = |value: &Option<Value>| value.clone().and_then(read::<Vec<Overwrite>>).unwrap_or_default();
    let (before, after) = (of(&change.before), of(&change.after));
    let mut targets: Vec<OverwriteTarget> = before.iter().chain(&after).map(|one| one.target).collect();
    targets.sort_unstable();
    targets.dedup();
    let find = |all: &[Overwrite], target| {
        let found = all.iter().find(|one| one.target == target);
        found.map_or((Permissions::NONE, Permissions::NONE), |one| (one.allow, one.deny))
    };
    let mut lines = Vec::new();
    for target in targets {
        let name = isolated(&match target {
            OverwriteTarget::Role(role) => naming.role(role),
            OverwriteTarget::Member(member) => naming.person(member),
        });
        let ((allowed, denied), (allow, deny)) = (find(&before, target), find(&after, target));
        let inherits = (allowed | denied).without(allow | deny);
        for (words, set) in [
            ("allowed", allow.without(allowed)),
            ("denied", deny.without(denied)),
            ("as elsewhere again", inherits),
        ] {
            if set != Permissions::NONE {
                lines.push(format!("For {name}: {words}: {}", permissions::listed(set)));
            }
        }
    }
    lines
}

fn shield_lines(change: &FieldChange) -> Vec<String> {
    let number =
        |value: &Option<Value>, field: &str| value.as_ref().and_then(|value| value.get(field)?.as_u64());
    let line = |(field, title): (&str, &str)| {
        let (before, after) = (number(&change.before, field), number(&change.after, field));
        let say = |number: u64| match field {
            "joins_per_minute" => number.to_string(),
            _ => moderation::span(number),
        };
        (before != after).then(|| before_after(title, before.map(say), after.map(say)))
    };
    let fields = [
        ("joins_per_minute", "Invites pause at so many joins within a minute"),
        ("min_account_age_secs", "Accounts have to be as old as"),
        ("pause_secs", "Invites pause for"),
    ];
    fields.into_iter().filter_map(line).collect()
}

fn list_lines<T>(title: &str, (new, gone): &(Vec<T>, Vec<T>), name: impl Fn(&T) -> String) -> Vec<String> {
    let line = |sign: &str, all: &[T]| {
        let names = all.iter().map(|one| isolated(&name(one))).collect::<Vec<_>>().join(", ");
        (!all.is_empty()).then(|| format!("{title}: {sign} {names}"))
    };
    [line("now also", new), line("no longer", gone)].into_iter().flatten().collect()
}

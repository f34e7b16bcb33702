use super::*;
use crate::state::fixtures::{ADA, BO, user};
use hubbub_shared::model::audit::FieldChange;
use hubbub_shared::{CategoryId, ChannelId, HubId, PlaceId, RoleId, Timestamp, UserId};
use serde_json::{Value, json};

struct Names;

impl Naming for Names {
    fn role(&self, role: RoleId) -> String {
        format!("role {role}")
    }

    fn channel(&self, channel: ChannelId) -> String {
        format!("channel {channel}")
    }

    fn category(&self, category: CategoryId) -> String {
        format!("category {category}")
    }

    fn person(&self, person: UserId) -> String {
        format!("person {person}")
    }

    fn place(&self, place: PlaceId) -> String {
        format!("#{place}")
    }
}

fn entry(action: AuditAction, changes: &[(&str, Value, Value)]) -> AuditEntry {
    let given = |value: &Value| (!value.is_null()).then(|| value.clone());
    let change = |(field, before, after): &(&str, Value, Value)| FieldChange {
        field: (*field).to_owned(),
        before: given(before),
        after: given(after),
    };
    AuditEntry {
        hub: HubId(1),
        number: 7,
        at: Timestamp(0),
        who: user(ADA),
        actor: Some(Actor::Person),
        action,
        subject: "9".to_owned(),
        name: Some("helper".to_owned()),
        whom: Some(user(BO)),
        place: Some(PlaceId(21)),
        changes: changes.iter().map(change).collect(),
        reason: None,
        request_id: "r".to_owned(),
        hash: String::new(),
    }
}

/// Without what keeps names in their direction.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn said(entry: &AuditEntry) -> String {
    let (who, did) = sentence(entry, &Names);
    plain(&format!("{who} {did}"))
}

fn told(entry: &AuditEntry) -> Vec<String> {
    in_words(entry, &Names).iter().map(|line| plain(line)).collect()
}

#[test]
fn every_kind_of_thing_has_a_title_a_group_and_a_sentence_of_its_own() {
    let mut titles = Vec::new();
    for action in AuditAction::ALL {
        let sentence = said(&entry(*action, &[]));
        assert!(sentence.starts_with("Ada ") && sentence.len() > 7, "{action:?}: {sentence}");
        assert!(!sentence.contains('_') && !sentence.contains("too old"), "{action:?}: {sentence}");
        let groups = GROUPS.iter().filter(|(_, actions)| actions.contains(action)).count();
        let is_in_logs = !matches!(
            action,
            AuditAction::MessageSent
                | AuditAction::MessageEdited
                | AuditAction::HubDeleted
                | AuditAction::HubHandedOver
                | AuditAction::HubErased
                | AuditAction::PersonSuspended
                | AuditAction::PersonReleased
                | AuditAction::PersonSignedOut
                | AuditAction::PersonErased
                | AuditAction::ServerUpdated
                | AuditAction::Announced
                | AuditAction::AnnouncementEnded
        );
        assert_eq!(groups, usize::from(is_in_logs), "{action:?} is offered once");
        assert!(!titles.contains(&title(*action)), "{action:?}");
        titles.push(title(*action));
    }
    assert!(said(&entry(AuditAction::Unknown, &[])).contains("too old"));
}

#[test]
fn people_roles_and_timeouts_are_told_as_one_says_it() {
    use AuditAction::MemberUpdated;
    let roles = |before: &[&str], after: &[&str]| {
        said(&entry(MemberUpdated, &[("roles", json!(before), json!(after))]))
    };
    assert_eq!(roles(&[], &["5"]), "Ada gave Bo the role role 5");
    assert_eq!(roles(&["5", "6"], &["6"]), "Ada took the role role 5 from Bo");
    assert_eq!(roles(&["5"], &["6", "7"]), "Ada gave Bo the roles role 6, role 7, and took the role role 5");
    let timeout =
        entry(MemberUpdated, &[("timed_out_until", Value::Null, json!("2026-11-22T14:05:00.000Z"))]);
    assert_eq!(said(&timeout), "Ada timed Bo out until November 22, 2026, 14:05");
    assert!(told(&timeout).is_empty(), "it is said already");
    let over = entry(MemberUpdated, &[("timed_out_until", json!("2026-11-22T14:05:00.000Z"), Value::Null)]);
    assert_eq!(said(&over), "Ada ended the timeout of Bo");
    let together = entry(AuditAction::MessagesDeleted, &[("count", Value::Null, json!(12))]);
    assert_eq!(said(&together), "Ada deleted 12 messages in #21");
    let heir = entry(AuditAction::HubUpdated, &[("owner", json!("1"), json!("2"))]);
    assert_eq!(said(&heir), "Ada handed the hub over to person 2");
    let rule =
        AuditEntry { actor: Some(Actor::Automod), who: user(BO), ..entry(AuditAction::MessageHeld, &[]) };
    assert_eq!(said(&rule), "Automod held a message by Bo in #21 by the rule helper");
    let own =
        AuditEntry { whom: Some(user(ADA)), ..entry(MemberUpdated, &[("roles", json!([]), json!(["5"]))]) };
    assert_eq!(said(&own), "Ada gave themselves the role role 5");
}

#[test]
fn what_was_before_and_is_after_is_told_in_words() {
    use AuditAction::{ChannelUpdated, HubUpdated, MemberBanned, RoleUpdated};
    let role = entry(
        RoleUpdated,
        &[
            ("color", Value::Null, json!(0xFF_00_0A)),
            ("hoist", json!(false), json!(true)),
            ("name", json!("helper"), json!("keeper")),
            ("permissions", json!("256"), json!("1")),
        ],
    );
    assert_eq!(
        told(&role),
        [
            "Colour: #ff000a",
            "Shown apart in the list of members: no → yes",
            "Name: “helper” → “keeper”",
            "May now: view channels",
            "May no longer: send messages",
        ]
    );
    let overwrite =
        |allow: &str, deny: &str| json!([{"target": {"role": "5"}, "allow": allow, "deny": deny}]);
    let channel = entry(
        ChannelUpdated,
        &[
            ("category", json!("8"), Value::Null),
            ("overwrites", overwrite("1", "0"), overwrite("0", "256")),
            ("slow_mode_secs", json!(0), json!(30)),
            ("topic", json!(""), json!("Bees")),
        ],
    );
    assert_eq!(
        told(&channel),
        [
            "Category: category 8 → none",
            "For role 5: denied: send messages",
            "For role 5: as elsewhere again: view channels",
            "Slow mode: Off → 30 seconds",
            "Topic: “Bees”",
        ]
    );
    let shield = entry(
        HubUpdated,
        &[("raid_shield", json!({"joins_per_minute": 5}), json!({"joins_per_minute": 9, "pause_secs": 600}))],
    );
    assert_eq!(
        told(&shield),
        ["Invites pause at so many joins within a minute: 5 → 9", "Invites pause for: 10 minutes"]
    );
    let ban = entry(
        MemberBanned,
        &[
            ("ban", Value::Null, json!({"by": "1", "at": "2026-11-22T14:05:00.000Z"})),
            ("status", json!("active"), json!("banned")),
        ],
    );
    assert_eq!(told(&ban), ["Ban: for good"]);
    let rule = entry(
        AuditAction::AutomodRuleUpdated,
        &[
            ("action", json!("block"), json!({"time_out": {"secs": 60}})),
            ("trigger", json!({"words": []}), json!({"words": ["darn"]})),
        ],
    );
    assert_eq!(told(&rule), ["Does: blocked → blocked, with a timeout", "Looks for: no more words → “darn”"]);
}

#[test]
fn what_has_no_words_yet_is_told_by_its_name() {
    let newer = entry(AuditAction::ChannelUpdated, &[("read_receipts", json!(false), json!({"who": "all"}))]);
    assert_eq!(told(&newer), ["read receipts: no → {\"who\":\"all\"}"]);
    let long = "ä".repeat(400);
    let cut = entry(AuditAction::HubUpdated, &[("rules", Value::Null, json!(long))]);
    assert!(told(&cut)[0].ends_with("ä…”"), "{:?}", told(&cut));
}

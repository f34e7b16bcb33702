//! The bytes of every frame in both encodings. A changed wire is a diff in `tests/golden/`, to be explained in
//! its commit; `UPDATE_GOLDEN=1 cargo test -p hubbub-shared --test golden` writes the files anew.

// Clippy's leave for tests ends at `#[test]`; helpers here are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod samples;

use hubbub_shared::protocol::command::{GetMembers, GetMessages, SendMessage, UpdateChannel};
use hubbub_shared::protocol::*;
use hubbub_shared::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write};
use std::path::Path;

fn json_of<T: Serialize>(frame: &T) -> Value {
    serde_json::from_slice(&Encoding::Json.encode(frame).unwrap()).unwrap()
}

/// Decodes the same value from both encodings.
fn check_round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(frame: &T) {
    for encoding in [Encoding::MessagePack, Encoding::Json] {
        let bytes = encoding.encode(frame).unwrap();
        assert_eq!(&encoding.decode::<T>(&bytes).unwrap(), frame, "{encoding:?}");
        assert!(
            encoding.decode::<T>(&bytes[..bytes.len() - 1]).is_err(),
            "{encoding:?} cut short: {frame:?}"
        );
        let too_long = [bytes, vec![b'0']].concat();
        assert!(encoding.decode::<T>(&too_long).is_err(), "{encoding:?} with a byte too many: {frame:?}");
    }
}

/// 24 bytes a line, as numbers and as what is readable of them.
fn hex_dump(bytes: &[u8]) -> String {
    let mut dump = String::new();
    for line in bytes.chunks(24) {
        let hex: Vec<_> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        let readable = line.iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' });
        writeln!(dump, "{:<72} {}", hex.join(" "), readable.collect::<String>()).unwrap();
    }
    dump
}

/// The keys on the way to the payload: `reply ok message`.
fn title(frame: &Value) -> String {
    match frame {
        Value::String(unit) if unit.bytes().all(|byte| byte.is_ascii_lowercase()) => unit.clone(),
        Value::Object(map) if map.len() == 1 => {
            map.iter().map(|(key, inner)| format!("{key} {}", title(inner))).collect()
        }
        Value::Object(map) => map.get("change").map(title).unwrap_or_default(),
        Value::Array(call) => call.last().map(title).unwrap_or_default(),
        _ => String::new(),
    }
}

fn snapshot<T: Serialize>(frame: &T) -> String {
    let value = json_of(frame);
    // Not by way of the value: whether that keeps the order depends on a feature that other crates turn on.
    let pretty = serde_json::to_string_pretty(frame).unwrap();
    let packed = Encoding::MessagePack.encode(frame).unwrap();
    format!("## {}\n{pretty}\n\n{}\n", title(&value).trim_end(), hex_dump(&packed))
}

fn check_golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, frames: &[T]) {
    frames.iter().for_each(check_round_trip);
    let now: String = frames.iter().map(snapshot).collect();
    let path = Path::new("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = now.lines().zip(golden.lines().chain(std::iter::repeat(""))).position(|(a, b)| a != b);
    let line = differs.map_or(0, |line| line + 1);
    assert!(now == golden, "the wire changed: {} line {line}. UPDATE_GOLDEN=1 accepts it.", path.display());
}

#[test]
fn frames_of_clients_keep_their_bytes() {
    check_golden("client.txt", &samples::client_frames());
}

#[test]
fn replies_keep_their_bytes() {
    check_golden("replies.txt", &samples::reply_frames());
}

#[test]
fn events_keep_their_bytes() {
    check_golden("events.txt", &samples::event_frames());
}

#[test]
fn other_frames_of_the_server_keep_their_bytes() {
    check_golden("server.txt", &samples::other_server_frames());
}

/// Names of an enum's variants, as serde lists them when it meets a stranger.
fn variants<T: DeserializeOwned + Debug>() -> BTreeSet<String> {
    let error = serde_json::from_value::<T>(json!({"?": null})).unwrap_err().to_string();
    let expected = error.split_once("expected").expect(&error).1;
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every word that stands in the samples as the key or value of something.
fn words(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(word) => found.extend([word.clone()]),
        Value::Array(values) => values.iter().for_each(|value| words(value, found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            words(value, found);
        }),
        _ => {}
    }
}

fn check_sampled<T: DeserializeOwned + Serialize + Debug>(samples: &[T]) {
    let sampled: BTreeSet<_> = samples.iter().map(|sample| first_word(&json_of(sample))).collect();
    assert_eq!(sampled, variants::<T>(), "tests/samples/mod.rs has one of each");
}

fn first_word(value: &Value) -> String {
    title(value).split(' ').next().unwrap_or_default().to_owned()
}

#[test]
fn no_kind_of_frame_is_forgotten() {
    check_sampled(&samples::client_frames());
    check_sampled(&samples::server_frames());
    check_sampled(&samples::commands());
    check_sampled(&samples::replies());
    check_sampled(&samples::events());
    let mut said = BTreeSet::new();
    samples::server_frames().iter().for_each(|frame| words(&json_of(frame), &mut said));
    let inner = [
        variants::<ChannelEvent>(),
        variants::<HubEvent>(),
        variants::<UserEvent>(),
        variants::<Ephemeral>(),
        variants::<Outcome>(),
        variants::<model::ChannelChanges>(),
        variants::<model::OverwriteTarget>(),
        variants::<model::AutomodTrigger>(),
        variants::<model::AutomodLinks>(),
        variants::<model::AutomodAction>(),
        variants::<permissions::resolve::Step>(),
    ];
    for variant in inner.iter().flatten() {
        assert!(said.contains(variant), "no sample has {variant}");
    }
}

#[test]
fn every_error_code_is_a_word() {
    let words: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| json_of(code).to_string()).collect();
    assert_eq!(words.len(), ErrorCode::ALL.len());
    ErrorCode::ALL.iter().for_each(check_round_trip);
    assert!(!ErrorCode::ALL.contains(&ErrorCode::Unknown), "it is only read");
    let newer: ErrorCode = serde_json::from_value(json!("word_of_a_later_version")).unwrap();
    assert_eq!(newer, ErrorCode::Unknown);
}

/// Every number that is not text.
fn numbers(value: &Value) -> Vec<u64> {
    match value {
        Value::Number(number) => number.as_u64().into_iter().collect(),
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        Value::Object(map) => map.values().flat_map(numbers).collect(),
        _ => vec![],
    }
}

#[test]
fn numbers_that_javascript_would_round_are_text_in_json() {
    for frame in samples::server_frames() {
        let value = json_of(&frame);
        assert!(numbers(&value).iter().all(|number| *number < 1 << 53), "{value}");
    }
}

// A later version adds fields and leaves some out.

/// Paths of the objects that are structs: those of enums have one key, the name of the variant.
fn structs(value: &Value, path: &str, tags: &BTreeSet<String>, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            let is_enum = map.len() == 1 && map.keys().all(|key| tags.contains(key));
            found.extend((!is_enum).then(|| path.to_owned()));
            map.iter().for_each(|(key, value)| structs(value, &format!("{path}/{key}"), tags, found));
        }
        Value::Array(values) => {
            values
                .iter()
                .enumerate()
                .for_each(|(at, value)| structs(value, &format!("{path}/{at}"), tags, found));
        }
        _ => {}
    }
}

fn check_extra_fields<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    frames: &[T],
    tags: &BTreeSet<String>,
) {
    for frame in frames {
        let mut value = json_of(frame);
        let mut paths = Vec::new();
        structs(&value, "", tags, &mut paths);
        for path in paths {
            let object = value.pointer_mut(&path).and_then(Value::as_object_mut).unwrap();
            object.insert("later_field".to_owned(), json!({"deep": [1, "two", null]}));
        }
        let bytes = serde_json::to_vec(&value).unwrap();
        assert_eq!(&Encoding::Json.decode::<T>(&bytes).unwrap(), frame, "{value}");
    }
}

#[test]
fn fields_of_a_later_version_are_ignored() {
    let tags = [
        variants::<ClientFrame>(),
        variants::<ServerFrame>(),
        variants::<Command>(),
        variants::<Reply>(),
        variants::<Outcome>(),
        variants::<Event>(),
        variants::<ChannelEvent>(),
        variants::<HubEvent>(),
        variants::<UserEvent>(),
        variants::<Ephemeral>(),
        variants::<model::ChannelChanges>(),
        variants::<model::OverwriteTarget>(),
        variants::<model::AutomodTrigger>(),
        variants::<model::AutomodLinks>(),
        variants::<model::AutomodAction>(),
        variants::<permissions::resolve::Step>(),
    ];
    let tags = tags.into_iter().flatten().collect();
    check_extra_fields(&samples::client_frames(), &tags);
    check_extra_fields(&samples::server_frames(), &tags);
}

/// Payload of a command as some other client writes it.
type Fields = BTreeMap<&'static str, Field>;

#[derive(Serialize, Clone)]
#[serde(untagged)]
enum Field {
    Number(u64),
    Text(&'static str),
    Null,
    Numbers(Vec<u64>),
}

fn packed(command: &'static str, fields: &[(&'static str, Field)]) -> Result<Command, DecodeError> {
    let fields: Fields = fields.iter().cloned().collect();
    let frame = BTreeMap::from([("call", (1_u32, BTreeMap::from([(command, fields)])))]);
    let ClientFrame::Call(1, command) = Encoding::MessagePack.decode(&rmp_serde::to_vec(&frame).unwrap())?
    else {
        panic!("not a call");
    };
    Ok(command)
}

fn written(command: &str, fields: &Value) -> Result<Command, DecodeError> {
    let frame = json!({"call": [1, {command: fields}]});
    let ClientFrame::Call(1, command) = Encoding::Json.decode(frame.to_string().as_bytes())? else {
        panic!("not a call");
    };
    Ok(command)
}

#[test]
fn messagepack_ignores_fields_of_a_later_version_and_misses_none_that_is_optional() {
    let later = Field::Numbers(vec![1, 2, 3]);
    let sent = packed(
        "send_message",
        &[("channel", Field::Number(3)), ("content", Field::Text("Hi")), ("later", later)],
    );
    let expected: Command = SendMessage {
        channel: ChannelId(3),
        content: "Hi".to_owned(),
        attachments: Vec::new(),
        nonce: None,
        reply_to: None,
        ping: None,
        poll: None,
        forward: None,
    }
    .into();
    assert_eq!(sent.unwrap(), expected);
    assert_eq!(written("send_message", &json!({"channel": "3", "content": "Hi"})).unwrap(), expected);
    assert!(packed("send_message", &[("channel", Field::Number(3))]).is_err(), "content is not optional");
    assert!(packed("send_massage", &[]).is_err());
}

#[test]
fn every_optional_field_may_be_missing() {
    let commands = [
        ("subscribe", json!({"channel": "1"})),
        ("update_me", json!({})),
        ("update_hub", json!({"hub": "1"})),
        ("get_members", json!({"hub": "1"})),
        ("kick_member", json!({"hub": "1", "user": "1"})),
        (
            "create_automod_rule",
            json!({"hub": "1", "name": "x", "trigger": {"words": ["x"]}, "action": "block"}),
        ),
        ("update_automod_rule", json!({"hub": "1", "rule": "1"})),
        ("try_automod", json!({"hub": "1", "content": "x"})),
        ("get_held_messages", json!({"hub": "1"})),
        ("set_raid_shield", json!({"hub": "1"})),
        ("pause_invites", json!({"hub": "1"})),
        ("ban_user", json!({"hub": "1", "user": "1"})),
        ("lift_ban", json!({"hub": "1", "user": "1"})),
        ("get_bans", json!({"hub": "1"})),
        ("create_category", json!({"hub": "1", "name": "a"})),
        ("update_category", json!({"hub": "1", "category": "1"})),
        ("create_channel", json!({"hub": "1", "name": "a"})),
        ("update_channel", json!({"channel": "1"})),
        ("lock_hub", json!({"hub": "1"})),
        ("unlock_hub", json!({"hub": "1"})),
        ("lock_channel", json!({"channel": "1"})),
        ("unlock_channel", json!({"channel": "1"})),
        ("create_role", json!({"hub": "1", "name": "a"})),
        ("update_role", json!({"hub": "1", "role": "1"})),
        ("explain_permissions", json!({"hub": "1"})),
        ("create_invite", json!({"hub": "1"})),
        ("send_message", json!({"channel": "1", "content": "a"})),
        ("get_messages", json!({"channel": "1"})),
        ("edit_message", json!({"channel": "1", "message": "1", "content": "a"})),
        ("mark_read", json!({"channel": "1"})),
    ];
    for (name, fields) in commands {
        let command = written(name, &fields).unwrap();
        check_round_trip(&command);
    }
}

#[test]
fn missing_null_and_given_are_three_things() {
    let update = |category| -> Command {
        let channel = ChannelId(3);
        UpdateChannel {
            channel,
            name: None,
            topic: None,
            category,
            position: None,
            synced: None,
            slow_mode_secs: None,
        }
        .into()
    };
    let in_json = |fields: Value| written("update_channel", &fields).unwrap();
    assert_eq!(in_json(json!({"channel": "3"})), update(None));
    assert_eq!(in_json(json!({"channel": "3", "category": null})), update(Some(None)));
    assert_eq!(in_json(json!({"channel": "3", "category": "9"})), update(Some(Some(CategoryId(9)))));
    let channel = ("channel", Field::Number(3));
    assert_eq!(packed("update_channel", std::slice::from_ref(&channel)).unwrap(), update(None));
    assert_eq!(
        packed("update_channel", &[channel.clone(), ("category", Field::Null)]).unwrap(),
        update(Some(None))
    );
    let given = packed("update_channel", &[channel, ("category", Field::Number(9))]).unwrap();
    assert_eq!(given, update(Some(Some(CategoryId(9)))));
}

#[test]
fn a_list_of_ids_and_a_flag_may_be_text_as_in_a_query_string() {
    let members = |users: Option<Vec<UserId>>, online| -> Command {
        GetMembers { hub: HubId(3), after: None, limit: None, online, users }.into()
    };
    for (told, users) in [
        (json!("1,2"), Some(vec![UserId(1), UserId(2)])),
        (json!(["1", "2"]), Some(vec![UserId(1), UserId(2)])),
        (json!(""), Some(vec![])),
        (json!(null), None),
    ] {
        let read = written("get_members", &json!({"hub": "3", "users": told})).unwrap();
        assert_eq!(read, members(users, None), "{told}");
    }
    for told in [json!("1,x"), json!("1 2"), json!(7), json!({}), json!(true), json!([[]])] {
        assert!(written("get_members", &json!({"hub": "3", "users": told})).is_err(), "{told}");
    }
    for told in [json!(true), json!("true")] {
        let read = written("get_members", &json!({"hub": "3", "online": told})).unwrap();
        assert_eq!(read, members(None, Some(true)), "{told}");
    }
    assert!(written("get_members", &json!({"hub": "3", "online": "yes"})).is_err());
}

#[test]
fn a_limit_may_be_text_as_in_a_query_string() {
    let expected: Command = GetMessages { limit: Some(20), ..GetMessages::of(ChannelId(3)) }.into();
    for limit in [json!(20), json!("20")] {
        assert_eq!(written("get_messages", &json!({"channel": "3", "limit": limit})).unwrap(), expected);
    }
    for limit in [Field::Number(20), Field::Text("20")] {
        assert_eq!(
            packed("get_messages", &[("channel", Field::Number(3)), ("limit", limit)]).unwrap(),
            expected
        );
    }
    for limit in [json!("x"), json!(-1), json!("-1"), json!(1.5), json!(""), json!([20]), json!({})] {
        assert!(written("get_messages", &json!({"channel": "3", "limit": limit})).is_err(), "{limit}");
    }
    let absent = written("get_messages", &json!({"channel": "3", "limit": null})).unwrap();
    assert!(matches!(absent, Command::GetMessages(GetMessages { limit: None, .. })));
}

//! A server that is newer than the app: whatever it says, the app stays open, and nothing is missing for longer than it
//! takes to ask for it.

use crate::net::frames::frame::frame;
use crate::net::frames::samples;
use crate::net::frames::{Frame, Unread, decode, encode, read_frame};
use crate::state::fixtures::{BO, GENERAL, HUB, hub, message, page, ready};
use crate::state::{Keep, Model, Newer, Outbox, Outgoing, SendState, Timeline, Todo};
use hubbub_shared::model::{ChannelChanges, HubView, MessagePage};
use hubbub_shared::protocol::command::{KickMember, SendMessage, Subscribe};
use hubbub_shared::protocol::{ChannelEvent, Event, OutcomeOf, ServerFrame, ServerFrameOf, UserEvent};
use hubbub_shared::{ErrorCode, Permissions};
use serde_json::{Value, json};

/// JSON as MessagePack, ids and times as text: as it comes to [`frame`].
fn packed(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = rmp_serde::Serializer::new(&mut bytes).with_human_readable();
    serde::Serialize::serialize(value, &mut writer).unwrap();
    bytes
}

fn told(value: Value) -> Frame {
    frame(&packed(&value), true)
}

fn json_of(frame: &ServerFrame) -> Value {
    serde_json::to_value(frame).unwrap()
}

fn in_general() -> Model {
    let mut model = Model::default();
    model.ready(ready());
    model.open(GENERAL);
    model.caught_up(GENERAL, ChannelChanges::StartOver(page(1..=4, false)), true);
    model
}

fn unknown_change(rev: u64) -> Value {
    json!({ "event": { "channel": {
        "channel": GENERAL, "rev": rev, "change": { "reaction_added": { "message": "1001", "emoji": "🌱" } },
    }}})
}

fn reply_in(frame: Frame) -> Unread {
    match frame {
        Frame::Known { frame: ServerFrameOf::Reply(_, OutcomeOf::Ok(reply)), .. } => reply,
        frame => panic!("{frame:?} is no reply"),
    }
}

fn takes(model: &mut Model, value: Value) -> Vec<Todo> {
    match told(value) {
        Frame::Known { frame, .. } => model.told(frame, 0),
        Frame::Newer(newer) => model.newer(newer),
        Frame::Garbled => panic!("a well-formed frame is never garbled"),
    }
}

fn created(rev: u64) -> Value {
    let change = ChannelEvent::MessageCreated(message(rev, "hi"));
    json_of(&ServerFrame::Event(Event::Channel { channel: GENERAL, rev, change }))
}

#[test]
fn unknown_kinds_events_and_fleeting_things_are_passed_over() {
    let mut model = in_general();
    let before = model.clone();
    for value in [
        json!("confetti"),
        json!({ "confetti": { "colour": [1, 2.5, null, { "a": true }] } }),
        json!({ "event": { "voice": { "channel": GENERAL, "rev": 5 } } }),
        json!({ "event": { "user": { "friend_added": { "user": BO } } } }),
        json!({ "event": { "user": "logged_in_elsewhere" } }),
        json!({ "event": "maintenance" }),
        json!({ "ephemeral": { "cursor": { "at": 7 } } }),
        json!({ "ephemeral": "wave" }),
        json!({ "hello": { "later": 1 } }),
        json!({ "one": 1, "two": 2 }),
        json!([1, 2, 3]),
        json!(null),
        json!(7),
    ] {
        assert_eq!(told(value.clone()), Frame::Newer(Newer::Other), "{value}");
        assert_eq!(takes(&mut model, value), []);
    }
    assert_eq!(model, before);
}

#[test]
fn kinds_of_values_that_the_protocol_has_not_are_passed_over_too() {
    for value in
        [&[0xd4, 1, 2][..], &[0xc7, 2, 1, 8, 9], &[0xc8, 0, 1, 5, 5], &[0xd8; 18], &[0xca, 0, 0, 0, 0]]
    {
        let bytes = [&[0x81, 0xa1, b'x'], value].concat();
        assert_eq!(read_frame(&bytes), Frame::Newer(Newer::Other), "{bytes:x?}");
    }
}

#[test]
fn what_is_no_frame_at_all_is_told_apart() {
    let whole = encode(&ServerFrame::Ready(Box::new(ready()))).unwrap();
    assert!(matches!(read_frame(&whole), Frame::Known { is_whole: true, .. }));
    for cut in 0..whole.len() {
        assert_eq!(read_frame(&whole[..cut]), Frame::Garbled, "{cut} bytes");
    }
    let confetti = packed(&json!({ "confetti": 1 }));
    for garbled in
        [&confetti[..confetti.len() - 1], &[&confetti[..], &[0]].concat(), &[0xc1], &[0x81, 0xa1, 0xff, 1]]
    {
        assert_eq!(read_frame(garbled), Frame::Garbled, "{garbled:x?}");
    }
}

#[test]
fn after_an_unknown_change_a_channel_goes_on_and_is_asked_for_once() {
    let mut model = in_general();
    assert_eq!(takes(&mut model, unknown_change(5)), [Todo::CatchUpSoon(GENERAL)]);
    assert!(matches!(&*takes(&mut model, created(6)), [Todo::Announce(_)]), "it is no gap");
    for rev in 7..60 {
        assert_eq!(takes(&mut model, unknown_change(rev)), [], "that it has to be asked for is known");
    }
    let asked = Todo::Subscribe { channel: GENERAL, since_rev: Some(4) };
    assert_eq!(model.catch_up_again(GENERAL), std::slice::from_ref(&asked));
    assert_eq!(takes(&mut model, unknown_change(61)), [], "it waits for the answer");
    let since = |revs: std::ops::RangeInclusive<u64>| {
        let rev = *revs.end();
        ChannelChanges::Since { messages: revs.map(|seq| message(seq, "hi")).collect(), rev }
    };
    assert_eq!(model.caught_up(GENERAL, since(5..=61), true), [], "nothing is left to be asked for");
    assert_eq!(model.catch_up_again(GENERAL), []);
    assert_eq!(model.timeline(GENERAL).and_then(Timeline::rev), Some(61));
    assert_eq!(
        takes(&mut model, unknown_change(63))[0],
        Todo::Subscribe { channel: GENERAL, since_rev: Some(61) }
    );
    takes(&mut model, unknown_change(64));
    assert_eq!(
        model.caught_up(GENERAL, since(62..=63), true),
        [Todo::CatchUpSoon(GENERAL)],
        "64 came after it"
    );
}

#[test]
fn a_channel_that_was_left_or_cut_off_is_asked_for_from_before_the_unknown_change() {
    let asked = Todo::Subscribe { channel: GENERAL, since_rev: Some(4) };
    let mut model = in_general();
    takes(&mut model, unknown_change(5));
    model.close();
    assert_eq!(model.catch_up_again(GENERAL), [], "nobody looks");
    assert!(model.open(GENERAL).contains(&asked));
    let mut model = in_general();
    takes(&mut model, unknown_change(5));
    model.connection_lost();
    assert_eq!(model.catch_up_again(GENERAL), []);
    assert!(model.ready(ready()).contains(&asked));
}

#[test]
fn a_message_in_unknown_words_is_left_out_of_an_answer_and_left_to_a_newer_app() {
    let mut sealed = serde_json::to_value(message(5, "")).unwrap();
    sealed["content"] = json!({ "sealed": "AAECAw" });
    let messages = json!([sealed, message(6, "plain")]);
    let reply =
        json!({ "reply": [3, { "ok": { "changes": { "since": { "messages": messages, "rev": 6 } } } }] });
    let mut model = in_general();
    model.take_changes_to_keep();
    model.connection_lost();
    model.ready(ready());
    let (changes, is_whole) =
        reply_in(told(reply)).read::<Subscribe>().expect("the rest of the answer is read");
    assert!(!is_whole);
    assert_eq!(model.caught_up(GENERAL, changes, is_whole), [], "asking again would be answered the same");
    let timeline = model.timeline(GENERAL).unwrap();
    assert_eq!((timeline.rev(), timeline.last_seq()), (Some(6), 6));
    let kept = model.take_changes_to_keep().into_iter().find_map(|keep| match keep {
        Keep::Page(_, page) => Some(page.rev),
        _ => None,
    });
    assert_eq!(kept, Some(4), "whoever understands it catches up from before it");
}

#[test]
fn what_is_left_out_of_a_page_of_history_makes_a_newer_app_begin_anew() {
    let mut model = in_general();
    let wanted = crate::state::Wanted::Before(message(1, "").id);
    assert!(model.page(GENERAL, wanted, page(1..=1, false), false));
    assert_eq!(model.timeline(GENERAL).and_then(Timeline::understood), Some(0));
    model.connection_lost();
    model.ready(ready());
    model.caught_up(GENERAL, ChannelChanges::Since { messages: Vec::new(), rev: 4 }, true);
    assert_eq!(
        model.timeline(GENERAL).and_then(Timeline::understood),
        Some(0),
        "that was not about the history"
    );
    model.caught_up(GENERAL, ChannelChanges::StartOver(page(1..=4, false)), true);
    assert_eq!(model.timeline(GENERAL).and_then(Timeline::understood), Some(4));
}

#[test]
fn after_an_unknown_change_of_a_hub_it_is_asked_for_once() {
    let change =
        |change: Value| json!({ "event": { "hub": { "hub": HUB, "version": 2, "change": change } } });
    let unknown = || change(json!({ "emoji_added": { "name": "parrot" } }));
    let mut unreadable = serde_json::to_value(hub()).unwrap();
    unreadable["name"] = json!({ "en": "Rust", "de": "Rost" });
    let mut model = in_general();
    assert_eq!(takes(&mut model, unknown()), [Todo::ReloadSoon(HUB)]);
    assert_eq!(takes(&mut model, unknown()), []);
    assert_eq!(takes(&mut model, change(json!({ "changed": { "view": unreadable } }))), []);
    assert!(model.reload(HUB) && !model.reload(HUB));
    assert_eq!(takes(&mut model, unknown()), [Todo::ReloadSoon(HUB)]);
    let newer = HubView { version: 3, ..hub() };
    takes(&mut model, change(json!({ "changed": { "view": newer } })));
    assert!(model.reload(HUB), "what changed since holds nothing of what was not understood");
    takes(&mut model, unknown());
    takes(&mut model, json!({ "event": { "user": { "hub_joined": { "hub": newer, "channels": [] } } } }));
    assert!(!model.reload(HUB), "it has come by itself");
    takes(&mut model, unknown());
    model.connection_lost();
    assert!(!model.reload(HUB), "it comes with the connection");
}

#[test]
fn nothing_is_asked_of_places_that_the_app_does_not_show() {
    let mut model = in_general();
    let elsewhere = json!({ "event": { "channel": { "channel": "999", "rev": 1, "change": "thawed" } } });
    assert_eq!(takes(&mut model, elsewhere), []);
    let elsewhere = json!({ "event": { "hub": { "hub": "998", "version": 1, "change": "thawed" } } });
    assert_eq!(takes(&mut model, elsewhere), []);
    assert_eq!(model, in_general());
}

#[test]
fn an_unknown_answer_is_an_answer_and_an_unknown_error_is_told_in_its_own_words() {
    for outcome in [json!({ "later": 5 }), json!("moved")] {
        assert_eq!(told(json!({ "reply": [7, outcome] })), Frame::Newer(Newer::Reply(7)), "{outcome}");
    }
    for held in [json!({ "poll": { "id": "7" } }), json!("queued"), json!({ "message": "sealed" })] {
        let reply = reply_in(told(json!({ "reply": [7, { "ok": held }] })));
        assert!(reply.read::<SendMessage>().is_none() && reply.read::<KickMember>().is_none(), "{held}");
    }
    let error =
        json!({ "code": "too_loud", "message": "Wait for 30 seconds.", "until": "2026-11-22T16:12:02Z" });
    let Frame::Known { frame: ServerFrameOf::Reply(7, OutcomeOf::Error(problem)), is_whole: true } =
        told(json!({ "reply": [7, { "error": error }] }))
    else {
        panic!("an error is read");
    };
    assert_eq!((problem.code, &*problem.message), (ErrorCode::Unknown, "Wait for 30 seconds."));
    let mut outbox = Outbox::default();
    outbox.add(GENERAL, "hi".into(), "n".into(), 0);
    outbox.take_due(0);
    outbox.refused("n", &problem, 0);
    assert_eq!(outbox.entries()[0].state, SendState::Failed { why: problem.message }, "the person decides");
}

#[test]
fn where_everything_stands_is_read_though_parts_of_it_are_unknown() {
    let mut value = json_of(&ServerFrame::Ready(Box::new(ready())));
    let newer = json!({ "target": { "badge": "9" }, "allow": "1", "deny": "0" });
    let known = json!({ "target": { "member": BO }, "allow": (1_u64 << 50 | 1).to_string(), "deny": "0" });
    value["ready"]["hubs"][0]["channels"][0]["overwrites"] = json!([newer, known]);
    value["ready"]["hubs"][0]["channels"][0]["permissions"] = json!(u64::MAX.to_string());
    value["ready"]["hubs"].as_array_mut().unwrap().push(json!({ "id": "11", "kind": "town_square" }));
    value["ready"]["themes"] = json!([{ "name": "Dusk" }]);
    let Frame::Known { frame: ServerFrameOf::Ready(told), is_whole: false } = told(value) else {
        panic!("it is read as far as it is understood");
    };
    let [hub] = &*told.hubs else { panic!("{:?}", told.hubs) };
    let channel = &hub.channels[0];
    assert_eq!(channel.overwrites.len(), 1);
    assert!(channel.permissions.contains(Permissions::ALL));
    assert_eq!(
        channel.overwrites[0].allow.names().collect::<Vec<_>>(),
        ["view"],
        "unknown bits have no name"
    );
    let mut model = Model::default();
    model.ready(*told);
    assert!(model.is_live());
}

#[test]
fn what_cannot_be_read_at_all_says_what_it_was() {
    assert_eq!(told(json!({ "ready": { "me": "ada" } })), Frame::Newer(Newer::Ready));
    let joined = json!({ "event": { "user": { "hub_joined": { "hub": 7 } } } });
    assert_eq!(told(joined), Frame::Newer(Newer::Other));
}

/// One word after the other, in all frames there are: names of fields, kinds, codes, ids.
#[test]
fn whatever_word_is_unknown_the_frame_is_not_garbled_and_its_caller_is_answered() {
    let ready = ServerFrame::Ready(Box::new(ready()));
    let mut frames = 0;
    for frame in samples::server_frames().into_iter().chain([ready]) {
        let value = json_of(&frame);
        for place in 0.. {
            let mut left = place;
            let mut newer = value.clone();
            if !make_unknown(&mut newer, &mut left) {
                break;
            }
            frames += 1;
            let told = told(newer.clone());
            assert_ne!(told, Frame::Garbled, "{newer}");
            if let Some(call) = newer.get("reply").map(|reply| reply[0].as_u64().unwrap() as u32) {
                let is_answer = matches!(&told, Frame::Newer(Newer::Reply(ours)) if *ours == call)
                    || matches!(&told, Frame::Known { frame: ServerFrameOf::Reply(ours, _), .. } if *ours == call);
                assert!(is_answer, "{newer} is {told:?}");
            }
        }
    }
    assert!(frames > 500, "{frames}");
}

/// Replaces the word at a place in the order of reading. False: there are not so many.
fn make_unknown(value: &mut Value, place: &mut usize) -> bool {
    let mut is_here = || std::mem::replace(place, place.wrapping_sub(1)) == 0;
    match value {
        Value::String(word) if is_here() => {
            *word = "unheard_of".to_owned();
            true
        }
        Value::Object(map) => {
            let names: Vec<String> = map.keys().cloned().collect();
            for name in names {
                if std::mem::replace(place, place.wrapping_sub(1)) == 0 {
                    let inner = map.remove(&name).unwrap();
                    map.insert("unheard_of".to_owned(), inner);
                    return true;
                }
                if make_unknown(&mut map[&name], place) {
                    return true;
                }
            }
            false
        }
        Value::Array(items) => items.iter_mut().any(|item| make_unknown(item, place)),
        _ => false,
    }
}

#[test]
fn what_a_newer_app_has_kept_is_read_as_far_as_it_is_understood_and_otherwise_left_alone() {
    let mut kept = serde_json::to_value(Outgoing::new(GENERAL, "hi".into(), "n".into(), 0)).unwrap();
    kept["channel"] = json!(GENERAL.0);
    kept["attachments"] = json!(["a.png"]);
    let bytes = rmp_serde::to_vec_named(&kept).unwrap();
    assert_eq!(decode::<Outgoing>(&bytes).map(|entry| entry.content), Some("hi".into()));
    kept["errand"] = json!({ "Poll": { "options": 3 } });
    assert_eq!(
        decode::<Outgoing>(&rmp_serde::to_vec_named(&kept).unwrap()),
        None,
        "not sent as something else"
    );

    let good = page(1..=2, false);
    let mut bytes = encode(&good).unwrap();
    let old = encode(&good.messages).unwrap();
    let at = bytes.windows(old.len()).position(|part| part == old).unwrap();
    let sealed = rmp_serde::to_vec_named(&json!({ "id": 1, "sealed": [1, 2] })).unwrap();
    let mut messages = encode(&good.messages).unwrap();
    messages[0] += 1;
    messages.extend(sealed);
    bytes.splice(at..at + old.len(), messages);
    assert_eq!(decode::<MessagePage>(&bytes), Some(good));
}

#[test]
fn the_kinds_of_events_that_say_what_they_are_about_still_do() {
    let activity = json!({ "event": { "user": { "activity": {
        "channel": GENERAL, "rev": 5, "last_seq": 5, "last_ordinal": 5, "mood": "lively" } } } });
    assert!(matches!(
        told(activity),
        Frame::Known { frame: ServerFrameOf::Event(Event::User(UserEvent::Activity(_))), is_whole: true }
    ));
}

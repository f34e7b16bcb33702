use super::reader::read;
use super::*;
use crate::state::fixtures::{BO, GENERAL, HUB, hub, message, page, ready};
use crate::state::{Answering, Outgoing};
use hubbub_shared::Problem;
use hubbub_shared::model::{ChannelChanges, MemberPage, MessagePage, Session};
use hubbub_shared::protocol::command::{
    GetHub, GetInvite, GetMembers, KickMember, SendMessage, Subscribe, Unsubscribe,
};
use hubbub_shared::protocol::{
    Call, ClientFrame, Encoding, Outcome, OutcomeOf, Reply, ServerFrame, ServerFrameOf,
};

/// The same from run to run, and nasty enough.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// JSON as MessagePack, ids and times as text: as it comes to [`read`](super::reader::read).
fn human(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = rmp_serde::Serializer::new(&mut bytes).with_human_readable();
    serde::Serialize::serialize(value, &mut writer).unwrap();
    bytes
}

fn all_frames() -> Vec<ServerFrame> {
    let ready = ServerFrame::Ready(Box::new(ready()));
    samples::server_frames().into_iter().chain([ready]).collect()
}

#[test]
fn frames_are_those_of_the_protocol() {
    for frame in all_frames() {
        let mut bytes = Encoding::MessagePack.encode(&frame).unwrap();
        assert_eq!(encode(&frame).as_ref(), Some(&bytes));
        assert_eq!(decode::<ServerFrame>(&bytes), Some(frame));
        bytes.push(0);
        assert_eq!(decode::<ServerFrame>(&bytes), None);
    }
    for frame in samples::client_frames() {
        assert_eq!(encode(&frame), Encoding::MessagePack.encode(&frame).ok());
        let bytes = encode(&frame).unwrap();
        assert_eq!(decode::<ClientFrame>(&bytes), Some(frame), "numbers in all shapes");
    }
}

#[test]
fn calls_are_written_as_the_protocol_has_them() {
    fn is_written(command: impl Call + Clone) {
        let frame = Written::new(&command).unwrap().call(70_000);
        let call = ClientFrame::Call(70_000, command.into());
        assert_eq!(Encoding::MessagePack.decode(&frame).ok(), Some(call));
    }
    is_written(Unsubscribe { channel: GENERAL });
    is_written(SendMessage {
        channel: GENERAL,
        content: "hi".to_owned(),
        attachments: Vec::new(),
        nonce: None,
        reply_to: None,
        ping: None,
        poll: None,
        forward: None,
    });
    is_written(KickMember { hub: HUB, user: BO, reason: Some("spam".to_owned()) });
    assert_eq!(Encoding::MessagePack.decode(HEARTBEAT).ok(), Some(ClientFrame::Heartbeat));
}

#[test]
fn replies_are_read_by_who_called() {
    fn is_read<C: Call<Reply: Into<Reply> + Clone + PartialEq + std::fmt::Debug>>(held: C::Reply) {
        let reply = ServerFrame::Reply(7, Outcome::Ok(held.clone().into()));
        let as_json = super::frame::frame(&human(&serde_json::to_value(&reply).unwrap()), true);
        for frame in [read_frame(&encode(&reply).unwrap()), as_json] {
            let Frame::Known { frame: ServerFrameOf::Reply(7, OutcomeOf::Ok(reply)), is_whole: true } = frame
            else {
                panic!("{frame:?}");
            };
            assert_eq!(reply.read::<C>(), Some((held.clone(), true)));
            assert_eq!(reply.read::<GetInvite>(), None, "it is no answer to another question");
        }
    }
    is_read::<KickMember>(());
    is_read::<Subscribe>(ChannelChanges::StartOver(page(1..=3, false)));
    is_read::<GetHub>(hub());
    is_read::<GetMembers>(MemberPage { members: Vec::new(), next: Some(BO) });
}

/// What the other implementation takes is taken and means the same; what it does not take may be refused, or read in
/// part, but nothing else happens.
#[test]
fn damaged_frames_are_read_like_the_server_would_or_refused() {
    let mut dice = Dice(7);
    for frame in all_frames() {
        let bytes = encode(&frame).unwrap();
        for _ in 0..300 {
            let mut damaged = bytes.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(damaged.len());
                damaged[at] = dice.below(256) as u8;
            }
            damaged.truncate(damaged.len() - dice.below(4).min(damaged.len() / 2));
            let ours = read::<ServerFrame>(&damaged, false);
            if let (Some((ours, true)), Ok(theirs)) =
                (ours, Encoding::MessagePack.decode::<ServerFrame>(&damaged))
            {
                assert_eq!(ours, theirs);
            }
        }
    }
}

#[test]
fn what_lies_about_its_size_or_its_depth_is_refused() {
    assert_eq!(decode::<Vec<u64>>(&[0xdd, 0xff, 0xff, 0xff, 0xff, 1]), None);
    assert_eq!(decode::<String>(&[0xdb, 0xff, 0xff, 0xff, 0xff, b'a']), None);
    assert_eq!(decode::<serde::de::IgnoredAny>(&[0x91; 100_000]).map(drop), None);
    assert_eq!(decode::<u64>(&[]), None);
}

#[test]
fn fields_of_a_newer_server_are_skipped() {
    #[derive(serde::Serialize)]
    struct Newer {
        rev: u64,
        later: Vec<(String, Option<f64>)>,
        messages: Vec<u8>,
        has_before: bool,
        has_after: bool,
    }
    let later = vec![("a".to_owned(), Some(0.5)), ("b".to_owned(), None)];
    let newer = Newer { rev: 7, later, messages: Vec::new(), has_before: true, has_after: false };
    let page: MessagePage = decode(&encode(&newer).unwrap()).unwrap();
    assert_eq!((page.rev, page.has_before), (7, true));
}

#[test]
fn what_is_kept_reads_back() {
    let page = page(1..=200, true);
    assert_eq!(decode(&encode(&page).unwrap()), Some(page));
    let entry = Outgoing::new(GENERAL, "on its way".into(), "n".into(), -5);
    let answers = Some(Answering::to(&message(1, "Who?"), None));
    for entry in [entry.clone(), Outgoing { answers, ..entry }] {
        assert_eq!(decode(&encode(&entry).unwrap()), Some(entry));
    }
}

/// As `json.rs` makes it: ids and times as text, numbers in their widest form.
#[test]
fn rest_is_read_with_ids_and_times_as_text() {
    let problem = Problem::not_found();
    let told = human(&serde_json::to_value(&problem).unwrap());
    assert_eq!(read::<Problem>(&told, true), Some((problem, true)));
    let json = serde_json::json!([{
        "id": "1882575465805263649", "name": "Firefox", "current": true,
        "created_at": "2026-11-22T16:12:02.483Z", "last_used_at": "2026-11-22T16:12:02Z",
    }]);
    let theirs: Vec<Session> = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(read::<Vec<Session>>(&human(&json), true), Some((theirs, true)));
}

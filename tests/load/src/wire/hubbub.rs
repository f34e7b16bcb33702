//! Hubbub's frames: calls are written, and what comes back is recognised by its first bytes. The tests prove both
//! against the real codec.

use super::pack::{self, Reader};
use super::stamp::Stamp;

/// What a frame of the server is about.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// The first frame.
    Hello,
    /// Where everything stands.
    Ready,
    /// A new message in a channel.
    Created {
        /// The channel's rev.
        rev: u64,
        /// What its text carries; `None` for a text that is not of this run.
        stamp: Option<Stamp>,
    },
    /// Another change of a channel.
    Changed {
        /// The channel's rev.
        rev: u64,
    },
    /// The answer to a call.
    Answered {
        /// The number that the call was given.
        reference: u32,
        /// Whether it worked.
        is_ok: bool,
        /// The message that was sent or changed, if it was that.
        message: Option<u64>,
    },
    /// What one sees of a hub is other than before.
    View,
    /// Typing, presence, activity, a heartbeat: nothing that is counted.
    Passing,
}

/// Recognises a frame.
pub fn hear(frame: &[u8]) -> Heard {
    channel_event(frame).or_else(|| reply(frame)).or_else(|| view(frame)).unwrap_or_else(|| other(frame))
}

fn channel_event(frame: &[u8]) -> Option<Heard> {
    let reader = Reader(frame).past(b"\x81\xa5event\x81\xa7channel\x83\xa7channel")?;
    let (_, reader) = reader.number()?;
    let (rev, reader) = reader.past(b"\xa3rev")?.number()?;
    Some(match reader.past(b"\xa6change\x81\xafmessage_created") {
        Some(message) => Heard::Created { rev, stamp: Stamp::find(message.0) },
        None => Heard::Changed { rev },
    })
}

fn view(frame: &[u8]) -> Option<Heard> {
    let (_, reader) = Reader(frame).past(b"\x81\xa5event\x81\xa3hub\x83\xa3hub")?.number()?;
    let (_, reader) = reader.past(b"\xa7version")?.number()?;
    reader.past(b"\xa6change\x81\xa7changed").map(|_| Heard::View)
}

fn reply(frame: &[u8]) -> Option<Heard> {
    let (reference, reader) = Reader(frame).past(b"\x81\xa5reply\x92")?.number()?;
    let ok = reader.past(b"\x81\xa2ok");
    let reference = u32::try_from(reference).ok()?;
    Some(Heard::Answered { reference, is_ok: ok.is_some(), message: ok.and_then(message_in) })
}

/// The id comes first in a message; the head of its map is one byte.
fn message_in(reader: Reader) -> Option<u64> {
    let Reader([_, fields @ ..]) = reader.past(b"\x81\xa7message")? else { return None };
    Reader(fields).past(b"\xa2id")?.number().map(|(id, _)| id)
}

fn other(frame: &[u8]) -> Heard {
    if frame.starts_with(b"\x81\xa5hello") {
        Heard::Hello
    } else if frame.starts_with(b"\x81\xa5ready") {
        Heard::Ready
    } else {
        Heard::Passing
    }
}

/// Appends the head of a call: its command with this many fields follows.
fn call(out: &mut Vec<u8>, reference: u32, command: &str, fields: u8) {
    out.extend_from_slice(b"\x81\xa4call\x92");
    pack::number(out, reference.into());
    pack::map(out, 1);
    pack::text(out, command.as_bytes());
    pack::map(out, fields);
}

fn field(out: &mut Vec<u8>, name: &str, value: u64) {
    pack::text(out, name.as_bytes());
    pack::number(out, value);
}

/// Follows a channel, from a rev on if there is a cache.
pub fn subscribe(out: &mut Vec<u8>, reference: u32, channel: u64, since_rev: Option<u64>) {
    call(out, reference, "subscribe", if since_rev.is_some() { 2 } else { 1 });
    field(out, "channel", channel);
    if let Some(rev) = since_rev {
        field(out, "since_rev", rev);
    }
}

/// Sends a text, with a nonce as every real client does.
pub fn send(out: &mut Vec<u8>, reference: u32, channel: u64, content: &[u8], nonce: &[u8]) {
    call(out, reference, "send_message", 3);
    field(out, "channel", channel);
    pack::text(out, b"content");
    pack::text(out, content);
    pack::text(out, b"nonce");
    pack::text(out, nonce);
}

/// Which page of history.
#[derive(Debug, Clone, Copy)]
pub enum Page {
    /// The page with the newest messages.
    Newest,
    /// Before this message.
    Before(u64),
    /// With this message in the middle.
    Around(u64),
}

/// Reads a page of history.
pub fn page(out: &mut Vec<u8>, reference: u32, channel: u64, page: Page) {
    call(out, reference, "get_messages", if matches!(page, Page::Newest) { 1 } else { 2 });
    field(out, "channel", channel);
    match page {
        Page::Newest => {}
        Page::Before(message) => field(out, "before", message),
        Page::Around(message) => field(out, "around", message),
    }
}

/// Changes the words of a message.
pub fn edit(out: &mut Vec<u8>, reference: u32, channel: u64, message: u64, content: &[u8]) {
    call(out, reference, "edit_message", 3);
    field(out, "channel", channel);
    field(out, "message", message);
    pack::text(out, b"content");
    pack::text(out, content);
}

/// Shows that one is writing.
pub fn typing(out: &mut Vec<u8>, reference: u32, channel: u64) {
    call(out, reference, "start_typing", 1);
    field(out, "channel", channel);
}

/// Everything in a channel is read.
pub fn mark_read(out: &mut Vec<u8>, reference: u32, channel: u64) {
    call(out, reference, "mark_read", 1);
    field(out, "channel", channel);
}

/// "I am here."
pub const HEARTBEAT: &[u8] = b"\xa9heartbeat";

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::model::{Message, User};
    use hubbub_shared::protocol::command::{
        EditMessage, GetMessages, MarkRead, SendMessage, StartTyping, Subscribe,
    };
    use hubbub_shared::protocol::{
        ChannelEvent, ClientFrame, Command, Encoding, Ephemeral, Event, HubEvent, Outcome, Reply, ServerFrame,
    };
    use hubbub_shared::{ChannelId, ErrorCode, HubId, MessageId, Problem, Timestamp, UserId};

    const STAMP: Stamp = Stamp { number: 77, sent_at: 1_795_359_439_007_123 };

    fn message(rev: u64) -> Message {
        let mut content = Vec::new();
        STAMP.write(&mut content, 100, false);
        Message {
            id: MessageId(1_882_575_520_381_536_026),
            channel: ChannelId(1_882_575_518_919_884_734),
            seq: rev,
            rev,
            ordinal: rev,
            author: User {
                id: UserId(1_882_575_465_749_730_566),
                username: "member 7".to_owned(),
                display_name: "Member 7".to_owned(),
                avatar: None,
                webhook: false,
                bot: false,
            },
            content: String::from_utf8(content).unwrap(),
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: None,
            reply_to: None,
            sealed: None,
            attachments: Vec::new(),
            poll: None,
            forward: None,
            reactions: Vec::new(),
            pinned_at: None,

            nonce: Some("7f2c".to_owned()),
            created_at: Timestamp(1_795_359_439_007),
            edited_at: None,
            deleted: false,
        }
    }

    fn heard(frame: &ServerFrame) -> Heard {
        hear(&Encoding::MessagePack.encode(frame).unwrap())
    }

    fn event(rev: u64, change: ChannelEvent) -> ServerFrame {
        ServerFrame::Event(Event::Channel { channel: ChannelId(7), rev, change })
    }

    #[test]
    fn every_new_message_is_recognised_with_its_rev_and_stamp() {
        for rev in [1, 127, 128, 255, 256, 65_535, 65_536, 1 << 32] {
            let created = event(rev, ChannelEvent::MessageCreated(message(rev)));
            assert_eq!(heard(&created), Heard::Created { rev, stamp: Some(STAMP) });
        }
    }

    #[test]
    fn what_carries_the_same_text_but_is_no_new_message_is_not_counted() {
        assert_eq!(heard(&event(9, ChannelEvent::MessageEdited(message(9)))), Heard::Changed { rev: 9 });
        let reply = ServerFrame::Reply(300, Outcome::Ok(Reply::Message(message(9))));
        let id = Some(1_882_575_520_381_536_026);
        assert_eq!(heard(&reply), Heard::Answered { reference: 300, is_ok: true, message: id });
        let done = ServerFrame::Reply(1, Outcome::Ok(Reply::Done));
        assert_eq!(heard(&done), Heard::Answered { reference: 1, is_ok: true, message: None });
        let refusal = Outcome::Error(Problem::new(ErrorCode::RateLimited, "Too often."));
        assert_eq!(
            heard(&ServerFrame::Reply(7, refusal)),
            Heard::Answered { reference: 7, is_ok: false, message: None }
        );
        let typing = Ephemeral::Typing { channel: ChannelId(7), users: vec![UserId(1)] };
        assert_eq!(heard(&ServerFrame::Ephemeral(typing)), Heard::Passing);
        assert_eq!(heard(&ServerFrame::Heartbeat), Heard::Passing);
    }

    #[test]
    fn a_view_that_is_other_than_before_is_recognised_by_its_first_bytes() {
        let changed = |version: u64| {
            let mut frame = b"\x81\xa5event\x81\xa3hub\x83\xa3hub".to_vec();
            pack::number(&mut frame, 1_882_575_518_919_884_734);
            pack::text(&mut frame, b"version");
            pack::number(&mut frame, version);
            frame
        };
        let left = HubEvent::MemberLeft { user: UserId(7) };
        let left = Event::Hub { hub: HubId(1_882_575_518_919_884_734), version: 1 << 40, change: left };
        let left = Encoding::MessagePack.encode(&ServerFrame::Event(left)).unwrap();
        assert!(left.starts_with(&changed(1 << 40)), "how an event of a hub begins");
        assert_eq!(hear(&left), Heard::Passing);
        assert_eq!(hear(&[&*changed(1 << 40), b"\xa6change\x81\xa7changed"].concat()), Heard::View);
    }

    fn read(write: impl Fn(&mut Vec<u8>)) -> ClientFrame {
        let mut bytes = Vec::new();
        write(&mut bytes);
        Encoding::MessagePack.decode(&bytes).unwrap()
    }

    fn call(reference: u32, command: impl Into<Command>) -> ClientFrame {
        ClientFrame::Call(reference, command.into())
    }

    #[test]
    fn calls_are_what_the_server_reads() {
        let channel = ChannelId(1_882_575_518_919_884_734);
        for size in [1, 31, 32, 255, 256, 4000] {
            let content = "x".repeat(size);
            let sent = read(|out| send(out, 70_000, channel.0, content.as_bytes(), b"nonce"));
            let expected = SendMessage::of(channel, content, Some("nonce".to_owned()));
            assert_eq!(sent, call(70_000, expected));
        }
        for since_rev in [None, Some(0), Some(1 << 40)] {
            let expected = call(1, Subscribe { channel, since_rev });
            assert_eq!(read(|out| subscribe(out, 1, channel.0, since_rev)), expected);
        }
        let edited = read(|out| edit(out, 2, channel.0, 9, b"new"));
        let (message, content) = (MessageId(9), "new".to_owned());
        assert_eq!(edited, call(2, EditMessage::of(channel, message, content)));
        assert_eq!(read(|out| out.extend_from_slice(HEARTBEAT)), ClientFrame::Heartbeat);
        let (limit, after, id) = (None, None, MessageId(9));
        for (asked, before, around) in
            [(Page::Newest, None, None), (Page::Before(9), Some(id), None), (Page::Around(9), None, Some(id))]
        {
            let expected = GetMessages { before, after, around, limit, ..GetMessages::of(channel) };
            assert_eq!(read(|out| page(out, 5, channel.0, asked)), call(5, expected));
        }
        assert_eq!(read(|out| typing(out, 3, channel.0)), call(3, StartTyping { channel }));
        assert_eq!(read(|out| mark_read(out, 4, channel.0)), call(4, MarkRead { channel, seq: None }));
    }
}

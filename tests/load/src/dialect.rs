//! How the members of a room speak with their server: Hubbub's gateway, Socket.IO, or nothing but WebSocket.

use crate::crowd::Lines;
use crate::people::Community;
use crate::wire::frames::{BINARY, TEXT};
use crate::wire::hubbub::{self, Heard};
use crate::wire::stamp::Stamp;
use crate::wire::upgrade;
use memchr::memmem;
use std::io::Write;
use std::net::SocketAddr;

/// Calls that join have references from here on, sends those below.
const JOIN: u32 = 1 << 31;
/// What a message of Hubbub weighs beyond its text. The peers' frames are filled up to the same size.
const HUBBUB_FRAME: usize = 245;

/// Calls whose answers are not waited for.
const ACT: u32 = JOIN - 1;

/// What people do besides sending messages.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// They are writing a message.
    Typing,
    /// They have read everything.
    Read,
    /// They change a message of theirs.
    Edit(u64),
    /// They come or go: for servers that do not tell it by themselves.
    Presence,
}

/// A way to speak.
pub enum Dialect {
    /// MessagePack, with the cookies of people who signed in.
    Hubbub(Community),
    /// Engine.IO 4 over WebSocket, namespace `/ws`.
    SocketIo,
    /// `<channel> <text>`, and everybody gets it as it is.
    Plain,
}

/// What a frame means to a member.
pub enum News {
    /// They may join their channels now.
    Welcome,
    /// One of their channels was joined.
    Joined,
    /// A message in a channel; the rev is 0 where there are none.
    Message(Option<Stamp>, u64),
    /// A call that they made was answered.
    Answered(u32, Option<u64>),
    /// A call that they made was refused.
    Refused,
    /// Nothing that is counted.
    Passing,
}

impl Dialect {
    /// What a member asks for.
    pub fn request(&self, server: SocketAddr, who: usize, follows: &[usize]) -> Vec<u8> {
        let host = server.to_string();
        match self {
            Self::Hubbub(community) => {
                let origin = format!("http://{host}");
                let cookie = &community.cookies[who % community.cookies.len()];
                upgrade::request(&host, "/ws", &[("Origin", &origin), ("Cookie", cookie)])
            }
            Self::SocketIo => upgrade::request(&host, "/socket.io/?EIO=4&transport=websocket", &[]),
            Self::Plain => {
                // Bun does not survive a topic without a name.
                let mut channels: Vec<_> = follows.iter().map(ToString::to_string).collect();
                if channels.is_empty() {
                    channels.push("guests".to_owned());
                }
                upgrade::request(&host, &format!("/?channels={}", channels.join(",")), &[])
            }
        }
    }

    /// Whether the server says when somebody is welcome; else they are as soon as they are connected.
    pub const fn welcomes(&self) -> bool {
        !matches!(self, Self::Plain)
    }

    /// How many steps a member takes before they are inside: being welcome, and joining each channel.
    pub const fn joins(&self, follows: &[usize]) -> usize {
        if self.welcomes() { 1 + follows.len() } else { 1 }
    }

    /// Joins the channels, from a rev on if there is a cache of them.
    pub fn join(&self, who: usize, follows: &[usize], since_rev: Option<u64>, lines: &mut Lines) {
        let mut frame = Vec::new();
        for channel in follows {
            frame.clear();
            match self {
                Self::Hubbub(community) => {
                    hubbub::subscribe(
                        &mut frame,
                        JOIN + *channel as u32,
                        community.channels[*channel],
                        since_rev,
                    );
                    lines.send(who, BINARY, &frame);
                }
                Self::SocketIo => {
                    let _ = write!(frame, "42/ws,{channel}[\"join\",\"{channel}\"]");
                    lines.send(who, TEXT, &frame);
                }
                Self::Plain => {}
            }
        }
    }

    /// Recognises a frame.
    pub fn hear(&self, who: usize, frame: &[u8], lines: &mut Lines) -> News {
        match self {
            Self::Hubbub(_) => hear_hubbub(frame),
            Self::SocketIo => hear_socket_io(who, frame, lines),
            Self::Plain => News::Message(Stamp::find(frame), 0),
        }
    }

    /// Something that happens besides messages.
    pub fn act(&self, who: usize, channel: usize, act: Act, lines: &mut Lines) {
        let mut frame = Vec::new();
        match self {
            Self::Hubbub(community) => {
                let channel = community.channels[channel];
                match act {
                    Act::Typing => hubbub::typing(&mut frame, ACT, channel),
                    Act::Read => hubbub::mark_read(&mut frame, ACT, channel),
                    Act::Edit(message) => hubbub::edit(&mut frame, ACT, channel, message, b"Other words."),
                    // The server tells it by itself.
                    Act::Presence => return,
                }
                lines.send(who, BINARY, &frame);
            }
            Self::SocketIo => {}
            Self::Plain => {
                let to = if matches!(act, Act::Read) { "nobody".to_owned() } else { channel.to_string() };
                let size = if matches!(act, Act::Edit(_)) { HUBBUB_FRAME } else { 60 };
                let _ = write!(frame, "{to} {:.<size$}", "");
                lines.send(who, TEXT, &frame);
            }
        }
    }

    /// Sends a message with a text of this size.
    pub fn send(
        &self,
        who: usize,
        channel: usize,
        stamp: Stamp,
        (size, is_heavy): (usize, bool),
        writing: &mut Writing,
        lines: &mut Lines,
    ) {
        let Writing { text, nonce, frame } = writing;
        text.clear();
        nonce.clear();
        frame.clear();
        stamp.write(text, size, is_heavy);
        let _ = write!(nonce, "{:016x}{:08x}", stamp.sent_at, stamp.number);
        match self {
            Self::Hubbub(community) => {
                hubbub::send(frame, stamp.number, community.channels[channel], text, nonce);
                lines.send(who, BINARY, frame);
            }
            Self::SocketIo => {
                let _ = write!(frame, "42/ws,[\"message\",{{\"channel\":\"{channel}\",\"content\":\"");
                frame.extend_from_slice(text);
                frame.extend_from_slice(b"\",\"nonce\":\"");
                frame.extend_from_slice(nonce);
                frame.extend_from_slice(b"\"}]");
                lines.send(who, TEXT, frame);
            }
            Self::Plain => {
                let _ = write!(frame, "{channel} ");
                frame.extend_from_slice(text);
                frame.resize(HUBBUB_FRAME + size, b'.');
                lines.send(who, TEXT, frame);
            }
        }
    }
}

/// Buffers for writing one message after another.
#[derive(Default)]
pub struct Writing {
    text: Vec<u8>,
    nonce: Vec<u8>,
    frame: Vec<u8>,
}

fn hear_hubbub(frame: &[u8]) -> News {
    match hubbub::hear(frame) {
        Heard::Ready => News::Welcome,
        Heard::Created { rev, stamp } => News::Message(stamp, rev),
        Heard::Answered { is_ok: false, .. } => News::Refused,
        Heard::Answered { reference: JOIN.., .. } => News::Joined,
        Heard::Answered { reference, message, .. } => News::Answered(reference, message),
        Heard::Hello | Heard::Changed { .. } | Heard::View | Heard::Passing => News::Passing,
    }
}

/// `0` opens, `2` pings, `40` welcomes to a namespace, `42` is an event, `43` answers one.
fn hear_socket_io(who: usize, frame: &[u8], lines: &mut Lines) -> News {
    match frame {
        [b'0', ..] => lines.send(who, TEXT, b"40/ws,"),
        b"2" => lines.send(who, TEXT, b"3"),
        [b'4', b'0', ..] => return News::Welcome,
        [b'4', b'3', ..] => return News::Joined,
        [b'4', b'2', ..] if memmem::find(&frame[..frame.len().min(24)], b"[\"message\"").is_some() => {
            return News::Message(Stamp::find(frame), 0);
        }
        [b'4', b'4', ..] => return News::Refused,
        _ => {}
    }
    News::Passing
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::model::{Message, User};
    use hubbub_shared::protocol::{ChannelEvent, Encoding, Event, ServerFrame};
    use hubbub_shared::{ChannelId, MessageId, Timestamp, UserId};

    #[test]
    fn the_frames_of_the_peers_weigh_what_those_of_hubbub_do() {
        let id = 1_882_575_520_381_536_026;
        let author = User {
            id: UserId(id),
            username: "member-500".to_owned(),
            display_name: "member-500".to_owned(),
            avatar: None,
            webhook: false,
            bot: false,
        };
        let message = Message {
            id: MessageId(id),
            channel: ChannelId(id),
            seq: 5000,
            rev: 5000,
            ordinal: 5000,
            author,
            content: "x".repeat(100),
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

            nonce: Some("0".repeat(24)),
            created_at: Timestamp(1_795_359_439_007),
            edited_at: None,
            deleted: false,
        };
        let change = ChannelEvent::MessageCreated(message);
        let event = ServerFrame::Event(Event::Channel { channel: ChannelId(id), rev: 5000, change });
        let weight = Encoding::MessagePack.encode(&event).unwrap().len();
        assert!(weight.abs_diff(HUBBUB_FRAME + 100) < 8, "a frame weighs {weight}");
    }
}

//! What happened, told by the server. Durable events can be recovered; ephemeral ones are dropped first.

use crate::ids::{ChannelId, HubId, MessageId, ReportId, UserId};
use crate::model::{
    ChannelActivity, ChannelState, DraftMark, HubChange, HubView, Me, Member, Message, Reacted, Reaction,
};
use serde::{Deserialize, Serialize};

/// Something that is stored and told to whoever may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// In a channel the session is subscribed to. Revs go up by one; a gap is filled by `subscribe`.
    Channel {
        /// The channel whose rev this is.
        channel: ChannelId,
        /// The channel's rev that this change made.
        rev: u64,
        /// What happened in it.
        change: ChannelEvent,
    },
    /// In a hub the user belongs to.
    Hub {
        /// The hub whose version this is.
        hub: HubId,
        /// The hub's version that this belongs to. Ignore what is older than the version shown.
        version: u64,
        /// What happened in it.
        change: HubEvent,
    },
    /// To all sessions of one user.
    User(UserEvent),
}

/// A change in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChannelEvent {
    /// A new message.
    MessageCreated(Message),
    /// A message has other words now, was pinned or unpinned, or its poll was ended before its time.
    MessageEdited(Message),
    /// People reacted to a message, or ceased to. Many who do it at once are told once.
    MessageReacted {
        /// The id of the message, which is otherwise as it was.
        message: MessageId,
        /// The message's position in its channel.
        seq: u64,
        /// All that people react with now.
        reactions: Vec<Reaction>,
        /// Whose doing it was.
        by: Vec<Reacted>,
    },
    /// People voted in a poll, for others than before, or no longer. Many who do it at once are told once, and nobody is told
    /// who it was.
    PollVoted {
        /// The id of the message, which is otherwise as it was.
        message: MessageId,
        /// The message's position in its channel.
        seq: u64,
        /// How many voted for each answer now, in the order of the answers.
        votes: Vec<u64>,
        /// How many people have voted.
        voters: u64,
    },
    /// A message lost its words.
    MessageDeleted {
        /// The id of the message, which keeps its place without its words.
        message: MessageId,
        /// The message's position in its channel.
        seq: u64,
    },
}

/// A change in a hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HubEvent {
    /// The structure changed, or what the user may see or do in it: this is what is other than before. Whom a change makes
    /// no difference to is told nothing. A channel that is gone or hidden now has lost its subscription.
    Changed(Box<HubChange>),
    /// Somebody came. Only to sessions looking at the hub (subscribed to one of its channels).
    MemberJoined(Member),
    /// A member's roles, timeout or name changed. Only to sessions looking at the hub.
    MemberUpdated(Member),
    /// Somebody left. Only to sessions looking at the hub.
    MemberLeft {
        /// The id of who is no longer a member.
        user: UserId,
    },
    /// More came, left or changed at once than are told one by one, so none of them is: what is known of members may be old. Ask anew for those
    /// who are shown, at a moment of your own within the next ten seconds. Only to sessions looking at the hub.
    MembersChanged,
}

/// A change for one user, on all their devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserEvent {
    /// The user came into a hub.
    HubJoined {
        /// The hub as the user sees it.
        hub: HubView,
        /// Where its channels and the user stand.
        channels: Vec<ChannelState>,
    },
    /// The user is no longer in a hub, or it is gone.
    HubLeft {
        /// The id of the hub in which the person no longer is.
        hub: HubId,
    },
    /// A channel that the session is not subscribed to has something new. At most every 2 s per channel.
    Activity(ChannelActivity),
    /// The user's read marker moved, here or on another device, or the user was mentioned.
    ChannelState(ChannelState),
    /// The user's own profile changed.
    MeUpdated(Me),
    /// Something was reported in a hub, or somebody took, returned or decided a report about which the user may decide, too. The
    /// owner of the server is told of what is put before them.
    ReportsChanged {
        /// The hub whose reports these are.
        hub: HubId,
        /// Whether it was reported, or put before them, just now.
        is_new: bool,
    },
    /// A rule of automod points at a message in a channel where the user manages messages, or keeps one until a moderator has
    /// looked at it. Never about what the user said.
    AutomodCaught {
        /// The hub whose rule it is.
        hub: HubId,
        /// The channel that it was said in, or would have been.
        channel: ChannelId,
        /// The message that everybody can read. Absent: it is kept, see `get_held_messages`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
    },
    /// The user saved a message, saves one no longer, or wants to be reminded at another time.
    SavedMessagesChanged,
    /// The user has begun to write something, went on, sent it, or gave it up, here or on another device. What it says is asked
    /// for with `get_drafts`.
    DraftChanged(DraftMark),
    /// What the user wants to be sent later is another: written, changed, deleted, sent, or refused.
    ScheduledMessagesChanged {
        /// Whether one was refused just now, and waits for the user.
        refused: bool,
    },
    /// The user wanted to be reminded of a message they saved, now.
    Reminded {
        /// The channel of the message.
        channel: ChannelId,
        /// The id of the message.
        message: MessageId,
    },
    /// The user voted in a poll, here or on another device, or took their vote back.
    Voted {
        /// The channel of the message.
        channel: ChannelId,
        /// The id of the message.
        message: MessageId,
        /// The numbers of the answers that the user voted for; none: they have not voted.
        answers: Vec<u64>,
    },
    /// A direct message was opened, asked for, accepted or declined: look at it anew.
    DmChanged {
        /// The id of the conversation.
        dm: ChannelId,
    },
    /// A device of somebody came or went, whom the user writes with, or of the user: fetch their links.
    DmDevicesChanged {
        /// Whose devices they are.
        user: UserId,
    },
    /// What the user reported is decided.
    ReportResolved {
        /// The id of what they reported.
        report: ReportId,
    },
}

/// Worth seeing now, not worth keeping: has no rev and is dropped first under load.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ephemeral {
    /// Who writes in a channel now: replaces what was shown; forget it after 8 s.
    Typing {
        /// The channel they type in.
        channel: ChannelId,
        /// The ids of all who type now, the reader perhaps among them. Forget them after 8 s without another event.
        users: Vec<UserId>,
    },
    /// Who came and went, at most every 2 s per hub. Only to sessions looking at the hub.
    Presence {
        /// The hub whose members these are.
        hub: HubId,
        /// Who is connected now and was not.
        online: Vec<UserId>,
        /// Who has been away for 30 s.
        offline: Vec<UserId>,
    },
}

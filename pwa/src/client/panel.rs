//! What lies over a place: lists and dialogs, an enumeration for each part of the app that draws some, so that no part can
//! be asked for what another draws.

use crate::state::NotifiedPlace;
use derive_more::From;
use hubbub_shared::model::{Message, ScheduledMessage, User};
use hubbub_shared::{AttachmentId, CategoryId, ChannelId, Crowd, HubId, MessageId, ReportId, RoleId};
use std::rc::Rc;

/// What lies over the current place. "Back" closes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel {
    /// Hubs and channels, where they are not beside the conversation.
    Channels,
    /// The members of the hub, where they are not beside the conversation.
    Members,
    /// Emoji to choose from.
    Emoji,
    /// A list or dialog in the middle, or at the foot of a phone.
    Dialog(Dialog),
}

/// A list or dialog, by the part of the app that draws it.
#[derive(Debug, Clone, PartialEq, From)]
pub enum Dialog {
    /// Lists and dialogs that anybody may need.
    General(General),
    /// What is about what is said.
    Talking(Talking),
    /// What files are chosen and described with.
    Filing(Filing),
    /// What is about what one is told of.
    Telling(Telling),
    /// What is about what somebody is to a hub, or finds what they said.
    People(People),
    /// What a hub is run with.
    Governing(Governing),
}

/// Lists and dialogs that anybody may need.
#[derive(Debug, Clone, PartialEq)]
pub enum General {
    /// Finds a hub, a channel or a person by name.
    Switcher,
    /// What keys do.
    Shortcuts,
    /// How to install the app on this device.
    Install,
    /// A person, as seen in a hub.
    Profile(HubId, Box<User>),
    /// Asks for the name of a new hub.
    CreateHub,
    /// Asks for an invite.
    JoinHub,
    /// What can be done with a hub.
    HubActions(HubId),
    /// Makes and shows an invite.
    Invite(HubId),
    /// What can be done with a channel.
    ChannelActions(ChannelId),
    /// What can be done with a category.
    CategoryActions(HubId, CategoryId),
    /// Asks whether to end all sessions but this one.
    EndOtherSessions,
    /// Asks what is wrong with a message.
    ReportMessage(Rc<Message>),
    /// Asks what is wrong with somebody.
    ReportMember(HubId, Box<User>),
}

/// What is about what is said.
#[derive(Debug, Clone, PartialEq)]
pub enum Talking {
    /// What can be done with a message.
    MessageActions(Rc<Message>),
    /// Asks where to pass a message on.
    Forward(Rc<Message>),
    /// Emoji to react to a message with.
    React(Rc<Message>),
    /// Who reacted to a message, with this emoji first.
    Reactions(Rc<Message>, String),
    /// Asks a channel for votes.
    Ask(ChannelId),
    /// Who voted in the poll of a message, for the answer with this number first.
    Voters(Rc<Message>, u64),
    /// Asks whether to end a poll before its time.
    EndPoll(Rc<Message>),
    /// What was pinned in a channel.
    Pins(ChannelId),
    /// Asks which day to show of a channel.
    JumpToDate(ChannelId),
    /// A picture of a channel, and those around it.
    Picture(ChannelId, AttachmentId),
    /// Asks whether to notify so many.
    NotifyMany(ChannelId, Crowd),
}

/// What files are chosen and described with.
#[derive(Debug, Clone, PartialEq)]
pub enum Filing {
    /// What can be sent to a channel beside words.
    Attach(ChannelId),
    /// Asks what is to be seen in a file to send.
    Describe(String),
    /// Asks for a picture to be shown as.
    Picture(Shown),
}

/// Who is shown by a picture that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// The person themselves.
    Me,
    /// A hub that they manage.
    Hub(HubId),
    /// A bot of theirs, as it is shown now.
    Bot(Box<User>),
}

/// What is about what one is told of.
#[derive(Debug, Clone, PartialEq)]
pub enum Telling {
    /// Saving a message, or choosing when to be reminded of one that is saved: then whether one is to be now.
    Save(ChannelId, MessageId, Option<bool>),
    /// Writing something that is sent later, or changing what is to be.
    SendLater(ChannelId, Option<Rc<ScheduledMessage>>),
    /// Of what one is told in a place.
    Notifications(NotifiedPlace),
}

/// What is about what somebody is to a hub, or finds what they said.
#[derive(Debug, Clone, PartialEq)]
pub enum People {
    /// Finds messages of a hub.
    Search(HubId),
    /// Asks what the hub shall call a member.
    Nickname(HubId, Box<User>),
    /// What moderators know about a member.
    Record(HubId, Box<User>),
}

/// What a hub is run with.
#[derive(Debug, Clone, PartialEq)]
pub enum Governing {
    /// The rules of a hub, to be accepted.
    HubRules(HubId),
    /// Asks for another name and description of a hub.
    EditHub(HubId),
    /// Asks for a new channel.
    CreateChannel(HubId, Option<CategoryId>),
    /// Asks for another name and topic of a channel.
    EditChannel(ChannelId),
    /// Asks whether to delete a channel.
    DeleteChannel(ChannelId),
    /// Asks for the name of a new category.
    CreateCategory(HubId),
    /// Asks for another name of a category.
    RenameCategory(HubId, CategoryId),
    /// Asks whether to leave, or to delete one's own hub.
    LeaveHub(HubId),
    /// Asks whether to make somebody else the owner of a hub.
    HandOver(HubId, Box<User>),
    /// Asks how long a member shall only read.
    TimeOut(HubId, Box<User>),
    /// Asks why to remove a member from a hub.
    Kick(HubId, Box<User>),
    /// Asks how to ban somebody from a hub.
    Ban(HubId, Box<User>),
    /// Which roles a member has.
    MemberRoles(HubId, Box<User>),
    /// Asks whether to delete a role.
    DeleteRole(HubId, RoleId),
    /// Asks whether a channel shall follow its category again.
    SyncChannel(HubId, ChannelId),
    /// What oneself or a member may do in a channel, and why.
    Why(ChannelId, Option<Box<User>>),
    /// What the person may do in a hub as a whole, and why.
    WhyInHub(HubId),
    /// Asks why to put a report before the owner of the server.
    EscalateReport(HubId, ReportId),
}

impl<T: Into<Dialog>> From<T> for Panel {
    fn from(dialog: T) -> Self {
        Self::Dialog(dialog.into())
    }
}

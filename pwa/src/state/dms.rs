//! Direct messages as far as everybody needs to know of them: which conversations there are, whether one can write in them,
//! and what waits to be sent. What is encrypted is opened elsewhere, in a part of the app of its own; of that, only what is
//! shown comes here, and none of it is written down.

use crate::sorted::Map;
use crate::state::Outgoing;
use hubbub_shared::model::{Dm, DmRequest, User};
use hubbub_shared::{ChannelId, Permissions, UserId};
use std::rc::Rc;

/// How far this device has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DmStanding {
    /// It is being found out.
    #[default]
    Unknown,
    /// The browser keeps no keys: private browsing, lockdown, or no HTTPS.
    Incapable,
    /// The person has never had encrypted messages.
    New,
    /// The person has, on other devices. This one has to be let in.
    Apart,
    /// What was begun waits for the server.
    Entering,
    /// It takes part.
    Active,
    /// It was let go, for ever.
    Removed,
}

/// What a conversation shows in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastWords {
    /// How it begins.
    pub text: String,
    /// Who said it.
    pub by: UserId,
    /// By the sender's clock, milliseconds since 1970.
    pub at: i64,
}

/// Why nothing can be written in a conversation now, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Why, and what to do, in words.
    pub why: String,
    /// Somebody has started over: a person has to say that they know.
    pub acknowledge: Option<UserId>,
}

/// A device of the person's own that reads along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDevice {
    /// Its id, in hexadecimal digits.
    pub id: String,
    /// It is the one that shows this.
    pub is_this: bool,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dms {
    /// In the order in which they were opened. `None`: not asked for yet.
    all: Option<Vec<Rc<Dm>>>,
    /// Where one can write, or why not.
    open: Map<ChannelId, Result<(), Closed>>,
    /// What waits to be sent.
    unsent: Map<ChannelId, Vec<Outgoing>>,
    last: Map<ChannelId, LastWords>,
    /// How far this device has come.
    pub standing: DmStanding,
    /// The code that brings everything back, while it is shown: once.
    pub code: Option<String>,
    /// Somebody has such a code.
    pub has_code: bool,
    /// The person's devices that read along.
    pub devices: Vec<OwnDevice>,
    /// Conversations with somebody whose number was compared.
    pub verified: Vec<ChannelId>,
    /// The number to compare with somebody, while it is shown.
    pub number: Option<(ChannelId, String)>,
    /// What the person waits for is being done.
    pub is_busy: bool,
    /// What went wrong with what the person wanted last.
    pub problem: Option<String>,
    /// Goes up when the server says that something has changed.
    pub news: u64,
}

impl Dms {
    /// All conversations, in the order in which they were opened.
    pub fn all(&self) -> &[Rc<Dm>] {
        self.all.as_deref().unwrap_or_default()
    }

    /// Whether it is known which there are.
    pub fn is_loaded(&self) -> bool {
        self.all.is_some()
    }

    /// Takes these in the place of all that were known.
    pub fn replace(&mut self, all: Vec<Dm>) {
        self.all = Some(all.into_iter().map(Rc::new).collect());
    }

    /// One that was opened, or accepted.
    pub fn put(&mut self, dm: Dm) {
        let all = self.all.get_or_insert_default();
        match all.iter_mut().find(|known| known.id == dm.id) {
            Some(known) => *known = Rc::new(dm),
            None => all.push(Rc::new(dm)),
        }
    }

    /// It is not listed any more.
    pub fn remove(&mut self, channel: ChannelId) {
        if let Some(all) = &mut self.all {
            all.retain(|dm| dm.id != channel);
        }
    }

    /// The conversation that has this id.
    pub fn get(&self, channel: ChannelId) -> Option<&Rc<Dm>> {
        self.all().iter().find(|dm| dm.id == channel)
    }

    /// The one with somebody.
    pub fn with(&self, user: UserId) -> Option<&Rc<Dm>> {
        self.all().iter().rfind(|dm| dm.members.iter().any(|member| member.id == user))
    }

    /// What one may do in a conversation.
    pub fn permissions(&self, channel: ChannelId) -> Permissions {
        match self.open.get(&channel) {
            Some(Ok(())) => Permissions::VIEW | Permissions::HISTORY | Permissions::SEND | Permissions::REACT,
            _ => Permissions::NONE,
        }
    }

    /// Why nothing can be written. `None`: something can, or nobody knows yet.
    pub fn closed(&self, channel: ChannelId) -> Option<&Closed> {
        self.open.get(&channel)?.as_ref().err()
    }

    /// Whether something can be written, or why not.
    pub fn set_open(&mut self, channel: ChannelId, open: Result<(), Closed>) {
        self.open.insert(channel, open);
    }

    /// What waits to be sent in a conversation.
    pub fn unsent(&self, channel: ChannelId) -> &[Outgoing] {
        self.unsent.get(&channel).map(Vec::as_slice).unwrap_or_default()
    }

    /// What waits to be sent, all of it.
    pub fn set_unsent(&mut self, channel: ChannelId, unsent: Vec<Outgoing>) {
        self.unsent.insert(channel, unsent);
    }

    /// Something that was just written.
    pub fn push_unsent(&mut self, entry: Outgoing) {
        let mut unsent = self.unsent.remove(&entry.channel).unwrap_or_default();
        let channel = entry.channel;
        unsent.push(entry);
        self.unsent.insert(channel, unsent);
    }

    /// What was said last.
    pub fn last(&self, channel: ChannelId) -> Option<&LastWords> {
        self.last.get(&channel)
    }

    /// This was said last.
    pub fn set_last(&mut self, channel: ChannelId, last: LastWords) {
        self.last.insert(channel, last);
    }
}

/// The other one of a conversation.
pub fn other_of(dm: &Dm, me: UserId) -> Option<&User> {
    dm.members.iter().find(|member| member.id != me)
}

/// Whether it waits for the reader to accept it.
pub fn is_asked(dm: &Dm) -> bool {
    dm.request == Some(DmRequest::Received)
}

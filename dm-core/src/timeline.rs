//! What a conversation says, of what is kept: edits, deletions and reactions put to what they are about, if they may be.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::records::Said;
use crate::vault::{Table, Vault};
use dm_wire::UserId;
use dm_wire::content::{Content, What};
use dm_wire::franking::Report;
use dm_wire::grant::Party;
use dm_wire::header::{Header, Kind};
use dm_wire::ids::{ConversationId, MessageId};
use std::collections::{BTreeMap, BTreeSet};

/// A message with all that was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The message's own id.
    pub id: MessageId,
    /// Who wrote it, from which device.
    pub from: Party,
    /// What it said first.
    pub content: Content,
    /// The words it has now, if it was edited.
    pub edited: Option<String>,
    /// Whether its author took it back.
    pub deleted: bool,
    /// Who put which emoji to it.
    pub reactions: BTreeMap<String, BTreeSet<UserId>>,
}

/// Something that was written down and that the server has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// The message's own id.
    pub id: MessageId,
    /// What it says or does.
    pub content: Content,
    /// The message that it is about.
    pub target: Option<MessageId>,
}

/// A conversation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// By their ids, which begin with the time that their senders' clocks said.
    pub entries: BTreeMap<MessageId, Entry>,
    /// What the group is called.
    pub title: Option<String>,
    /// Up to which message each person has told to have read.
    pub read: BTreeMap<UserId, MessageId>,
}

impl Timeline {
    /// Puts messages together, in the order of their ids: the last of two edits is the one with the larger id.
    fn of(mut all: Vec<(Header, Content)>) -> Self {
        all.sort_by_key(|(header, _)| header.opening.id);
        let mut timeline = Self::default();
        let is_said = |kind| matches!(kind, Kind::Text | Kind::Attach);
        let (said, done): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(header, _)| is_said(header.opening.kind));
        for (header, content) in said {
            let (id, from) = (header.opening.id, header.opening.from);
            let reactions = BTreeMap::new();
            timeline.entries.insert(id, Entry { id, from, content, edited: None, deleted: false, reactions });
        }
        done.into_iter().for_each(|(header, content)| timeline.apply(&header, content.what));
        timeline
    }

    fn apply(&mut self, header: &Header, what: What) {
        let by = header.opening.from.user;
        if let What::Title(title) = &what {
            self.title = Some(title.clone());
        }
        if let What::Receipt(read) = what {
            self.read.insert(by, read);
        }
        let Some(entry) = header.opening.kind.target().and_then(|target| self.entries.get_mut(&target))
        else {
            return;
        };
        let is_author = entry.from.user == by;
        match (header.opening.kind, what) {
            (Kind::Edit(_), What::Edit { body, .. }) if is_author => entry.edited = Some(body),
            (Kind::Delete(_), What::Delete) if is_author => entry.deleted = true,
            (Kind::React(_), What::React(emoji)) => {
                entry.reactions.entry(emoji).or_default().insert(by);
            }
            (Kind::Unreact(_), What::Unreact(emoji)) => {
                if let Some(who) = entry.reactions.get_mut(&emoji) {
                    who.remove(&by);
                }
                entry.reactions.retain(|_, who| !who.is_empty());
            }
            _ => {}
        }
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// All that is kept of a conversation.
    pub async fn timeline(&self, id: ConversationId) -> Result<Timeline, Error> {
        self.work(async |work| {
            let mut all = Vec::new();
            for slot in work.list(Table::Messages, &id.0).await? {
                if let Some(said) = work.get::<Said>(&slot).await? {
                    all.push((said.header, Content::parse(&said.content.0)?));
                }
            }
            Ok(Timeline::of(all))
        })
        .await
    }

    /// What waits to be posted in a conversation, in the order in which it was said. To show it after a new start.
    pub async fn unsent(&self, id: ConversationId) -> Result<Vec<Unsent>, Error> {
        self.work(async |work| {
            let mut all = Vec::new();
            for id in work.sending(id).await?.queue {
                if let Some(entry) = work.outgoing(id).await? {
                    let content = Content::parse(&entry.content.0)?;
                    all.push(Unsent { id, content, target: entry.target });
                }
            }
            Ok(all)
        })
        .await
    }

    /// What to hand in to report a message of somebody, deleted or not: it proves who said it where and when. The server
    /// checks it with [`Report::check`]. `None`: there is no such message here, or it is our own and not confirmed.
    pub async fn report(&self, id: ConversationId, message: MessageId) -> Result<Option<Report>, Error> {
        self.work(async |work| {
            let said = work.get::<Said>(&crate::names::message(id, message)).await?;
            let Some(Said { header, content, commitment_key, receipt: Some(receipt) }) = said else {
                return Ok(None);
            };
            Ok(Some(Report { header, content: content.0, commitment_key, receipt }))
        })
        .await
    }
}

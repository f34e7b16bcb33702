//! A batch worked out: which change gets which rev, what is written, what is told. Reads nothing: all it builds on is
//! given to it, so it is the same each time, and tested without a store.

use super::append::{Append, Asked, Right};
use super::body::Body;
use super::former::former;
use super::head::Head;
use super::store::MessageDoc;
use super::view::{event_of, with_author};
use crate::domain::access::PlaceAccess;
use crate::domain::held::HeldDoc;
use crate::domain::notifications::{FanOutDoc, InboxDoc};
use crate::domain::purges::Purged;
use crate::domain::read_state::MentionDoc;
use crate::error::{Error, Result};
use crate::store::{Entity, FIRST_VERSION, StoreError, Write};
use hubbub_shared::model::{Message, User};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::Nonce;
use hubbub_shared::{ErrorCode, HeldMessageId, MessageId, Permissions, PlaceId, Timestamp, UserId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What a batch is worked out from, all of one moment.
pub struct Basis {
    /// The place whose log grows.
    pub place: PlaceId,
    /// Where the place stands.
    pub head: Head,
    /// The moment that everything of the batch gets.
    pub now: Timestamp,
    /// The stored messages that something is asked about.
    pub messages: HashMap<MessageId, MessageDoc>,
    /// Sends that were stored before, by their place in the batch.
    pub repeats: HashMap<usize, MessageDoc>,
    /// When those who have to wait between two messages sent the last one; absent who has not sent any.
    pub last_sends: HashMap<UserId, Timestamp>,
    /// Whether somebody wants to be told of all that is said in the hub, or in a part of it.
    pub is_watched: bool,
    /// Everybody who wrote one of these messages, or writes one now: what is stored can always be told.
    pub authors: HashMap<UserId, Arc<User>>,
}

/// What becomes of one thing that was asked.
enum Entry {
    /// A message is new, or another than before.
    Changed {
        /// `None`: it is new.
        before: Option<MessageDoc>,
        after: MessageDoc,
    },
    /// Nothing to do, nothing to tell: it is as asked already.
    Already(MessageDoc),
    /// The same nonce stands earlier in this batch, at this place.
    RepeatOf(usize),
    /// It is not possible, and this is what the caller is told.
    Refused(Error),
}

/// A message that a batch changed, for whoever wants to know what happened.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// What was asked, and by whom.
    pub asked: &'a Asked,
    /// The message before. `None`: it is new.
    pub before: Option<&'a MessageDoc>,
    /// The message after.
    pub after: &'a MessageDoc,
}

/// A change that is stored.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The message as it is now, as its author sees it.
    pub message: Message,
    /// The rev the change got.
    pub rev: u64,
    /// Where the place stood then: its newest message.
    pub last_seq: u64,
    /// The ordinal of that message.
    pub last_ordinal: u64,
    /// What to tell. `None`: it was stored before, everybody knows.
    pub event: Option<ChannelEvent>,
}

impl Committed {
    /// A message that was stored before.
    pub fn before(message: MessageDoc, author: User) -> Self {
        let (rev, last_seq, last_ordinal) = (message.rev, message.seq, message.ordinal);
        Self { message: with_author(message, author), rev, last_seq, last_ordinal, event: None }
    }

    /// Whether it had been stored before this call.
    pub const fn is_repeat(&self) -> bool {
        self.event.is_none()
    }
}

/// A batch worked out.
pub struct Plan {
    basis: Basis,
    entries: Vec<Entry>,
    writes: Vec<Write>,
    /// Messages that the batch changes, as they are after it; written once each.
    touched: HashMap<MessageId, MessageDoc>,
    nonces: HashMap<(UserId, String), usize>,
    /// What was kept and is let through by the batch.
    released: BTreeSet<HeldMessageId>,
    /// Who is no longer mentioned somewhere.
    unmentioned: Vec<UserId>,
    /// Whether somebody may have to be told who does not look.
    concerns_somebody: bool,
}

impl Plan {
    /// Works out what was asked, one after another, each by its right. `new_id` makes the ids of new messages.
    pub fn make(
        basis: Basis,
        asked: &[Asked],
        rights: Vec<Right>,
        mut new_id: impl FnMut() -> u64,
    ) -> std::result::Result<Self, StoreError> {
        let mut plan = Self {
            basis,
            entries: Vec::with_capacity(asked.len()),
            writes: Vec::new(),
            touched: HashMap::new(),
            nonces: HashMap::new(),
            released: BTreeSet::new(),
            unmentioned: Vec::new(),
            concerns_somebody: false,
        };
        for (one, right) in asked.iter().zip(rights) {
            let entry = plan.entry(&one.append, right, &mut new_id)?;
            plan.entries.push(entry);
        }
        for message in plan.touched.values() {
            plan.writes.push(Write::replace(message)?);
        }
        Ok(plan)
    }

    fn entry(
        &mut self,
        append: &Append,
        right: Right,
        new_id: &mut impl FnMut() -> u64,
    ) -> std::result::Result<Entry, StoreError> {
        if let Some(stored) = self.basis.repeats.get(&self.entries.len()) {
            return Ok(repeat_of(self.basis.place, stored));
        }
        let access = match right.access {
            Ok(access) => access,
            Err(error) => return Ok(Entry::Refused(error)),
        };
        match append {
            Append::Send { words, nonce } => {
                let (author, nonce) = (access.caller().user, nonce.as_ref().map(Nonce::as_str));
                if let Some(earlier) = self.earlier_with(author, nonce) {
                    return Ok(Entry::RepeatOf(earlier));
                }
                if let Err(too_soon) = self.wait_for_slow_mode(&access) {
                    return Ok(Entry::Refused(too_soon));
                }
                let (mentions, is_slow) = ((right.mentions, right.deaf), access.slow_mode_secs() > 0);
                self.send(MessageId(new_id()), (author, is_slow), words.body(), mentions, nonce)
            }
            Append::Release { held, body } => {
                self.release(MessageId(new_id()), &access, held, body, (right.mentions, right.deaf))
            }
            Append::Edit { message, words, base_rev } => {
                Ok(self.edit(&access, *message, words.body(), right.mentions, *base_rev))
            }
            Append::Delete { message } | Append::DeleteTogether { message } => {
                Ok(self.delete(&access, *message))
            }
            Append::Purge { message, order } => Ok(self.purge(&access, *message, order.what())),
        }
    }

    /// The send of this batch with the same nonce, if there is one.
    fn earlier_with(&self, author: UserId, nonce: Option<&str>) -> Option<usize> {
        self.nonces.get(&(author, nonce?.to_owned())).copied()
    }

    /// Refused unless enough time has passed since the last message of who has to wait.
    fn wait_for_slow_mode(&self, access: &PlaceAccess) -> Result<()> {
        let last = self.basis.last_sends.get(&access.caller().user);
        let wait_ms = last.map_or(0, |last| wait_ms(access, *last, self.basis.now));
        if wait_ms == 0 { Ok(()) } else { Err(Error::slow_mode(wait_ms)) }
    }

    fn next_rev(&mut self) -> u64 {
        self.basis.head.rev += 1;
        self.basis.head.rev
    }

    fn send(
        &mut self,
        id: MessageId,
        (author, is_slow): (UserId, bool),
        body: &Body,
        (mentions, deaf): (Vec<UserId>, Vec<UserId>),
        nonce: Option<&str>,
    ) -> std::result::Result<Entry, StoreError> {
        if is_slow {
            self.basis.last_sends.insert(author, self.basis.now);
        }
        if let Some(nonce) = nonce {
            self.nonces.insert((author, nonce.to_string()), self.entries.len());
        }
        let seq = self.next_rev();
        self.basis.head.last_seq = seq;
        self.basis.head.last_ordinal += 1;
        let message = MessageDoc {
            id,
            version: FIRST_VERSION,
            place: self.basis.place,
            seq,
            rev: seq,
            ordinal: self.basis.head.last_ordinal,
            author,
            content: body.content().to_owned(),
            mentions,
            nonce: nonce.map(str::to_owned),
            created_at: self.basis.now,
            edited_at: None,
            deleted: None,
            slow_mode: is_slow.then_some(true),
            before: Vec::new(),
        };
        self.writes.push(Write::insert(&message)?);
        for user in message.mentions.iter().filter(|user| !deaf.contains(user)) {
            self.writes.push(Write::insert(&MentionDoc::new(*user, &message))?);
            self.writes.push(Write::insert(&InboxDoc::new(*user, &message))?);
            self.concerns_somebody = true;
        }
        if self.basis.is_watched {
            self.writes.push(Write::insert(&FanOutDoc::new(&message))?);
            self.concerns_somebody = true;
        }
        Ok(Entry::Changed { before: None, after: message })
    }

    /// Publishes what was kept as a message of who wrote it, once.
    fn release(
        &mut self,
        id: MessageId,
        access: &PlaceAccess,
        held: &HeldDoc,
        body: &Body,
        mentions: (Vec<UserId>, Vec<UserId>),
    ) -> std::result::Result<Entry, StoreError> {
        let is_first = self.released.insert(held.id);
        if !is_first || !access.may(Permissions::MANAGE_MESSAGES) || held.channel.place() != self.basis.place
        {
            return Ok(Entry::Refused(Error::not_found()));
        }
        self.writes.push(Write::delete::<HeldDoc>(held.id(), Some(held.version)));
        self.send(id, (held.author, false), body, mentions, held.nonce.as_deref())
    }

    /// The message as what was asked before leaves it.
    fn current(&self, id: MessageId) -> Option<MessageDoc> {
        self.touched.get(&id).or_else(|| self.basis.messages.get(&id)).cloned()
    }

    fn edit(
        &mut self,
        access: &PlaceAccess,
        id: MessageId,
        body: &Body,
        mentions: Vec<UserId>,
        base_rev: Option<u64>,
    ) -> Entry {
        let Some(before) = self.current(id).filter(|message| !message.is_deleted()) else {
            return Entry::Refused(Error::not_found());
        };
        if before.author != access.caller().user {
            return Entry::Refused(Error::forbidden("Only its author can edit a message."));
        }
        if base_rev.is_some_and(|base| base != before.rev) {
            return Entry::Refused(Error::rejected(
                ErrorCode::Conflict,
                "The message was edited on another device meanwhile. Look at it again.",
            ));
        }
        if before.content == body.content() {
            return Entry::Already(before);
        }
        self.forget_mentions(&before, |user| !mentions.contains(&user));
        let after = MessageDoc {
            rev: self.next_rev(),
            mentions,
            content: body.content().to_owned(),
            edited_at: Some(self.basis.now),
            before: former(&before.before, &before.content, self.basis.now),
            ..before.clone()
        };
        self.change(before, after)
    }

    fn delete(&mut self, access: &PlaceAccess, id: MessageId) -> Entry {
        let Some(before) = self.current(id) else { return Entry::Refused(Error::not_found()) };
        if before.author != access.caller().user && !access.may(Permissions::MANAGE_MESSAGES) {
            return Entry::Refused(Error::forbidden(
                "You need the permission manage_messages to delete messages of others.",
            ));
        }
        if before.is_deleted() {
            return Entry::Already(before);
        }
        self.forget_mentions(&before, |_| true);
        let after = MessageDoc {
            rev: self.next_rev(),
            mentions: Vec::new(),
            content: String::new(),
            deleted: Some(true),
            before: Vec::new(),
            ..before.clone()
        };
        self.change(before, after)
    }

    fn purge(&mut self, access: &PlaceAccess, id: MessageId, what: Purged) -> Entry {
        let is_meant = |message: MessageDoc| what.holds(message.author, message.created_at);
        match self.current(id).is_some_and(is_meant) {
            true => self.delete(access, id),
            false => Entry::Refused(Error::not_found()),
        }
    }

    fn change(&mut self, before: MessageDoc, after: MessageDoc) -> Entry {
        self.touched.insert(after.id, after.clone());
        Entry::Changed { before: Some(before), after }
    }

    /// Who is no longer mentioned has nothing unread of it.
    fn forget_mentions(&mut self, message: &MessageDoc, is_gone: impl Fn(UserId) -> bool) {
        for user in message.mentions.iter().copied().filter(|user| is_gone(*user)) {
            self.unmentioned.push(user);
            self.writes.push(Write::delete::<MentionDoc>(MentionDoc::document_id(user, message.id), None));
            self.writes.push(Write::delete::<InboxDoc>(InboxDoc::document_id(user, message.id), None));
        }
    }

    /// Whether somebody may have to be told of it who does not look.
    pub const fn concerns_somebody(&self) -> bool {
        self.concerns_somebody
    }

    /// What is to be written, all or nothing. A plan is written once; after a conflict another is made.
    pub fn take_writes(&mut self) -> Vec<Write> {
        std::mem::take(&mut self.writes)
    }

    /// The place whose log grows.
    pub const fn place(&self) -> PlaceId {
        self.basis.place
    }

    /// Where the place stands after the batch.
    pub const fn head(&self) -> Head {
        self.basis.head
    }

    /// Every message that the batch changes, with what was asked.
    pub fn changed<'a>(&'a self, asked: &'a [Asked]) -> impl Iterator<Item = Changed<'a>> {
        self.entries.iter().zip(asked).filter_map(|(entry, asked)| match entry {
            Entry::Changed { before, after } => Some(Changed { asked, before: before.as_ref(), after }),
            _ => None,
        })
    }

    /// The new messages of the batch.
    pub fn sent(&self) -> impl Iterator<Item = &MessageDoc> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Changed { before: None, after } => Some(after),
            _ => None,
        })
    }

    /// Whose count of mentions the batch changes: those mentioned anew, and those no longer.
    pub fn recounted(&self) -> BTreeSet<UserId> {
        let mentioned = self.sent().flat_map(|message| message.mentions.iter().copied());
        mentioned.chain(self.unmentioned.iter().copied()).collect()
    }

    /// What to answer to each, once the batch is stored.
    pub fn results(self) -> Vec<Result<Committed>> {
        let Self { basis: Basis { head, authors, .. }, entries, .. } = self;
        let mut results: Vec<Result<Committed>> = Vec::with_capacity(entries.len());
        let mut last_sent = None;
        for entry in entries {
            let result = match entry {
                Entry::Refused(error) => Err(error),
                Entry::RepeatOf(place) => results
                    .get(place)
                    .and_then(|result| result.as_ref().ok())
                    .map(|earlier| Committed { event: None, ..earlier.clone() })
                    .ok_or_else(Error::unavailable),
                Entry::Changed { before, after } => {
                    if before.is_none() {
                        last_sent = Some((after.seq, after.ordinal));
                    }
                    let newest = last_sent.unwrap_or((head.last_seq, head.last_ordinal));
                    committed(after, &authors, newest, Some(before.is_some()))
                }
                Entry::Already(message) => {
                    let newest = last_sent.unwrap_or((head.last_seq, head.last_ordinal));
                    committed(message, &authors, newest, None)
                }
            };
            results.push(result);
        }
        results
    }
}

/// How long somebody still has to wait whose last message is of this moment. A clock that was set back far makes nobody
/// wait longer.
pub fn wait_ms(access: &PlaceAccess, last: Timestamp, now: Timestamp) -> u64 {
    access.slow_mode_secs().saturating_mul(1000).saturating_sub(now.0.abs_diff(last.0))
}

/// `was_told`: whether others knew the message before; `None` if there is nothing to tell them.
fn committed(
    message: MessageDoc,
    authors: &HashMap<UserId, Arc<User>>,
    (last_seq, last_ordinal): (u64, u64),
    was_told: Option<bool>,
) -> Result<Committed> {
    let author = authors.get(&message.author).ok_or_else(Error::unavailable)?;
    let rev = message.rev;
    let message = with_author(message, User::clone(author));
    let event = was_told.map(|was_told| event_of(was_told, &message));
    Ok(Committed { message, rev, last_seq, last_ordinal, event })
}

fn repeat_of(place: PlaceId, stored: &MessageDoc) -> Entry {
    if stored.place == place {
        Entry::Already(stored.clone())
    } else {
        Entry::Refused(Error::rejected(
            ErrorCode::Conflict,
            "This nonce was used for a message in another channel. Use a new one.",
        ))
    }
}

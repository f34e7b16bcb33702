//! A batch worked out: which change gets which rev, what is written, what is told. Reads nothing: all it builds on is
//! given to it, so it is the same each time, and tested without a store.

mod files;
mod pins;
mod reactions;

use super::append::{Append, Asked, Right};
use super::body::Body;
use super::former::former;
use super::head::Head;
use super::reach::Reach;
use super::remaining::{nothing_left, remaining};
use super::store::MessageDoc;
use super::together::{Reacting, ReactionKey, Together};
use super::view::{event_of, quote, with_author};
use crate::domain::access::PlaceAccess;
use crate::domain::attachments::AttachmentDoc;
use crate::domain::dms::Letter;
use crate::domain::emoji::Emoji;
use crate::domain::held::HeldDoc;
use crate::domain::notifications::{FanOutDoc, InboxDoc};
use crate::domain::purges::Purged;
use crate::domain::read_state::MentionDoc;
use crate::domain::recalls::RecallDoc;
use crate::domain::replies::{ReplyDoc, ReplyTo};
use crate::error::{Error, Result};
use crate::store::{Entity, FIRST_VERSION, StoreError, Write};
use hubbub_shared::model::{InboxReason, Message, SentAttachment, User};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::Nonce;
use hubbub_shared::{
    AttachmentId, ErrorCode, HeldMessageId, MessageId, Permissions, PlaceId, Problem, Timestamp, UserId,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What a batch is worked out from, all of one moment.
pub struct Basis {
    /// The place whose log grows.
    pub place: PlaceId,
    /// Where the place stands.
    pub head: Head,
    /// The moment that everything of the batch gets.
    pub now: Timestamp,
    /// The stored messages that something is asked about, and those that are answered.
    pub messages: HashMap<MessageId, MessageDoc>,
    /// The files that are sent, as far as there are such.
    pub files: HashMap<AttachmentId, AttachmentDoc>,
    /// Of the reactions that are asked about, those there are.
    pub reactions: HashSet<ReactionKey>,
    /// How many messages are pinned, if something is to be.
    pub pins: usize,
    /// How much there may be.
    pub most: Most,
    /// Sends that were stored before, by their place in the batch.
    pub repeats: HashMap<usize, MessageDoc>,
    /// When those who have to wait between two messages sent the last one; absent who has not sent any.
    pub last_sends: HashMap<UserId, Timestamp>,
    /// Whether somebody wants to be told of all that is said in the hub, or in a part of it.
    pub is_watched: bool,
    /// Everybody who wrote one of these messages, or writes one now: what is stored can always be told.
    pub authors: HashMap<UserId, Arc<User>>,
}

/// How much there may be of what people add to messages.
#[derive(Debug, Clone, Copy)]
pub struct Most {
    /// Different things that people react with to one message.
    pub reactions: usize,
    /// Pinned messages of a place.
    pub pins: usize,
}

/// What becomes of one thing that was asked.
#[allow(clippy::large_enum_variant, reason = "nearly all are changes")]
enum Entry {
    /// A message is new, or another than before.
    Changed {
        /// `None`: it is new.
        before: Option<MessageDoc>,
        after: MessageDoc,
    },
    /// Somebody reacted, ceased to, or voted: told with all who did so to that message at once, as one change.
    Reacted(Reacting),
    /// Nothing to do, nothing to tell: it is as asked already.
    Already(MessageDoc),
    /// The same nonce stands earlier in this batch, at this place.
    RepeatOf(usize),
    /// It is not possible, and this is what the caller is told.
    Refused(Error),
}

/// Why nothing becomes of something that was asked.
enum Stop {
    /// It is not possible, and this is what the caller is told.
    Refused(Error),
    /// No store takes it, and nothing of the batch.
    Unstorable(StoreError),
}

impl From<Error> for Stop {
    fn from(refusal: Error) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Unstorable(error)
    }
}

/// What becomes of one thing that was asked, as it is worked out.
type Step = std::result::Result<Entry, Stop>;

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
    pub const fn before(message: Message) -> Self {
        let (rev, last_seq, last_ordinal) = (message.rev, message.seq, message.ordinal);
        Self { message, rev, last_seq, last_ordinal, event: None }
    }

    /// Whether it had been stored before this call.
    pub const fn is_repeat(&self) -> bool {
        self.event.is_none()
    }
}

/// A batch worked out.
pub struct Plan {
    basis: Basis,
    /// The place's rev before the batch.
    rev_before: u64,
    entries: Vec<Entry>,
    writes: Vec<Write>,
    /// Messages that the batch changes, as they are after it; written once each.
    touched: HashMap<MessageId, MessageDoc>,
    nonces: HashMap<(UserId, String), usize>,
    /// Epochs whose keys are given by the batch.
    epochs: HashSet<String>,
    /// What is told together of reactions, by the rev of it.
    reacted: HashMap<u64, Together>,
    /// What was kept and is let through by the batch.
    released: BTreeSet<HeldMessageId>,
    /// Who is no longer mentioned somewhere.
    unmentioned: Vec<UserId>,
    /// Whether somebody may have to be told who does not look.
    concerns_somebody: bool,
    /// Whether a message lets go of files.
    lets_go: bool,
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
            rev_before: basis.head.rev,
            basis,
            entries: Vec::with_capacity(asked.len()),
            writes: Vec::new(),
            touched: HashMap::new(),
            nonces: HashMap::new(),
            epochs: HashSet::new(),
            reacted: HashMap::new(),
            released: BTreeSet::new(),
            unmentioned: Vec::new(),
            concerns_somebody: false,
            lets_go: false,
        };
        for (one, right) in asked.iter().zip(rights) {
            let entry = match plan.entry(&one.append, right, &mut new_id) {
                Err(Stop::Refused(error)) => Entry::Refused(error),
                Err(Stop::Unstorable(error)) => return Err(error),
                Ok(entry) => entry,
            };
            plan.entries.push(entry);
        }
        for message in plan.touched.values() {
            plan.writes.push(Write::replace(message)?);
        }
        Ok(plan)
    }

    fn entry(&mut self, append: &Append, right: Right, new_id: &mut impl FnMut() -> u64) -> Step {
        if let Some(stored) = self.basis.repeats.get(&self.entries.len()) {
            if stored.sealed_id.is_some() {
                return sealed_before(stored, right.access?.caller().user);
            }
            return Ok(repeat_of(self.basis.place, stored));
        }
        let access = right.access?;
        match append {
            Append::Send { words, nonce, reply, files } => {
                let (author, nonce) = (access.caller().user, nonce.as_ref().map(Nonce::as_str));
                if let Some(earlier) = self.earlier_with(author, nonce) {
                    return Ok(Entry::RepeatOf(earlier));
                }
                self.wait_for_slow_mode(&access)?;
                let (body, reach, webhook) = (words.body(), right.reach, None);
                let said = Said { body, reach, reply: *reply, nonce, files, held: None, webhook };
                self.send(MessageId(new_id()), (author, access.slow_mode_secs() > 0), said)
            }
            Append::Post { words, nonce, name } => {
                let (author, nonce) = (access.caller().user, nonce.as_ref().map(Nonce::as_str));
                if let Some(earlier) = self.earlier_with(author, nonce) {
                    return Ok(Entry::RepeatOf(earlier));
                }
                let (body, reach, webhook) = (words.body(), right.reach, Some(name.as_str()));
                let said = Said { body, reach, reply: None, nonce, files: &[], held: None, webhook };
                self.send(MessageId(new_id()), (author, false), said)
            }
            Append::SendSealed { letter } => self.send_sealed(access.caller().user, letter, new_id),
            Append::Release { held, body } => {
                self.release(MessageId(new_id()), &access, held, body, right.reach)
            }
            Append::Edit { message, words, base_rev, files } => {
                let edited = Edited { body: words.body(), base_rev: *base_rev, files: files.as_deref() };
                self.edit(&access, *message, edited, right.reach)
            }
            Append::Delete { message } | Append::DeleteTogether { message } => self.delete(&access, *message),
            Append::Purge { message, order } => self.purge(&access, *message, order.what()),
            Append::React { message, emoji } => self.react(access.caller().user, *message, *emoji, new_id),
            Append::Unreact { message, emoji, user } => self.unreact(&access, *message, *emoji, *user),
            Append::Vote { message, answers } => self.vote(access.caller().user, *message, answers, new_id),
            Append::EndPoll { message } => self.end_poll(&access, *message),
            Append::Pin { message, pinned } => self.pin(*message, *pinned),
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

    /// The next message of the place, which says nothing yet.
    fn next_message(&mut self, id: MessageId, author: UserId) -> MessageDoc {
        let seq = self.next_rev();
        self.basis.head.last_seq = seq;
        self.basis.head.last_ordinal += 1;
        MessageDoc {
            id,
            version: FIRST_VERSION,
            place: self.basis.place,
            seq,
            rev: seq,
            ordinal: self.basis.head.last_ordinal,
            author,
            webhook: None,
            content: String::new(),
            sealed: None,
            sealed_id: None,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: None,
            reply_to: None,
            attachments: Vec::new(),
            poll: None,
            forward: None,
            reactions: Vec::new(),
            pinned_at: None,
            worded: None,
            nonce: None,
            created_at: self.basis.now,
            edited_at: None,
            deleted: None,
            slow_mode: None,
            before: Vec::new(),
        }
    }

    fn send(&mut self, id: MessageId, (author, is_slow): (UserId, bool), said: Said<'_>) -> Step {
        let Said { body, reach, reply, nonce, files, held, webhook } = said;
        let reply_to = reply.map(|reply| self.answer(author, reply)).transpose()?;
        let attachments = self.attach(id, author, files, held)?;
        if is_slow {
            self.basis.last_sends.insert(author, self.basis.now);
        }
        if let Some(nonce) = nonce {
            self.nonces.insert((author, nonce.to_string()), self.entries.len());
        }
        let message = MessageDoc {
            webhook: webhook.map(str::to_owned),
            content: body.content().to_owned(),
            poll: body.poll().map(|poll| poll.opened(self.basis.now)),
            forward: body.forward().cloned(),
            mentions: reach.users,
            mention_roles: reach.roles,
            mention_everyone: reach.crowd,
            reply_to,
            attachments,
            nonce: nonce.map(str::to_owned),
            slow_mode: is_slow.then_some(true),
            ..self.next_message(id, author)
        };
        self.writes.push(Write::insert(&message)?);
        for user in message.mentions.iter().filter(|user| !reach.deaf.contains(user)) {
            let is_answered = reach.answered == Some(*user);
            let reason = if is_answered { InboxReason::Reply } else { InboxReason::Mention };
            self.writes.push(Write::insert(&MentionDoc::new(*user, &message))?);
            self.writes.push(Write::insert(&InboxDoc::new(*user, &message, reason, self.basis.now))?);
            self.concerns_somebody = true;
        }
        if self.basis.is_watched || message.names_many() {
            self.writes.push(Write::insert(&FanOutDoc::new(&message))?);
            self.concerns_somebody = true;
        }
        Ok(Entry::Changed { before: None, after: message })
    }

    /// Stores what the server cannot read, as it came, with what it says of it and the keys that come with it.
    fn send_sealed(&mut self, author: UserId, letter: &Letter, new_id: &mut impl FnMut() -> u64) -> Step {
        let sealed_id = letter.sealed_id();
        // Ids are of the conversation, whoever takes them.
        let called = (UserId(0), sealed_id.clone());
        if let Some(earlier) = self.nonces.get(&called).copied() {
            return match &self.entries[earlier] {
                Entry::Changed { after, .. } if after.author == author => Ok(Entry::RepeatOf(earlier)),
                _ => Err(taken().into()),
            };
        }
        if !letter.grants().is_empty() && !self.epochs.insert(letter.epoch_id(self.basis.place)) {
            return Err(taken().into());
        }
        self.nonces.insert(called, self.entries.len());
        let message = MessageDoc {
            sealed: Some(letter.sealed_at(self.basis.now)),
            sealed_id: Some(sealed_id),
            ..self.next_message(MessageId(new_id()), author)
        };
        self.writes.push(Write::insert(&message)?);
        self.writes.extend(letter.writes(self.basis.place, self.basis.now, new_id)?);
        if letter.notifies() {
            self.writes.push(Write::insert(&FanOutDoc::new(&message))?);
            self.concerns_somebody = true;
        }
        Ok(Entry::Changed { before: None, after: message })
    }

    /// What is kept of the message that is answered. One that was deleted meanwhile can be: who wrote the answer could not know.
    fn answer(&self, author: UserId, reply: ReplyTo) -> Result<ReplyDoc> {
        let unknown = || Problem::field("reply_to", "There is no such message in this channel.");
        let answered = self.basis.messages.get(&reply.message).ok_or_else(unknown)?;
        let MessageDoc { id: message, seq, author: whom, .. } = *answered;
        let ping = (reply.ping && whom != author).then_some(true);
        Ok(ReplyDoc { message, seq, author: whom, ping })
    }

    /// Publishes what was kept as a message of who wrote it, once.
    fn release(
        &mut self,
        id: MessageId,
        access: &PlaceAccess,
        held: &HeldDoc,
        body: &Body,
        reach: Reach,
    ) -> Step {
        let is_first = self.released.insert(held.id);
        if !is_first || !access.may(Permissions::MANAGE_MESSAGES) || held.channel.place() != self.basis.place
        {
            return Err(Error::not_found().into());
        }
        let said = Said {
            body,
            reach,
            reply: held.reply,
            nonce: held.nonce.as_deref(),
            files: &held.attachments,
            held: Some(held.id),
            webhook: held.webhook.as_deref(),
        };
        let sent = self.send(id, (held.author, false), said)?;
        // Only now: what cannot be said stays kept.
        self.writes.push(Write::delete::<HeldDoc>(held.id(), Some(held.version)));
        Ok(sent)
    }

    /// The message as what was asked before leaves it.
    fn current(&self, id: MessageId) -> Option<MessageDoc> {
        self.touched.get(&id).or_else(|| self.basis.messages.get(&id)).cloned()
    }

    /// The same, if it still says something.
    fn standing(&self, id: MessageId) -> Result<MessageDoc> {
        self.current(id).filter(|message| !message.is_deleted()).ok_or_else(Error::not_found)
    }

    fn edit(
        &mut self,
        access: &PlaceAccess,
        id: MessageId,
        Edited { body, base_rev, files }: Edited<'_>,
        mut reach: Reach,
    ) -> Step {
        let before = self.standing(id)?;
        if before.author != access.caller().user {
            return Err(Error::forbidden("Only its author can edit a message.").into());
        }
        if before.poll.is_some() {
            // Whoever voted did so for these words.
            return Err(Error::forbidden("A poll is not edited. Delete it, and ask anew.").into());
        }
        if base_rev.is_some_and(|base| !(before.words_rev()..=before.rev).contains(&base)) {
            return Err(Error::rejected(
                ErrorCode::Conflict,
                "The message was edited on another device meanwhile. Look at it again.",
            )
            .into());
        }
        let attachments = remaining(&before, files)?;
        let is_empty = body.content().is_empty() && attachments.is_empty();
        if is_empty && before.forward.is_none() {
            return Err(Error::from(nothing_left()).into());
        }
        let says_the_same = before.content == body.content();
        if says_the_same && before.attachments == attachments {
            return Ok(Entry::Already(before));
        }
        self.let_go(before.attachments.iter().filter(|file| !attachments.contains(file)))?;
        // Whom it answers is named by that, whatever it says.
        let answered = before.reply_to.as_ref().map(|reply| reply.author);
        let stays = answered.filter(|user| before.mentions.contains(user) && !reach.users.contains(user));
        reach.users.splice(0..0, stays);
        self.forget_mentions(&before, |user| !reach.users.contains(&user));
        let after = MessageDoc {
            rev: self.next_rev(),
            worded: None,
            mentions: reach.users,
            mention_roles: reach.roles,
            mention_everyone: reach.crowd,
            content: body.content().to_owned(),
            edited_at: Some(self.basis.now),
            before: match says_the_same {
                true => before.before.clone(),
                false => former(&before.before, &before.content, self.basis.now),
            },
            attachments,
            ..before.clone()
        };
        if before.names_many() && !after.names_many() {
            self.recall(&after)?;
        }
        Ok(self.change(before, after))
    }

    fn delete(&mut self, access: &PlaceAccess, id: MessageId) -> Step {
        let before = self.current(id).ok_or_else(Error::not_found)?;
        if before.author != access.caller().user && !access.may(Permissions::MANAGE_MESSAGES) {
            return Err(Error::forbidden(
                "You need the permission manage_messages to delete messages of others.",
            )
            .into());
        }
        if before.is_deleted() {
            return Ok(Entry::Already(before));
        }
        self.forget_mentions(&before, |_| true);
        self.let_go(before.attachments.iter())?;
        let after = MessageDoc {
            rev: self.next_rev(),
            worded: None,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            mention_everyone: None,
            reply_to: None,
            attachments: Vec::new(),
            poll: None,
            forward: None,
            reactions: Vec::new(),
            pinned_at: None,
            content: String::new(),
            sealed: None,
            deleted: Some(true),
            before: Vec::new(),
            ..before.clone()
        };
        if before.names_many() || before.is_marked() {
            self.recall(&after)?;
        }
        Ok(self.change(before, after))
    }

    fn purge(&mut self, access: &PlaceAccess, id: MessageId, what: Purged) -> Step {
        let is_meant = |message: MessageDoc| what.holds(message.author, message.created_at);
        match self.current(id).is_some_and(is_meant) {
            true => self.delete(access, id),
            false => Err(Error::not_found().into()),
        }
    }

    /// What many have of the message is taken back afterwards.
    fn recall(&mut self, after: &MessageDoc) -> std::result::Result<(), StoreError> {
        self.writes.push(Write::insert(&RecallDoc::new(after))?);
        self.concerns_somebody = true;
        Ok(())
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

    /// Whether files are let go of.
    pub const fn lets_go(&self) -> bool {
        self.lets_go
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

    /// The place's rev before the batch, if that changes messages.
    pub const fn changes_after(&self) -> Option<u64> {
        if self.basis.head.rev > self.rev_before { Some(self.rev_before) } else { None }
    }

    /// Every message that the batch changes, with what was asked.
    pub fn changed<'a>(&'a self, asked: &'a [Asked]) -> impl Iterator<Item = Changed<'a>> {
        self.entries.iter().zip(asked).filter_map(|(entry, asked)| match entry {
            Entry::Changed { before, after } => Some(Changed { asked, before: before.as_ref(), after }),
            _ => None,
        })
    }

    /// Reactions that somebody took away from others: what was asked, the message, whose it was and with what.
    pub fn reactions_removed<'a>(
        &'a self,
        asked: &'a [Asked],
    ) -> impl Iterator<Item = (&'a Asked, &'a MessageDoc, UserId, Emoji)> {
        self.entries.iter().zip(asked).filter_map(|(entry, asked)| {
            self.taken_away(entry).map(|(message, user, emoji)| (asked, message, user, emoji))
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
    pub fn results(mut self) -> Vec<Result<Committed>> {
        let entries = std::mem::take(&mut self.entries);
        let head = self.basis.head;
        let mut results: Vec<Result<Committed>> = Vec::with_capacity(entries.len());
        let mut last_sent = None;
        for entry in entries {
            if let Entry::Changed { before: None, after } = &entry {
                last_sent = Some((after.seq, after.ordinal));
            }
            let newest = last_sent.unwrap_or((head.last_seq, head.last_ordinal));
            let result = match entry {
                Entry::Refused(error) => Err(error),
                Entry::RepeatOf(place) => results
                    .get(place)
                    .and_then(|result| result.as_ref().ok())
                    .map(|earlier| Committed { event: None, ..earlier.clone() })
                    .ok_or_else(Error::unavailable),
                Entry::Changed { before, after } => self.committed(after, newest, Some(before.is_some())),
                Entry::Reacted(reacting) => self.committed_reaction(&reacting, newest),
                Entry::Already(message) => self.committed(message, newest, None),
            };
            results.push(result);
        }
        results
    }

    /// `was_told`: whether others knew the message before; `None` if there is nothing to tell them.
    fn committed(
        &self,
        message: MessageDoc,
        (last_seq, last_ordinal): (u64, u64),
        was_told: Option<bool>,
    ) -> Result<Committed> {
        let rev = message.rev;
        let message = self.view(message)?;
        let event = was_told.map(|was_told| event_of(was_told, &message));
        Ok(Committed { message, rev, last_seq, last_ordinal, event })
    }

    /// A message with its author, and with what it answers as that is after the batch.
    fn view(&self, message: MessageDoc) -> Result<Message> {
        let person = |user: UserId| self.basis.authors.get(&user).map(|author| User::clone(author));
        let author_of = |message: &MessageDoc| message.program().or_else(|| person(message.author));
        let author = author_of(&message).ok_or_else(Error::unavailable)?;
        let quoted = message.reply_to.as_ref().map(|reply| {
            let answered = self.current(reply.message);
            quote(reply, answered.as_ref().and_then(|answered| Some((answered, author_of(answered)?))))
        });
        Ok(with_author(message, author, quoted))
    }
}

/// What somebody says, and how.
struct Said<'a> {
    body: &'a Body,
    reach: Reach,
    reply: Option<ReplyTo>,
    nonce: Option<&'a str>,
    files: &'a [SentAttachment],
    /// What it was kept as until now.
    held: Option<HeldMessageId>,
    /// What the webhook calls itself that says it; `None`: a person does.
    webhook: Option<&'a str>,
}

/// What becomes of a message that is edited.
struct Edited<'a> {
    body: &'a Body,
    base_rev: Option<u64>,
    files: Option<&'a [AttachmentId]>,
}

/// How long somebody still has to wait whose last message is of this moment. A clock that was set back far makes nobody
/// wait longer.
pub fn wait_ms(access: &PlaceAccess, last: Timestamp, now: Timestamp) -> u64 {
    access.slow_mode_secs().saturating_mul(1000).saturating_sub(now.0.abs_diff(last.0))
}

/// What was stored under an id before, for who sent it.
fn sealed_before(stored: &MessageDoc, author: UserId) -> Step {
    if stored.author == author { Ok(Entry::Already(stored.clone())) } else { Err(taken().into()) }
}

fn taken() -> Error {
    Error::rejected(ErrorCode::Conflict, "This id is taken. Use a new one.")
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

//! A batch worked out: which change gets which rev, what is written, what is told.

use super::commit::{Change, Committed};
use super::head::Head;
use super::store::{self, MessageDoc};
use super::view::with_author;
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::access::ChannelAccess;
use crate::domain::members::MemberDoc;
use crate::domain::read_state::MentionDoc;
use crate::domain::users;
use crate::error::{Error, Result};
use crate::store::{FIRST_VERSION, StoreError, Write};
use futures_util::future::try_join_all;
use hubbub_shared::model::User;
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::MessageText;
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Permissions, Timestamp, UserId};
use std::collections::{BTreeSet, HashMap, hash_map};
use std::sync::Arc;

/// What becomes of one change.
enum Entry {
    /// A new message.
    Sent(MessageDoc),
    /// A message as it is after this change; a later change of the batch may change it again.
    Changed(MessageDoc),
    /// Stored before.
    Repeat(MessageDoc),
    /// The same nonce stands earlier in this batch, at this place.
    RepeatOf(usize),
    /// Nothing to do, nothing to tell: it is as asked already.
    Already(MessageDoc),
    /// Not possible.
    Refused(Error),
}

/// A batch worked out.
pub struct Plan {
    channel: ChannelId,
    head: Head,
    now: Timestamp,
    entries: Vec<Entry>,
    writes: Vec<Write>,
    /// Messages that the batch changes, as they are after it; written once each.
    touched: HashMap<MessageId, MessageDoc>,
    nonces: HashMap<(UserId, String), usize>,
    authors: HashMap<UserId, Arc<User>>,
    /// Who is no longer mentioned somewhere.
    unmentioned: Vec<UserId>,
}

impl Plan {
    /// Works out the changes one after another, from where the channel stands.
    pub async fn make(
        app: &App,
        channel: ChannelId,
        head: Head,
        changes: &[Change],
        repeats: &HashMap<usize, MessageDoc>,
    ) -> Result<Self> {
        let now = app.clock.now();
        let mut plan = Self {
            channel,
            head,
            now,
            entries: Vec::with_capacity(changes.len()),
            writes: Vec::new(),
            touched: HashMap::new(),
            nonces: HashMap::new(),
            authors: HashMap::new(),
            unmentioned: Vec::new(),
        };
        for (place, change) in changes.iter().enumerate() {
            let entry = match repeats.get(&place) {
                Some(stored) => Ok(repeat_of(channel, stored)),
                None => plan.entry(app, change).await,
            };
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) if error.is_passing() => return Err(error),
                Err(error) => Entry::Refused(error),
            };
            plan.know_author(app, &entry).await?;
            plan.entries.push(entry);
        }
        for message in plan.touched.values() {
            plan.writes.push(Write::replace(message)?);
        }
        Ok(plan)
    }

    async fn entry(&mut self, app: &App, change: &Change) -> Result<Entry> {
        match change {
            Change::Send { access, hub, content, mentioned, nonce } => {
                let author = access.hub.caller.user;
                if let Some(nonce) = nonce {
                    let known = self.nonces.entry((author, nonce.to_string()));
                    match known {
                        hash_map::Entry::Occupied(earlier) => {
                            return Ok(Entry::RepeatOf(*earlier.get()));
                        }
                        hash_map::Entry::Vacant(new) => new.insert(self.entries.len()),
                    };
                }
                let mentions = who_can_see(app, hub, access, mentioned).await?;
                let nonce = nonce.as_ref().map(ToString::to_string);
                self.send(app, author, content, mentions, nonce)
            }
            Change::Edit { access, message, hub, content, mentioned, base_rev } => {
                let mentions = who_can_see(app, hub, access, mentioned).await?;
                let found = self.current(app, *message).await?;
                Ok(self.edit(access, found, content, mentions, *base_rev))
            }
            Change::Delete { access, message } => {
                let found = self.current(app, *message).await?;
                Ok(self.delete(access, found))
            }
        }
    }

    /// Reads the author before anything is written, so that what is stored can always be told.
    async fn know_author(&mut self, app: &App, entry: &Entry) -> Result<()> {
        let (Entry::Sent(message)
        | Entry::Changed(message)
        | Entry::Repeat(message)
        | Entry::Already(message)) = entry
        else {
            return Ok(());
        };
        if let hash_map::Entry::Vacant(unknown) = self.authors.entry(message.author) {
            unknown.insert(users::find(app, message.author).await?);
        }
        Ok(())
    }

    fn next_rev(&mut self) -> u64 {
        self.head.rev += 1;
        self.head.rev
    }

    fn send(
        &mut self,
        app: &App,
        author: UserId,
        content: &MessageText,
        mentions: Vec<UserId>,
        nonce: Option<String>,
    ) -> Result<Entry> {
        let seq = self.next_rev();
        self.head.last_seq = seq;
        self.head.last_ordinal += 1;
        let message = MessageDoc {
            id: MessageId(app.clock.next_id()),
            version: FIRST_VERSION,
            channel: self.channel,
            seq,
            rev: seq,
            ordinal: self.head.last_ordinal,
            author,
            content: content.to_string(),
            mentions,
            nonce,
            created_at: self.now,
            edited_at: None,
            deleted: None,
        };
        self.writes.push(Write::insert(&message)?);
        for user in &message.mentions {
            self.writes.push(Write::insert(&MentionDoc::new(*user, &message))?);
        }
        Ok(Entry::Sent(message))
    }

    /// The message as the changes before this one leave it.
    async fn current(&self, app: &App, id: MessageId) -> Result<Option<MessageDoc>> {
        match self.touched.get(&id) {
            Some(touched) => Ok(Some(touched.clone())),
            None => Ok(store::find(&app.store, self.channel, id).await?),
        }
    }

    fn edit(
        &mut self,
        access: &ChannelAccess,
        found: Option<MessageDoc>,
        content: &MessageText,
        mentions: Vec<UserId>,
        base_rev: Option<u64>,
    ) -> Entry {
        let Some(mut message) = found.filter(|message| !message.is_deleted()) else {
            return Entry::Refused(Error::not_found());
        };
        if message.author != access.hub.caller.user {
            return Entry::Refused(Error::forbidden("Only its author can edit a message."));
        }
        if base_rev.is_some_and(|base| base != message.rev) {
            return Entry::Refused(Error::rejected(
                ErrorCode::Conflict,
                "The message was edited on another device meanwhile. Look at it again.",
            ));
        }
        if message.content == content.as_str() {
            return Entry::Already(message);
        }
        message.rev = self.next_rev();
        self.forget_mentions(&message, |user| !mentions.contains(&user));
        message.mentions = mentions;
        message.content = content.to_string();
        message.edited_at = Some(self.now);
        self.touched.insert(message.id, message.clone());
        Entry::Changed(message)
    }

    fn delete(&mut self, access: &ChannelAccess, found: Option<MessageDoc>) -> Entry {
        let Some(mut message) = found else { return Entry::Refused(Error::not_found()) };
        if message.author != access.hub.caller.user
            && !access.permissions.contains(Permissions::MANAGE_MESSAGES)
        {
            return Entry::Refused(Error::forbidden(
                "You need the permission manage_messages to delete messages of others.",
            ));
        }
        if message.is_deleted() {
            return Entry::Already(message);
        }
        self.forget_mentions(&message, |_| true);
        message.mentions.clear();
        message.rev = self.next_rev();
        message.content = String::new();
        message.deleted = Some(true);
        self.touched.insert(message.id, message.clone());
        Entry::Changed(message)
    }

    /// Who is no longer mentioned has nothing unread of it.
    fn forget_mentions(&mut self, message: &MessageDoc, is_gone: impl Fn(UserId) -> bool) {
        for user in message.mentions.iter().copied().filter(|user| is_gone(*user)) {
            self.unmentioned.push(user);
            self.writes.push(Write::delete::<MentionDoc>(MentionDoc::document_id(user, message.id), None));
        }
    }

    /// Writes the batch, if there is anything to write. A plan is written once; after a conflict another is made.
    pub async fn write(&mut self, app: &App) -> std::result::Result<(), StoreError> {
        let writes = std::mem::take(&mut self.writes);
        if writes.is_empty() { Ok(()) } else { app.store.batch(writes).await }
    }

    /// Where.
    pub const fn channel(&self) -> ChannelId {
        self.channel
    }

    /// Where the channel stands after the batch.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// The new messages of the batch.
    pub fn sent(&self) -> impl Iterator<Item = &MessageDoc> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Sent(message) => Some(message),
            _ => None,
        })
    }

    /// Whose count of mentions the batch changes: those mentioned anew, and those no longer.
    pub fn recounted(&self) -> BTreeSet<UserId> {
        let mentioned = self.sent().flat_map(|message| message.mentions.iter().copied());
        mentioned.chain(self.unmentioned.iter().copied()).collect()
    }

    /// What to answer to each change, once the batch is stored.
    pub fn results(self) -> Vec<Result<Committed>> {
        let mut results: Vec<Result<Committed>> = Vec::with_capacity(self.entries.len());
        let (mut last_seq, mut last_ordinal) = (0, 0);
        for entry in self.entries {
            let (message, told) = match entry {
                Entry::Refused(error) => {
                    results.push(Err(error));
                    continue;
                }
                Entry::RepeatOf(place) => {
                    let earlier = results.get(place).and_then(|result| result.as_ref().ok()).cloned();
                    results.push(
                        earlier
                            .map(|committed| Committed { event: None, ..committed })
                            .ok_or_else(Error::unavailable),
                    );
                    continue;
                }
                Entry::Sent(message) => {
                    (last_seq, last_ordinal) = (message.seq, message.ordinal);
                    (message, Some(Told::Created))
                }
                Entry::Changed(message) if message.is_deleted() => (message, Some(Told::Deleted)),
                Entry::Changed(message) => (message, Some(Told::Edited)),
                Entry::Repeat(message) | Entry::Already(message) => (message, None),
            };
            let rev = message.rev;
            let Some(author) = self.authors.get(&message.author) else {
                results.push(Err(Error::unavailable()));
                continue;
            };
            let seen = with_author(message, User::clone(author));
            let event = told.map(|told| match told {
                Told::Created => ChannelEvent::MessageCreated(seen.clone()),
                Told::Edited => ChannelEvent::MessageEdited(seen.clone()),
                Told::Deleted => ChannelEvent::MessageDeleted { message: seen.id, seq: seen.seq },
            });
            let (seq, ordinal) = if last_seq == 0 {
                (self.head.last_seq, self.head.last_ordinal)
            } else {
                (last_seq, last_ordinal)
            };
            results.push(Ok(Committed { message: seen, rev, last_seq: seq, last_ordinal: ordinal, event }));
        }
        results
    }
}

enum Told {
    Created,
    Edited,
    Deleted,
}

fn repeat_of(channel: ChannelId, stored: &MessageDoc) -> Entry {
    if stored.channel == channel {
        Entry::Repeat(stored.clone())
    } else {
        Entry::Refused(Error::rejected(
            ErrorCode::Conflict,
            "This nonce was used for a message in another channel. Use a new one.",
        ))
    }
}

/// Of the mentioned users, those who belong to the hub and can read the channel.
async fn who_can_see(
    app: &App,
    hub: &HubHandle,
    access: &ChannelAccess,
    mentioned: &[UserId],
) -> Result<Vec<UserId>> {
    let structure = hub.structure();
    let Some(channel) = structure.channel(access.channel) else { return Ok(Vec::new()) };
    let members = try_join_all(mentioned.iter().map(|user| hub.member(app, *user))).await?;
    let reads = |member: &Arc<MemberDoc>| {
        let permissions = structure.permissions_in(channel, member, Permissions::ALL, app.clock.now());
        permissions.contains(Permissions::VIEW | Permissions::HISTORY)
    };
    Ok(members.into_iter().flatten().filter(reads).map(|member| member.user).collect())
}

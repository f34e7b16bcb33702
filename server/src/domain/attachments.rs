//! Files that go with messages: what is kept about each, from the moment somebody begins to send it until nothing needs it any
//! more. Their bytes are in [`crate::files`], by what is in them, so the same file is there once.
//!
//! A file goes when nothing refers to it, and that is found out by looking: a message that lets go of one says so
//! ([`LetGoDoc`], in its own batch), and what has waited too long is looked at by its time.

mod room;

pub use room::{enter, may_be_so_large};

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use hubbub_shared::model::{Attachment, Picture, SentAttachment, Upload};
use hubbub_shared::text::FileDescription;
use hubbub_shared::{
    AttachmentId, HeldMessageId, HubId, MessageId, PlaceId, Problem, ReportId, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// Somebody who begins to send a file has so long to send it with a message.
pub const WAITS_MS: i64 = 24 * 60 * 60 * 1000;

/// A file of somebody's, on its way or with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentDoc {
    /// Its id, as an upload and as an attachment.
    #[serde(rename = "_id")]
    pub id: AttachmentId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Whose it is.
    pub author: UserId,
    /// The hub that it counts for.
    pub hub: HubId,
    /// Where it is to be sent, or was.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// What it is called.
    pub name: String,
    /// How many bytes were said to come; as many count for its author and hub.
    pub size: u64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it is looked at whether anything needs it. Absent: it is with a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_at: Option<Timestamp>,
    /// The SHA-256 of what is kept, in hex. Stored before the bytes are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// What it turned out to be. Absent: it is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<KeptDoc>,
    /// The message that it was sent with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// What automod keeps of a message, with which it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldMessageId>,
    /// Reports for which it is kept, whatever becomes of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ReportId>,
    /// `true`: nothing needs it, and it is being deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub going: Option<bool>,
}

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDoc {
    /// How many bytes are kept.
    pub size: u64,
    /// What it is, as a media type.
    pub content_type: String,
    /// How it looks, if it is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureDoc>,
}

/// A picture, and its smaller forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureDoc {
    /// What clients are told of it.
    pub shown: Picture,
    /// The one for a list.
    pub preview: SmallDoc,
    /// The one for a screen.
    pub screen: SmallDoc,
}

/// A smaller form of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallDoc {
    /// The SHA-256 of its file, in hex.
    pub hash: String,
    /// What its file is, as a media type.
    pub content_type: String,
    /// How many bytes its file has.
    pub size: u64,
}

/// All files that there are.
pub static ATTACHMENTS: Collection = Collection {
    name: "attachments",
    append_only: false,
    indexes: &[
        Index { name: LOOK_AT, keys: &["look_at"], unique: false, partial: Some("look_at"), ttl: false },
        Index {
            name: AUTHOR,
            keys: &["author", "look_at"],
            unique: false,
            partial: Some("look_at"),
            ttl: false,
        },
        Index { name: CHANNEL, keys: &["channel", "_id"], unique: false, partial: None, ttl: false },
        Index { name: HASH, keys: &["hash"], unique: false, partial: Some("hash"), ttl: false },
    ],
};

const LOOK_AT: &str = "look_at";
const AUTHOR: &str = "author_look_at";
const CHANNEL: &str = "channel_id";
const HASH: &str = "hash";

impl Entity for AttachmentDoc {
    const COLLECTION: &'static Collection = &ATTACHMENTS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl AttachmentDoc {
    /// Something that somebody begins to send.
    pub fn new(
        id: AttachmentId,
        (author, hub, place): (UserId, HubId, PlaceId),
        (name, size): (String, u64),
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            author,
            hub,
            place,
            name,
            size,
            created_at: now,
            look_at: Some(now.plus_ms(WAITS_MS)),
            hash: None,
            kept: None,
            message: None,
            held: None,
            evidence: Vec::new(),
            going: None,
        }
    }

    /// The same bytes again, as a file of its own that waits to be sent. `None`: they are not there as a whole.
    pub fn again(&self, id: AttachmentId, whose: (UserId, HubId, PlaceId), now: Timestamp) -> Option<Self> {
        let (hash, kept) = (self.hash.clone(), self.kept.clone());
        let copy = Self::new(id, whose, (self.name.clone(), self.size), now);
        self.is_there().then_some(Self { hash, kept, ..copy })
    }

    /// Whether it is there, for whoever may have it.
    pub fn is_there(&self) -> bool {
        self.kept.is_some() && self.going.is_none()
    }

    /// Whether somebody can still send it, or go on to send it here.
    pub fn is_waiting(&self) -> bool {
        self.message.is_none() && self.held.is_none() && self.going.is_none()
    }

    /// Refused unless its author may send it there, now for the first time, or as what was kept until now.
    pub fn may_be_sent(
        &self,
        author: UserId,
        place: PlaceId,
        held: Option<HeldMessageId>,
    ) -> Result<(), Problem> {
        if self.author != author || self.place != place || self.going.is_some() {
            return Err(unknown());
        }
        if self.message.is_some() || self.held != held {
            return Err(refused("A file can be sent once, and this one was sent already. Upload it again."));
        }
        match self.kept {
            Some(_) => Ok(()),
            None => Err(refused("A file of this message has not come as a whole yet. Wait until it has.")),
        }
    }

    /// As a message shows it. `None`: it is not whole.
    pub fn view(&self, description: Option<String>) -> Option<Attachment> {
        let kept = self.kept.as_ref()?;
        Some(Attachment {
            id: self.id,
            name: self.name.clone(),
            size: kept.size,
            content_type: kept.content_type.clone(),
            description,
            picture: kept.picture.as_ref().map(|picture| picture.shown.clone()),
        })
    }

    /// As whose it is sees it, with so many bytes here.
    pub fn upload(&self, received: u64) -> Upload {
        let expires_at = self.look_at.unwrap_or(self.created_at);
        Upload { id: self.id, size: self.size, received, expires_at, attachment: self.view(None) }
    }
}

/// The answer to a file that is not there, or not the author's, or for another channel.
pub fn unknown() -> Problem {
    refused("There is no such upload of yours to this channel. It may have expired: upload the file again.")
}

fn refused(message: &str) -> Problem {
    Problem::field("attachments", message)
}

/// What somebody sends with a message, if that can be.
pub fn sent(files: Vec<SentAttachment>, most: usize) -> Result<Vec<SentAttachment>, Problem> {
    if files.len() > most {
        return Err(refused(&format!("A message has up to {most} files; these are {}.", files.len())));
    }
    let mut sent: Vec<SentAttachment> = Vec::with_capacity(files.len());
    for SentAttachment { id, description } in files {
        if sent.iter().any(|other| other.id == id) {
            return Err(refused("A file is named twice."));
        }
        let description = description.as_deref().map(FileDescription::parse).transpose()?;
        let description = description.map(String::from).filter(|text| !text.is_empty());
        sent.push(SentAttachment { id, description });
    }
    Ok(sent)
}

/// A file that a message, or something else, has let go of: it is to be looked at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LetGoDoc {
    /// The file that it is about.
    #[serde(rename = "_id")]
    pub id: AttachmentId,
    /// The document's version: it does not change.
    pub version: u64,
}

/// What was let go of and not looked at since.
pub static LET_GO: Collection = Collection { name: "attachments_let_go", append_only: false, indexes: &[] };

impl Entity for LetGoDoc {
    const COLLECTION: &'static Collection = &LET_GO;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

/// A file is let go of.
pub fn let_go(id: AttachmentId) -> Result<Write, StoreError> {
    Write::insert(&LetGoDoc { id, version: FIRST_VERSION })
}

/// The same by itself, and twice is no error.
pub async fn let_go_now(store: &Store, id: AttachmentId) -> Result<(), StoreError> {
    match store.insert(&LetGoDoc { id, version: FIRST_VERSION }).await {
        Err(StoreError::Conflict { .. }) => Ok(()),
        outcome => outcome,
    }
}

/// How often counting starts over because somebody else counts at the same moment.
pub const ATTEMPTS: usize = 50;

/// How many bytes of files somebody has, or a hub.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BytesDoc {
    /// `user-<id>` or `hub-<id>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Their files together.
    pub bytes: u64,
}

/// Bytes of files, of everybody and each hub that has any.
pub static BYTES: Collection = Collection { name: "attachment_bytes", append_only: false, indexes: &[] };

impl Entity for BytesDoc {
    const COLLECTION: &'static Collection = &BYTES;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl BytesDoc {
    /// Under which name a person's are counted.
    pub fn of_person(user: UserId) -> String {
        format!("user-{user}")
    }

    /// Under which name a hub's are counted.
    pub fn of_hub(hub: HubId) -> String {
        format!("hub-{hub}")
    }

    /// What is counted so far.
    pub async fn read(store: &Store, id: String) -> Result<Self, StoreError> {
        let found = store.get::<Self>(&id).await?;
        Ok(found.unwrap_or(Self { id, version: 0, bytes: 0 }))
    }

    /// What is counted from now on.
    pub fn write(self) -> Result<Write, StoreError> {
        match self.version {
            0 => Write::insert(&self),
            _ => Write::replace(&self),
        }
    }
}

type Found<T> = Result<T, StoreError>;

/// What waits to be sent of somebody's, and has been let go of.
pub async fn waiting_of(store: &Store, author: UserId, limit: usize) -> Found<Vec<AttachmentDoc>> {
    store.find(all_waiting_of(author).limit(limit)).await
}

/// The same as a range.
pub fn all_waiting_of(author: UserId) -> Query {
    Query::on(&ATTACHMENTS, AUTHOR).equals(author)
}

/// What is to be looked at by now, the longest waiting first.
pub async fn due(store: &Store, now: Timestamp, limit: usize) -> Found<Vec<AttachmentDoc>> {
    store.find(Query::on(&ATTACHMENTS, LOOK_AT).range(..=now).limit(limit)).await
}

/// What is of a place after this one.
pub async fn in_place(
    store: &Store,
    place: PlaceId,
    after: Option<AttachmentId>,
    limit: usize,
) -> Found<Vec<AttachmentDoc>> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_string()));
    let query = Query::on(&ATTACHMENTS, CHANNEL).equals(place).range((lower, Bound::Unbounded));
    store.find(query.limit(limit)).await
}

/// Files that are the same, by what is kept of them.
pub async fn with_hash(store: &Store, hash: &str, limit: usize) -> Found<Vec<AttachmentDoc>> {
    store.find(Query::on(&ATTACHMENTS, HASH).equals(hash).limit(limit)).await
}

/// All there are, after this one.
pub async fn all_after(
    store: &Store,
    after: Option<AttachmentId>,
    limit: usize,
) -> Found<Vec<AttachmentDoc>> {
    let lower = after.map_or(Bound::Unbounded, |after| Bound::Excluded(after.to_string()));
    store.find(Query::on(&ATTACHMENTS, "_id").range((lower, Bound::Unbounded)).limit(limit)).await
}

/// Files as they are shown before there is a message, as far as they are there.
pub async fn shown(store: &Store, files: &[SentAttachment]) -> Found<Vec<Attachment>> {
    let mut shown = Vec::with_capacity(files.len());
    for SentAttachment { id, description } in files {
        let found = store.get::<AttachmentDoc>(id).await?;
        shown.extend(found.and_then(|file| file.view(description.clone())));
    }
    Ok(shown)
}

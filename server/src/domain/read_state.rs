//! Documents of read markers and mentions.

use crate::domain::messages::MessageDoc;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use futures_util::future::{try_join, try_join_all};
use hubbub_shared::{MessageId, PlaceId, UserId};
use serde::{Deserialize, Serialize};

/// How far a person has read a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkerDoc {
    /// `<user>-<place>`, so that a person has one marker in a place.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// The person who read.
    pub user: UserId,
    /// The place that was read. Stored under the name of the first kind of place there was.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// Position of the last message read.
    pub seq: u64,
    /// Ordinal of the last message read; 0: none was.
    pub ordinal: u64,
    /// How often the person has put it back.
    #[serde(default)]
    pub put_back: u64,
}

/// The collection of read markers.
pub static MARKERS: Collection = Collection {
    name: "read_markers",
    append_only: false,
    indexes: &[
        Index { name: "user", keys: &["user"], unique: false, partial: None, ttl: false },
        Index { name: "channel", keys: &["channel"], unique: false, partial: None, ttl: false },
    ],
};

impl Entity for MarkerDoc {
    const COLLECTION: &'static Collection = &MARKERS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl MarkerDoc {
    /// The first marker of a person in a place.
    pub fn new(user: UserId, place: PlaceId, seq: u64, ordinal: u64) -> Self {
        Self {
            id: Self::document_id(user, place),
            version: FIRST_VERSION,
            user,
            place,
            seq,
            ordinal,
            put_back: 0,
        }
    }

    /// The id of the only marker of a person in a place.
    pub fn document_id(user: UserId, place: PlaceId) -> String {
        format!("{user}-{place}")
    }
}

/// Somebody is mentioned in a message they have not read. Written with the message, deleted when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionDoc {
    /// `<user>-<message>`, so that a message counts once for a person.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Who is mentioned.
    pub user: UserId,
    /// The place that was read. Stored under the name of the first kind of place there was.
    #[serde(rename = "channel")]
    pub place: PlaceId,
    /// Position of the message.
    pub seq: u64,
}

/// The collection of unread mentions.
pub static MENTIONS: Collection = Collection {
    name: "mentions",
    append_only: false,
    indexes: &[
        Index {
            name: "user_channel_seq",
            keys: &["user", "channel", "seq"],
            unique: false,
            partial: None,
            ttl: false,
        },
        Index { name: PLACE_SEQ, keys: &["channel", "seq"], unique: false, partial: None, ttl: false },
    ],
};

const PLACE_SEQ: &str = "channel_seq";

impl Entity for MentionDoc {
    const COLLECTION: &'static Collection = &MENTIONS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl MentionDoc {
    /// A mention in a new message.
    pub fn new(user: UserId, message: &MessageDoc) -> Self {
        Self::of(user, message.place, message.id, message.seq)
    }

    /// A mention in the message at a position of a place.
    pub fn of(user: UserId, place: PlaceId, message: MessageId, seq: u64) -> Self {
        Self { id: Self::document_id(user, message), version: FIRST_VERSION, user, place, seq }
    }

    /// The id of the only mention of a person in a message.
    pub fn document_id(user: UserId, message: MessageId) -> String {
        format!("{user}-{message}")
    }
}

type Found<T> = Result<T, StoreError>;

/// Most unread mentions that are counted.
pub const MOST_MENTIONS: usize = 1000;

/// All markers of a person.
pub async fn markers_of(store: &Store, user: UserId) -> Found<Vec<MarkerDoc>> {
    store.find(Query::on(&MARKERS, "user").equals(user)).await
}

/// The marker of a person in a place.
pub async fn marker(store: &Store, user: UserId, place: PlaceId) -> Found<Option<MarkerDoc>> {
    store.get(MarkerDoc::document_id(user, place)).await
}

/// How far somebody has read somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The person who read.
    pub user: UserId,
    /// The place that was read.
    pub place: PlaceId,
    /// Position of the last message read.
    pub seq: u64,
    /// Ordinal of the last message read; 0: none was.
    pub ordinal: u64,
}

impl Mark {
    /// What moves the stored marker forward to here, if it is not that far.
    fn write(self, stored: Option<MarkerDoc>) -> Option<Found<Write>> {
        let Self { user, place, seq, ordinal } = self;
        match stored {
            None => Some(Write::insert(&MarkerDoc::new(user, place, seq, ordinal))),
            Some(marker) if marker.seq >= seq && marker.ordinal >= ordinal => None,
            Some(marker) => {
                let (seq, ordinal) = (seq.max(marker.seq), ordinal.max(marker.ordinal));
                Some(Write::replace(&MarkerDoc { seq, ordinal, ..marker }))
            }
        }
    }
}

/// Moves markers forward, never back, and makes those there are not; all in one write. One mark each of a person and a
/// channel.
pub async fn advance(store: &Store, marks: &[Mark]) -> Found<()> {
    loop {
        let stored = marks.iter().map(|mark| marker(store, mark.user, mark.place));
        let stored = try_join_all(stored).await?;
        let moves = marks.iter().zip(stored).filter_map(|(mark, stored)| mark.write(stored));
        let writes = moves.collect::<Found<Vec<_>>>()?;
        if writes.is_empty() {
            return Ok(());
        }
        match store.batch(writes).await {
            // Somebody else has moved one of them, so there is less to do.
            Err(error) if !error.is_failure() => {}
            outcome => return outcome,
        }
    }
}

/// Puts somebody's marker back to here, where it is further, and has them find these messages' mentions again.
pub async fn put_back(store: &Store, mark: Mark, mentions: &[MentionDoc]) -> Found<()> {
    loop {
        let (Some(marker), known) = try_join(
            self::marker(store, mark.user, mark.place),
            store.find::<MentionDoc>(mentions_after(mark)),
        )
        .await?
        else {
            return Ok(());
        };
        if marker.seq <= mark.seq {
            return Ok(());
        }
        let put_back = marker.put_back + 1;
        let (seq, ordinal) = (mark.seq, mark.ordinal);
        let mut writes = vec![Write::replace(&MarkerDoc { seq, ordinal, put_back, ..marker })?];
        for mention in mentions.iter().filter(|mention| !known.iter().any(|known| known.id == mention.id)) {
            writes.push(Write::insert(mention)?);
        }
        match store.batch(writes).await {
            // It was moved meanwhile, or somebody is mentioned anew.
            Err(error) if !error.is_failure() => {}
            outcome => return outcome,
        }
    }
}

fn mentions_after(mark: Mark) -> Query {
    Query::on(&MENTIONS, "user_channel_seq").equals(mark.user).equals(mark.place).range(mark.seq + 1..)
}

/// Unread mentions of a person, in all channels.
pub async fn mentions_of(store: &Store, user: UserId) -> Found<Vec<MentionDoc>> {
    store.find(Query::on(&MENTIONS, "user_channel_seq").equals(user).limit(MOST_MENTIONS)).await
}

/// How often a person is mentioned in a place without having read it.
pub async fn count_mentions(store: &Store, user: UserId, place: PlaceId) -> Found<u64> {
    store
        .count(Query::on(&MENTIONS, "user_channel_seq").equals(user).equals(place).limit(MOST_MENTIONS))
        .await
}

/// Forgets the mentions of a person in a place up to a position.
pub async fn forget_mentions(store: &Store, user: UserId, place: PlaceId, seq: u64) -> Found<()> {
    store
        .delete_range(Query::on(&MENTIONS, "user_channel_seq").equals(user).equals(place).range(..=seq))
        .await?;
    Ok(())
}

/// Who has yet to read the mention at a position of a place.
pub async fn mentioned_at(store: &Store, place: PlaceId, seq: u64, limit: usize) -> Found<Vec<MentionDoc>> {
    store.find(Query::on(&MENTIONS, PLACE_SEQ).equals(place).equals(seq).limit(limit)).await
}

/// Every unread mention in a place.
pub fn all_mentions_in(place: PlaceId) -> Query {
    Query::on(&MENTIONS, PLACE_SEQ).equals(place)
}

/// All markers of a person, as a range.
pub fn all_markers_of(user: UserId) -> Query {
    Query::on(&MARKERS, "user").equals(user)
}

/// Everything unread in which a person is mentioned.
pub fn all_mentions_of(user: UserId) -> Query {
    Query::on(&MENTIONS, "user_channel_seq").equals(user)
}

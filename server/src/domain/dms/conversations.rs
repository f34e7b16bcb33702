//! Conversations that the server cannot read: who is in them, and whether it was accepted.

use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use dm_wire::ids::ConversationId;
use hubbub_shared::{Bytes, PlaceId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A conversation of two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DmDoc {
    /// Its id in everything that is encrypted, in base64url: it follows from who the two are, so there is one.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Where it takes place.
    pub place: PlaceId,
    /// Who is in it, by their ids.
    pub users: Vec<UserId>,
    /// Which of them opened it.
    pub opened_by: UserId,
    /// When they opened it.
    pub created_at: Timestamp,
    /// `true` when the other one has yet to accept it, else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<bool>,
    /// `true` when the other one does not want it, else absent. Whoever opened it cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<bool>,
}

/// Conversations that the server cannot read.
pub static DMS: Collection = Collection {
    name: "dms",
    append_only: false,
    indexes: &[
        Index { name: PLACE, keys: &["place"], unique: true, partial: None, ttl: false },
        Index { name: OPENED, keys: &["opened_by", "created_at"], unique: false, partial: None, ttl: false },
    ],
};

const PLACE: &str = "place";
const OPENED: &str = "opened_by";

impl Entity for DmDoc {
    const COLLECTION: &'static Collection = &DMS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// Where somebody stands in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Both may write.
    Open,
    /// They asked, and the other one has yet to accept.
    Asked,
    /// They were asked.
    WasAsked,
}

impl DmDoc {
    /// A conversation that somebody opens with somebody else.
    pub fn new(
        conversation: ConversationId,
        place: PlaceId,
        (opened_by, with): (UserId, UserId),
        is_pending: bool,
        created_at: Timestamp,
    ) -> Self {
        let mut users = vec![opened_by, with];
        users.sort_unstable();
        let (id, version) = (Self::document_id(conversation), FIRST_VERSION);
        let pending = is_pending.then_some(true);
        Self { id, version, place, users, opened_by, created_at, pending, declined: None }
    }

    /// The id of the only document of a conversation.
    pub fn document_id(conversation: ConversationId) -> String {
        Bytes(conversation.0.to_vec()).to_text()
    }

    /// Its id in everything that is encrypted.
    pub fn conversation(&self) -> Bytes {
        Bytes::of_text(&self.id).unwrap_or_default()
    }

    /// Whether somebody is in it.
    pub fn has(&self, user: UserId) -> bool {
        self.users.contains(&user)
    }

    /// Who else is in it.
    pub fn others(&self, user: UserId) -> impl Iterator<Item = UserId> {
        self.users.iter().copied().filter(move |other| *other != user)
    }

    /// Where somebody of it stands.
    pub fn standing(&self, user: UserId) -> Standing {
        match self.pending {
            Some(true) if self.opened_by == user => Standing::Asked,
            Some(true) => Standing::WasAsked,
            _ => Standing::Open,
        }
    }

    /// Whether somebody of it has declined it, and it is not listed to them.
    pub fn is_declined_by(&self, user: UserId) -> bool {
        self.declined == Some(true) && self.standing(user) == Standing::WasAsked
    }

    /// All that is written when it is opened.
    pub fn writes(&self) -> Result<Vec<Write>, StoreError> {
        let memberships = self.users.iter().map(|user| Write::insert(&DmMembershipDoc::new(*user, self)));
        std::iter::once(Write::insert(self)).chain(memberships).collect()
    }
}

/// That somebody is in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DmMembershipDoc {
    /// `<user>-<place>`: somebody is in it once.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: it does not change.
    pub version: u64,
    /// Who is in it.
    pub user: UserId,
    /// Where it takes place.
    pub place: PlaceId,
    /// The id of its document.
    pub dm: String,
}

/// Who is in which conversations.
pub static DM_MEMBERSHIPS: Collection = Collection {
    name: "dm_memberships",
    append_only: false,
    indexes: &[Index { name: USER, keys: &["user", "place"], unique: false, partial: None, ttl: false }],
};

const USER: &str = "user_place";

impl Entity for DmMembershipDoc {
    const COLLECTION: &'static Collection = &DM_MEMBERSHIPS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

impl DmMembershipDoc {
    fn new(user: UserId, dm: &DmDoc) -> Self {
        let (id, place) = (format!("{user}-{}", dm.place), dm.place);
        Self { id, version: FIRST_VERSION, user, place, dm: dm.id.clone() }
    }
}

/// The conversation of a place.
pub async fn of_place(store: &Store, place: PlaceId) -> Result<Option<DmDoc>, StoreError> {
    store.find_one(Query::on(&DMS, PLACE).equals(place)).await
}

/// The conversations that somebody is in, in the order in which they were opened.
pub async fn memberships_of(store: &Store, user: UserId) -> Result<Vec<DmMembershipDoc>, StoreError> {
    store.find(Query::on(&DM_MEMBERSHIPS, USER).equals(user)).await
}

/// How many conversations somebody has opened since a moment, up to so many.
pub async fn opened_since(
    store: &Store,
    user: UserId,
    since: Timestamp,
    most: usize,
) -> Result<u64, StoreError> {
    store.count(Query::on(&DMS, OPENED).equals(user).range(since..).limit(most)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_until_it_is_accepted_and_looks_the_same_when_it_was_declined() {
        let (ada, bo) = (UserId(2), UserId(1));
        let dm = |pending| DmDoc::new(ConversationId([1; 16]), PlaceId(9), (ada, bo), pending, Timestamp(0));
        assert_eq!(dm(false).standing(ada), Standing::Open);
        let asked = dm(true);
        assert_eq!((asked.standing(ada), asked.standing(bo)), (Standing::Asked, Standing::WasAsked));
        assert_eq!(asked.users, [bo, ada]);
        let declined = DmDoc { declined: Some(true), ..asked };
        assert_eq!(declined.standing(ada), Standing::Asked);
        assert!(declined.is_declined_by(bo) && !declined.is_declined_by(ada));
    }
}

//! By what members are found: entries of an index of names, which follow from the members' documents.
//!
//! Each member has an entry for every start of a word of their names, to be searched; and one among all and one among the
//! holders of each of their roles, to be listed by name or by time of joining. They are written with the member, in the same
//! batch, so what is found is what there is.

use crate::domain::members::MemberDoc;
use crate::error::Result;
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, Write};
use hubbub_shared::{HubId, RoleId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// Among whom a member is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All members of the hub.
    All,
    /// Those who have a role.
    Role(RoleId),
}

impl Among {
    fn text(self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Role(role) => role.to_string(),
        }
    }
}

/// An entry. All that is in it is in its id, but what never changes while somebody is a member; so entries come and go, and do
/// not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundByDoc {
    /// What makes it the only one: `<hub>-<user>-<among>-<kind>-<name>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// Of this document. Entries do not change.
    pub version: u64,
    /// The hub whose member it is.
    pub hub: HubId,
    /// Among whom it is listed: `all`, or the id of a role.
    pub among: String,
    /// The member it leads to.
    pub user: UserId,
    /// When they came.
    pub joined_at: Timestamp,
    /// Where a search may begin; only in entries for searching.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// What the hub calls them; only in entries for listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All starts of words; only in entries for listing, to be compared there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// The entries of all hubs.
pub static FOUND_BY: Collection = Collection {
    name: "found_by",
    append_only: false,
    indexes: &[
        Index {
            name: WORD,
            keys: &["hub", "among", "word", "user"],
            unique: false,
            partial: Some("word"),
            ttl: false,
        },
        Index {
            name: NAME,
            keys: &["hub", "among", "name", "user"],
            unique: false,
            partial: Some("name"),
            ttl: false,
        },
        Index {
            name: JOINED,
            keys: &["hub", "among", "joined_at", "user"],
            unique: false,
            partial: Some("name"),
            ttl: false,
        },
    ],
};

const WORD: &str = "word";
const NAME: &str = "name";
const JOINED: &str = "joined";

impl Entity for FoundByDoc {
    const COLLECTION: &'static Collection = &FOUND_BY;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// The entries that lead to a member. None to who does not belong to the hub.
pub fn entries(member: &MemberDoc) -> Vec<FoundByDoc> {
    let Some(name) = member.found_by.first().filter(|_| member.is_active()) else { return Vec::new() };
    let searched = member
        .found_by
        .iter()
        .map(|word| FoundByDoc { word: Some(word.clone()), ..entry(member, Among::All, "word", word) });
    let roles = member.roles.iter().map(|role| Among::Role(*role));
    let listed = [Among::All].into_iter().chain(roles).map(|among| FoundByDoc {
        name: Some(name.clone()),
        words: member.found_by.clone(),
        // Of two that differ in any word, both can be there while one takes the other's place.
        ..entry(member, among, "name", &member.found_by.join("\u{1}"))
    });
    searched.chain(listed).collect()
}

fn entry(member: &MemberDoc, among: Among, kind: &str, name: &str) -> FoundByDoc {
    let (hub, user, among) = (member.hub, member.user, among.text());
    FoundByDoc {
        id: format!("{hub}-{user}-{among}-{kind}-{name}"),
        version: FIRST_VERSION,
        hub,
        among,
        user,
        joined_at: member.joined_at,
        word: None,
        name: None,
        words: Vec::new(),
    }
}

/// What is to be written when a member becomes another.
pub fn changes(before: Option<&MemberDoc>, after: &MemberDoc) -> Result<Vec<Write>> {
    let (old, new) = (before.map(entries).unwrap_or_default(), entries(after));
    let gone = old.iter().filter(|entry| !new.contains(entry));
    let mut writes: Vec<Write> = gone.map(|entry| Write::delete::<FoundByDoc>(&entry.id, None)).collect();
    for entry in new.iter().filter(|entry| !old.contains(entry)) {
        writes.push(Write::insert(entry)?);
    }
    Ok(writes)
}

/// How a list of members is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Walk {
    /// Words that begin so, in their order.
    Words(String),
    /// In order of names.
    Names(Among),
    /// By time of joining, within these moments: since, and before.
    Joined {
        /// Among whom they are listed.
        among: Among,
        /// Not before this moment.
        since: Option<Timestamp>,
        /// Before this moment.
        until: Option<Timestamp>,
        /// Whether the last is first.
        newest_first: bool,
    },
}

/// Where an entry stands in a walk: its key, and whom it leads to.
pub type Position = (String, UserId);

impl Walk {
    /// Where an entry stands.
    pub fn position(&self, entry: &FoundByDoc) -> Position {
        let key = match self {
            Self::Words(_) => entry.word.clone().unwrap_or_default(),
            Self::Names(_) => entry.name.clone().unwrap_or_default(),
            Self::Joined { .. } => entry.joined_at.to_string(),
        };
        (key, entry.user)
    }

    /// The next entries after a position, or the first ones.
    pub async fn piece(
        &self,
        store: &Store,
        hub: HubId,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<FoundByDoc>> {
        let Some((key, user)) = after else {
            return Ok(store.find(self.query(hub, None).limit(limit)).await?);
        };
        let beside = self.among(hub).equals(key).range(self.after(*user)).limit(limit);
        let mut piece: Vec<FoundByDoc> = store.find(self.ordered(beside)).await?;
        if piece.len() < limit {
            let rest = self.query(hub, Some(key)).limit(limit - piece.len());
            piece.extend(store.find::<FoundByDoc>(rest).await?);
        }
        Ok(piece)
    }

    /// How many entries there are, counted no further than this.
    pub async fn count(&self, store: &Store, hub: HubId, limit: usize) -> Result<u64> {
        Ok(store.count(self.query(hub, None).limit(limit)).await?)
    }

    fn among(&self, hub: HubId) -> Query {
        let (index, among) = match self {
            Self::Words(_) => (WORD, Among::All),
            Self::Names(among) => (NAME, *among),
            Self::Joined { among, .. } => (JOINED, *among),
        };
        Query::on(&FOUND_BY, index).equals(hub).equals(among.text())
    }

    const fn is_backwards(&self) -> bool {
        matches!(self, Self::Joined { newest_first: true, .. })
    }

    fn ordered(&self, query: Query) -> Query {
        if self.is_backwards() { query.descending() } else { query }
    }

    /// Everything beyond, in the direction of the walk.
    fn after<T>(&self, bound: T) -> (Bound<T>, Bound<T>) {
        match self.is_backwards() {
            true => (Bound::Unbounded, Bound::Excluded(bound)),
            false => (Bound::Excluded(bound), Bound::Unbounded),
        }
    }

    /// All of the walk, or what has a key beyond this one.
    fn query(&self, hub: HubId, beyond: Option<&str>) -> Query {
        let (mut first, mut last) = self.bounds();
        if let Some(key) = beyond {
            match self.is_backwards() {
                true => last = Bound::Excluded(key.to_owned()),
                false => first = Bound::Excluded(key.to_owned()),
            }
        }
        self.ordered(self.among(hub).range((first, last)))
    }

    fn bounds(&self) -> (Bound<String>, Bound<String>) {
        match self {
            // No text goes on with the last character that there can be.
            Self::Words(start) => {
                (Bound::Included(start.clone()), Bound::Excluded(format!("{start}{}", char::MAX)))
            }
            Self::Names(_) => (Bound::Unbounded, Bound::Unbounded),
            Self::Joined { since, until, .. } => {
                let text = |at: &Timestamp| at.to_string();
                (
                    since.as_ref().map(text).map_or(Bound::Unbounded, Bound::Included),
                    until.as_ref().map(text).map_or(Bound::Unbounded, Bound::Excluded),
                )
            }
        }
    }
}

/// Everything that leads to members of a hub.
pub fn of_hub(hub: HubId) -> [Query; 2] {
    [WORD, NAME].map(|index| Query::on(&FOUND_BY, index).equals(hub))
}

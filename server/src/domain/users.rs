//! People: the names others see, and who owns the server. How they sign in is in `identities.rs`.

use crate::domain::capacity::fits;
use crate::domain::identities::Identity;
use crate::domain::pictures::{self, Whose};
use crate::domain::suspensions::SuspensionDoc;
use crate::error::{Error, Result as Outcome};
use crate::store::{Collection, Entity, FIRST_VERSION, Index, Query, Store, StoreError, Write};
use hubbub_shared::model::{Block, Me, User};
use hubbub_shared::text::ApplicationName;
use hubbub_shared::{ApplicationId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::ops::Bound;

/// The collection of people.
pub static USERS: Collection = Collection {
    name: "users",
    append_only: false,
    indexes: &[
        // Of "there is only one" a unique index is the only proof.
        Index {
            name: OWNER,
            keys: &["global_owner"],
            unique: true,
            partial: Some("global_owner"),
            ttl: false,
        },
    ],
};

const OWNER: &str = "global_owner";

/// A stored person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The person's id, which never changes.
    #[serde(rename = "_id")]
    pub id: UserId,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// Their name at a provider; what Discord calls them now replaces it at each sign-in.
    pub username: String,
    /// The name others see; theirs to change.
    pub display_name: String,
    /// Address of a picture, as the provider says.
    pub avatar: Option<String>,
    /// The SHA-256 of the picture that they chose instead, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// `Some(true)` or absent, so that the unique index holds one at most.
    pub global_owner: Option<bool>,
    /// When they first signed in.
    pub created_at: Timestamp,
    /// Since when they have the account with which they signed in last, if the provider says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_since: Option<Timestamp>,
    /// Whom they do not want to hear from. Absent: nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
    /// The owner of the server lets them not sign in. Absent: they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<SuspensionDoc>,
    /// When the account ended: its id is all that is left of it. Absent while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    /// `Some(true)`: it is no person but a bot, and nobody signs in as it. Else absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot: Option<bool>,
}

/// What somebody is called whose account has ended, wherever their name would stand.
pub const FORMER_MEMBER: &str = "Former member";
/// The same in the place of the name at a provider: none of them lets anybody be called so.
const FORMER_USERNAME: &str = "former member";

impl Entity for Person {
    const COLLECTION: &'static Collection = &USERS;

    fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Person {
    /// Somebody who signs in for the first time.
    pub fn new(id: UserId, now: Timestamp, identity: &Identity) -> Self {
        Self {
            id,
            version: FIRST_VERSION,
            username: identity.username.clone(),
            display_name: identity.display_name.clone(),
            avatar: identity.avatar.clone(),
            picture: None,
            global_owner: None,
            created_at: now,
            account_since: identity.account_since(),
            blocks: Vec::new(),
            suspended: None,
            left_at: None,
            bot: None,
        }
    }

    /// The account of a new application.
    pub fn bot(application: ApplicationId, name: &ApplicationName, now: Timestamp) -> Self {
        Self {
            id: application.bot(),
            version: FIRST_VERSION,
            username: name.to_string(),
            display_name: name.to_string(),
            avatar: None,
            picture: None,
            global_owner: None,
            created_at: now,
            account_since: None,
            blocks: Vec::new(),
            suspended: None,
            left_at: None,
            bot: Some(true),
        }
    }

    /// Address of the picture that others see: the one they chose before the provider's.
    fn shown_picture(&self) -> Option<String> {
        self.picture.as_deref().map(pictures::address).or_else(|| self.avatar.clone())
    }

    /// What is written when nothing is left of them, beside themselves: nobody has their picture any more.
    pub fn let_go(&self) -> Result<Vec<Write>, StoreError> {
        let Some(picture) = &self.picture else { return Ok(Vec::new()) };
        Ok(pictures::let_go(Whose::Person(self.id), self.version, picture)?.into())
    }

    /// Whether it is a program.
    pub fn is_bot(&self) -> bool {
        self.bot == Some(true)
    }

    /// Since when there is an account of theirs, here or where they sign in.
    pub fn known_since(&self) -> Timestamp {
        self.account_since.map_or(self.created_at, |since| since.min(self.created_at))
    }

    /// What is left of them when their account ends: an id that leads to nobody. The name of a program says nothing of anybody,
    /// and stays.
    #[must_use]
    pub fn gone(&self, at: Timestamp) -> Self {
        let kept = |name: &str, otherwise: &str| if self.is_bot() { name } else { otherwise }.to_owned();
        Self {
            id: self.id,
            version: self.version,
            username: kept(&self.username, FORMER_USERNAME),
            display_name: kept(&self.display_name, FORMER_MEMBER),
            avatar: None,
            picture: None,
            global_owner: None,
            created_at: self.created_at,
            account_since: None,
            blocks: Vec::new(),
            suspended: None,
            left_at: Some(at),
            bot: self.bot,
        }
    }

    /// Refused when the account has ended: to whoever still asks for it, it is as if it had never been.
    pub fn must_be_there(&self) -> Outcome<()> {
        match self.left_at {
            None => Ok(()),
            Some(_) => Err(Error::not_found()),
        }
    }

    /// The suspension that keeps them out at this moment.
    pub fn suspended_at(&self, now: Timestamp) -> Option<&SuspensionDoc> {
        self.suspended.as_ref().filter(|suspension| suspension.holds(now))
    }

    /// Refused while nobody may sign in as this person.
    pub fn may_sign_in(&self, now: Timestamp) -> Outcome<()> {
        self.must_be_there()?;
        self.suspended_at(now).map_or(Ok(()), |suspension| Err(suspension.refusal("account")))
    }

    /// Whether one of their names, or their id, is as somebody says who looks for them; in lower case.
    pub fn is_meant_by(&self, query: &str) -> bool {
        let holds = |name: &str| name.to_lowercase().contains(query);
        holds(&self.display_name) || holds(&self.username) || self.id.to_string() == query
    }

    /// Whether they own the server.
    pub fn is_owner(&self) -> bool {
        self.global_owner == Some(true)
    }

    /// What everyone may know of them.
    pub fn user(&self) -> User {
        self.me().user()
    }

    /// Hears no more from somebody, or only so much; `most` are the people of whom that may be.
    pub fn block(&mut self, block: Block, most: usize) -> Result<(), Error> {
        match self.blocks.iter_mut().find(|known| known.user == block.user) {
            Some(known) => known.kind = block.kind,
            None => {
                fits(self.blocks.len() + 1, most, |most| {
                    format!(
                        "You block or ignore {most} people, which is the most. Hear somebody again first."
                    )
                })?;
                self.blocks.push(block);
            }
        }
        Ok(())
    }

    /// Hears from somebody again.
    pub fn unblock(&mut self, user: UserId) {
        self.blocks.retain(|block| block.user != user);
    }

    /// What they may know of themselves.
    pub fn me(&self) -> Me {
        Me {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            avatar: self.shown_picture(),
            global_owner: self.is_owner(),
            blocks: self.blocks.clone(),
            bot: self.is_bot(),
        }
    }
}

/// Who owns the server.
pub async fn owner(store: &Store) -> Result<Option<Person>, StoreError> {
    store.find_one(Query::on(&USERS, OWNER).equals(true)).await
}

/// Whether somebody else owns the server already.
pub fn is_owner_conflict(error: &StoreError) -> bool {
    error.is_conflict_on(OWNER)
}

/// People in the order of their ids, after this one.
pub async fn after(store: &Store, after: Option<UserId>, limit: usize) -> Result<Vec<Person>, StoreError> {
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    store.find(Query::on(&USERS, "_id").range((lower, Bound::Unbounded)).limit(limit)).await
}

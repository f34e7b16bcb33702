//! Who is asking: the first argument of every operation.

use crate::error::Result;
use hubbub_shared::model::audit::Actor;
use hubbub_shared::{Permissions, SessionId, UserId};

/// Somebody whose identity has been proved, and how they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person who calls.
    pub user: UserId,
    /// What kind of caller they are.
    pub kind: CallerKind,
    /// What the key they came with allows; everything for a person. Narrows, never grants.
    pub scope: Permissions,
}

/// The kinds of callers, each with what only that kind has.
///
/// Every door lets persons in alone, so there is one kind. A bot or a webhook becomes another with the door that lets it
/// in. Whatever depends on the kind matches on it without a rest, in this file: a new kind does not compile until each
/// of these matches has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallerKind {
    /// A person on one of their devices, or a program that acts for them.
    Person {
        /// The signed-in device or program.
        session: SessionId,
    },
}

/// A caller who is a person. What only people do asks for one: owning hubs, coming by an invite, sessions, reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonCaller {
    /// The person who calls.
    pub user: UserId,
    /// The signed-in device or program.
    pub session: SessionId,
}

impl Caller {
    /// A person on one of their devices, or a program that acts for them.
    pub const fn person(user: UserId, session: SessionId) -> Self {
        Self { user, kind: CallerKind::Person { session }, scope: Permissions::ALL }
    }

    /// The caller as a person. A kind that is none is to be refused here, and so in everything that only people do.
    pub const fn as_person(&self) -> Result<PersonCaller> {
        match self.kind {
            CallerKind::Person { session } => Ok(PersonCaller { user: self.user, session }),
        }
    }

    /// Whether the caller is gone when this session ends.
    pub fn lives_by(&self, session: SessionId) -> bool {
        match self.kind {
            CallerKind::Person { session: own } => own == session,
        }
    }

    /// The kind, as it is written down with what the caller does.
    pub const fn actor(&self) -> Actor {
        match self.kind {
            CallerKind::Person { .. } => Actor::Person,
        }
    }
}

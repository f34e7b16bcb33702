//! Who is asking: the first argument of every operation.

use crate::error::{Error, Result};
use hubbub_shared::model::audit::Actor;
use hubbub_shared::{ApiKeyId, ApplicationId, HubId, Permissions, SessionId, UserId, WebhookId};

/// Somebody whose identity has been proved, and how they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who calls, a person or not.
    pub user: UserId,
    /// What kind of caller they are.
    pub kind: CallerKind,
    /// What the key they came with allows; everything for a person. Narrows, never grants.
    pub scope: Permissions,
}

/// The kinds of callers, each with what only that kind has.
///
/// Whatever depends on the kind matches on it without a rest, in this file: a new kind does not compile until each of
/// these matches has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallerKind {
    /// A person on one of their devices, or a program that acts for them.
    Person {
        /// The signed-in device or program.
        session: SessionId,
    },
    /// A program with a key of a person: in hubs it acts for them, in a narrower scope.
    Key {
        /// The key that it came with.
        key: ApiKeyId,
        /// The only hub that the key opens. `None`: all of the person's.
        hub: Option<HubId>,
    },
    /// A program with an account of its own. It is a member of hubs, and may there what its roles say.
    Bot {
        /// The application whose bot it is.
        application: ApplicationId,
    },
    /// A program that knows the address of a webhook. It posts into one channel, and does nothing else.
    Webhook {
        /// The webhook that it came by.
        webhook: WebhookId,
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

    /// A program with a key of a person.
    pub const fn key(user: UserId, scope: Permissions, key: ApiKeyId, hub: Option<HubId>) -> Self {
        Self { user, kind: CallerKind::Key { key, hub }, scope }
    }

    /// A program with an account of its own.
    pub const fn bot(application: ApplicationId) -> Self {
        Self { user: application.bot(), kind: CallerKind::Bot { application }, scope: Permissions::ALL }
    }

    /// A program that came by a webhook.
    pub const fn webhook(webhook: WebhookId) -> Self {
        Self { user: webhook.author(), kind: CallerKind::Webhook { webhook }, scope: Permissions::SEND }
    }

    /// The caller as a person. A kind that is none is refused here, and so in everything that only people do.
    pub fn as_person(&self) -> Result<PersonCaller> {
        match self.kind {
            CallerKind::Person { session } => Ok(PersonCaller { user: self.user, session }),
            CallerKind::Key { .. } => Err(Error::forbidden(
                "An API key acts in hubs and nowhere else. This takes a session's token, or the app.",
            )),
            CallerKind::Bot { .. } => Err(Error::forbidden(
                "A bot acts in the hubs that it was added to. This is for people alone.",
            )),
            CallerKind::Webhook { .. } => {
                Err(Error::forbidden("A webhook posts messages, and does nothing else."))
            }
        }
    }

    /// As what an open socket counts: who has none cannot open one.
    pub fn socket_of(&self) -> Result<SessionId> {
        match self.kind {
            CallerKind::Person { session } => Ok(session),
            CallerKind::Bot { application } => Ok(application.session()),
            CallerKind::Key { .. } | CallerKind::Webhook { .. } => self.as_person().map(|one| one.session),
        }
    }

    /// Whether the caller chooses of what it hears, and hears nothing unless it says so.
    pub const fn chooses_what_it_hears(&self) -> bool {
        match self.kind {
            CallerKind::Bot { .. } => true,
            CallerKind::Person { .. } | CallerKind::Key { .. } | CallerKind::Webhook { .. } => false,
        }
    }

    /// Whether the caller can have to do with a hub at all: a key may be for another one.
    pub fn opens(&self, id: HubId) -> bool {
        match self.kind {
            CallerKind::Person { .. } | CallerKind::Bot { .. } => true,
            CallerKind::Key { hub, .. } => hub.is_none_or(|hub| hub == id),
            CallerKind::Webhook { .. } => false,
        }
    }

    /// Who asks, for what is remembered of requests: what a person was answered is not for their keys.
    pub fn asks_as(&self) -> String {
        match self.kind {
            CallerKind::Person { .. } => format!("person {}", self.user),
            CallerKind::Key { key, .. } => format!("key {key}"),
            CallerKind::Bot { application } => format!("bot {application}"),
            CallerKind::Webhook { webhook } => format!("webhook {webhook}"),
        }
    }

    /// Whether the caller is gone when this session ends.
    pub fn lives_by(&self, session: SessionId) -> bool {
        match self.kind {
            CallerKind::Person { session: own } => own == session,
            CallerKind::Bot { application } => application.session() == session,
            CallerKind::Key { .. } | CallerKind::Webhook { .. } => false,
        }
    }

    /// The kind, as it is written down with what the caller does.
    pub const fn actor(&self) -> Actor {
        match self.kind {
            CallerKind::Person { .. } => Actor::Person,
            CallerKind::Key { .. } => Actor::ApiKey,
            CallerKind::Bot { .. } => Actor::Bot,
            CallerKind::Webhook { .. } => Actor::Webhook,
        }
    }
}

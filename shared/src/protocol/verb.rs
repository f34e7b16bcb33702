//! What both doors need to know of a command.

use crate::protocol::Command;
use serde::{Serialize, de::DeserializeOwned};

/// A row of the table of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// Its name on the socket.
    pub name: &'static str,
    /// Where REST has it. `None`: it is for sockets alone.
    pub route: Option<Route>,
    /// The kind of reply on the socket; REST sends what is in it.
    pub reply: &'static str,
    /// What a call counts as.
    pub limit: Limit,
    /// What it does and what it takes, for documentation.
    pub about: &'static str,
}

/// A command, with what it is called and what a call of it returns.
pub trait Call: Serialize + Into<Command> {
    /// What its reply holds; nothing, if it says only that it is done.
    type Reply: DeserializeOwned;
    /// Its row of the table.
    const VERB: Verb;
}

/// An address of REST, below `/api`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// The path, with fields of the command as `{field}`.
    pub path: &'static str,
    /// The status of an answer that worked.
    pub status: u16,
}

/// What a call counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Nothing but a frame or a request.
    Free,
    /// A message sent.
    Send,
    /// Any other change.
    Write,
}

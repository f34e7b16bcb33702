//! What both doors need to know of a command.

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

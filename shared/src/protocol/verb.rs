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

impl Verb {
    /// Whether somebody may ask for this who is not signed in.
    pub fn is_open_to_strangers(&self) -> bool {
        self.name == "get_invite"
    }

    /// Whether a picture comes with it, for which bodies may be larger.
    pub fn has_picture(&self) -> bool {
        matches!(self.name, "set_avatar" | "set_bot_avatar" | "set_hub_icon")
    }

    /// Whether the client names a call of it, so that a repeat is recognised.
    pub fn has_nonce(&self) -> bool {
        self.name == "send_message"
    }
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

impl Route {
    /// Whether it is about the target of an overwrite.
    pub fn has_target(&self) -> bool {
        self.path.contains("{target}")
    }

    /// Its addresses: what is about the target of an overwrite has one for roles and one for members.
    pub fn addresses(&self) -> Vec<String> {
        match self.path.split_once("{target}") {
            None => vec![self.path.to_owned()],
            Some((before, after)) => {
                ["roles/{role}", "members/{user}"].map(|target| format!("{before}{target}{after}")).into()
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use crate::protocol::Command;

    #[test]
    fn bodies_are_larger_where_a_picture_comes_and_nowhere_else() {
        let with: Vec<_> =
            Command::VERBS.iter().filter(|verb| verb.has_picture()).map(|verb| verb.name).collect();
        assert_eq!(with, ["set_avatar", "set_bot_avatar", "set_hub_icon"]);
    }
}

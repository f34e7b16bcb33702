//! With which errors a command may be answered: by its row of the table, and by what only it has. Stories refuse an answer
//! with another one.

use crate::error::ErrorCode::{self, *};
use crate::permissions::Permissions;
use crate::protocol::verb::{Limit, Verb};

/// What does not follow from a row of the table.
const OWN: &[(&str, &[ErrorCode])] = &[
    ("identify", &[Conflict]),
    ("subscribe", &[LimitReached]),
    ("block_user", &[LimitReached]),
    ("set_hub_notifications", &[LimitReached]),
    ("set_category_notifications", &[LimitReached]),
    ("set_channel_notifications", &[LimitReached]),
    ("save_message", &[LimitReached]),
    ("save_draft", &[LimitReached]),
    ("schedule_message", &[LimitReached]),
    ("create_api_key", &[LimitReached]),
    ("create_application", &[LimitReached]),
    ("add_bot", &[LimitReached]),
    ("create_hub", &[LimitReached]),
    ("create_category", &[LimitReached]),
    ("create_channel", &[LimitReached]),
    ("update_channel", &[LimitReached]),
    ("set_channel_overwrite", &[LimitReached]),
    ("set_category_overwrite", &[LimitReached]),
    ("create_role", &[LimitReached]),
    ("create_role_group", &[LimitReached]),
    ("update_role_group", &[LimitReached]),
    ("add_note", &[LimitReached]),
    ("create_invite", &[LimitReached]),
    ("create_webhook", &[LimitReached]),
    ("update_webhook", &[LimitReached]),
    ("create_outgoing_webhook", &[LimitReached]),
    ("update_outgoing_webhook", &[LimitReached]),
    ("create_automod_rule", &[LimitReached]),
    ("update_automod_rule", &[LimitReached]),
    ("report_message", &[LimitReached]),
    ("report_member", &[LimitReached]),
    ("get_invite", &[InviteExpired]),
    ("join_hub", &[InviteExpired, InvitesPaused, AccountTooYoung, LimitReached]),
    ("create_upload", &[LimitReached, Locked]),
    ("search_messages", &[RateLimited]),
    ("send_message", &[BlockedByAutomod, HeldForReview, LimitReached, Locked, SlowMode]),
    ("edit_message", &[BlockedByAutomod, HeldForReview, Locked]),
    ("add_reaction", &[LimitReached, Locked]),
    ("vote", &[Locked]),
    ("get_voters", &[Conflict]),
    ("pin_message", &[LimitReached]),
    ("start_typing", &[Locked]),
    ("append_dm_link", &[LimitReached]),
    ("open_dm", &[LimitReached]),
    ("send_sealed_message", &[DevicesChanged, LimitReached]),
];

impl Verb {
    /// The errors that a call of it may be answered with, through either door, in the order of [`ErrorCode::ALL`].
    pub fn refusals(&self) -> Vec<ErrorCode> {
        let own = OWN.iter().find(|(name, _)| *name == self.name).map_or(&[][..], |(_, codes)| codes);
        let may = |code: &&ErrorCode| own.contains(code) || self.may_refuse_with(**code);
        ErrorCode::ALL.iter().filter(may).copied().collect()
    }

    fn may_refuse_with(&self, code: ErrorCode) -> bool {
        let is_change = self.limit != Limit::Free;
        match code {
            // Whoever comes with an API key is forbidden what only people do.
            InvalidInput | MalformedFrame | NotSignedIn | Forbidden | Suspended | Internal | Unavailable => {
                true
            }
            // Whoever asks for a change may be gone themselves: their account ends at the same moment.
            NotFound => self.is_about_something() || is_change,
            WrongOrigin => self.route.is_some_and(|route| route.method != "GET"),
            TooLarge => self.takes_a_body(),
            RateLimited | Conflict => is_change,
            IdempotencyKeyReused | IdempotencyInProgress | IdempotencyUnknown | LimitReached => {
                self.takes_a_key()
            }
            _ => false,
        }
    }

    /// Whether REST takes its fields from a body, and not from path and query alone.
    pub fn takes_a_body(&self) -> bool {
        self.route.is_some_and(|route| !matches!(route.method, "GET" | "DELETE"))
    }

    /// Whether REST does it once under an `Idempotency-Key`.
    pub fn takes_a_key(&self) -> bool {
        self.route.is_some_and(|route| route.method == "POST")
    }

    /// Whether it is about a thing that could be missing, or hidden from the caller.
    fn is_about_something(&self) -> bool {
        self.route.is_none_or(|route| route.path.contains('{') || route.path.starts_with("/admin"))
    }

    /// Names of the permissions that it says it needs, in the order of their table.
    pub fn permissions(&self) -> Vec<&'static str> {
        let names = Permissions::TABLE.iter().map(|row| row.name);
        names.filter(|name| self.about.contains(&format!("`{name}`"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Command;

    #[test]
    fn what_is_told_of_a_command_is_of_one_that_there_is() {
        for (name, _) in OWN {
            assert!(Command::VERBS.iter().any(|verb| verb.name == *name), "there is no command {name}");
        }
    }
}

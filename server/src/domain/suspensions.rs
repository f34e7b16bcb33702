//! What the owner of the server has closed, and what those are told who wanted in.

use crate::error::{Error, Result};
use hubbub_shared::model::Suspension;
use hubbub_shared::text::Reason;
use hubbub_shared::{ErrorCode, Problem, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// An account or a hub is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionDoc {
    /// Why, as those read it whom it concerns.
    pub reason: String,
    /// Which owner of the server did it.
    pub by: UserId,
    /// When it began.
    pub at: Timestamp,
    /// When it ends by itself. `None`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// At its end the hub is deleted, in the place of being opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deletes: bool,
}

impl SuspensionDoc {
    /// As it is asked for: with a reason, and an end that lies ahead.
    pub fn parse(reason: &str, until: Option<Timestamp>, by: UserId, at: Timestamp) -> Result<Self> {
        let reason = Reason::parse(reason)?.into();
        if until.is_some_and(|until| until <= at) {
            return Err(Problem::field(
                "until",
                "Choose an end that lies ahead, or none: then it holds until it is lifted.",
            )
            .into());
        }
        Ok(Self { reason, by, at, until, deletes: false })
    }

    /// Whether nobody gets in at this moment. What is about to be deleted does not open again.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.deletes || self.until.is_none_or(|until| until > now)
    }

    /// As those see it whom it concerns.
    pub fn view(&self) -> Suspension {
        let Self { reason, at, until, deletes, .. } = self.clone();
        Suspension { reason, since: at, until, deletes }
    }

    /// What somebody is told who cannot get in.
    pub fn refusal(&self, what: &str) -> Error {
        Error::rejected(ErrorCode::Suspended, self.words(what))
    }

    /// Why and until when an account or a hub is closed, as a sentence.
    pub fn words(&self, what: &str) -> String {
        let reason = self.reason.trim_end_matches('.');
        match self.until {
            Some(until) if self.deletes => {
                format!("This {what} is closed, and will be deleted on {}. The reason: {reason}.", day(until))
            }
            Some(until) => format!("This {what} is suspended until {}. The reason: {reason}.", day(until)),
            None => format!("This {what} is suspended. The reason: {reason}."),
        }
    }
}

/// `2026-11-28 22:15 UTC`.
fn day(moment: Timestamp) -> String {
    let text = moment.to_string();
    format!("{} {} UTC", text.get(..10).unwrap_or_default(), text.get(11..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_348_800_123);

    fn closed(until: Option<Timestamp>, deletes: bool) -> SuspensionDoc {
        let doc = SuspensionDoc::parse("Spam.", until, UserId(1), NOW).unwrap();
        SuspensionDoc { deletes, ..doc }
    }

    #[test]
    fn it_ends_by_the_clock_unless_it_ends_with_deleting() {
        let later = NOW.plus_ms(1000);
        assert!(closed(None, false).holds(later));
        assert!(closed(Some(later), false).holds(NOW) && !closed(Some(later), false).holds(later));
        assert!(closed(Some(later), true).holds(later.plus_ms(1)));
        let past = SuspensionDoc::parse("Spam", Some(NOW), UserId(1), NOW);
        assert!(past.is_err() && SuspensionDoc::parse("  ", None, UserId(1), NOW).is_err());
    }

    #[test]
    fn the_refusal_says_why_and_until_when() {
        let words = closed(Some(NOW.plus_ms(86_400_000)), false).refusal("account").to_string();
        assert_eq!(words, "This account is suspended until 2026-11-23 12:00 UTC. The reason: Spam.");
        assert!(closed(None, false).refusal("hub").to_string().starts_with("This hub is suspended. "));
        assert!(
            closed(Some(NOW.plus_ms(1)), true)
                .refusal("hub")
                .to_string()
                .contains("will be deleted on 2026-11-22")
        );
    }
}

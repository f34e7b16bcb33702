//! What a hub does when many strangers come at once: whom it lets in, and when invites pause.

use crate::domain::capacity::{Capacity, DAY_SECS};
use crate::error::{Error, Result};
use hubbub_shared::model::{InvitesPaused, RaidShield};
use hubbub_shared::protocol::command::SetRaidShield;
use hubbub_shared::{ErrorCode, Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// The time in which joins are counted.
pub const MINUTE_MS: i64 = 60_000;
/// Shorter times make no sense.
const LEAST_SECS: u64 = 60;
/// Older than this no hub may ask an account to be.
const MOST_AGE_SECS: u64 = 365 * DAY_SECS;

/// The settings of a hub's shield.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShieldDoc {
    /// When more than so many have come within a minute, invites pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joins_per_minute: Option<u32>,
    /// How old an account has to be that comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_account_age_secs: Option<u64>,
    /// How long invites pause when too many came. `None`: until somebody resumes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause_secs: Option<u64>,
}

/// A pause of invites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseDoc {
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself, without a write. `None`: when somebody resumes invites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Whether too many came, and nobody had to say so.
    pub is_raid: bool,
}

impl PauseDoc {
    /// Whether it holds at this moment.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }

    /// As clients see it.
    pub const fn view(self) -> InvitesPaused {
        InvitesPaused { since: self.since, until: self.until, is_raid: self.is_raid }
    }
}

impl ShieldDoc {
    /// What somebody sets, if it makes sense.
    pub fn set(command: &SetRaidShield, capacity: &Capacity) -> Result<Self> {
        let SetRaidShield { joins_per_minute, min_account_age_secs, pause_secs, .. } = *command;
        let joins = joins_per_minute.map(u64::from);
        within("joins_per_minute", joins, 1, capacity.joins_per_minute.into())?;
        within("min_account_age_secs", min_account_age_secs, LEAST_SECS, MOST_AGE_SECS)?;
        within("pause_secs", pause_secs, LEAST_SECS, capacity.invites_pause_secs)?;
        Ok(Self { joins_per_minute, min_account_age_secs, pause_secs })
    }

    /// Refuses an account that is not as old as the hub wants.
    pub fn check_age(&self, account_since: Timestamp, now: Timestamp) -> Result<()> {
        let Some(secs) = self.min_account_age_secs else { return Ok(()) };
        let old_enough_at = account_since.plus_ms(1000 * secs.cast_signed());
        if old_enough_at <= now {
            return Ok(());
        }
        let hours = (old_enough_at.0 - now.0).unsigned_abs().div_ceil(3_600_000);
        let message =
            format!("This hub lets in accounts that are a while old. Come back in {}.", in_words(hours));
        Err(Error::rejected(ErrorCode::AccountTooYoung, message))
    }

    /// Whether one more is too many, after so many who came within a minute.
    pub fn is_too_many(&self, came: usize) -> bool {
        self.joins_per_minute.is_some_and(|most| came >= most as usize)
    }

    /// The pause that begins when too many came.
    pub fn pause(&self, now: Timestamp) -> PauseDoc {
        let until = self.pause_secs.map(|secs| now.plus_ms(1000 * secs.cast_signed()));
        PauseDoc { since: now, until, is_raid: true }
    }

    /// As who manages the hub sees it, with the pause that is in force.
    pub fn view(&self, paused: Option<PauseDoc>) -> RaidShield {
        RaidShield {
            joins_per_minute: self.joins_per_minute,
            min_account_age_secs: self.min_account_age_secs,
            pause_secs: self.pause_secs,
            paused: paused.map(PauseDoc::view),
        }
    }
}

/// The answer to who would come in while nobody does.
pub fn paused() -> Error {
    Error::rejected(ErrorCode::InvitesPaused, "Nobody can join this hub right now. Try again later.")
}

fn in_words(hours: u64) -> String {
    match hours {
        1 => "an hour".to_owned(),
        2..48 => format!("{hours} hours"),
        _ => format!("{} days", hours.div_ceil(24)),
    }
}

fn within(field: &'static str, number: Option<u64>, least: u64, most: u64) -> Result<()> {
    match number {
        Some(number) if !(least..=most).contains(&number) => {
            let message = format!("{field} is a number from {least} to {most}; without it that is off.");
            Err(Problem::field(field, message).into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_account_is_told_when_it_is_old_enough() {
        let shield = ShieldDoc { min_account_age_secs: Some(7 * DAY_SECS), ..ShieldDoc::default() };
        let (made, day) = (Timestamp(1_000_000), 86_400_000);
        let told = |now| match shield.check_age(made, now) {
            Err(Error::Rejected(problem)) => problem.message,
            other => panic!("{other:?}"),
        };
        assert!(told(made.plus_ms(1)).contains("7 days"));
        assert!(told(made.plus_ms(6 * day)).contains("24 hours"));
        assert!(told(made.plus_ms(7 * day - 1)).contains("an hour"));
        assert!(shield.check_age(made, made.plus_ms(7 * day)).is_ok());
        assert!(ShieldDoc::default().check_age(made, made).is_ok());
    }

    #[test]
    fn the_shield_counts_those_who_came_before() {
        let shield = ShieldDoc { joins_per_minute: Some(2), ..ShieldDoc::default() };
        assert!(!shield.is_too_many(1) && shield.is_too_many(2));
        assert!(!ShieldDoc::default().is_too_many(1000));
    }
}

//! Where a page of what was found ends, as the text that the next one is asked for by.

use crate::error::Result;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hubbub_shared::Problem;
use std::fmt;

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Whether those with similar words are gone through already, which come after all others.
    pub similar: bool,
    /// Only messages with a smaller id come after it.
    pub before: u64,
}

impl Position {
    /// Everything comes after it.
    pub const NEWEST: Self = Self { similar: false, before: u64::MAX };
    /// Before everything with similar words.
    pub const NEWEST_SIMILAR: Self = Self { similar: true, before: u64::MAX };

    /// Reads what was written.
    pub fn parse(text: &str) -> Result<Self> {
        let read = || {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (kind, before) = text.split_once(' ')?;
            let similar = match kind {
                "e" => false,
                "s" => true,
                _ => return None,
            };
            Some(Self { similar, before: before.parse().ok()? })
        };
        let wrong = || Problem::field("after", "after is next of the page before, with the same search.");
        Ok(read().ok_or_else(wrong)?)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.similar { 's' } else { 'e' };
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(format!("{kind} {}", self.before)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_reads_back_as_itself_and_nothing_else_is_one() {
        for position in [Position::NEWEST, Position::NEWEST_SIMILAR, Position { similar: true, before: 7 }] {
            assert_eq!(Position::parse(&position.to_string()).unwrap(), position);
        }
        for wrong in ["", "e 7", "ZSA", "eA", "ZSAtMQ"] {
            assert!(Position::parse(wrong).is_err(), "{wrong}");
        }
    }
}

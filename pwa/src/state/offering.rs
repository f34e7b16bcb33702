//! When to offer being told: when somebody was just missed, never at the start, and not again soon after "not now".

/// Who said "not now" is not asked again so soon.
const PAUSE_MS: i64 = 30 * 86_400_000;

/// Notices that a mention has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mentions {
    known: Option<u64>,
}

impl Mentions {
    /// There are so many now. Whether one has come: those that wait at the start have not.
    pub fn are(&mut self, count: u64) -> bool {
        self.known.replace(count).is_some_and(|known| count > known)
    }
}

/// Whether it may be offered, if it was declined then.
pub fn may_offer(declined: Option<i64>, now: i64) -> bool {
    declined.is_none_or(|declined| now - declined > PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_that_comes_is_noticed_and_what_waits_at_the_start_is_not() {
        let mut mentions = Mentions::default();
        assert_eq!(
            [3, 3, 4, 0, 0, 1].map(|count| mentions.are(count)),
            [false, false, true, false, false, true]
        );
    }

    #[test]
    fn not_now_holds_for_thirty_days() {
        let day = 86_400_000;
        assert!(may_offer(None, day));
        assert!(!may_offer(Some(0), 30 * day) && may_offer(Some(0), 30 * day + 1));
    }
}

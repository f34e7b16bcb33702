//! Calls that wait for their reply. Each gets exactly one answer: the server's, or that none came.

use super::frames::Unread;
use crate::sorted::Map;
use crate::words;
use hubbub_shared::{ErrorCode, Problem};

/// Without a reply for so long, a call is given up.
const TIMEOUT_MS: i64 = 15_000;

/// How a call ended: with what its reply holds, or why not.
pub type Answer<T> = Result<T, Problem>;
/// Is called with the answer.
pub type OnAnswer = Box<dyn FnOnce(Answer<Unread>)>;

/// See the module.
#[derive(Default)]
pub struct Calls {
    last: u32,
    waiting: Map<u32, (OnAnswer, i64)>,
}

impl Calls {
    /// Remembers a call and gives it its reference.
    pub fn add(&mut self, now: i64, on_answer: OnAnswer) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.waiting.insert(self.last, (on_answer, now + TIMEOUT_MS));
        self.last
    }

    /// The call with this reference, once.
    pub fn take(&mut self, reference: u32) -> Option<OnAnswer> {
        self.waiting.remove(&reference).map(|(on_answer, _)| on_answer)
    }

    /// Those that waited too long.
    pub fn take_overdue(&mut self, now: i64) -> Vec<OnAnswer> {
        let overdue: Vec<u32> =
            self.waiting.iter().filter(|(_, (_, until))| *until <= now).map(|(call, _)| *call).collect();
        overdue.into_iter().filter_map(|call| self.take(call)).collect()
    }

    /// All: the connection is gone.
    pub fn take_all(&mut self) -> Vec<OnAnswer> {
        std::mem::take(&mut self.waiting)
            .into_tuple_vec()
            .into_iter()
            .map(|(_, (on_answer, _))| on_answer)
            .collect()
    }
}

/// The answer that only a newer app would understand.
pub fn unreadable_answer() -> Problem {
    Problem::new(ErrorCode::Unknown, words::UNREADABLE_ANSWER)
}

/// The answer to a call that nobody answered.
pub fn no_answer() -> Problem {
    Problem::new(ErrorCode::Unavailable, words::NO_CONNECTION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_answered_once_or_given_up() {
        let mut calls = Calls::default();
        let first = calls.add(0, Box::new(|_| {}));
        let second = calls.add(10, Box::new(|_| {}));
        assert!(calls.take(first).is_some() && calls.take(first).is_none());
        assert!(calls.take_overdue(TIMEOUT_MS + 9).is_empty());
        assert_eq!(calls.take_overdue(TIMEOUT_MS + 10).len(), 1);
        assert!(calls.take(second).is_none());
    }
}

//! What people said in a hub lately, as far as rules against repetition ask. Kept in memory alone: after a restart, or when
//! nobody has used the hub for a while, counting begins anew.

use hubbub_shared::{Timestamp, UserId};
use parking_lot::Mutex;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Most of what is remembered of one person; more than any rule counts to.
const OF_A_PERSON: usize = 64;
/// With so many people, those go who have said nothing for as long as any rule asks.
const PEOPLE: usize = 4096;
/// Longest that a rule looks back.
pub const LONGEST_SECS: u32 = 3600;

#[derive(Debug)]
struct Entry {
    /// Of the normal form of the words.
    print: u64,
    /// Of what names the saying, so that trying again counts once.
    key: u64,
    at: Timestamp,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Recent(Mutex<HashMap<UserId, VecDeque<Entry>>>);

fn hash(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

impl Recent {
    /// When somebody said the same before, newest last. `key` names what they say now: that itself does not count.
    pub fn before(&self, user: UserId, normal: &str, key: &str) -> Vec<Timestamp> {
        let (print, key) = (hash(normal), hash(key));
        let people = self.0.lock();
        let said = people.get(&user).into_iter().flatten();
        said.filter(|entry| entry.print == print && entry.key != key).map(|entry| entry.at).collect()
    }

    /// Remembers what somebody says now; once, however often it is tried.
    pub fn note(&self, user: UserId, normal: &str, key: &str, now: Timestamp) {
        let entry = Entry { print: hash(normal), key: hash(key), at: now };
        let mut people = self.0.lock();
        if people.len() >= PEOPLE {
            let since = now.plus_ms(-1000 * i64::from(LONGEST_SECS));
            people.retain(|_, said| said.back().is_some_and(|last| last.at > since));
        }
        let said = people.entry(user).or_default();
        if said.iter().any(|known| known.key == entry.key) {
            return;
        }
        said.push_back(entry);
        if said.len() > OF_A_PERSON {
            said.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_of_one_person_count_once_for_each_time_they_are_said() {
        let (recent, ada, bo) = (Recent::default(), UserId(1), UserId(2));
        for (key, at) in [("1", 10), ("2", 20), ("2", 30)] {
            recent.note(ada, "hi", key, Timestamp(at));
        }
        recent.note(ada, "ho", "3", Timestamp(40));
        assert_eq!(recent.before(ada, "hi", "4"), [Timestamp(10), Timestamp(20)]);
        assert_eq!(recent.before(ada, "hi", "2"), [Timestamp(10)], "trying again is not saying again");
        assert!(recent.before(bo, "hi", "4").is_empty());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let recent = Recent::default();
        for number in 0..10_000_u64 {
            recent.note(UserId(number), "hi", "key", Timestamp(number as i64 * 10_000));
            recent.note(UserId(7), "hi", &number.to_string(), Timestamp(number as i64 * 10_000));
        }
        let people = recent.0.lock();
        assert!(people.len() <= PEOPLE, "{}", people.len());
        assert_eq!(people[&UserId(7)].len(), OF_A_PERSON);
    }
}

//! What people react with to messages. What the person does shows at once, and is taken back if the server refuses it.

use hubbub_shared::MessageId;
use hubbub_shared::model::{Message, Reacted, Reaction};

/// What was told to several, for one reader: `known` is what was theirs before, `by` names only them.
pub fn told(known: &[Reaction], told: &[Reaction], by: &[Reacted]) -> Vec<Reaction> {
    let was_own = |emoji: &str| known.iter().any(|one| one.me && one.emoji == emoji);
    let own = |reaction: &Reaction| match by.iter().rfind(|one| one.emoji == reaction.emoji) {
        Some(one) if !one.added.is_empty() => true,
        Some(one) if !one.removed.is_empty() => false,
        _ => was_own(&reaction.emoji),
    };
    told.iter().map(|one| Reaction { me: own(one), ..one.clone() }).collect()
}

/// What the person did and the server has not told of.
#[derive(Debug, Clone, PartialEq)]
struct Waiting {
    message: MessageId,
    emoji: String,
    /// They react with it, or no longer.
    on: bool,
    number: u32,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reacting {
    waiting: Vec<Waiting>,
    last: u32,
}

impl Reacting {
    /// The person reacts with something, or no longer. Returns what [`Self::refused`] calls it.
    pub fn begin(&mut self, message: MessageId, emoji: String, on: bool) -> u32 {
        self.waiting.retain(|one| (one.message, &one.emoji) != (message, &emoji));
        self.last += 1;
        self.waiting.push(Waiting { message, emoji, on, number: self.last });
        self.last
    }

    /// It did not come to pass.
    pub fn refused(&mut self, number: u32) {
        self.waiting.retain(|one| one.number != number);
    }

    /// What others are told of now has it.
    pub fn told(&mut self, message: MessageId, by: &[Reacted]) {
        let has = |one: &Waiting| {
            let all = by.iter().filter(|told| one.message == message && told.emoji == one.emoji);
            all.map(|told| !told.added.is_empty()).next_back() == Some(one.on)
        };
        self.waiting.retain(|one| !has(one));
    }

    /// All that was done is known by other ways, or of no interest any more.
    pub fn forget(&mut self) {
        if !self.waiting.is_empty() {
            self.waiting.clear();
        }
    }

    /// Whether something waits to be told.
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty()
    }

    /// What is shown at a message.
    pub fn shown(&self, message: &Message) -> Vec<Reaction> {
        let mut all = message.reactions.clone();
        for one in self.waiting.iter().filter(|one| one.message == message.id) {
            match all.iter_mut().find(|known| known.emoji == one.emoji) {
                Some(known) if known.me == one.on => {}
                Some(known) => {
                    known.me = one.on;
                    known.count = if one.on { known.count + 1 } else { known.count.saturating_sub(1) };
                }
                None if one.on => all.push(Reaction { emoji: one.emoji.clone(), count: 1, me: true }),
                None => {}
            }
        }
        all.retain(|one| one.count > 0);
        all
    }

    /// Whether anything is shown at a message.
    pub fn is_shown(&self, message: &Message) -> bool {
        if self.is_idle() { !message.reactions.is_empty() } else { !self.shown(message).is_empty() }
    }
}

/// Emoji that are offered at once: what was used last, then what is used most.
pub fn offered(recent: &[String], most: usize) -> Vec<String> {
    let mut offered: Vec<String> = Vec::new();
    for emoji in recent.iter().map(String::as_str).chain(OFFERED) {
        if offered.len() < most && !offered.iter().any(|one| one == emoji) {
            offered.push(emoji.to_owned());
        }
    }
    offered
}

/// Where nothing was used yet.
const OFFERED: [&str; 6] = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{self, ADA};

    fn reaction(emoji: &str, count: u64, me: bool) -> Reaction {
        Reaction { emoji: emoji.into(), count, me }
    }

    fn by(emoji: &str, is_added: bool) -> Reacted {
        let ada = vec![ADA];
        let (added, removed) = if is_added { (ada, vec![]) } else { (vec![], ada) };
        Reacted { emoji: emoji.into(), added, removed }
    }

    fn message(reactions: Vec<Reaction>) -> Message {
        Message { reactions, ..fixtures::message(1, "hi") }
    }

    #[test]
    fn what_is_told_to_all_keeps_what_is_ones_own() {
        let known = [reaction("👍", 2, true), reaction("🎉", 1, false)];
        let all = [reaction("👍", 3, false), reaction("🎉", 2, false)];
        assert_eq!(told(&known, &all, &[]), [reaction("👍", 3, true), reaction("🎉", 2, false)]);
        let others = Reacted { emoji: "👍".into(), added: vec![], removed: vec![] };
        assert!(told(&known, &all, &[others])[0].me, "others did");
        let own = told(&known, &all, &[by("🎉", true), by("👍", false)]);
        assert_eq!(own, [reaction("👍", 3, false), reaction("🎉", 2, true)]);
    }

    #[test]
    fn a_reaction_shows_at_once_and_goes_if_it_is_refused() {
        let mut reacting = Reacting::default();
        let message = message(vec![reaction("👍", 2, false), reaction("🎉", 1, true)]);
        reacting.begin(message.id, "👍".into(), true);
        let off = reacting.begin(message.id, "🎉".into(), false);
        let new = reacting.begin(message.id, "🌱".into(), true);
        assert_eq!(reacting.shown(&message), [reaction("👍", 3, true), reaction("🌱", 1, true)]);
        reacting.refused(off);
        reacting.refused(new);
        assert_eq!(reacting.shown(&message), [reaction("👍", 3, true), reaction("🎉", 1, true)]);
    }

    #[test]
    fn what_was_told_counts_once_and_what_was_done_last_counts() {
        let mut reacting = Reacting::default();
        let before = message(vec![]);
        reacting.begin(before.id, "👍".into(), true);
        let after = message(vec![reaction("👍", 1, true)]);
        assert_eq!(reacting.shown(&after)[0].count, 1, "told before the answer");
        let first = reacting.begin(before.id, "👍".into(), false);
        reacting.told(before.id, &[by("👍", true)]);
        assert!(reacting.shown(&after).is_empty(), "taken back meanwhile");
        reacting.told(before.id, &[by("👍", false)]);
        assert!(reacting.is_idle());
        reacting.refused(first);
        assert!(!reacting.is_shown(&before) && reacting.is_shown(&after));
    }

    #[test]
    fn what_was_used_is_offered_first_and_six_are_offered() {
        let recent = ["🌱".to_owned(), "😂".to_owned()];
        assert_eq!(offered(&recent, 6), ["🌱", "😂", "👍", "❤️", "🎉", "😮"]);
        assert_eq!(offered(&[], 3), ["👍", "❤️", "😂"]);
    }
}

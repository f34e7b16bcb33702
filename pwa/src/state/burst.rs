//! Messages that come one upon another are told together to people who do not see the screen: a voice that reads each
//! of them is never done.

use crate::words;
use hubbub_shared::markdown;
use hubbub_shared::model::Message;
use std::rc::Rc;

/// So little is waited for more of them.
const GATHER_MS: i64 = 1_000;
/// In a lively channel it is told seldom: who listens wants to read, too.
const TELL_EVERY_MS: i64 = 8_000;

/// See the module.
#[derive(Debug, Default)]
pub struct Burst {
    messages: Vec<Rc<Message>>,
    told_at: Option<i64>,
}

impl Burst {
    /// One more. Says in how many milliseconds the burst is to be told; nothing, if that was said before.
    pub fn add(&mut self, message: Rc<Message>, now: i64) -> Option<i64> {
        self.messages.push(message);
        let since = self.told_at.map_or(TELL_EVERY_MS, |at| now - at);
        (self.messages.len() == 1).then(|| (TELL_EVERY_MS - since).max(GATHER_MS))
    }

    /// Tells what has come, and begins anew.
    pub fn tell(&mut self, now: i64) -> Option<String> {
        let messages = std::mem::take(&mut self.messages);
        let words = match &*messages {
            [] => return None,
            [one] => {
                let files = words::files::summary(&one.attachments);
                let said = [markdown::plain_text(one.text()), files].into_iter().filter(|it| !it.is_empty());
                words::said(&one.author.display_name, &said.collect::<Vec<_>>().join(" · "))
            }
            many => words::new_from(many.len(), &authors(many)),
        };
        self.told_at = Some(now);
        Some(words)
    }

    /// The reader went elsewhere.
    pub fn forget(&mut self) {
        self.messages.clear();
    }
}

/// Each once, in the order they began to talk.
fn authors(messages: &[Rc<Message>]) -> Vec<&str> {
    let mut authors: Vec<_> = Vec::new();
    for message in messages {
        if !authors.iter().any(|(id, _)| *id == message.author.id) {
            authors.push((message.author.id, &*message.author.display_name));
        }
    }
    authors.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, message, user};
    use hubbub_shared::UserId;

    fn said_by(name: &str, id: u64) -> Rc<Message> {
        let mut one = message(id, "**hi**");
        (one.author.id, one.author.display_name) = (UserId(id), name.to_owned());
        Rc::new(one)
    }

    fn told(messages: &[Rc<Message>]) -> Option<String> {
        let mut burst = Burst::default();
        for one in messages {
            burst.add(Rc::clone(one), 0);
        }
        burst.tell(0)
    }

    #[test]
    fn one_message_is_read_and_more_are_counted() {
        let (ada, bo, cy, dee) = (said_by("Ada", 1), said_by("Bo", 2), said_by("Cy", 3), said_by("Dee", 4));
        let all = |them: &[&Rc<Message>]| told(&them.iter().map(|one| Rc::clone(one)).collect::<Vec<_>>());
        assert_eq!(all(&[]), None);
        assert_eq!(all(&[&ada]).as_deref(), Some("Ada: hi"));
        assert_eq!(all(&[&ada, &ada]).as_deref(), Some("2 new messages from Ada"));
        assert_eq!(all(&[&ada, &bo, &ada, &bo, &ada]).as_deref(), Some("5 new messages from Ada and Bo"));
        assert_eq!(all(&[&bo, &ada, &cy]).as_deref(), Some("3 new messages from Bo, Ada and Cy"));
        assert_eq!(all(&[&ada, &bo, &cy, &dee]).as_deref(), Some("4 new messages from Ada, Bo and 2 others"));
    }

    #[test]
    fn a_burst_is_told_once_and_the_next_one_not_too_soon() {
        let mut burst = Burst::default();
        let one = || Rc::new(message(5, "hi"));
        assert_eq!(burst.add(one(), 50_000), Some(GATHER_MS));
        assert_eq!(burst.add(one(), 50_400), None, "it is under way");
        assert_eq!(burst.tell(51_000).as_deref(), Some("2 new messages from Bo"));
        assert_eq!(burst.tell(51_000), None);
        assert_eq!(burst.add(one(), 52_000), Some(TELL_EVERY_MS - 1_000));
        burst.forget();
        assert_eq!(burst.tell(59_000), None, "the reader is elsewhere");
        assert_eq!(burst.add(one(), 90_000), Some(GATHER_MS));
    }

    #[test]
    fn two_people_of_one_name_are_two() {
        let mut other = message(6, "hi");
        other.author = user(ADA);
        other.author.display_name = "Bo".to_owned();
        assert_eq!(
            told(&[Rc::new(message(5, "hi")), Rc::new(other)]).as_deref(),
            Some("2 new messages from Bo and Bo")
        );
    }
}

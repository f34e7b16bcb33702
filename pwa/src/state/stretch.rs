//! Messages next to each other: ordered, without holes between the first and the last.

use hubbub_shared::model::{Message, MessagePage};
use std::rc::Rc;

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stretch {
    /// In order of position. Deleted messages keep theirs.
    messages: Vec<Rc<Message>>,
    /// Whether older messages exist on the server.
    pub has_before: bool,
}

impl Stretch {
    /// A page by itself.
    pub fn of(page: MessagePage) -> Self {
        let mut stretch = Self { messages: Vec::new(), has_before: page.has_before };
        page.messages.into_iter().for_each(|message| stretch.put(message));
        stretch
    }

    /// In order of position.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Rc<Message>> {
        self.messages.iter()
    }

    /// How many messages the stretch has.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// The oldest message of the stretch.
    pub fn first(&self) -> Option<&Rc<Message>> {
        self.messages.first()
    }

    /// The newest message of the stretch.
    pub fn last(&self) -> Option<&Rc<Message>> {
        self.messages.last()
    }

    /// The message at a position.
    pub fn at(&self, seq: u64) -> Option<&Rc<Message>> {
        self.find(seq).ok().map(|place| &self.messages[place])
    }

    /// Whether a message at this position would leave no hole: within, or after the last.
    pub fn covers(&self, seq: u64) -> bool {
        !self.has_before || self.first().is_none_or(|first| first.seq <= seq)
    }

    fn find(&self, seq: u64) -> Result<usize, usize> {
        self.messages.binary_search_by_key(&seq, |message| message.seq)
    }

    /// A message as it is now; an older version of it changes nothing.
    pub fn put(&mut self, message: Message) {
        self.put_shared(Rc::new(message));
    }

    fn put_shared(&mut self, message: Rc<Message>) {
        match self.find(message.seq) {
            Ok(place) if self.messages[place].rev < message.rev => self.messages[place] = message,
            Ok(_) => {}
            Err(place) => self.messages.insert(place, message),
        }
    }

    /// Takes a message's words away.
    pub fn delete(&mut self, seq: u64, rev: u64) {
        if let Ok(place) = self.find(seq) {
            let message = Rc::make_mut(&mut self.messages[place]);
            message.content.clear();
            message.mentions.clear();
            message.deleted = true;
            message.rev = rev;
        }
    }

    /// The messages right before the first.
    pub fn prepend(&mut self, page: MessagePage) {
        self.has_before = page.has_before;
        page.messages.into_iter().for_each(|message| self.put(message));
    }

    /// The messages right after the last. True: the channel ends with them.
    pub fn append(&mut self, page: MessagePage) -> bool {
        let reached = !page.has_after;
        page.messages.into_iter().for_each(|message| self.put(message));
        reached
    }

    /// An older stretch that overlaps this one, or ends where it begins.
    pub fn join(&mut self, older: Self) {
        self.has_before = older.has_before;
        let newer = std::mem::replace(&mut self.messages, older.messages);
        newer.into_iter().for_each(|message| self.put_shared(message));
    }

    /// So many around a position, and whether newer ones are missing in them.
    pub fn near(&self, seq: u64, most: usize) -> (Self, bool) {
        let (Ok(place) | Err(place)) = self.find(seq);
        let first = place.saturating_sub(most / 2).min(self.len().saturating_sub(most));
        let end = self.len().min(first + most);
        let messages = self.messages[first..end].to_vec();
        (Self { messages, has_before: self.has_before || first > 0 }, end < self.len())
    }

    /// Forgets all but the newest.
    pub fn keep_newest(&mut self, keep: usize) {
        let drop = self.len().saturating_sub(keep);
        self.messages.drain(..drop);
        self.has_before |= drop > 0;
    }
}

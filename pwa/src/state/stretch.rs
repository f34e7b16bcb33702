//! Messages next to each other: ordered, without holes between the first and the last.

use crate::state::reacting::told;
use hubbub_shared::MessageId;
use hubbub_shared::model::{Message, MessagePage, Quote, Reacted, Reaction};
use std::rc::Rc;

/// A message, and the rev since which it looks as it does, whatever people reacted with.
pub type Line = (Rc<Message>, u64);

/// See the module.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stretch {
    /// In order of position. Deleted messages keep theirs.
    lines: Vec<Line>,
    /// Whether older messages exist on the server.
    pub has_before: bool,
}

impl Stretch {
    /// A page by itself.
    pub fn of(page: MessagePage) -> Self {
        let mut stretch = Self { lines: Vec::new(), has_before: page.has_before };
        page.messages.into_iter().for_each(|message| stretch.put(message));
        stretch
    }

    /// In order of position.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Rc<Message>> {
        self.lines.iter().map(|(message, _)| message)
    }

    /// In order of position, with the rev since which each looks as it does.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// How many messages the stretch has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The oldest message of the stretch.
    pub fn first(&self) -> Option<&Rc<Message>> {
        self.lines.first().map(|(message, _)| message)
    }

    /// The newest message of the stretch.
    pub fn last(&self) -> Option<&Rc<Message>> {
        self.lines.last().map(|(message, _)| message)
    }

    /// The message at a position.
    pub fn at(&self, seq: u64) -> Option<&Rc<Message>> {
        self.find(seq).ok().map(|place| &self.lines[place].0)
    }

    /// Whether a message at this position would leave no hole: within, or after the last.
    pub fn covers(&self, seq: u64) -> bool {
        !self.has_before || self.first().is_none_or(|first| first.seq <= seq)
    }

    fn find(&self, seq: u64) -> Result<usize, usize> {
        self.lines.binary_search_by_key(&seq, |(message, _)| message.seq)
    }

    /// A message as it is now, told to this reader alone; an older version of it changes nothing.
    pub fn put(&mut self, message: Message) {
        self.requote(&message);
        let looks_since = message.rev;
        self.put_line((Rc::new(message), looks_since));
    }

    /// The same, told to several: which reactions are the reader's own is as it was.
    pub fn put_told(&mut self, mut message: Message) {
        if let Some(known) = self.at(message.seq) {
            message.reactions = told(&known.reactions, &message.reactions, &[]);
            if let (Some(poll), Some(known)) = (&mut message.poll, &known.poll) {
                poll.choose(&known.own());
            }
        }
        self.put(message);
    }

    fn put_line(&mut self, (message, looks_since): Line) {
        match self.find(message.seq) {
            Ok(place) if self.lines[place].0.rev < message.rev => {
                let (known, since) = &self.lines[place];
                let looks_since = if looks_alike(known, &message) { *since } else { looks_since };
                self.lines[place] = (message, looks_since);
            }
            Ok(_) => {}
            Err(place) => self.lines.insert(place, (message, looks_since)),
        }
    }

    /// Shows another message in the place of one: what was sealed, opened. True: it looks different now.
    pub fn reveal(&mut self, message: &Message) -> bool {
        let Ok(place) = self.find(message.seq) else { return false };
        let (known, looks_since) = &mut self.lines[place];
        let differs = !known.deleted && **known != *message;
        if differs {
            *known = Rc::new(message.clone());
            *looks_since += 1;
        }
        differs
    }

    /// Messages that answer this one show how it begins now.
    pub fn requote(&mut self, message: &Message) {
        if !message.deleted && message.edited_at.is_none() {
            return;
        }
        let is_of = |line: &Line| line.0.reply_to.as_ref().is_some_and(|quote| quote.message == message.id);
        for line in self.lines.iter_mut().filter(|line| is_of(line)) {
            let author = Some(message.author.clone()).filter(|_| !message.deleted);
            let content = Quote::beginning(&message.in_short());
            let quote = Quote { message: message.id, seq: message.seq, author, content };
            if line.0.reply_to.as_deref() != Some(&quote) {
                Rc::make_mut(&mut line.0).reply_to = Some(Box::new(quote));
                line.1 = line.1.max(message.rev);
            }
        }
    }

    /// Takes a message's words away, also where it is answered.
    pub fn delete(&mut self, message: MessageId, seq: u64, rev: u64) {
        for (answer, looks_since) in &mut self.lines {
            if answer.reply_to.as_ref().is_some_and(|quote| quote.message == message) {
                Rc::make_mut(answer).reply_to =
                    Some(Box::new(Quote { message, seq, author: None, content: String::new() }));
                *looks_since = rev.max(*looks_since);
            }
        }
        if let Ok(place) = self.find(seq) {
            let (message, looks_since) = &mut self.lines[place];
            let message = Rc::make_mut(message);
            message.content.clear();
            message.mentions.clear();
            message.reactions.clear();
            (message.poll, message.forward) = (None, None);
            message.attachments.clear();
            (message.reply_to, message.pinned_at) = (None, None);
            message.deleted = true;
            (message.rev, *looks_since) = (rev, rev);
        }
    }

    /// People reacted to a message, or ceased to. Of those who did, only the reader is named.
    pub fn react(&mut self, seq: u64, rev: u64, reactions: &[Reaction], by: &[Reacted]) {
        if let Ok(place) = self.find(seq)
            && self.lines[place].0.rev < rev
        {
            let message = Rc::make_mut(&mut self.lines[place].0);
            message.reactions = told(&message.reactions, reactions, by);
            message.rev = rev;
        }
    }

    /// People voted in a message's poll.
    pub fn count(&mut self, seq: u64, rev: u64, votes: &[u64], voters: u64) {
        if let Ok(place) = self.find(seq)
            && self.lines[place].0.rev < rev
        {
            let message = Rc::make_mut(&mut self.lines[place].0);
            message.rev = rev;
            if let Some(poll) = &mut message.poll {
                poll.count(votes, voters);
            }
        }
    }

    /// The reader voted in the poll of a message, here or elsewhere.
    pub fn choose(&mut self, id: MessageId, answers: &[u64]) {
        if let Some((message, _)) = self.lines.iter_mut().find(|(message, _)| message.id == id)
            && let Some(poll) = &mut Rc::make_mut(message).poll
        {
            poll.choose(answers);
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
        let newer = std::mem::replace(&mut self.lines, older.lines);
        newer.into_iter().for_each(|line| self.put_line(line));
    }

    /// So many around a position, and whether newer ones are missing in them.
    pub fn near(&self, seq: u64, most: usize) -> (Self, bool) {
        let (Ok(place) | Err(place)) = self.find(seq);
        let first = place.saturating_sub(most / 2).min(self.len().saturating_sub(most));
        let end = self.len().min(first + most);
        let lines = self.lines[first..end].to_vec();
        (Self { lines, has_before: self.has_before || first > 0 }, end < self.len())
    }

    /// Forgets all but the newest.
    pub fn keep_newest(&mut self, keep: usize) {
        let drop = self.len().saturating_sub(keep);
        self.lines.drain(..drop);
        self.has_before |= drop > 0;
    }
}

/// Whether all is the same but what people reacted with.
fn looks_alike(a: &Message, b: &Message) -> bool {
    (a.edited_at, a.pinned_at, a.deleted, &a.reply_to, &a.content, &a.author)
        == (b.edited_at, b.pinned_at, b.deleted, &b.reply_to, &b.content, &b.author)
        && (&a.mentions, &a.mention_roles, a.mention_everyone, &a.attachments)
            == (&b.mentions, &b.mention_roles, b.mention_everyone, &b.attachments)
}

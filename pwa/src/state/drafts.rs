//! In which channels the person has begun to write, on whichever device, and which words of a draft are the right ones: those
//! that were changed here and not saved, or else those that the server has.

use hubbub_shared::model::DraftMark;
use hubbub_shared::{ChannelId, DraftRev, MessageId};
use serde::{Deserialize, Serialize};

/// Where there are drafts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafts {
    /// What the server told, also of those that are gone since.
    told: Vec<DraftMark>,
    /// Where this device has words that were not sent.
    here: Vec<ChannelId>,
}

impl Drafts {
    /// Whether there is one in a channel.
    pub fn has(&self, channel: ChannelId) -> bool {
        self.has_here(channel) || self.told_of(channel).is_some_and(|mark| !mark.gone)
    }

    /// Everything that the server knows, anew.
    pub fn replace(&mut self, told: Vec<DraftMark>) {
        self.told = told;
    }

    /// The server's word on one of them. An older one than is known is passed over.
    pub fn tell(&mut self, mark: DraftMark) {
        match self.told.iter_mut().find(|known| known.channel == mark.channel) {
            Some(known) if known.rev > mark.rev => {}
            Some(known) => *known = mark,
            None => self.told.push(mark),
        }
    }

    /// What was told of the one in a channel.
    pub fn told_of(&self, channel: ChannelId) -> Option<DraftMark> {
        self.told.iter().find(|mark| mark.channel == channel).copied()
    }

    /// Of which channels something was told, and how far that goes.
    pub fn told(&self) -> Vec<(ChannelId, DraftRev)> {
        self.told.iter().map(|mark| (mark.channel, mark.rev)).collect()
    }

    /// Whether this device has words for a channel.
    pub fn has_here(&self, channel: ChannelId) -> bool {
        self.here.contains(&channel)
    }

    /// This device has words for a channel now, or none: then others will have none in a moment.
    pub fn put_here(&mut self, channel: ChannelId, has_words: bool) {
        self.here.retain(|known| *known != channel);
        match has_words {
            true => self.here.push(channel),
            false => {
                self.told.iter_mut().filter(|mark| mark.channel == channel).for_each(|mark| mark.gone = true)
            }
        }
    }
}

/// What a draft says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The words as they were typed.
    pub text: String,
    /// The message that they answer.
    pub reply_to: Option<MessageId>,
}

impl Begun {
    /// Without words it is nothing, whatever it answers.
    pub fn new(text: String, reply_to: Option<MessageId>) -> Self {
        if text.trim().is_empty() { Self::default() } else { Self { text, reply_to } }
    }

    /// Whether nothing was begun.
    pub fn is_nothing(&self) -> bool {
        self.text.is_empty()
    }
}

/// What this device and the server had alike, the last time that they had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The server's number of it.
    pub rev: DraftRev,
    /// What it said.
    pub begun: Begun,
}

/// What is to be done about a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Both have the same, as far as is known.
    Nothing,
    /// It was changed here: the server is told.
    Save,
    /// It was changed on another device: it is asked for.
    Fetch,
    /// It was sent or emptied on another device.
    Forget,
}

impl Step {
    /// What is to be done with what is `here`. What was changed here and is not saved is never replaced. `is_fresh`: what the
    /// server told is all that there is, so what it did not tell is gone.
    pub fn of(here: &Begun, agreed: Option<&Agreed>, told: Option<DraftMark>, is_fresh: bool) -> Self {
        let is_changed = agreed.map_or(!here.is_nothing(), |agreed| agreed.begun != *here);
        let is_older = |rev: DraftRev| agreed.is_some_and(|agreed| agreed.rev < rev);
        match told {
            _ if is_changed => Self::Save,
            Some(mark) if mark.gone && is_older(mark.rev) => Self::Forget,
            Some(mark) if !mark.gone && (agreed.is_none() || is_older(mark.rev)) => Self::Fetch,
            None if is_fresh && agreed.is_some() => Self::Forget,
            _ => Self::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{GENERAL, RANDOM};

    fn mark(rev: u64) -> DraftMark {
        DraftMark { channel: GENERAL, rev: DraftRev(rev), gone: false }
    }

    fn gone(rev: u64) -> DraftMark {
        DraftMark { gone: true, ..mark(rev) }
    }

    fn begun(text: &str) -> Begun {
        Begun::new(text.to_owned(), None)
    }

    fn agreed(rev: u64, text: &str) -> Agreed {
        Agreed { rev: DraftRev(rev), begun: begun(text) }
    }

    #[test]
    fn what_was_changed_here_and_is_not_saved_is_never_replaced() {
        for told in [None, Some(mark(9)), Some(gone(9))] {
            for is_fresh in [false, true] {
                assert_eq!(Step::of(&begun("mine"), None, told, is_fresh), Step::Save);
                let before = agreed(5, "before");
                assert_eq!(Step::of(&begun("mine"), Some(&before), told, is_fresh), Step::Save);
                assert_eq!(Step::of(&begun(""), Some(&before), told, is_fresh), Step::Save, "it was emptied");
            }
        }
        let answers = Begun::new("same".to_owned(), Some(MessageId(1)));
        assert_eq!(Step::of(&answers, Some(&agreed(5, "same")), None, false), Step::Save);
    }

    #[test]
    fn what_is_as_it_was_takes_what_is_newer() {
        let same = agreed(5, "same");
        let of = |told, is_fresh| Step::of(&begun("same"), Some(&same), told, is_fresh);
        assert_eq!(of(Some(mark(5)), false), Step::Nothing);
        assert_eq!(of(Some(mark(4)), false), Step::Nothing, "told late");
        assert_eq!(of(Some(mark(6)), false), Step::Fetch);
        assert_eq!(of(Some(gone(6)), false), Step::Forget);
        assert_eq!(of(Some(gone(5)), false), Step::Nothing, "only this device thinks so");
        assert_eq!(of(None, true), Step::Forget, "sent while this device was away");
        assert_eq!(of(None, false), Step::Nothing, "not told yet");
        assert_eq!(Step::of(&begun(" "), None, Some(mark(6)), false), Step::Fetch);
        assert_eq!(Step::of(&begun(""), None, Some(gone(6)), false), Step::Nothing);
        assert_eq!(Step::of(&begun(""), None, None, true), Step::Nothing);
    }

    #[test]
    fn a_channel_has_a_draft_here_or_elsewhere() {
        let mut drafts = Drafts::default();
        drafts.replace(vec![mark(5)]);
        assert!(drafts.has(GENERAL) && !drafts.has(RANDOM));
        drafts.tell(gone(4));
        assert!(drafts.has(GENERAL), "told late");
        drafts.tell(gone(6));
        assert!(!drafts.has(GENERAL));
        drafts.put_here(GENERAL, true);
        assert!(drafts.has(GENERAL), "not told yet");
        drafts.tell(mark(7));
        drafts.put_here(GENERAL, false);
        assert!(!drafts.has(GENERAL), "sent here: the server will say so");
        drafts.tell(mark(8));
        assert!(drafts.has(GENERAL), "and begun again elsewhere");
    }
}

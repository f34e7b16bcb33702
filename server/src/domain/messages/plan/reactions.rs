//! Reacting to messages, and voting. All that people do so to one message in a batch is one change of it: a burst of a thousand
//! reactions is told as a few events.

use super::{Committed, Entry, Plan, Step};
use crate::domain::access::PlaceAccess;
use crate::domain::capacity::fits;
use crate::domain::emoji::Emoji;
use crate::domain::messages::mark::{Answer, Mark};
use crate::domain::messages::poll::{PollDoc, no_poll};
use crate::domain::messages::reaction_counts::ReactionCountDoc;
use crate::domain::messages::reactions::ReactionDoc;
use crate::domain::messages::store::MessageDoc;
use crate::domain::messages::together::{Doing, Reacting, Together};
use crate::error::{Error, Result};
use crate::store::{FIRST_VERSION, Write};
use hubbub_shared::{MessageId, Permissions, ReactionId, UserId};
use std::collections::{BTreeSet, hash_map};

impl Plan {
    pub(super) fn react(
        &mut self,
        user: UserId,
        id: MessageId,
        emoji: Emoji,
        new_id: &mut impl FnMut() -> u64,
    ) -> Step {
        let (before, mark) = (self.standing(id)?, Mark::Emoji(emoji));
        if self.basis.reactions.contains(&(id, user, mark)) {
            return Ok(Entry::Already(before));
        }
        let reactions = with_one_more(&before.reactions, emoji, self.basis.most.reactions)?;
        let reaction = ReactionDoc::new(ReactionId(new_id()), &before, user, mark, self.basis.now);
        self.writes.push(Write::insert(&reaction)?);
        self.basis.reactions.insert((id, user, mark));
        let doing = Doing::Reacts { user, emoji, is_new: true, is_of_another: false };
        Ok(self.change_together(MessageDoc { reactions, ..before }, doing))
    }

    pub(super) fn unreact(
        &mut self,
        access: &PlaceAccess,
        id: MessageId,
        emoji: Emoji,
        user: UserId,
    ) -> Step {
        let by = access.caller().user;
        if user != by && !access.may(Permissions::MANAGE_MESSAGES) {
            return Err(Error::forbidden(
                "You need the permission manage_messages to remove reactions of others.",
            )
            .into());
        }
        let (before, mark) = (self.standing(id)?, Mark::Emoji(emoji));
        if !self.basis.reactions.remove(&(id, user, mark)) {
            return Ok(Entry::Already(before));
        }
        let reaction = ReactionDoc::document_id(id, user, mark);
        self.writes.push(Write::delete::<ReactionDoc>(reaction, Some(FIRST_VERSION)));
        let reactions = with_one_less(&before.reactions, emoji);
        let doing = Doing::Reacts { user, emoji, is_new: false, is_of_another: user != by };
        Ok(self.change_together(MessageDoc { reactions, ..before }, doing))
    }

    /// A vote is the whole choice: what was chosen before and is not any more goes.
    pub(super) fn vote(
        &mut self,
        user: UserId,
        id: MessageId,
        numbers: &[u64],
        new_id: &mut impl FnMut() -> u64,
    ) -> Step {
        let before = self.standing(id)?;
        let poll = asked(&before)?;
        let ballot = poll.ballot(&self.votes_of(user, id, poll), numbers, self.basis.now)?;
        if ballot.gone.is_empty() && ballot.new.is_empty() {
            return Ok(Entry::Already(before));
        }
        let poll = Some(poll.counted(&ballot));
        for mark in ballot.gone.into_iter().map(Mark::Answer) {
            let vote = ReactionDoc::document_id(id, user, mark);
            self.writes.push(Write::delete::<ReactionDoc>(vote, Some(FIRST_VERSION)));
            self.basis.reactions.remove(&(id, user, mark));
        }
        for mark in ballot.new.into_iter().map(Mark::Answer) {
            let vote = ReactionDoc::new(ReactionId(new_id()), &before, user, mark, self.basis.now);
            self.writes.push(Write::insert(&vote)?);
            self.basis.reactions.insert((id, user, mark));
        }
        Ok(self.change_together(MessageDoc { poll, ..before }, Doing::Votes))
    }

    /// For what somebody votes, as what was asked before leaves it.
    fn votes_of(&self, user: UserId, id: MessageId, poll: &PollDoc) -> BTreeSet<Answer> {
        let all = poll.answers.len();
        let answers = (1..=all as u64).filter_map(|number| Answer::numbered(number, all));
        answers.filter(|answer| self.basis.reactions.contains(&(id, user, Mark::Answer(*answer)))).collect()
    }

    /// From now on nobody votes.
    pub(super) fn end_poll(&mut self, access: &PlaceAccess, id: MessageId) -> Step {
        let before = self.standing(id)?;
        let poll = asked(&before)?;
        if before.author != access.caller().user && !access.may(Permissions::MANAGE_MESSAGES) {
            return Err(
                Error::forbidden("You need the permission manage_messages to end polls of others.").into()
            );
        }
        if poll.is_over(self.basis.now) {
            return Ok(Entry::Already(before));
        }
        let poll = Some(PollDoc { ends_at: Some(self.basis.now), ..poll.clone() });
        let (rev, worded) = (self.next_rev(), Some(before.words_rev()));
        let after = MessageDoc { rev, worded, poll, ..before.clone() };
        Ok(self.change(before, after))
    }

    /// One change with what was done to the message before in the same way, if nothing else has happened to it since.
    fn change_together(&mut self, message: MessageDoc, doing: Doing) -> Entry {
        let together = self.reacted.get(&message.rev);
        let is_going_on = together.is_some_and(|together| together.is_told_with(doing));
        let worded = Some(message.words_rev());
        let rev = if is_going_on { message.rev } else { self.next_rev() };
        let after = MessageDoc { rev, worded, ..message };
        self.touched.insert(after.id, after.clone());
        let is_first = match self.reacted.entry(rev) {
            hash_map::Entry::Occupied(mut together) => {
                together.get_mut().and(after, doing);
                false
            }
            hash_map::Entry::Vacant(none) => {
                none.insert(Together::new(after, doing));
                true
            }
        };
        Entry::Reacted(Reacting { rev, is_first, doing })
    }

    /// What is answered to one who reacted, and told of all who did together.
    pub(super) fn committed_reaction(&self, reacting: &Reacting, newest: (u64, u64)) -> Result<Committed> {
        let together = self.reacted.get(&reacting.rev).ok_or_else(Error::unavailable)?;
        let committed = self.committed(together.after.clone(), newest, None)?;
        let event = reacting.is_first.then(|| together.event());
        Ok(Committed { rev: reacting.rev, event, ..committed })
    }

    /// A reaction that this entry took away from somebody else, with the message.
    pub(super) fn taken_away<'a>(&'a self, entry: &Entry) -> Option<(&'a MessageDoc, UserId, Emoji)> {
        let Entry::Reacted(Reacting { rev, doing, .. }) = entry else { return None };
        let Doing::Reacts { user, emoji, is_of_another: true, .. } = *doing else { return None };
        Some((&self.reacted.get(rev)?.after, user, emoji))
    }
}

/// What a message asks.
fn asked(message: &MessageDoc) -> Result<&PollDoc> {
    message.poll.as_ref().ok_or_else(no_poll)
}

/// Refused if it would be one kind too many.
fn with_one_more(before: &[ReactionCountDoc], emoji: Emoji, most: usize) -> Result<Vec<ReactionCountDoc>> {
    let mut after = before.to_vec();
    match after.iter_mut().find(|one| one.emoji == emoji.as_str()) {
        Some(known) => known.count += 1,
        None => {
            fits(before.len() + 1, most, |most| {
                format!(
                    "People react with {most} different emoji here, which is the most. Take one of these."
                )
            })?;
            after.push(ReactionCountDoc { emoji: emoji.as_str().to_owned(), count: 1 });
        }
    }
    Ok(after)
}

fn with_one_less(before: &[ReactionCountDoc], emoji: Emoji) -> Vec<ReactionCountDoc> {
    let less = |one: &ReactionCountDoc| {
        let count = one.count - u64::from(one.emoji == emoji.as_str() && one.count > 0);
        ReactionCountDoc { count, ..one.clone() }
    };
    before.iter().map(less).filter(|one| one.count > 0).collect()
}

//! Reacting to messages. All that people do to one message in a batch is one change of it: a burst of a thousand reactions
//! is told as a few events.

use super::{Committed, Entry, Plan, Step};
use crate::domain::access::PlaceAccess;
use crate::domain::capacity::fits;
use crate::domain::emoji::Emoji;
use crate::domain::messages::reaction_counts::ReactionCountDoc;
use crate::domain::messages::reactions::ReactionDoc;
use crate::domain::messages::store::MessageDoc;
use crate::domain::messages::together::{Doing, Reacting, Together};
use crate::error::{Error, Result};
use crate::store::{FIRST_VERSION, Write};
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::{MessageId, Permissions, ReactionId, UserId};
use std::collections::hash_map;

impl Plan {
    pub(super) fn react(
        &mut self,
        user: UserId,
        id: MessageId,
        emoji: Emoji,
        new_id: &mut impl FnMut() -> u64,
    ) -> Step {
        let before = self.standing(id)?;
        if self.basis.reactions.contains(&(id, user, emoji)) {
            return Ok(Entry::Already(before));
        }
        let reactions = with_one_more(&before.reactions, emoji, self.basis.most.reactions)?;
        let reaction = ReactionDoc::new(ReactionId(new_id()), &before, user, emoji, self.basis.now);
        self.writes.push(Write::insert(&reaction)?);
        self.basis.reactions.insert((id, user, emoji));
        Ok(self.react_together(before, reactions, Doing { user, emoji, is_new: true, is_of_another: false }))
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
        let before = self.standing(id)?;
        if !self.basis.reactions.remove(&(id, user, emoji)) {
            return Ok(Entry::Already(before));
        }
        let reaction = ReactionDoc::document_id(id, user, emoji);
        self.writes.push(Write::delete::<ReactionDoc>(reaction, Some(FIRST_VERSION)));
        let reactions = with_one_less(&before.reactions, emoji);
        let doing = Doing { user, emoji, is_new: false, is_of_another: user != by };
        Ok(self.react_together(before, reactions, doing))
    }

    /// One change with the reactions before it, if nothing else has happened to the message since.
    fn react_together(
        &mut self,
        before: MessageDoc,
        reactions: Vec<ReactionCountDoc>,
        doing: Doing,
    ) -> Entry {
        let is_going_on = self.reacted.contains_key(&before.rev);
        let worded = Some(before.words_rev());
        let rev = if is_going_on { before.rev } else { self.next_rev() };
        let after = MessageDoc { rev, worded, reactions, ..before };
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
        let event = reacting.is_first.then(|| ChannelEvent::MessageReacted {
            message: together.after.id,
            seq: together.after.seq,
            reactions: together.after.reactions.iter().map(ReactionCountDoc::view).collect(),
            by: together.by.clone(),
        });
        Ok(Committed { rev: reacting.rev, event, ..committed })
    }

    /// A reaction that this entry took away from somebody else, with the message.
    pub(super) fn taken_away<'a>(&'a self, entry: &Entry) -> Option<(&'a MessageDoc, UserId, Emoji)> {
        let Entry::Reacted(Reacting { rev, doing, .. }) = entry else { return None };
        let together = self.reacted.get(rev).filter(|_| doing.is_of_another)?;
        Some((&together.after, doing.user, doing.emoji))
    }
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

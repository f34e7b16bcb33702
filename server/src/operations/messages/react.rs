//! Reacting to messages, and who did.

use crate::domain::caller::Caller;
use crate::domain::emoji::Emoji;
use crate::domain::messages::{self as store, Append, Asked, Mark, MessageDoc};
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::model::{ReactionPage, User};
use hubbub_shared::protocol::command::{AddReaction, GetReactions, RemoveReaction};
use hubbub_shared::{ChannelId, MessageId, Permissions, ReactionId};

/// Reacts to a message. Needs the right to read history, as every other way to old messages does.
pub async fn react(live: &Live, caller: &Caller, command: AddReaction) -> Result<()> {
    let AddReaction { channel, message, emoji } = command;
    let emoji = Emoji::parse(&emoji)?;
    append(live, caller, channel, Append::React { message, emoji }).await
}

/// Ends a reaction, one's own or as a moderator.
pub async fn unreact(live: &Live, caller: &Caller, command: RemoveReaction) -> Result<()> {
    let RemoveReaction { channel, message, emoji, user } = command;
    let (emoji, user) = (Emoji::parse(&emoji)?, user.unwrap_or(caller.user));
    append(live, caller, channel, Append::Unreact { message, emoji, user }).await
}

pub(super) async fn append(live: &Live, caller: &Caller, channel: ChannelId, append: Append) -> Result<()> {
    let (hub, _) = prove::channel(live, caller, channel, append.needs()).await?;
    let asked = Asked { caller: caller.clone(), append, request: request_id::current() };
    live.places.of_channel(&hub, channel).append(asked).await?;
    Ok(())
}

/// Some of those who reacted with something.
pub async fn reacted(live: &Live, caller: &Caller, command: GetReactions) -> Result<ReactionPage> {
    let GetReactions { channel, message, emoji, after, limit } = command;
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (hub, _) = prove::channel(live, caller, channel, needs).await?;
    let mark = Mark::Emoji(Emoji::parse(&emoji)?);
    let limit = live.settings.capacity.page.limit(limit)? as usize;
    standing(live, channel, message).await?;
    page(live, &hub, (message, mark), after, limit).await
}

/// A message that still says something.
pub(super) async fn standing(live: &Live, channel: ChannelId, message: MessageId) -> Result<MessageDoc> {
    let found = store::find(&live.store, channel.place(), message).await?;
    found.filter(|message| !message.is_deleted()).ok_or_else(Error::not_found)
}

/// Those who made this mark, after this one.
pub(super) async fn page(
    live: &Live,
    hub: &HubHandle,
    (message, mark): (MessageId, Mark),
    after: Option<ReactionId>,
    limit: usize,
) -> Result<ReactionPage> {
    let mut reactions = store::reacted(&live.store, message, mark, after, limit + 1).await?;
    let is_more = reactions.len() > limit;
    reactions.truncate(limit);
    let next = reactions.last().filter(|_| is_more).map(|last| last.number);
    let mut people = Vec::with_capacity(reactions.len());
    for reaction in reactions {
        people.push(User::clone(&*hub.person(reaction.user).await?));
    }
    Ok(ReactionPage { people, next })
}

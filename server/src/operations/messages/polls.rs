//! Voting in polls, ending them, and who voted.

use super::react::{append, page, standing};
use crate::domain::caller::Caller;
use crate::domain::messages::{Answer, Append, Mark, no_poll, unknown};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::ReactionPage;
use hubbub_shared::protocol::command::{EndPoll, GetVoters, Vote};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};

/// Votes, instead of what the caller voted before. Others hear the counts; the caller's own devices, for what it was.
pub async fn vote(live: &Live, caller: &Caller, command: Vote) -> Result<()> {
    let Vote { channel, message, mut answers } = command;
    append(live, caller, channel, Append::Vote { message, answers: answers.clone() }).await?;
    answers.sort_unstable();
    answers.dedup();
    let voted = UserEvent::Voted { channel, message, answers };
    live.bus.to_user(caller.user, ServerFrame::Event(Event::User(voted)));
    Ok(())
}

/// Ends a poll, one's own or as a moderator.
pub async fn end_poll(live: &Live, caller: &Caller, command: EndPoll) -> Result<()> {
    let EndPoll { channel, message } = command;
    append(live, caller, channel, Append::EndPoll { message }).await
}

/// Some of those who voted for an answer.
pub async fn voters(live: &Live, caller: &Caller, command: GetVoters) -> Result<ReactionPage> {
    let GetVoters { channel, message, answer, after, limit } = command;
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (hub, _) = prove::channel(live, caller, channel, needs).await?;
    let limit = live.settings.capacity.page.limit(limit)? as usize;
    let poll = standing(live, channel, message).await?.poll.ok_or_else(no_poll)?;
    if poll.anonymous {
        return Err(Error::forbidden("Votes are anonymous in this poll: nobody is told who voted for what."));
    }
    let all = poll.answers.len();
    let answer = Answer::numbered(answer, all).ok_or_else(|| unknown("answer", all))?;
    page(live, &hub, (message, Mark::Answer(answer)), after, limit).await
}

//! Deleting several messages of a channel together.

use crate::domain::caller::Caller;
use crate::domain::messages::{Append, Asked};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::request_id;
use hubbub_shared::protocol::command::DeleteMessages;
use hubbub_shared::{ErrorCode, MessageId, Permissions, Problem};

/// Takes the words of these messages away, in one batch. What is no message of the channel is passed over: afterwards
/// there is none of them, which is what was asked for.
pub async fn delete_together(live: &Live, caller: &Caller, command: DeleteMessages) -> Result<()> {
    let DeleteMessages { channel, messages } = command;
    let (hub, _) = prove::channel(live, caller, channel, Permissions::MANAGE_MESSAGES).await?;
    let messages = once_each(messages, live.settings.capacity.messages_deleted_together)?;
    let request = request_id::current();
    let asked = messages.into_iter().map(|message| {
        let append = Append::DeleteTogether { message };
        Asked { caller: caller.clone(), append, request: request.clone() }
    });
    for deleted in live.places.of_channel(&hub, channel).append_together(asked.collect()).await? {
        match deleted {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::NotFound => {}
            outcome => drop(outcome?),
        }
    }
    Ok(())
}

fn once_each(mut messages: Vec<MessageId>, most: usize) -> Result<Vec<MessageId>> {
    if !(1..=most).contains(&messages.len()) {
        let message = format!("messages has from 1 to {most} ids.");
        return Err(Problem::field("messages", message).into());
    }
    messages.sort_unstable();
    messages.dedup();
    Ok(messages)
}

//! What concerned the caller, read or not. Works without push: that is only a hint to look here.

use crate::domain::caller::Caller;
use crate::domain::messages as store;
use crate::domain::notifications::{InboxDoc, inbox_page};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::read_state::read_to;
use crate::operations::messages::view_all;
use crate::operations::prove;
use hubbub_shared::model::{InboxEntry, InboxPage};
use hubbub_shared::protocol::command::GetInbox;
use hubbub_shared::{ChannelId, Permissions};

/// A page of it. What the caller may not read any more, or from whom they do not want to hear any more, is left out.
pub async fn inbox(live: &Live, caller: &Caller, command: GetInbox) -> Result<InboxPage> {
    let user = caller.as_person()?.user;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let found = inbox_page(&live.store, user, command.before, limit).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.message);
    let mut entries = Vec::with_capacity(found.len());
    for one in &found {
        match entry(live, caller, one).await {
            Ok(entry) => entries.extend(entry),
            Err(Error::Rejected(problem)) if !problem.code.is_retryable() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(InboxPage { entries, next })
}

/// `None`: the message is gone, or of somebody who is blocked since. Refused if it may not be read.
async fn entry(live: &Live, caller: &Caller, one: &InboxDoc) -> Result<Option<InboxEntry>> {
    let channel = ChannelId(one.place.0);
    let needs = Permissions::VIEW | Permissions::HISTORY;
    let (hub, _) = prove::channel(live, caller, channel, needs).await?;
    if !live.people.hears(one.user, one.author).await? {
        return Ok(None);
    }
    let message = store::find(&live.store, one.place, one.message).await?;
    let Some(message) = message.filter(|message| !message.is_deleted()) else { return Ok(None) };
    let Some(message) = view_all(live, &hub, one.user, vec![message]).await?.pop() else { return Ok(None) };
    let (hub, unread) = (hub.id(), read_to(live, one.user, one.place).await? < one.seq);
    Ok(Some(InboxEntry { hub, channel, reason: one.why(), unread, message }))
}

//! Messages that the caller has written and that are to be sent later. Only their own; nobody else can tell.

mod sending;

pub use sending::start;

use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::capacity::{fits, is_within_a_year};
use crate::domain::messages::Body;
use crate::domain::scheduled_messages::{self as store, ScheduledMessageDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{ScheduledMessage, ScheduledMessages};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::protocol::command::{
    DeleteScheduledMessage, GetScheduledMessages, ScheduleMessage, UpdateScheduledMessage,
};
use hubbub_shared::protocol::event::{Event, UserEvent};
use hubbub_shared::{Permissions, Problem, ScheduledMessageId, UserId};

/// All of them, what is sent first coming first.
pub async fn list(live: &Live, caller: &Caller, _: GetScheduledMessages) -> Result<ScheduledMessages> {
    let user = caller.as_person()?.user;
    let mut scheduled = Vec::new();
    for one in store::of_user(&live.store, user).await? {
        scheduled.extend(view(live, one).await?);
    }
    Ok(ScheduledMessages { scheduled })
}

/// `None`: the channel is gone.
async fn view(live: &Live, one: ScheduledMessageDoc) -> Result<Option<ScheduledMessage>> {
    let (id, channel) = (one.id, one.channel());
    let Some(hub) = live.hubs.of_channel(channel).await? else { return Ok(None) };
    let ScheduledMessageDoc { content, send_at, refused, .. } = one;
    let refused = refused.map(|refused| Problem::new(refused.code, refused.message));
    Ok(Some(ScheduledMessage { id, hub, channel, content, send_at, refused }))
}

/// Keeps a message until it is its time. Whether it may be said is asked now, and again then.
pub async fn schedule(live: &Live, caller: &Caller, command: ScheduleMessage) -> Result<ScheduledMessage> {
    let PersonCaller { user, session } = caller.as_person()?;
    let ScheduleMessage { channel, content, send_at } = command;
    prove::channel(live, caller, channel, Permissions::SEND).await?;
    let content = words(&content)?;
    is_within_a_year("send_at", send_at, live.clock.now())?;
    let would_be = store::count(&live.store, user).await? as usize + 1;
    fits(would_be, live.settings.capacity.scheduled_messages_of_a_person, |most| {
        format!("{most} messages wait to be sent, which is the most. Send or delete some of them first.")
    })?;
    let id = ScheduledMessageId(live.clock.next_id());
    let new = ScheduledMessageDoc::new(id, (user, session), channel, content, send_at);
    live.store.insert(&new).await?;
    changed(live, user);
    view(live, new).await?.ok_or_else(Error::not_found)
}

/// Other words, or another time. One that was refused is tried again then.
pub async fn update(
    live: &Live,
    caller: &Caller,
    command: UpdateScheduledMessage,
) -> Result<ScheduledMessage> {
    let user = caller.as_person()?.user;
    let UpdateScheduledMessage { scheduled, content, send_at } = command;
    let content = content.as_deref().map(words).transpose()?;
    if let Some(at) = send_at {
        is_within_a_year("send_at", at, live.clock.now())?;
    }
    let known = find(live, user, scheduled).await?;
    prove::channel(live, caller, known.channel(), Permissions::SEND).await?;
    let change = |one: &mut ScheduledMessageDoc| {
        one.change(content.clone(), send_at);
        Ok::<_, Error>(())
    };
    let after = live.store.update(scheduled, change).await?.ok_or_else(Error::not_found)?;
    changed(live, user);
    view(live, after).await?.ok_or_else(Error::not_found)
}

/// It is not sent.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteScheduledMessage) -> Result<()> {
    let user = caller.as_person()?.user;
    let known = find(live, user, command.scheduled).await?;
    live.store.delete::<ScheduledMessageDoc>(known.id).await?;
    changed(live, user);
    Ok(())
}

async fn find(live: &Live, user: UserId, id: ScheduledMessageId) -> Result<ScheduledMessageDoc> {
    let known: Option<ScheduledMessageDoc> = live.store.get(id).await?;
    known.filter(|known| known.user == user).ok_or_else(Error::not_found)
}

fn words(content: &str) -> Result<String> {
    Ok(Body::written(content)?.content().to_owned())
}

/// Whoever sends them looks anew, and the person's other devices do.
fn changed(live: &Live, user: UserId) {
    live.to_say.came();
    tell(live, user, false);
}

fn tell(live: &Live, user: UserId, refused: bool) {
    let event = UserEvent::ScheduledMessagesChanged { refused };
    live.bus.to_user(user, ServerFrame::Event(Event::User(event)));
}

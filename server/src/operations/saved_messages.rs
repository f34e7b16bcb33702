//! Messages that the caller saved, to find them again. Only their own; nobody else can tell.

use crate::domain::caller::Caller;
use crate::domain::capacity::{fits, is_within_a_year};
use crate::domain::messages as store;
use crate::domain::saved_messages::{self as saved, SavedMessageDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::messages::view_all;
use crate::operations::prove;
use crate::store::{Entity, Write};
use hubbub_shared::model::{SavedMessage, SavedMessages};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::protocol::command::{GetSavedMessages, SaveMessage, UnsaveMessage};
use hubbub_shared::protocol::event::{Event, UserEvent};
use hubbub_shared::{ChannelId, Permissions, SavedMessageId, UserId};

/// What one needs in a channel to save a message of it.
const READ: Permissions = Permissions::READ_ONLY;
/// How often a change starts over that met another one.
const ATTEMPTS: usize = 8;

/// A page of it. What the caller may not read any more is left out.
pub async fn list(live: &Live, caller: &Caller, command: GetSavedMessages) -> Result<SavedMessages> {
    let user = caller.as_person()?.user;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let found = saved::page(&live.store, user, command.before, limit).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.number);
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        match view(live, caller, one).await {
            Ok(view) => all.extend(view),
            Err(Error::Rejected(problem)) if !problem.code.is_retryable() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(SavedMessages { saved: all, next })
}

/// `None`: the message is gone. Refused if it may not be read.
async fn view(live: &Live, caller: &Caller, one: SavedMessageDoc) -> Result<Option<SavedMessage>> {
    let channel = ChannelId(one.place.0);
    let (hub, _) = prove::channel(live, caller, channel, READ).await?;
    let found = store::find(&live.store, one.place, one.message).await?;
    let Some(found) = found.filter(|message| !message.is_deleted()) else { return Ok(None) };
    let message = view_all(live, &hub, one.user, vec![found]).await?.pop();
    let SavedMessageDoc { number: id, remind_at, reminded_at, .. } = one;
    Ok(message.map(|message| SavedMessage { id, hub: hub.id(), channel, remind_at, reminded_at, message }))
}

/// Saves a message, or chooses when the caller is reminded of one that is saved.
pub async fn save(live: &Live, caller: &Caller, command: SaveMessage) -> Result<()> {
    let SaveMessage { channel, message, remind_at } = command;
    let user = caller.as_person()?.user;
    prove::channel(live, caller, channel, READ).await?;
    if let Some(Some(at)) = remind_at {
        is_within_a_year("remind_at", at, live.clock.now())?;
    }
    let found = store::find(&live.store, channel.place(), message).await?;
    let message = found.filter(|message| !message.is_deleted()).ok_or_else(Error::not_found)?;
    for _ in 0..ATTEMPTS {
        let known: Option<SavedMessageDoc> =
            live.store.get(SavedMessageDoc::document_id(user, message.id)).await?;
        let write = match known {
            Some(known) => match remind_at {
                Some(remind_at) => Write::replace(&known.reminding_at(remind_at))?,
                None => return Ok(()),
            },
            None => {
                there_is_room(live, user).await?;
                let number = SavedMessageId(live.clock.next_id());
                Write::insert(
                    &SavedMessageDoc::new(number, user, &message).reminding_at(remind_at.flatten()),
                )?
            }
        };
        match live.store.batch(vec![write]).await {
            Err(error) if !error.is_failure() => {}
            outcome => {
                outcome?;
                live.to_remind.came();
                tell(live, user);
                return Ok(());
            }
        }
    }
    Err(Error::unavailable())
}

/// Saves a message no longer, also one that the caller may not see any more.
pub async fn unsave(live: &Live, caller: &Caller, command: UnsaveMessage) -> Result<()> {
    let user = caller.as_person()?.user;
    let id = SavedMessageDoc::document_id(user, command.message);
    let known: Option<SavedMessageDoc> = live.store.get(id).await?;
    if let Some(known) = known.filter(|known| known.place == command.channel.place()) {
        live.store.batch(vec![Write::delete::<SavedMessageDoc>(known.id(), None)]).await?;
        tell(live, user);
    }
    Ok(())
}

async fn there_is_room(live: &Live, user: UserId) -> Result<()> {
    let would_be = saved::count(&live.store, user).await? as usize + 1;
    fits(would_be, live.settings.capacity.saved_messages_of_a_person, |most| {
        format!("You saved {most} messages, which is the most. Remove some of them first.")
    })
}

/// The caller's other devices show it, too.
fn tell(live: &Live, user: UserId) {
    live.bus.to_user(user, ServerFrame::Event(Event::User(UserEvent::SavedMessagesChanged)));
}

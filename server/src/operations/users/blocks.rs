//! Not hearing from somebody any more. Only the caller's own devices are told: nobody else can tell.

use crate::domain::caller::Caller;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::Problem;
use hubbub_shared::model::{Block, BlockList, BlockedUser, Me, User};
use hubbub_shared::protocol::command::{BlockUser, UnblockUser};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};

/// Hears no more from somebody.
pub async fn block(live: &Live, caller: &Caller, command: BlockUser) -> Result<Me> {
    if command.user == caller.user {
        return Err(Problem::field("user", "You cannot block yourself.").into());
    }
    live.people.find(command.user).await?;
    let (block, most) =
        (Block { user: command.user, kind: command.kind }, live.settings.capacity.blocks_of_a_person);
    change(live, caller, |person| person.block(block, most)).await
}

/// Hears somebody again.
pub async fn unblock(live: &Live, caller: &Caller, command: UnblockUser) -> Result<Me> {
    change(live, caller, |person| {
        person.unblock(command.user);
        Ok(())
    })
    .await
}

async fn change(
    live: &Live,
    caller: &Caller,
    mut change: impl FnMut(&mut Person) -> Result<()>,
) -> Result<Me> {
    caller.as_person()?;
    let change = |person: &mut Person| {
        person.must_be_there()?;
        change(person)
    };
    let person = live.store.update(caller.user, change).await?.ok_or_else(Error::not_found)?;
    live.people.put(&person);
    live.bus.to_user(person.id, ServerFrame::Event(Event::User(UserEvent::MeUpdated(person.me()))));
    Ok(person.me())
}

/// Whom the caller does not hear from.
pub async fn list(live: &Live, caller: &Caller) -> Result<BlockList> {
    caller.as_person()?;
    let person: Option<Person> = live.store.get(caller.user).await?;
    let mut blocks = Vec::new();
    for Block { user, kind } in person.ok_or_else(Error::not_found)?.blocks {
        blocks.push(BlockedUser { user: User::clone(&*live.people.find(user).await?), kind });
    }
    Ok(BlockList { blocks })
}

//! Bots come into hubs: by a link, and by who manages the hub. They go as members do.

use super::{again, applications, hubs, members, prove};
use crate::domain::caller::Caller;
use crate::domain::capacity::is_room_for_members;
use crate::domain::hubs::Needs;
use crate::domain::members::count;
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::model::Member;
use hubbub_shared::protocol::command::AddBot;
use hubbub_shared::{HubId, Permissions, RoleId};

/// What it takes; what is given is asked for, too.
const TO_ADD: Permissions = Permissions::MANAGE_HUB;

/// Adds a bot, with a role of its own. One that is there already stays as it is.
pub async fn add(live: &Live, caller: &Caller, command: AddBot) -> Result<Member> {
    let AddBot { hub, application, permissions } = command;
    let user = caller.as_person()?.user;
    let (handle, _) = prove::hub(live, caller, hub, TO_ADD).await?;
    let application = applications::for_user(live, application, user).await?;
    let (bot, permissions) = (application.id.bot(), permissions & Permissions::KNOWN);
    if handle.member(bot).await?.is_none() {
        hubs::may_belong_to_another(live, bot).await?;
        has_room(live, hub).await?;
        again::if_changed(async || {
            let bot: Option<Person> = live.store.get(bot).await?;
            let bot = bot.ok_or_else(Error::not_found)?;
            let (id, role) = (bot.id, RoleId(live.clock.next_id()));
            prove::change(live, caller, hub, Needs::InHub(TO_ADD), &[id], move |draft| {
                draft.add_bot(&bot, role, permissions)
            })
            .await
        })
        .await?;
    }
    members::view_of(live, &handle, bot).await
}

async fn has_room(live: &Live, hub: HubId) -> Result<()> {
    let most = live.server.limits().members_of_a_hub as usize;
    if most == 0 {
        return Ok(());
    }
    let would_be = usize::try_from(count(&live.store, hub).await?).unwrap_or(usize::MAX).saturating_add(1);
    is_room_for_members(would_be, most)
}
